"""Whether a visit that is made can happen, and what is said of one that cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations, product
from typing import TYPE_CHECKING

from pumpsched.domain.calendars import EVERYBODY, HOME, Closure, Hours, spans_on
from pumpsched.domain.clinic import Setting, Visit
from pumpsched.domain.errors import Unsafe
from pumpsched.domain.findings import Finding, Severity
from pumpsched.domain.gates import OVERRIDE
from pumpsched.domain.settings import Practice
from pumpsched.planning.check.judge import Breach, Judge, Verdict, rushed
from pumpsched.planning.check.tours import NO_SHIFT, TOO_MANY
from pumpsched.usecases.chart import open_chart
from pumpsched.usecases.judging import Judging
from pumpsched.usecases.worklist import WorklistItem, item_of_chart

if TYPE_CHECKING:
    from pumpsched.store.reading.opening import ReadBooks

BY_ANOTHER_NURSE = frozenset({"not-trained", "nurses-missing", NO_SHIFT, TOO_MANY})
"""Breaches that another nurse mends; most others want another time."""
BY_NO_MOVE = frozenset({"wrong-setting", "not-at-home"})
"""Breaches that no move mends."""
DAYS_TRIED = 10
GRID = 15
"""Minutes between two starts that are tried for somebody whose visit does not fit."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A visit about to be made, whose it is, and what the judge says of it."""

    visit: Visit
    item: WorklistItem
    findings: tuple[Finding, ...]

    @classmethod
    def of(
        cls,
        books: ReadBooks,
        visit: Visit,
        practice: Practice,
        *,
        today: date,
        override: str | None,
    ) -> Judged:
        """A visit as it may be made: where it breaks rules, for a reason.

        Raises:
            Unsafe: It breaks a rule, and there is none.
        """
        chart = open_chart(books, visit.patient, as_of=today, practice=practice)
        item = item_of_chart(chart, visit=books.next_visits(today).get(visit.patient))
        if not visit.status.is_open:
            return cls(visit, item, ())
        judging = Judging(books, practice, [item], [visit], today=today, in_full=True)
        verdict = judging.judge.verdict(visit)
        if override:
            causes = tuple(breach.cause for breach in verdict.breaches)
            # A reason for what breaks no rule is none that anybody could look for later.
            visit = replace(visit, override=override if causes else "", overridden=causes)
            verdict = judging.judge.verdict(visit)
        elif verdict.standing and override is not None:
            raise _refusal(verdict, _fitting(books, practice, item, visit, today=today))
        return cls(visit, item, (*said_of(verdict), *rushed(visit, judging.judge)))


def said_of(verdict: Verdict) -> Iterator[Finding]:
    """The findings of a verdict, each breach with the command that might mend it."""
    breaches = {breach.code: breach for breach in verdict.breaches}
    for finding in verdict.findings:
        breach = breaches.get(finding.code)
        if breach is None:
            yield finding
        else:
            command = mending(verdict.visit, breach)
            yield replace(finding, message=f"{finding.message}: `{command}`")


def mending(visit: Visit, breach: Breach) -> str:
    """The command that might mend a breach."""
    if breach.code in BY_NO_MOVE:
        return f"pumpsched visit cancel {visit.code}"
    other_nurse = breach.code in BY_ANOTHER_NURSE or breach.subject in visit.nurses
    return f"pumpsched visit move {visit.code} {'--nurse …' if other_nurse else '--at …'}"


def _refusal(verdict: Verdict, fits: str) -> Unsafe:
    visit, (first, *others) = verdict.visit, verdict.standing
    more = "; ".join(breach.text for breach in others)
    instead = f"{fits}, which fits, or with " if fits else ""
    return Unsafe(
        f"The visit of {visit.patient} on {visit.day} at {visit.at[11:]} cannot be so: "
        f"{first.text}.",
        code="rule-broken",
        why=f"Besides: {more}." if more else "",
        next_step=OVERRIDE.replace("--override", f"{instead}--override"),
        rules=[breach.rule.value for breach in verdict.standing],
        findings=[breach.code for breach in verdict.standing],
        fits=fits or None,
    )


