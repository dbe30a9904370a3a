"""The first five minutes: what a newcomer types, and what a hurried nurse leaves out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.builders.command import COMMANDS
from tests.cli.clinic import Clinic
from tests.cli.processes import on_terminal, process

pytestmark = pytest.mark.one_backend

TOPICS = ("dates", "exit-codes", "import", "postgres", "settings")


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_is_told_in_lines_that_fit(clinic: Clinic, topic: str) -> None:
    told = clinic.done("help", topic).out
    assert told.startswith(f"{topic}: ")
    assert max(map(len, told.splitlines())) <= 104
    assert topic in clinic.done("help").out


def test_help_alone_is_the_programs_help(clinic: Clinic) -> None:
    assert clinic.done("help").out.rstrip() == clinic.done("--help").out.rstrip()


@pytest.mark.parametrize("words", [("due",), ("visit", "add"), ("export",)], ids=" ".join)
def test_help_of_a_command_is_what_its_option_prints(
    clinic: Clinic, words: tuple[str, ...]
) -> None:
    assert clinic.done("help", *words).out == clinic.done(*words, "--help").out


def test_a_topic_that_is_not_there_names_those_that_are(clinic: Clinic) -> None:
    said = clinic.run("help", "quantum")
    assert said.code == 2
    assert all(topic in said.err for topic in TOPICS)


def test_every_exit_code_of_the_help_is_explained_in_its_topic(clinic: Clinic) -> None:
    told = clinic.done("help", "exit-codes").out
    assert all(f"\n  {code:<5}" in told for code in (*range(11), 130))


def test_the_version_has_a_short_option(clinic: Clinic) -> None:
    assert process(clinic.path, "-V").stdout == process(clinic.path, "--version").stdout
    assert clinic.done("-V").out.startswith("pumpsched ")


def test_without_a_store_the_bare_command_names_every_way_to_begin(tmp_path: Path) -> None:
    said = Clinic(tmp_path / "none.sqlite").run()
    assert said.code == 3
    for command in ("demo", "import PATH", "patient add CODE --name …"):
        assert f"pumpsched {command}" in said.err


def test_a_refill_is_recorded_with_short_options(clinic: Clinic) -> None:
    short = clinic.done("refill", "0007", "-r", "15.1", "-f", "19", "-o", "2026-11-21", "-n")
    long = ("--residual", "15.1", "--fill", "19", "--on", "2026-11-21", "-n")
    assert short.out == clinic.done("refill", "0007", *long).out
    new = ("-f", "19", "-m", "baclofen 1 mg/mL", "-d", "120 mcg/day", "-n")
    assert "baclofen 1 mg/mL" in clinic.run("refill", "0007", *new).err


def test_no_short_option_of_a_command_means_two_things(clinic: Clinic) -> None:
    for command in COMMANDS:
        told = clinic.done(command.name, "--help").out
        short = [line.split()[0].rstrip(",") for line in told.splitlines()
                 if line.startswith("  -") and not line.startswith("  --")]  # fmt: skip
        assert len(short) == len(set(short)), command.name


@pytest.mark.parametrize("noun", ["patient", "pump", "visit", "nurse", "site", "closure", "auth"])
def test_a_bare_noun_lists(clinic: Clinic, noun: str) -> None:
    words = ("find", "--all") if noun == "patient" else ("list",)
    assert clinic.done(noun).out == clinic.done(noun, *words).out
    assert clinic.done(noun, "--json").json == clinic.done(noun, *words, "--json").json


def test_the_table_for_people_goes_through_a_pipe(clinic: Clinic) -> None:
    said = clinic.done("due", "--table")
    assert said.out.startswith("Refills due by ")
    assert "8 in all" in said.out
    assert "\t" not in said.out
    assert clinic.run("due", "--table", "--csv").code == 2


@pytest.mark.sqlite_file
@pytest.mark.parametrize(
    ("rows", "more", "is_paged"), [(8, (), True), (8, ("--no-pager",), False), (60, (), False)]
)
def test_only_a_list_longer_than_the_screen_waits_in_a_pager(
    clinic: Clinic, tmp_path: Path, rows: int, more: tuple[str, ...], is_paged: bool
) -> None:
    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\necho PAGED\ncat\n", encoding="utf-8")
    pager.chmod(0o755)
    seen = on_terminal(clinic.path, "due", "--all", *more, rows=rows, env={"PAGER": str(pager)})
    assert seen.code == 0
    assert ("PAGED" in seen.text) is is_paged
    assert seen.text.count("Okafor") == 1


@pytest.mark.sqlite_file
def test_a_pager_that_is_not_there_hides_nothing(clinic: Clinic) -> None:
    env = {"PAGER": os.devnull + "/none"}
    seen = on_terminal(clinic.path, "due", "--all", rows=8, env=env)
    assert (seen.code, seen.text.count("Okafor")) == (0, 1)


def test_a_pipe_never_waits_in_a_pager(clinic: Clinic) -> None:
    said = process(clinic.path, "due", "--all", "--table", PAGER="echo PAGED", LINES="5")
    assert "PAGED" not in said.stdout
