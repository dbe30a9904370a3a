"""A clinic played forward by the search that ``plan`` uses: one executor, checked, interrupted."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import Executor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pumpsched.planning.search import search
from pumpsched.planning.search.search import Searched
from pumpsched.usecases import simulate as usecase
from pumpsched.usecases.plan import search_in
from tests.builders.plans import Effort, InProcess, PlanningCase, RoutingProblem
from tests.builders.store import Stamp, open_store, reading
from tests.builders.values import Finding, Severity
from tests.builders.work import (
    DEMO_TODAY,
    Beginning,
    Proposal,
    Supposed,
    begin,
    build_demo,
    simulate,
)
from tests.effort import tries

STAMP = Stamp("ann", datetime(2026, 11, 22, 12, tzinfo=UTC), "test")
NEW_YEAR = date(2027, 1, 1)


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Beginning:
    """The demo clinic as it begins."""
    path: Path = tmp_path_factory.mktemp("searched") / "demo.sqlite"
    build_demo(path, STAMP)
    with reading(open_store(str(path))) as books:
        return begin(books, today=DEMO_TODAY, supposed=Supposed())


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> list[tuple[date, Effort, Executor]]:
    """The day, the effort and the executor of every search that is made."""
    made: list[tuple[date, Effort, Executor]] = []

    def noted(executor: Executor, case: PlanningCase, effort: Effort) -> Searched[Proposal]:
        made.append((case.today, effort, executor))
        return search_in(executor, case, effort)

    monkeypatch.setattr(usecase, "search_in", noted)
    return made


def test_every_plan_is_a_small_search_of_the_same_seed_in_the_same_executor(
    beginning: Beginning, searches: list[tuple[date, Effort, Executor]]
) -> None:
    simulate(beginning, months=1, seed=4)
    assert len(searches) > 4
    assert {effort for _, effort, _ in searches} == {Effort(seed=4, tenths=1)}
    assert len({id(executor) for *_, executor in searches}) == 1


def test_the_answer_does_not_depend_on_the_number_of_processors(
    beginning: Beginning,
    searches: list[tuple[date, Effort, Executor]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alone = simulate(beginning, months=1, seed=4)
    monkeypatch.setattr(search, "WORTH_A_PROCESS", 1)
    assert simulate(beginning, months=1, seed=4, cores=2) == alone
    assert not isinstance(searches[-1][2], InProcess)


@pytest.mark.campaign
def test_the_search_drives_less_than_best_fit(beginning: Beginning) -> None:
    pytest.importorskip("pyvrp")
    months = tries(short=2, full=3)
    searched, fitted = (
        simulate(beginning, months=months, seed=3, tenths=tenths).played[0] for tenths in (1, 0)
    )
    assert searched.whole.figures.travel_m < fitted.whole.figures.travel_m
    assert searched.whole.left_out == fitted.whole.left_out


def test_without_pyvrp_it_is_played_by_best_fit(
    beginning: Beginning, monkeypatch: pytest.MonkeyPatch
) -> None:
    fitted = simulate(beginning, months=1, seed=1, tenths=0)
    monkeypatch.setitem(sys.modules, "pyvrp", None)
    assert simulate(beginning, months=1, seed=1) == fitted


def test_a_plan_that_breaks_a_rule_is_never_lived(
    beginning: Beginning, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Finding("unsound-plan", Severity.URGENT, "0001 has no window")
    monkeypatch.setattr("pumpsched.usecases.plan.check_plan", lambda case, plan: [broken])
    with pytest.raises(AssertionError, match="0001 has no window"):
        simulate(beginning, months=1, seed=1)


def test_an_interrupt_amid_a_search_ends_the_play_at_once_with_the_whole_months(
    beginning: Beginning,
    searches: list[tuple[date, Effort, Executor]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("pyvrp")
    pressed: list[int] = []
    solved = search.answers

    def answers(
        executor: Executor, problems: Sequence[RoutingProblem]
    ) -> list[tuple[tuple[int, ...], ...]]:
        if searches[-1][0] >= NEW_YEAR:
            pressed.append(len(searches))
            raise KeyboardInterrupt
        return solved(executor, problems)

    monkeypatch.setattr(search, "answers", answers)
    days: list[date] = []
    found = simulate(beginning, months=6, seed=1, passed=days.append)
    assert (found.months, found.months_done) == (6, 1)
    assert pressed == [len(searches)]
    assert days[-1] < searches[-1][0]


def test_an_interrupt_amid_the_first_search_leaves_nothing_to_say(
    beginning: Beginning, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyvrp")

    def answers(
        executor: Executor, problems: Sequence[RoutingProblem]
    ) -> list[tuple[tuple[int, ...], ...]]:
        raise KeyboardInterrupt

    monkeypatch.setattr(search, "answers", answers)
    with pytest.raises(KeyboardInterrupt):
        simulate(beginning, months=6, seed=1)
