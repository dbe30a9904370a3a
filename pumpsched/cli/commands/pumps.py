"""``pump``: implant, explant, list, edit, undo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pumpsched.cli.commands.master_data import needed
from pumpsched.cli.context import App
from pumpsched.cli.days import DayText, spoken
from pumpsched.cli.documents import device_document, findings_documents
from pumpsched.cli.options import group, read, write
from pumpsched.cli.params import Confirm, PatientText, Reason, free_text, needed_reason, option
from pumpsched.cli.receipt import Receipt, record_of
from pumpsched.cli.saving import Confirmed
from pumpsched.cli.terminal.answer import Answer, counted, give, identity
from pumpsched.cli.terminal.listing import columns, row_of, status_text
from pumpsched.domain.calendars import When
from pumpsched.domain.errors import UsageRefusal
from pumpsched.domain.objections import A_MIXTURE
from pumpsched.domain.pump import Device
from pumpsched.domain.text import visible
from pumpsched.records.events import KIND_OF
from pumpsched.records.folder import EXPLANTED_ON, IMPLANTED_ON, MODEL, PATIENT, PUMPS
from pumpsched.reference import catalogue
from pumpsched.usecases.pumps import PumpReceipt, edit_pump, explant_pump, implant_pump, take_back
from pumpsched.usecases.recalls import Concerned, RecallOf, concerned
from pumpsched.usecases.who_is_meant import find_patient

if TYPE_CHECKING:
    from pumpsched.store.books import Books


@write(
    "pump implant 0007 --model SM2-20 --serial NGP1 --on 2026-11-02",
    "pump implant 0007 --model 8637-40 --serial NGP2 --on 2026-11-20T09:00",
    "pump implant 0008 --model CODMAN3000-30 --fixed-flow-ml-day 0.4 --on today",
    columns=PUMPS.options(PATIENT, IMPLANTED_ON, EXPLANTED_ON),
    dated=True,
)
def implant(
    app: App, patient: PatientText, fields: dict[str, str], confirm: Confirm = None
) -> None:
    """Records an implant; a pump still in place is explanted that day.

    On the day of an exchange a clock time tells what was still the old pump's.
    """
    if not fields.get(MODEL.column):
        raise UsageRefusal(
            "--model is needed.",
            code="model-needed",
            next_step="the same command with --model …",
        )
    at = app.on if app.given.on else When(app.today)

    def change(books: Books, code: str, confirmed: Confirmed) -> PumpReceipt:
        row = PATIENT.write(code) | IMPLANTED_ON.write(at) | fields
        device = PUMPS.parse(row, catalogue())
        return implant_pump(books, device, today=app.today, confirmed=confirmed)

    def receipt(done: PumpReceipt) -> Receipt:
        code, mixture = done.device.patient, done.mixture or A_MIXTURE
        saved = (
            f'Saved. Next: pumpsched refill {code} --fill … --mixture "{mixture}"',
            f"  then pumpsched dose {code} DOSE. Undo: pumpsched pump undo {code} --reason …",
        )
        return _receipt(app, done, word="Implant", saved=saved)

    record_of(app, patient, change, receipt, confirm=confirm)


@write("pump explant 0007 --on today", "pump explant 0007 --on 2026-11-02 -n", dated=True)
def explant(app: App, patient: PatientText) -> None:
    """Records that the pump in place was taken out; its history stays."""
    on = app.on.day

    def change(books: Books, code: str, _confirmed: Confirmed) -> PumpReceipt:
        return explant_pump(books, code, on=on, today=app.today)

    def receipt(done: PumpReceipt) -> Receipt:
        code = done.device.patient
        saved = (
            f"Saved. Undo: pumpsched pump undo {code} --reason …",
            f"Next: pumpsched pump implant {code} … for a new pump",
            f"Or:   pumpsched patient archive {code}",
        )
        return _receipt(app, done, word="Explant", saved=saved)

    record_of(app, patient, change, receipt)


@write(
    "pump edit 0007 --serial NGP2",
    "pump edit 0007 --explanted-on none",
    columns=PUMPS.options(PATIENT),
)
def edit(app: App, patient: PatientText, fields: dict[str, str], confirm: Confirm = None) -> None:
    """Corrects the record of the latest pump; "none" empties a field."""
    needed(fields)

    def change(books: Books, code: str, confirmed: Confirmed) -> PumpReceipt:
        return edit_pump(books, code, fields, today=app.today, confirmed=confirmed)

    record_of(app, patient, change, lambda done: _receipt(app, done, word="Pump"), confirm=confirm)


@write('pump undo 0007 --reason "wrong patient"', 'pump undo 0007 --reason "typed twice" -n')
def undo(app: App, patient: PatientText, reason: Reason = "") -> None:
    """Takes back the last explant, or else the last implant, of a patient.

    The pump that was in before is in place again. An implant for which facts were recorded stays;
    correct it with `pump edit`.
    """
    why = needed_reason(reason)
    record_of(
        app,
        patient,
        lambda books, code, _: take_back(books, code, reason=why, today=app.today),
        lambda done: _receipt(app, done, word="In place"),
    )


def _models(text: str, noun: str) -> frozenset[str]:
    return catalogue().models_meant(text, noun)


@read("pump list", "pump list 0007", "pump list --lot L4711", "pump list --model SM2")
def list_(
    app: App,
    patient: Annotated[
        str | None, typer.Argument(metavar="PATIENT", help="Of one patient.")
    ] = None,
    lot: Annotated[
        str | None, option("--lot", free_text, "LOT", "Filled from that lot of drug or kits.")
    ] = None,
    model: Annotated[
        frozenset[str] | None, option("--model", _models, "MODEL", "A model, or a family: SM2.")
    ] = None,
    implanted_before: Annotated[
        DayText | None, option("--implanted-before", DayText, "DATE", "Implanted before that day.")
    ] = None,
) -> None:
    """Pumps recorded, of one patient or of all; for a recall those of a lot, a model, a time.

    Of a lot it has a row for each fill, and says whether that is still in the reservoir.
    """
    before = implanted_before.day(app.today) if implanted_before else None
    with app.reading() as books:
        code = None if patient is None else find_patient(books, patient).code
        found = concerned(books, RecallOf(code, model, before, lot))
    items = [_concerned_document(each) for each in found]

    def show(answer: Answer) -> None:
        heads = [each.column.replace("_", " ") for each in PUMPS.listed]
        heads += ["filled at", "still in"] if lot is not None else []
        texts = (map(_cell_text, each.values()) for each in items)
        answer.table(columns(*heads, whole=True), (row_of(*map(visible, row)) for row in texts))
        answer.aside(f"{counted(len(items), 'pump' if lot is None else 'refill')}.")

    give(app, "pumps", lambda: {"items": items}, show)


def _concerned_document(each: Concerned) -> dict[str, Any]:
    """A pump as recorded; of a lot with the fill of it."""
    fill = each.fill
    filled = {"filled_at": str(fill.at), "still_in": each.still_in} if fill else {}
    return device_document(each.device) | filled


def _cell_text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _receipt(app: App, done: PumpReceipt, *, word: str, saved: Sequence[str] = ()) -> Receipt:
    device, withdrawn, item = done.device, done.withdrawn, done.item
    body: dict[str, Any] = device_document(device) | {
        "status": item.status,
        "refill_by": item.refill_by,
        "withdrawn": device_document(withdrawn) if withdrawn else None,
        "moved": [{"was": was.seq, "id": now.seq} for was, now in done.rehomed],
        "closed_visit": done.closed.code if done.closed else None,
        "findings": findings_documents(app, done.findings, device.patient),
    }
    lines = [identity(done.patient)]
    if withdrawn is not None:
        lines.append(f"  Taken back: implant of {_named(withdrawn)}")
    if withdrawn != device:
        lines.append(f"  {word}: {catalogue().model(device.model).name} {device.serial}".rstrip())
        out = f", explanted {spoken(device.explanted_on)}" if device.explanted_on else ""
        lines.append(f"  implanted {spoken(device.implanted_on)}{out}")
    old = done.replaced
    if old is not None and old.explanted_on is not None:
        lines.append(f"  {_named(old)} counts as explanted on {spoken(old.explanted_on)}.")
    for was, now in done.rehomed:
        past = KIND_OF[type(now)].past
        lines.append(
            f"  {past} of {spoken(now.at.day)} now belongs to the pump of its "
            f"day: recorded again as {now.seq}, {was.seq} is void"
        )
    if done.closed is not None:
        lines.append(f"  Visit {done.closed.code} of that day is marked done.")
    refill = f", refill by {spoken(item.refill_by)} ({item.limit})" if item.refill_by else ""
    lines.append(f"  status: {status_text(item.status)}{refill}")
    return Receipt(
        "pumps",
        body,
        lines,
        findings=done.findings,
        saved=saved or [f"Saved. Next: pumpsched show {device.patient}"],
    )


def _named(device: Device) -> str:
    return f"{device.model} {visible(device.serial)}".rstrip()


commands = group("pump", implant, explant, list_, edit, undo, default="list")
