"""A patient's pump as it goes on: the ledger that plans are made from, and the true reservoir.

The true volume falls at the pump's true flow until the next fill. It is much simpler than the
projection that plans are made from, and independent of it: one rate, day and night, flex steps
averaged. Volumes and rates are exact; instants are minutes on the local clock, as in
:class:`~pumpsched.domain.ledger.When`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from pumpsched.domain.calendars import DAY_MINUTES, When
from pumpsched.domain.catalogue import Catalogue
from pumpsched.domain.ledger import Filled, Ledger, Programmed
from pumpsched.domain.projection import Projection, Window, project
from pumpsched.domain.pump import Pump, WindowRules
from pumpsched.domain.quantities import Flow, Volume
from pumpsched.domain.status import State
from pumpsched.domain.therapy import FlexStep, Programme
from pumpsched.planning.case import Demand
from pumpsched.simulation.draws import RandomDraws


@dataclass(slots=True)
class TrueReservoir:
    """A reservoir with ``left_ul`` in it since an instant [µL], and what leaves it [µL/day]."""

    since: int
    left_ul: Fraction
    per_day: Fraction

    def at(self, instant: int) -> Fraction:
        """Volume [µL] at an instant not before ``since``."""
        gone = self.per_day * max(0, instant - self.since) / DAY_MINUTES
        return max(self.left_ul - gone, Fraction(0))

    def falls_to(self, level_ul: int) -> int | None:
        """The minute in which the volume falls to a level; None if it never does."""
        above = self.left_ul - level_ul
        if above <= 0:
            return self.since
        if not self.per_day:
            return None
        return self.since + int(above * DAY_MINUTES / self.per_day)

    def flow(self, instant: int, per_day: Fraction) -> None:
        """From an instant on so much leaves it in a day [µL]."""
        self.left_ul, self.since, self.per_day = self.at(instant), instant, per_day

    def fill(self, instant: int, volume_ul: int) -> Fraction:
        """What was left [µL] when it was emptied and filled anew."""
        left = self.at(instant)
        self.left_ul, self.since = Fraction(volume_ul), instant
        return left


def day_flow(programme: Programme, ng_per_ml: int | None, *, bolus_use: Fraction) -> Fraction:
    """A day's flow of a programme [µL], with a share of the allotted boluses taken."""
    basal = programme.day_flow(ng_per_ml) or Fraction(0)
    whole = programme.day_flow(ng_per_ml, boluses=True) or Fraction(0)
    return basal + bolus_use * (whole - basal)


@dataclass(frozen=True, slots=True)
class Subject:
    """A patient to follow: the demand as it stands, the pump, its ledger, the refill rules."""

    demand: Demand
    pump: Pump
    ledger: Ledger
    rules: WindowRules

    @property
    def code(self) -> str:
        """The patient's code."""
        return self.demand.code


@dataclass(frozen=True, slots=True)
class Drawn:
    """One refill: the true residual, and days from it to the true alarm level, below 0 after."""

    residual_ul: Fraction
    days_left: int | None


