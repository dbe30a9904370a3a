"""What is wanted of a new fact, in tests: how its patient stands, and what the door says to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from tests.builders import CATALOGUE, PUMP, SEEN_ON, fill, ledger, mixture, when
from tests.builders.values import (
    ConfirmationNeeded,
    Consent,
    Fact,
    Mixture,
    Patient,
    Programme,
    Programmed,
    Pump,
    Refusal,
    Standing,
    decide,
)

PATIENT = Patient("0007", "Rivera, Ana")
MIXTURE = mixture()
PLAUSIBLE = {drug.code: drug.plausible for drug in CATALOGUE.drugs.values()}


def standing(*facts: Fact, of: Pump | None = PUMP, archived_on: date | None = None) -> Standing:
    """The patient seen on 2026-11-23, with these facts of the pump."""
    return Standing(
        PATIENT, SEEN_ON, archived_on, of, ledger(*facts), plausible=PLAUSIBLE, catalogue=CATALOGUE
    )


def refused(before: Standing, fact: Fact, consent: Consent | None = None) -> Refusal | None:
    """What is said to a fact, None if it is accepted."""
    try:
        decide(before, fact, consent)
    except Refusal as refusal:
        return refusal
    return None


@dataclass(frozen=True)
class Gate:
    """What is wanted of a fact: values said again, and a reason for what is refused."""

    confirm: str | None = None
    refusal: Refusal | None = None

    @property
    def code(self) -> str | None:
        """Code of what is refused."""
        return self.refusal.code if self.refusal else None


def gate(before: Standing, fact: Fact) -> Gate:
    """What is wanted of a fact."""
    first, then = (refused(before, fact, each) for each in (None, Consent(override="right")))
    return Gate(
        "; ".join(then.values) if isinstance(then, ConfirmationNeeded) else None,
        None if isinstance(first, ConfirmationNeeded) else first,
    )


def dose_gate(
    old: Programme | None, new: Programme, of: Pump = PUMP, mix: Mixture | None = MIXTURE
) -> Gate:
    """What is wanted of a programme that replaces another, with that mixture in the pump."""
    facts: list[Fact] = [] if mix is None else [replace(fill(), mixture=mix)]
    if old is not None:
        facts.append(Programmed(at=when("2026-11-02"), programme=old))
    return gate(standing(*facts, of=of), Programmed(at=when("2026-11-20"), programme=new))
