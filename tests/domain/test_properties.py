"""Metamorphic rules: change a ledger in a way whose effect is known, and look at the dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.builders import FILLED_ON, PUMP, dose, fill, ledger, view, window
from tests.builders.values import (
    Aspirated,
    BolusGiven,
    Calibration,
    Component,
    Concentration,
    Dose,
    Emptied,
    Fact,
    Filled,
    FlexStep,
    Flow,
    Mass,
    Mixture,
    PatientBolus,
    Programme,
    Programmed,
    Projection,
    ReadOut,
    Voided,
    Volume,
    When,
    decimal_text,
    last_residual_check,
    outlook_of,
    residual_check,
)
from tests.effort import MANY
from tests.strategies import Course, courses, even_programmes, times

pytestmark = pytest.mark.campaign

COUNTED = ("alarm_on", "alarm_nominal_on", "empty_on")
NEVER = date.max
SALINE = Mixture(())


def ends(projection: Projection) -> list[date]:
    """The dates that the volume sets, and the last refill day; a date never met is the last."""
    dates = window(projection)
    return [getattr(dates, key) or NEVER for key in (*COUNTED, "refill_by")]


def none_later(first: Projection, second: Projection) -> bool:
    """Whether no date of the first is later than that of the second."""
    return all(a <= b for a, b in zip(ends(first), ends(second), strict=True))


def more_of(programme: Programme, ng: int, bolus_ng: int) -> Programme:
    """A programme with so much more in every step and in every day's allotment."""
    steps = tuple(FlexStep(s.minute, s.ng_per_day + ng) for s in programme.steps)
    bolus = programme.bolus or PatientBolus(Mass(1), 1)
    return Programme(steps, replace(bolus, mass=Mass(bolus.mass.ng + bolus_ng)))


@MANY
@given(courses(even_programmes), st.data())
def test_more_dose_or_more_patient_bolus_never_gives_a_later_alarm(
    course: Course, data: st.DataObject
) -> None:
    facts = list(course.facts)
    at = data.draw(st.sampled_from([i for i, f in enumerate(facts) if type(f) is Programmed]))
    told = facts[at]
    assert isinstance(told, Programmed)
    ng, bolus_ng = data.draw(st.integers(0, 400_000)), data.draw(st.integers(0, 9_000))
    facts[at] = replace(told, programme=more_of(told.programme, ng, bolus_ng))
    before, after = (
        window(view(*each, as_of=course.as_of, rules=course.rules))
        for each in (course.facts, facts)
    )
    assert (after.alarm_on or NEVER) <= (before.alarm_on or NEVER)
    assert (after.empty_on or NEVER) <= (before.empty_on or NEVER)
    assert after.refill_by <= before.refill_by


@MANY
@given(courses(), st.integers(1, 9))
def test_every_programme_times_the_same_factor_never_gives_a_later_date(
    course: Course, factor: int
) -> None:
    def times_factor(fact: Fact) -> Fact:
        if not isinstance(fact, Programmed):
            return fact
        told = fact.programme
        steps = tuple(FlexStep(s.minute, s.ng_per_day * factor) for s in told.steps)
        bolus = told.bolus and replace(told.bolus, mass=Mass(told.bolus.mass.ng * factor))
        return replace(fact, programme=Programme(steps, bolus))

    more = view(*map(times_factor, course.facts), as_of=course.as_of, rules=course.rules)
    assert none_later(more, course.view())


@MANY
@given(courses(), st.integers(1, 2_000))
def test_less_volume_never_gives_a_later_date(course: Course, less: int) -> None:
    start = course.fill.start_ul
    less_full = replace(course.fill, injected=Volume(max(start - less, 1)))
    assert none_later(replace(course, fill=less_full).view(), course.view())


