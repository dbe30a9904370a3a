"""``audit``: who changed what, and whether the record holds."""

from __future__ import annotations

import json
from typing import Annotated

from pumpsched.cli.context import App
from pumpsched.cli.documents import audit_document
from pumpsched.cli.options import group, read
from pumpsched.cli.params import counting, option, typed
from pumpsched.cli.terminal.answer import Answer, counted, give
from pumpsched.cli.terminal.listing import Cell, Column, columns, row_of

COLUMNS = (
    Column("seq", whole=True, right=True),
    Column("at (UTC)", whole=True, key="at"),
    *columns("actor", "action"),
    Column("facts", right=True),
    *columns("request id", "detail"),
)


@read("audit list", "audit list --limit 200 --json")
def list_(
    app: App,
    limit: Annotated[
        int, option("--limit", counting(1, 999_999_999), "N", "At most so many, the newest.")
    ] = 20,
) -> None:
    """Every change: who, when in UTC, what, under which request id."""
    with app.reading() as books:
        entries = list(books.audit_entries(newest=limit))
        head = books.head()

    def show(answer: Answer) -> None:
        rows = (
            row_of(
                str(entry.seq),
                Cell(entry.at.strftime("%Y-%m-%d %H:%M:%S"), entry.at.isoformat()),
                *(entry.actor, entry.action, str(entry.facts), entry.request_id or ""),
                json.dumps(entry.detail, ensure_ascii=False, default=str)[:300],
            )
            for entry in entries
        )
        answer.table(COLUMNS, rows)
        answer.aside(f"Head {head or 'none yet'}. Next: pumpsched audit verify")

    give(app, "audit", lambda: audit_document(entries, head), show)


@read("audit verify", "audit verify --head 3f2a…", listing=False)
def verify(
    app: App,
    head: Annotated[
        str | None, typed("HASH", "A head noted earlier: it must still be there.")
    ] = None,
) -> None:
    """Recomputes the chain and every row's seal; exit 9 if anything was tampered with.

    Note the head it prints somewhere else: only that shows that rows were cut off the end.
    """
    # A list of changes projects nothing.
    from pumpsched.usecases.upkeep import check_chain

    with app.reading() as books:
        changes, found = check_chain(books, head=head)

    def show(answer: Answer) -> None:
        answer.line(f"The record holds: {counted(changes, 'change')}, head {found or 'none yet'}")
        answer.aside("Note the head elsewhere. Later: pumpsched audit verify --head HASH")

    body = {"changes": changes, "head": found, "holds": True}
    give(app, "audit", lambda: body, show)


commands = group("audit", list_, verify, default="list")
