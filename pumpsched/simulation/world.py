"""A clinic under one way of planning, lived day by day, and several ways side by side.

On the first open day of a week everything due in the next four weeks is planned and booked; when
a nurse falls ill, a patient was not there, or a dose makes a refill more urgent, the next two
weeks are planned again on the next open day. Visits of today and tomorrow then stay, but for
those of a nurse who is ill. Whom nobody visits comes in unplanned on the day after the pump's own
alarm date, or when it is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pumpsched.domain.calendars import Closure, When, months_after
from pumpsched.domain.catalogue import Catalogue
from pumpsched.domain.clinic import Visit, VisitKind, VisitStatus
from pumpsched.planning.case import PlanningCase
from pumpsched.planning.proposal import Plan, Route
from pumpsched.planning.report import overtime_of
from pumpsched.simulation.draws import RandomDraws
from pumpsched.simulation.figures import NEAR_DAYS, Diary, Forecast, told
from pumpsched.simulation.simulated_pump import SimulatedPump, Subject, evening

Planner = Callable[[PlanningCase], Plan]
AHEAD, REPAIRED = timedelta(days=28), timedelta(days=14)
SOON = timedelta(days=7)
"""A refill due so soon and not booked is planned without waiting for the week's plan."""
GRACE = timedelta(days=7)
"""So long after the beginning nobody comes unplanned for what was wrong before it."""
_DAY = timedelta(days=1)
_DOSE_MINUTE, _UNPLANNED_MINUTE = 7 * 60, 15 * 60


@dataclass(frozen=True, slots=True)
class Clinic:
    """Where it begins: a case as of the first day, and the pumps behind its demands."""

    case: PlanningCase
    subjects: tuple[Subject, ...]
    catalogue: Catalogue

    @property
    def start(self) -> date:
        """The first day."""
        return self.case.today


