"""The ledger file: one fact a line, in the order recorded, and every kind of fact there is.

A correction is a line too: event ``void`` repeats the patient and time of the fact that was
wrong, ``note`` gives the reason, and the column ``voids`` names that fact as ``fill 1``: the
first fill of this patient at this time, counted in the order of the lines; or by its own name.

Every fact has a name of its own in the column ``fact``, which a row of an export keeps whatever is
mended in it: ``0007/2026-11-02/fill/1`` is what was first recorded as this patient's first fill.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from pumpsched.domain import ledger
from pumpsched.domain.calendars import When
from pumpsched.domain.errors import Unreadable
from pumpsched.domain.ledger import DrugSupply, Fact
from pumpsched.domain.quantities import Flow, Mass, Volume
from pumpsched.domain.therapy import FlexStep, PatientBolus, Programme
from pumpsched.records import cell_types
from pumpsched.records.cell_types import DAY, SOME_VOLUME, TEXT, VOLUME, CellType, whole
from pumpsched.records.folder import PATIENT
from pumpsched.records.problems import nearest
from pumpsched.records.spec import Cells, Field, Group, Layout, Part, optional, taken, texts


def fact_name(patient: str, at: When | str, event: str, ordinal: int) -> str:
    """The name that a fact gets: the patient's n-th of its kind at its time, as recorded."""
    return f"{patient}/{at}/{event}/{ordinal}"


class VoidRow(NamedTuple):
    """That an earlier fact was wrong, named without a database number.

    Attributes:
        event: Its kind, such as ``fill``; empty where the fact is called by its name.
        ordinal: Which of the patient's facts of that kind at that time, from 1, in file order.
        name: The fact's own name.
    """

    at: When
    event: str
    ordinal: int
    note: str = ""
    name: str = ""

    @property
    def voids(self) -> str:
        """What calls the fact."""
        return self.name or f"{self.event} {self.ordinal}"


class EventRow(NamedTuple):
    """One line of a ledger: whose, and the fact or the void; its ``seq`` is 0.

    ``name`` is the fact's own, empty where the line gives none.
    """

    patient: str
    fact: Fact | VoidRow
    name: str = ""


MIXTURE = Field(
    "mixture",
    CellType(
        cell_types.mixture, by_catalogue=True, example="morphine 20 mg/mL + bupivacaine 10 mg/mL"
    ),
    "Drugs with their concentrations; the first is the programmed one.",
    stored=("mixture_id",),
    refers=True,
)
RESIDUAL = Field(
    "residual_ml",
    VOLUME,
    "Volume aspirated before the fill [mL].",
    attribute="residual",
    stored=("residual_ul",),
)
INJECTED = Field(
    "injected_ml",
    SOME_VOLUME,
    "Volume filled in [mL].",
    attribute="injected",
    stored=("injected_ul",),
    required=True,
)
PROGRAMMED = Field(
    "programmed_ml",
    VOLUME,
    "Volume that the programmer was told [mL].",
    attribute="programmed",
    stored=("programmed_ul",),
)
_BOLUSES_USED = Field(
    "boluses_used", whole(0, 999_999), "Patient boluses since the fill before, as read out."
)

_CHECKED = Field("check_volume_ml", VOLUME, "Volume aspirated and returned after the fill [mL].")


def _check_text(volume: Volume | None) -> dict[str, str]:
    """The cell of a volume that was aspirated, and of no other."""
    return dict(_CHECKED.write(volume)) if volume is not None else {}


CHECK_VOLUME = Group(
    "check_volume",
    (_CHECKED,),
    _CHECKED.take,
    _check_text,
    ("check_volume_ul",),
    pack=_CHECKED.pack,
    unpack=_CHECKED.unpack,
    of=attrgetter("check_volume"),
)
_LABELS = (
    Field("lot", TEXT, "Lot number of the drug filled in."),
    Field("expires_on", DAY, "Last day on which the maker's drug may be used."),
    Field("bud_on", DAY, "Last day on which the pharmacy's preparation may be used."),
    Field("kit", TEXT, "Lot number of the refill kit."),
    Field(
        "waste_ml", SOME_VOLUME, "Volume thrown away [mL].", attribute="waste", stored=("waste_ul",)
    ),
    Field("witness", TEXT, "Who saw it thrown away."),
)


