"""``plan``: proposes visits for everyone due in a span; ``--apply`` books them."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from pumpsched.cli.answer import Answer, counted
from pumpsched.cli.context import App
from pumpsched.cli.days import Span, parse_span, spoken, spoken_near
from pumpsched.cli.documents import print_document
from pumpsched.cli.options import planning, single
from pumpsched.cli.plan_reasons import print_reasons
from pumpsched.cli.plan_search import effort_of, say_ending, searched, watched
from pumpsched.cli.plan_totals import totals_document, totals_lines
from pumpsched.cli.saving import save
from pumpsched.cli.screen import Cell, Column, Listing
from pumpsched.cli.staffing import print_staffing, refuse_beside
from pumpsched.domain.errors import UsageRefusal
from pumpsched.domain.plan import Plan, PlannedVisit
from pumpsched.domain.programme import clock_text
from pumpsched.domain.text import visible
from pumpsched.store.books import Books
from pumpsched.usecases.plan import Booking, Proposal, book_plan, planning_case
from pumpsched.usecases.plan_reasons import asked_for
from pumpsched.usecases.staffing import supposed

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


@planning("pumpsched plan 4w", "pumpsched plan 4w --apply")
def plan(
    app: App,
    span: Annotated[str, typer.Argument(help="Days to plan: 28d, 4w, 2026-12.")] = "28d",
    apply: Annotated[bool, typer.Option("--apply", help="Book what is proposed.")] = False,
    why: Annotated[
        str | None, typer.Option(metavar="PATIENT", help="Why this day and nurse, or why none.")
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="A tenth of the usual search, about two seconds.")
    ] = False,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Another search; the same seed, the same plan.")
    ] = None,
    effort: Annotated[
        int | None, typer.Option(min=0, help="Search so many times as long; 0: not at all.")
    ] = None,
    with_nurse: Annotated[
        list[str] | None,
        typer.Option(metavar="ROSTER", help='Compare: one more nurse, "Mon-Fri 08:00-16:30 home".'),
    ] = None,
    at: Annotated[
        list[str] | None, typer.Option(metavar="LAT,LON", help="Where the new nurse starts from.")
    ] = None,
    skills: Annotated[
        list[str] | None, typer.Option(metavar='"SM2;SM3"', help="What she is trained on; or all.")
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option(metavar="NURSE", help="Compare: as if she were gone.")
    ] = None,
) -> None:
    """Proposes a visit for every refill of the span, inside its window, with a reason for all.

    Confirmed visits stay; booked ones move only if they must or at their price. What changed and
    whom to phone comes first.
    """
    days = _days(app, span, applied=apply)
    staffing = supposed(with_nurse or (), at or (), without or (), skills=skills or ())
    refuse_beside(staffing, apply=apply, why=why is not None)
    wanted = effort_of(seed=seed, quick=quick, times=effort)
    with app.reading() as books:
        case = planning_case(
            books,
            first=days.first,
            last=days.last,
            today=app.as_of,
            from_minute=app.now_minute,
        )
        asked = asked_for(books, why, today=app.as_of) if why else None
    if staffing:
        print_staffing(app, case, staffing, propose=lambda case: searched(app, case, wanted))
        return
    found = watched(app, case, wanted)
    proposal, later = found.proposal, apply and (app.given.json or app.given.yes)
    if not later:  # a refusal to book is all that stderr may hold then
        say_ending(app, found)
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
        if later:
            say_ending(app, found)
        app.say(
            f"Booked {counted(len(saved.added), 'new visit')}, moved {len(saved.moved)}. "
            "Next: pumpsched visit list 4w"
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
            f"Plan {spoken(span.first)} to {spoken(span.last)} · "
            f"{counted(changed, 'change')} · {counted(plan.totals.visits, 'visit')} · "
            f"{plan.totals.unplaced} left out"
        )
    visits = _changes_first(proposal)
    shown = (
        visits
        if app.given.plain or not answer.to_a_person
        else [visit for visit in visits if _change(visit) in ("new", "moved") or visit.findings]
    )
    if shown or not answer.to_a_person:
        answer.listing(Listing(COLUMNS, tuple(_row(app, proposal, visit) for visit in shown)))
    for left in plan.unplaced:
        due = spoken_near(left.refill_by, today=app.as_of)
        answer.beside(
            f"  !! {left.patient} not placed ({left.reason}), refill by {due}: {left.detail}"
        )
    if plan.unplaced:
        answer.beside(f"  What would do: pumpsched plan --why {plan.unplaced[0].patient}")
    for line in totals_lines(plan.totals):
        answer.beside(line)
    if booking:
        return
    if not any(not visit.code or visit.moved for visit in plan.visits):
        answer.beside("Nothing to book. Next: pumpsched visit list 4w")
    else:
        answer.beside("Next: pumpsched plan … --apply        books it; phone those listed first")


def _changes_first(proposal: Proposal) -> list[PlannedVisit]:
    """New visits by day; those moved, whose drug it is worst to lack first; then the others."""
    order = {"new": 0, "moved": 1, "kept": 2, "confirmed": 3}
    ranks = {demand.code: demand.rank for demand in proposal.case.demands}

    def key(visit: PlannedVisit) -> tuple[object, ...]:
        rank = ranks.get(visit.patient, 9) if visit.moved else 0
        return (order[_change(visit)], rank, visit.day, visit.minute, visit.patient)

    return sorted(proposal.plan.visits, key=key)


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
