"""Calendars: what is written is read back by two readers that share no code."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pumpsched.formats.ical import Event, EventStatus, write_calendar
from tests.formats.ics_reader import days, instants, read_calendar

CHICAGO = ZoneInfo("America/Chicago")
CHANGED = datetime(2026, 11, 20, 15, 30, 12, 999, tzinfo=UTC)
VISIT = Event(
    uid="visit-V17",
    summary="Refill 0007",
    first=date(2026, 12, 1),
    last=date(2026, 12, 1),
    minute=570,
    minutes=45,
    sequence=3,
    changed_at=CHANGED,
    location="MPLS",
    description="home N1\npumpsched show 0007",
)
WINDOW = Event(
    uid="window-0007",
    summary="Refill window 0007",
    first=date(2026, 12, 2),
    last=date(2027, 1, 9),
    changed_at=CHANGED,
    busy=False,
)


def written(*events: Event, zone: ZoneInfo = CHICAGO) -> bytes:
    return write_calendar(events, title="pumpsched", zone=zone)


def test_a_visit_has_the_properties_of_rfc_5545() -> None:
    calendar = read_calendar(written(VISIT))
    (event,) = calendar.of("VEVENT")
    assert {name: values[0] for name, values in event.properties.items()} == {
        "UID": ({}, "visit-V17@pumpsched"),
        "SUMMARY": ({}, "Refill 0007"),
        "DTSTART": ({"TZID": "America/Chicago"}, "20261201T093000"),
        "DTEND": ({"TZID": "America/Chicago"}, "20261201T101500"),
        "DTSTAMP": ({}, "20261120T153012Z"),
        "LAST-MODIFIED": ({}, "20261120T153012Z"),
        "SEQUENCE": ({}, "3"),
        "STATUS": ({}, "CONFIRMED"),
        "CLASS": ({}, "PRIVATE"),
        "TRANSP": ({}, "OPAQUE"),
        "LOCATION": ({}, "MPLS"),
        "DESCRIPTION": ({}, "home N1\\npumpsched show 0007"),
    }


def test_the_files_own_zone_gives_the_right_instant_in_summer_and_winter() -> None:
    summer = replace(VISIT, uid="s", first=date(2027, 7, 1), last=date(2027, 7, 1))
    calendar = read_calendar(written(VISIT, summer))
    found = [instants(calendar, event)[0] for event in calendar.of("VEVENT")]
    assert found == [
        datetime(2026, 12, 1, 15, 30, tzinfo=UTC),
        datetime(2027, 7, 1, 14, 30, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("day", "minute", "utc"),
    [
        (date(2027, 3, 14), 90, datetime(2027, 3, 14, 7, 30, tzinfo=UTC)),
        (date(2027, 3, 14), 180, datetime(2027, 3, 14, 8, 0, tzinfo=UTC)),
        (date(2027, 11, 7), 30, datetime(2027, 11, 7, 5, 30, tzinfo=UTC)),
        (date(2027, 11, 7), 90, datetime(2027, 11, 7, 6, 30, tzinfo=UTC)),
        (date(2027, 11, 7), 120, datetime(2027, 11, 7, 8, 0, tzinfo=UTC)),
    ],
)
def test_the_files_own_zone_is_right_in_the_night_of_the_change(
    day: date, minute: int, utc: datetime
) -> None:
    calendar = read_calendar(written(replace(VISIT, first=day, last=day, minute=minute, minutes=5)))
    (event,) = calendar.of("VEVENT")
    assert instants(calendar, event)[0] == utc


def test_a_window_covers_whole_days_and_needs_no_zone() -> None:
    calendar = read_calendar(written(WINDOW))
    (event,) = calendar.of("VEVENT")
    assert days(event) == (date(2026, 12, 2), date(2027, 1, 9))
    assert event.raw("TRANSP") == "TRANSPARENT"
    assert calendar.of("VTIMEZONE") == []


def test_a_visit_until_midnight_ends_on_the_next_day() -> None:
    late = replace(VISIT, minute=1400, minutes=40)
    (event,) = read_calendar(written(late)).of("VEVENT")
    assert event.raw("DTEND") == "20261202T000000"


def test_a_calendar_may_be_empty() -> None:
    assert read_calendar(written()).parts == []


def test_the_same_events_give_the_same_bytes() -> None:
    assert written(VISIT, WINDOW) == written(VISIT, WINDOW)


texts = st.text(
    st.characters(exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")), max_size=200
).filter(lambda text: r"\N" not in text)  # the library writes a typed \N as a line break
zones = st.sampled_from(["America/Chicago", "Asia/Tokyo", "Australia/Lord_Howe", "UTC"])


@given(
    summary=texts.filter(str.strip),
    location=texts,
    first=st.dates(date(2024, 1, 1), date(2099, 12, 1)),
    minute=st.integers(4 * 60, 22 * 60),
    minutes=st.integers(5, 120),
    sequence=st.integers(0, 10**6),
    status=st.sampled_from(EventStatus),
    zone=zones.map(ZoneInfo),
)
def test_two_readers_find_what_was_written(
    summary: str,
    location: str,
    first: date,
    minute: int,
    minutes: int,
    sequence: int,
    status: EventStatus,
    zone: ZoneInfo,
) -> None:
    event = replace(
        VISIT,
        summary=summary,
        location=location,
        first=first,
        last=first,
        minute=minute,
        minutes=minutes,
        sequence=sequence,
        status=status,
    )
    raw = written(event, zone=zone)
    wall = datetime(first.year, first.month, first.day, tzinfo=zone) + timedelta(minutes=minute)
    start = wall.astimezone(UTC)

    calendar = read_calendar(raw)
    (mine,) = calendar.of("VEVENT")
    assert mine.text("SUMMARY") == summary
    assert "LOCATION" not in mine.properties or mine.text("LOCATION") == location
    assert bool(location) == ("LOCATION" in mine.properties)
    assert (mine.raw("SEQUENCE"), mine.raw("STATUS")) == (str(sequence), status.value)
    assert instants(calendar, mine) == (start, start + timedelta(minutes=minutes))

    (theirs,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert str(theirs["summary"]) == summary
    assert theirs.decoded("dtstart").astimezone(UTC) == start
    assert theirs.decoded("dtend").astimezone(UTC) == start + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "text", ["a;b,c\\d", 'say "x"', "BEGIN:VEVENT", "x" * 300, "é" * 150, "a\nb", ": =", "\\n"]
)
def test_no_text_breaks_out_of_its_line(text: str) -> None:
    calendar = read_calendar(written(replace(VISIT, description=text)))
    (event,) = calendar.of("VEVENT")
    assert event.text("DESCRIPTION") == text
