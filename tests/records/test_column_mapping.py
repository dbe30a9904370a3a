"""A mapping: what it may say, what is wrong with one, what is proposed and what is left open."""

from __future__ import annotations

import pytest

from tests.builders.files import BadImport
from tests.builders.lists import (
    ListCell,
    ListMapping,
    ProposedMapping,
    list_words,
    mapping_text,
    open_entries,
    propose,
    read_mapping,
)
from tests.records.invented import CATALOGUE

WHOLE = ListMapping(
    {"MRN": "patient", "Patient Name": "name", "Drug": "drug", "Pump": "pump_model", "Age": ""},
    header=3,
    sheet='Pumps "2026"',
    decimal=",",
    serial=True,
    blank=("n/a",),
    leave_out=("total",),
    dates={"filled_on": "mdy"},
    units={"dose": "mcg/day"},
    codes={"patient": 4},
    words={"pump_model": {"sm ii": "SM2-20"}},
)


def test_a_mapping_written_is_read_as_it_was() -> None:
    text = mapping_text(WHOLE, about=("What each column was taken for.",))
    assert read_mapping(text, file="m.toml") == WHOLE


FITTING = '[columns]\nMRN = "patient"\nName = "name"\n'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("columns = ", "m.toml:1: is no TOML: invalid value"),
        ('[columns]\nA = "name"\nA = "phone"\n', "m.toml:3: is no TOML: an entry stands twice"),
        ("", "m.toml:1: columns: is needed: what each column of the list is"),
        ("colums = 1\n" + FITTING, "m.toml:1: colums: is no entry of a mapping; did you mean"),
        (FITTING + 'Tel = "fone"\n', 'm.toml:4: Tel: is taken for "fone"; did you mean phone?'),
        (FITTING + 'No = "patient"\n', 'm.toml:4: No: is taken for patient, and so is "MRN"'),
        (FITTING + "Tel = 5\n", "m.toml:4: Tel: needs the name of a column of ours"),
        ("header = 0\n" + FITTING, "m.toml:1: header: needs a row, from 1"),
        ('decimal = ";"\n' + FITTING, 'm.toml:1: decimal: needs "." or ","'),
        ('serial = "yes"\n' + FITTING, "m.toml:1: serial: needs true or false"),
        ('leave_out = "Total"\n' + FITTING, "m.toml:1: leave_out: needs a list of words"),
        (FITTING + '[dates]\nbirth_date = "us"\n', "m.toml:5: birth_date: needs mdy, dmy or ymd"),
        (FITTING + '[dates]\nphone = "mdy"\n', "m.toml:5: phone: does not belong into [dates]"),
        (FITTING + '[codes]\npatient = "pad"\n', 'm.toml:5: patient: needs "pad 4"'),
        (FITTING + '[words.colour]\nred = "x"\n', "m.toml:4: colour: is no column of ours"),
        (FITTING + '[dates]\nbirth_date = ""\n', "m.toml:5: birth_date: is left open: [dates]"),
        ('decimal = ""\n' + FITTING, "m.toml:1: decimal: is left open: "),
        ('[columns]\nName = "name"\n', "is left open: [columns] the column that is patient"),
        (FITTING + 'S = "serial"\n', "is left open: [columns] the column that is pump_model"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_named_by_line_and_entry(text: str, problem: str) -> None:
    with pytest.raises(BadImport) as caught:
        read_mapping(text, file="m.toml")
    assert problem in str(caught.value.problems[0])


def test_all_that_is_wrong_with_a_mapping_is_named_at_once() -> None:
    text = 'header = "x"\ndecimal = "x"\n' + FITTING + 'Tel = "fone"\n[dates]\nfilled_on = "us"\n'
    with pytest.raises(BadImport) as caught:
        read_mapping(text, file="m.toml")
    assert [problem.column for problem in caught.value.problems] == [
        "header",
        "decimal",
        "Tel",
        "filled_on",
    ]


def proposed(header: str, *rows: str) -> ProposedMapping:
    """The mapping proposed for a list with bars between its cells."""
    cells = ((n, tuple(ListCell(text) for text in row.split("|"))) for n, row in enumerate(rows, 2))
    return propose(header.split("|"), cells, list_words(), CATALOGUE, line=1)


def taken(header: str, *rows: str) -> list[str]:
    return list(proposed(header, *rows).mapping.columns.values())


@pytest.mark.parametrize(
    ("header", "targets"),
    [
        ("MRN|Patient Name|DOB|Home Phone", ["patient", "name", "birth_date", "phone"]),
        ("PATIENT_ID|Last Name|First Name", ["patient", "last_name", "first_name"]),
        ("Patient|MRN", ["name", "patient"]),
        ("MRN|Patient", ["patient", "name"]),
        ("Patient|Name", ["patient", "name"]),
        ("Drug|Conc|Unit|Daily Dose|Unit",
         ["drug", "concentration", "concentration_unit", "dose", "dose_unit"]),
        ("Last Fill Date|Fill Vol (mL)|Shoe size", ["filled_on", "injected_ml", ""]),
        ("PatID|LastName|Drug1|CONC_MCG_ML", ["patient", "last_name", "drug", "concentration"]),
        ("Low Res Alarm Date|Date Last Refilled", ["programmer_alarm_on", "filled_on"]),
        ("Patientennr.|Name|Geburtsdatum", ["patient", "name", "birth_date"]),
    ],
)  # fmt: skip
def test_headings_are_known_by_what_practices_call_them(header: str, targets: list[str]) -> None:
    assert taken(header) == targets


def test_a_drug_with_its_concentration_in_one_cell_is_a_mixture() -> None:
    assert taken("MRN|Name|Medication", "1|A|Baclofen 2000 mcg/mL")[2] == "mixture"
    assert taken("MRN|Name|Medication|Conc", "1|A|Baclofen|2000 mcg/mL")[2] == "drug"


@pytest.mark.parametrize(
    ("days", "order"),
    [
        (("11/13/2026", "10/20/2026", "1/2/2026"), "mdy"),
        (("13.11.2026", "20.10.2026"), "dmy"),
        (("11/2/2026", "10/3/2026"), ""),
        (("11/13/2026", "1/2/2026"), ""),
        (("11/13/2026", "10/20/2026", "20/10/2026"), ""),
    ],
)
def test_an_order_of_dates_is_proved_by_several_days_or_left_open(
    days: tuple[str, ...], order: str
) -> None:
    rows = [f"1|A|{day}" for day in days]
    assert proposed("MRN|Name|DOB", *rows).mapping.dates == {"birth_date": order}


def test_iso_dates_need_no_order() -> None:
    assert proposed("MRN|Name|DOB", "1|A|1961-04-02", "1|A|2026/1/2").mapping.dates == {}


def test_numbers_that_may_be_days_of_excel_are_for_the_owner_to_say() -> None:
    found = proposed("MRN|Name|DOB", "1|A|22314").mapping
    assert found.serial == ""
    assert open_entries(found) == ["serial: true or false"]


@pytest.mark.parametrize(
    ("numbers", "sign"),
    [
        (("19.5", "2,000"), "."),
        (("19,5", "2.000"), ","),
        (("2,000",), ""),
        (("1.200",), ""),
        (("1.200", "0.127"), "."),
        (("1.200", "0,125"), ","),
        (("19,5", "19.5"), ""),
        (("20",), "."),
    ],
)
def test_a_decimal_sign_is_proved_or_left_open(numbers: tuple[str, ...], sign: str) -> None:
    rows = [f"1|A|SM2-20|{number}" for number in numbers]
    assert proposed("MRN|Name|Pump|Fill Volume", *rows).mapping.decimal == sign


def test_a_unit_of_a_heading_is_that_of_its_numbers() -> None:
    found = proposed(
        "MRN|Name|Pump|Dose (mcg/24h)|Drug|Conc", "1|A|SM2-20|140|Baclofen|500"
    ).mapping
    assert found.units == {"dose": "mcg/day", "concentration": ""}


def test_words_that_the_catalogue_does_not_know_are_for_the_owner_to_say() -> None:
    rows = ("1|A|SynchroMed II 20 mL|Office", "2|B|8637-40|home", "3|C|Old pump|Clinic")
    found = proposed("MRN|Name|Pump|Setting", *rows).mapping
    assert found.words == {
        "pump_model": {"Old pump": ""},
        "setting": {"Clinic": "clinic", "Office": "clinic"},
    }
    assert open_entries(found) == ['[words.pump_model] "Old pump": what it is']


def test_rows_that_are_no_patients_are_left_out_and_blank_ones_counted() -> None:
    rows = ("1|A|SM2-20", "||", "2|Total, Tom|SM2-20", "Total patients: 2||")
    found = proposed("MRN|Name|Pump", *rows)
    assert (found.rows, found.left_out, found.blank) == (2, (5,), 1)
    assert found.mapping.leave_out == ("total",)


def test_a_date_that_may_be_of_the_next_refill_is_for_its_owner_to_say() -> None:
    found = proposed("MRN|Name|Refill Date|Last Refill", "1|A|2026-12-20|2026-11-02")
    assert found.mapping.columns["Refill Date"] == ""
    assert found.mapping.columns["Last Refill"] == "filled_on"


def test_a_column_without_a_name_and_one_named_twice_are_told_apart() -> None:
    assert proposed("MRN|Name||Unit|Unit").header == ("MRN", "Name", "column C", "Unit", "Unit (2)")
