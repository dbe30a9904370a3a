"""Commands that record facts, drawn with figures beyond each gate, and what they record."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

from tests.builders import aspirate, bolus, dose, empty, fill, readout, start, stop
from tests.builders.values import Attempted, Fact
from tests.cli.clinic import MORPHINE, Clinic
from tests.cli.following import Asked, Told
from tests.cli.ward import BACLOFEN, FLEX, PATIENTS, present

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


def compare_facts(before: Clinic, after: Clinic, asked: Asked) -> str:
    """What was recorded otherwise than it was asked; a reason is in the note of the first fact."""
    known = {fact.seq for fact in before.facts(asked.whom)}
    new = [fact for fact in after.facts(asked.whom) if fact.seq not in known]
    new.sort(key=lambda fact: fact.seq)
    if [replace(fact, seq=0, note="") for fact in new] != recorded(asked):
        return f"recorded {new}"
    said = [asked.told[name] for name in _REASONS if name in asked.told]
    return "" if all(text in new[0].note for text in said) else f"noted {new[0].note}"


def drawn_fact(chance: random.Random) -> Asked:
    """One command that records a fact of a patient."""
    command = chance.choice(["refill", "refill", "dose", "dose", *OFFERED])
    told = {name: chance.choice(values) for name, values in OFFERED[command].items()}
    given = {name: text for name, text in told.items() if text is not None}
    return Asked(command, chance.choice(PATIENTS), given, yes=chance.random() < 0.95)
