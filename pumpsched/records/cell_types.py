"""What a column may hold, once for every column that holds the like: read, written and stored.

Each reader takes a cell that is not empty and refuses with
:class:`~pumpsched.domain.errors.Unreadable`; the row adds the name of the column.

Readers of short, often repeated texts remember what they read: a ledger of a million lines names
the same few thousand volumes, doses and mixtures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from functools import lru_cache, partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from pumpsched.domain import calendars
from pumpsched.domain.calendars import HOME, Hours, When, hours_text, parse_hours
from pumpsched.domain.errors import Unreadable
from pumpsched.domain.quantities import (
    Dose,
    Flow,
    Mass,
    Volume,
    decimal_text,
    number_problem,
    parse_dose,
)
from pumpsched.domain.text import clean_code, clean_text
from pumpsched.domain.therapy import Mixture, PatientBolus, parse_flex
from pumpsched.records.problems import nearest

if TYPE_CHECKING:
    from pumpsched.domain.catalogue import Catalogue

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_WHEN = r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T([01][0-9]|2[0-3]):([0-5][0-9]))?"
_DEGREES = r"([+-]?)([0-9]{1,3})(?:\.([0-9]{1,9}))?"
_WHOLE = r"[0-9]{1,9}"
_BARE = r"[0-9]+(?:\.[0-9]+)?"

_DECIMALS = 9
"""Decimals of a degree that are kept."""

MOST_NG_PER_DAY = 10**12
"""A kilogram a day; a larger figure is a slip, and its canonical text could not be read back."""

MOST_REMEMBERED = 16_384
MOST_LONG_ONES = 4_096


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
        is_day: Whether it is a day, with or without a clock time.
        gives_way: Whether it is the text that is cut where a screen is narrow.
        by_catalogue: Whether a reader needs the catalogue.
        codes: The codes that a value names, in a column that names somebody.
        example: A cell, for the list of columns.
    """

    read: Callable[..., Any]
    write: Callable[[Any], str] = str
    pack: Callable[[Any], Any] | None = None
    unpack: Callable[..., Any] | None = None
    is_number: bool = False
    is_day: bool = False
    gives_way: bool = False
    by_catalogue: bool = False
    codes: Callable[[Any], Iterable[str]] = _one
    example: str = ""


def text(cell: str) -> str:
    """Free text in NFC, otherwise as written."""
    return clean_text(cell, "text")


def name(cell: str) -> str:
    """Free text that is not blank."""
    if not cell.strip():
        raise Unreadable("name", cell, "is blank")
    return text(cell)


@lru_cache(maxsize=MOST_REMEMBERED)
def code(cell: str) -> str:
    """A code of a patient, nurse, site or visit, as written."""
    return clean_code(cell, "code")


def own_code(cell: str) -> str:
    """The code of a patient, nurse or site; ``all`` stands for everybody in closures."""
    if cell.casefold() == "all":
        raise Unreadable("", cell, "stands for everybody in closures", "0007")
    return code(cell)


def codes(cell: str) -> tuple[str, ...]:
    """One code, or two different ones separated by ``;``."""
    found = tuple(code(part.strip()) for part in cell.split(";"))
    if len(found) > 2 or len(set(found)) < len(found):
        raise Unreadable("codes", cell, "needs one code, or up to 2 different ones", "N1;N2")
    return found


def words(cell: str) -> tuple[str, ...]:
    """Any number of different words separated by ``;``."""
    found = tuple(map(text, cell.split(";")))
    if len(set(found)) < len(found) or not all(found):
        raise Unreadable("words", cell, "needs different words", "outside-roster N1;no-chair")
    return found


