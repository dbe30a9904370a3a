"""On a real (pseudo-) terminal: questions, interruptions, widths, colour."""

from __future__ import annotations

import re
import signal

import pytest

from tests.cli.clinic import Clinic
from tests.cli.processes import on_screen, on_terminal

pytestmark = pytest.mark.one_backend

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def test_a_refill_by_name_is_shown_asked_and_saved(clinic: Clinic) -> None:
    args = ("refill", "rivera", "--residual", "19", "--fill", "20", "--on", "2026-11-06")
    seen = on_terminal(clinic.path, *args, answers=["\n"])
    assert seen.code == 0
    assert "Rivera, Ana · born 1961-04-02 · 0007" in seen.text
    assert "Save? [Y/n]" in seen.text
    assert "Saved as 14. Undo: pumpsched undo 14 --patient 0007 --reason …" in seen.text
    assert clinic.changes() == 2


NEW = "morphine 25 mg/mL + bupivacaine 10 mg/mL"
THE_REFILL = ("refill", "0007", "--on", "2026-11-22T10:00")


def test_a_refill_without_its_volume_leads_through_on_one_screen(clinic: Clinic) -> None:
    answers = ["", "16 jan", "15", "", "15.1", "20", "", "5 feb", "", ""]
    typed = [f"{answer}\n" for answer in answers]
    seen = on_terminal(clinic.path, *THE_REFILL, answers=typed, columns=80)
    assert seen.code == 0
    shown = on_screen(seen.text, columns=80)
    asked = next(row for row in shown if row.startswith("Next visit"))
    assert asked.startswith("Next visit, by Wed 27 Jan 2027: day and time [Enter: later]:")
    assert shown.index(asked) < 24
    assert clinic.changes() == 2


TWO_DRUGS = ["", "", "", "", NEW, NEW, "3", "20", "8 mg/day", "8 mg/day", "17 jan", "", ""]
"""Another mixture and twice the dose, each said again, and a residual far off."""


A_FINDING = 1
"""A warning takes a row, whatever it has to tell."""
URGENT_ROWS = 2
"""What is urgent is never cut."""


def test_an_encounter_of_two_drugs_and_a_changed_mixture_with_a_finding_fits_one_screen(
    clinic: Clinic,
) -> None:
    clinic.done("visit", "cancel", "V1", "-y")
    typed = [f"{answer}\n" for answer in TWO_DRUGS]
    when = ("--on", "2026-11-22T10:00")
    seen = on_terminal(clinic.path, "refill", "0003", *when, answers=typed, columns=80, rows=24)
    assert seen.code == 0
    shown = on_screen(seen.text, columns=80)
    asked = next(n for n, row in enumerate(shown) if row.startswith("Next visit"))
    told = shown.index(next(row for row in shown if row.startswith("  !! urgent")))
    found = next(n for n, row in enumerate(shown) if row.startswith("Save for")) - told
    assert asked - found + A_FINDING < 24
    warnings = [row for row in shown if row.startswith("  !  warning")]
    assert (len(warnings), found) == (4, 4 + URGENT_ROWS)
    assert all(any(found in row for row in shown) for found in ("assess the patient", "! "))
    for question, answer in (("Residual", "3"), ("Fill", "20"), ("Programme after", "8 mg/day")):
        assert any(row.startswith(question) and f": {answer}" in row for row in shown)


def test_an_encounter_on_a_narrow_screen_keeps_dates_and_quantities_whole(clinic: Clinic) -> None:
    typed = [f"{answer}\n" for answer in TWO_DRUGS]
    when = ("--on", "2026-11-22T10:00")
    seen = on_terminal(clinic.path, "refill", "0003", *when, answers=typed, columns=60)
    assert seen.code == 0
    shown = [row for row in on_screen(seen.text, columns=60) if NEW[:6] not in row]
    whole = ("Mon 5 Oct 2026", "250 mcg x 4/day", "100 %", "Sun 17 Jan 2027", "3.2 mg/day")
    assert [each for each in whole if not any(each in row for row in shown)] == []


