"""``auth``: payer authorizations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pumpsched.cli.commands.archiving import (
    Back,
    LastDay,
    WithGone,
    following,
    gone,
    last_day,
    until_cell,
    until_text,
)
from pumpsched.cli.commands.master_data import give_rows, save_row
from pumpsched.cli.context import App
from pumpsched.cli.days import parse_day
from pumpsched.cli.options import group, option_of, read, write
from pumpsched.cli.params import PatientText, Reason, flag
from pumpsched.cli.terminal.listing import Column
from pumpsched.domain.clinic import Authorization
from pumpsched.records.folder import (
    AUTHORIZATIONS,
    NAME,
    NUMBER,
    PATIENT,
    UNTIL,
    VALID_FROM,
    VALID_TO,
)
from pumpsched.usecases.patients import (
    AuthorizationUse,
    add_authorization,
    authorizations_used,
    edit_authorization,
)
from pumpsched.usecases.staff import RowReceipt
from pumpsched.usecases.who_is_meant import find_patient

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


@write("auth archive 0007 PA-26-7 --reason withdrawn", "auth archive 0007 PA-26-7 --mistake")
def archive(
    app: App,
    patient: PatientText,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=NUMBER.help)],
    until: LastDay = None,
    mistake: Annotated[bool, flag("--mistake", "It never held.")] = False,
    back: Back = False,
    reason: Reason = "",
) -> None:
    """Ends an authorization before its time. Names refills left without one."""
    end = last_day(app, until, back=back)

    def work(books: Books) -> RowReceipt[Authorization]:
        from pumpsched.usecases.archiving import archive_authorization

        code = app.patient_meant(books, patient).code
        return archive_authorization(
            books, code, number, end, at=app.now, reason=reason, today=app.today, never=mistake
        )

    save_row(
        app,
        work,
        kind=AUTHORIZATIONS,
        edited={UNTIL.column: str(end)},
        hit="without an authorization",
    )


@read("auth list", "auth list 0007")
def list_(
    app: App,
    patient: Annotated[
        str | None, typer.Argument(metavar="PATIENT", help="Code, or part of the name.")
    ] = None,
    all_: WithGone = False,
) -> None:
    """Authorizations with the refills done or booked within each, and by when to ask for more."""
    with app.reading() as books:
        code = find_patient(books, patient).code if patient else None
        used = authorizations_used(books, code)
        archive = books.archive()
    over = () if all_ else gone(archive, app.as_of)
    hidden = [each for each in used if _subject(each) in over]
    rows: list[dict[str, str]] = []
    items: list[dict[str, Any]] = []
    for each in used:
        if each in hidden:
            continue
        cells, end = AUTHORIZATIONS.text(each.authorization), until_text(archive, *_subject(each))
        more = {"refills": each.refills, "request_by": each.request_by}
        items.append(AUTHORIZATIONS.plain(cells) | more | until_cell(archive, *_subject(each)))
        texts = {name: "" if value is None else str(value) for name, value in more.items()}
        rows.append(cells | NAME.write(each.patient.name) | texts | {UNTIL.column: end})
    step = following("pumpsched auth add PATIENT --number …", hidden, "auth")
    besides = [Column("refills", whole=True, spare=1), Column("request by", whole=True)]
    besides += [Column(UNTIL.column)] if any(row[UNTIL.column] for row in rows) else []
    give_rows(app, AUTHORIZATIONS, rows, next_step=step, besides=besides, items=items)


def _subject(used: AuthorizationUse) -> tuple[str, str]:
    return used.authorization.patient, used.authorization.number


def _with_days(app: App, fields: dict[str, str]) -> dict[str, str]:
    """The fields with days as typed by people spelled as in a file."""
    days = {
        column: parse_day(text, today=app.today, noun=option_of(column)).isoformat()
        for column, text in fields.items()
        if text and column in (VALID_FROM.column, VALID_TO.column)
    }
    return fields | days


commands = group("auth", list_, add, edit, archive, default="list")
