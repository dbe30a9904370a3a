"""``stop``, ``start``, ``bolus``: the small facts of a pump.

``undo``: voids a fact by a new fact.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from pumpsched.cli import clock
from pumpsched.cli.context import App
from pumpsched.cli.days import spoken, spoken_when
from pumpsched.cli.documents import (
    findings_documents,
    item_document,
    print_document,
    visit_document,
)
from pumpsched.cli.options import single, write
from pumpsched.cli.params import amount, count, needed_reason, reason, same_amount
from pumpsched.cli.saving import save
from pumpsched.cli.terminal.answer import Answer, identity
from pumpsched.cli.terminal.listing import status_text
from pumpsched.domain.ledger import BolusGiven, When
from pumpsched.domain.quantities import decimal_text
from pumpsched.store.books import Books
from pumpsched.usecases.chart import find_patient
from pumpsched.usecases.confirm import Consent
from pumpsched.usecases.facts import (
    FactReceipt,
    UndoReceipt,
    entry_to_undo,
    record_attempt,
    record_bolus,
    record_start,
    record_stop,
    void_fact,
)
from pumpsched.usecases.pumps import pump_change_after_facts
from pumpsched.usecases.worklist import WorklistItem

Patient = Annotated[str, typer.Argument(metavar="PATIENT", help="Code, or part of the name.")]
Note = Annotated[str | None, typer.Option("--reason", metavar="T", help="Why, for the record.")]


@write("pumpsched stop 0007", 'pumpsched stop 0007 --on today --reason "MRI"', dated=True)
def stop(app: App, patient: Patient, reason_: Note = None) -> None:
    """Records that the pump was stopped; its programme is kept."""
    note = reason(reason_)

    def work(books: Books, confirmed: str | None) -> FactReceipt:
        code = find_patient(books, patient, code_only=app.given.yes).code
        return record_stop(books, code, at=app.on, note=note, today=app.today)

    save_fact(app, work, word="Stopped")


@write("pumpsched start 0007", "pumpsched start 0007 --on 2026-12-01T09:30", dated=True)
def start(app: App, patient: Patient, reason_: Note = None) -> None:
    """Records that the pump was started again."""
    note = reason(reason_)

    def work(books: Books, confirmed: str | None) -> FactReceipt:
        code = find_patient(books, patient, code_only=app.given.yes).code
        return record_start(books, code, at=app.on, note=note, today=app.today)

    save_fact(app, work, word="Started")


@write(
    'pumpsched attempt 0007 --reason "port not found"',
    'pumpsched attempt 0007 --on yesterday --reason "patient unwell"',
    dated=True,
)
def attempt(app: App, patient: Patient, reason_: Note = None) -> None:
    """Records a refill that failed: the reservoir stays as it was, and a visit is needed again.

    A partial refill is a `refill` with the volume that went in.
    """
    note = needed_reason(reason_)

    def work(books: Books, confirmed: str | None) -> FactReceipt:
        code = find_patient(books, patient, code_only=app.given.yes).code
        return record_attempt(books, code, at=app.on, note=note, today=app.today)

    save_fact(app, work, word="Refill failed")


@write('pumpsched bolus 0007 "0.25 mg"', "pumpsched bolus 0007 0.1mL --on yesterday", dated=True)
def bolus(
    app: App,
    patient: Patient,
    amount_: Annotated[str, typer.Argument(metavar="AMOUNT", help="A mass, or a volume in mL.")],
    reason_: Note = None,
    confirm: Annotated[
        str | None, typer.Option(metavar="AMOUNT", help="The amount, again.")
    ] = None,
) -> None:
    """Records a one-off bolus through the pump: a mass of the programmed drug, or a volume."""
    meant = BolusGiven(at=app.on, amount=amount(amount_), note=reason(reason_))

    def work(books: Books, confirmed: str | None) -> FactReceipt:
        code = find_patient(books, patient, code_only=app.given.yes).code
        consent = Consent(confirmed, same=same_amount)
        return record_bolus(books, code, meant, today=app.today, now=clock.now(), consent=consent)

    word = f"Bolus of {meant.amount}"
    save_fact(app, work, word=word, confirm=confirm)


def save_fact(
    app: App,
    work: Callable[[Books, str | None], FactReceipt],
    *,
    word: str,
    confirm: str | None = None,
) -> None:
    """Saves a small fact and says what it changed."""

    def show(receipt: FactReceipt) -> None:
        if app.given.json:
            body = item_document(receipt.new)
            body["findings"] = findings_documents(app, receipt.findings, receipt.patient.code)
            body |= {"id": receipt.fact.seq, "saved": not app.given.dry_run}
            print_document(app, "fact", body, as_of=app.today)
            return
        answer = Answer(app)
        answer.line(identity(receipt.patient))
        answer.line(f"  {word} on {said(receipt.fact.at)}.")
        answer.lines(changes(receipt.old, receipt.new))
        answer.findings(receipt.findings)

    saved = save(app, work, show=show, confirm=confirm)
    if saved is not None:
        app.say(f"Saved as {saved.fact.seq}. Undo: pumpsched undo {saved.fact.seq} --reason …")


def said(at: When) -> str:
    """A fact's time in words."""
    return spoken(at.day) if at.minute is None else spoken_when(at)


