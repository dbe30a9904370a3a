"""What is known of a patient when a refill begins, at the bedside."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pumpsched.domain.calendars import When
from pumpsched.domain.clinic import Patient
from pumpsched.domain.doses import DrugDose, doses_told
from pumpsched.domain.drug_supply import is_controlled
from pumpsched.domain.expected_residual import ResidualCheck
from pumpsched.domain.ledger import Filled
from pumpsched.domain.pump import Pump
from pumpsched.domain.quantities import Volume
from pumpsched.domain.residual import residual_check
from pumpsched.domain.therapy import Mixture, Programme
from pumpsched.reference import catalogue
from pumpsched.usecases.card import Card, patient_card

if TYPE_CHECKING:
    from pumpsched.store.reading.opening import ReadBooks


class Encounter(NamedTuple):
    """What is known before a refill.

    Attributes:
        card: The patient's card.
        at: When the refill is expected.
        fill: The last fill of the pump in place, if any.
        mixture: What is in the reservoir.
        doses: Each drug of it with its dose a day.
        resembling: Patients easily taken for this one.
    """

    card: Card
    at: When
    fill: Filled | None
    mixture: Mixture | None
    doses: tuple[DrugDose, ...]
    resembling: tuple[Patient, ...]

    @property
    def patient(self) -> Patient:
        """Whose refill it is."""
        return self.card.chart.patient

    @property
    def pump(self) -> Pump | None:
        """The pump in place."""
        return self.card.chart.pump

    @property
    def programme(self) -> Programme | None:
        """The programme in force."""
        return self.card.programme

    @property
    def has_programmer(self) -> bool:
        """Whether a programmer tells the pump what to do: one of constant flow has none."""
        return self.pump is None or self.pump.fixed_flow_ul_per_day is None

    @property
    def has_boluses(self) -> bool:
        """Whether the patient may give boluses, which the programmer counts."""
        return self.programme is not None and self.programme.bolus is not None

    @property
    def notes_supply(self) -> bool:
        """Whether lots, dates and waste are noted: by the practice, or at the last fill."""
        return self._asks_more or (self.fill is not None and self.fill.supply is not None)

    @property
    def checks_fill(self) -> bool:
        """Whether it is aspirated again after the fill: by the practice, or at the last fill."""
        return self._asks_more or (self.fill is not None and self.fill.check_volume is not None)

    @property
    def _asks_more(self) -> bool:
        return self.card.chart.practice.values["ask_at_refill"] == "on"

    @property
    def needs_witness(self) -> bool:
        """Whether somebody has to see it thrown away when the residual is drawn."""
        watched = self.card.chart.practice.usual_rules.waste_witness
        return watched and is_controlled(catalogue(), self.mixture)

    def check(self, volume: Volume, *, boluses_used: int | None = None) -> ResidualCheck | None:
        """A volume in the reservoir held against what is expected; None if nothing can be."""
        if self.pump is None:
            return None
        # What goes in afterwards has no part in what was left.
        found = Filled(at=self.at, injected=Volume(1), residual=volume, boluses_used=boluses_used)
        return residual_check(self.card.chart.ledger, found, self.pump)


def encounter(books: ReadBooks, code: str, *, at: When, booked: bool = False) -> Encounter:
    """What is known of the patient with that code at a time, or at the next visit ``booked``."""
    card = patient_card(books, code, as_of=at.day)
    chart, visit = card.chart, card.item.visit
    view = chart.seen()
    return Encounter(
        card=card,
        at=When(visit.day, visit.minute) if booked and visit else at,
        fill=view.fill if view else None,
        mixture=view.mixture if view else None,
        doses=doses_told(chart.ledger, at, chart.pump) if chart.pump else (),
        resembling=books.resembling(chart.patient),
    )
