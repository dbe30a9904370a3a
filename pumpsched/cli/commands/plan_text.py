"""A proposed plan as it is shown: what changed and whom to phone, who is left out, the totals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from pumpsched.cli.days import Span, spoken, spoken_near
from pumpsched.cli.planning_documents import danger_counts, figures
from pumpsched.cli.terminal.answer import MOST_CALLED, Answer, call_text, counted
from pumpsched.cli.terminal.listing import Cell, Column, Listing, Row, columns, day_cell, row_of
from pumpsched.domain.calendars import clock_text
from pumpsched.domain.clinic import Cover, VisitStatus, safe_text
from pumpsched.domain.findings import Finding
from pumpsched.domain.text import as_typed, visible
from pumpsched.planning.proposal import PlannedVisit, Totals
from pumpsched.usecases.plan import NO_WINDOW, Danger, Proposal

COMPARED = (Column("figure"), *columns("today", "then", "difference", whole=True, right=True))
_MINUTES = ("driven", "overtime", "cost", "work")


class Told(NamedTuple):
    """What is said with a plan.

    Attributes:
        span: The days asked for.
        uncovered: Whoever is in danger, the worst first.
        findings: What the plan leaves to a person.
        emergency_line: Whom to call for somebody who cannot wait.
        following: The command that books it, if that is still to come.
    """

    span: Span
    uncovered: Sequence[Danger]
    findings: Sequence[Finding]
    emergency_line: str = ""
    following: str = ""

    @property
    def counts(self) -> str:
        """How many are in which danger; nobody is left out of it."""
        words = {"unplaced": "left out", "broken": "not sound"}
        found = danger_counts(self.uncovered)
        told = [f"{n} {words.get(word, word)}" for word, n in found.items() if n]
        told += [f"{len(self.without_window)} with no window"] if self.without_window else []
        return ", ".join(told)

    @property
    def without_window(self) -> list[str]:
        """Codes of those not yet filled or programmed to whom nobody comes."""
        return [str(f.facts["patient"]) for f in self.findings if f.code == NO_WINDOW]


def danger_lines(proposal: Proposal, told: Told, *, today: date, named: bool) -> Iterator[str]:
    """Whom to phone first, until when it is safe, and what is in the way.

    Only a person is told names; talk that goes to a log has the codes.
    """
    for one in told.uncovered:
        patient, visit = one.demand.patient, one.visit
        person = " ".join(filter(None, [visible(patient.name), patient.phone]))
        who = f" · {person}" if named and person else ""
        near = partial(spoken_near, today=today)
        low, stable = one.demand.runs_low_on, one.demand.stable_until
        safe = safe_text(low, stable, today=today, spoken=near)
        due = spoken_near(one.demand.refill_by, today=today)
        if visit is None:
            reason = next(e.reason for e in proposal.plan.unplaced if e.patient == patient.code)
            text = f"not placed ({reason}), refill by {due}, {safe}: {one.why}"
            yield f"  !! {patient.code} {text}{who}"
            continue
        when = f"{spoken_near(visit.day, today=today)} {clock_text(visit.minute)}"
        word = {Cover.DRY: "comes when it may be empty", Cover.BROKEN: "is not sound"}
        said = word.get(one.cover, "comes late")
        more = f": {one.why}" if one.why else ""
        yield f"  !! {patient.code} {when} {said}, refill by {due}, {safe}{more}{who}"


def window_text(codes: Sequence[str]) -> str:
    """That nobody comes to some, whom no plan can place, and the command that sees to the first."""
    more = f" and {len(codes) - MOST_CALLED} more" if len(codes) > MOST_CALLED else ""
    return (
        f"  !! {', '.join(codes[:MOST_CALLED])}{more} not filled or programmed, so no window to "
        f"plan in, and nobody comes: pumpsched visit add {as_typed(codes[0])} --at …"
    )


def totals_lines(totals: Totals) -> Iterator[str]:
    """The totals in words: the road, continuity and the nurses' days, cost."""
    yield (
        f"{totals.travel_min} min and {totals.travel_m // 1000} km on the road, "
        f"{totals.overtime_min} min overtime, {totals.moved} moved"
    )
    if totals.load.days:
        load = totals.load
        usual = f"{totals.by_usual} of {totals.with_usual} by the usual nurse, "
        yield (
            f"{usual if totals.with_usual else ''}a nurse's day {hours_text(load.least_min)} to "
            f"{hours_text(load.most_min)}, median {hours_text(load.median_min)}"
        )
    parts = ", ".join(
        f"{part.replace('_', ' ')} {cost}" for part, cost in totals.cost.items() if cost
    )
    yield f"Cost {totals.cost_min} min: {parts or 'nothing'}"


def hours_text(minutes: int) -> str:
    """Minutes as hours: ``7 h 05``."""
    return f"{minutes // 60} h {minutes % 60:02}"


