"""``visit release``: what an absence breaks, set free and proposed anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pumpsched.cli.context import App
from pumpsched.cli.days import DayText, spoken
from pumpsched.cli.documents import findings_documents, visit_document
from pumpsched.cli.options import write
from pumpsched.cli.params import option, typed
from pumpsched.cli.receipt import Receipt, record
from pumpsched.cli.saving import Confirmed
from pumpsched.domain.calendars import clock_text
from pumpsched.domain.errors import UsageRefusal
from pumpsched.domain.text import clean_code, visible

if TYPE_CHECKING:
    from pumpsched.store.books import Books
    from pumpsched.usecases.release import Freed, Released

TODAY = DayText("today", "--day")
NO_SLOT = "no slot keeps to the rules"


@write("visit release --nurse N2 --day today", "visit release --closure MPLS --day 1w")
def release(
    app: App,
    nurse: Annotated[str | None, typed("NURSE", "Whose visits: a nurse who cannot come.")] = None,
    closure: Annotated[
        str | None,
        option("--closure", clean_code, "WHO", "What closures of this code break: all, a site."),
    ] = None,
    day: Annotated[DayText, option("--day", DayText, "SPAN", "On these days: today.")] = TODAY,
) -> None:
    """Sets visits free that an absence breaks, confirmed ones too, and proposes each anew.

    Whoever is most in danger comes first, with the phone number and until when it is safe.
    """
    if (nurse is None) == (closure is None):
        raise UsageRefusal(
            "Name the nurse or the closure, one of the two.",
            code="usage",
            next_step="pumpsched visit release --nurse … --day today",
        )
    days = day.span(app.today)
    first, last = max(days.first, app.today), days.last
    asked = nurse or closure or ""

    def work(books: Books, _confirmed: Confirmed) -> Released:
        from pumpsched.usecases.chart import known_nurse
        from pumpsched.usecases.release import release_of_closure, release_of_nurse
        from pumpsched.usecases.staff import known_who

        code = known_nurse(books, asked).code if nurse else known_who(books, asked)
        freeing = release_of_nurse if nurse else release_of_closure
        return freeing(books, code, first, last, today=app.today, from_minute=app.now_minute)

    none = f"Nothing to release: no open visit of {asked} {spoken(first)} to {spoken(last)}."
    record(app, work, lambda done: _receipt(app, done, none=none))


def _receipt(app: App, done: Released, *, none: str) -> Receipt:
    lines = [line for one in done.freed for line in _lines(one)] or [none]
    body = {
        "items": [_document(app, one) for one in done.freed],
        "findings": findings_documents(app, done.findings),
    }
    undo = f" Undo: pumpsched visit confirm {' '.join(done.confirmed)}" if done.confirmed else ""
    saved = [f"Saved.{undo}"] if done.freed else []
    return Receipt("release", body, lines, findings=done.findings, saved=saved)


def _lines(one: Freed) -> list[str]:
    visit, patient = one.before, one.patient
    when = f"{spoken(visit.day)} {clock_text(visit.minute)}"
    person = " ".join(filter(None, [patient.code, visible(patient.name), patient.phone]))
    safe = f" · safe until {spoken(one.safe_until)}" if one.safe_until else ""
    offer = one.offer.command if one.offer else f"pumpsched slots {patient.code}"
    why = [] if one.offer else [f"    {NO_SLOT} for it"]
    return [f"{person}{safe}", f"  {visit.code} was {visit.status} {when}", *why, f"    {offer}"]


def _document(app: App, one: Freed) -> dict[str, Any]:
    return visit_document(one.before) | {
        "name": one.patient.name,
        "phone": one.patient.phone or None,
        "safe_until": one.safe_until,
        "next": app.suggesting(one.offer.command) if one.offer else None,
    }
