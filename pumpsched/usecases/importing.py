"""Importing files: all of it in one transaction, or nothing and a list of what is wrong.

Facts are staged as they are read, loaded at once, then looked over. They are held to those checks
of :mod:`pumpsched.domain.recording` that are a problem in history; all that break one are listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pumpsched.domain.contents import untimed_emptying
from pumpsched.domain.errors import Conflict
from pumpsched.domain.findings import Finding
from pumpsched.domain.ledger import Emptied, Fact, Filled, Ledger
from pumpsched.domain.objections import fill_of_nothing, is_ahead
from pumpsched.domain.outlook import Outlook
from pumpsched.domain.pump import Device
from pumpsched.records.events import AT, EVENTS, MIXTURE, VOIDS, EventRow, VoidRow, event_name
from pumpsched.records.folder import CLOSURES, IMPLANTED_ON, PATIENT, PATIENTS, PUMPS, SETTINGS
from pumpsched.records.panel import FILLED_ON, PANEL, PanelRow
from pumpsched.records.problems import BadCell, BadImport, Problem, refused
from pumpsched.store.results import Loaded, Put, StagedProblem
from pumpsched.usecases.import_people import alike_before, refuse_same_people
from pumpsched.usecases.import_session import ImportSession, Line, Progress, Silent, Source, Tally
from pumpsched.usecases.import_tables import (
    AT_ONCE,
    KINDS,
    PATIENT_ROWS,
    PUMP_ROWS,
    TableIntake,
    batched,
    refuse_repeated,
    take_table,
)
from pumpsched.usecases.outlooks import fresh_rows
from pumpsched.usecases.same_people import implausible_people

if TYPE_CHECKING:
    from pumpsched.store.books import Books
    from pumpsched.store.staging import Staging

_OWNER = {
    "unknown-patient": "is no patient of these files or of the store",
    "no-pump": "has no pump in these files or in the store: its facts have nowhere to go",
}
_NOTHING_TO_VOID = "names no fact of this patient at that time in this file"
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

    def add(self, line: Line, patient: str, fact: Fact | VoidRow, *, column: str = "at") -> None:
        """Stages a fact; one dated in the future is reported, by the column of its date.

        A programme may be planned ahead.
        """
        self.rows += 1
        if isinstance(fact, VoidRow):
            self._staging.add_void(
                line.number,
                patient,
                fact.at,
                event=fact.event,
                ordinal=fact.ordinal,
                note=fact.note,
            )
            return
        if not self._again and is_ahead(fact, self._session.today):
            what = f"is in the future, today is {self._session.today}: only a dose may be planned, "
            cell = refused(column, line.row.get(column, ""), f"{what}not a {event_name(fact)}")
            self._session.refuse(line, [cell])
        if (isinstance(fact, Filled) and fact.mixture is None) or isinstance(fact, Emptied):
            self._looks_back = True
        self._staging.add(line.number, patient, fact)

    def load(self) -> Loaded:
        """Records what was staged; its problems are for the caller to report."""
        self._session.progress.phase("recording")
        loaded = self._staging.load()
        if loaded.added:
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
    session.count(source, "events", intake.rows, Put(loaded.added, 0))
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
                intake.add(line, row.patient, row.fact)
    return intake, intake.load()


def _report(session: ImportSession, source: Source, problems: Sequence[StagedProblem]) -> None:
    directory = session.directory
    for problem in problems:
        line = Line(source, problem.line, {})
        if problem.code not in _OWNER:
            if not directory.doubts(EVENTS.name, problem.patient):
                session.refuse(line, [BadCell(VOIDS.column, _NOTHING_TO_VOID)])
            continue
        files = ("patients.csv", "pumps.csv") if problem.code == "no-pump" else ("patients.csv",)
        if not any(directory.doubts(file, problem.patient) for file in files):
            session.refuse(line, [refused("patient", problem.patient, _OWNER[problem.code])])


_ALWAYS_SAID = PUMPS.required
"""Columns of a pump that every panel fills, under one name or another."""


def take_panel(session: ImportSession, source: Source) -> FactIntake:
    """Takes a panel."""
    facts = FactIntake(session, source)
    with session.reading(source) as sheet:
        patients = TableIntake(session, PATIENT_ROWS, sheet.header)
        pumps = TableIntake(session, PUMP_ROWS, (*sheet.header, *_ALWAYS_SAID))
        for chunk in batched(session.values(source, sheet, PANEL), AT_ONCE):
            held = _devices(session, chunk)
            taken = patients.take([(line, row.patient) for line, row in chunk])
            rows = [each for each, one in zip(chunk, taken, strict=True) if one is not None]
            implanted = [(line, held[line.number]) for line, row in rows if row.device]
            kept = pumps.take(implanted)
            placed = {
                line.number
                for (line, _), device in zip(implanted, kept, strict=True)
                if device is not None
            }
            for line, row in rows:
                for fact in row.facts if line.number in placed else ():
                    facts.add(line, row.patient.code, fact, column=FILLED_ON.column)
    refuse_repeated(session, source, PANEL, lambda row: row.patient.code, patients.marks)
    session.count(source, PATIENTS.name.removesuffix(".csv"), patients.rows, patients.put)
    session.count(source, "pumps", pumps.rows, pumps.put)
    session.count(source, "events", facts.rows, Put(facts.load().added, 0))
    return facts


def _devices(session: ImportSession, chunk: Sequence[tuple[Line, PanelRow]]) -> dict[int, Device]:
    """The pump of each row by line; one without a day of implant keeps the day recorded of it."""
    found = {line.number: row.device for line, row in chunk if row.device is not None}
    undated = [
        (line.number, row.device)
        for line, row in chunk
        if row.device is not None and not line.row.get(IMPLANTED_ON.column)
    ]
    recorded = session.books.patient_numbers(device.patient for _, device in undated)
    for number, device in undated:
        if device.patient not in recorded:
            continue
        for implant in session.books.implants(device.patient):
            known = implant.device
            if (known.model, known.serial) == (device.model, device.serial):
                found[number] = replace(
                    device,
                    implanted_on=known.implanted_on,
                    implanted_minute=known.implanted_minute,
                )
    return found


@dataclass(frozen=True, slots=True)
class ImportReceipt:
    """What an import did: rows of each file, and how many patients the store now has.

    ``today`` and ``zone`` are those of the practice as it now is; ``distinct`` is how many pairs
    were decided to be two people, ``findings`` what can hardly be true of whom, by code.
    """

    tallies: tuple[Tally, ...]
    patients: int
    today: date
    zone: str
    distinct: int = 0
    findings: tuple[tuple[str, Finding], ...] = ()

    @property
    def rows(self) -> int:
        """How many rows the files have."""
        return sum(tally.added + tally.known + tally.changed for tally in self.tallies)

    @property
    def is_news(self) -> bool:
        """Whether anything was not there before."""
        return any(tally.added or tally.changed for tally in self.tallies)


class DifferingRows(Conflict):
    """Rows that are recorded already and say something else."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        rows = f"{len(problems):,} row{'s' if len(problems) > 1 else ''}"
        super().__init__(
            f"{rows} recorded already and different: nothing was imported.",
            code="rows-differ",
            next_step="the same command with --update, to record them as the files have them",
        )
        self.problems = tuple(problems)


