"""Facts to cells and back, as their kinds say; outlooks to cells and back.

What turns a row into a fact is made once for each kind: a ledger has a million rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pumpsched.domain.ledger import Fact, When
from pumpsched.domain.outlook import Outlook
from pumpsched.domain.projection import Limit, State
from pumpsched.domain.therapy import FlexStep, Mixture
from pumpsched.records.cell_types import parse_day
from pumpsched.records.events import EVENT_KINDS, MIXTURE, NOTE, EventKind
from pumpsched.store.mapping import day_or_none, packed, text_or_none
from pumpsched.store.seals import Cell, damaged
from pumpsched.store.tables import FACT, OUTLOOK

Flex = tuple[FlexStep, ...]

FACT_NAMES = tuple(column.name for column in FACT.columns)
SAID = slice(FACT_NAMES.index("day"), FACT_NAMES.index("content"))
"""The cells of a row that say what happened, apart from who and where it was recorded."""

SAID_NAMES = FACT_NAMES[SAID]
_MIXTURE, _FLEX = MIXTURE.stored[0], "flex_id"
"""Columns with the number of what is stored once for all facts."""

_SEQ, _DAY, _MINUTE, _KIND = "id", "day", "minute", "kind"
_NOTE = NOTE.stored[0]
_ROW = {name: place for place, name in enumerate(FACT_NAMES)}
_SAID = {name: place for place, name in enumerate(SAID_NAMES)}
_PARTS = {
    kind.fact: (
        kind.word,
        tuple((part, tuple(_SAID[name] for name in part.stored)) for part in kind.parts),
    )
    for kind in EVENT_KINDS.values()
}


def said_cells(
    fact: Fact, *, mixture: Callable[[Mixture], int], flex: Callable[[Flex], int]
) -> tuple[Cell, ...]:
    """The cells that say what happened, in the order of :data:`SAID_NAMES`.

    Args:
        fact: What happened.
        mixture: Gives a mixture's number, storing it if new.
        flex: Gives a flex programme's number, storing it if new.
    """
    word, parts = _PARTS[type(fact)]
    cells: list[Any] = [None] * len(SAID_NAMES)
    cells[_SAID[_DAY]], cells[_SAID[_MINUTE]] = fact.at.day.isoformat(), fact.at.minute
    cells[_SAID[_KIND]], cells[_SAID[_NOTE]] = word, fact.note
    for part, places in parts:
        for place, cell in zip(places, packed(part, part.of(fact)), strict=True):
            cells[place] = cell
    for column, number_of in ((_MIXTURE, mixture), (_FLEX, flex)):
        place = _SAID[column]
        if cells[place] is not None:
            cells[place] = number_of(cells[place])
    return tuple(cells)


def fact_reader(
    mixtures: Mapping[int, Mixture], flexes: Mapping[int, Flex]
) -> Callable[[Sequence[Any]], Fact]:
    """What turns a row's cells, in the order of the table, into a fact."""
    stored_once: dict[str, Mapping[int, Any]] = {_MIXTURE: mixtures, _FLEX: flexes}
    kind_at = _ROW[_KIND]
    readers = {word: _reader(kind, stored_once) for word, kind in EVENT_KINDS.items()}

    def read(row: Sequence[Any]) -> Fact:
        reader = readers.get(row[kind_at])
        if reader is None:
            raise damaged(f"Fact {row[_ROW[_SEQ]]} is of no known kind.")
        return reader(row)

    return read


def _reader(
    kind: EventKind, stored_once: Mapping[str, Mapping[int, Any]]
) -> Callable[[Sequence[Any]], Fact]:
    single: list[tuple[Setter, int, Callable[[Any], Any] | None]] = [
        (_setter(kind.fact, "seq"), _ROW[_SEQ], None),
        (_setter(kind.fact, NOTE.attribute), _ROW[_NOTE], None),
    ]
    several: list[tuple[Setter, list[tuple[int, Mapping[int, Any] | None]], Any]] = []
    for part in kind.parts:
        places = [(_ROW[name], stored_once.get(name)) for name in part.stored]
        setter = _setter(kind.fact, part.attribute)
        if len(places) > 1:
            several.append((setter, places, part.unpack))
        else:
            ((place, known),) = places
            unpack = part.unpack if known is None else known.__getitem__
            single.append((setter, place, unpack))
    set_at, day_at, minute_at = _setter(kind.fact, "at"), _ROW[_DAY], _ROW[_MINUTE]

    def read(row: Sequence[Any]) -> Fact:
        at, fact = _new(When), _new(kind.fact)
        _set_day(at, parse_day(row[day_at]))
        _set_minute(at, row[minute_at])
        set_at(fact, at)
        for setter, place, unpack in single:
            cell = row[place]
            setter(fact, cell if unpack is None or cell is None else unpack(cell))
        for setter, places, unpack_all in several:
            cells = [
                row[place] if known is None or row[place] is None else known[row[place]]
                for place, known in places
            ]
            setter(fact, unpack_all(*cells))
        return fact

    return read


Setter = Callable[[object, object], None]


def _setter(kind: type[object], name: str) -> Setter:
    """What sets a slot of a frozen value.

    The constructor of a frozen dataclass goes through ``object.__setattr__`` for every field, and
    that would be the larger part of reading a fact. What is set was checked when it was recorded,
    and the row's seal when it was read.
    """
    setter: Setter = getattr(kind, name).__set__
    return setter


_new = object.__new__
_set_day, _set_minute = _setter(When, "day"), _setter(When, "minute")


def outlook_cells(pump_key: int, outlook: Outlook) -> tuple[Cell, ...]:
    """All cells of an outlook but the seal, in the order of the table."""
    return (
        pump_key,
        outlook.seen_on.isoformat(),
        outlook.holds_from.isoformat(),
        text_or_none(outlook.holds_until),
        outlook.state.value,
        text_or_none(outlook.filled_on),
        text_or_none(outlook.opens_on),
        text_or_none(outlook.refill_by),
        None if outlook.limit is None else outlook.limit.value,
        text_or_none(outlook.alarm_on),
        text_or_none(outlook.alarm_nominal_on),
        text_or_none(outlook.empty_on),
        text_or_none(outlook.stable_until),
        outlook.volume_num,
        outlook.volume_den,
        outlook.flow_num,
        outlook.flow_den,
        outlook.dose_minutes,
        outlook.mixture,
        outlook.alarm_ul,
        outlook.rank,
        ",".join(outlook.findings),
        outlook.ledger_seq,
        outlook.rules_version,
    )


_STATES = {state.value: state for state in State}
_LIMITS: dict[str | None, Limit | None] = {None: None, **{limit.value: limit for limit in Limit}}
OUTLOOK_WIDTH = len(OUTLOOK.columns)


def outlook_of(cells: Sequence[Any]) -> Outlook:
    """The outlook of a row's cells, in the order of the table."""
    return Outlook(
        parse_day(cells[1]),
        parse_day(cells[2]),
        day_or_none(cells[3]),
        _STATES[cells[4]],
        day_or_none(cells[5]),
        day_or_none(cells[6]),
        day_or_none(cells[7]),
        _LIMITS[cells[8]],
        day_or_none(cells[9]),
        day_or_none(cells[10]),
        day_or_none(cells[11]),
        day_or_none(cells[12]),
        cells[13],
        cells[14],
        cells[15],
        cells[16],
        cells[17],
        cells[18],
        cells[19],
        cells[20],
        tuple(cells[21].split(",")) if cells[21] else (),
        cells[22],
        cells[23],
    )
