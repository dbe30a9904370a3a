"""A mixture changed, the programmer perhaps not: concentrations in question, saline, flows."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from pumpsched.domain.programming import programming, strength_of
from tests.builders import (
    PUMP,
    bolus,
    codes,
    day,
    dose,
    empty,
    fill,
    ledger,
    running,
    stop,
    view,
    when,
    window,
)
from tests.builders.values import Fact, Projection, State, Status, residual_check

WEAK, STRONG = "baclofen 500 mcg/mL", "baclofen 2000 mcg/mL"
OLD = fill("2026-10-02", of=WEAK)
CHANGED = fill("2026-11-02", of=STRONG)
TOLD = dose("2026-10-02", "120 mcg/day")
NOON = "2026-11-10T12:00"


def flow(found: Projection) -> Fraction | None:
    """The flow shown [µL/day]."""
    return found.flow_ul_per_day


def test_a_programme_told_for_a_weaker_mixture_keeps_the_larger_flow() -> None:
    found = view(OLD, TOLD, CHANGED)
    assert flow(found) == 240
    assert window(found).alarm_on == day("2027-01-16")
    assert codes(found) == ["dose-after-mixture-change"]


def test_a_programme_told_for_a_stronger_mixture_counts_with_the_weaker_one() -> None:
    assert flow(view(fill("2026-10-02", of=STRONG), TOLD, fill(of=WEAK))) == 240


def test_the_next_programme_settles_the_doubt() -> None:
    assert flow(view(OLD, TOLD, CHANGED, dose("2026-11-03", "120 mcg/day"))) == 60


def test_a_mixture_that_comes_back_leaves_all_in_question() -> None:
    again = fill("2026-11-09", of=STRONG)
    assert flow(view(fill("2026-10-02", of=STRONG), TOLD, fill(of=WEAK), again)) == 240


@pytest.mark.parametrize(
    ("told", "filled", "ul"),
    [
        ("2026-11-02", "2026-11-02T23:59", 60),  # with the day alone: what its day ended with
        ("2026-11-02T10:00", "2026-11-02", 60),
        ("2026-11-02T10:00", "2026-11-02T11:00", 60),  # within the hour
        ("2026-11-02T10:00", "2026-11-02T11:01", 240),
        ("2026-11-02T23:30", "2026-11-03T00:30", 60),
        ("2026-11-02", "2026-11-03", 240),
        ("2026-11-02T23:30", "2026-11-03", 240),
    ],
)
def test_a_programme_meets_the_fill_of_its_day_or_of_the_hour_after_it(
    told: str, filled: str, ul: int
) -> None:
    found = view(OLD, dose(told, "120 mcg/day"), fill(filled, of=STRONG))
    assert flow(found) == ul


def test_another_drug_and_saline_put_nothing_in_question() -> None:
    """The pump kept its flow."""
    assert flow(view(OLD, TOLD, fill(of="morphine 20 mg/mL"))) == 240
    assert flow(view(OLD, TOLD, fill(of="saline"))) == 240
    assert flow(view(OLD, TOLD, fill(of="saline"), fill("2026-11-09", of=STRONG))) == 240


def test_a_programme_told_before_any_fill_is_of_the_first_drug_to_come() -> None:
    assert flow(view(TOLD, fill(of="saline"), fill("2026-11-09", of=STRONG))) == 60


def test_before_the_first_programme_the_mixture_in_the_reservoir_counts_alone() -> None:
    facts = (fill("2026-10-02", of=STRONG), CHANGED, dose("2026-11-20", "120 mcg/day"))
    assert flow(view(*facts, as_of=day("2026-11-10"))) == 60


def test_until_the_first_programme_was_told_what_it_was_told_for_counts_nothing() -> None:
    """What was filled half an hour after it is what it met."""
    facts = ledger(OLD, dose("2026-11-02T10:00"), fill("2026-11-02T10:30", of=STRONG)).facts
    told = programming(facts, as_of=day("2026-11-23"))
    strengths = {at: told.strengths(when(at).instant) for at in ("2026-11-02T09:59", NOON)}
    assert strengths == {"2026-11-02T09:59": [500_000], NOON: [2_000_000]}
    assert told.strengths(when("2026-11-02T10:00").instant) == [2_000_000]


def test_a_programme_told_before_any_fill_is_in_question_from_the_first_drug_on() -> None:
    facts = ledger(dose("2026-10-01"), OLD, CHANGED).facts
    told = programming(facts, as_of=day("2026-11-23"))
    assert told.strengths(when(NOON).instant) == [500_000, 2_000_000]


def test_the_weakest_in_question_counts_or_without_a_doubt_the_last_one_filled() -> None:
    facts = ledger(OLD, TOLD, CHANGED, fill("2026-11-09", of="baclofen 1000 mcg/mL")).facts
    told = programming(facts, as_of=day("2026-11-23"))
    found = told.strengths(when(NOON).instant)
    assert [strength_of(found, doubted=doubted) for doubted in (True, False)] == [
        500_000,
        1_000_000,
    ]
    assert told.strength(when(NOON).instant) == 500_000


def test_a_programme_meets_the_last_fill_before_the_next_days() -> None:
    fills = (fill("2026-09-02", of=STRONG), OLD, fill("2026-11-03", of=STRONG))
    told = programming(ledger(*fills, dose()).facts, as_of=day("2026-11-23"))
    assert [change.met for change in told.changes] == [1]


def test_a_drug_that_the_dose_does_not_count_puts_nothing_in_question() -> None:
    """However weak it is."""
    held = fill("2026-10-02", of=STRONG), TOLD, fill(of="morphine 0.5 mg/mL")
    assert flow(view(*held)) == 60


def test_what_is_in_the_reservoir_is_what_the_last_fill_left() -> None:
    held = view(OLD, TOLD, CHANGED).told.held(when(NOON).instant)
    assert held is not None
    assert held.mixture == CHANGED.mixture


def test_only_programmes_told_by_a_day_are_known_on_it_or_the_first_ever() -> None:
    told = running(dose("2026-11-12", "130 mcg/day"), dose("2026-11-13", "140 mcg/day")).told
    known = {on: len(told.known_by(day(on)).changes) for on in ("2026-11-01", "2026-11-11")}
    assert known == {"2026-11-01": 1, "2026-11-11": 1}
    assert len(told.known_by(day("2026-11-12")).changes) == 2


def test_boluses_are_in_doubt_with_their_programme() -> None:
    bolused = dose("2026-10-02", "120 mcg/day", "10 mcg x 4/day")
    assert window(view(OLD, bolused, CHANGED)).alarm_on == day("2026-12-28")  # 320 µL/day
    one_off = bolus("2026-11-12", "1 mg")
    assert view(OLD, TOLD, CHANGED, one_off).volume_ul == 20_000 - 21 * 240 - 2_000


def test_a_dose_given_as_a_flow_has_no_doubt() -> None:
    told = dose("2026-10-02", "0.1 mL/day")
    found = view(OLD, told, CHANGED)
    assert flow(found) == 100
    assert codes(found) == []


def test_boluses_beside_a_flow_count_nothing_while_no_drug_was_met() -> None:
    told = dose("2026-11-02", "0.1 mL/day", "10 mcg x 4/day")
    found = window(view(fill(of="saline"), told))
    assert found.alarm_on == found.alarm_nominal_on


def test_a_programme_is_compared_by_its_flow_with_what_it_met() -> None:
    """The same mass of a stronger mixture lowers the flow, so it waits for the next day."""
    facts = (OLD, TOLD, CHANGED, dose("2026-11-02", "120 mcg/day"))
    assert view(*facts, as_of=day("2026-11-03")).volume_ul == 20_000 - 240
    raised = (*facts[:3], dose("2026-11-02", "600 mcg/day"))
    assert view(*raised, as_of=day("2026-11-03")).volume_ul == 20_000 - 300


def test_a_flow_in_place_of_a_mass_without_a_concentration_is_a_raise() -> None:
    facts = (dose("2026-10-01", "120 mcg/day"), dose("2026-10-02", "0.001 mL/day"))
    assert view(*facts, fill(of="saline"), as_of=day("2026-11-03")).volume_ul == 20_000 - 1


LOWERED, RAISED = True, False


@pytest.mark.parametrize(
    ("before", "new", "lowers"),
    [
        ("120 mcg/day", "0.1 mL/day", LOWERED),
        ("120 mcg/day", "0.24 mL/day", RAISED),
        ("120 mcg/day 10 mcg x 4/day", "0.3 mL/day", LOWERED),
        ("0.5 mL/day", "120 mcg/day", LOWERED),
        ("0.3 mL/day", "120 mcg/day 10 mcg x 4/day", RAISED),
        ("0.24 mL/day", "120 mcg/day", RAISED),
    ],
)
def test_a_flow_and_a_mass_compare_by_the_whole_day_with_all_boluses(
    before: str, new: str, lowers: bool
) -> None:
    """What is equal counts as what raises: from its day on."""
    facts = (fill(), _told("2026-11-02", before), _told("2026-11-12", new))
    assert bool(view(*facts).told.lowering) is lowers


def _told(at: str, text: str) -> Fact:
    """A dose with its boluses."""
    amount, unit, *boluses = text.split()
    return dose(at, f"{amount} {unit}", " ".join(boluses))


@pytest.mark.parametrize(
    "doses",
    [("120 mcg/day", "0.001 mL/day"), ("0.5 mL/day", "1 mcg/day")],
)
def test_a_mass_without_a_concentration_and_a_flow_do_not_compare_and_count_as_a_raise(
    doses: tuple[str, str],
) -> None:
    before, new = doses
    facts = (dose("2026-10-01", before), dose("2026-10-02", new), fill(of="saline"))
    assert view(*facts).told.lowering == frozenset()


def test_a_programme_is_compared_with_the_weakest_in_question_up_to_what_it_met() -> None:
    weaker = fill("2026-11-20", of="baclofen 250 mcg/mL")
    strong = fill("2026-10-02", of=STRONG)
    lowered = view(strong, TOLD, fill(of=WEAK), dose("2026-11-12", "100 mcg/day"), weaker)
    assert lowered.told.lowering == {4}
    raised = view(OLD, TOLD, dose("2026-11-12", "130 mcg/day"), weaker)
    assert raised.told.lowering == frozenset()


def test_the_same_flow_planned_again_changes_nothing_and_is_left_out() -> None:
    told = dose("2026-11-02", "0.24 mL/day")
    again = replace(told, at=when("2026-12-01"))
    assert view(fill(), told, again).told.left_out == day("2026-12-01")


def test_a_raise_planned_after_a_reduction_counts() -> None:
    planned = dose("2026-12-01", "60 mcg/day"), dose("2026-12-10", "240 mcg/day")
    found = running(*planned)
    assert [str(programme) for _, programme in found.programmes] == ["120 mcg/day", "240 mcg/day"]
    assert found.told.left_out == day("2026-12-01")


def test_a_flow_told_later_does_not_count_back_while_a_mass_has_one() -> None:
    found = running(dose("2026-11-20", "0.5 mL/day"))
    assert found.volume_ul == 20_000 - 18 * 240 - 3 * 500


def test_saline_runs_at_the_flow_before() -> None:
    found = view(OLD, TOLD, fill(of="saline"))
    assert flow(found) == 240
    assert window(found).alarm_on == day("2027-01-16")
    assert window(found).stable_until is None


def test_a_mass_on_saline_waits_for_the_next_drug() -> None:
    facts = (OLD, TOLD, fill(of="saline"), dose("2026-11-09", "600 mcg/day"))
    assert flow(view(*facts)) == 240
    assert flow(view(*facts, fill("2026-11-20", of=STRONG))) == 300


def test_a_dose_of_the_day_that_ended_with_saline_leaves_the_flow_before_going_on() -> None:
    met = (fill("2026-11-02T14:05"), fill("2026-11-02T23:30", of="saline"))
    assert flow(view(OLD, TOLD, *met, dose("2026-11-02", "600 mcg/day"))) == 240


def test_on_saline_a_programme_is_measured_against_the_flow_that_goes_on() -> None:
    facts = (OLD, TOLD, fill(of="saline"), dose("2026-11-03", "1 mcg/day"))
    planned = dose("2026-12-01", "0.2 mL/day")
    assert view(*facts, planned).told.left_out == day("2026-12-01")


def test_a_programme_is_measured_against_what_goes_on_though_a_drug_came_later() -> None:
    facts = (OLD, TOLD, fill(of="saline"), dose("2026-11-03", "1 mcg/day"))
    found = view(*facts, dose("2026-11-09", "0.2 mL/day"), fill("2026-11-20", of=WEAK))
    assert 5 in found.told.lowering


def test_a_mass_told_on_saline_waits_until_the_drug_of_its_day_is_in() -> None:
    facts = (fill("2026-11-01", of="saline"), dose(), fill("2026-11-02T14:00"))
    told = view(*facts).told
    assert [told.waits(told.changes[0], filled) for filled in (1, 2)] == [True, False]
    assert told.told_on_saline(told.changes[0])


def test_a_mass_told_before_anything_was_filled_waits_for_no_other_drug_than_it_met() -> None:
    filled = (fill("2026-11-02T09:00", of="saline"), fill("2026-11-02T14:00"))
    told = view(dose(), *filled, fill("2026-11-20", of="saline")).told
    assert not told.waits(told.changes[0], 1)


def test_what_was_told_long_before_saline_came_was_not_told_on_it() -> None:
    for told in (view(dose("2026-10-01"), fill(of="saline")).told, running().told):
        assert not told.told_on_saline(told.changes[0])


def test_a_mass_told_on_saline_is_of_the_next_drug_once_that_is_in() -> None:
    told = view(fill("2026-10-02", of="saline"), dose("2026-10-03"), CHANGED).told
    assert [told.told_for(told.changes[0], filled) for filled in (1, 2)] == [None, 1]


def test_a_flow_told_before_a_mass_goes_on_where_the_first_fill_is_saline() -> None:
    told = dose("2026-11-01T07:30", "0.24 mL/day"), dose("2026-11-01T08:00", "12 mcg/day")
    found = view(*told, fill("2026-11-01T14:05", of="saline"))
    assert (found.state, flow(found)) == (State.RUNNING, Fraction(240))


def test_where_no_flow_goes_on_the_last_mass_is_the_one_in_force() -> None:
    masses = dose("2026-11-03", "2 mg/day"), dose("2026-11-04T09:00", "9 mcg/day")
    raised = view(fill(of="saline"), *masses, dose("2026-11-05", "1 mg/day"))
    assert [change.programme.dose_text for change in raised.told.changes if change.met >= 0] == [
        *("2 mg/day", "9 mcg/day", "1 mg/day"),
    ]
    assert len(raised.told.lowering) == 1


def test_saline_without_a_programme_before_it_has_no_flow_for_a_mass() -> None:
    facts = (fill(of="saline"), dose("2026-11-09", "60 mcg/day"))
    found = view(*facts)
    assert (found.state, found.window) == (State.UNPROGRAMMED, None)
    assert view(*facts, empty("2026-11-10")).status_on(day("2026-11-23")) is Status.EMPTY


def test_the_next_flow_counts_back_to_the_fill() -> None:
    facts = (fill(of="saline"), dose("2026-11-09", "60 mcg/day"), dose("2026-11-16", "0.1 mL/day"))
    found = view(*facts)
    assert found.volume_ul == 20_000 - 2_100
    before, after = (when(on).instant for on in ("2026-11-15", "2026-11-16"))
    assert found.told.running(before) != found.told.last_told(before)
    assert found.told.running(after) == found.told.last_told(after)


@pytest.mark.parametrize(
    ("new", "low", "high"),
    [
        (fill("2026-11-12T00:00", residual="18"), 17_600, 19_400),
        (fill("2026-11-12T00:00", residual="18", of=WEAK), 17_600, 19_400),
    ],
)
def test_the_expected_residual_in_doubt_reaches_up_to_the_mixture_in_the_reservoir(
    new: Fact, low: int, high: int
) -> None:
    told = ledger(OLD, TOLD, fill("2026-11-02T00:00", of=STRONG))
    check = residual_check(told, new, PUMP)  # type: ignore[arg-type]
    assert check is not None
    assert [check.low_ul, check.high_ul] == [low, high]


def test_a_stopped_pump_in_doubt_has_no_flow() -> None:
    assert flow(view(OLD, TOLD, CHANGED, stop("2026-11-03"))) == 0
    assert flow(running()) == 240
