"""The demo store: an invented clinic, imported like any other, that stands still on its own day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

from pumpsched.demo import DEMO_TODAY, Table, build_clinic, panel
from pumpsched.formats.csv_files import write_rows
from pumpsched.records.panel import PANEL
from pumpsched.records.recognise import FOLDER
from pumpsched.reference import catalogue
from pumpsched.store.backup import put_in_place
from pumpsched.store.books import Books, Stamp, reading, written
from pumpsched.store.engine import open_store
from pumpsched.usecases.import_session import Progress, Row, Source, source_of
from pumpsched.usecases.importing import ImportReceipt, import_sources

PATIENTS = 40
"""How many patients the demo has unless asked for more: one for every situation."""

_PANEL_EXTRAS = ("implanted_on", "fixed_flow_ml_day")


def build_demo(
    place: Path | str, stamp: Stamp, *, patients: int = PATIENTS, progress: Progress | None = None
) -> ImportReceipt:
    """Makes a demo store at a path that nothing has yet, or in an empty database."""
    engine = open_store(str(place), create=True)
    try:
        return written(
            engine, stamp, lambda books: fill_demo(books, patients=patients, progress=progress)
        )
    finally:
        engine.dispose()


def replace_demo(fresh: Path, location: Path) -> None:
    """Makes the demo store at ``location`` what the fresh one is."""
    put_in_place(fresh, location)


def is_demo(location: Path | str) -> bool:
    """Whether the store there is a demonstration: it has a today of its own.

    Raises:
        NotFound: No store is there.
        StoreProblem: It cannot be read.
    """
    engine = open_store(str(location))
    try:
        with reading(engine) as books:
            return books.own_today() is not None
    finally:
        engine.dispose()


def fill_demo(
    books: Books, *, patients: int = PATIENTS, progress: Progress | None = None
) -> ImportReceipt:
    """Takes the invented clinic into empty books, which from then on have a today of their own."""
    books.set_own_today(DEMO_TODAY)

    def today_in(_zone: ZoneInfo) -> date:
        return DEMO_TODAY

    sources = demo_sources(patients)
    return import_sources(books, sources, today_in=today_in, progress=progress)


def demo_sources(patients: int = PATIENTS) -> list[Source]:
    """The invented clinic as the files of a folder, in the order of an import."""
    names = {table.name for table in build_clinic(patients)}
    return [
        source_of(layout, partial(_rows, name, patients))
        for name, layout in FOLDER.items()
        if name in names
    ]


def write_panel(stream: BinaryIO, *, patients: int = PATIENTS) -> int:
    """Writes the same clinic as one spreadsheet; gives how many rows it has."""
    known, layout = catalogue(), replace(PANEL, extra=_PANEL_EXTRAS)
    values = (PANEL.parse(row, known) for row in panel(patients).rows)
    return write_rows(stream, layout, values, extra=_PANEL_EXTRAS)


def _rows(name: str, patients: int) -> tuple[Sequence[str], Iterator[Row]]:
    table: Table = next(each for each in build_clinic(patients) if each.name == name)
    return table.header, table.rows
