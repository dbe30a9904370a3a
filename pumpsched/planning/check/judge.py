"""The judge of a visit: one appointment held against every rule, among the others of its day.

What can really happen is *sound*. A rule that an appointment breaks is a :class:`Breach`; what is
worth attention in a sound one, such as a late day, is a finding beside it. A case is judged by
anybody who has one: the screens that show an appointment, and the commands that make it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain
from typing import NamedTuple

from pumpsched.domain.authorizations import ASK_BY
from pumpsched.domain.calendars import EVERYBODY, clock_text, day_text, hours_text
from pumpsched.domain.clinic import Cover, Patient, Setting, Visit, VisitKind
from pumpsched.domain.findings import (
    COMES_SECOND,
    CONTROLLED_AT_HOME,
    DRUG_LATE,
    EARLY_REFILL,
    EXCHANGE_DUE,
    MOVED_TO_CLINIC,
    RUSH_ORDER,
    UNAUTHORIZED,
    Finding,
    Severity,
    after_empty,
    late_visit,
)
from pumpsched.planning.case import Demand, PlanningCase
from pumpsched.planning.check import tours
from pumpsched.planning.check.rules import CaseRules, crowds
from pumpsched.planning.rulebook import Constraint

Facts = dict[str, str | int | None]


class Breach(NamedTuple):
    """A rule that a visit breaks.

    Attributes:
        rule: Its code.
        code: What kind of breach it is, the code of its finding.
        subject: Who or what stands in the way; empty for the patient.
        text: What is wrong, with its numbers.
    """

    rule: Constraint
    code: str
    subject: str
    text: str

    @property
    def cause(self) -> str:
        """Names it among all breaches of the visit: what an override lets stand."""
        return f"{self.code} {self.subject}".rstrip()


class Judgement(NamedTuple):
    """What is to be said of a visit.

    Attributes:
        visit: The visit judged.
        breaches: Every rule it breaks, overridden ones too.
        remarks: What is worth attention besides.
    """

    visit: Visit
    breaches: tuple[Breach, ...]
    remarks: tuple[Finding, ...]

    @property
    def standing(self) -> tuple[Breach, ...]:
        """The breaches that nobody has overridden for this visit."""
        return tuple(one for one in self.breaches if one.cause not in self.visit.overridden)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything as findings, the breaches first."""
        return (*map(self._finding, self.breaches), *self.remarks)

    def _finding(self, breach: Breach) -> Finding:
        facts: Facts = {"visit": self.visit.code, "rule": breach.rule.value}
        if breach.cause in self.visit.overridden:
            text = f"{breach.text} (overridden: {self.visit.override})"
            return Finding(breach.code, Severity.WARNING, text, facts)
        return Finding(breach.code, Severity.URGENT, breach.text, facts)


