"""Rows of somebody's own list as rows of a panel, by a mapping: exactly, or with what is wrong.

What comes out is text, as a panel has it, and passes the same reader. A problem is told under the
column's name in the list.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from pumpsched.domain.errors import Unreadable
from pumpsched.records.column_mapping import (
    ADDRESS,
    BOLUS,
    BOLUS_PER_DAY,
    DATES,
    DOSE,
    FIELDS,
    FLEX,
    LAST_NAME,
    MIXTURE,
    MODEL,
    NAME,
    PARTS,
    PATIENT,
    WITH_UNITS,
    ListMapping,
)
from pumpsched.records.folder import LATITUDE, LONGITUDE
from pumpsched.records.list_cells import (
    CellKind,
    ListCell,
    ListRow,
    is_heading,
    why_unreadable,
    without_merged,
)
from pumpsched.records.panel import PANEL
from pumpsched.records.problems import BadCell, refused

_FIRST_SERIAL = date(1899, 12, 30)
"""The day from which Excel counts, for days after February 1900."""
_SERIALS = range(367, 73_051)
"""Days of 1901 to 2099 as Excel counts them."""
_ISO = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ](.+))?")
_NUMERIC = re.compile(r"([0-9]{1,4})([/.-])([0-9]{1,2})\2([0-9]{1,4})(?:,?[T ]+(.+))?")
_NAMED = re.compile(
    r"(?:([0-9]{1,2})[ .-]+([a-z]{3,9})|([a-z]{3,9})\.? +([0-9]{1,2})),?[ .-]+([0-9]{4})"
)
_CLOCK = re.compile(
    r"(?:[01]?[0-9]|2[0-3]):?[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?(?: ?[ap]\.?m\.?)?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS_OF_A_YEAR = len(_MONTHS)
_FULL_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
NUMBER_GROUP = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_WITHOUT_UNIT = re.compile(r"[0-9][0-9./+, ]*")
_GROUPED = {
    ".": re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]+))?"),
    ",": re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,([0-9]+))?"),
}
_EXAMPLES = {"mdy": "11/2/2026", "dmy": "2/11/2026", "ymd": "2026/11/2"}
_COORDINATE = re.compile(r"([+-]?[0-9]{1,3}\.[0-9]{9})[0-9]+")
_COORDINATES = (LATITUDE.column, LONGITUDE.column)
_WITH_NUMBERS = frozenset(
    (*WITH_UNITS, *_COORDINATES, MIXTURE, DOSE, BOLUS, FLEX, BOLUS_PER_DAY)
) | {name for name, each in FIELDS.items() if each.type.is_number}
_WITH_UNIT_WORDS = _WITH_NUMBERS | {
    each for parts in PARTS.values() for each in parts if "unit" in each
}
_JOINED = (NAME, ADDRESS)
_DATES = frozenset(DATES)
_TELL_APART = {*PARTS[NAME]} | {name for name, each in FIELDS.items() if each.tells_apart}
_PRIVATE = {part for whole in _JOINED for part in PARTS[whole]} | PANEL.private


class MappedRow(NamedTuple):
    """A row of a panel, and what of it could not be read, under our names of the columns."""

    cells: dict[str, str]
    bad: list[BadCell]


class RowMapper:
    """Reads the rows of one list by one mapping.

    Args:
        mapping: How.
        header: The names of the list's columns, each once.
        units: Other spellings of units, in small letters, and what they are.
    """

    def __init__(
        self, mapping: ListMapping, header: Sequence[str], units: Mapping[str, str]
    ) -> None:
        self._mapping = mapping
        self._words = {
            target: {word.casefold(): meaning for word, meaning in words.items()}
            for target, words in mapping.words.items()
        }
        self._header = tuple(header)
        self._targets = [mapping.columns.get(name, "") for name in header]
        self._blank = {"", *mapping.blank}
        self._units = units
        spelled = sorted(map(re.escape, units), key=len, reverse=True)
        unit = "|".join(spelled) or "(?!)"
        self._unit = re.compile(rf"(?<=[0-9 ])(?:{unit})(?![a-z/])|^(?:{unit})$", re.IGNORECASE)

    def cells_of(self, row: ListRow) -> dict[str, ListCell]:
        """The cells of a row by what their columns were taken for, without those left blank."""
        found = zip(self._targets, row, strict=False)
        tidy = ((target, cell._replace(text=_in_one_line(cell.text))) for target, cell in found)
        return {t: cell for t, cell in tidy if t and cell.text.casefold() not in self._blank}

    def is_left_out(self, row: ListRow) -> bool:
        """Whether a row is no patient's.

        Such are headings of a group, the column names once more, and rows that begin with what is
        left out and lack what all patients have. What reaches into a row from merged cells is not
        its own.
        """
        if is_heading(row):
            return _is_of_patient(self.cells_of(row))
        own = without_merged(row)
        texts = {n: text for n, cell in enumerate(own) if (text := " ".join(cell.text.split()))}
        if len(texts) == 1:
            (place,) = texts
            return not any(cell.merged for cell in row) and self._is_remark(place, texts[place])
        if all(self._header[place : place + 1] == (text,) for place, text in texts.items()):
            return True
        if not begins_with(texts[min(texts)], self._mapping.leave_out):
            return False
        cells = self.cells_of(own)
        return not (_is_of_patient(cells) and MODEL in cells)

    def _is_remark(self, place: int, text: str) -> bool:
        """Whether a text that stands alone in its row is no patient's code, name or drug."""
        is_code = " " not in text and any(letter.isdigit() for letter in text)
        target = self._targets[place] if place < len(self._targets) else ""
        is_nobodys = target in ("", PATIENT) and not is_code
        return is_nobodys or bool(begins_with(text, self._mapping.leave_out))

    def mapped(self, row: ListRow) -> MappedRow:
        """A row as one of a panel; what is unreadable is left out of it and told."""
        bad: list[BadCell] = []
        read: dict[str, str] = {}
        is_ones = False
        for target, cell in self.cells_of(row).items():
            try:
                # Of what tells patients apart the first is enough to say that two rows are one's.
                own = target in _TELL_APART and not (cell.merged and is_ones)
                why = why_unreadable(cell, tells_apart=own, is_day=target in _DATES)
                is_ones |= own and bool(cell.merged)
                if why:
                    raise Unreadable(target, cell.text, why)
                read[target] = self._read(target, cell)
            except Unreadable as problem:
                bad.append(_bad_cell(target, cell.text, problem))
        cells = {target: text for target, text in read.items() if target in FIELDS}
        unread = {each.column for each in bad}
        for whole, parts in PARTS.items():
            if unread.isdisjoint(parts):
                try:
                    if text := self._joined(whole, read):
                        cells[whole] = text
                except Unreadable as problem:
                    bad.append(_bad_cell(whole, problem.value, problem))
        return MappedRow({name: text for name, text in cells.items() if text}, bad)

    def _read(self, target: str, cell: ListCell) -> str:
        text = cell.text
        if cell.kind is CellKind.ERROR:
            raise Unreadable(target, text, "is an error of the workbook")
        meaning = self._words.get(target, {}).get(text.casefold())
        if meaning is not None:
            return meaning
        if target in DATES:
            return self._day(target, cell)
        if target in _WITH_NUMBERS:
            text = text if cell.kind is CellKind.NUMBER else self._with_points(target, text)
        if target in _WITH_UNIT_WORDS:
            text = self._unit.sub(lambda found: self._units[found[0].lower()], text)
        if target in _COORDINATES:
            text = _COORDINATE.sub(r"\1", text)
        if target in self._mapping.codes and text.isascii() and text.isdigit():
            return text.zfill(self._mapping.codes[target])
        unit = self._mapping.units.get(target)
        return f"{text} {unit}" if unit and _WITHOUT_UNIT.fullmatch(text) else text

    def _with_points(self, target: str, text: str) -> str:
        """The text with a point before decimals and nothing between other digits."""
        sign = self._mapping.decimal or "."

        def plain(found: re.Match[str]) -> str:
            number = _GROUPED[sign].fullmatch(found[0])
            if number is None:
                problem = f'has a number that does not go with "{sign}" as the decimal sign'
                raise Unreadable(target, text, problem, "0.5" if sign == "." else "0,5")
            whole = re.sub("[.,]", "", number[1])
            return f"{whole}.{number[2]}" if number[2] else whole

        return NUMBER_GROUP.sub(plain, text)

    def _day(self, target: str, cell: ListCell) -> str:
        day = read_day(
            cell,
            order=self._mapping.dates.get(target, ""),
            serial=self._mapping.serial is True,
        )
        return day.isoformat()

    def _joined(self, whole: str, read: Mapping[str, str]) -> str:
        """What several columns make together; empty where one alone stands for it already."""
        parts = [read.get(part, "") for part in PARTS[whole]]
        if whole in _JOINED:
            return "" if whole == NAME in read else ", ".join(filter(None, parts))
        if whole == DOSE:
            return _with_unit(*parts)
        if whole == BOLUS:
            return "" if whole in read else _bolus(*parts)
        drugs = [
            mixture_text(f"{drug} {_with_unit(amount, unit)}".strip())
            for drug, amount, unit in zip(parts[0::3], parts[1::3], parts[2::3], strict=True)
            if drug or amount
        ]
        return " + ".join(drugs) or mixture_text(read.get(whole, ""))


