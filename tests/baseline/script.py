"""Groups of command lines, and what they answer as text a reviewer can read.

A line of ``commands/GROUP.txt`` is one of

    FORMS $ WORDS [<< TYPED…]   a call for each form; words as a shell splits them
    write PATIENT $ WORDS       a write on a fresh store: tried with -n, saved, its effect, its undo
    : DIRECTIVE …               something done beside the program: see the methods of Player
    | TEXT                      a line of the file named by the directive before
    # …                         a remark

FORMS are names of :data:`FORMS`; none is ``pipe``. Of ``code`` the exit code alone is pinned.
"""

from __future__ import annotations

import re
import shlex
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from difflib import unified_diff
from pathlib import Path
from typing import NamedTuple

from tests.baseline.desk import Answer, Desk

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
COMMANDS, GOLDEN = HERE / "commands", HERE / "golden"
KEPT = HERE / "stores"
"""Stores of an earlier version."""
GROUPS = sorted(path.stem for path in COMMANDS.glob("*.txt"))
TODAY = "2026-11-22T16:00:00+00:00"
"""Sunday at ten in the morning where the clinics are."""
STORE = "store.sqlite"
ONE_OF = 3
"""Of so many calls that nothing follows from, a short run makes the first."""
_LOOKING = {"due", "help", "orders", "plan", "route", "show", "simulate", "whatif", "why"}
_LISTING = {"find", "get", "list", "status", "verify"}
"""First and second words that leave everything as it was, unless an option says otherwise."""
_KEEPING = {"--apply", "--html", "--sheet"}
_LEFT_OUT = "[left out]"
_DRAFT = re.compile(r"/[^ \"]*/\.pumpsched-[^/ \"]+/")
"""The folder in which a demonstration is tried that is not kept."""


class Form(NamedTuple):
    """A way to call: the terminal's width, or None for pipes, and options put after the words."""

    columns: int | None = None
    options: tuple[str, ...] = ()


FORMS = {
    "screen": Form(100),
    "narrow": Form(60),
    "pipe": Form(),
    "csv": Form(None, ("--csv",)),
    "json": Form(None, ("--json",)),
    "code": Form(),
}
SETS = {
    "": ("pipe",),
    "all": ("screen", "pipe", "csv", "json"),
    "every": ("screen", "narrow", "pipe", "csv", "json"),
    "both": ("screen", "json"),
}


