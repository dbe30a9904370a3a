"""The demo store: an invented clinic, imported like any other, that stands still on its own day.

Its forty patients are the folder ``demo`` of the reference data. A clinic of another size is the
first of them, or the forty once more and again: other names, codes and homes, the same pumps, and
each history some weeks nearer to today. Nothing is reckoned for it but days.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from pumpsched.records.problems import Report
from pumpsched.store.reading.opening import ReadStore
from pumpsched.store.results import Stamp
from pumpsched.usecases.import_files import Progress, Row, Sheet, Silent, Source
from pumpsched.usecases.import_session import sources_at
from pumpsched.usecases.importing import ImportReceipt, import_sources

if TYPE_CHECKING:
    from pumpsched.store.books import Books

DEMO_TODAY = date(2026, 11, 22)
"""The Sunday on which the demo clinic stands still."""

PATIENTS = 40
"""How many patients the demo has unless asked for more: one for every situation."""

_STAFFED = 200
"""Patients whom four nurses and two sites can serve; for each so many more there are others."""

_NURSES = 4
_INITIALS = 26
_PAST = ("implanted_on", "explanted_on", "at")
"""Columns of days that have come: none but the day of a planned programme is ahead."""


def build_demo(
    place: Path | str, stamp: Stamp, *, patients: int = PATIENTS, progress: Progress | None = None
) -> ImportReceipt:
    """Makes a demo store at a path that nothing has yet, or in an empty database."""
    # The database library takes several times as long to import as a reading to run.
    from pumpsched.store.books import written
    from pumpsched.store.engine import open_store

    engine = open_store(str(place), create=True)
    try:
        return written(
            engine, stamp, lambda books: fill_demo(books, patients=patients, progress=progress)
        )
    finally:
        engine.dispose()


def is_demo(location: Path | str) -> bool:
    """Whether the store there is a demonstration: it has a today of its own.

    Raises:
        NotFound: No store is there.
        StoreProblem: It cannot be read.
    """
    with closing(ReadStore(str(location))) as store, store.reading() as books:
        return books.own_today() is not None


def fill_demo(
    books: Books, *, patients: int = PATIENTS, progress: Progress | None = None
) -> ImportReceipt:
    """Takes the invented clinic into empty books, which from then on have a today of their own."""
    books.set_own_today(DEMO_TODAY)
    with demo_sources(patients) as sources:
        return import_sources(books, sources, today_in=lambda _: DEMO_TODAY, progress=progress)


@contextmanager
def demo_sources(patients: int = PATIENTS) -> Iterator[list[Source]]:
    """The invented clinic as the files of a folder, in the order of an import."""
    with as_file(files("pumpsched.reference").joinpath("demo")) as folder:
        sources = sources_at(folder)
        if patients != PATIENTS:
            spare = _spare_weeks(sources)
            sources = [_resized(source, patients, spare) for source in sources]
        yield sources


def _spare_weeks(sources: Sequence[Source]) -> dict[str, int]:
    """By how many whole weeks the past of each patient can come nearer to today."""
    today, latest = DEMO_TODAY.isoformat(), dict[str, str]()
    for source in sources:
        # What is wrong with a row is for the import to say, which reads it again.
        with source.opened(lambda _problem: None, Silent()) as sheet:
            for _, row in sheet.rows:
                days = [row.get(column, "")[:10] for column in _PAST]
                past = [day for day in days if day and day <= today]
                if past:
                    latest[row["patient"]] = max(latest.get(row["patient"], ""), *past)
    return {code: (DEMO_TODAY - date.fromisoformat(day)).days // 7 for code, day in latest.items()}


def _resized(source: Source, patients: int, spare: Mapping[str, int]) -> Source:
    """The same file of a clinic of that size."""

    @contextmanager
    def opened(report: Report, progress: Progress) -> Iterator[Sheet]:
        with source.opened(report, Silent()) as sheet:
            forty = [row for _, row in sheet.rows]
            rows = _rows(source.name, forty, patients, spare)
            yield replace(sheet, rows=_numbered(rows, progress))

    return replace(source, opened=opened, size=None)


def _numbered(rows: Iterator[Row], progress: Progress) -> Iterator[tuple[int, Row]]:
    for line, row in enumerate(rows, start=2):
        progress.advance(1)
        yield line, row


def _rows(
    file: str, forty: Sequence[Row], patients: int, spare: Mapping[str, int]
) -> Iterator[Row]:
    """The rows of a file: those of the forty, then their copies as far as they are wanted."""
    yield from (row for row in forty if _is_wanted(row, patients))
    if file in _CHANGES:
        served, change = _CHANGES[file]
        copies = (_Copy(number, forty, spare) for number in range(1, -(-patients // served)))
        again = ({**row, **change(copy, row)} for copy in copies for row in forty)
        yield from (row for row in again if _is_wanted(row, patients))


def _is_wanted(row: Row, patients: int) -> bool:
    code = row.get("patient") or row.get("who", "")
    return not code.isdigit() or int(code) <= patients


@dataclass(frozen=True, slots=True)
class _Copy:
    """The rows of one file once more; each method gives the cells in which a row differs.

    Copies are numbered from 1 on; ``spare`` are the weeks that the past of each of the forty can
    come nearer to today.
    """

    number: int
    rows: Sequence[Row]
    spare: Mapping[str, int]

    def patient(self, row: Row) -> Row:
        patient = self._code(row)
        house, _, street = row["address"].partition(" ")
        phone, last = row["phone"][:-2], int(row["phone"][-2:])
        nurse = row["preferred_nurse"]
        return {
            "patient": patient,
            "name": self._name(row),
            "birth_date": self._born(row),
            "phone": f"{phone}{(last + self.number) % 100:02d}",
            "address": f"{int(house) + self.number} {street}",
            "preferred_nurse": nurse and _nurse_code(nurse, (int(patient) - 1) // _STAFFED),
            **self._moved(row),
        }

    def pump(self, row: Row) -> Row:
        model, _, serial = row["serial"].partition("-")
        days = ("implanted_on", "end_of_service_on", "explanted_on")
        return {
            "patient": self._code(row),
            "serial": f"{model}-{int(serial) + 10 * PATIENTS * self.number:06d}",
            **{day: self._nearer(row, day) for day in days},
        }

    def event(self, row: Row) -> Row:
        return {"patient": self._code(row), "at": self._nearer(row, "at")}

    def authorization(self, row: Row) -> Row:
        patient = self._code(row)
        return {"patient": patient, "number": f"{row['number'][:-5]}{patient:0>5}"}

    def nurse(self, row: Row) -> Row:
        return {
            "nurse": _nurse_code(row["nurse"], self.number),
            "name": self._name(row),
            "roster": re.sub(r"clinic:\w+", rf"\g<0>{self.number + 1}", row["roster"]),
            **self._moved(row),
        }

    def site(self, row: Row) -> Row:
        return {
            "site": f"{row['site']}{self.number + 1}",
            "name": f"{row['name']} {self.number + 1}",
            **self._moved(row),
        }

    def _code(self, row: Row) -> str:
        return f"{int(row['patient']) + PATIENTS * self.number:04d}"

    def _name(self, row: Row) -> str:
        """The family name of one with the given name of another, and an initial."""
        other = self.rows[(self.rows.index(row) + self.number) % len(self.rows)]
        family, given = row["name"].partition(", ")[0], other["name"].partition(", ")[2]
        return f"{family}, {given} {chr(ord('A') + self.number % _INITIALS)}"

    def _born(self, row: Row) -> str:
        """A day earlier where the names begin anew, so that nobody is there twice."""
        laps = self.number // math.lcm(len(self.rows), _INITIALS)
        return f"{date.fromisoformat(row['birth_date']) - timedelta(days=laps)}"

    def _moved(self, row: Row) -> Row:
        """Another place within some three kilometres, for what has a place."""
        steps = {"latitude": 377 * self.number, "longitude": 997 * self.number}
        return {
            column: str(Decimal(row[column]) + Decimal(step % 6001 - 3000).scaleb(-5))
            for column, step in steps.items()
            if row[column]
        }

    def _nearer(self, row: Row, column: str) -> str:
        """A day, or day and time, as many weeks later as keep the past in the past."""
        day, clock = row[column][:10], row[column][10:]
        weeks = timedelta(weeks=self.number % (self.spare[row["patient"]] + 1))
        return f"{date.fromisoformat(day) + weeks}{clock}" if day else ""


def _nurse_code(code: str, copy: int) -> str:
    return f"N{int(code[1:]) + _NURSES * copy}"


_CHANGES: dict[str, tuple[int, Callable[[_Copy, Row], Row]]] = {
    "patients.csv": (PATIENTS, _Copy.patient),
    "pumps.csv": (PATIENTS, _Copy.pump),
    "events.csv": (PATIENTS, _Copy.event),
    "authorizations.csv": (PATIENTS, _Copy.authorization),
    "nurses.csv": (_STAFFED, _Copy.nurse),
    "sites.csv": (_STAFFED, _Copy.site),
}
"""Files that a larger clinic has more rows of: patients to a copy, and what differs in it."""
