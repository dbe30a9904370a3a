"""Backups are whole, private and checked; putting one in place is all or nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine

from pumpsched.store import backup, engine
from tests.builders import fill
from tests.builders.store import file_engine, reading, sqlite_file
from tests.builders.values import Conflict, StoreBusy, StoreProblem
from tests.store.records import enrol, file_faults, record, small_clinic, tamper, verify

pytestmark = pytest.mark.sqlite_file


def test_a_backup_is_the_store_again_for_this_user_alone(store: Engine, tmp_path: Path) -> None:
    small_clinic(store)
    copy = tmp_path / "backup.sqlite"
    backup.backup(store, copy)
    assert copy.stat().st_mode & 0o777 == 0o600
    assert backup.inspect_store(file_engine(copy)) == backup.inspect_store(store)
    assert backup.check_copy(copy) == []
    assert sorted(each.name for each in tmp_path.iterdir()) == ["backup.sqlite", "store.sqlite"]


def test_a_backup_writes_over_nothing(store: Engine, tmp_path: Path) -> None:
    copy, link = tmp_path / "backup.sqlite", tmp_path / "link.sqlite"
    copy.write_text("precious")
    link.symlink_to(tmp_path / "elsewhere.sqlite")
    for taken in (copy, link):
        with pytest.raises(Conflict):
            backup.backup(store, taken)
    assert copy.read_text() == "precious"
    assert not (tmp_path / "elsewhere.sqlite").exists()


def test_a_damaged_store_is_not_backed_up_as_if_it_were_whole(
    store: Engine, path: Path, tmp_path: Path
) -> None:
    small_clinic(store)
    tamper(path, "UPDATE fact SET injected_ul = 1 WHERE id = 1")
    with pytest.raises(StoreProblem):
        backup.backup(store, tmp_path / "backup.sqlite")
    assert not (tmp_path / "backup.sqlite").exists()


def test_every_flipped_byte_of_a_row_is_found_in_a_copy(store: Engine, tmp_path: Path) -> None:
    small_clinic(store)
    copy = tmp_path / "backup.sqlite"
    backup.backup(store, copy)
    content = copy.read_bytes()
    word = b"Rowan Example"
    places = [at for at in range(len(content)) if content.startswith(word, at)]
    assert places
    for place in places:
        copy.write_bytes(content[:place] + b"Rovan" + content[place + 5 :])
        assert backup.check_copy(copy)


def test_a_backup_put_in_place_replaces_what_came_after_it(
    store: Engine, path: Path, tmp_path: Path
) -> None:
    small_clinic(store)
    copy = tmp_path / "backup.sqlite"
    backup.backup(store, copy)
    noted = backup.inspect_store(store)
    record(store, fill("2026-12-20"))
    backup.put_in_place(copy, path)
    assert backup.inspect_store(store) == noted
    assert verify(store, noted.head) == []
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_backup_can_be_put_where_no_store_is(store: Engine, tmp_path: Path) -> None:
    small_clinic(store)
    backup.backup(store, tmp_path / "backup.sqlite")
    place = tmp_path / "new" / "store.sqlite"
    backup.put_in_place(tmp_path / "backup.sqlite", place)
    with reading(engine.open_store(str(place))) as books:
        assert len(list(books.patients())) == 2
    assert place.stat().st_mode & 0o777 == 0o600


def test_a_store_in_use_is_not_overwritten(
    store: Engine, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrol(store)
    backup.backup(store, tmp_path / "backup.sqlite")
    record(store, fill())
    monkeypatch.setattr(sqlite_file, "WAIT_SECONDS", 0)
    monkeypatch.setitem(sqlite_file.PRAGMAS, "busy_timeout", 0)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy):
        backup.put_in_place(tmp_path / "backup.sqlite", path)
    holder.execute("ROLLBACK")
    holder.close()
    with reading(store) as books:
        assert len(books.entries("0007")) == 1


def test_a_guard_taken_off_is_reported(store: Engine, path: Path) -> None:
    assert file_faults(store) == []
    tamper(path)
    assert {fault.code for fault in file_faults(store)} == {"trigger"}


def test_a_missing_reference_is_reported(store: Engine, path: Path) -> None:
    small_clinic(store)
    tamper(path, "DELETE FROM pump WHERE id = 2")
    assert "reference" in {fault.code for fault in file_faults(store)}
