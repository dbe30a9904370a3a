"""Facts to cells; outlooks to cells and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
)
from pumpsched.domain.mixture import Mixture
from pumpsched.domain.outlook import Outlook
from pumpsched.domain.programme import FlexStep, Programme
from pumpsched.domain.projection import Limit, State
from pumpsched.domain.quantities import Mass, Volume
from pumpsched.store.ledger_tables import FACT, OUTLOOK
from pumpsched.store.mapping import day_or_none, parse_day, text_or_none
from pumpsched.store.seals import Cell

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
