"""Where the stores of a user are, what a typed path is, and commands suggested for one store.

Without its store's option a suggestion that is pasted would go to the default store: an undo would
void another clinic's fact.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pumpsched.cli.registry import BY_NAME
from pumpsched.domain.errors import NotFound, Unreadable, UsageRefusal
from pumpsched.domain.text import as_typed, visible


def data_folder() -> Path:
    """The folder of the default stores.

    Raises:
        NotFound: This user has no home folder.
    """
    named = os.environ.get("PUMPSCHED_HOME")
    if named:
        return Path(named)
    # Slow to import for a word of completion that does not need it.
    from platformdirs import user_data_dir

    folder = Path(user_data_dir("pumpsched", appauthor=False))
    if not folder.is_absolute():
        raise NotFound(
            "This user has no home folder, so there is no usual place for the store.",
            code="no-home",
            next_step="the same command with --db PATH, or with PUMPSCHED_HOME set to a folder",
        )
    return folder


def default_store(*, demo: bool) -> Path:
    """The file of a user's own store, or of the demonstration."""
    return data_folder() / ("demo.sqlite" if demo else "pumpsched.sqlite")


def tells_password(location: str) -> bool:
    """Whether a location is a URL that carries a password."""
    from urllib.parse import parse_qs, urlsplit

    try:
        parts = urlsplit(location)
        return bool(parts.password) or "password" in parse_qs(parts.query)
    except ValueError:
        return "password=" in location


def path_typed(text: str, noun: str = "PATH") -> Path:
    """The path that somebody typed, ``~`` and ``~ann`` read as home folders.

    Raises:
        Unreadable: No such user is known, or no path can be such a text.
    """
    if "\0" in text:
        raise Unreadable(noun, visible(text), "holds a character that no path has")
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise Unreadable(noun, visible(text), "is in the home folder of nobody here") from None


def path_to_write(text: str, noun: str = "PATH", *, example: str) -> Path:
    """The path that somebody typed to write to; no name, or ``-`` for stdout, is refused.

    Raises:
        UsageRefusal: It is empty or ``-``.
        Unreadable: No path can be such a text.
    """
    if text in ("", "-"):
        raise UsageRefusal(
            f'{noun} "{text}" names no file; nothing was written.',
            code="no-file-name",
            why="Health data goes to a file that only you can read, never to a pipe.",
            next_step=f"the same command with a name, such as {example}",
        )
    return path_typed(text, noun)


@cache
def _command() -> re.Pattern[str]:
    """A suggested command: up to a comment, the end of the sentence or of the back quotes."""
    names = "|".join(BY_NAME)
    end = r"  |(?!\.\.)[.,;:)](?: |$|[.,;:])| \(|`| for | or |$"
    return re.compile(rf'pumpsched (?:{names})\b(?:"[^"]*"|\'[^\']*\'|(?!{end}).)*')


def for_store(text: str, where: str) -> str:
    """The text with the store's option added to each command in it, unless one is there.

    ``where`` is ``--demo``, or ``--db`` with its value; empty for the default store.
    """
    if not where or " --demo" in text or " --db " in text:
        return text
    return _command().sub(
        lambda found: found[0] if found[0].endswith("--help") else f"{found[0]} {where}", text
    )


def option_of(*, demo: bool, db: str | None) -> str:
    """The option that names a store as it was typed; a password is never repeated."""
    if demo:
        return "--demo"
    if not db:
        return ""
    return "--db URL" if tells_password(db) else f"--db {as_typed(db)}"


def typed_in(args: Sequence[str]) -> str:
    """The option that names a store among the words of a command line."""
    db: str | None = None
    for word, after in zip(args, [*args, ""][1:], strict=True):
        if word == "--db":
            db = after
        elif word.startswith("--db="):
            db = word.removeprefix("--db=")
    return option_of(demo="--demo" in args, db=db)