def _take_supply(cells: Cells) -> DrugSupply | None:
    given = {each.attribute: each.take(cells) for each in _LABELS if cells.given(each)}
    return DrugSupply.noted(**given) if all(given.values()) else None


def _supply_text(supply: DrugSupply | None) -> dict[str, str]:
    """The cells of what was noted, and of nothing else."""
    written = texts(supply, _LABELS) if supply else {}
    return {column: cell for column, cell in written.items() if cell}


def _packed_supply(supply: DrugSupply) -> tuple[str | int | None, ...]:
    values = ((each.pack, each.of(supply)) for each in _LABELS)
    return tuple((pack(value) if pack else value) if value else None for pack, value in values)


@lru_cache(maxsize=1 << 12)
def _unpacked_supply(*cells: str | int | None) -> DrugSupply | None:
    kept = [(each, cell) for each, cell in zip(_LABELS, cells, strict=True) if cell is not None]
    return DrugSupply.noted(
        **{each.attribute: each.unpack(cell) if each.unpack else cell for each, cell in kept}
    )


SUPPLY = Group(
    "supply",
    _LABELS,
    _take_supply,
    _supply_text,
    tuple(each.stored[0] for each in _LABELS),
    pack=_packed_supply,
    unpack=_unpacked_supply,
    of=attrgetter("supply"),
)

DOSE = Field(
    "dose",
    CellType(cell_types.dose, example="120 mcg/day"),
    "Dose a day or an hour with its unit, or a flow in mL/day.",
)
BOLUS = Field(
    "bolus",
    CellType(cell_types.bolus, example="0.25 mg x 4/day lockout 2h"),
    "What the patient may add; none takes it away.",
)
FLEX = Field(
    "flex",
    CellType(cell_types.flex, example="00:00 5 mcg/h; 08:00 10 mcg/h"),
    "Rates over the day, in the place of a dose.",
)


def _take_programme(cells: Cells) -> Programme | None:
    dose, steps, bolus = DOSE.take(cells), FLEX.take(cells), BOLUS.take(cells)
    if cells.given(DOSE) and cells.given(FLEX):
        cells.refuse(FLEX.column, "stands beside a dose: a programme has one of the two")
    if dose is not None:
        return _even(dose, bolus)
    return None if steps is None else Programme(steps, bolus)


_even = lru_cache(maxsize=cell_types.MOST_REMEMBERED)(Programme.even)


def _programme_text(programme: Programme) -> Mapping[str, str]:
    flex = programme.flex_text
    dose = None if flex else programme.dose_text
    return DOSE.write(dose) | BOLUS.write(programme.bolus) | FLEX.write(flex)


Stored = int | tuple[FlexStep, ...] | None


def _packed_programme(programme: Programme) -> tuple[Stored, ...]:
    bolus, flow = programme.bolus, programme.flow
    rates: tuple[Stored, Stored] = (None, None)
    if flow is None:
        even = programme.is_even
        rates = (programme.steps[0].ng_per_day, None) if even else (None, programme.steps)
    allowance: tuple[Stored, ...] = (None, None, None)
    if bolus is not None:
        allowance = (bolus.mass.ng, bolus.per_day, bolus.lockout_minutes)
    return (*rates, *allowance, flow.ul_per_day if flow else None)


@lru_cache(maxsize=1 << 12)
def _unpacked_programme(
    dose: int | None,
    steps: tuple[FlexStep, ...],
    bolus: int | None,
    per_day: int,
    lockout: int | None,
    flow: int | None,
) -> Programme:
    allowance = None if bolus is None else PatientBolus(Mass(bolus), per_day, lockout)
    if flow is not None:
        return Programme.even(Flow(flow), allowance)
    return Programme(steps if dose is None else (FlexStep(0, dose),), allowance)


PROGRAMME = Group(
    "programme",
    (DOSE, BOLUS, FLEX),
    _take_programme,
    _programme_text,
    (
        *("dose_ng_per_day", "flex_id", "bolus_ng", "bolus_per_day", "bolus_lockout_min"),
        "flow_ul_per_day",
    ),
    pack=_packed_programme,
    unpack=_unpacked_programme,
    of=attrgetter("programme"),
    required=True,
)


def _packed_amount(amount: Mass | Volume) -> tuple[int | None, int | None]:
    return (amount.ng, None) if isinstance(amount, Mass) else (None, amount.ul)


@lru_cache(maxsize=1 << 12)
def _unpacked_amount(ng: int | None, ul: int) -> Mass | Volume:
    return Volume(ul) if ng is None else Mass(ng)


