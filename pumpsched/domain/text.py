"""Stored text: kept as written in Unicode NFC, refused where it could deceive a reader."""

from __future__ import annotations

import re
import shlex
import unicodedata

from pumpsched.domain.errors import Unreadable, shortened

LONGEST = 1_000
_PLAIN_WORD = r"[\w@%+=:,./…-]+"
_BEGIN, _ELSE, _END = "\ufdd0", "\ufdd1", "\ufdd2"
"""Marks that no stored text has: Unicode keeps them for a program's own use."""
_PRIVATE = f"{_BEGIN}([^{_END}]*){_ELSE}([^{_END}]*){_END}"
_CODE = r"[A-Za-z0-9][A-Za-z0-9._/-]{0,39}"
_FORBIDDEN = {
    "Cc": "a control character",
    "Cf": "an invisible or direction-changing character",
    "Cs": "a broken character",
    "Co": "a private-use character",
    "Cn": "an unassigned character",
    "Zl": "a line break",
    "Zp": "a line break",
}
_QUOTES = frozenset("'\"`´‘’‚‛“”„′ʼʹʻ«»‹›＇")
_ASCII = {n: None if chr(n) in _QUOTES else " " for n in range(128) if not chr(n).isalnum()}
_OF_MARKED = {"đ": "d", "ħ": "h", "ı": "i", "ł": "l", "ø": "o", "ð": "d", "þ": "th"}
_PLAIN = str.maketrans(_OF_MARKED | {"æ": "ae", "œ": "oe"})
"""Letters that are no plain one with a mark."""
_BLANK_LOOKALIKES = frozenset("\u115f\u1160\u3164\uffa0\u034f\u2800\u180e")


def clean_text(text: str, noun: str) -> str:
    """The text in NFC.

    Raises:
        Unreadable: It is too long, or has a control, bidirectional or zero-width character or a
            line break.
    """
    if len(text) > LONGEST:
        raise _unreadable(noun, text, f"is longer than {LONGEST} characters")
    if text.isascii() and text.isprintable():
        return text
    for character in text:
        kind = _FORBIDDEN.get(unicodedata.category(character))
        if kind or character in _BLANK_LOOKALIKES:
            shown = f"U+{ord(character):04X}"
            raise _unreadable(noun, text, f"has {kind or 'an invisible character'} ({shown})")
    cleaned = unicodedata.normalize("NFC", text)
    if len(cleaned) > LONGEST:
        raise _unreadable(noun, text, f"is longer than {LONGEST} characters once composed")
    return cleaned


def _unreadable(noun: str, text: str, problem: str) -> Unreadable:
    """The refusal of a free text, which may tell of a person."""
    return Unreadable(noun, private(shortened(visible(text), 50), instead="…"), problem)


def clean_code(text: str, noun: str) -> str:
    """A code for a patient, nurse, site or visit, kept as written: ``0007`` stays ``0007``.

    Raises:
        Unreadable: It is empty, longer than 40 characters, or has a character that could not
            stand in a file name or a command.
    """
    if not re.fullmatch(_CODE, text):
        raise Unreadable(noun, visible(text), "needs letters, digits and . _ / - only", "0007")
    return text


def visible(text: str) -> str:
    """The text with everything that would act on a terminal made visible."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        c
        if unicodedata.category(c) not in _FORBIDDEN and c not in _BLANK_LOOKALIKES
        else c.encode("unicode_escape", "surrogatepass").decode("ascii")
        for c in text
    )


def private(text: str, *, instead: str = "") -> str:
    """The text marked as telling who a person is.

    Whoever words a refusal does not know where it is read: on a screen, or in a log, which gets
    what stands ``instead``.
    """
    return f"{_BEGIN}{text}{_ELSE}{instead}{_END}" if text else ""


def without_marks(text: str, *, in_log: bool = False) -> str:
    """The text as it is shown; in a log with nothing of what is private."""
    return re.sub(_PRIVATE, r"\2" if in_log else r"\1", text) if _BEGIN in text else text


def as_typed(*words: object) -> str:
    """The words of a command as a shell takes them; a blank to be filled in stays ``…``."""
    texts = map(str, words)
    return " ".join(
        text if re.fullmatch(_PLAIN_WORD, text, re.ASCII) else shlex.quote(text) for text in texts
    )


def folded(text: str) -> str:
    """The text for matching: NFC, case folded, runs of blanks made one."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def name_words(name: str) -> list[str]:
    """The words of a name as names are compared: marks, quotes and case gone, the rest parts them.

    ``O'Brien-Nguyễn, Ana`` has the words ``obrien``, ``nguyen`` and ``ana``.
    """
    if name.isascii():
        return name.lower().translate(_ASCII).split()
    apart = unicodedata.normalize("NFKD", name.casefold()).translate(_PLAIN)
    letters = (c for c in apart if unicodedata.category(c)[0] != "M" and c not in _QUOTES)
    return "".join(c if c.isalnum() else " " for c in letters).split()


def holds_words(name: str, wanted: list[str]) -> bool:
    """Whether a name has words that hold all of those, of which there are any."""
    words = name_words(name)
    return bool(wanted) and all(any(part in word for word in words) for part in wanted)


def same_name(name: str) -> str:
    """What two spellings of one name share, whatever the order of its words."""
    return " ".join(sorted(name_words(name)))


def bare_code(code: str) -> str:
    """What codes share that differ in leading zeros, case or blanks alone: 0007, 7."""
    return "".join(code.split()).casefold().lstrip("0") or "0"
