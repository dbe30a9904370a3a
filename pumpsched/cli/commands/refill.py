"""``refill``: records a refill."""

from __future__ import annotations

from typing import Annotated

import typer

from pumpsched.cli.context import App
from pumpsched.cli.days import spoken, spoken_when
from pumpsched.cli.documents import (
    findings_documents,
    item_document,
    print_document,
    residual_document,
)
from pumpsched.cli.options import single, write
from pumpsched.cli.params import count, mixture, optional, reason, same_mixture, volume
from pumpsched.cli.saving import save
from pumpsched.cli.terminal.answer import Answer, identity, window_line
from pumpsched.domain.ledger import Filled
from pumpsched.domain.quantities import decimal_text, mass_text
from pumpsched.store.books import Books
from pumpsched.usecases.chart import find_patient
from pumpsched.usecases.confirm import Consent
from pumpsched.usecases.refill import RefillReceipt, record_refill


@write(
    "pumpsched refill 0007 --residual 2.1 --fill 20",
    'pumpsched refill 0007 --fill 20 --mixture "baclofen 1000 mcg/mL" --on yesterday',
    dated=True,
)
def refill(
    app: App,
    patient: Annotated[str, typer.Argument(metavar="PATIENT", help="Code, or part of the name.")],
    fill: Annotated[str, typer.Option(metavar="V", help="Volume injected [mL].")],
    residual: Annotated[
        str | None, typer.Option(metavar="V", help="Volume aspirated before [mL].")
    ] = None,
    programmed: Annotated[
        str | None, typer.Option(metavar="V", help="Volume the programmer was told [mL].")
    ] = None,
    mixture_: Annotated[
        str | None, typer.Option("--mixture", metavar="M", help="Default: as last time.")
    ] = None,
    boluses: Annotated[
        str | None, typer.Option(metavar="N", help="Patient boluses used, from the log.")
    ] = None,
    note: Annotated[str | None, typer.Option(metavar="T", help="A note.")] = None,
    confirm: Annotated[
        str | None, typer.Option(metavar="MIXTURE", help="A new mixture, again.")
    ] = None,
    override: Annotated[
        str | None, typer.Option(metavar="REASON", help="For a refused mixture.")
    ] = None,
    accept_mismatch: Annotated[
        str | None, typer.Option(metavar="REASON", help="Injected and programmed differ.")
    ] = None,
) -> None:
    """Records a refill: compares the residual, closes the visit, prints the next window."""
    meant = Filled(
        at=app.on,
        injected=volume(fill, "--fill"),
        residual=optional(residual, lambda text: volume(text, "--residual")),
        programmed=optional(programmed, lambda text: volume(text, "--programmed")),
        mixture=optional(mixture_, mixture),
        boluses_used=optional(boluses, lambda text: count(text, "--boluses", low=0, high=9999)),
        note=reason(note, "--note"),
    )
    override, accepted = (
        reason(override, "--override"),
        reason(accept_mismatch, "--accept-mismatch"),
    )

    def work(books: Books, confirmed: str | None) -> RefillReceipt:
        found = find_patient(books, patient, code_only=app.given.yes)
        consent = Consent(confirmed, override or None, accepted or None, same_mixture)
        return record_refill(books, found.code, meant, today=app.today, consent=consent)

    def show(receipt: RefillReceipt) -> None:
        print_receipt(app, receipt)

    saved = save(app, work, show=show, confirm=confirm)
    if saved is not None:
        visit = f" Visit {saved.closed.code} marked done." if saved.closed else ""
        app.say(
            f"Saved as {saved.fill.seq}.{visit} Undo: pumpsched undo {saved.fill.seq} --reason …"
        )


def print_receipt(app: App, receipt: RefillReceipt) -> None:
    """Writes what a refill says: residual check, fill, next window, findings."""
    if app.given.json:
        body = item_document(receipt.item)
        residual = receipt.fill.residual
        body |= residual_document(receipt.check, residual.ul if residual else None)
        body["findings"] = findings_documents(app, receipt.findings, receipt.patient.code)
        body["id"] = receipt.fill.seq
        body["saved"] = not app.given.dry_run
        print_document(app, "refill", body, as_of=app.today)
        return
    answer = Answer(app)
    pump = receipt.pump
    answer.line(f"{identity(receipt.patient)} · {pump.model.name} {pump.device.serial}".strip())
    answer.line(f"  {_residual(receipt)}")
    at = receipt.fill.at
    when = spoken(at.day) if at.minute is None else spoken_when(at)
    text = f"  Filled to {receipt.fill.injected} on {when}."
    answer.line(f"{text} {window_line(receipt.window, today=app.today)}")
    for drug, before, after in receipt.doses:
        parts = [f"{mass_text(int(d))}/day" if d is not None else "none" for d in (before, after)]
        answer.line(f"  {drug}: {parts[0]} before → {parts[1]} after, at the present programme")
    answer.findings(receipt.findings)


def _residual(receipt: RefillReceipt) -> str:
    measured = receipt.fill.residual
    if measured is None:
        return "Residual not measured: over- or under-infusion cannot be seen."
    check = receipt.check
    if check is None:
        return f"Residual {measured} measured; nothing to compare it with."
    low, high = (decimal_text(int(ul), 3) for ul in (check.low_ul, check.high_ul))
    expected = high if low == high else f"{low} to {high}"
    sign = "+" if check.discrepancy_ul >= 0 else "-"
    size = decimal_text(int(abs(check.discrepancy_ul)), 3)
    tolerance = decimal_text(check.tolerance_ul, 3)
    verdict = "within" if check.severity is None else "noted, within"
    if abs(check.discrepancy_ul) > check.tolerance_ul:
        verdict = "BEYOND"
    difference = f"{sign}{size}, {verdict} ±{tolerance}"
    return f"Residual {measured} measured, {expected} mL expected ({difference})"


commands = {"refill": single(refill, "refill")}
