"""The worklist: who needs a refill within a span, most urgent first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import partial
from math import floor
from typing import TYPE_CHECKING, NamedTuple

from pumpsched.domain.calendars import DAY_MINUTES
from pumpsched.domain.clinic import Cover, Setting, Visit
from pumpsched.domain.findings import RESTART_UNDECIDED, THERAPY_ENDED
from pumpsched.domain.status import URGENCY, Limit, Status, dates_of
from pumpsched.domain.therapy import Mixture
from pumpsched.reference import catalogue
from pumpsched.store.seals import damaged
from pumpsched.usecases.contacts import last_contacts
from pumpsched.usecases.renewals import lapses
from pumpsched.usecases.who_is_meant import known_nurse, practice_of

if TYPE_CHECKING:
    from pumpsched.domain.outlook import Outlook
    from pumpsched.domain.phone import Contact
    from pumpsched.domain.projection import Projection
    from pumpsched.domain.settings import Practice
    from pumpsched.store.reading.opening import ReadBooks
    from pumpsched.store.results import Listed
    from pumpsched.usecases.chart import Chart


class WorklistItem(NamedTuple):
    """One line of the worklist.

    Volumes are whole µL, rounded down; the flow [µL/day] and dose [ng/day] are the basal ones in
    force at 00:00 of the day, or right after a fill of that day.

    Attributes:
        visit: The next refill visit to come.
        cover: Whether somebody comes in time, where that was judged.
        comes_on: The day of the visit that covers best.
    """

    patient: str
    name: str
    phone: str
    setting: str
    preferred_nurse: str
    pump_model: str | None
    serial: str | None
    status: Status
    states: tuple[Status, ...] = ()
    filled_on: date | None = None
    opens_on: date | None = None
    refill_by: date | None = None
    book_by: date | None = None
    limit: Limit | None = None
    alarm_on: date | None = None
    alarm_nominal_on: date | None = None
    empty_on: date | None = None
    stable_until: date | None = None
    programmer_alarm_on: date | None = None
    volume_ul: int | None = None
    flow_ul_per_day: Fraction | None = None
    dose_ng_per_day: Fraction | None = None
    mixture: str | None = None
    alarm_ul: int | None = None
    rank: int = 9
    visit: Visit | None = None
    findings: tuple[str, ...] = ()
    cover: Cover | None = None
    comes_on: date | None = None

    @property
    def urgency(self) -> tuple[bool, int, date, int, str]:
        """Sort key, most urgent first.

        A restart that nobody decided on comes first, then status, last refill day, withdrawal rank
        and code.
        """
        by = self.refill_by or date.max
        return not self.is_on_top, URGENCY[self.status], by, self.rank, self.patient

    @property
    def is_on_top(self) -> bool:
        """Whether it is listed before all others, whatever the span."""
        return RESTART_UNDECIDED in self.findings


def item_of_chart(
    chart: Chart, *, visit: Visit | None, view: Projection | None = None
) -> WorklistItem:
    """The item of a chart, projected afresh (or from another view of it, as a what-if does)."""
    # The rules of findings take longer to load than a list of stored outlooks to answer.
    from pumpsched.domain.standing_findings import listed_codes

    patient, pump = chart.patient, chart.pump
    item = partial(
        WorklistItem,
        patient=patient.code,
        name=patient.name,
        phone=patient.phone,
        setting=patient.setting.value,
        preferred_nurse=patient.preferred_nurse,
        pump_model=pump.device.model if pump else None,
        serial=pump.device.serial if pump else None,
        visit=visit,
    )
    if pump is None:
        status = Status.RETIRED if chart.is_archived else Status.UNFILLED
        return item(status=status, states=(status,))
    view = view or chart.view()
    window, found = view.window, listed_codes(chart.findings(view))
    states = view.states_on(chart.as_of, ended=THERAPY_ENDED in found)
    return item(
        status=states[0],
        states=states,
        filled_on=view.fill.at.day if view.fill else None,
        book_by=book_by(chart.practice, window.refill_by, window.filled_on) if window else None,
        volume_ul=_down(view.volume_ul),
        flow_ul_per_day=view.flow_ul_per_day,
        dose_ng_per_day=_dose_shown(view),
        mixture=str(view.mixture) if view.mixture else None,
        alarm_ul=chart.rules.alarm_of(pump),
        rank=catalogue().withdrawal_rank(view.mixture),
        findings=found,
        **dates_of(window),
    )


def _item_of_outlook(
    row: Listed, outlook: Outlook, *, as_of: date, practice: Practice, visit: Visit | None
) -> WorklistItem:
    """The item of a stored outlook on a day on which it holds."""
    live = outlook.refill_by is not None
    flow = Fraction(outlook.flow_num or 0, outlook.flow_den or 1) if live else None
    return WorklistItem(
        patient=row.patient,
        name=row.name,
        phone=row.phone,
        setting=row.setting,
        preferred_nurse=row.preferred_nurse,
        pump_model=row.model,
        serial=row.serial,
        status=outlook.status_on(as_of),
        states=outlook.states_on(as_of),
        filled_on=outlook.filled_on,
        book_by=book_by(practice, outlook.refill_by, outlook.filled_on),
        volume_ul=_down(outlook.volume_on(as_of)),
        flow_ul_per_day=flow,
        dose_ng_per_day=_dose_of(outlook, flow),
        mixture=outlook.mixture or None,
        alarm_ul=outlook.alarm_ul,
        rank=outlook.rank,
        visit=visit,
        findings=outlook.findings,
        **dates_of(outlook),
    )


def _dose_shown(view: Projection) -> Fraction | None:
    """The basal dose [ng/day] shown: the programme's, or what the flow delivers."""
    told = view.programme
    if view.window is None or told is None or told.flow is not None:
        return _derived(view.flow_ul_per_day, view.mixture)
    return told.basal_ng_per_day


