"""Outlooks to columns and back; a column has the name of the field, but for the limit's."""

from __future__ import annotations

from datetime import date
from typing import Any

from pumpsched.domain.outlook import Outlook
from pumpsched.domain.projection import Limit, State
from pumpsched.store.seals import Cell

_DAYS = (
    "seen_on",
    "holds_from",
    "holds_until",
    "filled_on",
    "opens_on",
    "refill_by",
    "alarm_on",
    "alarm_nominal_on",
    "empty_on",
    "stable_until",
)


def outlook_values(pump_key: int, outlook: Outlook) -> dict[str, Cell]:
    """All columns of an outlook but the seal."""
    values: dict[str, Any] = {"pump_id": pump_key, **outlook._asdict()}
    limit = values.pop("limit")
    for name in _DAYS:
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
    for name in _DAYS:
        values[name] = values[name] and date.fromisoformat(values[name])
    values["state"] = State(values["state"])
    values["findings"] = tuple(values["findings"].split(",")) if values["findings"] else ()
    return Outlook(**values, limit=limit and Limit(limit))
