"""What rough input once broke, and what only a real process can be given."""

from __future__ import annotations

import os
import stat
import subprocess
from pathlib import Path

import pytest

from tests.cli.clinic import Clinic, lines
from tests.cli.processes import COMMAND, ROOT, environment
from tests.cli.rough import CODES, check_answer, foreign, leaves

pytestmark = pytest.mark.sqlite_file
posix = pytest.mark.skipif(os.name != "posix", reason="paths and files of POSIX")
OF_NOBODY = "~nobody-of-that-name/x"


@posix
@pytest.mark.parametrize(
    "args",
    [
        ("due", "--db", OF_NOBODY),
        ("import", OF_NOBODY, "-y"),
        ("export", "folder", OF_NOBODY),
        ("export", "csv", OF_NOBODY),
        ("export", "json", OF_NOBODY),
        ("export", "ics", OF_NOBODY),
        ("backup", OF_NOBODY),
        ("restore", OF_NOBODY, "-y"),
        ("route", "2026-11-24", "--nurse", "N1", "--html", OF_NOBODY),
    ],
    ids=" ".join,
)
def test_the_home_folder_of_nobody_is_refused(clinic: Clinic, args: tuple[str, ...]) -> None:
    said = clinic.run(*args)
    assert said.code == 2
    assert f'"{OF_NOBODY}": is in the home folder of nobody here' in lines(said)[0]


@posix
@pytest.mark.parametrize("name", ["a\nb\nc\nd", "a\rb", "a\x1eb", "a\u2028b"])
def test_a_line_break_in_a_path_makes_no_line(clinic: Clinic, name: str) -> None:
    said = clinic.run("due", "--db", name)
    assert said.code == 3
    assert len(lines(said)) == 3
    assert foreign(said.err) == set()


def test_a_path_with_a_nul_is_refused(clinic: Clinic) -> None:
    said = clinic.run("due", "--db", "a\0b")
    assert said.code == 2
    assert said.err.startswith('--db "a\\x00b": holds a character that no path has')


@posix
@pytest.mark.parametrize("kind", ["csv", "json", "ics"])
def test_a_device_or_pipe_is_never_replaced_by_a_file(
    clinic: Clinic, tmp_path: Path, kind: str
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    said = clinic.run("export", kind, str(pipe), "--force")
    assert said.code == 5
    assert "it is no file" in said.err
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("words", sorted({leaf.words[:n] for leaf in leaves() for n in (1, 2)}))
def test_an_empty_word_is_a_word_that_may_be_wrong(
    clinic: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    check_answer(clinic.run(*words, ""), [*words, ""])
    check_answer(clinic.run(*words, "", ""), [*words, "", ""])


BYTES = [
    [b"show", b"\xff\xfe"],
    [b"\xc3\x28"],
    [b"refill", b"0007", b"--residual", b"\xed\xa0\x80", b"--fill", b"20"],
    [b"due", b"--db", b"\xf0\x9f\x92"],
    [b"patient", b"edit", b"0007", b"--name", b"\x1b[2J\x9b31m", b"-y"],
    [b"due", b"--as-of=\xe2\x80\xae2026-11-22"],
]


@posix
@pytest.mark.parametrize("args", BYTES, ids=repr)
def test_bytes_that_are_no_text_are_refused_in_words(clinic: Clinic, args: list[bytes]) -> None:
    said = subprocess.run(
        [*COMMAND, *args], cwd=ROOT, env=environment(clinic.path), capture_output=True, check=False
    )
    assert said.returncode in CODES - {0}
    assert said.stdout == b""
    assert foreign(said.stderr.decode()) == set()
    assert 1 <= len(said.stderr.decode().splitlines()) <= 3
