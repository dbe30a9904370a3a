"""``audit``: who changed what, and whether the record holds."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Annotated, Any

from pumpsched.cli.context import App
from pumpsched.cli.documents import audit_document, exact, ml
from pumpsched.cli.options import group, read
from pumpsched.cli.params import counting, one_of, option, typed
from pumpsched.cli.terminal.answer import Answer, counted, give, store_line
from pumpsched.cli.terminal.listing import Cell, Column, columns, row_of
from pumpsched.domain.quantities import rounded_text
from pumpsched.domain.residual_groups import Grouping, ResidualGroup
from pumpsched.domain.text import visible

COLUMNS = (
    Column("seq", whole=True, right=True),
    Column("at (UTC)", whole=True, key="at"),
    *columns("actor", "action"),
    Column("facts", right=True),
    *columns("request id", "detail"),
)
FIGURES = (
    Column("count", whole=True, right=True),
    Column("sum", whole=True, key="sum_ml", right=True),
    Column("±", whole=True, key="tolerance_ml", right=True),
    Column("together", whole=True),
    *(Column(name, True, f"{name}_ml", right=True, spare=1) for name in ("mean", "least", "most")),
    *columns("short", "over", whole=True, right=True),
)
_GROUPING = one_of(Grouping, f"is none of {', '.join(Grouping)}")
_MANY_CAUSES = (
    "A residual off has many causes: the pump, a reading, a fill, a record; no row says which, "
    "nor who. Next: pumpsched show PATIENT --all"
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


@read("audit residuals", "audit residuals --by nurse --csv")
def residuals(
    app: App,
    by: Annotated[
        Grouping,
        option("--by", _GROUPING, "WORD", "pump, lot, or nurse: who read, or filled before."),
    ] = Grouping.PUMP,
) -> None:
    """Residuals beside what was expected, by pump, by lot, or by the hands they went through.

    What is short in all stands first. A residual has many causes: no row says which, nor who.
    """
    # As in verify().
    from pumpsched.usecases.residual_audit import residual_audit

    with app.reading() as books:
        found = residual_audit(books, by, as_of=app.as_of)

    def show(answer: Answer) -> None:
        if answer.to_a_person:
            number = sum(len(each.checks) for each in found)
            answer.line(f"{counted(number, 'residual')} by {by} · {store_line(app)}")
        shown = columns("nurse", "who") if by is Grouping.NURSE else columns(by.value)
        answer.table((*shown, *FIGURES), (row_of(*_cells(each)) for each in found))
        answer.aside(_MANY_CAUSES)

    body = {"by": by, "items": [_document(each) for each in found]}
    give(app, "residuals", lambda: body, show)


def _cells(group: ResidualGroup) -> tuple[Cell | str, ...]:
    role = [] if group.role is None else [group.role.value]
    low, high = group.range_ul
    return (
        *(visible(group.whose) or "not known", *role, str(len(group.checks))),
        *(_volume(group.total_ul), _volume(Fraction(group.tolerance_ul))),
        "BEYOND" if group.is_beyond_tolerance else "within",
        *map(_volume, (group.mean_ul, low, high)),
        *(str(group.short), str(group.over)),
    )


def _volume(ul: Fraction) -> Cell:
    """To a tenth of a millilitre for a person, in full for a program."""
    return Cell(rounded_text(ul / 1000, 1), str(exact(ul)))


def _document(group: ResidualGroup) -> dict[str, Any]:
    low, high = group.range_ul
    return {
        "whose": group.whose or None,
        "role": group.role,
        "count": len(group.checks),
        "sum_ml": exact(group.total_ul),
        "tolerance_ml": ml(group.tolerance_ul),
        "beyond": group.is_beyond_tolerance,
        "mean_ml": exact(group.mean_ul),
        "least_ml": exact(low),
        "most_ml": exact(high),
        "short": group.short,
        "over": group.over,
    }


commands = group("audit", list_, verify, residuals, default="list")
