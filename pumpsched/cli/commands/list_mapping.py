"""``import --map``: the mapping of somebody's own list, read, proposed and shown."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pumpsched.cli.context import App
from pumpsched.cli.days import spoken
from pumpsched.cli.documents import problem_document
from pumpsched.cli.stores import path_typed
from pumpsched.cli.terminal.answer import Answer, counted
from pumpsched.cli.terminal.listing import Cell, Column, Listing, Row, row_of
from pumpsched.domain.errors import NotFound, UsageRefusal
from pumpsched.domain.text import as_typed, visible
from pumpsched.store.files import new_file
from pumpsched.usecases.any_list import MappingNeeded, list_source
from pumpsched.usecases.import_files import Source, readable
from pumpsched.usecases.import_session import sources_at

if TYPE_CHECKING:
    from pumpsched.records.column_mapping import ListMapping

AUTO = "auto"
MOST_SHOWN = 20
"""So many things that the proposed mapping leaves unreadable are said; ``--json`` has all."""
_LARGEST = 1 << 20


def sources_of(path: Path, *, map_name: str, sheet: str, edited: bool) -> list[Source]:
    """The files at a path; a single one by the mapping asked for, if any.

    Raises:
        UsageRefusal: A mapping or a sheet for a folder.
    """
    if not path.is_file():
        if (map_name or sheet) and path.exists():
            raise UsageRefusal("--map and --sheet are for one list, not a folder.", code="usage")
        return sources_at(path, edited=edited)
    if map_name in ("", AUTO):
        return [list_source(path, auto=map_name == AUTO, sheet=sheet)]
    given = path_typed(map_name)
    if not os.path.lexists(given):
        raise _no_mapping(path, given, sheet=sheet)
    return [list_source(path, mapping=_mapping_at(given), sheet=sheet)]


def _no_mapping(path: Path, given: Path, *, sheet: str) -> NotFound:
    """The refusal of a mapping that is not there.

    Raises:
        MappingNeeded: The list's header is known, so that nothing else would propose one.
    """
    try:
        list_source(path, sheet=sheet)
    except MappingNeeded:
        pass
    else:
        list_source(path, asked=True, sheet=sheet)
    return NotFound(
        f'There is no mapping "{visible(str(given))}".',
        code="no-file",
        next_step="the same command without --map, which proposes one",
    )


def _mapping_at(path: Path) -> ListMapping:
    from pumpsched.records.column_mapping import read_mapping

    with readable(path), path.open("rb") as stream:
        content = stream.read(_LARGEST)
    return read_mapping(content.decode("utf-8", "replace").removeprefix("\ufeff"), file=path.name)


def propose(app: App, path: str, needed: MappingNeeded, *, map_name: str = "") -> MappingNeeded:
    """The refusal of a list that needs a mapping, once the proposal is written and shown.

    It is written to the file named with ``--map``, or else beside the list.
    """
    given = None if map_name in ("", AUTO) else path_typed(map_name)
    target, is_new = _written(path_typed(path), needed, given)
    command = as_typed("pumpsched", "import", path, "--map", target, "-n")
    if not is_new:
        needed.why = f"{visible(str(target))} is there already and was not overwritten."
    elif needed.open:
        needed.why = f"Written to {visible(str(target))}; fill in: {'; '.join(needed.open)}."
    elif needed.problems:
        found = counted(len(needed.problems), "problem")
        needed.why = (
            f"Written to {visible(str(target))}; nothing in it is left open, but the list has "
            f"{found} to be mended first."
        )
    else:
        needed.why = f"Written to {visible(str(target))}; nothing in it is left open."
    needed.next_step = command
    if app.given.json:
        needed.facts |= {
            "mapping": str(target),
            "columns": _documents(needed),
            "open": needed.open,
            "problems": [problem_document(problem) for problem in needed.problems],
            "notes": list(needed.file.notes),
        }
        return needed
    _show(Answer(app), needed)
    return needed


def _written(path: Path, needed: MappingNeeded, given: Path | None) -> tuple[Path, bool]:
    """Where the proposal is: as given, beside the list or else here; whether it was written now."""
    from pumpsched.records.column_mapping import mapping_text

    name = f"{path.stem}.map.toml"
    beside = path.with_name(name)
    target = given or (beside if os.access(path.parent, os.W_OK) else Path(name))
    if os.path.lexists(target):
        return target, False
    about = (
        f"What each column of {visible(path.name)} was taken for. Mend what is wrong, fill in what",
        "is left open, then import the list with --map and this file.",
        "The columns of ours: pumpsched import --columns panel.csv; besides: last_name,",
        "first_name, city, state; drug, concentration, concentration_unit (also _2, _3);",
        "dose_unit; bolus_amount, bolus_unit, bolus_per_day, bolus_lockout.",
    )
    text = mapping_text(needed.proposal.mapping, about=about)
    with new_file(target) as stream:
        stream.write(text.encode())
    return target, True


def _show(answer: Answer, needed: MappingNeeded) -> None:
    proposal = needed.proposal
    heads = [Column("column"), Column("taken for", whole=True)]
    heads += [
        Column(f"row {line}", spare=place) for place, (line, _) in enumerate(proposal.samples, 1)
    ]
    answer.listing(Listing(tuple(heads), tuple(_rows(needed))))
    left_out = f", rows left out: {', '.join(map(str, proposal.left_out))}" * bool(
        proposal.left_out
    )
    blank = f", {counted(proposal.blank, 'blank row')}" * bool(proposal.blank)
    answer.aside(f"{counted(proposal.rows, 'patient')}{left_out}{blank}")
    for note in needed.file.notes:
        answer.aside(note)
    for problem in needed.problems[:MOST_SHOWN]:
        answer.aside(str(problem))
    if len(needed.problems) > MOST_SHOWN:
        answer.aside(f"… and {len(needed.problems) - MOST_SHOWN:,} more (--json lists them all)")


def _rows(needed: MappingNeeded) -> Iterator[Row]:
    for each in _documents(needed):
        name, target, *samples = each.values()
        yield row_of(name, Cell(target or "(left out)", target), *samples)


def _documents(needed: MappingNeeded) -> list[dict[str, str]]:
    """Each column of the list: what it was taken for, and how its first rows were read."""
    from pumpsched.records.mapped_rows import RowMapper
    from pumpsched.reference.list_words import list_words

    proposal = needed.proposal
    mapper = RowMapper(proposal.mapping, proposal.header, list_words().units)
    read = [(line, row, mapper.mapped(row).cells) for line, row in proposal.samples]
    documents = []
    for place, name in enumerate(proposal.header):
        target = proposal.mapping.columns[name]
        document = {"column": name, "taken_for": target}
        for line, row, cells in read:
            text = " ".join(row[place].text.split()) if place < len(row) else ""
            document[f"row_{line}"] = _as_read(target, text, cells)
        documents.append(document)
    return documents


def _as_read(target: str, text: str, cells: Mapping[str, str]) -> str:
    """A cell as it was read: a day in words; one that is unreadable with a question mark."""
    from pumpsched.records.column_mapping import DATES, FIELDS

    if not target or not text or target not in FIELDS:
        return text
    if target not in cells:
        return f"{text} (?)"
    return spoken(date.fromisoformat(cells[target])) if target in DATES else cells[target]
