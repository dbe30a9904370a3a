"""Recording a refill: checks first, then the fact, the new window and the visit it closes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from pumpsched.domain.clinic import Patient, Visit
from pumpsched.domain.errors import Unsafe
from pumpsched.domain.findings import Finding
from pumpsched.domain.gates import check_second_fill, check_time, check_volumes, mixture_gate
from pumpsched.domain.ledger import Filled
from pumpsched.domain.projection import Projection, Window
from pumpsched.domain.pump import Pump
from pumpsched.domain.reservoir import in_force
from pumpsched.domain.residual import ResidualCheck
from pumpsched.domain.therapy import Mixture, Programme
from pumpsched.store.books import Books
from pumpsched.usecases.chart import (
    A_MIXTURE,
    Chart,
    check_on_the_list,
    last_mixture,
    ledger_of,
    no_pump,
    open_chart,
)
from pumpsched.usecases.confirm import Consent, pass_gate
from pumpsched.usecases.outlooks import refresh
from pumpsched.usecases.visits import close_visits, early_visits
from pumpsched.usecases.worklist import WorklistItem, item_of_chart


@dataclass(frozen=True, slots=True)
class RefillReceipt:
    """What a refill changed.

    Attributes:
        patient: Who was refilled.
        pump: The pump in place.
        fill: The fact as recorded.
        item: The worklist item after it.
        window: The new window; None for a pump never programmed, or stopped before a fill.
        check: Measured against expected residual, where both are known.
        doses: Every drug's dose a day before and after a change of mixture [ng/day].
        closed: The visit of that day, now done.
        findings: What is worth attention after it.
    """

    patient: Patient
    pump: Pump
    fill: Filled
    item: WorklistItem
    window: Window | None
    check: ResidualCheck | None
    doses: tuple[tuple[str, Fraction | None, Fraction | None], ...]
    closed: Visit | None
    findings: tuple[Finding, ...]


def record_refill(
    books: Books, code: str, fill: Filled, *, today: date, consent: Consent
) -> RefillReceipt:
    """Records a refill of the patient.

    Args:
        books: The open, writable store.
        code: The patient's code.
        fill: What was done; its time may lie in the past, never in the future.
        today: The practice's day.
        consent: Confirmations and reasons given so far.

    Raises:
        Unsafe: Over capacity, in the future, before the implant, told otherwise to the
            programmer, or a gate wants a confirmation.
        Conflict: A second fill on one day.
    """
    before = open_chart(books, code, as_of=min(fill.at.day, today))
    if before.pump is None or before.pump_key is None:
        chart = open_chart(books, code, as_of=today)
        if chart.pump is None:
            raise no_pump(code, fill.at.day)
        check_time(fill.at, chart.pump, today=today, patient=code)
        raise no_pump(code, fill.at.day)
    check_time(fill.at, before.pump, today=today, patient=code)
    check_on_the_list(before, fill.at)
    accepted = consent.accepted_mismatch is not None
    check_volumes(fill, before.pump, patient=code, accepted=accepted)
    check_second_fill(before.ledger, fill, patient=code)
    old_view = before.view(fill.at.day, ledger=before.ledger.before(replace(fill, seq=2**62)))
    last = old_view.mixture or last_mixture(before, until=fill.at)
    mixture = _mixture(fill, old_view, last, code)
    programme = in_force(old_view.programmes, fill.at.instant)
    pass_gate(mixture_gate(last, mixture, programme, before.pump, patient=code), consent)
    note = consent.noted(fill.note)
    fact = books.append(code, before.pump_key, replace(fill, note=note))
    assert isinstance(fact, Filled)
    closed = close_visits(books, code, fact)
    refresh(books, code, today=today)
    after = open_chart(books, code, as_of=today)
    check = replace_chart(after, before.pump_key).check(fact)
    view = after.view()
    item = item_of_chart(after, visit=books.next_visits(today).get(code))
    return RefillReceipt(
        patient=after.patient,
        pump=before.pump,
        fill=fact,
        item=item,
        window=view.window,
        check=check,
        doses=_doses(old_view, mixture, programme, before.pump),
        closed=closed[0] if closed else None,
        findings=(*after.findings(view), *early_visits(books, code, item, today=today)),
    )


def replace_chart(chart: Chart, key: int) -> Chart:
    """The chart seen through one particular pump, also one that was exchanged since."""
    if chart.pump_key == key:
        return chart
    return replace(chart, pump_key=key, ledger=ledger_of(chart.entries, key))


def _mixture(fill: Filled, view: Projection, last: Mixture | None, code: str) -> Mixture:
    mixture = fill.mixture or view.mixture
    if mixture is None:
        raise Unsafe(
            "The first fill of a pump must name its mixture.",
            code="mixture-needed",
            why="Nothing was in this pump before, so nothing can be kept.",
            next_step=f'pumpsched refill {code} … --mixture "{last or A_MIXTURE}"',
        )
    return mixture


def _doses(
    view: Projection, mixture: Mixture, programme: Programme | None, pump: Pump
) -> tuple[tuple[str, Fraction | None, Fraction | None], ...]:
    """Every drug's dose a day before and after, where the mixture changes."""
    if view.mixture is None or mixture == view.mixture:
        return ()
    before, after = (_doses_of(each, programme, pump) for each in (view.mixture, mixture))
    drugs = dict.fromkeys([*view.mixture.drugs, *mixture.drugs])
    return tuple((drug, before.get(drug), after.get(drug)) for drug in drugs)


def _doses_of(mixture: Mixture, programme: Programme | None, pump: Pump) -> dict[str, Fraction]:
    fixed = pump.fixed_flow_ul_per_day
    if fixed is not None:
        per_ml = mixture.programmed.concentration.ng_per_ml
        return mixture.doses_at(Fraction(fixed * per_ml, 1000))
    return mixture.doses_at(programme.basal_ng_per_day) if programme else {}
