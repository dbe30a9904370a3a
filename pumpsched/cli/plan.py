"""``plan``: proposes visits for everyone due in a span; ``--apply`` books them."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from pumpsched.cli.answer import Answer
from pumpsched.cli.context import App
from pumpsched.cli.days import Span, parse_span, spoken, spoken_near
from pumpsched.cli.documents import print_document
from pumpsched.cli.options import planning, single
from pumpsched.cli.saving import save
from pumpsched.cli.screen import Cell, Column, Listing
from pumpsched.domain.errors import UsageRefusal
from pumpsched.domain.plan import Plan, PlannedVisit
from pumpsched.domain.programme import clock_text
from pumpsched.domain.text import visible
from pumpsched.store.books import Books
from pumpsched.usecases.chart import find_patient
from pumpsched.usecases.plan import Booking, Proposal, book_plan, propose, reasons_for

COLUMNS = (
    Column("change", whole=True),
    Column("day", whole=True),
    Column("time", whole=True),
    Column("code", whole=True, key="patient"),
    Column("name"),
    Column("where"),
    Column("nurse", whole=True),
    Column("refill by", whole=True),
    Column("drive", whole=True, key="travel_min", right=True),
    Column("findings"),
    Column("phone", whole=True),
)


@planning("pumpsched plan 4w", "pumpsched plan 4w --apply")
def plan(
    app: App,
    span: Annotated[str, typer.Argument(help="Days to plan: 28d, 4w, 2026-12.")] = "28d",
    apply: Annotated[bool, typer.Option("--apply", help="Book what is proposed.")] = False,
    why: Annotated[
        str | None, typer.Option(metavar="PATIENT", help="Why this day and nurse, or why none.")
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Best fit alone, as always so far.")
    ] = False,
    seed: Annotated[int | None, typer.Option(min=0, help="Taken; best fit draws no lots.")] = None,
    effort: Annotated[int | None, typer.Option(min=0, help="Taken; best fit knows one.")] = None,
) -> None:
    """Proposes a visit for every refill of the span, inside its window, with a reason for all.

    Confirmed visits stay; booked ones move only if they must or at their price. What changed and
    whom to phone comes first.
    """
    days = _days(app, span, applied=apply)
    if seed is not None or effort is not None:
        app.say("This version plans by best fit alone: --seed and --effort change nothing.")
    with app.reading() as books:
        proposal = propose(books, first=days.first, last=days.last, today=app.as_of)
        asked = find_patient(books, why).code if why else None
    if asked is not None:
        print_reasons(app, proposal, asked)
        return
    if not apply:
        print_proposal(app, proposal, days)
        return

    def work(books: Books, confirmed: str | None) -> Booking:
        return book_plan(books, proposal)

    saved = save(
        app,
        work,
        show=lambda booking: print_proposal(app, proposal, days, booking=True),
        request={"plan": span},
    )
    if saved is not None:
        app.say(
            f"Booked {len(saved.added)} new visits, moved {len(saved.moved)}. "
            f"Next: pumpsched visit list 4w{_demo(app)}"
        )


def _days(app: App, span: str, *, applied: bool) -> Span:
    """The days to plan.

    Raises:
        UsageRefusal: They are over, or a plan looked at from another day was to be booked.
    """
    if applied and app.given.as_of is not None:
        raise UsageRefusal(
            "--apply takes no --as-of: visits are booked from today.",
            code="as-of-on-write",
            next_step="pumpsched plan --apply",
        )
    days = parse_span(span, as_of=app.as_of, noun="SPAN")
    if days.last < app.as_of:
        raise UsageRefusal(
            f"The span ends on {spoken(days.last)}, before {spoken(app.as_of)}.",
            code="span-past",
            why="A plan looks ahead.",
            next_step="pumpsched plan 4w",
        )
    return days


def print_reasons(app: App, proposal: Proposal, code: str) -> None:
    """Writes why a patient's visit is where it is, or what would free a slot."""
    reasons = reasons_for(proposal, code)
    if app.given.json:
        body = {
            "patient": code,
            "rule": reasons.rule,
            "reason": reasons.sentence,
            "otherwise": reasons.otherwise or None,
        }
        print_document(app, "plan", body, as_of=app.as_of)
        return
    answer = Answer(app)
    person = proposal.patients.get(code)
    answer.line(f"{code} {visible(person.name) if person else ''}".rstrip())
    answer.line(f"  {reasons.rule}: {reasons.sentence}")
    if reasons.otherwise:
        answer.line(f"  {reasons.otherwise}")
    answer.aside(f"Next: pumpsched show {code}")


