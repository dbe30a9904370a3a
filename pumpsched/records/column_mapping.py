"""How somebody's own list is read: what each of its columns is, as a TOML file that they can mend.

A mapping is data and says all there is to say: nothing is guessed when a list is read by it. An
entry of ``""`` that only the list's owner can fill in is open, and a mapping with an open entry
is refused.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pumpsched.domain.text import visible
from pumpsched.records import events, folder
from pumpsched.records.panel import PANEL, PUMP_COLUMNS, PUMP_MODEL
from pumpsched.records.problems import BadImport, Problem, nearest
from pumpsched.records.spec import Field

PATIENT, NAME, ADDRESS = (
    each.column for each in (folder.PATIENT_CODE, folder.NAME, folder.ADDRESS)
)
MIXTURE, DOSE, BOLUS, FLEX = (
    each.column for each in (events.MIXTURE, events.DOSE, events.BOLUS, events.FLEX)
)
MODEL, SETTING = PUMP_MODEL.column, folder.SETTING.column
LAST_NAME, DRUG, CONCENTRATION = "last_name", "drug", "concentration"
BOLUS_AMOUNT, BOLUS_PER_DAY = "bolus_amount", "bolus_per_day"

PARTS: dict[str, tuple[str, ...]] = {
    NAME: (LAST_NAME, "first_name"),
    ADDRESS: (ADDRESS, "city", "state"),
    MIXTURE: (
        *(DRUG, CONCENTRATION, "concentration_unit"),
        *("drug_2", "concentration_2", "concentration_unit_2"),
        *("drug_3", "concentration_3", "concentration_unit_3"),
    ),
    DOSE: (DOSE, "dose_unit"),
    BOLUS: (BOLUS_AMOUNT, "bolus_unit", BOLUS_PER_DAY, "bolus_lockout"),
}
"""Columns of a panel that a list may have in several, and what those are called here."""

ORDERS = ("mdy", "dmy", "ymd")
DECIMALS = (".", ",")
_PAD = re.compile(r"pad ([1-9][0-9]?)")
_OF_PARTS = tuple(part for parts in PARTS.values() for part in parts)
TARGETS = tuple(dict.fromkeys((*PANEL.accepted, *_OF_PARTS)))
"""What a column of a list may be taken for."""

FIELDS: dict[str, Field] = {each.column: each for each in PANEL.every_field}
OF_PUMP = (
    *(each.column for each in PUMP_COLUMNS),
    *(part for whole in (MIXTURE, DOSE, BOLUS) for part in PARTS[whole]),
)
"""Columns that belong to a pump: with one of them a list says which model it is."""
DATES = tuple(name for name, each in FIELDS.items() if each.type.is_day)
UNIT_COLUMNS = {
    DOSE: "dose_unit",
    CONCENTRATION: "concentration_unit",
    "concentration_2": "concentration_unit_2",
    "concentration_3": "concentration_unit_3",
    BOLUS_AMOUNT: "bolus_unit",
}
"""Columns whose numbers need a unit, with the column that may give it row by row."""
WITH_UNITS = tuple(UNIT_COLUMNS)


class ListWords(NamedTuple):
    """What lists call things, to propose a mapping by.

    Attributes:
        columns: What a heading means, by :func:`plain_heading`.
        values: What a cell means, by column and word in small letters.
        units: Other spellings of units, in small letters.
        blank: What is written where nothing is known, in small letters.
        leave_out: What rows begin with that are no patient's.
    """

    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    units: Mapping[str, str]
    blank: frozenset[str]
    leave_out: tuple[str, ...]


def plain_heading(text: str) -> str:
    """A heading without case, blanks, marks, and what stands in brackets."""
    bare = re.sub(r"[(\[].*?[)\]]", "", text.casefold())
    return "".join(re.findall(r"[^\W_]+", bare))


@dataclass(frozen=True, slots=True)
class ListMapping:
    """How a list is read.

    Attributes:
        columns: What each column was taken for, in the order of the list; empty for left out.
        header: The line of the column names.
        sheet: The sheet of a workbook; empty for its only one.
        decimal: The decimal sign of numbers that are text.
        serial: Whether a whole number in a column of dates is a day as Excel counts them.
        blank: What is written where nothing is known.
        leave_out: What the rows begin with that are no patient's.
        dates: The order of day, month and year, by column of ours.
        units: The unit of bare numbers, by column of ours.
        codes: Digits to which a code is filled up with zeros, by column of ours.
        words: What a cell means, by column of ours; compared without case.
    """

    columns: Mapping[str, str]
    header: int = 1
    sheet: str = ""
    decimal: str = "."
    serial: bool | str = False
    blank: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    dates: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, int] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def taken(self) -> dict[str, str]:
        """The column of the list by what it was taken for."""
        return {target: name for name, target in self.columns.items() if target}

    def theirs(self, target: str) -> str:
        """What the list calls a column of ours, all columns that make it; ours if it has none."""
        taken = self.taken
        names = (taken.get(each) for each in (target, *PARTS.get(target, ())))
        return " + ".join(dict.fromkeys(filter(None, names))) or target


def open_entries(mapping: ListMapping) -> list[str]:
    """What the owner of the list has yet to say, each with what may stand there."""
    taken = mapping.taken
    has_pump = any(each in taken for each in OF_PUMP)
    needed = (PATIENT, NAME, MODEL) if has_pump else (PATIENT, NAME)
    found = [
        f"[columns] the column that is {need}"
        for need in needed
        if need not in taken and not any(part in taken for part in PARTS.get(need, ()))
    ]
    found += [
        f'[dates] {target} ("{taken.get(target, "")}"): mdy, dmy or ymd'
        for target, order in mapping.dates.items()
        if not order
    ]
    if not mapping.decimal:
        found.append('decimal: "." or ","')
    if mapping.serial == "":
        found.append("serial: true or false")
    found += [
        f'[units] {target} ("{taken.get(target, "")}"): such as {_SUCH_AS[target]}'
        for target, unit in mapping.units.items()
        if not unit
    ]
    found += [
        f'[words.{target}] "{word}": what it is'
        for target, words in mapping.words.items()
        for word, meaning in words.items()
        if not meaning and target in MUST_MEAN
    ]
    return found


MUST_MEAN = (MODEL, SETTING, DRUG, MIXTURE)
"""Columns whose words need a meaning; any other word may stand for nothing."""
_SUCH_AS = dict.fromkeys(WITH_UNITS, "mg/mL") | {DOSE: "mcg/day", BOLUS_AMOUNT: "mcg"}


def read_mapping(text: str, *, file: str) -> ListMapping:
    """The mapping that a TOML file holds.

    Raises:
        BadImport: With everything that is wrong with it, by line and entry.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadImport([_not_toml(str(error), file)]) from None
    reader = _MappingReader(table, text, file)
    mapping = reader.read()
    if not reader.problems:
        for what in open_entries(mapping):
            reader.refuse(_key_of(what), f"is left open: {what}")
    if reader.problems:
        raise BadImport(sorted(reader.problems, key=lambda problem: problem.line))
    return mapping


