"""Facts to cells; outlooks to cells and back.

Rows of the ledger to facts, fast enough to read every fact of a store at once.
"""

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
from pumpsched.domain.outlook import Outlook
from pumpsched.domain.projection import Limit, State
from pumpsched.domain.quantities import Mass, Volume
from pumpsched.domain.therapy import FlexStep, Mixture, PatientBolus, Programme
from pumpsched.records.cell_types import parse_day
from pumpsched.store.mapping import day_or_none, text_or_none
from pumpsched.store.seals import Cell, damaged
from pumpsched.store.tables import FACT, OUTLOOK

Flex = tuple[FlexStep, ...]

FACT_NAMES = tuple(column.name for column in FACT.columns)
SAID = slice(FACT_NAMES.index("day"), FACT_NAMES.index("content"))
"""The cells of a row that say what happened, apart from who and where it was recorded."""

SAID_NAMES = FACT_NAMES[SAID]
_NO_FILL = (None,) * 5
_NO_PROGRAMME = (None,) * 5
_NO_AMOUNT = (None,) * 2

KIND_OF: dict[type[Fact], str] = {
    Filled: "fill",
    Programmed: "dose",
    BolusGiven: "bolus",
    Stopped: "stop",
    Started: "start",
    Attempted: "attempt",
    Archived: "archive",
    Voided: "void",
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
    kind, at = KIND_OF[type(fact)], fact.at
    head = (at.day.isoformat(), at.minute, kind)
    match fact:
        case Filled():
            return (
                *head,
                None if fact.mixture is None else mixture(fact.mixture),
                None if fact.residual is None else fact.residual.ul,
                fact.injected.ul,
                None if fact.programmed is None else fact.programmed.ul,
                fact.boluses_used,
                *_NO_PROGRAMME,
                *_NO_AMOUNT,
                fact.note,
                None,
            )
        case Programmed():
            programme = _programme_cells(fact.programme, flex)
            return (*head, *_NO_FILL, *programme, *_NO_AMOUNT, fact.note, None)
        case BolusGiven(amount=Mass() as mass):
            return (*head, *_NO_FILL, *_NO_PROGRAMME, mass.ng, None, fact.note, None)
        case BolusGiven(amount=Volume() as volume):
            return (*head, *_NO_FILL, *_NO_PROGRAMME, None, volume.ul, fact.note, None)
        case _:
            voids = fact.voids if type(fact) is Voided else None
            return (*head, *_NO_FILL, *_NO_PROGRAMME, *_NO_AMOUNT, fact.note, voids)


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


def _programme_cells(programme: Programme, flex: Callable[[Flex], int]) -> tuple[Cell, ...]:
    bolus = programme.bolus
    return (
        programme.steps[0].ng_per_day if programme.is_even else None,
        None if programme.is_even else flex(programme.steps),
        bolus.mass.ng if bolus else None,
        bolus.per_day if bolus else None,
        bolus.lockout_minutes if bolus else None,
    )


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
