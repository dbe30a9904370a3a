"""A clinic for each test, copied from one that is built once; the clock stands still."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from tests.backends import POSTGRES, OnServer
from tests.builders.command import clock
from tests.cli.clinic import NOW, Clinic, build_clinic
from tests.postgres import fresh_database


@pytest.fixture(scope="session")
def clinic_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the invented clinic."""
    path = tmp_path_factory.mktemp("clinic") / "clinic.sqlite"
    build_clinic(path)
    return path


@pytest.fixture
def clinic_url() -> Iterator[str]:
    """The URL of a database with a copy of the invented clinic."""
    with fresh_database("clinic", lambda url: build_clinic(cast(Path, OnServer(url)))) as url:
        yield url


@pytest.fixture
def clinic_place(backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """Where a copy of the invented clinic is: a file, or a database."""
    if backend == POSTGRES:
        yield cast(Path, OnServer(request.getfixturevalue("clinic_url")))
    else:
        made = request.getfixturevalue("clinic_file")
        yield Path(shutil.copy(made, tmp_path / "store.sqlite"))


@pytest.fixture
def clinic(clinic_place: Path, monkeypatch: pytest.MonkeyPatch) -> Clinic:
    """The invented clinic, at 10:00 on 2026-11-22."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    for name in ("PUMPSCHED_AS_OF", "PUMPSCHED_HOME", "COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return Clinic(clinic_place)
