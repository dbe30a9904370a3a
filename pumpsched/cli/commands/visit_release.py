"""``visit release``: what an absence breaks, open for another time, and where that could be."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from pumpsched.cli.context import App
from pumpsched.cli.days import DayText, spoken
from pumpsched.cli.documents import findings_documents, visit_document
from pumpsched.cli.options import write
from pumpsched.cli.params import option, typed
from pumpsched.cli.receipt import Receipt, record
from pumpsched.cli.saving import Confirmed
from pumpsched.domain.calendars import clock_text
from pumpsched.domain.clinic import VisitStatus, safe_text
from pumpsched.domain.errors import UsageRefusal
from pumpsched.domain.text import clean_code, visible

if TYPE_CHECKING:
    from pumpsched.store.books import Books
    from pumpsched.usecases.release import Freed, Released


def _codes(text: str, noun: str) -> tuple[str, ...]:
    return tuple(clean_code(code.strip(), noun) for code in text.split(";"))


TODAY = DayText("today", "--day")
NO_SLOT = "no slot keeps to the rules"


@write("visit release --nurse N2 --day today", "visit release --nurse N2 --from 2027-01-16")
def release(
    app: App,
    nurse: Annotated[str | None, typed("NURSE", "Whose visits: a nurse who cannot come.")] = None,
    closure: Annotated[
        tuple[str, ...] | None,
        option(
            "--closure", _codes, "WHO", "What closures of all, or of these codes, break: N1;N2."
        ),
    ] = None,
    day: Annotated[
        DayText | None, option("--day", DayText, "SPAN", "On these days; default: today.")
    ] = None,
    since: Annotated[
        DayText | None, option("--from", DayText, "DATE", "On this day and all days after it.")
    ] = None,
) -> None:
    """Names the visits that an absence breaks, and where each could go instead.

    Confirmed ones are booked again, so that `plan` may move them; no visit is cancelled. Whoever is
    most in danger comes first, with the phone number and until when it is safe.
    """
    if (nurse is None) == (closure is None):
        raise UsageRefusal(
            "Name the nurse or the closure, one of the two.",
            code="usage",
            next_step="pumpsched visit release --nurse … --day today",
        )
    if day is not None and since is not None:
        raise UsageRefusal("--day and --from exclude each other.", code="usage")
    days = (since or day or TODAY).span(app.today)
    first = max(days.first, app.today)
    asked = nurse or ";".join(closure or ())

    def work(books: Books, _confirmed: Confirmed) -> Released:
        from pumpsched.usecases.release import last_open_day, release_of_closure, release_of_nurse
        from pumpsched.usecases.staff import known_who
        from pumpsched.usecases.who_is_meant import known_nurse

        last = last_open_day(books, first) if since else days.last
        today, minute = app.today, app.now_minute
        if nurse:
            code = known_nurse(books, nurse).code
            return release_of_nurse(books, code, first, last, today=today, from_minute=minute)
        codes = {known_who(books, code) for code in closure or ()}
        return release_of_closure(books, codes, first, last, today=today, from_minute=minute)

    span = "from {} on" if since else "on {}" if first == days.last else "from {} to {}"
    when = span.format(spoken(first), spoken(days.last))
    none = f"Nothing to release: no open visit of {asked} {when}."
    record(app, work, lambda done: _receipt(app, done, none=none))


def _receipt(app: App, done: Released, *, none: str) -> Receipt:
    lines = [line for one in done.freed for line in _lines(one, today=app.today)] or [none]
    body = {
        "items": [_document(app, one) for one in done.freed],
        "findings": findings_documents(app, done.findings),
    }
    codes = " ".join(done.confirmed)
    saved = []
    if codes:
        # Somebody who is recorded as away breaks what is confirmed again.
        anyway = "" if done.findings else " --override …"
        undo = f"pumpsched visit confirm {codes}{anyway}"
        saved = [f"Saved: {codes} no longer confirmed. Undo: {undo}"]
    elif done.freed:
        saved = ["Nothing had to be changed: each stays booked until you, or plan, move it."]
    return Receipt("release", body, lines, findings=done.findings, saved=saved)


def _lines(one: Freed, *, today: date) -> list[str]:
    visit, patient = one.before, one.patient
    when = f"{visit.code} {spoken(visit.day)} {clock_text(visit.minute)}"
    person = " ".join(filter(None, [patient.code, visible(patient.name), patient.phone]))
    demand = one.demand
    safe = ""
    if demand is not None:
        low, stable = demand.runs_low_on, demand.stable_until
        safe = f" · {safe_text(low, stable, today=today, spoken=spoken)}"
    offer = one.offer.command if one.offer else f"pumpsched slots {patient.code}"
    why = [] if one.offer else [f"    {NO_SLOT} for it"]
    is_confirmed = visit.status is VisitStatus.CONFIRMED
    now = "was confirmed, is booked" if is_confirmed else "stays booked"
    return [f"{person}{safe}", f"  {when}: {now} until it is moved", *why, f"    {offer}"]


def _document(app: App, one: Freed) -> dict[str, Any]:
    return visit_document(one.before) | {
        "name": one.patient.name,
        "phone": one.patient.phone or None,
        "safe_until": one.demand.safe_until if one.demand else None,
        "next": app.suggesting(one.offer.command) if one.offer else None,
    }
