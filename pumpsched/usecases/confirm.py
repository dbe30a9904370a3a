"""Consent to unusual changes: values said twice, and reasons for what is refused otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pumpsched.domain.errors import Unreadable, Unsafe
from pumpsched.domain.gates import Gate


class ConfirmationNeeded(Unsafe):
    """A value must be repeated; ``value`` is what to repeat."""

    def __init__(self, value: str, *, why: str = "It is a large change.") -> None:
        super().__init__(
            f"This change needs the value once more: {value}.",
            code="confirm-needed",
            why=f"{why} Typing it twice catches a slip.",
            next_step=f'the same command with --confirm "{value}"',
            value=value,
        )
        self.value = value


@dataclass(frozen=True, slots=True)
class Consent:
    """What the person has confirmed so far.

    Attributes:
        confirmed: The value repeated, as typed.
        override: Reason for what a gate refuses.
        accepted_mismatch: Reason to accept a programmed volume unlike the injected one.
        same: Whether two texts mean the same value.
    """

    confirmed: str | None = None
    override: str | None = None
    accepted_mismatch: str | None = None
    same: Callable[[str, str], bool] = str.__eq__

    def noted(self, note: str) -> str:
        """The note with the reasons given added to it."""
        reasons = (("override", self.override), ("accepted", self.accepted_mismatch))
        parts = [note, *(f"{word}: {reason}" for word, reason in reasons if reason)]
        return "; ".join(part for part in parts if part)


def pass_gate(gate: Gate, consent: Consent, *, why: str = "It is a large change.") -> None:
    """Passes a gate with the consent given; ``why`` says what makes it unusual.

    Raises:
        Refusal: What the gate refuses, without an override reason.
        ConfirmationNeeded: It wants the value repeated, and it was not, or differs.
    """
    if gate.refusal is not None and not consent.override:
        raise gate.refusal
    if gate.confirm is None:
        return
    if consent.confirmed is None or not _same(gate.confirm, consent):
        raise ConfirmationNeeded(gate.confirm, why=why)


def _same(wanted: str, consent: Consent) -> bool:
    try:
        return consent.same(wanted, consent.confirmed or "")
    except Unreadable:
        return False
