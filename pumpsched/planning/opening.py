"""The opening position: appointments where they are, before anything new is placed.

What is confirmed stays, come what may: where it contradicts the rules the nurse's day takes
nothing new and a person has to decide. What is booked stays as long as the rules allow it.
"""

from __future__ import annotations

from itertools import pairwise

from pumpsched.domain.visits import Visit
from pumpsched.planning.board import Board
from pumpsched.planning.jobs import SCALE, Job
from pumpsched.planning.state import Placement, State
from pumpsched.planning.timetable import EMPTY, Timetable


def opening(board: Board) -> State:
    """A state with everything kept, everything booked that still fits, and the rest left out."""
    state = State(board)
    seat_kept(state)
    for job in board.jobs:
        if job.kept is None:
            state.leave_out(job.index)
    waiting = [job for job in board.jobs if job.booked is not None]
    while waiting:
        # Half a route can lack the gap for its break that the whole one has: try again.
        without = [job for job in waiting if not keep_booked(state, job)]
        if len(without) == len(waiting):
            break
        waiting = without
    return state


def keep_booked(state: State, job: Job) -> bool:
    """Whether a booked visit could be put back exactly as it is booked."""
    visit, board = job.booked, state.board
    if visit is None or len(visit.nurses) != job.nurses_needed:
        return False
    offers = board.offers[job.index].by_slot
    found = [board.slot_for(nurse, visit) for nurse in visit.nurses]
    slots = tuple(dict.fromkeys(slot for slot in found if slot is not None))
    if len(slots) < len(found) or not all(_is_offered(state, job, slot, visit) for slot in slots):
        return False
    routes = [(slot, _by_time(state, slot, job.index, visit.minute)) for slot in slots]
    timed = state.tried_together(routes, start_of=(job.index, visit.minute))
    if timed is None:
        return False
    price = offers[slots[0]].price - board.rules.price_moved * SCALE
    price += min(offers[slot].nurse_price for slot in slots)
    state.place(
        job.index,
        Placement(slots, price, visit.minute),
        [(route, times) for (_, route), times in zip(routes, timed, strict=True)],
    )
    return True


def _is_offered(state: State, job: Job, slot: int, visit: Visit) -> bool:
    """Whether the rules allow a booked visit in its slot, and the slot can take it."""
    offer = state.board.offers[job.index].by_slot.get(slot)
    if offer is None or not state.is_free(slot):
        return False
    return any(low <= visit.minute <= high for low, high in offer.ranges)


def _by_time(state: State, slot: int, job: int, minute: int) -> list[int]:
    route, starts = state.stops[slot], state.times[slot].starts
    position = sum(start < minute for start in starts)
    return [*route[:position], job, *route[position:]]


def seat_kept(state: State) -> None:
    """Put the appointments that never move into their slots."""
    board = state.board
    routes: dict[int, list[Job]] = {}
    for job in board.jobs:
        if job.kept is None:
            continue
        slots = [board.slot_for(nurse, job.kept) for nurse in job.kept.nurses]
        found = tuple(dict.fromkeys(slot for slot in slots if slot is not None))
        state.placed[job.index] = Placement(found, 0, job.kept.minute)
        for slot in found:
            routes.setdefault(slot, []).append(job)
    for slot in sorted(routes):
        jobs = sorted(routes[slot], key=lambda j: (j.kept.minute if j.kept else 0, j.index))
        route = [job.index for job in jobs]
        times = state.tried(slot, route)
        state.set_route(slot, route, times or _as_they_are(board, slot, jobs))
        if times is None:
            _freeze(state, slot)
    for slot in sorted(routes):
        if not board.slots[slot].rostered or _is_overbooked(state, slot):
            _freeze(state, slot)


def _freeze(state: State, slot: int) -> None:
    state.frozen.update(state.board.groups[state.board.slots[slot].shift_group])


def _is_overbooked(state: State, slot: int) -> bool:
    """Whether kept visits alone are too many for the nurse, or in two shifts at once."""
    own, board = state.board.slots[slot], state.board
    group = [len(state.stops[i]) for i in board.groups[own.shift_group]]
    most = own.nurse.max_visits
    return (most is not None and sum(group) > most) or any(state.stops[r] for r in own.rivals)


def _as_they_are(board: Board, slot: int, jobs: list[Job]) -> Timetable:
    """The clock times of appointments that do not fit together; an unknown way counts nothing."""
    own = board.slots[slot]
    places = [own.nurse.code, *(job.patient for job in jobs), own.nurse.code]
    trips = [board.travel.trip(a, b) for a, b in pairwise(places)] if own.is_home else []
    legs = [trip.minutes if trip else 0 for trip in trips] or [0] * (len(jobs) + 1)
    starts = tuple(job.kept.minute for job in jobs if job.kept)
    back = max(start + job.minutes for start, job in zip(starts, jobs, strict=True)) + legs[-1]
    return Timetable(starts, tuple(legs), starts[0] - legs[0], back) if starts else EMPTY
