"""A nurse's day: the visits in order, how to get there, what to carry and what to expect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from pumpsched.domain.calendars import DAY_MINUTES, Closure
from pumpsched.domain.clinic import Location, Nurse, Setting, Site, Visit, VisitKind, VisitStatus
from pumpsched.domain.findings import (
    COMES_SECOND,
    CONTROLLED_AT_HOME,
    EARLY_REFILL,
    UNAUTHORIZED,
    Finding,
    Severity,
    after_empty,
)
from pumpsched.domain.projection import Projection, Window
from pumpsched.domain.route_sheet import Kit, RouteSheet, Stop
from pumpsched.domain.settings import Practice
from pumpsched.domain.status import State, Status
from pumpsched.domain.travel import Call, Travel, itinerary
from pumpsched.reference import catalogue
from pumpsched.reference.shipped_catalogue import site_rule
from pumpsched.usecases.chart import Chart, open_chart
from pumpsched.usecases.departures import visits_to_cancel
from pumpsched.usecases.who_is_meant import known_nurse, practice_of

if TYPE_CHECKING:
    from pumpsched.store.reading.opening import ReadBooks

ON_THE_SHEET = frozenset({VisitStatus.BOOKED, VisitStatus.CONFIRMED, VisitStatus.DONE})
ON_THE_SHEET_ANYWAY = frozenset({"closed-day", "too-little-time"})
OF_LAST_RESIDUAL = frozenset(
    {"residual-differs", "residual-trend", "residual-repeated", "over-infusion-review"}
    | {"shift-confirmed", "incomplete-aspiration"}
)
"""Findings about the residual of the last refill."""
_SEVERITIES = [Severity.URGENT, Severity.WARNING, Severity.INFO]


@dataclass(frozen=True, slots=True)
class _Source:
    """What the stops of a sheet are made from, read once."""

    nurses: Mapping[str, Nurse]
    sites: Mapping[str, Site]
    closures: tuple[Closure, ...]
    broken: Mapping[str, tuple[Finding, ...]]


def route_sheet(books: ReadBooks, nurse: str, *, day: date, as_of: date) -> RouteSheet:
    """The sheet of a nurse's day, as the ledgers stand when seen from ``as_of``.

    A past day is seen from itself: a refill recorded since does not change what was expected.

    Raises:
        NotFound: No nurse has that code.
    """
    found, practice = known_nurse(books, nurse), practice_of(books)
    visits = _visits(books, day, nurse=found.code)
    charts = {
        visit.patient: open_chart(books, visit.patient, as_of=min(as_of, day), practice=practice)
        for visit in visits
    }
    source = _Source(
        nurses={each.code: each for each in books.nurses()},
        sites={each.code: each for each in books.sites()},
        closures=books.absences(),
        broken=_broken(books, practice, charts.values(), visits, today=min(as_of, day)),
    )
    places: dict[str, Location | None] = {code: c.patient.location for code, c in charts.items()}
    places |= {code: each.location for code, each in source.nurses.items()}
    places |= {code: each.location for code, each in source.sites.items()}
    values = practice.values
    travel = Travel(
        places,
        books.legs(),
        detour=Fraction(values["detour"]),
        speed_kmh=Fraction(values["speed_kmh"]),
    )
    way = itinerary(found.code, day, visits, travel, roster=found.roster)
    tomorrow = max(day, as_of) + timedelta(days=1)
    coming = books.visits(first=tomorrow, nurse=found.code, open_only=True)
    return RouteSheet(
        nurse=found,
        itinerary=way,
        stops=tuple(
            _stop(source, call, charts[call.visit.patient], places.get(call.place), found.code)
            for call in way.calls
        ),
        start=places.get(way.start),
        finish=places.get(way.finish),
        next_day=min((visit.day for visit in coming), default=None),
        rest=way.rest(
            least=practice.number("break_minutes"), after=practice.number("break_after_minutes")
        ),
    )


def nurses_of(books: ReadBooks, day: date) -> tuple[str, ...]:
    """Codes of the nurses who have visits on a day."""
    return tuple(sorted({code for visit in _visits(books, day) for code in visit.nurses}))


def _visits(books: ReadBooks, day: date, *, nurse: str | None = None) -> list[Visit]:
    found = books.visits(first=day, last=day, nurse=nurse)
    return [visit for visit in found if visit.status in ON_THE_SHEET]


def _stop(source: _Source, call: Call, chart: Chart, location: Location | None, nurse: str) -> Stop:
    visit = call.visit
    view = _view(chart, visit)
    window = view.window if view else None
    findings = [
        *visits_to_cancel(chart, [visit] if visit.status.is_open else []),
        *_calendar_findings(source, call),
        *source.broken.get(visit.code, ()),
        *_window_findings(visit, window),
        *_drug_findings(visit, view),
        *(_dated(chart.findings(view), view) if view else ()),
    ]
    return Stop(
        call=call,
        patient=chart.patient,
        site=source.sites.get(visit.site),
        location=location,
        pump=chart.pump,
        kit=_kit(view, visit),
        opens_on=window.opens_on if window else None,
        refill_by=window.refill_by if window else None,
        limit=window.limit if window else None,
        alarm_on=window.alarm_on if window else None,
        status=view.status_on(visit.day) if view else Status.UNFILLED,
        others=tuple(source.nurses[code] for code in visit.nurses if code != nurse),
        findings=tuple(sorted(findings, key=lambda each: _SEVERITIES.index(each.severity))),
    )


def _dated(findings: Iterable[Finding], view: Projection) -> Iterator[Finding]:
    """The findings; what is said of the last residual names its day, which is not the sheet's."""
    for finding in findings:
        day = view.fill.at.day if view.fill else None
        if day and finding.code in OF_LAST_RESIDUAL and str(day) not in finding.message:
            finding = replace(finding, message=f"last refill, {day}: {finding.message}")
        yield finding


