"""Whether an import brings somebody in twice: two rows of its files, or a row and the store.

Asked once all rows are in, so that it takes one look through everybody, whatever the files hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pumpsched.domain.clinic import Patient
from pumpsched.domain.pump import Device
from pumpsched.records.folder import PATIENT, PATIENTS, PUMPS
from pumpsched.records.panel import PANEL, PanelRow
from pumpsched.records.problems import refused
from pumpsched.usecases.import_files import Source
from pumpsched.usecases.import_session import ImportSession, Line
from pumpsched.usecases.same_people import Alike, said, settle_brought, undecided

if TYPE_CHECKING:
    from pumpsched.store.reading.opening import ReadBooks

_OF_PEOPLE = (PATIENTS.name, PUMPS.name, PANEL.name)


def alike_before(books: ReadBooks, sources: Sequence[Source]) -> Alike | None:
    """The pairs that are there already; None where the sources bring neither people nor pumps."""
    return undecided(books) if _of_people(sources) else None


def _of_people(sources: Sequence[Source]) -> list[Source]:
    return [source for source in sources if source.layout.name in _OF_PEOPLE]


def refuse_same_people(
    session: ImportSession,
    sources: Sequence[Source],
    before: Alike | None,
    *,
    named: Sequence[str],
) -> int:
    """Reports pairs that look like one person and were none before, both codes with each.

    Those with a code ``named`` are recorded as two people; returns how many.
    """
    if before is None:
        return 0
    asked = _of_people(sources)

    def refuse(brought: Alike) -> None:
        lines = _lines_of(session, asked, {code for pair in brought for code in pair})
        for pair, same in brought.items():
            *_, (line, code) = sorted(
                ((lines[code], code) for code in pair if code in lines),
                key=lambda each: (asked.index(each[0].source), each[0].number),
            )
            other = pair.one if code == pair.other else pair.other
            there = _place(lines.get(other), line)
            problem = f"has {said(same)} as {other} {there}{_lost_zeros(code, other)}"
            two = f"if they are two people: --distinct {code}"
            session.refuse(line, [refused(PATIENT.column, code, f"{problem}; {two}")])

    return settle_brought(session.books, before, named=named, today=session.today, refuse=refuse)


def _lost_zeros(code: str, other: str) -> str:
    """What to do where a spreadsheet took the zeros before a code."""
    if not other.isdigit() or code != other.lstrip("0"):
        return ""
    pad = f'patient = "pad {len(other)}"'
    return f": give it its zeros again, or all of them by a mapping (--map) with {pad}"


def _place(other: Line | None, line: Line) -> str:
    if other is None:
        return "of the store"
    return f"on line {other.number}" + (
        "" if other.source == line.source else f" of {other.source.name}"
    )


def _lines_of(
    session: ImportSession, sources: Sequence[Source], codes: set[str]
) -> dict[str, Line]:
    """Where these patients stand first, after a second look at the files."""
    lines: dict[str, Line] = {}
    for source in sources if codes else ():
        with session.reading(source, again=True) as sheet:
            for line, value in session.values(source, sheet, source.layout, again=True):
                code = _code_of(value)
                if code in codes:
                    lines.setdefault(code, line)
    return lines


def _code_of(value: PanelRow | Patient | Device) -> str:
    if isinstance(value, PanelRow):
        return value.patient.code
    return value.code if isinstance(value, Patient) else value.patient
