"""Commands suggested to the reader, for the very store that was asked about.

Without its option a suggestion that is pasted would go to the default store: an undo would void
another clinic's fact.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from functools import cache

from pumpsched.cli.commands import BY_NAME
from pumpsched.cli.places import tells_password


@cache
def _command() -> re.Pattern[str]:
    """A suggested command: up to a comment, the end of the sentence or of the back quotes."""
    names = "|".join(BY_NAME)
    end = r"  |[.,;:](?: |$)| \(|`| for | or |$"
    return re.compile(rf'pumpsched (?:{names})\b(?:"[^"]*"|\'[^\']*\'|(?!{end}).)*')


def for_store(text: str, where: str) -> str:
    """The text with the store's option added to each command in it, unless one is there.

    Args:
        text: What is said.
        where: ``--demo``, or ``--db`` with its value; empty for the default store.
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
    return "--db URL" if tells_password(db) else f"--db {shlex.quote(db)}"


def typed_in(args: Sequence[str]) -> str:
    """The option that names a store among the words of a command line."""
    db: str | None = None
    for word, after in zip(args, [*args, ""][1:], strict=True):
        if word == "--db":
            db = after
        elif word.startswith("--db="):
            db = word.removeprefix("--db=")
    return option_of(demo="--demo" in args, db=db)
