"""A proposed plan as it is shown: what changed and whom to phone, who is left out, the totals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pumpsched.cli.days import Span, spoken, spoken_near
from pumpsched.cli.planning_documents import figures
from pumpsched.cli.terminal.answer import Answer, counted
from pumpsched.cli.terminal.listing import Cell, Column, Listing, Row, columns, day_cell, row_of
from pumpsched.domain.calendars import clock_text
from pumpsched.domain.clinic import VisitStatus
from pumpsched.domain.text import visible
from pumpsched.planning.proposal import PlannedVisit, Totals
from pumpsched.usecases.plan import Proposal

COMPARED = (Column("figure"), *columns("today", "then", "difference", whole=True, right=True))
_MINUTES = ("driven", "overtime", "cost", "work")


def totals_lines(totals: Totals) -> Iterator[str]:
    """The totals in words: road and lateness, continuity and the nurses' days, cost."""
    yield (
        f"{totals.travel_min} min and {totals.travel_m // 1000} km on the road, "
        f"{totals.overtime_min} min overtime, {totals.late} late, {totals.moved} moved"
    )
    if totals.load.days:
        load = totals.load
        usual = f"{totals.by_usual} of {totals.with_usual} by the usual nurse, "
        yield (
            f"{usual if totals.with_usual else ''}a nurse's day {hours_text(load.least_min)} to "
            f"{hours_text(load.most_min)}, median {hours_text(load.median_min)}"
        )
    parts = ", ".join(
        f"{part.replace('_', ' ')} {cost}" for part, cost in totals.cost.items() if cost
    )
    yield f"Cost {totals.cost_min} min: {parts or 'nothing'}"


def hours_text(minutes: int) -> str:
    """Minutes as hours: ``7 h 05``."""
    return f"{minutes // 60} h {minutes % 60:02}"


def compared(now: Totals, then: Totals) -> Listing:
    """Two totals side by side, each nurse's visits and work below."""
    before, after = dict(figures(now)), dict(figures(then))
    for totals, found in ((now, before), (then, after)):
        for load in totals.loads:
            found[f"{load.nurse} visits"] = load.visits
            found[f"{load.nurse} work"] = load.work_min
    nurses = sorted({load.nurse for totals in (now, then) for load in totals.loads})
    keys = [*figures(now), *(f"{n} {what}" for n in nurses for what in ("visits", "work"))]
    rows = (_row(key, before.get(key, 0), after.get(key, 0)) for key in keys)
    return Listing(COMPARED, tuple(rows))


def _row(key: str, before: int, after: int) -> Row:
    unit = " min" if key.endswith((*_MINUTES, "day")) else ""
    more = after - before
    sign = "+" if more > 0 else ""
    return (
        Cell(key, f"{key} min".replace(" ", "_") if unit else key.replace(" ", "_")),
        Cell(f"{before}{unit}", str(before)),
        Cell(f"{after}{unit}", str(after)),
        Cell(f"{sign}{more}{unit}" if more else "same", str(more)),
    )


COLUMNS = (
    *columns("change", "day", "time", whole=True),
    Column("code", whole=True, key="patient"),
    *columns("name", "where"),
    *columns("nurse", "refill by", whole=True),
    Column("drive", whole=True, key="travel_min", right=True, spare=1),
    Column("findings", spare=3),
    Column("phone", whole=True, spare=2),
)


def print_proposal(answer: Answer, proposal: Proposal, span: Span, *, following: str = "") -> None:
    """Writes a plan: what changed first, then who could not be placed and why, then the totals.

    ``following`` is the command that books it, if that is still to come.
    """
    plan, today = proposal.plan, answer.app.as_of
    if answer.to_a_person:
        changed = sum(1 for visit in plan.visits if not visit.code or visit.moved)
        answer.line(
            f"Plan {spoken(span.first)} to {spoken(span.last)} · "
            f"{counted(changed, 'change')} · {counted(plan.totals.visits, 'visit')} · "
            f"{plan.totals.unplaced} left out"
        )
    visits = _changes_first(proposal)
    if answer.to_a_person:
        visits = [(change, v) for change, v in visits if change in ("new", "moved") or v.findings]
    answer.table(COLUMNS, (_visit_row(proposal, *each, today=today) for each in visits))
    for left in plan.unplaced:
        due = spoken_near(left.refill_by, today=today)
        answer.beside(
            f"  !! {left.patient} not placed ({left.reason}), refill by {due}: {left.detail}"
        )
    if plan.unplaced:
        answer.beside(f"  What would do: pumpsched plan --why {plan.unplaced[0].patient}")
    for finding in proposal.findings:
        answer.beside(f"  ! {finding.facts['patient']}: {finding.message}")
    for line in totals_lines(plan.totals):
        answer.beside(line)
    if not following:
        return
    if not any(not visit.code or visit.moved for visit in plan.visits):
        answer.beside("Nothing to book. Next: pumpsched visit list 4w")
    else:
        answer.beside(f"Next: {following}        books it; phone those listed first")


def _changes_first(proposal: Proposal) -> list[tuple[str, PlannedVisit]]:
    """New visits by day; those moved, whose drug it is worst to lack first; then the others."""
    order = {"new": 0, "moved": 1, "kept": 2, "confirmed": 3}
    ranks = {demand.code: demand.rank for demand in proposal.case.demands}

    statuses = {visit.code: visit.status for visit in proposal.case.visits}

    def change(visit: PlannedVisit) -> str:
        if not visit.code:
            return "new"
        if visit.moved:
            return "moved"
        return "confirmed" if statuses[visit.code] is VisitStatus.CONFIRMED else "kept"

    def key(told: tuple[str, PlannedVisit]) -> tuple[object, ...]:
        word, visit = told
        rank = ranks.get(visit.patient, 9) if visit.moved else 0
        return (order[word], rank, visit.day, visit.minute, visit.patient)

    return sorted(((change(visit), visit) for visit in proposal.plan.visits), key=key)


def _visit_row(proposal: Proposal, change: str, visit: PlannedVisit, *, today: date) -> Row:
    patient = proposal.patients.get(visit.patient)
    return row_of(
        *(change, day_cell(visit.day, today=today), clock_text(visit.minute), visit.patient),
        *(visible(patient.name) if patient else "", visit.site or visit.setting.value),
        *("+".join(visit.nurses), day_cell(visit.refill_by, today=today)),
        Cell(f"{visit.travel_min} min", str(visit.travel_min)),
        " ".join(finding.code for finding in visit.findings),
        patient.phone if patient else "",
    )
