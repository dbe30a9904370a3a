"""What is asked of a plan: why a visit is where it is, and what other staff would do to it.

Who has no visit hears what would give one. Other staff are nurses more and nurses less, read from
what was typed: ``plan`` compares with them and ``simulate`` plays with them, and nothing of it is
ever recorded or booked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from pumpsched.domain.calendars import HOME, clock_text, day_text
from pumpsched.domain.clinic import Nurse, Visit, VisitKind
from pumpsched.domain.errors import NotFound, Unreadable, UsageRefusal
from pumpsched.domain.objections import A_MIXTURE
from pumpsched.domain.status import Status
from pumpsched.domain.text import visible
from pumpsched.planning.case import PlanningCase
from pumpsched.planning.explain.choices import NextBest, VisitReason, dearer_text, why_here
from pumpsched.planning.explain.remedies import Remedy, why_not
from pumpsched.planning.proposal import Plan, PlannedVisit
from pumpsched.planning.rulebook import Constraint
from pumpsched.records.folder import LATITUDE, LONGITUDE, NAME, NURSE, NURSE_ROSTER, NURSES, SKILLS
from pumpsched.records.problems import BadRow
from pumpsched.reference import catalogue
from pumpsched.usecases.chart import Chart, open_chart
from pumpsched.usecases.exchanges import exchange_text
from pumpsched.usecases.plan import Proposal, visits_left_by
from pumpsched.usecases.who_is_meant import find_patient
from pumpsched.usecases.worklist import WorklistItem, item_of_chart

if TYPE_CHECKING:
    from pumpsched.store.reading.opening import ReadBooks

_GONE = ("archived", "explanted", "no-pump")
"""Rules under which a visit that is still booked had better be cancelled."""
NEW = "NEW"
"""What the codes of supposed nurses begin with."""
ROSTER = "Mon-Fri 08:00-16:30 home"
OPTIONS = {
    NURSE_ROSTER.column: "--with-nurse",
    LATITUDE.column: "--at",
    LONGITUDE.column: "--at",
    SKILLS.column: "--skills",
}
"""The option behind each column of a supposed nurse."""
LISTED = 12


@dataclass(frozen=True, slots=True)
class AskedFor:
    """Whom the reasons are asked for, and what a plan can do for that patient at all.

    Attributes:
        item: How the patient stands on the day.
        standing: Why no refill can come due, however long the span; None where one can.
        next_step: The command that would change that, or tells more.
    """

    item: WorklistItem
    standing: VisitReason | None
    next_step: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a patient's visit is where it is, or why there is none.

    Attributes:
        reasons: Every reason, the binding one first; one at least.
        next_best: The best other slot of a visit; None without one.
        remedy: The smallest change that would give a visit to someone left out.
        is_left_out: Whether a visit is due and there is none.
        booked_early: Whether that is for a visit before the window, which had better be cancelled.
        next_step: The command that would help: to cancel such a visit, else to look for another
            time for whoever is left out; empty for whoever has a visit.
    """

    reasons: tuple[VisitReason, ...]
    visit: PlannedVisit | None = None
    next_best: NextBest | None = None
    remedy: Remedy | None = None
    is_left_out: bool = False
    booked_early: bool = False
    next_step: str = ""

    @property
    def otherwise(self) -> str:
        """The next best slot and its price, or the change that frees one; empty for neither."""
        if self.remedy is not None:
            return self.remedy.words
        best = self.next_best
        if best is None:
            return ""
        where = f" at {best.site}" if best.site else ""
        nurses = " and ".join(best.nurses)
        when = f"{day_text(best.day)} {clock_text(best.minute)}{where} with {nurses}"
        return f"{when}, {dearer_text(best.more_min)}"


def asked_for(books: ReadBooks, text: str, *, today: date) -> AskedFor:
    """Whom a code or a part of a name means, and how that patient stands.

    Raises:
        NotFound: Nobody is meant, or several are.
    """
    chart = open_chart(books, find_patient(books, text).code, as_of=today)
    item = item_of_chart(chart, visit=None)
    rule, sentence, words = _standing(chart, item.status)
    return AskedFor(
        item=item,
        standing=VisitReason("day", rule, sentence) if rule else None,
        next_step=words or f"pumpsched show {item.patient}",
    )


def _standing(chart: Chart, status: Status) -> tuple[str, str, str]:
    """The rule that leaves nothing to plan, its sentence, and the next command; or empty texts."""
    code, day = chart.patient.code, chart.archived_on
    if status is Status.RETIRED and day is not None and chart.is_archived:
        return "archived", f"off the list since {day_text(day)}: nothing to plan", ""
    if chart.pump is None:
        command = f"pumpsched pump implant {code} --model … --serial … --on …"
        return "no-pump", "no pump is in place: nothing to plan", command
    if status is Status.RETIRED:
        out = chart.pump.device.explanted_on
        on = f" on {day_text(out)}" if out else ""
        return "explanted", f"the pump was taken out{on}: nothing to plan", ""
    if status is Status.UNFILLED:
        command = f'pumpsched refill {code} --fill … --mixture "{A_MIXTURE}"'
        return "unfilled", "no fill yet: there is nothing to plan before the first", command
    if status is Status.UNPROGRAMMED:
        text = "filled, but no programme yet: no date can be told, so there is nothing to plan"
        return "unprogrammed", text, f"pumpsched dose {code} …"
    return "", "", ""


