"""Migrations: they make exactly the tables of this program, whole or not at all."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import op
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlmodel import SQLModel

from tests.backends import OnServer
from tests.builders.store import LAYOUT, WRITES, Books, Stamp, file_engine, migrate
from tests.builders.values import StoreBusy, StoreProblem
from tests.store.records import enrol, tamper

STAMP = Stamp("ann", datetime(2026, 11, 22, 16, 0, tzinfo=UTC), "db upgrade")
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


def nothing(books: Books) -> None:
    """All that is done with a store that was upgraded."""


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
    assert len(others) == 22
    assert all("_no_" in name for name in others)


@pytest.mark.sqlite_file
def test_every_table_is_strict(path: Path) -> None:
    for name, text in layout_text(path).items():
        if text.startswith("CREATE TABLE") and name != "alembic_version":
            assert text.rstrip().endswith("STRICT"), name


def test_an_upgrade_of_a_current_store_does_nothing(store: Engine, path: Path) -> None:
    enrol(store)
    before = path.read_bytes()
    done = migrate.upgrade_store(str(path), STAMP, nothing)
    assert (done.before.is_current, done.kept) == (True, None)
    assert path.read_bytes() == before
    if store.dialect.name == "sqlite":
        assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_newer_store_is_not_upgraded(path: Path) -> None:
    tamper(path, "UPDATE alembic_version SET version_num = 'm9999'")
    with pytest.raises(StoreBusy) as refused:
        migrate.upgrade_store(str(path), STAMP, nothing)
    assert refused.value.code == "store-newer"


def test_a_store_of_a_layout_that_never_was_is_not_upgraded(path: Path) -> None:
    tamper(path, "UPDATE alembic_version SET version_num = 'm0000'")
    with pytest.raises(StoreProblem) as refused:
        migrate.upgrade_store(str(path), STAMP, nothing)
    assert refused.value.code == "store-damaged"


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
    kept_clinic: Path, tmp_path: Path
) -> None:
    shutil.copy2(kept_clinic, tmp_path / "second.sqlite")
    before = layout_text(kept_clinic)
    done = migrate.upgrade_store(str(kept_clinic), STAMP, nothing)
    assert done.kept is not None
    assert (done.before.found, layout_text(done.kept)) == ("m0001", before)
    assert layout_text(kept_clinic) != before
    assert done.kept.stat().st_mode & 0o777 == 0o600
    shutil.copy2(tmp_path / "second.sqlite", kept_clinic)
    assert migrate.upgrade_store(str(kept_clinic), STAMP, nothing).kept != done.kept


def test_an_upgrade_that_is_only_tried_tells_the_copy_and_changes_nothing(
    kept_clinic: Path, tmp_path: Path
) -> None:
    before = kept_clinic.read_bytes()
    tried = migrate.upgrade_store(str(kept_clinic), STAMP, lambda _: "tried", keep=False)
    assert (tried.before.found, tried.result) == ("m0001", "tried")
    assert kept_clinic.read_bytes() == before
    copy = tmp_path / f"store.sqlite.before-{LAYOUT}"
    assert tried.kept == (None if isinstance(kept_clinic, OnServer) else copy)
    assert not copy.exists()


def test_what_is_done_with_an_upgrade_fails_or_stands_with_it(kept_clinic: Path) -> None:
    def fails(books: Books) -> None:
        raise StoreProblem("power cut", code="power-cut")

    before = kept_clinic.read_bytes()
    with pytest.raises(StoreProblem):
        migrate.upgrade_store(str(kept_clinic), STAMP, fails)
    assert kept_clinic.read_bytes() == before


def test_a_file_that_is_no_store_is_not_upgraded(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.write_text("patient,name\n")
    path.chmod(0o600)
    with pytest.raises(StoreProblem):
        migrate.upgrade_store(str(path), STAMP, nothing)