def compared(now: Totals, then: Totals) -> Listing:
    """Two totals side by side, each nurse's visits and work below."""
    before, after = dict(figures(now)), dict(figures(then))
    for totals, found in ((now, before), (then, after)):
        for load in totals.loads:
            found[f"{load.nurse} visits"] = load.visits
            found[f"{load.nurse} work"] = load.work_min
    nurses = sorted({load.nurse for totals in (now, then) for load in totals.loads})
    keys = [*figures(now), *(f"{n} {what}" for n in nurses for what in ("visits", "work"))]
    rows = (_row(key, before.get(key, 0), after.get(key, 0)) for key in keys)
    return Listing(COMPARED, tuple(rows))


def _row(key: str, before: int, after: int) -> Row:
    unit = " min" if key.endswith((*_MINUTES, "day")) else ""
    more = after - before
    sign = "+" if more > 0 else ""
    return (
        Cell(key, f"{key} min".replace(" ", "_") if unit else key.replace(" ", "_")),
        Cell(f"{before}{unit}", str(before)),
        Cell(f"{after}{unit}", str(after)),
        Cell(f"{sign}{more}{unit}" if more else "same", str(more)),
    )


EIGHT_WEEKS = timedelta(weeks=8)
"""A span beyond which many are refilled twice."""
COLUMNS = (
    *columns("change", "day", "time", whole=True),
    Column("code", whole=True, key="patient"),
    *columns("name", "where"),
    *columns("nurse", "refill by", whole=True),
    Column("drive", whole=True, key="travel_min", right=True, spare=1),
    Column("findings", spare=3),
    Column("phone", whole=True, spare=2),
)


def print_proposal(answer: Answer, proposal: Proposal, told: Told) -> None:
    """Writes a plan: who is in danger first, then what changed, then the totals."""
    plan, today = proposal.plan, answer.app.as_of
    if answer.to_a_person:
        changed = sum(1 for visit in plan.visits if not visit.code or visit.moved)
        answer.line(
            f"Plan {spoken(told.span.first)} to {spoken(told.span.last)} · "
            f"{counted(changed, 'change')} · {counted(plan.totals.visits, 'visit')} · "
            f"{told.counts or 'nobody in danger'}"
        )
    for line in danger_lines(proposal, told, today=today, named=answer.to_a_person):
        answer.beside(line)
    if told.without_window:
        answer.beside(window_text(told.without_window))
    if plan.unplaced:
        answer.beside(f"  What would do: pumpsched plan --why {plan.unplaced[0].patient}")
    waiting = [demand for demand in proposal.case.demands if demand.urgency_on(today)]
    waiting.sort(key=lambda d: (not d.is_empty_on(today), d.refill_by, d.rank, d.code))
    if waiting:
        answer.beside(call_text([d.code for d in waiting], told.emergency_line, today=today))
    visits = _changes_first(proposal)
    if answer.to_a_person:
        visits = [(change, v) for change, v in visits if change in ("new", "moved") or v.findings]
    answer.table(COLUMNS, (_visit_row(proposal, *each, today=today) for each in visits))
    for finding in (each for each in told.findings if each.code != NO_WINDOW):
        answer.beside(f"  ! {finding.facts['patient']}: {finding.message}")
    for line in totals_lines(plan.totals):
        answer.beside(line)
    if told.span.last - told.span.first > EIGHT_WEEKS:
        answer.beside("The next refill of each patient only; the following: pumpsched demand")
    if not answer.to_a_person:
        answer.beside(f"In danger: {told.counts}" if told.counts else "Nobody in danger")
    if not told.following:
        return
    if not any(not visit.code or visit.moved for visit in plan.visits):
        answer.beside("Nothing to book. Next: pumpsched visit list 4w")
    else:
        answer.beside(f"Next: {told.following}        books it; phone those listed first")


def _changes_first(proposal: Proposal) -> list[tuple[str, PlannedVisit]]:
    """New visits by day; those moved, whose drug it is worst to lack first; then the others."""
    order = {"new": 0, "moved": 1, "kept": 2, "confirmed": 3}
    ranks = {demand.code: demand.rank for demand in proposal.case.demands}

    statuses = {visit.code: visit.status for visit in proposal.case.visits}

    def change(visit: PlannedVisit) -> str:
        if not visit.code:
            return "new"
        if visit.moved:
            return "moved"
        return "confirmed" if statuses[visit.code] is VisitStatus.CONFIRMED else "kept"

    def key(told: tuple[str, PlannedVisit]) -> tuple[object, ...]:
        word, visit = told
        rank = ranks.get(visit.patient, 9) if visit.moved else 0
        return (order[word], rank, visit.day, visit.minute, visit.patient)

    return sorted(((change(visit), visit) for visit in proposal.plan.visits), key=key)


def _visit_row(proposal: Proposal, change: str, visit: PlannedVisit, *, today: date) -> Row:
    patient = proposal.patients.get(visit.patient)
    return row_of(
        *(change, day_cell(visit.day, today=today), clock_text(visit.minute), visit.patient),
        *(visible(patient.name) if patient else "", visit.site or visit.setting.value),
        *("+".join(visit.nurses), day_cell(visit.refill_by, today=today)),
        Cell(f"{visit.travel_min} min", str(visit.travel_min)),
        " ".join(finding.code for finding in visit.findings),
        patient.phone if patient else "",
    )
