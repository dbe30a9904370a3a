"""What the commands answer as JSON: the keys programs rely on, numbers with their unit in the name.

Each document has a name and a version, which changes when a key is renamed, taken away or given
another meaning; a key that is added changes nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from operator import methodcaller
from typing import TYPE_CHECKING, Any

from pumpsched.cli.days import spoken_when
from pumpsched.domain.quantities import decimal_text, rounded_text
from pumpsched.domain.text import visible
from pumpsched.records.plain import Plain, number

if TYPE_CHECKING:
    from pumpsched.cli.context import App
    from pumpsched.domain.clinic import Patient, Visit
    from pumpsched.domain.decisions import Decision
    from pumpsched.domain.errors import Fact as Told
    from pumpsched.domain.expected_residual import ResidualCheck
    from pumpsched.domain.findings import Finding
    from pumpsched.domain.ledger import Fact
    from pumpsched.domain.phone import Contact
    from pumpsched.domain.pump import Device
    from pumpsched.records.problems import Problem
    from pumpsched.store.backup import Inspection
    from pumpsched.store.leftovers import Leftover
    from pumpsched.store.results import AuditEntry, Entry
    from pumpsched.usecases.card import Card, Step
    from pumpsched.usecases.census import Census
    from pumpsched.usecases.departures import Departure
    from pumpsched.usecases.importing import ImportReceipt, MovedDates
    from pumpsched.usecases.manifest import Written
    from pumpsched.usecases.upkeep import Health
    from pumpsched.usecases.worklist import Counts, DueList, WorklistItem

VERSIONS: dict[str, int] = dict.fromkeys(
    (
        *(
            "due",
            "counts",
            "card",
            "show",
            "why",
            "refill",
            "fact",
            "undo",
            "dose",
            "whatif",
            "intervals",
            "bridge",
        ),
        *("patients", "pumps", "nurses", "sites", "closures", "authorizations", "patient"),
        *(
            "plan",
            "plan-why",
            "plan-staffing",
            "visits",
            "route",
            "board",
            "orders",
            "import",
            "export",
        ),
        *("columns", "simulate", "sheet", "decision", "decisions", "findings", "merge"),
        *("order", "contact", "contacts", "slots", "release", "demand"),
        *("calibration", "doctor", "audit", "config", "users", "database", "demo", "recorded"),
        "residuals",
    ),
    1,
)
"""The current version of each document."""
COUNTS = ("listed", "later", "inactive", "filtered", "all")
"""The counts of a worklist; the others add up to ``all``."""


def schema(document: str) -> str:
    """The value of ``schema`` in a document, such as ``pumpsched/due/1``.

    Raises:
        KeyError: No such document.
    """
    return f"pumpsched/{document}/{VERSIONS[document]}"


Number = int | float


def print_document(app: App, name: str, body: Mapping[str, Any], *, dated: bool = True) -> None:
    """Writes one JSON document to stdout: schema, day and zone unless not ``dated``, the body.

    Only ASCII, so that any encoding can hold it.
    """
    # An answer for people is no JSON.
    import json

    seen = {"as_of": app.as_of, "zone": app.zone.key} if dated else {}
    whole = {"schema": schema(name)} | seen | dict(body)
    iso = methodcaller("isoformat")  # of days and instants
    sys.stdout.write(json.dumps(whole, ensure_ascii=True, indent=2, default=iso) + "\n")


def picked(record: object, *names: str) -> dict[str, Any]:
    """Fields of a record that are keys as they stand; days and words need no conversion."""
    return {name: getattr(record, name) for name in names}


def item_document(item: WorklistItem) -> dict[str, Any]:
    """An item of the worklist."""
    return {
        **picked(item, "patient", "name", "status", "opens_on", "refill_by", "book_by", "limit"),
        **picked(item, "alarm_on", "alarm_nominal_on", "empty_on", "stable_until", "filled_on"),
        "volume_ml": ml(item.volume_ul),
        "flow_ml_per_day": shown(item.flow_ul_per_day),
        "mixture": item.mixture,
        "dose_mcg_per_day": shown(item.dose_ng_per_day),
        "alarm_ml": ml(item.alarm_ul),
        **picked(item, "pump_model", "serial", "setting"),
        "visit": visit_document(item.visit) if item.visit else None,
        "findings": item.findings,
        "states": item.states,
        "programmer_alarm_on": item.programmer_alarm_on,
        "cover": item.cover,
    }


def count_document(counts: Counts) -> dict[str, int]:
    """How a worklist reconciles."""
    return picked(counts, *COUNTS)


def visit_document(visit: Visit) -> dict[str, Any]:
    """A visit as an item shows it; two nurses are joined by a semicolon."""
    return {
        "id": visit.code,
        "at": visit.at,
        "nurse": ";".join(visit.nurses) or None,
        "setting": visit.setting,
        "site": visit.site or None,
        **picked(visit, "status", "kind", "minutes", "patient"),
    }


def findings_documents(
    app: App, findings: Iterable[Finding], patient: str = ""
) -> list[dict[str, Any]]:
    """Findings in full; commands in them are for the store of this call."""
    return [_finding_document(app, finding, patient) for finding in findings]


def _finding_document(app: App, finding: Finding, patient: str) -> dict[str, Any]:
    facts: dict[str, Told | float] = {}
    for key, value in finding.facts.items():
        if key.endswith("_ul") and isinstance(value, int):
            facts[key.removesuffix("_ul") + "_ml"] = ml(value)
        else:
            facts[key] = value
    known = finding.acknowledged
    answered = {"acknowledged": decision_document(known)} if known else {}
    return {
        "code": finding.code,
        "severity": finding.severity,
        "patient": patient,
        "message": app.suggesting(finding.message),
        **facts,
        **answered,
    }


def entry_document(entry: Entry) -> dict[str, Any]:
    """A fact with its record."""
    # What is recorded takes longer to import than a worklist to answer.
    from pumpsched.records.events import KIND_OF

    return {
        "id": entry.fact.seq,
        "event": KIND_OF[type(entry.fact)].word,
        "at": str(entry.fact.at),
        "recorded_at": entry.recorded_at,
        "actor": entry.actor,
        "voided": entry.voided_by is not None,
    } | fact_columns(entry.fact)


def fact_columns(fact: Fact) -> dict[str, Any]:
    """The columns of a fact as its file has them, those that do not apply null."""
    # As in entry_document().
    from pumpsched.domain.ledger import Voided
    from pumpsched.records.events import EVENTS, fact_cells

    columns: dict[str, Any] = EVENTS.plain(fact_cells(fact))
    if isinstance(fact, Voided):
        columns["voids"] = fact.voids
    return columns


def device_document(device: Device) -> dict[str, Plain]:
    """A pump as recorded."""
    # As in entry_document().
    from pumpsched.records.folder import PUMPS

    return PUMPS.document(device)


def decision_document(decision: Decision) -> dict[str, Any]:
    """What a named person decided; ``withdrawn`` where it only takes the one before it back."""
    known = picked(decision, "patient", "kind", "who", "reason", "implanted_on", "until")
    return known | {
        "at": str(decision.at),
        "subject": decision.subject or None,
        "withdrawn": decision.is_withdrawal,
    }


def departure_document(departure: Departure | None) -> dict[str, Any] | None:
    """When and why a patient left the list; null for one who did not."""
    if departure is None:
        return None
    known = picked(departure, "on", "reason")
    return known | {"note": departure.note or None, "id": departure.seq}


def residual_document(check: ResidualCheck | None, residual_ul: int | None) -> dict[str, Any]:
    """Measured against expected residual; a range where the bolus use is unknown."""
    return {
        "expected_residual_ml": range_document((check.low_ul, check.high_ul)) if check else None,
        "residual_ml": ml(residual_ul),
        "discrepancy_ml": exact(check.discrepancy_ul) if check else None,
        "tolerance_ml": ml(check.tolerance_ul) if check else None,
    }


def range_document(volumes: tuple[Fraction, Fraction]) -> Number | dict[str, Number]:
    """Two volumes [µL] as millilitres, or one number where they are the same."""
    low, high = map(exact, volumes)
    return high if volumes[0] == volumes[1] else {"low": low, "high": high}


def due_document(found: DueList) -> dict[str, Any]:
    """The worklist and how it reconciles."""
    return {
        "items": [_due_item(found, item) for item in found.items],
        "counts": count_document(found.counts),
    }


def _due_item(found: DueList, item: WorklistItem) -> dict[str, Any]:
    """An item, with the last contact where there is one."""
    contact = found.contacts.get(item.patient)
    return item_document(item) | ({"contact": contact_document(contact)} if contact else {})


def census_document(found: Census) -> dict[str, Any]:
    """The worklist in numbers, by condition treated."""
    return {
        "last": found.last,
        "conditions": [
            {"condition": condition or None} | count_document(counts)
            for condition, counts in found.conditions
        ],
        "reasons": dict(found.reasons),
        "counts": count_document(found.whole),
    }


def contact_document(contact: Contact) -> dict[str, Any]:
    """A contact with a patient."""
    return {
        "patient": contact.patient,
        "at": str(contact.at),
        "by": contact.means,
        "said": contact.outcome,
        **picked(contact, "who", "note"),
    }


def contact_text(contact: Contact) -> str:
    """The same in words: ``refused by phone Fri 20 Nov 2026 (ann): in hospital``."""
    note = f": {visible(contact.note)}" if contact.note else ""
    when = spoken_when(contact.at)
    return f"{contact.outcome} by {contact.means} {when} ({visible(contact.who)}){note}"


def card_document(app: App, card: Card) -> dict[str, Any]:
    """One patient's card, its history from the first fact on."""
    return item_document(card.item) | {
        "history": [_entry_of_card(card, entry) for entry in reversed(card.history)],
        "findings": findings_documents(app, card.findings, card.chart.patient.code),
        "pumps": [device_document(implant.device) for implant in card.chart.implants],
        "missed_visits": [visit_document(visit) for visit in reversed(card.missed)],
        "decisions": [decision_document(each) for each in card.decisions],
        "archived": departure_document(card.departure),
        "calibration": calibration_document(card),
        **({"contacts": list(map(contact_document, card.contacts))} if card.contacts else {}),
    }


