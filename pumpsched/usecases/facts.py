"""Recording facts: a refill and what was done with it, the small facts of a pump, an archive.

The facts of one act are checked together first; then come the facts, the new window and the visit
that they close.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from pumpsched.domain.calendars import DAY_MINUTES, When
from pumpsched.domain.clinic import Patient, Visit
from pumpsched.domain.consent import Consent
from pumpsched.domain.dose_request import DoseRequest
from pumpsched.domain.doses import DrugDose, doses_after, doses_told
from pumpsched.domain.errors import Conflict, UsageRefusal
from pumpsched.domain.expected_residual import ResidualCheck
from pumpsched.domain.findings import Finding
from pumpsched.domain.ledger import NOT_YET, Archived, Attempted, Fact, Filled, Programmed, ReadOut
from pumpsched.domain.objections import dose_needed
from pumpsched.domain.projection import Window
from pumpsched.domain.pump import Pump
from pumpsched.domain.recording import admit, decide, decide_act
from pumpsched.domain.residual import residual_check
from pumpsched.domain.therapy import Programme
from pumpsched.usecases.chart import ledger_of, open_chart
from pumpsched.usecases.deciding import decided_with
from pumpsched.usecases.departures import Departure, left_behind, reason_of, visits_to_cancel
from pumpsched.usecases.outlooks import append
from pumpsched.usecases.pumps import settle_exchange
from pumpsched.usecases.visits import close_visits, early_visits
from pumpsched.usecases.worklist import WorklistItem, covered, item_of_chart

if TYPE_CHECKING:
    from pumpsched.store.books import Books


@dataclass(frozen=True, slots=True)
class RefillReceipt:
    """What a refill changed.

    Attributes:
        present: The programme in force before.
        programmed: The programme told with the refill, if any.
        read_outs: What was read from the programmer with it: before the fill, after it.
        window: The new window; None for a pump never programmed, or stopped before a fill.
        check: Measured against expected residual, where both are known.
        before: What the patient got a day of each drug until then.
        doses: The same from then on.
        closed: The visit of that day, now done.
        facts: The numbers of all that was recorded, in the order recorded.
    """

    patient: Patient
    pump: Pump
    fill: Filled
    present: Programme | None
    programmed: Programmed | None
    read_outs: tuple[ReadOut, ...]
    item: WorklistItem
    window: Window | None
    check: ResidualCheck | None
    before: tuple[DrugDose, ...]
    doses: tuple[DrugDose, ...]
    closed: Visit | None
    facts: tuple[int, ...]
    findings: tuple[Finding, ...]


def record_refill(
    books: Books,
    code: str,
    fill: Filled,
    *,
    today: date,
    consent: Consent,
    wish: DoseRequest | None = None,
    alarm_on: date | None = None,
    before: ReadOut | None = None,
    now: datetime | None = None,
) -> RefillReceipt:
    """Records a refill of the patient and all that was done with it, as one act.

    Args:
        books: The books, open for a change.
        code: The patient's code.
        fill: The fill; its time may lie in the past, never in the future.
        today: The practice's day.
        consent: Confirmations and reasons given so far.
        wish: What was asked of the programme told with it; None keeps the present one.
        alarm_on: The alarm date that the programmer printed after it.
        before: What was read from the programmer before the fill; one that is not dated earlier
            counts a minute before it.
        now: The present instant, where what was told an hour ago counts.

    Raises:
        Refusal: See :func:`~pumpsched.domain.recording.decide_act`.
    """
    settle_exchange(books, code, fill.at.day, replace(fill, seq=NOT_YET), today=today)
    chart = open_chart(books, code, as_of=today)
    there = chart.holding(fill)
    standing = there.standing(fill.at, today=today, now=now)
    if wish is not None:
        standing = replace(standing, told_again=wish.repeats(standing))
    admit(standing, Filled, fill.at)
    present = standing.present(fill.at)
    act: list[Fact] = [] if before is None else [_read_before(before, fill.at)]
    act.append(fill)
    if wish is not None:
        unfounded = dose_needed(standing, fill) if wish.builds_on_present else None
        if unfounded is not None:
            raise unfounded
        act.append(Programmed(at=fill.at, programme=wish.programme(present, code)))
    if alarm_on is not None:
        act.append(ReadOut(at=fill.at, alarm_on=alarm_on))
    if any(chart.holding(each).pump_key != there.pump_key for each in act):
        raise _of_two_pumps(code, fill.at)
    meant = decide_act(standing, act, consent)
    chart = decided_with(books, chart, there, fill, consent)
    done = append(books, chart, there.pump_key, meant)
    filled = done.one(Filled)
    programmed = done.one(Programmed) if wish is not None else None
    closed = close_visits(books, code, filled)
    item = covered(books, done.item(books.next_visits(today).get(code)), today=today)
    return RefillReceipt(
        patient=chart.patient,
        pump=standing.placed,
        fill=filled,
        present=present,
        programmed=programmed,
        read_outs=tuple(fact for fact in done.facts if isinstance(fact, ReadOut)),
        item=item,
        window=done.view.window if done.view else None,
        check=residual_check(standing.ledger, filled, standing.placed),
        before=doses_told(standing.ledger.before(filled), fill.at, standing.placed),
        doses=doses_after(ledger_of(done.chart.entries, there.pump_key), fill.at, standing.placed),
        closed=closed[0] if closed else None,
        facts=tuple(fact.seq for fact in done.facts),
        findings=(*done.findings, *early_visits(books, code, item, today=today)),
    )


def _of_two_pumps(code: str, at: When) -> Conflict:
    """The refusal of what was told or read at the fill of a pump that was not yet in place."""
    return Conflict(
        f"At {at} the old pump was still in place: only the fill is the new one's.",
        code="other-pump",
        why="What was told and read at that minute belongs to the pump in place.",
        next_step=f"pumpsched refill {code} …, then pumpsched dose {code} … --on {at.day}T…",
    )


def _read_before(read_out: ReadOut, at: When) -> ReadOut:
    """A read-out before a fill of that time.

    Raises:
        UsageRefusal: With the day alone nobody could tell that it came first.
    """
    if at.minute is None:
        raise UsageRefusal(
            "A read-out before the fill needs the clock time of the fill.",
            code="clock-time-needed",
            why="With the day alone a read-out counts as the last of its day.",
            next_step=f"the same command with --on {at}T…",
        )
    if read_out.at.minute is not None and read_out.at.instant < at.instant:
        return read_out
    if at.minute:
        return replace(read_out, at=When(at.day, at.minute - 1))
    return replace(read_out, at=When(at.day - timedelta(days=1), DAY_MINUTES - 1))


@dataclass(frozen=True, slots=True)
class FactReceipt:
    """What a fact changed: the worklist item before and after it, and what is worth attention."""

    patient: Patient
    fact: Fact
    old: WorklistItem
    new: WorklistItem
    findings: tuple[Finding, ...]


def record_fact(
    books: Books,
    code: str,
    fact: Fact,
    *,
    today: date,
    now: datetime | None = None,
    consent: Consent | None = None,
) -> FactReceipt:
    """Records a fact of a pump that is neither a fill nor a programme.

    After a refill that failed its visit counts as missed, so that another one is booked. What
    ``now``, the present instant, shows to be typed twice within minutes has to be confirmed.

    Raises:
        Refusal: See :func:`~pumpsched.domain.recording.decide`.
    """
    chart = open_chart(books, code, as_of=today)
    there = chart.holding(fact)
    meant = decide(there.standing(fact.at, today=today, now=now), fact, consent)
    old, decided = chart.seen(), decided_with(books, chart, there, fact, consent)
    done = append(books, decided, there.pump_key, [meant])
    if isinstance(meant, Attempted):
        close_visits(books, code, meant)
    visit = books.next_visits(today).get(code)
    before = item_of_chart(chart, visit=visit, view=old)
    item = covered(books, done.item(visit), today=today)
    return FactReceipt(chart.patient, done.facts[0], before, item, done.findings)


def record_archive(books: Books, code: str, *, at: When, note: str, today: date) -> FactReceipt:
    """Records that the patient left the list; the history stays.

    Raises:
        Refusal: See :func:`~pumpsched.domain.recording.decide`.
    """
    chart = open_chart(books, code, as_of=today)
    archive = Archived(at=When(at.day), note=note)
    meant = decide(chart.standing(archive.at, today=today), archive)
    old = chart.seen()
    done = append(books, chart, None, [meant])
    archived = done.one(Archived)
    visit = books.next_visits(today).get(code)
    departure = Departure(at.day, reason_of(note), note, archived.seq)
    booked = books.visits(first=today, last=None, patient=code, open_only=True)
    return FactReceipt(
        patient=chart.patient,
        fact=archived,
        old=item_of_chart(chart, visit=visit, view=old),
        new=covered(books, done.item(visit), today=today),
        findings=(
            *left_behind(chart, old, departure),
            *visits_to_cancel(done.chart, booked),
            *done.findings,
        ),
    )