@MANY
@given(courses(), times(), st.integers(1, 3_000))
def test_a_one_off_bolus_never_gives_a_later_date(course: Course, at: When, ul: int) -> None:
    given_too = BolusGiven(at=at, amount=Volume(ul))
    assert none_later(replace(course, more=(*course.more, given_too)).view(), course.view())


@MANY
@given(courses(), times(), st.integers(1, 3_000))
def test_an_aspirated_volume_never_gives_a_later_date(course: Course, at: When, ul: int) -> None:
    taken = Aspirated(at=at, amount=Volume(ul))
    assert none_later(replace(course, more=(*course.more, taken)).view(), course.view())


@MANY
@given(courses(), times(), st.integers(0, 400).map(lambda ahead: FILLED_ON + timedelta(ahead)))
def test_a_read_out_never_gives_a_later_date(course: Course, at: When, alarm_on: date) -> None:
    read = ReadOut(at=at, alarm_on=alarm_on)
    assert none_later(replace(course, more=(*course.more, read)).view(), course.view())


@MANY
@given(courses(), times())
def test_an_emptying_never_gives_a_later_date(course: Course, at: When) -> None:
    emptied = replace(course, more=(*course.more, Emptied(at=at)))
    assert none_later(emptied.view(), course.view())


def refilled(course: Course, strengths: list[int]) -> tuple[Fact, ...]:
    """The course after earlier fills of the same drug, the last of these strengths its own."""
    fills = [
        replace(
            course.fill,
            at=When(FILLED_ON - timedelta(days=30 * ahead)),
            mixture=Mixture((Component("baclofen", Concentration(strength)),)),
        )
        for ahead, strength in enumerate(reversed(strengths))
    ]
    told = replace(course.first, at=When(FILLED_ON - timedelta(days=30 * len(strengths) - 30)))
    return (*reversed(fills), told, *course.more)


STRENGTHS = st.lists(
    st.sampled_from((250_000, 333_000, 500_000, 2_000_000)), min_size=1, max_size=4
)


@MANY
@given(courses(), STRENGTHS)
def test_a_doubt_never_gives_a_later_date_than_any_strength_in_question(
    course: Course, strengths: list[int]
) -> None:
    first = replace(course, more=tuple(f for f in course.more if type(f) is not Programmed))
    doubted = view(*refilled(first, strengths), as_of=first.as_of, rules=first.rules)
    for strength in strengths:
        known = refilled(first, [strength] * len(strengths))
        assert none_later(doubted, view(*known, as_of=first.as_of, rules=first.rules))


def _new_facts(at: When) -> tuple[Fact, ...]:
    """One fact of each kind that this ledger had to learn."""
    return (
        Aspirated(at=at, amount=Volume(900)),
        Emptied(at=at),
        ReadOut(at=at, alarm_on=FILLED_ON + timedelta(days=20)),
        Programmed(at=at, programme=Programme.even(Flow(700))),
        Filled(at=at, injected=Volume(9_000), mixture=SALINE),
    )


@MANY
@given(courses(), times(), st.integers(0, 4))
def test_a_voided_fact_leaves_everything_exactly_as_it_was(
    course: Course, at: When, kind: int
) -> None:
    fact = _new_facts(at)[kind]
    void = Voided(at=at, voids=len(course.facts) + 1)
    after = view(*course.facts, fact, void, as_of=course.as_of, rules=course.rules)
    assert after == course.view()


@MANY
@given(st.integers(2_001, 40_000), st.integers(24_000, 900_000), st.integers(1, 1_000))
def test_half_the_concentration_halves_the_interval(ul: int, ng: int, half_mcg: int) -> None:
    """Whole days of half a time are half of its whole days, rounded down."""
    days = []
    for strength in (2_000 * half_mcg, 1_000 * half_mcg):
        mixture = Mixture((Component("baclofen", Concentration(strength)),))
        filled = replace(fill(), injected=Volume(ul), mixture=mixture)
        told = Programmed(at=filled.at, programme=Programme.even(Dose(ng)))
        alarm_on = window(view(filled, told)).alarm_on
        assume(alarm_on is not None)
        days.append(((alarm_on or NEVER) - FILLED_ON).days)
    assert days[1] == days[0] // 2