def changes(old: WorklistItem, new: WorklistItem) -> list[str]:
    """What differs between two items, before → after; a line if nothing does."""
    pairs = (
        ("status", status_text(old.status), status_text(new.status)),
        ("refill by", _day(old.refill_by, old.limit), _day(new.refill_by, new.limit)),
        ("alarm", _day(old.alarm_on), _day(new.alarm_on)),
        ("left", _ml(old.volume_ul), _ml(new.volume_ul)),
    )
    lines = [f"  {name}: {was} → {will}" for name, was, will in pairs if was != will]
    return lines or [f"  The dates stay: refill by {_day(new.refill_by, new.limit)}."]


def _day(day: Any, limit: Any = None) -> str:
    if day is None:
        return "none"
    return f"{spoken(day)} ({limit})" if limit else spoken(day)


def _ml(ul: int | None) -> str:
    return "unknown" if ul is None else f"{decimal_text(ul, 3)} mL"


@write('pumpsched undo 412 --reason "wrong patient"', 'pumpsched undo --reason "typed twice"')
def undo(
    app: App,
    fact: Annotated[str | None, typer.Argument(metavar="[FACT]", help="Its number.")] = None,
    reason_: Annotated[str | None, typer.Option("--reason", metavar="T", help="Needed.")] = None,
) -> None:
    """Voids a fact; without a number your own last one, shown first. Nothing is deleted."""
    why = needed_reason(reason_)
    number = None if fact is None else count(fact, "FACT", low=1, high=10**9 - 1)

    if number is None:
        with app.reading() as books:
            latest = pump_change_after_facts(books, actor=app.actor)
        if latest is not None:
            app.say(
                f"Your latest change, {latest.action} of {latest.patient}, is no fact: "
                f"pumpsched pump undo {latest.patient} takes it back. This voids a fact before it."
            )

    def work(books: Books, confirmed: str | None) -> UndoReceipt:
        entry = entry_to_undo(books, number, actor=app.actor)
        return void_fact(books, entry, reason=why, today=app.today)

    def show(receipt: UndoReceipt) -> None:
        if app.given.json:
            body = item_document(receipt.new)
            body |= {"id": receipt.fact.seq, "voided": receipt.voided.seq}
            body["reopened"] = [visit_document(visit) for visit in receipt.reopened.visits]
            left = findings_documents(app, receipt.reopened.findings, receipt.patient.code)
            body["left_closed"] = left
            body["saved"] = not app.given.dry_run
            print_document(app, "undo", body, as_of=app.today)
            return
        answer = Answer(app)
        answer.line(identity(receipt.patient))
        kind = type(receipt.voided).__name__.lower()
        answer.line(f"  Void {receipt.voided.seq}: {kind} of {said(receipt.voided.at)}. {why}")
        answer.lines(changes(receipt.old, receipt.new))
        for visit in receipt.reopened.visits:
            when = spoken_when(When(visit.day, visit.minute))
            answer.line(f"  Visit {visit.code} of {when} is {visit.status} again.")
        answer.findings(receipt.reopened.findings)

    saved = save(app, work, show=show)
    if saved is not None:
        app.say(f"Saved as {saved.fact.seq}. To have it again, record it again.")


commands = {
    "stop": single(stop, "stop"),
    "start": single(start, "start"),
    "attempt": single(attempt, "attempt"),
    "bolus": single(bolus, "bolus"),
    "undo": single(undo, "undo"),
}
