"""``patient``: add, edit, find, archive.

What records is imported by what records: to find somebody takes none of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pumpsched.cli import clock
from pumpsched.cli.commands.master_data import needed
from pumpsched.cli.commands.merging import merge
from pumpsched.cli.context import App
from pumpsched.cli.days import parse_day
from pumpsched.cli.options import group, read, write
from pumpsched.cli.params import (
    Confirm,
    PatientText,
    Reason,
    flag,
    free_text,
    needed_reason,
    option,
)
from pumpsched.cli.receipt import Receipt, changed_lines, hit_documents, record, record_of
from pumpsched.cli.saving import Confirmed
from pumpsched.cli.terminal.answer import Answer, give, identity
from pumpsched.cli.terminal.listing import Column, row_of
from pumpsched.domain.calendars import EARLIEST_BIRTH
from pumpsched.domain.clinic import Patient
from pumpsched.domain.errors import Unreadable, UsageRefusal
from pumpsched.domain.text import visible
from pumpsched.records.folder import BIRTH_DATE, NAME, PATIENT_CODE, PATIENTS

if TYPE_CHECKING:
    from pumpsched.store.books import Books
    from pumpsched.store.reading.opening import ReadBooks
    from pumpsched.usecases.facts import FactReceipt
    from pumpsched.usecases.staff import RowReceipt

COLUMNS = PATIENTS.options(PATIENT_CODE)
_HEADINGS = {PATIENT_CODE: "code", BIRTH_DATE: "born"}


@write(
    'patient add 0041 --name "Rivera, Ana" --birth-date 1961-04-02 --phone 612-555-0141',
    'patient add 0042 --name "Ito, Chie" --setting home --latitude 44.98 --longitude=-93.27',
    columns=COLUMNS,
)
def add(
    app: App,
    code: Annotated[str, typer.Argument(metavar="CODE", help="The clinic's own number.")],
    fields: dict[str, str],
    confirm: Confirm = None,
) -> None:
    """Adds a patient; the first one makes the store."""
    from pumpsched.reference import catalogue
    from pumpsched.usecases.patients import add_patient
    from pumpsched.usecases.who_is_meant import practice_of

    patient = PATIENTS.parse(PATIENT_CODE.write(code) | fields, catalogue())
    now = clock.now()

    def work(books: Books, confirmed: Confirmed) -> RowReceipt[Patient]:
        # There may be no store yet, and so no practice to ask for its day.
        today = books.own_today() or clock.local(now, practice_of(books).zone)[0]
        done = add_patient(books, patient, confirmed=confirmed, today=today)
        app.note_look_alikes(books, patient)
        return done

    def receipt(done: RowReceipt[Patient]) -> Receipt:
        following = f"pumpsched pump implant {patient.code} --model … --serial … --on …"
        return _receipt(app, done, word="New patient", following=following)

    record(app, work, receipt, confirm=confirm, create=True)


@write(
    "patient edit 0007 --phone 612-555-0107",
    "patient edit 0007 --alarm-ml 4 --notes none",
    columns=COLUMNS,
)
def edit(app: App, patient: PatientText, fields: dict[str, str], confirm: Confirm = None) -> None:
    """Changes a patient's fields; "none" empties one. The dates follow at once."""
    from pumpsched.usecases.patients import edit_patient

    needed(fields)

    def work(books: Books, confirmed: Confirmed) -> RowReceipt[Patient]:
        found = app.patient_meant(books, patient)
        return edit_patient(books, found, fields, today=app.today, confirmed=confirmed)

    def receipt(done: RowReceipt[Patient]) -> Receipt:
        following = f"pumpsched show {done.value.code}"
        return _receipt(app, done, word="Changes", following=following, edited=True)

    record(app, work, receipt, confirm=confirm)