def families(cell: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Pump families separated by ``;``, each once, as the catalogue spells them."""
    known = tuple(sorted({model.family for model in catalogue.models.values()}))
    found = tuple(part.strip().upper() for part in cell.split(";"))
    for family in found:
        if family not in known:
            near = nearest(family, known)
            raise Unreadable("skills", cell, f'names "{family}", which is no pump family{near}')
    if len(set(found)) < len(found):
        raise Unreadable("skills", cell, "names a family twice", "SM2;SM3")
    return found


@lru_cache(maxsize=MOST_REMEMBERED)
def day(cell: str, earliest: date = calendars.EARLIEST) -> date:
    """A day as ``YYYY-MM-DD``, from ``earliest`` to 2100."""
    if not re.fullmatch(_DAY, cell):
        raise Unreadable("date", cell, "needs a date as YYYY-MM-DD", "2026-11-02")
    try:
        found = date.fromisoformat(cell)
    except ValueError:
        raise Unreadable("date", cell, "is no day of the calendar") from None
    latest = calendars.LATEST
    if not earliest <= found <= latest:
        raise Unreadable("date", cell, f"is not between {earliest.year} and {latest.year}")
    return found


def when(cell: str) -> When:
    """A day, with its local clock time where one is given after a ``T``."""
    match = re.fullmatch(_WHEN, cell)
    if match is None:
        problem = "needs YYYY-MM-DD or YYYY-MM-DDTHH:MM"
        raise Unreadable("at", cell, problem, "2026-11-02 or 2026-11-02T09:30")
    hour = match[2]
    return When(day(match[1]), None if hour is None else int(hour) * 60 + int(match[3]))


volume: Callable[[str], Volume] = lru_cache(maxsize=MOST_REMEMBERED)(Volume.parse)
"""A volume, zero allowed; a bare number is mL."""


@lru_cache(maxsize=MOST_REMEMBERED)
def positive_volume(cell: str) -> Volume:
    """A volume above zero; a bare number is mL."""
    found = volume(cell)
    if not found.ul:
        raise Unreadable("volume", cell, "must be more than zero")
    return found


@lru_cache(maxsize=MOST_REMEMBERED)
def dose(cell: str) -> Dose | Flow:
    """A dose with its unit, or a flow, per day or per hour."""
    found = parse_dose(cell)
    if isinstance(found, Dose) and found.ng_per_day > MOST_NG_PER_DAY:
        raise Unreadable("dose", cell, "is more than a kilogram a day", "120 mcg/day")
    return found


@lru_cache(maxsize=MOST_LONG_ONES)
def bolus(cell: str) -> PatientBolus | None:
    """A patient's bolus allowance; ``none`` gives None."""
    return None if cell == "none" else PatientBolus.parse(cell)


flex = lru_cache(maxsize=MOST_LONG_ONES)(parse_flex)
"""The steps of a flex programme."""


@lru_cache(maxsize=MOST_REMEMBERED)
def amount(cell: str) -> Mass | Volume:
    """A one-off bolus: a mass or a volume, in either case with its unit."""
    if re.fullmatch(_BARE, cell):
        problem = "needs a mass or a volume: the unit is missing"
        raise Unreadable("amount", cell, problem, "0.25 mg or 0.1 mL")
    return positive_volume(cell) if cell[-2:].lower() == "ml" else Mass.parse(cell)


def weekly_hours(cell: str) -> tuple[Hours, ...]:
    """Weekly hours without places."""
    return parse_hours(text(cell), "hours")


def roster(cell: str) -> tuple[Hours, ...]:
    """Weekly hours, each with ``home`` or ``clinic:SITE``."""
    found = parse_hours(text(cell), "roster", places=True)
    for site in {hours.place for hours in found} - {HOME}:
        code(site)
    if f"clinic:{HOME}" in cell:
        raise Unreadable("roster", cell, f'names a site "{HOME}", the word for home routes')
    return found


class _Mixtures:
    """What the last used catalogue made of mixture texts, refusals included."""

    def __init__(self) -> None:
        self._memory: tuple[Catalogue | None, dict[str, Mixture | Unreadable]] = (None, {})

    def read(self, cell: str, catalogue: Catalogue) -> Mixture:
        known_by, known = self._memory
        if known_by is not catalogue or len(known) >= MOST_LONG_ONES:
            known = {}
            self._memory = (catalogue, known)
        found = known.get(cell)
        if found is None:
            try:
                found = catalogue.mixture(cell)
            except Unreadable as refusal:
                found = refusal.named("mixture")
            known[cell] = found
        if isinstance(found, Unreadable):
            raise found.named("mixture")
        return found


mixture: Callable[[str, Catalogue], Mixture] = _Mixtures().read
"""A mixture of drugs the catalogue knows; an unknown drug is refused with the nearest names."""


def joined(parts: Iterable[object]) -> str:
    """Canonical text of a list: its parts separated by ``;``."""
    return ";".join(map(str, parts))


def whole(low: int, high: int) -> CellType:
    """Whole numbers from ``low`` to ``high``."""

    @lru_cache(maxsize=1024)
    def read(cell: str) -> int:
        if not re.fullmatch(_WHOLE, cell) or not low <= int(cell) <= high:
            needs = f"needs a whole number from {low} to {high:,}"
            plain = re.fullmatch(_BARE, cell)
            raise Unreadable("number", cell, needs if plain else number_problem(cell, needs))
        return int(cell)

    return CellType(read, is_number=True, example=str(max(low, 1)))


def word(*words: StrEnum) -> CellType:
    """One of these words."""
    known = {str(each): each for each in words}
    names = tuple(known)

    def read(cell: str) -> StrEnum:
        found = known.get(cell)
        if found is None:
            raise Unreadable("word", cell, f"is no word known here{nearest(cell, names)}")
        return found

    return CellType(read, str, pack=str, unpack=type(words[0]), example=names[0])


def degrees(most: int) -> CellType:
    """Degrees up to ``most`` either side of zero, in billionths."""

    def read(cell: str) -> int:
        match = re.fullmatch(_DEGREES, cell)
        if match is None:
            problem = "needs degrees with at most nine decimals"
            raise Unreadable("degrees", cell, problem, "44.9612 or -93.2689")
        nano = int(match[2] + (match[3] or "").ljust(_DECIMALS, "0"))
        if nano > most * 10**_DECIMALS:
            raise Unreadable("degrees", cell, f"is not between -{most} and {most}")
        return -nano if match[1] == "-" else nano

    example = "44.9612" if most <= 90 else "-93.2689"
    return CellType(
        read, lambda nano: decimal_text(nano, _DECIMALS), is_number=True, example=example
    )


parse_day = lru_cache(maxsize=1 << 16)(date.fromisoformat)
"""The day that ISO text names."""

# The same hours and volumes recur in every store; all are immutable.
_stored_hours = lru_cache(maxsize=4096)(parse_hours)
_stored_volume = lru_cache(maxsize=1 << 12)(Volume)


def _stored_families(text: str) -> tuple[str, ...]:
    return tuple(text.split(";")) if text else ()


def _ml(ul: int) -> str:
    return decimal_text(ul, 3)


TEXT = CellType(text)
WIDE_TEXT = CellType(text, gives_way=True)
NAME = CellType(name, gives_way=True)
CODE = CellType(code, example="0007")
CODE_OR_ALL = CellType(
    code, codes=lambda who: () if who == calendars.EVERYBODY else (who,), example="all"
)
CODES = CellType(codes, joined, codes=tuple, example="N1;N2")
WORDS = CellType(words, joined, example="window;skill")
MANY_CODES = WORDS._replace(codes=tuple, example="N1;N2;MPLS")
OWN_CODE = CellType(own_code, example="0007")
DAY = CellType(day, pack=date.isoformat, unpack=parse_day, is_day=True, example="2026-11-02")
BIRTH_DAY = DAY._replace(read=partial(day, earliest=calendars.EARLIEST_BIRTH), example="1961-04-02")
UL = CellType(lambda cell: volume(cell).ul, _ml, is_number=True, example="2")
"""A volume kept as whole µL, zero allowed, in a column of mL."""

SOME_UL = UL._replace(read=lambda cell: positive_volume(cell).ul)
"""A volume kept as whole µL, or a flow as µL/day, above zero."""

VOLUME = CellType(
    volume, attrgetter("ml"), attrgetter("ul"), _stored_volume, is_number=True, example="19.5"
)
SOME_VOLUME = VOLUME._replace(read=positive_volume)
HOURS = CellType(
    weekly_hours,
    hours_text,
    pack=hours_text,
    unpack=partial(_stored_hours, noun="hours"),
    gives_way=True,
    example="Mon-Fri 09:00-16:00; Sat 10:00-12:00",
)
ROSTER = HOURS._replace(
    read=roster,
    unpack=partial(_stored_hours, noun="hours", places=True),
    codes=lambda roster: dict.fromkeys(each.place for each in roster if each.place != HOME),
    example="Mon-Thu 08:00-16:30 home; Fri 08:00-12:00 clinic:MPLS",
)
FAMILIES = CellType(
    families,
    joined,
    pack=joined,
    unpack=_stored_families,
    gives_way=True,
    by_catalogue=True,
    example="SM2;SM3",
)
