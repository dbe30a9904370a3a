"""A killed command leaves what was there or what is new, whole, and no copy that is not named."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.clinic import NOW, Clinic
from tests.crash.nursery import Job, Nursery, Outcome
from tests.crash.outputs import OUTPUTS, left_behind, written
from tests.crash.stage import Stage
from tests.crash.tracer import Fault

EVERY = 12
"""A test run kills an export at every so many calls, and at each around the exchange of names."""


@pytest.fixture
def desk(stages: Callable[[str], Stage], nursery: Nursery, tmp_path: Path) -> Desk:
    """A folder with a store, and another one for what is written."""
    (tmp_path / "store").mkdir()
    (tmp_path / "elsewhere").mkdir()
    store = shutil.copy(stages("stop").folder / "store.sqlite", tmp_path / "store")
    return Desk(nursery, Path(store), tmp_path / "elsewhere" / "out")


class Desk:
    """Where commands are killed: the store, and what they write elsewhere."""

    def __init__(self, nursery: Nursery, store: Path, out: Path) -> None:
        self.nursery, self.store, self.out = nursery, store, out

    def call(self, *args: str, **how: object) -> Outcome:
        """One call of the command line, with ``$OUT`` for what it writes."""
        words = [str(self.out) if arg == "$OUT" else arg for arg in args]
        env = {"PUMPSCHED_DB": str(self.store), "TMPDIR": str(self.out.parent)}
        return self.nursery.run(Job(words, env=env, now=NOW, **how))  # type: ignore[arg-type]

    def killed(self, at: int, *args: str) -> None:
        """A call that is killed at one of its calls of the system."""
        assert self.call(*args, fault=Fault(at, signal=signal.SIGKILL)).code == -signal.SIGKILL

    def left(self) -> list[str]:
        """Names of drafts beside the store and beside what is written."""
        return left_behind(self.store) + left_behind(self.out)


def moments(names: list[str]) -> Iterator[int]:
    """The calls at which to kill: some, and all near the one that changes names."""
    swap = max(n for n, name in enumerate(names) if name in ("renameat2", "rename", "link"))
    return (n for n in range(len(names)) if not n % EVERY or abs(n - swap) < 3)


def test_a_killed_export_leaves_the_old_folder_or_the_new_one_and_says_which(
    desk: Desk, watching: None
) -> None:
    export = ("export", "folder", "$OUT")
    assert desk.call(*export).code == 0
    old = written(desk.out)
    assert desk.call("stop", "0007", "-y").code == 0
    shutil.copytree(desk.out, desk.out.with_name("kept"))
    calls = [call.name for call in desk.call(*export, "--force", watched=True).calls]
    new = written(desk.out)
    assert old != new
    for at in moments(calls):
        shutil.rmtree(desk.out)
        shutil.copytree(desk.out.with_name("kept"), desk.out)
        desk.killed(at, *export, "--force")
        found = written(desk.out)
        assert found in (old, new), at
        if left_behind(desk.out):
            told = desk.call("doctor").err
            which = "is as it was" if found == old else "is the new one, whole"
            assert which in told or "an unfinished copy" in told, (at, told)
            again = desk.call(*export, "--force").err
            assert "Left behind by a command that was killed" in again
        assert desk.call("doctor", "--clear", "-y").code == 0
        assert desk.left() == []


@pytest.mark.parametrize("name", OUTPUTS)
def test_what_a_killed_command_leaves_is_named_and_cleared(
    desk: Desk, watching: None, name: str
) -> None:
    calls = [call.name for call in desk.call(*OUTPUTS[name], watched=True).calls]
    middle = max(n for n, each in enumerate(calls) if each in ("link", "rename"))
    assert desk.call("doctor").err == ""
    shutil.rmtree(desk.out, ignore_errors=True)
    desk.out.unlink(missing_ok=True)
    desk.killed(middle, *OUTPUTS[name])
    assert left_behind(desk.out)
    told = desk.call("doctor")
    assert (told.code, told.err.count("Left behind")) == (0, len(left_behind(desk.out)))
    assert "Rivera" not in told.err
    refused = desk.call("doctor", "--clear")
    assert (refused.code, "--yes" in refused.err) == (4, True)
    assert left_behind(desk.out)
    assert desk.call("doctor", "--clear", "-y").code == 0
    assert desk.left() == []


def test_a_killed_workbook_leaves_no_part_that_is_not_named(desk: Desk, watching: None) -> None:
    export = OUTPUTS["export xlsx"]
    calls = desk.call(*export, watched=True).calls
    parts = [n for n, call in enumerate(calls) if "openpyxl" in call.paths[0]]
    assert {Path(calls[n].paths[0]).parents[1] for n in parts} == {desk.out.parent}
    desk.out.unlink()
    desk.killed(parts[-1], *export)
    told = desk.call("doctor").err
    assert (len(left_behind(desk.out)), told.count("Left behind")) == (2, 2)
    assert desk.call("doctor", "--clear", "-y").code == 0
    assert desk.left() == []


@pytest.mark.parametrize(
    ("name", "more"), [("import anew", ()), ("import anew", ("-n",)), ("restore", ())]
)
def test_what_a_killed_way_in_leaves_is_named_and_cleared(
    stages: Callable[[str], Stage], watching: None, name: str, more: tuple[str, ...]
) -> None:
    stage = stages(name)

    def job(place: Path, fault: Fault | None = None) -> Job:
        usual = stage.job(place, watched=True, fault=fault)
        return replace(usual, args=[*usual.args, *more])

    with stage.opened() as place:
        calls = stage.nursery.run(job(place)).calls
    writes = [n for n, call in enumerate(calls) if call.name == "pwrite64"]
    with stage.opened() as place:
        killed = Fault(writes[len(writes) // 2], signal=signal.SIGKILL)
        assert stage.nursery.run(job(place, killed)).code == -signal.SIGKILL
        assert left_behind(place / stage.store)
        clinic = Clinic(place / stage.store)
        assert "Left behind" in clinic.run("doctor").err
        clinic.done("doctor", "--clear", "-y")
        assert left_behind(place / stage.store) == []


def test_the_doctor_of_a_server_names_what_a_killed_export_left_elsewhere(
    nursery: Nursery, postgres_url: str, watching: None, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    out = tmp_path / "elsewhere" / "all.csv"
    env = {"PUMPSCHED_DB": postgres_url, "PUMPSCHED_HOME": str(tmp_path / "home")}
    assert nursery.run(Job(["config", "set", "margin_days", "7", "-y"], env=env)).code == 0
    export = Job(["export", "csv", str(out)], env=env, watched=True)
    calls = [call.name for call in nursery.run(export).calls]
    out.unlink()
    killed = Fault(calls.index("link"), signal=signal.SIGKILL)
    assert nursery.run(replace(export, fault=killed)).code == -signal.SIGKILL
    (left,) = left_behind(out)
    assert left in nursery.run(Job(["doctor"], env=env)).err
    assert nursery.run(Job(["doctor", "--clear", "-y"], env=env)).code == 0
    assert left_behind(out) == []


def test_the_draft_of_a_command_that_still_runs_is_left_alone(desk: Desk) -> None:
    draft = desk.store.with_name(".pumpsched-1-abcdef")
    draft.write_bytes(b"")
    assert desk.call("doctor").err == ""
    assert desk.call("doctor", "--clear", "-y").code == 0
    assert draft.exists()
