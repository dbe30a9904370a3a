"""Workbooks: cells as Excel shows them, and files that are none or out to do harm."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from pumpsched.domain.errors import UsageRefusal
from tests.builders.files import FOLDER, PATIENTS, Problem
from tests.builders.lists import CellKind, WorkbookFile, shown_number, write_workbook

DAY = datetime(2026, 11, 2)  # noqa: DTZ001 - a cell has no zone


def made(fill: Callable[[Any], object]) -> BytesIO:
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
        (46328, "mmm-yy", "2026-11", CellKind.TEXT),
        (46328, '[$-409]yyyy"d"', "2026-11", CellKind.TEXT),
        (46328, "[$-409]d mmmm", "2026-11-02", CellKind.DAY),
        (46328, "General", "46328", CellKind.NUMBER),
        (True, "General", "TRUE", CellKind.TEXT),
        ("#N/A", "General", "#N/A", CellKind.ERROR),
        ("two\nlines", "General", "two\nlines", CellKind.TEXT),
    ],
)
def test_a_cell_is_what_it_shows(value: Any, number_format: str, text: str, kind: CellKind) -> None:
    assert cell(value, number_format) == (text, kind)


def changed_sheet(stream: BytesIO, old: bytes, new: bytes) -> BytesIO:
    """The workbook with other words in its first sheet."""
    again = BytesIO()
    with zipfile.ZipFile(stream) as whole, zipfile.ZipFile(again, "w") as archive:
        for each in whole.namelist():
            content = whole.read(each)
            is_sheet = each == "xl/worksheets/sheet1.xml"
            archive.writestr(each, content.replace(old, new) if is_sheet else content)
    again.seek(0)
    return again


def test_a_formula_is_the_value_that_excel_saved_of_it() -> None:
    stream = made(lambda sheet: [sheet.append([cell]) for cell in ("head", "=100+40")])
    for written in (b"<f>100+40</f><v></v>", b"<f>100+40</f><v />"):
        stream = changed_sheet(stream, written, b"<f>100+40</f><v>140</v>")
    ((_, row),) = opened(stream)[0].list_rows()
    assert row[0].text == "140"


def test_a_formula_that_was_never_calculated_is_no_empty_cell() -> None:
    assert cell("=100+40") == ("a formula that was never calculated", CellKind.ERROR)


def test_a_title_over_columns_is_one_cell_and_rows_keep_their_numbers() -> None:
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


def merged(
    *rows: Sequence[Any], over: Sequence[str], hidden: dict[str, str] | None = None
) -> WorkbookFile:
    """A sheet of three columns with merged ranges, and values that stand under these."""

    def fill(sheet: Any) -> None:
        for row in ([("head"), "next", "last"], *rows):
            sheet.append(row)
        for ref in over:
            sheet.merge_cells(ref)
        for place, text in (hidden or {}).items():
            column, number = coordinate_from_string(place)
            sheet._cells[(number, column_index_from_string(column))] = Cell(
                sheet, number, column_index_from_string(column), text
            )

    return opened(made(fill))[0]


def shown(book: WorkbookFile) -> list[list[str]]:
    """What the rows below the header show, blank ones left out."""
    return [[each.text for each in row] for _, row in book.list_rows() if any(c.text for c in row)]


GROUP = (("N1", "0007", "a"), (None, "0012", "b"), (None, "0019", "c"))


def test_a_cell_merged_over_rows_is_shown_in_each_of_them() -> None:
    book = merged(*GROUP, ("N2", "0023", "d"), over=["A2:A4"])
    assert shown(book) == [
        ["N1", "0007", "a"],
        ["N1", "0012", "b"],
        ["N1", "0019", "c"],
        ["N2", "0023", "d"],
    ]
    assert book.merged == ("A2:A4",)


def test_a_day_merged_over_rows_stays_a_day() -> None:
    rows = list(merged((DAY, "a"), (None, "b"), over=["A2:A3"]).list_rows())
    assert [row[0].kind for _, row in rows] == [CellKind.DAY, CellKind.DAY]


def test_a_row_into_which_merged_cells_alone_reach_stays_blank() -> None:
    book = merged(GROUP[0], (), GROUP[1], over=["A2:A3", "B2:B3", "C2:C3"])
    assert shown(book) == [["N1", "0007", "a"], ["", "0012", "b"]]


def test_what_is_merged_over_columns_is_a_value_of_none_but_the_first() -> None:
    ((_, row),) = merged(("retired", None, "a"), over=["A2:B2"]).list_rows()
    assert [cell.kind for cell in row] == [CellKind.TEXT, CellKind.COVERED, CellKind.TEXT]
    assert row[1].merged == "A2:B2"


def test_a_block_merged_both_ways_goes_down_in_its_first_column_alone() -> None:
    rows = list(merged(("N1", None, "a"), (None, None, "b"), over=["A2:B3"]).list_rows())
    assert [[cell.kind is CellKind.COVERED for cell in row] for _, row in rows] == [
        [False, True, False],
        [False, True, False],
    ]
    assert rows[1][1][0].text == "N1"


def test_a_value_that_a_merged_cell_hides_is_no_value_to_be_read() -> None:
    book = merged(*GROUP, over=["A2:A4"], hidden={"A3": "N1", "A4": "N9"})
    kinds = [row[0].kind for _, row in book.list_rows()]
    assert kinds == [CellKind.TEXT, CellKind.TEXT, CellKind.COVERED]


def test_a_heading_merged_down_to_the_header_names_its_column_and_no_row_below() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["MRN", "Last fill", None])
        sheet.append([None, "date", "volume"])
        sheet.append([None, "a", "b"])
        sheet.merge_cells("A1:A3")
        sheet.merge_cells("B1:C1")

    assert opened(made(fill))[0].header == ("MRN", "Last fill")
    second = WorkbookFile(made(fill), file="f.xlsx", report=lambda _: None, first_line=2)
    assert second.header == ("MRN", "date", "volume")
    assert (shown(second), second.merged) == ([["", "a", "b"]], ())


@pytest.mark.parametrize(
    "refs", [["A2:B3", "B2:C2"], ["A3:A2"], ["A:A"], [""]], ids=lambda refs: ",".join(refs)
)
def test_ranges_that_no_excel_writes_are_a_damaged_workbook(refs: Sequence[str]) -> None:
    with pytest.raises(UsageRefusal, match="is a damaged workbook"):
        shown(with_ranges(refs))


def with_ranges(refs: Sequence[str]) -> WorkbookFile:
    """The group with merged ranges as they are written there, sound or not."""
    ranges = "".join(f'<mergeCell ref="{ref}"/>' for ref in refs)
    stream = made(lambda sheet: [sheet.append(row) for row in (("head", "next", "last"), *GROUP)])
    end = "</sheetData>"
    return opened(changed_sheet(stream, end.encode(), f"{end}{ranges}".encode()))[0]


def test_a_column_merged_to_the_last_row_of_a_sheet_makes_no_rows() -> None:
    assert len(shown(with_ranges(["A2:A1048576"]))) == len(GROUP)


def test_rows_and_columns_that_excel_hides_are_read_and_named() -> None:
    def fill(sheet: Any) -> None:
        for row in (("head", "next", "last"), *GROUP, GROUP[1]):
            sheet.append(row)
        sheet.append([])
        for number in (1, 3, 4, 6):
            sheet.row_dimensions[number].hidden = True
        sheet.column_dimensions["B"].hidden = True

    book, _ = opened(made(fill))
    assert [row[1].text for _, row in book.list_rows()] == ["0007", "0012", "0019", "0012"]
    assert (book.hidden_rows, book.hidden_columns) == ([(3, 4)], ("next",))


def test_rows_that_are_struck_through_from_their_first_value_on_are_read_and_named() -> None:
    def fill(sheet: Any) -> None:
        for row in (("head", "next", "last"), *GROUP):
            sheet.append(row)
        for place in ("A1", "B3", "C3", "C4"):
            sheet[place].font = Font(strike=True)

    book, _ = opened(made(fill))
    assert [row[1].text for _, row in book.list_rows()] == ["0007", "0012", "0019"]
    assert book.struck_rows == [(3, 3)]


def test_a_range_of_one_cell_is_merged_with_nothing() -> None:
    assert shown(with_ranges(["A2", "A2:A4"])) == shown(with_ranges(["A2:A4"]))


def test_whoever_has_one_row_is_not_merged_over_two() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["patient", "name", "phone"])
        sheet.append(["0007", "Invented Ida", "555-0107"])
        sheet.append(["0012"])
        sheet.merge_cells("B2:B3")
        sheet.merge_cells("C2:C3")

    book, problems = opened(made(fill))
    assert [row for _, row in book.rows(PATIENTS)] == [
        {"patient": "0007", "name": "Invented Ida", "phone": "555-0107"}
    ]
    assert list(map(str, problems)) == [
        "f.xlsx:3: name: is merged over several rows (B2:B3): whom it names has one row, with all "
        "drugs in it"
    ]


def test_facts_beside_a_patient_merged_over_them_are_all_of_that_patient() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["patient", "at", "event", "dose"])
        sheet.append(["0007", "2026-11-02", "dose", "140 mcg/day"])
        sheet.append([None, "2026-11-03", "dose", "150 mcg/day"])
        sheet.merge_cells("A2:A3")

    book, problems = opened(made(fill))
    assert [row["patient"] for _, row in book.rows(FOLDER["events.csv"])] == ["0007", "0007"]
    assert problems == []


def test_an_error_in_a_workbook_of_known_columns_is_named_by_row_and_column() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["patient", "name"])
        sheet.append(["0007", "#REF!"])

    book, problems = opened(made(fill))
    assert list(book.rows(PATIENTS)) == []
    assert list(map(str, problems)) == ["f.xlsx:2: name: shows #REF!, an error of Excel"]


def test_a_code_that_excel_took_for_a_day_is_named_and_a_birth_date_is_read() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["patient", "name", "birth_date"])
        sheet.append([DAY, "Invented Ida", DAY])
        sheet.append(["0007", "Invented Eva", DAY])

    book, problems = opened(made(fill))
    assert [row["birth_date"] for _, row in book.rows(PATIENTS)] == ["2026-11-02"]
    assert [(each.line, each.column) for each in problems] == [(2, "patient")]


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
