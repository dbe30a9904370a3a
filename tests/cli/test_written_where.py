"""Files that commands write: a name is needed, and ``-`` is none; nor is no text."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.clinic import Clinic

TARGETS = [
    ("export", "json", "-"),
    ("export", "csv", "-"),
    ("export", "folder", "-"),
    ("export", "ics", "-"),
    ("backup", "-"),
    ("route", "2026-11-24", "--nurse", "N1", "--html", "-"),
    ("route", "2026-11-24", "--nurse", "N1", "--html=-", "--force"),
    ("route", "2026-11-29", "--nurse", "N1", "--html", "-"),
    ("simulate", "--months", "1", "--html", "-"),
    ("export", "json", ""),
    ("backup", ""),
    ("route", "2026-11-24", "--nurse", "N1", "--html", ""),
    ("simulate", "--months", "1", "--html="),
]


@pytest.mark.parametrize("args", TARGETS, ids=" ".join)
def test_health_data_is_not_written_to_a_file_named_like_stdout(
    clinic: Clinic, args: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    said = clinic.run(*args)
    assert (said.code, said.out) == (2, "")
    what, why, next_step = said.err.splitlines()
    assert what.endswith(
        (' "-" names no file; nothing was written.', ' "" names no file; nothing was written.')
    )
    assert "only you can read" in why
    assert "such as" in next_step
    assert list(here.iterdir()) == []


def test_a_file_may_still_be_called_so_by_its_path(
    clinic: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    clinic.done("export", "json", "./-")
    assert (tmp_path / "-").is_file()