def plan_document(plan: Plan) -> dict[str, Any]:
    """A plan as JSON."""
    totals = plan.totals
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
        "totals": {
            "travel_min": totals.travel_min,
            "travel_m": totals.travel_m,
            "overtime_min": totals.overtime_min,
            "visits": totals.visits,
            "late": totals.late,
            "unplaced": totals.unplaced,
            "moved": totals.moved,
            "cost_min": totals.cost_min,
            "cost": dict(totals.cost),
        },
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


def print_proposal(app: App, proposal: Proposal, span: Span, *, booking: bool = False) -> None:
    """Writes a plan: what changed first, then who could not be placed and why, then the totals."""
    plan = proposal.plan
    if app.given.json:
        print_document(app, "plan", plan_document(plan), as_of=app.as_of)
        return
    answer = Answer(app)
    if answer.to_a_person:
        changed = sum(1 for visit in plan.visits if not visit.code or visit.moved)
        answer.line(
            f"Plan {spoken(span.first)} to {spoken(span.last)} · {changed} changes · "
            f"{plan.totals.visits} visits · {plan.totals.unplaced} left out"
        )
    visits = _changes_first(proposal)
    shown = (
        visits
        if app.given.plain or not answer.to_a_person
        else [visit for visit in visits if _change(visit) in ("new", "moved") or visit.findings]
    )
    if shown or not answer.to_a_person:
        answer.listing(Listing(COLUMNS, tuple(_row(app, proposal, visit) for visit in shown)))
    say = answer.line if answer.to_a_person else answer.aside
    for left in plan.unplaced:
        due = spoken_near(left.refill_by, today=app.as_of)
        say(f"  !! {left.patient} not placed ({left.reason}), refill by {due}: {left.detail}")
    totals = plan.totals
    parts = ", ".join(
        f"{part.replace('_', ' ')} {cost}" for part, cost in totals.cost.items() if cost
    )
    say(
        f"{totals.travel_min} min and {totals.travel_m // 1000} km on the road, "
        f"{totals.overtime_min} min overtime, {totals.late} late, {totals.moved} moved"
    )
    say(f"Cost {totals.cost_min} min: {parts or 'nothing'}")
    if booking:
        return
    if not any(not visit.code or visit.moved for visit in plan.visits):
        say(f"Nothing to book. Next: pumpsched visit list 4w{_demo(app)}")
    else:
        say(f"Next: pumpsched plan … --apply{_demo(app)}        books it; phone those listed first")


def _changes_first(proposal: Proposal) -> list[PlannedVisit]:
    """New visits by day; those moved, whose drug it is worst to lack first; then the others."""
    order = {"new": 0, "moved": 1, "kept": 2, "confirmed": 3}
    ranks = {demand.code: demand.rank for demand in proposal.case.demands}

    def key(visit: PlannedVisit) -> tuple[object, ...]:
        rank = ranks.get(visit.patient, 9) if visit.moved else 0
        return (order[_change(visit)], rank, visit.day, visit.minute, visit.patient)

    return sorted(proposal.plan.visits, key=key)


def _demo(app: App) -> str:
    return " --demo" if app.given.demo else ""


def _change(visit: PlannedVisit) -> str:
    if visit.locked:
        return "confirmed"
    if not visit.code:
        return "new"
    return "moved" if visit.moved else "kept"


def _row(app: App, proposal: Proposal, visit: PlannedVisit) -> tuple[Cell, ...]:
    patient = proposal.patients.get(visit.patient)
    today = app.as_of
    refill_by = spoken_near(visit.refill_by, today=today, aligned=True) if visit.refill_by else "-"
    return (
        Cell(_change(visit)),
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


commands = {"plan": single(plan, "plan")}
