"""Recording a programme, looking at what other doses would do, and bridging to another mixture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from pumpsched.domain.calendars import DAY_MINUTES, When
from pumpsched.domain.clinic import Patient, Setting, Visit, VisitKind
from pumpsched.domain.consent import Consent
from pumpsched.domain.dose_request import DoseRequest
from pumpsched.domain.doses import DrugDose, doses_after, doses_told
from pumpsched.domain.drug_line import CATHETER, LinePart, line_of
from pumpsched.domain.errors import NotFound, Unsafe
from pumpsched.domain.ledger import Fact, Filled, Ledger, Programmed, ReadOut
from pumpsched.domain.programming import programme_at
from pumpsched.domain.projection import Projection, Window
from pumpsched.domain.quantities import Volume
from pumpsched.domain.recording import admit, decide_act
from pumpsched.domain.therapy import Mixture, Programme
from pumpsched.usecases.chart import Chart, ledger_of, open_chart
from pumpsched.usecases.deciding import decided_with
from pumpsched.usecases.facts import FactReceipt
from pumpsched.usecases.intervals import Interval, interval_of
from pumpsched.usecases.outlooks import append
from pumpsched.usecases.visits import book_visit, open_refills
from pumpsched.usecases.worklist import WorklistItem, covered, item_of_chart

if TYPE_CHECKING:
    from pumpsched.store.books import Books
    from pumpsched.store.reading.opening import ReadBooks


FOLLOWUP_MINUTE = 9 * 60
"""Follow-up visits are asked for at nine; the scheduler moves them."""


@dataclass(frozen=True, slots=True)
class DoseReceipt(FactReceipt):
    """What a change of programme did; the booked refills that now come after the window are late.

    ``before`` is the programme it replaces, ``mixture`` what is in the reservoir, ``drugs_before``
    and ``drugs`` each drug's dose before and after, ``read_out`` what the programmer printed after.
    """

    fact: Programmed
    read_out: ReadOut | None
    before: Programme | None
    window: Window | None
    mixture: Mixture | None
    drugs_before: tuple[DrugDose, ...]
    drugs: tuple[DrugDose, ...]
    late_visits: tuple[Visit, ...]
    followup: Visit | None


def record_programme(
    books: Books,
    code: str,
    wish: DoseRequest,
    *,
    at: When,
    note: str,
    today: date,
    consent: Consent,
    followup_on: date | None = None,
    alarm_on: date | None = None,
    now: datetime | None = None,
) -> DoseReceipt:
    """Records the programme meant, from ``at`` on; it may be planned ahead.

    The alarm date ``alarm_on`` that the programmer printed after it is recorded in the same act.
    A follow-up visit asked for is booked on the last working day up to ``followup_on``. What
    ``now``, the present instant, shows to be changed in per cent twice has to be confirmed.

    Raises:
        NotFound: It builds on a present programme and there is none.
        Refusal: See :func:`~pumpsched.domain.recording.decide_act`.
    """
    chart = open_chart(books, code, as_of=today)
    there = chart.holding(Fact(at=at))
    standing = there.standing(at, today=today, now=now)
    standing = replace(standing, told_again=wish.repeats(standing))
    admit(standing, Programmed, at)
    present = standing.present(at)
    asked = Programmed(at=at, programme=wish.programme(present, code), note=note)
    act: list[Fact] = [asked]
    if alarm_on is not None:
        act.append(ReadOut(at=at, alarm_on=alarm_on))
    meant = decide_act(standing, act, consent)
    visit = books.next_visits(today).get(code)
    old = item_of_chart(chart, visit=visit)
    chart = decided_with(books, chart, there, asked, consent)
    done = append(books, chart, there.pump_key, meant)
    window = done.view.window if done.view else None
    return DoseReceipt(
        patient=chart.patient,
        before=present,
        fact=done.one(Programmed),
        read_out=done.one(ReadOut) if alarm_on is not None else None,
        old=old,
        new=covered(books, done.item(visit), today=today),
        window=window,
        mixture=done.view.mixture if done.view else None,
        drugs_before=doses_told(standing.ledger, at, standing.placed),
        drugs=doses_after(ledger_of(done.chart.entries, there.pump_key), at, standing.placed),
        late_visits=tuple(
            visit
            for visit in open_refills(books, code, first=today)[:1]
            if window is not None and visit.day > window.refill_by
        ),
        followup=_followup(books, chart, followup_on, today=today) if followup_on else None,
        findings=done.findings,
    )


def _followup(books: Books, chart: Chart, latest: date, *, today: date) -> Visit:
    day = chart.practice.working.last_open(latest, earliest=today)
    asked = Visit(
        code="",
        patient=chart.patient.code,
        kind=VisitKind.FOLLOWUP,
        day=day,
        minute=FOLLOWUP_MINUTE,
        minutes=chart.patient.visit_minutes,
        setting=Setting.HOME if chart.patient.setting is Setting.HOME else Setting.CLINIC,
    )
    return book_visit(books, asked, today=today).visit


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Present item, and the item under each dose looked at; nothing is recorded.

    Attributes:
        options: Each dose, the item under it, and what every fill comes to then.
        present: The same of the dose in force.
    """

    patient: Patient
    now: WorklistItem
    options: tuple[tuple[Programme, WorklistItem, Interval | None], ...]
    present: Interval | None


