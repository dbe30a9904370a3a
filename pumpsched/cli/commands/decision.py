"""``decision``: who decided what of a patient's pump, why, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pumpsched.cli.commands.facts import changes
from pumpsched.cli.commands.master_data import give_rows
from pumpsched.cli.context import App
from pumpsched.cli.days import DayText
from pumpsched.cli.documents import decision_document, item_document
from pumpsched.cli.options import group, read, write
from pumpsched.cli.params import (
    PatientText,
    Reason,
    argument,
    free_text,
    needed_reason,
    one_of,
    option,
)
from pumpsched.cli.receipt import Receipt, record_of
from pumpsched.cli.terminal.answer import identity
from pumpsched.cli.terminal.history import decision_text
from pumpsched.domain.decisions import DecisionKind
from pumpsched.domain.errors import UsageRefusal
from pumpsched.records.folder import DECISIONS
from pumpsched.usecases.deciding import DecisionReceipt, record_decision, withdraw_decision
from pumpsched.usecases.who_is_meant import find_patient

if TYPE_CHECKING:
    from pumpsched.store.books import Books

Until = Annotated[DayText | None, option("--until", DayText, "DATE", "Last day on which it holds.")]
kind_named = one_of(DecisionKind, f"is none of: {', '.join(DecisionKind)}")
Kind = Annotated[DecisionKind, argument("KIND", kind_named, "bridge, restart, off-label …")]


@read("decision list", "decision list 0007")
def list_(
    app: App,
    patient: Annotated[
        str | None, typer.Argument(metavar="PATIENT", help="Code, or part of the name.")
    ] = None,
) -> None:
    """Every decision, of one patient or of all, in the order made."""
    with app.reading() as books:
        code = find_patient(books, patient).code if patient else None
        found = [each for each in books.decisions(code) if each.at.day <= app.as_of]
    give_rows(
        app,
        DECISIONS,
        [DECISIONS.text(each) for each in found],
        next_step="pumpsched decision add PATIENT KIND --by … --reason …",
        items=[decision_document(each) for each in found],
    )


@write(
    'decision add 0007 restart --by "Dr Vale" --reason "seen, half the dose"',
    'decision add 0040 therapy-ended --by "Dr Vale" --reason "weaned" --until 2027-02-01',
    dated=True,
)
def add(
    app: App,
    patient: PatientText,
    kind: Kind,
    by: Annotated[str, option("--by", free_text, "WHO", "Name of the person who decided.")] = "",
    reason: Reason = "",
    until: Until = None,
) -> None:
    """Records what a named person decided of a patient's pump.

    A therapy that has ended needs --until: the day on which the pump is looked at again.
    """
    why, who = needed_reason(reason), by.strip()
    if not who:
        raise UsageRefusal(
            "--by is needed: the name of the person who decided.",
            code="who-needed",
            next_step="the same command with --by …",
        )
    last = until.day(app.today) if until else None

    def change(books: Books, code: str, _confirmed: tuple[str, ...]) -> DecisionReceipt:
        return record_decision(
            books, code, kind, who=who, reason=why, at=app.on, until=last, today=app.today
        )

    record_of(app, patient, change, receipt_of)


@write(
    'decision withdraw 0007 restart --reason "wrong patient"',
    'decision withdraw 0007 bridge --reason "not refilled" -n',
)
def withdraw(app: App, patient: PatientText, kind: Kind, reason: Reason = "") -> None:
    """Takes the last decision of a kind back; nothing is deleted."""
    why = needed_reason(reason)

    def change(books: Books, code: str, _confirmed: tuple[str, ...]) -> DecisionReceipt:
        return withdraw_decision(books, code, kind, reason=why, today=app.today)

    record_of(app, patient, change, receipt_of)


def receipt_of(done: DecisionReceipt) -> Receipt:
    """Who decided what, and what that changes."""
    said = f"  {done.decision.at}  {decision_text(done.decision)}"
    code = done.patient.code
    return Receipt(
        "decision",
        decision_document(done.decision) | {"item": item_document(done.new)},
        [identity(done.patient), said, *changes(done.old, done.new)],
        saved=[f"Saved. Next: pumpsched show {code}"],
    )


commands = group("decision", list_, add, withdraw, default="list")
