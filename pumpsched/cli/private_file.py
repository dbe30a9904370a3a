"""A file that a command leaves behind: whole or not at all, for this user alone."""

from __future__ import annotations

import os
from pathlib import Path

from pumpsched.domain.errors import Conflict, NotFound
from pumpsched.store.files import drafted, named, on_disk, synchronise


def write_private(path: Path, text: str, *, replace: bool) -> None:
    """Writes a text under a name, mode 0600, finished before it gets the name.

    Args:
        path: The name; a symbolic link is never followed.
        text: The content.
        replace: Whether a file that is there is replaced.

    Raises:
        NotFound: There is no such folder.
        Conflict: Something has the name: a file without ``replace``, or no plain file at all.
        StoreProblem: The disk is full or failing, or the folder is read-only.
    """
    if not path.parent.is_dir():
        raise NotFound(f"There is no folder {path.parent}.", code="no-folder")
    with drafted(path) as draft:
        with on_disk(path):
            draft.write_text(text, encoding="utf-8", newline="\n")
        if not replace:
            if not named(draft, path):
                raise _taken(path)
            return
        if path.is_symlink() or (path.exists() and not path.is_file()):
            raise Conflict(
                f"{path} is no plain file, it is not replaced.",
                code="not-a-file",
                next_step="another FILE",
            )
        with on_disk(path):
            synchronise(draft)
            os.replace(draft, path)
            synchronise(path.parent)


def _taken(path: Path) -> Conflict:
    if path.is_symlink() or not path.is_file():
        step = "another FILE"
    else:
        step = "the same command with --force, or another FILE"
    return Conflict(f"{path} is there already.", code="file-exists", next_step=step)
