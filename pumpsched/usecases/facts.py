"""Recording the small facts of a pump, and an archive; and voiding any fact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from pumpsched.domain.clinic import Patient
from pumpsched.domain.consent import Consent
from pumpsched.domain.errors import NotFound
from pumpsched.domain.findings import Finding
from pumpsched.domain.ledger import Archived, Attempted, Fact, Voided, When
from pumpsched.domain.projection import Projection
from pumpsched.domain.recording import decide
from pumpsched.domain.standing import Standing
from pumpsched.store.results import Entry
from pumpsched.usecases.chart import Chart, ledger_of, open_chart
from pumpsched.usecases.departures import Departure, left_behind, reason_of, visits_to_cancel
from pumpsched.usecases.outlooks import append
from pumpsched.usecases.visits import Reopened, close_visits, reopen_visits
from pumpsched.usecases.worklist import WorklistItem, item_of_chart

if TYPE_CHECKING:
    from pumpsched.store.books import Books


@dataclass(frozen=True, slots=True)
class FactReceipt:
    """What a small fact changed: the worklist item before and after it."""

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

    After a refill that failed its visit counts as missed, so that another one is booked.

    Args:
        books: The open, writable store.
        code: The patient's code.
        fact: What happened.
        today: The practice's day.
        now: The present instant; what was typed twice within minutes has to be confirmed.
        consent: Confirmations given so far.

    Raises:
        Refusal: See :func:`~pumpsched.domain.recording.decide`.
    """
    chart = open_chart(books, code, as_of=today)
    there = chart.holding(fact.at)
    meant = decide(there.standing(fact.at, today=today, now=now), fact, consent)
    old = _view(chart)
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
    old = _view(chart)
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


def _view(chart: Chart) -> Projection | None:
    return None if chart.pump is None else chart.view()


@dataclass(frozen=True, slots=True)
class UndoReceipt:
    """What an undo changed: the fact voided, the item before and after, the visits it closed."""

    patient: Patient
    voided: Fact
    fact: Fact
    old: WorklistItem
    new: WorklistItem
    reopened: Reopened


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
    reopened = reopen_visits(books, entry)
    new = done.item(books.next_visits(today).get(code))
    return UndoReceipt(chart.patient, entry.fact, done.fact, old, new, reopened)
