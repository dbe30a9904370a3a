"""Rough input for the command line: words, calls made of them, and what must hold of an answer.

The calls are drawn from the command tree itself, so a new command or option is tried from its
first day.
"""

from __future__ import annotations

import os
import re
import signal
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple, TypeVar

import typer
from hypothesis import strategies as st

from tests.builders import dose, fill, when
from tests.builders.command import COMMANDS, NEW_PAGE, app
from tests.builders.store import Books, open_store, writing
from tests.builders.values import (
    Archived,
    Authorization,
    Device,
    Patient,
    Setting,
    Visit,
    VisitKind,
)
from tests.builders.work import rebuild
from tests.cli.clinic import STAMP, TODAY, Said, build_clinic

CODES = {0, 2, 3, 4, 5, 6, 7, 8, 9, 10}
"""Exit codes of the contract, less 1 (a bug) and 130/143 (nobody interrupts here)."""
CANARY = "Zzphi"
"""Stands in every field of patients 9990 and 9991 that is not a code."""
NAME = f"{CANARY}, Quill"
IDENTITY = re.compile(rf"999[01] {NAME}, born 1951-01-01|{NAME} · born 1951-01-01 · 999[01]")
"""How a refusal or a question identifies the very patient that was named, for a person to check."""
PATIENCE = 120
"""One call that takes longer hangs [seconds]."""
HURRIED = {"plan": ("--quick",), "simulate": ("--months", "1")}
"""Given last to commands that search or simulate at length; both have tests of their own."""
WRITE_FLAGS = ("-y", "-n", "--json", "--csv", "--plain")
T = TypeVar("T")

PLAUSIBLE: dict[str, tuple[str, ...]] = {
    "patient": ("0007", "0003", "0012", "0020", "0021", "0030", "0040", "0041", "9990", "rivera"),
    "nurse": ("N1", "N2", "N9", "none"),
    "site": ("MPLS", "STP"),
    "visit": ("V1", "V2", "V9"),
    "volume": ("20", "2.1", "0", "18.5 mL", "40", "0.1mL"),
    "dose": ("120 mcg/day", "5 mcg/h", "132mcg/d", "1 ng/day", "up 10%", "down 99%", "0.12 mg/d"),
    "amount": ("0.25 mg", "0.1 mL", "20 mcg"),
    "bolus": ("0.25 mg x 4/day lockout 2h", "1 mcg x 1/day", "none"),
    "flex": ("00:00 5 mcg/h; 08:00 10 mcg/h; 12:00 6 mcg/h", "00:00 5 mcg/h"),
    "mixture": ("baclofen 500 mcg/mL", "morphine 20 mg/mL + bupivacaine 10 mg/mL", "baclofen"),
    "day": ("2026-11-20", "2026-12-01", "2026-11-21T09:30", "today", "fri", "+2w", "1990-01-01"),
    "span": ("28d", "2w", "2026-12", "2026-12-01..2026-12-31", "2026-11-25"),
    "number": ("1", "4", "0", "30", "999"),
    "hours": ("Mon-Fri 08:00-16:30 home; Sat 10:00-12:00 clinic:MPLS", "Mon-Fri 09:00-16:00"),
    "words": ("new pump", "read twice", "home", "clinic", "refill", "either", "US", "all"),
    "place": ("44.95", "-93.27", "SM2-20", "SM3-40", "CODMAN3000-30", "S0007", "612-555-0107"),
    "setting": ("zone", "America/Denver", "margin_days", "7", "working_days", "Mon-Fri", "allow"),
    "file": ("out", "out/x.csv", "store.sqlite", "pipe", "panel.csv", ".", "no/such/folder"),
    "head": ("0" * 64, "ab12"),
}
_KINDS = {
    "PATIENT": "patient", "P": "patient", "N": "nurse", "S": "site", "VISIT": "visit",
    "V": "volume", "VOLUME": "volume", "DOSE": "dose", "B": "bolus", "F": "flex", "M": "mixture",
    "MIXTURE": "mixture",
    "AMOUNT": "amount", "DATE": "day", "DATE|DATETIME": "day", "DATETIME": "day", "DAY": "day",
    "FROM": "day", "TO": "day", "T": "words", "REASON": "words", "PATH": "file", "FILE": "file",
    "KEY": "setting", "VALUE": "setting", "HASH": "head", "FACT": "number", "YEAR": "number",
}  # fmt: skip
_ANY_PLAUSIBLE = tuple(word for words in PLAUSIBLE.values() for word in words)
HOSTILE = (
    *("", " ", "--", "-", "-1", "--no-such", "NaN", "inf", "1e3", "1e400", "-0.0", "1_0", "1,5"),
    *("２０", "٣", ".5", "5.", "9" * 400, "x" * 2000, "20 mL mL", "120 mcg", "120000000 mg/day"),
    *("1/2/27", "2026-02-30", "0000-00-00", "9999-12-31", "2101-01-01", "+9999w", "9999w"),
    *("2026-12-31..2026-12-01", "2026-11-01T01:30", "2027-03-14T02:30", "next", "-1d", "24:00"),
    *("\x1b[2J", "\x1b]0;title\x07", "\x1b]52;c;eA==\x07", "a\nb", "a\rb", "a\tb"),
    *("a\x00b", "\x7f", "\x9b31m", "\u202eabc", "\u2066x\u2069", "a\u200bb", "\ufeff"),
    *("\ud800", "\udcff\udcfe", "é", "e\u0301", "up 0%", "aspirin 1 mg/mL"),
    *("[red]x[/]", "[/]", "[conceal]x", "[link=http://e.invalid]x[/link]", ":skull:", "%s%n{0}"),
    *("=1+1", "@SUM(A1)", "'; DROP TABLE patient;--", '"', "a'b", "%", "_", "../../x", "~zzz/x"),
    *("postgresql://127.0.0.1:1/none", "mysql://h/d", "http://[::1", "://"),
    *("baclofen 1 mg/mL + baclofen 2 mg/mL", "00:00 1 mcg/h; 00:00 2 mcg/h"),
)  # fmt: skip