def _not_toml(message: str, file: str) -> Problem:
    place = re.search(r" \(at line ([0-9]+)", message)
    what = re.sub(r" \(at .*", "", message)
    if "overwrite" in what:
        what = "an entry stands twice"
    return Problem(
        file, int(place[1]) if place else 1, "", f"is no TOML: {what[:1].lower()}{what[1:]}"
    )


def _key_of(what: str) -> str:
    found = re.match(r"(?:\[[^]]*\] )?\"?([^\":(]+?)\"?(?: \(|:|$)", what)
    return found[1] if found else what


class _MappingReader:
    """Takes a TOML table apart, and gathers what is wrong with it."""

    def __init__(self, table: dict[str, Any], text: str, file: str) -> None:
        self._table = table
        self._lines = text.splitlines()
        self._file = file
        self.problems: list[Problem] = []

    def read(self) -> ListMapping:
        known = tuple(ListMapping.__dataclass_fields__)
        for key in self._table:
            if key not in known:
                self.refuse(key, f"is no entry of a mapping{nearest(key, known)}")
        columns = self._columns()
        return ListMapping(
            columns=columns,
            header=self._one("header", 1, lambda n: type(n) is int and n >= 1, "a row, from 1"),
            sheet=self._one("sheet", "", lambda text: isinstance(text, str), "a sheet's name"),
            decimal=self._one("decimal", ".", (*DECIMALS, "").__contains__, '"." or ","'),
            serial=self._one("serial", False, (True, False, "").__contains__, "true or false"),
            blank=self._texts("blank"),
            leave_out=self._texts("leave_out"),
            dates=self._by_target("dates", DATES, (*ORDERS, "").__contains__, "mdy, dmy or ymd"),
            units=self._by_target("units", WITH_UNITS, _is_text, "a unit such as mcg/day"),
            codes={
                target: int(_PAD.sub(r"\1", text))
                for target, text in self._by_target(
                    "codes", (PATIENT,), lambda t: _is_text(t) and _PAD.fullmatch(t), '"pad 4"'
                ).items()
            },
            words=self._words(),
        )

    def refuse(self, key: str, what: str) -> None:
        """Notes a problem of an entry, at its line."""
        quoted = re.escape(key)
        pattern = re.compile(rf"""\s*(?:\[(?:words\.)?)?["']?{quoted}["']?\s*[=\]]""")
        lines = (n for n, line in enumerate(self._lines, 1) if pattern.match(line))
        self.problems.append(Problem(self._file, next(lines, 1), visible(key), what))

    def _columns(self) -> dict[str, str]:
        columns = self._by_target("columns", None, _is_text, "the name of a column of ours")
        if not columns and not self.problems:
            self.refuse("columns", "is needed: what each column of the list is")
        given: dict[str, str] = {}
        for theirs, target in columns.items():
            if target and target not in TARGETS:
                self.refuse(theirs, f'is taken for "{visible(target)}"{nearest(target, TARGETS)}')
            elif target and target in given:
                self.refuse(theirs, f'is taken for {target}, and so is "{visible(given[target])}"')
            else:
                given[target] = theirs
        return columns

    def _words(self) -> dict[str, dict[str, str]]:
        table = self._table.get("words", {})
        if not isinstance(table, dict):
            self.refuse("words", "needs a table for each column, such as [words.pump_model]")
            return {}
        found = {}
        for target, words in table.items():
            if target not in TARGETS:
                self.refuse(target, f"is no column of ours{nearest(target, TARGETS)}")
            elif not isinstance(words, dict) or not all(map(_is_text, words.values())):
                self.refuse(target, 'needs what words mean, such as "SM II 20" = "SM2-20"')
            else:
                found[target] = {word.casefold(): meaning for word, meaning in words.items()}
        return found

    def _one(self, key: str, default: Any, fits: Callable[[Any], Any], needs: str) -> Any:
        value = self._table.get(key, default)
        if not fits(value):
            self.refuse(key, f"needs {needs}")
            return default
        return value

    def _texts(self, key: str) -> tuple[str, ...]:
        value = self._table.get(key, [])
        if not isinstance(value, list) or not all(map(_is_text, value)):
            self.refuse(key, 'needs a list of words, such as ["Total"]')
            return ()
        return tuple(each.casefold() for each in value)

    def _by_target(
        self,
        key: str,
        targets: tuple[str, ...] | None,
        fits: Callable[[Any], Any],
        needs: str,
    ) -> dict[str, str]:
        """A table of texts, its keys among the targets unless these are anybody's words."""
        table = self._table.get(key, {})
        if not isinstance(table, dict):
            self.refuse(key, f"needs a table [{key}]")
            return {}
        found = {}
        for name, value in table.items():
            if targets is not None and name not in targets:
                self.refuse(name, f"does not belong into [{key}]{nearest(name, targets)}")
            elif not fits(value):
                self.refuse(name, f"needs {needs}")
            else:
                found[name] = value
        return found


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def mapping_text(
    mapping: ListMapping, *, about: Iterable[str] = (), remarks: Mapping[str, str] | None = None
) -> str:
    """The TOML file of a mapping, to be mended by a person.

    Args:
        mapping: What the file shall say.
        about: Lines of comment above all.
        remarks: A comment beside the entry of a column, by its name or its target.
    """
    return "\n".join(
        (*(f"# {line}".rstrip() for line in about), "", *_lines(mapping, remarks or {}), "")
    )


