"""A proposed plan as it is shown: what changed and whom to phone, who is left out, the totals.

The totals of a plan: as JSON, as lines, and beside those of another plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pumpsched.cli.context import App
from pumpsched.cli.days import Span, spoken, spoken_near
from pumpsched.cli.documents import Number, findings_documents, print_document
from pumpsched.cli.terminal.answer import Answer, counted
from pumpsched.cli.terminal.listing import Cell, Column, Listing
from pumpsched.domain.calendars import clock_text
from pumpsched.domain.clinic import VisitStatus
from pumpsched.domain.quantities import decimal_text
from pumpsched.domain.text import visible
from pumpsched.planning.proposal import Plan, PlannedVisit, Totals, Workload
from pumpsched.records.spec import number
from pumpsched.usecases.plan import Proposal

COMPARED = (
    Column("figure"),
    Column("today", whole=True, right=True),
    Column("then", whole=True, right=True),
    Column("difference", whole=True, right=True),
)
_MINUTES = ("driven", "overtime", "cost", "work")


def totals_document(totals: Totals) -> dict[str, Any]:
    """Totals as JSON."""
    return {
        "travel_min": totals.travel_min,
        "travel_m": totals.travel_m,
        "overtime_min": totals.overtime_min,
        "visits": totals.visits,
        "late": totals.late,
        "unplaced": totals.unplaced,
        "moved": totals.moved,
        "cost_min": totals.cost_min,
        "cost": dict(totals.cost),
        "booked": totals.booked,
        "usual_nurse": {
            "visits": totals.by_usual,
            "of": totals.with_usual,
            "share": _share(totals),
        },
        "work": _load_document(totals.load),
        "nurses": [{"nurse": load.nurse} | _load_document(load) for load in totals.loads],
    }


def _share(totals: Totals) -> Number | None:
    if not totals.with_usual:
        return None
    return number(decimal_text(10_000 * totals.by_usual // totals.with_usual, 4))


def _load_document(load: Workload) -> dict[str, Any]:
    return {
        "days": load.days,
        "visits": load.visits,
        "travel_min": load.travel_min,
        "work_min": load.work_min,
        "day_min": {
            "least": load.least_min,
            "median": load.median_min,
            "most": load.most_min,
        },
    }


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


def figures(totals: Totals) -> Mapping[str, int]:
    """The figures by which two plans are compared, by what they are called."""
    return {
        "visits": totals.visits,
        "left out": totals.unplaced,
        "late": totals.late,
        "moved": totals.moved,
        "driven": totals.travel_min,
        "overtime": totals.overtime_min,
        "by the usual nurse": totals.by_usual,
        "shortest day": totals.load.least_min,
        "median day": totals.load.median_min,
        "longest day": totals.load.most_min,
        "cost": totals.cost_min,
    }


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


def _row(key: str, before: int, after: int) -> tuple[Cell, ...]:
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
    Column("change", whole=True),
    Column("day", whole=True),
    Column("time", whole=True),
    Column("code", whole=True, key="patient"),
    Column("name"),
    Column("where"),
    Column("nurse", whole=True),
    Column("refill by", whole=True),
    Column("drive", whole=True, key="travel_min", right=True, spare=1),
    Column("findings", spare=3),
    Column("phone", whole=True, spare=2),
)


def plan_document(plan: Plan) -> dict[str, Any]:
    """A plan as JSON."""
    return {
        "from": plan.first.isoformat(),
        "to": plan.last.isoformat(),
        "visits": [_visit_document(visit) for visit in plan.visits],
        "unplaced": [
            {
                "patient": each.patient,
                "reason": each.reason,
                "detail": each.detail,
                "refill_by": each.refill_by.isoformat(),
            }
            for each in plan.unplaced
        ],
        "routes": [
            {
                "nurse": route.nurse,
                "date": route.day.isoformat(),
                "place": route.place,
                "start": clock_text(route.start),
                "end": clock_text(route.end),
                "travel_min": route.travel_min,
                "travel_m": route.travel_m,
                "stops": list(route.stops),
            }
            for route in plan.routes
        ],
        "totals": totals_document(plan.totals),
    }


def _visit_document(visit: PlannedVisit) -> dict[str, Any]:
    return {
        "patient": visit.patient,
        "date": visit.day.isoformat(),
        "start": clock_text(visit.minute),
        "minutes": visit.minutes,
        "setting": visit.setting.value,
        "site": visit.site or None,
        "nurses": list(visit.nurses),
        "refill_by": visit.refill_by.isoformat() if visit.refill_by else None,
        "opens_on": visit.opens_on.isoformat() if visit.opens_on else None,
        "travel_min": visit.travel_min,
        "travel_m": visit.travel_m,
        "locked": visit.locked,
        "late": visit.late,
        "moved": visit.moved,
        "visit": visit.code or None,
        "findings": [finding.code for finding in visit.findings],
    }


def print_proposal(app: App, proposal: Proposal, span: Span, *, following: str = "") -> None:
    """Writes a plan: what changed first, then who could not be placed and why, then the totals.

    ``following`` is the command that books it, if that is still to come.
    """
    plan = proposal.plan
    if app.given.json:
        body = plan_document(plan)
        body["findings"] = findings_documents(app, proposal.findings)
        print_document(app, "plan", body, as_of=app.as_of)
        return
    answer = Answer(app)
    if answer.to_a_person:
        changed = sum(1 for visit in plan.visits if not visit.code or visit.moved)
        answer.line(
            f"Plan {spoken(span.first)} to {spoken(span.last)} · "
            f"{counted(changed, 'change')} · {counted(plan.totals.visits, 'visit')} · "
            f"{plan.totals.unplaced} left out"
        )
    visits = _changes_first(proposal)
    if answer.to_a_person and not app.given.plain:
        visits = [(change, v) for change, v in visits if change in ("new", "moved") or v.findings]
    if visits or not answer.to_a_person:
        rows = tuple(_visit_row(app, proposal, change, visit) for change, visit in visits)
        answer.listing(Listing(COLUMNS, rows))
    for left in plan.unplaced:
        due = spoken_near(left.refill_by, today=app.as_of)
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


def _visit_row(app: App, proposal: Proposal, change: str, visit: PlannedVisit) -> tuple[Cell, ...]:
    patient = proposal.patients.get(visit.patient)
    today = app.as_of
    refill_by = spoken_near(visit.refill_by, today=today, aligned=True) if visit.refill_by else "-"
    return (
        Cell(change),
        Cell(spoken_near(visit.day, today=today, aligned=True), visit.day.isoformat()),
        Cell(clock_text(visit.minute)),
        Cell(visit.patient),
        Cell(visible(patient.name) if patient else ""),
        Cell(visit.site or visit.setting.value),
        Cell("+".join(visit.nurses)),
        Cell(refill_by, visit.refill_by.isoformat() if visit.refill_by else ""),
        Cell(f"{visit.travel_min} min", str(visit.travel_min)),
        Cell(" ".join(finding.code for finding in visit.findings)),
        Cell(patient.phone if patient else ""),
    )
