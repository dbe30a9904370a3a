"""A patient's name reaches stderr on a terminal alone: in a pipe it would stand in a log."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.clinic import Clinic
from tests.cli.processes import on_terminal

pytestmark = pytest.mark.one_backend

BASELINE = Path(__file__).parents[1] / "baseline"
_CALL = re.compile(r"^\$ (?P<words>.*)\n(?P<said>(?:(?!\$ ).*\n)*)", re.MULTILINE)
CANARY = "Zyxwcanary"
REFUSED = {
    "part of two names": ("show", CANARY.lower()),
    "nearly a name": ("show", CANARY[:-1] + "i"),
    "a name where the code is needed": ("refill", f"{CANARY} Ana, the third", "--fill", "20", "-y"),
    "a name that cannot be stored": ("patient", "add", "9", "--name", f"{CANARY}\x1b", "-y"),
    "a note that cannot be stored": ("stop", "0007", "--reason", f"{CANARY}\x07", "-y"),
    "a word too many": ("show", "0007", CANARY),
    "somebody like that": ("patient", "add", "9", "--name", f"{CANARY}, Ana", "-y"),
    "who left the list": ("refill", "C2", "--fill", "20", "-y"),
    "what is asked again": ("refill", "0007", "--fill", "20", "--dose", "200 mcg/day", "-y"),
}


@pytest.fixture
def canary(clinic: Clinic) -> Clinic:
    """The clinic with patients of a name that nothing else holds."""
    clinic.done("patient", "add", "C1", "--name", f"{CANARY}, Ana", "-y")
    clinic.done("patient", "add", "C2", "--name", f"{CANARY}, Bo", "-y")
    clinic.done("patient", "archive", "C2", "--reason", "moved", "-y")
    clinic.done("patient", "edit", "0007", "--name", f"{CANARY} Ana, the third", "-y")
    return clinic


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["words", "JSON"])
def test_no_refusal_names_a_patient_in_a_log(canary: Clinic, form: tuple[str, ...]) -> None:
    for case, args in REFUSED.items():
        said = canary.run(*args, *form)
        assert said.code not in (0, 1), case
        assert CANARY.casefold() not in said.err.casefold(), case
        assert not re.search("[\ufdd0-\ufdd2]|\\\\ufdd", said.err), case
        if form:
            assert json.loads(said.err)["error"]["code"], case


def test_a_person_at_the_terminal_reads_the_name(canary: Clinic) -> None:
    seen = on_terminal(canary.path, "refill", f"{CANARY} Ana, the third", "--fill", "20", "-y")
    assert f"It matches 0007 {CANARY} Ana, the third, born 1961-04-02." in seen.text


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["words", "JSON"])
def test_a_row_that_differs_shows_what_tells_of_a_person_on_a_terminal_alone(
    canary: Clinic, tmp_path: Path, form: tuple[str, ...]
) -> None:
    path = tmp_path / "patients.csv"
    path.write_text(f'patient,name,phone\n0007,"{CANARY}, Eva",612-555-0199\n')
    words = ("import", str(path), "-n", *form)
    said = canary.run(*words)
    assert said.code == 5
    assert "differs in name: ours typed on" in said.err
    assert not re.search(f"{CANARY}|0199|[\ufdd0-\ufdd2]|\\\\ufdd", said.err)
    seen = on_terminal(canary.path, *words, columns=200)
    assert f"name ({CANARY}, Eva here, {CANARY} Ana, the third in the store)" in seen.text


def test_no_pinned_answer_names_a_patient_in_a_log() -> None:
    """The golden files hold some two thousand calls of every command."""
    names = re.compile(rf"\b(?:{'|'.join(map(re.escape, _family_names()))})\b")
    found = [
        (words, line) for words, line in _logged() if names.search(line) and not names.search(words)
    ]
    assert found == []


def _family_names() -> set[str]:
    """Those of every invented clinic that the golden files are made with."""
    folders = (BASELINE / "inputs/clinic", BASELINE / "folder", BASELINE.parents[1] / "data/clinic")
    found = set()
    for folder in folders:
        with (folder / "patients.csv").open(encoding="utf-8", newline="") as stream:
            found |= {row["name"].partition(",")[0] for row in csv.DictReader(stream)}
    return found


def _logged() -> Iterator[tuple[str, str]]:
    """Each line of stderr in a pipe, with the call that it answers."""
    for path in (BASELINE / "golden").iterdir():
        for call in _CALL.finditer(path.read_text(encoding="utf-8")):
            if "   (terminal, " not in call["words"]:
                for line in call["said"].splitlines():
                    if line.startswith("2> "):
                        yield call["words"], line
