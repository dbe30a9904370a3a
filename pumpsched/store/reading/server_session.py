"""A session on a PostgreSQL server: how it is reached, and what every one of them is set to.

Every session gets the same settings whatever the server's own are, in one statement that also
tells what a writer must know: whether the server keeps what it acknowledges.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from pumpsched.domain.errors import UsageRefusal
from pumpsched.store.location import server_parameters

SESSION = {
    "timezone": "UTC",
    "datestyle": "ISO, YMD",
    "standard_conforming_strings": "on",
    "lock_timeout": "30s",
    "statement_timeout": "10min",
    "idle_in_transaction_session_timeout": "10min",
}
"""Settings of every session."""

AT_ONCE = 2000
"""Rows of a very long answer that the server sends at once."""

_DURABLE = ("fsync", "full_page_writes", "synchronous_commit")


class ServerState(NamedTuple):
    """Whether a server is a standby, and which of its settings may lose changes."""

    standby: bool
    unsafe: Sequence[str]


def driver() -> Any:
    """The module of the driver.

    Raises:
        UsageRefusal: It is not installed.
    """
    try:
        # An extra: a store in a file needs no driver of a server.
        import psycopg
    except ModuleNotFoundError:
        raise UsageRefusal(
            "The driver for PostgreSQL is not installed.",
            code="no-driver",
            next_step="pip install 'pumpsched[postgres]'",
        ) from None
    return psycopg


def connected(location: str) -> Any:
    """A new connection to a database on a server; it has the server's own settings yet."""
    return driver().connect(**server_parameters(location))


def settled(connection: Any) -> ServerState:
    """Gives a session its settings; returns what a writer must know of the server."""
    wanted = ", ".join(f"set_config('{name}', '{value}', false)" for name, value in SESSION.items())
    durable = ", ".join(f"current_setting('{name}')" for name in _DURABLE)
    # Outside of a transaction: a setting made in one that is rolled back is forgotten.
    connection.autocommit = True
    asked = f"SELECT pg_catalog.pg_is_in_recovery(), {durable}, {wanted}"
    row = connection.execute(asked).fetchone()
    connection.autocommit = False
    found = zip(_DURABLE, row[1:], strict=False)
    return ServerState(row[0], [name for name, value in found if value == "off"])


def opened_server(location: str) -> Any:
    """A connection to a database on a server whose transactions only read, each one moment."""
    connection = connected(location)
    settled(connection)
    connection.isolation_level = driver().IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    return connection
