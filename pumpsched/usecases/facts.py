"""Recording the small facts: stop, start, one-off bolus, archive; and voiding any fact."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import ceil

from pumpsched.domain.clinic import Patient
from pumpsched.domain.errors import Conflict, NotFound, Unsafe
from pumpsched.domain.findings import Finding
from pumpsched.domain.gates import Gate, check_time
from pumpsched.domain.ledger import (
    Archived,
    Attempted,
    BolusGiven,
    Fact,
    Filled,
    Started,
    Stopped,
    Voided,
    When,
)
from pumpsched.domain.quantities import Volume, decimal_text
from pumpsched.domain.therapy import Mixture
from pumpsched.store.books import Books, Entry
from pumpsched.usecases.chart import (
    Chart,
    check_on_the_list,
    ledger_of,
    no_pump,
    open_chart,
)
from pumpsched.usecases.confirm import Consent, pass_gate
from pumpsched.usecases.departures import Departure, left_behind, reason_of, visits_to_cancel
from pumpsched.usecases.outlooks import refresh
from pumpsched.usecases.visits import Reopened, close_visits, reopen_visits
from pumpsched.usecases.worklist import WorklistItem, item_of_chart

TWICE_WITHIN = timedelta(minutes=10)
"""The same bolus entered again within so short a time is taken for a slip until confirmed."""


@dataclass(frozen=True, slots=True)
class FactReceipt:
    """What a small fact changed: the worklist item before and after it."""

    patient: Patient
    fact: Fact
    old: WorklistItem
    new: WorklistItem
    findings: tuple[Finding, ...]


def record_stop(books: Books, code: str, *, at: When, note: str, today: date) -> FactReceipt:
    """Records that the pump was stopped; its programme is kept."""
    return _record(books, code, Stopped(at=at, note=note), today=today)


def record_start(books: Books, code: str, *, at: When, note: str, today: date) -> FactReceipt:
    """Records that the pump was started again."""
    return _record(books, code, Started(at=at, note=note), today=today)


def record_attempt(books: Books, code: str, *, at: When, note: str, today: date) -> FactReceipt:
    """Records that a refill failed; its visit counts as missed, so that another one is booked."""
    attempt = Attempted(at=at, note=note)
    close_visits(books, code, attempt)
    return _record(books, code, attempt, today=today)


def record_bolus(
    books: Books, code: str, bolus: BolusGiven, *, today: date, now: datetime, consent: Consent
) -> FactReceipt:
    """Records a one-off bolus.

    Raises:
        Unsafe: It is more than the reservoir holds.
        ConfirmationNeeded: The same bolus was recorded minutes ago, and is not confirmed.
    """
    chart = open_chart(books, code, as_of=bolus.at.day)
    held = chart.view(bolus.at.day) if chart.pump else None
    if held is not None and held.mixture is None:
        raise Unsafe(
            "Nothing was filled into this pump before that bolus.",
            code="bolus-before-fill",
            next_step=f"pumpsched show {code}",
        )
    if held is not None and held.mixture is not None and chart.pump is not None:
        volume = bolus_volume(bolus, held.mixture)
        if volume > chart.pump.capacity_ul:
            raise Unsafe(
                f"A bolus of {bolus.amount} is {decimal_text(ceil(volume), 3)} mL of "
                f"{held.mixture}: more than the reservoir holds.",
                code="bolus-too-large",
                why="More than a whole reservoir is taken for a slip of the unit.",
                next_step=f"pumpsched show {code}",
            )
    if any(_is_repeat(entry, bolus, now) for entry in chart.entries):
        pass_gate(
            Gate(confirm=str(bolus.amount)),
            consent,
            why="The same bolus was recorded a few minutes ago.",
        )
    return _record(books, code, bolus, today=today)


def bolus_volume(bolus: BolusGiven, mixture: Mixture) -> Fraction:
    """What a bolus takes out of the reservoir [µL], exact."""
    if isinstance(bolus.amount, Volume):
        return Fraction(bolus.amount.ul)
    return Fraction(1000 * bolus.amount.ng, mixture.programmed.concentration.ng_per_ml)


def _is_repeat(entry: Entry, bolus: BolusGiven, now: datetime) -> bool:
    """Whether an entry is the same amount, recorded minutes ago."""
    if entry.voided_by is not None or now - entry.recorded_at >= TWICE_WITHIN:
        return False
    return isinstance(entry.fact, BolusGiven) and entry.fact.amount == bolus.amount


def record_archive(books: Books, code: str, *, at: When, note: str, today: date) -> FactReceipt:
    """Records that the patient left the list; the history stays.

    Raises:
        Conflict: The patient is archived already.
        Unsafe: The day lies in the future.
    """
    chart = open_chart(books, code, as_of=today)
    if chart.archived_on is not None:
        raise Conflict(
            f"Patient {code} was archived on {chart.archived_on} already.",
            code="already-archived",
            next_step=f"pumpsched show {code}",
        )
    if at.day > today:
        raise Unsafe(
            f"{at.day} is in the future; today is {today}.",
            code="future-fact",
            next_step=f"pumpsched patient archive {code} --on {today}",
        )
    old = item_of_chart(chart, visit=books.next_visits(today).get(code))
    fact = books.append(code, None, Archived(at=When(at.day), note=note))
    receipt = _receipt(books, code, fact, old, today=today)
    departure = Departure(at.day, reason_of(note), note, fact.seq)
    visits = books.visits(first=today, last=None, patient=code, open_only=True)
    after = open_chart(books, code, as_of=today)
    left = [*left_behind(chart, departure), *visits_to_cancel(after, visits)]
    return replace(receipt, findings=(*left, *receipt.findings))


def _record(books: Books, code: str, fact: Fact, *, today: date) -> FactReceipt:
    chart = open_chart(books, code, as_of=fact.at.day)
    seen = open_chart(books, code, as_of=today)
    owner = chart if chart.pump is not None else seen
    if owner.pump is None or owner.pump_key is None:
        raise no_pump(code, fact.at.day)
    check_time(fact.at, owner.pump, today=today, patient=code)
    check_on_the_list(seen, fact.at)
    old = item_of_chart(seen, visit=books.next_visits(today).get(code))
    return _receipt(books, code, books.append(code, owner.pump_key, fact), old, today=today)


def _receipt(books: Books, code: str, fact: Fact, old: WorklistItem, *, today: date) -> FactReceipt:
    refresh(books, code, today=today)
    after = open_chart(books, code, as_of=today)
    new = item_of_chart(after, visit=books.next_visits(today).get(code))
    return FactReceipt(after.patient, fact, old, new, _findings(after))


def _findings(chart: Chart) -> tuple[Finding, ...]:
    return tuple(chart.findings(chart.view())) if chart.pump else ()


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
        Conflict: It is voided already, or is itself an undo.
    """
    entry = books.last_entry_by(actor) if number is None else books.entry(number)
    if entry is None:
        what = (
            f"There is no fact {number}."
            if number is not None
            else (f'"{actor}" has recorded nothing that stands.')
        )
        raise NotFound(what, code="unknown-fact", next_step="pumpsched show PATIENT")
    if isinstance(entry.fact, Voided):
        raise Conflict(
            f"{entry.fact.seq} is itself an undo.",
            code="undo-of-undo",
            why="To have the fact again, record it again.",
            next_step=f"pumpsched show {entry.patient}",
        )
    if entry.voided_by is not None:
        raise Conflict(
            f"{entry.fact.seq} was voided already, by {entry.voided_by}.",
            code="already-voided",
            next_step=f"pumpsched show {entry.patient}",
        )
    return entry


