"""``site``: clinic locations, their hours and chairs."""

from __future__ import annotations

from typing import Annotated

import typer

from pumpsched.cli.commands.master_data import give_rows, save_row
from pumpsched.cli.context import App
from pumpsched.cli.options import group, read, write
from pumpsched.records.folder import SITE, SITES
from pumpsched.usecases.staff import add_site, edit_site

COLUMNS = SITES.options(SITE)
Code = Annotated[str, typer.Argument(metavar="CODE", help="The site's code, such as MPLS.")]


@write(
    'site add MPLS --name "Minneapolis clinic" --hours "Mon-Fri 08:00-16:30" --chairs 3',
    'site add STP --name "Saint Paul clinic" --latitude 44.95 --longitude=-93.1',
    columns=COLUMNS,
)
def add(app: App, code: Code, fields: dict[str, str]) -> None:
    """Adds a clinic location."""
    save_row(
        app,
        lambda books: add_site(books, SITE.write(code) | fields),
        kind=SITES,
        next_step=f'pumpsched nurse edit CODE --roster "Mon-Fri 08:00-16:00 clinic:{code}"',
    )


@write("site edit MPLS --chairs 4", 'site edit MPLS --hours "Mon-Thu 08:00-17:00"', columns=COLUMNS)
def edit(app: App, code: Code, fields: dict[str, str]) -> None:
    """Changes a site's columns; "none" empties one. Names visits outside its new hours."""
    save_row(
        app,
        lambda books: edit_site(books, code, fields, today=app.today),
        kind=SITES,
        edited=fields,
        hit="outside its hours now",
    )


@read("site list", "site list --json")
def list_(app: App) -> None:
    """All clinic locations with hours and chairs."""
    with app.reading() as books:
        rows = [SITES.text(site) for site in books.sites()]
    give_rows(app, SITES, rows, next_step="pumpsched site edit CODE …")


commands = group("site", list_, add, edit, default="list")
