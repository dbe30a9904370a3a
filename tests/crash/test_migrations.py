"""P17, P18: an upgrade is whole or not there; a backup is one moment of a store in use."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import inspect, text

from pumpsched.store.migrate import _config
from tests.backends import POSTGRES
from tests.builders.store import FACT, VERSION_TABLE, WRITES, check_copy, migrate
from tests.cli.clinic import NOW
from tests.crash.content import content_of, faults_of
from tests.crash.migrating import engine_of, layouts_before
from tests.crash.nursery import Job, Nursery
from tests.crash.stage import Stage
from tests.postgres import fresh_database

OF_CHANGE = list(FACT.columns).index(FACT.c.audit_seq)


@pytest.fixture
def empty(backend: str, tmp_path: Path) -> Iterator[str]:
    """A database without any table."""
    if backend == POSTGRES:
        with fresh_database(None) as url:
            yield url
    else:
        path = tmp_path / "store.sqlite"
        path.touch(mode=0o600)
        yield str(path)


def bring_to(location: str, layout: str) -> None:
    """Upgrades an empty database to an older layout."""
    with engine_of(location).connect() as connection:
        connection.execution_options(**{WRITES: True})
        with connection.begin():
            command.upgrade(_config(connection), layout)


def tables(location: str) -> dict[str, object]:
    """Names of all tables, and the layout they are said to have."""
    engine = engine_of(location)
    with engine.connect() as connection, connection.begin():
        found: dict[str, object] = dict.fromkeys(inspect(connection).get_table_names())
        if VERSION_TABLE in found:
            query = text(f"SELECT version_num FROM {VERSION_TABLE}")
            found[VERSION_TABLE] = connection.execute(query).scalar()
    engine.dispose()
    return found


@pytest.mark.parametrize("layout", list(layouts_before()))
def test_an_upgrade_killed_at_any_statement_has_not_happened(
    nursery: Nursery, empty: str, layout: str | None
) -> None:
    if layout is not None:
        bring_to(empty, layout)
    before, target = tables(empty), "tests.crash.migrating:upgrade_until"
    done = nursery.run(Job([empty, "0"], target=target))
    number = 0
    while done.code == -signal.SIGKILL:
        assert tables(empty) == before, number
        number += 1
        done = nursery.run(Job([empty, str(number)], target=target))
    assert (done.code, int(done.out)) == (0, number), done.err
    assert number > 10
    assert migrate.status(engine_of(empty)).is_current


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
