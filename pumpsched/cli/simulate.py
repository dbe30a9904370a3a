"""``simulate``: the clinic played forward, planned as ``plan`` does and by a rule of thumb."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from pumpsched.cli.answer import Answer
from pumpsched.cli.context import App
from pumpsched.cli.days import spoken_when
from pumpsched.cli.documents import number, print_document
from pumpsched.cli.options import read, single
from pumpsched.cli.places import path_to_write
from pumpsched.cli.plan_search import cores
from pumpsched.cli.progress import Bar
from pumpsched.cli.route import store_name
from pumpsched.cli.screen import stderr_console
from pumpsched.cli.simulate_figures import comparison, forecast_document, rows_of
from pumpsched.cli.simulate_words import Asked, Words
from pumpsched.domain.calendars import months_after
from pumpsched.domain.forecast import Forecast
from pumpsched.domain.quantities import decimal_text
from pumpsched.usecases.simulate import MOST_MONTHS, Beginning, Supposed, begin, simulate
from pumpsched.usecases.staffing import supposed


@read("pumpsched simulate --months 12", "pumpsched simulate --margin-days 10 --html year.html")
def simulate_(
    app: App,
    months: Annotated[int, typer.Option(min=1, max=MOST_MONTHS, help="How far.")] = 12,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same events, same answer.")] = 1,
    effort: Annotated[
        int | None,
        typer.Option(
            min=0,
            show_default="as plan --quick",
            help="Plan as plan --effort does; 0: by best fit.",
        ),
    ] = None,
    margin_days: Annotated[
        int | None, typer.Option(min=0, max=60, metavar="N", help="As if this were the setting.")
    ] = None,
    price_last_days: Annotated[
        int | None, typer.Option(min=0, max=999, metavar="N", help="As if this were the setting.")
    ] = None,
    with_nurse: Annotated[
        list[str] | None, typer.Option(metavar="ROSTER", help="A nurse more; trained on all.")
    ] = None,
    at: Annotated[
        list[str] | None, typer.Option(metavar="LAT,LON", help="Where she sets out.")
    ] = None,
    skills: Annotated[
        list[str] | None, typer.Option(metavar='"SM2;SM3"', help="What she is trained on; or all.")
    ] = None,
    without: Annotated[list[str] | None, typer.Option(metavar="N", help="A nurse less.")] = None,
    no_home: Annotated[
        bool, typer.Option("--no-home", help="Everybody comes to a clinic.")
    ] = False,
    html: Annotated[
        str | None, typer.Option("--html", metavar="FILE", help="Writes a page with charts.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace FILE if it is there.")] = False,
) -> None:
    """Plays the clinic forward: what a margin, a nurse more or no home visits would do.

    Every week is planned and lived through twice, by the search of plan --quick and by a rule of
    thumb, with the same invented events: pumps that run fast or slow, doses that change, patients
    not at home, nurses who are ill. Nothing is saved. Ctrl-C answers with the months done.
    """
    target = path_to_write(html, "--html", example="year.html") if html is not None else None
    asked = Asked(
        months=months,
        seed=seed,
        effort=effort,
        margin_days=margin_days,
        price_last_days=price_last_days,
        with_nurse=tuple(with_nurse or ()),
        at=tuple(at or ()),
        skills=tuple(skills or ()),
        without=tuple(without or ()),
        no_home=no_home,
    )
    staffing = supposed(asked.with_nurse, asked.at, asked.without, skills=asked.skills)
    wish = Supposed(
        margin_days=margin_days,
        price_last_days=price_last_days,
        staffing=staffing,
        no_home=no_home,
    )
    with app.reading() as books:
        beginning = begin(books, today=app.as_of, supposed=wish)
    with _page_file(target, force=force) as stream:
        forecast = _played(beginning, asked)
        words = Words(asked, beginning, forecast)
        if stream is not None:
            stream.write(_page(app, words))
    _print(app, words, html)
    if html:
        app.say(f"Written to {html}: a page to print; it asks the network for nothing.")


def _played(beginning: Beginning, asked: Asked) -> Forecast:
    """The forecast, with a bar on the terminal while it is made."""
    start, months = beginning.clinic.start, asked.months
    with Bar(stderr_console()) as bar:
        bar.phase(f"Playing {months} months", (months_after(start, months) - start).days)

        def passed(day: date) -> None:
            bar.advance(1)

        return simulate(
            beginning,
            months=months,
            seed=asked.seed,
            tenths=asked.tenths,
            cores=cores(),
            passed=passed,
        )


@contextmanager
def _page_file(target: Path | None, *, force: bool) -> Iterator[BinaryIO | None]:
    """The file of the page, refused before anything is played; None where none is wanted."""
    if target is None:
        yield None
        return
    from pumpsched.usecases.new_files import new_file

    with new_file(target, replace=force) as stream:
        yield stream


def _page(app: App, words: Words) -> bytes:
    """The page."""
    from pumpsched.cli.simulate_page import page_of
    from pumpsched.interop.year_html import Head, year_page

    head = Head(
        title=words.title,
        facts=words.facts,
        store=store_name(app.location),
        made=spoken_when(app.now),
        is_demo=app.is_demo,
    )
    page = page_of(words.forecast, head, notes=words.notes, next_steps=_next_steps(app, words))
    return year_page(page).encode()


def _print(app: App, words: Words, written: str | None) -> None:
    forecast = words.forecast
    if app.given.json:
        body = forecast_document(forecast) | {
            "seed": words.asked.seed,
            "effort": number(decimal_text(words.asked.tenths, 1)),
            "margin_days": words.beginning.margin_days,
            "price_last_days": words.price_last_days,
            "facts": list(words.facts),
            "notes": list(words.notes),
            "next": list(_next_steps(app, words)),
            "html": written,
        }
        print_document(app, "simulate", body, as_of=app.as_of)
        return
    answer = Answer(app)
    if answer.to_a_person:
        demo = " · DEMO DATA" if app.is_demo else ""
        answer.line(words.title + demo)
        answer.line(" · ".join(words.facts))
        answer.listing(comparison(forecast))
    else:
        answer.listing(rows_of(forecast))
    for note in words.notes:
        answer.aside(note)
    for place, step in enumerate(_next_steps(app, words)):
        answer.aside(f"{'      ' if place else 'Next: '}{step}")


def _next_steps(app: App, words: Words) -> tuple[str, ...]:
    return tuple(app.suggesting(step) for step in words.next_steps)


commands = {"simulate": single(simulate_, "simulate")}