_AMOUNT = Field(
    "amount",
    CellType(cell_types.amount, pack=_packed_amount, unpack=_unpacked_amount, example="0.25 mg"),
    "A one-off bolus, or a volume taken out, with its unit.",
    stored=("amount_ng", "amount_ul"),
    required=True,
)
_TAKEN = Field(
    "amount",
    SOME_VOLUME._replace(write=str),
    stored=("amount_ul",),
    required=True,
)
ALARM_DATE = Field(
    "programmer_alarm_on",
    DAY,
    "Alarm date that the programmer prints.",
    attribute="alarm_on",
    stored=("programmer_alarm_on",),
)
RESERVOIR = Field(
    "reservoir_ml",
    VOLUME,
    "Volume that the programmer shows [mL].",
    attribute="reservoir",
    stored=("reservoir_ul",),
)


_READ = (ALARM_DATE, RESERVOIR)
AT = Field(
    "at",
    CellType(cell_types.when, example="2026-11-02T09:30"),
    "Day, with a clock time if known.",
    required=True,
)
NOTE = Field("note", TEXT, "Free text.", is_private=True)


class EventKind(NamedTuple):
    """One kind of fact.

    Attributes:
        word: Its word in the column ``event`` and in the store.
        past: Its word in a history, as something done.
        fact: Its class in the domain.
        parts: What a row of it has besides patient, time and note.
        check: Notes what is wrong with a row of readable cells.
        row: Makes the value of a row, where that is not the fact itself.
    """

    word: str
    past: str
    fact: type[Fact]
    parts: tuple[Part, ...] = ()
    check: Callable[[Cells, When | None], None] | None = None
    row: Callable[..., Any] | None = None

    @property
    def columns(self) -> frozenset[str]:
        """The columns that it has besides patient, time, kind and note."""
        return frozenset(each.column for part in self.parts for each in part.fields)

    def read(self, cells: Cells, at: When, note: str = "") -> Any:
        """The fact of a row, or what names the void one; settles the row."""
        found = taken(cells, self.parts)
        if self.check is not None:
            self.check(cells, at)
        cells.settle()
        return (self.row or self.fact)(at=at, note=note, **found)


def _check_programme(cells: Cells, at: When | None) -> None:
    if not cells.given(DOSE) and not cells.given(FLEX):
        cells.refuse(DOSE.column, "a dose row needs dose or flex", example="120 mcg/day")


def _check_archive(cells: Cells, at: When | None) -> None:
    if at is not None and at.minute is not None:
        cells.refuse(AT.column, "has a clock time: an archive has its day alone")


def _check_readout(cells: Cells, _at: When | None) -> None:
    if not cells.given(ALARM_DATE) and not cells.given(RESERVOIR):
        cells.refuse(ALARM_DATE.column, "a readout row needs it, or reservoir_ml")


FILL = EventKind(
    "fill",
    "filled",
    ledger.Filled,
    (INJECTED, MIXTURE, RESIDUAL, PROGRAMMED, _BOLUSES_USED, SUPPLY, CHECK_VOLUME),
)
READOUT = EventKind("readout", "read out", ledger.ReadOut, _READ, _check_readout)
ARCHIVE = EventKind("archive", "archived", ledger.Archived, check=_check_archive)
_RECORDED = (
    FILL,
    EventKind("dose", "programmed", ledger.Programmed, (PROGRAMME,), _check_programme),
    EventKind("bolus", "bolus", ledger.BolusGiven, (_AMOUNT,)),
    EventKind("aspirate", "aspirated", ledger.Aspirated, (_TAKEN,)),
    EventKind("empty", "emptied", ledger.Emptied, (RESIDUAL,)),
    READOUT,
    EventKind("stop", "stopped", ledger.Stopped),
    EventKind("start", "started", ledger.Started),
    EventKind("attempt", "attempted", ledger.Attempted),
    ARCHIVE,
)
"""Every kind of fact that says what happened; a void says that one of them did not."""

_VOIDABLE = frozenset(kind.word for kind in _RECORDED)
_NAMED = re.compile(r"([a-z]+) ([1-9][0-9]{0,3})")


def _called(cell: str) -> str:
    if "/" in cell:
        return cell_types.text(cell)
    match = _NAMED.fullmatch(cell)
    if match is None or match[1] not in _VOIDABLE:
        problem = "needs the kind of a fact and which one at that time, or the name of a fact"
        raise Unreadable(VOIDS.column, cell, problem, "fill 1")
    return cell


