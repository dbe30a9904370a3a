"""The core against the minute simulator: the same rows, two readings, no difference allowed.

``python -m tests.oracle.compare --cases 20000 [--start N] [--jobs 2]`` runs any number of random
ledgers. The rows become facts by the package's own file layouts, so that a slip in reading a cell
shows up here too. What the rules leave open (``unclear`` in the simulator) is not compared.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from pumpsched.domain.expected_residual import ResidualCheck
from pumpsched.domain.ledger_findings import findings_of
from pumpsched.records.folder import PUMPS
from tests.builders.files import CLOSURES, EVENTS, PATIENTS
from tests.builders.values import (
    Archived,
    Closure,
    Device,
    Fact,
    Filled,
    Ledger,
    Outlook,
    Patient,
    Practice,
    Programmed,
    Projection,
    Pump,
    Window,
    WindowRules,
    catalogue,
    last_residual_check,
    outlook_of,
    project,
    pump_of,
    residual_check,
    severity_of,
)
from tests.oracle.minute_simulator import expected_item
from tests.oracle.plain_quantities import Row
from tests.oracle.random_ledgers import Case, random_case
from tests.oracle.residual_simulator import expected_residual
from tests.oracle.sweep import sweep

Item = dict[str, object]

_CATALOGUE = catalogue()
_DATES = (
    *("opens_on", "refill_by", "alarm_on", "alarm_nominal_on", "empty_on", "stable_until"),
    "programmer_alarm_on",
)
_COMPARED_FINDINGS = {
    "fill-mismatch",
    "dose-after-mixture-change",
    "recorded-while-stopped",
    "stability-unknown",
    "dose-on-saline",
    "alarm-date-differs",
}
_OUTLOOK_DAYS = range(-28, 57, 7)


@dataclass(frozen=True, slots=True)
class Read:
    """A case as the package reads its rows: the pump in place on the as-of day and its facts."""

    case: Case
    practice: Practice
    rules: WindowRules
    pump: Pump
    ledger: Ledger
    archived_on: date | None
    next_implant_on: date | None

    def view(self, day: date) -> Projection:
        """The projection seen from a day."""
        return project(
            self.ledger, self.pump, self.rules, _CATALOGUE, as_of=day, archived_on=self.archived_on
        )


def fact_of(row: Row, seq: int) -> Fact:
    """The fact of a ledger row, recorded as number ``seq``."""
    fact = EVENTS.parse(row, _CATALOGUE).fact
    assert isinstance(fact, Fact), "random ledgers void nothing"
    return replace(fact, seq=seq)


def read_case(case: Case) -> Read | None:
    """The case as the package reads it; None before the first implant."""
    patient: Patient = PATIENTS.parse(case.patient, _CATALOGUE)
    closures: list[Closure] = [CLOSURES.parse(row, _CATALOGUE) for row in case.closures]
    devices: list[Device] = [PUMPS.parse(row, _CATALOGUE) for row in case.pumps]
    devices.sort(key=lambda device: device.implanted_on)
    held = [n for n, device in enumerate(devices) if device.implanted_on <= case.as_of]
    if not held:
        return None
    facts = [fact_of(row, seq) for seq, row in enumerate(case.events, start=1)]
    told = [fact for fact in facts if type(fact) is not Archived]
    practice = Practice.of(case.settings, tuple(closures))
    coming = (d.implanted_on for d in devices if d.implanted_on > case.as_of)
    return Read(
        case=case,
        practice=practice,
        rules=practice.rules_for(patient),
        pump=Pump.of(devices[held[-1]], _CATALOGUE),
        ledger=Ledger.of(fact for fact in told if pump_of(fact, devices, told) == held[-1]),
        archived_on=min((f.at.day for f in facts if type(f) is Archived), default=None),
        next_implant_on=min(coming, default=None),
    )


def core_item(read: Read, view: Projection) -> Item:
    """What the core says of a case, under the simulator's keys and units."""
    window, mixture, programme = view.window, view.mixture, view.programme
    item: Item = {key: getattr(window, key, None) for key in _DATES}
    refill_by = window.refill_by if window else None
    working, filled_on = read.practice.working, view.fill.at.day if view.fill else None
    item |= {
        "status": view.status_on(read.case.as_of).value,
        "filled_on": filled_on,
        "limit": window.limit.value if window else None,
        "book_by": refill_by and filled_on and working.last_open(refill_by, earliest=filled_on),
        "mixture": str(mixture) if mixture else None,
        "alarm_ml": Fraction(read.rules.alarm_of(read.pump), 1000),
        "findings": {f.code for f in findings_of(view, read.pump, read.rules, _CATALOGUE)},
    }
    if window and programme and programme.flow is None and not read.pump.model.constant_flow:
        item["dose_mcg_per_day"] = programme.basal_ng_per_day / 1000
    item["states"] = {state.value for state in view.states_on(read.case.as_of)} - {"waiting"}
    if view.volume_ul is None or view.flow_ul_per_day is None:
        return item | dict.fromkeys(("volume_ul", "volume_ml", "flow_ml_per_day"))
    volume_ul = floor(view.volume_ul)
    item["volume_ul"], item["volume_ml"] = volume_ul, Fraction(volume_ul, 1000)
    return item | {"flow_ml_per_day": view.flow_ul_per_day / 1000}


