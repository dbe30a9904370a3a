"""How long a fill lasts at a dose, what it brings, and which concentrations last long enough.

Arithmetic alone: which of them is right for a patient is a prescriber's to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from pumpsched.domain.calendars import When
from pumpsched.domain.dose_request import DoseRequest
from pumpsched.domain.doses import doses_of
from pumpsched.domain.errors import NotFound, UsageRefusal
from pumpsched.domain.gates import flow_outside
from pumpsched.domain.ledger import Filled, Programmed
from pumpsched.domain.programming import programme_at
from pumpsched.domain.quantities import Concentration, Volume, decimal_text
from pumpsched.domain.status import Limit
from pumpsched.domain.therapy import Component, Mixture, Programme
from pumpsched.reference import catalogue
from pumpsched.usecases.chart import Chart, open_chart

if TYPE_CHECKING:
    from pumpsched.store.reading.opening import ReadBooks

YEAR_DAYS = 365


class Interval(NamedTuple):
    """What every fill of one kind comes to, at one dose.

    Attributes:
        days: From the fill to its last refill day.
        limit: What sets that day.
        drugs_ng: What a fill holds of each drug [ng].
    """

    days: int
    limit: Limit
    drugs_ng: dict[str, Fraction]

    @property
    def visits_a_year(self) -> Fraction:
        """Refills of a year, if each is on the last day [tenths, rounded up]."""
        return Fraction(ceil(Fraction(10 * YEAR_DAYS, max(self.days, 1))), 10)


class Reach(NamedTuple):
    """Whether a concentration lasts long enough at a dose.

    Attributes:
        programme: The dose.
        concentration: That of the one drug.
        interval: What a fill comes to; None where the pump does not run so.
        why_not: What keeps it from lasting so long; empty where it does.
    """

    programme: Programme
    concentration: Concentration
    interval: Interval | None
    why_not: str


def interval_of(
    chart: Chart, at: When, programme: Programme, mixture: Mixture | None, injected: Volume | None
) -> Interval | None:
    """What fills of a volume with a mixture come to at a dose, reckoned from a fill of that time.

    None where nothing is filled, or nothing flows.
    """
    if mixture is None or injected is None or not injected.ul:
        return None
    filled = chart.ledger.with_fact(Filled(at=at, injected=injected, mixture=mixture))
    window = chart.view(filled.with_fact(Programmed(at=at, programme=programme))).window
    if window is None:
        return None
    drugs = {
        each.drug: Fraction(injected.ul * each.concentration.ng_per_ml, 1000)
        for each in mixture.components
    }
    return Interval((window.refill_by - at.day).days, window.limit, drugs)


def reaches(
    books: ReadBooks,
    code: str,
    wishes: Sequence[DoseRequest],
    *,
    days: int,
    at: When,
    fill: Volume | None,
    stock: Sequence[Concentration],
) -> tuple[Reach, ...]:
    """Of each concentration in stock, weakest first, whether it lasts so many days at each dose.

    Without ``wishes`` it is the present dose that counts; without a ``stock`` what the practice
    has set, or the drug's labels sell for pumps, and what is in this pump.

    Raises:
        NotFound: Nothing is in the pump, or it has no programme to build on.
        UsageRefusal: It holds several drugs: such a mixture is compounded, and not in stock.
    """
    chart = open_chart(books, code, as_of=at.day)
    view = chart.view()
    if view.mixture is None or view.fill is None or not view.mixture.drugs:
        raise NotFound(
            f"The pump of patient {code} holds no drug to reckon with.",
            code="nothing-filled",
            next_step=f"pumpsched show {code}",
        )
    if len(view.mixture.drugs) > 1:
        raise UsageRefusal(
            f"{view.mixture} is compounded: no concentration of it is in stock.",
            code="mixture-compounded",
            next_step=f'pumpsched whatif {code} … --mixture "DRUG … mcg/mL + …" shows one that is',
        )
    (held,) = view.mixture.components
    drug = held.drug
    at_hand = {*chart.practice.stock(catalogue().drug(drug)), held.concentration}
    strengths = sorted(stock or at_hand, key=lambda each: each.ng_per_ml)
    present, injected = programme_at(chart.ledger, at), fill or view.fill.injected
    return tuple(
        _reach(chart, at, wish.programme(present, code), drug, strength, injected, days)
        for wish in wishes or [DoseRequest()]
        for strength in strengths
    )


def _reach(
    chart: Chart,
    at: When,
    programme: Programme,
    drug: str,
    strength: Concentration,
    injected: Volume,
    days: int,
) -> Reach:
    mixture = Mixture((Component(drug, strength),))
    found = interval_of(chart, at, programme, mixture, injected)
    short = [] if found and found.days >= days else [_short(found)]
    return Reach(
        *(programme, strength, found), "; ".join([*_beyond(chart, programme, mixture), *short])
    )


def _short(found: Interval | None) -> str:
    return f"{found.days} days ({found.limit})" if found else "nothing flows"


def _beyond(chart: Chart, programme: Programme, mixture: Mixture) -> Iterator[str]:
    """What the pump does not deliver of a dose, or is not held plausible."""
    pump = chart.pump_in_place()
    low, high = pump.model.min_flow_ul_per_day, pump.model.max_flow_ul_per_day
    if flow_outside(programme, pump, mixture) is not None:
        yield f"flow outside {decimal_text(low or 0, 3)} to {decimal_text(high or 0, 3)} mL/day"
    (part,) = mixture.components
    most = chart.practice.plausible(catalogue().drug(part.drug))
    if part.concentration.ng_per_ml > most.concentration.ng_per_ml:
        yield f"stronger than {most.concentration}"
    for dose in doses_of(mixture, programme, pump, boluses=True).values():
        if dose > most.dose.ng_per_day:
            yield f"dose above {most.dose}"
