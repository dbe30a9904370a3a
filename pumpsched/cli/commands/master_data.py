"""Rows of nurses, sites, closures and authorizations: how one is saved, and how they are listed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pumpsched.cli.context import App
from pumpsched.cli.days import Span, spoken_span
from pumpsched.cli.documents import findings_documents
from pumpsched.cli.receipt import Receipt, changed_lines, hit_documents, record
from pumpsched.cli.terminal.answer import Answer, counted, give
from pumpsched.cli.terminal.listing import Column, row_of
from pumpsched.domain.calendars import Closure
from pumpsched.domain.errors import UsageRefusal
from pumpsched.domain.text import visible
from pumpsched.records.folder import CLOSURES, PATIENT
from pumpsched.records.plain import Plain
from pumpsched.records.spec import Record

if TYPE_CHECKING:
    from pumpsched.store.books import Books
    from pumpsched.usecases.staff import RowReceipt


def save_row(
    app: App,
    work: Callable[[Books], RowReceipt[Any]],
    *,
    kind: Record[Any],
    edited: Mapping[str, str] | None = None,
    hit: str = "",
    next_step: str = "",
    freed_by: str = "pumpsched plan",
) -> None:
    """Runs the writing of one row and answers with it.

    ``edited`` are the columns given for a row that is there, ``hit`` is what is wrong with the open
    visits it hits: ``without an authorization``, and ``freed_by`` what helps those. The list of
    such rows comes next, unless told.

    Raises:
        UsageRefusal: An edit that changes nothing.
    """
    name = kind.name.removesuffix(".csv")
    word, listing = f"New {name.removesuffix('s')}", f"pumpsched {app.command.split()[0]} list"
    if edited is not None:
        needed(edited)
        word = "Changes"

    def receipt(done: RowReceipt[Any]) -> Receipt:
        cells = kind.text(done.value)
        patient = cells.get(PATIENT.column, "")
        body: dict[str, Any] = kind.plain(cells) | {
            "changed": [column for column, _, _ in done.changed],
            "visits_hit": hit_documents(app, done.hits),
            "findings": findings_documents(app, done.findings, patient),
        }
        return Receipt(
            name,
            body,
            [
                f"{word}: {_row_line(cells, whole=edited is None)}",
                *changed_lines(done.changed, edited=edited is not None),
            ],
            findings=done.findings,
            hits=done.hits,
            hit=hit,
            saved=[f"Saved. Next: {freed_by if done.hits else next_step or listing}"],
        )

    record(app, lambda books, _confirmed: work(books), receipt)


def _row_line(cells: Mapping[str, str], *, whole: bool) -> str:
    """A row in one line: its code and name, and whatever else is given if ``whole``."""
    code, name, *rest = cells.items()
    given = [f"{column.replace('_', ' ')} {visible(text)}" for column, text in rest if text]
    return " · ".join([f"{code[1]} {visible(name[1])}", *(given if whole else ())])


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


def needed(fields: Mapping[str, object]) -> None:
    """Refuses an edit that changes nothing.

    Raises:
        UsageRefusal: No column was given.
    """
    if not fields:
        raise UsageRefusal("Nothing to change was named.", code="usage")


def give_rows(
    app: App,
    kind: Record[Any],
    rows: Sequence[Mapping[str, str]],
    *,
    next_step: str,
    besides: Sequence[Column] = (),
    items: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Answers with rows: what is ``listed`` on a screen, every column in a pipe, or items in JSON.

    A screen has a rare column where a row says something in it. ``besides`` are columns that are
    none of the file's; the rows hold them under their headings. Without ``items`` these are the
    rows as they stand.
    """
    name = kind.name.removesuffix(".csv")

    def show(answer: Answer) -> None:
        fields = kind.listed
        if answer.to_a_person:
            rare = kind.every_field[len(kind.fields) :]
            fields += tuple(each for each in rare if any(row[each.column] for row in rows))
        else:
            fields += tuple(each for each in kind.every_field if each not in fields)
        columns = [
            Column(each.column.replace("_", " "), whole=not each.type.gives_way, key=each.column)
            for each in fields
        ]
        columns[len(kind.listed) : len(kind.listed)] = besides
        answer.table(columns, (row_of(*(row[c.heading] for c in columns)) for row in rows))
        answer.aside(f"{counted(len(rows), name.removesuffix('s'))}. Next: {next_step}")

    give(app, name, lambda: {"items": items or list(map(kind.plain, rows))}, show)
