"""Commands that keep visits, patients, pumps and undo facts, drawn, and what they change."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.builders.values import Voided
from tests.cli.clinic import TODAY, Clinic
from tests.cli.following import Asked, Told
from tests.cli.ward import PATIENTS

Rows = Mapping[tuple[str, ...], Mapping[str, Any]]
_AT = (None, "2026-12-07T09:30", "2026-12-05T09:30", "2026-11-24T09:20", "2026-11-20T09:00",
    "2026-11-22T23:45",
)  # fmt: skip
_VISITS = ("V1", "V1", "V2", "V9")
_REASONS = (None, "by the book")
_ON = (None, None, "2026-11-21", "2026-11-15", "2026-11-25", "2026-01-01")
_NURSES = (None, "N1", "N2", "N9")
_NAMES = ("Rivera, Ana", "Riverra, Ana", "Stone, Kit", None)
OFFERED_RECORDS: Mapping[str, tuple[tuple[str, ...], Mapping[str, tuple[str | None, ...]]]] = {
    "visit add": (
        PATIENTS,
        {"--at": _AT, "--kind": (None, "followup"), "--nurse": _NURSES, "--minutes": (None, "20")},
    ),
    "visit move": (_VISITS, {"--at": _AT, "--nurse": _NURSES, "--minutes": (None, "20")}),
    "visit confirm": (_VISITS, {"--reason": _REASONS}),
    "visit cancel": (_VISITS, {"--reason": _REASONS}),
    "visit done": (_VISITS, {"--reason": _REASONS}),
    "visit missed": (_VISITS, {"--reason": _REASONS}),
    "patient add": (
        ("0060", "0060", "0007"),
        {"--name": _NAMES, "--birth-date": (None, "1961-04-02", "2090-01-01")},
    ),
    "patient edit": (
        PATIENTS,
        {"--phone": (None, "612-555-0155"), "--max-months": (None, "2", "99"), "--name": _NAMES},
    ),
    "patient archive": (PATIENTS, {"--reason": _REASONS, "--on": _ON}),
    "pump implant": (
        PATIENTS,
        {
            "--model": (None, "SM2-20", "CODMAN3000-30", "SM9"),
            "--serial": ("S77", None),
            "--fixed-flow-ml-day": (None, None, "0.4"),
            "--on": _ON,
        },
    ),
    "pump explant": (PATIENTS, {"--on": _ON}),
    "undo": (
        tuple(str(number) for number in (1, 2, 3, 4, 5, 8, 10, 12, 14, 17, 21, 999)),
        {"--reason": (None, "typed twice"), "--patient": (None, None, "0007", "0053")},
    ),
}
"""For each command whom or what it may be about, and what is drawn; None leaves an option out."""
_STATUS = {"confirm": "confirmed", "cancel": "cancelled", "done": "done", "missed": "missed"}
_FIELD = {"--nurse": "nurses", "--on": "implanted_on"}


def drawn_record(chance: random.Random) -> Asked:
    """One command that keeps what is not a fact, or takes a fact back."""
    command = chance.choice([*OFFERED_RECORDS])
    whom, offered = OFFERED_RECORDS[command]
    told = {name: chance.choice(values) for name, values in offered.items()}
    given = {name: text for name, text in told.items() if text is not None}
    return Asked(command, chance.choice(whom), given, yes=chance.random() < 0.95)


def compare_records(before: Clinic, after: Clinic, asked: Asked) -> str:
    """What was changed otherwise than it was asked."""
    old, new = _rows(before), _rows(after)
    changed = {
        key: {name: value for name, value in row.items() if old.get(key, {}).get(name) != value}
        for key, row in new.items()
        if old.get(key) != row
    }
    if asked.command == "undo":
        return _undone(changed, asked)
    kind, _, verb = asked.command.partition(" ")
    if verb == "archive":
        told = [row for key, row in changed.items() if key[0] == "fact"]
        right = len(changed) == 1 and (told[0]["patient"], told[0]["kind"]) == (
            asked.whom,
            "Archived",
        )
        return "" if right else f"changed {changed}"
    mine = {key: row for key, row in changed.items() if key[0] == kind}
    if verb in ("add", "implant"):
        made = [key for key in mine if key not in old]
        others = {key: row for key, row in mine.items() if key in old}
        # An implant takes the pump before it out.
        follows = all(row.keys() == {"explanted_on"} for row in others.values())
        if len(made) != 1 or len(mine) != len(changed) or (others and not follows):
            return f"changed {changed}"
        row = new[made[0]]
        whose = row["code"] if kind == "patient" else row["patient"]
        return "" if whose == asked.whom and _holds(row, asked.told) else f"made {row}"
    if verb == "explant":
        on = date.fromisoformat(asked.told.get("--on", TODAY.isoformat())[:10])
        return "" if [*changed.values()] == [{"explanted_on": on}] else f"changed {changed}"
    key = (kind, asked.whom)
    if verb in _STATUS:
        return "" if changed == {key: {"status": _STATUS[verb]}} else f"changed {changed}"
    is_mine = changed.keys() <= {key} and set(changed.get(key, {})) <= _fields(asked.told)
    return "" if is_mine and _holds(new[key], asked.told) else f"changed {changed}"


def _undone(changed: Rows, asked: Asked) -> str:
    facts = [row for key, row in changed.items() if key[0] == "fact"]
    rest = [key for key in changed if key[0] not in ("fact", "visit")]
    voids = {row["voids"] for row in facts if row["kind"] == Voided.__name__}
    whose = {row["patient"] for row in facts}
    right = int(asked.whom) in voids and len(voids) == len(facts) and len(whose) == 1
    meant = asked.told.get("--patient") in (None, *whose)
    return "" if right and meant and not rest else f"changed {changed}"


def _rows(clinic: Clinic) -> Rows:
    """What a clinic has on its books, by what names it."""
    rows: dict[tuple[str, ...], dict[str, Any]] = {}
    with clinic.opened() as books:
        patients = list(books.patients())
        for patient in patients:
            rows["patient", patient.code] = patient._asdict()
            for entry in books.entries(patient.code):
                rows["fact", str(entry.fact.seq)] = {
                    "patient": patient.code,
                    "kind": type(entry.fact).__name__,
                    "voids": getattr(entry.fact, "voids", None),
                }
        for visit in books.visits():
            rows["visit", visit.code] = visit._asdict()
        for implant in books.devices():
            rows["pump", str(implant.key)] = implant.device._asdict()
    return rows


def _fields(told: Told) -> set[str]:
    return {field for name, text in told.items() for field in _meant(name, text)}


def _holds(row: Mapping[str, Any], told: Told) -> bool:
    """Whether a row has every value that was told."""
    meant = {
        field: value for name, text in told.items() for field, value in _meant(name, text).items()
    }
    return all(row[field] == value for field, value in meant.items())


def _meant(name: str, text: str) -> dict[str, Any]:
    """The fields that an option sets."""
    field = _FIELD.get(name, name.removeprefix("--").replace("-", "_"))
    if name == "--at":
        day, _, clock = text.partition("T")
        hour, minute = clock.split(":")
        return {"day": date.fromisoformat(day), "minute": 60 * int(hour) + int(minute)}
    if name == "--fixed-flow-ml-day":
        flow = None if text == "none" else int(1000 * float(text))
        return {"fixed_flow_ul_per_day": flow}
    if name in ("--on", "--birth-date"):
        return {field: date.fromisoformat(text[:10])}
    if name in ("--minutes", "--max-months"):
        return {field: int(text)}
    return {field: (text,) if field == "nurses" else text}
