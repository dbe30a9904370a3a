"""The planner: a case in, a plan out. The same case always gives the same plan.

A large service is planned region by region, so that planning needs no more memory than one of
them. Nurses who share a site or an appointment stay together, and each patient goes with the nurse
who has or knows the patient, else with the nearest who is trained. Then the map is cut in two,
north from south or east from west, until no part has too many patients.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from operator import attrgetter

from pumpsched.domain.calendars import HOME
from pumpsched.domain.clinic import Location, Nurse
from pumpsched.planning.by_key import grouped
from pumpsched.planning.case import Demand, PlanningCase
from pumpsched.planning.construct import best_fit, opening, resume
from pumpsched.planning.insertion import place
from pumpsched.planning.local_search import search_locally
from pumpsched.planning.problem import PlanningProblem
from pumpsched.planning.proposal import Plan
from pumpsched.planning.report import plan_of
from pumpsched.planning.search.search import (
    Effort,
    Ending,
    InProcess,
    Searched,
    Watch,
    go_on,
    improve,
)
from pumpsched.planning.state import PlanState
from pumpsched.planning.urgent_first import urgent_first

LARGEST = 1_200
"""Patients with a window up to which a service is planned as one."""
A_PART = 700
"""Patients of a region at most, where nurses can be told apart."""


def plan_visits(case: PlanningCase) -> Plan:
    """A plan of a case by best-fit insertion, tidied; the caller still has it checked."""
    return _ready(quick_state(PlanningProblem(case)))


def _ready(state: PlanState) -> Plan:
    """The plan of a state in which nothing is sought any more."""
    urgent_first(state)
    return plan_of(state)


def quick_state(problem: PlanningProblem) -> PlanState:
    """The state behind :func:`plan_visits`, from which a longer search can start."""
    state = best_fit(opening(problem))
    search_locally(state)
    return state


def best_plan(
    case: PlanningCase, effort: Effort, *, executor: Executor | None = None, watch: Watch = go_on
) -> Searched[Plan]:
    """The best plan that so much effort finds; the caller still has it checked.

    Its parts are solved in this process if no executor is given, a large service one region after
    another.
    """
    cases = regions(case)
    planned: list[Searched[Plan]] = []
    for number, region in enumerate(cases):
        begun = planned[-1].ending if planned else Ending.DONE
        ended = begun in (Ending.TIME, Ending.INTERRUPTED)
        spent = replace(effort, tenths=0) if ended else effort
        counting = _within(watch, sum(each.parts for each in planned), len(cases) - number)
        start = quick_state(PlanningProblem(region))
        found = improve(start, spent, executor=executor or InProcess(), watch=counting)
        plan = found.giving(_ready(found.result))
        planned.append(replace(plan, ending=begun) if ended else plan)
    if len(planned) == 1:
        return planned[0]
    return Searched(
        joined(case, [each.result for each in planned]),
        sum(each.first_min for each in planned),
        planned[-1].ending,
        sum(each.done for each in planned),
        sum(each.parts for each in planned),
    )


def _within(watch: Watch, before: int, regions_left: int) -> Watch:
    """The watch of a region, whose parts count on from those before it."""

    def over_all(done: int, parts: int, cost: int) -> bool:
        return watch(before + done, before + parts * regions_left, cost)

    return over_all


def joined(case: PlanningCase, plans: list[Plan]) -> Plan:
    """The plans of regions as one; whoever a region left out may still go to another."""
    every = replace(
        plans[0],
        visits=tuple(visit for plan in plans for visit in plan.visits),
        unplaced=tuple(one for plan in plans for one in plan.unplaced),
        routes=tuple(route for plan in plans for route in plan.routes),
    )
    state = resume(PlanningProblem(case), every)
    for job in sorted(state.left_out):
        place(state, job)
    return _ready(state)


@dataclass(frozen=True, slots=True)
class Team:
    """Nurses who have to be planned together, where the first of them lives, their patients."""

    nurses: tuple[str, ...]
    location: Location | None
    patients: tuple[str, ...]


def regions(
    case: PlanningCase, *, largest: int = LARGEST, part: int = A_PART
) -> list[PlanningCase]:
    """The case cut into cases with nurses and patients of their own; one if it is small."""
    due = [demand for demand in case.demands if demand.refill_by <= case.last]
    if len(due) <= largest:
        return [case]
    cut = list(_cut(_teams(case), part))
    return [_part(case, teams, first=number == 0) for number, teams in enumerate(cut)]


class _Together:
    """Codes that belong together, each group named by its first member."""

    def __init__(self, codes: Iterable[str]) -> None:
        self._with = {code: code for code in codes}

    def of(self, code: str) -> str:
        """The name of a code's group."""
        while self._with[code] != code:
            code = self._with[code]
        return code

    def join(self, codes: Sequence[str]) -> None:
        """Put codes into one group."""
        names = sorted(self.of(code) for code in codes)
        for name in names[1:]:
            self._with[name] = names[0]


