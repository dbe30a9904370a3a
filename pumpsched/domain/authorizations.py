"""A payer's permissions: on which days one holds, and until when to ask for the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from pumpsched.domain.calendars import WorkingDays
from pumpsched.domain.clinic import Authorization, Visit, VisitKind, VisitStatus
from pumpsched.domain.findings import Finding, Severity

AUTHORIZATION_LAPSES = "authorization-lapses"
ASK_BY = "ask the payer by "
UNBOUNDED = 10**6
LONGEST_WEEKEND = timedelta(days=30)
"""A practice is closed for fewer days in a row."""


def authorized_days(
    mine: Sequence[Authorization], visits: Iterable[Visit], *, moving: str, days: Iterable[date]
) -> set[date]:
    """The days on which one of a patient's authorizations is valid with a visit left.

    Refills done or booked use up the authorizations valid on their days, those that end first
    before the others; one that is ``moving``, to be placed anew, uses up nothing.
    """
    left = [UNBOUNDED if one.visits is None else one.visits for one in mine]
    refills = [v for v in visits if v.kind is VisitKind.REFILL and v.code != moving]
    using = [v for v in refills if v.status.is_open or v.status is VisitStatus.DONE]
    for day in sorted(visit.day for visit in using):
        holding = [i for i, one in enumerate(mine) if _holds(one, day) and left[i] > 0]
        if holding:
            left[min(holding, key=lambda i: (mine[i].valid_to or date.max, mine[i].number))] -= 1
    return {
        day for day in days if any(_holds(one, day) and left[i] > 0 for i, one in enumerate(mine))
    }


def _holds(one: Authorization, day: date) -> bool:
    return (one.valid_from or date.min) <= day <= (one.valid_to or date.max)


def request_by(
    one: Authorization, mine: Iterable[Authorization], *, notice_days: int, working: WorkingDays
) -> date | None:
    """The last working day, ``notice_days`` ahead of its end, to ask for what comes after.

    None where it has no end, or another of the patient's authorizations goes on after it.
    """
    end = one.valid_to
    if end is None or any(other.valid_to is None or other.valid_to > end for other in mine):
        return None
    latest = end - timedelta(days=notice_days)
    return working.last_open(latest, earliest=latest - LONGEST_WEEKEND)


def lapse(
    mine: Sequence[Authorization],
    visits: Iterable[Visit],
    window: tuple[date, date],
    *,
    notice_days: int,
    working: WorkingDays,
    today: date,
) -> Finding | None:
    """What is said where no authorization allows the next refill on any day of its window.

    A visit that is booked for that refill uses up nothing. Nothing is said of patients who have no
    authorizations.
    """
    first, last = max(window[0], today), max(window[1], today)
    done = [visit for visit in visits if not visit.status.is_open]
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    if not mine or authorized_days(mine, done, moving="", days=days):
        return None
    ask_by = working.last_open(last - timedelta(days=notice_days), earliest=today)
    when = f"in the window {first} to {last}" if first < last else f"on {first}, for a late refill"
    text = f"no authorization holds {when}: {ASK_BY}{ask_by}"
    severity = Severity.INFO if ask_by > today else Severity.WARNING
    return Finding(AUTHORIZATION_LAPSES, severity, text, {"request_by": ask_by.isoformat()})


def asked_once(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Findings about one patient: where several say by when to ask the payer, the earliest day."""
    earliest = min(
        (f.message.partition(ASK_BY)[2] for f in findings if ASK_BY in f.message), default=""
    )
    for finding in findings:
        what, asked, _ = finding.message.partition(ASK_BY)
        if asked:
            finding = replace(finding, message=what + asked + earliest)
        if "request_by" in finding.facts:
            finding = replace(finding, facts=finding.facts | {"request_by": earliest})
        yield finding