class DaysSeen:
    """The days of a list's columns, to tell whether some had day and month exchanged.

    What opens a list and takes 3/11/2026 for 11 March leaves 13/11/2026 a text.
    """

    def __init__(self) -> None:
        self._texts: defaultdict[str, set[str]] = defaultdict(set)
        self._days: defaultdict[str, set[bool]] = defaultdict(set)
        self._first: dict[str, int] = {}

    def add(self, line: int, cells: Mapping[str, ListCell]) -> None:
        """Takes the cells of a row in, by what their columns were taken for."""
        for target in cells.keys() & _DATES:
            cell = cells[target]
            if cell.kind is CellKind.DAY:
                self._first.setdefault(target, line)
                self._days[target].add(int(cell.text[8:10]) <= _MONTHS_OF_A_YEAR)
            elif (proof := order_proof(cell.text)) is not None:
                self._texts[target].add(proof)

    def exchanged(self) -> Iterator[tuple[int, str]]:
        """The first day and the column where every day may be a month, and no text can."""
        for target, line in self._first.items():
            texts = self._texts[target]
            if self._days[target] == {True} and texts and "" not in texts:
                yield line, target


def begins_with(text: str, words: Iterable[str]) -> list[str]:
    """Those of the words, in small letters, with which a text begins."""
    plain = text.casefold()
    return [word for word in words if re.match(rf"{re.escape(word)}(?!\w)", plain)]


