"""The options of every command: typed, in two groups, and offered only where they do something."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from typing import Any

import pytest
import typer

from pumpsched.cli import commands
from tests.builders.command import COMMANDS, app
from tests.cli.clinic import Clinic

LEAVES: dict[str, Any] = {}
for _command in COMMANDS:
    _made: Any = typer.main.get_command(app).get_command(None, _command.name)  # type: ignore[attr-defined]
    _parts = getattr(_made, "commands", None)
    LEAVES |= (
        {f"{_command.name} {name}": leaf for name, leaf in _parts.items()}
        if _parts
        else {_command.name: _made}
    )
LISTINGS = {
    "due": "--all",
    "plan": "2w --effort 0",
    "visit list": "4w",
    "route": "2026-11-24 --nurse N1",
    "board": "2026-11-24",
    "simulate": "--months 1 --effort 0",
    "nurse list": "",
    "site list": "",
    "closure list": "--past",
    "auth list": "",
    "orders list": "4w",
    "slots": "0007",
    "demand": "",
    "contact": "0007",
    "whatif": "0007 130mcg/d",
    "patient find": "--all",
    "pump list": "",
    "import": "folder -n",
    "export folder": "out",
    "export csv": "out.csv",
    "export xlsx": "out.xlsx",
    "export json": "out.json",
    "export ics": "out.ics",
    "demo": "--db other.sqlite",
    "config get": "",
    "audit list": "",
    "audit residuals": "--by nurse",
    "decision list": "",
    "finding list": "--all",
}
"""Commands that answer with a listing, and words to see one with."""
DATED = {
    *("refill", "dose", "stop", "start", "attempt", "bolus", "aspirate", "empty", "readout"),
    *("contact", "mri", "patient archive", "pump implant", "pump explant"),
    *("decision add", "finding ack"),
}
"""Commands whose fact happened on a day."""
EITHER = {"contact", "doctor", "dose", "plan"}
"""Commands that read or record, by what they are told."""


def offered(leaf: Any) -> set[str]:
    """The options in the help of a command."""
    return {name for each in leaf.params if not getattr(each, "hidden", 0) for name in each.opts}


def offering(option: str) -> set[str]:
    """The commands in whose help an option stands."""
    return {words for words, leaf in LEAVES.items() if option in offered(leaf)}


def test_csv_is_offered_by_the_commands_that_answer_with_a_listing() -> None:
    assert offering("--csv") == {*LISTINGS}
    assert offering("--plain") == {*LISTINGS, "show"}


@pytest.mark.sqlite_file
@pytest.mark.parametrize("words", LISTINGS)
def test_csv_changes_what_is_answered(
    clinic: Clinic, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    clinic.done("closure", "add", "all", "2026-12-24", "-y")
    clinic.done("nurse", "edit", "N1", "--roster", "Mon-Fri 08:00-16:30 home", "-y")
    clinic.done("auth", "add", "0007", "--number", "PA-1", "-y")
    if words == "import":
        clinic.done("export", "folder", "folder")
    call = [*words.split(), *LISTINGS[words].split()]
    force = ["--force"] if words.startswith("export") else []
    assert clinic.done(*call).out != clinic.done(*call, *force, "--csv").out


def test_a_day_of_its_own_is_offered_by_what_happened_on_one() -> None:
    assert offering("--on") == DATED


def test_what_reads_looks_from_another_day_and_what_writes_does_not() -> None:
    assert not offering("--as-of") & offering("--dry-run") - {
        "contact",
        "doctor",
        "dose",
        "plan",
        "refill",
    }


@pytest.mark.parametrize(
    "words", sorted(offering("--dry-run") - {"contact", "doctor", "dose", "plan"})
)
def test_what_writes_still_refuses_another_day_in_words(clinic: Clinic, words: str) -> None:
    arguments = [p for p in LEAVES[words].params if p.param_type_name == "argument" and p.required]
    given = {
        **{"FROM": "today", "AMOUNT": "1 mg", "VOLUME": "1 mL", "YEAR": "2027"},
        **{"KEY": "margin_days", "STATE": "ordered", "KIND": "restart"},
    }
    call = [*words.split(), *(given.get(each.metavar, "N1") for each in arguments)]
    needed = ["--fill", "20"] if words == "refill" else []
    said = clinic.run(*call, *needed, "--as-of", "2026-11-20", "--json")
    assert (said.code, said.error["code"]) == (2, "as-of-on-write")


@pytest.mark.parametrize("words", LEAVES)
def test_the_shared_options_stand_below_the_commands_own(clinic: Clinic, words: str) -> None:
    said = clinic.done(*words.split(), "--help").out
    own, _, common = said.partition("\nCommon options:\n")
    assert "--db PATH|URL" in common
    shared = "--db|--demo|--json|--csv|--plain|--color|--dry-run|--actor|--request-id|--help"
    assert not re.findall(rf"(?m)^  (-., )?({shared})\b", own.partition("\nOptions:\n")[2])


@pytest.mark.parametrize("words", LEAVES)
def test_no_help_shows_a_type_of_the_program(clinic: Clinic, words: str) -> None:
    said = clinic.done(*words.split(), "--help").out
    assert not re.findall(r"<[a-z]|\[\[|\{|list\[|INTEGER|FLOAT", said.partition("Usage:")[2])


def test_what_is_typed_for_the_digest_of_a_request_is_not_listed_by_any_command() -> None:
    folder = Path(inspect.getfile(commands)).parent
    keywords = {
        keyword.arg
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
    }
    assert "request" not in keywords
