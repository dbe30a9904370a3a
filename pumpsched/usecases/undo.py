"""Undoing: facts are voided by new facts that name them; nothing is ever deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pumpsched.domain.clinic import Visit
from pumpsched.domain.errors import NotFound
from pumpsched.domain.ledger import Fact, Voided
from pumpsched.domain.recording import decide
from pumpsched.domain.standing import Standing
from pumpsched.store.results import Entry
from pumpsched.usecases.chart import ledger_of, open_chart
from pumpsched.usecases.facts import FactReceipt
from pumpsched.usecases.outlooks import append
from pumpsched.usecases.pumps import settle_exchange
from pumpsched.usecases.visits import reopen_visits
from pumpsched.usecases.worklist import item_of_chart

if TYPE_CHECKING:
    from pumpsched.store.books import Books


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
    done = append(books, chart, entry.pump, [meant])
    settle_exchange(books, code, entry.fact.at.day, today=today)
    reopened, findings = reopen_visits(books, entry)
    new = done.item(books.next_visits(today).get(code))
    return UndoReceipt(chart.patient, done.facts[0], old, new, findings, entry.fact, reopened)
