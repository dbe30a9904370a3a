"""How a patient came to the present programme: earlier doses and weaker mixtures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from tests.generator.course import Course
from tests.generator.profiles import Episode
from tests.generator.therapies import MG, THERAPIES, Programme

_STEPS_PERCENT = (105, 108, 110, 112, 115, 95, 90)
_LARGEST_FLOW_UL = 600


def earlier_programmes(course: Course, rng: Random) -> list[tuple[date, Programme]]:
    """Return the programmes of the year in order, each with the day it is wanted from.

    The first is in force from the first fill on and the last is the present one; no step is
    larger than 20 %.
    """
    last_on = course.last_on or course.start_on
    days = (last_on - course.start_on).days
    steady = course.profile.episode is Episode.OVER_INFUSING or course.pump_type.flows_ul
    if steady or days < 30:
        return [(course.start_on, course.programme)]
    if course.profile.flex:
        even = replace(
            course.programme, basal_ng=course.therapy.on_grid(course.programme.basal_ng), flex=()
        )
        changed_on = course.start_on + timedelta(days=rng.randrange(20, days))
        return [(course.start_on, even), (changed_on, course.programme)]
    programmes = [course.programme]
    for _ in range(rng.randrange(4)):
        dose_ng = programmes[0].basal_ng * 100 // rng.choice(_STEPS_PERCENT)
        before = replace(programmes[0], basal_ng=course.therapy.on_grid(dose_ng))
        if before != programmes[0]:
            programmes.insert(0, before)
    offsets = sorted(rng.randrange(20, days) for _ in programmes[1:])
    dates = [course.start_on + timedelta(days=offset) for offset in (0, *offsets)]
    return list(zip(dates, programmes, strict=True))


def changed_dose(course: Course, percent: int) -> Programme:
    """Return the present programme at ``percent`` of its dose, on the prescribing grid."""
    dose_ng = course.therapy.on_grid(course.programme.basal_ng * percent // 100)
    return replace(course.programme, basal_ng=dose_ng)


def switch_day(course: Course, rng: Random) -> date | None:
    """Return the day from which the present mixture is wanted, or None where it never changed.

    A weaker mixture is assumed before it only where the pump would not have run too fast.
    """
    weaker = THERAPIES.get(course.therapy.weaker)
    if course.profile.episode is not Episode.SWITCH or weaker is None or course.last_on is None:
        return None
    if course.programme.basal_ng * 1_000 > _LARGEST_FLOW_UL * weaker.strength:
        return None
    return course.start_on + (course.last_on - course.start_on) * rng.randrange(30, 60) // 100


def one_off_mass(course: Course) -> int:
    """Return the mass [ng] of a one-off bolus: about an eighth of a day's dose."""
    grid = 100_000 if course.programme.basal_ng >= MG else 5_000
    return max(grid, course.programme.basal_ng // 8 // grid * grid)
