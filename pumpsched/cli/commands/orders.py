"""``orders``: what to order by which day for the booked refills, and how far it is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from pumpsched.cli.context import App
from pumpsched.cli.days import FOUR_WEEKS, DayText, Span, spoken, spoken_span
from pumpsched.cli.documents import findings_documents, picked
from pumpsched.cli.options import group, read, write
from pumpsched.cli.params import VisitCode, argument, one_of, option
from pumpsched.cli.terminal.answer import Answer, counted, give, identity, store_line
from pumpsched.cli.terminal.listing import Cell, Column, Row, columns, day_cell, row_of
from pumpsched.domain.phone import OrderState
from pumpsched.domain.quantities import decimal_text
from pumpsched.domain.text import visible
from pumpsched.usecases.orders import Order, OrderList, Supply, drug_orders

if TYPE_CHECKING:
    from pumpsched.cli.receipt import Receipt
    from pumpsched.cli.saving import Confirmed
    from pumpsched.store.books import Books
    from pumpsched.usecases.order_marks import Marked


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
    *columns("rule", "refill_by", "state", "until"),
)
STATE = Column("drug", whole=True, key="state")
_STATE = one_of(OrderState, "is no state of an order", ", ".join(OrderState))
SUPPLIES = {Supply.CLINIC: "clinic", Supply.HOME: "home"}


@read("orders", "orders 2026-12 --csv")
def list_(
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
        lambda: _document(found, first=max(days.first, app.as_of), last=days.last),
        lambda answer: _print(answer, found, days),
    )


def _document(found: OrderList, *, first: date, last: date) -> dict[str, Any]:
    # People and spreadsheets take none of the documents.
    from pumpsched.cli.planning_documents import orders_document

    return orders_document(found, first=first, last=last)


def _print(answer: Answer, found: OrderList, span: Span) -> None:
    app = answer.app
    overdue = sum(order.overdue for order in found.orders)
    if answer.to_a_person:
        answer.line(
            f"Drug orders for visits {spoken_span(span)} · {counted(len(found.orders), 'refill')}, "
            f"{overdue} overdue · {found.lead_days} working days ahead · "
            f"{store_line(app)}"
        )
    whole = (*COLUMNS, *WIDE)
    rows = tuple(_row(order, today=app.as_of) for order in found.orders)
    if answer.to_a_person and any(order.mark for order in found.orders):
        states = (Cell(_state_text(order), order.state) for order in found.orders)
        told = tuple((*row[: len(COLUMNS)], state) for row, state in zip(rows, states, strict=True))
        answer.table((*COLUMNS, STATE), told)
    else:
        shown = COLUMNS if answer.to_a_person else whole
        answer.table(shown, (row[: len(shown)] for row in rows))
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
        order.state,
        day_cell(order.until, today=today),
    )


def _state_text(order: Order) -> str:
    return f"{order.state} {order.until:%d %b}" if order.until else order.state.value


@write("orders mark V17 ordered", "orders mark V17 late --until 2026-12-09")
def mark(
    app: App,
    visit: VisitCode,
    state: Annotated[OrderState, argument("STATE", _STATE, "ordered, arrived, late or open.")],
    until: Annotated[
        DayText | None, option("--until", DayText, "DATE", "The day by which a late one is there.")
    ] = None,
) -> None:
    """Notes how far the drug of a visit is; what is late moves the plan, open takes it back."""
    # What is recorded is imported by what records.
    from pumpsched.cli.receipt import record
    from pumpsched.usecases.order_marks import mark_order

    there_on = until.day(app.today) if until else None

    def work(books: Books, _confirmed: Confirmed) -> Marked:
        return mark_order(books, visit, state, until=there_on, at=app.now)

    record(app, work, lambda done: _receipt(app, done))


def _receipt(app: App, done: Marked) -> Receipt:
    # As in mark().
    from pumpsched.cli.receipt import Receipt

    found, visit = done.mark, done.visit
    until = f", there by {spoken(found.until)}" if found.until else ""
    said = "has arrived" if found.state is OrderState.ARRIVED else f"is {found.state}"
    lines = [
        identity(done.patient),
        f"  {visit.code} on {spoken(visit.day)} {visit.at[11:]}: the drug {said}{until}",
    ]
    body = {
        **{"visit": visit.code, "patient": visit.patient},
        **picked(found, "state", "until"),
        "findings": findings_documents(app, done.findings),
    }
    following = "pumpsched plan" if done.findings else "pumpsched orders"
    saved = [f"Saved. Next: {following}"]
    return Receipt("order", body, lines, findings=done.findings, saved=saved)


commands = group("orders", list_, mark, default="list", takes_words=True)
