"""A proposed plan as it is shown: what changed and whom to phone, who is left out, the totals."""

from __future__ import annotations

from typing import Any

from pumpsched.cli.answer import Answer, counted
from pumpsched.cli.context import App
from pumpsched.cli.days import Span, spoken, spoken_near
from pumpsched.cli.documents import findings_documents, print_document
from pumpsched.cli.plan_totals import totals_document, totals_lines
from pumpsched.cli.screen import Cell, Column, Listing
from pumpsched.domain.calendars import clock_text
from pumpsched.domain.plan import Plan, PlannedVisit
from pumpsched.domain.text import visible
from pumpsched.domain.visits import VisitStatus
from pumpsched.usecases.plan import Proposal

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
        rows = tuple(_row(app, proposal, change, visit) for change, visit in visits)
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


def _row(app: App, proposal: Proposal, change: str, visit: PlannedVisit) -> tuple[Cell, ...]:
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