def calibration_document(card: Card) -> dict[str, Any] | None:
    """What the residuals say of the pump's flow; null where that is not worked out."""
    if card.band is None:
        return None
    flow = card.flow
    low, high = flow.band
    return {
        "multiplier_ppm": flow.usual.multiplier_ppm,
        "low_ppm": low,
        "high_ppm": high,
        **picked(card.band, "early_on", "late_on", "verify"),
        "disputed": flow.shifted is not None,
        "usable": flow.usable,
    }


def why_document(patient: Patient, steps: Iterable[Step]) -> dict[str, Any]:
    """The steps of the arithmetic behind a patient's dates."""
    return {
        "patient": patient.code,
        "name": patient.name,
        "steps": [picked(step, "about", "says") for step in steps],
    }


def _entry_of_card(card: Card, entry: Entry) -> dict[str, Any]:
    """A fact with its record and the pump it belongs to; null for an archive."""
    implant = card.pump_of(entry)
    named = ("model", "serial", "implanted_on", "explanted_on")
    device = device_document(implant.device) if implant else {}
    pump = {column: device[column] for column in named} if device else None
    return entry_document(entry) | {"pump": pump} | _residual_of_entry(card, entry)


def _residual_of_entry(card: Card, entry: Entry) -> dict[str, Any]:
    """What was expected of a residual measured; nothing of another fact."""
    # As in entry_document().
    from pumpsched.domain.ledger import Filled

    if not isinstance(entry.fact, Filled) or entry.fact.residual is None:
        return {}
    found = residual_document(card.checks.get(entry.fact.seq), None)
    return {key: found[key] for key in ("expected_residual_ml", "discrepancy_ml", "tolerance_ml")}


