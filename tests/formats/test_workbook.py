"""Workbooks: cells as Excel shows them, and files that are none or out to do harm."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from pumpsched.domain.errors import UsageRefusal
from tests.builders.files import PATIENTS, Problem
from tests.builders.lists import CellKind, WorkbookFile, shown_number, write_workbook

DAY = datetime(2026, 11, 2)  # noqa: DTZ001 - a cell has no zone


def made(fill: Callable[[Any], None]) -> BytesIO:
    """A workbook whose first sheet was filled."""
    book = Workbook()
    fill(book.worksheets[0])
    stream = BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def opened(stream: BytesIO, *, sheet: str = "") -> tuple[WorkbookFile, list[Problem]]:
    problems: list[Problem] = []
    return WorkbookFile(stream, file="f.xlsx", report=problems.append, sheet=sheet), problems


def cell(value: Any, number_format: str = "General") -> tuple[str, CellKind]:
    """How one cell below a header is read."""

    def fill(sheet: Any) -> None:
        sheet.append(["head"])
        sheet["A2"] = value
        sheet["A2"].number_format = number_format

    ((_, row),) = opened(made(fill))[0].list_rows()
    return row[0].text, row[0].kind


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.1 + 0.2, "General", "0.3"),
        (140.0, "General", "140"),
        (44.97864112345678, "General", "44.978641123"),
        (-93.27, "General", "-93.27"),
        (6125550101, "General", "6125550101"),
        (7, "0000", "0007"),
        (19.5, "0.00", "19.5"),
        (45, "0.00", "45"),
        (2000, "#,##0", "2000"),
        (46.666666666666664, "0.0", "46.7"),
        (0.125, "0.00", "0.13"),
        (-0.001, "0.0", "0"),
        (3, "[Red]0", "3"),
        (20, '0.0" mL"', "20 mL"),
        (0.5, "0%", "50%"),
        (5, "# ?/?", "5"),
    ],
)
def test_a_number_reads_as_excel_shows_it(value: float, number_format: str, text: str) -> None:
    assert shown_number(Decimal(repr(value)), number_format).text == text


@pytest.mark.parametrize(
    ("value", "number_format", "text", "kind"),
    [
        ("0007", "General", "0007", CellKind.TEXT),
        (7, "0000", "0007", CellKind.NUMBER),
        (DAY, "mm-dd-yy", "2026-11-02", CellKind.DAY),
        (DAY.replace(hour=9, minute=30), "yyyy-mm-dd hh:mm", "2026-11-02T09:30", CellKind.DAY),
        (46328, "d/m/yyyy", "2026-11-02", CellKind.DAY),
        (46328, "General", "46328", CellKind.NUMBER),
        (True, "General", "TRUE", CellKind.TEXT),
        ("#N/A", "General", "#N/A", CellKind.ERROR),
        ("two\nlines", "General", "two\nlines", CellKind.TEXT),
    ],
)
def test_a_cell_is_what_it_shows(value: Any, number_format: str, text: str, kind: CellKind) -> None:
    assert cell(value, number_format) == (text, kind)


def test_a_formula_is_the_value_that_excel_saved_of_it() -> None:
    stream = made(lambda sheet: sheet.append(["head"]) or sheet.append(["=100+40"]))
    with zipfile.ZipFile(stream) as archive:
        parts = {each.filename: archive.read(each) for each in archive.infolist()}
    parts["xl/worksheets/sheet1.xml"] = (
        parts["xl/worksheets/sheet1.xml"]
        .replace(b"<f>100+40</f><v></v>", b"<f>100+40</f><v>140</v>")
        .replace(b"<f>100+40</f><v />", b"<f>100+40</f><v>140</v>")
    )
    again = BytesIO()
    with zipfile.ZipFile(again, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    again.seek(0)
    ((_, row),) = opened(again)[0].list_rows()
    assert row[0].text == "140"


def test_a_formula_that_was_never_calculated_is_no_empty_cell() -> None:
    assert cell("=100+40") == ("a formula that was never calculated", CellKind.ERROR)


def test_merged_cells_are_their_top_left_one_and_rows_keep_their_numbers() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["Pump list"])
        sheet.merge_cells("A1:C1")
        sheet.append([])
        sheet.append(["patient", "name", "phone"])
        sheet.append([])
        sheet.append(["0007", "Invented Ida", None])

    book, _ = opened(made(fill))
    assert (book.header, book.header_line) == (("Pump list",), 1)
    rows = list(book.list_rows())
    assert [(line, row[0].text) for line, row in rows] == [
        (2, ""),
        (3, "patient"),
        (4, ""),
        (5, "0007"),
    ]


def test_an_error_in_a_workbook_of_known_columns_is_named_by_row_and_column() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["patient", "name"])
        sheet.append(["0007", "#REF!"])

    book, problems = opened(made(fill))
    assert list(book.rows(PATIENTS)) == []
    assert list(map(str, problems)) == ["f.xlsx:2: name: shows #REF!, an error of Excel"]


def two_sheets() -> BytesIO:
    book = Workbook()
    book.worksheets[0].append(["patient", "name"])
    book.create_sheet("Old").append(["patient", "name"])
    book.create_sheet("Empty")
    hidden = book.create_sheet("Hidden")
    hidden.append(["secret"])
    hidden.sheet_state = "hidden"
    stream = BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def test_of_two_sheets_with_rows_one_must_be_named() -> None:
    with pytest.raises(UsageRefusal, match="has several sheets: Sheet, Old"):
        opened(two_sheets())
    assert opened(two_sheets(), sheet="Old")[0].header == ("patient", "name")
    with pytest.raises(UsageRefusal, match='has no sheet "New", it has "Sheet", "Old"'):
        opened(two_sheets(), sheet="New")


def archive(**parts: bytes) -> BytesIO:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/"), content)
    stream.seek(0)
    return stream


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
WHOLE = made(lambda sheet: sheet.append(["patient"])).getvalue()
HARMED = {
    "password": (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
    "old kind": (COMPOUND, "a workbook of the old kind"),
    "cut": (WHOLE[: len(WHOLE) // 2], "a damaged workbook"),
    "flipped": (WHOLE[:60] + b"\xff" * 40 + WHOLE[100:], "a damaged workbook"),
    "other archive": (archive(mimetype=b"x").getvalue(), "no workbook of Excel"),
    "no parts": (archive(xl__workbook__xml=b"").getvalue(), "no workbook of Excel"),
    "bomb": (archive(xl__a=b"0" * 40_000_000).getvalue(), "has 38 MB once it is unpacked"),
}


@pytest.mark.parametrize(("data", "said"), HARMED.values(), ids=HARMED)
def test_what_is_no_workbook_is_refused_in_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(UsageRefusal, match=said) as caught:
        opened(BytesIO(data))
    assert caught.value.exit_code == 2
    assert len(caught.value.lines()) <= 3


def test_entities_of_xml_are_not_expanded() -> None:
    with zipfile.ZipFile(BytesIO(WHOLE)) as whole:
        parts = {each.filename: whole.read(each) for each in whole.infolist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = b'<!DOCTYPE x [<!ENTITY a "b">]>' + parts[name]
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as made_anew:
        for part, content in parts.items():
            made_anew.writestr(part, content)
    with pytest.raises(UsageRefusal, match="no workbook that Excel wrote"):
        opened(BytesIO(stream.getvalue()))


def test_a_sheet_without_anything_has_no_header() -> None:
    with pytest.raises(UsageRefusal, match="is empty: it has no header"):
        opened(made(lambda sheet: None))


def test_a_list_written_has_texts_as_texts_days_as_days_and_numbers_as_numbers() -> None:
    stream = BytesIO()
    rows = [("0007", "=1+1", date(2026, 11, 2), 19.5, None)]
    write_workbook(stream, "list", ("code", "name", "day", "left", "none"), rows)
    sheet = load_workbook(stream).worksheets[0]
    row = next(iter(sheet.iter_rows(min_row=2)))
    assert [each.value for each in row] == ["0007", "=1+1", DAY, 19.5, None]
    assert [each.data_type for each in row[:4]] == ["s", "s", "d", "n"]
    again, _ = opened(BytesIO(stream.getvalue()))
    assert again.header == ("code", "name", "day", "left", "none")
    ((_, cells),) = again.list_rows()
    assert [each.text for each in cells] == ["0007", "=1+1", "2026-11-02", "19.5", ""]
