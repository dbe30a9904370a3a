"""The search: one small part of a plan after another solved anew, and kept if it is no worse.

Large-neighbourhood search. A part is nurse-days that could exchange visits, of three kinds: a few
neighbouring days of up to seven nurses; two weeks of three nurses who live near one another; and,
half of the time, the nurse-days that pass nearest to one patient, whose visits can so be gathered
on fewer ways.

A small plan soon ends where no part gains anything. After some parts in vain everything in the best
plan that is not booked is put in anew, in an order drawn by lot, and searched from there.

Parts are drawn a batch at a time, no two with a slot in common, and solved in this process or in
others, wherever the executor likes; each carries its own seed, and their answers are put back in
the order in which they were drawn. So the plan depends on the case, the seed and the effort alone.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from multiprocessing import get_context
from random import Random
from typing import Generic, ParamSpec, TypeVar

from pumpsched.planning.by_key import grouped
from pumpsched.planning.insertion import place
from pumpsched.planning.jobs import SCALE
from pumpsched.planning.local_search import search_locally
from pumpsched.planning.problem import PlanningProblem
from pumpsched.planning.search import solver
from pumpsched.planning.search.solver import RoutingProblem, solve
from pumpsched.planning.search.subproblems import (
    Subproblem,
    as_problem,
    burden,
    improved,
    shaken,
    subproblem,
)
from pumpsched.planning.state import PlanState

TEAM, PAIRING = 7, 3
"""How many nurses a few days are looked at with, and how many two weeks."""
FEW_DAYS, MANY_DAYS, AROUND = (3, 6), (8, 14), (5, 14)
"""Neighbouring days of either kind, and days to either side of the patient's."""
SMALLEST, LARGEST = 30, 70
"""Visits of a part."""
SCATTER = 10
"""Minutes by which chance moves a nurse-day nearer or farther."""
P = ParamSpec("P")
T = TypeVar("T")
U = TypeVar("U")
WORTH_A_PROCESS = 40
"""Refills from which on starting other processes saves time."""
BATCH = 4
"""Parts drawn together; settled here and not by the number of processors."""
WORK = 2_500
"""Visits of a part times the iterations spent on it."""
FEWEST_ITERATIONS, MOST_ITERATIONS = 20, 100
SMALL, ANEW = 60, 12
"""Refills up to which a search of the usual length begins anew; after how many parts in vain."""
WIDE = 100
"""Slots a refill can choose from on average, beyond which a search is cut in proportion: each then
has a good one from the first. A week of ten thousand patients gains a fiftieth by the whole search.
"""
SLACK = 100
"""How many times dearer the best is than what it may be exceeded by at first."""
SEEDS = 10**9
TENTHS, QUICK_TENTHS = 10, 1
"""The usual effort in tenths, and a small one."""
Watch = Callable[[int, int, int], bool]
"""Told parts done, parts in all and the cost so far [minutes]; answers whether to go on."""


