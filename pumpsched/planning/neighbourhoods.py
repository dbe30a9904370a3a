"""Which part of a plan to look at next: nurse-days that could exchange visits.

Three kinds: a few neighbouring days of up to seven nurses; two weeks of three nurses who live near
one another; and, half of the time, the nurse-days that pass nearest to one patient, whose visits
can so be gathered on fewer ways.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from pumpsched.planning.board import Board
from pumpsched.planning.state import State

TEAM, PAIRING = 7, 3
"""How many nurses a few days are looked at with, and how many two weeks."""
FEW_DAYS, MANY_DAYS, AROUND = (3, 6), (8, 14), (5, 14)
"""Neighbouring days of either kind, and days to either side of the patient's."""
SMALLEST, LARGEST = 30, 70
"""Visits of a part."""
SCATTER = 10
"""Minutes by which chance moves a nurse-day nearer or farther."""


class Neighbourhoods:
    """Parts of the plans of a board, drawn by lot."""

    def __init__(self, board: Board, random: Random) -> None:
        self._board, self._random = board, random
        self._days = sorted({slot.day for slot in board.slots if slot.rostered and not slot.closed})
        self._on: dict[tuple[str, date], list[int]] = {}
        for slot in board.slots:
            if slot.rostered and not slot.closed:
                self._on.setdefault((slot.nurse.code, slot.day), []).append(slot.index)
        self._nurses = sorted({nurse for nurse, _ in self._on})
        self._near = {nurse: self._nearest(nurse) for nurse in self._nurses}
        self._jobs = [job.index for job in board.jobs if job.kept is None]

    def _nearest(self, nurse: str) -> list[str]:
        there = self._board.ways_from(nurse)
        return sorted(self._nurses, key=lambda other: (other != nurse, there[other], other))

    def batch(self, state: State, most: int) -> list[list[int]]:
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

    def _drawn(self, state: State) -> list[int]:
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

    def _passing_by(self, state: State, job: int) -> list[int]:
        """The nurse-days around one of a job's days, those that pass nearest to it first."""
        board, there = self._board, self._board.ways_from(self._board.jobs[job].patient)
        days = sorted({board.slots[slot].day for slot in board.offers[job].by_slot})
        if not days:
            return []
        day, around = self._random.choice(days), self._random.randint(*AROUND)
        ranked = []
        for (nurse, other), slots in self._on.items():
            if abs((other - day).days) <= around:
                places = [board.jobs[j].patient for slot in slots for j in state.stops[slot]]
                near = min(there[place] for place in (nurse, *places))
                ranked.append((near + self._random.randrange(SCATTER), other, nurse, slots))
        return [slot for *_, slots in sorted(ranked) for slot in slots]

    def _trimmed(self, state: State, slots: Sequence[int], visits: int) -> list[int]:
        """The first of some slots, whole nurse-days, that hold about so many visits."""
        groups, held = self._board.slots, 0
        found: list[int] = []
        for slot in slots:
            new_day = not found or groups[found[-1]].shift_group != groups[slot].shift_group
            if new_day and held >= visits:
                break
            found.append(slot)
            held += len(state.stops[slot])
        return found
