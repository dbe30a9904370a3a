"""Public holidays of a place, from the ``holidays`` package: an extra, so it may be missing."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches

from pumpsched.domain.errors import Unreadable, UsageRefusal
from pumpsched.domain.text import clean_text, visible


def public_holidays(place: str, year: int) -> tuple[tuple[date, str], ...]:
    """Day and name of each public holiday of a year, by day.

    A day on which a holiday is observed, because it falls on a weekend, is one of its own. The
    place is a country, or a country and its part: ``US``, ``US-MN``.

    Raises:
        Unreadable: The package knows no such place.
        UsageRefusal: The package is not installed.
    """
    try:
        import holidays
    except ModuleNotFoundError:
        raise UsageRefusal(
            "Public holidays need a package that is not installed.",
            code="extra-missing",
            why='pip install "pumpsched[holidays]" brings it.',
            next_step='pumpsched closure add all 2026-12-25 --reason "Christmas" (day by day)',
        ) from None
    country, _, part = place.upper().partition("-")
    known = holidays.list_supported_countries(include_aliases=True)
    if country not in known:
        raise Unreadable("PLACE", visible(place), "is no country known", "US-MN")
    if part and part not in known[country]:
        near = get_close_matches(part, known[country], n=3, cutoff=0.0)
        said = f"; such as {', '.join(f'{country}-{each}' for each in near)}" if near else ""
        raise Unreadable("PLACE", visible(place), f"is no part of {country}{said}")
    found = holidays.country_holidays(country, subdiv=part or None, years=year)
    return tuple(
        (day, clean_text(name, "holiday"))
        for day, name in sorted(found.items())
        if day.year == year
    )
