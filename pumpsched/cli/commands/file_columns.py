"""``import --columns``: the columns of every file that an import takes, or of one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pumpsched.cli.context import App
from pumpsched.cli.terminal.answer import Answer, give
from pumpsched.cli.terminal.listing import Cell, Column, Listing, Row, columns, row_of
from pumpsched.domain.errors import NotFound
from pumpsched.domain.text import visible
from pumpsched.records.panel import PANEL
from pumpsched.records.problems import nearest
from pumpsched.records.recognise import FOLDER, AnyLayout

if TYPE_CHECKING:
    from pumpsched.records.spec import Field

_UNIT = re.compile(r" \[([^]]+)\]")
_HEADS = (
    *columns("file", "column", whole=True),
    Column("unit", spare=3),
    Column("example", spare=2),
    Column("required", spare=1),
    Column("meaning"),
)


def give_columns(app: App, file: str) -> None:
    """Answers with the columns of a file, or without a name with those of all.

    Raises:
        NotFound: No file is called so.
    """
    layouts = _layouts(file)
    fields = [(layout, each) for layout in layouts for each in layout.every_field]
    documents = [_document(layout, each) for layout, each in fields]

    def show(answer: Answer) -> None:
        answer.listing(Listing(_HEADS, tuple(_rows(documents))))
        answer.beside("Next: pumpsched import PATH -n")

    give(app, "columns", lambda: {"items": documents}, show, dated=False)


def _layouts(file: str) -> list[AnyLayout]:
    every = {layout.name: layout for layout in (PANEL, *FOLDER.values())}
    if not file:
        return list(every.values())
    name = file if file in every else f"{file}.csv"
    if name not in every:
        raise NotFound(
            f'No file of an import is called "{visible(file)}"{nearest(file, tuple(every))}.',
            code="no-file",
            next_step="pumpsched import --columns",
        )
    return [every[name]]


def _document(layout: AnyLayout, field: Field) -> dict[str, str | bool | None]:
    unit = _UNIT.search(field.help)
    return {
        "file": layout.name,
        "column": field.column,
        "unit": unit[1] if unit else None,
        "example": field.type.example or None,
        "required": field.required and field.column in layout.required,
        "meaning": _UNIT.sub("", field.help),
    }


def _rows(documents: list[dict[str, str | bool | None]]) -> Iterator[Row]:
    for each in documents:
        yield row_of(
            *(str(each[key] or "") for key in ("file", "column", "unit", "example")),
            Cell("yes" if each["required"] else "", str(each["required"]).lower()),
            str(each["meaning"]),
        )
