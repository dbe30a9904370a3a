"""``card``: a patient's emergency card for the purse, and a hand-out, as a page to print."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from pumpsched.cli.context import App
from pumpsched.cli.days import spoken, spoken_when
from pumpsched.cli.documents import ml
from pumpsched.cli.options import alone, read
from pumpsched.cli.params import PatientText, flag, typed
from pumpsched.cli.stores import path_to_write
from pumpsched.cli.terminal.answer import Answer, give, identity, store_line
from pumpsched.domain.calendars import When
from pumpsched.domain.quantities import decimal_text
from pumpsched.domain.text import visible
from pumpsched.usecases.purse_card import PurseCard, purse_card
from pumpsched.usecases.who_is_meant import find_patient


@read("card 0007 --html card.html", "card 0007", listing=False)
def card(
    app: App,
    patient: PatientText,
    html: Annotated[str | None, typed("FILE", "Writes a page to print.")] = None,
    force: Annotated[bool, flag("--force", "Replace FILE if it is there.")] = False,
) -> None:
    """The emergency card for the patient's purse: pump, drugs, doses, dates, whom to call.

    The page has the card to cut out and a hand-out, and needs no network. The number to call is
    the setting emergency_line.
    """
    target = None if html is None else path_to_write(html, "--html", example="card.html")
    with app.reading() as books:
        found = purse_card(books, find_patient(books, patient).code, as_of=app.as_of)
    if target:
        _write(app, found, target, force=force)
    give(app, "card", lambda: _document(found, target), lambda answer: _print(answer, found))
    if not found.emergency_line:
        app.say("No number to call is set: pumpsched config set emergency_line …")
    if target:
        app.say(f"Written to {target}: patient data, readable by you alone.")


def _document(found: PurseCard, html: Path | None) -> dict[str, Any]:
    device = found.pump.device
    return {
        "patient": found.patient.code,
        "name": found.patient.name,
        "birth_date": found.patient.birth_date,
        "pump_model": device.model,
        "serial": device.serial or None,
        "capacity_ml": ml(found.pump.capacity_ul),
        "drugs": [
            {"drug": each.drug, "concentration": str(each.concentration), "dose": each.a_day}
            for each in found.doses
        ],
        "bolus": str(found.bolus) if found.bolus else None,
        "alarm_on": found.alarm_on,
        "refill_by": found.refill_by,
        "visit_at": found.visit.at if found.visit else None,
        "emergency_line": found.emergency_line or None,
        "withdrawal": found.withdrawal or None,
        "mri": found.pump.model.mri or None,
        "html": str(html) if html else None,
    }


def _print(answer: Answer, found: PurseCard) -> None:
    answer.line(f"{identity(found.patient)} · {store_line(answer.app)}")
    answer.lines(f"{label:<12} {text}" for label, text in _lines(found))
    answer.aside(f"Next: pumpsched card {found.patient.code} --html card.html")


def _lines(found: PurseCard) -> Iterator[tuple[str, str]]:
    yield "pump", f"{_pump(found)}, {decimal_text(found.pump.capacity_ul, 3)} mL"
    for each in found.doses:
        yield "drug", f"{each.drug} {each.concentration}: {each.a_day}"
    if found.bolus:
        yield "bolus", str(found.bolus)
    yield "alarm", spoken(found.alarm_on) if found.alarm_on else "not known"
    yield "refill by", spoken(found.refill_by) if found.refill_by else "not known"
    yield "visit", _visit(found) or "none booked"
    yield "call", visible(found.emergency_line) or "not set"
    if found.withdrawal:
        yield "if it stops", found.withdrawal
    if found.pump.model.mri:
        yield "MRI", found.pump.model.mri


def _pump(found: PurseCard) -> str:
    return f"{found.pump.model.maker} {found.pump.model.name} {found.pump.device.serial}".rstrip()


def _visit(found: PurseCard) -> str:
    visit = found.visit
    return spoken_when(When(visit.day, visit.minute)) if visit else ""


def _write(app: App, found: PurseCard, path: Path, *, force: bool) -> None:
    from pumpsched.formats.html import rendered
    from pumpsched.store.files import new_file

    born, device = found.patient.birth_date, found.pump.device
    words = {
        "is_demo": app.is_demo,
        "as_of": spoken(app.as_of),
        "patient": found.patient.code,
        "name": found.patient.name,
        "born": born.isoformat() if born else "",
        "pump": _pump(found),
        "capacity": decimal_text(found.pump.capacity_ul, 3),
        "implanted_on": spoken(device.implanted_on),
        "drugs": [
            {"name": each.drug, "concentration": str(each.concentration), "a_day": each.a_day}
            for each in found.doses
        ],
        "bolus": str(found.bolus or ""),
        "alarm_on": spoken(found.alarm_on) if found.alarm_on else "",
        "refill_by": spoken(found.refill_by) if found.refill_by else "",
        "visit": _visit(found),
        "emergency_line": found.emergency_line,
        "withdrawal": found.withdrawal,
        "mri": found.pump.model.mri,
    }
    with app.copying_to(path), new_file(path, replace=force) as stream:
        stream.write(rendered("purse_card.html", **words).encode())


commands = alone(card)
