"""The README shows what the program does: each console block is run and compared."""

from __future__ import annotations

import re

import pytest

from tests.readme import README, ROOT, blocks, calls, rerun

pytest.importorskip("fcntl", reason="the blocks run on a terminal, which this system lacks")


def test_every_console_block_prints_what_the_readme_shows() -> None:
    text = README.read_text()
    assert _settled(rerun(text)) == _settled(text)


def _settled(text: str) -> str:
    """The text with runs of blanks made one: older releases of rich space columns otherwise."""
    return re.sub(" +", " ", text)


def test_the_first_block_is_two_commands_set_up_and_test() -> None:
    commands = [call.command for call in calls(blocks(README.read_text())[0])]
    assert len(commands) == 2
    assert "venv" in commands[0]
    assert commands[0].endswith("pumpsched demo")
    assert "pytest" in commands[1]


def test_ci_takes_its_two_commands_from_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    assert "$(readme 1)" in script
    assert "$(readme 2)" in script


def test_the_readme_names_every_command() -> None:
    from pumpsched.cli.commands import COMMANDS

    text = README.read_text()
    missing = [
        c.name for c in COMMANDS if not re.search(rf"`{c.name}\b|pumpsched {c.name}\b", text)
    ]
    assert missing == []
