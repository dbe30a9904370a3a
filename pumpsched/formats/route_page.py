"""A route sheet as one page to print: a single file that asks the network for nothing.

It has no script, and its policy forbids everything but its own style. Whatever was stored is
escaped by the template. Black on white, signs and numbers instead of colour. One printed sheet a
route; readable on a phone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from re import fullmatch, sub
from typing import Any

from pumpsched.domain.calendars import clock_text
from pumpsched.domain.route_sheet import RouteSheet
from pumpsched.domain.travel import UNKNOWN_WAY, day_clock
from pumpsched.formats.html import escaped, rendered
from pumpsched.formats.route_map import route_map, unplaced

_DENSITIES = ((5, "", 260.0), (8, " crowded", 230.0))
_DENSEST = (0, " crowded packed", 170.0)
"""Up to so many stops: how small the type is, how high the map [SVG units]."""
_MAP_WIDTH = 400.0


@dataclass(frozen=True, slots=True)
class Wording:
    """How days are said: in full, and as seen from another day without what goes unsaid."""

    full: Callable[[date], str]
    near: Callable[[date, date], str]


@dataclass(frozen=True, slots=True)
class PageHead:
    """What every sheet says of itself: its store, the day it looks from, and when it was made."""

    store: str
    as_of: str
    made: str
    is_demo: bool = False


def route_page(sheets: Sequence[RouteSheet], head: PageHead, wording: Wording) -> str:
    """The page: one printed sheet a route of at least one stop, in the order given."""
    return rendered(
        "route.html",
        routes=[_route(sheet, is_first=sheet is sheets[0]) for sheet in sheets],
        head=head,
        full=wording.full,
        near=wording.near,
        clock=clock_text,
        day_clock=day_clock,
        measured=_measured,
        dialled=_dialled,
        unknown_way=UNKNOWN_WAY,
    )


def _route(sheet: RouteSheet, *, is_first: bool) -> dict[str, Any]:
    """A sheet, its map, and how small its type is."""
    count = len(sheet.stops)
    _, density, height = next((each for each in _DENSITIES if count <= each[0]), _DENSEST)
    return {
        "sheet": sheet,
        "density": density,
        "heading": "h1" if is_first else "h2",
        "drawn": route_map(sheet, width=_MAP_WIDTH, height=height),
        "missing": unplaced(sheet),
    }


def _measured(stored: str) -> str:
    """Stored text as markup in which a number is never parted from its unit."""
    named = f"<bdi>{escaped(stored)}</bdi>"
    return sub(r"([0-9]) (?=(?:mL|mg|mcg)\b)", r"\1&nbsp;", named)


def _dialled(stored: str) -> str:
    """What is dialled for a phone number; empty for what is more than a number."""
    is_number = fullmatch(r"\+?[0-9 ().-]{7,30}", stored)
    return sub(r"[^0-9+]", "", stored) if is_number else ""
