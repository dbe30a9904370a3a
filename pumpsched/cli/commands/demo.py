"""``demo``: an invented clinic to try things on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pumpsched.cli import clock
from pumpsched.cli.commands.worklist import print_due
from pumpsched.cli.context import App
from pumpsched.cli.days import FOUR_WEEKS
from pumpsched.cli.options import alone, write
from pumpsched.cli.params import flag, whole
from pumpsched.cli.shared_options import SharedOptions
from pumpsched.cli.stores import default_store
from pumpsched.cli.terminal.answer import Answer, give
from pumpsched.cli.terminal.progress import Bar
from pumpsched.cli.terminal.signals import hold
from pumpsched.domain.errors import Conflict
from pumpsched.domain.text import as_typed
from pumpsched.store.files import store_beside
from pumpsched.store.location import is_server
from pumpsched.store.location import shown as shown_location
from pumpsched.store.reading.opening import holds_store
from pumpsched.store.results import Stamp
from pumpsched.usecases.demo import PATIENTS, build_demo, is_demo
from pumpsched.usecases.worklist import next_due


@write("demo", "demo --patients 500 --fresh", dated=None, listing=True)
def demo(
    app: App,
    patients: Annotated[int | None, whole("A clinic of that size.", least=1)] = None,
    fresh: Annotated[bool, flag("--fresh", "Build it anew.")] = False,
) -> None:
    """Builds a store with an invented clinic, and prints its list and next commands.

    It stands still on a day of its own, for reads and writes. One that is there already is kept,
    with what was tried on it, unless --fresh or --patients is given.
    """
    given = app.given if app.given.db else app.given._replace(demo=True)
    with App(given, command=app.command) as shown:
        there = holds_store(shown.location)
        if there and not is_demo(shown.location):
            raise Conflict(
                f"{shown_location(shown.location)} is no demo store; nothing was changed.",
                code="not-a-demo",
                why="Only a store that carries a day of its own is ever replaced.",
                next_step="pumpsched demo --db ANOTHER-PATH",
            )
        if there and patients is None and not fresh:
            _print(shown, built=False)
            return
        if is_server(shown.location):
            _put_on_server(app, shown, patients or PATIENTS, there=there)
        else:
            _put_in_file(app, shown, patients or PATIENTS, there=there)
        if not given.dry_run:
            _print(shown, built=True)


def _put_in_file(app: App, shown: App, patients: int, *, there: bool) -> None:
    given, location = shown.given, Path(shown.location).expanduser()
    with store_beside(location, keep=not (there or given.dry_run)) as draft:
        _build(app, draft, patients)
        hold()
        if given.dry_run:
            _print_draft(given, draft)
        elif there:
            # The database library takes several times as long to import as a reading to run.
            from pumpsched.store.backup import put_in_place

            put_in_place(draft, location)


def _put_on_server(app: App, shown: App, patients: int, *, there: bool) -> None:
    """Builds the demo in an empty database; what is on a server is never replaced."""
    if there:
        raise Conflict(
            "There is a demo in that database already; nothing was changed.",
            code="demo-exists",
            why="On a server nothing is ever replaced.",
            next_step="dropdb and createdb, then the same command again",
        )
    if not shown.given.dry_run:
        _build(app, shown.location, patients)
        return
    with store_beside(Path("demo.sqlite"), keep=False) as draft:
        _build(app, draft, patients)
        _print_draft(shown.given, draft)


def _build(app: App, draft: Path | str, patients: int) -> None:
    stamp = Stamp(actor=app.actor, at=clock.now(), action="demo")
    with Bar() as bar:
        build_demo(draft, stamp, patients=patients, progress=bar)


def _print_draft(given: SharedOptions, draft: Path) -> None:
    with App(given._replace(db=str(draft), demo=False), command="demo") as app:
        app.open()
        app.given = given  # the draft is gone soon: what is suggested is for the store it would be
        _print(app, built=False)
    app.say_dry_run(agrees=False)


def _print(app: App, *, built: bool) -> None:
    days = FOUR_WEEKS.span(app.as_of)
    with app.reading() as books:
        found = next_due(books, as_of=app.as_of, last=days.last)
        ahead = books.facts_ahead(app.today)
    named = app.given.db or str(default_store(demo=True))
    where = "--demo" if app.given.demo else f"--db {as_typed(shown_location(named))}"
    examples = [
        f"pumpsched show 0003 {where}",
        f"pumpsched why 0003 {where}",
        f"pumpsched refill 0003 --residual 2 --fill 20 -n {where}",
    ]

    def show(answer: Answer) -> None:
        print_due(answer, found, days, ahead)
        for example in examples[1:]:
            answer.beside(f"      {example}")

    body = {
        "location": shown_location(named),
        "patients": found.counts.all,
        "built": built,
        "next": examples,
    }
    give(app, "demo", lambda: body, show)


commands = alone(demo)