def reasons_for(proposal: Proposal, code: str, *, asked: AskedFor | None = None) -> Reasons:
    """The reasons for one patient in a proposal; what was ``asked`` tells why nothing is due."""
    case, plan = proposal.case, proposal.plan
    here = why_here(case, plan, code)
    if here is not None:
        if asked is None or asked.standing is None or asked.standing.rule not in _GONE:
            more = _exchange(proposal, here.visit) if here.visit.late else ()
            return Reasons((*here.reasons, *more), here.visit, here.next_best)
        cancel = f"pumpsched visit cancel {here.visit.code}"
        return Reasons((asked.standing, *here.reasons), here.visit, next_step=cancel)
    left_out = why_not(case, plan, code)
    if left_out is not None:
        reason = VisitReason("day", left_out.reason, left_out.detail)
        early = _booked_early(proposal, code) if left_out.reason == "window" else None
        return Reasons(
            (reason,),
            remedy=left_out.remedy,
            is_left_out=True,
            booked_early=early is not None,
            next_step=f"pumpsched visit cancel {early.code}"
            if early
            else f"pumpsched slots {code}",
        )
    return Reasons((_not_due(asked, last=case.last),))


def _exchange(proposal: Proposal, late: PlannedVisit) -> tuple[VisitReason, ...]:
    """Who could change places with somebody late, if anybody."""
    planned, standing = visits_left_by(proposal)
    own = next(v for v in standing if planned.get(v.code) is late)
    text = exchange_text(proposal.case, standing, own)
    return (VisitReason("exchange", Constraint.CAPACITY, text),) if text else ()


def _booked_early(proposal: Proposal, code: str) -> Visit | None:
    """A refill that was booked before the patient's window opens."""
    case = proposal.case
    opens_on = next(demand.opens_on for demand in case.demands if demand.code == code)
    mine = (v for v in case.visits if v.patient == code and v.kind is VisitKind.REFILL)
    return next((v for v in mine if v.status.is_open and case.start <= v.day < opens_on), None)


def _not_due(asked: AskedFor | None, *, last: date) -> VisitReason:
    """Why a plan up to a day has nothing to do for a patient."""
    if asked is not None and asked.standing is not None:
        return asked.standing
    text = "no refill of this patient is due in the span"
    item = asked.item if asked is not None else None
    if item is not None and item.refill_by is not None and item.refill_by > last:
        text += f": refill by {day_text(item.refill_by)}"
        text += ", while the pump stays stopped" if item.status is Status.STOPPED else ""
    return VisitReason("day", "not-due", text)


@dataclass(frozen=True, slots=True)
class Staffing:
    """A change of staff: nurses who get codes when they join a case, and codes of those gone."""

    joining: tuple[Nurse, ...] = ()
    without: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.joining or self.without)


def supposed(
    with_nurse: Sequence[str],
    at: Sequence[str],
    without: Sequence[str],
    *,
    skills: Sequence[str] = (),
) -> Staffing:
    """The change of staff that options stand for: a roster for each new nurse, and who is gone.

    Each starts ``at`` a place, ``LAT,LON``. Skills are pump families as in ``nurse add``: for
    each, or once for all; none: every family.

    Raises:
        UsageRefusal: They cannot be read, or do not go together.
    """
    if len(at) != len(with_nurse):
        raise UsageRefusal(
            f"--with-nurse is given {_often(with_nurse)} and --at {_often(at)}.",
            code="usage",
            why="Each new nurse needs the place they start from.",
            next_step=f'--with-nurse "{ROSTER}" --at 44.96,-93.27',
        )
    if len(skills) not in (0, 1, len(with_nurse)) or (skills and not with_nurse):
        number = len(with_nurse)
        nurses = "one new nurse" if number == 1 else f"{number or 'no'} new nurses"
        raise UsageRefusal(
            f"--skills is given {_often(skills)}, for {nurses}.",
            code="usage",
            why="Give it once for all, once for each, or not at all: all pump families.",
        )
    trained = skills if len(skills) == len(with_nurse) else [*skills, ""][:1] * len(with_nurse)
    joining = tuple(map(_new_nurse, with_nurse, at, trained))
    return Staffing(joining, tuple(without))


def _often(given: Sequence[str]) -> str:
    """How often an option is given, in words."""
    return {0: "not at all", 1: "once", 2: "twice"}.get(len(given), f"{len(given)} times")


