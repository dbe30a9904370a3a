"""``site``: clinic locations, their hours and chairs."""

from __future__ import annotations

from typing import Annotated

import typer

from pumpsched.cli.commands.archiving import (
    AFTER,
    Back,
    LastDay,
    WithGone,
    following,
    gone,
    last_day,
    release_from,
    until_cell,
    until_text,
)
from pumpsched.cli.commands.master_data import give_rows, save_row
from pumpsched.cli.context import App
from pumpsched.cli.options import group, read, write
from pumpsched.cli.params import Reason
from pumpsched.cli.terminal.listing import Column
from pumpsched.records.folder import SITE, SITES, UNTIL
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


@write('site archive STP --until 2027-01-15 --reason "sold"', "site archive STP --back")
def archive(
    app: App, code: Code, until: LastDay = None, back: Back = False, reason: Reason = ""
) -> None:
    """Closes a clinic location for good: no visit is planned there after. Names those that are."""
    from pumpsched.usecases.archiving import archive_site

    end = last_day(app, until, back=back)
    save_row(
        app,
        lambda books: archive_site(books, code, end, at=app.now, reason=reason, today=app.today),
        kind=SITES,
        edited={UNTIL.column: str(end)},
        hit=AFTER,
        freed_by=release_from(app, f"--closure {code}", end),
    )


@read("site list", "site list --json")
def list_(app: App, all_: WithGone = False) -> None:
    """All clinic locations with hours and chairs."""
    with app.reading() as books:
        archive, sites = books.archive(), books.sites()
    left = [] if all_ else [s for s in sites if (s.code, "") in gone(archive, app.as_of)]
    shown = [site for site in sites if site not in left]
    items = [SITES.plain(SITES.text(s)) | until_cell(archive, s.code) for s in shown]
    ends = [until_text(archive, site.code) for site in shown]
    rows = [SITES.text(s) | {UNTIL.column: end} for s, end in zip(shown, ends, strict=True)]
    step = following("pumpsched site edit CODE …", left, "site", is_empty=not rows)
    besides = [Column(UNTIL.column)] if any(ends) else []
    give_rows(app, SITES, rows, next_step=step, besides=besides, items=items)


commands = group("site", list_, add, edit, archive, default="list")
