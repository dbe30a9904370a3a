"""Leaving the list: why a patient was archived, and what a departure leaves to be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from pumpsched.domain.clinic import Visit, VisitKind
from pumpsched.domain.findings import Finding, Severity
from pumpsched.domain.ledger import Archived
from pumpsched.domain.sameness import merged_into
from pumpsched.domain.status import State
from pumpsched.domain.text import folded

if TYPE_CHECKING:
    from pumpsched.domain.projection import Projection
    from pumpsched.store.results import Entry
    from pumpsched.usecases.chart import Chart


class Reason(StrEnum):
    """Why a patient is off the list; ``explanted`` without an archive, ``other`` for free text."""

    DIED = "died"
    MOVED = "moved"
    REMOVED = "removed"
    MERGED = "merged"
    OTHER = "other"
    EXPLANTED = "explanted"


WORDS = (Reason.DIED, Reason.MOVED, Reason.REMOVED)
"""What the first word of an archive's reason is counted as; anything else is ``other``."""


class Departure(NamedTuple):
    """When and why a patient left the list; ``note`` is the reason as written."""

    on: date
    reason: Reason
    note: str
    seq: int


def reason_of(note: str) -> Reason:
    """The reason that a note begins with."""
    if merged_into(note):
        return Reason.MERGED
    words = folded(note).split()
    first = words[0].strip(".,;:!") if words else ""
    return next((reason for reason in WORDS if reason == first), Reason.OTHER)


def departure_of(entries: Iterable[Entry]) -> Departure | None:
    """The standing archive among a patient's entries, the earliest; None if there is none."""
    left = [
        Departure(e.fact.at.day, reason_of(e.fact.note), e.fact.note, e.fact.seq)
        for e in entries
        if type(e.fact) is Archived and e.voided_by is None
    ]
    return min(left, key=lambda departure: (departure.on, departure.seq), default=None)


def visits_to_cancel(chart: Chart, visits: Iterable[Visit]) -> Iterator[Finding]:
    """Open visits of a patient who is off the list; without a pump an implant may stay booked."""
    archived = chart.is_archived
    if not archived and not _is_out(chart):
        return
    for visit in visits:
        if not archived and visit.kind is VisitKind.IMPLANT:
            continue
        why = "is off the list" if archived else "has no pump in place"
        yield Finding(
            "visit-to-cancel",
            Severity.WARNING,
            f"visit {visit.code} ({visit.kind}) on {visit.day} at {visit.at[11:]} is still booked "
            f"though the patient {why}: `pumpsched visit cancel {visit.code}`",
            {"visit": visit.code},
        )


def left_behind(before: Chart, view: Projection | None, departure: Departure) -> Iterator[Finding]:
    """What an archive leaves unsaid: a pump that runs on, or one that still counts as in place.

    ``before`` is the chart as it stood, without the archive, and ``view`` its projection.
    """
    if before.pump is None or view is None or _is_out(before):
        return
    device = before.pump.device
    what = f"the {device.model} {device.serial}".rstrip()
    if departure.reason is Reason.REMOVED:
        yield Finding(
            "pump-in-place",
            Severity.WARNING,
            f"{what} still counts as in place: record `pumpsched pump explant` with its day",
        )
    elif departure.reason is not Reason.DIED and view.state is State.RUNNING and view.window:
        until = view.window.refill_by
        runs = f"{what} is running and must be refilled by {until}"
        yield Finding(
            "pump-left-running",
            Severity.URGENT,
            f"{runs} ({view.mixture}): nobody here will be reminded any more; see that somebody "
            "else refills it",
            {"refill_by": until.isoformat()},
        )
    later = [f for f in before.ledger.facts if departure.on < f.at.day <= before.as_of]
    if later:
        yield Finding(
            "fact-after-archive",
            Severity.WARNING,
            f"{later[-1].seq} is recorded on {later[-1].at.day}, after the patient left on "
            f"{departure.on}: is it the right patient, and the right day?",
        )


def _is_out(chart: Chart) -> bool:
    """Whether the last pump was taken out by the chart's day."""
    out = chart.pump.device.explanted_on if chart.pump else None
    return out is not None and out <= chart.as_of