def _new_nurse(roster: str, at: str, skills: str) -> Nurse:
    latitude, _, longitude = (part.strip() for part in at.partition(","))
    if not (latitude and longitude):
        raise Unreadable("--at", visible(at), "needs degrees north,east", "44.96,-93.27")
    if not roster.strip():
        raise Unreadable("--with-nurse", "", "needs weekdays, hours and a place", ROSTER)
    row = dict(zip(OPTIONS, (roster, latitude, longitude, skills), strict=True))
    try:
        return NURSES.parse(NURSE.write(NEW) | NAME.write("New nurse") | row, catalogue())
    except BadRow as bad:
        options = [OPTIONS.get(cell.column, cell.column) for cell in bad.cells]
        said = zip(options, bad.cells, strict=True)
        raise UsageRefusal(
            "; ".join(f"{option}: {cell.what}" for option, cell in said),
            code="unreadable",
            field=", ".join(dict.fromkeys(options)),
        ) from None


def staffed(case: PlanningCase, staffing: Staffing) -> PlanningCase:
    """The case with a change of staff: who is gone keeps the appointments and has no shift.

    Raises:
        NotFound: No nurse has a code, or a roster names no known site.
    """
    gone = {known_code(case, code) for code in staffing.without}
    stays = [n._replace(roster=()) if n.code in gone else n for n in case.nurses]
    return replace(case, nurses=(*stays, *joining_nurses(case, staffing)))


def joining_nurses(case: PlanningCase, staffing: Staffing) -> tuple[Nurse, ...]:
    """The new nurses, each with a code that nobody in the case has.

    Raises:
        NotFound: A roster names no known site.
    """
    taken = {nurse.code for nurse in case.nurses} | {demand.code for demand in case.demands}
    taken |= {site.code for site in case.sites}
    found: list[Nurse] = []
    for nurse in staffing.joining:
        for place in sorted({hours.place for hours in nurse.roster} - {HOME}):
            _check_site(case, place)
        number = len(found) + 1
        while f"{NEW}{number}" in taken:
            number += 1
        taken.add(f"{NEW}{number}")
        found.append(nurse._replace(code=f"{NEW}{number}"))
    return tuple(found)


def known_code(case: PlanningCase, code: str) -> str:
    """The code of a nurse; small letters will do for capitals.

    Raises:
        NotFound: There is no such nurse; those there are, are named.
    """
    known = {nurse.code for nurse in case.nurses}
    for spelling in (code, code.upper()):
        if spelling in known:
            return spelling
    listed = ", ".join(f"{n.code} ({visible(n.name)})" for n in case.nurses[:LISTED])
    more = f" and {len(case.nurses) - LISTED} more" if len(case.nurses) > LISTED else ""
    raise NotFound(
        f'There is no nurse "{visible(code)}".',
        code="unknown-nurse",
        why=f"Nurses: {listed}{more}." if listed else "No nurse is recorded.",
        next_step="pumpsched nurse list",
    )


def _check_site(case: PlanningCase, place: str) -> None:
    if all(site.code != place for site in case.sites):
        listed = ", ".join(site.code for site in case.sites[:LISTED])
        raise NotFound(
            f'There is no site "{visible(place)}".',
            code="unknown-site",
            why=f"Sites: {listed}." if listed else "No site is recorded.",
            next_step="pumpsched site list",
        )


@dataclass(frozen=True, slots=True)
class Compared:
    """The plan with today's staff and with other staff.

    Attributes:
        joined: The new nurses as assumed.
        gone: The nurses who are not there then.
        freed: How many booked refills of theirs may move.
        undecided: Appointments of theirs that planning never moves: a person has to decide.
    """

    now: Proposal
    then: Proposal
    joined: tuple[Nurse, ...]
    gone: tuple[Nurse, ...]
    freed: int
    undecided: tuple[PlannedVisit, ...]

    @property
    def newly_left_out(self) -> tuple[str, ...]:
        """Who has a visit now and none then."""
        return _only(self.then.plan, self.now.plan)

    @property
    def newly_placed(self) -> tuple[str, ...]:
        """Who has a visit then and none now."""
        return _only(self.now.plan, self.then.plan)


def compare_staff(
    case: PlanningCase, staffing: Staffing, *, propose: Callable[[PlanningCase], Proposal]
) -> Compared:
    """Two checked plans of the same span, made in the same way; refuses as :func:`staffed`."""
    changed, codes = staffed(case, staffing), {known_code(case, c) for c in staffing.without}
    now, then = propose(case), propose(changed)
    booked_with = {visit.code: codes.intersection(visit.nurses) for visit in case.visits}
    theirs = [visit for visit in now.plan.visits if booked_with.get(visit.code)]
    return Compared(
        now=now,
        then=then,
        joined=joining_nurses(case, staffing),
        gone=tuple(nurse for nurse in case.nurses if nurse.code in codes),
        freed=sum(not visit.locked for visit in theirs),
        undecided=tuple(visit for visit in theirs if visit.locked),
    )


def _only(without: Plan, placed: Plan) -> tuple[str, ...]:
    """Patients left out of the one plan and not of the other."""
    elsewhere = {one.patient for one in placed.unplaced}
    return tuple(one.patient for one in without.unplaced if one.patient not in elsewhere)
