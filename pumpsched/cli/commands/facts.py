"""The small facts of a pump, one command for each kind; ``undo`` voids a fact."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from pumpsched.cli import clock
from pumpsched.cli.context import App
from pumpsched.cli.days import spoken, spoken_when
from pumpsched.cli.documents import findings_documents, item_document, visit_document
from pumpsched.cli.fact_params import AlarmDate, Restart, amount, same_value, some_volume, volume
from pumpsched.cli.options import alone, write
from pumpsched.cli.params import (
    Confirm,
    Override,
    PatientText,
    Reason,
    argument,
    counting,
    flag,
    free_text,
    needed_reason,
    option,
)
from pumpsched.cli.receipt import Receipt, record, record_of, saved_as
from pumpsched.cli.saving import Confirmed
from pumpsched.cli.terminal.answer import identity
from pumpsched.cli.terminal.listing import status_text
from pumpsched.domain.calendars import When
from pumpsched.domain.consent import Consent
from pumpsched.domain.errors import UsageRefusal
from pumpsched.domain.ledger import (
    Archived,
    Aspirated,
    Attempted,
    BolusGiven,
    Emptied,
    Fact,
    ReadOut,
    Started,
    Stopped,
)
from pumpsched.domain.quantities import Mass, Volume, decimal_text
from pumpsched.domain.status import Limit
from pumpsched.domain.text import visible
from pumpsched.records.events import KIND_OF
from pumpsched.usecases.facts import FactReceipt, record_fact
from pumpsched.usecases.merging import merge_of
from pumpsched.usecases.pumps import change_after_facts
from pumpsched.usecases.undo import UndoReceipt, entry_to_undo, void_act
from pumpsched.usecases.worklist import WorklistItem

if TYPE_CHECKING:
    from pumpsched.store.books import Books


@write("stop 0007", 'stop 0007 --on today --reason "MRI"', dated=True)
def stop(app: App, patient: PatientText, reason: Reason = "") -> None:
    """Records that the pump was stopped; its programme is kept."""
    record_of_pump(app, patient, Stopped(at=app.on, note=reason), word="Stopped")


@write("start 0007", "start 0007 --on 2026-12-01T09:30", dated=True)
def start(
    app: App,
    patient: PatientText,
    reason: Reason = "",
    confirm: Confirm = None,
    restart: Restart = None,
) -> None:
    """Records that the pump was started again."""
    meant = Started(at=app.on, note=reason)
    record_of_pump(app, patient, meant, word="Started", confirm=confirm, restart=restart)


@write(
    'attempt 0007 --reason "port not found"',
    'attempt 0007 --on yesterday --reason "patient unwell"',
    dated=True,
)
def attempt(app: App, patient: PatientText, reason: Reason = "") -> None:
    """Records a refill that failed: the reservoir stays as it was, and a visit is needed again.

    A partial refill is a `refill` with the volume that went in.
    """
    note = needed_reason(reason)
    record_of_pump(app, patient, Attempted(at=app.on, note=note), word="Refill failed")


@write('bolus 0007 "0.25 mg"', "bolus 0007 0.1mL --on yesterday", dated=True)
def bolus(
    app: App,
    patient: PatientText,
    given: Annotated[Mass | Volume, argument("AMOUNT", amount, "A mass, or a volume in mL.")],
    reason: Reason = "",
    confirm: Confirm = None,
    override: Override = "",
    restart: Restart = None,
) -> None:
    """Records a one-off bolus through the pump: a mass of the programmed drug, or a volume."""
    meant = BolusGiven(at=app.on, amount=given, note=reason)
    word = f"Bolus of {given}"
    record_of_pump(
        app, patient, meant, word=word, confirm=confirm, override=override, restart=restart
    )


@write("aspirate 0007 1.5", 'aspirate 0007 0.5mL --reason "sample" --on yesterday', dated=True)
def aspirate(
    app: App,
    patient: PatientText,
    taken: Annotated[Volume, argument("VOLUME", some_volume, "Volume taken out [mL].")],
    reason: Reason = "",
) -> None:
    """Records a volume taken out between fills: a sample, an overfill."""
    meant = Aspirated(at=app.on, amount=taken, note=reason)
    record_of_pump(app, patient, meant, word=f"{taken} taken out")


@write("empty 0007 --residual 12.3", 'empty 0007 --reason "MRI" --on yesterday', dated=True)
def empty(
    app: App,
    patient: PatientText,
    residual: Annotated[
        Volume | None, option("--residual", volume, "V", "Volume taken out [mL].")
    ] = None,
    reason: Reason = "",
) -> None:
    """Records that the reservoir was emptied and left so until the next fill."""
    meant = Emptied(at=app.on, residual=residual, note=reason)
    record_of_pump(app, patient, meant, word="Emptied")


@write("readout 0007 --alarm 2027-01-16", "readout 0007 --reservoir 14.9", dated=True)
def readout(
    app: App,
    patient: PatientText,
    alarm: AlarmDate = None,
    reservoir: Annotated[
        Volume | None, option("--reservoir", volume, "V", "Volume that it shows [mL].")
    ] = None,
    reason: Reason = "",
    confirm: Confirm = None,
) -> None:
    """Records what the programmer printed: the earlier alarm date governs."""
    if alarm is None and reservoir is None:
        raise UsageRefusal(
            "A read-out needs --alarm or --reservoir.",
            code="readout-of-nothing",
            next_step="pumpsched readout --help",
        )
    alarm_on = alarm.day(app.today) if alarm else None
    meant = ReadOut(at=app.on, alarm_on=alarm_on, reservoir=reservoir, note=reason)
    record_of_pump(app, patient, meant, word=read_text(meant), confirm=confirm)


def record_of_pump(
    app: App,
    patient: str,
    fact: Fact,
    *,
    word: str,
    confirm: Confirm = None,
    override: str = "",
    restart: Restart = None,
) -> None:
    """Saves a small fact of a patient's pump and says what it changed."""

    def change(books: Books, code: str, confirmed: Confirmed) -> FactReceipt:
        consent = Consent(confirmed, override or None, restart=restart, same=same_value)
        return record_fact(books, code, fact, today=app.today, now=clock.now(), consent=consent)

    record_of(app, patient, change, lambda done: fact_receipt(app, done, word), confirm=confirm)


