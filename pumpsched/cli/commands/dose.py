"""``dose``: records a programme, or shows the dose history.

``whatif``: what other doses would do; nothing is written.

``bridge``: volume and duration at a change of concentration.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

import typer

from pumpsched.cli.commands.facts import changes, said
from pumpsched.cli.context import App
from pumpsched.cli.days import parse_span, spoken
from pumpsched.cli.documents import (
    entry_document,
    findings_documents,
    item_document,
    ml,
    print_document,
    shown,
    visit_document,
)
from pumpsched.cli.options import either, read, single
from pumpsched.cli.params import (
    hourly_echo,
    mixture,
    optional,
    programme_text,
    reason,
    same_programme,
    volume,
    wish,
)
from pumpsched.cli.saving import save
from pumpsched.cli.shared_options import refuse_as_of
from pumpsched.cli.terminal.answer import Answer, identity, store_line, window_line
from pumpsched.cli.terminal.listing import Cell, Column, Listing, day_cell
from pumpsched.domain.errors import Unsafe
from pumpsched.domain.ledger import Programmed, When
from pumpsched.domain.quantities import decimal_text, flow_of, mass_text
from pumpsched.domain.therapy import Programme
from pumpsched.store.books import Books
from pumpsched.usecases.card import ml as ml_text
from pumpsched.usecases.chart import find_patient
from pumpsched.usecases.confirm import Consent
from pumpsched.usecases.dose import DoseReceipt, WhatIf, record_programme, what_if
from pumpsched.usecases.dose import bridge as bridged
from pumpsched.usecases.worklist import WorklistItem

Dose = Annotated[str | None, typer.Argument(metavar='[DOSE|"up 10%"|"down 10%"]')]


@either(
    'pumpsched dose 0007 "up 10%"', 'pumpsched dose 0007 "132 mcg/day" --on 2026-12-01', dated=True
)
def dose(
    app: App,
    patient: Annotated[str, typer.Argument(metavar="PATIENT", help="Code, or part of the name.")],
    amount: Dose = None,
    bolus: Annotated[
        str | None, typer.Option(metavar="B", help='"0.25 mg x 4/day lockout 2h", or none.')
    ] = None,
    flex: Annotated[
        str | None, typer.Option(metavar="F", help='"00:00 5 mcg/h; 08:00 10 mcg/h".')
    ] = None,
    followup: Annotated[
        str | None, typer.Option(metavar="DAY", help="Book a follow-up visit by then: 2w, +10.")
    ] = None,
    reason_: Annotated[str | None, typer.Option("--reason", metavar="T", help="Why.")] = None,
    confirm: Annotated[
        str | None, typer.Option(metavar="VALUE", help="A large change, again.")
    ] = None,
    override: Annotated[
        str | None, typer.Option(metavar="REASON", help="For a refused dose.")
    ] = None,
) -> None:
    """Records a programme; with no amount shows the dose history.

    The present patient bolus is kept unless --bolus is given. A dose per hour is echoed per day.
    """
    if amount is None and bolus is None and flex is None:
        print_history(app, patient)
        return
    refuse_as_of(app.given)
    asked = wish(amount, bolus, flex)
    note, override = reason(reason_), reason(override, "--override")
    followup_on = followup_day(app, followup)

    echo = hourly_echo(amount)

    def work(books: Books, confirmed: str | None) -> DoseReceipt:
        code = find_patient(books, patient, code_only=app.given.yes).code
        consent = Consent(confirmed, override or None, same=same_programme)
        try:
            return record_programme(
                books,
                code,
                asked,
                at=app.starting,
                note=note,
                today=app.today,
                consent=consent,
                followup_on=followup_on,
            )
        except Unsafe as refusal:
            # What was typed per hour is said per day before anybody confirms or overrides it.
            refusal.why = ". ".join(filter(None, (echo, refusal.why)))
            raise

    saved = save(app, work, show=lambda r: print_receipt(app, r, echo=echo), confirm=confirm)
    if saved is not None:
        app.say(f"Saved as {saved.fact.seq}. Undo: pumpsched undo {saved.fact.seq} --reason …")


def followup_day(app: App, text: str | None) -> date | None:
    """The last day for a follow-up visit, counted from the change; a length needs no sign."""
    if text is None:
        return None
    return parse_span(text, as_of=app.starting.day, noun="--followup").last


def print_receipt(app: App, receipt: DoseReceipt, *, echo: str = "") -> None:
    """Writes a change of programme: before → after in both units, the dates, late visits."""
    code = receipt.patient.code
    if app.given.json:
        body = item_document(receipt.new)
        body["findings"] = findings_documents(app, receipt.findings, code)
        body["followup"] = visit_document(receipt.followup) if receipt.followup else None
        body["late_visits"] = [visit_document(visit) for visit in receipt.late_visits]
        body |= {"id": receipt.fact.seq, "saved": not app.given.dry_run}
        print_document(app, "dose", body, as_of=app.today)
        return
    answer = Answer(app)
    answer.line(identity(receipt.patient))
    if echo:
        answer.line(f"  {echo}")
    before, after = receipt.before, receipt.fact.programme
    was = both(before, receipt) if before else "none"
    answer.line(f"  {was} → {both(after, receipt)}, from {said(receipt.fact.at)}.")
    if receipt.mixture is not None and len(receipt.mixture.components) > 1:
        doses = receipt.mixture.doses_at(after.basal_ng_per_day)
        listed = ", ".join(f"{drug} {mass_text(int(ng))}/day" for drug, ng in doses.items())
        answer.line(f"  Every drug: {listed}.")
    answer.lines(changes(receipt.old, receipt.new))
    answer.line(f"  {window_line(receipt.window, today=app.today)}")
    earliest = max(receipt.new.book_by or app.today, app.today + timedelta(days=1))
    for visit in receipt.late_visits:
        answer.line(f"  !! visit {visit.code} on {spoken(visit.day)} now comes too late:")
        answer.step(f"     pumpsched visit move {visit.code} --at {earliest}T09:00")
    if receipt.followup is not None:
        visit = receipt.followup
        answer.line(f"  Follow-up {visit.code} on {spoken(visit.day)} {visit.at[11:]}.")
    answer.findings(receipt.findings)


def both(programme: Programme, receipt: DoseReceipt) -> str:
    """A programme as a dose and as the flow it makes."""
    text = programme_text(programme)
    if receipt.mixture is None:
        return text
    flow = flow_of(programme.basal_ng_per_day, receipt.mixture.programmed.concentration)
    return f"{text} ({ml_text(flow, 4)} mL/day)"


def print_history(app: App, patient: str) -> None:
    """Writes every programme recorded, latest first."""
    with app.reading() as books:
        found = find_patient(books, patient)
        entries = [e for e in books.entries(found.code) if isinstance(e.fact, Programmed)]
    if app.given.json:
        body = {"patient": found.code, "history": [entry_document(entry) for entry in entries]}
        print_document(app, "dose", body, as_of=app.as_of)
        return
    answer = Answer(app)
    answer.line(identity(found))
    for entry in reversed(entries):
        fact = entry.fact
        assert isinstance(fact, Programmed)
        voided = f" (voided by {entry.voided_by})" if entry.voided_by is not None else ""
        note = f" · {fact.note}" if fact.note else ""
        text = programme_text(fact.programme)
        answer.line(f"  {fact.seq}  {said(fact.at)}  {text}{note}{voided}")
    if not entries:
        answer.line("  No programme recorded.")
    answer.aside(f"Next: pumpsched whatif {found.code} DOSE        what another dose would do")


COLUMNS = (
    Column("dose"),
    Column("opens on", whole=True),
    Column("refill by", whole=True),
    Column("limit", whole=True),
    Column("alarm", whole=True, key="alarm_on"),
    Column("empty", whole=True, key="empty_on"),
    Column("visit"),
)


@read("pumpsched whatif 0007 132mcg/d 150mcg/d", 'pumpsched whatif 0007 "up 10%" --fill 20')
def whatif(
    app: App,
    patient: Annotated[str, typer.Argument(metavar="PATIENT", help="Code, or part of the name.")],
    doses: Annotated[list[str], typer.Argument(metavar="DOSE...", help='Doses, or "up 10%".')],
    mixture_: Annotated[
        str | None, typer.Option("--mixture", metavar="M", help="As if filled with it.")
    ] = None,
    fill: Annotated[str | None, typer.Option(metavar="V", help="As if filled so far [mL].")] = None,
) -> None:
    """What each dose would do to the window and to booked visits; nothing is written."""
    wishes = [wish(text) for text in doses]
    at = When(app.as_of) if app.given.as_of else app.now
    with app.reading() as books:
        found = find_patient(books, patient)
        seen = what_if(
            books,
            found.code,
            wishes,
            at=at,
            mixture=optional(mixture_, mixture),
            fill=optional(fill, lambda text: volume(text, "--fill")),
        )
    if app.given.json:
        options = [
            {"dose": option.programme.flex_text or option.programme.dose_text}
            | item_document(option.item)
            for option in seen.options
        ]
        body = {"now": item_document(seen.now), "options": options}
        print_document(app, "whatif", body, as_of=app.as_of)
        return
    print_what_if(app, seen, echo=hourly_echo(*doses))


def print_what_if(app: App, seen: WhatIf, *, echo: str) -> None:
    """Writes the present dates and those under each dose."""
    answer = Answer(app)
    if answer.to_a_person:
        answer.line(f"{identity(seen.patient)} · {store_line(app, as_of=app.as_of)}")
    if echo:
        answer.aside(f"  {echo}")
    rows = [_row(app, seen, seen.now, "now")]
    rows += [_row(app, seen, o.item, programme_text(o.programme)) for o in seen.options]
    answer.listing(Listing(COLUMNS, tuple(rows)))
    answer.aside("Nothing was saved. It schedules and gives no dose advice.")
    answer.aside(f'Next: pumpsched dose {seen.patient.code} "DOSE"')


def _row(app: App, seen: WhatIf, item: WorklistItem, dose: str) -> tuple[Cell, ...]:
    today = app.as_of
    return (
        Cell(dose),
        day_cell(item.opens_on, today=today),
        day_cell(item.refill_by, today=today),
        Cell(item.limit.value if item.limit else "-"),
        day_cell(item.alarm_on, today=today),
        day_cell(item.empty_on, today=today),
        Cell(_visit(seen, item)),
    )


def _visit(seen: WhatIf, item: WorklistItem) -> str:
    if seen.visit is None:
        return "none booked"
    late = item.refill_by is not None and seen.visit.day > item.refill_by
    return f"{seen.visit.code} too late: move it" if late else f"{seen.visit.code} in time"


@read(
    'pumpsched bridge 0007 --to "baclofen 2000 mcg/mL"',
    'pumpsched bridge 0007 --to "baclofen 1000 mcg/mL" --tubing 0.2',
    listing=False,
)
def bridge(
    app: App,
    patient: Annotated[str, typer.Argument(metavar="PATIENT", help="Code, or part of the name.")],
    to: Annotated[str, typer.Option("--to", metavar="MIXTURE", help="The next fill's mixture.")],
    tubing: Annotated[
        str | None, typer.Option(metavar="V", help="The pump's own tubing, from its manual [mL].")
    ] = None,
) -> None:
    """How much old drug still lies in the line at a change of mixture, and how long it lasts.

    An estimate: the step is smeared by mixing. It is no dose advice; verify with the programmer.
    """
    new = mixture(to, "--to")
    line = optional(tubing, lambda text: volume(text, "--tubing"))
    with app.reading() as books:
        found = find_patient(books, patient)
        seen = bridged(books, found.code, new, as_of=app.as_of, tubing=line)
    if app.given.json:
        body = {
            "patient": found.code,
            "from": str(seen.old),
            "to": str(seen.new),
            "bridge_ml": ml(seen.line_ul),
            "flow_ml_per_day": shown(seen.flow_ul_per_day),
            "duration_min": seen.minutes,
        }
        print_document(app, "bridge", body, as_of=app.as_of)
        return
    hours, minutes = divmod(seen.minutes, 60)
    answer = Answer(app)
    answer.line(f"{identity(found)} · {store_line(app, as_of=app.as_of)}")
    answer.line(f"  from {seen.old} to {seen.new}")
    answer.line(
        f"  {decimal_text(seen.line_ul, 3)} mL of the old mixture lies in the line; at "
        f"{ml_text(seen.flow_ul_per_day, 4)} mL/day it takes {hours} h {minutes} min to pass."
    )
    answer.aside("An estimate, no dose advice. Verify with the programmer.")


commands = {
    "dose": single(dose, "dose"),
    "whatif": single(whatif, "whatif"),
    "bridge": single(bridge, "bridge"),
}