def void_fact(books: Books, entry: Entry, *, reason: str, today: date) -> UndoReceipt:
    """Voids a fact by a new fact that names it; the ledger is projected as if it never was.

    Raises:
        Conflict: A later fill keeps the mixture that only this one names.
    """
    code = entry.patient
    _check_mixture_stays(books, entry)
    old = item_of_chart(
        open_chart(books, code, as_of=today), visit=books.next_visits(today).get(code)
    )
    void = Voided(at=entry.fact.at, voids=entry.fact.seq, note=reason)
    fact = books.append(code, entry.pump, void)
    reopened = reopen_visits(books, entry)
    refresh(books, code, today=today)
    after = open_chart(books, code, as_of=today)
    new = item_of_chart(after, visit=books.next_visits(today).get(code))
    return UndoReceipt(after.patient, entry.fact, fact, old, new, reopened)


def _check_mixture_stays(books: Books, entry: Entry) -> None:
    """Refuses to void the fill that names what is in the reservoir for the next one."""
    if not isinstance(entry.fact, Filled) or entry.pump is None:
        return
    entries = tuple(e for e in books.entries(entry.patient) if e.fact.seq != entry.fact.seq)
    fills = ledger_of(entries, entry.pump).fills()
    if fills and fills[0].mixture is None:
        raise Conflict(
            f"{fills[0].seq}, the fill of {fills[0].at.day}, keeps the mixture that "
            f"{entry.fact.seq} names.",
            code="mixture-kept",
            why="Without it nobody could tell what is in the reservoir: void the later one first.",
            next_step=f'pumpsched undo {fills[0].seq} --reason "…"',
        )