def what_if(
    books: ReadBooks,
    code: str,
    wishes: Sequence[DoseRequest],
    *,
    at: When,
    mixture: Mixture | None,
    fill: Volume | None,
) -> WhatIf:
    """What each dose from ``at`` on (and a fill then, if given) would do to the dates."""
    chart = open_chart(books, code, as_of=at.day)
    admit(chart.standing(at, today=at.day), Programmed, at)
    visit = books.next_visits(at.day).get(code)

    def imagining(item: WorklistItem) -> WorklistItem:
        return covered(books, item, today=at.day)

    view = chart.view()
    ledger = chart.ledger
    at = _after_the_facts(ledger, at)
    present = programme_at(ledger, at)
    if fill is not None or mixture is not None:
        injected = fill or (view.fill.injected if view.fill else Volume(0))
        ledger = ledger.with_fact(Filled(at=at, injected=injected, mixture=mixture or view.mixture))
    filled = view.fill.injected if view.fill else None
    options = []
    for wish in wishes:
        programme = wish.programme(present, code)
        imagined = chart._replace(ledger=ledger.with_fact(Programmed(at=at, programme=programme)))
        then = imagined.view()
        item = item_of_chart(imagined, visit=visit, view=then)
        comes_to = interval_of(chart, at, programme, mixture or view.mixture, fill or filled)
        options.append((programme, imagining(_once_it_counts(item, then, programme)), comes_to))
    now = imagining(item_of_chart(chart, visit=visit, view=view))
    as_now = interval_of(chart, at, present, view.mixture, filled) if present else None
    return WhatIf(chart.patient, now, tuple(options), as_now)


def _once_it_counts(item: WorklistItem, view: Projection, programme: Programme) -> WorklistItem:
    """The item with what a programme delivers, though it may count only later that day."""
    per_ml = view.mixture.ng_per_ml if view.mixture else None
    flow = programme.day_flow(per_ml)
    if flow is None or view.window is None or view.stopped:
        return item
    derived = flow * per_ml / 1000 if per_ml is not None else None
    dose = derived if programme.flow is not None else Fraction(programme.basal_ng_per_day)
    return item._replace(flow_ul_per_day=flow, dose_ng_per_day=dose)


def _after_the_facts(ledger: Ledger, at: When) -> When:
    """The time itself, or that of the day's last fact: what is imagined comes after them all."""
    minutes = [f.at.minute for f in ledger.facts if f.at.day == at.day and f.at.minute is not None]
    last = max(minutes, default=None)
    return at if last is None or last < (at.minute or 0) else When(at.day, last)


@dataclass(frozen=True, slots=True)
class Bridge:
    """What lies between reservoir and catheter tip, and how long it takes to pass.

    After a refill with another mixture the line still holds the old one: until that volume has
    passed at the present flow, the patient receives the old concentration. Mixing and diffusion
    smear the step, so this is an estimate.

    Attributes:
        old: What is in the reservoir and the line.
        new: What the next fill would bring.
        parts: What of the line is counted.
        flow_ul_per_day: The present flow [µL/day].
    """

    old: Mixture
    new: Mixture
    parts: tuple[LinePart, ...]
    flow_ul_per_day: Fraction

    @property
    def line_ul(self) -> int:
        """Volume of the line [µL]."""
        return sum(part.ul for part in self.parts)

    @property
    def dose_ng(self) -> Fraction:
        """What of the programmed drug lies in the line [ng]."""
        return Fraction(self.line_ul * (self.old.ng_per_ml or 0), 1000)

    @property
    def minutes(self) -> int:
        """Time until the old mixture has passed [minutes], rounded up."""
        return -(-self.line_ul * DAY_MINUTES // self.flow_ul_per_day)


def bridge(
    books: ReadBooks,
    code: str,
    new: Mixture,
    *,
    as_of: date,
    tubing: Volume | None,
    catheter_mm: int | None = None,
) -> Bridge:
    """The bridge from what is in the pump to a new mixture.

    ``tubing`` is the pump's own, from its manual; else the catalogue's counts, where it has one.
    The catheter is computed from its length ``catheter_mm`` [mm], else it counts as recorded.

    Raises:
        NotFound: No catheter volume is known and no tubing given, or nothing is in the pump.
        Unsafe: The pump is stopped, so nothing passes.
    """
    chart = open_chart(books, code, as_of=as_of)
    pump = chart.pump_in_place()
    view = chart.view()
    if view.mixture is None or view.window is None:
        raise NotFound(
            f"Patient {code} has no fill with a programme to bridge from.",
            code="nothing-to-bridge",
            next_step=f"pumpsched show {code}",
        )
    parts = line_of(pump, tubing_ul=tubing.ul if tubing else None, catheter_mm=catheter_mm)
    if tubing is None and all(part.name != CATHETER for part in parts):
        raise NotFound(
            f"The catheter volume of patient {code} is not recorded.",
            code="catheter-unknown",
            why="It follows from the implanted length and the maker's volume per cm.",
            next_step=f"the same command with --catheter-cm …, or pumpsched pump edit {code} "
            "--catheter-ml …",
        )
    flow = view.flow_ul_per_day
    if not flow:
        raise Unsafe(
            f"The pump of patient {code} is stopped: nothing passes through the line.",
            code="pump-stopped",
            next_step=f"pumpsched show {code}",
        )
    return Bridge(view.mixture, new, parts, flow)
