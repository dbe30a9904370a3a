"""The file of what calendars know of visits, so that a store made of an export goes on with it."""

from __future__ import annotations

from dataclasses import replace

from pumpsched.domain.clinic import CalendarEntry
from pumpsched.records import cell_types
from pumpsched.records.cell_types import whole
from pumpsched.records.folder import VISIT
from pumpsched.records.spec import Field, Layout, Record

CALENDAR: Layout[CalendarEntry] = Record(
    "calendar.csv",
    (
        Field(
            "calendar_id",
            cell_types.NAME,
            "Tells the practice's calendars from all others.",
            attribute="calendar",
            stored=(),
            required=True,
        ),
        replace(VISIT, attribute="visit", stored=()),
        Field(
            "sequence",
            whole(0, 2_000_000_000),
            "Number of the last change.",
            stored=(),
            required=True,
        ),
        Field(
            "former",
            cell_types.MANY_CODES,
            "Nurses and sites whose calendars it has left.",
            stored=(),
            names=("nurse", "site"),
        ),
    ),
    CalendarEntry,
)
