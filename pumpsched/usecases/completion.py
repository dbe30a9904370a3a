"""What a half-typed word may become: codes of the store, words of the catalogue, fixed choices.

Nothing here imports the database library: a person waits for it at every press of a key.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pumpsched.domain.errors import Unreadable
from pumpsched.domain.text import clean_code, folded, visible
from pumpsched.store.glance import glance

LONGEST_HELP = 60
CHOICES: dict[str, tuple[str, ...]] = {
    "setting": ("clinic", "home", "either"),
    "kind": ("refill", "followup", "trial", "implant"),
    "color": ("auto", "always", "never"),
    "leaving": ("died", "moved", "removed"),
    "shell": ("bash", "zsh", "fish", "powershell"),
}
"""Kinds of words that are the same everywhere."""
IN_STORE = ("patient", "nurse", "site", "visit")
"""Kinds of words that only a store knows."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that would fit, and what it stands for in one line."""

    word: str
    help: str = ""


def candidates(kind: str, typed: str, *, location: str) -> list[Candidate]:
    """Words of a kind that begin as typed; patients also by any part of their name.

    Args:
        kind: ``patient``, ``nurse``, ``site``, ``visit``, ``who`` (all those with closures),
            ``model``, ``drug``, ``key`` (of a setting), or one of :data:`CHOICES`.
        typed: What stands there already.
        location: Path of the store; it is only looked at, and may be missing.
    """
    if kind == "who":
        parts = ("nurse", "site", "patient")
        found = [each for part in parts for each in _coded(part, typed, location)]
        return [*_beginning([("all", "the whole practice")], typed), *found]
    if kind in IN_STORE:
        return _coded(kind, typed, location)
    return _beginning(_fixed(kind), typed)


def _fixed(kind: str) -> Iterable[tuple[str, str]]:
    if kind in ("model", "drug"):
        from pumpsched.reference import catalogue

        known = catalogue()
        if kind == "model":
            return [(model.code, model.name) for model in known.models.values()]
        return [(drug.code, ", ".join(drug.synonyms)) for drug in known.drugs.values()]
    if kind == "key":
        from pumpsched.domain.practice import RULES

        return [(key, rule.meaning) for key, rule in RULES.items()]
    return [(word, "") for word in CHOICES.get(kind, ())]


def _coded(kind: str, typed: str, location: str) -> list[Candidate]:
    rows = glance(location, kind, typed=typed, folded=folded(typed) if kind == "patient" else "")
    return [Candidate(code, _line(name)) for code, name in rows if _is_code(code)]


def _is_code(text: str) -> bool:
    """Whether a stored code is one: whatever else stands there must not reach a command line."""
    try:
        return clean_code(text, "code") == text
    except Unreadable:
        return False


def _beginning(words: Iterable[tuple[str, str]], typed: str) -> list[Candidate]:
    start = typed.casefold()
    fits = sorted(pair for pair in words if pair[0].casefold().startswith(start))
    return [Candidate(word, _line(text)) for word, text in fits]


def _line(text: str) -> str:
    """The text as one short line that acts on no terminal and no shell."""
    line = " ".join(visible(text).split())
    return line if len(line) <= LONGEST_HELP else line[: LONGEST_HELP - 1] + "…"
