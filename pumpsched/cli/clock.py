"""The one reader of the wall clock."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def local(instant: datetime, zone: ZoneInfo) -> tuple[date, int]:
    """The practice's day and minute of the day at an instant."""
    here = instant.astimezone(zone)
    return here.date(), here.hour * 60 + here.minute
