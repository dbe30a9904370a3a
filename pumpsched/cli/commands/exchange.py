"""``import``: files in, all or nothing; ``export``: everything out, to import, read or print."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pumpsched.cli import clock
from pumpsched.cli.commands.file_columns import give_columns
from pumpsched.cli.commands.list_mapping import propose, sources_of
from pumpsched.cli.context import App
from pumpsched.cli.days import spoken_short
from pumpsched.cli.documents import (
    files_document,
    import_document,
    item_document,
    problem_document,
    schema,
)
from pumpsched.cli.options import alone, group, read, write
from pumpsched.cli.params import EVERYBODY, code_list, flag, free_text, option, typed
from pumpsched.cli.saving import Confirmed, save, show_saved
from pumpsched.cli.stores import path_to_write, path_typed
from pumpsched.cli.terminal.answer import Answer, counted, give
from pumpsched.cli.terminal.listing import Column, Listing, columns, row_of
from pumpsched.cli.terminal.progress import Bar
from pumpsched.domain.errors import Refusal, Unsafe, UsageRefusal
from pumpsched.domain.text import as_typed, visible
from pumpsched.records.events import event_name
from pumpsched.records.problems import BadImport, Problem
from pumpsched.store.files import new_file, store_beside
from pumpsched.store.leftovers import leftovers
from pumpsched.usecases.any_list import MappingNeeded
from pumpsched.usecases.calendar import export_calendar
from pumpsched.usecases.exporting import (
    write_document,
    write_folder,
    write_sheet,
    write_worklist,
)
from pumpsched.usecases.import_files import Source
from pumpsched.usecases.import_session import Choices
from pumpsched.usecases.importing import (
    Delivered,
    DifferingRows,
    ImportReceipt,
    import_sources,
)
from pumpsched.usecases.manifest import Written
from pumpsched.usecases.worklist import Filter, next_due

if TYPE_CHECKING:
    from pumpsched.store.books import Books

Target = Annotated[str, typer.Argument(metavar="PATH", help="What to write.")]
Force = Annotated[bool, flag("--force", "Replace what an export left there.")]


@read("export folder clinic-2026-11-22", "export folder out --force")
def folder(app: App, path: Target, force: Force = False) -> None:
    """Writes the files that an import takes: everything recorded, nothing lost."""
    target = path_to_write(path, example="clinic-folder")
    with app.reading() as books, app.copying_to(target):
        written = write_folder(books, target, replace=force)
    give_written(app, path, written)


@read("export csv everybody.csv", "export csv list.csv --as-of 2026-12-01")
def csv_(app: App, path: Target, force: Force = False) -> None:
    """Writes one list for a spreadsheet: every patient with dates, volumes and next visit."""
    target, rows = path_to_write(path, example="everybody.csv"), _everybody(app)
    with app.copying_to(target):
        write_worklist(target, _HEADER, rows, replace=force)
    give_written(app, path, [Written(Path(path).name, len(rows))])


@read("export xlsx everybody.xlsx", "export xlsx list.xlsx --as-of 2026-12-01")
def xlsx(app: App, path: Target, force: Force = False) -> None:
    """Writes the same list as a workbook of Excel: codes stay text, days are days."""
    target, rows = path_to_write(path, example="everybody.xlsx"), _everybody(app)
    with app.copying_to(target):
        write_sheet(target, _TITLE, _HEADER, rows, replace=force)
    give_written(app, path, [Written(Path(path).name, len(rows))])


@read("export json clinic.json", "export json clinic.json --force")
def json_(app: App, path: Target, force: Force = False) -> None:
    """Writes one JSON document with every table."""
    target = path_to_write(path, example="clinic.json")
    head = {"schema": schema("export"), "as_of": app.as_of.isoformat(), "zone": app.zone.key}
    with app.reading() as books, app.copying_to(target):
        written = write_document(books, target, head, replace=force)
    give_written(app, path, written)


@read("export ics visits.ics --nurse N1", "export ics all.ics --windows")
def ics(
    app: App,
    path: Target,
    nurse: Annotated[str | None, typed("N", "Only their visits.")] = None,
    site: Annotated[str | None, typed("S", "Only visits at this site.")] = None,
    windows: Annotated[bool, flag("--windows", "Refill windows too.")] = False,
    names: Annotated[bool, flag("--names", "Names, not only codes.")] = False,
    force: Force = False,
) -> None:
    """Writes a calendar that phones and desks read; cancelled visits stay in it as such."""
    target = path_to_write(path, example="visits.ics")
    with app.reading() as books:
        calendar = export_calendar(
            books,
            nurse=nurse,
            site=site,
            windows=windows,
            names=names,
            as_of=app.as_of,
            zone=app.zone,
        )
    with app.copying_to(target), new_file(target, replace=force) as stream:
        stream.write(calendar)
    give_written(app, path, [Written(Path(path).name, calendar.count(b"BEGIN:VEVENT"))])


_HEADER = (
    *("status", "patient", "name", "phone", "setting", "refill_by", "book_by", "limit"),
    *("opens_on", "alarm_on", "alarm_nominal_on", "empty_on", "stable_until", "filled_on"),
    *("volume_ml", "alarm_ml", "flow_ml_per_day", "dose_mcg_per_day", "mixture"),
    *("pump_model", "serial", "visit", "visit_at", "visit_nurse", "visit_setting"),
    *("visit_site", "visit_status", "findings"),
)
"""Columns of the list for a spreadsheet, those of the worklist's JSON with a visit's made flat."""


_TITLE = "Patients"


def _everybody(app: App) -> list[list[str]]:
    with app.reading() as books:
        found = next_due(books, as_of=app.as_of, last=app.as_of, wanted=Filter(everybody=True))
    return [_cells(item_document(item) | {"phone": item.phone}) for item in found.items]


def _cells(item: dict[str, Any]) -> list[str]:
    visit = item["visit"] or {}
    row = item | {f"visit_{key}": value for key, value in visit.items()}
    row |= {"visit": visit.get("id"), "findings": " ".join(item["findings"])}
    return ["" if row.get(column) is None else str(row[column]) for column in _HEADER]


def give_written(app: App, path: str, written: Sequence[Written]) -> None:
    """Answers with what an export wrote."""

    def show(answer: Answer) -> None:
        rows = tuple(row_of(each.file, str(each.rows)) for each in written)
        heads = (Column("file", whole=True), Column("rows", whole=True, right=True))
        answer.listing(Listing(heads, rows))
        answer.aside(f"Written to {path}, readable by you alone. It holds health data.")
        if Path(path).is_dir():
            answer.aside(f"Next: pumpsched import {as_typed(path)} -n --db OTHER")

    give(app, "export", lambda: files_document(path, written), show)


MOST_FINDINGS = 20
"""So many findings are said; the doctor lists all."""
MOST_ABSENT = 8
"""So many patients without a row are named; ``--json`` names all."""
MOST_SHOWN = 200
"""So many problems are said; ``--json`` lists all."""


@write("import clinic/ -n", "import list.xlsx --map auto -n", dated=None, listing=True)
def import_(
    app: App,
    path: Annotated[
        str, typer.Argument(metavar="PATH", help="A folder of CSV files, or one list.")
    ] = "",
    update: Annotated[
        list[tuple[str, ...]] | None,
        option("--update", code_list, "[CODE…]", "Rows that differ replace what is recorded."),
    ] = None,
    refilled: Annotated[
        list[tuple[str, ...]] | None,
        option("--refilled", code_list, "CODE…", "Whose new date is a second refill."),
    ] = None,
    skip: Annotated[
        list[tuple[str, ...]] | None,
        option("--skip", code_list, "CODE…", "Whose rows are left out."),
    ] = None,
    edited: Annotated[bool, flag("--edited", "Take an exported folder edited by hand.")] = False,
    distinct: Annotated[
        list[tuple[str, ...]] | None,
        option("--distinct", code_list, "CODE", "Who is nobody else, though it looks so: 12,13."),
    ] = None,
    map_name: Annotated[
        str | None, option("--map", free_text, "FILE|auto", "How a list of your own is read.")
    ] = None,
    sheet: Annotated[
        str | None, option("--sheet", free_text, "NAME", "The sheet of a workbook.")
    ] = None,
    columns_: Annotated[
        bool, flag("--columns", "The columns of every file, or of the one named.")
    ] = False,
) -> None:
    """Brings in a folder of CSV files, or one list (.csv, .xlsx): all of it, or nothing.

    Every problem is listed as file:line: column: what. The same files twice change nothing. A row
    that says something else than the store is shown beside it, and changes it only with --update.
    For a list with columns of its own a mapping is proposed, to be mended and given with --map.
    """
    if columns_:
        give_columns(app, path)
        return
    if not path:
        raise UsageRefusal(
            "Missing argument 'PATH'.", code="usage", next_step="pumpsched import --help"
        )
    try:
        app.say_left(leftovers(path_typed(path).absolute().parent))
        sources = sources_of(
            path_typed(path), map_name=map_name or "", sheet=sheet or "", edited=edited
        )
        for note in () if app.given.json else _notes(sources):
            app.say(note)
        _refuse_unasked(app)
        choices = _choices(update, refilled, skip)
        receipt = _import(app, path, sources, choices=choices, distinct=[*chain(*(distinct or ()))])
    except (BadImport, DifferingRows) as refusal:
        raise _listed(app, refusal, refusal.problems) from None
    except MappingNeeded as needed:
        raise propose(app, path, needed, map_name=map_name or "") from None
    if receipt is not None:
        same = "All of it was recorded already." if receipt.rows else "The files have no rows."
        app.say("Saved." if receipt.is_news else same)
        app.say("Next: pumpsched due")


def _choices(*named: list[tuple[str, ...]] | None) -> Choices:
    update, refilled, skip = (frozenset(chain(*(each or ()))) for each in named)
    return Choices(EVERYBODY in update, update - {EVERYBODY}, refilled, skip)


def _refuse_unasked(app: App) -> None:
    """Passes an import that somebody agreed to, or can be asked about, before all of it is read."""
    if not (app.given.dry_run or app.given.yes or app.asks):
        raise Unsafe(
            "Nothing was imported: nobody is at a terminal to say yes.",
            code="yes-needed",
            why="Without a terminal an import needs --yes; -n only checks.",
            next_step="the same command with --yes",
        )


def _import(app: App, path: str, sources: Sequence[Source], **choices: Any) -> ImportReceipt | None:
    """What was saved; a store that is not there yet appears only once all of it is in."""
    if "://" in app.location or os.path.lexists(Path(app.location).expanduser()):
        return _save(app, path, sources, **choices)
    location = Path(app.location).expanduser()
    with store_beside(location, keep=not app.given.dry_run) as draft:
        given = app.given._replace(db=str(draft), demo=False)
        # What was saved is shown once it is in its place: nobody may hear of it, and it stays.
        late = given.yes and not given.dry_run
        with App(given, command=app.command, asked=app.asked) as aside:
            aside.open(create=True)
            receipt = _save(aside, path, sources, show=not late, **choices)
    if receipt is not None and late:
        show_saved(app, partial(_give_receipt, app, receipt, _notes(sources)))
    return receipt


def _save(
    app: App, path: str, sources: Sequence[Source], *, show: bool = True, **choices: Any
) -> ImportReceipt | None:
    now = clock.now()

    with Bar() as bar:

        def work(books: Books, _confirmed: Confirmed) -> ImportReceipt:
            receipt = import_sources(
                books,
                sources,
                today_in=lambda zone: clock.local(now, zone)[0],
                progress=bar,
                **choices,
            )
            bar.pause()
            return receipt

        def shown(receipt: ImportReceipt) -> None:
            if show:
                _give_receipt(app, receipt, _notes(sources))

        content = _digest(sources, path_typed(path)) if app.given.request_id is not None else ""
        return save(app, work, show=shown, create="://" in app.location, content=content)


def _digest(sources: Sequence[Source], path: Path) -> str:
    digest = hashlib.sha256()
    for source in sources:
        file = path / source.name if path.is_dir() else path
        with file.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


def _notes(sources: Sequence[Source]) -> list[str]:
    """How the files were read, where that is not as usual."""
    return [f"{visible(source.name)}: {note}" for source in sources for note in source.notes]


def _give_receipt(app: App, receipt: ImportReceipt, notes: Sequence[str]) -> None:
    saved, everybody = not app.given.dry_run, receipt.patients

    def show(answer: Answer) -> None:
        counts = columns("added", "known", "changed", whole=True, right=True)
        rows = tuple(
            row_of(each.file, each.table, *map(str, (each.added, each.known, each.changed)))
            for each in receipt.tallies
        )
        answer.listing(Listing((Column("file", whole=True), Column("table"), *counts), rows))
        answer.beside(f"{everybody:,} patient{'s' * (everybody != 1)} in the store")
        for code, finding in receipt.findings[:MOST_FINDINGS]:
            answer.beside(f"! {code}: {app.suggesting(finding.message)}")
        if len(receipt.findings) > MOST_FINDINGS:
            more = len(receipt.findings) - MOST_FINDINGS
            answer.beside(f"… {more:,} more: pumpsched doctor --json")
        if receipt.distinct:
            pairs = counted(receipt.distinct, "pair")
            answer.beside(f"{pairs} of patients recorded as two people each")
        for line in _news(receipt):
            answer.beside(app.suggesting(line))

    document = partial(import_document, app, receipt, saved=saved, notes=notes)
    give(app, "import", document, show, dated=False)


def _news(receipt: ImportReceipt) -> Iterator[str]:
    """Whose dates or dose changed, which rows were left out, and who has none."""
    for move in receipt.moves[:MOST_SHOWN]:
        days = (
            (name, dates)
            for name, dates in (
                ("last fill", move.filled_on),
                ("refill by", move.refill_by),
                ("implant, taken from its fill,", move.implanted_on),
            )
            if dates is not None and dates[0] != dates[1]
        )
        told = [f"{name} {_days(dates, receipt.today)}" for name, dates in days]
        yield f"{move.patient}  {', '.join([*_delivered(*move.delivered), *told])}"
    if receipt.moved > MOST_SHOWN:
        yield f"… and {receipt.moved - MOST_SHOWN:,} more whose dates or dose change"
    for left in receipt.left_out[:MOST_SHOWN]:
        yield f"{left.patient} left out ({left.file}:{left.line}): {left.why}"
    if len(receipt.left_out) > 1:
        yield f"{len(receipt.left_out):,} rows left out"
    if receipt.unmet:
        yield f"named, but no row has it: {', '.join(map(visible, receipt.unmet))}"
    for gone in receipt.removals[:MOST_FINDINGS]:
        what = f"{event_name(gone.fact)} of {gone.fact.at} ({gone.origin})"
        yield (
            f"{gone.patient}  {what} has no row in {visible(gone.file)} and stays; to take it out: "
            f"pumpsched undo {gone.fact.seq} --reason …"
        )
    if receipt.removed > MOST_FINDINGS:
        more = receipt.removed - MOST_FINDINGS
        yield f"… and {more:,} more facts without a row (--json names them)"
    if receipt.absent:
        absent = counted(len(receipt.absent), "patient")
        codes = ", ".join(map(visible, receipt.absent[:MOST_ABSENT]))
        more = len(receipt.absent) - MOST_ABSENT
        named = f"{codes} and {more:,} more" if more > 0 else codes
        yield f"{absent} of the store without a row: nothing of theirs changes ({named})"


def _delivered(old: Delivered, new: Delivered) -> Iterator[str]:
    """A dose and a mixture that changed, and how many times what it was a dose is."""
    if old.mixture and old.mixture != new.mixture:
        yield f"mixture {old.mixture} → {new.mixture or 'none'}"
    if old.dose and old.dose != new.dose:
        factor = new.factor_of(old)
        yield f"dose {old.dose} → {new.dose or 'none'}{factor and f' ({factor})'}"


def _days(dates: tuple[date | None, date | None], today: date) -> str:
    return " → ".join("none" if day is None else spoken_short(day, today=today) for day in dates)


def _listed(app: App, refusal: Refusal, problems: Sequence[Problem]) -> Refusal:
    """The refusal after its problems were written to stderr, or put into its JSON."""
    if app.given.json:
        refusal.facts |= {"problems": [problem_document(problem) for problem in problems]}
        return refusal
    for problem in problems[:MOST_SHOWN]:
        app.say(str(problem))
    if len(problems) > MOST_SHOWN:
        app.say(f"… and {len(problems) - MOST_SHOWN:,} more (--json lists them all)")
    return refusal


commands = {**alone(import_), **group("export", folder, csv_, xlsx, json_, ics)}
