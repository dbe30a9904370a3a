"""``refill``: records a refill, or prints the page to fill in beside the patient."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated

from pumpsched.cli import clock
from pumpsched.cli.commands.encounter import Answers, lead, offer_visit
from pumpsched.cli.commands.facts import read_text
from pumpsched.cli.context import App
from pumpsched.cli.days import spoken, spoken_when
from pumpsched.cli.documents import findings_documents, item_document, residual_document
from pumpsched.cli.options import alone, either
from pumpsched.cli.params import (
    AlarmDate,
    BolusAsked,
    Confirm,
    DoseAsked,
    FlexAsked,
    Override,
    PatientText,
    counting,
    dose_asked,
    dose_request,
    flag,
    free_text,
    mixture,
    option,
    programme_text,
    said_per_day,
    same_value,
    typed,
    volume,
)
from pumpsched.cli.receipt import Receipt, record, saved_as
from pumpsched.cli.saving import Confirmed, tried
from pumpsched.cli.shared_options import refuse_as_of
from pumpsched.cli.terminal.answer import dose_lines, identity, residual_text, window_line
from pumpsched.domain.consent import Consent
from pumpsched.domain.errors import UsageRefusal
from pumpsched.domain.quantities import Volume
from pumpsched.domain.therapy import Mixture
from pumpsched.usecases.facts import RefillReceipt, record_refill

if TYPE_CHECKING:
    from pumpsched.store.books import Books

_OF_THE_SHEET = ("patient", "sheet", "html", "force")


@either(
    "refill 0007 --residual 2.1 --fill 20",
    'refill 0007 --fill 20 --mixture "baclofen 1000 mcg/mL" --on yesterday',
    dated=True,
)
def refill(
    app: App,
    patient: PatientText,
    fill: Annotated[Volume | None, option("--fill", volume, "V", "Volume injected [mL].")] = None,
    residual: Annotated[
        Volume | None, option("--residual", volume, "V", "Volume aspirated before [mL].")
    ] = None,
    programmed: Annotated[
        Volume | None, option("--programmed", volume, "V", "Volume the programmer was told [mL].")
    ] = None,
    mixture: Annotated[
        Mixture | None, option("--mixture", mixture, "MIXTURE", "Default: as last time.")
    ] = None,
    boluses: Annotated[
        int | None,
        option("--boluses", counting(0, 9999), "N", "Patient boluses used, from the log."),
    ] = None,
    dose: Annotated[
        DoseAsked | None,
        option("--dose", dose_asked, "DOSE", 'Told with it: "120 mcg/day", "up 10%".'),
    ] = None,
    bolus: BolusAsked = None,
    flex: FlexAsked = None,
    alarm: AlarmDate = None,
    note: Annotated[str, option("--note", free_text, "TEXT", "A note.")] = "",
    confirm: Confirm = None,
    again: Annotated[
        str, option("--again", free_text, "REASON", "Filled twice within three days.")
    ] = "",
    override: Override = "",
    accept_mismatch: Annotated[
        str, option("--accept-mismatch", free_text, "REASON", "Injected and programmed differ.")
    ] = "",
    sheet: Annotated[
        bool, flag("--sheet", "A page to fill in beside the patient; nothing is recorded.")
    ] = False,
    html: Annotated[str | None, typed("FILE", "With --sheet: writes a page to print.")] = None,
    force: Annotated[bool, flag("--force", "Replace FILE if it is there.")] = False,
) -> None:
    """Records a refill: compares the residual, closes the visit, prints the next window.

    What the pump was told with it, and the alarm date it then printed, are part of the same act.
    On a terminal PATIENT alone leads through it, step by step.
    """
    if sheet:
        from pumpsched.cli.commands.bedside_sheet import print_sheet

        _refuse_recording(app, confirm, override, accept_mismatch, again)
        print_sheet(app, patient, html=html, force=force)
        return
    refuse_as_of(app.given)
    if html is not None or force:
        raise UsageRefusal("--html and --force go with --sheet.", code="usage")
    answers = Answers(
        mixture=mixture,
        boluses_used=boluses,
        residual=residual,
        injected=fill,
        programmed=programmed,
        dose=dose,
        bolus=bolus,
        flex=flex,
        alarm_on=alarm.day(app.today) if alarm else None,
        note=note,
    )
    consent = Consent((), override or None, accept_mismatch or None, again or None, same_value)
    change = partial(_record, app, patient)
    if fill is None:
        if not app.leads:
            raise _fill_needed()
        taken = replace(consent, confirmed=("",), same=lambda _wanted, _again: True)
        answers = lead(app, patient, answers, lambda said: tried(app, partial(change, said, taken)))

    def work(books: Books, confirmed: Confirmed) -> RefillReceipt:
        return change(answers, replace(consent, confirmed=confirmed), books)

    echo = answers.dose.echo if answers.dose else ""
    saved = record(app, work, partial(_receipt, app, echo=echo), confirm=confirm)
    if fill is None and saved is not None:
        offer_visit(app, saved)


def _record(
    app: App, patient: str, answers: Answers, consent: Consent, books: Books
) -> RefillReceipt:
    """Records the refill that the answers tell of, as one act."""
    with said_per_day(answers.dose):
        return record_refill(
            books,
            app.patient_meant(books, patient).code,
            answers.filled(app.on),
            today=app.today,
            consent=consent,
            wish=dose_request(answers.dose, answers.bolus, answers.flex),
            alarm_on=answers.alarm_on,
            before=answers.read_before(app.on),
            now=clock.now(),
        )


def _fill_needed() -> UsageRefusal:
    return UsageRefusal(
        "--fill is needed: the volume injected.",
        code="fill-needed",
        why="On a terminal the command alone leads through the refill, step by step.",
        next_step="the same command with --fill …, or with --sheet for a page",
    )


def _refuse_recording(app: App, *agreed: object) -> None:
    """Passes a call that records nothing: what goes with a record is refused.

    Raises:
        UsageRefusal: Code ``sheet-records-nothing``.
    """
    given = app.given
    said = [value for name, value in app.asked.items() if name not in _OF_THE_SHEET]
    said += [*agreed, given.dry_run, given.yes, given.request_id]
    if any(value not in (None, "") and value is not False for value in said):
        raise UsageRefusal(
            "--sheet prints a page and records nothing.",
            code="sheet-records-nothing",
            why="It takes --as-of, --html and --force; nothing that would be recorded.",
            next_step="the same command with --sheet alone",
        )


def _receipt(app: App, done: RefillReceipt, *, echo: str) -> Receipt:
    """Residual check, fill, next window, findings."""
    residual, pump = done.fill.residual, done.pump
    findings = findings_documents(app, done.findings, done.patient.code)
    body = item_document(done.item) | residual_document(
        done.check, residual.ul if residual else None
    )
    filled = f"Filled to {done.fill.injected} on {spoken_when(done.fill.at)}."
    lines = [
        f"{identity(done.patient)} · {pump.model.name} {pump.device.serial}".strip(),
        *(dose_lines(done.before, done.doses, filled=True) or ["  saline, no drug"]),
        f"  {residual_text(done.fill.residual, done.check)}",
        f"  {filled} {window_line(done.window, today=app.today)}",
    ]
    lines += [f"  {line}" for line in _told(done, echo)]
    closed = [f"Visit {done.closed.code} marked done."] if done.closed else []
    return Receipt(
        "refill",
        body | {"findings": findings, "id": done.fill.seq, "facts": done.facts},
        lines,
        findings=done.findings,
        saved=[*saved_as(done.patient.code, done.fill.seq, *closed), f"Next: {_next(done)}"],
    )


def _told(done: RefillReceipt, echo: str) -> Iterator[str]:
    """What the pump was told with the refill, and the read-outs."""
    if done.programmed is not None:
        was = programme_text(done.present) if done.present else "none"
        if echo:
            yield echo
        yield f"Programme {was} → {programme_text(done.programmed.programme)}."
    for read_out in done.read_outs:
        yield f"{read_text(read_out)} at {spoken_when(read_out.at)}."


def _next(done: RefillReceipt) -> str:
    """The next step after a refill: the dose to tell, else the next visit."""
    code, item, window = done.patient.code, done.item, done.window
    if window is None or "dose-after-mixture-change" in item.findings:
        return f"pumpsched dose {code} …        the dose that the programmer shows"
    if item.visit is None:
        by = spoken(item.book_by or window.refill_by)
        return f"pumpsched visit add {code} --at …        the next refill, by {by}"
    visit = f"{item.visit.code} on {spoken(item.visit.day)}"
    if window.opens_on <= item.visit.day <= window.refill_by:
        return f"pumpsched show {code}        visit {visit} is booked"
    wrong = "late" if item.visit.day > window.refill_by else "early"
    return f"pumpsched visit move {item.visit.code} --at …        {visit} is too {wrong}"


commands = alone(refill)
