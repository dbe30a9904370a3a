"""A fresh store for each test, copied from one that was made once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.backends import SQLITE
from tests.builders.store import open_store


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store's file."""
    path = tmp_path_factory.mktemp("template") / "empty.sqlite"
    open_store(str(path), create=True)
    return path


@pytest.fixture
def path(template: Path, backend: str, place: Path) -> Path:
    """Where an empty store of this test's own is: its file, or a database."""
    return Path(shutil.copy(template, place)) if backend == SQLITE else place


@pytest.fixture
def store(path: Path) -> Engine:
    """An empty store of this test's own."""
    return open_store(str(path))