VOIDS = Field(
    "voids",
    CellType(_called, example="fill 1"),
    "The fact that was wrong: its name, or its kind and number at that time.",
    stored=("voids_id",),
    required=True,
)


def _void_row(*, at: When, note: str, voids: str | None) -> VoidRow:
    if voids is None or "/" in voids:
        return VoidRow(at, "", 0, note, voids or "")
    event, _, ordinal = voids.partition(" ")
    return VoidRow(at, event, int(ordinal), note)


VOID = EventKind("void", "voided", ledger.Voided, (VOIDS,), row=_void_row)
EVENT_KINDS = {kind.word: kind for kind in (*_RECORDED, VOID)}
"""Every kind of fact by its word, in the order of the store."""

KIND_OF: dict[type, EventKind] = {kind.fact: kind for kind in EVENT_KINDS.values()}
"""Every kind by the class of its facts."""

_OF_ROW: dict[type, EventKind] = {kind.fact: kind for kind in _RECORDED} | {VoidRow: VOID}


def event_name(fact: Fact | VoidRow) -> str:
    """The word in the column ``event`` for a fact.

    Raises:
        TypeError: A :class:`~pumpsched.domain.ledger.Voided`, which has no name outside its store.
    """
    try:
        return _OF_ROW[type(fact)].word
    except KeyError:
        raise TypeError(f"write a VoidRow, not {type(fact).__name__}") from None


def _event(cell: str) -> str:
    if cell not in EVENT_KINDS:
        raise Unreadable(
            _EVENT.column, cell, f"is no event of a ledger{nearest(cell, tuple(EVENT_KINDS))}"
        )
    return cell


_EVENT = Field(
    "event",
    CellType(_event, example=FILL.word),
    f"Kind of fact: {', '.join(EVENT_KINDS)}.",
    required=True,
)
NAME = Field("fact", TEXT, "The fact's own name.", attribute="name")
_WHOSE = (PATIENT, AT, _EVENT)
_OWN = (
    *map(optional, (MIXTURE, RESIDUAL, INJECTED, PROGRAMMED, _BOLUSES_USED)),
    *map(optional, (DOSE, BOLUS, FLEX, _AMOUNT)),
)
_OWN_COLUMNS = tuple(each.column for each in _OWN)
_SHARED = frozenset(each.column for each in (*_WHOSE, NOTE, NAME))
_MAY_HAVE = {word: kind.columns | _SHARED for word, kind in EVENT_KINDS.items()}


def _read_event(cells: Cells) -> EventRow:
    patient, at, event = (each.take(cells) for each in _WHOSE)
    note, name = NOTE.take(cells) or "", NAME.take(cells) or ""
    if event is None:
        _check_quantities(cells)
        cells.settle()
    for column, cell in cells.row.items():
        if cell and column not in _MAY_HAVE[event]:
            a = "an" if event[0] in "aeiou" else "a"
            cells.refuse(column, f"does not belong to {a} {event} row")
    return EventRow(patient, EVENT_KINDS[event].read(cells, at, note), name)


def _check_quantities(cells: Cells) -> None:
    """Finds what else is wrong in a row whose event is unknown."""
    PROGRAMME.take(cells)
    for each in _OWN:
        if each not in PROGRAMME.fields:
            each.take(cells)


def fact_cells(fact: Fact | VoidRow) -> dict[str, str]:
    """The cells of a fact but for whose it is, when it was, and of which kind."""
    kind = _OF_ROW.get(type(fact))
    cells = dict.fromkeys((*_OWN_COLUMNS, *(each.column for each in _READ)), "")
    return cells | NOTE.write(fact.note) | (texts(fact, kind.parts) if kind else {})


def _event_text(row: EventRow) -> dict[str, str]:
    fact = row.fact
    whose = PATIENT.write(row.patient) | AT.write(fact.at) | _EVENT.write(event_name(fact))
    cells = dict.fromkeys(EVENTS.accepted, "") | whose | fact_cells(fact)
    return cells | NAME.write(row.name)


EVENTS: Layout[EventRow] = Layout(
    "events.csv",
    (*_WHOSE, *_OWN, NOTE),
    _read_event,
    _event_text,
    rare=(*_LABELS, _CHECKED, *_READ, NAME, optional(VOIDS)),
)
