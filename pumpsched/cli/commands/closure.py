"""``closure``: closed and absent days, public holidays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pumpsched.cli.commands.master_data import closure_document, closure_line, give_rows
from pumpsched.cli.context import App
from pumpsched.cli.days import DayText, Span
from pumpsched.cli.documents import findings_documents
from pumpsched.cli.options import group, read, write
from pumpsched.cli.params import Reason, argument, counting, flag, option, typed
from pumpsched.cli.receipt import Receipt, hit_documents, record
from pumpsched.cli.saving import Confirmed
from pumpsched.domain.calendars import LATEST, Closure
from pumpsched.domain.clinic import Location
from pumpsched.domain.errors import Unreadable, UsageRefusal
from pumpsched.domain.text import as_typed
from pumpsched.records.folder import CLOSURES, LATITUDE, LONGITUDE
from pumpsched.usecases.staff import (
    ClosureReceipt,
    add_closure,
    add_closures,
    add_holidays,
    closures_of,
    codes_near,
    known_who,
    remove_closures,
)
from pumpsched.usecases.who_is_meant import known_nurse

if TYPE_CHECKING:
    from pumpsched.store.books import Books

Who = Annotated[
    str, typer.Argument(metavar="WHO", help="all, or codes of sites, nurses or patients: N1;N2.")
]
First = Annotated[DayText, argument("FROM", DayText, "First day, or a span.")]
Last = Annotated[DayText | None, argument("TO", DayText, "Last day, itself included.")]


def _place(text: str, noun: str) -> Location:
    """A place typed as degrees north and east: ``44.9,-93.2``."""
    north, _, east = text.partition(",")
    try:
        return Location(LATITUDE.type.read(north.strip()), LONGITUDE.type.read(east.strip()))
    except Unreadable as bad:
        raise Unreadable(noun, text, f"needs a place: {bad.problem}", "44.9,-93.2") from None


@write(
    'closure add all 2026-12-24 2026-12-26 --reason "winter"',
    'closure add 2026-12-07 --near 44.9,-93.2 --km 20 --reason "snow"',
)
def add(
    app: App,
    who: Annotated[
        str,
        typer.Argument(metavar="WHO", help="all, or codes such as MPLS or N1;N2; none if --near."),
    ],
    first: Annotated[DayText | None, argument("FROM", DayText, "First day, or a span.")] = None,
    last: Last = None,
    near: Annotated[
        Location | None, option("--near", _place, "LAT,LON", "Sites and patients around there.")
    ] = None,
    km: Annotated[
        int | None, option("--km", counting(1, 500), "N", "How far around, as the crow flies.")
    ] = None,
    reason: Reason = "",
) -> None:
    """Closes days for all, sites, nurses or patients, and names the visits on them."""
    if (near is None) != (km is None):
        raise UsageRefusal(
            "--near and --km belong together.",
            code="needs-both",
            next_step="pumpsched closure add FROM TO --near 44.9,-93.2 --km 20",
        )
    if near is not None:
        # Nobody is named: the first word is a day.
        first, last = DayText(who, "FROM"), first if last is None else last
    if first is None:
        raise UsageRefusal(
            "Missing argument 'FROM'.", code="usage", next_step="pumpsched closure add --help"
        )
    days = _days(app, first, last)

    def work(books: Books, _confirmed: Confirmed) -> ClosureReceipt:
        codes = who.split(";") if near is None else codes_near(books, near, km or 0)
        closures = [Closure(code.strip(), days.first, days.last, reason) for code in codes]
        return add_closures(books, closures, today=app.today)

    record(app, work, lambda done: _closed(app, done))


@write("closure remove N1 2026-12-07", "closure remove all 2026-12-24 -n")
def remove(app: App, who: Who, first: First, last: Last = None) -> None:
    """Opens closed days again; the record keeps that they were closed."""
    days = _days(app, first, last)
    end = days.last if last is not None or days.days else None

    codes = [code.strip() for code in who.split(";")]

    record(
        app,
        lambda books, _: remove_closures(books, codes, first=days.first, last=end, today=app.today),
        lambda done: _receipt(app, done, word="Open again", saved=["Saved. Next: pumpsched plan"]),
    )


@read("closure list", "closure list --who N1 --past")
def list_(
    app: App,
    span: Annotated[
        DayText | None, argument("SPAN", DayText, "Days: 2026-12, 12w; default: all to come.")
    ] = None,
    who: Annotated[str | None, typed("WHO", "Of one code, or of all.")] = None,
    past: Annotated[bool, flag("--past", "Also those that are over.")] = False,
) -> None:
    """Closures to come, by day."""
    days = None if span is None else span.span(app.as_of)
    since = days.first if days else None if past else app.as_of
    with app.reading() as books:
        found = closures_of(books, who=known_who(books, who) if who else None, since=since)
    found = tuple(c for c in found if days is None or c.first <= days.last)
    rows = [CLOSURES.text(closure) for closure in found]
    give_rows(app, CLOSURES, rows, next_step="pumpsched closure add WHO FROM TO --reason …")


@write(
    "closure holidays US-MN 2027",
    'closure holidays US-MN 2027 --skip Juneteenth --skip "Veterans Day"',
)
def holidays(
    app: App,
    place: Annotated[str, typer.Argument(metavar="PLACE", help="US, US-MN, CA-ON, …")],
    year: Annotated[str, typer.Argument(metavar="YEAR", help="A calendar year.")],
    skip: Annotated[list[str] | None, typed("NAME", "A holiday on which you work.")] = None,
) -> None:
    """Closes the practice on a year's public holidays; again changes nothing."""
    number = counting(app.today.year, LATEST.year)(year, "YEAR")
    skipped = tuple(skip or ())

    def work(books: Books, _confirmed: Confirmed) -> ClosureReceipt:
        return add_holidays(books, place, number, skip=skipped, today=app.today)

    record(app, work, lambda done: _closed(app, done))


