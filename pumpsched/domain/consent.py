"""Consent to unusual facts: values said twice, and reasons for what is refused otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from pumpsched.domain.errors import Unreadable


class Waiver(StrEnum):
    """A reason that lets a refused fact stand; the word it is noted under."""

    OVERRIDE = "override"
    ACCEPTED = "accepted"
    AGAIN = "again"
    RESTART = "restart"
    SECOND = "checked by"


class Named(NamedTuple):
    """A reason and the person who gives it; in text ``WHO: REASON``."""

    who: str
    reason: str

    def __str__(self) -> str:
        return f"{self.who}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Consent:
    """What the person has confirmed so far.

    Attributes:
        confirmed: The values repeated, as typed.
        override: Reason for what a gate refuses.
        accepted_mismatch: Reason to accept a programmed volume unlike the injected one.
        again: Reason for a fill so soon after, or before, another.
        second: Name of the person who typed the values a second time.
        second_later: Whether that is done once all of them are known.
        restart: Who decided that a pump that may have been dry delivers again, and why.
        same: Whether two texts mean the same value.
        overridden: Codes of the refusals that the override is for; None for every one.
    """

    confirmed: tuple[str, ...] = ()
    override: str | None = None
    accepted_mismatch: str | None = None
    again: str | None = None
    restart: Named | None = None
    second: str | None = None
    second_later: bool = False
    same: Callable[[str, str], bool] = str.__eq__
    overridden: frozenset[str] | None = None

    @property
    def reasons(self) -> dict[Waiver, str]:
        """The reasons given."""
        given = {
            Waiver.OVERRIDE: self.override,
            Waiver.ACCEPTED: self.accepted_mismatch,
            Waiver.AGAIN: self.again,
            Waiver.RESTART: str(self.restart or ""),
            Waiver.SECOND: self.second,
        }
        return {waiver: reason for waiver, reason in given.items() if reason}

    def waives(self, waiver: Waiver | None, code: str) -> bool:
        """Whether a reason lets stand what is refused with a code."""
        is_meant = waiver is not Waiver.OVERRIDE or self.overridden is None
        return waiver in self.reasons and (is_meant or code in (self.overridden or ()))

    def repeats(self, value: str) -> bool:
        """Whether the value was said again."""
        return any(self._same(value, typed) for typed in self.confirmed)

    def _same(self, value: str, typed: str) -> bool:
        try:
            return self.same(value, typed)
        except Unreadable:
            return False

    def noted(self, note: str) -> str:
        """The note with the reasons given added to it."""
        parts = [note, *(f"{waiver}: {reason}" for waiver, reason in self.reasons.items())]
        return "; ".join(part for part in parts if part)
