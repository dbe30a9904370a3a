"""``plan --with-nurse`` and ``--without``: the plan with other staff beside today's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pumpsched.cli.answer import Answer
from pumpsched.cli.context import App
from pumpsched.cli.days import spoken, spoken_near
from pumpsched.cli.documents import number, print_document
from pumpsched.cli.plan_reasons import print_part
from pumpsched.cli.plan_totals import compared, figures, totals_document
from pumpsched.domain.calendars import clock_text
from pumpsched.domain.errors import UsageRefusal
from pumpsched.domain.hours import hours_text
from pumpsched.domain.people import Location, Nurse
from pumpsched.domain.plan import PlannedVisit
from pumpsched.domain.planning_case import PlanningCase
from pumpsched.domain.quantities import decimal_text
from pumpsched.domain.text import visible
from pumpsched.usecases.compare_staff import Compared, compare_staff
from pumpsched.usecases.plan import Proposal
from pumpsched.usecases.staffing import Staffing

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
        print_part(answer, "assumed", _assumed(nurse), data=False)
    for nurse in found.gone:
        text = f"{nurse.code} {visible(nurse.name)} has no shift from the first day on"
        print_part(answer, "assumed", text, data=False)
    answer.listing(compared(found.now.plan.totals, found.then.plan.totals))
    for label, text in _parts(app, found):
        print_part(answer, label, text, data=False)
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


def _parts(app: App, found: Compared) -> Iterator[tuple[str, str]]:
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
