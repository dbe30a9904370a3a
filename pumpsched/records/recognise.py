"""Every kind of file, and which of them a header belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pumpsched.domain.text import visible
from pumpsched.records import folder
from pumpsched.records.archive_file import ARCHIVE
from pumpsched.records.calendar_file import CALENDAR
from pumpsched.records.events import EVENTS
from pumpsched.records.panel import PANEL, PUMP_MODEL
from pumpsched.records.phone_log import CONTACTS, ORDERS
from pumpsched.records.problems import Problem, nearest
from pumpsched.records.spec import Layout

AnyLayout = Layout[Any]

FOLDER: dict[str, AnyLayout] = {
    layout.name: layout
    for layout in (
        *(folder.SETTINGS, folder.SITES, folder.NURSES, folder.PATIENTS, folder.PUMPS, EVENTS),
        *(folder.DECISIONS, folder.CLOSURES, folder.AUTHORIZATIONS, folder.VISITS, folder.TRAVEL),
        CALENDAR,
        *(CONTACTS, ORDERS, ARCHIVE),
    )
}
"""The files of a folder by name, in an order in which no row names one that is still to come."""

MOST_COLUMNS = 200
"""No file has nearly as many; a line with more is not a header worth listing."""


def recognise(header: Sequence[str], *, file: str, line: int = 1) -> AnyLayout | Problem:
    """The layout a header belongs to, whatever the file is called.

    A header with ``patient`` and ``pump_model`` is a panel's. Any other belongs to the layout
    whose required columns it has; of several, to the one that knows most of its columns.
    """
    present = set(header)
    if {folder.PATIENT.column, PUMP_MODEL.column} <= present:
        return PANEL
    fitting = [layout for layout in FOLDER.values() if present.issuperset(layout.required)]
    if fitting:
        return max(fitting, key=lambda each: len(present.intersection(each.accepted)))
    best = max((PANEL, *FOLDER.values()), key=lambda each: _likeness(present, each))
    missing = [column for column in best.required if column not in present]
    what = "is the header of no known file"
    if _likeness(present, best):
        what = f"{what}; for {best.name} it lacks {', '.join(missing)}"
    hint = _capitals_hint(header, best)
    return Problem(file, line, "", f"{what}{hint}")


def _likeness(present: set[str], layout: AnyLayout) -> float:
    return len(present.intersection(layout.accepted)) / len(layout.accepted)


def header_problems(
    header: Sequence[str], layout: AnyLayout, *, file: str, line: int = 1
) -> list[Problem]:
    """Everything that is wrong with a header: unknown, repeated and missing columns, by name."""
    if len(header) > MOST_COLUMNS:
        what = f"the header has {len(header):,} columns; {layout.name} has {len(layout.columns)}"
        return [Problem(file, line, "", what)]
    found: list[Problem] = []
    if not set(header).intersection(layout.accepted):
        # What stands there may be a patient's row, so it is not repeated.
        hint = _separator_hint(header) or ", is the header row missing?"
        needs = f"it needs {', '.join(layout.required)}"
        return [Problem(file, line, "", f"has no column of {layout.name}, {needs}{hint}")]
    for column in dict.fromkeys(header):
        shown = visible(column[:60]) or "(no name)"
        if column not in layout.accepted:
            auto = "; --map auto reads a list with columns of its own" if layout is PANEL else ""
            what = f"unknown column{nearest(column, layout.accepted)}{auto}"
            found.append(Problem(file, line, shown, what))
        if header.count(column) > 1:
            found.append(Problem(file, line, shown, "repeated column, each is given once"))
    for column in layout.required:
        if column not in header:
            what = f"missing column, {layout.name} needs {', '.join(layout.required)}"
            found.append(Problem(file, line, column, what))
    return found


def _capitals_hint(header: Sequence[str], layout: AnyLayout) -> str:
    """Whether column names would be known in small letters, without blanks around them."""
    for column in header:
        known = column.strip().lower()
        if known != column and known in layout.accepted:
            return f'; it has "{visible(column[:60])}", which must be written {known}'
    return ""


def _separator_hint(header: Sequence[str]) -> str:
    if len(header) == 1:
        for separator, word in ((";", "semicolons"), ("\t", "tabs")):
            if separator in header[0]:
                return f", its columns are separated by {word}: save it with commas"
    return ""
