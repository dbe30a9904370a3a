"""``show``: one patient's card; ``why``: every step of the arithmetic behind their dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pumpsched.cli.context import App
from pumpsched.cli.days import spoken, spoken_near, spoken_when
from pumpsched.cli.documents import card_document, fact_columns, why_document
from pumpsched.cli.options import alone, read
from pumpsched.cli.params import PatientText, flag, programme_text
from pumpsched.cli.terminal.answer import Answer, give, identity, store_line, window_line
from pumpsched.cli.terminal.listing import status_text
from pumpsched.domain.quantities import decimal_text
from pumpsched.domain.text import visible
from pumpsched.records.events import KIND_OF
from pumpsched.usecases.card import Card, patient_card
from pumpsched.usecases.card import why as explained
from pumpsched.usecases.chart import find_patient

if TYPE_CHECKING:
    from pumpsched.store.results import Entry

RECENT = 5


@read("show 0007", "show rivera --as-of 2026-12-01", without=("csv_",))
def show(
    app: App,
    patient: PatientText,
    all_: Annotated[bool, flag("--all", "The whole history.")] = False,
) -> None:
    """One patient: reservoir curve, programme, window with its reason, visits, findings."""
    with app.reading() as books:
        found = find_patient(books, patient)
        card = patient_card(books, found.code, as_of=app.as_of)
    give(
        app,
        "show",
        lambda: card_document(app, card),
        lambda answer: print_card(answer, card, everything=all_),
    )


def print_card(answer: Answer, card: Card, *, everything: bool) -> None:
    """Writes a card for people; at most two dozen lines unless everything is wanted."""
    app = answer.app
    item, patient, pump = card.item, card.chart.patient, card.chart.pump
    answer.line(f"{identity(patient)} · {store_line(app)}")
    contact = [visible(t) for t in (patient.phone, patient.address) if t]
    answer.line(" · ".join([status_text(item.status), item.setting, *contact]))
    if pump is not None:
        capacity = decimal_text(pump.capacity_ul, 3)
        name = f"{pump.model.name} {visible(pump.device.serial)}".strip()
        out = pump.device.explanted_on
        until = f", explanted {spoken(out)}" if out and out <= app.as_of else ""
        since = spoken(pump.device.implanted_on)
        answer.line(f"{name}, {capacity} mL, implanted {since}{until}")
    if card.departure is not None:
        said = visible(card.departure.note) or "no reason given"
        answer.line(f"Left the list on {spoken(card.departure.on)}: {said}")
    if item.mixture:
        dose = programme_text(card.programme) if card.programme else "constant flow"
        left = "" if item.volume_ul is None else f", {decimal_text(item.volume_ul, 3)} mL left"
        answer.line(f"{item.mixture} at {dose}{left}")
        for at, programme in card.coming:
            answer.line(f"  then {programme_text(programme)} from {spoken_when(at)}")
    if card.window is not None:
        answer.line(window_line(card.window, today=app.as_of))
        if item.book_by:
            answer.line(f"Book by {spoken(item.book_by)}.")
    _curve(answer, card)
    for visit in card.visits[:3]:
        parts = (visit.setting.value, visit.site, " and ".join(visit.nurses))
        where = " ".join(filter(None, parts))
        when = f"{spoken(visit.day)} {visit.at[11:]}"
        answer.line(f"Visit {visit.code}: {visit.kind} {when}, {where}, {visit.status}")
    answer.findings(card.findings)
    history = card.history if everything else card.history[:RECENT]
    shown: int | None = None
    for entry in history:
        implant = card.pump_of(entry)
        if implant is not None and len(card.chart.implants) > 1 and implant.key != shown:
            device, shown = implant.device, implant.key
            until = f" to {spoken(device.explanted_on)}" if device.explanted_on else " on"
            named = f"{device.model} {visible(device.serial)}".rstrip()
            answer.line(f"  in {named}, from {spoken(device.implanted_on)}{until}:")
        answer.line(f"  {_entry(app, entry)}")
    hidden = len(card.history) - len(history)
    if hidden:
        answer.step(f"  … {hidden} earlier: pumpsched show {patient.code} --all")
    answer.aside(f"Next: pumpsched why {patient.code}        every step of the arithmetic")


def _curve(answer: Answer, card: Card) -> None:
    pump = card.chart.pump
    if card.window is None or pump is None or not answer.to_a_person:
        return
    from pumpsched.cli.terminal.reservoir_plot import reservoir_curve

    encoding = getattr(answer.stream, "encoding", "ascii").lower()
    for line in reservoir_curve(
        card.curve,
        alarm_ul=card.item.alarm_ul or 0,
        capacity_ul=pump.capacity_ul,
        opens_on=card.window.opens_on,
        refill_by=card.window.refill_by,
        today=answer.app.as_of,
        width=min(answer.screen.width, 100),
        height=6,
        ascii_only="utf" not in encoding,
    ):
        answer.screen.print(line)


def _entry(app: App, entry: Entry) -> str:
    at = entry.fact.at
    clock = "" if at.minute is None else f" {str(at)[11:]}"
    columns = {key: value for key, value in fact_columns(entry.fact).items() if value is not None}
    note = columns.pop("note", None)
    words = ", ".join(
        f"{key.removesuffix('_ml')} {value}{' mL' if key.endswith('_ml') else ''}"
        for key, value in columns.items()
    )
    words = f"{KIND_OF[type(entry.fact)].past} {words}"
    voided = f" (voided by {entry.voided_by})" if entry.voided_by is not None else ""
    said = f" · {visible(str(note))}" if note else ""
    when = f"{spoken_near(at.day, today=app.as_of, aligned=True)}{clock}"
    return f"{entry.fact.seq}  {when}  {words}{said}{voided}".rstrip()


@read("why 0007", "why 0007 --as-of 2026-12-01", listing=False)
def why(app: App, patient: PatientText) -> None:
    """Every step of the arithmetic with its numbers, and the rule that won."""
    with app.reading() as books:
        found = find_patient(books, patient)
        steps = explained(books, found.code, as_of=app.as_of)

    def show(answer: Answer) -> None:
        answer.line(f"{identity(found)} · {store_line(app)}")
        for step in steps:
            answer.line(f"{step.about:<10} {step.says}")
        answer.aside("Verify with the programmer; it stays authoritative.")

    give(app, "why", lambda: why_document(found, steps), show)


commands = alone(show, why)
