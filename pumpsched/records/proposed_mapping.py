"""A mapping proposed for a list: what its headings and cells prove, and what only its owner knows.

An order of dates is proved by days above 12, a decimal sign by numbers that can be read in one
way alone; what the list does not prove is left open for its owner.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

from pumpsched.domain.catalogue import Catalogue
from pumpsched.domain.errors import Unreadable
from pumpsched.records.column_mapping import (
    BOLUS,
    CONCENTRATION,
    DATES,
    DOSE,
    DRUG,
    FIELDS,
    MIXTURE,
    MODEL,
    NAME,
    PATIENT,
    SETTING,
    UNIT_COLUMNS,
    ListMapping,
    ListWords,
    plain_heading,
)
from pumpsched.records.events import INJECTED
from pumpsched.records.list_cells import CellKind, ListCell, ListRow, without_merged
from pumpsched.records.mapped_rows import (
    NUMBER_GROUP,
    RowMapper,
    begins_with,
    drug_names,
    is_serial,
    order_proof,
    read_day,
)
from pumpsched.records.panel import FILLED_ON

MOST_WORDS = 40
"""Different words of a column that are listed to be explained."""
PROOFS = 2
"""So many cells must prove an order of dates, and none another: one alone may be a slip."""
SAMPLES = 5
_LEAST_KNOWN = 2
"""Headings that are known, below which a file is no list of patients."""
_QUANTITIES = frozenset((*UNIT_COLUMNS, MIXTURE, DOSE, BOLUS)) | {
    name for name, each in FIELDS.items() if each.type.is_number and name[-3:] in ("_ml", "day")
}
_IN_ML = re.compile(r"\b(?:ml|cc)\b", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"[0-9][0-9.,/]*")


class ProposedMapping(NamedTuple):
    """A mapping proposed, and what it was proposed by.

    Attributes:
        header: The list's columns, each name once.
        samples: The first rows with their lines.
        rows: How many rows are patients'.
        left_out: The lines of those that are not, blank ones aside.
        blank: How many are blank.
    """

    mapping: ListMapping
    header: tuple[str, ...]
    samples: tuple[tuple[int, ListRow], ...]
    rows: int
    left_out: tuple[int, ...]
    blank: int


def unseen_fill(proposal: ProposedMapping) -> list[str]:
    """What of a fill no column was taken for, with those left out that may hold it.

    Without its day, or its volume, a row that tells of a pump's drug or dose cannot be read.
    """
    taken = set(proposal.mapping.columns.values())
    if taken.isdisjoint((MIXTURE, DRUG, DOSE)):
        return []
    found = []
    for needed, what, is_such in (
        (FILLED_ON.column, "dates", _is_day),
        (INJECTED.column, "volumes", _is_volume),
    ):
        names = [] if needed in taken else [*_left_out_of(proposal, is_such)]
        if names:
            listed = ", ".join(f'"{name}"' for name in names)
            found.append(f"[columns] the column that is {needed} ({what} are in {listed})")
    return found


def _left_out_of(
    proposal: ProposedMapping, is_such: Callable[[str, ListCell], bool]
) -> Iterator[str]:
    """The columns that were left out, and whose first cells are all such."""
    for place, name in enumerate(proposal.header):
        if not proposal.mapping.columns[name]:
            shown = [row[place] for _, row in proposal.samples if place < len(row)]
            cells = [cell for cell in shown if cell.text.strip()]
            if cells and all(is_such(name, cell) for cell in cells):
                yield name


def _is_day(_name: str, cell: ListCell) -> bool:
    tidy = cell._replace(text=cell.text.strip())
    return any(_reads(partial(_day_of, tidy, order), tidy.text) for order in ("mdy", "dmy"))


def _day_of(cell: ListCell, order: str, _text: str) -> object:
    return read_day(cell, order=order, serial=False)


def _is_volume(name: str, cell: ListCell) -> bool:
    return _IN_ML.search(name) is not None and _BARE_NUMBER.fullmatch(cell.text.strip()) is not None


def unique_names(header: Sequence[str]) -> tuple[str, ...]:
    """The names of columns, each once; one without a name gets its letter as a sheet shows it."""
    seen: Counter[str] = Counter()
    names = []
    for place, text in enumerate(header):
        name = " ".join(text.split()) or f"column {_letters(place)}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)


def _letters(place: int) -> str:
    before, last = divmod(place, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)


def header_among(rows: Iterable[tuple[int, Sequence[str]]], words: ListWords) -> int | None:
    """The line of the row with most headings that are known; None where hardly any is."""
    best, line = _LEAST_KNOWN - 1, None
    for number, cells in rows:
        headings = {words.columns.get(plain_heading(cell)) for cell in cells} - {None}
        if len(headings) > best:
            best, line = len(headings), number
    return line


def propose(
    header: Sequence[str],
    rows: Iterable[tuple[int, ListRow]],
    words: ListWords,
    catalogue: Catalogue,
    *,
    line: int,
    sheet: str = "",
) -> ProposedMapping:
    """The mapping that a list's headings and cells make likely.

    Args:
        header: The names of its columns as they stand there.
        rows: What stands below, with the lines.
        words: What lists call things.
        catalogue: The pump models and drugs that need no explanation.
        line: The line of the header.
        sheet: The sheet asked for.
    """
    names = unique_names(header)
    columns = _columns(names, words)
    seen = _Seen(tuple(columns.values()))
    leaving = RowMapper(ListMapping(columns, leave_out=words.leave_out), names, {})
    samples: list[tuple[int, ListRow]] = []
    left_out: list[int] = []
    beginnings: dict[str, None] = {}
    count = blank = 0
    for number, row in rows:
        if not any(cell.text.strip() for cell in row):
            blank += 1
        elif leaving.is_left_out(row):
            left_out.append(number)
            beginnings |= dict.fromkeys(_beginnings(row, words))
        else:
            count += 1
            if len(samples) < SAMPLES:
                samples.append((number, row))
            seen.add(row, words.blank)
    columns = _settled(columns, seen)
    mapping = ListMapping(
        columns,
        header=line,
        sheet=sheet,
        decimal=_decimal(seen),
        serial="" if seen.serials else False,
        blank=tuple(seen.blank),
        leave_out=tuple(beginnings),
        dates=_orders(columns, seen),
        units=_units(columns, seen, words),
    )
    mapping = _with_words(mapping, seen, words, catalogue)
    return ProposedMapping(mapping, names, tuple(samples), count, tuple(left_out), blank)


def _beginnings(row: ListRow, words: ListWords) -> list[str]:
    text = next(cell.text for cell in without_merged(row) if cell.text.strip()).strip()
    return begins_with(text, words.leave_out)[:1]


def _columns(names: Sequence[str], words: ListWords) -> dict[str, str]:
    """What each column is by its heading; a unit belongs to the quantity before it."""
    columns: dict[str, str] = {}
    before = ""
    for name in names:
        plain = plain_heading(name)
        target = words.columns.get(plain) or words.columns.get(_without_unit(name, words), "")
        if target == "unit":
            target = UNIT_COLUMNS.get(before, "")
        taken = {what: which for which, what in columns.items()}
        if target not in taken:
            columns[name] = target
        elif target != PATIENT or NAME in taken:
            columns[name] = ""
        elif plain_heading(taken[target]) == PATIENT:
            # "Patient" beside a column of numbers is who, not which code.
            columns[taken[target]], columns[name] = NAME, target
        else:
            columns[name] = NAME if plain == PATIENT else ""
        before = target or before
    return columns


def _without_unit(name: str, words: ListWords) -> str:
    """A heading without the unit that it ends with: ``Fill Vol mL``, ``Dose mcg/day``."""
    known = sorted({*words.units, *words.units.values(), "mcg", "mg"}, key=len, reverse=True)
    plain = plain_heading(name)
    bare = (plain.removesuffix(plain_heading(unit)) for unit in known)
    return next((each for each in bare if each in words.columns and each != plain), "")


@dataclass
class _Seen:
    """What the cells of a list show, by what their column was taken for."""

    targets: tuple[str, ...]
    cells: dict[str, Counter[str]] = field(default_factory=dict)
    orders: dict[str, Counter[str]] = field(default_factory=dict)
    serials: bool = False
    blank: dict[str, None] = field(default_factory=dict)
    bare: Counter[str] = field(default_factory=Counter)
    filled: Counter[str] = field(default_factory=Counter)
    numbers: list[str] = field(default_factory=list)

    def add(self, row: ListRow, blank: frozenset[str]) -> None:
        """Takes a row in."""
        for target, cell in zip(self.targets, row, strict=False):
            text = " ".join(cell.text.split())
            if not target or not text or cell.kind is CellKind.COVERED:
                continue
            if text.casefold() in blank and not (target == BOLUS and text.casefold() == "none"):
                self.blank[text.casefold()] = None
                continue
            self.filled[target] += 1
            known = self.cells.setdefault(target, Counter())
            if len(known) < MOST_WORDS or text in known:
                known[text] += 1
            if target in DATES:
                self._add_day(target, cell)
            elif target in _QUANTITIES:
                self.bare[target] += _BARE_NUMBER.fullmatch(text) is not None
                if cell.kind is not CellKind.NUMBER:
                    self.numbers += NUMBER_GROUP.findall(text) if len(self.numbers) < 10_000 else []

    def _add_day(self, target: str, cell: ListCell) -> None:
        text = cell.text.strip()
        self.serials |= is_serial(text)
        proof = order_proof(text)
        if proof is not None:
            self.orders.setdefault(target, Counter())[proof] += 1


def _settled(columns: Mapping[str, str], seen: _Seen) -> dict[str, str]:
    """The columns once their cells are known: a drug with its concentration is a mixture."""
    taken = set(columns.values())
    drugs = seen.cells.get(DRUG, Counter())
    if DRUG not in taken and MIXTURE not in taken:
        return {name: MIXTURE if what == CONCENTRATION else what for name, what in columns.items()}
    whole = MIXTURE not in taken and (CONCENTRATION not in taken or any(map(_has_digit, drugs)))
    return {
        name: MIXTURE if target == DRUG and whole and drugs else target
        for name, target in columns.items()
    }


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _orders(columns: Mapping[str, str], seen: _Seen) -> dict[str, str]:
    """The order of each column of dates in numbers; empty where its cells do not prove one."""
    found = {}
    for target in columns.values():
        proofs = seen.orders.get(target)
        if proofs is None:
            continue
        named = [(order, count) for order, count in proofs.items() if order]
        proved = len(named) == 1 and named[0][1] >= PROOFS
        found[target] = named[0][0] if proved else ""
    return found


_BY_COMMA = re.compile(r"0,[0-9]+|[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})|[0-9.]+\.[0-9]{3},[0-9]+")
_BY_POINT = re.compile(r"0\.[0-9]+|[0-9,]*[0-9]\.(?:[0-9]{1,2}|[0-9]{4,})")
_EITHER = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")


def _decimal(seen: _Seen) -> str:
    """The decimal sign of the list; empty where its numbers could be read either way."""
    by_comma, by_point, either = (
        any(map(pattern.fullmatch, seen.numbers)) for pattern in (_BY_COMMA, _BY_POINT, _EITHER)
    )
    if by_comma:
        return "" if by_point else ","
    return "" if either and not by_point else "."


def _units(columns: Mapping[str, str], seen: _Seen, words: ListWords) -> dict[str, str]:
    """The unit of each column of bare numbers: that of its heading, else open."""
    taken = set(columns.values())
    found = {}
    for name, target in columns.items():
        if target in UNIT_COLUMNS and UNIT_COLUMNS[target] not in taken and seen.bare[target]:
            found[target] = _unit_in(name, words)
    return found


_UNIT = re.compile(
    r"(?:mcg|µg|μg|ug|mg|ng|ml|cc)(?:(?:\s*/\s*|_|\s+per\s+)(?:day|d|h|hr|hour|24\s*h(?:r|ours)?|tag|ml|cc))?",
    re.IGNORECASE,
)


def _unit_in(name: str, words: ListWords) -> str:
    """The unit that a heading names; empty for none, and for a mass alone."""
    for match in reversed(_UNIT.findall(name)):
        spelled = re.sub(r"(?:\s+per\s+|_)", "/", match.casefold())
        unit = words.units.get(spelled, spelled)
        if "/" in unit:
            return unit
    return ""


def _with_words(
    mapping: ListMapping, seen: _Seen, words: ListWords, catalogue: Catalogue
) -> ListMapping:
    """The mapping with what the words of the list mean that the program does not know by itself."""

    def mixture(text: str) -> None:
        mapper = RowMapper(ListMapping({"": MIXTURE}, decimal=mapping.decimal), ("",), words.units)
        catalogue.mixture(mapper.mapped((ListCell(text),)).cells.get(MIXTURE, text))

    def drugs(text: str) -> None:
        for name in drug_names(text):
            catalogue.drug_code(name)

    readers: dict[str, Callable[[str], object]] = {
        MODEL: catalogue.model,
        SETTING: FIELDS[SETTING].type.read,
        MIXTURE: mixture,
        **dict.fromkeys((DRUG, "drug_2", "drug_3"), drugs),
    }
    found: dict[str, dict[str, str]] = {}
    for target in set(readers).intersection(mapping.columns.values()):
        known = words.values.get(target, {})
        for text in sorted(seen.cells.get(target, ())):
            if not _reads(readers[target], text):
                found.setdefault(target, {})[text] = known.get(text.casefold(), "")
    return replace(mapping, words=dict(sorted(found.items())))


def _reads(reader: Callable[[str], object], text: str) -> bool:
    try:
        reader(text)
    except Unreadable:
        return False
    return True
