"""``import``: files in, all of them or nothing."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from pumpsched.cli import clock
from pumpsched.cli.answer import Answer
from pumpsched.cli.context import App
from pumpsched.cli.documents import print_json
from pumpsched.cli.exporting import export
from pumpsched.cli.options import single, write
from pumpsched.cli.places import path_typed
from pumpsched.cli.progress import Bar
from pumpsched.cli.saving import save, show_saved
from pumpsched.cli.screen import Cell, Column, Listing, stderr_console
from pumpsched.domain.errors import Refusal, Unsafe, UsageRefusal
from pumpsched.interop.problems import BadImport, Problem
from pumpsched.interop.schema import schema
from pumpsched.store.books import Books
from pumpsched.usecases.import_sheets import Source, sources_at
from pumpsched.usecases.importing import DifferingRows, ImportReceipt, import_sources
from pumpsched.usecases.new_files import store_beside

MOST_SHOWN = 200
"""So many problems are said; ``--json`` lists all."""


@write("pumpsched import clinic/ -n", "pumpsched import panel.csv --yes")
def import_(
    app: App,
    path: Annotated[str, typer.Argument(metavar="PATH", help="A folder of CSV files, or one.")],
    update: Annotated[
        bool, typer.Option("--update", help="Change recorded rows that differ.")
    ] = False,
) -> None:
    """Brings in a folder of CSV files, or one spreadsheet: all of it, or nothing.

    Every problem is listed as file:line: column: what. The same files twice change nothing.
    """
    refuse_on(app)
    if not (app.given.dry_run or app.given.yes or app.asks):
        raise Unsafe(
            "Nothing was imported: nobody is at a terminal to say yes.",
            code="yes-needed",
            why="Without a terminal an import needs --yes; -n only checks.",
            next_step=f"pumpsched import {path} --yes",
        )
    try:
        sources = sources_at(path_typed(path))
        receipt = _import(app, path, sources, update=update)
    except (BadImport, DifferingRows) as refusal:
        raise _listed(app, refusal, refusal.problems) from None
    if receipt is not None:
        same = "All of it was recorded already." if receipt.rows else "The files have no rows."
        app.say("Saved." if receipt.is_news else same)
        app.say("Next: pumpsched due")


def refuse_on(app: App) -> None:
    """Refuses ``--on`` for a command whose facts bring their own dates."""
    if app.given.on is not None:
        raise UsageRefusal(
            f"pumpsched {app.command} takes no --on.",
            code="usage",
            why="Every fact in a file has its own date.",
        )


def _import(
    app: App, path: str, sources: Sequence[Source], *, update: bool
) -> ImportReceipt | None:
    """What was saved; a store that is not there yet appears only once all of it is in."""
    if "://" in app.location or os.path.lexists(Path(app.location).expanduser()):
        return _save(app, path, sources, update=update)
    location = Path(app.location).expanduser()
    with store_beside(location, keep=not app.given.dry_run) as draft:
        given = replace(app.given, db=str(draft), demo=False)
        # What was saved is shown once it is in its place: nobody may hear of it, and it stays.
        late = given.yes and not given.dry_run
        with App(given, command=app.command) as aside:
            aside.open(create=True)
            receipt = _save(aside, path, sources, update=update, show=not late)
    if receipt is not None and late:
        show_saved(app, partial(print_receipt, app, receipt))
    return receipt


def _save(
    app: App, path: str, sources: Sequence[Source], *, update: bool, show: bool = True
) -> ImportReceipt | None:
    now = clock.now()

    def today_in(zone: ZoneInfo) -> Any:
        return clock.local(now, zone)[0]

    with Bar(stderr_console()) as bar:

        def work(books: Books, _confirmed: str | None) -> ImportReceipt:
            receipt = import_sources(books, sources, today_in=today_in, update=update, progress=bar)
            bar.pause()
            return receipt

        def shown(receipt: ImportReceipt) -> None:
            if show:
                print_receipt(app, receipt)

        request = {"path": path, "update": update}
        if app.given.request_id is not None:
            request["content"] = _digest(sources, path_typed(path))
        return save(app, work, show=shown, request=request, create="://" in app.location)


def _digest(sources: Sequence[Source], path: Path) -> str:
    digest = hashlib.sha256()
    for source in sources:
        file = path / source.name if path.is_dir() else path
        with file.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


def print_receipt(app: App, receipt: ImportReceipt) -> None:
    """Writes what an import did."""
    if app.given.json:
        head = {
            "schema": schema("import"),
            "as_of": receipt.today.isoformat(),
            "zone": receipt.zone,
        }
        names = ("file", "table", "added", "known", "changed")
        files = [{name: getattr(tally, name) for name in names} for tally in receipt.tallies]
        body = {"files": files, "patients": receipt.patients, "saved": not app.given.dry_run}
        print_json(head | body)
        return
    answer = Answer(app)
    columns = (
        Column("file", whole=True),
        Column("table"),
        *(Column(name, whole=True, right=True) for name in ("added", "known", "changed")),
    )
    rows = tuple(
        (Cell(t.file), Cell(t.table), *(Cell(str(n)) for n in (t.added, t.known, t.changed)))
        for t in receipt.tallies
    )
    answer.listing(Listing(columns, rows))
    everybody = receipt.patients
    answer.beside(f"{everybody:,} patient{'s' * (everybody != 1)} in the store")


def _listed(app: App, refusal: Refusal, problems: Sequence[Problem]) -> Refusal:
    """The refusal after its problems were written to stderr, or put into its JSON."""
    if app.given.json:
        refusal.facts |= {"problems": [_document(problem) for problem in problems]}  # type: ignore[dict-item]
        return refusal
    for problem in problems[:MOST_SHOWN]:
        app.say(str(problem))
    if len(problems) > MOST_SHOWN:
        app.say(f"… and {len(problems) - MOST_SHOWN:,} more (--json lists them all)")
    return refusal


def _document(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column or None,
        "message": problem.what,
    }


commands = {"import": single(import_, "import"), "export": export}
