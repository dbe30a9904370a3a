"""Cells that are refused, each under its column, with the rule and never a guess."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.builders.files import EVENTS, PANEL, BadRow
from tests.builders.values import BolusGiven, Filled, Mass, Programmed, Volume, When
from tests.records.examples import (
    BASES,
    BOLUS,
    DOSE,
    FILL,
    PANEL_ROW,
    PATIENT,
    layout_of,
    refusal,
)
from tests.records.invented import CATALOGUE


@pytest.mark.parametrize("kind", BASES)
def test_the_examples_themselves_are_accepted(kind: str) -> None:
    layout_of(kind).parse(BASES[kind], CATALOGUE)


CELLS: dict[str, tuple[str, dict[str, str], str, str]] = {
    "dose without unit": ("dose", {"dose": "120"}, "dose", "the unit is missing"),
    "dose without time": ("dose", {"dose": "120 mcg"}, "dose", "needs a mass and a time"),
    "dose of zero": ("dose", {"dose": "0 mcg/day"}, "dose", "more than zero"),
    "dose too fine": ("dose", {"dose": "0.0001 mcg/day"}, "dose", "finer than 1 ng/day"),
    "absurd dose": ("dose", {"dose": "999999999 mg/h"}, "dose", "more than a kilogram"),
    "dose and flex": (
        "dose",
        {"flex": "00:00 5 mcg/h; 08:00 6 mcg/h"},
        "flex",
        "one of the two",
    ),
    "neither dose nor flex": ("dose", {"dose": "", "bolus": "none"}, "dose", "dose or flex"),
    "flex not from midnight": (
        "dose",
        {"dose": "", "flex": "08:00 5 mcg/h"},
        "flex",
        "must begin at 00:00",
    ),
    "bolus without unit": ("dose", {"bolus": "0.25 x 4/day"}, "bolus", "needs a mass"),
    "concentration without unit": ("fill", {"mixture": "baclofen 500"}, "mixture", "unit"),
    "drug alone": ("fill", {"mixture": "baclofen"}, "mixture", "with its concentration"),
    "unknown drug": ("fill", {"mixture": "bacloffen 500 mcg/mL"}, "mixture", "baclofen"),
    "drug twice": (
        "fill",
        {"mixture": "morphine 20 mg/mL + Infumorph 1 mg/mL"},
        "mixture",
        "names morphine twice",
    ),
    "volume too fine": ("fill", {"injected_ml": "1.0001"}, "injected_ml", "finer than 1 µL"),
    "fill of nothing": ("fill", {"injected_ml": "0"}, "injected_ml", "more than zero"),
    "fill without volume": ("fill", {"injected_ml": ""}, "injected_ml", "nothing given"),
    "volume in another unit": ("fill", {"injected_ml": "20 cc"}, "injected_ml", "mL"),
    "bare one-off bolus": ("bolus", {"amount": "5"}, "amount", "the unit is missing"),
    "one-off bolus of nothing": ("bolus", {"amount": "0 mL"}, "amount", "more than zero"),
    "dose in a fill": ("fill", {"dose": "5 mcg/h"}, "dose", "does not belong to a fill row"),
    "volume in a stop": ("stop", {"residual_ml": "5"}, "residual_ml", "to a stop row"),
    "voids in a fill": ("fill", {"voids": "fill 1"}, "voids", "does not belong to a fill row"),
    "dose in an archive": (
        "stop",
        {"event": "archive", "dose": "5 mcg/h"},
        "dose",
        "does not belong to an archive row",
    ),
    "unknown event": ("stop", {"event": "stopp"}, "event", "did you mean stop"),
    "no event": ("stop", {"event": ""}, "event", "nothing given"),
    "archive with a time": (
        "stop",
        {"event": "archive", "at": "2026-11-02T10:00"},
        "at",
        "its day alone",
    ),
    "void of nothing": ("void", {"voids": ""}, "voids", "nothing given"),
    "void of a void": ("void", {"voids": "void 1"}, "voids", "fill 1"),
    "void of the zeroth": ("void", {"voids": "fill 0"}, "voids", "fill 1"),
    "unknown model": ("pumps", {"model": "SM2-30"}, "model", "SM2-20"),
    "fixed flow missing": (
        "pumps",
        {"model": "CODMAN3000-30"},
        "fixed_flow_ml_day",
        "constant-flow CODMAN3000-30 needs it",
    ),
    "fixed flow of a programmable pump": (
        "pumps",
        {"fixed_flow_ml_day": "1"},
        "fixed_flow_ml_day",
        "does not belong to SM2-20",
    ),
    "no day of an implant": (
        "pumps",
        {"implanted_on": "May"},
        "implanted_on",
        "it needs YYYY-MM-DD",
    ),
    "no capacity": ("pumps", {"capacity_ml": "0"}, "capacity_ml", "more than zero"),
    "explant before implant": (
        "pumps",
        {"explanted_on": "2026-01-04"},
        "explanted_on",
        "before the implant of 2026-01-05",
    ),
    "latitude alone": ("patients", {"latitude": "44.9"}, "longitude", "nothing given"),
    "latitude too far": (
        "sites",
        {"latitude": "90.000000001", "longitude": "1"},
        "latitude",
        "between -90 and 90",
    ),
    "too many decimals": (
        "sites",
        {"latitude": "1.0000000001", "longitude": "1"},
        "latitude",
        "nine decimals",
    ),
    "margin out of range": ("patients", {"margin_days": "61"}, "margin_days", "from 0 to 60"),
    "min_months out of range": ("patients", {"min_months": "25"}, "min_months", "from 0 to 24"),
    "max_months out of range": ("patients", {"max_months": "0"}, "max_months", "from 1 to 24"),
    "short visit": ("patients", {"visit_minutes": "4"}, "visit_minutes", "from 5 to 480"),
    "three nurses": ("patients", {"nurses_needed": "3"}, "nurses_needed", "from 1 to 2"),
    "no chairs": ("sites", {"chairs": "0"}, "chairs", "from 1 to 99"),
    "too many visits": ("nurses", {"max_visits": "100"}, "max_visits", "from 1 to 99"),
    "authorized visits": ("authorizations", {"visits": "1000"}, "visits", "from 0 to 999"),
    "word of setting": ("patients", {"setting": "Home"}, "setting", "did you mean home"),
    "either for a visit": ("visits", {"setting": "either"}, "setting", "known: home, clinic"),
    "unknown family": ("nurses", {"skills": "SM2;SM9"}, "skills", "no pump family"),
    "family twice": ("nurses", {"skills": "SM2;sm2"}, "skills", "a family twice"),
    "roster without place": ("nurses", {"roster": "Mon-Fri 08:00-16:00"}, "roster", "clinic:SITE"),
    "site called home": (
        "nurses",
        {"roster": "Mon 08:00-16:00 clinic:home"},
        "roster",
        "the word for home routes",
    ),
    "site that is no code": (
        "nurses",
        {"roster": "Mon 08:00-16:00 clinic:A B"},
        "roster",
        "letters, digits",
    ),
    "availability with place": (
        "patients",
        {"availability": "Mon-Fri 09:00-16:00 home"},
        "availability",
        "after the hours",
    ),
    "closure backwards": ("closures", {"to": "2026-12-23"}, "to", "is before 2026-12-24"),
    "authorization backwards": (
        "authorizations",
        {"valid_from": "2026-02-01", "valid_to": "2026-01-31"},
        "valid_to",
        "is before",
    ),
    "visit without a time": ("visits", {"at": "2026-11-02"}, "at", "needs a clock time"),
    "three nurses for a visit": ("visits", {"nurse": "N1;N2;N3"}, "nurse", "up to 2"),
    "the same nurse twice": ("visits", {"nurse": "N1;N1"}, "nurse", "different"),
    "home visit at a site": ("visits", {"site": "MPLS"}, "site", "does not belong"),
    "unknown status": ("visits", {"status": "cancled"}, "status", "did you mean cancelled"),
    "unknown setting": ("settings", {"key": "margin_day"}, "key", "did you mean margin_days"),
    "setting out of range": ("settings", {"value": "61"}, "value", "from 0 to 60"),
    "code with a blank": ("patients", {"patient": "00 07"}, "patient", "letters, digits"),
    "blank name": ("patients", {"name": "  "}, "name", "is blank"),
    "panel without date": ("panel", {"filled_on": ""}, "implanted_on", "without filled_on"),
    "panel without mixture": ("panel", {"mixture": ""}, "mixture", "a fill needs it"),
    "panel with a lonely bolus": (
        "panel",
        {"dose": "", "bolus": "1 mg x 2/day"},
        "bolus",
        "stands alone",
    ),
    "panel without pump": ("panel", {"pump_model": ""}, "injected_ml", "no pump_model"),
}


@pytest.mark.parametrize(("kind", "cells", "column", "said"), CELLS.values(), ids=CELLS)
def test_a_bad_cell_is_refused_under_its_column(
    kind: str, cells: dict[str, str], column: str, said: str
) -> None:
    problems = dict(refusal(kind, cells))
    assert column in problems
    assert said in problems[column]


@pytest.mark.parametrize(
    ("kind", "column", "value"),
    [
        ("patients", "name", "Secretly\x07Named"),
        ("patients", "birth_date", "17/Secretly/61"),
        ("patients", "phone", "Secretly\x07"),
        ("patients", "latitude", "Secretly"),
        ("stop", "note", "Secretly\u202e"),
    ],
)
def test_no_message_repeats_what_describes_a_person(kind: str, column: str, value: str) -> None:
    said = " ".join(what for _, what in refusal(kind, {column: value, "longitude": "1"}))
    assert "Secretly" not in said


def test_a_row_reports_all_its_problems_at_once() -> None:
    cells = {
        **{"patient": "0 7", "at": "soon", "event": "fill", "mixture": "milk 1 mg/mL"},
        **{"residual_ml": "x", "injected_ml": "", "dose": "1", "note": "\x07"},
    }
    assert {column for column, _ in refusal("fill", cells)} == set(cells) - {"event"}


def test_an_unknown_event_does_not_hide_the_other_problems_of_its_row() -> None:
    cells = {"event": "refill", "at": "soon", "injected_ml": "x", "amount": "1", "dose": "1"}
    assert {column for column, _ in refusal("fill", cells)} == set(cells)


def test_a_panel_row_reports_patient_pump_fill_and_programme_at_once() -> None:
    cells = {"name": "", "phone": "\x07", "serial": "\x07", "injected_ml": "x", "dose": "1"}
    assert {column for column, _ in refusal("panel", cells)} == set(cells)


def test_the_same_unknown_drug_is_refused_in_the_same_words_every_time() -> None:
    first, second = (refusal("fill", {"mixture": "milk 1 mg/mL"}) for _ in range(2))
    assert first == second


def test_a_bad_row_is_a_usage_refusal_that_lists_its_cells() -> None:
    with pytest.raises(BadRow, match=re.escape("dose: ")) as caught:
        EVENTS.parse({**DOSE, "dose": "1"}, CATALOGUE)
    assert (caught.value.exit_code, caught.value.code) == (2, "bad-row")


def test_units_and_names_are_read_in_their_common_spellings() -> None:
    cells = {"injected_ml": "20 mL", "mixture": "Lioresal 0.5 mg/ml", "residual_ml": "0"}
    fill = EVENTS.parse({**FILL, **cells}, CATALOGUE).fact
    assert isinstance(fill, Filled)
    assert (str(fill.mixture), fill.injected, fill.residual) == (
        "baclofen 500 mcg/mL",
        Volume(20_000),
        Volume(0),
    )


def test_none_takes_a_bolus_away() -> None:
    fact = EVENTS.parse({**DOSE, "bolus": "none"}, CATALOGUE).fact
    assert isinstance(fact, Programmed)
    assert fact.programme.bolus is None


@pytest.mark.parametrize(("cell", "amount"), [("250 µg", Mass(250_000)), ("0.1ml", Volume(100))])
def test_a_one_off_bolus_is_a_mass_or_a_volume(cell: str, amount: Mass | Volume) -> None:
    fact = EVENTS.parse({**BOLUS, "amount": cell}, CATALOGUE).fact
    assert fact == BolusGiven(at=When(date(2026, 11, 2)), amount=amount)


def test_a_panel_pump_without_an_implant_date_counts_from_its_fill() -> None:
    row = PANEL.parse(PANEL_ROW, CATALOGUE)
    assert row.device is not None
    assert row.device.implanted_on == date(2026, 11, 2)
    assert [type(fact) for fact in row.facts] == [Filled, Programmed]
    assert {fact.at for fact in row.facts} == {When(date(2026, 11, 2))}


def test_a_panel_row_without_a_pump_is_a_patient_alone() -> None:
    row = PANEL.parse(PATIENT, CATALOGUE)
    assert (row.patient.code, row.device, row.facts) == ("0007", None, ())


def test_a_panel_pump_not_yet_filled_needs_only_its_implant_date() -> None:
    cells = {**PATIENT, "pump_model": "sm2-20", "implanted_on": "2026-11-02"}
    row = PANEL.parse(cells, CATALOGUE)
    assert row.device is not None
    assert (row.device.model, row.facts) == ("SM2-20", ())
