"""``patient``: add, edit, find, archive."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from pumpsched.cli.commands.facts import save_fact
from pumpsched.cli.context import App
from pumpsched.cli.documents import day, print_document
from pumpsched.cli.options import group, read, write
from pumpsched.cli.params import reason
from pumpsched.cli.saving import save
from pumpsched.cli.terminal.answer import Answer, identity
from pumpsched.cli.terminal.listing import Cell, Column, Listing
from pumpsched.domain.errors import UsageRefusal
from pumpsched.domain.text import folded, visible
from pumpsched.records.folder import BIRTH_DATE, NAME, PATIENT_CODE, PATIENTS
from pumpsched.records.spec import Field
from pumpsched.store.books import Books
from pumpsched.usecases.chart import find_patient
from pumpsched.usecases.facts import FactReceipt, record_archive
from pumpsched.usecases.patients import PatientReceipt, add_patient, edit_patient, patient_of

COLUMNS = PATIENTS.options(PATIENT_CODE)
Who = Annotated[str, typer.Argument(metavar="PATIENT", help="Code, or part of the name.")]
Confirm = Annotated[
    str | None, typer.Option(metavar="CODE", help="The code again, for a near twin.")
]


@write(
    'pumpsched patient add 0041 --name "Rivera, Ana" --birth-date 1961-04-02 --phone 612-555-0141',
    'pumpsched patient add 0042 --name "Ito, Chie" --setting home --latitude 44.98 '
    "--longitude=-93.27",
    columns=COLUMNS,
)
def add(
    app: App,
    code: Annotated[str, typer.Argument(metavar="CODE", help="The clinic's own number.")],
    fields: dict[str, str],
    confirm: Confirm = None,
) -> None:
    """Adds a patient; the first one makes the store."""
    patient = patient_of(PATIENT_CODE.write(code) | fields)

    def work(books: Books, confirmed: str | None) -> PatientReceipt:
        return add_patient(books, patient, confirmed=confirmed)

    saved = save(
        app,
        work,
        show=lambda receipt: _print(app, receipt, word="New patient"),
        confirm=confirm,
        create=True,
    )
    if saved is not None:
        app.say(f"Saved. Next: pumpsched pump implant {patient.code} --model SM2-20 --on DATE")


@write(
    "pumpsched patient edit 0007 --phone 612-555-0107",
    "pumpsched patient edit 0007 --alarm-ml 4 --notes none",
    columns=COLUMNS,
)
def edit(app: App, patient: Who, fields: dict[str, str]) -> None:
    """Changes a patient's fields; "none" empties one. The dates follow at once."""
    if not fields:
        raise UsageRefusal(
            "Nothing to change was named.", code="usage", next_step="pumpsched patient edit --help"
        )

    def work(books: Books, confirmed: str | None) -> PatientReceipt:
        found = find_patient(books, patient, code_only=app.given.yes)
        return edit_patient(books, found, fields, today=app.today)

    saved = save(
        app,
        work,
        show=lambda receipt: _print(app, receipt, word="Changes"),
    )
    if saved is not None:
        app.say(f"Saved. Next: pumpsched show {saved.patient.code}")


@read("pumpsched patient find rivera", "pumpsched patient find --all")
def find(
    app: App,
    text: Annotated[
        str | None, typer.Argument(metavar="[TEXT]", help="Part of a name, code or phone.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Everybody, without a TEXT.")] = False,
) -> None:
    """Patients whose name, code or phone contains the text, also those who left the list."""
    if (text is None) != all_:
        raise UsageRefusal(
            "Name what to look for, or --all for everybody.",
            code="usage",
            next_step="pumpsched patient find rivera",
        )
    wanted = folded(text or "")
    with app.reading() as books:
        left = books.archive_days()
        found = [
            PATIENTS.document(patient) | {"archived_on": day(left.get(patient.code))}
            for patient in books.patients()
            if any(wanted in folded(each) for each in (patient.name, patient.code, patient.phone))
        ]
    if app.given.json:
        print_document(app, "patients", {"items": found}, as_of=app.as_of)
        return
    answer = Answer(app)
    columns = (
        *(_column(each) for each in PATIENTS.listed),
        Column("off the list", whole=True, key="archived_on"),
    )
    rows = tuple(tuple(Cell(str(value or "")) for value in each.values()) for each in found)
    if rows or not answer.to_a_person:
        answer.listing(Listing(columns, rows))
    answer.aside(f"{len(found)} found.")


@write(
    'pumpsched patient archive 0007 --reason "moved away"',
    "pumpsched patient archive 0007 --reason died --on yesterday",
    dated=True,
)
def archive(
    app: App,
    patient: Who,
    reason_: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="died, moved, removed, or text.")
    ] = None,
) -> None:
    """Takes a patient off the list; the history stays, and `undo` brings the patient back.

    A reason that begins with died, moved or removed (the pump was taken out) is counted as that
    by `due --counts`. What is left to do is named: booked visits, a pump that runs on.
    """
    note = reason(reason_)

    def work(books: Books, confirmed: str | None) -> FactReceipt:
        code = find_patient(books, patient, code_only=app.given.yes).code
        return record_archive(books, code, at=app.on, note=note, today=app.today)

    save_fact(app, work, word="Archived")


_HEADINGS = {PATIENT_CODE.column: "code", BIRTH_DATE.column: "born"}


def _column(field: Field) -> Column:
    heading = _HEADINGS.get(field.column, field.column)
    return Column(heading, whole=field is not NAME, key=field.column)


def _print(app: App, receipt: PatientReceipt, *, word: str) -> None:
    patient = receipt.patient
    if app.given.json:
        body: dict[str, Any] = PATIENTS.document(patient) | {
            "changed": [column for column, _, _ in receipt.changed],
            "saved": not app.given.dry_run,
        }
        print_document(app, "patient", body, as_of=app.today)
        return
    answer = Answer(app)
    answer.line(f"{word}: {identity(patient)} · {patient.setting}")
    for column, was, will in receipt.changed:
        answer.line(f"  {column}: {visible(was) or '-'} → {visible(will) or '-'}")
    if word == "Changes" and not receipt.changed:
        answer.line("  Nothing differs.")


commands = {
    "patient": group(
        "Patients: add, edit, find, archive.",
        {"add": add, "edit": edit, "find": find, "archive": archive},
    )
}
