"""``undo``: voids a fact by a new fact."""

from __future__ import annotations

from typing import Annotated

import typer

from pumpsched.cli.answer import Answer, identity
from pumpsched.cli.context import App
from pumpsched.cli.days import spoken_when
from pumpsched.cli.documents import (
    findings_documents,
    item_document,
    print_document,
    visit_document,
)
from pumpsched.cli.options import single, write
from pumpsched.cli.params import count, needed_reason
from pumpsched.cli.saving import save
from pumpsched.cli.switch import changes, said
from pumpsched.domain.ledger import When
from pumpsched.store.books import Books
from pumpsched.usecases.facts import UndoReceipt, entry_to_undo, void_fact
from pumpsched.usecases.implants import pump_change_after_facts


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

    saved = save(app, work, show=show, request={"fact": fact, "reason": why})
    if saved is not None:
        app.say(f"Saved as {saved.fact.seq}. To have it again, record it again.")


commands = {"undo": single(undo, "undo")}
