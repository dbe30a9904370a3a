"""Words completed in a shell: the right ones, harmless ones, and silence where there are none."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from pumpsched.cli.terminal import completion_scripts
from pumpsched.cli.terminal.completion import FILES, SHELLS, answer, complete
from pumpsched.usecases.departures import WORDS
from tests.builders.command import COMMANDS, TABLE
from tests.cli.clinic import Clinic
from tests.cli.processes import process
from tests.cli.words import words_of_the_commands

pytestmark = pytest.mark.sqlite_file


def told(clinic: Clinic, *words: str, shell: str = "zsh", **env: str) -> list[str]:
    """The lines of an answer about the clinic's store."""
    return answer(shell, words, environment={"PUMPSCHED_DB": str(clinic.path)} | env)


def words(clinic: Clinic, *typed: str) -> list[str]:
    """The words that would fit."""
    return [line.partition("\t")[0] for line in told(clinic, *typed)]


def change(path: Path, statement: str, *values: str) -> None:
    """Changes a store's file behind the program's back."""
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement, values)
    connection.close()


def test_the_table_of_words_is_that_of_the_commands() -> None:
    there = TABLE.read_text(encoding="utf-8")
    assert there == words_of_the_commands(), "run: python -m tests.cli.words"


def test_commands_come_with_what_they_do(clinic: Clinic) -> None:
    assert told(clinic, "")[0].startswith("due\tWho needs a refill")
    assert len(told(clinic, "")) == len(COMMANDS)
    assert words(clinic, "re") == ["refill", "readout", "restore"]
    assert words(clinic, "visit", "m") == ["move", "missed"]
    assert words(clinic, "--demo", "--as-of", "2026-11-22", "sho") == ["show"]


def test_options_are_those_of_the_command(clinic: Clinic) -> None:
    assert words(clinic, "refill", "0007", "--re") == ["--request-id", "--residual", "--restart"]
    assert words(clinic, "visit", "add", "--at", "fri", "--si") == ["--site"]
    assert words(clinic, "--show") == ["--show-completion"]
    assert words(clinic, "show", "--", "--a") == []


@pytest.mark.parametrize(
    ("typed", "fits"),
    [
        (("show", "000"), ["0003", "0007"]),
        (("show", "RIV"), ["0007", "0020"]),
        (("refill", "okaf"), ["0012"]),
        (("show", '"okaf'), ["0012"]),
        (("show", "0007", ""), []),
        (("whatif", "0007", "1"), []),
        (("due", "--nurse", ""), ["N1", "N2"]),
        (("due", "--nurse=N2"), ["--nurse=N2"]),
        (("due", "--nurse", "=", "N2"), ["N2"]),
        (("due", "--nurse", "="), ["N1", "N2"]),
        (("nurse", "edit", "N"), ["N1", "N2"]),
        (("nurse", "add", "N"), []),
        (("site", "edit", ""), ["MPLS"]),
        (("visit", "add", "0003", "--site", "M"), ["MPLS"]),
        (("visit", "move", ""), ["V1"]),
        (("pump", "implant", "0021", "--model", "sm2"), ["SM2-20", "SM2-40"]),
        (("refill", "0007", "--mixture", "b"), ["baclofen", "bupivacaine"]),
        (("due", "--setting", ""), ["clinic", "home", "either"]),
        (("config", "set", "margin"), ["margin_days"]),
        (("plan", "4w", "--without", ""), ["N1", "N2"]),
        (("plan", "--without", "N1", "--without", "N2"), ["N2"]),
        (("plan", "--why", "okaf"), ["0012"]),
        (("plan", "--why=000"), ["--why=0003", "--why=0007"]),
        (("simulate", "--without", "N"), ["N1", "N2"]),
        (("patient", "archive", "0007", "--reason", ""), ["died", "moved", "removed"]),
        (("patient", "archive", "0007", "--reason=m"), ["--reason=moved"]),
        (("stop", "0007", "--reason", ""), []),
        (("closure", "add", "N1"), ["N1"]),
        (("closure", "add", "al"), ["all"]),
        (("closure", "add", "M"), ["MPLS", "0030", "0041"]),
        (("import", "pan"), [FILES]),
        (("due", "--db", "x"), [FILES]),
        (("no-such-command", ""), []),
    ],
)
def test_a_value_is_completed_by_its_kind(
    clinic: Clinic, typed: tuple[str, ...], fits: Sequence[str]
) -> None:
    assert sorted(words(clinic, *typed)) == sorted(fits)


