"""Where small routing problems are solved: here, or in processes beside this one.

Anything with the interface of :class:`concurrent.futures.Executor` fits. Tried were processes,
threads and :class:`InProcess`; the answers are the same, because a problem carries its own seed.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

from pumpsched.planning.routing import Problem, solve

P = ParamSpec("P")
T = TypeVar("T")
WORTH_A_PROCESS = 40
"""Refills from which on starting other processes saves time."""


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
    pool = ProcessPoolExecutor(cores, mp_context=get_context("spawn"), initializer=_deaf)
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def answers(executor: Executor, problems: Sequence[Problem]) -> list[tuple[tuple[int, ...], ...]]:
    """The routes of each problem, in order; solved here if the processes are gone."""
    try:
        return list(executor.map(solve, problems))
    except BrokenExecutor:
        return [solve(problem) for problem in problems]


def _deaf() -> None:
    """An interrupt is for the process that was asked, which ends this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
