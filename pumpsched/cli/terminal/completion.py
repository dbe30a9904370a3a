"""Completion: the words a half-typed command line may go on with, as each shell wants them.

The scripts of :mod:`pumpsched.cli.terminal.completion_scripts` run the program with
``_PUMPSCHED_COMPLETE=complete_SHELL`` and the words typed so far as arguments, the last of them
unfinished. It answers a line a candidate and no more: on any failure nothing, with exit code 0.
The commands and their options come from a table beside this module, since importing a command
takes longer than anybody waits for a word; nor does anything here load the database library.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pumpsched.cli.registry import BY_NAME
from pumpsched.cli.stores import default_store
from pumpsched.domain.errors import Refusal, Unreadable
from pumpsched.domain.text import clean_code, folded, visible
from pumpsched.store.lookup import look_up

LONGEST_HELP = 60
SHELLS = ("bash", "zsh", "fish", "powershell")
IN_STORE = ("patient", "nurse", "site", "visit")
"""Kinds of words that only a store knows."""


class Candidate(NamedTuple):
    """A word that would fit, and what it stands for in one line."""

    word: str
    help: str = ""


def candidates(kind: str, typed: str, *, location: str) -> list[Candidate]:
    """Words of a kind that begin as typed; patients also by any part of their name.

    Args:
        kind: ``patient``, ``nurse``, ``site``, ``visit``, ``who`` (all those with closures),
            ``model``, ``drug``, ``key`` (of a setting), or of words that are the same everywhere.
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
        from pumpsched.domain.settings import RULES

        return [(key, rule.meaning) for key, rule in RULES.items()]
    return [(word, "") for word in _same_everywhere(kind)]


def _same_everywhere(kind: str) -> Iterable[str]:
    # Where they are said takes longer to import than a word of another kind to complete.
    match kind:
        case "setting":
            from pumpsched.domain.clinic import Setting

            return Setting
        case "kind":
            from pumpsched.domain.clinic import VisitKind

            return VisitKind
        case "color":
            from pumpsched.cli.terminal.listing import Color

            return Color
        case "leaving":
            from pumpsched.usecases.departures import WORDS

            return WORDS
        case "shell":
            return SHELLS
    return ()


def _coded(kind: str, typed: str, location: str) -> list[Candidate]:
    rows = look_up(location, kind, typed=typed, folded=folded(typed) if kind == "patient" else "")
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


VARIABLE = "_PUMPSCHED_COMPLETE"
TABLE = Path(__file__).with_name("words.txt")
"""A line a command: its words, a colon, its arguments and options; ``=`` after one with a value."""
FILES = ":files"
"""The one line of an answer that leaves it to the shell to complete names of files."""

_OPTIONS = {
    "--nurse": "nurse", "--preferred-nurse": "nurse", "--site": "site", "--patient": "patient",
    "--who": "who", "--model": "model", "--mixture": "drug", "--to": "drug",
    "--without": "nurse", "--why": "patient",
    "--setting": "setting", "--kind": "kind", "--color": "color", "--db": "file",
    "--html": "file", "--show-completion": "shell", "--install-completion": "shell",
}  # fmt: skip
_OF_COMMANDS = {("patient archive", "--reason"): "leaving"}
"""Options whose words are those of one command alone."""
_ARGUMENTS = {"PATIENT": "patient", "VISIT": "visit", "WHO": "who", "KEY": "key", "PATH": "file"}
_UNLISTED_PER_LINE = ("37", "42")
"""Ways of bash to complete (``COMP_TYPE``) in which it puts in every candidate as it stands."""


class Syntax(NamedTuple):
    """What may follow the words of a command."""

    arguments: tuple[str, ...]
    options: tuple[str, ...]

    def takes_value(self, option: str) -> bool:
        """Whether an option is followed by a value."""
        return f"{option}=" in self.options


def table() -> dict[str, Syntax]:
    """The syntax of every command, by its words; that of the root has none."""
    found = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        words, _, rest = line.partition(":")
        parts = rest.split()
        arguments = tuple(part for part in parts if not part.startswith("-"))
        found[words] = Syntax(arguments, tuple(part for part in parts if part.startswith("-")))
    return found


def answer(shell: str, words: Sequence[str], *, environment: Mapping[str, str]) -> list[str]:
    """The lines of the answer to a shell.

    Args:
        shell: One of :data:`SHELLS`; another one is answered nothing.
        words: What stands after the program's name, the last word unfinished.
        environment: The variables of the process.
    """
    typed = [_unquoted(word) for word in words]
    if "_PUMPSCHED_WORD" in environment:  # where a shell cannot pass an empty argument
        typed.append(_unquoted(environment["_PUMPSCHED_WORD"]))
    found = completions(typed or [""], environment=environment)
    if found is None:
        return [FILES]
    if shell == "bash":
        return _for_bash(found, typed[-1] if typed else "", environment.get("COMP_TYPE", ""))
    return [f"{each.word}\t{each.help}" if each.help else each.word for each in found]