def import_sources(
    books: Books,
    sources: Sequence[Source],
    *,
    today_in: Callable[[ZoneInfo], date],
    update: bool = False,
    distinct: Sequence[str] = (),
    progress: Progress | None = None,
) -> ImportReceipt:
    """Takes every row of the sources into the books, which the caller keeps or rolls back.

    The sources come in an order in which no row names one of a later file. ``today_in`` gives
    today in a time zone; a store with a today of its own goes by that. With ``update`` rows that
    are recorded already are changed where they differ; ``distinct`` are codes of people who are
    nobody else, however much they look it.

    Raises:
        BadImport: Something is wrong with the files; every such thing is listed.
        DifferingRows: Rows are recorded already and differ, and are not to be changed.
    """
    session = ImportSession(books, today_in=today_in, update=update, progress=progress or Silent())
    before = alike_before(books, sources)
    facts = [found for source in sources if (found := _take(session, source)) is not None]
    pumped = [source for source in sources if source.layout.name in (PUMPS.name, PANEL.name)]
    if pumped:
        _refuse_overlaps(session, pumped)
    decided = refuse_same_people(session, sources, before, named=distinct)
    keys = session.touched.pumps(books)
    for intake in facts:
        intake.refuse_unreadable_ledgers(keys)
    if session.problems:
        raise BadImport(_in_order(sources, session))
    if session.conflicts:
        raise DifferingRows([problem for problem, _ in session.conflicts])
    receipt = ImportReceipt(
        tuple(session.tallies),
        books.counts(session.today, None).all,
        session.today,
        session.zone.key,
        decided,
        tuple(implausible_people(books, session.touched.codes, today=session.today)),
    )
    if receipt.is_news:
        books.put_outlooks(_projected(session, keys))
        books.note({"import": [[t.file, t.table, t.added, t.changed] for t in receipt.tallies]})
    return receipt


