"""One patient's card: how the pump stands, what happened, what is booked, what to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import floor

from pumpsched.domain.findings import Finding, Severity
from pumpsched.domain.ledger import Fact, Programmed, When
from pumpsched.domain.people import Patient
from pumpsched.domain.programme import DAY_MINUTES, Programme
from pumpsched.domain.projection import Projection, Window
from pumpsched.domain.pump import Pump
from pumpsched.domain.visits import Visit
from pumpsched.store.books import Books, Entry, Implant
from pumpsched.usecases.appointments import early_visits
from pumpsched.usecases.chart import Chart, open_chart
from pumpsched.usecases.item import Item, item_of_chart
from pumpsched.usecases.leaving import Departure, departure_of, visits_to_cancel

LONGEST_CURVE_DAYS = 400


@dataclass(frozen=True, slots=True)
class Card:
    """Everything ``show`` prints of one patient.

    Attributes:
        patient: Who it is.
        item: The worklist item.
        pump: The pump in place, if any.
        implants: Every pump recorded.
        programme: The programme in force.
        window: The refill window, if any.
        curve: Volume [µL] at 00:00 of each day from the last fill on; empty without a window.
        history: Every entry up to the day seen from, latest first, and programmes to come.
        visits: Open visits, earliest first.
        findings: What is worth attention.
        departure: When and why the patient left the list, if so.
        coming: Programmes that take effect later; the dates count them already.
    """

    patient: Patient
    item: Item
    pump: Pump | None
    implants: tuple[Implant, ...]
    programme: Programme | None
    window: Window | None
    curve: tuple[tuple[date, int], ...]
    history: tuple[Entry, ...]
    visits: tuple[Visit, ...]
    findings: tuple[Finding, ...]
    departure: Departure | None = None
    coming: tuple[tuple[When, Programme], ...] = ()

    def pump_of(self, entry: Entry) -> Implant | None:
        """The pump an entry of the history belongs to; None for an archive."""
        return next((implant for implant in self.implants if implant.key == entry.pump), None)


def patient_card(books: Books, code: str, *, as_of: date) -> Card:
    """The card of the patient with that code, seen from a day."""
    chart = open_chart(books, code, as_of=as_of)
    visit = books.next_visits(as_of).get(code)
    visits = tuple(books.visits(first=as_of, last=None, patient=code, open_only=True))
    history = tuple(e for e in reversed(chart.entries) if _is_seen(e.fact, as_of))
    if chart.pump is None:
        item = item_of_chart(chart, visit=visit)
        none = Finding("no-pump", Severity.INFO, "no pump is recorded for this patient")
        found = (*visits_to_cancel(chart, visits), none)
        return Card(
            *(chart.patient, item, None, chart.implants, None, None, (), history, visits, found),
            departure=_departure(chart),
        )
    view = chart.view()
    item = item_of_chart(chart, visit=visit, view=view)
    return Card(
        patient=chart.patient,
        item=item,
        pump=chart.pump,
        implants=chart.implants,
        programme=view.programme,
        window=view.window,
        curve=_curve(chart),
        history=history,
        visits=visits,
        findings=(
            *visits_to_cancel(chart, visits),
            *chart.findings(view),
            *early_visits(books, code, item, today=as_of),
        ),
        departure=_departure(chart),
        coming=coming_programmes(view),
    )


def coming_of(books: Books, code: str, *, as_of: date) -> tuple[tuple[When, Programme], ...]:
    """The programmes of a patient that take effect after the dose a list shows."""
    chart = open_chart(books, code, as_of=as_of)
    return coming_programmes(chart.view()) if chart.pump else ()


def coming_programmes(view: Projection) -> tuple[tuple[When, Programme], ...]:
    """The programmes that take effect after a view's dose, though its dates count them already."""
    return tuple(
        (_when(instant), programme)
        for instant, programme in view.programmes
        if view.window is not None and instant > view.seen_at
    )


def _is_seen(fact: Fact, as_of: date) -> bool:
    """Whether a fact is there for whoever looks from a day: a programme may lie ahead of it."""
    return fact.at.day <= as_of or isinstance(fact, Programmed)


def _when(instant: int) -> When:
    day, minute = divmod(instant, DAY_MINUTES)
    return When(date.fromordinal(day), minute)


def _departure(chart: Chart) -> Departure | None:
    """The archive that stands on the chart's day."""
    departure = departure_of(chart.entries)
    return departure if departure is not None and departure.on <= chart.as_of else None


def _curve(chart: Chart) -> tuple[tuple[date, int], ...]:
    """Volume [µL] a day from the fill until it is empty or a week past the last refill day."""
    view = chart.view()
    if view.window is None or view.reservoir is None or view.fill is None:
        return ()
    first = view.fill.at.day
    ends = [view.window.refill_by + timedelta(days=7), chart.as_of]
    if view.window.alarm_on:
        ends.append(view.window.alarm_on + timedelta(days=3))
    last = min(max(ends), first + timedelta(days=LONGEST_CURVE_DAYS))
    points = [(first, view.reservoir.start_ul)]
    for n in range(1, (last - first).days + 1):
        day = first + timedelta(days=n)
        volume = view.reservoir.volume_at(day.toordinal() * DAY_MINUTES)
        points.append((day, floor(volume)))
    return tuple(points)
