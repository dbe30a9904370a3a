"""What a column may hold, once for every column that holds the like: read, written and stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from functools import lru_cache, partial
from operator import attrgetter
from typing import Any, NamedTuple

from pumpsched.domain.calendars import EVERYBODY, HOME, Hours, hours_text, parse_hours
from pumpsched.domain.quantities import Volume, decimal_text
from pumpsched.records import grammar


def _one(code: str) -> tuple[str, ...]:
    return (code,) if code else ()


class CellType(NamedTuple):
    """What a column may hold.

    Attributes:
        read: Makes a value of a cell that is not empty; of the catalogue too, if ``by_catalogue``.
        write: The canonical cell of a value.
        pack: What the store keeps of a value that is not None: the value itself, if not given.
        unpack: The value again.
        is_number: Whether a cell is a plain number, and so a number in JSON.
        gives_way: Whether it is the text that is cut where a screen is narrow.
        by_catalogue: Whether a reader needs the catalogue.
        codes: The codes that a value names, in a column that names somebody.
    """

    read: Callable[..., Any]
    write: Callable[[Any], str] = str
    pack: Callable[[Any], Any] | None = None
    unpack: Callable[..., Any] | None = None
    is_number: bool = False
    gives_way: bool = False
    by_catalogue: bool = False
    codes: Callable[[Any], Iterable[str]] = _one


parse_day = lru_cache(maxsize=1 << 16)(date.fromisoformat)
"""The day that ISO text names."""


def whole(low: int, high: int) -> CellType:
    """Whole numbers from ``low`` to ``high``."""
    return CellType(grammar.whole(low, high), is_number=True)


def word(*words: StrEnum) -> CellType:
    """One of these words."""
    return CellType(grammar.word(*words), str, pack=str, unpack=type(words[0]))


def degrees(most: int) -> CellType:
    """Degrees up to ``most`` either side of zero, in billionths."""
    return CellType(
        grammar.degrees(most), lambda nano: decimal_text(nano, grammar.NANO), is_number=True
    )


@lru_cache(maxsize=4096)
def _hours(text: str) -> tuple[Hours, ...]:
    return parse_hours(text, "hours")


@lru_cache(maxsize=4096)
def _roster(text: str) -> tuple[Hours, ...]:
    return parse_hours(text, "hours", places=True)


def _families(text: str) -> tuple[str, ...]:
    return tuple(text.split(";")) if text else ()


def _ml(ul: int) -> str:
    return decimal_text(ul, 3)


# The same volumes recur in every ledger; all are immutable.
_volume = lru_cache(maxsize=1 << 12)(Volume)
TEXT = CellType(grammar.text)
WIDE_TEXT = CellType(grammar.text, gives_way=True)
NAME = CellType(grammar.name, gives_way=True)
CODE = CellType(grammar.code)
CODE_OR_ALL = CellType(grammar.code, codes=lambda who: () if who == EVERYBODY else (who,))
CODES = CellType(partial(grammar.codes, most=2), grammar.joined, codes=tuple)
OWN_CODE = CellType(grammar.own_code)
DAY = CellType(grammar.day, pack=date.isoformat, unpack=parse_day)
BIRTH_DAY = CellType(grammar.birth_day, pack=date.isoformat, unpack=parse_day)
UL = CellType(grammar.ul, _ml, is_number=True)
"""A volume kept as whole µL, zero allowed, in a column of mL."""

SOME_UL = CellType(grammar.positive_ul, _ml, is_number=True)
VOLUME = CellType(grammar.volume, attrgetter("ml"), attrgetter("ul"), _volume, is_number=True)
SOME_VOLUME = VOLUME._replace(read=grammar.positive_volume)
HOURS = CellType(grammar.weekly_hours, hours_text, pack=hours_text, unpack=_hours, gives_way=True)
ROSTER = CellType(
    grammar.roster,
    hours_text,
    pack=hours_text,
    unpack=_roster,
    gives_way=True,
    codes=lambda roster: dict.fromkeys(each.place for each in roster if each.place != HOME),
)
FAMILIES = CellType(
    grammar.families,
    grammar.joined,
    pack=grammar.joined,
    unpack=_families,
    gives_way=True,
    by_catalogue=True,
)
