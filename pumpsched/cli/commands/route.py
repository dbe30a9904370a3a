"""``route``: a nurse's day in order, on the screen, as JSON, or as a page to print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pumpsched.cli.context import App
from pumpsched.cli.days import DayText, spoken, spoken_near, spoken_when
from pumpsched.cli.options import alone, read
from pumpsched.cli.params import argument, flag, typed
from pumpsched.cli.planning_documents import clock_of, routes_document
from pumpsched.cli.stores import path_to_write
from pumpsched.cli.terminal.answer import Answer, give, store_line
from pumpsched.cli.terminal.listing import Column, Listing, Row, columns, day_cell, row_of
from pumpsched.domain.calendars import EVERYBODY, clock_text
from pumpsched.domain.errors import UsageRefusal
from pumpsched.domain.quantities import decimal_text
from pumpsched.domain.route_sheet import RouteSheet, Stop
from pumpsched.domain.travel import Trip
from pumpsched.usecases.route import nurses_of, route_sheet

if TYPE_CHECKING:
    from pumpsched.store.reading.opening import ReadBooks

_COLUMNS = (
    *columns("stop", "visit", "day", "start", "end", whole=True),
    *columns("travel min", "travel m", whole=True, right=True),
    *columns("leave by", "arrive", "patient", whole=True),
    Column("name"),
    *columns("birth date", "phone", whole=True),
    *columns("address", "kind", "visit status", "mixture"),
    *columns("carry ml", "residual low ml", "residual high ml", whole=True, right=True),
    *columns("opens on", "refill by", "limit", whole=True),
    *columns("findings", "notes"),
)


@read("route --nurse N1", "route fri --nurse N1 --html friday.html")
def route(
    app: App,
    day: Annotated[DayText | None, argument("DATE", DayText, "Default: today.")] = None,
    nurse: Annotated[str | None, typed("N", "Code; all: everybody's, with --html.")] = None,
    html: Annotated[str | None, typed("FILE", "Writes a page to print.")] = None,
    force: Annotated[bool, flag("--force", "Replace FILE if it is there.")] = False,
) -> None:
    """A nurse's day in order: when, where, how far, what to carry, what residual to expect.

    The page needs no network: keep it on a phone or print it, one route a sheet.
    """
    on = app.as_of if day is None else day.day(app.as_of)
    target = None if html is None else path_to_write(html, "--html", example="route.html")
    with app.reading() as books:
        codes = _codes(books, nurse, on, several=html is not None)
        sheets = [route_sheet(books, code, day=on, as_of=app.as_of) for code in codes]
    written = _write(app, sheets, target, force=force) if target else None

    def show(answer: Answer) -> None:
        for sheet in sheets:
            _print_route(answer, sheet, brief=written is not None)

    give(
        app,
        "route",
        lambda: routes_document(app, sheets, several=nurse == EVERYBODY, html=written),
        show,
    )
    if written is not None:
        app.say(f"Written to {written}: patient data, readable by you alone.")
    elif html is not None:
        app.say("No visits: no page was written.")


def _codes(books: ReadBooks, nurse: str | None, on: Any, *, several: bool) -> tuple[str, ...]:
    """Whose routes are wanted: the nurse named, everybody, or the only one with visits."""
    if nurse is not None and nurse != EVERYBODY:
        return (nurse,)
    busy = nurses_of(books, on)
    if nurse == EVERYBODY and several:
        return busy
    if nurse is None and len(busy) == 1:
        return busy
    there = f"{', '.join(busy)} have visits" if busy else "Nobody has a visit"
    raise UsageRefusal(
        "--nurse all needs --html." if nurse else "--nurse is needed: whose route?",
        code="nurse-needed",
        why=f"{there} on {spoken(on)}.",
        next_step=f"pumpsched route {on} --nurse {busy[0] if busy else 'N1'}",
    )


def _write(app: App, sheets: list[RouteSheet], path: Path, *, force: bool) -> Path | None:
    """The page's path; None where there is nothing to write."""
    from pumpsched.formats.route_page import PageHead, Wording, route_page
    from pumpsched.store.files import new_file

    with_visits = [sheet for sheet in sheets if sheet.stops]
    if not with_visits:
        return None
    head = PageHead(
        store=app.store_name,
        as_of=spoken(app.as_of),
        made=spoken_when(app.now),
        is_demo=app.is_demo,
    )
    wording = Wording(full=spoken, near=lambda day, seen_from: spoken_near(day, today=seen_from))
    with app.copying_to(path), new_file(path, replace=force) as stream:
        stream.write(route_page(with_visits, head, wording).encode())
    return path