def _dose_of(outlook: Outlook, flow: Fraction | None) -> Fraction | None:
    if outlook.dose_minutes is None or flow is None:
        # An outlook names its drugs by code; the catalogue would take longer to load than the list.
        held = Mixture.parse(outlook.mixture, drug=str) if outlook.mixture else None
        return _derived(flow, held)
    return Fraction(outlook.dose_minutes, DAY_MINUTES)


def _derived(flow: Fraction | None, mixture: Mixture | None) -> Fraction | None:
    """The dose [ng/day] of the programmed drug that a flow delivers; None of saline."""
    per_ml = mixture.ng_per_ml if mixture else None
    return None if flow is None or per_ml is None else flow * per_ml / 1000


def book_by(practice: Practice, refill_by: date | None, filled_on: date | None) -> date | None:
    """The last working day on or before ``refill_by``, but never before the fill."""
    if refill_by is None or filled_on is None:
        return None
    return practice.working.last_open(refill_by, earliest=filled_on)


def _down(volume: Fraction | None) -> int | None:
    return None if volume is None else floor(volume)


MORE = 8
"""So many times as many rows are judged where too few of them are left without a cover."""
CANNOT_WAIT = frozenset({Status.EMPTY, Status.ALARM})
"""Statuses in which somebody is called today, whatever day of the week it is."""
PRESSING = frozenset({Status.EMPTY, Status.ALARM, Status.LATE})
ALWAYS_LISTED = PRESSING | {Status.UNFILLED, Status.UNPROGRAMMED, Status.STOPPED}


class Filter(NamedTuple):
    """Which patients of the span are wanted: ``everybody`` whatever the span, at most a limit.

    A nurse takes those whose next visit, or usual nurse, is this one.
    """

    everybody: bool = False
    limit: int | None = None
    setting: Setting | None = None
    nurse: str | None = None
    unbooked: bool = False

    def takes(self, item: WorklistItem) -> bool:
        """Whether an item is wanted."""
        if self.setting and item.setting not in (self.setting.value, Setting.EITHER.value):
            return False
        if self.nurse:
            nurses = item.visit.nurses if item.visit else (item.preferred_nurse,)
            if self.nurse not in nurses:
                return False
        return True

    def takes_cover(self, item: WorklistItem) -> bool:
        """Whether an item that was judged is wanted."""
        return not (self.unbooked and item.cover in (None, Cover.OK))


