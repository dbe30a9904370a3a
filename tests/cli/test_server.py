"""The command line on a server: the same answers as on a file, byte for byte, and a way there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import cast

import pytest

from tests.backends import OnServer
from tests.builders.command import clock
from tests.builders.store import open_store, server_parameters
from tests.builders.values import Stopped
from tests.cli.clinic import NOW, Clinic
from tests.postgres import fresh_database, shared_server
from tests.store.proxy import Proxy

CUTS = 10
LOOKS = [
    ("due",),
    ("due", "--all", "--json"),
    ("due", "56d", "--csv"),
    ("due", "--as-of", "2027-01-15", "--json"),
    ("show", "0003"),
    ("show", "0007", "--json"),
    ("why", "0007"),
    ("patient", "find", "a"),
    ("pump", "list", "0003"),
    ("dose", "0003"),
    ("visit", "list", "--json"),
    ("nurse", "list"),
    ("site", "list"),
    ("closure", "list"),
    ("auth", "list"),
    ("orders", "28d"),
    ("plan", "2w", "--quick", "--json"),
    ("config", "--json"),
    ("audit", "list", "--json"),
    ("audit", "verify", "--json"),
    ("doctor", "--json"),
    ("show", "nobody"),
    ("refill", "0003", "--residual", "2", "--fill", "20", "-n"),
]
CHANGES = [
    ("refill", "0003", "--residual", "2", "--fill", "20", "-y"),
    ("undo", "--reason", "typed twice", "-y"),
    ("stop", "0007", "-y", "--request-id", "r-1"),
    ("stop", "0007", "-y", "--request-id", "r-1"),
    ("patient", "add", "z-9", "--name", "Ångström, Åse", "-y"),
    ("patient", "add", "Z9", "--name", "angel, Ann", "-y"),
    ("config", "set", "margin_days", "9", "-y"),
]


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The clock stands still, and no store but a test's own is named."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setenv("PUMPSCHED_HOME", str(tmp_path / "home"))
    for name in ("PUMPSCHED_AS_OF", "PUMPSCHED_DB", "COLUMNS", "NO_COLOR", "PGPASSWORD"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def empty() -> Iterator[Clinic]:
    """A command line on a database without any table."""
    with fresh_database(None) as url:
        yield Clinic(cast(Path, OnServer(url)))


def on(url: str) -> Clinic:
    return Clinic(cast(Path, OnServer(url)))


def test_every_answer_is_the_same_on_either_back_end(empty: Clinic, tmp_path: Path) -> None:
    file = Clinic(tmp_path / "demo.sqlite")
    for clinic in (file, empty):
        clinic.done("demo")
    for args in (*LOOKS, *CHANGES, *LOOKS):
        ours, theirs = file.run(*args), empty.run(*args)
        assert theirs == ours, args
        assert (ours.code == 0) == ("nobody" not in args), ours.err
    for clinic, name in ((file, "file"), (empty, "server")):
        clinic.done("export", "folder", str(tmp_path / name))
        clinic.done("export", "json", str(tmp_path / f"{name}.json"))
        clinic.done("export", "ics", str(tmp_path / f"{name}.ics"))
    assert contents(tmp_path / "server") == contents(tmp_path / "file")
    for ending in ("json", "ics"):
        here, there = (tmp_path / f"{name}.{ending}" for name in ("file", "server"))
        assert there.read_bytes() == here.read_bytes()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_three_commands_take_a_practice_from_its_file_to_a_server(
    empty: Clinic, tmp_path: Path
) -> None:
    file = Clinic(tmp_path / "demo.sqlite")
    file.done("demo")
    url, folder = str(empty.path), str(tmp_path / "clinic")
    file.done("export", "folder", folder)
    file.done("import", folder, "--yes", "--db", url)
    checked = file.done("doctor", "--db", url)
    assert "All is well." in checked.out
    day = ("--as-of", "2026-11-22", "--all", "--json")
    assert empty.done("due", *day).json["items"] == file.done("due", *day).json["items"]


def test_an_import_tried_on_an_empty_database_leaves_it_empty(
    empty: Clinic, tmp_path: Path
) -> None:
    (tmp_path / "patients.csv").write_text("patient,name\n0100,Lea Quist\n")
    said = empty.done("import", str(tmp_path / "patients.csv"), "-n")
    assert "1 patient in the store" in said.err
    assert not empty.path.exists()
    assert empty.run("due").code == 3


def test_the_first_patient_makes_a_store_in_an_empty_database(empty: Clinic) -> None:
    empty.done("patient", "add", "0100", "--name", "Quist, Lea", "-y")
    assert [i["patient"] for i in empty.done("due", "--all", "--json").json["items"]] == ["0100"]


def test_a_demo_on_a_server_is_kept_and_never_replaced(empty: Clinic) -> None:
    tried = empty.done("demo", "-n")
    assert "40 in all" in tried.err
    assert not empty.path.exists()
    assert empty.done("demo", "--json").json["built"] is True
    empty.done("stop", "0003", "-y")
    assert empty.done("demo", "--json").json["built"] is False
    assert empty.changes() == 2
    again = empty.run("demo", "--fresh")
    assert (again.code, empty.changes()) == (5, 2)
    assert "dropdb" in again.err


def test_real_data_on_a_server_is_no_demo(postgres_url: str) -> None:
    clinic = on(postgres_url)
    clinic.done("patient", "add", "0100", "--name", "Quist, Lea", "-y")
    assert clinic.run("demo").code == 5


def test_what_is_for_files_names_the_tool_of_the_server(postgres_url: str, tmp_path: Path) -> None:
    clinic = on(postgres_url)
    said = clinic.run("backup", str(tmp_path / "copy.sqlite"))
    assert (said.code, said.out) == (2, "")
    assert "pg_dump" in said.err
    said = clinic.run("restore", str(tmp_path / "copy.sqlite"), "-y")
    assert (said.code, said.out) == (2, "")
    assert "pg_restore" in said.err
    assert list(tmp_path.iterdir()) == []


def test_the_layout_on_a_server_is_told_and_upgraded_without_a_copy(postgres_url: str) -> None:
    clinic = on(postgres_url)
    assert clinic.done("db", "status", "--json").json["current"] is True
    assert clinic.done("db", "upgrade").err == "The store is current; nothing was to do.\n"
    clinic = on(postgres_url.replace("clinic@", "clinic:hush@"))
    for args in (("db", "status"), ("db", "status", "--json")):
        said = clinic.done(*args)
        assert "hush" not in said.out + said.err
        assert "clinic:***@" in said.out


@pytest.mark.parametrize("form", ["clinic:hush@/{}?host={}", "clinic@/{}?host={}&password=hush"])
def test_a_password_on_the_command_line_is_warned_about(postgres_url: str, form: str) -> None:
    server = server_parameters(postgres_url)
    told = "postgresql://" + form.format(server["dbname"], server["host"])
    clinic = on(postgres_url)
    for args in (("due", "--db", told), ("--db", told, "due")):
        said = clinic.done(*args)
        assert "Warning: others on this machine can see a password in --db" in said.err
        assert "hush" not in said.err + said.out
    assert "Warning" not in on(told).done("due").err


def test_a_command_cut_off_at_its_commit_answers_truthfully(clinic_url: str) -> None:
    ways, turn = cycle(["before", "after"]), [1]

    def cut() -> str | None:
        return next(ways) if turn and turn.pop() else None

    with Proxy(shared_server().socket, cut=cut, of=b"INSERT INTO audit") as proxy:
        clinic = on(proxy.url(str(open_store(clinic_url).url.database)))
        for number in range(CUTS):
            verb = ("stop", "start")[number % 2]
            turn[:] = [1]
            said = clinic.run(verb, "0007", "-y", "--request-id", f"r-{number}")
            assert (said.code, proxy.cuts) == (0, number + 1), said.err
            assert f"Saved as {14 + number}." in said.err
            again = clinic.done(verb, "0007", "-y", "--request-id", f"r-{number}")
            assert again.err == "already recorded\n"
    checked = on(clinic_url)
    assert checked.changes() == 1 + CUTS
    assert type(checked.facts("0007")[-2]) is Stopped
    checked.done("doctor")
