"""Makes what later versions must open: ``python -m tests.baseline.stores``.

The clinic of ``commands/every.txt`` and the demonstration, each as a SQLite file and as the SQL of
a PostgreSQL dump, and the clinic's folder. Once a version is out they are kept as they are.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from tests.backends import POSTGRES, OnServer
from tests.baseline.script import HERE, KEPT, STORE, Player, Stores
from tests.postgres import binaries, fresh_database

FOLDER = HERE / "folder"
NAMES = ("every", "demo")
LAYOUT = KEPT / "LAYOUT"
"""Holds the layout these stores have, as the program names it."""
_LEFT_OUT = ("\\", "SET transaction_timeout")
"""Beginnings of lines of a dump that only psql, or only a newer server, understands."""


@contextmanager
def kept_database(name: str) -> Iterator[str]:
    """The URL of a database of the caller's own with a kept PostgreSQL store."""
    import psycopg

    with fresh_database(None) as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute((KEPT / f"{name}.postgres.sql").read_bytes())
        yield url


@contextmanager
def kept_store(name: str, backend: str, folder: Path) -> Iterator[Path]:
    """Where a kept store of the caller's own is: its file in the folder, or a database."""
    if backend == POSTGRES:
        with kept_database(name) as url:
            yield cast(Path, OnServer(url))
        return
    Stores(folder).copy(f"kept/{name}", folder / STORE)
    yield folder / STORE


def main() -> None:
    """Makes all of it anew."""
    with tempfile.TemporaryDirectory() as place:
        for name in NAMES:
            _write_file(name, Path(place) / name)
            _write_dump(name, Path(place) / f"{name}-on-server")
        _write_folder(Path(place))


def _write_file(name: str, folder: Path) -> None:
    Stores(folder).copy(name, KEPT / f"{name}.sqlite")
    (KEPT / f"{name}.sqlite").chmod(0o644)


def _write_dump(name: str, folder: Path) -> None:
    folder.mkdir()
    with fresh_database(None) as url:
        player = Player(name, folder, Stores(folder))
        if name == "demo":
            player.desk.call(["demo", "--db", url, "-y"])
        else:
            player.desk.env["PUMPSCHED_DB"] = url
            player.play()
        dumped = subprocess.run(
            [str(binaries() / "pg_dump"), "--inserts", "--no-owner", "--no-privileges", url],
            capture_output=True,
            check=True,
            text=True,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
        ).stdout
    lines = [line for line in dumped.splitlines(True) if not line.startswith(_LEFT_OUT)]
    (KEPT / f"{name}.postgres.sql").write_text("".join(lines), encoding="utf-8")


def _write_folder(place: Path) -> None:
    player = Player("every", place, Stores(place))
    player.stores.copy("kept/every", place / STORE)
    player.desk.call(["export", "folder", "out"])
    shutil.rmtree(FOLDER, ignore_errors=True)
    shutil.copytree(place / "out", FOLDER)
    status = json.loads(player.desk.call(["db", "status", "--json"]).out)
    LAYOUT.write_text(f"{status['found']}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
