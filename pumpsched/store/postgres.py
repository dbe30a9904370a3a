"""Changing a store on a PostgreSQL server: the engine, and what must hold before it is written."""

from __future__ import annotations

from sqlalchemy import URL, Connection, Engine, NullPool, QueuePool, create_engine, event

from pumpsched.domain.errors import StoreProblem
from pumpsched.store.location import server_parameters
from pumpsched.store.reading.server_session import ServerState, connected, driver, settled

WRITES = "pumpsched_writes"
"""Execution option of a connection, to whatever back end, whose transactions change the store."""

_STATE = "pumpsched_server_state"


def server_engine(location: str, *, hold: bool = False) -> Engine:
    """The engine of a database on a server; nothing is asked of it yet.

    With ``hold`` it keeps a connection for the next transaction: a new one takes several answers
    over the network. Whoever holds one disposes of the engine.

    Raises:
        UsageRefusal: The URL cannot be read, is of another kind of server, or would send health
            data over a network in the clear; or the driver is not installed.
    """
    database = server_parameters(location).get("dbname")
    driver()
    engine = create_engine(
        URL.create("postgresql+psycopg", database=None if database is None else str(database)),
        creator=lambda: connected(location),
        isolation_level="REPEATABLE READ",
        poolclass=QueuePool if hold else NullPool,
        hide_parameters=True,
        use_native_hstore=False,
    )
    event.listen(
        engine, "connect", lambda made, record: record.info.update({_STATE: settled(made)})
    )
    return engine


def check_durable(connection: Connection) -> None:
    """Passes a server that keeps what it acknowledges.

    Raises:
        StoreProblem: It runs with a setting that loses changes, or is a standby.
    """
    state: ServerState = connection.info[_STATE]
    if state.standby:
        raise StoreProblem(
            "The database server is a standby; nothing was saved.",
            code="store-read-only",
            why="A standby only follows another server, and may be behind it.",
            next_step="--db with the primary server",
        )
    if state.unsafe:
        raise StoreProblem(
            f"The database server runs with {', '.join(f'{name}=off' for name in state.unsafe)}.",
            code="store-unsafe",
            why="With that, a recorded change could be lost; nothing was saved.",
            next_step=f"on the server: ALTER SYSTEM SET {state.unsafe[0]} = on",
        )
