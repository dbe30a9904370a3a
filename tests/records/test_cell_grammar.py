"""The grammar of a single cell: numbers, times and text, strict and never guessed."""

from __future__ import annotations

import pytest

from tests.builders.files import EVENTS, PATIENTS
from tests.records.examples import PATIENT, STOP, refusal
from tests.records.invented import CATALOGUE

BAD_NUMBERS = {
    "not a number": "NaN",
    "infinite": "inf",
    "full-width digits": "\uff11\uff12",
    "Arabic digits": "١٢",
    "comma": "1,5",
    "plus": "+5",
    "minus": "-5",
    "minus zero": "-0",
    "exponent": "1e3",
    "underscore": "1_0",
    "hexadecimal": "0x10",
    "no digit before the point": ".5",
    "no digit after the point": "5.",
    "two points": "1.2.3",
    "inner blank": "1 0",
    "leading blank": " 5",
    "blank": " ",
}


@pytest.mark.parametrize("number", BAD_NUMBERS.values(), ids=BAD_NUMBERS)
@pytest.mark.parametrize(
    ("kind", "column", "unit"),
    [
        ("fill", "injected_ml", ""),
        ("fill", "injected_ml", "mL"),
        ("fill", "residual_ml", ""),
        ("fill", "boluses_used", ""),
        ("dose", "dose", " mcg/day"),
        ("dose", "bolus", " mg x 4/day"),
        ("bolus", "amount", " mg"),
        ("bolus", "amount", " mL"),
        ("patients", "alarm_ml", ""),
        ("patients", "margin_days", ""),
        ("sites", "chairs", ""),
        ("travel", "metres", ""),
        ("settings", "value", ""),
    ],
)
def test_a_number_is_ascii_digits_with_at_most_one_point(
    kind: str, column: str, unit: str, number: str
) -> None:
    problems = refusal(kind, {column: f"{number}{unit}"})
    assert [name for name, _ in problems] == [column]


@pytest.mark.parametrize("number", [n for n in BAD_NUMBERS.values() if n == n.strip()])
def test_a_concentration_is_read_as_strictly(number: str) -> None:
    problems = refusal("fill", {"mixture": f"baclofen {number} mg/mL"})
    assert [name for name, _ in problems] == ["mixture"]


@pytest.mark.parametrize(
    "written",
    [
        *("01/02/2026", "10", "Fri", "12:30", "1/2/3", "20260301", "2026-W05-1", "2026-1-1"),
        *("0001-01-01", "1989-12-31", "2101-01-01", "9999-12-31", "2026-02-29", "2026-02-30"),
        *("2026-11-02T24:00", "2026-11-02T09:60", "2026-11-02 09:30", "2026-11-02T9:30"),
        *("2026-11-02T09:30:00", "2026-11-02T09:30Z", "2026-11-02T", "today", "\uff12026-11-02"),
        *("2026-11-02\n", " 2026-11-02"),
    ],
)
def test_a_time_is_a_plain_date_with_or_without_a_clock_time(written: str) -> None:
    assert [column for column, _ in refusal("stop", {"at": written})] == ["at"]


def test_birth_dates_go_back_to_1900_and_other_dates_to_1990() -> None:
    assert PATIENTS.parse({**PATIENT, "birth_date": "1900-01-01"}, CATALOGUE)
    assert refusal("patients", {"birth_date": "1899-12-31"})
    assert EVENTS.parse({**STOP, "at": "1990-01-01"}, CATALOGUE)
    assert EVENTS.parse({**STOP, "at": "2100-12-31T23:59"}, CATALOGUE)


HIDDEN = {
    "escape": "\x1b[2J",
    "bell": "\a",
    "C1 control": "\x9b",
    "line feed": "a\nb",
    "carriage return": "a\rb",
    "line separator": "a\u2028b",
    "right-to-left override": "\u202e",
    "isolate": "\u2066",
    "zero width": "a\u200bb",
    "byte order mark": "\ufeffa",
    "surrogate": "\ud800",
    "private use": "\ue000",
}


COLUMNS = ["name", "phone", "address", "notes", "patient", "setting", "availability"]


@pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN)
@pytest.mark.parametrize("column", COLUMNS)
def test_text_that_could_deceive_a_reader_is_refused_and_made_visible(
    column: str, hidden: str
) -> None:
    problems = refusal("patients", {column: f"Ida{hidden}"})
    assert [name for name, _ in problems] == [column]
    assert all(text.isprintable() for _, text in problems)


@pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN)
def test_a_message_shows_no_hidden_character_of_a_list_it_quotes_from(hidden: str) -> None:
    ((column, said),) = refusal("nurses", {"skills": f"SM2;{hidden}"})
    assert column == "skills"
    assert said.isprintable()


def test_text_that_grows_beyond_the_limit_when_composed_is_refused() -> None:
    assert [column for column, _ in refusal("patients", {"notes": "\u0958" * 600})] == ["notes"]
    assert PATIENTS.parse({**PATIENT, "notes": "\u0958" * 500}, CATALOGUE)
