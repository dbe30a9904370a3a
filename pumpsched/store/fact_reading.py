"""Rows of the ledger to facts, fast enough to read every fact of a store at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from pumpsched.domain.ledger import (
    Archived,
    Attempted,
    BolusGiven,
    Fact,
    Filled,
    Programmed,
    Started,
    Stopped,
    Voided,
    When,
)
from pumpsched.domain.mixture import Mixture
from pumpsched.domain.programme import FlexStep, PatientBolus, Programme
from pumpsched.domain.quantities import Mass, Volume
from pumpsched.store.fact_mapping import Flex
from pumpsched.store.mapping import parse_day
from pumpsched.store.seals import damaged

_PLAIN: dict[str, type[Fact]] = {
    "stop": Stopped,
    "start": Started,
    "attempt": Attempted,
    "archive": Archived,
}


def fact_reader(
    mixtures: Mapping[int, Mixture], flexes: Mapping[int, Flex]
) -> Callable[[Sequence[Any]], Fact]:
    """What turns a row's cells, in the order of the table, into a fact."""

    def read(row: Sequence[Any]) -> Fact:
        kind = row[5]
        if kind == "fill":
            return _fill(row, mixtures)
        seq, at, note = row[0], _when(row), row[18]
        if kind == "dose":
            flex = row[12]
            steps = None if flex is None else flexes[flex]
            programme = _programme(row[11], steps, row[13], row[14], row[15])
            return Programmed(at=at, seq=seq, note=note, programme=programme)
        if kind == "bolus":
            mass, volume = row[16:18]
            amount = _volume(volume) if mass is None else Mass(mass)
            return BolusGiven(at=at, seq=seq, note=note, amount=amount)
        if kind == "void":
            return Voided(at=at, seq=seq, note=note, voids=row[19])
        plain = _PLAIN.get(kind)
        if plain is not None:
            return plain(at=at, seq=seq, note=note)
        raise damaged(f"Fact {seq} is of no known kind.")

    return read


def _setter(kind: type[object], name: str) -> Callable[[object, object], None]:
    """What sets a slot of a frozen value.

    The constructor of a frozen dataclass goes through ``object.__setattr__`` for every field, and
    that would be the larger part of reading a fact. What is set was checked when it was recorded,
    and the row's seal when it was read.
    """
    setter: Callable[[object, object], None] = getattr(kind, name).__set__
    return setter


_new = object.__new__
_set_day, _set_minute = _setter(When, "day"), _setter(When, "minute")
_set_seq, _set_at, _set_note = (_setter(Filled, name) for name in ("seq", "at", "note"))
_set_mixture, _set_injected = _setter(Filled, "mixture"), _setter(Filled, "injected")
_set_residual, _set_programmed = _setter(Filled, "residual"), _setter(Filled, "programmed")
_set_boluses_used = _setter(Filled, "boluses_used")


def _when(row: Sequence[Any]) -> When:
    at = _new(When)
    _set_day(at, parse_day(row[3]))
    _set_minute(at, row[4])
    return at


def _fill(row: Sequence[Any], mixtures: Mapping[int, Mixture]) -> Filled:
    mixture, residual, injected, programmed, boluses_used = row[6:11]
    fill = _new(Filled)
    _set_seq(fill, row[0])
    _set_at(fill, _when(row))
    _set_note(fill, row[18])
    _set_mixture(fill, None if mixture is None else mixtures[mixture])
    _set_residual(fill, None if residual is None else _volume(residual))
    _set_injected(fill, _volume(injected))
    _set_programmed(fill, None if programmed is None else _volume(programmed))
    _set_boluses_used(fill, boluses_used)
    return fill


# The same volumes and programmes recur in every ledger; all are immutable.
_volume = lru_cache(maxsize=1 << 12)(Volume)


@lru_cache(maxsize=1 << 12)
def _programme(
    dose: int | None, steps: Flex | None, bolus: int | None, per_day: int, lockout: int | None
) -> Programme:
    allowance = None if bolus is None else PatientBolus(Mass(bolus), per_day, lockout)
    return Programme(steps if dose is None else (FlexStep(0, dose),), allowance)  # type: ignore[arg-type]
