"""``orders``: what to order by which day for the booked refills."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pumpsched.cli.context import App
from pumpsched.cli.days import FOUR_WEEKS, DayText, Span, spoken_span
from pumpsched.cli.options import alone, read
from pumpsched.cli.params import argument
from pumpsched.cli.planning_documents import orders_document
from pumpsched.cli.terminal.answer import Answer, counted, give, store_line
from pumpsched.cli.terminal.listing import Cell, Column, Row, columns, day_cell, row_of
from pumpsched.domain.quantities import decimal_text
from pumpsched.domain.text import visible
from pumpsched.usecases.orders import Order, OrderList, Supply, drug_orders

COLUMNS = (
    Column("order by", whole=True),
    Column("needed", whole=True, key="needed_by"),
    Column("code", whole=True, key="patient"),
    *columns("name", "mixture"),
    Column("fill", whole=True, key="volume_ml", right=True),
    Column("supply", whole=True),
)
WIDE = (
    *columns("schedule", "changed", "visit", "at", "setting", "site", "nurse", "overdue"),
    *columns("rule", "refill_by"),
)
SUPPLIES = {Supply.CLINIC: "clinic", Supply.HOME: "home"}


@read("orders", "orders 2026-12 --csv")
def orders(
    app: App,
    span: Annotated[
        DayText, argument("SPAN", DayText, "Days of the visits: 28d, 4w, 2026-12.")
    ] = FOUR_WEEKS,
) -> None:
    """What to order by which day for the booked refills of a span; overdue orders first.

    The mixture is the one in the pump, the volume what was injected last, at most the reservoir.
    """
    days = span.span_ahead(app.as_of, command="orders", why="Orders look ahead.")
    with app.reading() as books:
        found = drug_orders(books, first=days.first, last=days.last, as_of=app.as_of)
    give(
        app,
        "orders",
        lambda: orders_document(found, first=max(days.first, app.as_of), last=days.last),
        lambda answer: _print(answer, found, days),
    )


def _print(answer: Answer, found: OrderList, span: Span) -> None:
    app = answer.app
    overdue = sum(order.overdue for order in found.orders)
    if answer.to_a_person:
        answer.line(
            f"Drug orders for visits {spoken_span(span)} · {counted(len(found.orders), 'refill')}, "
            f"{overdue} overdue · {found.lead_days} working days ahead · "
            f"{store_line(app)}"
        )
    shown = COLUMNS if answer.to_a_person else (*COLUMNS, *WIDE)
    rows = tuple(_row(order, today=app.as_of)[: len(shown)] for order in found.orders)
    answer.table(shown, rows)
    for order in found.orders:
        which = f"{order.visit.code} of {order.patient.code}"
        for finding in order.findings:
            answer.beside(f"  !! {which}: {finding.message}")
        if order.changes:
            answer.beside(f"  !  {which}, since it was booked: {'; '.join(order.changes)}")
    for rule in dict.fromkeys(order.rule for order in found.orders if order.rule):
        answer.beside(f"  check {rule.id} (since {rule.since}): {rule.text}")
    if rows:
        answer.beside("Volume: as last injected. Verify with the prescription.")
        answer.beside("Next: pumpsched visit list 4w")
    else:
        answer.beside("No refill is booked in these days. Next: pumpsched plan 4w")


def _row(order: Order, *, today: date) -> Row:
    visit = order.visit
    order_by = day_cell(order.order_by, today=today)
    if order.overdue:
        order_by = Cell(f"!! {order_by.text}", order_by.value, "bold red")
    volume = decimal_text(order.volume_ul, 3) if order.volume_ul is not None else ""
    code, mixture = order.patient.code, str(order.mixture) if order.mixture else ""
    return row_of(
        order_by,
        day_cell(visit.day, today=today),
        Cell(f"{code} !" if order.changes else code, code),
        visible(order.patient.name),
        Cell(mixture or "?", mixture),
        Cell(f"{volume} mL" if volume else "?", volume),
        Cell(SUPPLIES.get(order.supply, f"{order.schedule} check"), order.supply.value),
        *(order.schedule, "; ".join(order.changes), visit.code, visit.at, visit.setting.value),
        *(visit.site, ";".join(visit.nurses), "yes" if order.overdue else "no"),
        order.rule.id if order.rule else "",
        day_cell(order.refill_by, today=today),
    )


commands = alone(orders)
