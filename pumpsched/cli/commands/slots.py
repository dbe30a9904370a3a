"""``slots``: what can be offered to a patient on the phone, with the command that books each."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pumpsched.cli.context import App
from pumpsched.cli.days import DayText, spoken
from pumpsched.cli.documents import picked, visit_document
from pumpsched.cli.options import alone, read
from pumpsched.cli.params import PatientText, counting, option
from pumpsched.cli.terminal.answer import Answer, give, store_line
from pumpsched.cli.terminal.listing import Cell, Column, columns, day_cell, row_of
from pumpsched.domain.calendars import Hours, clock_text, parse_weekdays
from pumpsched.domain.errors import Unreadable
from pumpsched.domain.text import visible
from pumpsched.usecases.slots import Checked, Slots, slots_for

OFFERED = 5
COLUMNS = (
    *columns("date", "start", "nurses", "where", whole=True),
    Column("price", whole=True, key="cost_min", right=True),
    Column("drive", whole=True, key="travel_min", right=True),
    Column("moves", spare=1),
    Column("findings", spare=2),
)


def _clock(text: str, noun: str) -> int:
    if not re.fullmatch(r"(?:[01]\d|2[0-3]):[0-5]\d", text.strip()):
        raise Unreadable(noun, text, "is no clock time", "14:00")
    hour, _, minute = text.partition(":")
    return int(hour) * 60 + int(minute)


def _weekdays(text: str, noun: str) -> frozenset[int]:
    try:
        return parse_weekdays(text.strip().title(), noun)
    except Unreadable as wrong:
        raise Unreadable(noun, text, wrong.problem, "Tue, or Mon-Wed") from None


@read("slots 0007", "slots 0007 --weekday tue --after 14:00")
def slots(
    app: App,
    patient: PatientText,
    first: Annotated[
        DayText | None, option("--from", DayText, "DATE", "Not before that day.")
    ] = None,
    limit: Annotated[
        int, option("--limit", counting(1, 999), "N", "At most so many offers: 5.")
    ] = OFFERED,
    weekday: Annotated[
        frozenset[int] | None, option("--weekday", _weekdays, "DAYS", "Tue, or Mon-Wed.")
    ] = None,
    after: Annotated[
        int | None, option("--after", _clock, "TIME", "Not before that clock time: 14:00.")
    ] = None,
    before: Annotated[
        int | None, option("--before", _clock, "TIME", "Over by that clock time: 12:00.")
    ] = None,
) -> None:
    """What can be offered to a patient now, cheapest first; each books without an override.

    Nobody else is moved. Prices are minutes, as `plan` counts them.
    """
    start = first.day(app.as_of) if first else app.as_of
    wanted: tuple[Hours, ...] = ()
    if weekday or after or before:
        days = weekday or frozenset(range(7))
        wanted = (Hours(days, after or 0, before or 24 * 60),)
    with app.reading() as books:
        found = slots_for(
            books,
            patient,
            first=max(start, app.as_of),
            today=app.as_of,
            from_minute=app.now_minute,
            wanted=wanted,
        )
    shown = found.offers[:limit]
    give(
        app,
        "slots",
        lambda: _document(app, found, shown),
        lambda answer: _print(answer, found, shown),
    )


def _document(app: App, found: Slots, shown: tuple[Checked, ...]) -> dict[str, Any]:
    return {
        "patient": found.asked.item.patient,
        "offers": [_offer_document(app, each) for each in shown],
        "reason": found.reason or None,
        "detail": found.detail or None,
        "would_do": found.would_do or None,
        "besides": _offer_document(app, found.besides) if found.besides else None,
    }


def _offer_document(app: App, one: Checked) -> dict[str, Any]:
    offer, visit = one.offer, one.offer.visit
    return {
        "date": visit.day,
        "start": clock_text(visit.minute),
        **picked(visit, "minutes", "nurses", "setting"),
        "site": visit.site or None,
        **picked(offer, "cost_min", "travel_min"),
        "moves": [visit_document(offer.moves)] if offer.moves else [],
        "findings": [finding.code for finding in one.findings],
        "command": app.suggesting(one.command),
    }


def _print(answer: Answer, found: Slots, shown: tuple[Checked, ...]) -> None:
    app, item = answer.app, found.asked.item
    if answer.to_a_person:
        due = f"refill by {spoken(item.refill_by)}" if item.refill_by else "no window"
        phone = item.phone or "no phone"
        name = visible(item.name)
        answer.line(f"{item.patient} {name} · {phone} · {due} · {store_line(app)}")
    answer.table(COLUMNS, (_row(each, app) for each in shown))
    for each in shown:
        answer.beside(each.command)
    if found.besides is not None:
        answer.beside(f"{found.detail}. At another time:")
        answer.beside(found.besides.command)
    elif not found.offers:
        answer.beside(f"No slot: {found.reason}: {found.detail}")
        if found.would_do:
            answer.beside(f"It would be {found.would_do}")
        answer.beside(f"Next: {found.asked.next_step}")


def _row(one: Checked, app: App) -> Any:
    offer, visit = one.offer, one.offer.visit
    when = day_cell(visit.day, today=app.as_of), clock_text(visit.minute)
    moves = offer.moves.code if offer.moves else ""
    words = ", ".join(finding.code.replace("-", " ") for finding in one.findings)
    where = visit.site or visit.setting.value
    figures = (Cell(f"{n} min", str(n)) for n in (offer.cost_min, offer.travel_min))
    return row_of(*when, ";".join(visit.nurses), where, *figures, moves, words)


commands = alone(slots)
