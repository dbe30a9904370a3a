"""Opening a store: what is made, what is refused, and how SQLite is set."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from pumpsched.store.reading.sqlite_file import PRAGMAS
from tests.builders.store import ReadStore, open_store, reading, scratch_store, writing
from tests.builders.values import NotFound, Patient, Refusal, StoreProblem, UsageRefusal
from tests.store.records import enrol, stamp, tamper


@pytest.fixture
def no_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def code_of(location: Path) -> str:
    """Of the refusal to open it: the same to be read and to be changed."""
    codes: list[str] = []
    for opened in (open_store, ReadStore):
        with pytest.raises(Refusal) as refused:
            opened(str(location))
        codes.append(refused.value.code)
    assert codes[0] == codes[1]
    return codes[0]


@pytest.mark.usefixtures("no_umask")
def test_a_new_store_and_its_folder_are_for_this_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "clinic" / "store.sqlite"
    open_store(str(path), create=True)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [each.name for each in path.parent.iterdir()] == ["store.sqlite"]


def test_opening_never_makes_a_store(tmp_path: Path) -> None:
    path = tmp_path / "typo.sqlite"
    with pytest.raises(NotFound) as refused:
        open_store(str(path))
    assert refused.value.code == "no-store"
    assert "pumpsched demo" in refused.value.next_step
    assert "pumpsched import" in refused.value.next_step
    assert not path.exists()


def test_making_a_store_leaves_one_that_is_there(store: Engine, path: Path) -> None:
    enrol(store)
    with reading(open_store(str(path), create=True)) as books:
        assert books.patient("0007") is not None


def test_making_a_store_does_not_follow_a_dangling_link(tmp_path: Path) -> None:
    link = tmp_path / "store.sqlite"
    link.symlink_to(tmp_path / "elsewhere.sqlite")
    assert code_of(link) == "no-store"
    with pytest.raises(NotFound):
        open_store(str(link), create=True)
    assert not (tmp_path / "elsewhere.sqlite").exists()


@pytest.mark.sqlite_file
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o660, 0o604])
def test_a_store_that_others_can_read_is_refused_with_the_remedy(path: Path, mode: int) -> None:
    path.chmod(mode)
    for opened in (open_store, ReadStore):
        with pytest.raises(StoreProblem) as refused:
            opened(str(path))
    assert refused.value.code == code_of(path) == "store-open-to-others"
    assert refused.value.next_step == f"chmod 600 {path}"
    assert refused.value.exit_code == 7


@pytest.mark.parametrize("content", [b"", b"patient,name\n0007,Rowan\n", b"SQLite format 3"])
def test_a_file_that_is_no_database_is_refused_as_damaged(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "store.sqlite"
    path.write_bytes(content)
    path.chmod(0o600)
    assert code_of(path) == "store-damaged"


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    assert code_of(tmp_path) == "store-damaged"


def test_another_programs_database_is_no_store(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE t (a)")
    raw.close()
    path.chmod(0o600)
    assert code_of(path) == "store-damaged"


@pytest.mark.sqlite_file
def test_a_truncated_store_is_refused_as_damaged(store: Engine, path: Path) -> None:
    enrol(store)
    path.write_bytes(path.read_bytes()[:8192])
    assert code_of(path) == "store-damaged"


@pytest.mark.sqlite_file
@pytest.mark.parametrize("number", ["1", "x'00ff'", "'3f5a9c'", "'m001'", "NULL"])
def test_a_layout_that_cannot_be_read_is_damage(store: Engine, path: Path, number: str) -> None:
    """As where two pages of the file were exchanged: the table then holds another's rows."""
    tamper(
        path,
        "DROP TABLE alembic_version",
        "CREATE TABLE alembic_version (version_num)",
        f"INSERT INTO alembic_version VALUES ({number})",
    )
    assert code_of(path) == "store-damaged"


@pytest.mark.parametrize(
    ("layout", "code"), [("m0000", "store-outdated"), ("m9999", "store-newer")]
)
def test_another_layout_is_refused_as_busy(path: Path, layout: str, code: str) -> None:
    tamper(path, f"UPDATE alembic_version SET version_num = '{layout}'")
    assert code_of(path) == code


@pytest.mark.sqlite_file
def test_every_setting_of_sqlite_reads_back_as_it_was_made(store: Engine) -> None:
    with store.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in PRAGMAS}
    assert found == PRAGMAS
    assert (PRAGMAS["synchronous"], PRAGMAS["journal_mode"]) == (3, "delete")


def test_reading_cannot_change_anything(store: Engine) -> None:
    with pytest.raises(StoreProblem), reading(store) as books:
        books.put_patient(Patient("0007", "Rowan Example"))
    with reading(store) as books:
        assert list(books.patients()) == []


def test_an_unknown_kind_of_url_is_refused() -> None:
    with pytest.raises(UsageRefusal):
        open_store("mysql://localhost/clinic")


def test_a_scratch_store_works_and_leaves_nothing(tmp_path: Path) -> None:
    store = scratch_store()
    with writing(store, stamp()) as books:
        books.put_patient(Patient("0007", "Rowan Example"))
    with reading(store) as books:
        assert [patient.code for patient in books.patients()] == ["0007"]
    assert list(tmp_path.iterdir()) == []
