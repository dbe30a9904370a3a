"""What the books hand out besides domain values: a fact with its record, a listed patient."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pumpsched.domain.ledger import Fact
    from pumpsched.domain.outlook import Outlook
    from pumpsched.domain.pump import Device

UNDO_OF_MERGE = "undo merge"
BULK_ACTIONS = ("import", "demo", UNDO_OF_MERGE)
"""Actions that record many facts at once; nobody typed any of them."""


class Person(NamedTuple):
    """A patient in brief, for a look through all of them."""

    code: str
    name: str
    birth_date: date | None
    phone: str


class Stamp(NamedTuple):
    """Who changes the store, when and why: it becomes the audit row of one transaction.

    Attributes:
        actor: Name of the person.
        at: The instant, aware, in UTC.
        action: The command, such as ``refill``.
        request_id: The caller's own number of this change; the same one is recorded once.
        request: What was asked for, so that one number is not used for two things.
    """

    actor: str
    at: datetime
    action: str
    request_id: str | None = None
    request: str = ""


class Entry(NamedTuple):
    """A fact as it was recorded.

    Attributes:
        pump: The store's key; None for an archive.
        voided_by: The ``seq`` of the fact that voids it.
        action: The command that recorded it.
        name: Its own name.
        line: The line of the file that an import took it from.
    """

    fact: Fact
    patient: str
    pump: int | None
    recorded_at: datetime
    actor: str
    voided_by: int | None
    action: str = ""
    name: str = ""
    line: int | None = None

    @property
    def is_typed(self) -> bool:
        """Whether a person recorded it, and not an import."""
        return self.action not in BULK_ACTIONS


class Implant(NamedTuple):
    """A recorded pump and the store's key of it."""

    key: int
    device: Device


class Holding(NamedTuple):
    """All that a projection needs of one pump: device, patient's rules, facts in order of time.

    ``facts`` holds voided facts and voids too, ``typed`` the numbers of fills and
    programmes that a person recorded; ``alarm_ul`` is the patient's own alarm volume [µL].
    """

    key: int
    device: Device
    margin_days: int | None
    min_months: int | None
    max_months: int | None
    alarm_ul: int | None
    archived_on: date | None
    facts: list[Fact]
    typed: frozenset[int] = frozenset()


class Listed(NamedTuple):
    """One patient of a worklist, with the pump in place and its outlook as stored.

    An ``outlook`` that is None or does not hold on the day asks for a fresh projection.
    """

    patient: str
    name: str
    phone: str
    setting: str
    preferred_nurse: str
    pump_key: int | None
    model: str | None
    serial: str | None
    outlook: Outlook | None
    fixed_flow_ul_per_day: int | None = None


class PatientCounts(NamedTuple):
    """How many patients there are, and how many run with a window that ends later."""

    all: int
    later: int


class HeldCounts(NamedTuple):
    """Pumps whose outlook answers for a day, in numbers.

    Attributes:
        everyone: All of them.
        wanted: Those that belong on the worklist.
        retired: Those no longer followed.
        pressing: Those that press, but for those later than the worklist.
    """

    everyone: int
    wanted: int
    retired: int
    pressing: int


class AuditEntry(NamedTuple):
    """One audit row; ``facts`` is how many facts its transaction recorded."""

    seq: int
    at: datetime
    actor: str
    action: str
    request_id: str | None
    request: str
    detail: Mapping[str, object]
    facts: int
    hash: str


class FactsAhead(NamedTuple):
    """How many standing facts are dated after today: doses that are planned, and others.

    Nothing else can be planned: it was recorded by a clock that was ahead.
    """

    planned: int
    others: int


class Fault(NamedTuple):
    """Something in the store that does not hold; ``seq`` is the audit row it concerns, if any."""

    code: str
    message: str
    seq: int | None = None


class Put(NamedTuple):
    """What a bulk ``put`` did: rows added and changed, and the keys it left because they differ."""

    added: int
    changed: int
    differing: tuple[str, ...] = ()


class StagedProblem(NamedTuple):
    """A staged line that cannot be loaded.

    ``code`` is ``unknown-patient``, ``no-pump``, ``nothing-to-void`` or ``name-twice``.
    """

    line: int
    code: str
    patient: str


class StagedConflict(NamedTuple):
    """A staged line that says something else than the fact of its name, or what was undone.

    ``fact`` is the number of the fact of the ledger.
    """

    line: int
    patient: str
    fact: int


class Loaded(NamedTuple):
    """What loading staged facts did.

    Attributes:
        added: How many were new.
        known: How many were there already.
        problems: What failed.
        edited: How many took the place of a fact of their name.
        conflicts: What is there already and differs, or was undone.
    """

    added: int
    known: int
    problems: tuple[StagedProblem, ...] = ()
    edited: int = 0
    conflicts: tuple[StagedConflict, ...] = ()
