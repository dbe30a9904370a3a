"""What every test shares: one Hypothesis profile, and the back ends a store's tests run on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from hypothesis import HealthCheck, settings

from tests.backends import BOTH, POSTGRES, SQLITE, OnServer
from tests.postgres import fresh_database

settings.register_profile(
    "pumpsched", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("pumpsched")

settings.register_profile("ci", settings.get_profile("pumpsched"), derandomize=True)
if os.environ.get("CI"):
    # A change lands or not by what it does, not by which example was drawn that day.
    settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--engine",
        choices=(*BOTH, "both"),
        default="both",
        help="which back end tests of the store run on (default: both)",
    )


def pytest_configure(config: pytest.Config) -> None:
    # Where the checkout cannot be written, Hypothesis keeps its examples in memory and says so.
    config.addinivalue_line(
        "filterwarnings",
        "ignore:The database setting is not configured:hypothesis.errors.HypothesisWarning",
    )
    config.addinivalue_line("markers", "sqlite_file: about the SQLite file itself, on no server")
    config.addinivalue_line(
        "markers",
        "one_backend: about words, streams or the screen; on a server with --engine postgres only",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "backend" not in metafunc.fixturenames:
        return
    chosen = metafunc.config.getoption("--engine")
    names = list(BOTH) if chosen == "both" else [chosen]
    if chosen == "both" and metafunc.definition.get_closest_marker("one_backend"):
        names = [SQLITE]
    if metafunc.definition.get_closest_marker("sqlite_file"):
        names = [name for name in names if name == SQLITE]
    metafunc.parametrize("backend", names)


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """The URL of an empty store on a server, this test's own."""
    with fresh_database() as url:
        yield url


@pytest.fixture
def place(backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Where a store of this test's own is to be made: a file, or a database."""
    if backend == POSTGRES:
        return cast(Path, OnServer(request.getfixturevalue("postgres_url")))
    return tmp_path / "store.sqlite"
