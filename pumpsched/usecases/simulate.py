"""A practice's year played forward: its own patients, staff and places, nothing written."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from pumpsched.domain.calendars import HOME
from pumpsched.domain.clinic import Nurse, Setting, Site, Visit, VisitKind, VisitStatus
from pumpsched.domain.errors import NotFound
from pumpsched.domain.pump import Pump
from pumpsched.domain.settings import Practice
from pumpsched.domain.travel import straight_km
from pumpsched.planning.baseline import plan_by_rule_of_thumb
from pumpsched.planning.case import PlanningCase
from pumpsched.planning.proposal import Plan
from pumpsched.planning.search.search import QUICK_TENTHS, Effort, Ending, executor_for
from pumpsched.reference import catalogue
from pumpsched.simulation.draws import Chances, RandomDraws
from pumpsched.simulation.figures import Forecast
from pumpsched.simulation.simulated_pump import Subject
from pumpsched.simulation.world import Clinic, Planner, Scene, play
from pumpsched.usecases.chart import open_chart
from pumpsched.usecases.plan import planning_case, search_in
from pumpsched.usecases.plan_questions import Staffing, known_code, staffed

if TYPE_CHECKING:
    from pumpsched.store.reading.opening import ReadBooks

PLAN, RULE, AS_IS = "plan", "rule-of-thumb", "plan-as-is"
"""What is played: the planner, the rule of thumb, the planner with nothing supposed."""
MOST_MONTHS = 60


@dataclass(frozen=True, slots=True)
class Supposed:
    """What is supposed of the practice beside how it is.

    Settings are the practice's own if None; patients keep their own margin. With ``no_home``
    everybody comes to a clinic, and nurses work there instead of on the road.
    """

    margin_days: int | None = None
    price_last_days: int | None = None
    staffing: Staffing = field(default_factory=Staffing)
    no_home: bool = False


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where to play from: the practice with what is supposed of it.

    ``as_is`` is the practice to compare with; None if nothing is supposed, or nobody works there.
    """

    clinic: Clinic
    margin_days: int
    as_is: Clinic | None = None


def begin(books: ReadBooks, *, today: date, supposed: Supposed) -> Beginning:
    """The practice as it stands on a day, with what is supposed of it.

    Payer authorizations are taken to be renewed in time, pumps to be exchanged in time.

    Raises:
        NotFound: There is nobody to refill, or nobody to do it, or a nurse or site is not known.
    """
    found = _beginning(books, today=today, supposed=supposed)
    nothing = Supposed()
    if supposed == nothing or not any(n.roster for n in books.nurses()):
        return found
    return replace(found, as_is=_beginning(books, today=today, supposed=nothing).clinic)


def _beginning(books: ReadBooks, *, today: date, supposed: Supposed) -> Beginning:
    settings = dict(books.settings())
    if supposed.margin_days is not None:
        settings["margin_days"] = str(supposed.margin_days)
    practice = Practice.of(settings, books.closures())
    case = planning_case(books, first=today, last=today, today=today)
    case = replace(case, authorizations=(), visits=_to_come(case, supposed.staffing))
    if supposed.price_last_days is not None:
        rules = case.rules._replace(price_last_days=supposed.price_last_days)
        case = replace(case, rules=rules)
    case = staffed(case, supposed.staffing)
    case = _in_clinics(case) if supposed.no_home else case
    _check(case)
    subjects = tuple(
        _subject(books, demand.code, case, practice, today=today) for demand in case.demands
    )
    clinic = Clinic(replace(case, demands=()), subjects, catalogue())
    return Beginning(clinic, practice.number("margin_days"))


