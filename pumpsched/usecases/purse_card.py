"""What a patient carries in the purse: the pump, what it delivers, its dates, whom to call."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pumpsched.domain.clinic import Patient, Visit
from pumpsched.domain.doses import DrugDose
from pumpsched.domain.pump import Pump
from pumpsched.domain.therapy import PatientBolus
from pumpsched.reference import catalogue
from pumpsched.usecases.card import patient_card

if TYPE_CHECKING:
    from pumpsched.store.reading.opening import ReadBooks


class PurseCard(NamedTuple):
    """One patient's emergency card.

    Attributes:
        doses: Each drug, and what a day brings of it.
        bolus: What the patient may add.
        alarm_on: The earlier of the day computed and the one that the programmer printed.
        refill_by: Last refill day; like the alarm None where it is not known.
        visit: The next refill visit.
        withdrawal: What a sudden stop of the drug does that is worst to stop.
        emergency_line: Whom to call; empty where the practice has not set it.
    """

    patient: Patient
    pump: Pump
    doses: tuple[DrugDose, ...]
    bolus: PatientBolus | None
    alarm_on: date | None
    refill_by: date | None
    visit: Visit | None
    withdrawal: str
    emergency_line: str


def purse_card(books: ReadBooks, code: str, *, as_of: date) -> PurseCard:
    """The emergency card of the patient with that code.

    Raises:
        NotFound: No such patient, or no pump in place.
    """
    card = patient_card(books, code, as_of=as_of)
    pump, item = card.chart.pump_in_place(), card.item
    drugs = [catalogue().drug(each.drug) for each in card.doses]
    worst = min(drugs, key=lambda drug: drug.withdrawal_rank, default=None)
    alarms = [day for day in (item.alarm_on, item.programmer_alarm_on) if day is not None]
    return PurseCard(
        patient=card.chart.patient,
        pump=pump,
        doses=card.doses,
        bolus=card.programme.bolus if card.programme else None,
        alarm_on=min(alarms, default=None),
        refill_by=item.refill_by,
        visit=item.visit,
        withdrawal=worst.withdrawal if worst else "",
        emergency_line=card.chart.practice.values["emergency_line"],
    )