def _is_of_patient(cells: Mapping[str, ListCell]) -> bool:
    return PATIENT in cells and (NAME in cells or LAST_NAME in cells)


def _bad_cell(target: str, text: str, problem: Unreadable) -> BadCell:
    return refused(
        target,
        text,
        problem.problem,
        example=problem.example,
        is_private=target in _PRIVATE,
    )


def _in_one_line(text: str) -> str:
    """The text without blanks around it, its line breaks as commas."""
    lines = (" ".join(line.split()) for line in re.split(r"[\r\n]+", text.replace("\xa0", " ")))
    return ", ".join(filter(None, lines))


def read_day(cell: ListCell, *, order: str, serial: bool) -> date:
    """The day that a cell names; of a clock time beside it nothing is kept.

    Args:
        cell: A cell that is not empty.
        order: That of day, month and year in numbers; empty where the list does not say.
        serial: Whether a whole number is a day as Excel counts.

    Raises:
        Unreadable: It names no day, or only one of two.
    """
    text = cell.text
    if match := _ISO.fullmatch(text):
        _check_clock(text, match[2])
        return _made(text, *map(int, match[1].split("-")))
    if text.isascii() and text.isdigit() and int(text) in _SERIALS:
        if not serial:
            raise Unreadable("", text, "is a day only if the mapping says serial = true")
        return _FIRST_SERIAL + timedelta(days=int(text))
    if match := _NUMERIC.fullmatch(text):
        _check_clock(text, match[5])
        return _ordered(text, (match[1], match[3], match[4]), order)
    if match := _NAMED.fullmatch(text.lower()):
        month = match[2] or match[3]
        known = _FULL_MONTHS if month in _FULL_MONTHS else _MONTHS
        if month in known:
            return _made(text, int(match[5]), known.index(month) + 1, int(match[1] or match[4]))
    raise Unreadable("", text, "is no date", "11/2/2026 with [dates] mdy")


