"""The search: one small part of a plan after another solved anew, and kept if it is no worse.

Large-neighbourhood search. Parts are drawn a batch at a time, no two with a slot in common, and
solved wherever the executor likes; their answers are put back in the order in which they were
drawn. So the plan depends on the case, the seed and the effort alone.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from pumpsched.planning import routing
from pumpsched.planning.jobs import SCALE
from pumpsched.planning.neighbourhoods import Neighbourhoods
from pumpsched.planning.putting_back import burden, improved
from pumpsched.planning.routing import Problem
from pumpsched.planning.settle import settle
from pumpsched.planning.state import State
from pumpsched.planning.subproblems import Subproblem, as_problem, shaken, subproblem
from pumpsched.planning.workers import answers

BATCH = 4
"""Parts drawn together; settled here and not by the number of processors."""
WORK = 2_500
"""Visits of a part times the iterations spent on it."""
FEWEST_ITERATIONS, MOST_ITERATIONS = 20, 100
SLACK = 100
"""How many times dearer the best is than what it may be exceeded by at first."""
SEEDS = 10**9
TENTHS, QUICK_TENTHS = 10, 1
"""The usual effort in tenths, and a small one."""

Watch = Callable[[int, int, int], bool]
"""Told parts done, parts in all and the cost so far [minutes]; answers whether to go on."""


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

    def parts(self, jobs: int) -> int:
        """How many parts to solve for so many refills."""
        return min(6 * jobs, 600 + jobs) * self.tenths // TENTHS

    def patience(self, jobs: int) -> int:
        """After how many parts in a row that gain nothing a search gives up."""
        return (40 + jobs // 2) * max(TENTHS, self.tenths) // TENTHS


@dataclass(frozen=True, slots=True)
class Searched:
    """The best state found, how the search ended, and how many parts it solved of how many."""

    state: State
    ending: Ending
    done: int = 0
    parts: int = 0


def go_on(done: int, parts: int, cost: int) -> bool:
    """The watch that nobody keeps."""
    return True


def improve(start: State, effort: Effort, *, executor: Executor, watch: Watch = go_on) -> Searched:
    """The best state that so much effort finds, tidied; the start if it finds none.

    An interrupt ends the search, not the program: what was found until then counts.
    """
    if not routing.is_there():
        return Searched(start, Ending.NO_ROUTING)
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
    return Searched(search.tidied(), ending, done, search.parts)


class _Search:
    """A search under way: where it is, the best it has seen, and since when."""

    def __init__(self, start: State, effort: Effort, executor: Executor) -> None:
        self.start = self.here = self.best = start
        self._effort, self._executor = effort, executor
        self._jobs = [job.index for job in start.board.jobs if job.kept is None]
        self._random = Random(effort.seed)
        self._drawn = Neighbourhoods(start.board, self._random)
        self._least = burden(start, self._jobs)
        self.parts, self.done, self._idle = effort.parts(len(self._jobs)), 0, 0

    def goes_on(self) -> bool:
        """Whether there are parts left, and hope."""
        return self.done < self.parts and self._idle < self._effort.patience(len(self._jobs))

    def batch(self) -> None:
        """Solve a few parts and put the answers back, one after another."""
        parts = [subproblem(self.here, slots) for slots in self._drawn.batch(self.here, BATCH)]
        problems = [self._problem(part) for part in parts]
        found = self.here
        for part, routes in zip(parts, answers(self._executor, problems), strict=True):
            found = improved(found, part, routes, at_most=self._bearable())
        count = max(1, len(parts))
        self.done, self._idle, self.here = self.done + count, self._idle + count, found
        least = burden(found, self._jobs)
        if least < self._least:
            self.best, self._least, self._idle = found, least, 0

    def _problem(self, part: Subproblem) -> Problem:
        """The problem of a part, every other one with its prices shaken."""
        problem = as_problem(
            self.here,
            part,
            seed=self._random.randrange(SEEDS),
            iterations=_iterations(len(part.choices)),
        )
        return shaken(problem, self._random) if self._random.randrange(2) else problem

    def _bearable(self) -> int:
        """A cost not much above the best, ever less as the search goes on."""
        left = max(0, self.parts - self.done)
        return self.best.cost + self.best.cost * left // (SLACK * max(1, self.parts))

    def tidied(self) -> State:
        """The best state tidied, or the start if that is no improvement."""
        tidied = self.best.copy()
        settle(tidied)
        better = burden(tidied, self._jobs) <= burden(self.start, self._jobs)
        return tidied if better else self.start


def _iterations(choices: int) -> int:
    """How long to search a part: the larger it is the shorter, for each move takes longer."""
    return max(FEWEST_ITERATIONS, min(MOST_ITERATIONS, WORK // max(1, choices)))
