"""``board``: a week of the practice, nurses by days, on the screen, as JSON, or as a page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pumpsched.cli.context import App
from pumpsched.cli.days import DayText, spoken, spoken_near, spoken_when
from pumpsched.cli.documents import item_document, visit_document
from pumpsched.cli.options import alone, read
from pumpsched.cli.params import argument, flag, typed
from pumpsched.cli.stores import path_to_write
from pumpsched.cli.terminal.answer import Answer, give, store_line
from pumpsched.cli.terminal.listing import Column, Listing, Row, columns, day_cell, row_of
from pumpsched.domain.calendars import clock_text
from pumpsched.domain.clinic import Cover
from pumpsched.domain.findings import Severity
from pumpsched.domain.text import as_typed, visible
from pumpsched.usecases.board import Board, BoardDay, monday_of, this_week, week_board

if TYPE_CHECKING:
    from pumpsched.domain.clinic import Visit
    from pumpsched.usecases.worklist import WorklistItem

_COLUMNS = (
    *columns("nurse", "day", "start", "end", "visit", "patient", whole=True),
    Column("name"),
    *columns("kind", "setting", "site", "visit status", "broken", "cover", "refill by", "phone"),
)
_GRID = 72
"""Columns of a screen from which the days stand beside one another."""
_UNCOVERED = "uncovered"
_COMING: dict[Cover | None, str] = {
    Cover.LATE: "visit late",
    Cover.DRY: "visit after it is empty",
    Cover.BROKEN: "visit not sound",
    Cover.NONE: "no visit",
}
"""Who comes to somebody to whom nobody comes in time."""


@read("board", "board 2026-12-07 --html week.html")
def board(
    app: App,
    week: Annotated[DayText | None, argument("WEEK", DayText, "A day of it; default: now.")] = None,
    html: Annotated[str | None, typed("FILE", "Writes a page to print.")] = None,
    force: Annotated[bool, flag("--force", "Replace FILE if it is there.")] = False,
) -> None:
    """A week, nurses by days: visits, load and drive, and who has nobody coming in time.

    The page has the worklist beside it and needs no network. Nothing is changed.
    """
    target = None if html is None else path_to_write(html, "--html", example="week.html")
    with app.reading() as books:
        monday = monday_of(week.day(app.as_of)) if week else this_week(books, app.as_of)
        found = week_board(books, monday, as_of=app.as_of)
    if target:
        _write(app, found, target, force=force)
    give(app, "board", lambda: _document(found, target), lambda answer: _print(answer, found))
    if target:
        app.say(f"Written to {target}: patient data, readable by you alone.")


def _document(found: Board, html: Path | None) -> dict[str, Any]:
    return {
        "from": found.first,
        "to": found.last,
        "nurses": [
            {
                "nurse": row.nurse or None,
                "name": row.name,
                "days": [_day_document(found, cell) for cell in row.days],
            }
            for row in found.rows
        ],
        "uncovered": [item.patient for item in found.uncovered],
        "worklist": [item_document(item) for item in found.worklist],
        "html": str(html) if html else None,
    }


def _day_document(found: Board, cell: BoardDay) -> dict[str, Any]:
    return {
        "date": cell.day,
        "away": cell.away or None,
        "visits": [
            visit_document(visit) | {"broken": found.broken.get(visit.code, ())}
            for visit in cell.visits
        ],
        "load_min": cell.load_min,
        "travel_min": cell.way.travel_min,
        "travel_m": cell.way.travel_m,
        "unknown_ways": cell.way.unknown_ways,
    }


def _print(answer: Answer, found: Board) -> None:
    if not answer.to_a_person:
        answer.listing(_listing(found))
        return
    near = spoken_near(found.last, today=found.first)
    answer.line(f"Week of {spoken(found.first)} – {near} · {store_line(answer.app)}")
    width = answer.screen.width
    answer.lines(_grid(found, width) if width >= _GRID else _by_day(found))
    uncovered = found.uncovered
    answer.line(
        f"Nobody comes in time: {len(uncovered)} of {len(found.worklist)} to refill by then"
    )
    for item in uncovered:
        answer.line(f"  {Severity.URGENT.sign} {_uncovered_line(item, found)}")
    if uncovered:
        answer.aside(f"Next: pumpsched slots {as_typed(uncovered[0].patient)}")
    else:
        answer.aside(f"Next: pumpsched board {found.first} --html week.html")


def _uncovered_line(item: WorklistItem, found: Board) -> str:
    by = f"refill by {spoken_near(item.refill_by, today=found.first)}" if item.refill_by else ""
    parts = [f"{item.patient} {visible(item.name)}", item.status, _cover_words(item), by]
    return " · ".join(filter(None, [*parts, visible(item.phone)]))


def _cover_words(item: WorklistItem) -> str:
    return _COMING.get(item.cover, "")


def _grid(found: Board, width: int) -> Iterator[str]:
    """The days beside one another, a visit a line."""
    first = max([5, *(len(row.nurse) for row in found.rows)])
    each = (width - first) // max(1, len(found.days)) - 2
    yield _line("nurse", [spoken_near(d, today=found.first) for d in found.days], first, each)
    for row in found.rows:
        cells = [list(_cell_lines(found, cell)) for cell in row.days]
        for place, texts in enumerate(zip_longest(*cells, fillvalue="")):
            yield _line(visible(row.nurse) or "-" if not place else "", list(texts), first, each)


def _line(head: str, texts: list[str], first: int, each: int) -> str:
    return f"{head:<{first}}{''.join(f'  {text[:each]:<{each}}' for text in texts)}".rstrip()


def _cell_lines(found: Board, cell: BoardDay) -> Iterator[str]:
    if cell.away:
        yield f"({visible(cell.away)})"
    for visit in cell.visits:
        yield _slot(found, visit)
    if cell.visits:
        yield _figures(cell)
    elif not cell.away:
        yield "·"


def _slot(found: Board, visit: Visit) -> str:
    # The sign comes first: a long code may be cut.
    sign = Severity.URGENT.sign if found.broken.get(visit.code) else ""
    return f"{sign}{clock_text(visit.minute)} {visit.patient}"


def _figures(cell: BoardDay) -> str:
    """Minutes with patients and on the road; ``?`` where a way is not known."""
    doubt = "?" if cell.way.unknown_ways else ""
    return f"{_hours(cell.load_min)}+{_hours(cell.way.travel_min)}{doubt}"


def _hours(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"


def _by_day(found: Board) -> Iterator[str]:
    """The days below one another, for a narrow screen."""
    for place, day in enumerate(found.days):
        yield spoken_near(day, today=found.first)
        for row in found.rows:
            cell = row.days[place]
            if cell.away:
                yield f"  {visible(row.nurse)} ({visible(cell.away)})"
            for visit in cell.visits:
                name = visible(found.names.get(visit.patient, ""))
                yield f"  {visible(row.nurse) or '-'} {_slot(found, visit)} {name}"
            if cell.visits:
                yield f"  {visible(row.nurse) or '-'} {_figures(cell)} with patients + drive"


def _listing(found: Board) -> Listing:
    """A visit a row, then whoever has nobody coming in time."""
    rows = [
        _visit_row(found, row.nurse, visit)
        for row in found.rows
        for cell in row.days
        for visit in cell.visits
    ]
    for item in found.uncovered:
        texts = ("", "", "", "", _UNCOVERED, item.patient, item.name, "", item.setting, "", "", "")
        by = day_cell(item.refill_by, today=found.first)
        rows.append(row_of(*texts, item.cover.value if item.cover else "", by, item.phone))
    return Listing(_COLUMNS, tuple(rows))


def _visit_row(found: Board, nurse: str, visit: Visit) -> Row:
    return row_of(
        *(nurse, visit.day.isoformat(), clock_text(visit.minute), clock_text(visit.end)),
        *(visit.code, visit.patient, found.names.get(visit.patient, ""), visit.kind.value),
        *(visit.setting.value, visit.site, visit.status.value),
        *(";".join(found.broken.get(visit.code, ())), "", "", ""),
    )


def _write(app: App, found: Board, path: Path, *, force: bool) -> None:
    from pumpsched.formats.html import rendered
    from pumpsched.store.files import new_file

    with app.copying_to(path), new_file(path, replace=force) as stream:
        stream.write(rendered("board.html", **_words(app, found)).encode())


def _words(app: App, found: Board) -> dict[str, Any]:
    """What the page says."""
    uncovered = found.uncovered
    days = [spoken_near(day, today=found.first) for day in found.days]
    return {
        "first": spoken(found.first),
        "last": spoken(found.last),
        "as_of": spoken(app.as_of),
        "made": spoken_when(app.now),
        "store": app.store_name,
        "is_demo": app.is_demo,
        "days": days,
        "rows": [
            {
                "nurse": row.nurse,
                "name": row.name,
                "cells": [
                    _cell_words(found, cell, day) for cell, day in zip(row.days, days, strict=True)
                ],
            }
            for row in found.rows
        ],
        "uncovered": [_item_words(found, item) for item in uncovered],
        "covered": [_item_words(found, i) for i in found.worklist if i not in uncovered],
    }


def _cell_words(found: Board, cell: BoardDay, day: str) -> dict[str, Any]:
    return {
        "day": day,
        "away": cell.away,
        "visits": [
            {
                "start": clock_text(visit.minute),
                "end": clock_text(visit.end),
                "patient": visit.patient,
                "name": found.names.get(visit.patient, ""),
                "about": " · ".join(
                    filter(None, [visit.kind, visit.setting, visit.site, visit.status, visit.code])
                ),
                "broken": ", ".join(found.broken.get(visit.code, ())),
            }
            for visit in cell.visits
        ],
        "figures": f"{_hours(cell.load_min)} with patients, {_hours(cell.way.travel_min)} drive"
        + (" and ways not known" if cell.way.unknown_ways else ""),
    }


def _item_words(found: Board, item: WorklistItem) -> dict[str, Any]:
    near = spoken_near(item.refill_by, today=found.first) if item.refill_by else ""
    visit = item.visit
    return {
        "patient": item.patient,
        "name": item.name,
        "status": item.status.value,
        "cover": _cover_words(item),
        "refill_by": near,
        "phone": item.phone,
        "visit": f"{spoken_near(visit.day, today=found.first)} {clock_text(visit.minute)}"
        if visit
        else "",
    }


commands = alone(board)