def _broken(
    books: ReadBooks,
    practice: Practice,
    charts: Iterable[Chart],
    visits: Iterable[Visit],
    *,
    today: date,
) -> dict[str, tuple[Finding, ...]]:
    """What keeps each open visit from happening, but for what the sheet itself has an eye on."""
    coming = [visit for visit in visits if visit.status.is_open]
    if not coming:
        return {}
    # A day without visits to come asks no rule.
    from pumpsched.usecases.judging import Judging
    from pumpsched.usecases.worklist import item_of_chart

    items = [item_of_chart(chart, visit=None) for chart in charts]
    judge = Judging(books, practice, items, coming, today=today).judge
    return {
        visit.code: tuple(
            finding
            for finding in judge.verdict(visit).findings
            if finding.code in (COMES_SECOND, UNAUTHORIZED)
            or ("rule" in finding.facts and finding.code not in ON_THE_SHEET_ANYWAY)
        )
        for visit in coming
    }


def _view(chart: Chart, visit: Visit) -> Projection | None:
    """The pump as the visit finds it: before a fill that was recorded for the visit itself."""
    if chart.pump is None:
        return None
    ledger, view = chart.ledger, chart.view()
    instant = visit.day.toordinal() * DAY_MINUTES + visit.minute
    while view.fill is not None and view.fill.at.day == visit.day:
        if visit.kind is not VisitKind.REFILL and view.fill.at.instant <= instant:
            break
        ledger = ledger.before(view.fill)
        view = chart.view(ledger=ledger)
    return view


def _kit(view: Projection | None, visit: Visit) -> Kit:
    if view is None or view.fill is None or view.state is State.RETIRED:
        return Kit()
    is_refill = visit.kind is VisitKind.REFILL
    residual = None
    if view.reservoir is not None:
        instant = visit.day.toordinal() * DAY_MINUTES + visit.minute
        low = view.reservoir.volume_at(instant, boluses=True)
        residual = low, view.reservoir.volume_at(instant)
    return Kit(
        mixture=str(view.mixture or ""),
        carry_ul=view.fill.injected.ul if is_refill else None,
        residual=residual,
    )


def _calendar_findings(source: _Source, call: Call) -> Iterator[Finding]:
    visit = call.visit
    if not visit.status.is_open:
        return
    if call.short_by:
        minutes = f"{call.short_by} minute{'s' * (call.short_by != 1)}"
        text = f"{minutes} too few to get here from the visit before: phone ahead"
        yield Finding("too-little-time", Severity.WARNING, text, {"minutes": call.short_by})
    closed = [closure for closure in source.closures if visit.is_closed_by(closure)]
    if closed:
        reason = f" ({closed[0].reason})" if closed[0].reason else ""
        text = f"{visit.day} is closed for {closed[0].who}{reason}: move the visit"
        yield Finding("closed-day", Severity.WARNING, text)


def _window_findings(visit: Visit, window: Window | None) -> Iterator[Finding]:
    if window is None or visit.kind is not VisitKind.REFILL:
        return
    if window.is_empty_on(visit.day):
        yield after_empty(window.empty_on)
    elif visit.day > window.refill_by:
        text = f"the visit comes after the last refill day {window.refill_by}"
        yield Finding("late-visit", Severity.URGENT, text)
    elif visit.day < window.opens_on:
        text = f"the visit comes before the window opens on {window.opens_on}"
        yield Finding(EARLY_REFILL, Severity.INFO, text)


def _drug_findings(visit: Visit, view: Projection | None) -> Iterator[Finding]:
    if view is None or view.mixture is None or visit.setting is not Setting.HOME:
        return
    schedule = catalogue().schedule(view.mixture)
    rule = site_rule(schedule, Setting.HOME.value, visit.day)
    if rule is not None and visit.kind is VisitKind.REFILL:
        text = f"schedule {schedule} at home: check the supply route (rule of {rule.since})"
        yield Finding(CONTROLLED_AT_HOME, Severity.WARNING, text)
