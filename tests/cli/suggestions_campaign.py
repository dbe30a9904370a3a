"""Follows suggestions at length: ``python -m tests.cli.suggestions_campaign --draws N``."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from unittest.mock import patch

from tests.builders.command import clock
from tests.cli.clinic import NOW, Clinic
from tests.cli.drawn_facts import OFFERED, compare_facts, drawn_fact
from tests.cli.drawn_records import OFFERED_RECORDS, compare_records, drawn_record
from tests.cli.following import Asked, Follower, Seen
from tests.cli.ward import build_ward

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
    ("future-fact", "visit move"): "a visit to come is not over yet",
    ("future-fact", "visit cancel"): "a visit to come is not over yet",
    ("dose-missing", "readout"): "an alarm date without a dose is what was read",
}
"""Suggestions that are another command, and say so: after which refusal, and why."""
GATES = {
    "already-empty", "bolus-slip", "clock-time-needed", "confirm-needed", "dose-implausible",
    "dose-missing", "dose-needed", "dose-on-saline", "dose-slip", "duplicate-fill", "fill-mismatch",
    "flow-outside-model", "mixture-implausible", "mixture-needed", "mixture-slip", "no-programme",
    "readout-before-fill", "reason-needed", "start-on-empty", "yes-needed",
    "already-archived", "at-needed", "duplicate-patient", "explant-day", "future-fact",
    "model-needed", "other-patient", "past-visit", "pump-in-place", "slot-taken", "unknown-fact",
    "unknown-nurse", "unknown-visit",
}  # fmt: skip


def _typed(words: str, *, yes: bool = True, **told: str) -> Asked:
    """A command and whom it is about, with its options; an argument is in capitals."""
    command, _, whom = words.rpartition(" ")
    options = {
        name if name.isupper() else f"--{name.replace('_', '-')}": text
        for name, text in told.items()
    }
    return Asked(command, whom, options, yes=yes)


_OTHER = "morphine 25 mg/mL"
MEETING = (
    _typed("empty 0051", residual="8"),
    _typed("bolus 0012", AMOUNT="1 mL"),
    _typed("bolus 0007", AMOUNT="30 mcg", yes=False),
    _typed("aspirate 0007", VOLUME="0.5"),
    _typed("attempt 0050"),
    _typed("stop 0007"),
    _typed("start 0040"),
    _typed("start 0051"),
    _typed("empty 0054", on="2026-11-02"),
    _typed("empty 0007", residual="8"),
    _typed("readout 0053", reservoir="3", on="2026-11-03"),
    _typed("readout 0007", alarm="2072-01-16"),
    _typed("dose 0007", DOSE="1200 mcg/day"),
    _typed("dose 0012", DOSE="200 mg/day"),
    _typed("dose 0003", DOSE="130 mcg/day"),
    _typed("dose 0020", bolus="10 mcg x 4/day"),
    _typed("dose 0021"),
    _typed("dose 0053", DOSE="130 mcg/day"),
    _typed("refill 0007", fill="18", mixture=_OTHER),
    _typed("refill 0007", fill="18", mixture="baclofen 9 mg/mL"),
    _typed("refill 0007", fill="18", mixture="baclofen 3 mg/mL", dose="120 mcg/day"),
    _typed("refill 0007", fill="18", programmed="20"),
    _typed("refill 0053", fill="18", on="2026-11-12"),
    _typed("refill 0020", fill="18"),
    _typed("refill 0020", fill="18", mixture="baclofen 9 mg/mL"),
    _typed("refill 0020", fill="18", mixture="baclofen 4 mg/mL", dose="12 mg/day"),
    _typed("visit add 0007", at="2026-12-07T09:30", nurse="N1"),
    _typed("visit add 0007"),
    _typed("visit move V1", at="2026-12-07T09:30"),
    _typed("visit move V1", at="2026-11-20T09:00"),
    _typed("visit move V1", nurse="N9"),
    _typed("visit move V2", at="2026-11-24T09:20", nurse="N1"),
    _typed("visit confirm V1"),
    _typed("visit cancel V1"),
    _typed("visit done V2"),
    _typed("visit missed V1"),
    _typed("visit missed V2"),
    _typed("visit missed V9"),
    _typed("patient add 0060", name="Riverra, Ana", birth_date="1961-04-02"),
    _typed("patient add 0007", name="Stone, Kit"),
    _typed("patient edit 0007", max_months="2"),
    _typed("patient archive 0007"),
    _typed("patient archive 0041"),
    _typed("pump implant 0021"),
    _typed("pump implant 0020", model="SM2-20", on="2026-01-01"),
    _typed("pump explant 0007"),
    _typed("pump explant 0003", on="2026-11-25"),
    _typed("undo 4", reason="typed twice", patient="0053"),
    _typed("undo 4", reason="typed twice"),
    _typed("undo 999", reason="typed twice"),
)
"""Commands that meet every gate, and each command once done."""
COMMANDS = frozenset({*OFFERED, *OFFERED_RECORDS})


def drawn(chance: random.Random) -> Asked:
    """One command that writes."""
    return drawn_fact(chance) if chance.random() < 0.6 else drawn_record(chance)


def compare(before: Clinic, after: Clinic, asked: Asked) -> str:
    """What was recorded otherwise than it was asked."""
    of_facts = asked.command in OFFERED
    return (compare_facts if of_facts else compare_records)(before, after, asked)


def followed(folder: Path, commands: Iterable[Asked]) -> Seen:
    """What a person meets who types these commands and follows every suggestion."""
    made = folder / "made.sqlite"
    build_ward(made)
    with patch.object(clock, "now", lambda: NOW):
        follower = Follower(made, folder / "ward.sqlite", compare, OPENLY_OTHER)
        for asked in commands:
            follower.follow(asked)
    return follower.seen


def main() -> int:
    """Draws commands, follows them and prints what went astray; 1 if anything did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=12)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as folder:
        commands = [*MEETING, *(drawn(chance) for _ in range(given.draws))]
        seen = followed(Path(folder), commands)
    wrong = {
        "astray": seen.astray,
        "taken as it stands": seen.taken,
        "another command": seen.other,
        "endless": seen.endless,
        "told otherwise": seen.untold,
        "gates not met": sorted(GATES - set(seen.met)),
        "commands not done": sorted(COMMANDS - set(seen.done)),
    }
    print(f"{given.draws} draws, {seen.met.total()} refusals followed, {seen.done.total()} done")
    for what, found in wrong.items():
        print(f"{what}: {len(found)}")
        for text in found[:20]:
            print(f"  {text}")
    return 1 if any(wrong.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
