"""People, places, pumps, visits and outlooks: domain value to columns and back.

A row handed in has its seal checked already, so that what cannot be read here was never written.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from operator import attrgetter
from typing import Any, TypeVar

from pumpsched.domain.outlook import Outlook
from pumpsched.domain.status import Limit, State
from pumpsched.records.archive_file import ARCHIVE
from pumpsched.records.folder import (
    AUTHORIZATIONS,
    CLOSURES,
    DECISIONS,
    NURSES,
    PATIENTS,
    PUMPS,
    SITES,
    TRAVEL,
    VISITS,
)
from pumpsched.records.phone_log import CONTACTS, ORDERS
from pumpsched.records.spec import Derived, Part, Record
from pumpsched.store.seals import Cell

V = TypeVar("V")
Values = dict[str, Cell]
Row = Any
"""Cells as attributes, under the names of the store's columns."""


def _values_of(record: Record[V]) -> Callable[..., Values]:
    """What gives the columns of a value, in the order of its table; numbers of other rows given."""

    def values(value: V, **numbers: int | None) -> Values:
        found: Values = {}
        for part in record.parts:
            if isinstance(part, Derived):
                found[part.stored] = part.of(value)
            elif part.refers:
                found |= {name: numbers[name] for name in part.stored}
            else:
                found.update(zip(part.stored, packed(part, part.of(value)), strict=True))
        return found

    return values


def packed(part: Part, value: Any) -> tuple[Cell, ...]:
    """The cells that keep the value of a part, as many as it has columns."""
    width = len(part.stored)
    if value is None or part.pack is None:
        return (value,) if width == 1 else (None,) * width
    kept = part.pack(value)
    return (kept,) if width == 1 else kept


def _value_of(record: Record[V]) -> Callable[..., V]:
    """What makes the value of a row; what stands in other tables is given."""
    own = [part for part in record.parts if not isinstance(part, Derived) and not part.refers]
    plain = [part for part in own if part.stored and part.unpack is None]
    names = [part.attribute for part in plain]
    of_row = attrgetter(*(part.stored[0] for part in plain))
    cells_of = of_row if len(plain) > 1 else lambda row: (of_row(row),)
    made = [
        (part.attribute, part.unpack, part.stored)
        for part in own
        if part.stored and part.unpack is not None
    ]

    def value(row: Row, **given: Any) -> V:
        found = dict(zip(names, cells_of(row), strict=True))
        for attribute, unpack, stored in made:
            cells = [getattr(row, name) for name in stored]
            if cells[0] is not None:
                found[attribute] = unpack(*cells)
        return record.make(**found, **given)

    return value


patient_values, patient_of = _values_of(PATIENTS), _value_of(PATIENTS)
nurse_values, nurse_of = _values_of(NURSES), _value_of(NURSES)
site_values, site_of = _values_of(SITES), _value_of(SITES)
closure_values, closure_of = _values_of(CLOSURES), _value_of(CLOSURES)
authorization_values, authorization_of = _values_of(AUTHORIZATIONS), _value_of(AUTHORIZATIONS)
decision_values, decision_of = _values_of(DECISIONS), _value_of(DECISIONS)
contact_values, contact_of = _values_of(CONTACTS), _value_of(CONTACTS)
order_mark_values, order_mark_of = _values_of(ORDERS), _value_of(ORDERS)
archive_mark_values, archive_mark_of = _values_of(ARCHIVE), _value_of(ARCHIVE)
leg_values, leg_of = _values_of(TRAVEL), _value_of(TRAVEL)
device_values, device_of = _values_of(PUMPS), _value_of(PUMPS)
visit_values, visit_of = _values_of(VISITS), _value_of(VISITS)

_OUTLOOK_DAYS = (
    "seen_on",
    "holds_from",
    "holds_until",
    "filled_on",
    "opens_on",
    "due_on",
    "refill_by",
    "alarm_on",
    "alarm_nominal_on",
    "empty_on",
    "stable_until",
    "programmer_alarm_on",
)


def outlook_values(pump_key: int, outlook: Outlook) -> dict[str, Cell]:
    """All columns of an outlook but the seal; each has the name of a field, but for the limit's."""
    values: dict[str, Any] = {"pump_id": pump_key, **outlook._asdict()}
    limit = values.pop("limit")
    for name in _OUTLOOK_DAYS:
        values[name] = values[name] and values[name].isoformat()
    return values | {
        "state": outlook.state.value,
        "limited_by": limit and limit.value,
        "findings": ",".join(outlook.findings),
    }


def outlook_of(row: Any) -> Outlook:
    """The outlook of a row."""
    values = row._asdict()
    del values["pump_id"], values["seal"]
    limit = values.pop("limited_by")
    for name in _OUTLOOK_DAYS:
        values[name] = values[name] and date.fromisoformat(values[name])
    values["state"] = State(values["state"])
    values["findings"] = tuple(values["findings"].split(",")) if values["findings"] else ()
    return Outlook(**values, limit=limit and Limit(limit))
