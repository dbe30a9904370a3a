"""When programmes and stops take effect: from dated facts to instants.

A fact with a clock time counts from that minute. One with the day alone is read on the early
side: what raises the flow (or leaves it) counts from 00:00 of its day, what lowers or stops it
from 00:00 of the next, unless a later fact of its kind takes over before. Before the first
programme its own flow is assumed. Instants are minutes on the local clock (:class:`When`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from pumpsched.domain.ledger import Fact, Programmed, Started, Stopped
from pumpsched.domain.programme import DAY_MINUTES, Programme

ALWAYS = -1
"""An instant before every date accepted."""

_SWITCHING = frozenset({Started, Stopped})

ProgrammeChange = tuple[int, Programme]
Switch = tuple[int, bool]


def programme_changes(
    facts: Sequence[Fact], *, as_of: date
) -> tuple[list[ProgrammeChange], date | None]:
    """Instants at which each programme takes effect, and when this view ends.

    A programme dated after ``as_of`` counts only if it raises the whole day's flow over what
    this view has in force then, or if it is the first ever.

    Returns:
        The changes in order, the first from :data:`ALWAYS`; and the day of the earliest planned
        programme left out, from which a later view may differ.
    """
    changes: list[ProgrammeChange] = []
    pending: ProgrammeChange | None = None
    left_out: date | None = None
    for fact in facts:
        if type(fact) is not Programmed:
            continue
        new, instant = fact.programme, fact.at.instant
        if not changes:
            changes.append((ALWAYS, new))
            continue
        if pending and pending[0] <= instant:
            changes.append(pending)
            pending = None
        in_force = changes[-1][1].whole_day_minutes
        if fact.at.day > as_of and new.whole_day_minutes <= in_force:
            left_out = left_out or fact.at.day
        elif fact.at.minute is None and new.whole_day_minutes < in_force:
            pending = (instant + DAY_MINUTES, new)
        else:
            changes.append((instant, new))
            pending = None
    if pending:
        changes.append(pending)
    return changes, left_out


def switches(facts: Sequence[Fact]) -> list[Switch]:
    """Instants from which the pump runs (True) or is stopped (False), in order.

    A stop and a start with the same day alone leave the pump running.
    """
    if _SWITCHING.isdisjoint(map(type, facts)):
        return []
    kept = [fact for fact in facts if type(fact) in _SWITCHING]
    overruled = overruled_stops(kept)
    changes: list[Switch] = []
    pending: Switch | None = None
    for fact in kept:
        runs, instant, day_alone = type(fact) is Started, fact.at.instant, fact.at.minute is None
        if fact.seq in overruled:
            continue
        if pending and pending[0] <= instant:
            changes.append(pending)
            pending = None
        running = changes[-1][1] if changes else True
        if day_alone and running and not runs:
            pending = (instant + DAY_MINUTES, False)
        else:
            changes.append((instant, runs))
            pending = None
    return [*changes, pending] if pending else changes


def overruled_stops(facts: Iterable[Fact]) -> frozenset[int]:
    """The stops (by ``seq``) that a start with the same day alone overrules."""
    day_alone = [fact for fact in facts if fact.at.minute is None]
    started = {fact.at.day for fact in day_alone if type(fact) is Started}
    return frozenset(f.seq for f in day_alone if type(f) is Stopped and f.at.day in started)


def is_stopped(facts: Sequence[Fact]) -> bool:
    """Whether the last stop or start of these facts is a stop."""
    kept = switches(facts)
    return bool(kept) and not kept[-1][1]
