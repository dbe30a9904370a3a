"""What a patient of the demo clinic is like, before any history is invented.

A profile leaves open (zero, None or empty) what `course` may draw at random; the fixed cases of
`cases` and the random patients beyond them go through the same door.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from random import Random

from tests.generator.therapies import MCG, MG, THERAPIES, Bolus, Therapy


class State(StrEnum):
    """Where a patient stands today."""

    USUAL = "usual"
    LATE = "late"
    ALARM = "alarm"
    EMPTY = "empty"
    STOPPED = "stopped"
    UNFILLED = "unfilled"
    UNPROGRAMMED = "unprogrammed"
    FIRST_FILL = "first fill"
    ARCHIVED = "archived"
    EXPLANTED = "explanted"
    EXCHANGED = "exchanged"
    PLANNED_RAISE = "planned raise"
    PLANNED_CUT = "planned cut"


class Episode(StrEnum):
    """Something that happened once in the year."""

    NONE = ""
    ONE_OFF = "one-off bolus"
    PAUSE = "stop and start"
    SWITCH = "mixture change"
    MISMATCH = "fill mismatch"
    OVER_INFUSING = "over-infusing"


@dataclass(frozen=True, slots=True)
class Profile:
    """The choices that make a patient.

    Attributes:
        therapy: key of `THERAPIES`.
        model: key of `PUMP_TYPES`.
        state: where the patient stands today.
        episode: what happened in the year.
        left_days: days from today to the end of the window; drawn where None.
        dose_ng: present dose [ng/day]; drawn where 0.
        fill_ul: injected volume of the last fill [µL]; drawn where 0.
        flow_ul: factory flow of a constant-flow pump [µL/day].
        bolus: the patient's bolus allowance.
        flex: whether the present programme is a flex programme.
        is_new: whether the pump was implanted within the year.
        service_days: days from today to the end of service; far away where None.
        alarm_ul: the patient's own alarm volume [µL].
        max_months: the patient's own calendar limit.
        margin_days: the patient's own margin.
        setting: ``clinic``, ``home`` or ``either``.
        nurses: nurses needed at a visit.
        availability: when the patient can be visited; empty for any time.
        located: whether the address has coordinates.
        authorization: ``none``, ``year`` or ``ending``.
    """

    therapy: str
    model: str
    state: State = State.USUAL
    episode: Episode = Episode.NONE
    left_days: int | None = None
    dose_ng: int = 0
    fill_ul: int = 0
    flow_ul: int = 0
    bolus: Bolus | None = None
    flex: bool = False
    is_new: bool = False
    service_days: int | None = None
    alarm_ul: int | None = None
    max_months: int | None = None
    margin_days: int | None = None
    setting: str = "clinic"
    nurses: int = 1
    availability: str = ""
    located: bool = True
    authorization: str = "none"


_MODELS = (
    ["SM2-20"] * 28
    + ["SM2-40"] * 22
    + ["SM3-20"] * 18
    + ["SM3-40"] * 18
    + ["PROMETRA2-20"] * 5
    + ["PROMETRA2-40"] * 5
    + ["CODMAN3000-30"] * 2
    + ["CODMAN3000-16", "CODMAN3000-50"]
)
_ANY_PUMP = (
    ["b500", "b1000", "m20"] * 10
    + ["b2000"] * 22
    + ["m+bu"] * 8
    + ["h10"] * 7
    + ["h+bu"] * 6
    + ["m10"] * 5
    + ["m+cl", "f2"] * 4
    + ["f+bu+cl"] * 3
    + ["su+bu", "cl+bu", "bu"] * 2
)
_SYNCHROMED = [*_ANY_PUMP, *["z25", "z100", "m+z"] * 2]
_CONSTANT_FLOW = ("b1000", "m10", "h+bu")
_STATES = (
    [State.USUAL] * 168
    + [State.LATE] * 3
    + [State.ALARM, State.EMPTY, State.STOPPED, State.UNFILLED, State.UNPROGRAMMED]
    + [State.ARCHIVED] * 6
    + [State.EXPLANTED] * 3
    + [State.EXCHANGED] * 6
    + [State.PLANNED_RAISE] * 6
    + [State.PLANNED_CUT] * 3
    + [State.FIRST_FILL]
)
_EPISODES = (
    [Episode.NONE] * 80
    + [Episode.ONE_OFF] * 8
    + [Episode.SWITCH] * 6
    + [Episode.PAUSE] * 4
    + [Episode.MISMATCH, Episode.OVER_INFUSING]
)
_SETTINGS = ("clinic",) * 12 + ("home",) * 5 + ("either",) * 3
_AVAILABILITIES = (
    "Mon-Fri 09:00-16:00",
    "Mon-Fri 13:00-16:30",
    "Mon-Wed 08:00-12:00; Fri 08:00-12:00",
    "Tue 09:00-15:00; Thu 09:00-15:00",
)


def draw_profile(rng: Random) -> Profile:
    """Invent a patient beyond the fixed cases."""
    model = rng.choice(_MODELS)
    constant = model.startswith("CODMAN")
    if constant:
        therapy = rng.choice(_CONSTANT_FLOW)
    else:
        therapy = rng.choice(_SYNCHROMED if model.startswith("SM") else _ANY_PUMP)
    dice = rng.randrange(1000)
    state = State.USUAL if constant else rng.choice(_STATES)
    return Profile(
        therapy,
        model,
        state=state,
        episode=rng.choice(_EPISODES) if state is State.USUAL and not constant else Episode.NONE,
        bolus=None if constant or rng.randrange(10) < 7 else draw_bolus(therapy, rng),
        flex=not constant and state is State.USUAL and therapy[0] in "bm" and dice % 100 < 12,
        is_new=dice < 150,
        alarm_ul=(3_000, 4_000)[dice % 2] if dice >= 930 else None,
        margin_days=10 if 900 <= dice < 930 else None,
        setting=rng.choice(_SETTINGS),
        nurses=2 if dice % 50 == 7 else 1,
        availability=_AVAILABILITIES[dice % 4] if dice % 10 == 3 else "",
        located=dice % 100 != 57,
        authorization=("year", "none", "none")[dice % 3],
    )


def draw_bolus(therapy: str, rng: Random) -> Bolus | None:
    """Choose a bolus allowance of about a quarter of the least dose; baclofen gets none."""
    use: Therapy = THERAPIES[therapy]
    if use.parts[0][0] in {"baclofen", "ziconotide", "bupivacaine"}:
        return None
    per_day = rng.choice((3, 4, 6))
    grid = 50 * MCG if use.low_ng >= MG else MCG
    mass = max(grid, use.low_ng // (4 * per_day) // grid * grid)
    return Bolus(mass, per_day, rng.choice((2, 3, 4)))