NO_FILTER = Filter()


class Counts(NamedTuple):
    """How the list reconciles: listed + later + inactive + filtered = all."""

    listed: int
    later: int
    inactive: int
    filtered: int
    all: int


class DueList(NamedTuple):
    """The worklist of a span, most urgent first."""

    as_of: date
    last: date
    items: tuple[WorklistItem, ...]
    counts: Counts
    pressing: bool
    """Whether anybody at all is late, alarming or empty, listed or not."""
    emergency_line: str
    """Whom the clinic's own people call for somebody who cannot wait; empty if not told."""
    contacts: Mapping[str, Contact]
    """The last call to each of those listed, by code, where there was one."""


def next_due(books: ReadBooks, *, as_of: date, last: date, wanted: Filter = NO_FILTER) -> DueList:
    """Everyone whose window ends by ``last``, and everyone who needs attention anyway."""
    if wanted.nurse is not None:
        wanted = wanted._replace(nurse=known_nurse(books, wanted.nurse).code)
    practice = practice_of(books)
    if wanted.limit is not None and wanted.nurse is None:
        return _limited(books, wanted.limit, wanted, practice=practice, as_of=as_of, last=last)
    coming = books.coming_visits(as_of)
    everyone = items_of(
        books,
        list(books.listing(as_of, None if wanted.everybody else last)),
        coming,
        as_of=as_of,
        practice=practice,
    )
    candidates = [item for item in everyone if wanted.everybody or is_in(item, last)]
    chosen = sorted((i for i in candidates if wanted.takes(i)), key=lambda item: item.urgency)
    judged = with_covers(books, practice, chosen, coming, today=as_of)
    listed = list(filter(wanted.takes_cover, judged))[: wanted.limit]
    return DueList(
        as_of,
        last,
        tuple(listed),
        _reconciled(
            listed=len(listed),
            candidates=len(candidates),
            hidden=0 if wanted.everybody else sum(i.status is Status.RETIRED for i in everyone),
            total=books.counts(as_of, last).all,
        ),
        pressing=any(item.status in PRESSING for item in everyone),
        emergency_line=practice.values["emergency_line"],
        contacts=last_contacts(books, (item.patient for item in listed)),
    )


def somebody_presses(books: ReadBooks, *, as_of: date) -> bool:
    """Whether somebody's last working days go by and nobody comes in time, listed or not."""
    from pumpsched.usecases.judging import presses

    practice = practice_of(books)
    last = practice.working.days_after(as_of, practice.number("reserve_days"))
    coming = books.coming_visits(as_of)
    rows = list(books.listing(as_of, practice.working.day_before_next(last)))
    items = items_of(books, rows, coming, as_of=as_of, practice=practice)
    near = [item for item in items if item.book_by is not None and item.book_by <= last]
    judged = with_covers(books, practice, near, coming, today=as_of)
    return any(presses(item, practice, today=as_of) for item in judged)


