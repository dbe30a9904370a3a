"""What ``plan`` is asked: why a visit is where it is, or what other staff would do to the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Annotated

from pumpsched.cli.commands.plan_text import compared
from pumpsched.cli.context import App
from pumpsched.cli.days import spoken, spoken_near
from pumpsched.cli.params import typed
from pumpsched.cli.planning_documents import reasons_document, staffing_document
from pumpsched.cli.terminal.answer import Answer, give
from pumpsched.domain.calendars import clock_text, hours_text
from pumpsched.domain.clinic import Location, Nurse
from pumpsched.domain.errors import UsageRefusal
from pumpsched.domain.quantities import decimal_text
from pumpsched.domain.text import visible
from pumpsched.planning.case import Demand, PlanningCase
from pumpsched.planning.proposal import PlannedVisit
from pumpsched.usecases.plan import Proposal, dangers
from pumpsched.usecases.plan_questions import (
    AskedFor,
    Compared,
    Reasons,
    Staffing,
    compare_staff,
    reasons_for,
)


def give_reasons(app: App, proposal: Proposal, asked: AskedFor) -> None:
    """Answers why a patient's visit is where it is, what would free a slot, or why none is due."""
    code = asked.item.patient
    reasons = reasons_for(proposal, code, asked=asked)
    demand = next((one for one in proposal.case.demands if one.code == code), None)

    def show(answer: Answer) -> None:
        answer.line(f"{code} {visible(asked.item.name)}".rstrip())
        for label, text in _parts(reasons, demand):
            answer.labelled(label, text)
        answer.aside(f"Next: {reasons.next_step or asked.next_step}")

    give(app, "plan-why", lambda: reasons_document(app, asked, reasons), show)


def _parts(reasons: Reasons, demand: Demand | None) -> Iterator[tuple[str, str]]:
    """What is to be said: a label and a sentence each."""
    if reasons.visit is not None:
        yield "visit", _visit_text(reasons.visit)
    elif reasons.is_left_out and demand is not None:
        yield "visit", f"none: refill by {spoken(demand.refill_by)}"
    for reason in reasons.reasons:
        yield reason.about, f"{reason.rule}: {reason.sentence}"
    if reasons.is_left_out:
        nothing = "no single change that was tried gives a visit"
        cancel = "to cancel the visit before the window" if reasons.booked_early else nothing
        yield "would do", reasons.otherwise or cancel
    elif reasons.otherwise:
        yield "next best", reasons.otherwise


def _visit_text(visit: PlannedVisit) -> str:
    where = f"at {visit.site or visit.setting}"
    nurses = f" with {' and '.join(visit.nurses)}" if visit.nurses else ""
    due = f", refill by {spoken(visit.refill_by)}" if visit.refill_by else ""
    return f"{spoken(visit.day)} {clock_text(visit.minute)} {where}{nurses}{due}"


NANO = 9
LISTED = 8
WithNurse = Annotated[
    list[str] | None, typed("ROSTER", 'One more nurse, "Mon-Fri 08:00-16:30 home".')
]
At = Annotated[list[str] | None, typed("LAT,LON", "Where the new nurse starts from.")]
Skills = Annotated[list[str] | None, typed('"SM2;SM3"', "What they are trained on; or all.")]
Without = Annotated[list[str] | None, typed("NURSE", "As if they were gone.")]


def give_staffing(
    app: App, case: PlanningCase, staffing: Staffing, *, propose: Callable[[PlanningCase], Proposal]
) -> None:
    """Answers with the plan's totals with other staff beside today's; nothing is booked."""
    found = compare_staff(case, staffing, propose=propose)
    plan = found.now.plan

    def show(answer: Answer) -> None:
        answer.beside(
            f"Plan {spoken(plan.first)} to {spoken(plan.last)} with other staff (nothing is booked)"
        )
        for nurse in found.joined:
            answer.labelled("assumed", _assumed(nurse), data=False)
        for nurse in found.gone:
            text = f"{nurse.code} {visible(nurse.name)} has no shift from the first day on"
            answer.labelled("assumed", text, data=False)
        answer.listing(compared(plan.totals, found.then.plan.totals))
        for label, text in _staffing_parts(found, today=app.as_of):
            answer.labelled(label, text, data=False)
        answer.beside("Next: pumpsched plan        the plan with today's staff")

    give(
        app,
        "plan-staffing",
        lambda: staffing_document(found, dangers(found.now), dangers(found.then)),
        show,
    )


def refuse_beside(staffing: Staffing, *, apply: bool, why: bool) -> None:
    """Passes a comparison that neither books nor explains.

    Raises:
        UsageRefusal: ``--apply`` or ``--why`` was given with it.
    """
    if staffing and (apply or why):
        raise UsageRefusal(
            "--with-nurse and --without take neither --apply nor --why.",
            code="usage",
            why="They only compare: nothing is booked with staff that is not there.",
            next_step="the same command without --apply and --why",
        )


def _assumed(nurse: Nurse) -> str:
    """What is taken for granted of a new nurse."""
    at = nurse.location or Location(0, 0)
    base = f"{decimal_text(at.latitude_nano, NANO)},{decimal_text(at.longitude_nano, NANO)}"
    skills = ", ".join(nurse.skills) or "every pump family"
    return (
        f"{nurse.code} works {hours_text(nurse.roster)} from {base}, trained on {skills}, "
        "any number of visits a day"
    )


def _staffing_parts(found: Compared, *, today: date) -> Iterator[tuple[str, str]]:
    """What the figures do not say: who gains or loses a visit, what to decide."""
    for label, codes in (("placed", found.newly_placed), ("left out", found.newly_left_out)):
        if codes:
            more = f" and {len(codes) - LISTED} more" if len(codes) > LISTED else ""
            yield label, f"then, not today: {', '.join(codes[:LISTED])}{more}"
    if found.gone:
        gone = " and ".join(nurse.code for nurse in found.gone)
        yield "to move", f"refills of {gone} booked and free to move: {found.freed}"
    for visit in found.undecided:
        when = f"{spoken_near(visit.day, today=today)} {clock_text(visit.minute)}"
        with_ = " and ".join(visit.nurses)
        yield "!! decide", f"{visit.code} of {visit.patient}, {when} with {with_}, stands fast"
