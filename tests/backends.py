"""Where a test's store is, on either back end, so that one test serves both.

A test that uses the fixture ``backend`` (or one built on it: ``place``, ``store``, ``clinic``) runs
once for each back end of ``--engine``. Where it has several cases, an ordinary run plays all on
SQLite and the first on a server, and the campaigns the others there. One about the SQLite file
itself is marked ``sqlite_file``.
"""

from __future__ import annotations

from typing import NoReturn

import pytest

SQLITE, POSTGRES = "sqlite", "postgres"
BOTH = (SQLITE, POSTGRES)
_WITHOUT_CHECKS = """DO $$ DECLARE each record; BEGIN
FOR each IN SELECT conrelid::regclass AS place, conname FROM pg_constraint WHERE contype = 'c'
    AND connamespace = 'public'::regnamespace
LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', each.place, each.conname); END LOOP;
END $$"""


class OnServer:
    """A store on a server, in the place of a file's path.

    It answers what a path of a store answers in tests that hold for both; whatever else is asked
    of it is about a file, and skips the test.
    """

    def __init__(self, url: str) -> None:
        self.url = url

    def __str__(self) -> str:
        return self.url

    def read_bytes(self) -> bytes:
        """All that is stored, row by row: equal where nothing was changed."""
        import psycopg

        found = []
        with psycopg.connect(self.url) as connection, connection.cursor() as cursor:
            # A store of an earlier layout has fewer tables than this program.
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
            for (name,) in cursor.fetchall():
                rows = f'COPY (SELECT * FROM "{name}" AS r ORDER BY r::text COLLATE "C") TO STDOUT'
                with cursor.copy(rows.encode()) as copied:
                    found += [name.encode(), b"\n", *(bytes(part) for part in copied)]
        return b"".join(found)

    def exists(self) -> bool:
        """Whether a store is there."""
        from tests.builders.store import holds_store

        return holds_store(self.url)

    def execute(self, *statements: str) -> None:
        """Changes rows behind the store's back, with every guard taken off."""
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("SET session_replication_role = replica")
            for statement in statements:
                try:
                    connection.execute(statement.encode())
                except psycopg.errors.CheckViolation:
                    connection.execute(_WITHOUT_CHECKS)
                    connection.execute(statement.encode())

    def __fspath__(self) -> NoReturn:
        pytest.skip("about the file of a SQLite store")

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        pytest.skip("about the file of a SQLite store")
