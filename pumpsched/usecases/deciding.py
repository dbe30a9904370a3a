"""Decisions of named persons about a pump: recorded, taken back, and kept with the acts they let.

A reason that lets a refused fact stand is a decision of the same act; its subject is that fact.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pumpsched.domain.calendars import When
from pumpsched.domain.clinic import Patient
from pumpsched.domain.consent import Consent, Named, Waiver
from pumpsched.domain.decisions import Decision, DecisionKind, that_stand
from pumpsched.domain.drug_line import mixed_until
from pumpsched.domain.errors import NotFound, Unsafe, UsageRefusal
from pumpsched.domain.ledger import Fact
from pumpsched.domain.therapy_end import is_at_rest
from pumpsched.records.events import KIND_OF
from pumpsched.usecases.chart import Chart, open_chart
from pumpsched.usecases.outlooks import refresh
from pumpsched.usecases.worklist import WorklistItem, item_of_chart

if TYPE_CHECKING:
    from pumpsched.store.books import Books

_OF_REASON = {
    Waiver.OVERRIDE: DecisionKind.OVERRIDE,
    Waiver.ACCEPTED: DecisionKind.MISMATCH,
    Waiver.RESTART: DecisionKind.RESTART,
}
"""What is decided by a reason given with a fact."""
_ELSEWHERE = {
    DecisionKind.DISTINCT: "pumpsched patient distinct CODE CODE --reason …",
    DecisionKind.ACKNOWLEDGE: "pumpsched finding ack PATIENT CODE --reason …",
    DecisionKind.OVERRIDE: "the command that is refused, with --override …",
    DecisionKind.MISMATCH: "pumpsched refill PATIENT … --accept-mismatch …",
    DecisionKind.MRI: "pumpsched mri PATIENT --on …",
}
"""Kinds that are decided where they are asked for, and how."""


@dataclass(frozen=True, slots=True)
class DecisionReceipt:
    """What a decision changed: the worklist item before and after it."""

    patient: Patient
    decision: Decision
    old: WorklistItem
    new: WorklistItem


def record_decision(
    books: Books,
    code: str,
    kind: DecisionKind,
    *,
    who: str,
    reason: str,
    at: When,
    until: date | None,
    today: date,
) -> DecisionReceipt:
    """Records what a named person decided of the pump in place.

    A bridge holds until the old mixture has passed the line, unless it is told until when.

    Raises:
        UsageRefusal: The kind is decided by another command, or the days make no sense.
        Unsafe: A therapy is to have ended whose pump runs.
        NotFound: No such patient, or no pump in place.
    """
    if kind in _ELSEWHERE:
        raise UsageRefusal(
            f"A decision {kind} is made where it is asked for.",
            code="decided-elsewhere",
            next_step=_ELSEWHERE[kind],
        )
    check_days(at, until, today=today)
    chart = open_chart(books, code, as_of=at.day)
    if kind is DecisionKind.THERAPY_ENDED:
        _check_end(chart, at, until)
    if kind is DecisionKind.BRIDGE and until is None:
        until = mixed_until(chart.view(), chart.pump_in_place())
    decision = Decision(
        code,
        at,
        kind,
        who,
        reason,
        implanted_on=chart.pump_in_place().device.implanted_on,
        until=until,
    )
    return keep_decisions(books, code, [decision], today=today)


def record_mri(books: Books, code: str, *, on: date, reason: str, at: When) -> DecisionReceipt:
    """Records that the patient has, or had, an MRI on a day.

    Raises:
        NotFound: No such patient, or no pump in place.
    """
    device = open_chart(books, code, as_of=at.day).pump_in_place().device
    who = books.audit.stamp.actor
    decision = Decision(
        *(code, at, DecisionKind.MRI, who, reason),
        subject=on.isoformat(),
        implanted_on=device.implanted_on,
    )
    return keep_decisions(books, code, [decision], today=at.day)


def check_days(at: When, until: date | None, *, today: date) -> None:
    """Passes a decision made by today that holds on the day it is made.

    Raises:
        UsageRefusal: It is dated ahead, or ends before it begins.
    """
    if at.day > today or (until is not None and until < at.day):
        raise UsageRefusal(
            f"A decision is made by {today}, and holds until that day or later.",
            code="decision-days",
            next_step="the same command with --until …",
        )


def _check_end(chart: Chart, at: When, until: date | None) -> None:
    """Passes the end of a therapy of a pump at rest, with the day of its review."""
    if until is None or until <= at.day:
        raise UsageRefusal(
            "A therapy that has ended needs the day on which the pump is looked at again.",
            code="review-needed",
            next_step="the same command with --until …",
        )
    if not is_at_rest(chart.view()):
        raise Unsafe(
            f"The pump of patient {chart.patient.code} is neither stopped nor emptied.",
            code="pump-runs",
            next_step=f"pumpsched stop {chart.patient.code} --on …",
        )


def withdraw_decision(
    books: Books, code: str, kind: DecisionKind, *, reason: str, today: date
) -> DecisionReceipt:
    """Takes back the last standing decision of a kind; it stays on record.

    Raises:
        NotFound: No such patient, or none of that kind stands.
    """
    chart = open_chart(books, code, as_of=today)
    standing = [each for each in that_stand(chart.decided) if each.kind is kind]
    if not standing:
        raise NotFound(
            f"No decision {kind} of patient {code} stands.",
            code="unknown-decision",
            next_step=f"pumpsched decision list {code}",
        )
    taken_back = standing[-1].withdrawn(who=books.audit.stamp.actor, reason=reason)
    return keep_decisions(books, code, [taken_back], today=today)


def keep_decisions(
    books: Books, code: str, decisions: Iterable[Decision], *, today: date
) -> DecisionReceipt:
    """Records decisions about one patient, and what lists show by them."""
    chart, visit = open_chart(books, code, as_of=today), books.next_visits(today).get(code)
    old, kept = item_of_chart(chart, visit=visit), list(decisions)
    for each in kept:
        books.add_decision(each)
    chart = chart._replace(decided=(*chart.decided, *kept))
    refresh(books, chart, chart.seen())
    return DecisionReceipt(chart.patient, kept[-1], old, item_of_chart(chart, visit=visit))


def decided_with(
    books: Books, chart: Chart, there: Chart, fact: Fact, consent: Consent | None
) -> Chart:
    """The chart with the decisions that the reasons given for a fact are, which are recorded.

    ``there`` is the chart of the pump that the fact belongs to.
    """
    device, made = there.pump_in_place().device, list[Decision]()
    for waiver, reason in (consent.reasons if consent else {}).items():
        if waiver not in _OF_REASON:
            continue
        said = Named(books.audit.stamp.actor, reason)
        if consent and consent.restart and waiver is Waiver.RESTART:
            said = consent.restart
        made.append(
            Decision(
                *(chart.patient.code, fact.at, _OF_REASON[waiver], *said),
                subject=subject_of(fact),
                implanted_on=device.implanted_on,
            )
        )
    for each in made:
        books.add_decision(each)
    return chart._replace(decided=(*chart.decided, *made))


def undecided_with(books: Books, chart: Chart, facts: Iterable[Fact], *, reason: str) -> Chart:
    """The chart less the decisions that were made with some facts, which are taken back."""
    subjects, who = {subject_of(fact) for fact in facts}, books.audit.stamp.actor
    gone = tuple(
        each.withdrawn(who=who, reason=reason)
        for each in that_stand(chart.decided)
        if each.subject in subjects and each.kind in _OF_REASON.values()
    )
    for each in gone:
        books.add_decision(each)
    return chart._replace(decided=(*chart.decided, *gone))


def subject_of(fact: Fact) -> str:
    """A fact as the subject of a decision: its kind and time, which every export keeps."""
    return f"{KIND_OF[type(fact)].word} {fact.at}"