@write(
    'patient distinct 0007 0019 --reason "twin sisters"',
    'patient distinct 0041 41 --reason "two clinics\' numbers" -n',
)
def distinct(
    app: App,
    patient: PatientText,
    who: Annotated[str, typer.Argument(metavar="OTHER", help="The other one.")],
    reason: Reason = "",
) -> None:
    """Records that two patients who look like one are two; it is not asked again."""
    from pumpsched.usecases.same_people import DistinctReceipt, decide_distinct
    from pumpsched.usecases.who_is_meant import find_patient

    why = needed_reason(reason)

    def work(books: Books, _confirmed: Confirmed) -> DistinctReceipt:
        two = [find_patient(books, text, code_only=app.given.yes) for text in (patient, who)]
        return decide_distinct(books, *two, reason=why, today=app.today)

    def receipt(done: DistinctReceipt) -> Receipt:
        lines = [identity(done.one), identity(done.other), f"  Two people. {visible(why)}"]
        body = {"patient": done.one.code, "other": done.other.code, "reason": why}
        return Receipt("decision", body, lines, saved=["Saved. Next: pumpsched doctor"])

    record(app, work, receipt)


@read("patient find rivera", "patient find 1961-04-02", "patient find --all")
def find(
    app: App,
    text: Annotated[
        str | None, typer.Argument(metavar="TEXT", help="Name, code, phone, birth date, serial.")
    ] = None,
    all_: Annotated[bool, flag("--all", "Everybody, without a TEXT.")] = False,
) -> None:
    """Patients with that in name, code, phone or serial number, or born then; archived ones too."""
    if (text is None) != all_:
        raise UsageRefusal(
            "Name what to look for, or --all for everybody.",
            code="usage",
            next_step="pumpsched patient find rivera",
        )
    with app.reading() as books:
        left = books.archive_days()
        everybody = books.patients() if text is None else _found(app, books, text)
        found = [
            PATIENTS.document(patient) | {"archived_on": left.get(patient.code)}
            for patient in everybody
        ]

    def show(answer: Answer) -> None:
        columns = [
            Column(_HEADINGS.get(each, each.column), whole=each is not NAME, key=each.column)
            for each in PATIENTS.listed
        ]
        columns.append(Column("off the list", whole=True, key="archived_on"))
        answer.table(columns, (row_of(*(str(v or "") for v in each.values())) for each in found))
        written = " A birth date is looked for as 1961-02-28." if _like_a_date(text or "") else ""
        answer.aside(f"{len(found)} found.{'' if found else written}")

    give(app, "patients", lambda: {"items": found}, show)


def _like_a_date(text: str) -> bool:
    """Whether a text may be a date of a form that leaves open which part is the month."""
    return len(text.replace(".", "/").split("/")) == 3


def _found(app: App, books: ReadBooks, text: str) -> list[Patient]:
    """The patients that a text fits, as a date too, where it is one."""
    from pumpsched.usecases.people_search import people_found

    try:
        born = parse_day(text, today=app.today, noun="TEXT", past=True, earliest=EARLIEST_BIRTH)
    except Unreadable:
        born = None
    return people_found(books, text, born=born)


@write(
    'patient archive 0007 --reason "moved away"',
    "patient archive 0007 --reason died --on yesterday",
    dated=True,
)
def archive(
    app: App,
    patient: PatientText,
    reason: Annotated[
        str, option("--reason", free_text, "TEXT", "died, moved, removed, or text.")
    ] = "",
) -> None:
    """Takes a patient off the list; the history stays, and `undo` brings the patient back.

    A reason that begins with died, moved or removed (the pump was taken out) is counted as that
    by `due --counts`. What is left to do is named: booked visits, a pump that runs on.
    """
    from pumpsched.cli.commands.facts import fact_receipt
    from pumpsched.usecases.facts import record_archive

    def change(books: Books, code: str, _confirmed: Confirmed) -> FactReceipt:
        return record_archive(books, code, at=app.on, note=reason, today=app.today)

    record_of(app, patient, change, lambda done: fact_receipt(app, done, "Archived"))


def _receipt(
    app: App, done: RowReceipt[Patient], *, word: str, following: str, edited: bool = False
) -> Receipt:
    patient, changed = done.value, [column for column, _, _ in done.changed]
    body: dict[str, Any] = PATIENTS.document(patient) | {"changed": changed}
    if edited:
        body["visits_hit"] = hit_documents(app, done.hits)
    return Receipt(
        "patient",
        body,
        [
            f"{word}: {identity(patient)} · {patient.setting}",
            *changed_lines(done.changed, edited=edited),
        ],
        hits=done.hits,
        hit="that no longer fit" if len(done.hits) > 1 else "that no longer fits",
        saved=[f"Saved. Next: {following}"],
    )


commands = group(
    "patient", add, edit, find, archive, merge, distinct, default="find", with_it=("--all",)
)