class SimulatedPump:
    """One patient's pump in one world.

    Attributes:
        subject: Who it is, as at the beginning.
        last_nurse: Who did the last refill.
        visits: How often a nurse came, whether the patient was there or not.
        settled: Whether the refill that was due when it all began is behind.
    """

    def __init__(
        self, subject: Subject, draws: RandomDraws, catalogue: Catalogue, *, start: date
    ) -> None:
        self.subject, self.last_nurse = subject, subject.demand.last_nurse
        self.visits = 0
        self._catalogue, self._ledger = catalogue, subject.ledger
        self._view = self._projected(start)
        self._factor = draws.flow(subject.code, subject.pump.model.accuracy_permille)
        self._bolus_use = draws.bolus_use(subject.code)
        self._to_come = sorted(
            (f for f in subject.ledger.facts if isinstance(f, Programmed) and f.at.day > start),
            key=lambda fact: fact.at.instant,
        )
        self.reservoir = self._true_reservoir()
        level, midnight = self.alarm_ul, start.toordinal() * DAY_MINUTES
        window, left_ul = self._view.window, self.reservoir.at(midnight)
        late = window is not None and window.refill_by < start
        self.settled = left_ul > level and not late
        self._told = {each: left_ul <= each for each in (level, 0)}

    @property
    def alarm_ul(self) -> int:
        """The alarm volume that holds [µL]."""
        return self.subject.rules.alarm_of(self.subject.pump)

    def window(self, day: date) -> Window | None:
        """The refill window as the ledger shows it on a day."""
        return self._seen(day).window

    def demand(self, day: date) -> Demand | None:
        """What the patient asks of a plan made on a day; None without a window."""
        window = self.window(day)
        if window is None:
            return None
        return replace(
            self.subject.demand,
            filled_on=window.filled_on,
            opens_on=window.opens_on,
            refill_by=window.refill_by,
            last_nurse=self.last_nurse,
        )

    def refill(self, at: When) -> Drawn:
        """Fills what was filled last, and tells what was aspirated before."""
        view = self._seen(at.day)
        if view.fill is None:
            raise ValueError(f"{self.subject.code} was never filled")
        alarm = self.reservoir.falls_to(self.alarm_ul)
        days = None if alarm is None else (alarm - at.instant) // DAY_MINUTES
        left = self.reservoir.fill(at.instant, view.fill.start_ul)
        self._record(Filled(at=at, injected=view.fill.injected, residual=Volume(floor(left))))
        self.settled, self._told = True, dict.fromkeys(self._told, False)
        return Drawn(left, days)

    def change_dose(self, at: When, percent: int) -> bool:
        """Whether the dose was changed by so many per cent: not beyond the pump's limits."""
        view = self._seen(at.day)
        running = view.told.running(at.instant)
        programme = running.programme if running else None
        if view.state is not State.RUNNING or programme is None or self._is_fixed:
            return False
        new = _scaled(programme, percent)
        flow, model = self._flow(new), self.subject.pump.model
        if flow < (model.min_flow_ul_per_day or 0):
            return False
        if model.max_flow_ul_per_day is not None and flow > model.max_flow_ul_per_day:
            return False
        self._record(Programmed(at=at, programme=new))
        self.reservoir.flow(at.instant, flow * self._factor)
        return True

    def wake(self, day: date) -> None:
        """Begins a day: a programme that was planned for it takes effect."""
        while self._to_come and self._to_come[0].at.day <= day:
            fact = self._to_come.pop(0)
            if self._seen(day).state is State.RUNNING and not self._is_fixed:
                self.reservoir.flow(fact.at.instant, self._flow(fact.programme) * self._factor)

    def fell(self, level_ul: int, *, until: int) -> bool:
        """Whether the true volume fell to a level before an instant; told once a fill."""
        if self._told.get(level_ul, False):
            return False
        reached = self.reservoir.falls_to(level_ul)
        fallen = reached is not None and reached < until
        self._told[level_ul] = fallen
        return fallen

    @property
    def _is_fixed(self) -> bool:
        return self.subject.pump.fixed_flow_ul_per_day is not None

    def _flow(self, programme: Programme) -> Fraction:
        """A day's flow as programmed [µL], with the patient's use of boluses."""
        mixture = self._view.mixture
        if mixture is None:
            return Fraction(0)
        return day_flow(programme, mixture.ng_per_ml, bolus_use=self._bolus_use)

    def _true_reservoir(self) -> TrueReservoir:
        """The true reservoir as it begins: what was used since the fill, at the true flow."""
        view, instant = self._view, self._view.seen_at
        reservoir = view.reservoir
        if reservoir is None:
            return TrueReservoir(instant, Fraction(0), Fraction(0))
        start, basal = reservoir.start_ul, reservoir.volume_at(instant)
        boluses = basal - reservoir.volume_at(instant, boluses=True)
        used = (start - basal + boluses * self._bolus_use) * self._factor
        flow = Fraction(self.subject.pump.fixed_flow_ul_per_day or 0)
        if view.state is State.STOPPED:
            flow = Fraction(0)
        elif not self._is_fixed and view.programme is not None:
            flow = self._flow(view.programme)
        return TrueReservoir(instant, max(start - used, Fraction(0)), flow * self._factor)

    def _record(self, fact: Filled | Programmed) -> None:
        self._ledger = self._ledger.with_fact(fact)
        self._view = self._projected(fact.at.day)

    def _seen(self, day: date) -> Projection:
        """The projection, made anew where the one at hand does not hold on the day."""
        until = self._view.holds_until
        if until is not None and until < day:
            self._view = self._projected(day)
        return self._view

    def _projected(self, day: date) -> Projection:
        own = self.subject
        return project(self._ledger, own.pump, own.rules, self._catalogue, as_of=day)


def _scaled(programme: Programme, percent: int) -> Programme:
    """A programme with its basal rates changed by so many per cent, rounded down."""
    if programme.flow is not None:
        flow = Flow(max(programme.flow.ul_per_day * (100 + percent) // 100, 1))
        return Programme.even(flow, programme.bolus)
    steps = tuple(
        FlexStep(step.minute, step.ng_per_day * (100 + percent) // 100) for step in programme.steps
    )
    return Programme(steps, programme.bolus)


def evening(day: date) -> int:
    """The instant at which a day ends."""
    return (day + timedelta(days=1)).toordinal() * DAY_MINUTES
