"""Findings: observations worth a person's attention. They never stop the work."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pumpsched.domain.decisions import Decision

EXCHANGE_DUE = "exchange-due"
"""Code of the finding that a pump's service life asks for its exchange."""

SERVICE_LIFE_UNKNOWN = "service-life-unknown"
"""Code of the finding that a pump is old and its end of service is not recorded."""

EARLY_REFILL = "early-refill"
LATE_VISIT = "late-visit"
AFTER_EMPTY = "after-empty"
MOVED_TO_CLINIC = "moved-to-clinic"
CONTROLLED_AT_HOME = "controlled-at-home"
UNAUTHORIZED = "unauthorized"
RUSH_ORDER = "rush-order"
DRUG_LATE = "drug-late"
KEPT_CONFLICT = "kept-conflict"
COMES_SECOND = "comes-second"
"""Codes of what is said of a visit."""
RESTART_UNDECIDED = "restart-undecided"
"""Code of the finding that a pump was filled after it may have been dry, and delivers."""

THERAPY_ENDED = "therapy-ended"
"""Code of the finding that a pump is stopped or empty on purpose."""

DOUBTS = frozenset({"dose-after-mixture-change", "dose-on-saline"})
"""Codes of the findings of a programme that was told for something else than the pump holds."""


class Severity(StrEnum):
    """How much a finding asks of the reader, least first."""

    INFO = "info"
    WARNING = "warning"
    URGENT = "urgent"

    @property
    def sign(self) -> str:
        """What is printed before it."""
        return _SIGNS[self]


_SIGNS = {Severity.INFO: "i", Severity.WARNING: "!", Severity.URGENT: "!!"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One observation.

    Attributes:
        code: Stable slug, such as ``fill-mismatch``.
        severity: How urgent it is.
        message: One sentence with its numbers and what to do; no patient's name.
        facts: Further fields for programs, unit-suffixed.
        about: Time of the fill it is about; empty where there is none.
        occurrence: What an acknowledgement of it names; another one is another occurrence.
        acknowledged: The decision of somebody who knows of it, if one holds.
    """

    code: str
    severity: Severity
    message: str
    facts: dict[str, str | int | None] = field(default_factory=dict, compare=False)
    about: str = field(default="", compare=False)
    occurrence: str = field(default="", compare=False)
    acknowledged: Decision | None = field(default=None, compare=False)


def after_empty(empty_on: date | None) -> Finding:
    """What is said of a visit from the day on which the pump may be empty; None: it is by now."""
    text = f"the pump may be empty from {empty_on or 'now'} on: earlier, or to a ward"
    return Finding(AFTER_EMPTY, Severity.URGENT, text)


def late_visit(refill_by: date, *, today: date) -> Finding:
    """What is said of a visit after the last day of its patient's window."""
    text = f"the visit comes after the last refill day {refill_by}: "
    text += "late already, keep the earliest day" if refill_by < today else "move it earlier"
    return Finding(LATE_VISIT, Severity.URGENT, text)
