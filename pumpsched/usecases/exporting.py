"""Exporting: every table of the store as the files of a folder, or as one JSON document.

Rows stand in the order of their codes, as text, and of time; what is written depends on what is
recorded alone, so that importing an export and exporting again gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from pumpsched.domain.ledger import Voided
from pumpsched.formats.csv_files import write_list, write_rows
from pumpsched.records.archive_file import ARCHIVE
from pumpsched.records.calendar_file import CALENDAR
from pumpsched.records.events import (
    CHECK_VOLUME,
    EVENTS,
    NAME,
    READOUT,
    SUPPLY,
    VOID,
    EventRow,
    VoidRow,
    event_name,
)
from pumpsched.records.folder import (
    AUTHORIZATIONS,
    CLOSURES,
    DECISIONS,
    NURSES,
    PATIENTS,
    PUMPS,
    SETTINGS,
    SITES,
    TRAVEL,
    VISITS,
)
from pumpsched.records.phone_log import CONTACTS, ORDERS
from pumpsched.records.plain import number
from pumpsched.records.recognise import FOLDER, AnyLayout
from pumpsched.store.files import new_file, new_folder, parts_beside
from pumpsched.store.results import Entry
from pumpsched.usecases.calendar_entries import calendar_entries
from pumpsched.usecases.manifest import MANIFEST, Hashed, Written, manifest_of

if TYPE_CHECKING:
    from pumpsched.store.reading.opening import ReadBooks


def write_folder(books: ReadBooks, path: Path, *, replace: bool = False) -> list[Written]:
    """Writes the files of a folder, those without rows left out, and their manifest.

    Gives what was written, but for the manifest.

    Raises:
        Conflict: Something else is at the path.
    """
    written = []
    # Some kinds of facts need columns that few ledgers have.
    rare = [column for kind in (READOUT, VOID) if books.holds(kind.word) for column in kind.columns]
    rare.append(NAME.column)
    rare += _columns_of_fills(books)
    rare += VISITS.extra if books.has_overrides() else ()
    rare += NURSES.extra if books.has_nurse_phones() else ()
    known = (*FOLDER, MANIFEST)
    with new_folder(path, known=known, replace=replace) as opened:
        for layout, values in tables(books):
            first = next(iter(values()), None)
            if first is None:
                continue
            with opened(layout.name) as stream:
                hashed: Any = Hashed(stream)
                rows = write_rows(hashed, layout, values(), extra=rare)
                written.append(Written(layout.name, rows, hashed.sha256))
        if written:
            with opened(MANIFEST) as stream:
                stream.write(manifest_of(written))
    return written


def write_document(
    books: ReadBooks, path: Path, head: Mapping[str, Any], *, replace: bool = False
) -> list[Written]:
    """Writes one JSON document with every table; gives what was written.

    A row has the columns of its file: what is empty there is null here, and plain numbers are
    numbers. Above the tables stands the ``head``: schema, day, zone.
    """
    written = []
    unsaid = _columns_of_fills(books, given=False)
    unsaid += () if books.has_overrides() else VISITS.extra
    unsaid += () if books.has_nurse_phones() else NURSES.extra
    with new_file(path, replace=replace) as stream:
        begin = json.dumps(head, ensure_ascii=True)[:-1]
        stream.write(f'{begin}, "tables": {{'.encode("ascii"))
        for place, (layout, values) in enumerate(tables(books)):
            left_out = [column for column in layout.extra if column in unsaid]
            rows = _write_table(stream, layout, values(), left_out, first=not place)
            written.append(Written(layout.name, rows))
        stream.write(b"\n}}\n")
    return written


def _columns_of_fills(books: ReadBooks, *, given: bool = True) -> tuple[str, ...]:
    """The columns of what few fills say, if any says it; or if none does, those to leave out."""
    parts = [part for part in (SUPPLY, CHECK_VOLUME) if books.holds_any(part.stored) is given]
    return tuple(each.column for part in parts for each in part.fields)


def write_worklist(
    path: Path, header: Iterable[str], rows: Iterable[Iterable[str]], *, replace: bool = False
) -> None:
    """Writes a list for a spreadsheet, in which no cell is taken for a formula."""
    with new_file(path, replace=replace) as stream:
        write_list(stream, list(header), (list(row) for row in rows))


def write_sheet(
    path: Path,
    title: str,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    replace: bool = False,
) -> None:
    """Writes the same as a workbook, its days as days, its volumes, flows and doses as numbers."""
    from pumpsched.formats.workbook import write_workbook

    values = (
        [_value(column, text) for column, text in zip(header, row, strict=True)] for row in rows
    )
    with new_file(path, replace=replace) as stream, parts_beside(path):
        write_workbook(stream, title, header, values)


_OTHER_DAYS = ("refill_by", "book_by", "stable_until")


def _value(column: str, text: str) -> str | int | float | date | None:
    if not text:
        return None
    if column.endswith("_on") or column in _OTHER_DAYS:
        return date.fromisoformat(text)
    return number(text) if column.endswith(("_ml", "_per_day")) else text


def tables(books: ReadBooks) -> Iterator[tuple[AnyLayout, Callable[[], Iterable[Any]]]]:
    """Each kind of file and what gives its values in order, in the contract's order."""
    yield PATIENTS, books.patients
    yield PUMPS, lambda: (implant.device for implant in books.devices())
    yield EVENTS, lambda: event_rows(books)
    yield NURSES, books.nurses
    yield SITES, books.sites
    yield CLOSURES, books.closures
    yield AUTHORIZATIONS, books.authorizations
    yield VISITS, lambda: sorted(books.visits(), key=lambda visit: visit.code)
    yield TRAVEL, books.legs
    yield SETTINGS, lambda: iter(books.settings().items())
    if books.decisions():
        yield DECISIONS, books.decisions
    if books.has_visits():
        yield CALENDAR, lambda: calendar_entries(books)
    marks: tuple[tuple[AnyLayout, Callable[[], list[Any]]], ...] = (
        (CONTACTS, books.contacts),
        (ORDERS, books.order_marks),
        (ARCHIVE, books.archive_marks),
    )
    yield from ((layout, values) for layout, values in marks if values())


