"""Importing files: all of it in one transaction, or nothing and a list of what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from pumpsched.domain.calendars import DAY_MINUTES
from pumpsched.domain.doses import dose_text
from pumpsched.domain.errors import Conflict
from pumpsched.domain.findings import Finding
from pumpsched.domain.gates import beyond_a_fifth
from pumpsched.domain.outlook import Outlook
from pumpsched.domain.plausible import fixed_zone
from pumpsched.domain.pump import Device
from pumpsched.domain.quantities import flow_text, rounded_text
from pumpsched.domain.text import as_typed
from pumpsched.records.events import EVENTS
from pumpsched.records.folder import CLOSURES, IMPLANTED_ON, PUMPS, SETTINGS, VISITS
from pumpsched.records.panel import PANEL, PanelRow
from pumpsched.records.problems import BadCell, BadImport, Problem
from pumpsched.usecases.broken_visits import broken_findings
from pumpsched.usecases.doubtful_pumps import DOUBTFUL, doubtful_pumps
from pumpsched.usecases.import_facts import FactIntake, take_events
from pumpsched.usecases.import_files import Progress, Silent, Source
from pumpsched.usecases.import_panel import take_panel
from pumpsched.usecases.import_people import alike_before, refuse_same_people
from pumpsched.usecases.import_session import (
    Choices,
    ImportSession,
    LeftOut,
    Line,
    Removed,
    Tally,
)
from pumpsched.usecases.import_tables import KINDS, take_table
from pumpsched.usecases.outlooks import fresh_rows
from pumpsched.usecases.same_people import implausible_people

if TYPE_CHECKING:
    from pumpsched.store.books import Books


class Delivered(NamedTuple):
    """What a pump delivers in a day, as lists show it.

    Attributes:
        mixture: Canonical text of what is in the reservoir.
        basal: The basal dose [ng/day], or where that is not told the flow [µL/day].
        is_flow: Whether it is the flow.
    """

    mixture: str
    basal: Fraction | None
    is_flow: bool

    @classmethod
    def of(cls, row: Outlook) -> Delivered:
        """What an outlook shows of it."""
        if row.dose_minutes is not None:
            return cls(row.mixture, Fraction(row.dose_minutes, DAY_MINUTES), is_flow=False)
        told = row.flow_num is not None
        flow = Fraction(row.flow_num or 0, row.flow_den or 1) if told else None
        return cls(row.mixture, flow, is_flow=True)

    @property
    def dose(self) -> str:
        """The dose or flow in words; empty where there is none."""
        if self.basal is None:
            return ""
        return f"{flow_text(self.basal, up=True)} mL/day" if self.is_flow else dose_text(self.basal)

    def factor_of(self, old: Delivered) -> str:
        """How many times the old dose it is, where a command would ask for it again."""
        if not (old.basal and self.basal) or old.is_flow != self.is_flow:
            return ""
        if not beyond_a_fifth(old.basal, self.basal):
            return ""
        up = self.basal > old.basal
        ratio = self.basal / old.basal if up else old.basal / self.basal
        return f"{'×' if up else '÷'}{rounded_text(ratio, 1)}"


class MovedDates(NamedTuple):
    """A pump whose dates, dose or mixture an import changed: what they were, and what they are.

    ``implanted_on`` is None where the day of implant did not follow its fill.
    """

    patient: str
    filled_on: tuple[date | None, date | None]
    refill_by: tuple[date | None, date | None]
    delivered: tuple[Delivered, Delivered]
    implanted_on: tuple[date, date] | None = None


MOST_MOVES = 1_000
"""So many moves are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class ImportReceipt:
    """What an import did: rows of each file, and how many patients the store now has.

    Attributes:
        today, zone: Those of the practice as it now is.
        left_out: Rows that were left out.
        unmet: Codes that were named to be updated or left out, and that no row has.
        absent: The patients of the store without a row in the panel, or in the ledger, by code.
        removals: What an import brought and a ledger file has no row of, as far as named.
        removed: How many such facts there are.
        moves: Whose dates, dose or mixture changed, as far as they are named.
        moved: How many those are.
        distinct: How many pairs were decided to be two people.
        findings: What can hardly be true, and of whom, by code.
    """

    tallies: tuple[Tally, ...]
    patients: int
    today: date
    zone: str
    left_out: tuple[LeftOut, ...] = ()
    unmet: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    removals: tuple[Removed, ...] = ()
    removed: int = 0
    moves: tuple[MovedDates, ...] = ()
    moved: int = 0
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

    def __init__(
        self, problems: Sequence[Problem], *, updating: bool = False, unclear: Collection[str] = ()
    ) -> None:
        count = len({(each.file, each.line) for each in problems})
        rows = f"{count:,} row{'s' * (count > 1)}"
        next_step = "the same command with --update, to record them as the files have them"
        if updating:
            next_step = "the same command with --skip CODE,…, or the files mended"
        elif unclear:
            code = as_typed(min(unclear)) if len(unclear) == 1 else "CODE,…"
            next_step = f"the same command with -n and --update {code} or --refilled {code}, as "
            next_step += "each line asks: it shows what becomes of the dates"
        super().__init__(
            f"{rows} recorded already and different: nothing was imported.",
            code="rows-differ",
            next_step=next_step,
        )
        self.problems = tuple(problems)


