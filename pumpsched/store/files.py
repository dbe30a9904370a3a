"""Files only this user can read, finished beside their place and then named as a whole."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pumpsched.domain.errors import StoreProblem

POSIX = os.name == "posix"
"""Windows opens no folder, and writes back a file only where it is open for writing."""
_MAKE_ROOM = "make room on the disk, then the same command again"
_ELSEWHERE = "a path that this user may read and write; for a store: --db PATH"
_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS, errno.EINVAL)


@contextmanager
def on_disk(path: Path) -> Iterator[None]:
    """Turns an error of the file system inside the block into a refusal that names the path."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise StoreProblem(
            f"{path} cannot be used.",
            code="store-full" if full else "store-read-only",
            why=error.strerror or type(error).__name__,
            next_step=_MAKE_ROOM if full else _ELSEWHERE,
        ) from None


@contextmanager
def drafted(path: Path) -> Iterator[Path]:
    """An empty file beside ``path``, mode 0600 whatever the umask; gone when the block ends.

    Its folder is made if needed, for this user alone.
    """
    with on_disk(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=".pumpsched-", dir=path.parent)
        os.close(descriptor)
    draft = Path(name)
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