def test_the_reasons_to_leave_are_those_that_are_counted(clinic: Clinic) -> None:
    assert words(clinic, "patient", "archive", "0007", "--reason", "") == sorted(WORDS)


def test_a_patient_found_by_name_comes_as_code_with_the_name(clinic: Clinic) -> None:
    assert told(clinic, "show", "rivera") == ["0007\tRivera, Ana"]
    assert told(clinic, "show", "rivera", shell="bash") == ["0007"]
    assert told(clinic, "show", "ana", shell="bash") == [
        "(2 match)",
        "0007  Rivera, Ana",
        "0020  Rivero, Ana",
    ]
    assert told(clinic, "show", "ana", shell="bash", COMP_TYPE="37") == ["0007", "0020"]
    assert told(clinic, "show", shell="powershell", _PUMPSCHED_WORD="riv")[0].startswith("0007\t")


def test_the_store_is_the_one_that_the_line_names(
    clinic: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUMPSCHED_HOME", str(tmp_path))
    other = {"PUMPSCHED_DB": str(tmp_path / "none.sqlite")}
    assert answer("fish", ("show", "riv"), environment=other) == []
    assert len(answer("fish", ("show", "--db", str(clinic.path), "riv"), environment=other)) == 2
    assert answer("fish", ("show", "--demo", "riv"), environment=other) == []
    clinic.path.rename(tmp_path / "demo.sqlite")
    assert len(answer("fish", ("--demo", "show", "riv"), environment=other)) == 2
    assert answer("fish", ("show", "riv"), environment={}) == []
    (tmp_path / "demo.sqlite").rename(tmp_path / "pumpsched.sqlite")
    assert len(answer("fish", ("show", "riv"), environment={})) == 2


def spoil(path: Path, how: str) -> None:
    """Makes a store one that cannot be read."""
    if how == "missing":
        path.unlink()
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "damaged":
        path.write_bytes(path.read_bytes()[:5000] + b"\xff" * 5000)
    elif how == "open to others":
        path.chmod(0o644)
    elif how == "another layout":
        change(path, "ALTER TABLE patient RENAME TO patients")
    elif how == "a folder":
        path.unlink()
        path.mkdir()
    elif how == "a pipe":
        path.unlink()
        os.mkfifo(path, 0o600)
    elif how == "no text":
        change(path, "UPDATE patient SET name = CAST(x'ff41' AS TEXT)")


@pytest.mark.parametrize(
    "how",
    [
        *("missing", "empty", "damaged", "open to others", "another layout", "a folder"),
        *("a pipe", "no text"),
    ],
)
def test_a_store_that_cannot_be_read_gives_nothing_and_says_nothing(
    clinic: Clinic, how: str
) -> None:
    spoil(clinic.path, how)
    before = sorted(clinic.path.parent.iterdir())
    for shell in SHELLS:
        said = process(clinic.path, "show", "riv", _PUMPSCHED_COMPLETE=f"complete_{shell}")
        assert (said.returncode, said.stdout, said.stderr) == (0, "", "")
    assert sorted(clinic.path.parent.iterdir()) == before


def test_a_locked_store_gives_nothing_soon(clinic: Clinic) -> None:
    holder = sqlite3.connect(clinic.path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    assert told(clinic, "show", "riv") == []
    holder.rollback()
    holder.close()
    assert len(told(clinic, "show", "riv")) == 2


def test_a_store_on_a_server_or_nowhere_gives_nothing(clinic: Clinic) -> None:
    for place in ("postgresql://127.0.0.1:1/none", "~zzz/x", "a\0b", "\udcff"):
        assert told(clinic, "show", "riv", PUMPSCHED_DB=place) == []


def test_without_a_home_folder_there_is_nothing_to_say(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("PUMPSCHED_DB", "PUMPSCHED_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("_PUMPSCHED_COMPLETE", "complete_bash")
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *_names, **_more: "~/.local/share/x")
    assert complete(["show", "riv"]) == 0
    assert capsys.readouterr() == ("", "")


def test_an_unknown_instruction_is_answered_nothing(clinic: Clinic) -> None:
    for instruction in ("", "complete", "source_bash", "complete_ksh", "\u202e"):
        said = process(clinic.path, "show", "riv", _PUMPSCHED_COMPLETE=instruction)
        assert (said.returncode, said.stdout, said.stderr) == (0, "", "")


HOSTILE = "a\tb\nc\x1b[2J\u202e$(touch pwned)`touch pwned`\\$(touch pwned):'\";[/]" + "x" * 99


def test_a_hostile_name_is_one_short_harmless_line(clinic: Clinic) -> None:
    change(clinic.path, "UPDATE patient SET name = ? WHERE code = '0012'", HOSTILE)
    for shell in SHELLS:
        (line,) = [each for each in told(clinic, "show", "00", shell=shell) if "0012" in each]
        shown = line.removeprefix("0012").lstrip("\t ")
        assert shown.isprintable()
        assert len(shown) <= 60


def test_a_code_that_is_none_never_reaches_a_command_line(clinic: Clinic) -> None:
    for bad in ("$(touch pwned)", "a b", "-rf", "0012\x1b", ""):
        change(clinic.path, "UPDATE patient SET code = ? WHERE name LIKE 'Okafor%'", bad or " ")
        assert words(clinic, "show", "okafor") == []


def test_more_than_anybody_reads_is_not_told(clinic: Clinic) -> None:
    change(
        clinic.path,
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION SELECT i + 1 FROM n WHERE i < 1001)"
        " INSERT INTO nurse (code, name, skills, roster, seal)"
        " SELECT 'X' || i, 'Nurse', '', '', '' FROM n",
    )
    assert words(clinic, "due", "--nurse", "X") == []
    assert len(words(clinic, "due", "--nurse", "X1")) == 113


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_a_shell_is_printed(clinic: Clinic, shell: str) -> None:
    said = clinic.done("--show-completion", shell)
    assert said.out == completion_scripts.script(shell)
    assert f"_PUMPSCHED_COMPLETE=complete_{shell}" in said.out.replace(" = '", "=").replace(
        f"COMPLETE complete_{shell}", f"COMPLETE=complete_{shell}"
    )
    assert "eval" not in said.out


def test_without_a_name_it_is_the_users_own_shell(clinic: Clinic) -> None:
    said = clinic.run("--show-completion", env={"SHELL": "/usr/bin/zsh"})
    assert said.out.startswith("#compdef pumpsched")
    assert clinic.run("--show-completion", env={"SHELL": "/bin/ksh"}).code == 2


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_installing_twice_is_installing_once(clinic: Clinic, tmp_path: Path, shell: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / ".bashrc").write_text("alias ll='ls -l'")
    env = {"HOME": str(home), "USERPROFILE": str(home)}
    first = clinic.run("--install-completion", shell, env=env)
    assert (first.code, first.err) == (0, "")
    made = {path: path.read_text() for path in home.rglob("*") if path.is_file()}
    assert completion_scripts.script(shell) in made.values()
    assert made[home / ".bashrc"].startswith("alias ll='ls -l'")
    assert clinic.run("--install-completion", shell, env=env) == first
    assert {path: path.read_text() for path in home.rglob("*") if path.is_file()} == made


def test_powershell_is_told_how_to_load_it(clinic: Clinic) -> None:
    said = clinic.run("--install-completion", "powershell")
    assert said.code == 2
    assert "pumpsched --show-completion powershell | Out-String | Invoke-Expression" in said.err
