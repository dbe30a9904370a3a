"""``show``: one patient's card; ``why``: every step of the arithmetic behind their dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from pumpsched.cli.context import App
from pumpsched.cli.days import spoken, spoken_when
from pumpsched.cli.documents import card_document, contact_text, why_document
from pumpsched.cli.options import alone, read
from pumpsched.cli.params import PatientText, flag, programme_text
from pumpsched.cli.terminal.answer import (
    Answer,
    ahead_text,
    give,
    identity,
    store_line,
    window_line,
)
from pumpsched.cli.terminal.history import (
    day_and_clock,
    decision_text,
    history_line,
    trend_line,
)
from pumpsched.cli.terminal.listing import status_text
from pumpsched.domain.calendars import When
from pumpsched.domain.calibration import times_text
from pumpsched.domain.decisions import NOTED
from pumpsched.domain.quantities import decimal_text
from pumpsched.domain.residual import LEAST_TREND
from pumpsched.domain.status import Limit
from pumpsched.domain.text import visible
from pumpsched.usecases.card import Card, patient_card
from pumpsched.usecases.card import why as explained
from pumpsched.usecases.visits import unclosed
from pumpsched.usecases.who_is_meant import find_patient

AROUND_THE_PLOT = 3
"""Lines of a curve besides the plot: its axis, its dates, its key."""
LEAST_TALL = 3
"""A plot of fewer lines shows nothing."""
RECENT = 5
"""So many lines of history are shown if not all are wanted."""
LEAST_RECENT = 2
"""So many are shown before the curve is, where there is room."""
TALLEST = 6
"""Lines of the curve where there is room."""


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
        # Seen from a day to come, no visit before it has been given up yet.
        past = unclosed(books, today=min(app.as_of, app.today), patient=found.code)
        card = card._replace(findings=(*(each for _, each in past), *card.findings))
    give(
        app,
        "show",
        lambda: card_document(app, card),
        lambda answer: print_card(answer, card, everything=all_),
    )


def print_card(answer: Answer, card: Card, *, everything: bool) -> None:
    """Writes a card for people, on a screen no longer than that unless everything is wanted.

    The curve gives way first, then what is long past.
    """
    code = card.chart.patient.code
    above = [*_person(answer.app, card), *_therapy(card, today=answer.app.as_of)]
    if len(card.recent) >= LEAST_TREND:
        drawn = answer.to_a_person and not _is_ascii(answer)
        above.append(trend_line(card.recent, drawn=drawn))
    below, history = list(_visits(card)), _history(card, today=answer.app.as_of)
    # What is planned stands below the programme already.
    if ahead := ahead_text(card.chart.facts_ahead(answer.app.today)._replace(planned=0)):
        below.append(f"  {ahead}")
    after = f"Next: pumpsched why {code}        every step of the arithmetic"
    shown, height = len(history) if everything else min(RECENT, len(history)), TALLEST
    if answer.stream.isatty() and not everything:
        findings = map(answer.finding_text, card.findings)
        fixed = answer.height_of([*above, *below, *findings, after])
        # The prompt wants a line, and what is left out of the history another.
        room = answer.screen.height - fixed - 2
        shown, height = _fitting([answer.height_of(lines) for lines in history[:RECENT]], room)
    answer.lines(above)
    if height:
        _curve(answer, card, height)
    answer.lines(below)
    answer.findings(card.findings)
    answer.lines(line for lines in history[:shown] for line in lines)
    if shown < len(history):
        answer.step(f"  … {len(history) - shown} earlier: pumpsched show {code} --all")
    answer.aside(after)


def _fitting(heights: list[int], room: int) -> tuple[int, int]:
    """How much of a history, and how tall a curve, fit into so many lines."""
    for shown in range(len(heights), min(LEAST_RECENT, len(heights)) - 1, -1):
        left = room - sum(heights[:shown]) - AROUND_THE_PLOT
        if left >= LEAST_TALL:
            return shown, min(left, TALLEST)
    shown = max((n for n in range(len(heights) + 1) if sum(heights[:n]) <= room), default=0)
    return max(shown, min(1, len(heights))), 0


def _person(app: App, card: Card) -> Iterator[str]:
    """Who it is and how to reach them, how the pump stands, and which pump."""
    item, patient, pump = card.item, card.chart.patient, card.chart.pump
    phone = [visible(patient.phone)] if patient.phone else []
    yield " · ".join([identity(patient), *phone, item.setting])
    address = [visible(patient.address)] if patient.address else []
    yield " · ".join([status_text(item.status), *address, store_line(app)])
    if pump is not None:
        capacity = decimal_text(pump.capacity_ul, 3)
        name = f"{pump.model.name} {visible(pump.device.serial)}".strip()
        out = pump.device.explanted_on
        until = f", explanted {spoken(out)}" if out and out <= app.as_of else ""
        since = spoken(pump.device.implanted_on)
        yield f"{name}, {capacity} mL, implanted {since}{until}"
    if card.departure is not None:
        said = visible(card.departure.note) or "no reason given"
        yield f"Left the list on {spoken(card.departure.on)}: {said}"


def _therapy(card: Card, *, today: date) -> Iterator[str]:
    """What is in the pump, what a day brings of each drug, and when it is refilled."""
    item, pump = card.item, card.chart.pump
    if item.mixture and pump is not None:
        runs = " at constant flow" if pump.model.constant_flow else ", no dose recorded"
        if card.programme:
            runs = f" at {programme_text(card.programme)}"
        left = "" if item.volume_ul is None else f", {decimal_text(item.volume_ul, 3)} mL left"
        yield f"{item.mixture}{runs}{left}"
        each = [f"{dose.drug} {dose.a_day}" for dose in card.doses if dose.most is not None]
        if each and each != [f"{card.doses[0].drug} {card.programme}"]:
            yield f"  {'; '.join(each)}"
        for when, programme in card.coming:
            yield f"  then {programme_text(programme)} from {spoken_when(when)}"
    if card.window is not None:
        yield window_line(card.window, today=today)
        if item.limit is Limit.CALIBRATED:
            low, high = map(times_text, card.flow.band)
            yield f"By its residuals {low} to {high} times what is programmed leaves the pump."
        if item.book_by:
            yield f"Book by {spoken(item.book_by)}."


def _visits(card: Card) -> Iterator[str]:
    """The next visits; of a patient to be refilled also that there is none."""
    if card.window is not None and not card.visits:
        yield "No visit booked."
    for contact in card.contacts[-1:]:
        yield f"Last call: {contact_text(contact)}"
    for visit in card.visits[:3]:
        parts = (visit.setting.value, visit.site, " and ".join(visit.nurses))
        where = " ".join(filter(None, parts))
        when = f"{spoken(visit.day)} {visit.at[11:]}"
        yield f"Visit {visit.code}: {visit.kind} {when}, {where}, {visit.status}"


def _curve(answer: Answer, card: Card, height: int) -> None:
    pump = card.chart.pump
    if card.window is None or pump is None or not answer.to_a_person:
        return
    from pumpsched.cli.terminal.reservoir_plot import reservoir_curve

    for line in reservoir_curve(
        card.curve,
        alarm_ul=card.item.alarm_ul or 0,
        capacity_ul=pump.capacity_ul,
        opens_on=card.window.opens_on,
        refill_by=card.window.refill_by,
        flow_band=card.flow_band and (card.flow_band.early_on, card.flow_band.late_on),
        today=answer.app.as_of,
        width=min(answer.screen.width, 100),
        height=height,
        ascii_only=_is_ascii(answer),
    ):
        answer.screen.print(line)


def _is_ascii(answer: Answer) -> bool:
    """Whether the screen has no signs to draw with."""
    return "utf" not in getattr(answer.stream, "encoding", "ascii").lower()


def _history(card: Card, *, today: date) -> list[list[str]]:
    """What was recorded and which visits were missed, latest first; each with what heads it."""
    found: list[tuple[When, list[str]]] = []
    shown: int | None = None
    for entry in card.history:
        lines = []
        implant = card.pump_of(entry)
        if implant is not None and len(card.chart.implants) > 1 and implant.key != shown:
            device, shown = implant.device, implant.key
            until = f" to {spoken(device.explanted_on)}" if device.explanted_on else " on"
            named = f"{device.model} {visible(device.serial)}".rstrip()
            lines.append(f"  in {named}, from {spoken(device.implanted_on)}{until}:")
        number = entry.fact.seq
        line = history_line(
            entry, card.in_force[number], today=today, check=card.checks.get(number)
        )
        found.append((entry.fact.at, [*lines, f"  {line}"]))
    beside = [
        (When(visit.day, visit.minute), f"visit {visit.code} missed") for visit in card.missed
    ]
    beside += [
        (decision.at, decision_text(decision))
        for decision in reversed(card.decisions)
        if decision.kind not in NOTED
    ]
    for at, said in beside:
        place = sum(when.instant > at.instant for when, _ in found)
        found.insert(place, (at, [f"  {day_and_clock(at, today=today)}  {said}"]))
    return [lines for _, lines in found]


@read("why 0007", "why 0007 --sources", listing=False)
def why(
    app: App,
    patient: PatientText,
    sources: Annotated[
        bool, flag("--sources", "Also the catalogue's figures and where they come from.")
    ] = False,
) -> None:
    """Every step of the arithmetic with its numbers, and the rule that won.

    Of each figure of the catalogue --sources says whether it is verified, fixed by contract or
    unverified, and its source.
    """
    with app.reading() as books:
        found = find_patient(books, patient)
        steps = explained(books, found.code, as_of=app.as_of)
        if sources:
            from pumpsched.usecases.sources import catalogue_steps

            steps += catalogue_steps(books, found.code, as_of=app.as_of)

    def show(answer: Answer) -> None:
        answer.line(f"{identity(found)} · {store_line(app)}")
        for step in steps:
            answer.line(f"{step.about:<10} {step.says}")
        answer.aside("Verify with the programmer; it stays authoritative.")

    give(app, "why", lambda: why_document(found, steps), show)


commands = alone(show, why)