@MANY
@given(courses())
def test_the_alarm_is_never_later_than_empty_nor_than_the_nominal_alarm(course: Course) -> None:
    dates = window(course.view())
    assert (dates.alarm_on or NEVER) <= (dates.empty_on or NEVER)
    assert (dates.alarm_on or NEVER) <= (dates.alarm_nominal_on or NEVER)
    assert dates.filled_on <= (dates.alarm_on or NEVER)


@MANY
@given(courses(), st.integers(1, 60))
def test_more_margin_or_a_higher_alarm_never_gives_a_later_last_day(
    course: Course, more: int
) -> None:
    rules = course.rules
    wider = rules._replace(margin_days=rules.margin_days + more)
    higher = rules._replace(alarm_ul=(rules.alarm_ul or 2_000) + 100 * more)
    shorter = rules._replace(max_months=1)
    for stricter in (wider, higher, shorter):
        strict = replace(course, rules=stricter).view()
        assert window(strict).refill_by <= window(course.view()).refill_by


@MANY
@given(courses())
def test_the_last_day_is_the_earliest_limit_but_never_before_the_fill(course: Course) -> None:
    dates = window(course.view())
    earliest = min(on for _, on in dates.limits)
    assert dates.refill_by == max(earliest, dates.filled_on)
    assert dict(dates.limits)[dates.limit] == earliest
    assert dates.filled_on <= dates.opens_on <= dates.refill_by


@MANY
@given(st.integers(24, 900_000), st.integers(2_000, 20_000))
def test_the_unit_in_which_a_dose_is_typed_changes_nothing(ng: int, ul: int) -> None:
    typed = [
        f"{decimal_text(ng, 6)} mg/day",
        f"{decimal_text(ng, 3)} mcg/d",
        f"{decimal_text(ng, 3)}\u00b5g/day",
        f"{ng} ng/day",
    ]
    filled = replace(fill(), injected=Volume(ul))
    seen = [window(view(filled, dose(text=text))) for text in typed]
    assert seen.count(seen[0]) == len(typed)


@MANY
@given(courses(), st.data())
def test_splitting_a_programme_in_two_equal_ones_changes_nothing(
    course: Course, data: st.DataObject
) -> None:
    told = [f for f in ledger(*course.facts).facts if isinstance(f, Programmed)]
    place = data.draw(st.integers(0, len(told) - 1))
    earliest = told[place].at.day + timedelta(days=1)
    latest = told[place + 1].at.day if place + 1 < len(told) else earliest + timedelta(days=50)
    assume(earliest < latest)
    split_on = data.draw(st.dates(earliest, latest - timedelta(days=1)))
    minute = data.draw(st.none() | st.integers(0, 1439))
    again = Programmed(at=When(split_on, minute), programme=told[place].programme)
    before, after = course.view(), replace(course, more=(*course.more, again)).view()
    # A copy made on the day looked from is the plan itself, carried out.
    assume(not (told[place].at.day > course.as_of >= split_on))
    assert (after.window, after.volume_ul) == (before.window, before.volume_ul)


@MANY
@given(courses(), st.integers(-3_000, 3_000))
def test_all_dates_moved_by_some_days_move_the_alarm_by_as_many(course: Course, days: int) -> None:
    ahead = timedelta(days=days)

    def moved(fact: Fact) -> Fact:
        return replace(fact, at=replace(fact.at, day=fact.at.day + ahead))

    there = view(*map(moved, course.facts), as_of=course.as_of + ahead, rules=course.rules)
    here = course.view()
    assert there.volume_ul == here.volume_ul
    for key in (*COUNTED, "stable_until", "filled_on"):
        one, other = getattr(window(here), key), getattr(window(there), key)
        assert (one and one + ahead) == other


