"""``plan --why``: why a patient's visit is where it is, or what would give one.

``plan --with-nurse`` and ``--without``: the plan with other staff beside today's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pumpsched.cli.commands.plan_text import compared, figures, totals_document
from pumpsched.cli.context import App
from pumpsched.cli.days import spoken, spoken_near
from pumpsched.cli.documents import print_document
from pumpsched.cli.terminal.answer import Answer
from pumpsched.domain.calendars import clock_text, hours_text
from pumpsched.domain.clinic import Location, Nurse
from pumpsched.domain.errors import UsageRefusal
from pumpsched.domain.quantities import decimal_text
from pumpsched.domain.text import visible
from pumpsched.planning.case import Demand, PlanningCase
from pumpsched.planning.explain.choices import NextBest
from pumpsched.planning.explain.remedies import Remedy
from pumpsched.planning.proposal import PlannedVisit
from pumpsched.records.spec import number
from pumpsched.usecases.plan import Proposal
from pumpsched.usecases.plan_questions import (
    AskedFor,
    Compared,
    Reasons,
    Staffing,
    compare_staff,
    reasons_for,
)


def print_reasons(app: App, proposal: Proposal, asked: AskedFor) -> None:
    """Writes why a patient's visit is where it is, what would free a slot, or why none is due."""
    code = asked.code
    reasons = reasons_for(proposal, code, asked=asked)
    next_step = reasons.next_step or asked.next_step
    if app.given.json:
        body = reasons_document(asked, reasons) | {"next": app.suggesting(next_step)}
        print_document(app, "plan-why", body, as_of=app.as_of)
        return
    answer = Answer(app)
    demand = next((one for one in proposal.case.demands if one.code == code), None)
    answer.line(f"{code} {visible(asked.name)}".rstrip())
    for label, text in _parts(reasons, demand):
        answer.labelled(label, text)
    answer.aside(f"Next: {next_step}")


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
        cancel = "to cancel the visit before the window" if reasons.next_step else nothing
        yield "would do", reasons.otherwise or cancel
    elif reasons.otherwise:
        yield "next best", reasons.otherwise


def _visit_text(visit: PlannedVisit) -> str:
    where = f"at {visit.site or visit.setting}"
    nurses = f" with {' and '.join(visit.nurses)}" if visit.nurses else ""
    due = f", refill by {spoken(visit.refill_by)}" if visit.refill_by else ""
    return f"{spoken(visit.day)} {clock_text(visit.minute)} {where}{nurses}{due}"


def reasons_document(asked: AskedFor, reasons: Reasons) -> dict[str, Any]:
    """The reasons of one patient as JSON."""
    return {
        "patient": asked.code,
        "name": asked.name,
        "status": asked.status.value,
        "left_out": reasons.is_left_out,
        "rule": reasons.rule,
        "reason": reasons.sentence,
        "reasons": [
            {"about": each.about, "rule": each.rule, "reason": each.sentence}
            for each in reasons.reasons
        ],
        "visit": _slot(reasons.visit) if reasons.visit else None,
        "next_best": _next_best(reasons.next_best) if reasons.next_best else None,
        "change": _change(reasons.remedy) if reasons.remedy else None,
        "otherwise": reasons.otherwise or None,
    }


def _slot(visit: PlannedVisit | NextBest) -> dict[str, Any]:
    return {
        "date": visit.day.isoformat(),
        "start": clock_text(visit.minute),
        "site": visit.site or None,
        "nurses": list(visit.nurses),
    }


def _next_best(best: NextBest) -> dict[str, Any]:
    return _slot(best) | {"more_min": best.more_min}


def _change(remedy: Remedy) -> dict[str, Any]:
    """A change: the rule eased, the condition, the visit it gives."""
    return {
        "rule": remedy.easing.rule,
        "condition": remedy.easing.words,
        "on": remedy.easing.day.isoformat() if remedy.easing.day else None,
        "booked_first": remedy.booked_first,
        "visit": _slot(remedy.visit),
    }


NANO = 9
LISTED = 8


