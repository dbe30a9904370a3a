"""What a start imports, and that every command explains itself."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import typer

from tests.builders.command import COMMANDS, app
from tests.cli.clinic import Clinic
from tests.cli.processes import ROOT

HEAVY = ("sqlmodel", "sqlalchemy", "alembic", "pydantic", "rich", "pyvrp")


DATABASE = ("sqlmodel", "sqlalchemy", "alembic", "pydantic", "psycopg")
READS = (
    "due",
    "due --limit 5 --unbooked",
    "due --json",
    "show 0007",
    "why 0007",
    "patient find rivera",
    "visit list",
    "route --nurse N1",
    "board",
    "orders",
    "audit list",
    "audit verify",
    "doctor",
)


def imported_by(*calls: Sequence[str]) -> set[str]:
    """The heavy modules that calls in one process import."""
    script = (
        "import sys\n"
        "from pumpsched.cli.program import app\n"
        f"for call in {list(map(list, calls))!r}:\n"
        "    try: app(call)\n"
        "    except SystemExit as ended: assert not ended.code, call\n"
        f"print('|', *[name for name in {HEAVY + DATABASE!r} if name in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(found.stdout.rsplit("|", 1)[1].split())


def at_the_end(words: Sequence[str], found: str, variables: Mapping[str, str]) -> list[str]:
    """What an expression gives at the end of a call of the program, in a process of its own."""
    script = (
        "import atexit, gc, sys\n"
        "from pumpsched.cli.main import main\n"
        f"atexit.register(lambda: print('|', *{found}))\n"
        "main()"
    )
    said = subprocess.run(
        [sys.executable, "-c", script, *words],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return said.stdout.rsplit("|", 1)[1].split()


def modules_of(*words: str, **variables: str) -> set[str]:
    """All modules that a call of the program has loaded at its end."""
    return set(at_the_end(words, "sys.modules", variables))


def test_the_end_of_a_call_searches_through_nothing_that_it_leaves() -> None:
    assert at_the_end(["--version"], "[gc.get_freeze_count() > 1_000]", {}) == ["True"]


def test_the_version_and_a_word_of_completion_do_without_the_parser(clinic: Clinic) -> None:
    slow = {"typer", "dataclasses", "pumpsched.domain.clinic"}
    place = {"PUMPSCHED_DB": str(clinic.path), "_PUMPSCHED_COMPLETE": "complete_bash"}
    assert modules_of("--version") & slow == set()
    assert modules_of("show", "riv", **place) & slow == set()


@pytest.mark.parametrize("args", [("--help",), ("-h",), ("--version",)])
def test_help_and_version_import_no_database_and_no_tables(args: tuple[str, ...]) -> None:
    assert imported_by(args) == set()


@pytest.mark.parametrize("line", READS)
def test_what_only_reads_imports_no_database_library(clinic_file: Path, line: str) -> None:
    found = imported_by([*line.split(), "--db", str(clinic_file)])
    assert found & set(DATABASE) == set()


RECORDING = {"pumpsched.domain.recording", "pumpsched.usecases.outlooks", "pumpsched.planning.case"}
LEDGER = {"pumpsched.domain.ledger", "pumpsched.domain.projection", "pumpsched.domain.catalogue"}
PROJECTING = LEDGER | {"pumpsched.usecases.chart", "pumpsched.usecases.worklist", "tomllib"}
FINDINGS = {"pumpsched.domain.standing", "pumpsched.domain.standing_findings"}


@pytest.mark.parametrize(
    ("line", "needless"),
    [
        ("due", RECORDING | {"json", "tomllib", "pumpsched.usecases.visits"}),
        ("show 0007", RECORDING | {"json", "pumpsched.domain.standing"}),
        ("why 0007", RECORDING | {"json", "pumpsched.domain.standing"}),
        ("patient find rivera", RECORDING | PROJECTING | {"json"}),
        ("visit list", RECORDING | PROJECTING | {"json"}),
        ("route --nurse N1", RECORDING | {"json", "pumpsched.usecases.worklist"}),
        ("orders", RECORDING | FINDINGS | {"json", "pumpsched.usecases.worklist"}),
        ("audit list", RECORDING | PROJECTING),
    ],
)
def test_a_read_loads_nothing_of_what_it_does_not_show(
    clinic_file: Path, line: str, needless: set[str]
) -> None:
    assert modules_of(*line.split(), "--db", str(clinic_file)) & needless == set()


def every_command() -> list[tuple[str, ...]]:
    """The words of every command, group and subcommand."""
    root: Any = typer.main.get_command(app)
    found: list[tuple[str, ...]] = []
    for command in COMMANDS:
        made = root.get_command(None, command.name)
        found.append((command.name,))
        found += [(command.name, name) for name in getattr(made, "commands", {})]
    return found


EVERY = every_command()
each_command = pytest.mark.parametrize("words", EVERY, ids=" ".join)


def test_the_help_of_no_command_imports_a_database_library() -> None:
    assert imported_by(*([*words, "--help"] for words in EVERY)) & set(DATABASE) == set()


@each_command
def test_the_help_of_a_command_begins_with_two_examples(
    clinic: Clinic, words: tuple[str, ...]
) -> None:
    said = clinic.done(*words, "--help")
    first = said.out.splitlines()[:4]
    assert first[0] == "Examples:"
    assert first[1].startswith("  pumpsched " + words[0])
    assert first[2].startswith("  pumpsched " + words[0])
    assert clinic.done(*words, "-h").out == said.out
    assert f"Usage: pumpsched {' '.join(words)}" in said.out


def examples() -> list[str]:
    """Every example of every command's help."""
    root: Any = typer.main.get_command(app)
    found: list[str] = []
    for words in EVERY:
        made = root.get_command(None, words[0])
        if len(words) == 2:
            made = made.commands[words[1]]
        found += getattr(made.callback, "examples", ())
    return found


@pytest.mark.parametrize("line", examples())
def test_every_example_parses(line: str) -> None:
    words = shlex.split(line)
    assert words[0] == "pumpsched"
    root: Any = typer.main.get_command(app)
    command, rest = root.get_command(None, words[1]), words[2:]
    while hasattr(command, "commands"):
        bare = not rest or rest[0].startswith("-")
        bare = bare or (command.takes_words and rest[0] not in command.commands)
        name = command.default if bare else rest[0]
        command, rest = command.commands[name], rest if bare else rest[1:]
    command.make_context(line, list(rest), help_option_names=["-h", "--help"])


def test_the_help_names_every_command_and_the_exit_codes(clinic: Clinic) -> None:
    said = clinic.done("--help").out
    assert said.startswith("Examples:\n  pumpsched ")
    assert [c.name for c in COMMANDS if f"\n  {c.name} " not in said] == []
    assert "Exit codes: 0 done" in said


def test_the_version_is_one_line(clinic: Clinic) -> None:
    from pumpsched import __version__

    assert clinic.done("--version").out == f"pumpsched {__version__}\n"


def test_the_bare_command_is_due(clinic: Clinic) -> None:
    assert clinic.done().out == clinic.done("due").out
    assert clinic.done("--json").out == clinic.done("due", "--json").out


@pytest.mark.parametrize(
    "args",
    ["due", "show 0007", "why 0007", "route --nurse N1", "orders", "visit list", "audit list"],
)
def test_an_answer_in_a_pipe_loads_nothing_that_draws_on_a_screen(
    clinic_file: Path, args: str
) -> None:
    assert "rich" not in imported_by([*args.split(), "--db", str(clinic_file)])
