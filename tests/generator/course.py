"""The course of one patient: pumps, present therapy, and the days its history hangs on.

`build_course` settles everything a profile leaves open. The last fill is chosen backwards from
today so that the window ends when it should; `ledgers` then fills in the year before it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from tests.generator.arithmetic import (
    Draw,
    Terms,
    add_months,
    alarm_on,
    is_working,
    level_on,
    refill_by,
    working_after,
    working_before,
)
from tests.generator.cases import profile_of
from tests.generator.people import patient_code
from tests.generator.profiles import Episode, Profile, State
from tests.generator.therapies import (
    FIRST_ZICONOTIDE_DAYS,
    PUMP_TYPES,
    THERAPIES,
    Programme,
    PumpType,
    Therapy,
    flex_programme,
)

RETIRED = frozenset({State.ARCHIVED, State.EXPLANTED})
_OVERDUE = frozenset({State.LATE, State.ALARM, State.EMPTY})
_FRESH = frozenset({State.UNFILLED, State.UNPROGRAMMED, State.FIRST_FILL})
_SERVICE_YEARS = 7
_SOON_PERCENT = 28


@dataclass(frozen=True, slots=True)
class Device:
    """One implanted pump of a patient."""

    model: str
    serial: str
    implanted_on: date
    service_on: date | None = None
    explanted_on: date | None = None


@dataclass(slots=True)
class Course:
    """Everything that is settled about a patient before the ledger is written.

    Attributes:
        index: number of the patient, from 1.
        rng: the patient's own stream, read further by `ledgers`.
        profile: the choices behind it.
        programme: programme in force after the last fill.
        fill_ul: injected volume of the last fill [µL].
        minute: minute of the day of the last fill.
        today: the day the demo stands still on.
        seen_on: today, or the day a retired patient was last followed.
        start_on: first fill in the ledger.
        last_on: last fill; None for a pump that was never filled.
        swap_on: day of the exchange of the pump, if there was one.
        devices: the pumps in order of implant.
    """

    index: int
    rng: Random
    profile: Profile
    programme: Programme
    fill_ul: int
    minute: int
    today: date
    seen_on: date
    start_on: date
    last_on: date | None
    swap_on: date | None
    devices: tuple[Device, ...]

    @property
    def code(self) -> str:
        """The patient's code."""
        return patient_code(self.index)

    @property
    def therapy(self) -> Therapy:
        """The present mixture."""
        return THERAPIES[self.profile.therapy]

    @property
    def pump_type(self) -> PumpType:
        """The model of every pump of the patient."""
        return PUMP_TYPES[self.profile.model]

    def draw(self) -> Draw:
        """What the present programme takes from the reservoir."""
        return self.programme.draw(self.therapy.strength)

    def terms(self, volume_ul: int, therapy: Therapy, *, first: bool) -> Terms:
        """Return the limits after a fill.

        Args:
            volume_ul: volume after the fill [µL].
            therapy: the mixture filled.
            first: whether it is the first fill of the pump in the ledger.
        """
        profile = self.profile
        stable = therapy.stable_days
        if first and therapy.has_ziconotide:
            stable = FIRST_ZICONOTIDE_DAYS
        return Terms(
            volume_ul,
            profile.alarm_ul or self.pump_type.alarm_ul,
            7 if profile.margin_days is None else profile.margin_days,
            profile.max_months or 3,
            stable,
        )

    def window_end(self) -> date | None:
        """Return the last day of the present window, or None where there is none."""
        if self.last_on is None or self.profile.state is State.UNPROGRAMMED:
            return None
        terms = self.terms(self.fill_ul, self.therapy, first=self.last_on == self.start_on)
        terms = replace(terms, service_on=self.devices[-1].service_on)
        return refill_by(self.last_on, self.minute, terms, self.draw())


def build_course(index: int, *, seed: int, today: date) -> Course:
    """Settle the course of a patient from nothing but the seed, its index and today."""
    rng = Random(f"{seed}:{index}")
    profile = profile_of(index, rng)
    seen_on = today
    if profile.state in RETIRED:
        seen_on = working_before(today - timedelta(days=rng.randrange(12, 60)))
    course = Course(
        index=index,
        rng=rng,
        profile=profile,
        programme=_programme(profile, rng),
        fill_ul=_fill_volume(profile, rng),
        minute=fill_minute(rng),
        today=today,
        seen_on=seen_on,
        start_on=seen_on,
        last_on=None,
        swap_on=None,
        devices=(),
    )
    _place(course)
    course.devices = _devices(course)
    return course


def fill_minute(rng: Random) -> int:
    """Draw the minute of the day of a fill, a quarter of an hour between 08:30 and 15:15."""
    return 510 + 15 * rng.randrange(28)


def _fill_volume(profile: Profile, rng: Random) -> int:
    """Settle the volume of the last fill [µL]; a mismatched one leaves room to say more."""
    if profile.fill_ul:
        return profile.fill_ul
    fills_ul = PUMP_TYPES[profile.model].fills_ul
    return fills_ul[0] if profile.episode is Episode.MISMATCH else rng.choice(fills_ul)


