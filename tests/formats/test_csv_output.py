"""What goes out: canonical bytes for folders, harmless cells for spreadsheets, schema names."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from pumpsched.cli.documents import VERSIONS, schema
from pumpsched.formats.csv_files import write_list
from tests.builders.files import (
    EVENTS,
    FOLDER,
    PATIENTS,
    SITES,
    EventRow,
    VoidRow,
    spreadsheet_cell,
    write_rows,
)
from tests.builders.values import Archived, Location, Patient, Site, Stopped, Voided, When

AT = When(date(2026, 11, 2), 570)


def test_lines_end_with_cr_lf_and_only_what_must_be_is_quoted() -> None:
    stream = io.BytesIO()
    site = Site("A", 'The "Old" Mill, west', Location(44_961_204_000, -500_000_000))
    assert write_rows(stream, SITES, [site, Site("B", "=plain")]) == 2
    assert stream.getvalue() == (
        b"site,name,latitude,longitude,hours,chairs\r\n"
        b'A,"The ""Old"" Mill, west",44.961204,-0.5,,1\r\n'
        b"B,=plain,,,,1\r\n"
    )


def test_the_ledger_has_the_column_voids_only_where_it_is_asked_for() -> None:
    plain, with_voids = io.BytesIO(), io.BytesIO()
    stop = EventRow("0007", Stopped(at=AT))
    void = EventRow("0007", VoidRow(AT, "stop", 1, "typed twice"))
    write_rows(plain, EVENTS, [stop])
    write_rows(with_voids, EVENTS, [stop, void], extra=["voids"])
    header = b"patient,at,event,mixture,residual_ml,injected_ml,programmed_ml,boluses_used,"
    header += b"dose,bolus,flex,amount,note"
    assert plain.getvalue() == header + b"\r\n0007,2026-11-02T09:30,stop,,,,,,,,,,\r\n"
    assert with_voids.getvalue().splitlines() == [
        header + b",voids",
        b"0007,2026-11-02T09:30,stop,,,,,,,,,,,",
        b"0007,2026-11-02T09:30,void,,,,,,,,,,typed twice,stop 1",
    ]


def test_a_void_without_its_column_is_not_lost_in_silence() -> None:
    void = EventRow("0007", VoidRow(AT, "stop", 1))
    with pytest.raises(ValueError, match="needs the column voids"):
        write_rows(io.BytesIO(), EVENTS, [void])


def test_a_fact_that_names_a_database_number_is_not_written() -> None:
    with pytest.raises(TypeError, match="VoidRow"):
        EVENTS.text(EventRow("0007", Voided(at=AT, voids=41)))


def test_the_file_of_patients_has_the_columns_of_the_contract_in_their_order() -> None:
    assert ",".join(PATIENTS.columns) == (
        "patient,name,birth_date,phone,address,postal_code,latitude,longitude,setting,condition,"
        "min_months,max_months,margin_days,alarm_ml,visit_minutes,availability,nurses_needed,"
        "preferred_nurse,notes"
    )
    assert ",".join(FOLDER["pumps.csv"].columns) == (
        "patient,model,serial,implanted_on,capacity_ml,catheter_ml,fixed_flow_ml_day,"
        "end_of_service_on,explanted_on"
    )


def test_codes_keep_their_leading_zeros_and_an_archive_its_reason() -> None:
    cells = PATIENTS.text(Patient("0007", "Invented Ida"))
    assert (cells["patient"], cells["setting"], cells["visit_minutes"]) == ("0007", "clinic", "45")
    archive = EVENTS.text(EventRow("0007", Archived(at=When(AT.day), note="moved")))
    assert (archive["at"], archive["note"]) == ("2026-11-02", "moved")


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+1 303 555 0101", "+5", "-1+1", "-2 mL", "@SUM(A1)", "\tx", "\rx", "-", " =1"),
        *("=cmd|' /C calc'!A0", "\uff1d1", "-1e3", "--1"),
    ],
)
def test_what_would_start_a_formula_gets_a_leading_quote(text: str) -> None:
    assert spreadsheet_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "0007", "-5", "-0.25", "2026-11-02", "Ida", "a=b", "12 mL"])
def test_numbers_dates_and_plain_text_stay_as_they_are(text: str) -> None:
    assert spreadsheet_cell(text) == text


def test_a_list_for_a_spreadsheet_is_harmless_in_every_cell() -> None:
    stream = io.BytesIO()
    write_list(stream, ["name", "volume_ml"], [["=x,y", "-0.5"], ['@"', "1"]])
    rows = list(csv.reader(io.StringIO(stream.getvalue().decode("utf-8-sig"), newline="")))
    assert rows == [["name", "volume_ml"], ["'=x,y", "-0.5"], ["'@\"", "1"]]


def test_a_list_for_a_spreadsheet_begins_with_the_mark_by_which_excel_takes_it_for_utf_8() -> None:
    stream = io.BytesIO()
    write_list(stream, ["name"], [["Müller"]])
    assert stream.getvalue().startswith(b"\xef\xbb\xbf")


def test_a_schema_has_a_name_and_a_version() -> None:
    assert schema("due") == "pumpsched/due/1"
    assert set(VERSIONS) >= {"due", "show", "refill", "whatif", "plan"}
    with pytest.raises(KeyError):
        schema("nonsense")
