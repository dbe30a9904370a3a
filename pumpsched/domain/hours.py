"""Weekly hours: when a patient can be visited, a site is open, a nurse works and where.

Text such as ``Mon-Thu 08:00-16:30 home; Fri 08:00-12:00 clinic:MPLS``; minutes count from
midnight, the end excluded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pumpsched.domain.calendars import clock_text, parse_weekdays, weekdays_text
from pumpsched.domain.errors import Unreadable

_PART = re.compile(
    r"(?P<days>[A-Za-z]{3}(?:[-,][A-Za-z]{3})*) "
    r"(?P<start>[0-2][0-9]:[0-5][0-9])-(?P<end>[0-2][0-9]:[0-5][0-9])(?: (?P<place>.+))?"
)
_LAST_MINUTE = 24 * 60 - 1
HOME = "home"


@dataclass(frozen=True, slots=True)
class Hours:
    """The same hours on some weekdays (Monday is 0); ``place`` only in a nurse's roster.

    ``place`` is ``home`` for a home route, or the code of the site of a clinic session.
    """

    weekdays: frozenset[int]
    start: int
    end: int
    place: str = ""

    def __str__(self) -> str:
        place = f"clinic:{self.place}" if self.place not in ("", HOME) else self.place
        clock = f"{clock_text(self.start)}-{clock_text(self.end)}"
        return " ".join(part for part in (weekdays_text(self.weekdays), clock, place) if part)


def parse_hours(text: str, noun: str, *, places: bool = False) -> tuple[Hours, ...]:
    """Weekly hours from text; empty text gives none.

    Args:
        text: Parts separated by ``;``.
        noun: Name of the option or column for messages.
        places: Whether each part ends in ``home`` or ``clinic:SITE``, as a roster does.

    Raises:
        Unreadable: A part is unreadable, or ends before it begins.
    """
    example = (
        "Mon-Thu 08:00-16:30 home; Fri 08:00-12:00 clinic:MPLS"
        if places
        else ("Mon-Fri 09:00-16:00; Sat 10:00-12:00")
    )
    found = []
    for part in text.split(";") if text else ():
        match = _PART.fullmatch(part.strip())
        if match is None:
            raise Unreadable(noun, text, "needs weekdays and hours", example)
        start, end = _minute(match["start"]), _minute(match["end"])
        if not start < end <= _LAST_MINUTE:
            raise Unreadable(noun, text, "has hours that end before they begin", example)
        place = _place(match["place"], noun, text, places=places, example=example)
        found.append(Hours(parse_weekdays(match["days"], noun), start, end, place))
    return tuple(found)


def hours_text(hours: tuple[Hours, ...]) -> str:
    """Canonical text of weekly hours."""
    return "; ".join(map(str, hours))


def _minute(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def _place(place: str | None, noun: str, text: str, *, places: bool, example: str) -> str:
    if not places:
        if place:
            raise Unreadable(noun, text, f'has "{place}" after the hours', example)
        return ""
    if place == HOME:
        return HOME
    if place and place.startswith("clinic:") and place != "clinic:":
        return place.removeprefix("clinic:")
    raise Unreadable(noun, text, "needs home or clinic:SITE after each part", example)