CAREFUL = Choices()
"""Nothing that is recorded is changed."""


def import_sources(
    books: Books,
    sources: Sequence[Source],
    *,
    today_in: Callable[[ZoneInfo], date],
    choices: Choices = CAREFUL,
    distinct: Sequence[str] = (),
    progress: Progress | None = None,
) -> ImportReceipt:
    """Takes every row of the sources into the books, which the caller keeps or rolls back.

    The sources come in an order in which no row names one of a later file. ``today_in`` gives
    today in a time zone; a store with a today of its own goes by that. Rows that are recorded
    already and differ are changed where the ``choices`` say so; ``distinct`` are codes of people
    who are nobody else, however much they look it.

    Raises:
        BadImport: Something is wrong with the files; every such thing is listed.
        DifferingRows: Rows are recorded already and differ, and are not to be changed.
    """
    session = ImportSession(
        books,
        today_in=today_in,
        choices=choices,
        progress=progress or Silent(),
        brings=[source.layout.name for source in sources],
    )
    session.unmet |= {*distinct}
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
        raise DifferingRows(
            _in_order(sources, session), updating=choices.everybody, unclear=session.unclear
        )
    receipt = ImportReceipt(
        tuple(session.tallies),
        books.counts(session.today, None).all,
        session.today,
        session.zone.key,
        tuple(session.left_out),
        tuple(sorted(session.unmet)),
        session.absent,
        tuple(session.removals),
        session.removed,
        distinct=decided,
        findings=tuple(_found(session)),
    )
    if not receipt.is_news:
        return receipt
    moved: list[tuple[int, Outlook, Outlook]] = []
    doubted: dict[int, frozenset[str]] = {}
    books.put_outlooks(_projected(session, keys, moved, doubted))
    books.note({"import": [[t.file, t.table, t.added, t.changed] for t in receipt.tallies]})
    owners = books.owners_of([key for key, _, _ in moved[:MOST_MOVES]])
    moves = (
        MovedDates(
            owners[key],
            (old.filled_on, new.filled_on),
            (old.refill_by, new.refill_by),
            (Delivered.of(old), Delivered.of(new)),
            session.implants.get(key),
        )
        for key, old, new in moved[:MOST_MOVES]
    )
    pumps = doubtful_pumps(books, doubted, today=session.today)
    return replace(
        receipt,
        moves=tuple(sorted(moves, key=attrgetter("patient"))),
        moved=len(moved),
        findings=(*receipt.findings, *pumps, *_broken(session, sources)),
    )


def _broken(session: ImportSession, sources: Iterable[Source]) -> Iterator[tuple[str, Finding]]:
    """The visits to come that cannot be as they are, where the files bring visits."""
    if any(source.layout.name == VISITS.name for source in sources):
        yield from broken_findings(session.books, today=session.today)


def _found(session: ImportSession) -> Iterator[tuple[str, Finding]]:
    """What can hardly be true of the practice and of those touched."""
    if session.brings_practice:
        yield from (("zone", finding) for finding in fixed_zone(session.zone))
    yield from implausible_people(session.books, session.touched.codes, today=session.today)


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


def _projected(
    session: ImportSession,
    keys: Sequence[int] | None,
    moved: list[tuple[int, Outlook, Outlook]],
    doubted: dict[int, frozenset[str]],
) -> Iterator[tuple[int, Outlook]]:
    """The outlooks anew, with those ``moved`` and what they were, and why some are ``doubted``."""
    session.progress.phase("dates", None if keys is None else len(keys))
    for key, row in fresh_rows(session.books, today=session.today, keys=keys):
        session.progress.advance(1)
        before = None if session.was_empty else session.books.last_outlook(key)
        if before is not None and _shown(before) != _shown(row):
            moved.append((key, before, row))
        if doubts := DOUBTFUL.intersection(row.findings):
            doubted[key] = doubts
        yield key, row


def _shown(row: Outlook) -> tuple[date | None, date | None, Delivered]:
    """What is told of a pump where an import changes it."""
    return row.filled_on, row.refill_by, Delivered.of(row)


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
            way = "" if old in lines else _way_on(old, new)
            bad = BadCell(IMPLANTED_ON.column, f"{what}{old.implanted_on} is in place{way}")
            session.refuse(line, [bad])


def _way_on(old: Device, new: Device) -> str:
    """What to do where a list brings a pump beside the one that the store has in place."""
    code, day = as_typed(old.patient), new.implanted_on
    same = "--serial …" if old.serial != new.serial else f"--implanted-on {day}"
    exchange = f"pumpsched pump explant {code} --on {day}"
    return f"; one pump: pumpsched pump edit {code} {same}; another one: {exchange}"


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