class World:
    """A clinic whose days pass one by one under a planner."""

    def __init__(self, clinic: Clinic, planner: Planner, draws: RandomDraws) -> None:
        self._case, self._planner, self._draws = clinic.case, planner, draws
        self._start = clinic.start
        self._pumps = {
            subject.code: SimulatedPump(subject, draws, clinic.catalogue, start=clinic.start)
            for subject in clinic.subjects
        }
        self.diary = Diary(len(self._pumps))
        self._visits = {v.code: v for v in clinic.case.visits if v.status.is_open}
        self._routes: dict[date, list[Route]] = {}
        self._ill: list[Closure] = []
        self._doses: dict[date, list[tuple[str, int]]] = {}
        self._tried: set[tuple[str, date]] = set()
        self._planned_on: date | None = None
        self._disturbed, self._numbered = False, 0

    @property
    def late_before(self) -> tuple[str, ...]:
        """Who is late, or at the alarm volume, with a refill that was due when it all began."""
        return tuple(sorted(c for c, pump in self._pumps.items() if not pump.settled))

    def live(self, day: date) -> None:
        """Lets one day pass; days come in order, from the clinic's first on."""
        for pump in self._pumps.values():
            pump.wake(day)
        self._doses_of(day)
        self._illness_of(day)
        if self._case.working.is_open(day):
            self._plan_on(day)
        self._come_unplanned(day)
        self._visit(day)
        self._close(day)

    def begin_month(self, first: date) -> None:
        """Draws whose dose changes in the month from a day on."""
        for code in self._pumps:
            drawn = self._draws.dose_change(code, first)
            if drawn is not None:
                self._doses.setdefault(drawn[0], []).append((code, drawn[1]))

    def _doses_of(self, day: date) -> None:
        for code, percent in self._doses.pop(day, ()):
            self._pumps[code].change_dose(When(day, _DOSE_MINUTE), percent)
            window, booked = self._pumps[code].window(day), self._booked(code)
            if window and booked and window.refill_by < booked.day:
                self._disturbed = True

    def _illness_of(self, day: date) -> None:
        week = day - timedelta(days=(day - self._start).days % 7)
        for nurse in self._case.nurses:
            spell = self._draws.illness(nurse.code, week)
            if spell is not None and spell.first == day:
                self._ill.append(spell)
                self._disturbed |= any(self._is_hit(v) for v in self._visits.values())

    def _is_hit(self, visit: Visit) -> bool:
        """Whether a nurse of a visit is ill that day."""
        return any(spell.who in visit.nurses and spell.covers(visit.day) for spell in self._ill)

    def _booked(self, patient: str) -> Visit | None:
        mine = [v for v in self._visits.values() if v.patient == patient and _is_refill(v)]
        return min(mine, key=lambda visit: (visit.day, visit.minute), default=None)

    def _plan_on(self, day: date) -> None:
        """Plans if the week has no plan yet, or something came between."""
        before = self._planned_on
        weekly = before is None or day - timedelta(days=day.weekday()) > before
        urgent = self._unbooked(day)
        if not (weekly or self._disturbed or urgent):
            return
        self._tried |= urgent
        last = day + (AHEAD if weekly else REPAIRED)
        plan = self._planner(self._case_on(day, last))
        self._book(plan)
        for ahead in range((last - day).days + 1):
            self._routes[day + timedelta(days=ahead)] = []
        for route in plan.routes:
            self._routes[route.day].append(route)
        if weekly:
            self._planned_on = day
            self.diary.leave_out(day, frozenset(one.patient for one in plan.unplaced))
        self.diary.add(day, moved=sum(visit.moved for visit in plan.visits))
        self._disturbed = False

    def _unbooked(self, day: date) -> set[tuple[str, date]]:
        """Refills due soon without a visit that no plan has tried to place."""
        booked = {visit.patient for visit in self._visits.values() if _is_refill(visit)}
        found = set()
        for code, pump in self._pumps.items():
            window = pump.window(day) if code not in booked else None
            if window is not None and window.refill_by <= day + SOON:
                found.add((code, window.refill_by))
        return found - self._tried

    def _case_on(self, day: date, last: date) -> PlanningCase:
        self._ill = [spell for spell in self._ill if spell.last >= day]
        demands = (pump.demand(day) for pump in self._pumps.values())
        return replace(
            self._case,
            today=day,
            first=day,
            last=last,
            demands=tuple(demand for demand in demands if demand is not None),
            closures=(*self._case.closures, *self._ill),
            visits=tuple(self._as_planned(visit, day) for visit in self._visits.values()),
        )

    def _as_planned(self, visit: Visit, day: date) -> Visit:
        """A visit as the planner sees it: what is near stays, whom illness hits may move."""
        if self._is_hit(visit):
            return visit._replace(status=VisitStatus.BOOKED)
        return visit._replace(status=VisitStatus.CONFIRMED) if visit.day <= day + _DAY else visit

    def _book(self, plan: Plan) -> None:
        out = {one.patient for one in plan.unplaced}
        for code, visit in list(self._visits.items()):
            if visit.patient in out and _is_refill(visit) and plan.first <= visit.day <= plan.last:
                del self._visits[code]
        for planned in plan.visits:
            if planned.locked:
                continue
            if not planned.code:
                self._numbered += 1
            code = planned.code or f"S{self._numbered}"
            self._visits[code] = planned.booked(code)

    def _come_unplanned(self, day: date) -> None:
        """Refills whom nobody visits in time."""
        for code, pump in self._pumps.items():
            window = pump.window(day)
            if window is None or window.filled_on >= day:
                continue
            if not pump.settled and day < self._start + GRACE:
                continue
            is_dry = pump.reservoir.at(evening(day - _DAY)) == 0
            booked = self._booked(code)
            if booked and booked.day <= day + (timedelta(0) if is_dry else _DAY):
                continue
            if is_dry or (window.alarm_on is not None and window.alarm_on < day):
                self._refill(When(day, _UNPLANNED_MINUTE), code)
                self.diary.add(day, unplanned=1)

    def _visit(self, day: date) -> None:
        """Makes the day's visits; those that did not come about are planned again."""
        todays = [visit for visit in self._visits.values() if visit.day <= day]
        for visit in sorted(todays, key=lambda each: (each.minute, each.code)):
            if self._visits.pop(visit.code, None) is None or not _is_refill(visit):
                continue
            pump = self._pumps.get(visit.patient)
            if pump is None or pump.window(day) is None:
                continue
            if self._is_hit(visit):
                self._disturbed = True
                continue
            pump.visits += 1
            if self._draws.is_away(visit.patient, pump.visits):
                self._disturbed = True
                self.diary.add(day, missed=1)
            else:
                self._keep(pump, visit)

    def _keep(self, pump: SimulatedPump, visit: Visit) -> None:
        demand = pump.demand(visit.day)
        usual = demand.usual_nurse if demand else ""
        if usual:
            self.diary.add(visit.day, with_usual=1, by_usual=int(usual in visit.nurses))
        self._refill(When(visit.day, visit.minute), visit.patient)
        if visit.nurses:
            pump.last_nurse = visit.nurses[0]

    def _refill(self, at: When, code: str) -> None:
        """Refills a pump, counts it, and cancels what else was booked for it."""
        pump = self._pumps[code]
        window, counts = pump.window(at.day), pump.settled
        if counts:
            self._note_levels(pump, at.day, until=at.instant)
        drawn = pump.refill(at)
        near = drawn.days_left is not None and drawn.days_left < NEAR_DAYS
        late = window is not None and window.refill_by < at.day
        self.diary.add(
            at.day,
            refills=1,
            late=int(counts and late),
            near=int(counts and near),
            wasted_ul=int(drawn.residual_ul),
        )
        for visit in [v for v in self._visits.values() if v.patient == code and _is_refill(v)]:
            del self._visits[visit.code]

    def _note_levels(self, pump: SimulatedPump, day: date, *, until: int) -> None:
        alarm = pump.fell(pump.alarm_ul, until=until)
        self.diary.add(day, alarms=int(alarm), empty=int(pump.fell(0, until=until)))

    def _close(self, day: date) -> None:
        """Counts the day's driving, and whose reservoir has truly fallen too far."""
        for pump in self._pumps.values():
            if pump.settled:
                self._note_levels(pump, day, until=evening(day))
        routes = self._routes.pop(day, [])
        self.diary.add(
            day,
            travel_min=sum(route.travel_min for route in routes),
            travel_m=sum(route.travel_m for route in routes),
            overtime_min=overtime_of(self._case, routes),
        )


