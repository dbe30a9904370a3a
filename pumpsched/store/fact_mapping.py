"""Facts to cells and back, as their kinds say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pumpsched.domain.calendars import When
from pumpsched.domain.ledger import Fact
from pumpsched.domain.therapy import Mixture
from pumpsched.records.cell_types import parse_day
from pumpsched.records.events import EVENT_KINDS, MIXTURE, NOTE, EventKind
from pumpsched.store.mapping import packed
from pumpsched.store.reading.ledger_reads import Flex
from pumpsched.store.seals import Cell, damaged

StoredOnce = Mapping[str, Callable[[int], Any]]

_MIXTURE, _FLEX = MIXTURE.stored[0], "flex_id"
"""Columns with the number of what is stored once for all facts."""

_NOTE = NOTE.stored[0]
_KIND_OF = {kind.fact: kind for kind in EVENT_KINDS.values()}


def said_of(
    fact: Fact, *, mixture: Callable[[Mixture], int], flex: Callable[[Flex], int]
) -> dict[str, Cell]:
    """The cells that say what happened, under the names of their columns; others are empty.

    Mixtures and flex programmes are given a number, and stored if new, by ``mixture`` and ``flex``.
    """
    kind, at = _KIND_OF[type(fact)], fact.at
    said: dict[str, Any] = {"day": at.day.isoformat(), "minute": at.minute, "kind": kind.word}
    said[_NOTE] = fact.note
    for part in kind.parts:
        said.update(zip(part.stored, packed(part, part.of(fact)), strict=True))
    for column, number_of in ((_MIXTURE, mixture), (_FLEX, flex)):
        if said.get(column) is not None:
            said[column] = number_of(said[column])
    return said


def fact_reader(
    mixture: Callable[[int], Mixture], flex: Callable[[int], Flex]
) -> Callable[[Any], Fact]:
    """What turns a row into a fact, given what finds a mixture or flex programme by its number."""
    stored_once: StoredOnce = {_MIXTURE: mixture, _FLEX: flex}
    readers = {word: _reader(kind, stored_once) for word, kind in EVENT_KINDS.items()}

    def read(row: Any) -> Fact:
        reader = readers.get(row.kind)
        if reader is None:
            raise damaged(f"Fact {row.id} is of no known kind.")
        return reader(row)

    return read


def _reader(kind: EventKind, stored_once: StoredOnce) -> Callable[[Any], Fact]:
    single: list[tuple[str, str, Callable[[Any], Any] | None]] = []
    several: list[tuple[str, Sequence[str], Any]] = []
    for part in kind.parts:
        if len(part.stored) > 1:
            several.append((part.attribute, part.stored, part.unpack))
        else:
            (column,) = part.stored
            single.append((part.attribute, column, stored_once.get(column, part.unpack)))

    def cell_of(row: Any, column: str) -> Any:
        cell, find = getattr(row, column), stored_once.get(column)
        return cell if find is None or cell is None else find(cell)

    def read(row: Any) -> Fact:
        found: dict[str, Any] = {}
        for attribute, column, unpack in single:
            cell = getattr(row, column)
            found[attribute] = cell if unpack is None or cell is None else unpack(cell)
        for attribute, columns, unpack_all in several:
            found[attribute] = unpack_all(*(cell_of(row, column) for column in columns))
        at = When(parse_day(row.day), row.minute)
        return kind.fact(at=at, seq=row.id, note=row.note, **found)

    return read
