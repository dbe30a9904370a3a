"""Recording a refill: checks first, then the fact, the new window and the visit it closes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from pumpsched.domain.clinic import Patient, Visit
from pumpsched.domain.consent import Consent
from pumpsched.domain.findings import Finding
from pumpsched.domain.gates import doses_of
from pumpsched.domain.ledger import Filled
from pumpsched.domain.projection import Window
from pumpsched.domain.pump import Pump
from pumpsched.domain.recording import decide
from pumpsched.domain.residual import ResidualCheck, residual_check
from pumpsched.domain.standing import Standing
from pumpsched.usecases.chart import open_chart
from pumpsched.usecases.outlooks import append
from pumpsched.usecases.visits import close_visits, early_visits
from pumpsched.usecases.worklist import WorklistItem

if TYPE_CHECKING:
    from pumpsched.store.books import Books


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
        Refusal: See :func:`~pumpsched.domain.recording.decide`.
    """
    chart = open_chart(books, code, as_of=today)
    there = chart.holding(fill.at)
    standing = there.standing(fill.at, today=today)
    meant = decide(standing, fill, consent)
    done = append(books, chart, there.pump_key, meant)
    closed = close_visits(books, code, done.fact)
    item = done.item(books.next_visits(today).get(code))
    return RefillReceipt(
        patient=chart.patient,
        pump=standing.placed,
        fill=done.fact,
        item=item,
        window=done.view.window if done.view else None,
        check=residual_check(standing.ledger, done.fact, standing.placed),
        doses=_doses(standing, done.fact),
        closed=closed[0] if closed else None,
        findings=(*done.findings, *early_visits(books, code, item, today=today)),
    )


def _doses(
    standing: Standing, fill: Filled
) -> tuple[tuple[str, Fraction | None, Fraction | None], ...]:
    """Every drug's dose a day before and after, where the mixture changes."""
    old, new = standing.held(fill), fill.mixture
    if old is None or new is None or new == old:
        return ()
    programme = standing.present(fill.at)
    before, after = (doses_of(each, programme, standing.placed) for each in (old, new))
    drugs = dict.fromkeys([*old.drugs, *new.drugs])
    return tuple((drug, before.get(drug), after.get(drug)) for drug in drugs)
