"""A store on a server: how it is reached, what is asked of it, and what is said of a bad one."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic import op
from sqlalchemy import Engine, text

from pumpsched.store.location import is_server, shown
from pumpsched.store.postgres import server_engine
from pumpsched.store.reading.server_session import SESSION
from tests.backends import OnServer
from tests.builders.store import (
    FACT,
    holds_store,
    migrate,
    open_store,
    reading,
    refusing,
    server_parameters,
    writing,
)
from tests.builders.values import (
    NotFound,
    NotPermitted,
    Patient,
    Refusal,
    StoreBusy,
    StoreProblem,
    UsageRefusal,
)
from tests.postgres import Server, fresh_database, own_server, shared_server
from tests.store.proxy import Proxy
from tests.store.records import direct, enrol, file_faults, small_clinic, stamp, verify

pytest.importorskip("psycopg")
FAR = "postgresql://ann@db.example.org/clinic"


def sslmode_of(location: str) -> object:
    return server_parameters(location).get("sslmode")


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PGHOST", "PGHOSTADDR", "PGSERVICE", "PGSSLMODE", "PGPASSWORD"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    "location",
    [
        FAR,
        "postgres://db.example.org/clinic",
        "postgresql://ann@/clinic?host=db.example.org",
        "postgresql://ann@/clinic?host=/tmp&host=db.example.org",
        "postgresql://ann@localhost/clinic?hostaddr=192.0.2.1",
        "postgresql:///?service=clinic",
    ],
)
def test_a_server_elsewhere_must_prove_its_name(location: str) -> None:
    assert sslmode_of(location) == "verify-full"


@pytest.mark.parametrize(
    "location",
    [
        "postgresql:///clinic",
        "postgresql://localhost/clinic",
        "postgresql://127.0.0.1:5433/clinic",
        "postgresql://[::1]/clinic",
        "postgresql://ann@/clinic?host=/var/run/postgresql",
        "postgresql://ann@/clinic?host=localhost:5433",
    ],
)
def test_a_server_on_this_machine_needs_no_certificate(location: str) -> None:
    assert sslmode_of(location) is None


def test_a_host_named_by_the_environment_is_elsewhere_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOST", "db.example.org")
    assert sslmode_of("postgresql:///clinic") == "verify-full"


@pytest.mark.parametrize("mode", ["require", "verify-ca", "verify-full"])
def test_another_kind_of_encryption_may_be_asked_for(mode: str) -> None:
    assert sslmode_of(f"{FAR}?sslmode={mode}") == mode


@pytest.mark.parametrize("mode", ["disable", "allow", "prefer", "x"])
def test_health_data_never_crosses_a_network_in_the_clear(mode: str) -> None:
    with pytest.raises(UsageRefusal) as refused:
        server_engine(f"{FAR}?sslmode={mode}")
    assert refused.value.code == "store-in-the-clear"


@pytest.mark.parametrize(
    "location", ["mysql://localhost/clinic", "sqlite:///x", "postgresql://a:b:c@:x/", "http://x"]
)
def test_an_unknown_kind_of_url_is_refused(location: str) -> None:
    with pytest.raises(UsageRefusal) as refused:
        open_store(location)
    assert refused.value.code == "unreadable"


def test_a_location_is_shown_without_its_password() -> None:
    told = shown("postgresql://ann:hush%20now@db.example.org/clinic")
    assert told == "postgresql://ann:***@db.example.org/clinic"
    assert shown("postgresql://ann@/clinic?password=hush&host=/tmp") == (
        "postgresql://ann@/clinic?host=%2Ftmp&password=hidden"
    )
    assert shown("clinic.sqlite") == "clinic.sqlite"
    assert [is_server(place) for place in ("clinic.sqlite", FAR)] == [False, True]


def test_every_session_has_our_settings_whatever_the_servers(postgres_url: str) -> None:
    with open_store(postgres_url).connect() as connection:
        found = {name: connection.execute(text(f"SHOW {name}")).scalar() for name in SESSION}
    assert found == SESSION


def test_a_change_is_serializable_and_a_reading_repeatable(postgres_url: str) -> None:
    store, found = open_store(postgres_url), []
    asked = text("SHOW transaction_isolation")
    with writing(store, stamp()) as books:
        found.append(books.value(str(asked)))
    with store.connect() as connection:
        found.append(connection.execute(asked).scalar())
    assert found == ["serializable", "repeatable read"]


def test_a_reader_sees_one_moment_and_changes_nothing(postgres_url: str) -> None:
    store = open_store(postgres_url)
    with reading(store) as books:
        assert list(books.patients()) == []
        enrol(store)
        assert list(books.patients()) == []
    with pytest.raises(StoreProblem) as refused, reading(store) as books:
        books.put_patient(Patient("0008", "Rowan Example"))
    assert refused.value.code == "store-read-only"


def test_text_that_no_server_takes_is_out_of_range(postgres_url: str) -> None:
    with pytest.raises(UsageRefusal) as refused, writing(open_store(postgres_url), stamp()) as b:
        b.put_patient(Patient("0007", "Rowan\0"))
    assert refused.value.code == "out-of-range"


def test_a_database_without_a_store_is_not_found_and_stays_empty() -> None:
    with fresh_database(None) as url:
        with pytest.raises(NotFound) as refused:
            open_store(url)
        assert refused.value.code == "no-store"
        assert not holds_store(url)


def test_an_older_store_on_a_server_is_not_upgraded_by_the_way(postgres_url: str) -> None:
    OnServer(postgres_url).execute("UPDATE alembic_version SET version_num = 'm0000'")
    with pytest.raises(StoreBusy) as refused:
        open_store(postgres_url, create=True)
    assert refused.value.code == "store-outdated"


def test_a_guard_taken_off_on_a_server_is_reported(postgres_url: str) -> None:
    store = open_store(postgres_url)
    assert file_faults(store) == []
    OnServer(postgres_url).execute(
        "ALTER TABLE fact DISABLE TRIGGER fact_no_change", "DROP TRIGGER audit_no_change ON audit"
    )
    assert [fault.message for fault in file_faults(store)] == [
        "the trigger audit_no_change is gone",
        "the trigger fact_no_change is gone",
    ]


def test_codes_sort_by_their_characters_and_not_by_a_language(postgres_url: str) -> None:
    store = open_store(postgres_url)
    codes = ["a", "B", "a-1", "Z", "_", "ä", "10", "2", "A1", "a1"]
    with writing(store, stamp()) as books:
        books.put_patients([Patient(code, "Rowan Example") for code in codes])
        assert [patient.code for patient in books.patients()] == sorted(codes)


@pytest.fixture(scope="module")
def own() -> Iterator[Server]:
    """A server whose settings a test may change."""
    with own_server() as made:
        yield made


def enrol_many(store: Engine) -> None:
    """Enrols until it is refused: a server takes a moment to heed a new setting."""
    for number in range(1, 500):
        enrol(store, f"{number:04}")


@pytest.mark.parametrize("name", ["fsync", "full_page_writes", "synchronous_commit"])
def test_a_server_that_may_lose_what_it_acknowledged_is_only_read(own: Server, name: str) -> None:
    url = own.create(f"unsafe_{name}")
    store = open_store(url, create=True)
    own.execute(f"ALTER SYSTEM SET {name} = off")
    own.execute("SELECT pg_reload_conf()")
    try:
        with pytest.raises(StoreProblem) as refused:
            enrol_many(store)
    finally:
        own.execute(f"ALTER SYSTEM RESET {name}")
        own.execute("SELECT pg_reload_conf()")
    assert refused.value.code == "store-unsafe"
    assert f"{name}=off" in refused.value.what
    with reading(store) as books:
        assert len(list(books.patients())) < 499


def test_a_standby_is_only_read() -> None:
    with own_server(wal_level="replica") as standby:
        url = standby.create("clinic")
        small_clinic(open_store(url, create=True))
        standby.stop()
        (standby.data / "standby.signal").touch()
        standby.start()
        store = open_store(url)
        assert verify(store) == []
        with pytest.raises(StoreProblem) as refused:
            enrol(store, "0009")
        assert refused.value.code == "store-read-only"
        assert "standby" in refused.value.what


def test_a_database_set_to_read_only_is_not_written(postgres_url: str) -> None:
    store = open_store(postgres_url)
    name = store.url.database
    shared_server().execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    with pytest.raises(StoreProblem) as refused:
        enrol(store)
    assert refused.value.code == "store-read-only"
    assert refused.value.next_step.endswith("SET default_transaction_read_only = off")


def test_a_user_without_rights_is_told_what_the_owner_can_do(postgres_url: str) -> None:
    store = open_store(postgres_url)
    with store.connect() as connection, connection.begin():
        connection.execute(text("CREATE ROLE looker"))
        connection.execute(text("SET LOCAL ROLE looker"))
        with pytest.raises(StoreProblem) as refused, refusing():
            connection.execute(text("SELECT count(*) FROM patient"))
        connection.rollback()
    assert refused.value.code == "store-read-only"
    assert "GRANT" in refused.value.next_step


def refusal_at(location: str) -> Refusal:
    with pytest.raises(Refusal) as refused:
        open_store(location)
    return refused.value


def test_a_server_that_is_not_there_is_busy_and_names_no_value(own: Server) -> None:
    refusal = refusal_at("postgresql://ann:hush@localhost:1/clinic")
    assert isinstance(refusal, StoreBusy)
    assert (refusal.code, refusal.exit_code) == ("store-unreachable", 6)
    assert "hush" not in str(refusal)


def test_a_database_that_is_not_there_is_not_found(own: Server) -> None:
    refusal = refusal_at(own.url("nowhere"))
    assert isinstance(refusal, NotFound)
    assert "createdb" in refusal.next_step


def test_whom_a_server_does_not_know_it_does_not_let_in(own: Server) -> None:
    refusal = refusal_at(own.url("postgres").replace("clinic@", "nobody:hush@"))
    assert isinstance(refusal, NotPermitted)
    assert "hush" not in str(refusal)


def test_a_server_without_a_certificate_is_told_nothing(own: Server) -> None:
    with Proxy(own.socket) as proxy:
        where = f"postgresql://clinic:hush@localhost:{proxy.port}/postgres?sslmode=verify-full"
        refusal = refusal_at(where)
    assert isinstance(refusal, StoreProblem)
    assert refusal.code == "store-unproven"
    assert b"hush" not in proxy.heard


def test_a_server_that_never_answers_is_not_waited_for(own: Server) -> None:
    with Proxy(own.socket, mute=True) as proxy:
        where = f"postgresql://clinic@localhost:{proxy.port}/postgres?connect_timeout=2"
        refusal = refusal_at(where)
    assert (refusal.code, refusal.exit_code) == ("store-unreachable", 6)


def test_a_change_that_waits_too_long_for_another_one_is_busy(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = open_store(postgres_url)
    monkeypatch.setitem(SESSION, "lock_timeout", "50ms")
    with writing(first, stamp()) as books:
        books.put_setting("margin_days", "9")
        with pytest.raises(StoreBusy) as refused:
            enrol(open_store(postgres_url))
    assert (refused.value.code, refused.value.exit_code) == ("store-busy", 6)


def test_a_statement_that_takes_too_long_is_busy(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SESSION, "statement_timeout", "50ms")
    with pytest.raises(StoreBusy), refusing(), direct(open_store(postgres_url)) as connection:
        connection.execute(text("SELECT pg_sleep(10)"))


@pytest.mark.parametrize("column", ["day", "minute", "kind", "injected_ul"])
def test_a_fact_that_breaks_a_rule_is_refused_by_the_server(postgres_url: str, column: str) -> None:
    store = open_store(postgres_url)
    small_clinic(store)
    wrong = {"day": "2026-02-30", "minute": "1440", "kind": "x", "injected_ul": "-1"}[column]
    names = [each.name for each in FACT.columns]
    cells = {"id": "99", column: f"'{wrong}'"}
    row = ", ".join(cells.get(name, name) for name in names)
    with pytest.raises(UsageRefusal), refusing(), direct(store) as connection:
        connection.execute(text(f"INSERT INTO fact SELECT {row} FROM fact WHERE id = 1"))


def test_two_who_make_the_same_store_at_once_make_one() -> None:
    with fresh_database(None) as url, ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: open_store(url, create=True), range(4)))
        assert all(migrate.status(each).is_current for each in made)


def test_a_migration_that_fails_leaves_an_empty_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_args: object, **_options: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(op, "execute", fails)
    with fresh_database(None) as url:
        with pytest.raises(RuntimeError):
            open_store(url, create=True)
        assert not holds_store(url)
        monkeypatch.undo()
        assert migrate.status(open_store(url, create=True)).is_current