anything = st.sampled_from(HOSTILE) | (
    st.text(st.characters(), max_size=12) | st.binary(max_size=12).map(os.fsdecode)
).filter(lambda text: not text.startswith(("/", "~")))
"""Text of any kind, also lone surrogates and what stands for bytes that are no text.

Drawn text names no file outside of the working directory, where a command might write it.
"""


class Word(NamedTuple):
    """An argument or an option of a command: what is typed before the value, and its kind."""

    typed: str
    kind: str


class Leaf(NamedTuple):
    """A command: its role, its words, its arguments, its options with and without a value."""

    role: str
    words: tuple[str, ...]
    arguments: tuple[str, ...]
    options: tuple[Word, ...]
    flags: tuple[str, ...]


@cache
def leaves() -> tuple[Leaf, ...]:
    """Every command of the program."""
    root: Any = typer.main.get_command(app)
    found = []
    for command in COMMANDS:
        made = root.get_command(None, command.name)
        for name, leaf in getattr(made, "commands", {"": made}).items():
            words = (command.name, name) if name else (command.name,)
            given = [p for p in leaf.params if p.param_type_name == "option"]
            found.append(
                Leaf(
                    role=command.role,
                    words=words,
                    arguments=tuple(
                        _kind(p, words) for p in leaf.params if p.param_type_name == "argument"
                    ),
                    options=tuple(
                        Word(o, _kind(p, words)) for p in given if not p.is_flag for o in p.opts
                    ),
                    flags=_writing_first({o for p in given if p.is_flag for o in p.opts}),
                )
            )
    return tuple(found)


def _writing_first(flags: set[str]) -> tuple[str, ...]:
    return (*sorted(flags & {*WRITE_FLAGS}), *sorted(flags - {*WRITE_FLAGS}))


def _kind(parameter: Any, words: tuple[str, ...]) -> str:
    """What a parameter is about, as far as its name tells."""
    metavar = (parameter.metavar or "").strip("[].")
    name = parameter.name.removeprefix("column_")
    if metavar == "CODE":
        return words[0] if words[0] in PLAUSIBLE else "patient"
    if name in ("span", "amount", "doses"):
        return "span" if name == "span" else "dose"
    if name.endswith(("_on", "_from", "_to", "_date")):
        return "day"
    if name in ("roster", "availability", "hours"):
        return "hours"
    return _KINDS.get(metavar, "")


