"""``whatif``: what other doses would do; nothing is written."""

from __future__ import annotations

from typing import Annotated

import typer

from pumpsched.cli.answer import Answer, identity, store_line
from pumpsched.cli.context import App
from pumpsched.cli.documents import item_document, print_document
from pumpsched.cli.options import read, single
from pumpsched.cli.params import hourly_echo, mixture, optional, programme_text, volume, wish
from pumpsched.cli.screen import Cell, Column, Listing, day_cell
from pumpsched.domain.ledger import When
from pumpsched.usecases.chart import find_patient
from pumpsched.usecases.item import Item
from pumpsched.usecases.programme import WhatIf, what_if

COLUMNS = (
    Column("dose"),
    Column("opens on", whole=True),
    Column("refill by", whole=True),
    Column("limit", whole=True),
    Column("alarm", whole=True, key="alarm_on"),
    Column("empty", whole=True, key="empty_on"),
    Column("visit"),
)


@read("pumpsched whatif 0007 132mcg/d 150mcg/d", 'pumpsched whatif 0007 "up 10%" --fill 20')
def whatif(
    app: App,
    patient: Annotated[str, typer.Argument(metavar="PATIENT", help="Code, or part of the name.")],
    doses: Annotated[list[str], typer.Argument(metavar="DOSE...", help='Doses, or "up 10%".')],
    mixture_: Annotated[
        str | None, typer.Option("--mixture", metavar="M", help="As if filled with it.")
    ] = None,
    fill: Annotated[str | None, typer.Option(metavar="V", help="As if filled so far [mL].")] = None,
) -> None:
    """What each dose would do to the window and to booked visits; nothing is written."""
    wishes = [wish(text) for text in doses]
    at = When(app.as_of) if app.given.as_of else app.now
    with app.reading() as books:
        found = find_patient(books, patient)
        seen = what_if(
            books,
            found.code,
            wishes,
            at=at,
            mixture=optional(mixture_, mixture),
            fill=optional(fill, lambda text: volume(text, "--fill")),
        )
    if app.given.json:
        options = [
            {"dose": option.programme.flex_text or option.programme.dose_text}
            | item_document(option.item)
            for option in seen.options
        ]
        body = {"now": item_document(seen.now), "options": options}
        print_document(app, "whatif", body, as_of=app.as_of)
        return
    print_what_if(app, seen, echo=hourly_echo(*doses))


def print_what_if(app: App, seen: WhatIf, *, echo: str) -> None:
    """Writes the present dates and those under each dose."""
    answer = Answer(app)
    if answer.to_a_person:
        answer.line(f"{identity(seen.patient)} · {store_line(app, as_of=app.as_of)}")
    if echo:
        answer.aside(f"  {echo}")
    rows = [_row(app, seen, seen.now, "now")]
    rows += [_row(app, seen, o.item, programme_text(o.programme)) for o in seen.options]
    answer.listing(Listing(COLUMNS, tuple(rows)))
    answer.aside("Nothing was saved. It schedules and gives no dose advice.")
    answer.aside(f'Next: pumpsched dose {seen.patient.code} "DOSE"')


def _row(app: App, seen: WhatIf, item: Item, dose: str) -> tuple[Cell, ...]:
    today = app.as_of
    return (
        Cell(dose),
        day_cell(item.opens_on, today=today),
        day_cell(item.refill_by, today=today),
        Cell(item.limit.value if item.limit else "-"),
        day_cell(item.alarm_on, today=today),
        day_cell(item.empty_on, today=today),
        Cell(_visit(seen, item)),
    )


def _visit(seen: WhatIf, item: Item) -> str:
    if seen.visit is None:
        return "none booked"
    late = item.refill_by is not None and seen.visit.day > item.refill_by
    return f"{seen.visit.code} too late: move it" if late else f"{seen.visit.code} in time"


commands = {"whatif": single(whatif, "whatif")}
