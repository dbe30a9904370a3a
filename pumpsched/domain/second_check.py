"""The check by a second person, where a practice wants it: the values of a refill or a dose again.

Whoever records types them; the second person retypes drug, concentration, volume and dose at the
same desk. Both names stand in the fact.
"""

from __future__ import annotations

from collections.abc import Iterable

from pumpsched.domain.errors import Unsafe, Unusual
from pumpsched.domain.ledger import Fact, Filled, Programmed
from pumpsched.domain.standing import Standing

_WHY = "A second person types it, too."


def second_person(standing: Standing, _fact: Filled | Programmed) -> Unsafe | None:
    """No second person is named."""
    if not standing.second_check:
        return None
    return Unsafe(
        "A second person has to check this.",
        code="second-check-needed",
        why="The practice has set second_check on.",
        next_step='the same command with --second "NAME"',
    )


def typed_again(standing: Standing, facts: Iterable[Fact]) -> list[Unusual]:
    """The values of an act that a second person has to type."""
    values: list[str] = []
    for fact in facts:
        if isinstance(fact, Filled):
            mixture = fact.mixture or standing.held(fact)
            values += [*([str(mixture)] if mixture else []), str(fact.injected)]
        elif isinstance(fact, Programmed):
            programme = fact.programme
            values.append(programme.flex_text or programme.dose_text)
            values += [str(programme.bolus)] if programme.bolus else []
    return [Unusual(value, _WHY) for value in values]