def _is_refill(visit: Visit) -> bool:
    return visit.kind is VisitKind.REFILL


@dataclass(frozen=True, slots=True)
class Scene:
    """A clinic and the way it plans."""

    clinic: Clinic
    planner: Planner


def play(
    scenes: Mapping[str, Scene],
    draws: RandomDraws,
    *,
    months: int,
    passed: Callable[[date], None] = lambda day: None,
) -> Forecast:
    """A clinic played forward in every scene, all from the same day, the first asked about.

    An interrupt ends it with the months that are whole by then; ``passed`` is called every day.

    Raises:
        KeyboardInterrupt: It came before the first month was over.
    """
    worlds = {name: World(scene.clinic, scene.planner, draws) for name, scene in scenes.items()}
    clinic, late_before = next((s.clinic, worlds[name].late_before) for name, s in scenes.items())
    done = 0
    try:
        while done < months:
            first, after = months_after(clinic.start, done), months_after(clinic.start, done + 1)
            for world in worlds.values():
                world.begin_month(first)
            for ahead in range((after - first).days):
                day = first + timedelta(days=ahead)
                for world in worlds.values():
                    world.live(day)
                passed(day)
            done += 1
    except KeyboardInterrupt:
        if not done:
            raise
    return Forecast(
        first=clinic.start,
        months=months,
        months_done=done,
        patients=len(clinic.subjects),
        nurses=sum(1 for nurse in clinic.case.nurses if nurse.roster),
        late_before=late_before,
        played=tuple(
            told(world.diary, name, first=clinic.start, months=done)
            for name, world in worlds.items()
        ),
    )