@MANY
@given(courses(), st.randoms(use_true_random=False))
def test_the_order_of_recording_is_irrelevant_for_facts_of_different_times(
    course: Course, random: Random
) -> None:
    facts = list(course.facts)
    assume(len({fact.at for fact in facts}) == len(facts))
    random.shuffle(facts)
    shuffled = view(*facts, as_of=course.as_of, rules=course.rules)
    assert (shuffled.window, shuffled.volume_ul) == (course.view().window, course.view().volume_ul)


@MANY
@given(courses())
def test_an_outlook_row_equals_a_fresh_projection_on_every_day_it_holds(course: Course) -> None:
    seen = course.view()
    row = outlook_of(seen, alarm_ul=0, rank=1, findings=(), ledger_seq=0)
    later = [f.at.day for f in course.more if not isinstance(f, Programmed)]
    first_left_out = min((on for on in later if on > course.as_of), default=NEVER)
    for ahead in range(-60, 60):
        on = course.as_of + timedelta(days=ahead)
        if on >= first_left_out:
            return
        if row.holds_on(on):
            fresh = course.view(on)
            dates = window(fresh)
            assert row.status_on(on) is fresh.status_on(on)
            assert row.volume_on(on) == fresh.volume_ul
            for key in (*COUNTED, "opens_on", "refill_by", "limit", "stable_until"):
                assert getattr(row, key) == getattr(dates, key)


@MANY
@given(courses(), st.integers(0, 30))
def test_a_later_look_at_unchanged_facts_never_brings_back_volume(
    course: Course, ahead: int
) -> None:
    now, later = course.view(), course.view(course.as_of + timedelta(days=ahead))
    assert now.volume_ul is not None
    assert later.volume_ul is not None
    assert later.volume_ul <= now.volume_ul


@MANY
@given(courses(), st.lists(st.tuples(times(0), st.integers(0, 20_000)), max_size=3), st.data())
def test_no_residual_ever_gives_a_later_date(
    course: Course, ends: list[tuple[When, int]], data: st.DataObject
) -> None:
    """Whatever is measured, and however it may move dates."""
    fills = [
        Filled(
            at=at, injected=Volume(18_000), residual=Volume(ul), mixture=course.fill.mixture,
            boluses_used=data.draw(st.none() | st.integers(0, 60)),
        )
        for at, ul in ends
        if at.instant > course.fill.at.instant
    ]  # fmt: skip
    facts = [*course.facts, *fills]
    as_of = max(course.as_of, *(fact.at.day for fact in facts))
    words = [Calibration.OFF, Calibration.SHOW, Calibration.APPLY, Calibration.ALWAYS]
    off, shown, applied, always = [
        view(*facts, as_of=as_of, rules=course.rules._replace(calibration=word)) for word in words
    ]
    assert window(shown) == window(off)
    assert none_later(applied, off)
    assert none_later(always, applied)
    assert window(applied).alarm_on == window(off).alarm_on


@MANY
@given(courses(), times(0), st.integers(0, 20_000), st.none() | st.integers(0, 60), st.data())
def test_the_last_residual_is_checked_alike_from_a_view_and_from_the_ledger(
    course: Course, at: When, residual: int, used: int | None, data: st.DataObject
) -> None:
    assume(at.instant > course.fill.at.instant)
    new = Filled(
        at=at, injected=Volume(18_000), residual=Volume(residual), boluses_used=used,
        mixture=data.draw(st.none() | st.just(course.fill.mixture)),
    )  # fmt: skip
    facts = list(course.facts)
    facts.insert(data.draw(st.integers(1, len(facts))), new)
    as_of = max(course.as_of, at.day)
    seen = view(*facts, as_of=as_of, rules=course.rules)
    assert seen.fill is not None
    assert last_residual_check(seen) == residual_check(ledger(*facts), seen.fill, PUMP)