class Judge:
    """A case, ready to be asked about any number of visits.

    The others of a nurse's day and of a site are those of the case; the visit asked about stands
    in for the one of its code. One for which somebody is away takes nobody's time.
    """

    def __init__(self, case: PlanningCase) -> None:
        self.case = case
        self.rules = CaseRules(case)
        self._patients = {patient.code: patient for patient in case.patients()}
        self._days: dict[tuple[str, date], list[Visit]] = {}
        self._sites: dict[tuple[str, date], list[Visit]] = {}
        for visit in case.visits:
            if visit.status.is_open and not self._is_off(visit):
                for nurse in visit.nurses:
                    self._days.setdefault((nurse, visit.day), []).append(visit)
                if visit.site:
                    self._sites.setdefault((visit.site, visit.day), []).append(visit)

    def verdict(self, visit: Visit) -> Judgement:
        """What is to be said of an open visit."""
        is_refill = visit.kind is VisitKind.REFILL
        demand = self.rules.demands.get(visit.patient) if is_refill else None
        breaches = chain(
            self._closed(visit),
            self._at_the_patient(visit, demand),
            self._staff(visit, demand),
            self._rosters(visit),
            self._place(visit),
        )
        remarks = self._remarks(visit, demand) if demand else ()
        return Judgement(visit, tuple(dict.fromkeys(breaches)), tuple(remarks))

    def cover(self, demand: Demand, visits: Iterable[Visit]) -> tuple[Cover, Visit | None]:
        """Whether somebody comes in time: the best of a patient's refill visits to come."""
        found = [(self._covered_by(demand, visit), visit) for visit in visits]
        order = list(Cover)
        best = min(found, key=lambda each: (order.index(each[0]), each[1].day), default=None)
        return best or (Cover.NONE, None)

    def _covered_by(self, demand: Demand, visit: Visit) -> Cover:
        if self.verdict(visit).standing:
            return Cover.BROKEN
        if demand.is_empty_on(visit.day):
            return Cover.DRY
        return Cover.LATE if visit.day > demand.refill_by else Cover.OK

    def _is_off(self, visit: Visit) -> bool:
        """Whether a visit cannot happen for who is away, and nobody let it stand."""
        return any(breach.cause not in visit.overridden for breach in self._closed(visit))

    def _closed(self, visit: Visit) -> Iterator[Breach]:
        day = visit.day
        if not self.case.working.is_open(day):
            text = f"{day} is no working day of the practice"
            yield Breach(Constraint.CLOSED, "closed-day", EVERYBODY, text)
        for who in dict.fromkeys((visit.patient, visit.site, *visit.nurses)):
            for closure in self.rules.closures_of(who):
                if closure.covers(day):
                    reason = f" ({closure.reason})" if closure.reason else ""
                    text = f"{who} is closed or away on {day}{reason}"
                    yield Breach(Constraint.CLOSED, "closed-day", who, text)

    def _at_the_patient(self, visit: Visit, demand: Demand | None) -> Iterator[Breach]:
        """What the patient, the place of care and the payer say."""
        patient = self._patients.get(visit.patient)
        if patient is not None and not self._is_available(visit, patient):
            text = f"the patient can be seen {hours_text(patient.availability)} only"
            yield Breach(Constraint.AVAILABILITY, "not-available", "", text)
        at_home = visit.setting is Setting.HOME
        if at_home and patient is not None and patient.setting is Setting.CLINIC:
            text = "this patient comes to the clinic, the visit is at home"
            yield Breach(Constraint.SETTING, "wrong-setting", "", text)
        if demand is None:
            return
        if at_home and not self.rules.may_be_home(demand, visit.day):
            text = f"{demand.mixture or 'this drug'} may not be refilled at home"
            yield Breach(Constraint.SITE_OF_CARE, "not-at-home", "", text)
        if not self._is_authorized(demand, visit) and not self._paper_gives_way(demand, visit):
            text = f"no authorization holds on {day_text(visit.day)}{self._papers(demand)}"
            yield Breach(Constraint.AUTHORIZATION, UNAUTHORIZED, "", text)
        if demand.drug_on is not None and visit.day < demand.drug_on:
            text = f"the drug is late: it is there by {day_text(demand.drug_on)} only"
            yield Breach(Constraint.ORDER, DRUG_LATE, "", text)

    def _is_available(self, visit: Visit, patient: Patient) -> bool:
        return not patient.availability or any(
            hours.start <= visit.minute and visit.end <= hours.end
            for hours in patient.availability
            if visit.day.weekday() in hours.weekdays
        )

    def _is_authorized(self, demand: Demand, visit: Visit) -> bool:
        return self.rules.authorized(demand, visit.day, moving=visit.code)

    def _paper_gives_way(self, demand: Demand, visit: Visit) -> bool:
        return self.rules.paper_gives_way(demand, moving=visit.code)

    def _papers(self, demand: Demand) -> str:
        """What is known of a patient's authorizations, each with its end."""
        mine = [one for one in self.case.authorizations if one.patient == demand.code]
        told = []
        for one in mine:
            days = " to ".join(filter(None, (_day(one.valid_from), _day(one.valid_to)))) or "always"
            visits = "" if one.visits is None else f", {one.visits} visits"
            told.append(f"{one.number} {days}{visits}")
        return f": {'; '.join(told)}"

    def _staff(self, visit: Visit, demand: Demand | None) -> Iterator[Breach]:
        needed = self._patients[visit.patient].nurses_needed if demand else 1
        named = len(set(visit.nurses))
        if 0 < named < needed:
            text = f"{needed} nurses are needed, {named} is named"
            yield Breach(Constraint.NURSES, "nurses-missing", "", text)
        if demand is None or not demand.family:
            return
        for nurse in filter(None, map(self.rules.nurses.get, visit.nurses)):
            if not nurse.may_refill(demand.family):
                text = f"nurse {nurse.code} is not trained on {demand.family}"
                yield Breach(Constraint.SKILL, "not-trained", nurse.code, text)

    def _rosters(self, visit: Visit) -> Iterator[Breach]:
        """What the day of each nurse says; one without a roster keeps to no hours we know."""
        for code in visit.nurses:
            nurse = self.rules.nurses.get(code)
            if nurse is None:
                continue
            mine = self._with(visit, self._days.get((code, visit.day), ()))
            if nurse.roster:
                held = tours.tours_of(self.rules, code, visit.day, mine)
                found = tours.misfits(self.rules, code, held)
            else:
                found = tours.rushes(tours.on_the_road(self.rules, code, visit.day, mine))
            for misfit in found:
                if visit in misfit.visits and misfit.code != tours.NO_WAY:
                    others = [v.code for v in misfit.visits if v is not visit]
                    subject = others[0] if misfit.code == tours.TOO_LITTLE_TIME else code
                    text = f"nurse {code}: {misfit.text}"
                    yield Breach(Constraint.ROSTER, misfit.code, subject, text)

    def _place(self, visit: Visit) -> Iterator[Breach]:
        site = self.rules.sites.get(visit.site)
        if site is None:
            return
        hours = self.rules.site_hours(site.code, visit.day)
        if not any(start <= visit.minute and visit.end <= end for start, end in hours):
            text = f"{site.code} is open {hours_text(site.hours)}"
            yield Breach(Constraint.ROSTER, "site-closed", site.code, text)
        there = self._with(visit, self._sites.get((site.code, visit.day), ()))
        for crowd in crowds(there, site.chairs):
            if visit in crowd:
                at = clock_text(max(each.minute for each in crowd))
                chairs = f"{site.chairs} chair{'s' * (site.chairs != 1)}"
                text = f"{len(crowd)} patients at {site.code} at {at}, {chairs}"
                yield Breach(Constraint.CAPACITY, "no-chair", site.code, text)
                return

    @staticmethod
    def _with(visit: Visit, others: Iterable[Visit]) -> list[Visit]:
        return [visit, *(other for other in others if other.code != visit.code)]

    def _remarks(self, visit: Visit, demand: Demand) -> Iterator[Finding]:
        """What is worth attention, though the visit can happen."""
        about: Facts = {"visit": visit.code}
        if demand.is_empty_on(visit.day):
            yield replace(after_empty(demand.empty_on), facts=about)
        elif visit.day > demand.refill_by:
            yield late_visit(demand.refill_by, today=self.case.today)
        yield from self._comes_second(visit, demand)
        if visit.day < demand.opens_on:
            text = f"the visit comes before the window opens on {demand.opens_on}"
            yield Finding(EARLY_REFILL, Severity.INFO, text)
        in_clinic = visit.setting is Setting.CLINIC
        if in_clinic and demand.patient.setting is Setting.HOME:
            text = "this patient is seen at home, the visit is in the clinic"
            yield Finding(MOVED_TO_CLINIC, Severity.INFO, text, about)
        if demand.schedule == "II" and not in_clinic:
            rule = demand.home_rule_on(visit.day)
            text = "schedule II at home: check the supply route"
            text += f" (rule of {rule.since})" if rule else ""
            yield Finding(CONTROLLED_AT_HOME, Severity.WARNING, text, about)
        if demand.exchange_due:
            text = (
                "the pump's service life ends: a refill alone does not mend it, book its exchange"
            )
            yield Finding(EXCHANGE_DUE, Severity.URGENT, text, about)
        if not self._is_authorized(demand, visit) and self._paper_gives_way(demand, visit):
            before = visit.day - timedelta(days=1)
            ask_by = self.case.working.last_open(before, earliest=self.case.today)
            text = f"no authorization holds on {visit.day}: {ASK_BY}{ask_by}"
            yield Finding(UNAUTHORIZED, Severity.URGENT, text, about)

    def _comes_second(self, visit: Visit, demand: Demand) -> Iterator[Finding]:
        """Who could wait, and stands before somebody empty or in alarm in the same nurse's day."""
        if not demand.urgency_on(visit.day):
            return
        for nurse in visit.nurses:
            for other in self._days.get((nurse, visit.day), ()):
                waiting = self.rules.demands.get(other.patient)
                could_wait = waiting is not None and not waiting.urgency_on(visit.day)
                if could_wait and other.minute < visit.minute:
                    at = f"{other.patient} at {clock_text(other.minute)}"
                    text = f"empty or in alarm, and {at} with {nurse} comes before and could wait"
                    yield Finding(
                        COMES_SECOND,
                        Severity.WARNING,
                        f"{text}: `pumpsched visit move {other.code} --at …`",
                        {"visit": visit.code},
                    )
                    return


def rushed(visit: Visit, judge: Judge) -> Iterator[Finding]:
    """What is said of a new refill visit for which a drug ordered today comes too late."""
    ready_on, demand = judge.rules.ready_on, judge.rules.demands.get(visit.patient)
    if demand is not None and demand.drug_on is None and visit.day < ready_on:
        text = f"a drug ordered today is there by {ready_on}: order in a rush, or have it there"
        yield Finding(RUSH_ORDER, Severity.WARNING, text, {"visit": visit.code})


def judge(visit: Visit, case: PlanningCase) -> tuple[Finding, ...]:
    """What is to be said of a visit in its case; to ask about many, keep a :class:`Judge`."""
    return Judge(case).verdict(visit).findings


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
