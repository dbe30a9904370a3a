"""Saving one change: the preview, the question, and one transaction."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from pumpsched.cli import clock
from pumpsched.cli.context import App
from pumpsched.cli.documents import print_document
from pumpsched.cli.terminal.signals import hold
from pumpsched.domain.errors import (
    ConfirmationNeeded,
    Conflict,
    Unreadable,
    Unsafe,
    UsageRefusal,
)
from pumpsched.domain.text import clean_text, folded
from pumpsched.store.reading.opening import holds_store
from pumpsched.store.results import Stamp
from pumpsched.usecases.right_clock import CLOCK_IS_RIGHT, check_clock

if TYPE_CHECKING:
    from pumpsched.store.books import Books

T = TypeVar("T")
SAVE = "Save? [Y/n] "
Confirmed = tuple[str, ...]
"""The values typed again so far."""
Work = Callable[["Books", Confirmed], T]


def save(
    app: App,
    work: Work[T],
    *,
    show: Callable[[T], None],
    confirm: Confirmed = (),
    create: bool = False,
    content: str = "",
    action: str = "",
    question: str = SAVE,
) -> T | None:
    """What ``work`` returned, once saved; None for a dry run or a request recorded already.

    ``work`` does the writing in open books, given the values typed again so far: once for the
    preview, rolled back, then once for good. ``show`` prints what will be (or, with ``--yes``, was)
    saved. ``create`` makes a store that is not there. ``content`` is a digest of the files read.
    ``action`` stands on record for the command's own words, ``question`` is put before saving.
    """
    # The database library takes several times as long to import as a reading to run.
    from pumpsched.store.books import written

    given, missing = app.given, create and not holds_store(app.location)
    request_id = _request_id(given.request_id)
    stamp = Stamp(
        actor=app.actor,
        at=clock.now(),
        action=action or app.command,
        request_id=request_id,
        request=_digest(app, content),
    )
    if not missing and _recorded(app, stamp.request_id, stamp.request):
        return None
    if not (missing or given.dry_run or action == CLOCK_IS_RIGHT):
        with app.reading() as books:
            check_clock(books, stamp.at)
    preview: T | None = None
    if given.dry_run or not given.yes:
        engine = app.scratch() if missing else app.open()

        def look(confirm: Confirmed) -> T:
            return written(engine, stamp, lambda books: work(books, confirm), keep=False)

        seen, confirm = _confirmed(app, look, confirm)
        preview = seen
        if given.dry_run:
            app.warn_of_look_alikes()
            show(seen)
            app.say_dry_run()
            return None
        _ask(app, partial(show, seen), question)

    def change(books: Books) -> T:
        # Looked for again where nobody can cross: the work would find what another process left.
        if request_id is not None and books.recorded(request_id) is not None:
            raise Conflict(f'Request "{request_id}" is recorded already.', code="request-recorded")
        done = work(books, confirm)
        if preview is not None and done != preview:
            raise Conflict(
                "The books changed meanwhile; nothing was saved.",
                code="stale",
                next_step="the same command again, to see it as it is now",
            )
        hold()
        return done

    try:
        saved = written(app.open(create=create), stamp, change)
    except Conflict:
        if _recorded(app, stamp.request_id, stamp.request):
            return None
        raise
    app.warn_of_look_alikes()
    if preview is None or given.json:
        show_saved(app, partial(show, saved))
    return saved


def tried(app: App, work: Callable[[Books], T]) -> T:
    """What ``work`` would return in open books; nothing of it is kept."""
    # As in save().
    from pumpsched.store.books import written

    stamp = Stamp(actor=app.actor, at=clock.now(), action=app.command)
    return written(app.open(), stamp, work, keep=False)


def second_of(app: App, said: str) -> str | None:
    """The second person, where the practice wants one; asked for on a terminal.

    Raises:
        UsageRefusal: It is the person who records.
    """
    name = said.strip()
    if not name and app.asks and app.wants_second:
        name = app.prompt("Name of the second person, who types the values again: ").strip()
    if name and folded(name) == folded(app.actor):
        raise UsageRefusal(
            "The second person is another one than who records.",
            code="same-person",
            next_step="the same command with --second …",
        )
    return clean_text(name, "--second") if name else None


def _digest(app: App, content: str) -> str:
    """What is asked for, as a digest: the same request id with another one is a conflict."""
    # What makes a receipt is imported by lists, too.
    import hashlib
    import json

    asked = [app.command, dict(app.asked), content]
    return hashlib.sha256(json.dumps(asked, sort_keys=True, default=str).encode()).hexdigest()


def show_saved(app: App, show: Callable[[], None]) -> None:
    """Shows what was saved; where nobody can read it, that it was saved is still said.

    Raises:
        OSError: It could not be written.
    """
    try:
        show()
    except OSError:
        app.say("Saved; only the answer could not be written.")
        raise


def ask_to_save(app: App, question: str = SAVE, *, default: str = "y") -> None:
    """Asks on the terminal; returns if the answer is yes.

    Raises:
        Unsafe: Nobody is there to be asked, or the answer is no.
    """
    if not app.asks:
        raise Unsafe(
            "Nothing was saved: nobody is at a terminal to say yes.",
            code="yes-needed",
            why="Without a terminal a write needs --yes.",
            next_step="the same command with --yes",
        )
    if (app.prompt(question).strip().casefold() or default) not in ("y", "yes"):
        raise Unsafe("Nothing was saved.", code="declined")


def _ask(app: App, show: Callable[[], None], question: str) -> None:
    """Shows what would be saved, and asks; with ``--json`` stdout is kept for what was saved."""
    if app.asks:
        app.warn_of_look_alikes()
    if app.asks and app.given.json:
        given = app.given
        app.given = given._replace(json=False)
        with redirect_stdout(sys.stderr):
            show()
        app.given = given
    elif app.asks:
        show()
    ask_to_save(app, question)


def _request_id(text: str | None) -> str | None:
    if text is None:
        return None
    if not text.strip():
        raise Unreadable("--request-id", text, "is empty", "2026-11-22-0007-1")
    return clean_text(text, "--request-id")


def _recorded(app: App, request_id: str | None, request: str) -> bool:
    """Whether this request was recorded before, and says so.

    Raises:
        Conflict: The id was used for another request.
    """
    if request_id is None:
        return False
    with app.reading() as books:
        earlier = books.recorded(request_id)
    if earlier is None:
        return False
    if earlier.request != request:
        raise Conflict(
            f'Request id "{request_id}" was used for something else.',
            code="request-id-reused",
            why="One id stands for one request, so that a retry is recorded once.",
            next_step="the same command with another --request-id",
        )
    app.say("already recorded")
    if app.given.json:
        body = {
            "request_id": earlier.request_id,
            "action": earlier.action,
            "actor": earlier.actor,
            "recorded_at": earlier.at.isoformat(),
            "saved": False,
        }
        print_document(app, "recorded", body)
    return True


def _confirmed(app: App, look: Callable[[Confirmed], T], confirm: Confirmed) -> tuple[T, Confirmed]:
    """The preview, and the values it took; asks for them on a terminal, with no books open."""
    try:
        return look(confirm), confirm
    except ConfirmationNeeded as needed:
        if not app.asks or confirm:
            raise
        app.warn_of_look_alikes()
        # Only what is asked at a terminal is laid out for one.
        from pumpsched.cli.terminal.dialogue import Dialogue

        dialogue = Dialogue(app)
        for line in (needed.what, needed.why):
            dialogue.say(line)
        several = len(needed.values) > 1
        typed = tuple(
            app.prompt(f"{number}. Type it again: " if several else "Type it again: ")
            for number in range(1, len(needed.values) + 1)
        )
    return look(typed), typed
