"""``nurse``: staff, their skills, rosters and days off."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from pumpsched.cli.commands.archiving import (
    AFTER,
    Back,
    LastDay,
    WithGone,
    both,
    edited_until,
    following,
    gone,
    last_day,
    release_from,
    until_cell,
    until_text,
)
from pumpsched.cli.commands.closure import First, Last, record_closure
from pumpsched.cli.commands.master_data import closed_line, closure_document, give_rows, save_row
from pumpsched.cli.context import App
from pumpsched.cli.days import DayText
from pumpsched.cli.options import group, read, write
from pumpsched.cli.params import Reason, option
from pumpsched.cli.terminal.listing import Column
from pumpsched.domain.clinic import Nurse
from pumpsched.records.folder import NURSE, NURSES, SKILLS, UNTIL
from pumpsched.usecases.staff import RowReceipt, add_nurse, days_off, edit_nurse

if TYPE_CHECKING:
    from pumpsched.store.books import Books

COLUMNS = NURSES.options(NURSE)
AHEAD = timedelta(days=91)
"""How far ahead a list names days off."""

Code = Annotated[str, typer.Argument(metavar="CODE", help="The nurse's code, such as N1.")]


@write(
    'nurse add N5 --name "Marsh, Ida" --roster "Mon-Fri 08:00-16:30 home"',
    'nurse add N6 --name "Vega, Tomas" --skills "SM2;SM3" --max-visits 8',
    columns=COLUMNS,
)
def add(app: App, code: Code, fields: dict[str, str]) -> None:
    """Adds a nurse; a roster says when they work, and whether from home or at which site."""
    save_row(
        app,
        lambda books: add_nurse(books, NURSE.write(code) | fields),
        kind=NURSES,
        next_step="pumpsched plan",
    )


@write(
    'nurse edit N1 --roster "Mon-Fri 08:00-16:30 home"',
    "nurse edit N1 --max-visits 6 --skills none",
    columns=COLUMNS,
)
def edit(
    app: App,
    code: Code,
    fields: dict[str, str],
    until: Annotated[
        DayText | None, option("--until", DayText, "DATE", "Last day of work; none: stays.")
    ] = None,
) -> None:
    """Changes a nurse's columns; "none" empties one. Names their visits that no longer fit."""
    if until is None:
        save_row(
            app,
            lambda books: edit_nurse(books, code, fields, today=app.today),
            kind=NURSES,
            edited=fields,
            hit="outside their roster or skills now",
        )
        return
    _save_last_day(app, code, edited_until(app, until), reason="", fields=fields)


@write('nurse archive N5 --until 2027-01-15 --reason "retires"', "nurse archive N5 --back")
def archive(
    app: App, code: Code, until: LastDay = None, back: Back = False, reason: Reason = ""
) -> None:
    """Ends a nurse's work here: no visit is planned after the last day. Names those that are."""
    _save_last_day(app, code, last_day(app, until, back=back), reason=reason, fields={})


def _save_last_day(
    app: App, code: str, until: date | None, *, reason: str, fields: dict[str, str]
) -> None:
    from pumpsched.usecases.archiving import archive_nurse

    def work(books: Books) -> RowReceipt[Nurse]:
        edited = edit_nurse(books, code, fields, today=app.today)
        left = archive_nurse(books, code, until, at=app.now, reason=reason, today=app.today)
        return both(edited, left)

    save_row(
        app,
        work,
        kind=NURSES,
        edited=fields | {UNTIL.column: str(until)},
        hit=AFTER,
        freed_by=release_from(app, f"--nurse {code}", until),
    )


@read("nurse list", "nurse list --json")
def list_(app: App, all_: WithGone = False) -> None:
    """All nurses with skills, roster, coming days off and last day."""
    with app.reading() as books:
        archive, nurses = books.archive(), books.nurses()
        left = [] if all_ else [n for n in nurses if (n.code, "") in gone(archive, app.as_of)]
        found = [
            (nurse, days_off(books, nurse.code, since=app.as_of, ahead=AHEAD))
            for nurse in nurses
            if nurse not in left
        ]
    items = [
        NURSES.plain(NURSES.text(nurse))
        | {"closures": list(map(closure_document, off))}
        | until_cell(archive, nurse.code)
        for nurse, off in found
    ]
    rows = []
    for nurse, days in found:
        cells = NURSES.text(nurse)
        off = "; ".join(filter(None, [*map(closed_line, days), until_text(archive, nurse.code)]))
        rows.append(cells | {SKILLS.column: cells[SKILLS.column] or "all", "off": off})
    off_days = "pumpsched nurse off CODE FROM TO --reason …"
    step = following(off_days, left, "nurse", is_empty=not rows)
    give_rows(app, NURSES, rows, next_step=step, besides=[Column("off")], items=items)


@write('nurse off N1 2026-12-07 2026-12-11 --reason "vacation"', "nurse off N1 today --reason sick")
def off(app: App, code: Code, first: First, last: Last = None, reason: Reason = "") -> None:
    """Takes a nurse off the roster for some days, and names their visits on them."""
    record_closure(app, code, first, last, reason, of_nurse=True)


commands = group("nurse", list_, add, edit, off, archive, default="list")