@pytest.mark.parametrize("answered", [0, 1, 4, 8])
@pytest.mark.parametrize("end", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_an_end_at_any_step_of_a_refill_saves_nothing(
    clinic: Clinic, end: str, answered: int
) -> None:
    before = clinic.path.read_bytes()
    typed = [f"{answer}\n" for answer in ["", "", "", "", "", "20", "", ""]]
    seen = on_terminal(clinic.path, *THE_REFILL, answers=[*typed[:answered], end])
    assert seen.code == 130
    assert "Nothing was saved." in seen.text
    assert "Traceback" not in seen.text
    assert clinic.path.read_bytes() == before


def test_an_end_at_the_next_visit_leaves_the_refill_saved(clinic: Clinic) -> None:
    typed = [f"{answer}\n" for answer in ["", "", "", "", "", "20", "", "", ""]]
    seen = on_terminal(clinic.path, *THE_REFILL, answers=[*typed, "\x03"])
    assert seen.code == 0
    assert "The refill is saved, no visit is." in seen.text
    assert clinic.changes() == 2


@pytest.mark.parametrize(
    ("answer", "sent", "code"),
    [
        ("\x03", None, 130),
        ("\x04", None, 130),
        ("", signal.SIGINT, 130),
        ("", signal.SIGTERM, 128 + signal.SIGTERM),
        ("n\n", None, 4),
    ],
    ids=["Ctrl-C", "Ctrl-D", "SIGINT", "SIGTERM", "no"],
)
def test_an_interruption_at_the_question_saves_nothing(
    clinic: Clinic, answer: str, sent: signal.Signals | None, code: int
) -> None:
    before = clinic.path.read_bytes()
    answers = [answer] if answer else []
    args = ("stop", "0007", "--on", "2026-11-03")
    seen = on_terminal(clinic.path, *args, answers=answers, interrupt=sent)
    assert seen.code == code
    assert "Traceback" not in seen.text
    assert clinic.path.read_bytes() == before


@pytest.mark.parametrize("columns", [20, 40, 59, 60, 80, 100, 120, 200])
def test_every_date_and_volume_is_whole_at_any_width(clinic: Clinic, columns: int) -> None:
    seen = on_terminal(clinic.path, "due", "--as-of", "2026-11-22", columns=columns)
    text = ANSI.sub("", seen.text)
    assert seen.code == 0
    for whole in ("Fri 13 Nov", "Tue  8 Dec", "Wed 16 Dec", "Tue 15 Dec", "0012", "!! late"):
        assert whole in text
    assert "…" not in text
    for whole in ("10.4 mL", "303-555-0112"):
        assert whole in text


def test_eighty_columns_hold_a_table_of_two_lines_a_patient_and_one_of_findings(
    clinic: Clinic,
) -> None:
    seen = on_terminal(clinic.path, "due", "--as-of", "2026-11-22", columns=80)
    lines = [ANSI.sub("", line) for line in seen.text.splitlines()]
    findings = [line for line in lines if line.startswith("      findings ")]
    assert "      findings flow outside model, beyond reference" in findings
    assert len(lines) - len(findings) <= 2 * 6 + 6


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_a_card_draws_its_curve_within_the_width(clinic: Clinic, columns: int) -> None:
    seen = on_terminal(clinic.path, "show", "0007", "--as-of", "2026-11-22", columns=columns)
    drawn = [line for line in ANSI.sub("", seen.text).splitlines() if "┤" in line or "│" in line]
    assert drawn
    assert max(len(line) for line in drawn) <= columns
    assert len(seen.text.splitlines()) <= 24 if columns >= 80 else True


@pytest.mark.parametrize("code", ["0003", "0007", "0012", "0040"])
def test_a_card_begins_with_the_person_and_fits_a_screen_of_eighty_by_twenty_four(
    clinic: Clinic, code: str
) -> None:
    for _ in range(3):
        clinic.done("readout", code, "--alarm", "2027-01-04", "-y")
    seen = on_terminal(clinic.path, "show", code, "--as-of", "2026-11-22", columns=80, rows=24)
    lines = ANSI.sub("", seen.text).splitlines()
    assert f" · {code} · " in lines[0]
    assert any(line.startswith("Next refill ") for line in lines)
    assert any(line.startswith(("Visit ", "No visit booked.")) for line in lines)
    assert len(lines) <= 23


def test_the_curve_shrinks_and_then_goes_where_a_screen_is_low(clinic: Clinic) -> None:
    def plot(rows: int) -> int:
        args = ("show", "0007", "--as-of", "2026-11-22")
        seen = on_terminal(clinic.path, *args, columns=80, rows=rows)
        assert "Next refill" in seen.text
        return sum("│" in line or "┤" in line for line in seen.text.splitlines())

    assert plot(40) > plot(18) > 0
    assert plot(12) == 0


@pytest.mark.parametrize(
    "env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"LC_ALL": "C", "NO_COLOR": "1"}], ids=str
)
def test_without_colour_words_and_signs_stay(clinic: Clinic, env: dict[str, str]) -> None:
    seen = on_terminal(clinic.path, "due", "--as-of", "2026-11-22", columns=130, env=env)
    assert "\x1b" not in seen.text
    assert "!! late" in seen.text
    if "LC_ALL" in env:
        assert seen.text.isascii()
