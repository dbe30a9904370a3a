"""The projection of a ledger: when the pump must be refilled, which rule says so, how it stands.

:func:`project` is the one projection of a ledger; lists, cards, the stored read model and the
planner all use it. Every date errs on the early side, and names the limit that set it. A pump has
a state, whatever the day, and a status on a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from operator import itemgetter
from typing import Any, NamedTuple, Protocol

from pumpsched.domain.calendars import months_after
from pumpsched.domain.catalogue import Catalogue
from pumpsched.domain.ledger import Fact, Filled, Ledger
from pumpsched.domain.pump import Pump, WindowRules
from pumpsched.domain.reservoir import (
    Reservoir,
    in_force,
    programme_changes,
    reservoir_of,
    switches,
)
from pumpsched.domain.therapy import DAY_MINUTES, Mixture, Programme


class State(StrEnum):
    """How a pump stands, whatever the day."""

    RETIRED = "retired"
    UNFILLED = "unfilled"
    UNPROGRAMMED = "unprogrammed"
    STOPPED = "stopped"
    RUNNING = "running"


class Status(StrEnum):
    """How a pump stands on a day, most urgent first."""

    EMPTY = "empty"
    ALARM = "alarm"
    LATE = "late"
    UNFILLED = "unfilled"
    UNPROGRAMMED = "unprogrammed"
    STOPPED = "stopped"
    DUE = "due"
    WAITING = "waiting"
    RETIRED = "retired"


URGENCY = {status: rank for rank, status in enumerate(Status)}


class Dated(Protocol):
    """Anything that carries a window's dates; all None where there is no window."""

    @property
    def opens_on(self) -> date | None:
        """First refill day."""

    @property
    def refill_by(self) -> date | None:
        """Last refill day."""

    @property
    def alarm_on(self) -> date | None:
        """Day of the low-reservoir alarm."""

    @property
    def empty_on(self) -> date | None:
        """Day on which the reservoir may be empty."""


def status_of(state: State, window: Dated | None, day: date) -> Status:
    """The status on a day of a pump in that state with those dates, the first that fits.

    That a pump is stopped hides nothing worse: it can be empty, alarming or late nevertheless.
    """
    if window is None or state not in (State.RUNNING, State.STOPPED):
        return Status(state.value)
    if window.empty_on and day >= window.empty_on:
        return Status.EMPTY
    if window.alarm_on and day >= window.alarm_on:
        return Status.ALARM
    if window.refill_by and day > window.refill_by:
        return Status.LATE
    if state is State.STOPPED:
        return Status.STOPPED
    return Status.DUE if window.opens_on and day >= window.opens_on else Status.WAITING


LONGEST_YEARS = 10
"""A level not reached within so many years of the fill counts as never reached."""


class Limit(StrEnum):
    """Which rule sets the last refill day, in the order that decides a tie."""

    RESERVOIR = "reservoir"
    STABILITY = "stability"
    CALENDAR = "calendar"
    SERVICE = "service"


class Window(NamedTuple):
    """Refill on any day from ``opens_on`` to ``refill_by``, both included.

    ``limits`` holds every rule's own date; ``limit`` is the earliest of them, before the window
    is kept from closing ahead of the fill itself.
    """

    filled_on: date
    opens_on: date
    refill_by: date
    limit: Limit
    alarm_on: date | None
    alarm_nominal_on: date | None
    empty_on: date | None
    stable_until: date | None
    limits: tuple[tuple[Limit, date], ...]


DATES = (
    *("opens_on", "refill_by", "limit", "alarm_on", "alarm_nominal_on", "empty_on"),
    "stable_until",
)
"""What a window says of the time to come, under the names that outlooks and lists give it too."""


def dates_of(found: Dated | None) -> dict[str, Any]:
    """The :data:`DATES` of a window or an outlook; all None where there is none."""
    return {name: getattr(found, name, None) for name in DATES}


class Projection(NamedTuple):
    """What a ledger says about a pump, seen from ``as_of``.

    Attributes:
        as_of: The day it is seen from.
        state: How the pump stands.
        fill: The last fill, if any.
        mixture: What the last fill put in, or the one it kept.
        drugs_before: Drugs that earlier fills brought into this pump.
        programmes: When each programme takes effect.
        reservoir: Volumes from the last fill on; None if unfilled or never programmed.
        window: Refill window; None if retired, unfilled or unprogrammed.
        holds_until: Last day from which the ledger looks the same; None for ever.
        facts: The facts this view counts, in order of time.
    """

    as_of: date
    state: State
    fill: Filled | None
    mixture: Mixture | None
    drugs_before: frozenset[str]
    programmes: tuple[tuple[int, Programme], ...]
    reservoir: Reservoir | None
    window: Window | None
    holds_until: date | None
    facts: tuple[Fact, ...]

    @property
    def seen_at(self) -> int:
        """The instant shown: 00:00 of the day, or right after a fill of that day."""
        midnight = self.as_of.toordinal() * DAY_MINUTES
        return max(midnight, self.fill.at.instant) if self.fill else midnight

    @property
    def volume_ul(self) -> Fraction | None:
        """Volume [µL] at the instant shown, where a window is."""
        if self.window is None or self.reservoir is None:
            return None
        if self.fill is not None and self.fill.at.day == self.as_of:
            return Fraction(self.reservoir.start_ul)
        return self.reservoir.volume_at(self.seen_at)

    @property
    def flow_ul_per_day(self) -> Fraction | None:
        """Basal flow [µL/day] in force at the instant shown, where a window is."""
        if self.window is None or self.reservoir is None:
            return None
        return Fraction(self.flow_ticks, self.reservoir.ticks_per_ul)

    @property
    def flow_ticks(self) -> int:
        """Basal delivery of a day at the instant shown [ticks], as the reservoir counts them."""
        if self.reservoir is None or self.state is State.STOPPED:
            return 0
        return self.reservoir.day_ticks(self.seen_at, boluses=False)

    @property
    def programme(self) -> Programme | None:
        """The programme in force at the instant shown; the first one if none is yet."""
        return in_force(self.programmes, self.seen_at)

    def status_on(self, day: date) -> Status:
        """How the pump stands on a day, the first that fits."""
        return status_of(self.state, self.window, day)