def audit_document(entries: Iterable[AuditEntry], head: str) -> dict[str, Any]:
    """Changes recorded, and the head of their chain."""
    names = ("seq", "at", "actor", "action", "request_id", "facts", "detail", "hash")
    return {"items": [picked(entry, *names) for entry in entries], "head": head}


def copy_document(copy: Inspection) -> dict[str, Any]:
    """A backup, or what was restored from one."""
    return picked(copy, "path", "patients", "facts", "changes", "recorded_at", "head")


def offer_document(offered: Inspection, present: Inspection | None) -> dict[str, Any]:
    """A backup, and the store in whose place it would go."""
    return {
        "backup": copy_document(offered),
        "store": copy_document(present) if present else None,
        "saved": False,
    }


def health_document(
    app: App, health: Health, later: AuditEntry | None, left: Iterable[Leftover]
) -> dict[str, Any]:
    """What was found wrong in a store or beside it, and the change later than the clock."""
    return {
        "well": health.is_well,
        "pumps": health.pumps,
        "faults": [picked(fault, "code", "message") for fault in health.faults],
        "stale": [{"patient": code, "differs": what} for code, what in health.stale],
        "head": health.head,
        "later_change": later and later.seq,
        "facts_ahead": picked(health.ahead, "planned", "others"),
        "findings": findings_documents(app, health.findings),
        **leftovers_document(left),
    }


