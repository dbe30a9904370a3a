"""Why a proposal has a patient's visit where it is, or what would give one to whoever has none."""

from __future__ import annotations

from dataclasses import dataclass

from pumpsched.domain.plan import PlannedVisit
from pumpsched.domain.programme import clock_text
from pumpsched.planning.explain import NextBest, why_here
from pumpsched.planning.reasons import Reason
from pumpsched.planning.remedies import Remedy, why_not
from pumpsched.planning.wording import day_text, dearer_text
from pumpsched.usecases.plan import Proposal


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a patient's visit is where it is, or why there is none.

    Attributes:
        visit: The visit; None if there is none.
        reasons: Every reason, the binding one first; one at least.
        next_best: The best other slot of a visit; None without one.
        remedy: The smallest change that would give a visit to someone left out.
        is_left_out: Whether a visit is due and there is none.
    """

    reasons: tuple[Reason, ...]
    visit: PlannedVisit | None = None
    next_best: NextBest | None = None
    remedy: Remedy | None = None
    is_left_out: bool = False

    @property
    def rule(self) -> str:
        """The binding rule."""
        return self.reasons[0].rule

    @property
    def sentence(self) -> str:
        """The binding rule in words."""
        return self.reasons[0].sentence

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


def reasons_for(proposal: Proposal, code: str) -> Reasons:
    """The reasons for one patient in a proposal."""
    case, plan = proposal.case, proposal.plan
    here = why_here(case, plan, code)
    if here is not None:
        return Reasons(here.reasons, here.visit, here.next_best)
    left_out = why_not(case, plan, code)
    if left_out is not None:
        reason = Reason("day", left_out.reason, left_out.detail)
        return Reasons((reason,), remedy=left_out.remedy, is_left_out=True)
    text = "no refill of this patient is due in the span"
    return Reasons((Reason("day", "not-due", text),))