def _print_route(answer: Answer, sheet: RouteSheet, *, brief: bool) -> None:
    """Writes a route: to a person in lines, where the page has the stops only the head."""
    app = answer.app
    if answer.to_a_person:
        from pumpsched.cli.commands.route_text import BESIDE, folded_parts, head_lines, route_lines

        width = answer.screen.width
        title = [f"Route of {sheet.nurse.code} {sheet.nurse.name}", spoken(sheet.day)]
        about = store_line(app).split(BESIDE)
        answer.lines(folded_parts([*title, *about], width))
        answer.lines(head_lines(sheet, width=width))
        if not brief:
            answer.lines(route_lines(sheet, width=width, suggesting=app.suggesting))
    else:
        answer.listing(listing(sheet))
        if not sheet.stops:
            answer.aside(f"No visits for {sheet.nurse.code} on {spoken(sheet.day)}.")
    if not brief:
        answer.aside(f"Next: {_next(app, sheet)}")


def _next(app: App, sheet: RouteSheet) -> str:
    code = sheet.nurse.code
    opened = [stop for stop in sheet.stops if stop.call.visit.status.is_open]
    if opened and sheet.day > app.today:
        return f"pumpsched route {sheet.day} --nurse {code} --html route.html"
    if opened:
        return f"pumpsched refill {opened[0].patient.code} --residual … --fill …"
    if sheet.next_day is not None:
        return f"pumpsched route {sheet.next_day} --nurse {code}"
    return "pumpsched plan 4w"


def listing(sheet: RouteSheet) -> Listing:
    """The stops as rows for a pipe, the way back as the last one."""
    rows = [_row(number, stop, sheet) for number, stop in enumerate(sheet.stops, start=1)]
    if rows:
        returns = clock_of(sheet.itinerary.returns) or ""
        texts = ["back", "", sheet.day.isoformat(), returns, "", *_way_texts(sheet.itinerary.back)]
        rows.append(row_of(*texts, *[""] * (len(_COLUMNS) - len(texts))))
    return Listing(_COLUMNS, tuple(rows))


def _row(number: int, stop: Stop, sheet: RouteSheet) -> Row:
    call, patient, visit = stop.call, stop.patient, stop.call.visit
    residual = map(int, stop.kit.residual) if stop.kit.residual else (None, None)
    return row_of(
        *(str(number), visit.code, sheet.day.isoformat()),
        *(clock_text(visit.minute), clock_text(visit.end), *_way_texts(call.way)),
        *(clock_of(call.leave_by) or "", clock_of(call.arrives) or "", patient.code, patient.name),
        *(str(patient.birth_date or ""), patient.phone, stop.where),
        *(visit.kind.value, visit.status.value, stop.kit.mixture),
        *("" if ul is None else decimal_text(ul, 3) for ul in (stop.kit.carry_ul, *residual)),
        *(day_cell(day, today=sheet.day) for day in (stop.opens_on, stop.refill_by)),
        stop.limit.value if stop.limit else "",
        ";".join(finding.code for finding in stop.findings),
        patient.notes,
    )


def _way_texts(way: Trip | None) -> tuple[str, str]:
    return (str(way.minutes), str(way.metres)) if way else ("", "")


commands = alone(route)
