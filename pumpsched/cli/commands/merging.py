"""``patient merge``: two records of one person made one, and the undoing of it.

What records is imported by what records: to find a patient takes none of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pumpsched.cli.context import App
from pumpsched.cli.days import spoken_when
from pumpsched.cli.documents import findings_documents, item_document
from pumpsched.cli.options import write
from pumpsched.cli.params import Reason, free_text, needed_reason, option
from pumpsched.cli.receipt import Receipt, record
from pumpsched.cli.saving import Confirmed
from pumpsched.cli.terminal.answer import counted, identity
from pumpsched.store.results import UNDO_OF_MERGE

if TYPE_CHECKING:
    from pumpsched.store.books import Books
    from pumpsched.usecases.merging import MergeReceipt

MOST_SHOWN = 8
"""So many facts are named one by one; beyond, they are counted."""


@write(
    'patient merge 7 0007 --reason "zeros lost in a sheet" -n',
    'patient merge 0041 0019 --reason "enrolled twice"',
)
def merge(
    app: App,
    patient: Annotated[str, typer.Argument(metavar="FROM", help="The code that is no more.")],
    who: Annotated[str, typer.Argument(metavar="INTO", help="The code that has it all.")],
    reason: Reason = "",
    again: Annotated[
        str, option("--again", free_text, "REASON", "Filled twice within three days.")
    ] = "",
) -> None:
    """Brings everything of one patient to another who is the same person.

    Equal facts count once; nothing is lost, and `undo` takes it apart again.
    """
    from pumpsched.usecases.merging import merge_patients
    from pumpsched.usecases.who_is_meant import find_patient

    why = needed_reason(reason)

    def work(books: Books, _confirmed: Confirmed) -> MergeReceipt:
        source, into = (find_patient(books, t, code_only=app.given.yes) for t in (patient, who))
        return merge_patients(books, source, into, reason=why, today=app.today, again=again)

    record(app, work, lambda done: _receipt(app, done, "Merged"))


def undo_of_merge(app: App, fact: int | None, why: str) -> None:
    """Takes the merge apart that recorded a fact, or that this person did last."""
    from pumpsched.usecases.merging import undo_merge
    from pumpsched.usecases.undo import entry_to_undo

    def work(books: Books, _confirmed: Confirmed) -> MergeReceipt:
        entry = entry_to_undo(books, fact, actor=app.actor)
        return undo_merge(books, entry, reason=why, today=app.today)

    record(app, work, lambda done: _receipt(app, done, "Taken apart"), action=UNDO_OF_MERGE)


def _receipt(app: App, done: MergeReceipt, word: str) -> Receipt:
    """What was brought to whom, and what dates that makes."""
    from pumpsched.cli.commands.facts import changes
    from pumpsched.records.events import KIND_OF

    code = done.into.code
    lines = [
        f"{word}: {identity(done.source)}",
        f"  {'into' if word == 'Merged' else 'from'} {identity(done.into)}",
        *(
            f"  {KIND_OF[type(fact)].past} of {spoken_when(fact.at)}"
            for fact in done.facts[:MOST_SHOWN]
        ),
    ]
    if len(done.facts) > MOST_SHOWN:
        lines.append(f"  … and {counted(len(done.facts) - MOST_SHOWN, 'fact')} more")
    if done.equal:
        lines.append(f"  {counted(done.equal, 'fact')} of both: counted once")
    parts = [("pump", done.pumps), *((noun.removesuffix("s"), n) for noun, n in done.rows.items())]
    if moved := [counted(number, noun) for noun, number in parts if number]:
        lines.append(f"  with {', '.join(moved)}")
    body = item_document(done.new) | {
        "from": done.source.code,
        "into": code,
        "id": done.archive,
        "facts": [fact.seq for fact in done.facts],
        "equal": done.equal,
        "pumps": done.pumps,
        **done.rows,
        "findings": findings_documents(app, done.findings, code),
    }
    saved = f"Saved. Next: pumpsched show {code}"
    if word == "Merged":
        saved += f". Undo: pumpsched undo {done.archive} --reason …"
    return Receipt(
        "merge", body, [*lines, *changes(done.old, done.new)], findings=done.findings, saved=[saved]
    )
