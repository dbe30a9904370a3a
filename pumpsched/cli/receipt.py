"""What is said of one write, in words and as JSON: every writing command answers through here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pumpsched.cli.days import spoken
from pumpsched.cli.documents import visit_document
from pumpsched.cli.saving import SAVE, Confirmed, Work, save
from pumpsched.cli.terminal.answer import Answer, counted, give
from pumpsched.domain.calendars import clock_text
from pumpsched.domain.clinic import VisitStatus
from pumpsched.domain.findings import Finding
from pumpsched.domain.text import visible

if TYPE_CHECKING:
    from pumpsched.cli.context import App
    from pumpsched.store.books import Books
    from pumpsched.usecases.staff import Hit

T = TypeVar("T")
MOST_SHOWN = 8
"""So many visits are named one by one; beyond, they are counted."""


class Receipt(NamedTuple):
    """What one write did.

    Attributes:
        document: Name of its JSON document.
        body: The document; whether it is saved is added.
        lines: The same in words; a line that is a command is for the store of the call.
        findings: What is to be looked at.
        hits: Open visits in the way of it.
        hit: What is wrong with them: ``without an authorization``.
        saved: What is said once it is saved: its number, how to undo it, the next command.
        brief: Whether a warning has one line of the screen, and what is less none.
    """

    document: str
    body: Mapping[str, Any]
    lines: Sequence[str]
    findings: Sequence[Finding] = ()
    hits: Sequence[Hit] = ()
    hit: str = ""
    saved: Sequence[str] = ()
    brief: bool = False


def record(
    app: App,
    work: Work[T],
    receipt_of: Callable[[T], Receipt],
    *,
    confirm: list[str] | None = None,
    create: bool = False,
    action: str = "",
    question: str = SAVE,
) -> T | None:
    """Saves one change and answers with its receipt; see :func:`~pumpsched.cli.saving.save`."""

    def show(done: T) -> None:
        receipt = receipt_of(done)
        body = dict(receipt.body) | {"saved": not app.given.dry_run}
        give(app, receipt.document, lambda: body, lambda answer: _print(answer, receipt))

    saved = save(
        app,
        work,
        show=show,
        confirm=tuple(confirm or ()),
        create=create,
        action=action,
        question=question,
    )
    if saved is not None:
        for line in receipt_of(saved).saved:
            app.say(line)
    return saved


def record_of(
    app: App,
    patient: str,
    change: Callable[[Books, str, Confirmed], T],
    receipt_of: Callable[[T], Receipt],
    *,
    confirm: list[str] | None = None,
) -> T | None:
    """Saves a change that is told whose it is: the patient meant, by code."""

    def work(books: Books, confirmed: Confirmed) -> T:
        return change(books, app.patient_meant(books, patient).code, confirmed)

    return record(app, work, receipt_of, confirm=confirm)


def _print(answer: Answer, receipt: Receipt) -> None:
    for line in receipt.lines:
        if line.lstrip().startswith("pumpsched "):
            answer.step(line)
        else:
            answer.line(line)
    answer.findings(receipt.findings, brief=receipt.brief)
    if receipt.hits:
        _print_hits(answer, receipt.hits, why=receipt.hit)


def saved_as(patient: str, seq: int, *also: str) -> list[str]:
    """The number of a saved fact, and how to undo it: with a check that it is that patient's."""
    undo = f"Undo: pumpsched undo {seq} --patient {patient} --reason …"
    return [" ".join([f"Saved as {seq}.", *also, undo])]


def changed_lines(changed: Iterable[tuple[str, str, str]], *, edited: bool = True) -> list[str]:
    """What each column was and is; of an edit also that nothing differs."""
    lines = [
        f"  {column}: {visible(was) or '-'} → {visible(will) or '-'}"
        for column, was, will in changed
    ]
    return lines or (["  Nothing differs."] if edited else [])


def hit_documents(app: App, hits: Iterable[Hit]) -> list[dict[str, Any]]:
    """Visits in the way, as JSON, each with the command that moves it."""
    return [
        visit_document(hit.visit) | {"next": app.suggesting(_move(hit)), "why": hit.why or None}
        for hit in hits
    ]


def _print_hits(answer: Answer, hits: Sequence[Hit], *, why: str) -> None:
    """Writes the visits in the way of a change: whom to phone, and the command that moves each."""
    answer.line(f"  ! {counted(len(hits), 'open visit')} {why}:", style="yellow")
    for hit in hits[:MOST_SHOWN]:
        visit, patient = hit.visit, hit.patient
        when = f"{spoken(visit.day)} {clock_text(visit.minute)}"
        person = " ".join(filter(None, [patient.code, visible(patient.name), patient.phone]))
        why = f" · {visible(hit.why)}" if hit.why else ""
        answer.line(f"    {visit.code} {when} {visit.status} · {person}{why}")
        answer.step(f"      {_move(hit)}")
    if len(hits) > MOST_SHOWN:
        answer.step(f"    and {len(hits) - MOST_SHOWN} more: pumpsched visit list 12w --open")
    if any(hit.visit.status is VisitStatus.CONFIRMED for hit in hits):
        answer.line("  A confirmed visit stays until you move it; booked ones move with plan.")


def _move(hit: Hit) -> str:
    if hit.is_gone:
        return f"pumpsched visit cancel {hit.visit.code}"
    change = "--nurse …" if hit.other_nurse else "--at …"
    return f"pumpsched visit move {hit.visit.code} {change}"
