"""How much a campaign tries: a short version in every run of the tests, all of it where asked for.

    PUMPSCHED_CAMPAIGNS=full python -m pytest -n 2 -m campaign     # the campaigns alone, in full

A campaign tries what is drawn at random, or one step of many after another. Each is marked
``campaign`` and says here how much of it is enough for every run, and how much a change must pass.
So is, in ``conftest.py``, what a server answers to the further cases of a test.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

from hypothesis import settings

T = TypeVar("T")

FULL = os.environ.get("PUMPSCHED_CAMPAIGNS") == "full"


def tries(*, short: int, full: int) -> int:
    """How often a campaign tries in this run."""
    return full if FULL else short


def some(cases: Sequence[T], *, short: int) -> Sequence[T]:
    """The cases of this run: in full all of them, else so many, spread from the first on."""
    return cases if FULL else cases[:: -(-len(cases) // short)]


def moments(steps: Sequence[str], *, spread: int) -> list[int]:
    """The numbers of the steps at which a run is disturbed, in order.

    In full it is every one; else the first of every third kind, the last, and so many between.
    """
    if FULL:
        return [*range(len(steps))]
    last = len(steps) - 1
    between = (last * number // (spread + 1) for number in range(1, spread + 1))
    first = sorted({*map(steps.index, steps)})
    return sorted({*first[::3], *between, last})


MANY = settings(max_examples=tries(short=40, full=100), deadline=None, print_blob=True)
"""How thoroughly a property is tried; no deadline, since a busy machine is no finding."""
