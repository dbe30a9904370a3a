"""Why a proposal has a patient's visit where it is, or what would give one to whoever has none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pumpsched.domain.calendars import clock_text
from pumpsched.domain.plan import PlannedVisit
from pumpsched.domain.status import Status
from pumpsched.domain.visits import Visit, VisitKind
from pumpsched.planning.explain import NextBest, why_here
from pumpsched.planning.reasons import Reason
from pumpsched.planning.remedies import Remedy, why_not
from pumpsched.planning.wording import day_text, dearer_text
from pumpsched.store.books import Books
from pumpsched.usecases.chart import A_MIXTURE, Chart, find_patient, open_chart
from pumpsched.usecases.item import item_of_chart
from pumpsched.usecases.plan import Proposal


@dataclass(frozen=True, slots=True)
class AskedFor:
    """Whom the reasons are asked for, and what a plan can do for that patient at all.

    Attributes:
        code: The patient's code.
        name: The name.
        status: How the pump stands on the day.
        refill_by: The last day of the window; None without one.
        standing: Why no refill can come due, however long the span; None where one can.
        is_gone: Whether that is because the patient, or the pump, is not there any more.
        next_step: The command that would change that, or tells more.
    """

    code: str
    name: str
    status: Status
    refill_by: date | None
    standing: Reason | None
    is_gone: bool
    next_step: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a patient's visit is where it is, or why there is none.

    Attributes:
        visit: The visit; None if there is none.
        reasons: Every reason, the binding one first; one at least.
        next_best: The best other slot of a visit; None without one.
        remedy: The smallest change that would give a visit to someone left out.
        is_left_out: Whether a visit is due and there is none.
        next_step: The command for a visit that had better be cancelled; empty without one.
    """

    reasons: tuple[Reason, ...]
    visit: PlannedVisit | None = None
    next_best: NextBest | None = None
    remedy: Remedy | None = None
    is_left_out: bool = False
    next_step: str = ""

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


_GONE = ("archived", "explanted", "no-pump")
"""Rules under which a visit that is still booked had better be cancelled."""


def asked_for(books: Books, text: str, *, today: date) -> AskedFor:
    """Whom a code or a part of a name means, and how that patient stands.

    Raises:
        NotFound: Nobody is meant, or several are.
    """
    chart = open_chart(books, find_patient(books, text).code, as_of=today)
    item = item_of_chart(chart, visit=None)
    rule, sentence, words = _standing(chart, item.status)
    return AskedFor(
        code=item.patient,
        name=item.name,
        status=item.status,
        refill_by=item.refill_by,
        standing=Reason("day", rule, sentence) if rule else None,
        is_gone=rule in _GONE,
        next_step=words or f"pumpsched show {item.patient}",
    )


def _standing(chart: Chart, status: Status) -> tuple[str, str, str]:
    """The rule that leaves nothing to plan, its sentence, and the next command; or empty texts."""
    code, day = chart.patient.code, chart.archived_on
    if status is Status.RETIRED and day is not None and day <= chart.as_of:
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
    """The reasons for one patient in a proposal.

    Args:
        proposal: The proposal.
        code: The patient.
        asked: How the patient stands, which tells why nothing is due.
    """
    case, plan = proposal.case, proposal.plan
    here = why_here(case, plan, code)
    if here is not None:
        if asked is None or not asked.is_gone or asked.standing is None:
            return Reasons(here.reasons, here.visit, here.next_best)
        cancel = f"pumpsched visit cancel {here.visit.code}"
        return Reasons((asked.standing, *here.reasons), here.visit, next_step=cancel)
    left_out = why_not(case, plan, code)
    if left_out is not None:
        reason = Reason("day", left_out.reason, left_out.detail)
        early = _booked_early(proposal, code) if left_out.reason == "window" else None
        cancel = f"pumpsched visit cancel {early.code}" if early else ""
        return Reasons((reason,), remedy=left_out.remedy, is_left_out=True, next_step=cancel)
    return Reasons((_not_due(asked, last=case.last),))


def _booked_early(proposal: Proposal, code: str) -> Visit | None:
    """A refill that was booked before the patient's window opens."""
    case = proposal.case
    opens_on = next(demand.opens_on for demand in case.demands if demand.code == code)
    mine = (v for v in case.visits if v.patient == code and v.kind is VisitKind.REFILL)
    return next((v for v in mine if v.status.is_open and case.start <= v.day < opens_on), None)


def _not_due(asked: AskedFor | None, *, last: date) -> Reason:
    """Why a plan up to a day has nothing to do for a patient."""
    if asked is not None and asked.standing is not None:
        return asked.standing
    text = "no refill of this patient is due in the span"
    if asked is not None and asked.refill_by is not None and asked.refill_by > last:
        text += f": refill by {day_text(asked.refill_by)}"
        text += ", while the pump stays stopped" if asked.status is Status.STOPPED else ""
    return Reason("day", "not-due", text)
