"""What a plan is made from: who needs a refill, staff, places, appointments, rules and prices.

Days are local dates, clock times minutes after midnight; a span includes both ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from pumpsched.domain.calendars import Closure, WorkingDays
from pumpsched.domain.clinic import Authorization, Leg, Location, Nurse, Patient, Site, Visit
from pumpsched.domain.settings import AS_SHIPPED, PlanRules
from pumpsched.domain.travel import Travel


class HomeRule(NamedTuple):
    """A rule about refilling a drug at home, in force from a day until a later rule's day."""

    since: date
    text: str
    allowed: bool = True


@dataclass(frozen=True, slots=True)
class Demand:
    """A patient with a refill window, and what the refill asks for.

    Attributes:
        family: Pump family a nurse must be trained on.
        opens_on, refill_by: The window, both ends included.
        rank: Withdrawal rank of the mixture, 1 the worst; above 5 counts as 5.
        schedule: Legal class of the mixture, ``II`` or ``none``.
        home_rules: What is known about refilling this legal class at home.
        exchange_due: Whether the pump's service life asks for its exchange.
        alarm_on, empty_on: When it reaches its alarm volume, and may be empty; None where that is
            not known.
        is_empty: Whether it may be empty already.
        stable_until: The last day on which its drug is known to be stable; None where none is.
        drug_on: The first day with the drug there, where its order tells; else as for any order.
    """

    patient: Patient
    family: str
    filled_on: date
    opens_on: date
    refill_by: date
    rank: int
    mixture: str = ""
    schedule: str = "none"
    last_nurse: str = ""
    home_rules: tuple[HomeRule, ...] = ()
    exchange_due: bool = False
    alarm_on: date | None = None
    empty_on: date | None = None
    is_empty: bool = False
    drug_on: date | None = None
    stable_until: date | None = None

    @property
    def runs_low_on(self) -> date:
        """The day on which the alarm may sound; where it is not known, the last refill day."""
        return self.alarm_on or self.refill_by

    @property
    def safe_until(self) -> date:
        """That day, or sooner the last one on which the drug is known to be stable."""
        return min(self.runs_low_on, self.stable_until or self.runs_low_on)

    def is_empty_on(self, day: date) -> bool:
        """Whether the pump may be empty on a day."""
        return self.is_empty or (self.empty_on is not None and day >= self.empty_on)

    def is_past_alarm_on(self, day: date) -> bool:
        """Whether the pump's alarm volume may be reached on a day."""
        return self.alarm_on is not None and day >= self.alarm_on

    def urgency_on(self, day: date) -> int:
        """Who comes first in a day: 2 who may be empty, 1 who is past the alarm, 0 who can wait."""
        return 2 if self.is_empty_on(day) else int(self.is_past_alarm_on(day))

    def awaits_drug_on(self, day: date) -> bool:
        """Whether the order tells that the drug comes after a day."""
        return self.drug_on is not None and day < self.drug_on

    def is_seen_on(self, day: date) -> bool:
        """Whether the patient can be seen on that weekday at all."""
        hours = self.patient.availability
        return not hours or any(day.weekday() in each.weekdays for each in hours)

    @property
    def code(self) -> str:
        """The patient's code."""
        return self.patient.code

    @property
    def usual_nurse(self) -> str:
        """The preferred nurse, else the one who did the last refill; empty for neither."""
        return self.patient.preferred_nurse or self.last_nurse

    @property
    def urgency(self) -> int:
        """Six less the withdrawal rank, at least one: what lateness is multiplied by."""
        return max(1, 6 - self.rank)

    def home_rule_on(self, day: date) -> HomeRule | None:
        """The rule about home refills in force on a day."""
        known = [rule for rule in self.home_rules if rule.since <= day]
        return max(known, key=lambda rule: rule.since, default=None)

    @property
    def interval_days(self) -> int:
        """Days from the fill to ``refill_by``, at least one."""
        return max(1, (self.refill_by - self.filled_on).days)


class LongerShift(NamedTuple):
    """Minutes by which a nurse's shifts of one day end later than rostered."""

    nurse: str
    day: date
    minutes: int


@dataclass(frozen=True, slots=True)
class PlanningCase:
    """All that a plan is made from.

    Attributes:
        today: The day of the plan.
        from_minute: Minute of ``today`` before which nobody can set out any more.
        first, last: The span; days before ``today`` are never used.
        working: The practice's working days.
        demands: Every patient with a window, also beyond the span.
        visits: Appointments of any status: open ones are kept, done ones use authorizations.
        longer: Shifts that end later than rostered, on one day.
        others: Patients without a window who are still to be visited.
    """

    today: date
    first: date
    last: date
    working: WorkingDays
    demands: tuple[Demand, ...] = ()
    nurses: tuple[Nurse, ...] = ()
    sites: tuple[Site, ...] = ()
    closures: tuple[Closure, ...] = ()
    authorizations: tuple[Authorization, ...] = ()
    visits: tuple[Visit, ...] = ()
    legs: tuple[Leg, ...] = ()
    rules: PlanRules = AS_SHIPPED
    longer: tuple[LongerShift, ...] = ()
    from_minute: int = 0
    others: tuple[Patient, ...] = ()

    @property
    def start(self) -> date:
        """The first day that can be planned."""
        return max(self.first, self.today)

    def days(self) -> Iterator[date]:
        """Each day from :attr:`start` to ``last``."""
        for ahead in range((self.last - self.start).days + 1):
            yield self.start + timedelta(days=ahead)

    def patients(self) -> Iterator[Patient]:
        """Everybody a visit of the plan can be to."""
        yield from (demand.patient for demand in self.demands)
        yield from self.others

    def bases(self) -> list[Location]:
        """Where nurses start from and sites are, as far as known."""
        nurses, sites = (n.location for n in self.nurses), (s.location for s in self.sites)
        return [place for place in (*nurses, *sites) if place is not None]

    def travel(self) -> Travel:
        """The ways between homes, bases and sites."""
        places = {patient.code: patient.location for patient in self.patients()}
        places |= {nurse.code: nurse.location for nurse in self.nurses}
        places |= {site.code: site.location for site in self.sites}
        return Travel(places, self.legs, detour=self.rules.detour, speed_kmh=self.rules.speed_kmh)
