"""Refusals: what the program will not do, in words a nurse uses.

A refusal says *what* is wrong, *why*, and which command to try next; the class decides the exit
code. It is raised by any layer below the command line and rendered in exactly one place. An
observation that does not stop the work is a :class:`pumpsched.domain.findings.Finding` instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

OVERRIDE = "the same command with --override … (if it is right)"
"""What follows a refusal that a reason lets stand."""

Fact = str | int | bool | Sequence[str | dict[str, Any]] | None


class Refusal(Exception):
    """Base of all refusals; raise one of the subclasses.

    Args:
        what: The sentence that names the field, the value and the problem.
        code: Stable slug for programs, such as ``overfill``.
        why: The rule behind it, when the first sentence does not say it.
        next_step: The command (or remedy) to try next.
        facts: Further machine-readable fields for ``--json``.
    """

    exit_code: ClassVar[int] = 1

    def __init__(
        self, what: str, *, code: str, why: str = "", next_step: str = "", **facts: Fact
    ) -> None:
        super().__init__(what)
        self.what = what
        self.code = code
        self.why = why
        self.next_step = next_step
        self.facts = facts

    def __str__(self) -> str:
        """The refusal in at most three lines: what, why, next command."""
        return "\n".join(self.lines())

    def lines(self) -> list[str]:
        """What, why and next command, where given; a value in them may hold a line break."""
        indented = (self.why, f"Try: {self.next_step}" if self.next_step else "")
        return [self.what, *(f"  {line}" for line in indented if line)]


class UsageRefusal(Refusal):
    """Input that cannot be read, or a command used wrongly."""

    exit_code = 2


class Unreadable(UsageRefusal):
    """A value that does not follow its grammar; it is never guessed or rounded.

    Args:
        noun: What the value should have been, such as ``volume``, or the option's or column's name.
        value: The text as it was given.
        problem: Which rule it breaks.
        example: A value that would be accepted.
    """

    def __init__(self, noun: str, value: str, problem: str, example: str = "") -> None:
        self.noun = noun
        self.value = value
        self.problem = problem
        self.example = example
        such_as = f" (for example: {example})" if example else ""
        super().__init__(
            f'{noun} "{shortened(value)}": {problem}{such_as}',
            code="unreadable",
            field=noun,
            value=shortened(value),
        )

    def named(self, noun: str) -> Unreadable:
        """The same refusal under the name of the option or column it came from."""
        return Unreadable(noun, self.value, self.problem, self.example)


class NotFound(Refusal):
    """Nothing, or more than one thing, answers to the name given."""

    exit_code = 3


class Unsafe(Refusal):
    """A safety rule forbids it, or a confirmation is missing."""

    exit_code = 4


class Unusual(NamedTuple):
    """A value to be repeated, and what makes it unusual."""

    value: str
    why: str = "It is a large change."


class ConfirmationNeeded(Unsafe):
    """Values must be repeated, all at once; one may be unusual for several reasons.

    Whose they are is said with them, where that is known.
    """

    def __init__(self, *asked: Unusual, patient: str = "") -> None:
        values = list(dict.fromkeys(each.value for each in asked))
        many, whose = len(values) > 1, f"{patient}: " if patient else ""
        super().__init__(
            f"This change needs {'these values' if many else 'the value'} once more: "
            f"{'; '.join(values)}.",
            code="confirm-needed",
            why=f"{whose}{' '.join(dict.fromkeys(each.why for each in asked))} "
            "Typing it twice catches a slip.",
            # A blank, not the value: a line that is only copied confirms nothing.
            next_step="the same command with " + " ".join(["--confirm …"] * len(values)),
            value=values[0],
            values=values,
        )
        self.asked = asked
        self.values = values


class Conflict(Refusal):
    """It contradicts what is recorded: a duplicate, a stale view, a slot taken."""

    exit_code = 5


class StoreBusy(Refusal):
    """The store is locked by another user, or has an older or newer layout."""

    exit_code = 6


class StoreProblem(Refusal):
    """The store is damaged, full, read-only or open to other users."""

    exit_code = 7


class NotPermitted(Refusal):
    """The person's role does not allow it."""

    exit_code = 8


class Tampered(Refusal):
    """The audit chain or a row's seal does not hold."""

    exit_code = 9


def shortened(value: str, limit: int = 60) -> str:
    """The text for a message: at most ``limit`` characters, cut visibly."""
    return value if len(value) <= limit else value[: limit - 1] + "…"
