"""Undoing an act: its facts are voided by new facts that name them; nothing is ever deleted.

What one command recorded is one act: a refill, and the dose and the read-out told with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from pumpsched.domain.calendars import When
from pumpsched.domain.clinic import Visit
from pumpsched.domain.errors import NotFound, Unsafe
from pumpsched.domain.ledger import Fact, Voided
from pumpsched.domain.recording import decide
from pumpsched.domain.standing import Standing
from pumpsched.store.results import Entry
from pumpsched.usecases.chart import Chart, ledger_of, open_chart
from pumpsched.usecases.deciding import undecided_with
from pumpsched.usecases.facts import FactReceipt
from pumpsched.usecases.outlooks import append
from pumpsched.usecases.pumps import settle_exchange
from pumpsched.usecases.visits import cancel_visits_of, reopen_visits
from pumpsched.usecases.worklist import covered, item_of_chart

if TYPE_CHECKING:
    from pumpsched.store.books import Books


@dataclass(frozen=True, slots=True)
class UndoReceipt(FactReceipt):
    """What an undo changed.

    Attributes:
        named: The fact named; ``fact`` is the void of it.
        voided: Every fact voided, in the order recorded.
        voids: Their voids.
        reopened: The visits that they closed, open again.
        cancelled: The visits that were booked with them.
    """

    named: Fact
    voided: tuple[Fact, ...]
    voids: tuple[Fact, ...]
    reopened: tuple[Visit, ...]
    cancelled: tuple[Visit, ...]


def entry_to_undo(
    books: Books, number: int | None, *, actor: str, patient: str | None = None
) -> Entry:
    """The entry meant: the one of that number, or this actor's own last standing one.

    Raises:
        NotFound: No such fact, or the actor has recorded none.
        Unsafe: It is not of the patient with that code, where one is given.
    """
    entry = books.last_entry_by(actor) if number is None else books.entry(number)
    if entry is None:
        what = (
            f"There is no fact {number}."
            if number is not None
            else f'"{actor}" has recorded nothing that stands in a ledger.'
        )
        raise NotFound(
            what,
            code="unknown-fact",
            why="A visit is not undone: it is moved or cancelled, and one that is closed is booked "
            "anew."
            if number is None
            else "",
            next_step="pumpsched show PATIENT",
        )
    if patient not in (None, entry.patient):
        whose = books.patient(entry.patient)
        raise Unsafe(
            f"{entry.fact.seq} is not of {patient}; nothing was voided.",
            code="other-patient",
            why=f"It is of {whose.identified}." if whose else "",
            next_step=f"pumpsched show {patient}",
        )
    return entry


def void_act(
    books: Books, entry: Entry, *, reason: str, today: date, only: bool = False
) -> UndoReceipt:
    """Voids all that one command recorded together with a fact, or ``only`` that fact.

    Each is voided by a new fact that names it; the ledger is projected as if they never were.

    Raises:
        Refusal: See :func:`~pumpsched.domain.recording.decide`.
    """
    code = entry.patient
    chart = open_chart(books, code, as_of=today)
    act = (entry,) if only else _act_of(books, chart, entry)
    standing = Standing(chart.patient, today, ledger=ledger_of(chart.entries, entry.pump))
    voids: list[Voided] = []
    for each in act:
        about = replace(standing, voided=each.fact, voided_by=each.voided_by)
        void = Voided(at=each.fact.at, voids=each.fact.seq, note=reason)
        voids.append(decide(about, void))
        standing = standing.after(void)
    old = item_of_chart(chart, visit=books.next_visits(today).get(code))
    chart = undecided_with(books, chart, (each.fact for each in act), reason=reason)
    done = append(books, chart, entry.pump, voids)
    for day in {each.fact.at.day for each in act}:
        settle_exchange(books, code, day, today=today)
    reopened, findings = reopen_visits(books, act)
    cancelled = () if only else cancel_visits_of(books, entry.fact)
    return UndoReceipt(
        patient=chart.patient,
        fact=done.facts[act.index(entry)],
        old=old,
        new=covered(books, done.item(books.next_visits(today).get(code)), today=today),
        findings=findings,
        named=entry.fact,
        voided=tuple(each.fact for each in act),
        voids=done.facts,
        reopened=reopened,
        cancelled=cancelled,
    )


def _act_of(books: Books, chart: Chart, entry: Entry) -> tuple[Entry, ...]:
    """The standing facts of an act, the one named in any case.

    A fact that was only recorded again, for another pump, is no part of the act that moved it.
    """
    together = books.recorded_with(entry.fact.seq)
    moved = _moved(chart, together)
    if _said(entry.fact) in moved:
        return (entry,)
    return tuple(
        each
        for each in together
        if each == entry or (each.voided_by is None and _said(each.fact) not in moved)
    )


def _moved(chart: Chart, together: Iterable[Entry]) -> set[tuple[type[Fact], When]]:
    """Kinds and times of what is recorded again for another pump, and of the voids that do so."""
    voids = [each.fact for each in together if isinstance(each.fact, Voided)]
    numbers = {void.voids for void in voids}
    facts = [*voids, *(each.fact for each in chart.entries if each.fact.seq in numbers)]
    return set(map(_said, facts))


def _said(fact: Fact) -> tuple[type[Fact], When]:
    return type(fact), fact.at
