"""The rules of a plan for one visit alone, as the checker reads them; see planning rules by code.

Nothing here looks at other new visits: shifts, chairs and breaks shared with others are judged by
:mod:`pumpsched.planning.check.routes`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from pumpsched.domain.calendars import EVERYBODY, HOME, Closure, spans_on
from pumpsched.domain.clinic import Authorization, Setting, Site, Visit, VisitKind, VisitStatus
from pumpsched.planning.case import Demand, PlanningCase
from pumpsched.planning.rulebook import Constraint

if TYPE_CHECKING:
    from pumpsched.planning.proposal import PlannedVisit

V = TypeVar("V", Visit, "PlannedVisit")
DAY = timedelta(days=1)
MIDNIGHT = 24 * 60


class Shift(NamedTuple):
    """A rostered part of a nurse's day; ``end`` counts minutes allowed beyond the roster."""

    nurse: str
    day: date
    start: int
    end: int
    place: str

    def holds(self, visit: Visit | PlannedVisit) -> bool:
        """Whether a visit lies within it."""
        return self.start <= visit.minute and visit.end <= self.end


def place_of(visit: Visit | PlannedVisit) -> str:
    """Where a nurse has to be on shift for a visit; empty for a clinic that is not named."""
    return HOME if visit.setting is Setting.HOME else visit.site


def crowds(visits: Sequence[V], chairs: int) -> Iterator[list[V]]:
    """The visits of a day at a site that are there at each minute with more of them than chairs."""
    for moment in sorted({visit.minute for visit in visits}):
        there = [visit for visit in visits if visit.minute <= moment < visit.end]
        if len(there) > chairs:
            yield there


