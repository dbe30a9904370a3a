"""Visits held against every rule: who is covered, what a visit breaks, and what would fit instead.

A judge needs the days concerned and no more: the staff, and the visits that share a nurse or a
site with those that are judged.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations, product
from typing import TYPE_CHECKING

from pumpsched.domain.clinic import Cover, Patient, Setting, Visit, VisitKind
from pumpsched.domain.errors import OVERRIDE, Unsafe
from pumpsched.domain.findings import (
    AFTER_EMPTY,
    EXCHANGE_DUE,
    LATE_VISIT,
    UNAUTHORIZED,
    Finding,
)
from pumpsched.domain.settings import PlanRules, Practice
from pumpsched.domain.status import Status
from pumpsched.planning.case import Demand, HomeRule, PlanningCase
from pumpsched.planning.check.judge import Breach, Judge, Judgement, rushed
from pumpsched.planning.check.tours import NO_SHIFT, TOO_MANY
from pumpsched.reference import catalogue
from pumpsched.usecases.who_is_meant import practice_of
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


def demand_of(item: WorklistItem, patient: Patient, *, last_nurse: str = "") -> Demand | None:
    """What a patient asks of a plan; None without a window."""
    demand = _demand(item, patient)
    schedule = _schedule(item)
    return demand and replace(
        demand,
        schedule=schedule,
        last_nurse=last_nurse,
        home_rules=_home_rules(schedule),
    )


def _demand(item: WorklistItem, patient: Patient) -> Demand | None:
    """The same but for what the law says of the drug, which takes the catalogue to tell."""
    if item.filled_on is None or item.opens_on is None or item.refill_by is None:
        return None
    return Demand(
        patient=patient,
        family=(item.pump_model or "").partition("-")[0],
        filled_on=item.filled_on,
        opens_on=item.opens_on,
        refill_by=item.refill_by,
        rank=item.rank,
        mixture=item.mixture or "",
        exchange_due=EXCHANGE_DUE in item.findings,
        alarm_on=item.alarm_on,
        empty_on=item.empty_on,
        is_empty=item.status is Status.EMPTY,
        stable_until=item.stable_until,
    )


def drugs_there(books: ReadBooks, visits: Iterable[Visit]) -> dict[str, date]:
    """The first day with the drug there, by patient, where the order for the next refill tells."""
    coming = [v for v in visits if v.kind is VisitKind.REFILL and v.status.is_open]
    marks = {mark.visit: mark for mark in books.order_marks(visit.code for visit in coming)}
    found: dict[str, date] = {}
    for visit in sorted(coming, key=lambda visit: (visit.day, visit.minute)):
        there_on = marks[visit.code].there_on if visit.code in marks else None
        if there_on is not None:
            found.setdefault(visit.patient, there_on)
    return found


def _schedule(item: WorklistItem) -> str:
    known = catalogue()
    return known.schedule(known.mixture(item.mixture)) if item.mixture else "none"


def _home_rules(schedule: str) -> tuple[HomeRule, ...]:
    # They take as long to load as the catalogue.
    from pumpsched.reference.shipped_catalogue import site_rules

    return tuple(
        HomeRule(rule.since, rule.text)
        for rule in site_rules()
        if rule.schedule == schedule and rule.setting == "home"
    )


def _with_any_window(item: WorklistItem, *, today: date, last: date) -> WorklistItem:
    """The item of somebody without a window, whom a visit serves on any day."""
    return item._replace(filled_on=date.min, opens_on=today, refill_by=max(today, last))


class Judging:
    """A judge of some visits, and the demands of those whose they are.

    Args:
        books: The books.
        practice: The practice.
        items: How the patients stand; nobody is asked of whom none is given.
        visits: The visits that will be judged, as they are to be.
        today: The day they are seen from.
        in_full: Whether the remarks are wanted too, and not only what is broken.
        among_all: Whether other nurses and sites are asked about than those of the visits.
    """

    def __init__(
        self,
        books: ReadBooks,
        practice: Practice,
        items: Iterable[WorklistItem],
        visits: Collection[Visit],
        *,
        today: date,
        in_full: bool = False,
        among_all: bool = False,
    ) -> None:
        self.demands: dict[str, Demand] = {}
        last = max((visit.day for visit in visits), default=today)
        beside = books.visits_on(sorted({visit.day for visit in visits}))
        if not among_all:
            beside = _sharing(beside, visits)
        whose = {visit.patient for visit in (*visits, *beside)}
        people = {patient.code: patient for patient in books.patients_of(whose)}
        drugs = drugs_there(books, visits)
        in_full = in_full or practice.values["home_controlled"] != "allow"
        for item in items:
            patient = people.get(item.patient)
            if patient is None or item.status is Status.RETIRED:
                continue
            served = item if item.refill_by else _with_any_window(item, today=today, last=last)
            demand = demand_of(served, patient) if in_full else _demand(served, patient)
            if demand is not None:
                self.demands[item.patient] = replace(demand, drug_on=drugs.get(item.patient))
        papers = books.valid_authorizations(self.demands)
        using = [v for code in {p.patient for p in papers} for v in books.visits(patient=code)]
        nurses, sites = books.nurses(), books.sites()
        places = {*people, *(nurse.code for nurse in nurses), *(site.code for site in sites)}
        self.judge = Judge(
            PlanningCase(
                today=today,
                first=today,
                last=last,
                working=practice.working,
                demands=tuple(self.demands.values()),
                nurses=tuple(nurses),
                sites=tuple(sites),
                closures=books.absences(),
                authorizations=tuple(papers),
                visits=tuple({v.code: v for v in (*using, *beside, *visits)}.values()),
                legs=tuple(books.legs_among(places)),
                rules=PlanRules.of(practice),
                others=tuple(p for code, p in people.items() if code not in self.demands),
            )
        )


def _sharing(others: Iterable[Visit], visits: Collection[Visit]) -> list[Visit]:
    """Those that share a nurse or a site with some visits on their days."""
    nurses = {(code, visit.day) for visit in visits for code in visit.nurses}
    sites = {(visit.site, visit.day) for visit in visits if visit.site}
    return [
        other
        for other in others
        if (other.site, other.day) in sites or any((n, other.day) in nurses for n in other.nurses)
    ]


def judged_items(
    books: ReadBooks,
    practice: Practice,
    items: Sequence[WorklistItem],
    coming: Mapping[str, list[Visit]],
    *,
    today: date,
) -> list[WorklistItem]:
    """Items with the cover of those who have visits; see :func:`.worklist.with_covers`."""
    visits = [visit for item in items for visit in coming.get(item.patient, ())]
    judging = Judging(books, practice, items, visits, today=today)
    return [_covered(judging, item, coming.get(item.patient, ())) for item in items]


def _covered(judging: Judging, item: WorklistItem, visits: Collection[Visit]) -> WorklistItem:
    demand = judging.demands.get(item.patient)
    if demand is None or not visits:
        return item
    broken: tuple[str, ...] = ()
    if item.visit is not None:
        standing = judging.judge.verdict(item.visit).standing
        broken = tuple(dict.fromkeys(breach.code for breach in standing))
    cover, best = judging.judge.cover(demand, visits)
    return item._replace(
        cover=cover,
        comes_on=best.day if best else None,
        findings=(*item.findings, *broken),
    )


def presses(item: WorklistItem, practice: Practice, *, today: date) -> bool:
    """Whether nobody comes before the alarm, and few working days are left to mend it."""
    if item.book_by is None or item.cover in (None, Cover.OK):
        return False
    if item.cover is Cover.LATE and not _is_past_alarm(item):
        return False
    return practice.working.days_before(item.book_by, practice.number("reserve_days")) <= today


def _is_past_alarm(item: WorklistItem) -> bool:
    return None not in (item.alarm_on, item.comes_on) and item.comes_on >= item.alarm_on  # type: ignore[operator]


def standing_breaches(
    books: ReadBooks, visits: Collection[Visit], *, today: date
) -> dict[str, dict[str, str]]:
    """What each visit breaks that nobody overrode: by code of the visit, the causes in words."""
    # Charts take longer to load than the covers of a list to judge.
    from pumpsched.usecases.chart import open_chart

    practice = practice_of(books)
    charts = (
        open_chart(books, code, as_of=today, practice=practice)
        for code in sorted({visit.patient for visit in visits})
    )
    items = [item_of_chart(chart, visit=None) for chart in charts]
    judge = Judging(books, practice, items, visits, today=today).judge
    verdicts = map(judge.verdict, visits)
    return {
        verdict.visit.code: {breach.cause: breach.text for breach in verdict.standing}
        for verdict in verdicts
    }


def urgent_findings(
    books: ReadBooks,
    practice: Practice,
    item: WorklistItem,
    visits: Collection[Visit],
    *,
    today: date,
) -> Iterator[Finding]:
    """What keeps a patient's visits from happening, or from coming in time."""
    judge = Judging(books, practice, [item], visits, today=today).judge
    for visit in visits:
        for finding in judge.verdict(visit).findings:
            if "rule" in finding.facts or finding.code in (LATE_VISIT, AFTER_EMPTY, UNAUTHORIZED):
                text = f"visit {visit.code} of {visit.day} at {visit.at[11:]}: {finding.message}"
                facts = finding.facts | {"visit": visit.code}
                yield replace(finding, message=text, facts=facts)


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
        # As in standing_breaches().
        from pumpsched.usecases.chart import open_chart

        chart = open_chart(books, visit.patient, as_of=today, practice=practice)
        item = item_of_chart(chart, visit=books.next_visits(today).get(visit.patient))
        if not visit.status.is_open:
            return cls(visit, item, ())
        judging = Judging(books, practice, [item], [visit], today=today, in_full=True)
        verdict = judging.judge.verdict(visit)
        if override:
            causes = tuple(breach.cause for breach in verdict.breaches)
            # A reason for what breaks no rule is none that anybody could look for later.
            visit = visit._replace(override=override if causes else "", overridden=causes)
            verdict = judging.judge.verdict(visit)
        elif verdict.standing and override is not None:
            raise _refusal(verdict, _fitting(books, practice, item, visit, today=today))
        return cls(visit, item, (*said_of(verdict), *rushed(visit, judging.judge)))


def said_of(verdict: Judgement) -> Iterator[Finding]:
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


def _refusal(verdict: Judgement, fits: str) -> Unsafe:
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
    tried = [visit._replace(day=day) for day in days]
    judge = Judging(books, practice, [item], [visit, *tried], today=today, among_all=True).judge
    fits = _tester(judge, books)
    sites = [visit.site]
    if visit.setting is Setting.CLINIC and not visit.site:
        sites += sorted(judge.rules.sites)
    for site, nurses in product(sites, _teams(judge, visit)):
        other = visit._replace(site=site, nurses=nurses)
        if other != visit and fits(other):
            named = nurses[0] if len(nurses) == 1 else f'"{";".join(nurses)}"'
            return f"--site {site} --nurse {named}" if site != visit.site else f"--nurse {named}"
    for other in tried:
        for minute in (visit.minute, *range(0, 24 * 60 - visit.minutes, GRID)):
            moved = other._replace(minute=minute)
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
