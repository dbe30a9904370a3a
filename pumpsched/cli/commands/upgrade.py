"""``db``: the store's layout, and what a newer one does to the patients."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from pumpsched.cli import clock
from pumpsched.cli.context import App
from pumpsched.cli.days import spoken
from pumpsched.cli.documents import visit_document
from pumpsched.cli.options import group, read, write
from pumpsched.cli.saving import ask_to_save
from pumpsched.cli.terminal.answer import STYLES, Answer, counted, give
from pumpsched.cli.terminal.listing import Cell, Column
from pumpsched.cli.terminal.signals import hold
from pumpsched.domain.calendars import clock_text
from pumpsched.domain.findings import Severity
from pumpsched.domain.text import visible
from pumpsched.store.location import shown
from pumpsched.store.results import Stamp
from pumpsched.usecases.upgrade import Consequences, Move, TooLate, Upgrade, upgrade_clinic
from pumpsched.usecases.upkeep import MOST_SHOWN

_DATES = {"refill_by": "refill by", "alarm_on": "alarm"}
_MOVE_COLUMNS = (
    *(Column("how", whole=True), Column("patient", whole=True), Column("name")),
    *(Column("date", whole=True), Column("from", whole=True), Column("to", whole=True)),
    Column("why", spare=1),
)
_VISIT_COLUMNS = (
    *(Column("visit", whole=True), Column("patient", whole=True), Column("name")),
    *(Column("at", whole=True), Column("refill by", whole=True), Column("next", spare=1)),
)


@read("db status", "db status --json", listing=False)
def status(app: App) -> None:
    """Which layout the store has; nothing is changed."""
    # The database library takes several times as long to import as a reading to run.
    from pumpsched.store.engine import locate
    from pumpsched.store.migrate import status as layout_status

    engine = locate(app.location)
    try:
        found = layout_status(engine)
    finally:
        engine.dispose()
    location = shown(app.location)

    def show(answer: Answer) -> None:
        word, following = "needs an upgrade", "Next: pumpsched db upgrade"
        if found.is_current:
            word, following = "current", "Next: pumpsched due"
        elif found.is_newer:
            word, following = "newer than this program", "Next: a newer version of pumpsched"
        answer.line(f"{location}: layout {found.found or 'none'}, needed {found.needed}: {word}")
        answer.aside(following)

    body = {
        "location": location,
        "found": found.found,
        "needed": found.needed,
        "current": found.is_current,
    }
    give(app, "database", lambda: body, show, dated=False)


@write("db upgrade", "db upgrade -n", dated=None)
def upgrade(app: App) -> None:
    """Brings the store to the layout this program needs, after a backup beside it.

    First it shows whose dates move, and which booked visits are too late then; -n shows that
    alone. A second time there is nothing to do.
    """
    now, given = clock.now(), app.given
    stamp = Stamp(actor=app.actor, at=now, action=app.command)
    make = partial(
        upgrade_clinic, app.location, stamp, today_in=lambda zone: clock.local(now, zone)[0]
    )
    agreed = None
    if given.dry_run or not given.yes:
        tried = make(keep=False)
        if given.dry_run or tried.before.is_current:
            _tell_upgrade(app, tried, saved=False)
            return
        agreed = tried.consequences
        if agreed is not None and not given.json:
            _show_consequences(Answer(app), agreed)
        ask_to_save(app, "Upgrade? [Y/n] ")
    hold()
    done = make(agreed=agreed)
    _tell_upgrade(app, done, saved=not done.before.is_current, shown=agreed is not None)


def _tell_upgrade(app: App, done: Upgrade, *, saved: bool, shown: bool = False) -> None:
    """Answers with an upgrade that was done or tried; ``shown`` if its consequences were."""
    before, kept, consequences = done.before, done.backup, done.consequences

    def show(answer: Answer) -> None:
        if before.is_current:
            app.say("The store is current; nothing was to do.")
            return
        if consequences is not None and not shown:
            _show_consequences(answer, consequences)
        as_it_was = f" The store as it was: {kept}" if kept else ""
        done_or_not = "Upgraded" if saved else "Would upgrade"
        app.say(f"{done_or_not} to layout {before.needed}.{as_it_was}")
        if saved:
            answer.aside("Next: pumpsched due")

    body = {
        "from": before.found,
        "backup": str(kept) if kept else None,
        "needed": before.needed,
        "saved": saved,
    }
    if consequences is not None:
        body |= _consequences_document(consequences)
    give(app, "database", lambda: body, show, dated=False)
    if app.given.dry_run:
        app.say_dry_run()


def _consequences_document(found: Consequences) -> dict[str, Any]:
    return {
        "moves": [
            {
                "patient": move.patient,
                "date": move.date_of,
                "from": move.before and move.before.isoformat(),
                "to": move.after and move.after.isoformat(),
                "limit": move.limit,
                "why": move.why,
            }
            for move in found.moves
        ],
        "visits": [
            visit_document(each.visit) | {"refill_by": each.refill_by.isoformat()}
            for each in found.visits
        ],
    }


def _show_consequences(answer: Answer, found: Consequences) -> None:
    moves, visits = found.moves, found.visits
    whose = counted(len(moves), "patient") if moves else "no patient"
    answer.beside(f"The newer rules move the dates of {whose}{', the worst first' * bool(moves)}.")
    answer.table(
        _MOVE_COLUMNS, (_move_cells(answer, move, found.today) for move in moves[:MOST_SHOWN])
    )
    _say_more(answer, len(moves))
    if visits:
        answer.beside(f"Too late by then: {counted(len(visits), 'booked visit')}.")
        answer.table(_VISIT_COLUMNS, (_visit_cells(answer, each) for each in visits[:MOST_SHOWN]))
        _say_more(answer, len(visits))


def _say_more(answer: Answer, number: int) -> None:
    if number > MOST_SHOWN:
        answer.beside(f"and {number - MOST_SHOWN} more: pumpsched db upgrade -n --json")


def _move_cells(answer: Answer, move: Move, today: date) -> tuple[Cell, ...]:
    severity, word = _how(move, today)
    rule = f"{move.limit}: " if move.limit and move.date_of == "refill_by" else ""
    return (
        Cell(f"{severity.sign:<2} {word}", word, STYLES[severity]),
        Cell(visible(move.patient)),
        Cell(visible(move.name)),
        Cell(_DATES[move.date_of], move.date_of),
        _day(move.before),
        _day(move.after),
        Cell(answer.app.suggesting(f"{rule}{move.why}")),
    )


def _how(move: Move, today: date) -> tuple[Severity, str]:
    """How much a move presses, in a word."""
    if move.after is None:
        return Severity.URGENT, "no date"
    if not move.is_earlier:
        return Severity.INFO, "later"
    if move.after < today:
        return Severity.URGENT, "past"
    return Severity.WARNING, "new" if move.before is None else "earlier"


def _day(day: date | None) -> Cell:
    return Cell("-", "") if day is None else Cell(spoken(day), day.isoformat())


def _visit_cells(answer: Answer, late: TooLate) -> tuple[Cell, ...]:
    visit = late.visit
    return (
        Cell(visible(visit.code)),
        Cell(visible(visit.patient)),
        Cell(visible(late.name)),
        Cell(f"{spoken(visit.day)} {clock_text(visit.minute)}", visit.at),
        _day(late.refill_by),
        Cell(answer.app.suggesting(f"pumpsched visit move {visible(visit.code)} --at …")),
    )


commands = group("db", status, upgrade)
