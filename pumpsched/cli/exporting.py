"""``export``: everything out, as files to import again, a list for a spreadsheet, or JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from pumpsched.cli.answer import Answer
from pumpsched.cli.context import App
from pumpsched.cli.documents import item_document, print_document
from pumpsched.cli.options import group, read
from pumpsched.cli.places import path_to_write
from pumpsched.cli.screen import Cell, Column, Listing
from pumpsched.interop.schema import schema
from pumpsched.usecases.calendar import export_calendar
from pumpsched.usecases.due import Filter, next_due
from pumpsched.usecases.exporting import Written, write_document, write_folder, write_worklist
from pumpsched.usecases.new_files import new_file

Target = Annotated[str, typer.Argument(metavar="PATH", help="What to write.")]
Force = Annotated[bool, typer.Option("--force", help="Replace what an export left there.")]


@read("pumpsched export folder clinic-2026-11-22", "pumpsched export folder out --force")
def folder(app: App, path: Target, force: Force = False) -> None:
    """Writes the files that an import takes: everything recorded, nothing lost."""
    target = path_to_write(path, example="clinic-folder")
    with app.reading() as books:
        written = write_folder(books, target, replace=force)
    _print_written(app, path, written)


@read("pumpsched export csv everybody.csv", "pumpsched export csv list.csv --as-of 2026-12-01")
def csv_(app: App, path: Target, force: Force = False) -> None:
    """Writes one list for a spreadsheet: every patient with dates, volumes and next visit."""
    target = path_to_write(path, example="everybody.csv")
    with app.reading() as books:
        found = next_due(books, as_of=app.as_of, last=app.as_of, wanted=Filter(everybody=True))
    rows = [_flat(item_document(item) | {"phone": item.phone}) for item in found.items]
    write_worklist(target, _HEADER, _cells(rows), replace=force)
    _print_written(app, path, [Written(Path(path).name, len(rows))])


@read("pumpsched export json clinic.json", "pumpsched export json clinic.json --force")
def json_(app: App, path: Target, force: Force = False) -> None:
    """Writes one JSON document with every table."""
    target = path_to_write(path, example="clinic.json")
    head = {"schema": schema("export"), "as_of": app.as_of.isoformat(), "zone": app.zone.key}
    with app.reading() as books:
        written = write_document(books, target, head, replace=force)
    _print_written(app, path, written)


@read("pumpsched export ics visits.ics --nurse N1", "pumpsched export ics all.ics --windows")
def ics(
    app: App,
    path: Target,
    nurse: Annotated[str | None, typer.Option(metavar="N", help="Only her visits.")] = None,
    site: Annotated[str | None, typer.Option(metavar="S", help="Only visits at this site.")] = None,
    windows: Annotated[bool, typer.Option("--windows", help="Refill windows too.")] = False,
    names: Annotated[bool, typer.Option("--names", help="Names, not only codes.")] = False,
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
    with new_file(target, replace=force) as stream:
        stream.write(calendar)
    _print_written(app, path, [Written(Path(path).name, calendar.count(b"BEGIN:VEVENT"))])


_HEADER = (
    *("status", "patient", "name", "phone", "setting", "refill_by", "book_by", "limit"),
    *("opens_on", "alarm_on", "alarm_nominal_on", "empty_on", "stable_until", "filled_on"),
    *("volume_ml", "alarm_ml", "flow_ml_per_day", "dose_mcg_per_day", "mixture"),
    *("pump_model", "serial", "visit", "visit_at", "visit_nurse", "visit_setting"),
    *("visit_site", "visit_status", "findings"),
)
"""Columns of the list for a spreadsheet, those of the worklist's JSON with a visit's made flat."""


def _flat(item: Mapping[str, Any]) -> dict[str, Any]:
    visit = item["visit"] or {}
    parts = {f"visit_{key}": value for key, value in visit.items()}
    return {**item, **parts, "visit": visit.get("id"), "findings": " ".join(item["findings"])}


def _cells(rows: Sequence[Mapping[str, Any]]) -> Iterator[list[str]]:
    for row in rows:
        values = (row.get(column) for column in _HEADER)
        yield ["" if value is None else str(value) for value in values]


def _print_written(app: App, path: str, written: Sequence[Written]) -> None:
    if app.given.json:
        files = [{"file": each.file, "rows": each.rows} for each in written]
        print_document(app, "export", {"path": path, "files": files}, as_of=app.as_of)
        return
    answer = Answer(app)
    columns = (Column("file", whole=True), Column("rows", whole=True, right=True))
    rows = tuple((Cell(each.file), Cell(str(each.rows))) for each in written)
    answer.listing(Listing(columns, rows))
    answer.aside(f"Written to {path}, readable by you alone. It holds health data.")
    if Path(path).is_dir():
        answer.aside(f"Next: pumpsched import {path} -n --db OTHER")


export = group(
    "Write everything out: folder, csv, json, ics.",
    {"folder": folder, "csv": csv_, "json": json_, "ics": ics},
)