class Stores:
    """Stores to copy: each is what the group of its name leaves, played once, or ``kept/NAME``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def copy(self, name: str, to: Path) -> None:
        """Puts a fresh copy of a store at a path."""
        if name.startswith("kept/"):
            self._put(KEPT / f"{name.removeprefix('kept/')}.sqlite", to)
            return
        made = self._folder / name
        if not made.exists():
            made.mkdir(parents=True)
            Player(name, made, self).play()
        self._put(made / STORE, to)

    def _put(self, made: Path, to: Path) -> None:
        """Copies a store, so that none but its owner can read it."""
        shutil.copy(made, to)
        to.chmod(0o600)


@dataclass
class Player:
    """Plays one group in a folder of its own.

    Attributes:
        whole: Whether every call is made; else one of :data:`ONE_OF` of those that the answers of
            later ones do not hang on.
    """

    group: str
    folder: Path
    stores: Stores
    whole: bool = True
    base: str = ""
    afresh: bool = False
    calls: int = 0
    free: int = 0
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.desk = Desk(self.folder, datetime.fromisoformat(TODAY))

    def play(self) -> str:
        """All that the group's lines answer."""
        text = (COMMANDS / f"{self.group}.txt").read_text(encoding="utf-8")
        for line, held in _steps(text.splitlines()):
            if line.startswith(": "):
                self._directive(line[2:], held)
            else:
                self._command(line)
        return "\n".join([*self.lines, ""])

    def _command(self, line: str) -> None:
        before, _, after = line.partition("$")
        after, _, typed = after.partition(" << ")
        words, forms = shlex.split(after.replace("{LF}", "\n")), before.split()
        if forms[:1] == ["write"]:
            self._write(forms[1], words)
            return
        names = [name for form in forms or [""] for name in SETS.get(form, (form,))]
        for name in names:
            if self._left_out(free=self.afresh or _only_looks(words)):
                self.lines += [f"$ {line}", _LEFT_OUT, ""]
                continue
            if self.afresh:
                self._store(self.base)
            answer = self._call(words, FORMS[name], shlex.split(typed))
            self._told(words, FORMS[name], typed, answer, whole=name != "code")

    def _left_out(self, *, free: bool) -> bool:
        """Whether this call is not made; a free one is any that nothing follows from."""
        self.free += free
        return free and not self.whole and self.free % ONE_OF != 1

    def _write(self, patient: str, words: list[str]) -> None:
        """A write as it is tried, saved and taken back, with what it did to a patient."""
        if self._left_out(free=True):
            self.lines += [f"effect on {patient}:", _LEFT_OUT, ""] * 5
            return
        self._store(self.base)
        before = self._shown(patient)
        for options, form in ((["-n"], "json"), (["-y"], "screen")):
            answer = self._call([*words, *options], FORMS[form])
            self._told([*words, *options], FORMS[form], "", answer)
        after = self._shown(patient)
        self._changed(patient, before, after)
        undo = ["undo", "--reason", "typed twice", "-y"]
        self._told(undo, FORMS["pipe"], "", self._call(undo, FORMS["pipe"]))
        self._changed(patient, after, self._shown(patient))

    def _shown(self, patient: str) -> list[str]:
        answer = self._call(["show", patient, "--all"], FORMS["json"])
        return (answer.out + answer.err).splitlines()

    def _changed(self, patient: str, before: list[str], after: list[str]) -> None:
        changed = _changed_lines(before, after)
        self.lines += [f"effect on {patient}:", *(changed or ["none"]), ""]

    def _call(self, words: Sequence[str], form: Form, typed: Sequence[str] = ()) -> Answer:
        self.calls += 1
        return self.desk.call([*words, *form.options], columns=form.columns, typed=typed)

    def _told(
        self, words: Sequence[str], form: Form, typed: str, answer: Answer, *, whole: bool = True
    ) -> None:
        shown = shlex.join(["pumpsched", *words, *form.options])
        typing = f" << {typed}" if typed else ""
        width = f"   (terminal, {form.columns} columns)" if form.columns else ""
        self.lines.append(f"$ {shown}{typing}{width}")
        if whole:
            self.lines += _readable(self._normal(answer.out))
            self.lines += [f"2> {line}" for line in _readable(self._normal(answer.err))]
        self.lines += [f"[exit {answer.code}]", ""]

    def _normal(self, text: str) -> str:
        """The text with fixed words for what differs from run to run: folders."""
        for place in (str(self.folder.resolve()), str(self.folder)):
            text = text.replace(place, "FOLDER")
        return _DRAFT.sub("DRAFT/", text)

    def _directive(self, line: str, held: list[str]) -> None:
        name, *words = shlex.split(line)
        if name == "file":
            path, *encoding = words
            text = "".join(f"{each}\n" for each in held)
            self._path(path).parent.mkdir(parents=True, exist_ok=True)
            self._path(path).write_bytes(text.encode(*encoding))
            return
        doing: Callable[..., None] = getattr(self, f"_{name}")
        doing(*words)

    def _path(self, name: str) -> Path:
        return self.folder / name

    def _afresh(self, name: str) -> None:
        """From here on every call is on a fresh copy of a base store."""
        self.base, self.afresh = name, True

    def _store(self, name: str) -> None:
        """A fresh copy of a base store; ``none`` takes the store away."""
        self.base, self.afresh = name, self.afresh and name == self.base
        for left in self.folder.glob(f"{STORE}*"):
            left.unlink()
        if name != "none":
            self.stores.copy(name, self._path(STORE))

    def _now(self, instant: str) -> None:
        self.desk.now = datetime.fromisoformat(instant)

    def _env(self, name: str, value: str | None = None) -> None:
        """Sets a variable, or takes it away."""
        self.desk.env.pop(name, None)
        if value is not None:
            self.desk.env[name] = value

    def _copy(self, name: str, to: str) -> None:
        """Copies a file or a folder of this checkout to the player's."""
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, self._path(to))
        else:
            shutil.copy(source, self._path(to))

    def _remove(self, name: str) -> None:
        path = self._path(name)
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()

    def _mode(self, mode: str, name: str) -> None:
        self._path(name).chmod(int(mode, 8))

    def _cut(self, name: str, size: str) -> None:
        """Leaves so many bytes of a file."""
        path = self._path(name)
        path.write_bytes(path.read_bytes()[: int(size)])

    def _sql(self, statements: str) -> None:
        """Changes the store behind the program's back."""
        with closing(sqlite3.connect(self._path(STORE))) as connection:
            connection.executescript(statements)

    def _cat(self, name: str) -> None:
        """What is in a file, or in every file of a folder."""
        path = self._path(name)
        for each in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if each.is_file():
                self.lines.append(f"--- {each.relative_to(self.folder)}")
                self.lines += _readable(self._normal(each.read_bytes().decode()))
        self.lines.append("")


def golden(group: str) -> Path:
    """The file with what a group is to answer."""
    return GOLDEN / f"{group}.txt"


def differences(group: str, answered: str) -> list[str]:
    """The answers that are not those of the golden file: the command, and the lines that differ.

    What was left out differs in nothing.
    """
    pairs = zip(_answers(golden(group).read_bytes().decode()), _answers(answered), strict=True)
    return [
        "\n".join([was.partition("\n")[0], *_changed_lines(was.split("\n"), now.split("\n"))])
        for was, now in pairs
        if was != now and not now.rstrip().endswith(_LEFT_OUT)
    ]


def _only_looks(words: Sequence[str]) -> bool:
    looks = _LOOKING.intersection(words[:1]) or _LISTING.intersection(words[1:2])
    return bool(looks) and not _KEEPING.intersection(words)


def _changed_lines(was: Sequence[str], now: Sequence[str]) -> list[str]:
    """Lines that went, after a minus, and lines that came, after a plus."""
    changed = list(unified_diff(was, now, n=0, lineterm=""))[2:]
    return [line for line in changed if not line.startswith("@@")]


def _answers(text: str) -> list[str]:
    return re.split(r"\n\n(?=\$ |effect on |--- )", text)


def _steps(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Each command or directive, with the lines it holds."""
    steps: list[tuple[str, list[str]]] = []
    for line in lines:
        if line.startswith("|"):
            steps[-1][1].append(line[2:])
        elif line.strip() and not line.startswith("#"):
            steps.append((line, []))
    yield from steps


def _readable(text: str) -> list[str]:
    """Lines with every control character shown; a last line that does not end is marked."""
    if not text:
        return []
    lines = text.split("\n")
    ended = lines.pop() if lines[-1] == "" else None
    shown = ["".join(_visible(character) for character in line) for line in lines]
    if ended is None:
        shown[-1] += "\N{SYMBOL FOR END OF TRANSMISSION}"
    return shown


def _visible(character: str) -> str:
    number = ord(character)
    return chr(0x2400 + number) if number < 32 and character != "\t" else character