def leftovers_document(left: Iterable[Leftover]) -> dict[str, Any]:
    """What killed commands left behind."""
    return {"leftovers": [{"path": str(each.path), "what": each.what} for each in left]}


def files_document(path: str, written: Iterable[Written]) -> dict[str, Any]:
    """What an export wrote."""
    return {"path": path, "files": [picked(each, "file", "rows") for each in written]}


def import_document(
    app: App, receipt: ImportReceipt, *, saved: bool, notes: Sequence[str] = ()
) -> dict[str, Any]:
    """What an import did; its day and zone are those of the store it made."""
    names = ("file", "table", "added", "known", "changed")
    return {
        "as_of": receipt.today,
        "zone": receipt.zone,
        "files": [picked(tally, *names) for tally in receipt.tallies],
        "patients": receipt.patients,
        "saved": saved,
        "findings": findings_documents(app, (finding for _, finding in receipt.findings)),
        "left_out": [picked(each, "file", "line", "patient", "why") for each in receipt.left_out],
        "absent": len(receipt.absent),
        "moved": receipt.moved,
        "moves": [picked(move, "patient") | _moved(move) for move in receipt.moves],
        **({"absentees": list(receipt.absent)} if receipt.absent else {}),
        **({"removed": receipt.removed, "removals": _removals(receipt)} if receipt.removed else {}),
        **({"notes": list(notes)} if notes else {}),
    }


def _removals(receipt: ImportReceipt) -> list[dict[str, Any]]:
    """What an import brought and its file no longer has."""
    # As in entry_document().
    from pumpsched.records.events import event_name

    return [
        picked(gone, "file", "patient", "origin")
        | {"fact": gone.fact.seq, "event": event_name(gone.fact), "at": str(gone.fact.at)}
        for gone in receipt.removals
    ]


def _moved(move: MovedDates) -> dict[str, Any]:
    """The dates of a pump before and after, its dose and mixture where they changed."""
    days = {"filled_on": move.filled_on, "refill_by": move.refill_by}
    days |= {"implanted_on": move.implanted_on} if move.implanted_on else {}
    old, new = move.delivered
    told = {"dose": (old.dose, new.dose), "mixture": (old.mixture, new.mixture)}
    changed = {name: both for name, both in told.items() if both[0] != both[1]}
    return {
        name: dict(zip(("before", "after"), both, strict=True))
        for name, both in (days | changed).items()
    }


def problem_document(problem: Problem) -> dict[str, Any]:
    """What is wrong in a file."""
    where = picked(problem, "file", "line")
    return where | {"column": problem.column or None, "message": problem.what}


def ml(ul: int | None) -> Number | None:
    """Millilitres, exact to three decimals, as a JSON number."""
    return None if ul is None else number(decimal_text(ul, 3))


def exact(ul: Fraction) -> Number:
    """Millilitres of an exact volume, rounded down to three decimals."""
    return number(decimal_text(ul.numerator // ul.denominator, 3))


def shown(value: Fraction | None) -> Number | None:
    """A thousandth of a value for show, at most four decimals: mL of µL, mcg of ng."""
    return None if value is None else number(rounded_text(value / 1000, 4))