def print_staffing(
    app: App,
    case: PlanningCase,
    staffing: Staffing,
    *,
    propose: Callable[[PlanningCase], Proposal],
) -> None:
    """Writes the plan's totals with other staff beside today's; nothing is booked."""
    found = compare_staff(case, staffing, propose=propose)
    if app.given.json:
        print_document(app, "plan-staffing", staffing_document(found), as_of=app.as_of)
    else:
        _print_compared(app, found)


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


def staffing_document(found: Compared) -> dict[str, Any]:
    """Two plans compared, as JSON."""
    now, then = found.now.plan, found.then.plan
    before, after = figures(now.totals), figures(then.totals)
    return {
        "from": now.first.isoformat(),
        "to": now.last.isoformat(),
        "with": [_nurse_document(nurse) for nurse in found.joined],
        "without": [nurse.code for nurse in found.gone],
        "today": totals_document(now.totals),
        "then": totals_document(then.totals),
        "difference": {key.replace(" ", "_"): after[key] - value for key, value in before.items()},
        "newly_placed": list(found.newly_placed),
        "newly_left_out": list(found.newly_left_out),
        "free_to_move": found.freed,
        "decide": [_visit_document(visit) for visit in found.undecided],
    }


def _nurse_document(nurse: Nurse) -> dict[str, Any]:
    at = nurse.location or Location(0, 0)
    return {
        "nurse": nurse.code,
        "roster": hours_text(nurse.roster),
        "skills": list(nurse.skills) or None,
        "latitude": number(decimal_text(at.latitude_nano, NANO)),
        "longitude": number(decimal_text(at.longitude_nano, NANO)),
        "max_visits": nurse.max_visits,
    }


def _visit_document(visit: PlannedVisit) -> dict[str, Any]:
    return {
        "visit": visit.code,
        "patient": visit.patient,
        "kind": visit.kind.value,
        "date": visit.day.isoformat(),
        "start": clock_text(visit.minute),
        "nurses": list(visit.nurses),
    }


def _print_compared(app: App, found: Compared) -> None:
    answer, plan = Answer(app), found.now.plan
    answer.beside(
        f"Plan {spoken(plan.first)} to {spoken(plan.last)} with other staff (nothing is booked)"
    )
    for nurse in found.joined:
        answer.labelled("assumed", _assumed(nurse), data=False)
    for nurse in found.gone:
        text = f"{nurse.code} {visible(nurse.name)} has no shift from the first day on"
        answer.labelled("assumed", text, data=False)
    answer.listing(compared(found.now.plan.totals, found.then.plan.totals))
    for label, text in _staffing_parts(app, found):
        answer.labelled(label, text, data=False)
    answer.beside("Next: pumpsched plan        the plan with today's staff")


def _assumed(nurse: Nurse) -> str:
    """What is taken for granted of a new nurse."""
    at = nurse.location or Location(0, 0)
    base = f"{decimal_text(at.latitude_nano, NANO)},{decimal_text(at.longitude_nano, NANO)}"
    skills = ", ".join(nurse.skills) or "every pump family"
    return (
        f"{nurse.code} works {hours_text(nurse.roster)} from {base}, trained on {skills}, "
        "any number of visits a day"
    )


def _staffing_parts(app: App, found: Compared) -> Iterator[tuple[str, str]]:
    """What the figures do not say: who gains or loses a visit, what to decide."""
    for label, codes in (("placed", found.newly_placed), ("left out", found.newly_left_out)):
        if codes:
            more = f" and {len(codes) - LISTED} more" if len(codes) > LISTED else ""
            yield label, f"then, not today: {', '.join(codes[:LISTED])}{more}"
    if found.gone:
        yield "to move", f"refills of {_codes(found)} booked and free to move: {found.freed}"
    for visit in found.undecided:
        when = f"{spoken_near(visit.day, today=app.as_of)} {clock_text(visit.minute)}"
        with_ = " and ".join(visit.nurses)
        yield "!! decide", f"{visit.code} of {visit.patient}, {when} with {with_}, stands fast"


def _codes(found: Compared) -> str:
    return " and ".join(nurse.code for nurse in found.gone)
