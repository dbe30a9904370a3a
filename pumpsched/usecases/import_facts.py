"""Facts of a ledger file on their way into the store, and facts that a panel brings.

They are staged as they are read, loaded at once, then looked over: held to those checks of
:mod:`pumpsched.domain.recording` that are a problem in history; all that break one are listed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from pumpsched.domain.contents import untimed_emptying
from pumpsched.domain.errors import shortened
from pumpsched.domain.ledger import Emptied, Fact, Filled, Ledger
from pumpsched.domain.objections import fill_of_nothing, is_ahead
from pumpsched.records.events import (
    AT,
    EVENTS,
    MIXTURE,
    NAME,
    VOIDS,
    EventRow,
    VoidRow,
    event_name,
)
from pumpsched.records.folder import PATIENT
from pumpsched.records.panel import PanelRow
from pumpsched.records.problems import BadCell, refused
from pumpsched.store.results import Entry, Loaded, Put, StagedConflict, StagedProblem
from pumpsched.usecases.import_files import Source
from pumpsched.usecases.import_session import MOST_REMOVED, ImportSession, Line, Removed
from pumpsched.usecases.origins import origin
from pumpsched.usecases.staff import changes

if TYPE_CHECKING:
    from pumpsched.store.staging import Staging

_OWNER = {
    "unknown-patient": "is no patient of these files or of the store",
    "no-pump": "has no pump in these files or in the store: its facts have nowhere to go",
}
_SPOILT = {
    "nothing-to-void": BadCell(
        VOIDS.column, "names no fact of this patient at that time in this file"
    ),
    "name-twice": BadCell(
        NAME.column, "names two facts of this file: a row that is a copy has none of its own"
    ),
}
_TIME_NEEDED = "has no clock time: the pump was both filled and emptied on that day"
_MIXTURE_NEEDED = "the first fill of a pump needs it"


class FactIntake:
    """Takes the facts of one source; ``rows`` is how many."""

    def __init__(self, session: ImportSession, source: Source, *, again: bool = False) -> None:
        self._session = session
        self._source = source
        self._again = again
        self._staging: Staging = session.books.staging()
        self._looks_back = False
        self.rows = 0

    def add(
        self,
        line: Line,
        patient: str,
        fact: Fact | VoidRow,
        *,
        name: str = "",
        column: str = "at",
    ) -> None:
        """Stages a fact; one dated in the future is reported, by the column of its date.

        A programme may be planned ahead.
        """
        self.rows += 1
        if isinstance(fact, VoidRow):
            self._staging.add_void(line.number, patient, fact, name=name)
            return
        if not self._again and is_ahead(fact, self._session.today):
            what = f"is in the future, today is {self._session.today}: only a dose may be planned, "
            cell = refused(column, line.row.get(column, ""), f"{what}not a {event_name(fact)}")
            self._session.refuse(line, [cell])
        if (isinstance(fact, Filled) and fact.mixture is None) or isinstance(fact, Emptied):
            self._looks_back = True
        self._staging.add(line.number, patient, fact, name=name)

    def take(
        self,
        line: Line,
        patient: str,
        facts: Sequence[Fact],
        *,
        column: str,
        names: Mapping[type[Fact], str] = MappingProxyType({}),
    ) -> None:
        """Stages the facts of one row; ``names`` are of those voided for them, by kind."""
        self._looks_back |= bool(names)
        for fact in facts:
            self.add(line, patient, fact, name=names.get(type(fact), ""), column=column)

    def load(self) -> Loaded:
        """Records what was staged; its problems are for the caller to report."""
        self._session.progress.phase("recording")
        loaded = self._staging.load(self._session.choices.updates)
        if loaded.added or loaded.edited:
            self._session.touched.add(pumps=self._staging.pumps())
            self._refuse_merged()
        return loaded

    def _refuse_merged(self) -> None:
        """Reports new facts of a code that is no more: nobody would see them."""
        merged = self._session.merged
        for number, code, _ in self._staging.added() if merged else ():
            if code in merged:
                problem = f"was merged into {merged[code]}: give the row that code"
                line = Line(self._source, number, {})
                self._session.refuse(line, [refused(PATIENT.column, code, problem)])

    def note_removed(self) -> None:
        """Notes what an import brought and this file does not have: it stays all the same."""
        session, books = self._session, self._session.books
        numbers = [] if session.was_empty else self._staging.absent()
        session.removed += len(numbers)
        for number in numbers[: MOST_REMOVED - len(session.removals)]:
            entry = books.entry(number)
            assert entry is not None, "what was counted is there"
            whence = origin(books, entry, session.zone)
            session.removals.append(Removed(self._source.name, entry.patient, entry.fact, whence))
        if not session.was_empty:
            session.absent = session.absent or self._staging.patients_absent()

    def refuse_unreadable_ledgers(self, keys: Sequence[int] | None) -> None:
        """Reports facts that leave unclear what the reservoirs of these pumps hold.

        That is a first fill that does not say what was filled in, and a day without an order of
        its fill and its emptying.
        """
        if not self._looks_back:
            return
        for _, patient, facts in self._session.books.ledgers(keys):
            ledger = Ledger.in_order(facts)
            nothing = refused(MIXTURE.column, "", _MIXTURE_NEEDED, example="baclofen 500 mcg/mL")
            untimed = refused(AT.column, "", _TIME_NEEDED, example="2026-11-02T09:30")
            found = ((fill_of_nothing(ledger), nothing), (untimed_emptying(ledger), untimed))
            for fact, cell in found:
                number = None if fact is None else self._staging.line_of(fact.seq)
                if number is not None and not self._session.directory.doubts(EVENTS.name, patient):
                    self._session.refuse(Line(self._source, number, {}), [cell])


def take_events(session: ImportSession, source: Source) -> FactIntake:
    """Takes a ledger file.

    Facts that have no owner spoil the loading of all others; those are then staged once more, so
    that one run finds what is wrong with them, too.
    """
    intake, loaded = _staged(session, source, without=frozenset())
    nowhere = [problem for problem in loaded.problems if problem.code in _OWNER]
    if nowhere:
        _report(session, source, nowhere)
        lost = frozenset(problem.patient for problem in nowhere)
        intake, loaded = _staged(session, source, without=lost)
    _report(session, source, loaded.problems)
    report_conflicts(session, source, loaded.conflicts)
    if loaded.known or loaded.edited:
        # What brings news alone was never whole.
        intake.note_removed()
    session.count(source, "events", intake.rows, Put(loaded.added, loaded.edited))
    return intake


def _staged(
    session: ImportSession, source: Source, *, without: frozenset[str]
) -> tuple[FactIntake, Loaded]:
    again = bool(without)
    intake = FactIntake(session, source, again=again)
    with session.reading(source, again=again) as sheet:
        row: EventRow
        for line, row in session.values(source, sheet, EVENTS, again=again):
            if row.patient not in without:
                intake.add(line, row.patient, row.fact, name=row.name)
    return intake, intake.load()


def _report(session: ImportSession, source: Source, problems: Sequence[StagedProblem]) -> None:
    directory = session.directory
    for problem in problems:
        line = Line(source, problem.line, {})
        if problem.code not in _OWNER:
            if not directory.doubts(EVENTS.name, problem.patient):
                session.refuse(line, [_SPOILT[problem.code]])
            continue
        files = ("patients.csv", "pumps.csv") if problem.code == "no-pump" else ("patients.csv",)
        if not any(directory.doubts(file, problem.patient) for file in files):
            session.refuse(line, [refused("patient", problem.patient, _OWNER[problem.code])])


def report_conflicts(
    session: ImportSession, source: Source, conflicts: Sequence[StagedConflict]
) -> None:
    """Shows both sides of what differs, after a second look at the file."""
    if not conflicts:
        return
    facts = {conflict.line: conflict.fact for conflict in conflicts}
    with session.reading(source, again=True) as sheet:
        for line, row in session.values(source, sheet, source.layout, again=True):
            entry = session.books.entry(facts[line.number]) if line.number in facts else None
            if entry is not None:
                session.differs(line, entry.name, _conflict(session, entry, row))


def _conflict(session: ImportSession, entry: Entry, row: EventRow | PanelRow) -> str:
    ours = EventRow(entry.patient, entry.fact, entry.name)
    theirs = row._replace(name=entry.name) if isinstance(row, EventRow) else ours
    differing = [
        EVENTS.told(column, f"{column} {new or 'empty'} here, {old or 'empty'} in the store")
        for column, old, new in changes(EVENTS, ours, theirs)
    ]
    whence = origin(session.books, entry, session.zone)
    void = None if entry.voided_by is None else session.books.entry(entry.voided_by)
    if void is not None and void.is_typed and not differing:
        undone = f"{origin(session.books, void, session.zone, done='undone')}: {void.fact.note}"
        return f"{entry.name} ({whence}) was {shortened(undone)}; take it out, or type it again"
    return f"{entry.name}: {', '.join(differing)} ({whence})"
