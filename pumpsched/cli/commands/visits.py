"""``visit``: appointments and their life."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import typer

from pumpsched.cli.context import App
from pumpsched.cli.days import parse_span, parse_when, spoken, spoken_near
from pumpsched.cli.documents import findings_documents, print_document, visit_document
from pumpsched.cli.options import group, read, write
from pumpsched.cli.params import count, reason
from pumpsched.cli.saving import save
from pumpsched.cli.terminal.answer import Answer, counted
from pumpsched.cli.terminal.listing import Cell, Column, Listing
from pumpsched.domain.calendars import clock_text
from pumpsched.domain.clinic import Setting, Visit, VisitKind, VisitStatus
from pumpsched.domain.errors import Unreadable, UsageRefusal
from pumpsched.domain.ledger import When
from pumpsched.store.books import Books
from pumpsched.usecases.chart import find_patient
from pumpsched.usecases.visits import VisitReceipt, book_visit, close_visit, known_visit, move_visit

Code = Annotated[str, typer.Argument(metavar="VISIT", help="Code of the visit, such as V17.")]
At = Annotated[str | None, typer.Option("--at", metavar="DATETIME", help="2026-12-01T09:30.")]
NurseOption = Annotated[str | None, typer.Option(metavar="N", help="Code; N1;N2 for two.")]
SiteOption = Annotated[str | None, typer.Option(metavar="S", help="Code of the clinic site.")]
Minutes = Annotated[str | None, typer.Option(metavar="N", help="How long; default: patient's.")]


@write(
    "pumpsched visit add 0007 --at 2026-12-01T09:30 --nurse N1",
    'pumpsched visit add 0007 --at "fri 14:00" --kind followup --site MPLS',
)
def add(
    app: App,
    patient: Annotated[str, typer.Argument(metavar="PATIENT", help="Code, or part of the name.")],
    at: At = None,
    kind: Annotated[
        str, typer.Option(metavar="K", help="refill, followup, trial, implant.")
    ] = "refill",
    minutes: Minutes = None,
    setting: Annotated[str | None, typer.Option(metavar="home|clinic")] = None,
    site: SiteOption = None,
    nurse: NurseOption = None,
) -> None:
    """Books a visit."""
    when = _time(app, at)
    place = _setting(setting)

    def work(books: Books, confirmed: str | None) -> VisitReceipt:
        found = find_patient(books, patient, code_only=app.given.yes)
        default = Setting.CLINIC if site or found.setting is not Setting.HOME else Setting.HOME
        visit = Visit(
            code="",
            patient=found.code,
            kind=_kind(kind),
            day=when.day,
            minute=when.minute or 0,
            minutes=_minutes(minutes) or found.visit_minutes,
            setting=place or default,
            site=site or "",
            nurses=_nurses(nurse),
        )
        return book_visit(books, visit, today=app.today, now_minute=app.now_minute)

    _save(app, work)


@write("pumpsched visit move V17 --at 2026-12-02T10:00", "pumpsched visit move V17 --nurse N2")
def move(
    app: App,
    visit: Code,
    at: At = None,
    minutes: Minutes = None,
    site: SiteOption = None,
    nurse: NurseOption = None,
) -> None:
    """Moves an open visit to another time, place or nurse; it is then booked, not confirmed."""
    changes: dict[str, Any] = {}
    if at is not None:
        when = _time(app, at)
        changes |= {"day": when.day, "minute": when.minute}
    if minutes is not None:
        changes["minutes"] = _minutes(minutes)
    if site is not None:
        changes |= {"site": "" if site == "none" else site}
    if nurse is not None:
        changes["nurses"] = _nurses(nurse)
    if not changes:
        raise UsageRefusal(
            "Nothing to change was named.", code="usage", next_step="pumpsched visit move --help"
        )

    def work(books: Books, confirmed: str | None) -> VisitReceipt:
        code = known_visit(books, visit).code
        return move_visit(books, code, today=app.today, now_minute=app.now_minute, **changes)

    _save(app, work)


def _closing(status: VisitStatus, *examples: str) -> Any:
    """The command that gives a visit one of its later statuses."""

    @write(*examples)
    def close(
        app: App,
        visit: Code,
        reason_: Annotated[str | None, typer.Option("--reason", metavar="T", help="Why.")] = None,
    ) -> None:
        """Gives a visit its next status."""
        said = reason(reason_)

        def work(books: Books, confirmed: str | None) -> VisitReceipt:
            receipt = close_visit(books, known_visit(books, visit).code, status, today=app.today)
            if said:
                books.note({"reason": said})
            return receipt

        _save(app, work)

    close.__doc__ = f"Marks a visit as {status}."
    return close


@read("pumpsched visit list", "pumpsched visit list 4w --nurse N1")
def list_(
    app: App,
    span: Annotated[str, typer.Argument(help="Days: 1w, 2026-12, fri.")] = "7d",
    nurse: NurseOption = None,
    patient: Annotated[str | None, typer.Option(metavar="P", help="One patient's.")] = None,
    open_: Annotated[bool, typer.Option("--open", help="Only booked and confirmed ones.")] = False,
) -> None:
    """Visits of a span, by time."""
    days = parse_span(span, as_of=app.as_of, noun="SPAN")
    with app.reading() as books:
        code = find_patient(books, patient).code if patient else None
        found = books.visits(
            first=days.first, last=days.last, patient=code, nurse=nurse, open_only=open_
        )
        names = {visit.patient: books.patient(visit.patient) for visit in found}
    if app.given.json:
        items = [visit_document(visit) for visit in found]
        print_document(app, "visits", {"items": items}, as_of=app.as_of)
        return
    answer = Answer(app)
    columns = (
        Column("visit", whole=True),
        Column("day", whole=True),
        Column("time", whole=True),
        Column("min", right=True, key="minutes", spare=1),
        Column("code", whole=True, key="patient"),
        Column("name"),
        Column("phone", whole=True, spare=3),
        Column("kind", spare=2),
        Column("where"),
        Column("nurse"),
        Column("status", whole=True),
    )
    rows = []
    for visit in found:
        person = names[visit.patient]
        rows.append(
            (
                Cell(visit.code),
                Cell(spoken_near(visit.day, today=app.as_of, aligned=True), visit.day.isoformat()),
                Cell(clock_text(visit.minute)),
                Cell(str(visit.minutes)),
                Cell(visit.patient),
                Cell(person.name if person else ""),
                Cell(person.phone if person else ""),
                Cell(visit.kind.value),
                Cell(visit.site or visit.setting.value),
                Cell(";".join(visit.nurses)),
                Cell(visit.status.value),
            )
        )
    if rows or not answer.to_a_person:
        answer.listing(Listing(columns, tuple(rows)))
    answer.aside(f"{counted(len(rows), 'visit')} from {spoken(days.first)} to {spoken(days.last)}.")
    answer.aside("Next: pumpsched due --unbooked")


def _save(app: App, work: Any) -> None:
    saved = save(app, work, show=lambda receipt: _print(app, receipt))
    if saved is not None:
        app.say(f"Saved as {saved.visit.code}. Next: pumpsched visit list")


def _print(app: App, receipt: VisitReceipt) -> None:
    visit = receipt.visit
    if app.given.json:
        body = visit_document(visit)
        body["findings"] = findings_documents(app, receipt.findings, visit.patient)
        body["saved"] = not app.given.dry_run
        print_document(app, "visits", body, as_of=app.today)
        return
    answer = Answer(app)
    answer.line(f"{visit.patient} {receipt.item.name}")
    if receipt.before is not None and replace(receipt.before, status=visit.status) != visit:
        answer.line(f"  was {_words(receipt.before)}")
    answer.line(f"  {visit.code}: {_words(visit)}")
    if receipt.item.refill_by is not None:
        limit = receipt.item.limit
        answer.line(f"  refill by {spoken(receipt.item.refill_by)} ({limit})")
    answer.findings(receipt.findings)


def _words(visit: Visit) -> str:
    where = " ".join(filter(None, [visit.setting.value, visit.site, " and ".join(visit.nurses)]))
    clock = clock_text(visit.minute)
    return (
        f"{visit.kind} {spoken(visit.day)} {clock} for {visit.minutes} min, {where}, {visit.status}"
    )


def _time(app: App, text: str | None) -> When:
    if text is None:
        raise UsageRefusal(
            "--at is needed: a day and a time.",
            code="at-needed",
            next_step="the same command with --at 2026-12-01T09:30",
        )
    when = parse_when(text, today=app.today, noun="--at")
    if when.minute is None:
        raise Unreadable("--at", text, "needs a clock time too", f"{when.day}T09:30")
    return when


def _minutes(text: str | None) -> int | None:
    return None if text is None else count(text, "--minutes", low=5, high=480)


def _kind(text: str) -> VisitKind:
    try:
        return VisitKind(text)
    except ValueError:
        kinds = ", ".join(VisitKind)
        raise Unreadable("--kind", text, f"is no kind of visit: {kinds}") from None


def _setting(text: str | None) -> Setting | None:
    if text not in (None, "home", "clinic"):
        raise Unreadable("--setting", text, "is no place of a visit", "home or clinic")
    return Setting(text) if text else None


def _nurses(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(";") if part.strip())


commands = {
    "visit": group(
        "Appointments: add, list, move, confirm, cancel, done, missed.",
        {
            "add": add,
            "list": list_,
            "move": move,
            "confirm": _closing(
                VisitStatus.CONFIRMED,
                "pumpsched visit confirm V17",
                "pumpsched visit confirm V17 -n",
            ),
            "cancel": _closing(
                VisitStatus.CANCELLED,
                'pumpsched visit cancel V17 --reason "in hospital"',
                "pumpsched visit cancel V17 -y",
            ),
            "done": _closing(
                VisitStatus.DONE, "pumpsched visit done V17", "pumpsched visit done V17 -y"
            ),
            "missed": _closing(
                VisitStatus.MISSED,
                'pumpsched visit missed V17 --reason "nobody at home"',
                "pumpsched visit missed V17 -y",
            ),
        },
    )
}
