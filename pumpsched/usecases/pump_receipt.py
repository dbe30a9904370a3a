"""What a change of a patient's pumps did, and what it leaves to be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pumpsched.domain.findings import Finding, Severity
from pumpsched.domain.ledger import When
from pumpsched.domain.people import Patient
from pumpsched.domain.programme import DAY_MINUTES
from pumpsched.domain.pump import Device
from pumpsched.domain.text import folded, visible
from pumpsched.domain.visits import Visit, VisitKind
from pumpsched.reference import catalogue
from pumpsched.store.books import Books
from pumpsched.usecases.chart import last_mixture, open_chart
from pumpsched.usecases.item import Item, item_of_chart
from pumpsched.usecases.leaving import visits_to_cancel
from pumpsched.usecases.outlooks import refresh
from pumpsched.usecases.ownership import Rehomed


@dataclass(frozen=True, slots=True)
class PumpReceipt:
    """A pump as recorded, and what that changed.

    Attributes:
        patient: Whose it is.
        device: The pump; the one in place again where an implant was taken back.
        name: Name of its model.
        replaced: The pump that counts as taken out by it that day, if any.
        withdrawn: The pump whose implant was taken back, if any.
        rehomed: Facts that belong to another pump than before.
        closed: The implant visit of that day, now done.
        mixture: What the patient's last fill put in, in whichever pump; empty before the first.
        item: The worklist item after it.
        findings: What is worth attention, such as a visit booked for the old pump.
    """

    patient: Patient
    device: Device
    name: str
    item: Item
    replaced: Device | None = None
    withdrawn: Device | None = None
    rehomed: tuple[Rehomed, ...] = ()
    closed: Visit | None = None
    mixture: str = ""
    findings: tuple[Finding, ...] = ()


def pump_receipt(
    books: Books,
    device: Device,
    *,
    today: date,
    replaced: Device | None = None,
    withdrawn: Device | None = None,
    rehomed: tuple[Rehomed, ...] = (),
) -> PumpReceipt:
    """The receipt of a pump as now recorded, its patient's dates made anew."""
    code = device.patient
    refresh(books, code, today=today)
    chart = open_chart(books, code, as_of=today)
    visits = tuple(books.visits(first=today, last=None, patient=code, open_only=True))
    findings = [*visits_to_cancel(chart, visits), *_for_the_old_pump(visits, replaced)]
    if chart.pump is not None:
        findings += chart.findings(chart.view())
    return PumpReceipt(
        patient=chart.patient,
        device=device,
        name=catalogue().model(device.model).name,
        item=item_of_chart(chart, visit=books.next_visits(today).get(code)),
        replaced=replaced,
        withdrawn=withdrawn,
        rehomed=rehomed,
        mixture=str(last_mixture(chart, until=When(today, DAY_MINUTES - 1)) or ""),
        findings=tuple(findings),
    )


def _for_the_old_pump(visits: Iterable[Visit], replaced: Device | None) -> Iterator[Finding]:
    """Refill visits that were booked for the pump just exchanged; they stay with the patient."""
    for visit in visits:
        if replaced is None or visit.kind is not VisitKind.REFILL:
            continue
        yield Finding(
            "visit-of-old-pump",
            Severity.WARNING,
            f"visit {visit.code} on {visit.day} was booked for the old pump and stays with the "
            "patient: keep it for the new pump, or `visit move` or `visit cancel` it",
            {"visit": visit.code},
        )


def same_serial(books: Books, device: Device) -> Iterator[Finding]:
    """Another patient's pump of that model with that serial number: perhaps the wrong patient."""
    serial = folded(device.serial)
    for other in (implant.device for implant in books.devices() if serial):
        same = folded(other.serial) == serial and other.model == device.model
        if same and other.patient != device.patient:
            yield Finding(
                "serial-elsewhere",
                Severity.WARNING,
                f"the {device.model} with serial {visible(device.serial)} is recorded for patient "
                f"{other.patient} too: check the number, and that it is the right patient",
            )
