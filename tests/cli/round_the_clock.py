"""Every quarter of an hour of three days, asked of the commands that look at what is to come.

``python -m tests.cli.round_the_clock`` asks them all on the clinic of the demo, as it stands with
two more patients of two nurses who are due today; it prints what did not answer.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch
from zoneinfo import ZoneInfo

from pumpsched.cli import clock
from tests.cli.clinic import Clinic, build_clinic

ZONE = ZoneInfo("America/Chicago")
FIRST = datetime(2026, 11, 22, tzinfo=ZONE)
QUARTERS = 3 * 24 * 4
COMMANDS = (
    ("plan", "2w", "--effort", "0"),
    ("due",),
    ("due", "--unbooked", "--exit-code"),
    ("show", "0007"),
    ("route", "--nurse", "N1"),
    ("orders",),
    ("visit", "list"),
    ("visit", "add", "0007", "--at", "2026-12-07T09:00", "--nurse", "N2", "-n"),
)
ANSWERED = {0, 10}


def staffed(clinic: Clinic) -> None:
    """Two nurses who drive and sit, and patients of two nurses due today and tomorrow."""
    base = ("--latitude", "44.96", "--longitude", "-93.26")
    roster = ("--roster", "Mon-Sun 08:00-16:00 home")
    session = ("--roster", "Mon-Sun 08:00-15:00 clinic:MPLS")
    site = ("--latitude", "44.98", "--longitude", "-93.27")
    clinic.done("config", "set", "working_days", "Mon-Sun", "-y")
    clinic.done("nurse", "edit", "N1", *base, *roster, "-y")
    clinic.done("nurse", "edit", "N2", *base, *session, "-y")
    clinic.done("site", "edit", "MPLS", *site, "-y")
    for code in ("0012", "0003"):
        clinic.done("patient", "edit", code, *site, "--nurses-needed", "2", "-y")


def asked(clinic: Clinic, quarters: Iterator[int] | range) -> Iterator[str]:
    """What a command answered that was no answer, at each of these quarters of an hour."""
    for quarter in quarters:
        now = (FIRST + timedelta(minutes=15 * quarter)).astimezone(UTC)
        with patch.object(clock, "now", lambda now=now: now):
            for command in COMMANDS:
                said = clinic.run(*command)
                if said.code not in ANSWERED:
                    yield f"{now.astimezone(ZONE):%a %H:%M} {' '.join(command)}: {said.err}"


def main() -> int:
    """Asks at every quarter; 1 if anything did not answer."""
    options = argparse.ArgumentParser(description="Three days, every quarter of an hour.")
    options.add_argument("--every", type=int, default=1, help="so many quarters apart")
    chosen = options.parse_args()
    os.environ.pop("PUMPSCHED_AS_OF", None)
    with tempfile.TemporaryDirectory() as place:
        clinic = Clinic(Path(place) / "clinic.sqlite")
        build_clinic(clinic.path)
        with patch.object(clock, "now", lambda: FIRST.astimezone(UTC)):
            staffed(clinic)
        found = list(asked(clinic, range(0, QUARTERS, chosen.every)))
    for line in found:
        print(line)
    print(f"{len(range(0, QUARTERS, chosen.every))} quarters of an hour, {len(found)} not answered")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
