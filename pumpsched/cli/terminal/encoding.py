"""Text that a stream can hold: what its encoding lacks is in ASCII, what acts is spelled out."""

from __future__ import annotations

import codecs
import io
import os
import sys
from typing import Any, TextIO

from pumpsched.domain.text import visible, without_marks

ERRORS = "pumpsched-stand-ins"
"""Name of the error handler that puts the stand-ins."""

_STAND_INS = {
    "·": "-", "–": "-", "—": "-", "…": "...", "→": "->", "←": "<-", "±": "+/-", "×": "x",
    "÷": "/", "≤": "<=", "≥": ">=", "µ": "u", "μ": "u", "“": '"', "”": '"', "’": "'",
}  # fmt: skip


def _stand_in(error: UnicodeError) -> tuple[str, int]:
    """What to write for characters that an encoding lacks: our signs in ASCII, else escapes."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    spelled = (_STAND_INS.get(c) or c.encode("ascii", "backslashreplace").decode() for c in lacking)
    return "".join(spelled), error.end


codecs.register_error(ERRORS, _stand_in)


def never_fails_to_encode(stream: TextIO, *, terminal: bool) -> None:
    """Makes the stream spell out what its encoding lacks; a plain terminal gets ASCII."""
    if not isinstance(stream, io.TextIOWrapper):
        return
    names = ("LC_ALL", "LC_CTYPE", "LANG")
    locale = next((os.environ[name] for name in names if os.environ.get(name)), "")
    # Python writes UTF-8 in the C locale; a terminal told to be plain cannot show it.
    plain = terminal and locale in ("C", "POSIX") and not os.environ.get("PYTHONUTF8")
    stream.reconfigure(encoding="ascii" if plain else None, errors=ERRORS)


def safe_line(text: str, stream: Any) -> str:
    """One line of text that acts on no terminal and that the stream's encoding can hold.

    What tells who a person is stays out of a log.
    """
    safe, encoding = visible(as_told(text, stream)), getattr(stream, "encoding", None) or "utf-8"
    return safe if safe.isascii() else safe.encode(encoding, ERRORS).decode(encoding)


def as_told(text: str, stream: Any) -> str:
    """The text without the marks of what is private, and in a log without that itself."""
    return without_marks(text, in_log=is_log(stream))


def is_log(stream: Any) -> bool:
    """Whether what is written there as talk is kept, and not read by a person at a terminal."""
    return stream is sys.stderr and not stream.isatty()
