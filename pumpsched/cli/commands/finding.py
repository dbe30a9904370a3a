"""``finding``: what is worth attention until somebody says that it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pumpsched.cli.commands.decision import Until, receipt_of
from pumpsched.cli.context import App
from pumpsched.cli.documents import findings_documents
from pumpsched.cli.options import group, read, write
from pumpsched.cli.params import PatientText, Reason, flag, needed_reason
from pumpsched.cli.receipt import record_of
from pumpsched.cli.terminal.answer import Answer, counted, give, store_line
from pumpsched.cli.terminal.listing import Column, columns, row_of, status_cell
from pumpsched.domain.text import visible
from pumpsched.usecases.acknowledging import StandingFinding, acknowledge, standing_of_all
from pumpsched.usecases.who_is_meant import find_patient

if TYPE_CHECKING:
    from pumpsched.store.books import Books
    from pumpsched.usecases.deciding import DecisionReceipt

LISTED = (
    *columns("step", "severity", "status", whole=True),
    Column("code", whole=True, key="patient"),
    Column("name"),
    *columns("finding", "since", whole=True),
    Column("owner", whole=True),
    Column("days late", whole=True, right=True),
    Column("says"),
)


@read("finding list", "finding list 0007 --all")
def list_(
    app: App,
    patient: Annotated[
        str | None, typer.Argument(metavar="PATIENT", help="Code, or part of the name.")
    ] = None,
    all_: Annotated[bool, flag("--all", "Infos, and what is acknowledged, too.")] = False,
) -> None:
    """Findings that nobody has acknowledged, the most pressing first.

    A finding is carried further the later the refill is, and the worse the pump stands.
    """
    with app.reading() as books:
        code = find_patient(books, patient).code if patient else None
        found = standing_of_all(books, as_of=app.as_of, code=code, everything=all_)

    def show(answer: Answer) -> None:
        if answer.to_a_person:
            answer.line(f"{counted(len(found), 'finding')} · {store_line(app)}")
        answer.table(LISTED, (row_of(*_cells(answer.app, each)) for each in found))
        answer.aside("Next: pumpsched finding ack PATIENT FINDING --reason …")

    give(app, "findings", lambda: {"items": [_document(app, each) for each in found]}, show)


def _cells(app: App, stands: StandingFinding) -> tuple[Any, ...]:
    finding, patient = stands.finding, stands.patient
    return (
        *(stands.step.name.lower(), finding.severity.value, status_cell(stands.item.status)),
        *(patient.code, visible(patient.name), finding.code, finding.about, visible(stands.owner)),
        *(str(stands.days_late), app.suggesting(finding.message)),
    )


def _document(app: App, stands: StandingFinding) -> dict[str, Any]:
    (finding,) = findings_documents(app, [stands.finding], stands.patient.code)
    return {
        "acknowledged": None,
        **finding,
        "name": stands.patient.name,
        "since": stands.finding.about or None,
        "owner": stands.owner or None,
        "status": stands.item.status,
        "days_late": stands.days_late,
        "step": stands.step.name.lower(),
    }


@write(
    'finding ack 0007 residual-differs --reason "pump checked"',
    'finding ack 0007 fill-mismatch --reason "programmer at the ward" --until 2026-12-24',
    dated=True,
)
def ack(
    app: App,
    patient: PatientText,
    code: Annotated[str, typer.Argument(metavar="FINDING", help="Its code, as listed.")],
    reason: Reason = "",
    until: Until = None,
) -> None:
    """Says that a finding is known: lists leave it out until it happens anew, or a day has passed.

    Who calls it is its owner from then on; `show` goes on naming it.
    """
    why, last = needed_reason(reason), until.day(app.today) if until else None

    def change(books: Books, whose: str, _confirmed: tuple[str, ...]) -> DecisionReceipt:
        return acknowledge(books, whose, code, reason=why, until=last, at=app.on, today=app.today)

    record_of(app, patient, change, receipt_of)


commands = group("finding", list_, ack, default="list")
