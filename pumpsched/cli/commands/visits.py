"""``visit``: appointments and their life.

What records is imported by what records: a list of visits takes none of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from pumpsched.cli.commands.master_data import needed
from pumpsched.cli.commands.visit_release import release
from pumpsched.cli.context import App
from pumpsched.cli.days import DayText, spoken
from pumpsched.cli.documents import findings_documents, visit_document
from pumpsched.cli.options import group, read, write
from pumpsched.cli.params import (
    Override,
    PatientText,
    Reason,
    VisitCode,
    argument,
    counting,
    flag,
    one_of,
    option,
    place_of,
    typed,
)
from pumpsched.cli.receipt import Receipt, record
from pumpsched.cli.saving import Confirmed
from pumpsched.cli.terminal.answer import Answer, counted, give
from pumpsched.cli.terminal.listing import Column, Row, columns, day_cell, row_of
from pumpsched.domain.calendars import When, clock_text
from pumpsched.domain.clinic import Patient, Setting, Visit, VisitKind, VisitStatus
from pumpsched.domain.errors import Unreadable, UsageRefusal
from pumpsched.domain.text import as_typed, clean_code

if TYPE_CHECKING:
    from pumpsched.store.books import Books
    from pumpsched.usecases.visits import VisitReceipt

A_WEEK = DayText("7d", "SPAN")
At = Annotated[DayText | None, option("--at", DayText, "DATETIME", "2026-12-01T09:30.")]
SiteOption = Annotated[str | None, typed("SITE", "Code of the clinic site.")]
Minutes = Annotated[
    int | None, option("--minutes", counting(5, 480), "N", "How long; default: patient's.")
]


def _codes(text: str, _noun: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


_KIND = one_of(VisitKind, f"is no kind of visit: {', '.join(VisitKind)}")
Nurses = Annotated[
    tuple[str, ...] | None, option("--nurse", _codes, "NURSE", "Code; N1;N2 for two.")
]


@write(
    "visit add 0007 --at 2026-12-01T09:30 --nurse N1",
    'visit add 0007 --at "fri 14:00" --kind followup --site MPLS',
)
def add(
    app: App,
    patient: PatientText,
    at: At = None,
    kind: Annotated[
        VisitKind, option("--kind", _KIND, "KIND", "refill, followup, trial or implant.")
    ] = VisitKind.REFILL,
    minutes: Minutes = None,
    setting: Annotated[
        Setting | None,
        option("--setting", place_of("a visit"), "home|clinic", "Where; default: patient's."),
    ] = None,
    site: SiteOption = None,
    nurse: Nurses = None,
    override: Override = "",
) -> None:
    """Books a visit; one that breaks a rule of visits that can happen wants a reason."""
    book(
        app,
        patient,
        time_of(app, at),
        kind=kind,
        minutes=minutes,
        setting=setting,
        site=site or "",
        nurses=nurse or (),
        override=override,
    )


def book(
    app: App,
    patient: str,
    when: When,
    *,
    kind: VisitKind = VisitKind.REFILL,
    minutes: int | None = None,
    setting: Setting | None = None,
    site: str = "",
    nurses: tuple[str, ...] = (),
    override: str = "",
) -> None:
    """Books a visit of the patient meant, and answers with it."""
    from pumpsched.usecases.visits import book_visit

    def work(books: Books, _confirmed: Confirmed) -> VisitReceipt:
        found = app.patient_meant(books, patient)
        default = Setting.CLINIC if site or found.setting is not Setting.HOME else Setting.HOME
        visit = Visit(
            code="",
            patient=found.code,
            kind=kind,
            day=when.day,
            minute=when.minute or 0,
            minutes=minutes or found.visit_minutes,
            setting=setting or default,
            site=site,
            nurses=nurses,
        )
        return book_visit(
            books, visit, today=app.today, now_minute=app.now_minute, override=override
        )

    record(app, work, lambda done: _receipt(app, done))


@write("visit move V17 --at 2026-12-02T10:00", "visit move V17 --nurse N2")
def move(
    app: App,
    visit: VisitCode,
    at: At = None,
    minutes: Minutes = None,
    setting: Annotated[
        Setting | None, option("--setting", place_of("a visit"), "home|clinic", "Where.")
    ] = None,
    site: SiteOption = None,
    nurse: Nurses = None,
    reason: Reason = "",
    override: Override = "",
) -> None:
    """Moves an open visit to another time, place or nurse; it is then booked, not confirmed."""
    from pumpsched.usecases.visits import known_visit, move_visit

    place = "" if site == "none" else site
    given: dict[str, Any] = {"minutes": minutes, "site": place, "nurses": nurse}
    given["setting"] = Setting.CLINIC if place and setting is None else setting
    if at is not None:
        when = time_of(app, at)
        given |= {"day": when.day, "minute": when.minute}
    changes = {name: value for name, value in given.items() if value is not None}
    needed(changes)

    def work(books: Books, _confirmed: Confirmed) -> VisitReceipt:
        code = known_visit(books, visit).code
        done = move_visit(
            books,
            code,
            today=app.today,
            now_minute=app.now_minute,
            override=override,
            **changes,
        )
        if reason:
            books.note({"reason": reason})
        return done

    record(app, work, lambda done: _receipt(app, done))


@write("visit confirm V17 V18", 'visit confirm V17 --override "she works that Sunday"')
def confirm(
    app: App,
    visits: Annotated[list[str], argument("VISIT...", clean_code, "Codes of the visits.")],
    reason: Reason = "",
    override: Override = "",
) -> None:
    """Marks visits as confirmed, all or none; one that breaks a rule wants a reason."""
    from pumpsched.usecases.visits import confirm_visits

    def work(books: Books, _confirmed: Confirmed) -> tuple[VisitReceipt, ...]:
        done = confirm_visits(books, visits, today=app.today, override=override)
        if reason:
            books.note({"reason": reason})
        return done

    record(app, work, lambda done: _receipts(app, done))


def _receipts(app: App, done: Sequence[VisitReceipt]) -> Receipt:
    """The receipt of one visit; or of several, each finding with whose it is."""
    receipts = [_receipt(app, each) for each in done]
    if len(receipts) == 1:
        return receipts[0]
    return Receipt(
        "visits",
        {"items": [dict(each.body) for each in receipts]},
        [line for each in receipts for line in each.lines],
        findings=[
            replace(finding, message=f"{each.visit.code}: {finding.message}")
            for each in done
            for finding in each.findings
        ],
        saved=[f"Saved {counted(len(receipts), 'visit')}. Next: pumpsched visit list"],
    )


def _close(app: App, visit: str, status: VisitStatus, *, reason: str) -> None:
    from pumpsched.usecases.visits import close_visit, known_visit

    def work(books: Books, _confirmed: Confirmed) -> VisitReceipt:
        code = known_visit(books, visit).code
        done = close_visit(books, code, status, today=app.today)
        if reason:
            books.note({"reason": reason})
        return done

    record(app, work, lambda done: _receipt(app, done))


def _closing(name: str, status: VisitStatus, first: str, second: str) -> Any:
    """The command that gives a visit one of its last statuses; each example has its options."""
    example = f"visit {name} V17"

    @write(f"{example} {first}".rstrip(), f"{example} {second}")
    def close(app: App, visit: VisitCode, reason: Reason = "") -> None:
        """Gives a visit its next status."""
        _close(app, visit, status, reason=reason)

    close.__name__, close.__doc__ = name, f"Marks a visit as {status}."
    return close


@read("visit list", "visit list 4w --nurse N1")
def list_(
    app: App,
    span: Annotated[DayText, argument("SPAN", DayText, "Days: 1w, 2026-12, fri.")] = A_WEEK,
    nurse: Annotated[str | None, typed("NURSE", "One nurse's.")] = None,
    patient: Annotated[str | None, typed("PATIENT", "One patient's.")] = None,
    open_: Annotated[bool, flag("--open", "Only booked and confirmed ones.")] = False,
) -> None:
    """Visits of a span, by time, and what keeps one from happening."""
    from pumpsched.usecases.broken_visits import broken_visits

    days = span.span(app.as_of)
    with app.reading() as books:
        code = None
        if patient:
            from pumpsched.usecases.who_is_meant import find_patient

            code = find_patient(books, patient).code
        found = books.visits(
            first=days.first, last=days.last, patient=code, nurse=nurse, open_only=open_
        )
        names = {visit.patient: books.patient(visit.patient) for visit in found}
        broken = broken_visits(books, found, today=app.as_of)

    def show(answer: Answer) -> None:
        columns = COLUMNS if broken or not answer.to_a_person else COLUMNS[:-1]
        rows = (_row(v, names[v.patient], broken.get(v.code, ()), today=app.as_of) for v in found)
        answer.table(columns, (row[: len(columns)] for row in rows))
        answer.aside(
            f"{counted(len(found), 'visit')} from {spoken(days.first)} to {spoken(days.last)}."
        )
        answer.aside("Next: pumpsched due --unbooked")

    items = [visit_document(v) | {"findings": broken.get(v.code, [])} for v in found]
    give(app, "visits", lambda: {"items": items}, show)


COLUMNS = (
    *columns("visit", "day", "time", whole=True),
    Column("min", right=True, key="minutes", spare=1),
    Column("code", whole=True, key="patient"),
    Column("name"),
    Column("phone", whole=True, spare=3),
    Column("kind", spare=2),
    *columns("where", "nurse"),
    Column("status", whole=True),
    Column("findings"),
)


def _row(visit: Visit, person: Patient | None, broken: Sequence[str], *, today: date) -> Row:
    when = day_cell(visit.day, today=today), clock_text(visit.minute), str(visit.minutes)
    whose = visit.patient, *((person.name, person.phone) if person else ("", ""))
    where = visit.site or visit.setting.value
    nurses = ";".join(visit.nurses)
    what = visit.kind.value, where, nurses, visit.status.value
    return row_of(visit.code, *when, *whose, *what, ";".join(broken))


def _receipt(app: App, done: VisitReceipt) -> Receipt:
    visit, before, item = done.visit, done.before, done.item
    lines = [f"{visit.patient} {item.name}"]
    if before is not None and before._replace(status=visit.status) != visit:
        lines.append(f"  was {_words(before)}")
    lines.append(f"  {visit.code}: {_words(visit)}")
    if item.refill_by is not None:
        lines.append(f"  refill by {spoken(item.refill_by)} ({item.limit})")
    findings = findings_documents(app, done.findings, visit.patient)
    return Receipt(
        "visits",
        visit_document(visit) | {"findings": findings},
        lines,
        findings=done.findings,
        saved=[f"Saved as {visit.code}. Next: {_following(done)}"],
    )


def _following(done: VisitReceipt) -> str:
    """The next command: another time where nobody comes now, the refill where none is recorded."""
    from pumpsched.usecases.visits import NOBODY_COMES, UNRECORDED, refilling

    found = {finding.code for finding in done.findings}
    if NOBODY_COMES in found:
        return f"pumpsched slots {as_typed(done.visit.patient)}"
    if UNRECORDED in found:
        return refilling(done.visit)
    return "pumpsched visit list"


def _words(visit: Visit) -> str:
    where = " ".join(filter(None, [visit.setting.value, visit.site, " and ".join(visit.nurses)]))
    clock = clock_text(visit.minute)
    return (
        f"{visit.kind} {spoken(visit.day)} {clock} for {visit.minutes} min, {where}, {visit.status}"
    )


def time_of(app: App, at: DayText | None) -> When:
    """The day and minute typed for a visit.

    Raises:
        UsageRefusal: There is none, or no clock time with it.
    """
    if at is None:
        raise UsageRefusal(
            "--at is needed: a day and a time.",
            code="at-needed",
            next_step="the same command with --at …",
        )
    when = at.when(app.today)
    if when.minute is None:
        raise Unreadable(at.noun, at.text, "needs a clock time too", f"{when.day}T09:30")
    return when


commands = group(
    "visit",
    *(add, list_, move, confirm, release),
    _closing("cancel", VisitStatus.CANCELLED, '--reason "in hospital"', "-y"),
    _closing("done", VisitStatus.DONE, "", "-y"),
    _closing("missed", VisitStatus.MISSED, '--reason "nobody at home"', "-y"),
    default="list",
)