def read_text(read_out: ReadOut) -> str:
    """That the programmer was read, and what it printed."""
    alarm, reservoir = read_out.alarm_on, read_out.reservoir
    said = [f"alarm {spoken(alarm)}"] if alarm else []
    said += [f"{reservoir} left"] if reservoir is not None else []
    return f"Programmer read ({', '.join(said)})"


def fact_receipt(app: App, done: FactReceipt, word: str) -> Receipt:
    """What a small fact changed."""
    findings = findings_documents(app, done.findings, done.patient.code)
    said = f"  {word} on {spoken_when(done.fact.at)}."
    return Receipt(
        "fact",
        item_document(done.new) | {"findings": findings, "id": done.fact.seq},
        [identity(done.patient), said, *changes(done.old, done.new)],
        findings=done.findings,
        saved=saved_as(done.patient.code, done.fact.seq),
    )


def changes(old: WorklistItem, new: WorklistItem) -> list[str]:
    """What differs between two items, before → after; a line if nothing does."""
    pairs = (
        ("status", status_text(old.status), status_text(new.status)),
        ("refill by", _day(old.refill_by, old.limit), _day(new.refill_by, new.limit)),
        ("alarm", _day(old.alarm_on), _day(new.alarm_on)),
        (
            "the programmer's alarm",
            _day(old.programmer_alarm_on),
            _day(new.programmer_alarm_on),
        ),
        ("left", _ml(old.volume_ul), _ml(new.volume_ul)),
    )
    lines = [f"  {name}: {was} → {will}" for name, was, will in pairs if was != will]
    if new.refill_by is None:
        return lines or ["  No date changes: there is no window."]
    return lines or [f"  The dates stay: refill by {_day(new.refill_by, new.limit)}."]


def _day(day: date | None, limit: Limit | None = None) -> str:
    if day is None:
        return "none"
    return f"{spoken(day)} ({limit})" if limit else spoken(day)


def _ml(ul: int | None) -> str:
    return "unknown" if ul is None else f"{decimal_text(ul, 3)} mL"


@write('undo 412 --patient 0007 --reason "wrong patient"', 'undo --reason "typed twice"')
def undo(
    app: App,
    fact: Annotated[int | None, argument("FACT", counting(1, 10**9 - 1), "Its number.")] = None,
    reason: Reason = "",
    patient: Annotated[
        str | None, option("--patient", free_text, "CODE", "Whose it must be.")
    ] = None,
    only: Annotated[bool, flag("--only", "This fact alone of its act.")] = False,
) -> None:
    """Voids a fact and all that its command recorded; without a number your own last act.

    Nothing is deleted, and a visit that it closed is open again.
    """
    why = needed_reason(reason)
    with app.reading() as books:
        latest = change_after_facts(books, actor=app.actor) if fact is None else None
        entry = books.last_entry_by(app.actor) if fact is None else books.entry(fact)
        one_of_it = only and entry is not None and not isinstance(entry.fact, Archived)
        is_merge = entry is not None and merge_of(books, entry) is not None and not one_of_it
    if latest is not None:
        action, whose = latest
        way = f"is no fact: pumpsched pump undo {whose} takes it back"
        if action == "import":
            way = "is taken back whole by a backup made before it: pumpsched restore BACKUP"
        voids = "" if entry is None else " This voids a fact before it."
        app.say(f"Your latest change, {action} of {visible(whose)}, {way}.{voids}")
    if is_merge:
        from pumpsched.cli.commands.merging import undo_of_merge

        undo_of_merge(app, fact, why)
        return

    def work(books: Books, _confirmed: Confirmed) -> UndoReceipt:
        entry = entry_to_undo(books, fact, actor=app.actor, patient=patient)
        return void_act(books, entry, reason=why, today=app.today, only=only)

    record(app, work, lambda done: _undo_receipt(app, done, why))


def _undo_receipt(app: App, done: UndoReceipt, why: str) -> Receipt:
    """What was voided, what that changed, and the visits that are open again."""
    lines = [identity(done.patient)]
    for fact in done.voided:
        past = KIND_OF[type(fact)].past
        lines.append(f"  Void {fact.seq}: {past} of {spoken_when(fact.at)}. {why}")
    lines += changes(done.old, done.new)
    for visit in (*done.reopened, *done.cancelled):
        when = spoken_when(When(visit.day, visit.minute))
        status = f"{visit.status} again" if visit.status.is_open else visit.status.value
        lines.append(f"  Visit {visit.code} of {when} is {status}.")
    body = item_document(done.new) | {
        "id": done.fact.seq,
        "voided": done.named.seq,
        "voided_facts": [fact.seq for fact in done.voided],
        "reopened": [visit_document(visit) for visit in done.reopened],
        "cancelled": [visit_document(visit) for visit in done.cancelled],
        "left_closed": findings_documents(app, done.findings, done.patient.code),
    }
    numbers = ", ".join(str(void.seq) for void in done.voids)
    saved = f"Saved as {numbers}, of {done.patient.identified}."
    again = "To have it again, record it again."
    return Receipt("undo", body, lines, findings=done.findings, saved=[f"{saved} {again}"])


commands = alone(stop, start, attempt, bolus, aspirate, empty, readout, undo)
