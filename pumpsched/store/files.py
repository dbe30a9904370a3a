"""What appears at a path as a whole or not at all: files, folders, stores.

Everything is made beside its place, for this user alone, and gets its name when it is finished
and on the disk. A link at the path is never followed.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from pumpsched.domain.errors import Conflict, NotFound
from pumpsched.domain.text import as_typed, visible
from pumpsched.store.database_errors import on_disk
from pumpsched.store.leftovers import draft_named, draft_prefix, put_aside
from pumpsched.store.reading.surroundings import check_surroundings

POSIX = os.name == "posix"
"""Windows opens no folder, and writes back a file only where it is open for writing."""
_HERE, _EXCHANGE = -100, 2
"""Linux: a path from the working directory, and two names that change places."""
_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS, errno.EINVAL)


@contextmanager
def drafted(path: Path) -> Iterator[Path]:
    """An empty file beside ``path``, mode 0600 whatever the umask; gone when the block ends.

    Its folder is made if needed, for this user alone.
    """
    with on_disk(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.parent / f"{draft_prefix()}{os.urandom(4).hex()}"
        try:
            os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except KeyboardInterrupt:
            # It may be there already; whoever makes a name first knows what to take away.
            draft.unlink(missing_ok=True)
            raise
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)
        draft.with_name(draft.name + "-journal").unlink(missing_ok=True)


def named(draft: Path, path: Path) -> bool:
    """Whether the finished draft got the name; False if something has it already.

    The content and the name are durable when this returns.
    """
    with on_disk(path):
        synchronise(draft)
        try:
            os.link(draft, path)
        except FileExistsError:
            return False
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            if os.path.lexists(path):
                return False
            draft.rename(path)
        synchronise(path.parent)
    return True


def synchronise(path: Path) -> None:
    """Makes a file's or folder's content durable."""
    if not POSIX and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDONLY if POSIX else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)


@contextmanager
def new_file(path: Path, *, replace: bool = False) -> Iterator[BinaryIO]:
    """The bytes of a file to be; it stands at ``path`` when the block ends well.

    Of a link that is replaced, what it names stays as it is.

    Raises:
        Conflict: Something has the name.
        StoreProblem: The disk is full, or read-only.
    """
    path = Path(os.path.abspath(path))
    if not path.parent.is_dir():
        raise NotFound(
            f"There is no folder {path.parent}.",
            code="no-folder",
            next_step=f"mkdir -p {as_typed(path.parent)}, or another folder",
        )
    if path.is_dir() and not path.is_symlink():
        raise _taken(path, "a folder", next_step="the name of a file")
    if os.path.lexists(path) and not (path.is_symlink() or path.is_file()):
        # An account that may do anything would put a file in the place of /dev/null.
        raise _taken(path, "a device, a pipe or the like: it is no file", next_step="another name")
    if os.path.lexists(path) and not replace:
        raise _taken(path, "there already", next_step="another name, or --force to replace it")
    with drafted(path) as draft:
        with on_disk(path), draft.open("wb") as stream:
            yield stream
        if replace:
            with on_disk(path):
                synchronise(draft)
                draft.replace(path)
                synchronise(path.parent)
        elif not named(draft, path):
            raise _taken(path, "there already", next_step="another name")


@contextmanager
def parts_beside(path: Path) -> Iterator[None]:
    """Whatever a library writes on its way to ``path`` stands beside it, where the doctor looks."""
    usual = tempfile.tempdir
    with (
        on_disk(path),
        tempfile.TemporaryDirectory(prefix=draft_prefix(), dir=path.absolute().parent) as parts,
    ):
        tempfile.tempdir = parts
        try:
            yield
        finally:
            tempfile.tempdir = usual


@contextmanager
def new_folder(
    path: Path, *, known: Collection[str], replace: bool = False
) -> Iterator[Callable[[str], BinaryIO]]:
    """Opens files of a folder to be; it stands at ``path`` when the block ends well.

    An empty folder may have the name, or, with ``replace``, one that holds nothing but files whose
    names are ``known``.

    Raises:
        Conflict: Something has the name and is not replaced.
        StoreProblem: The disk is full, or read-only.
    """
    path = Path(os.path.abspath(path))
    _check_folder(path, known=known, replace=replace)
    with _folder_beside(path) as beside:
        draft = beside / "new"
        with on_disk(path):
            draft.mkdir(mode=0o700)
            draft = draft_named(draft, path)

        def opened(name: str) -> BinaryIO:
            return os.fdopen(os.open(draft / name, _NEW, 0o600), "wb")

        with on_disk(path):
            yield opened
            for name in os.listdir(draft):
                synchronise(draft / name)
            synchronise(draft)
            _exchange(path, draft, aside=put_aside(beside))


def _exchange(path: Path, draft: Path, *, aside: Path) -> None:
    """Gives the finished folder its name; one that has it takes the draft's, at the same moment.

    Where the system cannot do that it is put aside first, and back if the other fails.
    """
    there = os.path.lexists(path)
    if there and _swapped(path, draft):
        synchronise(path.parent)
        return
    if there:
        path.rename(aside)
    try:
        draft.rename(path)
    except OSError:
        if there:
            aside.rename(path)
        raise
    synchronise(path.parent)


def _swapped(one: Path, other: Path) -> bool:
    """Whether two names changed places at once; not every system, and file system, can do that."""
    if sys.platform != "linux":
        return False
    # Only an export that replaces another one needs it.
    import ctypes

    swap = getattr(ctypes.CDLL(None), "renameat2", None)
    names = os.fsencode(one), os.fsencode(other)
    return swap is not None and swap(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0


def _check_folder(path: Path, *, known: Collection[str], replace: bool) -> None:
    """Refuses a path whose present content would be lost, but for an export to be replaced."""
    if not os.path.lexists(path):
        return
    if path.is_symlink() or not path.is_dir():
        what = "a link" if path.is_symlink() else "a file"
        raise _taken(path, what, next_step="the name of a folder")
    with on_disk(path):
        entries = list(os.scandir(path))
    if entries and not replace:
        what, next_step = "there already and not empty", "another name, or --force to replace it"
        raise _taken(path, what, next_step=next_step)
    for entry in entries:
        if entry.name not in known or not entry.is_file(follow_symlinks=False):
            what = f'there and holds "{visible(entry.name)}", which is no file of an export'
            raise _taken(path, what, next_step="another name, or move that away")


@contextmanager
def store_beside(path: Path, *, keep: bool) -> Iterator[Path]:
    """Where to make a store that shall stand at ``path`` when the block ends well.

    Nothing has the name yet. A trial, not to be kept, leaves nothing behind.

    Raises:
        Conflict: Something has got the name meanwhile.
        StoreProblem: Others could replace what stands there.
    """
    if not keep:
        # Beside the store too, where that can be: the doctor looks there.
        beside = path.absolute().parent
        there = beside if os.access(beside, os.W_OK) else None
        with tempfile.TemporaryDirectory(prefix=draft_prefix(), dir=there) as elsewhere:
            yield Path(elsewhere) / path.name
        return
    path = Path(os.path.abspath(path))
    with _folder_beside(path) as beside:
        check_surroundings(path)
        draft = beside / path.name
        yield draft
        if not named(draft, path):
            raise _taken(path, "there already", next_step="the same command again")


@contextmanager
def _folder_beside(path: Path) -> Iterator[Path]:
    """A folder next to ``path`` for this user alone, gone when the block ends.

    The parent folder is made if needed, and stays only if something stands in it then.
    """
    parent = path.parent
    made = not parent.exists()
    with on_disk(path):
        parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=draft_prefix(), dir=parent))
    try:
        yield beside
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        if made:
            with suppress(OSError):
                parent.rmdir()


def _taken(path: Path, what: str, *, next_step: str) -> Conflict:
    return Conflict(
        f"{visible(str(path))} is {what}; nothing was written.",
        code="file-exists",
        next_step=next_step,
    )
