"""What other staff would do to the plan, beside today's; nothing is ever booked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pumpsched.domain.people import Nurse
from pumpsched.domain.plan import Plan, PlannedVisit
from pumpsched.domain.planning_case import PlanningCase
from pumpsched.usecases.plan import Proposal
from pumpsched.usecases.staffing import Staffing, joining_nurses, known_code, staffed


@dataclass(frozen=True, slots=True)
class Compared:
    """The plan with today's staff and with other staff.

    Attributes:
        now: The proposal with today's staff.
        then: The proposal with the others.
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
    """Two checked plans of the same span, made in the same way.

    Args:
        case: The practice with today's staff.
        staffing: What is supposed of it.
        propose: How a checked plan is made.

    Raises:
        NotFound: No nurse has the code of one who is gone, or a roster names no known site.
    """
    changed, codes = staffed(case, staffing), {known_code(case, c) for c in staffing.without}
    now, then = propose(case), propose(changed)
    hers = [visit for visit in now.plan.visits if codes & _booked_with(case, visit)]
    return Compared(
        now=now,
        then=then,
        joined=joining_nurses(case, staffing),
        gone=tuple(nurse for nurse in case.nurses if nurse.code in codes),
        freed=sum(not visit.locked for visit in hers),
        undecided=tuple(visit for visit in hers if visit.locked),
    )


def _booked_with(case: PlanningCase, visit: PlannedVisit) -> set[str]:
    """The nurses an appointment is booked with, wherever a plan moves it; none of a new one."""
    return {
        code for one in case.visits if visit.code and one.code == visit.code for code in one.nurses
    }


def _only(without: Plan, placed: Plan) -> tuple[str, ...]:
    """Patients left out of the one plan and not of the other."""
    elsewhere = {one.patient for one in placed.unplaced}
    return tuple(one.patient for one in without.unplaced if one.patient not in elsewhere)
