"""``plan --why`` of those for whom nothing can be planned: what is true, and what comes first."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.clinic import Clinic
from tests.made_once import once

NOBODY_DUE = [
    ("0020", "Rivero, Ana", "unfilled", "unfilled", "no fill yet",
     'pumpsched refill 0020 --fill … --mixture "DRUG … mcg/mL"'),
    ("0021", "Nowak, Ola", "unfilled", "no-pump", "no pump is in place",
     "pumpsched pump implant 0021 --model … --serial … --on …"),
    ("0022", "Quist, Pia", "unprogrammed", "unprogrammed", "no programme yet",
     "pumpsched dose 0022 …"),
    ("0041", "Berg, Tom", "retired", "archived", "off the list since Tue 1 Sep 2026",
     "pumpsched show 0041"),
    ("0050", "Roth, Max", "retired", "explanted", "the pump was taken out on Fri 20 Nov 2026",
     "pumpsched show 0050"),
    ("0040", "Lind, Eva", "stopped", "not-due", "while the pump stays stopped",
     "pumpsched show 0040"),
    ("0007", "Rivera, Ana", "waiting", "not-due", "refill by Sat 9 Jan 2027",
     "pumpsched show 0007"),
]  # fmt: skip


@pytest.fixture
def grown(clinic: Clinic) -> Clinic:
    """The clinic, and one filled without a programme, and one whose pump was taken out."""
    once(clinic.path, grow)
    return clinic


def grow(path: Path) -> None:
    clinic = Clinic(path)
    for code, name in (("0022", "Quist, Pia"), ("0050", "Roth, Max")):
        clinic.done("patient", "add", code, "--name", name, "-y")
        implant = ("--model", "SM2-20", "--serial", f"S{code}", "--on", "2026-11-02", "-y")
        clinic.done("pump", "implant", code, *implant)
    fill = ("--fill", "20", "--mixture", "baclofen 500 mcg/mL", "--on", "2026-11-03", "-y")
    clinic.done("refill", "0022", *fill)
    clinic.done("pump", "explant", "0050", "--on", "2026-11-20", "-y")


@pytest.mark.parametrize(("code", "name", "status", "rule", "words", "following"), NOBODY_DUE)
def test_who_cannot_be_planned_is_told_why_and_what_comes_first(
    grown: Clinic, code: str, name: str, status: str, rule: str, words: str, following: str
) -> None:
    said = grown.done("plan", "2w", "--effort", "0", "--why", code)
    first, reason = said.out.splitlines()
    assert first == f"{code} {name}"
    assert reason.startswith(f"  day: {rule}: ")
    assert words in reason
    assert f"Next: {following}\n" in said.err
    found = grown.done("plan", "2w", "--effort", "0", "--why", code, "--json").json
    assert (found["patient"], found["name"], found["status"]) == (code, name, status)
    assert (found["rule"], found["left_out"]) == (rule, False)
    assert words in found["reason"]
    assert found["next"].startswith(following)


def test_a_first_fill_that_is_booked_is_told_as_a_visit(grown: Clinic) -> None:
    book = ("--at", "2026-11-25T09:00", "--nurse", "N1", "--site", "MPLS", "--kind", "refill")
    grown.done("visit", "add", "0020", *book, "-y")
    said = grown.done("plan", "2w", "--effort", "0", "--why", "0020")
    assert "visit: Wed 25 Nov 2026 09:00" in said.out
