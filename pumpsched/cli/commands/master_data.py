"""How a nurse, site, closure or authorization answers: its row, what changed, visits in the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pumpsched.cli.context import App
from pumpsched.cli.days import Span, parse_span, spoken, spoken_span
from pumpsched.cli.documents import findings_documents, print_document, visit_document
from pumpsched.cli.saving import save
from pumpsched.cli.terminal.answer import Answer, counted
from pumpsched.cli.terminal.listing import Cell, Column, Listing
from pumpsched.domain.calendars import Closure, clock_text
from pumpsched.domain.clinic import VisitStatus
from pumpsched.domain.errors import UsageRefusal
from pumpsched.domain.text import visible
from pumpsched.records.folder import CLOSURES, PATIENT
from pumpsched.records.spec import Plain, Record
from pumpsched.store.books import Books
from pumpsched.usecases.staff import Hit, RowReceipt

CHANGES = "Changes"
"""The word before a row that was edited."""

MOST_SHOWN = 8
"""So many visits are named one by one; beyond, they are counted."""


def save_row(
    app: App,
    work: Callable[[Books], RowReceipt[Any]],
    *,
    record: Record[Any],
    word: str,
    next_step: str,
    hit: str = "",
) -> None:
    """Runs the writing of one row and answers with it.

    Args:
        app: The call.
        work: Writes the row.
        record: What the row is; the JSON document is named after it.
        word: What stands before the row: ``New nurse``.
        next_step: The command to name once it is saved.
        hit: What is wrong with the open visits it hits: ``without an authorization``.
    """

    def show(receipt: RowReceipt[Any]) -> None:
        _print_row(app, receipt, record=record, word=word, hit=hit)

    saved = save(app, lambda books, confirmed: work(books), show=show)
    if saved is not None:
        app.say(f"Saved. Next: {'pumpsched plan' if saved.hits else next_step}")


def row_line(cells: Mapping[str, str], *, whole: bool = True) -> str:
    """A row in one line: its code and name, and whatever else is given if ``whole``."""
    code, name, *rest = cells.items()
    given = [f"{column.replace('_', ' ')} {visible(text)}" for column, text in rest if text]
    return " · ".join([f"{code[1]} {visible(name[1])}", *(given if whole else ())])


def hit_documents(app: App, hits: Iterable[Hit]) -> list[dict[str, Any]]:
    """Visits in the way, as JSON, each with the command that moves it."""
    return [visit_document(hit.visit) | {"next": app.suggesting(_move(hit))} for hit in hits]


def print_hits(answer: Answer, hits: tuple[Hit, ...], *, why: str) -> None:
    """Writes the visits in the way of a change: whom to phone, and the command that moves each."""
    if not hits:
        return
    answer.line(f"  ! {counted(len(hits), 'open visit')} {why}:", style="yellow")
    for hit in hits[:MOST_SHOWN]:
        visit, patient = hit.visit, hit.patient
        when = f"{spoken(visit.day)} {clock_text(visit.minute)}"
        person = " ".join(filter(None, [patient.code, visible(patient.name), patient.phone]))
        answer.line(f"    {visit.code} {when} {visit.status} · {person}")
        answer.step(f"      {_move(hit)}")
    if len(hits) > MOST_SHOWN:
        answer.step(f"    and {len(hits) - MOST_SHOWN} more: pumpsched visit list 12w --open")
    if any(hit.visit.status is VisitStatus.CONFIRMED for hit in hits):
        answer.line("  A confirmed visit stays until you move it; booked ones move with plan.")


def closure_document(closure: Closure) -> dict[str, Plain]:
    """A closure as JSON, keyed as in its file."""
    return CLOSURES.plain(CLOSURES.text(closure))


def closure_line(closure: Closure) -> str:
    """A closure in one line: who, from when to when, why."""
    return f"{closure.who} · {closed_line(closure)}"


def closed_line(closure: Closure) -> str:
    """The days of a closure in words, and why they are closed."""
    days = spoken_span(Span(closure.first, closure.last))
    return f"{days} · {visible(closure.reason)}" if closure.reason else days


def closed_days(app: App, first: str, last: str | None) -> Span:
    """The days that FROM and TO mean; FROM alone may be a span.

    Raises:
        Unreadable: They cannot be read, or TO comes before FROM.
    """
    if last is None:
        return parse_span(first, as_of=app.today, noun="FROM")
    return parse_span(f"{first}..{last}", as_of=app.today, noun="FROM and TO")


def needed(fields: Mapping[str, str], command: str) -> None:
    """Refuses an edit that changes nothing.

    Raises:
        UsageRefusal: No column was given.
    """
    if not fields:
        raise UsageRefusal(
            "Nothing to change was named.", code="usage", next_step=f"pumpsched {command} --help"
        )


def print_rows(
    answer: Answer,
    record: Record[Any],
    rows: Sequence[Mapping[str, str]],
    *,
    besides: Column | None = None,
) -> None:
    """Writes rows as a listing: what is ``listed`` on a screen, every column in a pipe."""
    fields = record.listed
    if not answer.to_a_person:
        fields += tuple(each for each in record.fields if each not in fields)
    columns = [
        Column(each.column.replace("_", " "), whole=not each.type.gives_way, key=each.column)
        for each in fields
    ]
    if besides is not None:
        columns.insert(len(record.listed), besides)
    if rows or not answer.to_a_person:
        cells = (tuple(Cell(row[column.key]) for column in columns) for row in rows)
        answer.listing(Listing(tuple(columns), tuple(cells)))


def _print_row(
    app: App, receipt: RowReceipt[Any], *, record: Record[Any], word: str, hit: str
) -> None:
    if app.given.json:
        patient = receipt.cells.get(PATIENT.column, "")
        body: dict[str, Any] = record.plain(receipt.cells) | {
            "changed": [column for column, _, _ in receipt.changed],
            "visits_hit": hit_documents(app, receipt.hits),
            "findings": findings_documents(app, receipt.findings, patient),
            "saved": not app.given.dry_run,
        }
        print_document(app, record.name.removesuffix(".csv"), body, as_of=app.today)
        return
    edited = word == CHANGES
    answer = Answer(app)
    answer.line(f"{word}: {row_line(receipt.cells, whole=not edited)}")
    for column, was, will in receipt.changed:
        answer.line(f"  {column}: {visible(was) or '-'} → {visible(will) or '-'}")
    if edited and not receipt.changed:
        answer.line("  Nothing differs.")
    answer.findings(receipt.findings)
    print_hits(answer, receipt.hits, why=hit)


def _move(hit: Hit) -> str:
    if hit.is_gone:
        return f"pumpsched visit cancel {hit.visit.code}"
    change = "--nurse …" if hit.other_nurse else "--at …"
    return f"pumpsched visit move {hit.visit.code} {change}"
