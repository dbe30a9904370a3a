"""One file to import, whatever its shape: a file of this program, or a list of somebody's own.

A file whose header is known is read as it is. Any other list needs a mapping: one is proposed,
its owner mends it, and the rows come out as those of a panel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pumpsched.domain.errors import Unreadable, UsageRefusal
from pumpsched.domain.text import visible
from pumpsched.domain.therapy import SALINE_TEXT
from pumpsched.formats.csv_files import CsvFile
from pumpsched.formats.text_shape import TextShape, as_utf_8, shape_of
from pumpsched.records.events import MIXTURE
from pumpsched.records.folder import IMPLANTED_ON, LATITUDE, LONGITUDE
from pumpsched.records.list_cells import ListCell
from pumpsched.records.panel import FILLED_ON, PANEL
from pumpsched.records.problems import BadCell, BadImport, BadRow, Problem, Report
from pumpsched.records.recognise import AnyLayout, recognise
from pumpsched.reference import catalogue
from pumpsched.usecases.import_files import Progress, Row, Sheet, Silent, Source, binary, readable

if TYPE_CHECKING:
    from pumpsched.formats.workbook import WorkbookFile
    from pumpsched.records.column_mapping import ListMapping
    from pumpsched.records.mapped_rows import RowMapper
    from pumpsched.records.proposed_mapping import ProposedMapping

WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xls")
_START = 8
_FIRST_ROWS = 25
_MOST_NAMED = 20
"""So many rows, columns and ranges of a list are named."""
_LINE_BREAK = re.compile(r"\s*[\r\n]+\s*")
_LONG_COORDINATE = re.compile(r"([+-]?[0-9]{1,3}\.[0-9]{9})[0-9]+")
_COORDINATES = (LATITUDE.column, LONGITUDE.column)
_DECIMAL_COMMA = re.compile(r"[0-9]+,[0-9]+\b.*")
_EXCHANGED = (
    "is a day beside texts that can be read in one order only: whatever opened the list may have "
    "exchanged day and month here; take the column from its source anew, all text or all days"
)
_STAND_INS = {
    **dict.fromkeys((FILLED_ON.column, IMPLANTED_ON.column), "2000-01-01"),
    **dict.fromkeys(_COORDINATES, "0"),
    MIXTURE.column: SALINE_TEXT,
}
"""Values in the place of unreadable ones, so that what hangs on them is not told besides."""


class ListFile:
    """A list on the disk, opened as often as need be.

    Attributes:
        name: What problems call it.
    """

    def __init__(self, path: Path, *, sheet: str = "") -> None:
        self.path, self.name, self.sheet = path, path.name, sheet
        self._shape, self._layout = TextShape(), tuple[str, ...]()
        with binary(path, Silent()) as stream:
            start = stream.read(_START)
            self.is_workbook = _is_workbook(start)
            if not self.is_workbook:
                if start and path.suffix.lower() in WORKBOOK_ENDINGS:
                    raise _no_list(self.name, "is no workbook of Excel", "save it as .xlsx or CSV")
                stream.seek(0)
                self._shape = shape_of(stream)
        if sheet and not self.is_workbook:
            raise _no_list(self.name, "is no workbook: it has no sheets", "leave --sheet out")

    @property
    def notes(self) -> tuple[str, ...]:
        """What its reader should know of how it was read, once it was opened."""
        said = self._shape.said
        return (*((f"read as {said}",) if said else ()), *self._layout)

    @contextmanager
    def opened(
        self, report: Report, progress: Progress, *, first_line: int = 1
    ) -> Iterator[CsvFile | WorkbookFile]:
        """The list, its header being the first row from a line on that has anything."""
        with binary(self.path, progress) as stream:
            if self.is_workbook:
                from pumpsched.formats.workbook import WorkbookFile

                book = WorkbookFile(
                    stream,
                    file=self.name,
                    report=report,
                    sheet=self.sheet,
                    first_line=first_line,
                )
                self._layout = tuple(_said_of_layout(book))
                yield book
            else:
                yield CsvFile(
                    as_utf_8(stream, self._shape.encoding),
                    file=self.name,
                    report=report,
                    separator=self._shape.separator,
                    first_line=max(first_line, self._shape.first_line),
                    many_lines=True,
                )

    def source(self, layout: AnyLayout) -> Source:
        """The file as one of a kind that this program knows."""
        with readable(self.path):
            size = self.path.stat().st_size
        return Source(self.name, layout, partial(self._sheet, layout), size, notes=self.notes)

    @contextmanager
    def _sheet(self, layout: AnyLayout, report: Report, progress: Progress) -> Iterator[Sheet]:
        with self.opened(report, progress) as opened:
            rows = opened.rows(layout)
            yield Sheet(opened.header, ((line, _tidy(row)) for line, row in rows))


def _said_of_layout(book: WorkbookFile) -> Iterator[str]:
    """What a workbook merges and hides, and how that was read."""
    if book.merged:
        yield f"merged cells count for each of their rows: {_some(book.merged)}"
    for how, rows in (("hidden", book.hidden_rows), ("struck through", book.struck_rows)):
        if rows:
            spans = [str(a) if a == b else f"{a}-{b}" for a, b in rows]
            yield f"{how} in Excel, and read all the same: row {_some(spans)}"
    if book.hidden_columns:
        yield f"hidden in Excel, and read all the same: column {_some(book.hidden_columns)}"


def _some(names: Sequence[str]) -> str:
    """The first names of many, and how many more there are."""
    more = f", and {len(names) - _MOST_NAMED:,} more" * (len(names) > _MOST_NAMED)
    return ", ".join(names[:_MOST_NAMED]) + more


def _is_workbook(start: bytes) -> bool:
    if not start.startswith((b"PK", b"\xd0\xcf")):
        return False
    from pumpsched.formats.workbook import is_workbook

    return is_workbook(start)


def _no_list(file: str, what: str, next_step: str) -> UsageRefusal:
    return UsageRefusal(f"{visible(file)} {what}.", code="bad-list", next_step=next_step)


def _tidy(row: Row) -> Row:
    """A row of a list without line breaks in its cells; coordinates have nine decimals at most."""
    for column, cell in row.items():
        if "\n" in cell or "\r" in cell:
            row[column] = _LINE_BREAK.sub(", ", cell.strip())
        elif column in _COORDINATES:
            row[column] = _LONG_COORDINATE.sub(r"\1", cell)
    return row


class MappingNeeded(UsageRefusal):
    """A list that is read only by a mapping, with the one that is proposed.

    Attributes:
        file: The list.
        proposal: What its columns were taken for.
        open: What only the list's owner can say.
        problems: What could not be read of it by this mapping.
    """

    def __init__(self, file: ListFile, proposal: ProposedMapping, *, asked: bool = False) -> None:
        from pumpsched.records.column_mapping import open_entries
        from pumpsched.records.proposed_mapping import unseen_fill

        why = "" if asked else " is no panel as it stands"
        super().__init__(
            f"{visible(file.name)}{why}: a mapping of its columns is proposed.",
            code="mapping-needed",
        )
        self.file = file
        self.proposal = proposal
        self.open = [*unseen_fill(proposal), *open_entries(proposal.mapping)]
        self.problems = _trial(file, proposal)


def list_source(
    path: Path,
    *,
    mapping: ListMapping | None = None,
    auto: bool = False,
    asked: bool = False,
    sheet: str = "",
) -> Source:
    """The one file at a path.

    Args:
        path: A file.
        mapping: How its rows become those of a panel.
        auto: Whether the mapping that is proposed is taken, where nothing of it is open.
        asked: Whether a mapping is to be proposed, even where none is needed.
        sheet: The sheet of a workbook that has several.

    Raises:
        BadImport: It is none that can be imported, or the mapping is of another list.
        MappingNeeded: Its header is not known, but a mapping can be proposed.
    """
    file = ListFile(path, sheet=sheet or (mapping.sheet if mapping else ""))
    if mapping is not None:
        return mapped_source(file, mapping)
    header, line = header_of(file)
    layout = recognise(header, file=file.name, line=line)
    is_unknown = isinstance(layout, Problem) or (layout is PANEL and _is_foreign(file))
    proposal = proposal_for(file) if auto or asked or is_unknown else None
    if proposal is None:
        if isinstance(layout, Problem):
            raise BadImport([layout])
        return file.source(layout)
    needed = MappingNeeded(file, proposal, asked=asked)
    if not auto or needed.open:
        raise needed
    source = mapped_source(file, proposal.mapping)
    left = [name for name, target in proposal.mapping.columns.items() if not target]
    notes = (f"columns left out: {_some(left)}",) if left else ()
    return replace(source, notes=(*source.notes, *notes))


def header_of(file: ListFile, *, first_line: int = 1) -> tuple[tuple[str, ...], int]:
    """The header of a list and its line.

    Raises:
        BadImport: It has none.
    """
    problems: list[Problem] = []
    with file.opened(problems.append, Silent(), first_line=first_line) as opened:
        if problems:
            raise BadImport(problems)
        return opened.header, opened.header_line


def _is_foreign(file: ListFile) -> bool:
    """Whether days or numbers of a panel are not written as this program has them."""
    from pumpsched.records.column_mapping import DATES, FIELDS, ORDERS
    from pumpsched.records.mapped_rows import read_day

    def is_foreign_day(cell: str) -> bool:
        for order in ORDERS:
            try:
                return read_day(ListCell(cell), order=order, serial=True).isoformat() != cell
            except Unreadable:
                continue
        return False

    with file.opened(lambda _: None, Silent()) as opened:
        days = [name for name in DATES if name in opened.header and name != IMPLANTED_ON.column]
        numbers = [name for name in opened.header if name in FIELDS and FIELDS[name].type.is_number]
        for _, row in _loose_rows(opened):
            if any(is_foreign_day(row[name]) for name in days if row.get(name)):
                return True
            if any(_DECIMAL_COMMA.fullmatch(row[name]) for name in numbers if row.get(name)):
                return True
    return False


def _loose_rows(opened: CsvFile | WorkbookFile) -> Iterator[tuple[int, dict[str, str]]]:
    for number, row in opened.list_rows():
        texts = (cell.text for cell in row)
        yield number, dict(zip(opened.header, texts, strict=False))


def proposal_for(file: ListFile) -> ProposedMapping | None:
    """The mapping that is proposed for a list; None where it is hardly a list of patients."""
    from itertools import islice

    from pumpsched.records.proposed_mapping import header_among, propose
    from pumpsched.reference.list_words import list_words

    with file.opened(lambda _: None, Silent()) as opened:
        first = [(opened.header_line, opened.header)]
        below = islice(opened.list_rows(), _FIRST_ROWS)
        first += [(line, tuple(cell.text for cell in row)) for line, row in below]
    line = header_among(first, list_words())
    if line is None:
        return None
    with file.opened(lambda _: None, Silent(), first_line=line) as opened:
        return propose(
            opened.header,
            opened.list_rows(),
            list_words(),
            catalogue(),
            line=line,
            sheet=file.sheet,
        )


def _trial(file: ListFile, proposal: ProposedMapping) -> list[Problem]:
    """What a proposed mapping leaves unreadable, apart from what hangs on its open entries."""
    from pumpsched.records.column_mapping import PARTS

    mapping = proposal.mapping
    is_open = {
        target for target, said in (*mapping.dates.items(), *mapping.units.items()) if not said
    }
    is_open |= {target for target, words in mapping.words.items() if "" in words.values()}
    is_open |= {whole for whole, parts in PARTS.items() if not is_open.isdisjoint(parts)}
    # A word that is open stands for something, so that nothing is missing where it stands.
    words = {
        target: {word: meaning for word, meaning in said.items() if meaning}
        for target, said in mapping.words.items()
    }
    mapping = replace(mapping, words=words)
    problems: list[Problem] = []
    source = mapped_source(file, mapping, passing_over=frozenset(is_open))
    with source.opened(problems.append, Silent()) as sheet:
        for line, row in sheet.rows:
            try:
                PANEL.parse(row, catalogue())
            except BadRow as bad:
                cells = (cell for cell in bad.cells if cell.column not in is_open)
                problems += [source.problem(line, cell.column, cell.what) for cell in cells]
    return sorted(problems, key=lambda problem: problem.line)


def mapped_source(
    file: ListFile, mapping: ListMapping, *, passing_over: frozenset[str] = frozenset()
) -> Source:
    """A list as a panel, by a mapping.

    Args:
        file: The list.
        mapping: What its columns are.
        passing_over: Our columns of which nothing unreadable is told.

    Raises:
        BadImport: The list has not the columns that the mapping names, or others besides.
    """
    from pumpsched.records.proposed_mapping import unique_names

    header, line = header_of(file, first_line=mapping.header)
    names = unique_names(header)
    if strange := _strange_columns(file, mapping, names, line):
        raise BadImport(strange)
    rows = _MappedRows(file, mapping, names, passing_over)
    renamed = {target: mapping.theirs(target) for target in PANEL.accepted}
    with readable(file.path):
        size = file.path.stat().st_size
    return Source(
        file.name, PANEL, rows.opened, size, renamed, notes=(*file.notes, *rows.left_out())
    )


def _strange_columns(
    file: ListFile, mapping: ListMapping, names: Sequence[str], line: int
) -> list[Problem]:
    missing = [name for name in mapping.columns if name not in names]
    if len(missing) == len(mapping.columns):
        # What stands there may be a patient's row, so it is not repeated.
        what = "has none of the mapping's columns: is header right in the mapping?"
        return [Problem(file.name, line, "", what)]
    beyond = [name for name in names if name not in mapping.columns]
    absent, new = "is in the mapping and no column of the list", "is not in the mapping: name it"
    return [
        *(Problem(file.name, line, name, absent) for name in missing),
        *(Problem(file.name, line, name, f'{new} there, "" leaves it out') for name in beyond),
    ]


class _MappedRows:
    """The rows of a list that are patients', as those of a panel."""

    def __init__(
        self,
        file: ListFile,
        mapping: ListMapping,
        names: Sequence[str],
        passing_over: frozenset[str],
    ) -> None:
        from pumpsched.records.mapped_rows import RowMapper
        from pumpsched.reference.list_words import list_words

        self._file = file
        self._mapping = mapping
        self._names = names
        self._passing_over = passing_over
        self._mapper: RowMapper = RowMapper(mapping, names, list_words().units)

    @contextmanager
    def opened(self, report: Report, progress: Progress) -> Iterator[Sheet]:
        """The rows from the first on; what is unreadable goes to the report."""
        with self._file.opened(report, progress, first_line=self._mapping.header) as opened:
            header = tuple(dict.fromkeys(filter(None, map(self._panel_column, self._names))))
            yield Sheet(header, self._rows(opened, report))

    def _panel_column(self, name: str) -> str:
        from pumpsched.records.column_mapping import PARTS

        target = self._mapping.columns[name]
        whole = (whole for whole, parts in PARTS.items() if target in parts)
        return target if target in PANEL.accepted else next(whole, "")

    def left_out(self) -> Iterator[str]:
        """Which rows are no patient's, in words."""
        lines, blank = [], 0
        with self._file.opened(lambda _: None, Silent(), first_line=self._mapping.header) as opened:
            for line, row in opened.list_rows():
                if not any(cell.text.strip() for cell in row):
                    blank += 1
                elif self._mapper.is_left_out(row):
                    lines.append(str(line))
        if lines:
            yield f"left out as no patient's: row {_some(lines)}"
        if blank:
            yield f"{blank:,} blank row{'s' * (blank != 1)} left out"

    def _rows(
        self, opened: CsvFile | WorkbookFile, report: Report
    ) -> Iterator[tuple[int, dict[str, str]]]:
        from pumpsched.records.mapped_rows import DaysSeen

        width, days = len(self._names), DaysSeen()
        for line, row in opened.list_rows():
            if not any(cell.text.strip() for cell in row) or self._mapper.is_left_out(row):
                continue
            if len(row) != width:
                what = f"has {len(row)} values for the header's {width} columns"
                report(Problem(self._file.name, line, "", what))
                continue
            days.add(line, self._mapper.cells_of(row))
            mapped = self._mapper.mapped(row)
            for bad in self._told(mapped.cells, mapped.bad):
                column = self._mapping.theirs(bad.column)
                report(Problem(self._file.name, line, column, bad.what))
            if not mapped.bad:
                yield line, mapped.cells
        for line, target in days.exchanged():
            report(Problem(self._file.name, line, self._mapping.theirs(target), _EXCHANGED))

    def _told(self, cells: Mapping[str, str], bad: Sequence[BadCell]) -> list[BadCell]:
        """What is wrong with a row that the mapping cannot read: all of it, once."""
        if not bad:
            return []
        unread = {each.column for each in bad}
        held = {name: text for name, text in _STAND_INS.items() if name in unread}
        further: Sequence[BadCell] = ()
        try:
            PANEL.parse({**cells, **held}, catalogue())
        except BadRow as other:
            further = other.cells
        found = [*bad, *(each for each in further if each.column not in unread)]
        return [each for each in found if each.column not in self._passing_over]