class CaseRules:
    """A case, asked rule by rule."""

    def __init__(self, case: PlanningCase) -> None:
        self.case = case
        self.travel = case.travel()
        self.demands = {demand.code: demand for demand in case.demands}
        self.nurses = {nurse.code: nurse for nurse in case.nurses}
        self.sites = {site.code: site for site in case.sites}
        self._shifts: dict[date, list[Shift]] = {}
        self._visits: dict[str, list[Visit]] = {}
        for visit in case.visits:
            self._visits.setdefault(visit.patient, []).append(visit)
        self._papers: dict[str, list[Authorization]] = {}
        for one in case.authorizations:
            self._papers.setdefault(one.patient, []).append(one)
        self._closures: dict[str, list[Closure]] = {}
        for closure in case.closures:
            self._closures.setdefault(closure.who, []).append(closure)
        self.ready_on = case.today
        for _ in range(case.rules.order_lead_days):
            self.ready_on += DAY
            while not case.working.is_open(self.ready_on):
                self.ready_on += DAY

    def site(self, code: str) -> Site:
        """The site of that code; one nobody described has a single chair."""
        return self.sites.get(code) or Site(code, code)

    def in_span(self, visit: Visit) -> bool:
        """Whether an appointment is still to come within the span."""
        return visit.status.is_open and self.case.start <= visit.day <= self.case.last

    def covered(self, demand: Demand) -> bool:
        """Whether a confirmed refill already serves the window."""
        late = demand.refill_by < self.case.start
        return any(
            demand.filled_on < visit.day and (late or visit.day <= demand.refill_by)
            for visit in self._refills(demand, VisitStatus.CONFIRMED)
        )

    def booking(self, demand: Demand) -> Visit | None:
        """The booked refill that planning may move: the patient's first in the span."""
        if self.covered(demand):
            return None
        mine = self._refills(demand, VisitStatus.BOOKED)
        return min(mine, key=lambda v: (v.day, v.minute, v.code), default=None)

    def _refills(self, demand: Demand, status: VisitStatus) -> list[Visit]:
        """A patient's refills of a status within the span."""
        mine = (v for v in self._visits.get(demand.code, ()) if v.kind is VisitKind.REFILL)
        return [visit for visit in mine if visit.status is status and self.in_span(visit)]

    def to_place(self) -> Iterator[Demand]:
        """Everyone whose deadline is in the span or past, or who is booked in it."""
        for demand in self.case.demands:
            if self.covered(demand):
                continue
            if demand.refill_by <= self.case.last or self.booking(demand) is not None:
                yield demand

    def kept(self) -> Iterator[Visit]:
        """Appointments that planning never moves."""
        movable = {b.code for demand in self.to_place() if (b := self.booking(demand))}
        for visit in self.case.visits:
            if self.in_span(visit) and visit.code not in movable:
                yield visit

    def closures_of(self, who: str) -> Sequence[Closure]:
        """The closures of one code."""
        return self._closures.get(who, ())

    def away(self, who: str, day: date) -> bool:
        """Whether a closure of this code or of everybody covers the day, or it is no workday."""
        if not self.case.working.is_open(day):
            return True
        return any(
            closure.first <= day <= closure.last
            for code in {who, EVERYBODY}
            for closure in self._closures.get(code, ())
        )

    def open_days(self, demand: Demand, first: date, last: date) -> Iterator[date]:
        """The days between two, both included, on which the patient can be seen."""
        for ahead in range((last - first).days + 1):
            if not self.away(demand.code, first + ahead * DAY):
                yield first + ahead * DAY

    def days_left(self, demand: Demand) -> Iterator[date]:
        """The open days left of a window, but for those before the drug is told to come."""
        days = self.open_days(demand, max(self.case.start, demand.opens_on), demand.refill_by)
        return (day for day in days if not demand.awaits_drug_on(day))

    def day_allowed(self, demand: Demand, day: date) -> bool:
        """Whether the window, or what stands in for it, has the day."""
        case = self.case
        if not case.start <= day <= case.last or day <= demand.filled_on:
            return False
        if demand.refill_by < case.start:
            return True
        if any(self.days_left(demand)):
            return demand.opens_on <= day <= demand.refill_by
        before = min(demand.opens_on - DAY, case.last)
        while before >= case.start and before > demand.filled_on:
            if not self.away(demand.code, before) and not demand.awaits_drug_on(before):
                return day == before
            before -= DAY
        return day > demand.refill_by

    def free_hours(self, demand: Demand, day: date) -> list[tuple[int, int]]:
        """When the patient is available, other appointments of the day not counted."""
        own = demand.patient.availability
        return spans_on(own, day) if own else [(0, MIDNIGHT)]

    def engaged(self, demand: Demand, day: date) -> list[tuple[int, int]]:
        """Other appointments of the patient on a day."""
        booking = self.booking(demand)
        return [
            (visit.minute, visit.end)
            for visit in self._visits.get(demand.code, ())
            if visit.day == day
            and visit.status.is_open
            and (booking is None or visit.code != booking.code)
        ]

    def may_be_home(self, demand: Demand, day: date) -> bool:
        """Whether law and setting let the drug be refilled at home."""
        in_force = [rule for rule in demand.home_rules if rule.since <= day]
        if in_force and not max(in_force, key=lambda rule: rule.since).allowed:
            return False
        return not (demand.schedule == "II" and self.case.rules.home_controlled == "no")

    def paper_gives_way(self, demand: Demand, *, moving: str | None = None) -> bool:
        """Whether a visit without an authorization is better than none in time.

        So it is for somebody late, and where no day of the window on which the patient can be
        seen is authorized.
        """
        return demand.refill_by < self.case.start or not any(
            self.authorized(demand, day, moving=moving)
            for day in self.days_left(demand)
            if demand.is_seen_on(day)
        )

    def authorized(self, demand: Demand, day: date, *, moving: str | None = None) -> bool:
        """Whether a payer's authorization holds that day, if the patient needs one.

        The visit that is ``moving``, the patient's booking if none is given, uses up none.
        """
        mine = self._papers.get(demand.code, ())
        if not mine:
            return True
        if moving is None:
            booking = self.booking(demand)
            moving = booking.code if booking else ""
        used = [0] * len(mine)
        for visit in sorted(self._visits.get(demand.code, ()), key=lambda v: v.day):
            counts = visit.status in (VisitStatus.DONE, VisitStatus.BOOKED, VisitStatus.CONFIRMED)
            if visit.kind is not VisitKind.REFILL or not counts:
                continue
            if visit.code == moving:
                continue
            usable = [i for i, a in enumerate(mine) if _has_visit(a, used[i], visit.day)]
            if usable:
                used[min(usable, key=lambda i: (mine[i].valid_to or date.max, mine[i].number))] += 1
        return any(_has_visit(a, used[i], day) for i, a in enumerate(mine))

    def is_rushed(self, demand: Demand, day: date) -> bool:
        """Whether the drug comes after a day, by its order or, without a booking, by a new one."""
        if demand.drug_on is not None:
            return demand.awaits_drug_on(day)
        booking = self.booking(demand)
        return day < self.ready_on and (booking is None or booking.day > day)

    def drug_there(self, demand: Demand, day: date) -> bool:
        """Whether the drug can be there, or need not be awaited; what is told late is awaited."""
        if demand.drug_on is not None or not self.is_rushed(demand, day):
            return not demand.awaits_drug_on(day)
        if demand.refill_by < self.case.start:
            return True
        first = max(self.ready_on, demand.opens_on)
        in_time = list(filter(demand.is_seen_on, self.open_days(demand, first, demand.refill_by)))
        if not in_time:
            return True
        usable = (self.authorized(demand, later) for later in in_time)
        return not (self.paper_gives_way(demand) or any(usable))

    def shifts(self, day: date) -> list[Shift]:
        """Every rostered shift of a day, closed or not."""
        known = self._shifts.get(day)
        if known is None:
            known = self._shifts[day] = self._rostered(day)
        return known

    def _rostered(self, day: date) -> list[Shift]:
        longer = Counter[str]()
        for more in self.case.longer:
            longer[more.nurse] += more.minutes if more.day == day else 0
        return [
            Shift(nurse.code, day, part.start, part.end + longer[nurse.code], part.place)
            for nurse in self.case.nurses
            for part in nurse.roster
            if day.weekday() in part.weekdays
        ]

    def site_hours(self, place: str, day: date) -> list[tuple[int, int]]:
        """When a site is open; homes and sites without hours always are."""
        hours = self.site(place).hours if place != HOME else ()
        return spans_on(hours, day) if hours else [(0, MIDNIGHT)]

    def kept_conflict(self, visit: PlannedVisit, demand: Demand | None) -> bool:
        """Whether an appointment that stays is on a closed day or with a nurse not trained."""
        if self.away(visit.patient, visit.day):
            return True
        for code in visit.nurses:
            nurse = self.nurses.get(code)
            if self.away(code, visit.day) or (visit.site and self.away(visit.site, visit.day)):
                return True
            if nurse is not None and demand is not None and not nurse.may_refill(demand.family):
                return True
        return False

    def _to_come(self, visit: PlannedVisit, booking: Visit | None) -> bool:
        """Whether a visit is not before the minute of today from which on there can be any."""
        if visit.day != self.case.today or visit.minute >= self.case.from_minute:
            return True
        return booking is not None and (booking.day, booking.minute) == (visit.day, visit.minute)

    def broken_by(
        self, visit: PlannedVisit, demand: Demand, booking: Visit | None
    ) -> Iterator[Constraint]:
        """The rules that a new or booked visit breaks by itself."""
        day, place = visit.day, visit.site or HOME
        trained = [self.nurses[code] for code in visit.nurses if code in self.nurses]
        answers = {
            Constraint.WINDOW: self.day_allowed(demand, day),
            Constraint.CLOSED: not self.away(demand.code, day)
            and not any(self.away(code, day) for code in visit.nurses)
            and not (visit.site and self.away(visit.site, day)),
            Constraint.AVAILABILITY: _inside(visit, self.free_hours(demand, day))
            and all(
                end <= visit.minute or visit.end <= start
                for start, end in self.engaged(demand, day)
            ),
            Constraint.SETTING: place != HOME or demand.patient.setting is not Setting.CLINIC,
            Constraint.SITE_OF_CARE: place != HOME or self.may_be_home(demand, day),
            Constraint.SKILL: all(nurse.may_refill(demand.family) for nurse in trained),
            Constraint.NURSES: len(set(visit.nurses))
            == len(visit.nurses)
            == demand.patient.nurses_needed,
            Constraint.ROSTER: len(trained) == len(visit.nurses)
            and self._to_come(visit, booking)
            and _inside(visit, self.site_hours(place, day)),
            Constraint.AUTHORIZATION: self.authorized(demand, day) or self.paper_gives_way(demand),
            Constraint.ORDER: self.drug_there(demand, day),
        }
        yield from (code for code, holds in answers.items() if not holds)


def _inside(visit: PlannedVisit, spans: list[tuple[int, int]]) -> bool:
    return any(start <= visit.minute and visit.end <= end for start, end in spans)


def _has_visit(one: Authorization, used: int, day: date) -> bool:
    if (one.valid_from and day < one.valid_from) or (one.valid_to and day > one.valid_to):
        return False
    return one.visits is None or used < one.visits
