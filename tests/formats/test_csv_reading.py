"""Bytes to rows: encodings, line ends, quotes, headers, and files that are out to do harm."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from io import BytesIO, RawIOBase
from typing import BinaryIO, cast

import pytest

from pumpsched.formats.csv_files import LONGEST_RECORD, physical_lines
from tests.builders.files import CLOSURES, PATIENTS, SITES, CsvFile, Problem, recognise
from tests.effort import tries
from tests.records.invented import CATALOGUE, file_of, table, values_of

HEADER = "patient,name,notes"
ROW = "0007,Invented Ida,"


def read(data: bytes) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    source, problems = file_of(data)
    rows = list(source.rows(PATIENTS))
    return rows, list(map(str, problems))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_a_missing_last_one_and_a_byte_order_mark_make_no_difference(
    end: str, last: bool, mark: bytes
) -> None:
    text = end.join([HEADER, "1,A,x", "2,B,y"]) + (end if last else "")
    rows, problems = read(mark + text.encode())
    assert problems == []
    assert [(line, row["patient"], row["notes"]) for line, row in rows] == [
        (2, "1", "x"),
        (3, "2", "y"),
    ]


def test_blank_lines_and_rows_of_empty_cells_are_passed_over_and_still_counted() -> None:
    rows, problems = read(b"\n \t\npatient,name\n\r\n,\n1,A\n\n2\n")
    assert [line for line, _ in rows] == [6]
    assert problems == ["f.csv:8: has 1 values for the header's 2 columns"]


def test_quotes_hold_commas_and_doubled_quotes() -> None:
    rows, problems = read(table(HEADER, '1,"Doe, ""Ida""",x'))
    assert problems == []
    assert rows[0][1]["name"] == 'Doe, "Ida"'


