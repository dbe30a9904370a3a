"""``dose``: records a programme, or shows the dose history.

``whatif`` says what other doses would do, and ``bridge`` how long the old drug lies in the line
at a change of mixture; both write nothing.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

from pumpsched.cli import clock
from pumpsched.cli.commands.facts import changes, read_text
from pumpsched.cli.context import App
from pumpsched.cli.days import DayText, spoken, spoken_when
from pumpsched.cli.documents import (
    entry_document,
    findings_documents,
    item_document,
    ml,
    shown,
    visit_document,
)
from pumpsched.cli.fact_params import (
    AlarmDate,
    BolusAsked,
    DoseAsked,
    FlexAsked,
    Restart,
    Second,
    concentration,
    dose_asked,
    dose_request,
    length_mm,
    mixture,
    said_per_day,
    same_value,
    volume,
)
from pumpsched.cli.options import alone, either, read
from pumpsched.cli.params import (
    Confirm,
    Override,
    PatientText,
    Reason,
    argument,
    option,
    programme_text,
)
from pumpsched.cli.receipt import Receipt, record_of, saved_as
from pumpsched.cli.saving import Confirmed, second_of
from pumpsched.cli.shared_options import refuse_as_of
from pumpsched.cli.terminal.answer import (
    Answer,
    dose_lines,
    give,
    identity,
    store_line,
    window_line,
)
from pumpsched.cli.terminal.history import history_line
from pumpsched.cli.terminal.listing import Cell, Column, Listing, Row, columns, day_cell, row_of
from pumpsched.domain.calendars import When
from pumpsched.domain.consent import Consent
from pumpsched.domain.dose_request import DoseRequest
from pumpsched.domain.errors import UsageRefusal
from pumpsched.domain.ledger import Programmed
from pumpsched.domain.quantities import Concentration, Volume, decimal_text, rounded_text
from pumpsched.domain.text import as_typed
from pumpsched.domain.therapy import Mixture, Programme
from pumpsched.records.plain import number
from pumpsched.usecases.card import in_force, mass
from pumpsched.usecases.card import ml as ml_text
from pumpsched.usecases.dose import DoseReceipt, WhatIf, record_programme, what_if
from pumpsched.usecases.dose import bridge as bridged
from pumpsched.usecases.intervals import Interval, Reach, reaches
from pumpsched.usecases.who_is_meant import find_patient
from pumpsched.usecases.worklist import WorklistItem

if TYPE_CHECKING:
    from pumpsched.store.books import Books


def _read_alone(app: App, patient: str, alarm: DayText) -> str:
    """The command that records an alarm date without a dose."""
    on = f" --on {as_typed(app.given.on)}" if app.given.on else ""
    return f"pumpsched readout {as_typed(patient, '--alarm', alarm)}{on}"


@either('dose 0007 "up 10%"', 'dose 0007 "132 mcg/day" --on 2026-12-01', dated=True)
def dose(
    app: App,
    patient: PatientText,
    amount: Annotated[
        DoseAsked | None, argument("DOSE", dose_asked, '"120 mcg/day", "up 10%" or "down 10%".')
    ] = None,
    bolus: BolusAsked = None,
    flex: FlexAsked = None,
    alarm: AlarmDate = None,
    followup: Annotated[
        DayText | None,
        option("--followup", DayText, "SPAN", "Book a follow-up visit by then: 2w, +10."),
    ] = None,
    reason: Reason = "",
    confirm: Confirm = None,
    override: Override = "",
    restart: Restart = None,
    second: Second = "",
) -> None:
    """Records a programme; with no amount shows the dose history.

    The present patient bolus is kept unless --bolus is given. A dose per hour is echoed per day.
    """
    asked = dose_request(amount, bolus, flex)
    if asked is None:
        if alarm or followup or reason or app.given.on or app.given.yes:
            raise UsageRefusal(
                "Nothing to record was told: a programme needs a dose, --bolus or --flex.",
                code="dose-missing",
                why="An alarm date without a new dose is recorded by `readout`." if alarm else "",
                next_step=_read_alone(app, patient, alarm)
                if alarm
                else "the same command with a dose",
            )
        print_history(app, patient)
        return
    refuse_as_of(app.given)
    alarm_on = alarm.day(app.today) if alarm else None
    followup_on = followup.span(app.starting.day).last if followup else None
    echo = amount.echo if amount else ""
    other = second_of(app, second)

    def change(books: Books, code: str, confirmed: Confirmed) -> DoseReceipt:
        consent = Consent(
            confirmed, override or None, restart=restart, second=other, same=same_value
        )
        with said_per_day(amount):
            return record_programme(
                books,
                code,
                asked,
                at=app.starting,
                note=reason,
                today=app.today,
                now=clock.now(),
                consent=consent,
                followup_on=followup_on,
                alarm_on=alarm_on,
            )

    receipt = partial(_receipt, app, echo=echo)
    record_of(app, patient, change, receipt, confirm=confirm)


def _receipt(app: App, done: DoseReceipt, *, echo: str) -> Receipt:
    """A change of programme: before → after in both units, the dates, late visits."""
    before, after, followup = done.before, done.fact.programme, done.followup
    body = item_document(done.new) | {
        "findings": findings_documents(app, done.findings, done.patient.code),
        "followup": visit_document(followup) if followup else None,
        "late_visits": [visit_document(visit) for visit in done.late_visits],
        "id": done.fact.seq,
        "facts": [fact.seq for fact in (done.fact, done.read_out) if fact is not None],
    }
    was = both(before, done) if before else "none"
    lines = [identity(done.patient), *([f"  {echo}"] if echo else [])]
    lines.append(f"  {was} → {both(after, done)}, from {spoken_when(done.fact.at)}.")
    lines += dose_lines(done.drugs_before, done.drugs)
    if done.read_out is not None:
        lines.append(f"  {read_text(done.read_out)}.")
    lines += [*changes(done.old, done.new), f"  {window_line(done.window, today=app.today)}"]
    earliest = max(done.new.book_by or app.today, app.today + timedelta(days=1))
    for visit in done.late_visits:
        lines.append(f"  !! visit {visit.code} on {spoken(visit.day)} now comes too late:")
        lines.append(f"     pumpsched visit move {visit.code} --at {earliest}T09:00")
    if followup is not None:
        lines.append(f"  Follow-up {followup.code} on {spoken(followup.day)} {followup.at[11:]}.")
    saved = saved_as(done.patient.code, done.fact.seq)
    return Receipt("dose", body, lines, findings=done.findings, saved=saved)


def both(programme: Programme, receipt: DoseReceipt) -> str:
    """A programme as a dose and as the flow it makes."""
    text = programme_text(programme)
    flow = programme.day_flow(receipt.mixture.ng_per_ml) if receipt.mixture else None
    if flow is None or programme.flow is not None:
        return text
    return f"{text} ({ml_text(flow, 4)} mL/day)"


def print_history(app: App, patient: str) -> None:
    """Writes every programme recorded, latest first."""
    with app.reading() as books:
        found = find_patient(books, patient)
        recorded = books.entries(found.code)
    ran = in_force(recorded)
    entries = [entry for entry in recorded if isinstance(entry.fact, Programmed)]
    body = {"patient": found.code, "history": [entry_document(entry) for entry in entries]}

    def show(answer: Answer) -> None:
        answer.line(identity(found))
        for entry in reversed(entries):
            line = history_line(entry, ran[entry.fact.seq], today=app.as_of)
            answer.line(f"  {line}")
        if not entries:
            answer.line("  No programme recorded.")
        answer.aside(f"Next: pumpsched whatif {found.code} DOSE        what another dose would do")

    give(app, "dose", lambda: body, show)


COLUMNS = (
    Column("dose"),
    *columns("opens on", "refill by", "limit", whole=True),
    Column("alarm", whole=True, key="alarm_on"),
    Column("empty", whole=True, key="empty_on"),
    Column("visit"),
    Column("every", whole=True, key="interval_days", right=True, spare=3),
    Column("visits a year", whole=True, key="visits_per_year", right=True, spare=2),
    Column("a fill holds", key="drug_per_refill", spare=1),
)
REACH_COLUMNS = (
    *columns("dose", "concentration", whole=True),
    Column("every", whole=True, key="interval_days", right=True),
    Column("limit", whole=True),
    Column("reaches", whole=True),
    Column("why not"),
)


@read("whatif 0007 132mcg/d 150mcg/d", "whatif 0007 --for-interval 90d")
def whatif(
    app: App,
    patient: PatientText,
    doses: Annotated[
        list[DoseAsked] | None, argument("DOSE...", dose_asked, 'Doses, or "up 10%".')
    ] = None,
    mixture: Annotated[
        Mixture | None, option("--mixture", mixture, "MIXTURE", "As if filled with it.")
    ] = None,
    fill: Annotated[
        Volume | None, option("--fill", volume, "V", "As if filled so far [mL].")
    ] = None,
    for_interval: Annotated[
        DayText | None,
        option("--for-interval", DayText, "SPAN", "Which concentrations last so long: 90d."),
    ] = None,
    stock: Annotated[
        list[Concentration] | None,
        option("--stock", concentration, "C", "Default: config stock.DRUG, and what is in it."),
    ] = None,
) -> None:
    """What each dose would do to the window and to booked visits; nothing is written.

    How far apart refills are then, how many a year, and how much drug each takes. --for-interval
    says which concentrations in stock last so long within the pump's flow and what is plausible,
    alone at the present dose: arithmetic, no advice.
    """
    at = When(app.as_of) if app.given.as_of else app.now
    wishes = [dose.request for dose in doses or ()]
    if for_interval is not None:
        if mixture is not None:
            raise UsageRefusal(
                "--for-interval seeks the mixture: leave --mixture out.", code="usage"
            )
        _for_interval(app, patient, wishes, at, fill, for_interval, stock or [])
        return
    if stock:
        raise UsageRefusal("--stock goes with --for-interval.", code="usage")
    if not wishes:
        raise UsageRefusal(
            "DOSE is needed: what would be told, or --for-interval with the present dose.",
            code="dose-needed",
            next_step='the same command with "up 10%", or with --for-interval 90d',
        )
    with app.reading() as books:
        found = find_patient(books, patient)
        seen = what_if(books, found.code, wishes, at=at, mixture=mixture, fill=fill)
    options = [
        {"dose": programme.flex_text or programme.dose_text}
        | item_document(item)
        | _interval_document(interval)
        for programme, item, interval in seen.options
    ]
    echo = next((dose.echo for dose in doses or () if dose.echo), "")
    give(
        app,
        "whatif",
        lambda: {"now": item_document(seen.now), "options": options},
        lambda answer: _print_what_if(answer, seen, echo=echo),
    )


def _print_what_if(answer: Answer, seen: WhatIf, *, echo: str) -> None:
    """Writes the present dates and those under each dose."""
    app = answer.app
    if answer.to_a_person:
        answer.line(f"{identity(seen.patient)} · {store_line(app)}")
    if echo:
        answer.aside(f"  {echo}")
    rows = [_row(app, seen.now, "now", seen.present)]
    rows += [
        _row(app, item, programme_text(programme), interval)
        for programme, item, interval in seen.options
    ]
    answer.listing(Listing(COLUMNS, tuple(rows)))
    answer.aside("Nothing was saved. It schedules and gives no dose advice.")
    answer.aside(f'Next: pumpsched dose {seen.patient.code} "DOSE"')


def _interval_document(interval: Interval | None) -> dict[str, Any]:
    """What every fill comes to; null where that is not known."""
    drugs = interval.drugs_ng.items() if interval else ()
    return {
        "interval_days": interval.days if interval else None,
        "visits_per_year": number(rounded_text(interval.visits_a_year, 1)) if interval else None,
        "drug_per_refill_mcg": {drug: shown(ng) for drug, ng in drugs},
    }


def _for_interval(
    app: App,
    patient: str,
    wishes: list[DoseRequest],
    at: When,
    fill: Volume | None,
    wanted: DayText,
    stock: list[Concentration],
) -> None:
    """Answers which concentrations in stock last so long at each dose."""
    span = wanted.span(at.day)
    days = (span.last - span.first).days
    with app.reading() as books:
        found = find_patient(books, patient)
        reached = reaches(books, found.code, wishes, days=days, at=at, fill=fill, stock=stock)
    options = [
        {
            "dose": each.programme.flex_text or each.programme.dose_text,
            "concentration": str(each.concentration),
            "limit": each.interval.limit if each.interval else None,
            "reaches": not each.why_not,
            "why_not": each.why_not or None,
        }
        | _interval_document(each.interval)
        for each in reached
    ]

    def show(answer: Answer) -> None:
        if answer.to_a_person:
            answer.line(f"{identity(found)} · {store_line(app)}")
        rows = [_reach_row(each) for each in reached]
        answer.listing(Listing(REACH_COLUMNS, tuple(rows)))
        answer.aside(f"Which last {days} days. Nothing was saved; arithmetic, no dose advice.")
        answer.aside(f'Next: pumpsched whatif {found.code} "DOSE" --mixture "DRUG … mcg/mL"')

    give(app, "intervals", lambda: {"for_interval_days": days, "options": options}, show)


def _reach_row(each: Reach) -> Row:
    interval = each.interval
    days = _days(interval)
    limit = interval.limit.value if interval else "-"
    word = "no" if each.why_not else "yes"
    dose = programme_text(each.programme)
    return row_of(dose, str(each.concentration), days, limit, word, each.why_not)


def _days(interval: Interval | None) -> Cell:
    return Cell(f"{interval.days} days", str(interval.days)) if interval else Cell("-", "")


def _row(app: App, item: WorklistItem, dose: str, interval: Interval | None) -> Row:
    days = (item.opens_on, item.refill_by, item.alarm_on, item.empty_on)
    opens, refill_by, alarm, empty = (day_cell(day, today=app.as_of) for day in days)
    limit = item.limit.value if item.limit else "-"
    drugs = interval.drugs_ng.items() if interval else ()
    holds = ", ".join(f"{drug} {mass(ng)}" for drug, ng in drugs)
    year = rounded_text(interval.visits_a_year, 1) if interval else ""
    dates = (dose, opens, refill_by, limit, alarm, empty, _visit(item))
    return row_of(*dates, _days(interval), year, holds)


def _visit(item: WorklistItem) -> str:
    visit = item.visit
    if visit is None:
        return "none booked"
    late = item.refill_by is not None and visit.day > item.refill_by
    return f"{visit.code} too late: move it" if late else f"{visit.code} in time"


@read(
    'bridge 0007 --to "baclofen 2000 mcg/mL"',
    'bridge 0007 --to "baclofen 1000 mcg/mL" --catheter-cm 82.5',
    listing=False,
)
def bridge(
    app: App,
    patient: PatientText,
    to: Annotated[Mixture, option("--to", mixture, "MIXTURE", "The next fill's mixture.")],
    tubing: Annotated[
        Volume | None,
        option("--tubing", volume, "V", "The pump's own tubing, from its manual [mL]."),
    ] = None,
    catheter: Annotated[
        int | None,
        option("--catheter-cm", length_mm, "CM", "Implanted length of the catheter [cm]."),
    ] = None,
) -> None:
    """How much old drug still lies in the line at a change of mixture, and how long it lasts.

    An estimate: the step is smeared by mixing. It is no dose advice; verify with the programmer.
    """
    with app.reading() as books:
        found = find_patient(books, patient)
        seen = bridged(books, found.code, to, as_of=app.as_of, tubing=tubing, catheter_mm=catheter)
    body = {
        "patient": found.code,
        "from": str(seen.old),
        "to": str(seen.new),
        "bridge_ml": ml(seen.line_ul),
        "flow_ml_per_day": shown(seen.flow_ul_per_day),
        "duration_min": seen.minutes,
        "bridge_dose_mcg": shown(seen.dose_ng),
        "rate_ml_per_h": shown(seen.flow_ul_per_day / 24),
        "counts": [
            {"part": part.name, "volume_ml": ml(part.ul), "source": part.whence}
            for part in seen.parts
        ],
    }

    def show(answer: Answer) -> None:
        hours, minutes = divmod(seen.minutes, 60)
        answer.line(f"{identity(found)} · {store_line(app)}")
        answer.line(f"  from {seen.old} to {seen.new}")
        answer.line(
            f"  {decimal_text(seen.line_ul, 3)} mL of the old mixture lies in the line; at "
            f"{ml_text(seen.flow_ul_per_day, 4)} mL/day it takes {hours} h {minutes} min to pass."
        )
        rate = ml_text(seen.flow_ul_per_day / 24, 5)
        drug = f", {mass(seen.dose_ng)} of {seen.old.drugs[0]}" if seen.old.drugs else ""
        answer.line(f"  A bridge: {decimal_text(seen.line_ul, 3)} mL{drug}, at {rate} mL/h.")
        for part in seen.parts:
            answer.line(f"  counted: {part.name} {decimal_text(part.ul, 3)} mL ({part.whence})")
        answer.aside("An estimate, no dose advice. Verify with the programmer.")
        answer.aside(f"Next: pumpsched decision add {found.code} bridge --by … --reason …")

    give(app, "bridge", lambda: body, show)


commands = alone(dose, whatif, bridge)
