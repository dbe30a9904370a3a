"""Findings: observations worth a person's attention. They never stop the work."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

EXCHANGE_DUE = "exchange-due"
"""Code of the finding that a pump's service life asks for its exchange."""


class Severity(StrEnum):
    """How much a finding asks of the reader, least first."""

    INFO = "info"
    WARNING = "warning"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Finding:
    """One observation.

    Attributes:
        code: Stable slug, such as ``fill-mismatch``.
        severity: How urgent it is.
        message: One sentence with its numbers and what to do; no patient's name.
        facts: Further fields for programs, unit-suffixed.
    """

    code: str
    severity: Severity
    message: str
    facts: dict[str, str | int | None] = field(default_factory=dict, compare=False)
