"""The tests' own door to the package, and short ways to say what a test is about.

What several tests need of the package they take from the modules here, so that a new name of it
costs one file of them; a module's own test imports the module. What a test does not say is the
contract's worked example: 20 mL of baclofen 500 mcg/mL in a SynchroMed II 20 mL, filled on
2026-11-02 and running at 120 mcg/day (240 µL/day), with the default rules of a practice.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pumpsched.domain.calendars import When
from pumpsched.domain.findings import Finding
from pumpsched.domain.ledger import (
    Aspirated,
    Attempted,
    BolusGiven,
    DrugSupply,
    Emptied,
    Fact,
    Filled,
    Ledger,
    Programmed,
    ReadOut,
    Started,
    Stopped,
)
from pumpsched.domain.ledger_findings import findings_of
from pumpsched.domain.projection import Projection, Window, project
from pumpsched.domain.pump import Device, Pump, WindowRules
from pumpsched.domain.quantities import Mass, Volume, parse_dose
from pumpsched.domain.therapy import Mixture, PatientBolus, Programme, parse_flex
from pumpsched.reference import catalogue

CATALOGUE = catalogue()
FILLED_ON = date(2026, 11, 2)
SEEN_ON = date(2026, 11, 23)
DEFAULT_RULES = WindowRules()


def day(text: str) -> date:
    """The day of an ISO date."""
    return date.fromisoformat(text)


def when(text: str) -> When:
    """The time of ``2026-11-02`` or ``2026-11-02T09:30``."""
    minute = int(text[11:13]) * 60 + int(text[14:16]) if len(text) > 10 else None
    return When(day(text[:10]), minute)


def mixture(text: str = "baclofen 500 mcg/mL") -> Mixture:
    """The mixture of a text."""
    return CATALOGUE.mixture(text)


def even(dose_text: str = "120 mcg/day", bolus_text: str = "") -> Programme:
    """An even programme of a dose or a flow, with a patient bolus if one is given."""
    return Programme.even(parse_dose(dose_text), _allowance(bolus_text))


def flex(steps: str, bolus_text: str = "") -> Programme:
    """A flex programme, with a patient bolus if one is given."""
    return Programme(parse_flex(steps), _allowance(bolus_text))


def _allowance(text: str) -> PatientBolus | None:
    return PatientBolus.parse(text) if text else None


def pump(
    model: str = "SM2-20",
    implanted_on: str = "2020-01-01",
    *,
    fixed_flow_ul: int | None = None,
    capacity_ul: int | None = None,
    end_of_service_on: str = "",
    explanted_on: str = "",
) -> Pump:
    """A pump in place."""
    device = Device(
        patient="0007",
        model=model,
        serial="A1",
        implanted_on=day(implanted_on),
        capacity_ul=capacity_ul,
        fixed_flow_ul_per_day=fixed_flow_ul,
        end_of_service_on=day(end_of_service_on) if end_of_service_on else None,
        explanted_on=day(explanted_on) if explanted_on else None,
    )
    return Pump.of(device, CATALOGUE)


PUMP = pump()


def fill(
    at: str = "2026-11-02",
    ml: str = "20",
    *,
    of: str | None = "baclofen 500 mcg/mL",
    residual: str = "",
    programmed: str = "",
    boluses_used: int | None = None,
    supply: DrugSupply | None = None,
    check_volume: str = "",
) -> Filled:
    """A refill; ``of=None`` keeps the mixture before."""
    return Filled(
        at=when(at),
        injected=Volume.parse(ml),
        mixture=mixture(of) if of else None,
        residual=Volume.parse(residual) if residual else None,
        programmed=Volume.parse(programmed) if programmed else None,
        boluses_used=boluses_used,
        supply=supply,
        check_volume=Volume.parse(check_volume) if check_volume else None,
    )


def dose(at: str = "2026-11-02", text: str = "120 mcg/day", bolus_text: str = "") -> Programmed:
    """A dose recorded; a text with a colon is a flex programme."""
    programme = flex(text, bolus_text) if ":" in text else even(text, bolus_text)
    return Programmed(at=when(at), programme=programme)


def bolus(at: str, amount: str) -> BolusGiven:
    """A one-off bolus, of a mass or a volume."""
    is_volume = amount.lower().endswith("ml")
    return BolusGiven(at=when(at), amount=Volume.parse(amount) if is_volume else Mass.parse(amount))


def aspirate(at: str, ml: str) -> Aspirated:
    """Volume taken out between fills."""
    return Aspirated(at=when(at), amount=Volume.parse(ml))


def empty(at: str, residual: str = "") -> Emptied:
    """The reservoir emptied and left so."""
    return Emptied(at=when(at), residual=Volume.parse(residual) if residual else None)


def readout(at: str, alarm_on: str = "", reservoir: str = "") -> ReadOut:
    """What the programmer printed."""
    return ReadOut(
        at=when(at),
        alarm_on=day(alarm_on) if alarm_on else None,
        reservoir=Volume.parse(reservoir) if reservoir else None,
    )


def stop(at: str) -> Stopped:
    """A stop of the pump."""
    return Stopped(at=when(at))


def start(at: str) -> Started:
    """A restart of the pump."""
    return Started(at=when(at))


def attempt(at: str) -> Attempted:
    """A refill that was tried and failed."""
    return Attempted(at=when(at))


def numbered(*facts: Fact) -> list[Fact]:
    """The facts as recorded in this order."""
    return [replace(fact, seq=seq) for seq, fact in enumerate(facts, start=1)]


def ledger(*facts: Fact) -> Ledger:
    """The ledger of facts recorded in this order."""
    return Ledger.of(numbered(*facts))


def view(
    *facts: Fact,
    as_of: date = SEEN_ON,
    of: Pump = PUMP,
    rules: WindowRules = DEFAULT_RULES,
    archived_on: date | None = None,
) -> Projection:
    """The projection of exactly these facts."""
    return project(ledger(*facts), of, rules, CATALOGUE, as_of=as_of, archived_on=archived_on)


def running(
    *more: Fact, as_of: date = SEEN_ON, of: Pump = PUMP, rules: WindowRules = DEFAULT_RULES
) -> Projection:
    """The projection of the worked example and more facts."""
    return view(fill(), dose(), *more, as_of=as_of, of=of, rules=rules)


def window(projection: Projection) -> Window:
    """The window of a projection that has one."""
    assert projection.window is not None
    return projection.window


def findings(
    projection: Projection, of: Pump = PUMP, rules: WindowRules = DEFAULT_RULES
) -> list[Finding]:
    """The findings of a projection."""
    return findings_of(projection, of, rules, CATALOGUE)


def codes(projection: Projection, of: Pump = PUMP, rules: WindowRules = DEFAULT_RULES) -> list[str]:
    """The codes of the findings of a projection."""
    return [finding.code for finding in findings(projection, of, rules)]
