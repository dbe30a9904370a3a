"""``mri``: the day of an MRI, so that what it asks for before and after is not forgotten."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pumpsched.cli.commands.decision import receipt_of
from pumpsched.cli.context import App
from pumpsched.cli.options import alone, write
from pumpsched.cli.params import PatientText, Reason
from pumpsched.cli.receipt import Receipt, record_of
from pumpsched.domain.errors import UsageRefusal
from pumpsched.reference import catalogue
from pumpsched.usecases.deciding import DecisionReceipt, record_mri

if TYPE_CHECKING:
    from pumpsched.store.books import Books


@write(
    "mri 0007 --on 2026-12-01", 'mri 0007 --on "next fri" --reason "brain, follow-up"', dated=True
)
def mri(app: App, patient: PatientText, reason: Reason = "") -> None:
    """Records the day of an MRI: some pumps are emptied before it and filled again after it.

    Others are read out afterwards. What is asked for is a finding until it is done; `decision
    withdraw PATIENT mri` takes the day back.
    """
    if app.given.on is None:
        raise UsageRefusal(
            "--on is needed: the day of the MRI.",
            code="mri-day-needed",
            next_step="the same command with --on …",
        )
    on = app.starting.day

    def change(books: Books, code: str, _confirmed: tuple[str, ...]) -> DecisionReceipt:
        return record_mri(books, code, on=on, reason=reason, at=app.now)

    def receipt(done: DecisionReceipt) -> Receipt:
        model = catalogue().model(done.new.pump_model or "")
        booking = _booking(done.patient.code, on, emptied=model.empty_before_mri)
        return receipt_of(done)._replace(saved=booking)

    record_of(app, patient, change, receipt)


def _booking(code: str, on: date, *, emptied: bool) -> list[str]:
    """What is to be booked for the day of an MRI."""
    visit = f"pumpsched visit add {code} --at {on}T…"
    if not emptied:
        said = f"Saved. Next: {visit}        what has to be done that day"
        return [said, f"  then pumpsched show {code}"]
    return [
        f"Saved. Next: {visit} --kind followup        the pump is emptied before it",
        f"  and {visit}        and filled after it",
    ]


commands = alone(mri)
