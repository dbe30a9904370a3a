"""``contact``: what came of a call to a patient, logged or listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pumpsched.cli.context import App
from pumpsched.cli.documents import contact_document, contact_text
from pumpsched.cli.options import alone, either
from pumpsched.cli.params import PatientText, free_text, one_of, option
from pumpsched.cli.shared_options import refuse_as_of
from pumpsched.cli.terminal.answer import Answer, give, identity, store_line
from pumpsched.cli.terminal.listing import columns, row_of
from pumpsched.domain.errors import UsageRefusal
from pumpsched.domain.phone import ContactMeans, ContactOutcome
from pumpsched.records.phone_log import MEANS, OUTCOME
from pumpsched.usecases.contacts import Logged, contacts_with, log_contact
from pumpsched.usecases.who_is_meant import find_patient

if TYPE_CHECKING:
    from pumpsched.cli.receipt import Receipt
    from pumpsched.cli.saving import Confirmed
    from pumpsched.store.books import Books

COLUMNS = columns("at", MEANS.column, OUTCOME.column, "who", "note", whole=True)
_MEANS = one_of(ContactMeans, f"is none of {', '.join(ContactMeans)}")
_OUTCOME = one_of(ContactOutcome, f"is none of {', '.join(ContactOutcome)}")


@either(
    'contact 0007 --said refused --note "in hospital until Friday"',
    "contact 0007",
    dated=True,
    listing=True,
)
def contact(
    app: App,
    patient: PatientText,
    said: Annotated[
        ContactOutcome | None,
        option("--said", _OUTCOME, "WORD", "agreed, refused, left-message; withdrawn: not so."),
    ] = None,
    by: Annotated[
        ContactMeans, option("--by", _MEANS, "WORD", "phone, message, letter, in-person.")
    ] = ContactMeans.PHONE,
    note: Annotated[str, option("--note", free_text, "TEXT", "Free text.")] = "",
) -> None:
    """Logs what came of a call; alone it lists the calls. The last one stands in `due`."""
    if said is not None:
        refuse_as_of(app.given)
        _log(app, patient, said, means=by, note=note)
        return
    if note or app.given.on or app.given.yes:
        raise UsageRefusal(
            "What came of it was not told: --said.",
            code="said-missing",
            next_step="the same command with --said left-message",
        )
    with app.reading() as books:
        found = find_patient(books, patient)
        logged = contacts_with(books, found.code)

    def show(answer: Answer) -> None:
        if answer.to_a_person:
            answer.line(f"{identity(found)} · {found.phone or 'no phone'} · {store_line(app)}")
        rows = (contact_document(each) for each in logged)
        answer.table(COLUMNS, (row_of(*map(str, list(row.values())[1:])) for row in rows))
        answer.aside(f"Next: pumpsched slots {found.code}")

    body = {"patient": found.code, "items": [contact_document(each) for each in logged]}
    give(app, "contacts", lambda: body, show)


def _log(app: App, patient: str, said: ContactOutcome, *, means: ContactMeans, note: str) -> None:
    from pumpsched.cli.receipt import record

    def work(books: Books, _confirmed: Confirmed) -> Logged:
        found = app.patient_meant(books, patient)
        return log_contact(books, found, said, means=means, at=app.on, today=app.today, note=note)

    record(app, work, _receipt)


def _receipt(done: Logged) -> Receipt:
    from pumpsched.cli.receipt import Receipt

    code = done.patient.code
    lines = [identity(done.patient), f"  {contact_text(done.contact)}"]
    if done.withdrawn is not None:
        lines = [lines[0], f"  taken back: {contact_text(done.withdrawn)}"]
    undo = "" if done.withdrawn else f" Undo: pumpsched contact {code} --said withdrawn"
    saved = [f"Saved.{undo}"]
    return Receipt("contact", contact_document(done.contact), lines, saved=saved)


commands = alone(contact)
