"""Who is concerned by a recall: of a lot of drug or kits, of a model, of pumps up to a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pumpsched.domain.ledger import Filled
from pumpsched.domain.pump import Device
from pumpsched.store.results import Implant
from pumpsched.usecases.chart import ledger_of

if TYPE_CHECKING:
    from pumpsched.store.reading.opening import ReadBooks


class RecallOf(NamedTuple):
    """Which pumps are asked for; what is None asks for any.

    Attributes:
        patient: Of the patient of that code.
        models: Codes of the models.
        implanted_before: Implanted before that day.
        lot: Ever filled from a drug or a kit of that lot.
    """

    patient: str | None = None
    models: frozenset[str] | None = None
    implanted_before: date | None = None
    lot: str | None = None

    def is_met_by(self, device: Device) -> bool:
        """Whether a pump is one of them, whatever was filled."""
        before = self.implanted_before
        return (self.models is None or device.model in self.models) and (
            before is None or device.implanted_on < before
        )


class Concerned(NamedTuple):
    """A pump that is asked for, with its fill of the lot; that is still in unless another followed.

    Attributes:
        fill: The fill of the lot; None where no lot was asked for.
        still_in: Whether it is the pump's last fill.
    """

    device: Device
    fill: Filled | None = None
    still_in: bool = False


def concerned(books: ReadBooks, asked: RecallOf) -> list[Concerned]:
    """The pumps asked for, by patient code; of a lot one row a fill."""
    if asked.lot is not None:
        return [each for each in _of_lot(books, asked.lot, asked) if asked.is_met_by(each.device)]
    held = books.devices() if asked.patient is None else books.implants(asked.patient)
    return [Concerned(each.device) for each in held if asked.is_met_by(each.device)]


def _of_lot(books: ReadBooks, lot: str, asked: RecallOf) -> Iterator[Concerned]:
    entries = [e for e in books.fills_of_lot(lot) if asked.patient in (None, e.patient)]
    implants = books.implants_of(list(dict.fromkeys(each.patient for each in entries)))
    by_key: dict[int | None, Implant] = {
        each.key: each for held in implants.values() for each in held
    }
    for entry in entries:
        assert isinstance(entry.fact, Filled), "a lot is of a fill"
        fills = ledger_of(tuple(books.entries(entry.patient)), entry.pump).fills()
        still_in = entry.fact.seq == fills[-1].seq
        yield Concerned(by_key[entry.pump].device, entry.fact, still_in)