def test_a_line_end_across_two_chunks_is_one_line_end() -> None:
    class OneByte(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(1)

    lines = list(physical_lines(OneByte(b"a\r\nb\r\rc\n\nd")))
    assert lines == [(1, b"a"), (2, b"b"), (3, b""), (4, b"c"), (5, b""), (6, b"d")]


HARMED: dict[str, tuple[bytes, str]] = {
    "too few cells": (table(HEADER, "1,A"), "f.csv:2: has 2 values for the header's 3 columns"),
    "too many cells": (table(HEADER, "1,A,,"), "f.csv:2: has 4 values for the header's 3 columns"),
    "truncated last line": (
        table(HEADER, ROW) + b"0008,Inv",
        "f.csv:3: has 2 values for the header's 3 columns",
    ),
    "open quote": (
        table(HEADER, '1,"A,x', ROW),
        "f.csv:2: name: a quote is opened and not closed on its line",
    ),
    "open quote at the end": (
        table(HEADER, ROW) + b'8,A,"x',
        "f.csv:3: notes: a quote is opened and not closed on its line",
    ),
    "text after a quote": (
        table(HEADER, '1,"A"B,x'),
        "f.csv:2: a value goes on after its closing quote",
    ),
    "NUL": (table(HEADER, "1,A\0,x"), "f.csv:2: name: has a NUL character"),
    "Latin-1": (
        HEADER.encode() + b"\n1,Ren\xe9,x\n",
        "f.csv:2: name: is not UTF-8 (byte 0xE9): save the file as CSV UTF-8",
    ),
    "UTF-16": (
        table(HEADER, ROW).decode().encode("utf-16"),
        "f.csv:1: is not UTF-8: it looks like UTF-16; save it as CSV UTF-8",
    ),
    "UTF-16 without a mark": (
        table(HEADER, ROW).decode().encode("utf-16-be"),
        "f.csv:1: is not UTF-8: it looks like UTF-16; save it as CSV UTF-8",
    ),
    "Latin-1 header": (
        b"patient,name,pr\xe9nom\n",
        "f.csv:1: is not UTF-8 (byte 0xE9): save the file as CSV UTF-8",
    ),
    "empty file": (b"", "f.csv:1: is empty: it has no header"),
    "only blank lines": (b"\xef\xbb\xbf\n\n \n", "f.csv:1: is empty: it has no header"),
    "unknown column": (
        table("patient,name,phnoe", "1,A,5"),
        "f.csv:1: phnoe: unknown column; did you mean phone?",
    ),
    "repeated column": (
        table("patient,name,name", "1,A,B"),
        "f.csv:1: name: repeated column, each is given once",
    ),
    "missing column": (
        table("patient,notes", "1,A"),
        "f.csv:1: name: missing column, patients.csv needs patient, name",
    ),
    "semicolons": (
        table("patient;name", "1;A"),
        "f.csv:1: has no column of patients.csv, it needs patient, name, its columns are "
        "separated by semicolons: save it with commas",
    ),
}


@pytest.mark.parametrize(("data", "problem"), HARMED.values(), ids=HARMED)
def test_a_harmed_file_gives_one_problem_with_its_physical_line(data: bytes, problem: str) -> None:
    assert read(data)[1] == [problem]


def test_an_open_quote_spoils_its_own_line_and_none_after_it() -> None:
    rows, problems = read(table(HEADER, '1,"A,x', ROW, '3,"C', ROW))
    assert [line for line, _ in rows] == [3, 5]
    assert len(problems) == 2


def test_every_unknown_repeated_and_missing_column_is_named_at_once() -> None:
    rows, problems = read(table("names,notes,notes,dob,", "1,2,3,4,5"))
    assert rows == []
    named = [problem.split(": ")[1] for problem in problems]
    assert named == ["names", "notes", "dob", "(no name)", "patient", "name"]


def test_a_row_where_the_header_should_be_is_not_repeated() -> None:
    _, problems = read(table("0007,Invented Ida,555-0101", ROW))
    assert len(problems) == 1
    assert "is the header row missing?" in problems[0]
    assert "Ida" not in problems[0]


def test_a_header_of_thousands_of_columns_is_refused_in_one_line() -> None:
    _, problems = read(table(",".join(f"c{n}" for n in range(9_000))))
    assert problems == ["f.csv:1: the header has 9,000 columns; patients.csv has 19"]


class Endless(RawIOBase):
    """A stream of 200 MB without a line end, that counts what is taken from it."""

    def __init__(self, start: bytes = b"") -> None:
        self.taken = 0
        self._start = start

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes."""
        assert size > 0, "never the whole file"
        if self.taken >= 200_000_000:
            return b""
        piece = (self._start + b"x" * size)[:size]
        self._start = b""
        self.taken += len(piece)
        return piece


@pytest.mark.parametrize("start", [b"", b"patient,name\n1,A\n"])
def test_a_line_without_an_end_is_refused_after_little_reading(start: bytes) -> None:
    stream, problems = Endless(start), list[Problem]()
    source = CsvFile(cast(BinaryIO, stream), file="f.csv", report=problems.append)
    rows = list(source.rows(PATIENTS))
    assert len(rows) == (1 if start else 0)
    number = 3 if start else 1
    said = f"f.csv:{number}: is longer than 64 KiB, as no row is: the rest is not read"
    assert list(map(str, problems)) == [said]
    assert stream.taken <= 4 * LONGEST_RECORD


def test_a_record_of_exactly_the_limit_is_read_and_one_byte_more_is_not() -> None:
    start = f"{HEADER}\n1,A,".encode()
    full = start + b"x" * (LONGEST_RECORD - 4)
    assert len(read(full + b"\r\n")[0]) == 1
    assert "longer than 64 KiB" in read(full + b"x\r\n" + ROW.encode())[1][0]


def test_a_giant_field_is_refused_under_its_column() -> None:
    values, problems = values_of(table(HEADER, f"1,A,{'x' * 1_001}", f"2,{'é' * 1_000},"), PATIENTS)
    assert problems == ["f.csv:2: notes: value refused, it is longer than 1,000 characters"]
    assert len(values) == 1


@pytest.mark.campaign
def test_memory_stays_flat_over_many_rows() -> None:
    chunks = tries(short=60, full=300)

    class Many(RawIOBase):
        def __init__(self) -> None:
            self._left = chunks
            self._chunk = (f"1,A,{'n' * 80}\r\n" * 700).encode()

        def read(self, size: int = -1, /) -> bytes:
            self._left -= 1
            if self._left == chunks - 1:
                return f"{HEADER}\n".encode()
            return self._chunk if self._left > 0 else b""

    tracemalloc.start()
    try:
        source = CsvFile(cast(BinaryIO, Many()), file="f.csv", report=print)
        count = sum(1 for _ in source.rows(PATIENTS))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == (chunks - 2) * 700
    assert peak < 2_000_000


def test_rows_with_problems_do_not_hide_good_ones_nor_one_another() -> None:
    data = table("site,name,chairs", "A,One,0", "B,Two,2", ",,x", "D,,3")
    values, problems = values_of(data, SITES)
    assert [site.code for site in values] == ["B"]
    assert [problem.split(": ")[:2] for problem in problems] == [
        ["f.csv:2", "chairs"],
        ["f.csv:4", "site"],
        ["f.csv:4", "name"],
        ["f.csv:4", "chairs"],
        ["f.csv:5", "name"],
    ]


def test_reading_is_lazy() -> None:
    source, _ = file_of(table("who,from,to,reason", "all,2026-12-25,2026-12-25,holiday"))
    values: Iterator[object] = source.values(CLOSURES, CATALOGUE)
    assert next(values)
    assert next(values, None) is None


def test_columns_may_stand_in_any_order() -> None:
    values, problems = values_of(table("name,patient", "Invented Ida,0007"), PATIENTS)
    assert problems == []
    assert (values[0].code, values[0].name) == ("0007", "Invented Ida")


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("patient,name,pump_model", "panel.csv"),
        ("notes,patient,name,pump_model,nonsense", "panel.csv"),
        ("patient,name,phone", "patients.csv"),
        ("patient,at,event,dose", "events.csv"),
        ("visit,patient,kind,at,minutes,setting,site,nurse,status", "visits.csv"),
        ("from,to,minutes,metres", "travel.csv"),
        ("calendar_id,visit,sequence,former", "calendar.csv"),
        ("who,from,to", "closures.csv"),
        ("patient,number,payer", "authorizations.csv"),
    ],
)
def test_a_file_is_recognised_by_its_header(header: str, name: str) -> None:
    found = recognise(header.split(","), file="march.csv")
    assert not isinstance(found, Problem)
    assert found.name == name


def test_a_header_of_nothing_known_says_what_the_nearest_file_needs() -> None:
    found = recognise(["patient", "model", "serial"], file="march.csv", line=2)
    assert isinstance(found, Problem)
    said = "march.csv:2: is the header of no known file; for pumps.csv it lacks implanted_on"
    assert str(found) == said
    nothing = recognise(["Invented Ida", "555-0101"], file="march.csv")
    assert str(nothing) == "march.csv:1: is the header of no known file"