def _teams(case: PlanningCase) -> list[Team]:
    nurses = {nurse.code: nurse for nurse in case.nurses}
    together = _Together(nurses)
    sites: dict[str, list[str]] = {}
    for nurse in case.nurses:
        for hours in nurse.roster:
            if hours.place != HOME:
                sites.setdefault(hours.place, []).append(nurse.code)
    seen: dict[str, list[str]] = {}
    for visit in case.visits:
        if visit.status.is_open and visit.day >= case.start:
            known = [code for code in visit.nurses if code in nurses]
            seen.setdefault(visit.patient, []).extend(known)
            seen[visit.patient].extend(sites.get(visit.site, [])[:1])
    for codes in (*sites.values(), *seen.values()):
        together.join(codes)
    patients: dict[str, list[str]] = {}
    for demand in case.demands:
        whose = (seen.get(demand.code) or [_nurse_for(demand, nurses)])[0]
        patients.setdefault(together.of(whose), []).append(demand.code)
    return [
        Team(tuple(codes), nurses[name].location, tuple(patients.get(name, ())))
        for name, codes in grouped(nurses, together.of).items()
    ]


def _nurse_for(demand: Demand, nurses: dict[str, Nurse]) -> str:
    """The usual nurse if trained on the pump, else the nearest who is, else the first."""
    usual = nurses.get(demand.usual_nurse)
    if usual is not None and usual.may_refill(demand.family):
        return usual.code
    trained = [nurse for nurse in nurses.values() if nurse.may_refill(demand.family)]
    near = trained or nurses.values()
    return min(near, key=lambda n: (_apart(demand.patient.location, n.location), n.code)).code


def _apart(one: Location | None, other: Location | None) -> int:
    """How far two places are from one another, for comparing; the unknown ones far away."""
    if one is None or other is None:
        return 10**30
    north = one.latitude_nano - other.latitude_nano
    east = (one.longitude_nano - other.longitude_nano) * 7 // 10
    return north * north + east * east


def _cut(teams: Sequence[Team], part: int) -> Iterable[Sequence[Team]]:
    """Teams in groups of at most so many patients; a team alone may have more."""
    total = sum(len(team.patients) for team in teams)
    if total <= part or len(teams) < 2:
        yield teams
        return
    across = _across(teams)
    cut, left = 0, 0
    while cut < len(across) - 1 and (cut == 0 or 2 * left < total):
        left += len(across[cut].patients)
        cut += 1
    yield from _cut(across[:cut], part)
    yield from _cut(across[cut:], part)


def _across(teams: Sequence[Team]) -> list[Team]:
    """The teams along the wider side of their map: from west to east, or from south to north."""
    places = [team.location for team in teams if team.location is not None]
    north = [place.latitude_nano for place in places] or [0]
    east = [place.longitude_nano for place in places] or [0]
    is_wide = (max(east) - min(east)) * 7 > (max(north) - min(north)) * 10
    along = attrgetter("longitude_nano" if is_wide else "latitude_nano")
    return sorted(teams, key=lambda team: (along(team.location or Location(0, 0)), team.nurses))


def _part(case: PlanningCase, teams: Sequence[Team], *, first: bool) -> PlanningCase:
    """The case of some teams; the first has whatever belongs to nobody."""
    nurses = {code for team in teams for code in team.nurses}
    patients = {code for team in teams for code in team.patients}
    known = {nurse.code for nurse in case.nurses}
    demanding = {demand.code for demand in case.demands}
    staff = tuple(nurse for nurse in case.nurses if nurse.code in nurses)
    sites = {hours.place for nurse in staff for hours in nurse.roster}
    staffed = {hours.place for nurse in case.nurses for hours in nurse.roster}

    def ours(patient: str, codes: Sequence[str], site: str) -> bool:
        if patient in demanding:
            return patient in patients
        if known & set(codes):
            return bool(nurses & set(codes))
        return site in sites if site in staffed else first

    visits = tuple(v for v in case.visits if ours(v.patient, v.nurses, v.site))
    places = nurses | patients | {visit.patient for visit in visits} | sites
    return replace(
        case,
        demands=tuple(demand for demand in case.demands if demand.code in patients),
        nurses=staff,
        visits=visits,
        authorizations=tuple(one for one in case.authorizations if one.patient in patients),
        legs=tuple(leg for leg in case.legs if leg.origin in places and leg.destination in places),
        longer=tuple(longer for longer in case.longer if longer.nurse in nurses),
    )