def _limited(
    books: ReadBooks, limit: int, wanted: Filter, *, practice: Practice, as_of: date, last: date
) -> DueList:
    """The same for so many lines: the store sorts and counts what its outlooks answer.

    Raises:
        StoreProblem: Rows are missing.
    """
    everyone = books.counts(as_of, None).all
    stored = books.standing(
        as_of, date.max if wanted.everybody else last, always=ALWAYS_LISTED, pressing=PRESSING
    )
    unheld = list(books.unheld(as_of))
    if stored.everyone + len(unheld) != everyone:
        unheld += books.without_pump(as_of)
    found = stored.everyone + len(unheld)
    if found != everyone:
        raise damaged(f"{everyone} patients are recorded, but {found} were found.")
    coming = books.coming_visits(as_of, [row.patient for row in unheld])
    fresh = items_of(books, unheld, coming, as_of=as_of, practice=practice)
    candidates = [item for item in fresh if wanted.everybody or is_in(item, last)]

    def first(at_most: int) -> tuple[list[WorklistItem], bool]:
        """The most urgent of so many that an outlook answers for, and whether there are more."""
        rows = books.most_urgent(
            as_of,
            None if wanted.everybody else last,
            limit=at_most,
            always=ALWAYS_LISTED,
            settings=(wanted.setting, Setting.EITHER) if wanted.setting else (),
        )
        theirs = coming | books.coming_visits(as_of, [row.patient for row in rows])
        held = items_of(books, rows, theirs, as_of=as_of, practice=practice)
        chosen = [*held, *filter(wanted.takes, candidates)]
        urgent = sorted(chosen, key=lambda item: item.urgency)[:at_most]
        judged = with_covers(books, practice, urgent, theirs, today=as_of)
        there_are_more = len(rows) == at_most or len(chosen) > at_most
        return list(filter(wanted.takes_cover, judged))[:limit], there_are_more

    listed, more, at_most = *first(limit), limit
    while more and len(listed) < limit:
        # Who is covered is known of those alone who are judged.
        at_most *= MORE
        listed, more = first(at_most)
    retired = stored.retired + sum(item.status is Status.RETIRED for item in fresh)
    known = stored.everyone if wanted.everybody else stored.wanted
    counts = _reconciled(
        listed=len(listed),
        candidates=known + len(candidates),
        hidden=0 if wanted.everybody else retired,
        total=everyone,
    )
    pressing = stored.pressing > 0 or any(item.status in PRESSING for item in fresh)
    line = practice.values["emergency_line"]
    calls = last_contacts(books, (item.patient for item in listed))
    return DueList(as_of, last, tuple(listed), counts, pressing, line, calls)


def _reconciled(*, listed: int, candidates: int, hidden: int, total: int) -> Counts:
    return Counts(
        listed=listed,
        later=total - candidates - hidden,
        inactive=hidden,
        filtered=candidates - listed,
        all=total,
    )


def items_of(
    books: ReadBooks,
    rows: Iterable[Listed],
    coming: Mapping[str, list[Visit]],
    *,
    as_of: date,
    practice: Practice,
) -> list[WorklistItem]:
    """The items of rows, each with the next of the visits to come."""
    items = []
    for row in rows:
        visit, outlook = next(iter(coming.get(row.patient, ())), None), row.outlook
        if outlook is not None and outlook.holds_on(as_of):
            item = _item_of_outlook(row, outlook, as_of=as_of, practice=practice, visit=visit)
        else:
            # As in item_of_chart().
            from pumpsched.usecases.chart import open_chart

            chart = open_chart(books, row.patient, as_of=as_of, practice=practice)
            item = item_of_chart(chart, visit=visit)
        items.append(item)
    return items


def with_covers(
    books: ReadBooks,
    practice: Practice,
    items: Iterable[WorklistItem],
    coming: Mapping[str, list[Visit]],
    *,
    today: date,
) -> list[WorklistItem]:
    """Items with their cover, and with what the visit they show breaks among their findings.

    Args:
        books: The books.
        practice: The practice.
        items: Items of a worklist.
        coming: The refill visits to come of these patients, by code.
        today: The day it is seen from.
    """
    judged = list(items)
    if any(item.patient in coming for item in judged):
        # The rules take longer to load than a list without visits.
        from pumpsched.usecases.judging import judged_items

        judged = judged_items(books, practice, judged, coming, today=today)
    seen = [item for item in judged if item.status is not Status.RETIRED]
    lapsing = lapses(books, practice, seen, today=today)
    return [
        item._replace(
            cover=Cover.NONE
            if item.cover is None and item.status is not Status.RETIRED
            else item.cover,
            findings=(*item.findings, lapsing[item.patient].code)
            if item.patient in lapsing
            else item.findings,
        )
        for item in judged
    ]


def is_in(item: WorklistItem, last: date) -> bool:
    """Whether a patient belongs on a worklist up to ``last``."""
    if item.is_on_top or item.status in ALWAYS_LISTED:
        return True
    return item.refill_by is not None and item.refill_by <= last


def covered(books: ReadBooks, item: WorklistItem, *, today: date) -> WorklistItem:
    """One item with its cover, as :func:`with_covers` gives it."""
    coming = books.coming_visits(today, [item.patient])
    return with_covers(books, practice_of(books), [item], coming, today=today)[0]