class Neighbourhoods:
    """Parts of the plans of a problem, drawn by lot."""

    def __init__(self, problem: PlanningProblem, random: Random) -> None:
        self._whole, self._random = problem, random
        usable = [slot.index for slot in problem.slots if slot.rostered and not slot.closed]
        self._on = grouped(usable, lambda i: (problem.slots[i].nurse.code, problem.slots[i].day))
        self._days = sorted({day for _, day in self._on})
        self._nurses = sorted({nurse for nurse, _ in self._on})
        self._near = {nurse: self._nearest(nurse) for nurse in self._nurses}
        self._jobs = [job.index for job in problem.jobs if job.kept is None]

    def _nearest(self, nurse: str) -> list[str]:
        there = self._whole.ways_from[nurse]
        return sorted(self._nurses, key=lambda other: (other != nurse, there[other], other))

    def batch(self, state: PlanState, most: int) -> list[list[int]]:
        """Up to so many parts that share no nurse-day, each the slots of it."""
        taken: set[int] = set()
        parts = []
        for _ in range(most):
            part = [slot for slot in self._drawn(state) if slot not in taken]
            part = self._trimmed(state, part, self._random.randint(SMALLEST, LARGEST))
            if sum(len(state.stops[slot]) for slot in part) > 1:
                taken.update(part)
                parts.append(part)
        return parts

    def _drawn(self, state: PlanState) -> list[int]:
        if not self._days or not self._jobs:
            return []
        lot = self._random.randrange(10)
        if lot < 5:
            return self._passing_by(state, self._random.choice(self._jobs))
        size, nurses = (FEW_DAYS, TEAM) if lot < 8 else (MANY_DAYS, PAIRING)
        length = self._random.randint(*size)
        first = self._random.randrange(max(1, len(self._days) - length + 1))
        team = self._near[self._random.choice(self._nurses)][:nurses]
        days = self._days[first : first + length]
        return [slot for day in days for nurse in team for slot in self._on.get((nurse, day), ())]

    def _passing_by(self, state: PlanState, job: int) -> list[int]:
        """The nurse-days around one of a job's days, those that pass nearest to it first."""
        problem, there = self._whole, self._whole.ways_from[self._whole.jobs[job].patient]
        days = sorted({problem.slots[slot].day for slot in problem.eligible[job].by_slot})
        if not days:
            return []
        day, around = self._random.choice(days), self._random.randint(*AROUND)
        ranked = []
        for (nurse, other), slots in self._on.items():
            if abs((other - day).days) <= around:
                places = [state.stop_of(job) for slot in slots for job in state.stops[slot]]
                near = min(there[place] for place in (nurse, *places))
                ranked.append((near + self._random.randrange(SCATTER), other, nurse, slots))
        return [slot for *_, slots in sorted(ranked) for slot in slots]

    def _trimmed(self, state: PlanState, slots: Sequence[int], visits: int) -> list[int]:
        """The first of some slots, whole nurse-days, that hold about so many visits."""
        groups, held = self._whole.slots, 0
        found: list[int] = []
        for slot in slots:
            new_day = not found or groups[found[-1]].shift_group != groups[slot].shift_group
            if new_day and held >= visits:
                break
            found.append(slot)
            held += len(state.stops[slot])
        return found


