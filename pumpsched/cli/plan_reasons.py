"""``plan --why``: why a patient's visit is where it is, or what would give one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.text import Text

from pumpsched.cli.answer import Answer
from pumpsched.cli.context import App
from pumpsched.cli.days import spoken
from pumpsched.cli.documents import print_document
from pumpsched.cli.listing import NARROW
from pumpsched.cli.screen import safe_line
from pumpsched.cli.wrapping import folded
from pumpsched.domain.calendars import clock_text
from pumpsched.domain.plan import PlannedVisit
from pumpsched.domain.planning_case import Demand
from pumpsched.domain.text import visible
from pumpsched.planning.explain import NextBest
from pumpsched.planning.remedies import Remedy
from pumpsched.usecases.plan import Proposal
from pumpsched.usecases.plan_reasons import AskedFor, Reasons, reasons_for

LABEL = 11
"""Width of the labels; longer lines go on below the text."""


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
        print_part(answer, label, text)
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


def print_part(answer: Answer, label: str, text: str, *, data: bool = True) -> None:
    """One labelled sentence; on a screen its further lines stand below the first.

    In a pipe it is data, or talk beside data.
    """
    if not answer.to_a_person:
        say = answer.line if data else answer.aside
        say(f"  {label}: {text}")
        return
    if answer.out.width < NARROW:
        answer.line(f"  {label}: {text}")
        return
    said = Text(safe_line(text, answer.out.file))
    for number, line in enumerate(folded(said, answer.out.width - LABEL - 2)):
        answer.line(f"  {label if number == 0 else '':<{LABEL}}{line.plain}".rstrip())


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
