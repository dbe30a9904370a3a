"""What an earlier version left, on either back end and as a folder, is opened by this one."""

from __future__ import annotations

import csv
import io
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from tests.baseline.desk import Desk
from tests.baseline.script import KEPT, TODAY, Player, Stores, differences
from tests.baseline.stores import FOLDER, LAYOUT, NAMES, kept_database

WITHOUT_ROWS = {"user_account"}
"""Tables that no command writes to."""


class OnServer(Player):
    """Plays a group on the server that its environment names."""

    def _store(self, name: str) -> None:
        """The store is there already."""


@pytest.mark.parametrize("name", NAMES)
def test_a_kept_database_answers_as_the_kept_file_does(name: str, tmp_path: Path) -> None:
    group = f"kept-{name}"
    with kept_database(name) as url:
        player = OnServer(group, tmp_path, Stores(tmp_path))
        player.desk.env["PUMPSCHED_DB"] = url
        differing = differences(group, player.play())
    assert not differing, "\n\n".join(differing[:20])


def test_a_server_that_knows_nobody_of_that_name_permits_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path, datetime.fromisoformat(TODAY))
    with kept_database("every") as url:
        refused = desk.call(["due", "--db", url.replace("//clinic@", "//stranger@")])
    assert refused.code == 8


def test_the_kept_stores_have_rows_in_every_table() -> None:
    filled: dict[str, int] = {}
    for name in NAMES:
        for table, rows in _rows(KEPT / f"{name}.sqlite").items():
            filled[table] = filled.get(table, 0) + rows
    assert {table for table, rows in filled.items() if not rows} == WITHOUT_ROWS


@pytest.mark.parametrize("name", NAMES)
def test_the_kept_dump_has_the_rows_of_the_kept_file(name: str) -> None:
    import psycopg

    expected = _rows(KEPT / f"{name}.sqlite")
    with kept_database(name) as url, psycopg.connect(url) as connection:
        for table, rows in expected.items():
            counting = f'SELECT count(*) FROM "{table}"'.encode()
            assert connection.execute(counting).fetchone() == (rows,), table


@pytest.mark.parametrize("name", NAMES)
def test_the_layout_of_the_kept_stores_is_written_beside_them(name: str) -> None:
    with closing(sqlite3.connect(f"file:{KEPT / name}.sqlite?mode=ro", uri=True)) as connection:
        found = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    assert found == [(LAYOUT.read_text(encoding="utf-8").strip(),)]


def test_a_kept_folder_is_taken_and_written_again_byte_for_byte(tmp_path: Path) -> None:
    desk = Desk(tmp_path, datetime.fromisoformat(TODAY))
    taken = desk.call(["import", str(FOLDER), "-y"])
    assert taken.code == 0, taken.err
    assert desk.call(["export", "folder", "out"]).code == 0
    assert _as_then(tmp_path / "out") == _contents(FOLDER)


def test_an_upgraded_store_exports_what_the_first_version_exported(
    backend: str, kept_clinic: Path, tmp_path: Path
) -> None:
    desk = Desk(tmp_path, datetime.fromisoformat(TODAY), env={"PUMPSCHED_DB": str(kept_clinic)})
    assert desk.call(["db", "upgrade", "-y"]).code == 0
    assert desk.call(["export", "folder", "out"]).code == 0
    assert _as_then(tmp_path / "out") == _contents(FOLDER)


def _rows(store: Path) -> dict[str, int]:
    """How many rows each table of a SQLite store has."""
    with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            for (name,) in names
        }


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _as_then(folder: Path) -> dict[str, bytes]:
    """The files of an export less what the first version did not write.

    That is the manifest, what calendars know, and the names of facts.
    """
    files = _contents(folder)
    del files["manifest.json"], files["calendar.csv"]
    rows = list(csv.reader(files["events.csv"].decode().splitlines()))
    at = rows[0].index("fact")
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(row[:at] + row[at + 1 :] for row in rows)
    return files | {"events.csv": written.getvalue().encode()}
