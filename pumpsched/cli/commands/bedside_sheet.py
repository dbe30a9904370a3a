"""The refill encounter as a page to fill in by hand: what is known, and a line for each step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rich.text import Text

from pumpsched.cli.commands.encounter_steps import expected_text
from pumpsched.cli.context import App
from pumpsched.cli.days import spoken, spoken_when
from pumpsched.cli.documents import item_document, ml, range_document
from pumpsched.cli.params import programme_text
from pumpsched.cli.stores import path_to_write
from pumpsched.cli.terminal.answer import (
    Answer,
    dose_lines,
    give,
    identity,
    store_line,
    window_line,
)
from pumpsched.cli.terminal.console import folded
from pumpsched.cli.terminal.encoding import safe_line
from pumpsched.cli.terminal.listing import status_text
from pumpsched.domain.calendars import When
from pumpsched.domain.quantities import Volume, decimal_text
from pumpsched.domain.text import visible, without_marks
from pumpsched.usecases.encounter import Encounter, encounter
from pumpsched.usecases.who_is_meant import find_patient

WIDTH, HEIGHT = 80, 60
"""Columns and lines of the page."""
LABEL = 18
"""Width of what a line is about."""
BESIDE = " · "
DAY, CLOCK, ML = "_" * 14, "____:____", "________ mL"
"""Room to write a day, a clock time, a volume."""


def print_sheet(app: App, patient: str, *, html: str | None, force: bool) -> None:
    """Answers with the page of a patient; with ``html`` it is written to that file besides."""
    target = None if html is None else path_to_write(html, "--html", example="refill.html")
    at = When(app.as_of) if app.given.as_of else app.now
    with app.reading() as books:
        found = encounter(books, find_patient(books, patient).code, at=at, booked=True)
    title, *lines = sheet_lines(app, found)
    if target is not None:
        from pumpsched.formats.html import rendered
        from pumpsched.store.files import new_file

        with app.copying_to(target), new_file(target, replace=force) as stream:
            stream.write(rendered("sheet.html", title=title, lines=lines).encode())
    document = _document(found) | {"html": str(target) if target else None}
    give(app, "sheet", lambda: document, lambda answer: _show(answer, (title, *lines), target))


def _show(answer: Answer, lines: Iterable[str], target: object) -> None:
    if target is not None:
        answer.aside(f"Written to {target}: patient data, readable by you alone.")
        return
    for line in lines:
        # Whatever the terminal's width, the page keeps its own.
        print(safe_line(line, answer.stream), file=answer.stream)
    if answer.to_a_person:
        answer.aside("Next: the same command with  | lp        prints it")


def _document(found: Encounter) -> dict[str, Any]:
    expected = found.check(Volume(0))
    return item_document(found.card.item) | {
        "at": str(found.at),
        "expected_residual_ml": (
            range_document((expected.low_ul, expected.high_ul)) if expected else None
        ),
        "tolerance_ml": ml(expected.tolerance_ul) if expected else None,
    }


def sheet_lines(app: App, found: Encounter) -> list[str]:
    """The page, its title first: at most 60 lines of 80 columns."""
    steps = [*map(app.suggesting, _steps(found))]
    head = [f"Refill at the bedside{BESIDE}{store_line(app)}", ""]
    known = [line for label, text in _known(app, found) for line in _labelled(label, text)]
    room = HEIGHT - len(head) - len(steps)
    if len(known) > room:
        known = [*known[: room - 1], app.suggesting(f"… more: pumpsched show {found.patient.code}")]
    return [*head, *known, *steps]


def _labelled(label: str, text: str) -> Iterator[str]:
    """A text in lines of the page, what it is about before the first."""
    for place, line in enumerate(folded(Text(visible(text)), WIDTH - LABEL)):
        yield f"{label if place == 0 else '':<{LABEL}}{line.plain}".rstrip()


def _known(app: App, found: Encounter) -> Iterator[tuple[str, str]]:
    """What is known: of what, and the words."""
    card, patient, today = found.card, found.patient, found.at.day
    yield "patient", _beside(identity(patient), visible(patient.phone))
    for other in found.resembling:
        yield "", f"! Not to be confused with {without_marks(other.identified)}"
    yield "visit", _visit(found)
    pump = found.pump
    if pump is not None:
        name = f"{pump.model.name} {pump.device.serial}".strip()
        yield "pump", f"{name}, implanted {spoken(pump.device.implanted_on)}"
    if found.fill is not None:
        yield "last fill", f"{found.fill.injected} on {spoken_when(found.fill.at)}"
    for place, line in enumerate(dose_lines((), found.doses)):
        yield "" if place else "in the reservoir", line.strip()
    if found.programme is not None:
        yield "programme", programme_text(found.programme)
    for at, programme in card.coming:
        yield "", f"then {programme_text(programme)} from {spoken_when(at)}"
    yield "residual", f"{expected_text(found)}, on {spoken_when(found.at)}"
    yield "dates", window_line(card.window, today=today)
    if card.item.programmer_alarm_on is not None:
        yield "programmer", f"showed alarm {spoken(card.item.programmer_alarm_on)}"
    for finding in card.findings:
        sign = f"{finding.severity.sign} {finding.severity}"
        yield "look at", f"{sign}: {app.suggesting(finding.message)}"
    if patient.notes:
        yield "notes", patient.notes


def _visit(found: Encounter) -> str:
    item, visit = found.card.item, found.card.item.visit
    if visit is None:
        return _beside(status_text(item.status), "none booked")
    where = " ".join([visit.site or visit.setting.value, *visit.nurses])
    address = found.patient.address if visit.setting.value == "home" else ""
    return _beside(status_text(item.status), f"{spoken_when(found.at)} {where}", visible(address))


def _steps(found: Encounter) -> Iterator[str]:
    """The steps of the encounter, each with room for what is read or done."""
    for label, texts in _rooms(found):
        yield ""
        for place, text in enumerate(texts):
            yield from _labelled(label if place == 0 else "", text)
    yield ""
    yield f"pumpsched refill {found.patient.code}        records it, step by step"


def _rooms(found: Encounter) -> Iterator[tuple[str, tuple[str, ...]]]:
    pump, programme = found.pump, found.programme
    most = f" of at most {decimal_text(pump.capacity_ul, 3)} mL" if pump else ""
    yield "patient", ("[ ] says the name    [ ] says the birth date",)
    if found.has_programmer:
        used = ("patient boluses used, from the log ______",) if found.has_boluses else ()
        yield "programmer before", (f"alarm date {DAY}   volume {ML}   at {CLOCK}", *used)
    yield (
        "drug in hand",
        (
            f"[ ] {found.mixture}" if found.mixture else "[ ] as ordered",
            f"[ ] another: {'_' * 49}",
            f"lot {'_' * 20}   expires {DAY}",
            f"kit {'_' * 20}   beyond use {DAY}",
        ),
    )
    drawn = "[ ] the residual was drawn freely"
    yield "needle", ("not in the catheter's port: [ ] template   [ ] image", drawn)
    yield "residual", (f"{ML}   less the expected: {ML}",)
    yield (
        "fill",
        (f"{ML}{most}   at {CLOCK}", f"[ ] aspirated again: {ML} came back   returned [ ]"),
    )
    yield "thrown away", (f"{ML}   seen by {'_' * 26}",)
    if found.has_programmer:
        kept = f"[ ] {programme_text(programme)}, as before" if programme else "[ ] none"
        yield "programme after", (kept, f"[ ] another: {'_' * 49}")
        yield "alarm date now", (f"{DAY}   as the programmer shows it",)
    yield "next visit", (f"{DAY}   at {CLOCK}",)
    yield "note", ("_" * (WIDTH - LABEL),)
    yield "signed", (f"{'_' * 38}   on {DAY}",)


def _beside(*texts: str) -> str:
    return BESIDE.join(filter(None, texts))
