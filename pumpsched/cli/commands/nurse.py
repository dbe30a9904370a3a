"""``nurse``: staff, their skills, rosters and days off."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from pumpsched.cli.commands.closure import First, Last, record_closure
from pumpsched.cli.commands.master_data import closed_line, closure_document, give_rows, save_row
from pumpsched.cli.context import App
from pumpsched.cli.options import group, read, write
from pumpsched.cli.params import Reason
from pumpsched.cli.terminal.listing import Column
from pumpsched.records.folder import NURSE, NURSES, SKILLS
from pumpsched.usecases.staff import add_nurse, days_off, edit_nurse

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
def edit(app: App, code: Code, fields: dict[str, str]) -> None:
    """Changes a nurse's columns; "none" empties one. Names their visits that no longer fit."""
    save_row(
        app,
        lambda books: edit_nurse(books, code, fields, today=app.today),
        kind=NURSES,
        edited=fields,
        hit="outside their roster or skills now",
    )


@read("nurse list", "nurse list --json")
def list_(app: App) -> None:
    """All nurses with skills, roster and coming days off."""
    with app.reading() as books:
        found = [
            (NURSES.text(nurse), days_off(books, nurse.code, since=app.as_of, ahead=AHEAD))
            for nurse in books.nurses()
        ]
    items = [
        NURSES.plain(cells) | {"closures": list(map(closure_document, off))} for cells, off in found
    ]
    skills = SKILLS.column
    rows = [
        cells | {skills: cells[skills] or "all", "off": "; ".join(map(closed_line, days))}
        for cells, days in found
    ]
    following = "pumpsched nurse off CODE FROM TO --reason …"
    give_rows(app, NURSES, rows, next_step=following, besides=Column("off"), items=items)


@write('nurse off N1 2026-12-07 2026-12-11 --reason "vacation"', "nurse off N1 today --reason sick")
def off(app: App, code: Code, first: First, last: Last = None, reason: Reason = "") -> None:
    """Takes a nurse off the roster for some days, and names their visits on them."""
    record_closure(app, code, first, last, reason, of_nurse=True)


commands = group("nurse", list_, add, edit, off, default="list")