def record_closure(
    app: App, who: str, first: DayText, last: DayText | None, why: str, *, of_nurse: bool = False
) -> None:
    """Records a closure and answers with the visits it hits; ``of_nurse`` takes no other code."""
    days = _days(app, first, last)
    closure = Closure(who, days.first, days.last, why)

    def work(books: Books, _confirmed: Confirmed) -> ClosureReceipt:
        if of_nurse:
            known_nurse(books, who)
        return add_closure(books, closure, today=app.today)

    record(app, work, lambda done: _closed(app, done))


def _days(app: App, first: DayText, last: DayText | None) -> Span:
    """The days that FROM and TO mean; FROM alone may be a span."""
    if last is None:
        return first.span(app.today)
    return DayText(f"{first}..{last}", "FROM and TO").span(app.today)


def _closed(app: App, done: ClosureReceipt) -> Receipt:
    kept = "Saved" if done.closures else "Nothing new"
    following = _release(done) if done.hits else "pumpsched closure list"
    return _receipt(
        app, done, word="Closed", saved=[f"{kept}. Next: {following}", *_way_back(done)]
    )


def _way_back(done: ClosureReceipt) -> list[str]:
    """The one command that opens the same days again, where they were closed for several."""
    spans = {(closure.first, closure.last) for closure in done.closures}
    if len(done.closures) < 2 or len(spans) > 1:
        return []
    ((first, last),) = spans
    codes = as_typed(";".join(closure.who for closure in done.closures))
    return [f"Undo: pumpsched closure remove {codes} {first} {last}"]


def _release(done: ClosureReceipt) -> str:
    """The command that names where each visit hit could go instead."""
    visits = [hit.visit for hit in done.hits]
    closures = (*done.closures, *done.known)
    codes = {c.who for c in closures if any(visit.is_closed_by(c) for visit in visits)}
    days = sorted({visit.day for visit in visits})
    span = str(days[0]) if len(days) == 1 else f"{days[0]}..{days[-1]}"
    return f"pumpsched visit release --closure {as_typed(';'.join(sorted(codes)))} --day {span}"


def _receipt(app: App, done: ClosureReceipt, *, word: str, saved: list[str]) -> Receipt:
    body = {
        "items": list(map(closure_document, done.closures)),
        "known": list(map(closure_document, done.known)),
        "visits_hit": hit_documents(app, done.hits),
        "findings": findings_documents(app, done.findings, ""),
    }
    return Receipt(
        "closures",
        body,
        [
            *(f"{word}: {closure_line(closure)}" for closure in done.closures),
            *(f"There already: {closure_line(closure)}" for closure in done.known),
        ],
        findings=done.findings,
        hits=done.hits,
        hit="on these days",
        saved=saved,
    )


commands = group("closure", list_, add, remove, holidays, default="list")
