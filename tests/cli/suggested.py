"""What a refusal suggests, read as a person reads it, and its blanks filled as a person would."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.cli.clinic import Said

Words = tuple[str, ...]
DOSES = {"a dose": "120 mcg/day", "a dose in mL/day": "0.3 mL/day"}
"""A dose to be told, in words, and what a person tells."""
_BLANK = re.compile(r"…|.*T…|DRUG … mcg/mL")
_SAME = re.compile(r"the same command with ([^(]*?)(?= \(|, or |$)")
_LESS = re.compile(r"without (the dose|--[a-z-]+)")
_OTHER = re.compile(
    r"""pumpsched ((?:"[^"]*"|'[^']*'|[^"'`])*?)(?=$|`| \(|,[ ]|;[ ]|\.(?:[ ]|$)|[ ]{2}| or )"""
)


@dataclass(frozen=True)
class Refused:
    """A refusal.

    Attributes:
        values: What is asked for again.
        text: Everything it says.
        next_step: What it suggests.
    """

    code: str
    values: Words
    text: str
    next_step: str

    @classmethod
    def of(cls, said: Said) -> Refused:
        """The refusal that a call with ``--json`` answered with."""
        error: dict[str, Any] = json.loads(said.err.splitlines()[-1])["error"]
        next_step = error.get("next", "")
        text = "\n".join((error["message"], error.get("why", ""), next_step))
        return cls(error["code"], tuple(error.get("values", ())), text, next_step)

    @property
    def more(self) -> list[Words]:
        """What is to be added to the command that was refused, for each way suggested."""
        found = _SAME.findall(self.next_step)
        return [(text,) if text in DOSES else tuple(shlex.split(text)) for text in found]

    @property
    def less(self) -> list[str]:
        """What is to be left out of the command that was refused, for each way suggested."""
        return list(_LESS.findall(self.next_step))

    @property
    def others(self) -> list[Words]:
        """Every other command that it names."""
        return [tuple(shlex.split(words)) for words in _OTHER.findall(self.text)]


def filled(words: Words, values: Words, answers: Mapping[str, str]) -> Words:
    """Suggested words with the blanks filled: the values asked for, else an answer to each."""
    left, found = list(values), list[str]()
    for before, word in zip(("", *words), words, strict=False):
        if not _BLANK.fullmatch(word):
            found.append(word)
        elif before == "--confirm":
            found.append(left.pop(0))
        elif word.endswith("T…"):
            found.append(word.replace("…", "09:30"))
        else:
            found.append(answers[before])
    return tuple(found)
