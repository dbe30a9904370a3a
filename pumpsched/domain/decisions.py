"""Decisions: what a named person answered to a finding or a gate, so that it is asked once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from pumpsched.domain.calendars import When


class DecisionKind(StrEnum):
    """What was decided."""

    DISTINCT = "distinct"
    """The patient and the one of the code in ``subject`` are two people, with a pump each."""
    BRIDGE = "bridge"
    """What is done while two mixtures are in the line; it holds as long as they are."""
    RESTART = "restart"
    """A pump that may have been dry is to deliver again."""
    OVERRIDE = "override"
    """A fact that a gate refuses is right."""
    MISMATCH = "mismatch"
    """The programmer keeps another volume than was injected."""
    ACKNOWLEDGE = "acknowledge"
    """The finding in ``subject`` is known."""
    OFF_LABEL = "off-label"
    """A drug that the pump's maker has not approved for it."""
    MRI = "mri"
    """The patient has an MRI on the day in ``subject``."""
    THERAPY_ENDED = "therapy-ended"
    """The pump is stopped or empty on purpose, until it is looked at again."""


NOTED = frozenset({DecisionKind.OVERRIDE, DecisionKind.MISMATCH})
"""Kinds whose reason stands in the note of the fact that they let stand."""


class Decision(NamedTuple):
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

    @property
    def is_withdrawal(self) -> bool:
        """Whether it only takes the one before it back: it holds on no day."""
        return self.until is not None and self.until < self.at.day

    def withdrawn(self, *, who: str, reason: str) -> Decision:
        """What takes this one back: one in its place that holds on no day."""
        return self._replace(who=who, reason=reason, until=self.at.day - timedelta(days=1))


def that_stand(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Those of some decisions, in the order made, that no later one replaces or takes back."""
    last = {(d.patient, d.kind, d.implanted_on, d.subject): d for d in decisions}
    return tuple(decision for decision in last.values() if not decision.is_withdrawal)
