"""``demo``: an invented clinic, kept as it is tried on, and never built over real data."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders.command import clock
from tests.cli.clinic import NOW, Clinic


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clinic:
    """A command line whose stores are this test's own."""
    monkeypatch.setattr(clock, "now", lambda: NOW.replace(year=2031))
    monkeypatch.setenv("PUMPSCHED_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PUMPSCHED_AS_OF", raising=False)
    monkeypatch.delenv("PUMPSCHED_DB", raising=False)
    return Clinic(tmp_path / "home" / "demo.sqlite")


def test_the_demo_is_built_and_listed_with_next_commands(line: Clinic) -> None:
    said = line.done("demo")
    assert said.out.splitlines()[1].startswith("empty\t0004\t")
    assert "40 in all" in said.err
    assert "refill 0003 --residual 2 --fill 20 -n --db" in said.err
    assert line.path.exists()


def test_the_demo_never_ages(line: Clinic) -> None:
    line.done("demo")
    assert line.done("due", "--json").json["as_of"] == "2026-11-22"


def test_a_demo_that_is_there_is_kept(line: Clinic) -> None:
    line.done("demo")
    line.done("refill", "0003", "--residual", "2", "--fill", "20", "--yes")
    before = line.path.read_bytes()
    assert line.done("demo", "--json").json["built"] is False
    assert line.path.read_bytes() == before


@pytest.mark.parametrize("how", [("--fresh",), ("--patients", "3")])
def test_a_demo_is_built_anew_on_request(line: Clinic, how: tuple[str, ...]) -> None:
    line.done("demo")
    line.done("refill", "0003", "--residual", "2", "--fill", "20", "--yes")
    made = line.done("demo", *how, "--json").json
    assert (made["built"], made["patients"]) == (True, 3 if "--patients" in how else 40)
    assert line.changes() == 1
    assert line.done("doctor", "--json").json["well"] is True


def test_real_data_is_never_replaced(clinic: Clinic) -> None:
    before = clinic.path.read_bytes()
    for how in ((), ("--fresh",), ("--patients", "3")):
        said = clinic.run("demo", *how)
        assert said.code == 5
        assert "is no demo store; nothing was changed." in said.err
    assert clinic.path.read_bytes() == before


def test_a_dry_run_shows_the_list_and_makes_nothing(line: Clinic) -> None:
    said = line.done("demo", "-n")
    assert "40 in all" in said.err
    assert "Nothing saved (dry run)." in said.err
    assert f"pumpsched why 0003 --db {line.path}\n" in said.err
    assert not line.path.exists()


def test_the_demo_has_a_place_of_its_own(line: Clinic) -> None:
    said = line.run("demo", "--patients", "2", env={"PUMPSCHED_DB": ""})
    assert said.code == 0, said.err
    assert "--demo" in said.err
    assert line.path.exists()


def test_the_demo_takes_no_day(line: Clinic) -> None:
    assert line.run("demo", "--as-of", "2026-11-01").code == 2
    assert line.run("demo", "--on", "2026-11-01").code == 2


@pytest.mark.parametrize(
    "command", [("demo",), ("patient", "add", "0001", "--name", "Quist", "-y")]
)
def test_a_folder_that_cannot_be_written_is_named_with_what_to_do(
    line: Clinic, command: tuple[str, ...]
) -> None:
    line.path.parent.write_text("no folder")
    said = line.run(*command)
    assert said.code == 7
    what, _, following = said.err.splitlines()
    assert what.endswith("cannot be used.")
    assert "a path that this user may read and write; for a store: --db PATH" in following


def test_what_a_plan_orders_in_a_rush_is_what_the_orders_then_call_overdue(line: Clinic) -> None:
    """The demo's today is a Sunday, on which nobody works: both must count it alike."""
    line.done("demo")
    plan = ("plan", "4w", "--effort", "0", "--demo")
    visits = line.done(*plan, "--json").json["visits"]
    fresh = {visit["patient"]: visit["findings"] for visit in visits if visit["visit"] is None}
    line.done(*plan, "--apply", "-y")
    orders = line.done("orders", "4w", "--demo", "--json").json["items"]
    late = {each["patient"]: each["overdue"] for each in orders if each["patient"] in fresh}
    assert late == {patient: "rush-order" in found for patient, found in fresh.items()}
    assert len(late) > 5
    assert any(late.values())
