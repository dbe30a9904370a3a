"""Decisions: what a named person answered to a finding or a gate, so that it is asked once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pumpsched.domain.ledger import When


class DecisionKind(StrEnum):
    """What was decided."""

    DISTINCT = "distinct"
    """The patient and the one of the code in ``subject`` are two people, with a pump each."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One answer; a later one of the same kind, patient, pump and subject takes its place.

    Attributes:
        patient: Code of the patient it is about.
        at: When it was made.
        kind: What was decided.
        who: Name of the person who decided.
        reason: Why.
        subject: What it is about besides the patient, in the words of its kind.
        implanted_on: Day of implant of the pump it is about, where it is about one.
        until: Last day on which it holds; None holds for good.
    """

    patient: str
    at: When
    kind: DecisionKind
    who: str
    reason: str = ""
    subject: str = ""
    implanted_on: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it answers for a day."""
        return self.at.day <= day and (self.until is None or day <= self.until)