def simulate(
    beginning: Beginning,
    *,
    months: int,
    seed: int,
    tenths: int = QUICK_TENTHS,
    cores: int = 1,
    chances: Chances | None = None,
    passed: Callable[[date], None] = lambda day: None,
) -> Forecast:
    """The practice played forward, by the planner and by the rule of thumb.

    Where something is supposed, the planner also plays the practice as it is. There may be 1 to
    :data:`MOST_MONTHS` months. The same seed gives the same events, searches and answer, on however
    many cores. Each plan is searched for in tenths of what ``plan`` takes; 0 for best fit alone, as
    everywhere without PyVRP. ``passed`` is called after each day.

    Raises:
        AssertionError: A plan breaks a rule: a bug.
        KeyboardInterrupt: It came before the first month was over.
    """
    clinic, as_is = beginning.clinic, beginning.as_is
    with executor_for(len(clinic.subjects), cores=cores) as executor:
        planner = _planner(Effort(seed, tenths), executor)
        scenes = {PLAN: Scene(clinic, planner), RULE: Scene(clinic, plan_by_rule_of_thumb)}
        if as_is is not None:
            scenes[AS_IS] = Scene(as_is, planner)
        return play(scenes, RandomDraws(seed, chances or Chances()), months=months, passed=passed)


def _planner(effort: Effort, executor: Executor) -> Planner:
    """The planner of ``plan``; where a search is interrupted, so is the play."""

    def planned(case: PlanningCase) -> Plan:
        found = search_in(executor, case, effort)
        if found.ending is Ending.INTERRUPTED:
            raise KeyboardInterrupt  # the search keeps it to itself and answers with its best
        return found.result.plan

    return planned


def _check(case: PlanningCase) -> None:
    """Passes a case with somebody to refill and somebody to do it."""
    if not case.demands:
        raise NotFound(
            "There is nobody to play forward: no patient has a refill window.",
            code="no-patients",
            why="A window needs a pump, a fill and a dose.",
            next_step="pumpsched due --all, or pumpsched import PATH",
        )
    if not any(nurse.roster for nurse in case.nurses):
        what = "no nurse has a roster" if case.nurses else "there is no nurse"
        raise NotFound(
            f"Nobody could do the refills: {what}.",
            code="no-roster",
            next_step="pumpsched nurse add … --name … --roster …",
        )


def _to_come(case: PlanningCase, staffing: Staffing) -> tuple[Visit, ...]:
    """Open appointments; a confirmed refill of a nurse supposed to be gone is free to move."""
    gone = {known_code(case, code) for code in staffing.without}
    return tuple(
        visit._replace(status=VisitStatus.BOOKED)
        if visit.kind is VisitKind.REFILL and gone.intersection(visit.nurses)
        else visit
        for visit in case.visits
        if visit.status.is_open and visit.day >= case.today
    )


def _subject(
    books: ReadBooks, code: str, case: PlanningCase, practice: Practice, *, today: date
) -> Subject:
    chart = open_chart(books, code, as_of=today, practice=practice)
    demand = next(demand for demand in case.demands if demand.code == code)
    pump = chart.pump_in_place()
    in_service = Pump(pump.device._replace(end_of_service_on=None), pump.model)
    return Subject(replace(demand, exchange_due=False), in_service, chart.ledger, chart.rules)


def _in_clinics(case: PlanningCase) -> PlanningCase:
    """The case with everybody coming to a clinic; home shifts become sessions at the nearest site.

    Raises:
        NotFound: There is no site.
    """
    if not case.sites:
        raise NotFound(
            "--no-home needs a clinic to come to, and there is no site.",
            code="no-site",
            next_step="pumpsched site add … --name …",
        )
    return replace(
        case,
        demands=tuple(
            replace(d, patient=d.patient._replace(setting=Setting.CLINIC)) for d in case.demands
        ),
        nurses=tuple(_in_clinic(nurse, case.sites) for nurse in case.nurses),
        visits=tuple(visit for visit in case.visits if visit.setting is not Setting.HOME),
    )


def _in_clinic(nurse: Nurse, sites: tuple[Site, ...]) -> Nurse:
    """The nurse at the site nearest to their base; the first where that is not known."""
    base, near = nurse.location, sites[0].code
    known = [(site.location, site.code) for site in sites if site.location]
    if base is not None and known:
        near = min(known, key=lambda each: (straight_km(base, each[0]), each[1]))[1]
    hours = (each._replace(place=near) if each.place == HOME else each for each in nurse.roster)
    return nurse._replace(roster=tuple(hours))
