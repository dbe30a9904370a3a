"""Several ways of planning played through the same months, day by day, side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pumpsched.domain.calendars import months_after
from pumpsched.simulation.draws import RandomDraws
from pumpsched.simulation.figures import Forecast, told
from pumpsched.simulation.world import Clinic, Planner, World


@dataclass(frozen=True, slots=True)
class Scene:
    """A clinic and the way it plans."""

    clinic: Clinic
    planner: Planner


def play(
    scenes: Mapping[str, Scene],
    draws: RandomDraws,
    *,
    months: int,
    passed: Callable[[date], None] = lambda day: None,
) -> Forecast:
    """A clinic played forward in every scene.

    An interrupt ends it with the months that are whole by then.

    Args:
        scenes: Each by its name, all from the same day; the first is the one asked about.
        draws: What chance brings, the same to all.
        months: How many.
        passed: Called after each day.

    Raises:
        KeyboardInterrupt: It came before the first month was over.
    """
    worlds = {name: World(scene.clinic, scene.planner, draws) for name, scene in scenes.items()}
    clinic, late_before = next((s.clinic, worlds[name].late_before) for name, s in scenes.items())
    done = 0
    try:
        while done < months:
            first, after = months_after(clinic.start, done), months_after(clinic.start, done + 1)
            for world in worlds.values():
                world.begin_month(first)
            for ahead in range((after - first).days):
                day = first + timedelta(days=ahead)
                for world in worlds.values():
                    world.live(day)
                passed(day)
            done += 1
    except KeyboardInterrupt:
        if not done:
            raise
    return Forecast(
        first=clinic.start,
        months=months,
        months_done=done,
        patients=len(clinic.subjects),
        nurses=sum(1 for nurse in clinic.case.nurses if nurse.roster),
        late_before=late_before,
        played=tuple(
            told(world.diary, name, first=clinic.start, months=done)
            for name, world in worlds.items()
        ),
    )
