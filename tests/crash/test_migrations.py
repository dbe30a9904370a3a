"""P17, P18: an upgrade is whole or not there; a backup is one moment of a store in use."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from sqlalchemy import inspect, text

from tests.backends import POSTGRES
from tests.baseline.stores import kept_store
from tests.builders.store import (
    FACT,
    VERSION_TABLE,
    WRITES,
    ReadStore,
    check_copy,
    migrate,
    open_store,
    seal_of,
)
from tests.builders.values import StoreBusy
from tests.cli.clinic import NOW
from tests.crash.content import content_of, faults_of
from tests.crash.migrating import engine_of
from tests.crash.nursery import Job, Nursery, Outcome
from tests.crash.stage import Stage
from tests.effort import moments
from tests.postgres import fresh_database
from tests.store.records import examined

SPREAD = 2
UNDISTURBED = -1
OF_CHANGE = list(FACT.columns).index(FACT.c.audit_seq)


@contextmanager
def empty(backend: str, folder: Path) -> Iterator[str]:
    """A database without any table."""
    if backend == POSTGRES:
        with fresh_database(None) as url:
            yield url
    else:
        path = Path(mkdtemp(dir=folder)) / "store.sqlite"
        path.touch(mode=0o600)
        yield str(path)


@contextmanager
def first_store(backend: str, folder: Path) -> Iterator[str]:
    """A store of the first layout with rows in each of its tables."""
    more = {"user_account": (1, "ann", "nurse", 1), "store_info": ("own_today", "2026-11-22")}
    with kept_store("every", backend, folder) as path:
        engine = engine_of(str(path))
        with engine.connect() as connection:
            connection.execution_options(**{WRITES: True})
            with connection.begin():
                for table, cells in more.items():
                    row = ", ".join(map(repr, (*cells, seal_of(table, cells))))
                    connection.execute(text(f"INSERT INTO {table} VALUES ({row})"))
        engine.dispose()
        assert all(stored(str(path)).values())
        yield str(path)


Rows = dict[str, set[frozenset[tuple[str, Any]]]]


def stored(location: str) -> Rows:
    """Every row of every table, each cell with the name of its column."""
    engine = engine_of(location)
    with engine.connect() as connection, connection.begin():
        names = inspect(connection).get_table_names()
        found = {
            name: {
                frozenset((str(column), cell) for column, cell in row.items())
                for row in connection.execute(text(f'SELECT * FROM "{name}"')).mappings()
            }
            for name in names
        }
    engine.dispose()
    return found


def upgraded(nursery: Nursery, location: str, target: str, fatal: int = UNDISTURBED) -> Outcome:
    """How an upgrade ended that was to end before its fatal statement."""
    target = f"tests.crash.migrating:{target}"
    return nursery.run(Job([location, str(fatal)], target=target, now=NOW))


def steps_of(done: Outcome) -> list[str]:
    """The statements of an upgrade that came to its end."""
    assert done.code == 0, done.err
    found: list[str] = json.loads(done.out.splitlines()[-1])
    assert len(found) > 20
    return found


@pytest.mark.campaign
def test_a_store_that_is_made_is_there_with_the_last_statement(
    nursery: Nursery, backend: str, tmp_path: Path
) -> None:
    with empty(backend, tmp_path) as twin:
        steps = steps_of(upgraded(nursery, twin, "upgrade_until"))
    with empty(backend, tmp_path) as location:
        for number in moments(steps, spread=SPREAD):
            killed = upgraded(nursery, location, "upgrade_until", number)
            assert killed.code == -signal.SIGKILL
            assert stored(location) == {}, number
        assert steps_of(upgraded(nursery, location, "upgrade_until")) == steps
        assert migrate.status(engine_of(location)).is_current


@pytest.mark.campaign
def test_an_upgrade_killed_at_any_statement_has_not_happened(
    nursery: Nursery, backend: str, tmp_path: Path
) -> None:
    with first_store(backend, tmp_path) as twin:
        steps = steps_of(upgraded(nursery, twin, "command_until"))
    with first_store(backend, tmp_path) as location:
        before = stored(location)
        for number in moments(steps, spread=SPREAD):
            killed = upgraded(nursery, location, "command_until", number)
            assert killed.code == -signal.SIGKILL
            assert stored(location) == before, number
            with pytest.raises(StoreBusy) as refused:
                ReadStore(location)
            assert refused.value.code == "store-outdated"
        assert steps_of(upgraded(nursery, location, "command_until")) == steps
        assert lost(before, stored(location)) == {}
        assert faults_in(location) == []


@pytest.mark.campaign
def test_an_upgrade_cut_off_by_the_server_has_not_happened(
    nursery: Nursery, tmp_path: Path
) -> None:
    with kept_store("every", POSTGRES, tmp_path) as twin:
        steps = steps_of(upgraded(nursery, str(twin), "command_cut_off"))
    with kept_store("every", POSTGRES, tmp_path) as path:
        before = stored(str(path))
        for number in moments(steps, spread=SPREAD):
            cut_off = upgraded(nursery, str(path), "command_cut_off", number)
            assert (cut_off.code, "Traceback" in cut_off.err) == (6, False)
            assert stored(str(path)) == before, number
        assert steps_of(upgraded(nursery, str(path), "command_cut_off")) == steps
        assert lost(before, stored(str(path))) == {}
        assert faults_in(str(path)) == []


def lost(before: Rows, after: Rows) -> Rows:
    """Rows of the first layout that an upgrade has lost or changed, by table."""
    found = {}
    for table in before.keys() - {"outlook", VERSION_TABLE}:
        columns = {column for row in before[table] for column, _ in row}
        kept = {frozenset(cell for cell in row if cell[0] in columns) for row in after[table]}
        found[table] = before[table] - kept
    return {table: rows for table, rows in found.items() if rows}


def faults_in(location: str) -> list[str]:
    """What does not hold in a store: pages, references, seals, the chain, and its dates."""
    health = examined(open_store(location), today=NOW.date())
    return [*map(str, health.faults), *map(str, health.stale)]


def test_a_backup_of_a_store_in_use_is_one_moment_of_it(
    stages: Callable[[str], Stage], nursery: Nursery
) -> None:
    with stages("stop").opened() as place:
        store, copies = place / "store.sqlite", [place / f"copy-{n}.sqlite" for n in range(4)]
        env = {"PUMPSCHED_DB": str(store), "PUMPSCHED_ACTOR": "ann"}
        crowd = "tests.crash.crowd:"
        writers = [
            Job([str(n), "10"], env=env, now=NOW, target=f"{crowd}write_many") for n in range(4)
        ]
        backups = Job([*map(str, copies)], env=env, now=NOW, target=f"{crowd}back_up")
        for outcome in nursery.together([*writers, backups]):
            assert (outcome.code, json.loads(outcome.out)) == (0, []), outcome.err
        whole = content_of(store)
        for path in copies:
            assert check_copy(path) == []
            copy, changes = content_of(path), len(content_of(path)["audit"])
            assert set(copy["audit"]) == {row for row in whole["audit"] if row[0] <= changes}
            assert set(copy["fact"]) == {row for row in whole["fact"] if row[OF_CHANGE] <= changes}
        restored = nursery.run(Job(["restore", str(copies[0]), "-y"], env=env, now=NOW))
        assert restored.code == 0, restored.err
        assert content_of(store)["fact"] == content_of(copies[0])["fact"]
        assert faults_of(store) == []
