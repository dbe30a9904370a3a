"""What stands around a store's file: who else could put another file in its place.

SQLite believes a journal that it finds beside a database and writes it back into it. So whoever may
make files in the folder of a store can replace what the store holds, though its own mode is 0600.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from pumpsched.domain.errors import StoreProblem
from pumpsched.domain.text import as_typed
from pumpsched.store.database_errors import on_disk

JOURNALS = ("-journal", "-wal")
_ROOT = 0


def check_surroundings(path: Path) -> None:
    """Passes a place for a store in which this user alone, or root, can make and replace files.

    Raises:
        StoreProblem: Others may write the folder, or own a journal of the store.
    """
    if os.name != "posix":
        return
    path = Path(os.path.realpath(path))
    with on_disk(path):
        trusted = {os.geteuid(), _ROOT, *_owners(path)}
        folder = path.parent.stat()
        journals = [path.with_name(path.name + ending) for ending in JOURNALS]
        foreign = [each for each in journals if _owners(each) - trusted]
    if folder.st_uid not in trusted or others_write(folder, trusted):
        raise StoreProblem(
            f"Other users of this computer can put files into {path.parent}.",
            code="folder-open-to-others",
            why="With a journal beside it they could replace the store.",
            next_step=_own_folder(path)
            if folder.st_mode & stat.S_ISVTX
            else f"chmod go-w {as_typed(path.parent)}, or a folder of your own",
        )
    if foreign:
        raise StoreProblem(
            f"{foreign[0]} belongs to another user.",
            code="journal-of-another",
            why="SQLite would write what it holds into the store.",
            next_step=f"ls -l {as_typed(path.parent)}, then move that file away",
        )


def _own_folder(path: Path) -> str:
    """How to make a folder of one's own in one that is there for everybody, such as ``/tmp``."""
    own = path.parent / "pumpsched"
    move = f" && mv {as_typed(path)} {as_typed(own)}" if path.exists() else ""
    return f"mkdir -m 700 {as_typed(own)}{move}, then --db {as_typed(own / path.name)}"


def others_write(folder: os.stat_result, trusted: set[int]) -> bool:
    """Whether somebody besides those trusted may write a folder; a sticky bit is no protection."""
    by_group = bool(folder.st_mode & stat.S_IWGRP) and bool(_members(folder.st_gid) - trusted)
    return by_group or bool(folder.st_mode & stat.S_IWOTH)


def _owners(path: Path) -> set[int]:
    """Who owns what has the name; nobody where nothing has it."""
    try:
        return {path.lstat().st_uid}
    except FileNotFoundError:
        return set()


def _members(gid: int) -> set[int]:
    """The users of a group: those it lists, and those whose own group it is."""
    # Windows has neither.
    import grp
    import pwd

    everybody = pwd.getpwall()
    try:
        listed = set(grp.getgrgid(gid).gr_mem)
    except KeyError:
        listed = set()
    return {each.pw_uid for each in everybody if each.pw_gid == gid or each.pw_name in listed}