def completions(words: Sequence[str], *, environment: Mapping[str, str]) -> list[Candidate] | None:
    """What the last word may become; None for a name of a file."""
    known = table()
    done, last = _joined(words)
    line = _Line(known, done)
    location = line.location(environment)
    if line.awaits:
        return _of_kind(line.kind_of(line.awaits), last, location)
    name, equals, value = last.partition("=")
    if equals and name.startswith("--") and line.syntax.takes_value(name):
        found = _of_kind(line.kind_of(name), value, location)
        return found and [Candidate(f"{name}={each.word}", each.help) for each in found]
    if last.startswith("-") and not line.only_arguments:
        names = sorted({option.rstrip("=") for option in line.syntax.options})
        return [Candidate(name) for name in names if name.startswith(last)]
    if line.choices:
        return [each for each in line.choices if each.word.startswith(last)]
    return _of_kind(line.argument(), last, location)


def _of_kind(kind: str, typed: str, location: str) -> list[Candidate] | None:
    return None if kind == "file" else candidates(kind, typed, location=location)


class _Line:
    """What the finished words of a line mean.

    Attributes:
        syntax: The syntax that holds where they end.
        awaits: The option whose value comes next, if one does.
        only_arguments: Whether ``--`` was typed.
    """

    def __init__(self, known: Mapping[str, Syntax], words: Sequence[str]) -> None:
        self._known = known
        self._path: tuple[str, ...] = ()
        self._given = 0
        self._values: dict[str, str] = {}
        self.syntax = known.get("", Syntax((), ()))
        self.awaits = ""
        self.only_arguments = False
        for word in words:
            self._take(word)

    def _take(self, word: str) -> None:
        if self.awaits:
            self._values[self.awaits] = word
            self.awaits = ""
        elif word == "--":
            self.only_arguments = True
        elif word.startswith("-") and not self.only_arguments:
            name, equals, value = word.partition("=")
            if not self.syntax.takes_value(name):
                self._values[name] = ""
            elif equals:
                self._values[name] = value
            else:
                self.awaits = name
        elif self.choices:
            self._path = (*self._path, word)
            self.syntax = self._known.get(" ".join(self._path), Syntax((), ()))
        else:
            self._given += 1

    @property
    def choices(self) -> list[Candidate]:
        """The commands, or subcommands, of which one comes next."""
        if not self._path:
            return [Candidate(name, command.summary) for name, command in BY_NAME.items()]
        start = f"{self._path[0]} "
        if len(self._path) > 1:
            return []
        return [Candidate(w.removeprefix(start)) for w in self._known if w.startswith(start)]

    def kind_of(self, option: str) -> str:
        """The kind of an option's value; empty where nothing is known of it."""
        own = _OF_COMMANDS.get((" ".join(self._path), option))
        return own or _OPTIONS.get(option, "")

    def argument(self) -> str:
        """The kind of the argument that comes next; empty where nothing is known of it."""
        arguments = self.syntax.arguments
        name = arguments[min(self._given, len(arguments) - 1)] if arguments else ""
        if self._given >= len(arguments) and not name.endswith("..."):
            return ""
        name = name.strip("[].")
        if name == "CODE" and self._path[1:] != ("add",):
            return self._path[0]
        return _ARGUMENTS.get(name, "")

    def location(self, environment: Mapping[str, str]) -> str:
        """The store that the line names."""
        if "--db" in self._values:
            return self._values["--db"]
        demo = "--demo" in self._values
        named = environment.get("PUMPSCHED_DB")
        return named if named and not demo else str(default_store(demo=demo))


def _joined(words: Sequence[str]) -> tuple[list[str], str]:
    """The finished words and the last; bash hands ``--nurse=N1`` over as three."""
    *done, last = words
    if done and done[-1] == "=" and len(done) > 1:
        return done[:-1], last
    if last == "=" and done:
        return done, ""
    kept = [word for i, word in enumerate(done) if word != "=" or i == 0]
    return kept, last


def _unquoted(word: str) -> str:
    """A word without the quotes and backslashes that a shell would take away."""
    return word.replace("\\", "").strip("\"'") if word[:1] in ("'", '"') else word.replace("\\", "")


def _for_bash(found: Sequence[Candidate], typed: str, way: str) -> list[str]:
    """A line a candidate; several with what they stand for, which bash only shows.

    Bash puts in what all lines begin with. Where that is not what was typed (part of a name),
    a line more keeps it from doing so.
    """
    if len(found) < 2 or way in _UNLISTED_PER_LINE or not any(each.help for each in found):
        return [each.word for each in found]
    widest = max(len(each.word) for each in found)
    lines = [f"{each.word:<{widest}}  {each.help}".rstrip() for each in found]
    share_a_start = len({each.word[:1] for each in found}) == 1
    if share_a_start and any(not each.word.startswith(typed) for each in found):
        lines.insert(0, f"({len(found)} match)")
    return lines


def complete(words: Sequence[str]) -> int:
    """Answers a shell on stdout; the exit code is 0 whatever happens."""
    instruction, _, shell = os.environ.get(VARIABLE, "").partition("_")
    if instruction == "complete" and shell in (*SHELLS, "pwsh"):
        try:
            lines = answer(shell, words, environment=os.environ)
            sys.stdout.write("".join(f"{line}\n" for line in lines))
            sys.stdout.flush()
        except (OSError, ValueError, Refusal):  # no table, a closed pipe, no home folder
            pass
    return 0
