"""Drug orders: what to order by which day for the booked refills, how far it is, what changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from pumpsched.domain.calendars import day_text
from pumpsched.domain.clinic import Patient, Setting, Visit, VisitKind
from pumpsched.domain.findings import DRUG_LATE, Finding, Severity, after_empty, late_visit
from pumpsched.domain.ledger import Fact, Filled, Programmed, Started, Stopped, Voided
from pumpsched.domain.phone import OrderMark, OrderState
from pumpsched.domain.projection import Window
from pumpsched.domain.therapy import Mixture
from pumpsched.reference import catalogue
from pumpsched.reference.shipped_catalogue import SiteRule, site_rule
from pumpsched.store.results import Entry
from pumpsched.usecases.chart import Chart, open_chart
from pumpsched.usecases.visit_history import visit_histories
from pumpsched.usecases.who_is_meant import practice_of

if TYPE_CHECKING:
    from pumpsched.store.reading.opening import ReadBooks


class Supply(StrEnum):
    """How the drug reaches the refill."""

    CLINIC = "clinic stock"
    HOME = "to the home"
    CHECK = "check"


class Order(NamedTuple):
    """What one booked refill asks for.

    Attributes:
        mixture: What the pump holds now, and so is ordered again; None before the first fill.
        volume_ul: Volume to fill [µL]: what was injected last, at most the reservoir.
        order_by: Last working day on which to order; the day seen from where that is past, and
            an order is still in time because nobody has worked since.
        overdue: Whether nobody has ordered and an order comes too late, as the planner counts.
        schedule: Legal class of the mixture: ``II`` or ``none``; empty if nothing is known.
        rule: The dated rule to check; None where none applies.
        mark: How far it is; None where nobody said.
        changes: What was recorded since the visit was booked or moved that alters the order.
    """

    visit: Visit
    patient: Patient
    mixture: Mixture | None
    volume_ul: int | None
    order_by: date
    overdue: bool
    schedule: str
    supply: Supply
    rule: SiteRule | None
    refill_by: date | None
    mark: OrderMark | None
    changes: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def state(self) -> OrderState:
        """How far it is."""
        return self.mark.state if self.mark else OrderState.OPEN

    @property
    def until(self) -> date | None:
        """The day by which a late one is there."""
        return self.mark.until if self.mark else None


class OrderList(NamedTuple):
    """The orders of a span, overdue ones first, then by the day to order."""

    orders: tuple[Order, ...]
    lead_days: int


def drug_orders(books: ReadBooks, *, first: date, last: date, as_of: date) -> OrderList:
    """What to order for the open refills from ``first`` to ``last``, as seen from ``as_of``."""
    practice = practice_of(books)
    lead = practice.number("order_lead_days")
    coming = books.visits(first=max(first, as_of), last=last, open_only=True)
    visits = [visit for visit in coming if visit.kind is VisitKind.REFILL]
    marks = {mark.visit: mark for mark in books.order_marks(visit.code for visit in visits)}
    histories = visit_histories(books, (visit.code for visit in visits))
    orders = []
    for visit in visits:
        chart = open_chart(books, visit.patient, as_of=as_of, practice=practice)
        history = histories.get(visit.code)
        placed_at = history.placed_at if history else None
        mark = marks.get(visit.code)
        orders.append(_order(chart, visit, mark, placed_at=placed_at, lead=lead))
    orders.sort(
        key=lambda o: (not o.overdue, o.order_by, o.visit.day, o.visit.minute, o.visit.code)
    )
    return OrderList(tuple(orders), lead)


def too_late(visit: Visit, mark: OrderMark | None) -> Iterator[Finding]:
    """What is said of a drug that comes after its visit."""
    if mark is not None and mark.until is not None and mark.until > visit.day:
        yield Finding(
            DRUG_LATE,
            Severity.URGENT,
            f"the drug is there by {day_text(mark.until)}, after the visit: "
            f"`pumpsched visit move {visit.code} --at …`",
            {"visit": visit.code},
        )


def _order(
    chart: Chart, visit: Visit, mark: OrderMark | None, *, placed_at: datetime | None, lead: int
) -> Order:
    view = chart.seen()
    mixture = view.mixture if view else None
    schedule = catalogue().schedule(mixture) if mixture else ""
    working = chart.practice.working
    order_by = working.days_before(visit.day, lead)
    comes_late = working.days_after(chart.as_of, lead) > visit.day
    overdue = comes_late and not (mark is not None and mark.is_under_way)
    at_home = visit.setting is Setting.HOME
    refill_by = view.window.refill_by if view and view.window else None
    rule = site_rule(schedule, "home", visit.day) if at_home and schedule else None
    return Order(
        visit=visit,
        patient=chart.patient,
        mixture=mixture,
        volume_ul=(
            min(view.fill.injected.ul, chart.pump.capacity_ul)
            if chart.pump and view and view.fill
            else None
        ),
        order_by=order_by if comes_late else max(order_by, chart.as_of),
        overdue=overdue,
        schedule=schedule,
        supply=Supply.CHECK if rule else Supply.HOME if at_home else Supply.CLINIC,
        rule=rule,
        refill_by=refill_by,
        mark=mark,
        changes=tuple(_changes(chart, placed_at)),
        findings=(
            *too_late(visit, mark),
            *_findings(chart, visit, mixture, view and view.window, controlled=bool(rule)),
        ),
    )


def _findings(
    chart: Chart, visit: Visit, mixture: Mixture | None, window: Window | None, *, controlled: bool
) -> Iterator[Finding]:
    if chart.is_archived:
        yield Finding("archived", Severity.URGENT, "the patient left the list: cancel the visit")
    elif mixture is None:
        text = "nothing is in the pump yet: ask for the prescription"
        yield Finding("no-mixture", Severity.WARNING, text)
    if window is not None and window.is_empty_on(visit.day):
        yield after_empty(window.empty_on)
    elif window is not None and visit.day > window.refill_by:
        yield late_visit(window.refill_by, today=chart.as_of)
    if controlled and chart.practice.values["home_controlled"] == "no":
        text = "the practice refills schedule II in the clinic only: move the visit there"
        yield Finding("site-of-care", Severity.WARNING, text)


def _changes(chart: Chart, placed_at: datetime | None) -> Iterator[str]:
    """What was recorded of the pump since a visit was placed, undone facts too.

    Where nobody knows when it was placed, everything after the last fill counts.
    """
    facts = {entry.fact.seq: entry.fact for entry in chart.entries}
    for entry in chart.entries:
        if entry.pump != chart.pump_key or not _is_since(chart, entry, placed_at):
            continue
        if isinstance(entry.fact, Voided):
            undone = _said(facts[entry.fact.voids])
            if undone:
                yield f"undone: {undone}"
        elif entry.voided_by is None and (said := _said(entry.fact)):
            yield said


def _is_since(chart: Chart, entry: Entry, placed_at: datetime | None) -> bool:
    if placed_at is not None:
        return entry.recorded_at > placed_at
    fills = chart.ledger.fills()
    return bool(fills) and entry.fact.at.instant > fills[-1].at.instant


def _said(fact: Fact) -> str:
    """A fact that alters an order, in words; empty for one that does not."""
    match fact:
        case Programmed(programme=programme):
            return f"dose {programme.flex_text or programme.dose_text} on {fact.at.day}"
        case Filled(mixture=mixture):
            return f"refill with {mixture or 'the same mixture'} on {fact.at.day}"
        case Stopped():
            return f"stopped on {fact.at.day}"
        case Started():
            return f"started on {fact.at.day}"
    return ""
