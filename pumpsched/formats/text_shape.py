"""How a text file is written: in which encoding, and with what between its values.

A file of the program's own is UTF-8 with commas. A list that somebody saved is taken as what it
is: nothing is guessed from a part of it, and what fits no encoding as a whole is left as it is,
so that its reader names the line.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO, NamedTuple

from pumpsched.formats.csv_files import physical_lines

SEPARATORS = (",", ";", "\t", "|")
_UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_SAID = re.compile(rb'"?sep=([,;|\t])"?')
_CHUNK = 64 * 1024
_FIRST_LINES = 20
_A_LETTER_IN_UTF_8 = re.compile(rb"[\xc3-\xc5][\x80-\xbf]")


class TextShape(NamedTuple):
    """How a text file is written.

    Attributes:
        encoding: Its name for a codec.
        separator: What stands between two values.
        first_line: Where the table may begin: below a line that names the separator.
    """

    encoding: str = "utf-8"
    separator: str = ","
    first_line: int = 1

    @property
    def said(self) -> str:
        """The encoding in words, where it is not the usual one; empty if it is."""
        return "" if self.encoding == "utf-8" else _SAID_ENCODINGS[self.encoding]


_SAID_ENCODINGS = {
    "cp1252": "Windows-1252, since it is not UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}


def shape_of(stream: BinaryIO) -> TextShape:
    """The shape of a file, read from its first byte to its last."""
    encoding = _encoding(stream)
    stream.seek(0)
    lines = [line for _, line in islice(physical_lines(as_utf_8(stream, encoding)), _FIRST_LINES)]
    for number, line in enumerate(lines, 1):
        bare = line.removeprefix(codecs.BOM_UTF8)
        if said := _SAID.fullmatch(bare.strip(b" ")):
            return TextShape(encoding, said[1].decode("ascii"), number + 1)
        if bare.strip():
            break
    return TextShape(encoding, _separator(lines))


def as_utf_8(stream: BinaryIO, encoding: str) -> BinaryIO:
    """The same text in UTF-8, for a reader of bytes."""
    return stream if encoding == "utf-8" else io.BufferedReader(_InUtf8(stream, encoding))


def _encoding(stream: BinaryIO) -> str:
    start = stream.read(_CHUNK)
    stream.seek(0)
    if start.startswith(_UTF_32):
        return "utf-8"
    wide = _UTF_16.get(start[:2]) or _without_mark(start)
    candidates = (wide,) if wide else ("utf-8", "cp1252")
    for encoding in candidates:
        if _decodes(stream, encoding):
            return encoding
    return "utf-8"


def _without_mark(start: bytes) -> str:
    """The kind of UTF-16 whose letters of the Latin alphabet have a NUL after or before them."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if not even and odd * 3 > len(start):
        return "utf-16-le"
    return "utf-16-be" if not odd and even * 3 > len(start) else ""


def _decodes(stream: BinaryIO, encoding: str) -> bool:
    """Whether a whole file is text in an encoding.

    One in Windows-1252 has no letter as UTF-8 writes it: where there is one, a damaged file of
    UTF-8 must not pass for it.
    """
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    for chunk in _chunks(stream):
        if encoding == "cp1252" and _A_LETTER_IN_UTF_8.search(chunk):
            return False
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError:
            return False
    return True


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    yield from iter(lambda: stream.read(_CHUNK), b"")
    yield b""


def _separator(lines: list[bytes]) -> str:
    """What the header has most of; below a title, what any of the first lines has most of."""
    counts = [_counts(line) for line in lines if line.strip()]
    if not counts:
        return SEPARATORS[0]
    told = counts[0] if max(counts[0]) > 1 else [max(each) for each in zip(*counts, strict=True)]
    return SEPARATORS[told.index(max(told))]


def _counts(line: bytes) -> list[int]:
    bare = re.sub(b'"[^"]*"', b"", line)
    return [bare.count(separator.encode("ascii")) for separator in SEPARATORS]


class _InUtf8(io.RawIOBase):
    """A stream of text in another encoding, read as UTF-8; a byte order mark is left out."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._rest = b""
        self._begun = False

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        """As much as there is room for."""
        while not self._rest:
            chunk = self._stream.read(_CHUNK)
            text = self._decoder.decode(chunk, final=not chunk)
            if not self._begun and text:
                self._begun, text = True, text.removeprefix("\ufeff")
            self._rest = text.encode("utf-8")
            if not chunk:
                break
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size
