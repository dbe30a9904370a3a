"""What a killed command leaves: drafts of files, folders and stores beside their places.

A draft is named after the process that makes it. Once that process is gone it is a leftover: a
copy of health data that nobody knows of, until it is named and cleared.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from pumpsched.store.database_errors import on_disk

_DRAFT = re.compile(r"\.pumpsched-([0-9]+)-.+")
_NAMED = re.compile(r".+\.[0-9]+")
_NOTE = ".note"
_OLD = "old"


def draft_prefix() -> str:
    """How the names of this process's drafts begin."""
    return f".pumpsched-{os.getpid()}-"


class Leftover(NamedTuple):
    """What a killed command left, and what became of what it was to make."""

    path: Path
    what: str


def leftovers(*folders: Path) -> list[Leftover]:
    """What killed commands of this user left in these folders, or in one noted there, by path."""
    found: dict[Path, Leftover] = {}
    places = [folder.absolute() for folder in folders]
    for folder in places:
        for path in _drafts(folder):
            if path.suffix == _NOTE:
                places += [noted for noted in _noted_in(path) if noted not in places]
            else:
                found[path] = Leftover(path, _became(path))
    return [found[path] for path in sorted(found)]


def clear(folders: Iterable[Path]) -> None:
    """Removes what :func:`leftovers` names in these folders, and the notes that led to it.

    A folder that was put aside for one that never came gets its name back.
    """
    for left in leftovers(*folders):
        with on_disk(left.path):
            draft, old = _folder_draft(left.path), put_aside(left.path)
            if draft and old.is_dir() and not os.path.lexists(_place_of(draft)):
                old.rename(_place_of(draft))
            shutil.rmtree(left.path) if left.path.is_dir() else left.path.unlink()
    for folder in folders:
        for note in _drafts(folder.absolute()):
            note.unlink(missing_ok=True)


@contextmanager
def noted_in(folder: Path, target: Path) -> Iterator[None]:
    """Notes in a folder where a copy of a store is being made, so that the doctor looks there.

    Not in one that cannot be written, and not where the copy is made in that folder. One made for
    the note goes with it.
    """
    elsewhere = target.absolute().parent
    if folder.absolute() == elsewhere:
        yield
        return
    is_new = not folder.exists()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=draft_prefix(), suffix=_NOTE, dir=folder)
    except OSError:
        yield
        return
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogateescape") as note:
            note.write(str(elsewhere))
        yield
    finally:
        Path(name).unlink(missing_ok=True)
        if is_new:
            with suppress(OSError):
                folder.rmdir()


def draft_named(path: Path, target: Path) -> Path:
    """A new folder under a name that tells, once it is put in place of another, that it was."""
    return path.rename(path.with_name(f"{target.name}.{path.stat().st_ino}"))


def put_aside(beside: Path) -> Path:
    """Where a folder stands while another one takes its name."""
    return beside / _OLD


def _drafts(folder: Path) -> Iterator[Path]:
    """Drafts in a folder, of this user, whose process is gone."""
    entries: list[os.DirEntry[str]] = []
    with suppress(OSError), os.scandir(folder) as found:
        entries = list(found)
    for entry in entries:
        draft = _DRAFT.fullmatch(entry.name)
        if draft and _is_ours(entry) and not _is_running(int(draft[1])):
            yield folder / entry.name


def _is_ours(entry: os.DirEntry[str]) -> bool:
    return os.name != "posix" or entry.stat(follow_symlinks=False).st_uid == os.geteuid()


def _is_running(process: int) -> bool:
    # Windows would end the process that is asked after.
    if os.name != "posix":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _noted_in(note: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield Path(note.read_text(encoding="utf-8", errors="surrogateescape"))


def _folder_draft(beside: Path) -> Path | None:
    """The folder that was to get a name beside it."""
    folders = beside.iterdir() if beside.is_dir() else ()
    return next((each for each in folders if each.is_dir() and _NAMED.fullmatch(each.name)), None)


def _place_of(draft: Path) -> Path:
    """Where a folder was to stand."""
    return draft.parent.with_name(draft.name.rpartition(".")[0])


def _became(path: Path) -> str:
    draft = _folder_draft(path)
    if draft is None:
        return "what was there before" if put_aside(path).is_dir() else "an unfinished copy"
    place = _place_of(draft)
    if draft.name != f"{place.name}.{draft.stat().st_ino}":
        return f"{place} is the new one, whole; this is what was there before"
    if put_aside(path).is_dir() and not os.path.lexists(place):
        return f"{place} is here, put aside whole, to get its name back"
    return f"{place} is as it was; this is a part of the new one"
