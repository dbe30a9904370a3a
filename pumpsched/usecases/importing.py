"""Importing files: all of it in one transaction, or nothing and a list of what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

from pumpsched.domain.errors import Conflict
from pumpsched.domain.outlook import Outlook
from pumpsched.domain.pump import Device
from pumpsched.interop.events import EVENTS
from pumpsched.interop.panel import PANEL, PanelRow
from pumpsched.interop.practice import SETTINGS
from pumpsched.interop.problems import BadCell, BadImport, Problem
from pumpsched.interop.pumps import PUMPS
from pumpsched.store.books import Books
from pumpsched.usecases.import_desk import Desk, Line, Tally
from pumpsched.usecases.import_facts import FactIntake, take_events
from pumpsched.usecases.import_kinds import KINDS
from pumpsched.usecases.import_panel import take_panel
from pumpsched.usecases.import_sheets import Progress, Silent, Source
from pumpsched.usecases.import_tables import take_table
from pumpsched.usecases.outlooks import fresh_rows


@dataclass(frozen=True, slots=True)
class ImportReceipt:
    """What an import did: rows of each file, and how many patients the store now has.

    ``today`` and ``zone`` are those of the practice as it now is.
    """

    tallies: tuple[Tally, ...]
    patients: int
    today: date
    zone: str

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
        super().__init__(
            f"{_counted(problems, 'row')} recorded already and different: nothing was imported.",
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
    progress: Progress | None = None,
) -> ImportReceipt:
    """Takes every row of the sources into the books, which the caller keeps or rolls back.

    Args:
        books: The store, open for a change.
        sources: Files in an order in which no row names one of a later file.
        today_in: Today in a time zone.
        update: Whether rows that are recorded already are changed where they differ.
        progress: Told how far it is.

    Raises:
        BadImport: Something is wrong with the files; every such thing is listed.
        DifferingRows: Rows are recorded already and differ, and are not to be changed.
    """
    desk = Desk(books, today_in=today_in, update=update, progress=progress or Silent())
    facts = [found for source in sources if (found := _take(desk, source)) is not None]
    pumped = [source for source in sources if source.layout.name in (PUMPS.name, PANEL.name)]
    if pumped:
        _refuse_overlaps(desk, pumped)
    keys = desk.touched.pumps(books)
    for intake in facts:
        intake.refuse_fills_of_nothing(keys)
    if desk.problems:
        raise BadImport(_in_order(sources, desk))
    if desk.conflicts:
        raise DifferingRows([each.problem for each in desk.conflicts])
    receipt = ImportReceipt(
        tuple(desk.tallies),
        books.counts(desk.today, None).all,
        desk.today,
        desk.zone.key,
    )
    if receipt.is_news:
        _project(desk, keys)
        books.note({"import": [[t.file, t.table, t.added, t.changed] for t in receipt.tallies]})
    return receipt


def _take(desk: Desk, source: Source) -> FactIntake | None:
    name = source.layout.name
    if name == PANEL.name:
        return take_panel(desk, source)
    if name == EVENTS.name:
        return take_events(desk, source)
    take_table(desk, source, KINDS[name])
    if name == SETTINGS.name:
        desk.settle_settings()
        if desk.tallies[-1].added or desk.tallies[-1].changed:
            desk.touched.everybody()
    return None


def _project(desk: Desk, keys: Sequence[int] | None) -> None:
    def watched() -> Iterator[tuple[int, Outlook]]:
        for row in fresh_rows(desk.books, today=desk.today, keys=keys):
            desk.progress.advance(1)
            yield row

    desk.progress.phase("dates", None if keys is None else len(keys))
    desk.books.put_outlooks(watched())


def _refuse_overlaps(desk: Desk, sources: Sequence[Source]) -> None:
    """Reports pumps implanted while another is in place, at the line that brought them."""
    overlaps: list[tuple[Device, Device]] = []
    for _, devices in groupby(_devices(desk), lambda device: device.patient):
        overlaps += (
            (old, new)
            for old, new in pairwise(devices)
            if old.explanted_on is None or old.explanted_on > new.implanted_on
        )
    lines = _lines_of(desk, sources, {device for pair in overlaps for device in pair})
    for old, new in overlaps:
        line = lines.get(new) or lines.get(old)
        if line is not None:
            what = f"the {new.model} of {new.implanted_on} comes while the {old.model} of "
            bad = BadCell("implanted_on", f"{what}{old.implanted_on} is in place")
            desk.refuse(line, [bad])


def _lines_of(desk: Desk, sources: Sequence[Source], devices: set[Device]) -> dict[Device, Line]:
    """Where these pumps stand, after a second look at the files."""
    wanted = {(device.patient, device.implanted_on): device for device in devices}
    lines: dict[Device, Line] = {}
    for source in sources if wanted else ():
        with desk.reading(source, again=True) as sheet:
            for line, value in desk.values(source, sheet, source.layout, again=True):
                device = value.device if isinstance(value, PanelRow) else value
                found = device and wanted.get((device.patient, device.implanted_on))
                if found:
                    lines[found] = line
    return lines


def _devices(desk: Desk) -> Iterable[Device]:
    """The pumps of all patients touched, by patient and day of implant."""
    books, codes = desk.books, desk.touched.codes
    if codes is None:
        return (implant.device for implant in books.devices())
    return (implant.device for code in sorted(codes) for implant in books.implants(code))


def _in_order(sources: Sequence[Source], desk: Desk) -> list[Problem]:
    """Everything found, file by file and line by line; a line is told once what is wrong."""
    places = {source.name: place for place, source in enumerate(sources)}
    told = {(problem.file, problem.line) for problem in desk.problems}
    found = (each.problem for each in desk.conflicts)
    differing = [each for each in found if (each.file, each.line) not in told]
    return sorted((*desk.problems, *differing), key=lambda each: (places[each.file], each.line))


def _counted(problems: Sequence[Problem], noun: str) -> str:
    return f"{len(problems):,} {noun}{'s' if len(problems) > 1 else ''}"