@st.composite
def calls(draw: st.DrawFn, known: tuple[Leaf, ...], *, hostile: bool) -> list[str]:
    """A call that a tired person might type, or a hostile one."""
    leaf = draw(st.sampled_from(known))
    args = [*leaf.words, *(draw(_value(kind, hostile=hostile)) for kind in leaf.arguments)]
    for word in draw(_some(leaf.options, 4)):
        value = draw(_value(word.kind, hostile=hostile))
        glued = word.typed.startswith("--") and draw(st.booleans())
        args += [f"{word.typed}={value}"] if glued else [word.typed, value]
    args += draw(_some(leaf.flags, 3))
    return [*args, *HURRIED.get(leaf.words[0], ())]


# Strategies are kept: to make one and look through it costs more than to draw from it.


@cache
def _some(words: tuple[T, ...], most: int) -> st.SearchStrategy[list[T]]:
    """A few of the words, each once."""
    return st.lists(st.sampled_from(words), max_size=most, unique=True)


@cache
def _value(kind: str, *, hostile: bool) -> st.SearchStrategy[str]:
    """A value of some kind, now and then of another one; a hostile one may be anything."""
    fitting = st.sampled_from(PLAUSIBLE.get(kind, _ANY_PLAUSIBLE))
    if hostile:
        return st.one_of(anything, fitting)
    return st.one_of(fitting, fitting, fitting, st.sampled_from(_ANY_PLAUSIBLE))


def heaps() -> st.SearchStrategy[list[str]]:
    """Words in no order at all: names of commands and options, values, anything."""
    return st.deferred(_heaps)


def _heaps() -> st.SearchStrategy[list[str]]:
    names = sorted({w for leaf in leaves() for w in (*leaf.words, *leaf.flags)})
    options = sorted({o.typed for leaf in leaves() for o in leaf.options})
    word = st.sampled_from(names) | st.sampled_from(options) | st.sampled_from(_ANY_PLAUSIBLE)
    return st.lists(word | anything, max_size=8)


@contextmanager
def without_hanging() -> Iterator[None]:
    """Ends a call that hangs with an assertion, where the system has alarms."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def fail(_number: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"still running after {PATIENCE} s")

    before = signal.signal(signal.SIGALRM, fail)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def check_answer(said: Said, args: list[str]) -> None:
    """What holds of every answer, whatever was typed."""
    assert said.code in CODES, (said.code, args, said.err)
    page_break = NEW_PAGE if "--paper" in args else ""
    listed = said.out.removeprefix("\ufeff") if "--csv" in args else said.out
    assert foreign(listed + said.err) <= set(page_break), args
    assert "Traceback" not in said.out + said.err, args
    assert CANARY.casefold() not in IDENTITY.sub("", said.err).casefold(), (args, said.err)
    if said.code not in (0, 10) and args[:1] != ["import"]:
        assert 1 <= len(said.err.splitlines()) <= 3, (args, said.err)


def foreign(text: str) -> set[str]:
    """Characters that would act on a terminal or deceive its reader."""
    return {
        c for c in text if c not in "\n\t" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl")
    }


def build_marked_clinic(path: Path) -> None:
    """The invented clinic with two more patients whose every field holds the canary."""
    build_clinic(path)
    engine = open_store(str(path))
    with writing(engine, STAMP) as books:
        _mark(books)
    engine.dispose()


def _mark(books: Books) -> None:
    for code in ("9990", "9991"):
        books.put_patient(
            Patient(
                code, NAME, date(1951, 1, 1), f"{CANARY} 555-0199", f"{CANARY} Street", CANARY,
                condition=CANARY, preferred_nurse="N1", notes=f"{CANARY} note",
            )
        )  # fmt: skip
        key = books.add_device(Device(code, "SM2-20", f"{CANARY}{code}", date(2026, 5, 4)))
        books.append(code, key, fill("2026-11-02"))
        books.append(code, key, dose("2026-11-02"))
    books.append("9991", None, Archived(at=when("2026-11-10"), note=f"{CANARY} moved"))
    books.put_authorization(Authorization("9990", "A-1", f"{CANARY} payer", visits=1))
    visit = Visit("V2", "9990", VisitKind.REFILL, date(2026, 11, 25), 600, 45, Setting.CLINIC)
    books.put_visit(visit._replace(site="MPLS", nurses=("N1",)))
    rebuild(books, today=TODAY)
