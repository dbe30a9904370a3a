"""Events as an iCalendar file (RFC 5545): local times under the practice's zone, whole days bare.

The file carries the rules of its zone, so that a reader needs none of its own. The same events
give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Timezone, TimezoneDaylight, TimezoneStandard
from icalendar import Event as EventComponent

PRODUCT = "-//pumpsched//visits//EN"

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


class EventStatus(StrEnum):
    """What a calendar shows of an event."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry of a calendar: whole days, or minutes of one day.

    Attributes:
        uid: What tells it from every other event, the same in each export.
        first, last: The days, both included; of a timed event the same.
        minute: Local minute of the day at which it starts; None for whole days.
        sequence: How often it was changed; it must never fall.
        changed_at: When it was last changed, aware.
        location, description: Empty says nothing.
        busy: Whether it takes up the time.
    """

    uid: str
    summary: str
    first: date
    last: date
    minute: int | None = None
    minutes: int = 0
    status: EventStatus = EventStatus.CONFIRMED
    sequence: int = 0
    changed_at: datetime
    location: str = ""
    description: str = ""
    busy: bool = True


def write_calendar(events: Sequence[Event], *, title: str, zone: ZoneInfo) -> bytes:
    """The events as the bytes of an ``.ics`` file, in the order given, with the zone's times."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", title)
    if any(event.minute is not None for event in events):
        calendar.add_component(_zone_rules(events, zone))
    for event in events:
        calendar.add_component(_component(event, zone))
    written: bytes = calendar.to_ical()
    return written


def _zone_rules(events: Sequence[Event], zone: ZoneInfo) -> Timezone:
    """The offsets of the zone over the years of the events, each change on its own.

    Readers differ in what they make of lists and rules of recurrence; single changes all can read.
    """
    days = [event.first for event in events if event.minute is not None]
    at = datetime(min(days).year - 1, 1, 1, tzinfo=UTC)
    end = datetime(max(days).year + 1, 12, 31, tzinfo=UTC)
    made = Timezone()
    made.add("tzid", zone.key)
    made.add_component(_offset_since(at, zone, before=_offset(at, zone)))
    while at < end:
        following = at + _DAY
        if _offset(following, zone) != _offset(at, zone):
            change = _change_between(at, following, zone)
            made.add_component(_offset_since(change, zone, before=_offset(at, zone)))
        at = following
    return made


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first minute between two instants at which the later one's offset holds."""
    while after - before > _MINUTE:
        middle = before + (after - before) // (2 * _MINUTE) * _MINUTE
        if _offset(middle, zone) == _offset(before, zone):
            before = middle
        else:
            after = middle
    return after


def _offset_since(at: datetime, zone: ZoneInfo, *, before: timedelta) -> Component:
    """The part of a zone's rules that begins at an instant, told by the clock before it."""
    there = at.astimezone(zone)
    made = TimezoneDaylight() if there.dst() else TimezoneStandard()
    made.add("dtstart", (at + before).replace(tzinfo=None))
    made.add("tzoffsetfrom", before)
    made.add("tzoffsetto", _offset(at, zone))
    made.add("tzname", there.tzname())
    return made


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta(0)


def _component(event: Event, zone: ZoneInfo) -> EventComponent:
    made = EventComponent()
    made.add("uid", f"{event.uid}@pumpsched")
    made.add("summary", event.summary)
    if event.minute is None:
        made.add("dtstart", event.first)
        made.add("dtend", event.last + timedelta(days=1))
    else:
        midnight = datetime(event.first.year, event.first.month, event.first.day)  # noqa: DTZ001
        starts = midnight + timedelta(minutes=event.minute)
        made.add("dtstart", starts.replace(tzinfo=zone))
        made.add("dtend", (starts + timedelta(minutes=event.minutes)).replace(tzinfo=zone))
    changed = event.changed_at.astimezone(UTC).replace(microsecond=0)
    made.add("dtstamp", changed)
    made.add("last-modified", changed)
    made.add("sequence", event.sequence)
    made.add("status", event.status.value)
    made.add("class", "PRIVATE")
    made.add("transp", "OPAQUE" if event.busy else "TRANSPARENT")
    if event.location:
        made.add("location", event.location)
    if event.description:
        made.add("description", event.description)
    return made
