"""``refill``: records a refill."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pumpsched.cli.context import App
from pumpsched.cli.days import spoken_when
from pumpsched.cli.documents import findings_documents, item_document, residual_document
from pumpsched.cli.options import alone, write
from pumpsched.cli.params import (
    Confirm,
    Override,
    PatientText,
    counting,
    free_text,
    mixture,
    option,
    same_value,
    volume,
)
from pumpsched.cli.receipt import Receipt, record_of, saved_as
from pumpsched.cli.saving import Confirmed
from pumpsched.cli.terminal.answer import identity, window_line
from pumpsched.domain.consent import Consent
from pumpsched.domain.ledger import Filled
from pumpsched.domain.quantities import Volume, decimal_text, mass_text
from pumpsched.domain.therapy import Mixture
from pumpsched.usecases.facts import DrugDoses, RefillReceipt, record_refill

if TYPE_CHECKING:
    from pumpsched.store.books import Books


@write(
    "refill 0007 --residual 2.1 --fill 20",
    'refill 0007 --fill 20 --mixture "baclofen 1000 mcg/mL" --on yesterday',
    dated=True,
)
def refill(
    app: App,
    patient: PatientText,
    fill: Annotated[Volume, option("--fill", volume, "V", "Volume injected [mL].")],
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
    note: Annotated[str, option("--note", free_text, "TEXT", "A note.")] = "",
    confirm: Confirm = None,
    again: Annotated[
        str, option("--again", free_text, "REASON", "Filled twice within three days.")
    ] = "",
    override: Override = "",
    accept_mismatch: Annotated[
        str, option("--accept-mismatch", free_text, "REASON", "Injected and programmed differ.")
    ] = "",
) -> None:
    """Records a refill: compares the residual, closes the visit, prints the next window."""
    meant = Filled(
        at=app.on,
        injected=fill,
        residual=residual,
        programmed=programmed,
        mixture=mixture,
        boluses_used=boluses,
        note=note,
    )

    def change(books: Books, code: str, confirmed: Confirmed) -> RefillReceipt:
        consent = Consent(
            confirmed, override or None, accept_mismatch or None, again or None, same_value
        )
        return record_refill(books, code, meant, today=app.today, consent=consent)

    record_of(app, patient, change, lambda done: _receipt(app, done), confirm=confirm)


def _receipt(app: App, done: RefillReceipt) -> Receipt:
    """Residual check, fill, next window, findings."""
    residual, pump = done.fill.residual, done.pump
    findings = findings_documents(app, done.findings, done.patient.code)
    body = item_document(done.item) | residual_document(
        done.check, residual.ul if residual else None
    )
    filled = f"Filled to {done.fill.injected} on {spoken_when(done.fill.at)}."
    lines = [
        f"{identity(done.patient)} · {pump.model.name} {pump.device.serial}".strip(),
        f"  {_residual(done)}",
        f"  {filled} {window_line(done.window, today=app.today)}",
    ]
    if done.fill.mixture not in (None, done.held) and done.held is not None:
        lines += [_dose_line(each) for each in done.doses]
    closed = [f"Visit {done.closed.code} marked done."] if done.closed else []
    return Receipt(
        "refill",
        body | {"findings": findings, "id": done.fill.seq},
        lines,
        findings=done.findings,
        saved=saved_as(done.fill.seq, *closed),
    )


def _dose_line(doses: DrugDoses) -> str:
    was, will = (
        f"{mass_text(int(dose))}/day" if dose is not None else "none"
        for dose in (doses.before, doses.after)
    )
    return f"  {doses.drug}: {was} before → {will} after, at the present programme"


def _residual(done: RefillReceipt) -> str:
    measured = done.fill.residual
    if measured is None:
        return "Residual not measured: over- or under-infusion cannot be seen."
    check = done.check
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


commands = alone(refill)