def _lines(mapping: ListMapping, remarks: Mapping[str, str]) -> Iterator[str]:
    yield f"header = {mapping.header}  # the line of the column names"
    if mapping.sheet:
        yield f"sheet = {_quoted(mapping.sheet)}"
    yield f"decimal = {_quoted(mapping.decimal)}  # the sign before decimals: . or ,"
    if mapping.serial is not False:
        serial = "true" if mapping.serial else '""'
        yield f"serial = {serial}  # true: 46328 is 2 Nov 2026, as Excel counts days"
    yield f"blank = {_list(mapping.blank)}  # what stands where nothing is known"
    yield f"leave_out = {_list(mapping.leave_out)}  # how rows begin that are no patient's"
    yield from ("", '[columns]  # yours = ours; "" leaves a column out')
    yield from _entries(mapping.columns, remarks)
    if mapping.dates:
        yield from ("", "[dates]  # 11/2/2026 is mdy: 2 November; dmy: 11 February")
        yield from _entries(mapping.dates, remarks)
    if mapping.units:
        yield from ("", "[units]  # of numbers that stand alone")
        yield from _entries(mapping.units, remarks)
    yield from ("", "[codes]")
    padded = {target: f"pad {width}" for target, width in mapping.codes.items()}
    yield from _entries(padded, {}) if padded else ('# patient = "pad 4"  # 7 becomes 0007',)
    for target, words in mapping.words.items():
        if words:
            yield from ("", f"[words.{target}]  # yours = ours")
            yield from _entries(words, {})


def _entries(table: Mapping[str, str], remarks: Mapping[str, str]) -> Iterator[str]:
    for key, value in table.items():
        remark = f"  # {remarks[key]}" if key in remarks else ""
        bare = re.fullmatch(r"[A-Za-z0-9_-]+", key)
        yield f"{key if bare else _quoted(key)} = {_quoted(value)}{remark}"


def _list(words: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, words))}]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
