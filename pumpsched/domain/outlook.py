"""The outlook of a pump: its projection boiled down to one row that a store can index.

It answers lists without reading a ledger: dates, and a straight line for the volume. It holds
from ``holds_from`` to ``holds_until``; for any other day the ledger is projected afresh.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING, NamedTuple

from pumpsched.domain.calendars import DAY_MINUTES
from pumpsched.domain.findings import THERAPY_ENDED
from pumpsched.domain.status import Limit, State, Status, dates_of, states_of

if TYPE_CHECKING:
    from pumpsched.domain.projection import Projection

RULES_VERSION = 5
"""Raised whenever the arithmetic changes, so that older rows are projected again."""


class Outlook(NamedTuple):
    """What lists show of one pump.

    Attributes:
        seen_on: The day it was projected for.
        holds_from: First day on which it holds.
        holds_until: Last day on which it holds, None for ever.
        state: How the pump stands.
        volume_num, volume_den: Volume at 00:00 of ``holds_from`` [µL], a fraction.
        flow_num, flow_den: Basal flow from then on [µL/day], a fraction.
        dose_minutes: Basal programme of a day [dose minutes]; None where the dose is derived.
        mixture: Canonical text of what is in the reservoir; empty before the first fill.
        filled_on ... programmer_alarm_on: As in :class:`~pumpsched.domain.projection.Window`.
        limit: Which rule sets ``refill_by``.
        alarm_ul: The alarm volume that holds [µL].
        rank: Withdrawal rank of the mixture, 1 the worst.
        findings: Codes of the findings, in order.
        ledger_seq: The last fact it counts.
        rules_version: Version of the arithmetic.
    """

    seen_on: date
    holds_from: date
    holds_until: date | None
    state: State
    filled_on: date | None
    opens_on: date | None
    due_on: date | None
    refill_by: date | None
    limit: Limit | None
    alarm_on: date | None
    alarm_nominal_on: date | None
    empty_on: date | None
    stable_until: date | None
    programmer_alarm_on: date | None
    volume_num: int | None
    volume_den: int | None
    flow_num: int | None
    flow_den: int | None
    dose_minutes: int | None
    mixture: str
    alarm_ul: int
    rank: int
    findings: tuple[str, ...]
    ledger_seq: int
    rules_version: int = RULES_VERSION

    def holds_on(self, day: date) -> bool:
        """Whether the row answers for that day."""
        return self.holds_from <= day and (self.holds_until is None or day <= self.holds_until)

    def volume_on(self, day: date) -> Fraction | None:
        """Volume [µL] at 00:00 of a day on which it holds."""
        if self.volume_num is None or self.volume_den is None:
            return None
        flow = Fraction(self.flow_num or 0, self.flow_den or 1)
        left = Fraction(self.volume_num, self.volume_den) - flow * (day - self.holds_from).days
        return max(left, Fraction(0))

    def status_on(self, day: date) -> Status:
        """How the pump stands on a day on which it holds."""
        return self.states_on(day)[0]

    def states_on(self, day: date) -> tuple[Status, ...]:
        """Every status that holds on a day on which it holds."""
        stopped = self.state is State.STOPPED or Status.STOPPED in self.findings
        ended = self.findings[:1] == (THERAPY_ENDED,)
        return states_of(self.state, self, day, stopped=stopped, ended=ended)


def outlook_of(
    projection: Projection,
    *,
    alarm_ul: int,
    rank: int,
    findings: tuple[str, ...],
    ledger_seq: int,
    turns: Sequence[date] = (),
) -> Outlook:
    """The outlook row of a projection.

    Args:
        projection: The pump's ledger as seen today.
        alarm_ul: The alarm volume that holds [µL].
        rank: Withdrawal rank of the mixture.
        findings: Codes of its findings.
        ledger_seq: The last fact recorded for the pump.
        turns: Days, past or still to come, from which lists show the pump otherwise though no
            fact of its ledger says so: its explant, the archive, the end of its service life.
    """
    today, change = projection.as_of, _next_change(projection)
    settled, ends = _settled(projection), [] if change is None else [change]
    for day in turns:
        if day > today:
            ends.append(day)
        elif day > settled:
            settled = day
    fill, window, reservoir = projection.fill, projection.window, projection.reservoir
    midnight = settled.toordinal() * DAY_MINUTES
    volume: tuple[int | None, int | None] = (None, None)
    flow = volume
    if window is not None and reservoir is not None:
        volume = _lowest(reservoir.left_at(midnight), reservoir.ticks_per_ul)
        ticks = 0 if projection.stopped else reservoir.day_ticks(midnight, boluses=False)
        flow = _lowest(ticks, reservoir.ticks_per_ul)
    running = projection.told.running(midnight)
    programme = running.programme if running else None
    return Outlook(
        seen_on=projection.as_of,
        holds_from=settled,
        holds_until=min(ends) - timedelta(days=1) if ends else None,
        state=projection.state,
        filled_on=fill.at.day if fill else None,
        volume_num=volume[0],
        volume_den=volume[1],
        flow_num=flow[0],
        flow_den=flow[1],
        dose_minutes=programme.basal_minutes if programme and programme.steps else None,
        mixture=str(projection.mixture or ""),
        alarm_ul=alarm_ul,
        rank=rank,
        findings=findings,
        ledger_seq=ledger_seq,
        due_on=window.due_on if window else None,
        **dates_of(window),
    )


def _lowest(ticks: int, per_ul: int) -> tuple[int, int]:
    """Numerator and denominator [µL] in lowest terms."""
    shared = gcd(ticks, per_ul)
    return ticks // shared, per_ul // shared


def _settled(projection: Projection) -> date:
    """First day from whose 00:00 on nothing recorded up to the day seen still changes."""
    today, latest = projection.as_of, 0
    for fact in reversed(projection.facts):
        if fact.at.day <= today:
            latest = fact.at.day.toordinal()
            break
    if projection.reservoir is not None:
        last_minute = (today.toordinal() + 2) * DAY_MINUTES - 1
        latest = max(latest, projection.reservoir.stretch_at(last_minute).start // DAY_MINUTES)
    return date.fromordinal(latest + 1) if latest else today


def _next_change(projection: Projection) -> date | None:
    """Day of the first fact still to come, which is a programme: no other is counted yet."""
    found = None
    for fact in reversed(projection.facts):
        if fact.at.day <= projection.as_of:
            break
        found = fact.at.day
    return found
