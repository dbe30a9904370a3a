"""``refill``: records a refill, or prints the page to fill in beside the patient."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated

from pumpsched.cli import clock
from pumpsched.cli.commands.encounter import lead, offer_visit, offers_visit
from pumpsched.cli.commands.encounter_steps import Answers, read_again
from pumpsched.cli.commands.facts import read_text
from pumpsched.cli.context import App
from pumpsched.cli.days import DayText, spoken, spoken_when
from pumpsched.cli.documents import findings_documents, item_document, residual_document
from pumpsched.cli.fact_params import (
    AlarmDate,
    BolusAsked,
    DoseAsked,
    FlexAsked,
    Restart,
    Second,
    dose_asked,
    dose_request,
    mixture,
    said_per_day,
    same_value,
    some_volume,
    volume,
)
from pumpsched.cli.options import alone, either
from pumpsched.cli.params import (
    Confirm,
    Override,
    PatientText,
    counting,
    flag,
    free_text,
    option,
    programme_text,
    typed,
)
from pumpsched.cli.receipt import Receipt, record, saved_as
from pumpsched.cli.saving import Confirmed, second_of, tried
from pumpsched.cli.shared_options import refuse_as_of
from pumpsched.cli.terminal.answer import dose_lines, identity, residual_text, window_line
from pumpsched.domain.consent import Consent
from pumpsched.domain.errors import UsageRefusal
from pumpsched.domain.ledger import Filled
from pumpsched.domain.quantities import Volume
from pumpsched.domain.text import visible
from pumpsched.domain.therapy import Mixture
from pumpsched.usecases.facts import RefillReceipt, record_refill

if TYPE_CHECKING:
    from pumpsched.store.books import Books

NO_DRUG = "  saline, no drug"
_OF_THE_SHEET = ("patient", "sheet", "html", "force")


@either(
    "refill 0007 --residual 2.1 --fill 20",
    'refill 0007 --fill 20 --mixture "baclofen 1000 mcg/mL" --on yesterday',
    dated=True,
)
def refill(
    app: App,
    patient: PatientText,
    fill: Annotated[
        Volume | None, option("--fill", volume, "V", "Volume injected [mL].", short="-f")
    ] = None,
    residual: Annotated[
        Volume | None,
        option("--residual", volume, "V", "Volume aspirated before [mL].", short="-r"),
    ] = None,
    programmed: Annotated[
        Volume | None, option("--programmed", volume, "V", "Volume the programmer was told [mL].")
    ] = None,
    mixture: Annotated[
        Mixture | None,
        option("--mixture", mixture, "MIXTURE", "Default: as last time.", short="-m"),
    ] = None,
    boluses: Annotated[
        int | None,
        option("--boluses", counting(0, 9999), "N", "Patient boluses used, from the log."),
    ] = None,
    dose: Annotated[
        DoseAsked | None,
        option("--dose", dose_asked, "DOSE", 'Told with it: "120 mcg/day", "up 10%".', short="-d"),
    ] = None,
    bolus: BolusAsked = None,
    flex: FlexAsked = None,
    alarm: AlarmDate = None,
    lot: Annotated[str, option("--lot", free_text, "LOT", "Lot of the drug.")] = "",
    expires: Annotated[
        DayText | None, option("--expires", DayText, "DATE", "Expiry of the drug: a day, 2027-03.")
    ] = None,
    bud: Annotated[
        DayText | None, option("--bud", DayText, "DATE", "Beyond-use date of the pharmacy.")
    ] = None,
    kit: Annotated[str, option("--kit", free_text, "LOT", "Lot of the refill kit.")] = "",
    waste: Annotated[
        Volume | None, option("--waste", some_volume, "V", "Volume thrown away [mL].")
    ] = None,
    check_volume: Annotated[
        Volume | None,
        option("--check-volume", volume, "V", "Volume aspirated and returned after it [mL]."),
    ] = None,
    witness: Annotated[str, option("--witness", free_text, "NAME", "Who saw it thrown away.")] = "",
    note: Annotated[str, option("--note", free_text, "TEXT", "A note.")] = "",
    confirm: Confirm = None,
    again: Annotated[
        str, option("--again", free_text, "REASON", "Filled twice within three days.")
    ] = "",
    override: Override = "",
    accept_mismatch: Annotated[
        str, option("--accept-mismatch", free_text, "REASON", "Injected and programmed differ.")
    ] = "",
    restart: Restart = None,
    second: Second = "",
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

        _refuse_recording(app, confirm, override, accept_mismatch, again, restart, second)
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
        check_volume=check_volume,
        lot=lot or None,
        expires_on=expires.last_day(app.today) if expires else None,
        bud_on=bud.day(app.today) if bud else None,
        kit=kit or None,
        waste=waste,
        witness=witness or None,
    )
    consent = Consent(
        override=override or None,
        accepted_mismatch=accept_mismatch or None,
        again=again or None,
        restart=restart,
        second=second_of(app, second),
        same=same_value,
    )
    if fill is None:
        if not app.leads:
            raise _fill_needed()
        _lead(app, patient, answers, replace(consent, confirmed=tuple(confirm or ())))
        return

    def work(books: Books, confirmed: Confirmed) -> RefillReceipt:
        return _record(app, patient, answers, replace(consent, confirmed=confirmed), books)

    record(app, work, partial(_receipt, app, answers), confirm=confirm)


def _lead(app: App, patient: str, given: Answers, consent: Consent) -> None:
    """Leads through the encounter, and offers the next visit once the refill is saved."""

    def trial(answers: Answers, agreed: Consent) -> RefillReceipt:
        # The second person types everything at the end, not a value that may still be mended.
        so_far = replace(agreed, second_later=True)
        return tried(app, partial(_record, app, patient, answers, so_far))

    led = lead(app, patient, given, consent, trial)

    def work(books: Books, confirmed: Confirmed) -> RefillReceipt:
        agreed = replace(led.consent, confirmed=(*led.consent.confirmed, *confirmed))
        return _record(app, patient, led.answers, agreed, books)

    receipt = partial(_receipt_below, app, given, led.answers)
    saved = record(app, work, receipt, question=f"Save for {led.who}? [Y/n] ")
    if saved is not None:
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


def _receipt(app: App, answers: Answers, done: RefillReceipt) -> Receipt:
    """Residual check, fill, next window, findings."""
    residual, pump = done.fill.residual, done.pump
    findings = findings_documents(app, done.findings, done.patient.code)
    body = item_document(done.item) | residual_document(
        done.check, residual.ul if residual else None
    )
    filled = f"Filled to {done.fill.injected} on {spoken_when(done.fill.at)}."
    lines = [
        f"{identity(done.patient)} · {pump.model.name} {pump.device.serial}".strip(),
        *(dose_lines(done.before, done.doses, filled=True) or [NO_DRUG]),
        f"  {residual_text(done.fill.residual, done.check)}{read_again(done)}",
        f"  {filled} {window_line(done.window, today=app.today)}",
        *_checked(done.fill),
        *_supplied(done.fill),
        *_told(done, answers.dose),
        *_read(done),
    ]
    closed = [f"Visit {done.closed.code} marked done."] if done.closed else []
    return Receipt(
        "refill",
        body | {"findings": findings, "id": done.fill.seq, "facts": done.facts},
        lines,
        findings=done.findings,
        saved=[*saved_as(done.patient.code, done.fill.seq, *closed), f"Next: {_next(done)}"],
    )


def _receipt_below(app: App, given: Answers, answers: Answers, done: RefillReceipt) -> Receipt:
    """The same below an encounter: what was compared there is not said again."""
    receipt = _receipt(app, answers, done)
    stay = {each.drug for each in done.doses}
    gone = [each for each in done.before if each.drug not in stay]
    residual, is_new = done.fill.residual, given.residual is None
    compared = f"{residual_text(residual, done.check)}{read_again(done)}"
    lines = [
        *(dose_lines(gone, done.doses) or [NO_DRUG]),
        *([] if residual and is_new else [f"  {compared}"]),
        f"  {window_line(done.window, today=app.today)}",
        *(_checked(done.fill) if given.check_volume else []),
        *(_supplied(done.fill) if given.supply else []),
        *(_told(done, answers.dose) if given.dose or given.bolus or given.flex else []),
    ]
    saved = [line for line in receipt.saved if not (offers_visit(done) and "visit add" in line)]
    return receipt._replace(lines=lines, saved=saved, brief=True)


def _checked(fill: Filled) -> Iterator[str]:
    """What came back after the fill."""
    if fill.check_volume is not None:
        yield f"  {fill.check_volume} of {fill.injected} came back when it was aspirated again."


def _supplied(fill: Filled) -> Iterator[str]:
    """What its labels said, and what was thrown away."""
    if fill.supply is not None:
        yield f"  {visible(str(fill.supply))}"


def _told(done: RefillReceipt, asked: DoseAsked | None) -> Iterator[str]:
    """What the pump was told with the refill."""
    if done.programmed is not None:
        was = programme_text(done.present) if done.present else "none"
        if asked is not None and asked.echo:
            yield f"  {asked.echo}"
        yield f"  Programme {was} → {programme_text(done.programmed.programme)}."


def _read(done: RefillReceipt) -> Iterator[str]:
    """What was read from the programmer with the refill."""
    for read_out in done.read_outs:
        yield f"  {read_text(read_out)} at {spoken_when(read_out.at)}."


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