def _take(session: ImportSession, source: Source) -> FactIntake | None:
    name = source.layout.name
    if name == PANEL.name:
        return take_panel(session, source)
    if name == EVENTS.name:
        return take_events(session, source)
    take_table(session, source, KINDS[name])
    if name == SETTINGS.name:
        session.settle_settings()
    # Settings and working days are behind the dates of all.
    changed = session.tallies[-1].added or session.tallies[-1].changed
    if changed and name in (SETTINGS.name, CLOSURES.name):
        session.touched.everybody()
    return None


def _projected(session: ImportSession, keys: Sequence[int] | None) -> Iterator[tuple[int, Outlook]]:
    session.progress.phase("dates", None if keys is None else len(keys))
    for row in fresh_rows(session.books, today=session.today, keys=keys):
        session.progress.advance(1)
        yield row


def _refuse_overlaps(session: ImportSession, sources: Sequence[Source]) -> None:
    """Reports pumps implanted while another is in place, at the line that brought them."""
    overlaps = [
        (old, new)
        for old, new in pairwise(_devices_touched(session))
        if old.patient == new.patient
        if old.explanted_on is None or old.explanted_on > new.implanted_on
    ]
    lines = _lines_of(session, sources, {device for pair in overlaps for device in pair})
    for old, new in overlaps:
        line = lines.get(new) or lines.get(old)
        if line is not None:
            what = f"the {new.model} of {new.implanted_on} comes while the {old.model} of "
            bad = BadCell(IMPLANTED_ON.column, f"{what}{old.implanted_on} is in place")
            session.refuse(line, [bad])


def _lines_of(
    session: ImportSession, sources: Sequence[Source], devices: set[Device]
) -> dict[Device, Line]:
    """Where these pumps stand, after a second look at the files."""
    wanted = {(device.patient, device.implanted_on): device for device in devices}
    lines: dict[Device, Line] = {}
    for source in sources if wanted else ():
        with session.reading(source, again=True) as sheet:
            for line, value in session.values(source, sheet, source.layout, again=True):
                device = value.device if isinstance(value, PanelRow) else value
                found = device and wanted.get((device.patient, device.implanted_on))
                if found:
                    lines[found] = line
    return lines


def _devices_touched(session: ImportSession) -> Iterable[Device]:
    """The pumps of all patients touched, by patient and day of implant."""
    books, codes = session.books, session.touched.codes
    if codes is None:
        return (implant.device for implant in books.devices())
    return (implant.device for code in sorted(codes) for implant in books.implants(code))


def _in_order(sources: Sequence[Source], session: ImportSession) -> list[Problem]:
    """Everything found, file by file and line by line; a line is told once what is wrong."""
    places = {source.name: place for place, source in enumerate(sources)}
    told = {(problem.file, problem.line) for problem in session.problems}
    differing = [each for each, _ in session.conflicts if (each.file, each.line) not in told]
    return sorted((*session.problems, *differing), key=lambda each: (places[each.file], each.line))
