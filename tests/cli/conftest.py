"""A clinic for each test, copied from one that is built once; the clock stands still."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pumpsched.cli import clock
from tests.cli.clinic import NOW, Clinic, build_clinic


@pytest.fixture(scope="session")
def clinic_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the invented clinic."""
    path = tmp_path_factory.mktemp("clinic") / "clinic.sqlite"
    build_clinic(path)
    return path


@pytest.fixture
def clinic(clinic_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clinic:
    """The invented clinic, at 10:00 on 2026-11-22."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    for name in ("PUMPSCHED_AS_OF", "PUMPSCHED_HOME", "COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return Clinic(Path(shutil.copy(clinic_file, tmp_path / "store.sqlite")))
