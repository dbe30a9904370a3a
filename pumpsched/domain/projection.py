"""The projection of a ledger: when the pump must be refilled, which rule says so, how it stands.

:func:`project` is the one projection of a ledger; lists, cards, the stored read model and the
planner all use it. Every date errs on the early side, and names the limit that set it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from operator import itemgetter
from typing import NamedTuple

from pumpsched.domain.calendars import DAY_MINUTES, months_after
from pumpsched.domain.catalogue import Catalogue
from pumpsched.domain.flow_history import Band, FlowHistory, alarm_band, flow_history
from pumpsched.domain.ledger import (
    Emptied,
    Fact,
    Filled,
    Ledger,
    ReadOut,
    Started,
    Stopped,
    in_time_read,
)
from pumpsched.domain.programming import Programming, programming, switches
from pumpsched.domain.pump import Calibration, Pump, WindowRules
from pumpsched.domain.reservoir import Reservoir, reservoir_of
from pumpsched.domain.status import Limit, State, Status, states_of
from pumpsched.domain.therapy import Mixture, Programme

LONGEST_YEARS = 10
"""A level not reached within so many years of the fill counts as never reached."""


class Window(NamedTuple):
    """Refill on any day from ``opens_on`` to ``refill_by``, both included.

    ``limits`` holds every rule's own date; ``limit`` is the earliest of them, before the window
    is kept from closing ahead of the fill itself. A refill is due from ``due_on``: once the window
    is open, or its last working day no more than the practice's notice away.
    """

    filled_on: date
    opens_on: date
    due_on: date
    refill_by: date
    limit: Limit
    alarm_on: date | None
    alarm_nominal_on: date | None
    empty_on: date | None
    stable_until: date | None
    programmer_alarm_on: date | None
    limits: tuple[tuple[Limit, date], ...]

    def is_empty_on(self, day: date) -> bool:
        """Whether the pump may be empty on a day."""
        return self.empty_on is not None and day >= self.empty_on


class Projection(NamedTuple):
    """What a ledger says about a pump, seen from ``as_of``.

    Attributes:
        as_of: The day it is seen from.
        state: How the pump stands.
        stopped: Whether the last stop or start is a stop.
        fill: The last fill, if any.
        mixture: What the last fill put in, or the one it kept.
        drugs_before: Drugs that fills of earlier days brought into this pump.
        told: What is known of programmes; none that a constant-flow pump would ignore.
        reservoir: Volumes from the last fill on; None if unfilled or without a flow.
        window: Refill window; None if retired, unfilled or without a flow.
        read_out: The read-out whose alarm date holds, if any.
        flow: What the residuals of its fills say of its flow.
        band: What that makes of the alarm date; None where it is not worked out.
        facts: The facts this view counts, in order of time.
    """

    as_of: date
    state: State
    stopped: bool
    fill: Filled | None
    mixture: Mixture | None
    drugs_before: frozenset[str]
    told: Programming
    reservoir: Reservoir | None
    window: Window | None
    read_out: ReadOut | None
    flow: FlowHistory
    band: Band | None
    facts: tuple[Fact, ...]

    @property
    def holds_until(self) -> date | None:
        """Last day from which the ledger looks the same; None for ever."""
        return self.told.left_out and self.told.left_out - timedelta(days=1)

    @property
    def programmes(self) -> tuple[tuple[int, Programme], ...]:
        """When each programme takes effect."""
        return tuple([(change.start, change.programme) for change in self.told.changes])

    @property
    def seen_at(self) -> int:
        """The instant shown: 00:00 of the day, or right after a fill of that day."""
        midnight = self.as_of.toordinal() * DAY_MINUTES
        return max(midnight, self.fill.at.instant) if self.fill else midnight

    @property
    def volume_ul(self) -> Fraction | None:
        """Volume [µL] at the instant shown, less what was taken out later that day."""
        if self.window is None or self.reservoir is None:
            return None
        midnight = (self.as_of.toordinal() + 1) * DAY_MINUTES
        taken = self.reservoir.taken_between(self.seen_at, midnight - 1)
        left = max(self.reservoir.left_at(self.seen_at) - taken, 0)
        return Fraction(left, self.reservoir.ticks_per_ul)

    @property
    def flow_ul_per_day(self) -> Fraction | None:
        """Basal flow [µL/day] in force at the instant shown, where a window is."""
        if self.window is None or self.reservoir is None:
            return None
        return Fraction(self.flow_ticks, self.reservoir.ticks_per_ul)

    @property
    def flow_ticks(self) -> int:
        """Basal delivery of a day at the instant shown [ticks], as the reservoir counts them."""
        if self.reservoir is None or self.stopped:
            return 0
        return self.reservoir.day_ticks(self.seen_at, boluses=False)

    @property
    def programme(self) -> Programme | None:
        """The programme in force at the instant shown; the first one if none is yet."""
        running = self.told.running(self.seen_at)
        return running.programme if running else None

    def status_on(self, day: date, *, ended: bool = False) -> Status:
        """How the pump stands on a day, the first that fits; see :func:`states_of`."""
        return self.states_on(day, ended=ended)[0]

    def states_on(self, day: date, *, ended: bool = False) -> tuple[Status, ...]:
        """Every status that holds on a day."""
        return states_of(self.state, self.window, day, stopped=self.stopped, ended=ended)


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
    facts, fixed = ledger.until(as_of).facts, pump.fixed_flow_ul_per_day
    told = programming(facts, as_of=as_of)
    # A constant flow follows no programme and no switch.
    told, turned = (told, switches(facts)) if fixed is None else (Programming(told.contents), [])
    fills = [fact for fact in facts if type(fact) is Filled]
    fill, mixture = (
        (fills[-1] if fills else None),
        (told.contents[-1].mixture if told.contents else None),
    )
    stopped = bool(turned) and not turned[-1][1]
    has_flow = bool(fill and mixture) and (fixed is not None or told.has_flow(fills[-1].at.instant))
    state = _state(
        pump, facts, has_flow=has_flow, stopped=stopped, as_of=as_of, archived_on=archived_on
    )
    before = _drugs_before(told, fill)
    read_out = _read_out(facts, told.lowering, as_of) if fixed is None else None
    flow = flow_history(facts, told, pump, sd_ul=rules.residual_sd_ul)
    reservoir = window = band = None
    if fill and mixture and has_flow:
        reservoir = reservoir_of(
            fill, facts=facts, told=told, switches=turned, fixed_flow_ul_per_day=fixed
        )
        if state is not State.RETIRED:
            days = catalogue.stable_days(mixture, drugs_before=before)
            alarm = read_out.alarm_on if read_out else None
            band = _band(fill, reservoir, flow, pump, rules)
            moves = flow.estimate.usable > 0 or rules.calibration is Calibration.ALWAYS
            window = refill_window(
                fill,
                reservoir,
                pump,
                rules,
                stable_days=days,
                programmer_alarm_on=alarm,
                calibrated_on=band.early_on if band and moves and rules.may_move else None,
            )
    return Projection(
        as_of=as_of,
        state=state,
        stopped=stopped and state is not State.RETIRED,
        fill=fill,
        mixture=mixture,
        drugs_before=before,
        told=told,
        reservoir=reservoir,
        window=window,
        read_out=read_out if window else None,
        flow=flow,
        band=band,
        facts=facts,
    )


def refill_window(
    fill: Filled,
    reservoir: Reservoir,
    pump: Pump,
    rules: WindowRules,
    *,
    stable_days: int | None,
    programmer_alarm_on: date | None = None,
    calibrated_on: date | None = None,
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
    margin = timedelta(days=rules.margin_days)
    dated = (
        (Limit.RESERVOIR, alarm and alarm - margin),
        (Limit.PROGRAMMER, programmer_alarm_on and programmer_alarm_on - margin),
        (Limit.CALIBRATED, calibrated_on),
        (Limit.STABILITY, stable_until),
        (Limit.CALENDAR, months_after(day, rules.max_months)),
        (Limit.SERVICE, pump.device.end_of_service_on),
    )
    limits = tuple([(limit, on) for limit, on in dated if on is not None])
    limit, earliest = min(limits, key=itemgetter(1))
    refill_by = max(earliest, day)
    opens_on = min(months_after(day, rules.min_months), refill_by)
    return Window(
        filled_on=day,
        opens_on=opens_on,
        due_on=min(opens_on, rules.notice_from(refill_by, filled_on=day)),
        refill_by=refill_by,
        limit=limit,
        alarm_on=alarm,
        alarm_nominal_on=nominal,
        empty_on=_within(reservoir.falls_to(0, boluses=True), latest),
        stable_until=stable_until,
        programmer_alarm_on=programmer_alarm_on,
        limits=limits,
    )


def _band(
    fill: Filled, reservoir: Reservoir, flow: FlowHistory, pump: Pump, rules: WindowRules
) -> Band | None:
    """What the residuals make of the alarm date."""
    if rules.calibration is Calibration.OFF or pump.model.constant_flow:
        return None
    latest = months_after(fill.at.day, 12 * LONGEST_YEARS)
    return alarm_band(fill.at.day, reservoir, flow, alarm_ul=rules.alarm_of(pump), latest=latest)


def _within(day: int | None, latest: int) -> date | None:
    return None if day is None or day > latest else date.fromordinal(day)


def _drugs_before(told: Programming, last: Filled | None) -> frozenset[str]:
    """Drugs that fills before the day of the last one brought into the pump."""
    return frozenset(
        drug
        for content in told.contents
        if last is not None and content.at.day < last.at.day
        for drug in content.mixture.drugs
    )


_ENDS_A_READ_OUT = frozenset[type[Fact]]((Filled, Stopped, Started, Emptied))


def _read_out(facts: Sequence[Fact], lowering: frozenset[int], as_of: date) -> ReadOut | None:
    """The last read-out that gives an alarm date, unless the dates have gone back since."""
    found: ReadOut | None = None
    if ReadOut not in map(type, facts):
        return None
    for fact in sorted(facts, key=in_time_read):
        if isinstance(fact, ReadOut):
            found = fact if fact.alarm_on is not None else found
        elif type(fact) in _ENDS_A_READ_OUT or fact.seq in lowering:
            found = None if fact.at.day <= as_of else found
    return found


def _state(
    pump: Pump,
    facts: Sequence[Fact],
    *,
    has_flow: bool,
    stopped: bool,
    as_of: date,
    archived_on: date | None,
) -> State:
    for retired_on in (archived_on, pump.device.explanted_on):
        if retired_on is not None and retired_on <= as_of:
            return State.RETIRED
    last = next((f for f in reversed(facts) if isinstance(f, (Filled, Emptied))), None)
    if not any(type(fact) is Filled for fact in facts):
        return State.UNFILLED
    if isinstance(last, Emptied):
        return State.EMPTIED
    if not has_flow:
        return State.UNPROGRAMMED
    return State.STOPPED if stopped else State.RUNNING