def _ordered(text: str, numbers: tuple[str, str, str], order: str) -> date:
    if not order and len(numbers[0]) < 4:
        raise Unreadable("", text, "may be two days: [dates] of the mapping says mdy, dmy or ymd")
    by_letter = dict(zip("ymd" if len(numbers[0]) == 4 else order, numbers, strict=True))
    if len(by_letter["y"]) != 4:
        problem = f"is no date in the order {order}, with a year of four digits"
        raise Unreadable("", text, problem, _EXAMPLES[order])
    return _made(text, *(int(by_letter[letter]) for letter in "ymd"))


def _made(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable("", text, "is no day of the calendar in that order") from None


def _check_clock(text: str, clock: str | None) -> None:
    if clock and not _CLOCK.fullmatch(clock.strip().lower()):
        raise Unreadable("", text, "has something after the day that is no clock time")


def order_proof(text: str) -> str | None:
    """The order of day, month and year that a cell proves; empty for none; None if it needs none.

    A year that stands first is followed by the month.
    """
    match = _NUMERIC.fullmatch(text)
    if match is None or len(match[1]) == 4:
        return None
    first, second = int(match[1]), int(match[3])
    if first > 12 >= second:
        return "dmy"
    return "mdy" if second > 12 >= first else ""


def is_serial(text: str) -> bool:
    """Whether a text may be a day as Excel counts."""
    return text.isascii() and text.isdigit() and int(text) in _SERIALS


def _with_unit(amount: str, unit: str) -> str:
    if not amount or not unit:
        return amount
    if _WITHOUT_UNIT.fullmatch(amount):
        return f"{amount} {unit}"
    if not amount.lower().replace(" ", "").endswith(unit.lower().replace(" ", "")):
        raise Unreadable("", f"{amount} {unit}", "has two units that differ")
    return amount


def _bolus(amount: str, unit: str, per_day: str, lockout: str) -> str:
    """A patient's allowance of its parts; none where its amount is zero or not given."""
    if not amount or re.fullmatch(r"0+(?:\.0+)?", amount):
        return ""
    if lockout and not re.search("[a-z]", lockout.lower()):
        raise Unreadable(BOLUS, lockout, "is a lockout without h or min", "2h")
    return f"{_with_unit(amount, unit)} x {per_day}/day" + (
        f" lockout {lockout}" if lockout else ""
    )


_JOINT = re.compile(r"\s*(?:[/,;+&]|\band\b|\bund\b)\s*", re.IGNORECASE)
_AFTER_ML = re.compile(rf"(?<=ml){_JOINT.pattern}", re.IGNORECASE)
_UNIT_LAST = re.compile(
    r"([^0-9]+?)[\s,:]*([0-9][^a-z]*?)\s*((?:mcg|ug|µg|μg|mg|ng) ?/ ?ml)", re.IGNORECASE
)
_NAMES_FIRST = re.compile(r"([^0-9]+?)[\s,:]*([0-9].*)")


def mixture_text(text: str) -> str:
    """A mixture as this program writes one: ``Morphine/Bupivacaine 20/10 mg/ml`` taken apart.

    What cannot be taken apart comes back as it is, for the reader of mixtures to refuse.
    """
    if match := _UNIT_LAST.fullmatch(text):
        amounts = re.split(r"\s*[/,;+&]\s*", match[2].strip())
        return _paired(match[1], [f"{amount} {match[3]}" for amount in amounts]) or text
    apart = _AFTER_ML.split(text)
    first = _NAMES_FIRST.fullmatch(apart[0])
    if len(apart) > 1 and first and all(each[:1].isdigit() for each in apart[1:]):
        return _paired(first[1], [first[2], *apart[1:]]) or text
    return " + ".join(_NAMES_FIRST.sub(r"\1 \2", each) for each in apart)


def drug_names(text: str) -> list[str]:
    """The names in a cell of drugs: ``Morphine/Bupivacaine``."""
    return _JOINT.split(text.strip())


def _paired(names: str, amounts: Sequence[str]) -> str:
    """Each drug with its concentration; empty where there are more of one than of the other."""
    drugs = drug_names(names)
    if len(drugs) != len(amounts):
        return ""
    return " + ".join(f"{drug} {amount}" for drug, amount in zip(drugs, amounts, strict=True))
