"""Rows of a list as rows of a panel: exactly, or a problem under the list's own column."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pumpsched.domain.errors import Unreadable
from tests.builders.lists import (
    CellKind,
    DaysSeen,
    ListCell,
    ListMapping,
    RowMapper,
    list_words,
    mixture_text,
    read_day,
)
from tests.records.invented import CATALOGUE


def read(texts: dict[str, str], **how: Any) -> tuple[dict[str, str], list[str]]:
    """What the cells of a row give, by what their columns are taken for."""
    mapping = ListMapping({target: target for target in texts}, **how)
    mapper = RowMapper(mapping, tuple(texts), list_words().units)
    mapped = mapper.mapped(tuple(map(ListCell, texts.values())))
    return mapped.cells, [f"{bad.column}: {bad.what}" for bad in mapped.bad]


def one(target: str, text: str, **how: Any) -> str:
    cells, bad = read({target: text}, **how)
    assert bad == []
    return cells.get(target, "")


@pytest.mark.parametrize(
    ("text", "mixture"),
    [
        ("Morphine/Bupivacaine 20/10 mg/ml", "morphine 20 mg/mL + bupivacaine 10 mg/mL"),
        ("Morphine / Bupivacaine 20 mg/mL / 10 mg/mL", "morphine 20 mg/mL + bupivacaine 10 mg/mL"),
        ("Morphine 20 mg/ml, Bupivacaine 10 mg/ml", "morphine 20 mg/mL + bupivacaine 10 mg/mL"),
        ("morphine 20mg/mL + bupivacaine 10mg/mL", "morphine 20 mg/mL + bupivacaine 10 mg/mL"),
        ("Morphine and Bupivacaine 20/10 mg/mL", "morphine 20 mg/mL + bupivacaine 10 mg/mL"),
        ("Fentanyl 2000 mcg/mL; Clonidine 100 mcg/mL", "fentanyl 2 mg/mL + clonidine 100 mcg/mL"),
        ("Lioresal 500mcg/ml", "baclofen 500 mcg/mL"),
        ("Baclofen: 2000 µg/ml", "baclofen 2 mg/mL"),
        ("Saline", "saline"),
    ],
)
def test_a_mixture_is_taken_apart(text: str, mixture: str) -> None:
    assert str(CATALOGUE.mixture(mixture_text(text))) == mixture


@pytest.mark.parametrize(
    "text",
    [
        "Morphine/Bupivacaine 20 mg/ml",
        "Morphine 20/10 mg/ml",
        "Morphine/Bupivacaine/Clonidine 20/10 mg/ml",
        "Morphine 20",
    ],
)
def test_a_mixture_that_says_too_little_is_left_to_be_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        CATALOGUE.mixture(mixture_text(text))


def test_drug_concentration_and_unit_make_a_mixture() -> None:
    cells, _ = read({"drug": "Baclofen", "concentration": "2,000", "concentration_unit": "mcg/cc"})
    assert cells == {"mixture": "Baclofen 2000 mcg/mL"}


def test_several_drugs_with_their_concentrations_make_one_mixture() -> None:
    texts = {"drug": "Morphine", "concentration": "20", "drug_2": "Clonidine",
             "concentration_2": "100 mcg/mL"}  # fmt: skip
    cells, _ = read(texts, units={"concentration": "mg/mL"})
    assert cells == {"mixture": "Morphine 20 mg/mL + Clonidine 100 mcg/mL"}


def test_a_dose_takes_its_unit_from_its_column_or_from_the_mapping() -> None:
    assert read({"dose": "140", "dose_unit": "mcg/24 hr"})[0] == {"dose": "140 mcg/day"}
    assert one("dose", "140", units={"dose": "mcg/day"}) == "140 mcg/day"
    assert one("dose", "0.14 mg/day", units={"dose": "mcg/day"}) == "0.14 mg/day"


def test_two_units_that_differ_are_a_problem() -> None:
    assert "has two units that differ" in read({"dose": "140 mg/day", "dose_unit": "mcg/day"})[1][0]


def test_a_patient_bolus_is_made_of_its_parts() -> None:
    texts = {"bolus_amount": "5", "bolus_unit": "mcg", "bolus_per_day": "4", "bolus_lockout": "2h"}
    assert read(texts)[0] == {"bolus": "5 mcg x 4/day lockout 2h"}
    assert read(texts | {"bolus_amount": "0"})[0] == {}


def test_last_and_first_name_make_a_name_and_street_city_and_state_an_address() -> None:
    texts = {"last_name": "Doe", "first_name": "Ida", "address": "1 Elm St", "city": "St. Paul"}
    assert read(texts)[0] == {"name": "Doe, Ida", "address": "1 Elm St, St. Paul"}


@pytest.mark.parametrize(
    ("text", "sign", "number"),
    [
        ("2,000 mcg/mL", ".", "2000 mcg/mL"),
        ("2.000,5 mcg/mL", ",", "2000.5 mcg/mL"),
        ("0,24 mg/day", ",", "0.24 mg/day"),
        ("20", ",", "20"),
    ],
)
def test_numbers_have_a_point_before_decimals_and_no_groups(
    text: str, sign: str, number: str
) -> None:
    assert one("dose", text, decimal=sign) == number


@pytest.mark.parametrize(("text", "sign"), [("0,24", "."), ("2.5", ","), ("20,00", ".")])
def test_a_number_that_does_not_go_with_the_decimal_sign_is_a_problem(text: str, sign: str) -> None:
    cells, bad = read({"injected_ml": text}, decimal=sign)
    assert (cells, len(bad)) == ({}, 1)


def test_a_number_of_a_workbook_has_a_point_whatever_the_decimal_sign() -> None:
    mapper = RowMapper(ListMapping({"V": "injected_ml"}, decimal=","), ("V",), {})
    mapped = mapper.mapped((ListCell("19.5", CellKind.NUMBER),))
    assert mapped.cells == {"injected_ml": "19.5"}


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("11/2/2026", "mdy", date(2026, 11, 2)),
        ("11/2/2026", "dmy", date(2026, 2, 11)),
        ("02.11.2026", "dmy", date(2026, 11, 2)),
        ("2026/11/02", "", date(2026, 11, 2)),
        ("2026-11-02", "", date(2026, 11, 2)),
        ("2026-11-02 00:00:00", "", date(2026, 11, 2)),
        ("2026-11-02T09:30", "", date(2026, 11, 2)),
        ("11/2/2026 12:00:00 AM", "mdy", date(2026, 11, 2)),
        ("02-Nov-2026", "", date(2026, 11, 2)),
        ("November 2, 2026", "", date(2026, 11, 2)),
    ],
)
def test_a_day_is_read_in_the_order_that_is_stated(text: str, order: str, day: date) -> None:
    assert read_day(ListCell(text), order=order, serial=False) == day


def test_a_serial_is_a_day_only_where_that_is_stated() -> None:
    assert read_day(ListCell("46328"), order="", serial=True) == date(2026, 11, 2)
    with pytest.raises(Unreadable, match="serial = true"):
        read_day(ListCell("46328"), order="mdy", serial=False)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("11/2/2026", ""),
        ("13/2/2026", "mdy"),
        ("11/2/26", "mdy"),
        ("2/30/2026", "mdy"),
        ("Smarch 3, 2026", ""),
        ("11/2/2026 nine", "mdy"),
        ("soon", "mdy"),
    ],
)
def test_a_day_that_is_none_or_may_be_two_is_a_problem(text: str, order: str) -> None:
    with pytest.raises(Unreadable):
        read_day(ListCell(text), order=order, serial=False)


def test_a_private_cell_is_not_repeated_in_its_problem() -> None:
    _, bad = read({"birth_date": "4/2/1961", "filled_on": "4/2/1961"})
    assert [("4/2/1961" in problem) for problem in bad] == [False, True]


def test_codes_are_filled_up_lines_joined_and_coordinates_cut() -> None:
    assert one("patient", "7", codes={"patient": 4}) == "0007"
    assert one("address", "12 Elm St\r\nApt 4") == "12 Elm St, Apt 4"
    assert one("latitude", "44.97864112345678") == "44.978641123"


def test_words_mean_what_the_mapping_says_in_any_case() -> None:
    words = {"pump_model": {"Sync II": "SM2-20"}, "bolus": {"no": ""}}
    assert read({"pump_model": "SYNC II", "bolus": "No"}, words=words)[0] == {
        "pump_model": "SM2-20"
    }


def mapped(row: dict[str, ListCell]) -> tuple[dict[str, str], list[str]]:
    mapper = RowMapper(ListMapping({target: target for target in row}), tuple(row), {})
    found = mapper.mapped(tuple(row.values()))
    return found.cells, [f"{bad.column}: {bad.what}" for bad in found.bad]


def test_what_a_nurse_and_a_drug_merged_down_a_group_say_counts_for_each() -> None:
    cells, bad = mapped(
        {
            "patient": ListCell("0012"),
            "preferred_nurse": ListCell("N1", merged="A2:A4"),
            "drug": ListCell("Baclofen", merged="F2:F4"),
            "concentration": ListCell("500 mcg/mL"),
        }
    )
    assert (cells["preferred_nurse"], cells["mixture"], bad) == (
        "N1",
        "Baclofen 500 mcg/mL",
        [],
    )


def test_a_patient_merged_over_two_rows_is_named_once_and_no_cell_of_theirs_is_repeated() -> None:
    _, bad = mapped(
        {
            "name": ListCell("Testperson, Ida", merged="A2:A3"),
            "patient": ListCell("0012", merged="B2:B3"),
            "serial": ListCell("S-1", merged="C2:C3"),
            "drug": ListCell("Bupivacaine"),
        }
    )
    assert bad == [
        "name: value refused, it is merged over several rows (A2:A3): whom it names has one row, "
        "with all drugs in it"
    ]


def test_a_value_merged_over_two_columns_that_are_read_is_refused_in_the_second() -> None:
    _, bad = mapped(
        {
            "drug": ListCell("Baclofen"),
            "dose": ListCell("see chart"),
            "filled_on": ListCell("see chart", CellKind.COVERED, "D2:E2"),
        }
    )
    assert bad == [
        'filled_on: "see chart" refused, it is that of a merged cell (D2:E2): unmerge it, and '
        "give each cell its own"
    ]


def test_a_code_that_excel_took_for_a_day_is_no_code() -> None:
    cells, bad = mapped({"patient": ListCell("2026-03-12", CellKind.DAY), "name": ListCell("Ida")})
    assert (cells, len(bad)) == ({"name": "Ida"}, 1)
    assert bad[0].startswith('patient: "2026-03-12" refused, it is a day to Excel')


HEADING = ListCell("North clinic", CellKind.COVERED, "A4:C4")


def test_a_heading_merged_over_a_group_is_no_patient() -> None:
    mapper = RowMapper(
        ListMapping({each: each for each in ("patient", "name", "dose")}),
        ("patient", "name", "dose"),
        {},
    )
    assert mapper.is_left_out((HEADING._replace(kind=CellKind.TEXT, merged=""), HEADING, HEADING))
    # A second drug merged over its two columns is nobody's heading.
    drug = ListCell("Bupivacaine 10 mg/mL")
    assert not mapper.is_left_out((ListCell(""), drug, drug._replace(merged="B4:C4")))


def test_a_total_beneath_a_merged_nurse_is_left_out_all_the_same() -> None:
    names = ("preferred_nurse", "patient", "name")
    mapper = RowMapper(ListMapping({each: each for each in names}, leave_out=("total",)), names, {})
    row = (ListCell("N1", merged="A2:A5"), ListCell("Total"), ListCell("3"))
    assert mapper.is_left_out(row)


LIST = RowMapper(
    ListMapping(
        {"MRN": "patient", "Name": "name", "Drug": "drug", "Seen": ""}, leave_out=("* new", "total")
    ),
    ("MRN", "Name", "Drug", "Seen"),
    {},
)


@pytest.mark.parametrize(
    ("row", "is_left_out"),
    [
        ("North clinic|||", True),
        ("North|||", True),
        ("|||seen on Mondays", True),
        ("* new since May|||", True),
        ("MRN|Name|Drug|Seen", True),
        ("MRN||Drug|", True),
        ("Total|12||", True),
        ("0107|||", False),
        ("|Doe, Ida||", False),
        ("||Bupivacaine 10 mg/mL|", False),
        ("North|Doe, Ida||", False),
    ],
)
def test_a_remark_alone_in_its_row_is_no_patient_and_no_drug(row: str, is_left_out: bool) -> None:
    assert LIST.is_left_out(tuple(map(ListCell, row.split("|")))) is is_left_out


def exchanged(*cells: ListCell) -> list[tuple[int, str]]:
    days = DaysSeen()
    for line, cell in enumerate(cells, 2):
        days.add(line, {"filled_on": cell})
    return list(days.exchanged())


MARCH, DAY_13 = (ListCell(f"2026-{day}", CellKind.DAY) for day in ("03-11", "11-13"))


def test_days_beside_texts_that_no_month_can_be_may_have_been_exchanged() -> None:
    assert exchanged(ListCell("13/11/2026"), MARCH, ListCell("28/10/2026")) == [(3, "filled_on")]


@pytest.mark.parametrize(
    "cells",
    [
        (ListCell("13/11/2026"), ListCell("3/11/2026"), MARCH),
        (ListCell("13/11/2026"), MARCH, DAY_13),
        (MARCH, DAY_13),
        (ListCell("13/11/2026"), ListCell("28/10/2026")),
        (ListCell("2026-11-13"), MARCH),
    ],
)
def test_days_and_texts_that_were_typed_as_they_came_are_no_exchange(
    cells: tuple[ListCell, ...],
) -> None:
    assert exchanged(*cells) == []
