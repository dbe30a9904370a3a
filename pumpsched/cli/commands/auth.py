"""``auth``: payer authorizations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pumpsched.cli.commands.master_data import give_rows, save_row
from pumpsched.cli.context import App
from pumpsched.cli.days import parse_day
from pumpsched.cli.options import group, option_of, read, write
from pumpsched.cli.params import PatientText
from pumpsched.cli.terminal.listing import Column
from pumpsched.domain.clinic import Authorization
from pumpsched.records.folder import AUTHORIZATIONS, NAME, NUMBER, PATIENT, VALID_FROM, VALID_TO
from pumpsched.usecases.chart import find_patient
from pumpsched.usecases.patients import add_authorization, authorizations_used, edit_authorization
from pumpsched.usecases.staff import RowReceipt

if TYPE_CHECKING:
    from pumpsched.store.books import Books


@write(
    "auth add 0007 --number PA-26-7 --valid-to 2027-06-30 --visits 6",
    'auth add 0007 --number PA-27-1 --payer "Lakes Mutual" --valid-from 2027-01-01',
    columns=AUTHORIZATIONS.options(PATIENT),
)
def add(app: App, patient: PatientText, fields: dict[str, str]) -> None:
    """Adds a payer's authorization; the planner then keeps the refills inside it."""
    columns = _with_days(app, fields)

    def work(books: Books) -> RowReceipt[Authorization]:
        code = app.patient_meant(books, patient).code
        return add_authorization(books, PATIENT.write(code) | columns, today=app.today)

    save_row(app, work, kind=AUTHORIZATIONS, hit="without an authorization")


@write(
    "auth edit 0007 PA-26-7 --visits 8",
    "auth edit 0007 PA-26-7 --valid-to none",
    columns=AUTHORIZATIONS.options(PATIENT, NUMBER),
)
def edit(
    app: App,
    patient: PatientText,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=NUMBER.help)],
    fields: dict[str, str],
) -> None:
    """Changes an authorization; "none" empties a column. Names refills left without one."""
    columns = _with_days(app, fields)

    def work(books: Books) -> RowReceipt[Authorization]:
        code = app.patient_meant(books, patient).code
        return edit_authorization(books, code, number, columns, today=app.today)

    save_row(app, work, kind=AUTHORIZATIONS, edited=fields, hit="without an authorization")


@read("auth list", "auth list 0007")
def list_(
    app: App,
    patient: Annotated[
        str | None, typer.Argument(metavar="PATIENT", help="Code, or part of the name.")
    ] = None,
) -> None:
    """Authorizations with the refills done or booked within each."""
    with app.reading() as books:
        code = find_patient(books, patient).code if patient else None
        used = authorizations_used(books, code)
    found = [(AUTHORIZATIONS.text(each.authorization), each) for each in used]
    items = [AUTHORIZATIONS.plain(row) | {"refills": each.refills} for row, each in found]
    rows = [
        row | NAME.write(each.patient.name) | {"refills": str(each.refills)} for row, each in found
    ]
    refills = Column("refills", whole=True)
    following = "pumpsched auth add PATIENT --number …"
    give_rows(app, AUTHORIZATIONS, rows, next_step=following, besides=refills, items=items)


def _with_days(app: App, fields: dict[str, str]) -> dict[str, str]:
    """The fields with days as typed by people spelled as in a file."""
    days = {
        column: parse_day(text, today=app.today, noun=option_of(column)).isoformat()
        for column, text in fields.items()
        if text and column in (VALID_FROM.column, VALID_TO.column)
    }
    return fields | days


commands = group("auth", list_, add, edit, default="list")
