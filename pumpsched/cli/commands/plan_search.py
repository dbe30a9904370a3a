"""The search behind ``plan`` as it is watched: its progress, its time, and how it ended."""

from __future__ import annotations

import os
from time import monotonic

from pumpsched.cli.context import App
from pumpsched.cli.terminal.progress import Bar
from pumpsched.domain.errors import UsageRefusal
from pumpsched.planning.case import PlanningCase
from pumpsched.planning.search.search import QUICK_TENTHS, TENTHS, Effort, Ending, Searched
from pumpsched.usecases.plan import Proposal, search

BEST_FIT_ALONE = "PyVRP is not installed: planned by best fit alone, which costs more."
CAP_SECONDS, CAP_PATIENTS = 300, 1_200
"""So long for so many patients and each unit of effort; beyond, the plan is not its seed's."""


def effort_of(*, seed: int | None, quick: bool, times: int | None) -> Effort:
    """The effort that was asked for.

    Raises:
        UsageRefusal: Both less and more of it.
    """
    if quick and times is not None:
        raise UsageRefusal(
            "--quick and --effort exclude one another.",
            code="usage",
            next_step="the same command without --quick, or without --effort",
        )
    return Effort(seed or 0, QUICK_TENTHS if quick else TENTHS * (1 if times is None else times))


def searched(app: App, case: PlanningCase, effort: Effort) -> Proposal:
    """The proposal of a search; says so if it was cut short."""
    found = watched(app, case, effort)
    say_ending(app, found)
    return found.result


def watched(app: App, case: PlanningCase, effort: Effort) -> Searched[Proposal]:
    """A search with its progress on stderr.

    Raises:
        KeyboardInterrupt: It was interrupted, and its plan would be booked without a question.
    """
    since, times = monotonic(), 1 + len(case.demands) // CAP_PATIENTS
    cap = CAP_SECONDS * times * max(1, effort.tenths // TENTHS)
    with Bar() as bar:
        known = 0

        def watch(done: int, parts: int, cost: int) -> bool:
            nonlocal known
            if known == 0:
                bar.phase("Planning", parts)
            bar.reword(f"Planning, cost {cost} min")
            bar.advance(done - known)
            known = done
            return monotonic() - since < cap

        found = search(case, effort, cores=cores(), watch=watch)
    if found.ending is Ending.INTERRUPTED and app.given.yes:
        raise KeyboardInterrupt  # nobody would be asked whether to book the half-searched plan
    return found


def say_ending(app: App, found: Searched[Proposal]) -> None:
    """Says how a search ended, where somebody has to know."""
    part = f"after {found.done} of {found.parts} parts"
    told = {
        Ending.NO_ROUTING: BEST_FIT_ALONE,
        Ending.INTERRUPTED: f"Interrupted {part}: this is the best plan so far, checked.",
        Ending.TIME: f"Out of time {part}: this is the best plan so far, checked.",
    }.get(found.ending)
    if told:
        app.say(told)


def cores() -> int:
    """How many processors there are."""
    return os.cpu_count() or 1
