"""The README shows what the program does: each console block is run and compared."""

from __future__ import annotations

import re
import shutil

import pytest

from tests.readme import PATH, README, ROOT, Ran, blocks, commands, ran, rewritten

pytest.importorskip("fcntl", reason="the blocks run on a terminal, which this system lacks")


@pytest.fixture(scope="module")
def results() -> list[Ran]:
    return ran(README.read_text())


def test_every_console_block_prints_what_the_readme_shows(results: list[Ran]) -> None:
    text = README.read_text()
    assert _settled(rewritten(text, results)) == _settled(text)


def test_every_command_is_found_and_ends_well_in_a_newcomers_shell(results: list[Ran]) -> None:
    assert shutil.which("pumpsched", path=PATH) is None
    assert [(each.command, each.output) for each in results if each.status] == []


def _settled(text: str) -> str:
    """The text with runs of blanks made one: older releases of rich space columns otherwise."""
    return re.sub(" +", " ", text)


def test_the_first_block_is_two_commands_set_up_and_test() -> None:
    typed = commands(blocks(README.read_text())[0])
    assert len(typed) == 2
    assert "venv" in typed[0]
    assert typed[0].endswith("pumpsched demo")
    assert "pytest" in typed[1]


def test_the_readme_is_short_and_fits_a_screen() -> None:
    lines = README.read_text().splitlines()
    assert len(lines) <= 150
    assert [line for line in lines if len(line) > 120] == []


def test_ci_takes_its_two_commands_from_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    assert "$(readme 1)" in script
    assert "$(readme 2)" in script


def test_the_readme_names_every_command() -> None:
    from tests.builders.command import COMMANDS

    text = README.read_text()
    missing = [
        c.name for c in COMMANDS if not re.search(rf"`{c.name}\b|pumpsched {c.name}\b", text)
    ]
    assert missing == []
