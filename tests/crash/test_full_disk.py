"""P3: a disk that is full or fails ends a command with 7 and a plain sentence, no harm done."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.cli.clinic import NOW
from tests.crash.content import content_of, faults_of
from tests.crash.nursery import Job, Nursery, Outcome
from tests.crash.outputs import OUTPUTS, left_behind, written
from tests.crash.stage import Stage
from tests.crash.tracer import Fault


def assert_told(outcome: Outcome) -> None:
    assert outcome.code == 7, outcome.err
    assert 1 <= len(outcome.err.splitlines()) <= 3
    assert "Traceback" not in outcome.err
    assert "Rivera" not in outcome.err


def assert_harmless(stage: Stage, place: Path, outcome: Outcome) -> None:
    """It was refused and nothing is there, or it was done; the next write goes through."""
    store = place / stage.store
    if outcome.code == 0:
        assert content_of(store) == stage.after
        return
    assert_told(outcome)
    assert content_of(store) == stage.before or not stage.before
    assert left_behind(store) == []
    assert not store.exists() or faults_of(store) == []
    assert stage.run(place).code == 0
    assert content_of(store) == stage.after


def test_a_full_disk_refuses_a_write_whole(stage: Stage, watching: None) -> None:
    writes = [n for n, c in enumerate(stage.undisturbed[0].calls) if c.name == "pwrite64"]
    at = Random(str(stage.case.args)).choice(writes)
    with stage.opened() as place:
        outcome = stage.run(place, fault=Fault(at, error=errno.ENOSPC, lasting=True))
        assert outcome.code == 7
        assert_harmless(stage, place, outcome)
        assert outcome.calls[at].name == "pwrite64"


@pytest.mark.parametrize("error", [errno.EIO, errno.EDQUOT, errno.EROFS])
@pytest.mark.parametrize("kind", ["openat", "pwrite64", "fdatasync", "unlink"])
def test_a_disk_that_fails_once_is_told_or_gets_over_it(
    stages: Callable[[str], Stage], watching: None, kind: str, error: int
) -> None:
    stage = stages("refill")
    for at in [n for n, c in enumerate(stage.undisturbed[0].calls) if c.name == kind][:1]:
        with stage.opened() as place:
            outcome = stage.run(place, fault=Fault(at, error=error))
            assert_harmless(stage, place, outcome)


def test_what_is_saved_is_never_said_to_be_unsaved(
    stages: Callable[[str], Stage], watching: None
) -> None:
    stage = stages("refill")
    calls = stage.undisturbed[0].calls
    gone = max(n for n, c in enumerate(calls) if c.name == "unlink" and "-journal" in c.paths[0])
    at = next(n for n, c in enumerate(calls) if n > gone and c.name in ("fsync", "fdatasync"))
    with stage.opened() as place:
        outcome = stage.run(place, fault=Fault(at, error=errno.EIO))
        assert_told(outcome)
        saved = content_of(place / stage.store) == stage.after
        assert saved is ("nothing was saved" not in outcome.err), outcome.err


@pytest.mark.parametrize("name", ["refill", "import", "restore", "patient add anew"])
def test_a_file_that_may_not_grow_refuses_a_write_whole(
    stages: Callable[[str], Stage], name: str
) -> None:
    stage = stages(name)
    start = stage.folder / ("copy.sqlite" if stage.case.anew else stage.store)
    size = start.stat().st_size
    for most in (1000, size // 2, size - 4096, size):
        with stage.opened() as place:
            assert_harmless(stage, place, stage.run(place, most_bytes=most))


@pytest.mark.parametrize("name", OUTPUTS)
def test_no_half_file_stays_on_a_full_disk(
    stages: Callable[[str], Stage], nursery: Nursery, name: str, tmp_path: Path
) -> None:
    path = tmp_path / "out"
    env = {"PUMPSCHED_DB": str(stages("stop").folder / "store.sqlite")}
    args = [str(path) if arg == "$OUT" else arg for arg in OUTPUTS[name]]
    for most in (0, 64, 300):
        outcome = nursery.run(Job(args, env=env, now=NOW, most_bytes=most))
        assert_told(outcome)
        assert written(path) == {}
        assert left_behind(path) == []
    assert nursery.run(Job(args, env=env, now=NOW)).code == 0
    assert written(path)


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_file_to_be_replaced_stays_until_the_new_one_is_whole(
    stages: Callable[[str], Stage], nursery: Nursery, name: str, tmp_path: Path
) -> None:
    path = tmp_path / "out"
    env = {"PUMPSCHED_DB": str(stages("stop").folder / "store.sqlite")}
    args = [str(path) if arg == "$OUT" else arg for arg in OUTPUTS[name]]
    assert nursery.run(Job(args, env=env, now=NOW)).code == 0
    before = written(path)
    assert nursery.run(Job([*args], env=env, now=NOW)).code == 5
    if name != "backup":
        assert_told(nursery.run(Job([*args, "--force"], env=env, now=NOW, most_bytes=64)))
    assert written(path) == before
    assert left_behind(path) == []
