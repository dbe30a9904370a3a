"""The ledger file: one fact a line, in the order recorded.

A correction is a line too: event ``void`` repeats the patient and time of the fact that was
wrong, ``note`` gives the reason, and the column ``voids`` names that fact as ``fill 1``: the
first fill of this patient at this time, counted in the order of the lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from pumpsched.domain.errors import Unreadable
from pumpsched.domain.ledger import (
    Archived,
    Attempted,
    BolusGiven,
    Fact,
    Filled,
    Programmed,
    Started,
    Stopped,
    When,
)
from pumpsched.domain.quantities import Dose, Volume
from pumpsched.domain.therapy import PatientBolus, Programme
from pumpsched.records import grammar
from pumpsched.records.problems import nearest
from pumpsched.records.rows import Cells, Layout

_EVENT_OF: dict[type[Fact], str] = {
    Filled: "fill",
    Programmed: "dose",
    BolusGiven: "bolus",
    Stopped: "stop",
    Started: "start",
    Attempted: "attempt",
    Archived: "archive",
}
VOID = "void"
_EVENTS = (*_EVENT_OF.values(), VOID)
_VOIDS = re.compile(r"([a-z]+) ([1-9][0-9]{0,3})")
_boluses_used = grammar.whole(0, 999_999)


@dataclass(frozen=True, slots=True)
class VoidRow:
    """That an earlier fact was wrong, named without a database number.

    Attributes:
        at: Time of the fact that was wrong.
        event: Its kind, such as ``fill``.
        ordinal: Which of the patient's facts of that kind at that time, from 1, in file order.
        note: The reason.
    """

    at: When
    event: str
    ordinal: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class EventRow:
    """One line of a ledger: whose, and the fact or the void; its ``seq`` is 0."""

    patient: str
    fact: Fact | VoidRow


def event_name(fact: Fact | VoidRow) -> str:
    """The word in the column ``event`` for a fact.

    Raises:
        TypeError: A :class:`~pumpsched.domain.ledger.Voided`, which has no name outside its store.
    """
    if isinstance(fact, VoidRow):
        return VOID
    try:
        return _EVENT_OF[type(fact)]
    except KeyError:
        raise TypeError(f"write a VoidRow, not {type(fact).__name__}") from None


def read_programme(cells: Cells) -> Programme | None:
    """The programme of ``dose``, ``flex`` and ``bolus``, or None where neither rate is given."""
    dose = cells.optional("dose", grammar.dose)
    steps = cells.optional("flex", grammar.flex)
    bolus = cells.optional("bolus", grammar.bolus)
    if cells.given("dose") and cells.given("flex"):
        cells.refuse("flex", "stands beside a dose: a programme has one of the two")
    if dose is not None:
        return _even(dose, bolus)
    return None if steps is None else Programme(steps, bolus)


@lru_cache(maxsize=grammar.MOST_REMEMBERED)
def _even(dose: Dose, bolus: PatientBolus | None) -> Programme:
    return Programme.even(dose, bolus)


def programme_text(programme: Programme) -> dict[str, str]:
    """The cells ``dose``, ``bolus`` and ``flex`` of a programme."""
    flex = programme.flex_text
    return {
        "dose": "" if flex else str(Dose(programme.steps[0].ng_per_day)),
        "bolus": grammar.shown(programme.bolus),
        "flex": flex or "",
    }


def read_fill(cells: Cells, at: When, note: str = "") -> Filled:
    """The fill of a row; settles the row."""
    catalogue = cells.catalogue
    injected = cells.required("injected_ml", grammar.positive_volume)
    mixture = cells.optional("mixture", lambda cell: grammar.mixture(cell, catalogue))
    residual = cells.optional("residual_ml", grammar.volume)
    programmed = cells.optional("programmed_ml", grammar.volume)
    used = cells.optional("boluses_used", _boluses_used)
    cells.settle()
    return Filled(
        at=at,
        note=note,
        injected=injected,
        mixture=mixture,
        residual=residual,
        programmed=programmed,
        boluses_used=used,
    )


def fill_text(fill: Filled) -> dict[str, str]:
    """The cells of a fill, less patient, time and note."""
    return {
        "mixture": grammar.shown(fill.mixture),
        "residual_ml": _ml(fill.residual),
        "injected_ml": fill.injected.ml,
        "programmed_ml": _ml(fill.programmed),
        "boluses_used": grammar.shown(fill.boluses_used),
    }


def _ml(volume: Volume | None) -> str:
    return "" if volume is None else volume.ml


def _read_dose(cells: Cells, at: When, note: str) -> Fact:
    programme = read_programme(cells)
    if not cells.given("dose") and not cells.given("flex"):
        cells.refuse("dose", "a dose row needs dose or flex", example="120 mcg/day")
    cells.settle()
    assert programme is not None, "a row without problems has a dose or flex"
    return Programmed(at=at, note=note, programme=programme)


def _read_bolus(cells: Cells, at: When, note: str) -> Fact:
    amount = cells.required("amount", grammar.amount)
    cells.settle()
    return BolusGiven(at=at, note=note, amount=amount)


def _read_stop(cells: Cells, at: When, note: str) -> Fact:
    cells.settle()
    return Stopped(at=at, note=note)


def _read_start(cells: Cells, at: When, note: str) -> Fact:
    cells.settle()
    return Started(at=at, note=note)


def _read_attempt(cells: Cells, at: When, note: str) -> Fact:
    cells.settle()
    return Attempted(at=at, note=note)


def _read_archive(cells: Cells, at: When, note: str) -> Fact:
    if at is not None and at.minute is not None:
        cells.refuse("at", "has a clock time: an archive has its day alone")
    cells.settle()
    return Archived(at=at, note=note)


def _read_void(cells: Cells, at: When, note: str) -> VoidRow:
    event, ordinal = cells.required("voids", _voided) or ("", 0)
    cells.settle()
    return VoidRow(at, event, ordinal, note)


def _voided(cell: str) -> tuple[str, int]:
    match = _VOIDS.fullmatch(cell)
    if match is None or match[1] not in _EVENT_OF.values():
        problem = "needs the kind of a fact and which one at that time"
        raise Unreadable("voids", cell, problem, "fill 1")
    return match[1], int(match[2])


def _event(cell: str) -> str:
    if cell not in _EVENTS:
        raise Unreadable("event", cell, f"is no event of a ledger{nearest(cell, _EVENTS)}")
    return cell


_SHARED = ("patient", "at", "event", "note")
_KINDS: dict[str, tuple[Callable[[Cells, When, str], Fact | VoidRow], frozenset[str]]] = {
    event: (read, frozenset(_SHARED + own))
    for event, read, own in (
        (
            "fill",
            read_fill,
            ("mixture", "residual_ml", "injected_ml", "programmed_ml", "boluses_used"),
        ),
        ("dose", _read_dose, ("dose", "bolus", "flex")),
        ("bolus", _read_bolus, ("amount",)),
        ("stop", _read_stop, ()),
        ("start", _read_start, ()),
        ("attempt", _read_attempt, ()),
        ("archive", _read_archive, ()),
        (VOID, _read_void, ("voids",)),
    )
}


def _read_event(cells: Cells) -> EventRow:
    patient = cells.required("patient", grammar.code)
    at = cells.required("at", grammar.when)
    event = cells.required("event", _event)
    note = cells.text("note")
    if event is None:
        _check_quantities(cells)
        cells.settle()
    read, own = _KINDS[event]
    for column, cell in cells.row.items():
        if cell and column not in own:
            a = "an" if event[0] in "aeiou" else "a"
            cells.refuse(column, f"does not belong to {a} {event} row")
    return EventRow(patient, read(cells, at, note))


def _check_quantities(cells: Cells) -> None:
    """Find what else is wrong in a row whose event is unknown."""
    read_programme(cells)
    cells.optional("mixture", lambda cell: grammar.mixture(cell, cells.catalogue))
    for column in ("residual_ml", "injected_ml", "programmed_ml"):
        cells.optional(column, grammar.volume)
    cells.optional("boluses_used", _boluses_used)
    cells.optional("amount", grammar.amount)


def _event_text(row: EventRow) -> dict[str, str]:
    fact = row.fact
    cells = dict.fromkeys(EVENTS.accepted, "")
    cells["patient"], cells["at"], cells["note"] = row.patient, str(fact.at), fact.note
    cells["event"] = event_name(fact)
    if isinstance(fact, Filled):
        cells |= fill_text(fact)
    elif isinstance(fact, Programmed):
        cells |= programme_text(fact.programme)
    elif isinstance(fact, BolusGiven):
        cells["amount"] = str(fact.amount)
    elif isinstance(fact, VoidRow):
        cells["voids"] = f"{fact.event} {fact.ordinal}"
    return cells


EVENTS: Layout[EventRow] = Layout(
    "events.csv",
    (
        *("patient", "at", "event", "mixture", "residual_ml", "injected_ml", "programmed_ml"),
        *("boluses_used", "dose", "bolus", "flex", "amount", "note"),
    ),
    ("patient", "at", "event"),
    _read_event,
    _event_text,
    extra=("voids",),
)