def event_rows(books: ReadBooks) -> Iterator[EventRow]:
    """Every fact, by patient code and time; a void names the fact by its kind and number there."""
    for code, entries in groupby(books.all_entries(), lambda entry: entry.patient):
        yield from _of_patient(code, entries)


def _of_patient(code: str, entries: Iterable[Entry]) -> Iterator[EventRow]:
    names: dict[int, tuple[str, int]] = {}
    counts: dict[tuple[object, str], int] = {}
    for entry in _voids_last(entries):
        fact = entry.fact
        if isinstance(fact, Voided):
            event, ordinal = names[fact.voids]
            yield EventRow(code, VoidRow(fact.at, event, ordinal, fact.note), entry.name)
            continue
        event = event_name(fact)
        counts[fact.at, event] = counts.get((fact.at, event), 0) + 1
        names[fact.seq] = event, counts[fact.at, event]
        yield EventRow(code, fact, entry.name)


def _voids_last(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries with the voids of one time after its facts: the order an import records them."""
    for _, same in groupby(entries, lambda entry: entry.fact.at):
        yield from sorted(same, key=lambda entry: isinstance(entry.fact, Voided))


def _write_table(
    stream: BinaryIO,
    layout: AnyLayout,
    values: Iterable[Any],
    left_out: Collection[str],
    *,
    first: bool,
) -> int:
    name = json.dumps(layout.name.removesuffix(".csv"))
    stream.write(f"{'' if first else ','}\n{name}: [".encode("ascii"))
    rows = 0
    for value in values:
        cells = {key: cell for key, cell in layout.text(value).items() if key not in left_out}
        text = json.dumps(layout.plain(cells), ensure_ascii=True)
        stream.write(f"{',' if rows else ''}\n  {text}".encode("ascii"))
        rows += 1
    stream.write(b"]")
    return rows
