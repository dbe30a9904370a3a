"""``closure``: closed and absent days, public holidays."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from pumpsched.cli.commands.master_data import (
    closed_days,
    closure_document,
    closure_line,
    hit_documents,
    print_hits,
    print_rows,
)
from pumpsched.cli.context import App
from pumpsched.cli.days import parse_span
from pumpsched.cli.documents import findings_documents, print_document
from pumpsched.cli.options import group, read, write
from pumpsched.cli.params import count, reason
from pumpsched.cli.saving import save
from pumpsched.cli.terminal.answer import Answer, counted
from pumpsched.domain.calendars import LATEST, Closure
from pumpsched.records.folder import CLOSURES
from pumpsched.store.books import Books
from pumpsched.usecases.chart import known_nurse
from pumpsched.usecases.staff import (
    ClosureReceipt,
    add_closure,
    add_holidays,
    closures_of,
    known_who,
    remove_closure,
)

Who = Annotated[
    str, typer.Argument(metavar="WHO", help="all, or the code of a site, nurse or patient.")
]
First = Annotated[str, typer.Argument(metavar="FROM", help="First day, or a span.")]
Last = Annotated[str | None, typer.Argument(metavar="[TO]", help="Last day, itself included.")]
Reason = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why.")]


@write(
    'pumpsched closure add all 2026-12-24 2026-12-26 --reason "winter"',
    'pumpsched closure add MPLS 2027-03 --reason "moving house"',
)
def add(app: App, who: Who, first: First, last: Last = None, reason_: Reason = None) -> None:
    """Closes days for all, a site, a nurse or a patient, and names the visits on them."""
    save_closure(app, who, first, last, reason_)


@write("pumpsched closure remove N1 2026-12-07", "pumpsched closure remove all 2026-12-24 -n")
def remove(app: App, who: Who, first: First, last: Last = None) -> None:
    """Opens closed days again; the record keeps that they were closed."""
    days = closed_days(app, first, last)
    end = days.last if last is not None or days.days else None

    def work(books: Books, confirmed: str | None) -> ClosureReceipt:
        return remove_closure(books, who, first=days.first, last=end)

    saved = save(
        app,
        work,
        show=lambda receipt: _print(app, receipt, word="Open again"),
    )
    if saved is not None:
        app.say("Saved. Next: pumpsched plan")


@read("pumpsched closure list", "pumpsched closure list --who N1 --past")
def list_(
    app: App,
    span: Annotated[
        str | None, typer.Argument(help="Days: 2026-12, 12w; default: all to come.")
    ] = None,
    who: Annotated[str | None, typer.Option(metavar="WHO", help="Of one code, or of all.")] = None,
    past: Annotated[bool, typer.Option("--past", help="Also those that are over.")] = False,
) -> None:
    """Closures to come, by day."""
    days = None if span is None else parse_span(span, as_of=app.as_of, noun="SPAN")
    since = days.first if days else None if past else app.as_of
    with app.reading() as books:
        found = closures_of(books, who=known_who(books, who) if who else None, since=since)
    found = tuple(c for c in found if days is None or c.first <= days.last)
    if app.given.json:
        items = [closure_document(closure) for closure in found]
        print_document(app, "closures", {"items": items}, as_of=app.as_of)
        return
    answer = Answer(app)
    rows = [CLOSURES.text(closure) for closure in found]
    print_rows(answer, CLOSURES, rows)
    answer.aside(
        f"{counted(len(rows), 'closure')}. Next: pumpsched closure add WHO FROM TO --reason …"
    )


@write(
    "pumpsched closure holidays US-MN 2027",
    'pumpsched closure holidays US-MN 2027 --skip Juneteenth --skip "Veterans Day"',
)
def holidays(
    app: App,
    place: Annotated[str, typer.Argument(metavar="PLACE", help="US, US-MN, CA-ON, …")],
    year: Annotated[str, typer.Argument(metavar="YEAR", help="A calendar year.")],
    skip: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A holiday on which you work.")
    ] = None,
) -> None:
    """Closes the practice on a year's public holidays; again changes nothing."""
    number = count(year, "YEAR", low=app.today.year, high=LATEST.year)
    skipped = tuple(skip or ())

    def work(books: Books, confirmed: str | None) -> ClosureReceipt:
        return add_holidays(books, place, number, skip=skipped, today=app.today)

    saved = save(
        app,
        work,
        show=lambda receipt: _print(app, receipt, word="Closed"),
    )
    if saved is not None:
        _say_next(app, saved)


def save_closure(
    app: App,
    who: str,
    first: str,
    last: str | None,
    why: str | None,
    *,
    of_nurse: bool = False,
) -> None:
    """Records a closure and answers with the visits it hits.

    Args:
        app: The call.
        who: ``all``, or a code.
        first: First day as typed, or a span.
        last: Last day as typed.
        why: The reason.
        of_nurse: Whether ``who`` must be a nurse.
    """
    days = closed_days(app, first, last)
    closure = Closure(who, days.first, days.last, reason(why))

    def work(books: Books, confirmed: str | None) -> ClosureReceipt:
        if of_nurse:
            known_nurse(books, who)
        return add_closure(books, closure, today=app.today)

    saved = save(
        app,
        work,
        show=lambda receipt: _print(app, receipt, word="Closed"),
    )
    if saved is not None:
        _say_next(app, saved)


def _say_next(app: App, receipt: ClosureReceipt) -> None:
    done = "Saved" if receipt.closures else "Nothing new"
    app.say(f"{done}. Next: {'pumpsched plan' if receipt.hits else 'pumpsched closure list'}")


def _print(app: App, receipt: ClosureReceipt, *, word: str) -> None:
    if app.given.json:
        body = {
            "items": [closure_document(closure) for closure in receipt.closures],
            "known": [closure_document(closure) for closure in receipt.known],
            "visits_hit": hit_documents(app, receipt.hits),
            "findings": findings_documents(app, receipt.findings, ""),
            "saved": not app.given.dry_run,
        }
        print_document(app, "closures", body, as_of=app.today)
        return
    answer = Answer(app)
    _lines(answer, receipt.closures, word)
    _lines(answer, receipt.known, "There already")
    answer.findings(receipt.findings)
    print_hits(answer, receipt.hits, why="on these days")


def _lines(answer: Answer, closures: Iterable[Closure], word: str) -> None:
    for closure in closures:
        answer.line(f"{word}: {closure_line(closure)}")


commands = {
    "closure": group(
        "Closed or absent days; public holidays.",
        {"list": list_, "add": add, "remove": remove, "holidays": holidays},
        default="list",
    )
}
