"""Anything may be typed: no trace, an exit code of the table, three lines of error at most."""

from __future__ import annotations

import os
import shutil
from random import Random
from typing import Any, NamedTuple

import typer

from pumpsched.cli.commands import COMMANDS
from pumpsched.cli.main import app
from tests.cli.clinic import Clinic

CALLS = int(os.environ.get("PUMPSCHED_FUZZ_CALLS", "400"))
CODES = {0, 2, 3, 4, 5, 7, 9, 10}
LEFT_OUT = {"import", "export", "demo", "backup", "restore", "route", "plan"}
"""Commands on files and plans have fuzz tests of their own, or take long."""
WORDS = (
    *("0007", "0003", "0012", "0020", "0021", "0030", "0040", "0041", "rivera", "ana", "V1", "N1"),
    *(
        "20",
        "2.1",
        "0",
        "1e3",
        "NaN",
        "-1",
        "1_0",
        "２０",
        "",
        "120 mcg/day",
        "5 mcg/h",
        "1 ng/day",
    ),
    *("1200 mcg/day", "up 10%", "down 99%", "up 0%", "0.25 mg", "0.1 mL", "none", "1", "4", "999"),
    *("0.25 mg x 4/day lockout 2h", "00:00 5 mcg/h; 08:00 10 mcg/h", "baclofen 500 mcg/mL"),
    *("morphine 20 mg/mL + bupivacaine 10 mg/mL", "aspirin 1 mg/mL", "2026-11-02", "2026-12-01"),
    *("2026-12-01T09:30", "today", "tomorrow", "fri 14:00", "+9999w", "1/2/27", "2026-02-30"),
    *("28d", "9999w", "2026-12", "2026-12-31..2026-12-01", "2100-12-31", "[red]x[/]", "\x1b[2J"),
    *("\u202eabc", "a\nb", "a\x00b", "\udcff", "é", "=1+1", "x" * 2000, "--", "SM2-20", "home"),
    *("CODMAN3000-30", "margin_days", "zone", "America/Denver", "Mon-Fri 09:00-16:00", "always"),
)


class Leaf(NamedTuple):
    """A command: its words, how many arguments it takes, its options, those without a value."""

    words: tuple[str, ...]
    arguments: int
    options: list[str]
    flags: set[str]


def leaves() -> list[Leaf]:
    """Every command."""
    root: Any = typer.main.get_command(app)
    found = []
    for command in COMMANDS:
        if command.name in LEFT_OUT:
            continue
        made = root.get_command(None, command.name)
        for name, leaf in getattr(made, "commands", {"": made}).items():
            words = (command.name, name) if name else (command.name,)
            options = [o for p in leaf.params for o in p.opts if o.startswith("-")]
            flags = {o for p in leaf.params if getattr(p, "is_flag", False) for o in p.opts}
            arguments = sum(1 for p in leaf.params if p.param_type_name == "argument")
            typed = [o for o in options if o not in ("--db", "--demo", "--as-of")]
            found.append(Leaf(words, arguments, typed, flags))
    return found


def a_call(random: Random, known: list[Leaf]) -> list[str]:
    """Some command with words and options that a tired person, or a hostile one, might type."""
    leaf = random.choice(known)
    args = list(leaf.words)
    for _ in range(leaf.arguments):
        args.append(random.choice(WORDS[:12] if random.random() < 0.6 else WORDS))
    for option in random.choices(leaf.options, k=random.choice((0, 0, 1, 2))):
        args += [option] if option in leaf.flags else [option, random.choice(WORDS)]
    return [*args, "-y"] if random.random() < 0.6 else args


def test_no_words_make_it_stumble(clinic: Clinic) -> None:
    random, known = Random(20261122), leaves()
    whole = clinic.path.with_name("whole.sqlite")
    shutil.copy(clinic.path, whole)
    for number in range(CALLS):
        if number % 40 == 0:
            shutil.copy(whole, clinic.path)
        args = a_call(random, known)
        said = clinic.run(*args)
        assert said.code in CODES, args
        assert all(c.isprintable() or c in "\n\t" for c in said.out + said.err), args
        if said.code not in (0, 10):
            assert 1 <= len(said.err.splitlines()) <= 3, args