def _programme(profile: Profile, rng: Random) -> Programme:
    """Settle the present programme; a constant-flow pump's dose follows from its flow."""
    therapy = THERAPIES[profile.therapy]
    flows = PUMP_TYPES[profile.model].flows_ul
    if flows:
        flow_ul = profile.flow_ul or rng.choice(flows)
        return Programme(flow_ul * therapy.strength // 1_000)
    steps = (therapy.high_ng - therapy.low_ng) // therapy.step_ng
    dose_ng = profile.dose_ng or therapy.low_ng + therapy.step_ng * rng.randrange(steps + 1)
    if profile.flex:
        return flex_programme(dose_ng, therapy.step_ng, profile.bolus)
    return Programme(dose_ng, bolus=profile.bolus)


def _place(course: Course) -> None:
    """Choose the first and the last fill, and the day of an exchange."""
    state, rng, seen = course.profile.state, course.rng, course.seen_on
    if state in _FRESH:
        course.start_on = working_before(seen - timedelta(days=3 + rng.randrange(6)))
        course.last_on = None if state is State.UNFILLED else course.start_on
        return
    course.last_on = _overdue_fill(course) if state in _OVERDUE else _timely_fill(course)
    if course.profile.is_new:
        back = timedelta(days=45 + rng.randrange(240))
        course.start_on = working_before(course.last_on - back)
    else:
        back = timedelta(days=365 + rng.randrange(30))
        course.start_on = working_before(seen - back)
    if state is State.EXCHANGED:
        middle = course.start_on + (course.last_on - course.start_on) * rng.randrange(45, 60) // 100
        course.swap_on = working_before(middle)


def _is_overdue(state: State, day: date, by: date, alarm: date, empty: date) -> bool:
    """Tell whether ``day`` lies in the stretch after the window, the alarm or the supply."""
    if state is State.LATE:
        return by < day < alarm
    if state is State.ALARM:
        return alarm <= day < empty
    return empty <= day < empty + timedelta(days=9)


def _overdue_fill(course: Course) -> date:
    """Find a fill after which the window, the alarm or the supply has passed today."""
    draw, minute = course.draw(), course.minute
    terms = course.terms(course.fill_ul, course.therapy, first=False)
    fits = []
    for back in range(10, 400):
        on = course.seen_on - timedelta(days=back)
        if not is_working(on):
            continue
        by = refill_by(on, minute, terms, draw)
        alarm = alarm_on(on, minute, terms, draw)
        empty = level_on(on, minute, terms.volume_ul, draw)
        if _is_overdue(course.profile.state, course.seen_on, by, alarm, empty):
            fits.append(on)
        elif fits:
            break
    return fits[len(fits) // 2]


def _timely_fill(course: Course) -> date:
    """Find a fill after which the window ends the wished number of days from today."""
    seen, rng, draw = course.seen_on, course.rng, course.draw()
    terms = course.terms(course.fill_ul, course.therapy, first=False)
    days = (refill_by(seen, course.minute, terms, draw) - seen).days
    left = course.profile.left_days
    if left is None:
        latest = max(5, days - 4)
        soon = rng.randrange(100) < _SOON_PERCENT or latest < 30
        left = rng.randrange(4, min(latest, 29)) if soon else rng.randrange(29, latest)
    on = working_before(seen - timedelta(days=max(days - left, 4)))
    while refill_by(on, course.minute, terms, draw) < seen:
        on = working_after(on + timedelta(days=1))
    return on


def _devices(course: Course) -> tuple[Device, ...]:
    """Invent the pumps: when implanted, their serials, their end of service."""
    profile, rng = course.profile, course.rng
    swap_on = course.swap_on
    fresh = profile.is_new or profile.state in _FRESH or course.therapy.has_ziconotide
    implanted_on = course.start_on
    if not fresh:
        newest = 200 if profile.model.startswith("SM3") else 1900
        implanted_on = working_before(course.start_on - timedelta(days=60 + rng.randrange(newest)))
    if swap_on is not None and not fresh:
        worn = add_months(swap_on, -12 * _SERVICE_YEARS) + timedelta(days=rng.randrange(40, 250))
        implanted_on = working_before(worn)
    if profile.service_days is not None:
        service_on = course.today + timedelta(days=profile.service_days)
        implanted_on = working_before(add_months(service_on, -12 * _SERVICE_YEARS))
    explanted_on = course.seen_on if profile.state is State.EXPLANTED else None
    first = _device(course, 1, implanted_on)
    if swap_on is None:
        return (replace(first, explanted_on=explanted_on),)
    older = profile.model if fresh else profile.model.replace("SM3", "SM2")
    first = replace(first, model=older, explanted_on=swap_on)
    return (first, _device(course, 2, swap_on))


def _device(course: Course, ordinal: int, implanted_on: date) -> Device:
    """Name a pump; SynchroMed pumps carry an end of service seven years after the implant."""
    model = course.profile.model
    has_service = model.startswith("SM") and (course.index + ordinal) % 3
    return Device(
        model,
        f"{model[:2]}{model[-2:]}-{10 * course.index + ordinal:06d}",
        implanted_on,
        add_months(implanted_on, 12 * _SERVICE_YEARS)
        if has_service or course.profile.service_days is not None
        else None,
    )
