"""Migrations: they make exactly the tables of this program, whole or not at all."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic import op
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlmodel import SQLModel

from tests.builders.store import LAYOUT, WRITES, file_engine, migrate
from tests.builders.values import StoreBusy, StoreProblem
from tests.store.records import enrol, tamper

SCRIPTS = Path(migrate.__file__).parent / "migrations"


def layout_text(path: Path) -> dict[str, str]:
    """Every table, index and trigger with the text that made it."""
    with sqlite3.connect(path) as raw:
        rows = raw.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    raw.close()
    return dict(rows)


def empty(path: Path) -> Engine:
    path.touch(mode=0o600)
    return file_engine(path)


def test_the_newest_migration_is_the_layout_this_program_needs() -> None:
    assert ScriptDirectory(str(SCRIPTS)).get_current_head() == LAYOUT


def test_the_migrations_make_the_tables_the_rows_describe(store: Engine) -> None:
    with store.connect() as connection, connection.begin():
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


@pytest.mark.sqlite_file
def test_the_migrations_make_every_check_the_rows_describe(path: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.sqlite"
    with empty(made).connect() as connection:
        connection.execution_options(**{WRITES: True})
        with connection.begin():
            SQLModel.metadata.create_all(connection)
    migrated = layout_text(path)
    for name, text in layout_text(made).items():
        assert migrated[name] == text, name
    others = set(migrated) - set(layout_text(made)) - {"alembic_version"}
    assert len(others) == 12
    assert all("_no_" in name for name in others)


@pytest.mark.sqlite_file
def test_every_table_is_strict(path: Path) -> None:
    for name, text in layout_text(path).items():
        if text.startswith("CREATE TABLE") and name != "alembic_version":
            assert text.rstrip().endswith("STRICT"), name


def test_an_upgrade_of_a_current_store_does_nothing(store: Engine, path: Path) -> None:
    enrol(store)
    before = path.read_bytes()
    status, kept = migrate.upgrade_store(str(path))
    assert (status.is_current, kept) == (True, None)
    assert path.read_bytes() == before
    if store.dialect.name == "sqlite":
        assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_newer_store_is_not_upgraded(path: Path) -> None:
    tamper(path, "UPDATE alembic_version SET version_num = 'm9999'")
    with pytest.raises(StoreBusy) as refused:
        migrate.upgrade_store(str(path))
    assert refused.value.code == "store-newer"


@pytest.mark.parametrize("failing", ["create_table", "execute"])
def test_a_failing_migration_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    path = tmp_path / "store.sqlite"
    engine = empty(path)
    real, calls = getattr(op, failing), []

    def fails_late(*args: object, **options: object) -> object:
        calls.append(args)
        if len(calls) == 12:
            raise RuntimeError("power cut")
        return real(*args, **options)

    monkeypatch.setattr(op, failing, fails_late)
    with pytest.raises(RuntimeError):
        migrate.upgrade(engine)
    assert layout_text(path) == {}
    monkeypatch.undo()
    migrate.upgrade(engine)
    assert migrate.status(engine).is_current


@pytest.mark.sqlite_file
def test_an_older_store_is_copied_beside_itself_before_the_upgrade(
    store: Engine, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrol(store)
    tamper(path, "UPDATE alembic_version SET version_num = 'm0000'")
    upgraded: list[Engine] = []
    monkeypatch.setattr(migrate, "upgrade", upgraded.append)
    status, kept = migrate.upgrade_store(str(path))
    assert kept is not None
    assert (status.found, len(upgraded)) == ("m0000", 1)
    assert layout_text(kept) == layout_text(path)
    assert kept.stat().st_mode & 0o777 == 0o600
    assert migrate.upgrade_store(str(path))[1] != kept


@pytest.mark.sqlite_file
def test_an_upgrade_that_is_only_tried_tells_the_copy_and_changes_nothing(
    store: Engine, path: Path
) -> None:
    tamper(path, "UPDATE alembic_version SET version_num = 'm0000'")
    before = path.read_bytes()
    status, kept = migrate.upgrade_store(str(path), keep=False)
    assert (status.found, kept) == ("m0000", path.with_name(f"{path.name}.before-{LAYOUT}"))
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_file_that_is_no_store_is_not_upgraded(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.write_text("patient,name\n")
    path.chmod(0o600)
    with pytest.raises(StoreProblem):
        migrate.upgrade_store(str(path))