def project(
    ledger: Ledger,
    pump: Pump,
    rules: WindowRules,
    catalogue: Catalogue,
    *,
    as_of: date,
    archived_on: date | None = None,
) -> Projection:
    """The projection of a pump's ledger, seen from ``as_of``.

    Args:
        ledger: The pump's standing facts.
        pump: The device.
        rules: The patient's refill rules.
        catalogue: Stability of drugs.
        as_of: The day looked from; later facts do not count, but planned raises do.
        archived_on: Day the patient left the list, if so.
    """
    facts = ledger.until(as_of).facts
    fills = [f for f in facts if type(f) is Filled]
    fill = fills[-1] if fills else None
    programmes, left_out = programme_changes(facts, as_of=as_of)
    mixture, drugs_before = _mixture_of(fills)
    known = mixture is not None and bool(programmes or pump.fixed_flow_ul_per_day)
    turned = switches(facts)
    stopped = bool(turned) and not turned[-1][1]
    state = _state(pump, fill, known, stopped, as_of=as_of, archived_on=archived_on)
    reservoir = window = None
    if fill and mixture and state not in (State.UNFILLED, State.UNPROGRAMMED):
        reservoir = reservoir_of(
            fill,
            mixture,
            facts=facts,
            programmes=programmes,
            switches=turned,
            fixed_flow_ul_per_day=pump.fixed_flow_ul_per_day,
        )
        if state is not State.RETIRED:
            days = catalogue.stable_days(mixture, drugs_before=drugs_before)
            window = refill_window(fill, reservoir, pump, rules, stable_days=days)
    return Projection(
        as_of=as_of,
        state=state,
        fill=fill,
        mixture=mixture,
        drugs_before=drugs_before,
        programmes=tuple(programmes),
        reservoir=reservoir,
        window=window,
        holds_until=left_out and left_out - timedelta(days=1),
        facts=facts,
    )


def refill_window(
    fill: Filled,
    reservoir: Reservoir,
    pump: Pump,
    rules: WindowRules,
    *,
    stable_days: int | None,
) -> Window:
    """The refill window after ``fill``: the earliest limit wins and is named."""
    day = fill.at.day
    latest = months_after(day, 12 * LONGEST_YEARS).toordinal()
    level = rules.alarm_of(pump)
    alarm = _within(reservoir.falls_to(level, boluses=True), latest)
    nominal = alarm
    if reservoir.has_boluses:
        nominal = _within(reservoir.falls_to(level, boluses=False), latest)
    stable_until = None if stable_days is None else day + timedelta(days=stable_days)
    dated = (
        (Limit.RESERVOIR, alarm and alarm - timedelta(days=rules.margin_days)),
        (Limit.STABILITY, stable_until),
        (Limit.CALENDAR, months_after(day, rules.max_months)),
        (Limit.SERVICE, pump.device.end_of_service_on),
    )
    limits = tuple([(limit, on) for limit, on in dated if on is not None])
    limit, earliest = min(limits, key=itemgetter(1))
    refill_by = max(earliest, day)
    return Window(
        filled_on=day,
        opens_on=min(months_after(day, rules.min_months), refill_by),
        refill_by=refill_by,
        limit=limit,
        alarm_on=alarm,
        alarm_nominal_on=nominal,
        empty_on=_within(reservoir.falls_to(0, boluses=True), latest),
        stable_until=stable_until,
        limits=limits,
    )


def _within(day: int | None, latest: int) -> date | None:
    return None if day is None or day > latest else date.fromordinal(day)


def _mixture_of(fills: Sequence[Filled]) -> tuple[Mixture | None, frozenset[str]]:
    """What is in the reservoir after these fills, and the drugs of the fills before the last."""
    mixture: Mixture | None = None
    added: Mixture | None = None
    drugs: frozenset[str] = frozenset()
    for fill in fills:
        if mixture is not None and mixture is not added:
            drugs, added = drugs.union(mixture.drugs), mixture
        mixture = fill.mixture or mixture
    return mixture, drugs


def _state(
    pump: Pump,
    fill: Filled | None,
    flow_known: bool,
    stopped: bool,
    *,
    as_of: date,
    archived_on: date | None,
) -> State:
    for retired_on in (archived_on, pump.device.explanted_on):
        if retired_on is not None and retired_on <= as_of:
            return State.RETIRED
    if fill is None:
        return State.UNFILLED
    if not flow_known:
        return State.UNPROGRAMMED
    return State.STOPPED if stopped else State.RUNNING
