"""A refusal's suggestion is true: followed, it records exactly what was first asked.

Commands that record facts are drawn with figures near and beyond each gate, for patients in every
state; a person follows each suggestion, its blanks filled, until it is done.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from tests.builders import aspirate, bolus, dose, empty, fill, readout, start, stop
from tests.builders.command import clock
from tests.builders.values import Attempted, Fact
from tests.cli.clinic import MORPHINE, NOW, Clinic
from tests.cli.following import Asked, Follower, Seen, Told
from tests.cli.ward import BACLOFEN, FLEX, PATIENTS, build_ward, present

pytestmark = pytest.mark.sqlite_file

DRAWS = 1000
RIGHT_NOW = "2026-11-22T10:00"
_ON = (None, None, None, "2026-11-21T09:30", "2026-11-21", "2026-11-03", "2026-11-02",
    "2026-11-15", "2026-11-25", "2026-01-01",
)  # fmt: skip
_NOTES = (None, "by the book")
_REASONS = ("--note", "--reason", "--override", "--again", "--accept-mismatch")
_MIXTURES = (None, None, BACLOFEN, "baclofen 600 mcg/mL", "baclofen 2000 mcg/mL",
    "baclofen 3 mg/mL", "baclofen 9 mg/mL", "morphine 25 mg/mL", MORPHINE, "saline",
)  # fmt: skip
_BOLUSES = (None, None, "none", "10 mcg x 4/day", "12 mcg x 4/day", "500 mcg x 4/day")
_STEPS = (FLEX, "00:00 5 mcg/h; 08:00 12 mcg/h", "00:00 50 mcg/h; 08:00 1 mg/h")
_DOSES = ("up 10%", "up 50%", "down 50%", "up 900%", "130 mcg/day", "1200 mcg/day",
    "4.5 mg/day", "12 mg/day", "200 mg/day", "5 mcg/h", "0.3 mL/day", "3 mL/day",
)  # fmt: skip
_NONE = (None,)
OFFERED: Mapping[str, Mapping[str, tuple[str | None, ...]]] = {
    "refill": {
        "--fill": ("18", "18", "20", "0.5", "0", "21"),
        "--residual": (None, None, "2", "9", "25"),
        "--programmed": (None, None, None, "18", "20", "25"),
        "--mixture": _MIXTURES,
        "--boluses": (None, "3"),
        "--dose": _NONE * 12 + _DOSES,
        "--bolus": _NONE * 12 + _BOLUSES,
        "--flex": _NONE * 12 + _STEPS,
        "--alarm": (None, None, None, "2027-01-16"),
        "--note": _NOTES,
        "--on": _ON,
    },
    "dose": {
        "DOSE": (None, *_DOSES),
        "--bolus": _BOLUSES,
        "--flex": _NONE * 9 + _STEPS,
        "--alarm": (None, None, None, "2027-01-16"),
        "--reason": _NOTES,
        "--on": _ON,
    },
    "bolus": {
        "AMOUNT": ("10 mcg", "30 mcg", "200 mcg", "0.9 mg", "2 mg", "0.1 mL", "1 mL", "30 mL"),
        "--reason": _NOTES,
        "--on": _ON,
    },
    "stop": {"--reason": _NOTES, "--on": _ON},
    "start": {"--reason": _NOTES, "--on": _ON},
    "attempt": {"--reason": _NOTES, "--on": _ON},
    "empty": {"--residual": (None, "8", "25"), "--reason": _NOTES, "--on": _ON},
    "aspirate": {"VOLUME": ("0.5", "19", "25"), "--reason": _NOTES, "--on": _ON},
    "readout": {
        "--alarm": (None, "2027-01-16", "2026-11-20"),
        "--reservoir": ("15", "3"),
        "--reason": _NOTES,
        "--on": _ON,
    },
}
"""What is drawn for each command; None leaves an option out."""
OPENLY_OTHER = {
    ("no-pump", "pump implant"): "a pump has to be there first",
    ("no-pump", "pump undo"): "the pump is said to be out",
    ("future-fact", "visit add"): "what is to come is a visit",
    ("constant-flow", "refill"): "only another concentration changes its dose",
    ("constant-flow", "empty"): "its flow ends only with the reservoir",
    ("empty-fill", "empty"): "nothing was put in",
    ("start-on-empty", "refill"): "there has to be something to deliver",
    ("already-empty", "undo"): "the emptying that is there may be the wrong one",
    ("clock-time-needed", "undo"): "what is there has no clock time, and no fact is edited",
    ("duplicate-fill", "undo"): "the fill that is there may be the wrong one",
    ("dose-zero", "stop"): "nothing is left to deliver",
    ("dose-missing", "readout"): "an alarm date without a dose is what was read",
}
"""Suggestions that are another command, and say so: after which refusal, and why."""
GATES = {
    "already-empty", "bolus-slip", "clock-time-needed", "confirm-needed", "dose-implausible",
    "dose-missing", "dose-needed", "dose-on-saline", "dose-slip", "duplicate-fill", "fill-mismatch",
    "flow-outside-model", "mixture-implausible", "mixture-needed", "mixture-slip", "no-programme",
    "readout-before-fill", "reason-needed", "start-on-empty", "yes-needed",
}  # fmt: skip


def recorded(asked: Asked) -> list[Fact]:
    """The facts a command records, without their numbers and notes."""
    told, at = asked.told, asked.told.get("--on", RIGHT_NOW)
    read = [readout(at, told["--alarm"])] if "--alarm" in told else []
    if asked.command == "refill":
        return [_filled(told, at), *_programmed(asked, at), *read]
    if asked.command == "dose":
        return [*_programmed(asked, at), *read]
    if asked.command == "readout":
        return [readout(at, told.get("--alarm", ""), told.get("--reservoir", ""))]
    if asked.command == "empty":
        return [empty(at, told.get("--residual", ""))]
    if asked.command == "bolus":
        return [bolus(at, told["AMOUNT"])]
    if asked.command == "aspirate":
        return [aspirate(at, told["VOLUME"])]
    plain = {"stop": stop(at), "start": start(at), "attempt": Attempted(at=stop(at).at)}
    return [plain[asked.command]]


def _filled(told: Told, at: str) -> Fact:
    used = told.get("--boluses")
    return fill(
        at,
        told["--fill"],
        of=told.get("--mixture"),
        residual=told.get("--residual", ""),
        programmed=told.get("--programmed", ""),
        boluses_used=int(used) if used else None,
    )


def _programmed(asked: Asked, at: str) -> list[Fact]:
    told, (before, kept) = asked.told, present(asked.whom, at)
    if not {asked.dose, "--bolus", "--flex"} & set(told):
        return []
    allowed = told.get("--bolus", kept)
    text = told.get("--flex") or told.get(asked.dose) or before
    return [dose(at, _changed(before, text), "" if allowed == "none" else allowed)]


def _changed(before: str, text: str) -> str:
    """A dose asked for; a change in per cent of the one before, by hand."""
    way, _, size = text.partition(" ")
    if way not in ("up", "down"):
        return text
    percent = 100 + int(size.removesuffix("%")) * (1 if way == "up" else -1)
    if before == FLEX:
        return f"00:00 {50 * percent} ng/h; 08:00 {100 * percent} ng/h"
    number, unit = before.split(" ")
    return f"{int(float(number) * 1000) * percent / 100_000:g} {unit}"


def compare(before: Clinic, after: Clinic, asked: Asked) -> str:
    """What was recorded otherwise than it was asked; a reason is in the note of the first fact."""
    known = {fact.seq for fact in before.facts(asked.whom)}
    new = [fact for fact in after.facts(asked.whom) if fact.seq not in known]
    new.sort(key=lambda fact: fact.seq)
    if [replace(fact, seq=0, note="") for fact in new] != recorded(asked):
        return f"recorded {new}"
    said = [asked.told[name] for name in _REASONS if name in asked.told]
    return "" if all(text in new[0].note for text in said) else f"noted {new[0].note}"


def drawn(chance: random.Random) -> Asked:
    """One command that records a fact of a patient."""
    command = chance.choice(["refill", "refill", "dose", "dose", *OFFERED])
    told = {name: chance.choice(values) for name, values in OFFERED[command].items()}
    given = {name: text for name, text in told.items() if text is not None}
    return Asked(command, chance.choice(PATIENTS), given, yes=chance.random() < 0.95)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    """What a person met who typed many commands and followed every suggestion."""
    folder = tmp_path_factory.mktemp("ward")
    build_ward(folder / "made.sqlite")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: NOW)
        made, chance = folder / "made.sqlite", random.Random(12)
        follower = Follower(made, folder / "ward.sqlite", compare, OPENLY_OTHER)
        for _ in range(DRAWS):
            follower.follow(drawn(chance))
        yield follower.seen


def test_followed_it_records_exactly_what_was_first_asked(seen: Seen) -> None:
    assert seen.astray == []


def test_a_blank_as_it_stands_is_refused_and_changes_nothing(seen: Seen) -> None:
    assert seen.taken == []


def test_another_command_is_openly_another_and_can_be_done(seen: Seen) -> None:
    assert seen.other == []


def test_a_few_steps_lead_to_the_end(seen: Seen) -> None:
    assert seen.endless == []


def test_a_person_and_a_program_are_told_the_same(seen: Seen) -> None:
    assert seen.untold == []


def test_every_gate_was_met_and_every_command_done(seen: Seen) -> None:
    assert GATES - set(seen.met) == set()
    assert set(OFFERED) - set(seen.done) == set()
