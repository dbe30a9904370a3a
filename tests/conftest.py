"""What every test shares: a profile, the back ends a store's tests run on, a place in memory."""

from __future__ import annotations

import compileall
import gc
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, settings

from tests.backends import BOTH, POSTGRES, SQLITE, OnServer
from tests.effort import FULL
from tests.made_once import copy_new_stores, keep_commands_and_statements
from tests.postgres import ROOT, fresh_database, memory

settings.register_profile(
    "pumpsched", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("pumpsched")

settings.register_profile("ci", settings.get_profile("pumpsched"), derandomize=True)
if os.environ.get("CI"):
    # A change lands or not by what it does, not by which example was drawn that day.
    settings.load_profile("ci")

keep_commands_and_statements()
copy_new_stores()

OBJECTS_BEFORE_A_COLLECTION = 100_000
"""As in a process of the command line: what a test leaves is little, what stays is much."""


if "TMPDIR" not in os.environ and (_folder := memory()):
    # Stores are synchronised with their disk at every change, folders made and taken away.
    os.environ["TMPDIR"] = tempfile.tempdir = str(_folder)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Lets each process have one half of the tests in a row, as many share a store of their file.

    Whoever is done first takes from what the other has left.
    """
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--engine",
        choices=(*BOTH, "both"),
        default="both",
        help="which back end tests of the store run on (default: both)",
    )


def pytest_configure(config: pytest.Config) -> None:
    # What one process has compiled the others read, and so does the next run.
    sys.dont_write_bytecode = False
    if not hasattr(config, "workerinput"):
        # Hundreds of processes import the package; where nothing keeps it, each compiles it anew.
        compileall.compile_dir(ROOT / "pumpsched", quiet=2)
    # Where the checkout cannot be written, Hypothesis keeps its examples in memory and says so.
    config.addinivalue_line(
        "filterwarnings",
        "ignore:The database setting is not configured:hypothesis.errors.HypothesisWarning",
    )
    config.addinivalue_line("markers", "campaign: in part in every run; see tests.effort")
    config.addinivalue_line("markers", "sqlite_file: about the SQLite file itself, on no server")
    config.addinivalue_line(
        "markers",
        "one_backend: about words, streams or the screen; on a server with --engine postgres only",
    )


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Spares the garbage collector what stays to the end: every module, every test."""
    gc.disable()
    yield
    gc.enable()
    gc.freeze()
    gc.set_threshold(OBJECTS_BEFORE_A_COLLECTION)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of a test of many cases, leaves all but the first on a server to the campaigns."""
    if config.getoption("--engine") != "both":
        return
    seen: set[str] = set()
    further = [item for item in items if _on_server(item) and _again(item, seen)]
    for item in further:
        item.add_marker(pytest.mark.campaign)
    if further and not FULL:
        config.hook.pytest_deselected(items=further)
        left_out = set(further)
        items[:] = [item for item in items if item not in left_out]


def _on_server(item: pytest.Item) -> bool:
    return isinstance(item, pytest.Function) and (
        hasattr(item, "callspec") and item.callspec.params.get("backend") == POSTGRES
    )


def _again(item: pytest.Item, seen: set[str]) -> bool:
    """Whether another case of this test was among those seen; this one is from now on."""
    name = item.nodeid.partition("[")[0]
    known = name in seen
    seen.add(name)
    return known


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


@pytest.fixture
def kept_clinic(backend: str, tmp_path: Path) -> Iterator[Path]:
    """Where a store of this test's own is that the first version left: a file, or a database."""
    # Most tests need no program that is called as people call it.
    from tests.baseline.stores import kept_store

    with kept_store("every", backend, tmp_path) as path:
        yield path