class InProcess(Executor):
    """An executor that does everything at once, where it is asked."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """The finished future of a call."""
        future: Future[T] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


@contextmanager
def executor_for(jobs: int, *, cores: int) -> Iterator[Executor]:
    """Processes for so many refills, this one alone where more would not pay."""
    if cores < 2 or jobs < WORTH_A_PROCESS:
        yield InProcess()
        return
    # An interrupt is for the process that was asked, which ends the others.
    deaf = partial(signal.signal, signal.SIGINT, signal.SIG_IGN)
    pool = ProcessPoolExecutor(cores, mp_context=get_context("spawn"), initializer=deaf)
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def answers(
    executor: Executor, problems: Sequence[RoutingProblem]
) -> list[tuple[tuple[int, ...], ...]]:
    """The routes of each problem, in order; solved here if the processes are gone."""
    try:
        return list(executor.map(solve, problems))
    except BrokenExecutor:
        return [solve(problem) for problem in problems]


class Ending(StrEnum):
    """How a search came to its end."""

    DONE = "done"
    TIME = "time"
    INTERRUPTED = "interrupted"
    NO_ROUTING = "no-routing"


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to search, in tenths of the usual, and the seed that draws the parts."""

    seed: int = 0
    tenths: int = TENTHS

    def parts(self, jobs: int, choices: int) -> int:
        """How many parts to solve for so many refills, each with so many slots to choose from."""
        parts = min(6 * jobs, 600 + jobs) * self.tenths // TENTHS
        if jobs <= SMALL:
            parts = min(parts, 2 * jobs * max(TENTHS, self.tenths) // TENTHS)
        return parts * WIDE // max(WIDE, choices)

    def patience(self, jobs: int, choices: int) -> int:
        """After how many parts in a row that gain nothing a search gives up."""
        parts = (40 + jobs // 2) * max(TENTHS, self.tenths) // TENTHS
        return parts * WIDE // max(WIDE, choices)


@dataclass(frozen=True, slots=True)
class Searched(Generic[T]):
    """What a search found, and how it ended.

    Attributes:
        result: The best state, the plan it stands for, or that plan checked.
        first_min: Cost of the plan that the search began with [minutes].
        done, parts: Parts of the plan solved anew, of how many.
    """

    result: T
    first_min: int
    ending: Ending
    done: int = 0
    parts: int = 0

    def giving(self, result: U) -> Searched[U]:
        """The same search with what was made of its result."""
        return Searched(result, self.first_min, self.ending, self.done, self.parts)


def go_on(done: int, parts: int, cost: int) -> bool:
    """The watch that nobody keeps."""
    return True


def improve(
    start: PlanState, effort: Effort, *, executor: Executor, watch: Watch = go_on
) -> Searched[PlanState]:
    """The best state that so much effort finds, tidied; the start if it finds none.

    An interrupt ends the search, not the program: what was found until then counts.
    """
    first_min = -(-start.cost // SCALE)
    if not solver.is_there():
        return Searched(start, first_min, Ending.NO_ROUTING)
    search = _Search(start, effort, executor)
    ending = Ending.DONE
    try:
        while search.goes_on() and ending is Ending.DONE:
            search.batch()
            if not watch(min(search.done, search.parts), search.parts, search.best.cost // SCALE):
                ending = Ending.TIME
    except KeyboardInterrupt:
        ending = Ending.INTERRUPTED
    done = min(search.done, search.parts)
    return Searched(search.tidied(), first_min, ending, done, search.parts)


class _Search:
    """A search under way: where it is, the best it has seen, and since when."""

    def __init__(self, start: PlanState, effort: Effort, executor: Executor) -> None:
        self.start = self.here = self.best = start
        self._executor = executor
        self._jobs = [job.index for job in start.problem.jobs if job.kept is None]
        self._random = Random(effort.seed)
        self._drawn = Neighbourhoods(start.problem, self._random)
        self._least = self._lowest = burden(start, self._jobs)
        choices = sum(len(start.problem.eligible[job].by_slot) for job in self._jobs)
        size = len(self._jobs), choices // max(1, len(self._jobs))
        self.parts, self.done = effort.parts(*size), 0
        self._patience = effort.patience(*size)
        self._idle = self._vain = 0
        self._begins_anew = len(self._jobs) <= SMALL and effort.tenths >= TENTHS

    def goes_on(self) -> bool:
        """Whether there are parts left, and hope."""
        return self.done < self.parts and self._idle < self._patience

    def batch(self) -> None:
        """Solve a few parts and put the answers back, one after another."""
        parts = [subproblem(self.here, slots) for slots in self._drawn.batch(self.here, BATCH)]
        problems = [self._problem(part) for part in parts]
        found, best = self.here, self.best.cost
        # A cost not much above the best may be borne, ever less as the search goes on.
        left = max(0, self.parts - self.done)
        bearable = best + best * left // (SLACK * max(1, self.parts))
        for part, routes in zip(parts, answers(self._executor, problems), strict=True):
            found = improved(found, part, routes, at_most=bearable)
        count = max(1, len(parts))
        self.done, self.here = self.done + count, found
        self._idle, self._vain = self._idle + count, self._vain + count
        least = burden(found, self._jobs)
        if least < self._lowest:
            self._lowest, self._vain = least, 0
        if least < self._least:
            self.best, self._least, self._idle = found, least, 0
        if self._vain >= ANEW and self._begins_anew:
            self.here, self._vain = self._anew(), 0
            self._lowest = burden(self.here, self._jobs)

    def _anew(self) -> PlanState:
        """The best state with everything that is not booked taken out and put in by lot."""
        state, jobs = self.best.copy(), self.best.problem.jobs
        free = [job for job in self._jobs if job in state.placed and jobs[job].booked is None]
        out = [job for job in free if state.remove(job)]
        self._random.shuffle(out)
        for job in out:
            place(state, job)
        return state

    def _problem(self, part: Subproblem) -> RoutingProblem:
        """The problem of a part, every other one with its prices shaken."""
        # The larger a part is the shorter it is searched, for each move takes longer.
        iterations = WORK // max(1, len(part.choices))
        iterations = max(FEWEST_ITERATIONS, min(MOST_ITERATIONS, iterations))
        seed = self._random.randrange(SEEDS)
        problem = as_problem(self.here, part, seed=seed, iterations=iterations)
        return shaken(problem, self._random) if self._random.randrange(2) else problem

    def tidied(self) -> PlanState:
        """The best state tidied, or the start if that is no improvement."""
        tidied = self.best.copy()
        search_locally(tidied)
        better = burden(tidied, self._jobs) <= burden(self.start, self._jobs)
        return tidied if better else self.start
