"""P1: a change that was acknowledged survives the end of its process, at whatever moment."""

from __future__ import annotations

import signal
from collections.abc import Callable
from random import Random

import pytest

from tests.crash.campaign import killed_after, killed_at, killed_interpreter
from tests.crash.cases import CASES, writing_commands
from tests.crash.stage import Stage
from tests.crash.survival import broken_promises
from tests.crash.tracer import Fault


def test_every_writing_command_has_a_case() -> None:
    assert set(writing_commands()) == set(CASES)


def test_a_killed_write_is_whole_or_not_there(stage: Stage, watching: None) -> None:
    random = Random(str(stage.case.args))
    final = commit_of(stage)
    moments = (random.randrange(stage.calls), final - 1, final, final + 1)
    call = random.choice(moments)
    code, broken = killed_at(stage, call)
    assert code == -signal.SIGKILL
    assert broken == [], stage.undisturbed[0].calls[call]


def commit_of(stage: Stage) -> int:
    """The call that makes the write final."""
    names = [call.name for call in stage.undisturbed[0].calls]
    return max(place for place, name in enumerate(names) if name in ("unlink", "link"))


@pytest.mark.parametrize("part", [1, 2, 3, 4])
def test_a_write_killed_at_any_moment_is_whole_or_not_there(
    stages: Callable[[str], Stage], part: int
) -> None:
    code, broken = killed_after(stages("dose"), part * 0.012)
    assert code in (0, -signal.SIGKILL)
    assert broken == []


def test_a_killed_interpreter_leaves_all_or_nothing(stages: Callable[[str], Stage]) -> None:
    code, broken = killed_interpreter(stages("stop"), 0.9)
    assert code in (0, -signal.SIGKILL)
    assert broken == []


def test_the_check_finds_an_acknowledged_write_that_is_lost(
    stages: Callable[[str], Stage],
) -> None:
    stage = stages("stop")
    with stage.opened() as place:
        outcome = stage.run(place)
        (place / stage.store).write_bytes((stage.folder / stage.store).read_bytes())
        broken = broken_promises(stage, place, outcome)
    assert broken == ["lost: it was acknowledged and is not there"]


def test_the_check_finds_half_a_write(stages: Callable[[str], Stage], watching: None) -> None:
    stage, broken = stages("dose"), list[str]()
    journal_off = {"journal_mode": "off"}
    with stage.opened() as place:
        calls = stage.run(place, watched=True, pragmas=journal_off).calls
    writes = [n for n, c in enumerate(calls) if c.name == "pwrite64" and len(c.paths) == 1]
    for call in writes[1:]:
        with stage.opened() as place:
            fault = Fault(call, signal=signal.SIGKILL)
            outcome = stage.run(place, fault=fault, pragmas=journal_off)
            try:
                broken += broken_promises(stage, place, outcome)
            except AssertionError:
                broken.append("the pages do not fit together")
    assert broken
