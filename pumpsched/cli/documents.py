"""Views as JSON: the keys programs rely on, exact volumes, numbers with their unit in the name.

Names and versions of the JSON documents.

A version changes when a key is renamed, taken away or given another meaning; a key that is added
changes nothing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

from pumpsched.domain.clinic import Visit
from pumpsched.domain.errors import Fact as Told
from pumpsched.domain.findings import Finding
from pumpsched.domain.ledger import Fact, Voided
from pumpsched.domain.pump import Device
from pumpsched.domain.quantities import decimal_text
from pumpsched.domain.residual import ResidualCheck
from pumpsched.records.events import EVENTS, KIND_OF, fact_cells
from pumpsched.records.folder import PUMPS
from pumpsched.records.spec import Plain, number
from pumpsched.usecases.worklist import WorklistItem

if TYPE_CHECKING:
    from pumpsched.cli.context import App
    from pumpsched.store.books import Entry
    from pumpsched.usecases.departures import Departure
    from pumpsched.usecases.worklist import Counts

VERSIONS: dict[str, int] = dict.fromkeys(
    (
        *("due", "counts", "show", "why", "refill", "fact", "undo", "dose", "whatif", "bridge"),
        *("patients", "pumps", "nurses", "sites", "closures", "authorizations", "patient"),
        *("plan", "plan-why", "plan-staffing", "visits", "route", "orders", "import", "export"),
        *("simulate",),
        *("doctor", "audit", "config", "users", "database", "demo", "recorded"),
    ),
    1,
)
"""The current version of each document."""


def schema(document: str) -> str:
    """The value of ``schema`` in a document, such as ``pumpsched/due/1``.

    Raises:
        KeyError: No such document.
    """
    return f"pumpsched/{document}/{VERSIONS[document]}"


Number = int | float


class Zoned(Protocol):
    """A call that knows the practice's time zone."""

    @property
    def zone(self) -> ZoneInfo:
        """The practice's time zone."""


def print_document(app: Zoned, name: str, body: Mapping[str, Any], *, as_of: date) -> None:
    """Writes one JSON document to stdout: schema, day and zone, then the body."""
    head = {"schema": schema(name), "as_of": as_of.isoformat(), "zone": app.zone.key}
    print_json(head | dict(body))


def print_json(document: Mapping[str, Any]) -> None:
    """Writes one JSON document to stdout; only ASCII, so that any encoding can hold it."""
    sys.stdout.write(json.dumps(document, ensure_ascii=True, indent=2) + "\n")


def item_document(item: WorklistItem) -> dict[str, Any]:
    """An item of the worklist."""
    return {
        "patient": item.patient,
        "name": item.name,
        "status": item.status.value,
        "opens_on": day(item.opens_on),
        "refill_by": day(item.refill_by),
        "book_by": day(item.book_by),
        "limit": item.limit.value if item.limit else None,
        "alarm_on": day(item.alarm_on),
        "alarm_nominal_on": day(item.alarm_nominal_on),
        "empty_on": day(item.empty_on),
        "stable_until": day(item.stable_until),
        "filled_on": day(item.filled_on),
        "volume_ml": ml(item.volume_ul),
        "flow_ml_per_day": shown(item.flow_ul_per_day),
        "mixture": item.mixture,
        "dose_mcg_per_day": shown(item.dose_ng_per_day),
        "alarm_ml": ml(item.alarm_ul),
        "pump_model": item.pump_model,
        "serial": item.serial,
        "setting": item.setting,
        "visit": visit_document(item.visit) if item.visit else None,
        "findings": list(item.findings),
    }


def count_document(counts: Counts) -> dict[str, int]:
    """How a worklist reconciles: the parts add up to ``all``."""
    return {
        "listed": counts.listed,
        "later": counts.later,
        "inactive": counts.inactive,
        "filtered": counts.filtered,
        "all": counts.all,
    }


def visit_document(visit: Visit) -> dict[str, Any]:
    """A visit as an item shows it; two nurses are joined by a semicolon."""
    return {
        "id": visit.code,
        "at": visit.at,
        "nurse": ";".join(visit.nurses) or None,
        "setting": visit.setting.value,
        "site": visit.site or None,
        "status": visit.status.value,
        "kind": visit.kind.value,
        "minutes": visit.minutes,
        "patient": visit.patient,
    }


def finding_document(finding: Finding, patient: str) -> dict[str, Any]:
    """A finding in full."""
    facts: dict[str, Told | float] = {}
    for key, value in finding.facts.items():
        if key.endswith("_ul") and isinstance(value, int):
            facts[key.removesuffix("_ul") + "_ml"] = ml(value)
        else:
            facts[key] = value
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "patient": patient,
        "message": finding.message,
    } | facts


def findings_documents(
    app: App, findings: Iterable[Finding], patient: str = ""
) -> list[dict[str, Any]]:
    """Findings in full; commands in them are for the store of this call."""
    documents = [finding_document(finding, patient) for finding in findings]
    return [each | {"message": app.suggesting(each["message"])} for each in documents]


def entry_document(entry: Entry) -> dict[str, Any]:
    """A fact with its record."""
    return {
        "id": entry.fact.seq,
        "event": KIND_OF[type(entry.fact)].word,
        "at": str(entry.fact.at),
        "recorded_at": entry.recorded_at.isoformat(),
        "actor": entry.actor,
        "voided": entry.voided_by is not None,
    } | fact_columns(entry.fact)


def fact_columns(fact: Fact) -> dict[str, Any]:
    """The columns of a fact as its file has them, those that do not apply null."""
    columns: dict[str, Any] = EVENTS.plain(fact_cells(fact))
    if isinstance(fact, Voided):
        columns["voids"] = fact.voids
    return columns


def device_document(device: Device) -> dict[str, Plain]:
    """A pump as recorded."""
    return PUMPS.document(device)


def departure_document(departure: Departure | None) -> dict[str, Any] | None:
    """When and why a patient left the list; null for one who did not."""
    if departure is None:
        return None
    return {
        "on": day(departure.on),
        "reason": departure.reason.value,
        "note": departure.note or None,
        "id": departure.seq,
    }


def residual_document(check: ResidualCheck | None, residual_ul: int | None) -> dict[str, Any]:
    """Measured against expected residual; a range where the bolus use is unknown."""
    if check is None:
        return {
            "expected_residual_ml": None,
            "residual_ml": ml(residual_ul),
            "discrepancy_ml": None,
            "tolerance_ml": None,
        }
    expected: Any = exact(check.high_ul)
    if check.low_ul != check.high_ul:
        expected = {"low": exact(check.low_ul), "high": exact(check.high_ul)}
    return {
        "expected_residual_ml": expected,
        "residual_ml": ml(residual_ul),
        "discrepancy_ml": exact(check.discrepancy_ul),
        "tolerance_ml": ml(check.tolerance_ul),
    }


def day(value: date | None) -> str | None:
    """A date as ISO text."""
    return value.isoformat() if value else None


def ml(ul: int | None) -> Number | None:
    """Millilitres, exact to three decimals, as a JSON number."""
    return None if ul is None else number(decimal_text(ul, 3))


def exact(ul: Fraction) -> Number:
    """Millilitres of an exact volume, rounded down to three decimals."""
    return number(decimal_text(ul.numerator // ul.denominator, 3))


def shown(value: Fraction | None) -> Number | None:
    """A thousandth of a value for show, at most four decimals: mL of µL, mcg of ng."""
    if value is None:
        return None
    tens = value * 10
    return number(
        decimal_text((2 * tens.numerator + tens.denominator) // (2 * tens.denominator), 4)
    )