def _fitting(
    books: ReadBooks, practice: Practice, item: WorklistItem, visit: Visit, *, today: date
) -> str:
    """What would fit instead: another nurse at that time, else another time; empty for nothing."""
    last = max(visit.day, item.refill_by or visit.day)
    days = [visit.day + timedelta(days=ahead) for ahead in range(DAYS_TRIED)]
    days = [day for day in days if day <= last and practice.working.is_open(day)]
    tried = [replace(visit, day=day) for day in days]
    judge = Judging(books, practice, [item], [visit, *tried], today=today, among_all=True).judge
    fits = _tester(judge, books)
    sites = [visit.site]
    if visit.setting is Setting.CLINIC and not visit.site:
        sites += sorted(judge.rules.sites)
    for site, nurses in product(sites, _teams(judge, visit)):
        other = replace(visit, site=site, nurses=nurses)
        if other != visit and fits(other):
            named = nurses[0] if len(nurses) == 1 else f'"{";".join(nurses)}"'
            return f"--site {site} --nurse {named}" if site != visit.site else f"--nurse {named}"
    for other in tried:
        for minute in (visit.minute, *range(0, 24 * 60 - visit.minutes, GRID)):
            moved = replace(other, minute=minute)
            if moved != visit and fits(moved):
                return f"--at {moved.at}"
    return ""


def _teams(judge: Judge, visit: Visit) -> Iterator[tuple[str, ...]]:
    """The nurses who might come, those who were named first."""
    codes = sorted(judge.rules.nurses, key=lambda code: code not in visit.nurses)
    demand = judge.rules.demands.get(visit.patient)
    needed = max(len(visit.nurses), demand.patient.nurses_needed if demand else 1)
    return combinations(codes, min(needed, 2))


def _tester(judge: Judge, books: ReadBooks) -> Callable[[Visit], bool]:
    busy: dict[date, list[Visit]] = {}

    def fits(visit: Visit) -> bool:
        if judge.verdict(visit).standing:
            return False
        if visit.day not in busy:
            busy[visit.day] = books.visits_on([visit.day])
        return not any(visit.meets(other) for other in busy[visit.day])

    return fits


def closes(closure: Closure, visit: Visit) -> bool:
    """Whether a closure is of the visit's day, and of somebody or something it needs."""
    mine = (EVERYBODY, visit.patient, visit.site, *visit.nurses)
    return closure.who in mine and closure.covers(visit.day)


def usual_site(books: ReadBooks, visit: Visit) -> str:
    """Where a clinic visit without a site is most likely meant to be; empty where none is.

    That is the only site at which its nurses are on shift then, else the only site there is.
    """
    nurses = [nurse for code in visit.nurses if (nurse := books.nurse(code)) is not None]
    places = {
        hours.place
        for nurse in nurses
        for hours in nurse.roster
        if hours.place != HOME and _within(visit, (hours,))
    }
    codes = sorted(places) or [site.code for site in books.sites()]
    return codes[0] if len(codes) == 1 else ""


def unnamed(books: ReadBooks, visit: Visit) -> Iterator[Finding]:
    """What nobody has said yet of an open visit: where it is, and who comes."""
    move = f"`pumpsched visit move {visit.code}"
    if visit.setting is Setting.CLINIC and not visit.site and books.sites():
        text = f"a visit in the clinic without a site: {move} --site …`"
        yield Finding("no-site", Severity.WARNING, text)
    if not visit.nurses:
        text = f"no nurse is named: {move} --nurse …`"
        yield Finding("no-nurse", Severity.WARNING, text)


def _within(visit: Visit, hours: tuple[Hours, ...]) -> bool:
    spans = spans_on(hours, visit.day)
    return any(start <= visit.minute and visit.end <= end for start, end in spans)
