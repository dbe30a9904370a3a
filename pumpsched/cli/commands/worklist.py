"""``due``: the worklist, or with ``--counts`` its numbers, by condition treated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from pumpsched.cli.context import App
from pumpsched.cli.days import FOUR_WEEKS, DayText, Span, spoken, spoken_near
from pumpsched.cli.documents import (
    COUNTS,
    census_document,
    contact_text,
    count_document,
    due_document,
)
from pumpsched.cli.options import alone, read
from pumpsched.cli.params import argument, counting, flag, free_text, option, place_of, typed
from pumpsched.cli.terminal.answer import (
    Answer,
    ahead_text,
    call_text,
    counted,
    give,
    reconciled,
    store_line,
)
from pumpsched.cli.terminal.listing import (
    Cell,
    Column,
    Listing,
    Row,
    columns,
    day_cell,
    row_of,
    status_cell,
)
from pumpsched.domain.clinic import Cover, Setting, Visit
from pumpsched.domain.errors import UsageRefusal
from pumpsched.domain.quantities import decimal_text
from pumpsched.store.results import FactsAhead
from pumpsched.usecases.worklist import (
    CANNOT_WAIT,
    Counts,
    DueList,
    Filter,
    WorklistItem,
    next_due,
    somebody_presses,
)

if TYPE_CHECKING:
    from pumpsched.usecases.census import Census

BY_CONDITION = (Column("condition"), *columns(*COUNTS, whole=True, right=True))
NONE = "(not recorded)"
MOST_CALLS = 5
"""So many last calls are told below a worklist; beyond, they are counted."""
LOOKED_BACK = timedelta(days=366)
"""So far back a worklist looks for visits that nobody closed."""
LINES = 60
"""Lines of a page: a Letter page at six lines an inch with half an inch of margin has sixty."""


def print_tally(answer: Answer, found: Census) -> None:
    """Writes the counts of each condition; every column adds up to the last line."""
    if answer.to_a_person:
        answer.line(f"Refills due by {spoken(found.last)}, by condition · {store_line(answer.app)}")
    rows = [
        _row(Cell(condition or NONE, condition), counts) for condition, counts in found.conditions
    ]
    if answer.to_a_person:
        rows.append(_row(Cell("all"), found.whole))
    answer.listing(Listing(BY_CONDITION, tuple(rows)))
    if found.reasons:
        answer.beside(
            "Off the list: " + ", ".join(f"{count} {reason}" for reason, count in found.reasons)
        )
    answer.beside("Next: pumpsched due        who they are")


def _row(first: Cell, counts: Counts) -> Row:
    return row_of(first, *map(str, count_document(counts).values()))


LISTED = (
    Column("status", whole=True),
    Column("code", whole=True, key="patient"),
    Column("name"),
    Column("alarm", whole=True, key="alarm_on"),
    Column("refill by", whole=True),
    Column("book by", whole=True, spare=1),
    Column("left", whole=True, key="volume_ml", right=True, spare=2),
    Column("limit", whole=True, spare=5),
    Column("visit", spare=3),
    Column("phone", whole=True, spare=4),
)
COVERS: dict[Cover | None, tuple[str, ...]] = {
    Cover.LATE: ("late",),
    Cover.DRY: ("dry: after it is empty",),
    Cover.BROKEN: ("not sound",),
}
"""What is said beside a visit that does not come in time."""
FINDINGS = Column("findings", spare=6)
WIDE = (Column("opens on", whole=True), *columns("setting", "mixture"), FINDINGS)


@read("due 4w", "due 2026-12 --setting home --unbooked")
def due(
    app: App,
    span: Annotated[
        DayText, argument("SPAN", DayText, "Days to look ahead: 28d, 4w, 2026-12.")
    ] = FOUR_WEEKS,
    all_: Annotated[bool, flag("--all", "Every patient, whatever the span.")] = False,
    limit: Annotated[
        int | None, option("--limit", counting(1, 999_999), "N", "At most so many lines.")
    ] = None,
    setting: Annotated[
        Setting | None, option("--setting", place_of("refill"), "home|clinic", "Refilled there.")
    ] = None,
    nurse: Annotated[str | None, typed("N", "Visits or patients of one nurse.")] = None,
    unbooked: Annotated[
        bool, flag("--unbooked", "Only those to whom nobody comes in time.")
    ] = False,
    exit_code: Annotated[
        bool, flag("--exit-code", "Exit 10 if anybody is late, alarming, empty, or soon to be.")
    ] = False,
    counts: Annotated[bool, flag("--counts", "Numbers, by condition treated.")] = False,
    paper: Annotated[bool, flag("--paper", "Pages for a printer: | lp")] = False,
    lines: Annotated[
        int | None, option("--lines", counting(40, 200), "N", "Lines of a page of --paper: 60.")
    ] = None,
    xlsx: Annotated[
        str, option("--xlsx", free_text, "FILE", "Write the list as a workbook of Excel.")
    ] = "",
    force: Annotated[bool, flag("--force", "Replace the file of --xlsx.")] = False,
) -> None:
    """Who needs a refill by the last day of a span, most urgent first; --paper prints it.

    Always lists who is late, alarming, maybe empty, stopped, or not yet filled or programmed. The
    last line accounts for every patient: listed + later + inactive + filtered = all.
    """
    wanted = Filter(all_, limit, setting, nurse, unbooked)
    days = span.span(app.as_of)
    page = _page_lines(app, lines, paper=paper, counts=counts)
    if xlsx and (paper or counts):
        raise UsageRefusal("--xlsx excludes --paper and --counts.", code="usage")
    with app.reading() as books:
        found = next_due(books, as_of=app.as_of, last=days.last, wanted=wanted)
        ahead = books.facts_ahead(app.today)
        # Seen from a day to come, no visit before it has been given up yet.
        yesterday = min(app.as_of, app.today) - timedelta(days=1)
        past = books.visits(first=yesterday - LOOKED_BACK, last=yesterday, open_only=True)
        pressing = exit_code and (found.pressing or somebody_presses(books, as_of=app.as_of))
        if counts:
            # A list is not counted by condition, which reads every departure.
            from pumpsched.usecases.census import tally

            numbers = tally(books, as_of=app.as_of, last=days.last, wanted=wanted)
        if paper:
            from pumpsched.cli.terminal.paper import PaperList, print_paper
            from pumpsched.usecases.card import coming_of

            listed = (books.patient(item.patient) for item in found.items)
            known = {patient.code: patient for patient in listed if patient is not None}
            coming = {code: coming_of(books, code, as_of=app.as_of) for code in known}
            sheet = PaperList(found, days, known, coming, books.head(), page)
    if counts:
        give(
            app,
            "counts",
            lambda: census_document(numbers),
            lambda answer: print_tally(answer, numbers),
        )
    elif paper:
        print_paper(app, sheet)
    elif xlsx:
        _write_due(app, xlsx, found, replace=force)
    else:
        give(
            app,
            "due",
            lambda: due_document(found),
            lambda answer: print_due(answer, found, days, ahead, past),
        )
    if pressing:
        raise typer.Exit(10)


def _page_lines(app: App, lines: int | None, *, paper: bool, counts: bool) -> int:
    """Lines of a printed page; refuses ``--paper`` with another form, ``--lines`` without it."""
    given = app.given
    if paper and (counts or given.json or given.csv or given.plain):
        raise UsageRefusal(
            "--paper excludes --counts, --json, --csv and --plain.",
            code="usage",
            why="It is for people; the others are for programs and spreadsheets.",
            next_step="pumpsched due --paper",
        )
    if lines is None:
        return LINES
    if not paper:
        raise UsageRefusal(
            "--lines belongs to --paper.",
            code="usage",
            next_step="pumpsched due --paper --lines 60",
        )
    return lines


def print_due(
    answer: Answer, found: DueList, span: Span, to_come: FactsAhead, past: Sequence[Visit] = ()
) -> None:
    """Writes a worklist for people, or as text columns for a pipe."""
    counts = found.counts
    if answer.to_a_person:
        ahead = (span.last - found.as_of).days
        about = f" ({counted(ahead // 7, 'week')})" if ahead and not ahead % 7 else ""
        answer.line(
            f"Refills due by {spoken(span.last)}{about} · {counts.listed} of {counts.all} patients"
            f" · {store_line(answer.app)}"
        )
    found_any = any(item.findings for item in found.items)
    shown = (*LISTED, *WIDE)
    if answer.to_a_person:
        shown = (*LISTED, FINDINGS) if found_any else LISTED
    places = [(*LISTED, *WIDE).index(column) for column in shown]
    rows = (_listed_row(item, today=found.as_of) for item in found.items)
    answer.table(shown, (tuple(row[place] for place in places) for row in rows))
    answer.beside(" · ".join(filter(None, [reconciled(counts), ahead_text(to_come)])))
    calls = [found.contacts[item.patient] for item in found.items if item.patient in found.contacts]
    for contact in calls[:MOST_CALLS]:
        answer.beside(f"{contact.patient}: {contact_text(contact)}")
    if len(calls) > MOST_CALLS:
        answer.beside(f"and {len(calls) - MOST_CALLS} more called: pumpsched contact PATIENT")
    urgent = [item.patient for item in found.items if item.status in CANNOT_WAIT]
    if urgent:
        answer.beside(call_text(urgent, found.emergency_line, today=found.as_of))
    if past:
        days = "..".join(sorted({str(past[0].day), str(past[-1].day)}))
        number = counted(len(past), "visit")
        answer.beside(f"{number} of past days nobody closed: pumpsched visit list {days} --open")
    answer.beside(f"Next: {_next(found)}")


def _write_due(app: App, path: str, found: DueList, *, replace: bool) -> None:
    """Writes a worklist as a workbook, and answers with what was written."""
    # What an export needs is loaded for one alone.
    from pumpsched.cli.commands.exchange import give_written
    from pumpsched.cli.stores import path_to_write
    from pumpsched.usecases.exporting import write_sheet
    from pumpsched.usecases.manifest import Written

    target = path_to_write(path, example="due.xlsx")
    listed = [_listed_row(item, today=found.as_of) for item in found.items]
    header = [column.heading for column in (*LISTED, *WIDE)]
    rows = [[cell.plain for cell in row] for row in listed]
    with app.copying_to(target):
        write_sheet(target, "Refills due", header, rows, replace=replace)
    give_written(app, path, [Written(target.name, len(rows))])


def _next(found: DueList) -> str:
    if not found.counts.all:
        return "pumpsched import PATH, or pumpsched patient add CODE --name …"
    if not found.items:
        return "pumpsched due --all"
    first = found.items[0]
    uncovered = sum(1 for item in found.items if item.cover not in (None, Cover.OK))
    if uncovered and first.cover is Cover.OK:
        return f"pumpsched due --unbooked        the {uncovered} to whom nobody comes in time"
    return f"pumpsched show {first.patient}        the most urgent, with the reasons"


def _listed_row(item: WorklistItem, *, today: date) -> Row:
    left = limit = Cell("-", "")
    if item.volume_ul is not None:
        tenths = decimal_text(item.volume_ul // 100, 1)
        left = Cell(f"{tenths} mL", decimal_text(item.volume_ul, 3))
    if item.limit:
        limit = Cell(item.limit.value)
    return row_of(
        *(status_cell(item.status), item.patient, item.name),
        *(day_cell(day, today=today) for day in (item.alarm_on, item.refill_by, item.book_by)),
        *(left, limit, _visit(item, today=today), item.phone),
        *(day_cell(item.opens_on, today=today), item.setting, item.mixture or ""),
        Cell(", ".join(item.findings).replace("-", " "), " ".join(item.findings)),
    )


def _visit(item: WorklistItem, *, today: date) -> Cell:
    if item.visit is None:
        return Cell("none", "")
    when = f"{spoken_near(item.visit.day, today=today)} {item.visit.at[11:]}"
    words = [*item.visit.nurses, *COVERS.get(item.cover, ())]
    return Cell(" ".join([when, *words]), " ".join([item.visit.at, *words]))


commands = alone(due)
