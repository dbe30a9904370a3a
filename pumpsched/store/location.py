"""Where a store is: a path, or the URL of a database on a server and what reaching it takes."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import parse_qs, quote, quote_plus, unquote

from pumpsched.domain.errors import UsageRefusal

_KINDS = ("postgresql", "postgres", "postgresql+psycopg")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_ENCRYPTED = ("require", "verify-ca", "verify-full")

# A password may hold what ends a host elsewhere, so that urlsplit() would cut it short.
_URL = (
    r"(?P<kind>[\w+]+)://"
    r"(?:(?P<user>[^:/]*)(?::(?P<password>[^@]*))?@)?"
    r"(?:\[(?P<ipv6>[^/?]+)\]|(?P<host>[^/:?]+))?(?::(?P<port>[^/?]*))?"
    r"(?:/(?P<database>[^?]*))?(?:\?(?P<query>.*))?"
)

_CONNECTING: dict[str, str | int] = {
    "connect_timeout": 10,
    "client_encoding": "utf8",
    # A server that has gone without a word is noticed within half a minute.
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
    "application_name": "pumpsched",
}


def is_server(location: str) -> bool:
    """Whether a location is a URL, and no path."""
    return "://" in location


def shown(location: str) -> str:
    """A location as it may be shown: a URL without its password."""
    if not is_server(location):
        return location
    url, query = _parts(location)
    user = quote(unquote(url["user"] or ""), safe=" +")
    login = f"{user}{'' if url['password'] is None else ':***'}@"
    host = f"[{url['ipv6']}]" if url["ipv6"] else url["host"] or ""
    port = f":{url['port']}" if url["port"] else ""
    database = f"/{url['database']}" if url["database"] is not None else ""
    asked = "&".join(
        f"{quote_plus(name)}={quote_plus('hidden' if 'password' in name else value)}"
        for name in sorted(query)
        for value in query[name]
    )
    whom = "" if url["user"] is None else login
    return f"{url['kind']}://{whom}{host}{port}{database}{'?' if asked else ''}{asked}"


def name_of(location: str) -> str:
    """What a store is called on paper: its file or database, never a path or a password."""
    if not is_server(location):
        return Path(location).name
    reached = server_parameters(location)
    return str(reached.get("dbname") or reached.get("host") or "database")


def server_parameters(location: str) -> dict[str, str | int]:
    """What the driver connects with, the server's name proven unless it is on this machine.

    Raises:
        UsageRefusal: The URL cannot be read, is of another kind of server, or would send health
            data over a network in the clear.
    """
    url, query = _parts(location)
    if url["kind"] not in _KINDS:
        raise UsageRefusal(
            f'"{url["kind"]}" is no kind of store.',
            code="unreadable",
            next_step="--db with a path, or postgresql://SERVER/DATABASE",
        )
    asked = {name: ",".join(values) for name, values in query.items()}
    named = {
        "user": unquote(url["user"] or ""),
        "password": unquote(url["password"] or ""),
        "host": url["ipv6"] or url["host"],
        "port": url["port"],
        "dbname": url["database"],
    }
    given: dict[str, str] = {name: text for name, text in named.items() if text} | asked
    hosts = _listed(asked.get("host"))
    if any(_without_port(host) != host for host in hosts):
        given["host"] = ",".join(map(_without_port, hosts))
        given["port"] = ",".join(host.removeprefix(_without_port(host))[1:] for host in hosts)
    return {**_CONNECTING, **_protected(given)}


def _parts(location: str) -> tuple[dict[str, str | None], dict[str, list[str]]]:
    found = re.fullmatch(_URL, location)
    if found is None or not (found["port"] or "0").isdecimal():
        raise UsageRefusal(
            "The store's URL cannot be read.",
            code="unreadable",
            next_step="--db postgresql://USER@SERVER/DATABASE",
        )
    return found.groupdict(), parse_qs(found["query"] or "")


def _protected(given: dict[str, str]) -> dict[str, str]:
    """The parameters with the server's name proven, unless it is this machine or says otherwise."""
    if _is_local(given):
        return given
    mode = given.get("sslmode", "verify-full")
    if mode not in _ENCRYPTED:
        raise UsageRefusal(
            "A store on another machine is reached over TLS only.",
            code="store-in-the-clear",
            why="Health data, and the password, would cross the network unprotected.",
            next_step="--db without sslmode: the server's certificate is then checked",
        )
    return given | {"sslmode": mode}


def _is_local(given: dict[str, str]) -> bool:
    """Whether the server is known to be on this machine."""
    if "service" in given or os.environ.get("PGSERVICE"):
        return False
    hosts = _listed(given.get("host") or os.environ.get("PGHOST"))
    hosts += _listed(given.get("hostaddr") or os.environ.get("PGHOSTADDR"))
    return all(host.startswith(("/", "@")) or _without_port(host) in _LOOPBACK for host in hosts)


def _without_port(host: str) -> str:
    return host if host.count(":") > 1 or host.startswith("/") else host.partition(":")[0]


def _listed(hosts: str | None) -> list[str]:
    return [host for host in (hosts or "").split(",") if host]
