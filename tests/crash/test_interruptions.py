"""Ctrl-C and requests to end: rolled back, cleaned up, and told truly; or finished."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from random import Random
from sqlite3 import connect
from subprocess import DEVNULL, Popen, TimeoutExpired
from time import sleep

import pytest

from tests.cli.clinic import NOW
from tests.cli.processes import COMMAND, ROOT, environment
from tests.crash.cases import CASES
from tests.crash.content import content_of
from tests.crash.nursery import Job, Nursery, Outcome
from tests.crash.outputs import OUTPUTS, left_behind, written
from tests.crash.stage import Stage
from tests.crash.tracer import Fault
from tests.effort import some

ENDS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def assert_told(outcome: Outcome, number: int) -> None:
    if outcome.code == 128 + number:
        assert outcome.err.endswith("\nInterrupted. Nothing was saved.\n")
    else:
        assert outcome.code == 0
        assert "Nothing was saved" not in outcome.err
    assert "Traceback" not in outcome.err


@pytest.mark.campaign
@pytest.mark.parametrize("name", some([*CASES], short=17))
def test_an_interrupted_write_is_rolled_back_and_says_so_or_is_done(
    stages: Callable[[str], Stage], watching: None, name: str
) -> None:
    stage, random = stages(name), Random(name)
    at, number = random.choice(_moments(stage, random)), random.choice(ENDS)
    with stage.opened() as place:
        outcome = stage.run(place, fault=Fault(at, signal=number))
        assert_told(outcome, number)
        done = outcome.code == 0
        assert content_of(place / stage.store) == (stage.after if done else stage.before)
        assert left_behind(place / stage.store) == []


def _moments(stage: Stage, random: Random) -> tuple[int, int]:
    """A call before the write is final, and one from then on."""
    final = max(n for n, c in enumerate(stage.undisturbed[0].calls) if c.name in ("unlink", "link"))
    return random.randrange(final), random.randrange(final, stage.calls)


@pytest.mark.parametrize("name", OUTPUTS)
def test_an_interrupted_export_leaves_no_part_of_a_file(
    stages: Callable[[str], Stage], nursery: Nursery, watching: None, name: str, tmp_path: Path
) -> None:
    env = {"PUMPSCHED_DB": str(stages("stop").folder / "store.sqlite")}
    path = tmp_path / "whole"
    args = [str(path) if arg == "$OUT" else arg for arg in OUTPUTS[name]]
    calls = nursery.run(Job(args, env=env, now=NOW, watched=True)).calls
    for at in (len(calls) // 4, len(calls) // 2):
        again = tmp_path / f"again-{at}"
        args = [str(again) if arg == "$OUT" else arg for arg in OUTPUTS[name]]
        number = ENDS[at % len(ENDS)]
        outcome = nursery.run(Job(args, env=env, now=NOW, fault=Fault(at, signal=number)))
        assert_told(outcome, number)
        assert [*written(again).values()] in ([], [*written(path).values()])
        assert left_behind(again) == []


def started(store: Path, *args: str, stdout: int = DEVNULL) -> Popen[bytes]:
    """A command that runs on."""
    command = [*COMMAND, *args, "-y"]
    return Popen(command, cwd=ROOT, env=environment(store), stdout=stdout, stderr=DEVNULL)


def has_open(running: Popen[bytes], path: Path) -> bool:
    """Whether a process has come so far that it has opened the file."""
    links = Path(f"/proc/{running.pid}/fd").iterdir()
    with suppress(FileNotFoundError):
        return any(link.resolve() == path for link in links)
    return False


def full_pipe() -> tuple[int, int]:
    """A pipe that takes nothing more until it is read."""
    ours, theirs = os.pipe()
    os.set_blocking(theirs, False)
    with suppress(BlockingIOError):
        while os.write(theirs, b"x" * 4096):
            pass
    with suppress(BlockingIOError):
        while os.write(theirs, b"x"):
            pass
    os.set_blocking(theirs, True)
    return ours, theirs


def test_a_command_that_cannot_answer_heeds_the_second_request(
    stages: Callable[[str], Stage],
) -> None:
    stage, (ours, theirs) = stages("stop"), full_pipe()
    with stage.opened() as place:
        store = place / stage.store
        writer = started(store, "stop", "0007", stdout=theirs)
        while content_of(store) == stage.before:
            sleep(0.1)
        writer.send_signal(signal.SIGTERM)
        with pytest.raises(TimeoutExpired):
            writer.wait(0.5)
        writer.send_signal(signal.SIGTERM)
        assert writer.wait(20) == -signal.SIGTERM
    os.close(ours)
    os.close(theirs)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="no /proc on this system")
def test_waiting_for_a_locked_store_can_be_interrupted(stages: Callable[[str], Stage]) -> None:
    stage = stages("stop")
    with stage.opened() as place, closing(connect(place / stage.store)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        waiter = started(place / stage.store, "stop", "0007")
        while not has_open(waiter, place / stage.store):
            sleep(0.1)
        with pytest.raises(TimeoutExpired):
            waiter.wait(1)
        waiter.send_signal(signal.SIGTERM)
        assert waiter.wait(25) == 128 + signal.SIGTERM
        holder.rollback()
        assert content_of(place / stage.store) == stage.before
