"""Commands that are suggested are for the store that was asked about."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pumpsched
from pumpsched.cli.registry import BY_NAME
from pumpsched.cli.stores import for_store, option_of, typed_in
from tests.cli.clinic import Clinic
from tests.cli.processes import on_terminal

WHERE = "--db other.sqlite"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Next: pumpsched due", f"Next: pumpsched due {WHERE}"),
        (
            "Saved as 7. Undo: pumpsched undo 7 --patient 0007 --reason …",
            f"Saved as 7. Undo: pumpsched undo 7 --patient 0007 --reason … {WHERE}",
        ),
        (
            "Next: pumpsched plan 4w        proposes visits",
            f"Next: pumpsched plan 4w {WHERE}        proposes visits",
        ),
        (
            'Next: pumpsched refill 7 --mixture "a 1 mg/mL; b" …. Then: pumpsched dose 7 DOSE.',
            f'Next: pumpsched refill 7 --mixture "a 1 mg/mL; b" … {WHERE}. '
            f"Then: pumpsched dose 7 DOSE {WHERE}.",
        ),
        (
            "cancel it: `pumpsched visit cancel V1`, or not",
            f"cancel it: `pumpsched visit cancel V1 {WHERE}`, or not",
        ),
        (
            "Next: pumpsched pump implant 7 … for a new pump",
            f"Next: pumpsched pump implant 7 … {WHERE} for a new pump",
        ),
        (
            "from its fill on (a dose changed since: pumpsched dose 7 …), --skip 7 leaves it out",
            f"from its fill on (a dose changed since: pumpsched dose 7 … {WHERE}), --skip 7 leaves "
            "it out",
        ),
        (
            "pumpsched db upgrade (it makes a backup first)",
            f"pumpsched db upgrade {WHERE} (it makes a backup first)",
        ),
        (
            "Next: pumpsched simulate --with-nurse 'Mon 08:00-12:00 home; Tue …' --at 44.9,-93.2",
            "Next: pumpsched simulate --with-nurse 'Mon 08:00-12:00 home; Tue …' --at 44.9,-93.2"
            f" {WHERE}",
        ),
        (
            "not away then: `pumpsched nurse off N1 2026-11-23..2026-11-24`.",
            f"not away then: `pumpsched nurse off N1 2026-11-23..2026-11-24 {WHERE}`.",
        ),
        ("planned by pumpsched and by hand", "planned by pumpsched and by hand"),
        ("Try: pumpsched visit add --help", "Try: pumpsched visit add --help"),
        ("Next: pumpsched show 3 --demo", "Next: pumpsched show 3 --demo"),
        ("Next: pumpsched import X -n --db OTHER", "Next: pumpsched import X -n --db OTHER"),
    ],
)
def test_each_command_gets_the_option_where_it_ends(text: str, shown: str) -> None:
    assert for_store(text, WHERE) == shown
    assert for_store(text, "") == text


def test_the_option_is_the_one_that_was_typed_without_a_password() -> None:
    assert typed_in(["due", "--demo"]) == "--demo"
    assert typed_in(["--db", "my list.sqlite", "due"]) == "--db 'my list.sqlite'"
    assert typed_in(["due", "--db=x.sqlite"]) == "--db x.sqlite"
    assert typed_in(["due", "--db"]) == typed_in(["due"]) == typed_in([]) == ""
    assert option_of(demo=False, db="postgresql://ann:secret@db/clinic") == "--db URL"


@pytest.mark.sqlite_file
def test_what_was_saved_elsewhere_is_undone_there(clinic: Clinic, tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    clinic.done("backup", str(other))
    at = ("--db", str(other))
    saved = clinic.done("refill", "0007", "--residual", "9", "--fill", "18", "-y", *at)
    assert f" --reason … --db {other}\n" in saved.err
    refused = clinic.run("show", "nobody", *at)
    assert f"--db {other}" in refused.err
    assert "--db" not in clinic.done("refill", "0007", "--fill", "18", "-y").err


@pytest.mark.sqlite_file
def test_what_is_typed_before_the_command_counts_for_a_refusal(
    clinic: Clinic, tmp_path: Path
) -> None:
    other = tmp_path / "other.sqlite"
    clinic.done("backup", str(other))
    assert f"show 0007 --db {other}" in clinic.run("--db", str(other), "show", "rivra").err
    refused = clinic.run("--json", "show", "nobody", "--db", str(other)).error
    assert refused["code"] == "unknown-patient"
    assert f"--db {other}" in refused["next"]


def test_without_a_word_and_a_store_the_first_step_is_said(tmp_path: Path) -> None:
    clinic = Clinic(tmp_path / "none.sqlite")
    said = clinic.run()
    assert said.code == 3
    assert "pumpsched demo" in said.err


@pytest.mark.sqlite_file
@pytest.mark.parametrize(
    "command",
    [
        ("due",),
        ("due", "--counts"),
        ("show", "0007"),
        ("orders",),
        ("plan", "4w", "--effort", "0"),
        ("plan", "4w", "--effort", "0", "--without", "N2"),
        ("simulate", "--months", "1", "--effort", "0"),
    ],
    ids=" ".join,
)
def test_what_is_suggested_on_a_screen_is_for_the_store_that_was_asked_about(
    clinic: Clinic, tmp_path: Path, command: tuple[str, ...]
) -> None:
    other = tmp_path / "other.sqlite"
    clinic.done("backup", str(other))
    seen = on_terminal(clinic.path, *command, "--db", str(other), columns=300)
    suggested = re.findall(r"pumpsched [a-z].*", seen.text)
    assert suggested
    assert [line for line in suggested if f" --db {other}" not in line] == []


def test_a_second_command_of_a_suggestion_is_whole_too() -> None:
    """Without the word before it a command gets no store, and nobody can paste it."""
    names = "|".join(BY_NAME)
    half = re.compile(rf"pumpsched [^\"`]*(?:, | or | then )(?:{names})\b")
    package = Path(pumpsched.__file__).parent
    found = {
        f"{path.relative_to(package)}: {match[0]}"
        for path in package.rglob("*.py")
        for match in half.finditer(path.read_text(encoding="utf-8"))
        if "\n" not in match[0]
    }
    assert found == set()
    assert half.search("pumpsched pump implant 7 …, or patient archive 7")


@pytest.mark.sqlite_file
def test_a_finding_of_a_route_names_its_command_for_that_store(
    clinic: Clinic, tmp_path: Path
) -> None:
    clinic.done("patient", "archive", "0003", "--reason", "moved", "-y")
    other = tmp_path / "other.sqlite"
    clinic.done("backup", str(other))
    route = ("route", "2026-11-24", "--nurse", "N1", "--db", str(other))
    seen = on_terminal(clinic.path, *route, columns=60)
    assert f"`pumpsched visit cancel V1 --db {other}`" in seen.text
    told = clinic.done(*route, "--json").json["stops"][0]["findings"]
    assert any(f"pumpsched visit cancel V1 --db {other}`" in each["message"] for each in told)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
@settings(max_examples=100)
def test_a_shell_reads_the_store_of_a_suggestion_as_it_was_typed(name: str) -> None:
    shown = for_store("pumpsched due", option_of(demo=False, db=name))
    if "://" not in name and "password=" not in name:
        assert shlex.split(shown) == ["pumpsched", "due", "--db", name]


ODD = "it's $HOME; `id`.sqlite"


@pytest.mark.sqlite_file
def test_a_path_in_a_suggestion_is_quoted_for_the_shell(clinic: Clinic, tmp_path: Path) -> None:
    copy = tmp_path / ODD
    for said in (
        clinic.done("backup", str(copy)),
        clinic.done("export", "folder", str(tmp_path / "it's out")),
        clinic.done("refill", "0007", "--fill", "18", "-y", "--db", str(copy)),
        clinic.done("due", "--db", str(copy)),
    ):
        commands = [line for line in said.err.splitlines() if "pumpsched " in line]
        assert commands
        assert all("it's" in " ".join(shlex.split(line.partition("pumpsched ")[2]))
                   for line in commands)  # fmt: skip
    copy.chmod(0o644)
    refused = clinic.run("due", "--db", str(copy)).err.splitlines()[-1]
    assert shlex.split(refused)[-2:] == ["600", str(copy)]


@pytest.mark.one_backend
def test_an_import_looks_at_its_path_before_it_asks_for_yes(clinic: Clinic, tmp_path: Path) -> None:
    assert clinic.run("import", str(tmp_path / "none.csv")).code == 3
    os.mkfifo(tmp_path / "pipe.csv")
    assert "is not a file" in clinic.run("import", str(tmp_path / "pipe.csv")).err
    panel = tmp_path / "panel.csv"
    panel.write_text("patient,name,pump_model\n9,Lee Invented,SM2-20\n")
    assert "needs --yes" in clinic.run("import", str(panel)).err