def _item_differences(read: Read | None, view: Projection | None, case: Case) -> Iterator[str]:
    expected = expected_item(
        case.patient, case.pumps, case.events, case.settings, case.closures, case.as_of
    )
    archived = any(r["event"] == "archive" and r["at"] <= str(case.as_of) for r in case.events)
    got: Item = {"status": "retired" if archived else "unfilled"}
    if read is not None and view is not None:
        got = core_item(read, view)
    unclear = expected["unclear"]
    assert isinstance(unclear, set)
    settled = _COMPARED_FINDINGS - {text.removeprefix("findings:") for text in unclear}
    for said in (got, expected):
        found = said.get("findings", set())
        assert isinstance(found, set)
        said["findings"] = found & settled
    for key, value in got.items():
        if key not in unclear and value != expected[key]:
            yield f"{key} is {value}, expected {expected[key]}"


def _row_of(view: Projection | Outlook, window: Window | Outlook | None, day: date) -> Item:
    volume = view.volume_on(day) if isinstance(view, Outlook) else view.volume_ul
    dates = {key: getattr(window, key, None) for key in (*_DATES, "limit")}
    return dates | {"status": view.status_on(day), "volume": volume}


def _outlook_differences(read: Read, view: Projection) -> Iterator[str]:
    """The stored row must equal a fresh projection on every day on which it says it holds.

    Days before the one it was made for count too: a list may look back.
    """
    leaving = (read.pump.device.explanted_on, read.archived_on)
    row = outlook_of(
        view,
        alarm_ul=read.rules.alarm_of(read.pump),
        rank=1,
        findings=(),
        ledger_seq=0,
        turns=sorted(day for day in leaving if day)[:1],
    )
    as_of = view.as_of
    later = [f.at.day for f in read.ledger.facts if type(f) is not Programmed]
    ends = [day for day in (*later, read.next_implant_on) if day and day > as_of]
    for ahead in _OUTLOOK_DAYS:
        day = as_of + timedelta(days=ahead)
        if ends and day >= min(ends):
            return
        if row.holds_on(day):
            fresh = read.view(day)
            said, true = _row_of(row, row, day), _row_of(fresh, fresh.window, day)
            if said != true:
                yield f"the outlook of {as_of} says of {day} {said}, not {true}"


def _said_of(check: ResidualCheck) -> Item:
    return {
        "low_ul": check.low_ul,
        "high_ul": check.high_ul,
        "discrepancy": check.discrepancy_ul,
        "tolerance": check.tolerance_ul,
        "tolerance_info": check.notice_ul,
        "severity": severity_of(check),
    }


def _residual_differences(read: Read, case: Case) -> Iterator[str]:
    if case.new_fill is None:
        return
    expected = expected_residual(
        case.patient,
        case.pumps,
        case.events,
        case.settings,
        case.closures,
        case.as_of,
        case.new_fill,
    )
    if not expected or not expected["clear"]:
        return
    fill = fact_of(case.new_fill, 1 + len(case.events))
    assert isinstance(fill, Filled)
    ledger = read.ledger.with_fact(fill)
    check = residual_check(ledger, fill, read.pump)
    if check is None:
        yield "the residual is not checked"
        return
    for key, value in _said_of(check).items():
        if value != expected[key]:
            yield f"{key} of the residual is {value}, expected {expected[key]}"


def _last_check_differences(read: Read, view: Projection) -> Iterator[str]:
    """The check that a view makes itself, against the one made from the ledger."""
    if view.fill is not None:
        from_view = last_residual_check(view)
        from_ledger = residual_check(read.ledger, view.fill, read.pump)
        if (from_view is None) != (from_ledger is None):
            yield "the last residual is checked once only"
        elif from_view and from_ledger and _said_of(from_view) != _said_of(from_ledger):
            yield f"the last residual is checked as {from_view} and as {from_ledger}"


def differences_in(case: Case) -> list[str]:
    """Where the core and the simulator differ on a case."""
    read = read_case(case)
    if read is None:
        return list(_item_differences(None, None, case))
    view = read.view(case.as_of)
    return [
        *_item_differences(read, view, case),
        *_outlook_differences(read, view),
        *_residual_differences(read, case),
        *_last_check_differences(read, view),
    ]


def differences(seed: int) -> list[str]:
    """Where the core and the simulator differ on the ledger of a seed."""
    return differences_in(random_case(seed))


if __name__ == "__main__":
    sys.exit(sweep(differences, name="compare", arguments=sys.argv[1:]))
