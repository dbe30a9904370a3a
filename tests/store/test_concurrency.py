"""Several people at once: changes wait for one another, and none is lost."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from tests.builders import fill
from tests.builders.store import open_store, reading, sqlite_file, writing
from tests.builders.values import StoreBusy, StoreProblem
from tests.store.records import enrol, record, stamp, verify
from tests.store.writers import apart

WRITERS, CHANGES = 4, 8


def add_one_each_time(location: str) -> None:
    """Reads a number and writes the next, again and again."""
    store = open_store(location)
    for _ in range(CHANGES):
        with writing(store, stamp()) as books:
            count = int(books.settings().get("order_lead_days", "0"))
            books.put_setting("order_lead_days", str(count + 1))


def test_no_change_of_several_writers_is_lost(store: Engine, path: Path) -> None:
    context = apart()
    writers = [context.Process(target=add_one_each_time, args=(str(path),)) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    with reading(store) as books:
        assert books.settings() == {"order_lead_days": str(WRITERS * CHANGES)}
    assert verify(store) == []


@pytest.mark.sqlite_file
def test_a_store_that_stays_locked_is_busy(
    store: Engine, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrol(store)
    monkeypatch.setattr(sqlite_file, "WAIT_SECONDS", 0)
    monkeypatch.setitem(sqlite_file.PRAGMAS, "busy_timeout", 0)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    for attempt in (lambda: record(store, fill()), lambda: open_store(str(path))):
        with pytest.raises(StoreBusy) as refused:
            attempt()
        assert refused.value.code == "store-busy"
    holder.close()


@pytest.mark.sqlite_file
def test_a_reader_sees_one_moment(store: Engine, path: Path) -> None:
    enrol(store)
    with reading(store) as books:
        assert books.entries("0007") == []
        other = sqlite3.connect(path, timeout=0, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        other.execute("INSERT INTO setting VALUES ('zone', 'UTC', '')")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("COMMIT")
        other.close()
        assert books.settings() == {}


@pytest.mark.sqlite_file
def test_a_full_disk_is_told_and_nothing_is_kept(store: Engine) -> None:
    enrol(store)
    event.listen(store, "begin", lambda c: c.exec_driver_sql("PRAGMA max_page_count = 1"))
    many = [fill()] * 3000
    with pytest.raises(StoreProblem) as refused:
        record(store, *many)
    assert refused.value.code == "store-full"
    assert refused.value.exit_code == 7
    with reading(store) as books:
        assert books.entries("0007") == []
    assert verify(store) == []
