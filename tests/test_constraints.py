"""The two sets of versions that CI tries: each name once, each declared name there.

pip refuses a name pinned twice, and then nothing can be set up at all.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.readme import ROOT


def _pins(path: Path) -> list[str]:
    lines = (line.split("#")[0].strip() for line in path.read_text().splitlines())
    return [_name(line.split("==")[0]) for line in lines if line]


def _name(text: str) -> str:
    """A distribution's name as PyPI compares it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", text.strip()).lower()


def _declared(*groups: str) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lists = [project["dependencies"], *(project["optional-dependencies"][g] for g in groups)]
    names = (re.match(r"[\w.-]+", each) for group in lists for each in group)
    return {_name(found[0]) for found in names if found} - {"pumpsched"}


@pytest.mark.parametrize("name", ["constraints.txt", "lowest.txt"])
def test_each_name_is_pinned_once(name: str) -> None:
    pins = _pins(ROOT / ".ci" / name)
    assert pins
    assert sorted({each for each in pins if pins.count(each) > 1}) == []


def test_what_the_first_command_installs_is_pinned() -> None:
    assert _declared("test", "dev") - set(_pins(ROOT / ".ci" / "constraints.txt")) == set()


def test_the_lowest_release_of_what_the_program_needs_is_pinned() -> None:
    assert _declared("postgres") - set(_pins(ROOT / ".ci" / "lowest.txt")) == set()
