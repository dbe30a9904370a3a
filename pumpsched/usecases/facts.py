"""Recording facts: a refill, the small facts of a pump, an archive; and voiding any of them.

A refill is checked first; then come the fact, the new window and the visit it closes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from pumpsched.domain.clinic import Patient, Visit
from pumpsched.domain.consent import Consent
from pumpsched.domain.errors import NotFound
from pumpsched.domain.findings import Finding
from pumpsched.domain.gates import doses_of
from pumpsched.domain.ledger import Archived, Attempted, Fact, Filled, Voided, When
from pumpsched.domain.projection import Window
from pumpsched.domain.pump import Pump
from pumpsched.domain.recording import decide
from pumpsched.domain.residual import ResidualCheck, residual_check
from pumpsched.domain.standing import Standing
from pumpsched.store.results import Entry
from pumpsched.usecases.chart import ledger_of, open_chart
from pumpsched.usecases.departures import Departure, left_behind, reason_of, visits_to_cancel
from pumpsched.usecases.outlooks import append
from pumpsched.usecases.visits import close_visits, early_visits, reopen_visits
from pumpsched.usecases.worklist import WorklistItem, item_of_chart

if TYPE_CHECKING:
    from pumpsched.store.books import Books


@dataclass(frozen=True, slots=True)
class RefillReceipt:
    """What a refill changed.

    Attributes:
        window: The new window; None for a pump never programmed, or stopped before a fill.
        check: Measured against expected residual, where both are known.
        doses: Every drug's dose a day before and after a change of mixture [ng/day].
        closed: The visit of that day, now done.
    """

    patient: Patient
    pump: Pump
    fill: Filled
    item: WorklistItem
    window: Window | None
    check: ResidualCheck | None
    doses: tuple[tuple[str, Fraction | None, Fraction | None], ...]
    closed: Visit | None
    findings: tuple[Finding, ...]


def record_refill(
    books: Books, code: str, fill: Filled, *, today: date, consent: Consent
) -> RefillReceipt:
    """Records a refill of the patient; its time may lie in the past, never in the future.

    Raises:
        Refusal: See :func:`~pumpsched.domain.recording.decide`.
    """
    chart = open_chart(books, code, as_of=today)
    there = chart.holding(fill)
    standing = there.standing(fill.at, today=today)
    meant = decide(standing, fill, consent)
    done = append(books, chart, there.pump_key, meant)
    closed = close_visits(books, code, done.fact)
    item = done.item(books.next_visits(today).get(code))
    return RefillReceipt(
        patient=chart.patient,
        pump=standing.placed,
        fill=done.fact,
        item=item,
        window=done.view.window if done.view else None,
        check=residual_check(standing.ledger, done.fact, standing.placed),
        doses=_doses(standing, done.fact),
        closed=closed[0] if closed else None,
        findings=(*done.findings, *early_visits(books, code, item, today=today)),
    )


def _doses(
    standing: Standing, fill: Filled
) -> tuple[tuple[str, Fraction | None, Fraction | None], ...]:
    """Every drug's dose a day before and after, where the mixture changes."""
    old, new = standing.held(fill), fill.mixture
    if old is None or new is None or new == old:
        return ()
    programme = standing.present(fill.at)
    before, after = (doses_of(each, programme, standing.placed) for each in (old, new))
    drugs = dict.fromkeys([*old.drugs, *new.drugs])
    return tuple((drug, before.get(drug), after.get(drug)) for drug in drugs)


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
    old = chart.seen()
    done = append(books, chart, there.pump_key, meant)
    if isinstance(meant, Attempted):
        close_visits(books, code, meant)
    visit = books.next_visits(today).get(code)
    before = item_of_chart(chart, visit=visit, view=old)
    return FactReceipt(chart.patient, done.fact, before, done.item(visit), done.findings)


def record_archive(books: Books, code: str, *, at: When, note: str, today: date) -> FactReceipt:
    """Records that the patient left the list; the history stays.

    Raises:
        Refusal: See :func:`~pumpsched.domain.recording.decide`.
    """
    chart = open_chart(books, code, as_of=today)
    archive = Archived(at=When(at.day), note=note)
    meant = decide(chart.standing(archive.at, today=today), archive)
    old = chart.seen()
    done = append(books, chart, None, meant)
    visit = books.next_visits(today).get(code)
    departure = Departure(at.day, reason_of(note), note, done.fact.seq)
    booked = books.visits(first=today, last=None, patient=code, open_only=True)
    return FactReceipt(
        patient=chart.patient,
        fact=done.fact,
        old=item_of_chart(chart, visit=visit, view=old),
        new=done.item(visit),
        findings=(
            *left_behind(chart, old, departure),
            *visits_to_cancel(done.chart, booked),
            *done.findings,
        ),
    )


@dataclass(frozen=True, slots=True)
class UndoReceipt(FactReceipt):
    """What an undo changed: also the fact voided, and the visits it closed that are open again."""

    voided: Fact
    reopened: tuple[Visit, ...]


def entry_to_undo(books: Books, number: int | None, *, actor: str) -> Entry:
    """The entry meant: the one of that number, or this actor's own last standing one.

    Raises:
        NotFound: No such fact, or the actor has recorded none.
    """
    entry = books.last_entry_by(actor) if number is None else books.entry(number)
    if entry is None:
        what = (
            f"There is no fact {number}."
            if number is not None
            else f'"{actor}" has recorded nothing that stands.'
        )
        raise NotFound(what, code="unknown-fact", next_step="pumpsched show PATIENT")
    return entry


def void_fact(books: Books, entry: Entry, *, reason: str, today: date) -> UndoReceipt:
    """Voids a fact by a new fact that names it; the ledger is projected as if it never was.

    Raises:
        Refusal: See :func:`~pumpsched.domain.recording.decide`.
    """
    code = entry.patient
    chart = open_chart(books, code, as_of=today)
    standing = Standing(
        patient=chart.patient,
        today=today,
        ledger=ledger_of(chart.entries, entry.pump),
        voided=entry.fact,
        voided_by=entry.voided_by,
    )
    meant = decide(standing, Voided(at=entry.fact.at, voids=entry.fact.seq, note=reason))
    old = item_of_chart(chart, visit=books.next_visits(today).get(code))
    done = append(books, chart, entry.pump, meant)
    reopened, findings = reopen_visits(books, entry)
    new = done.item(books.next_visits(today).get(code))
    return UndoReceipt(chart.patient, done.fact, old, new, findings, entry.fact, reopened)
