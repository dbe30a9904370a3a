"""Best fit: each refill in turn into the slot and position where it costs least."""

from __future__ import annotations

from collections.abc import Iterable

from pumpsched.planning.insertion import best_insertion
from pumpsched.planning.state import State

MOST_ROUNDS = 6
PLACED_IN_ALL = 1500
"""How many insertions the rounds after the second may add up to."""


def place_each(state: State, jobs: Iterable[int]) -> list[int]:
    """Place jobs in this order where each fits best; the list is of those that fit nowhere."""
    without = []
    for job in jobs:
        way = best_insertion(state, job)
        if way is None:
            without.append(job)
        else:
            way.carry_out(state, job)
    return without


def best_fit(start: State) -> State:
    """The start position with everyone placed who can be.

    Most urgent first. Whoever then has no place goes to the front of the queue and all is done
    again from the start, a few times; the cheapest outcome counts.
    """
    queue, best = sorted(start.left_out), start
    rounds = PLACED_IN_ALL // max(1, len(queue))
    for turn in range(max(2, min(MOST_ROUNDS, rounds))):
        state = start.copy()
        without = place_each(state, queue)
        if turn == 0 or state.cost < best.cost:
            best = state
        stuck = [job for job in without if start.board.offers[job].by_slot]
        if not stuck:
            break
        queue = stuck + [job for job in queue if job not in set(stuck)]
    return best
