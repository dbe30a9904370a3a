"""Small routing problems for PyVRP: the only file that knows it.

A problem is plain numbers, so that it can be handed to another process; so is the answer. PyVRP
is imported when the first problem is solved, because no command but ``plan`` needs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pyvrp
    from pyvrp.search import LocalSearch

    Matrix = np.ndarray[Any, np.dtype[np.int64]]

FORBIDDEN = 10**9
"""Price of a stop on a tour that may not have it: beyond everything that could be saved."""
NEIGHBOURS = 30
"""How many stops nearby a move looks at."""
HISTORY = 10
"""How many iterations ago a tour may have been as good as the next one."""
PENALTY, SCARCE = 500, 5_000
"""What a minute too late, or a visit too many, costs at first [1/100 minute].

Dear where a job that has no other way to be done is left out: crowding everybody into full tours
would look cheap otherwise.
"""
UPDATES = 20
"""After how many iterations that price is set anew."""


@dataclass(frozen=True, slots=True)
class Client:
    """A visit that may start between two minutes of the day, both included.

    Attributes:
        prize: What leaving it out costs [1/100 minute]; 0 where it has to be made.
        either: Number of the choice it belongs to, of which one at most is made; -1 for none.
    """

    minutes: int
    earliest: int
    latest: int
    prize: int = 0
    either: int = -1


@dataclass(frozen=True, slots=True)
class Vehicle:
    """What one vehicle may do.

    Attributes:
        base: Index of the place it leaves and comes back to.
        regular, longest: Minutes at the usual price, and at most.
        most: Stops at most.
        drives: Whether ways between places take time and cost anything.
        prices: Price of each stop on this tour [1/100 minute]; None where it may not have it.
    """

    base: int
    start: int
    end: int
    regular: int
    longest: int
    most: int
    drives: bool
    prices: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class RoutingProblem:
    """Stops to share out among tours, and the routes known so far.

    Attributes:
        minutes: Between any two places: first so many ``bases``, then the stops.
        routes: For each tour the indices of its stops, in order.
        minute_price, overtime_price: Of driving, and of each minute past ``regular``
            [1/100 minute].
        choices: How many choices the stops speak of.
        grid: Minutes by which the starts of a tour's stops lie apart, or a multiple of it.
    """

    minutes: tuple[tuple[int, ...], ...]
    bases: int
    stops: tuple[Client, ...]
    tours: tuple[Vehicle, ...]
    routes: tuple[tuple[int, ...], ...]
    minute_price: int
    overtime_price: int
    iterations: int
    seed: int
    choices: int = 0
    grid: int = 1


def is_there() -> bool:
    """Whether PyVRP can be used."""
    try:
        import pyvrp  # noqa: F401
    except ImportError:
        return False
    return True


def solve(problem: RoutingProblem) -> tuple[tuple[int, ...], ...]:
    """For each tour the stops of the best routes found; a stop in none of them is left out."""
    import pyvrp
    from pyvrp.stop import MaxIterations

    data = _data(problem)
    routes = [
        pyvrp.Route(data, list(stops), vehicle_type=tour)
        for tour, stops in enumerate(problem.routes)
        if stops
    ]
    routed = {stop for route in problem.routes for stop in route}
    lacking = [i for i, stop in enumerate(problem.stops) if stop.either < 0 and i not in routed]
    price = float(SCARCE if lacking else PENALTY)
    often = pyvrp.PenaltyParams(solutions_between_updates=UPDATES)
    found = pyvrp.IteratedLocalSearch(
        data,
        pyvrp.PenaltyManager(([price], price, price), often),
        _moves(data, problem.seed),
        pyvrp.Solution(data, routes),
        pyvrp.IteratedLocalSearchParams(history_length=HISTORY),
    ).run(MaxIterations(problem.iterations), collect_stats=False)
    if not found.best.is_feasible():
        return problem.routes
    best: list[tuple[int, ...]] = [()] * len(problem.tours)
    for route in found.best.routes():
        best[route.vehicle_type()] = tuple(each.idx for each in route if each.is_client())
    return tuple(best)


def _moves(data: pyvrp.ProblemData, seed: int) -> LocalSearch:
    from pyvrp import RandomNumberGenerator, search

    near = search.compute_neighbours(data, search.NeighbourhoodParams(num_neighbours=NEIGHBOURS))
    own = search.PerturbationManager()  # the default one is shared by all searches, also by threads
    moves = search.LocalSearch(data, RandomNumberGenerator(seed=seed), near, own)
    for operator in search.OPERATORS:
        if operator.supports(data):
            moves.add_operator(operator(data))
    return moves


def _data(problem: RoutingProblem) -> pyvrp.ProblemData:
    import numpy as np
    from pyvrp import ClientGroup, Depot, Location, ProblemData

    way: Matrix = np.array(problem.minutes, dtype=np.int64)
    choices = [ClientGroup(required=False) for _ in range(problem.choices)]
    for index, stop in enumerate(problem.stops):
        if stop.either >= 0:
            choices[stop.either].add_client(index)
    return ProblemData(
        locations=[Location(0, 0) for _ in range(len(way))],
        clients=[_client(stop, problem.bases + i) for i, stop in enumerate(problem.stops)],
        depots=[Depot(base) for base in range(problem.bases)],
        vehicle_types=[_vehicle(problem, number) for number in range(len(problem.tours))],
        distance_matrices=[_priced(problem, tour, way) for tour in problem.tours],
        duration_matrices=[_lasting(problem, tour, way) for tour in problem.tours],
        groups=choices,
    )


def _client(stop: Client, location: int) -> pyvrp.Client:
    from pyvrp import Client

    return Client(
        location,
        delivery=[1],
        service_duration=stop.minutes,
        tw_early=stop.earliest,
        tw_late=stop.latest,
        prize=stop.prize,
        required=stop.prize == 0,
        group=stop.either if stop.either >= 0 else None,
    )


def _vehicle(problem: RoutingProblem, number: int) -> pyvrp.VehicleType:
    from pyvrp import VehicleType

    tour = problem.tours[number]
    return VehicleType(
        capacity=[tour.most],
        start_depot=tour.base,
        end_depot=tour.base,
        tw_early=tour.start,
        tw_late=tour.end,
        shift_duration=tour.regular,
        max_overtime=tour.longest - tour.regular,
        unit_overtime_cost=problem.overtime_price,
        profile=number,
    )


def _lasting(problem: RoutingProblem, tour: Vehicle, way: Matrix) -> Matrix:
    """The ways of a tour, each with the wait after it for the next start of the grid.

    The grid of a stop is that of its earliest start; the first way begins with the shift.
    """
    import numpy as np

    lasting = way.copy() if tour.drives else np.zeros_like(way)
    left_at = [stop.earliest + stop.minutes for stop in problem.stops]
    leaving = np.array([tour.start] * problem.bases + left_at, dtype=np.int64)
    starting = np.array([stop.earliest for stop in problem.stops], dtype=np.int64)
    into = lasting[:, problem.bases :]
    into += (starting - leaving[:, None] - into) % problem.grid
    np.fill_diagonal(lasting, 0)
    return lasting


def _priced(problem: RoutingProblem, tour: Vehicle, way: Matrix) -> Matrix:
    """The ways of a tour with the price of each stop on every way into it."""
    import numpy as np

    prices = [FORBIDDEN if price is None else price for price in tour.prices]
    into = np.array([0] * problem.bases + prices, dtype=np.int64)
    matrix = way * problem.minute_price if tour.drives else np.zeros_like(way)
    matrix = matrix + into
    np.fill_diagonal(matrix, 0)
    return matrix
