"""The manifest of an exported folder: its files with their rows and SHA-256.

It tells a file that was cut or lost on its way from one that is whole, and names one that was
edited by hand since.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from pumpsched.records.problems import Problem

MANIFEST = "manifest.json"
LONGEST = 100_000
"""Bytes that no manifest reaches."""
_EDITED = "was edited since it was exported; --edited takes it as it is"
_CUT = (
    "cut off, or edited by something that writes no end of the last line; export it anew, or add "
    "that line end and take it with --edited"
)
_ADDED = "was added since the folder was exported; --edited takes it"
_UNREADABLE = "cannot be read as a manifest: without it, the folder is taken as it is"


class Written(NamedTuple):
    """A file of an export, how many rows it has, and its SHA-256 where that is kept."""

    file: str
    rows: int
    sha256: str = ""


class Hashed:
    """A stream to write to that knows the SHA-256 of what was written."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        """Writes and counts in."""
        self._digest.update(data)
        return self._stream.write(data)

    @property
    def sha256(self) -> str:
        """The digest so far."""
        return self._digest.hexdigest()


def manifest_of(written: Sequence[Written]) -> bytes:
    """The manifest of these files."""
    files = [each._asdict() for each in written]
    document = {"schema": "pumpsched/manifest/1", "files": files}
    return f"{json.dumps(document, indent=1)}\n".encode()


def changed_files(folder: Path, names: Collection[str], *, edited: bool) -> Iterator[Problem]:
    """What is wrong with the files of a folder by its manifest, if it has one.

    Args:
        folder: Where they are.
        names: The files found there.
        edited: Whether files edited by hand are taken.
    """
    path = folder / MANIFEST
    if not path.exists():
        return
    try:
        with path.open("rb") as stream:
            kept = [
                Written(str(each["file"]), int(each["rows"]), str(each["sha256"]))
                for each in json.loads(stream.read(LONGEST))["files"]
            ]
    except (ValueError, KeyError, TypeError):
        yield Problem(MANIFEST, 1, "", _UNREADABLE)
        return
    for each in kept:
        if each.file not in names:
            yield Problem(each.file, 1, "", f"is missing: the export had it with {_rows(each)}")
            continue
        what = _change(folder / each.file, each, edited=edited)
        if what:
            yield Problem(each.file, 1, "", what)
    for name in sorted(set(names) - {each.file for each in kept}):
        if not edited:
            yield Problem(name, 1, "", _ADDED)


def _rows(kept: Written) -> str:
    return f"{kept.rows:,} row{'s' * (kept.rows != 1)}"


def _change(path: Path, kept: Written, *, edited: bool) -> str:
    """What is wrong with a file; a cut one is never taken."""
    lines, last, digest = 0, b"", hashlib.sha256()
    with path.open("rb") as stream:
        for line in stream:
            digest.update(line)
            lines, last = lines + 1, line
    if digest.hexdigest() == kept.sha256:
        return ""
    if not last.endswith(b"\n"):
        # Some editors write no end of the last line; nothing is cut then.
        digest.update(b"\n")
        if digest.hexdigest() == kept.sha256:
            return ""
    if not lines:
        return f"is empty: the export had it with {_rows(kept)}"
    if lines <= kept.rows + 1 and not last.endswith(b"\n"):
        return f"ends inside line {lines:,} of the {kept.rows + 1:,} exported: {_CUT}"
    if edited:
        return ""
    fewer = kept.rows + 1 - lines
    gone = f" and has {fewer:,} line{'s' * (fewer != 1)} fewer" if fewer > 0 else ""
    return _EDITED.replace(" since", f"{gone} since" if gone else " since")
