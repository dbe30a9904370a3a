"""``plan`` as a search: seed and effort, an interrupt, the cap on its time, and no PyVRP."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pumpsched.cli.commands import plan_search
from pumpsched.planning.search.search import improve
from pumpsched.planning.state import PlanState
from tests.builders.command import clock
from tests.builders.plans import Effort
from tests.cli.clinic import NOW, Clinic
from tests.plan_days import due, staffed, visits


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clinic:
    """Two nurses, three patients due."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    for name in ("PUMPSCHED_AS_OF", "PUMPSCHED_HOME", "COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "clinic.sqlite"
    store = staffed(path, patients=2)
    due(store, 3)
    store.dispose()
    return Clinic(path)


def interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody presses Ctrl-C during the search."""

    def pressed(*given: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr("pumpsched.planning.search.search.answers", pressed)


def test_the_same_seed_and_effort_give_the_same_plan(clinic: Clinic) -> None:
    asked = ("plan", "4w", "--json", "--seed", "7", "--effort", "2")
    assert clinic.done(*asked).out == clinic.done(*asked).out


@pytest.mark.parametrize(
    ("options", "tenths"),
    [((), 10), (("--quick",), 1), (("--effort", "0"), 0), (("--effort", "3"), 30)],
)
def test_the_effort_is_what_was_asked_for(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], tenths: int
) -> None:
    given: list[Effort] = []

    def noted(start: PlanState, effort: Effort, **rest: object) -> object:
        given.append(effort)
        return improve(start, Effort(tenths=0), **rest)  # type: ignore[arg-type]

    monkeypatch.setattr("pumpsched.planning.planner.improve", noted)
    clinic.done("plan", "4w", "--seed", "4", *options)
    assert given == [Effort(4, tenths)]


def test_less_and_more_exclude_one_another(clinic: Clinic) -> None:
    said = clinic.run("plan", "4w", "--quick", "--effort", "3", "--json")
    assert (said.code, said.error["code"]) == (2, "usage")


def test_without_pyvrp_one_line_says_so_and_the_plan_stands(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = clinic.done("plan", "4w", "--json", "--effort", "0")
    monkeypatch.setitem(sys.modules, "pyvrp", None)
    said = clinic.done("plan", "4w", "--json")
    assert said.out == quick.out
    assert said.err.splitlines() == [
        "PyVRP is not installed: planned by best fit alone, which costs more."
    ]


def test_without_pyvrp_a_refusal_to_book_is_still_one_document(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyvrp", None)
    said = clinic.run("plan", "4w", "--apply", "--json")
    assert (said.code, said.error["code"]) == (4, "yes-needed")
    booked = clinic.done("plan", "4w", "--apply", "--json", "-y")
    assert booked.err.startswith("PyVRP is not installed")


def test_an_interrupt_shows_the_best_so_far(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyvrp")
    interrupted(monkeypatch)
    said = clinic.done("plan", "4w", "--json")
    assert len(said.json["visits"]) == 3
    assert said.err.startswith("Interrupted after 0 of ")
    assert len(said.err.splitlines()) == 1


def test_an_interrupt_books_nothing_where_nobody_would_be_asked(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyvrp")
    interrupted(monkeypatch)
    said = clinic.run("plan", "4w", "--apply", "-y")
    assert said.code == 130
    assert visits(clinic.engine()) == {}


def test_a_search_that_takes_too_long_is_stopped_and_says_so(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyvrp")
    monkeypatch.setattr(plan_search, "CAP_SECONDS", 0)
    said = clinic.done("plan", "4w", "--json")
    assert len(said.json["visits"]) == 3
    assert said.err.startswith("Out of time after ")
