"""``archive`` of a nurse, a site, an authorization: what these commands share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from pumpsched.cli.context import App
from pumpsched.cli.days import DayText, spoken
from pumpsched.cli.params import flag, option
from pumpsched.domain.archive import Archive
from pumpsched.domain.errors import UsageRefusal
from pumpsched.domain.text import visible
from pumpsched.records.folder import UNTIL

if TYPE_CHECKING:
    from pumpsched.usecases.staff import RowReceipt

AFTER = "after the last day"
"""What is wrong with visits that an archive hits."""

LastDay = Annotated[
    DayText | None, option("--until", DayText, "DATE", "Last day there; default: yesterday.")
]
Back = Annotated[bool, flag("--back", "There again, or still.")]
WithGone = Annotated[bool, flag("--all", "Also those that are there no more.")]


def last_day(app: App, until: DayText | None, *, back: bool) -> date | None:
    """The last day told, yesterday where none was; None for what is there again.

    Raises:
        UsageRefusal: Both were told.
    """
    if back and until is not None:
        raise UsageRefusal("--until and --back exclude each other.", code="usage")
    if back:
        return None
    return app.today - timedelta(days=1) if until is None else until.day(app.today)


def edited_until(app: App, until: DayText) -> date | None:
    """The last day of an edit; ``none`` takes it back."""
    return None if until.text == "none" else until.day(app.today)


def release_from(app: App, whose: str, until: date | None) -> str:
    """The command that sets free what stands after a last day."""
    first = max(app.today, (until or app.today) + timedelta(days=1))
    return f"pumpsched visit release {whose} --from {first}"


def both(edited: RowReceipt[Any], archived: RowReceipt[Any]) -> RowReceipt[Any]:
    """One receipt of an edit and of the last day that came with it."""
    hits = {hit.visit.code: hit for hit in (*archived.hits, *edited.hits)}
    return archived._replace(
        changed=(*edited.changed, *archived.changed),
        hits=tuple(hits.values()),
        findings=edited.findings,
    )


def until_text(archive: Archive, who: str, number: str = "") -> str:
    """The last day of somebody or something, and why; empty without one."""
    mark = archive.get((who, number))
    if mark is None or mark.until is None:
        return ""
    return " · ".join(filter(None, [f"until {spoken(mark.until)}", visible(mark.reason)]))


def until_cell(archive: Archive, who: str, number: str = "") -> dict[str, date]:
    """The last day for a document that has one only where there is one."""
    mark = archive.get((who, number))
    return {UNTIL.column: mark.until} if mark and mark.until else {}


def gone(archive: Archive, on: date) -> set[tuple[str, str]]:
    """Who and what is there no more on a day, by code and number."""
    return {subject for subject, mark in archive.items() if mark.until and mark.until < on}


def following(step: str, hidden: Iterable[Any], noun: str, *, is_empty: bool = False) -> str:
    """The next step of a list, and how many it leaves out; of an empty one what begins it."""
    count = sum(1 for _ in hidden)
    if is_empty:
        step = f"pumpsched {noun} add CODE --name …"
    return f"{step}        {count} archived: pumpsched {noun} list --all" if count else step
