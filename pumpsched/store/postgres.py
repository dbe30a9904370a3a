"""A store on a PostgreSQL server: how it is reached, and what must hold before it is written.

Every session gets the same settings whatever the server's own are, in one statement that also
tells what a writer must know: whether the server keeps what it acknowledges.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, QueuePool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from pumpsched.domain.errors import StoreProblem, UsageRefusal

_DRIVER = "postgresql+psycopg"
_KINDS = ("postgresql", "postgres", _DRIVER)
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_ENCRYPTED = ("require", "verify-ca", "verify-full")

SESSION = {
    "timezone": "UTC",
    "datestyle": "ISO, YMD",
    "standard_conforming_strings": "on",
    "lock_timeout": "30s",
    "statement_timeout": "10min",
    "idle_in_transaction_session_timeout": "10min",
}
"""Settings of every session."""

_CONNECTING = {
    "connect_timeout": 10,
    "client_encoding": "utf8",
    # A server that has gone without a word is noticed within half a minute.
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
    "application_name": "pumpsched",
}

_DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
_UNSAFE = "pumpsched_unsafe"
_STANDBY = "pumpsched_standby"


def is_server(location: str) -> bool:
    """Whether a location is a URL, and no path."""
    return "://" in location


def shown(location: str) -> str:
    """A location as it may be shown: a URL without its password."""
    if not is_server(location):
        return location
    url = _url(location)
    hidden = {name: "hidden" for name in url.query if "password" in name}
    return url.update_query_dict(hidden).render_as_string(hide_password=True)


def server_engine(location: str, *, hold: bool = False) -> Engine:
    """The engine of a database on a server; nothing is asked of it yet.

    Args:
        location: The URL.
        hold: Keep a connection for the next transaction: a new one takes several answers over the
            network. Whoever holds one disposes of the engine.

    Raises:
        UsageRefusal: The URL cannot be read, is of another kind of server, or would send health
            data over a network in the clear; or the driver is not installed.
    """
    url = _protected(_server_url(location))
    try:
        engine = create_engine(
            url,
            isolation_level="REPEATABLE READ",
            poolclass=QueuePool if hold else NullPool,
            hide_parameters=True,
            use_native_hstore=False,
            connect_args={k: v for k, v in _CONNECTING.items() if k not in url.query},
        )
    except ModuleNotFoundError:
        raise UsageRefusal(
            "The driver for PostgreSQL is not installed.",
            code="no-driver",
            next_step="pip install 'pumpsched[postgres]'",
        ) from None
    event.listen(engine, "connect", _set_session)
    return engine


def check_durable(connection: Connection) -> None:
    """Passes a server that keeps what it acknowledges.

    Raises:
        StoreProblem: It runs with a setting that loses changes, or is a standby.
    """
    if connection.info.get(_STANDBY):
        raise StoreProblem(
            "The database server is a standby; nothing was saved.",
            code="store-read-only",
            why="A standby only follows another server, and may be behind it.",
            next_step="--db with the primary server",
        )
    unsafe: Sequence[str] = connection.info.get(_UNSAFE, ())
    if unsafe:
        raise StoreProblem(
            f"The database server runs with {', '.join(f'{name}=off' for name in unsafe)}.",
            code="store-unsafe",
            why="With that, a recorded change could be lost; nothing was saved.",
            next_step=f"on the server: ALTER SYSTEM SET {unsafe[0]} = on",
        )


def _set_session(connection: Any, record: Any) -> None:
    wanted = ", ".join(f"set_config('{name}', '{value}', false)" for name, value in SESSION.items())
    durable = ", ".join(f"current_setting('{name}')" for name in _DURABLE)
    # Outside of a transaction: a setting made in one that is rolled back is forgotten.
    connection.autocommit = True
    asked = f"SELECT pg_catalog.pg_is_in_recovery(), {durable}, {wanted}"
    row = connection.execute(asked).fetchone()
    connection.autocommit = False
    record.info[_STANDBY] = row[0]
    found = zip(_DURABLE, row[1:], strict=False)
    record.info[_UNSAFE] = [name for name, value in found if value == "off"]


def _server_url(location: str) -> URL:
    url = _url(location)
    if url.drivername not in _KINDS:
        raise UsageRefusal(
            f'"{url.drivername}" is no kind of store.',
            code="unreadable",
            next_step="--db with a path, or postgresql://SERVER/DATABASE",
        )
    return url.set(drivername=_DRIVER)


def _url(location: str) -> URL:
    try:
        return make_url(location)
    except (ArgumentError, ValueError):
        raise UsageRefusal(
            "The store's URL cannot be read.",
            code="unreadable",
            next_step="--db postgresql://USER@SERVER/DATABASE",
        ) from None


def _protected(url: URL) -> URL:
    """The URL with the server's name proven, unless it is this machine or says otherwise."""
    if _is_local(url):
        return url
    mode = url.query.get("sslmode")
    if mode is None:
        return url.update_query_dict({"sslmode": "verify-full"})
    if mode not in _ENCRYPTED:
        raise UsageRefusal(
            "A store on another machine is reached over TLS only.",
            code="store-in-the-clear",
            why="Health data, and the password, would cross the network unprotected.",
            next_step="--db without sslmode: the server's certificate is then checked",
        )
    return url


def _is_local(url: URL) -> bool:
    """Whether the server is known to be on this machine."""
    if "service" in url.query or os.environ.get("PGSERVICE"):
        return False
    named = [url.host] if url.host else _texts(url.query.get("host") or os.environ.get("PGHOST"))
    named += _texts(url.query.get("hostaddr") or os.environ.get("PGHOSTADDR"))
    hosts = [host for names in named for host in names.split(",") if host]
    return all(host.startswith(("/", "@")) or _without_port(host) in _LOOPBACK for host in hosts)


def _without_port(host: str) -> str:
    return host if host.count(":") > 1 else host.partition(":")[0]


def _texts(value: str | Sequence[str] | None) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)
