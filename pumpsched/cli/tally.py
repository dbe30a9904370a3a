"""``due --counts``: the worklist in numbers, by condition treated."""

from __future__ import annotations

from pumpsched.cli.answer import Answer, store_line
from pumpsched.cli.context import App
from pumpsched.cli.days import spoken
from pumpsched.cli.documents import count_document, day, print_document
from pumpsched.cli.screen import Cell, Column, Listing
from pumpsched.usecases.due import Counts
from pumpsched.usecases.tally import Tally

_PARTS = ("listed", "later", "inactive", "filtered", "all")
COLUMNS = (Column("condition"), *(Column(part, whole=True, right=True) for part in _PARTS))
NONE = "(not recorded)"


def print_tally(app: App, found: Tally) -> None:
    """Writes the counts of each condition; every column adds up to the last line."""
    reasons = {reason.value: count for reason, count in found.reasons}
    if app.given.json:
        conditions = [
            {"condition": each.condition or None} | count_document(each.counts)
            for each in found.conditions
        ]
        body = {
            "last": day(found.last),
            "conditions": conditions,
            "reasons": reasons,
            "counts": count_document(found.whole),
        }
        print_document(app, "counts", body, as_of=found.as_of)
        return
    answer = Answer(app)
    if answer.to_a_person:
        answer.line(
            f"Refills due by {spoken(found.last)}, by condition"
            f" · {store_line(app, as_of=found.as_of)}"
        )
    rows = [_row(Cell(each.condition or NONE, each.condition), each.counts)
            for each in found.conditions]  # fmt: skip
    if answer.to_a_person:
        rows.append(_row(Cell("all"), found.whole))
    answer.listing(Listing(COLUMNS, tuple(rows)))
    if reasons:
        answer.beside(
            "Off the list: " + ", ".join(f"{count} {word}" for word, count in reasons.items())
        )
    answer.beside("Next: pumpsched due        who they are")


def _row(first: Cell, counts: Counts) -> tuple[Cell, ...]:
    return (first, *(Cell(str(number)) for number in count_document(counts).values()))
