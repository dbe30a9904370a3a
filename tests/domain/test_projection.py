"""The window and the status: every date of the contract with a value worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pumpsched.domain.status import states_of
from tests.builders import (
    PUMP,
    aspirate,
    attempt,
    bolus,
    day,
    dose,
    empty,
    even,
    fill,
    pump,
    running,
    start,
    stop,
    view,
    when,
    window,
)
from tests.builders.values import Limit, State, Status, Window, WindowRules


def rules(margin: int = 7, low: int = 1, high: int = 3, alarm: int | None = None) -> WindowRules:
    """A patient's refill rules."""
    return WindowRules(margin_days=margin, min_months=low, max_months=high, alarm_ul=alarm)


def test_the_worked_example_has_the_window_of_the_contract() -> None:
    assert window(running()) == Window(
        filled_on=day("2026-11-02"),
        opens_on=day("2026-12-02"),
        due_on=day("2026-12-02"),
        refill_by=day("2027-01-09"),
        limit=Limit.RESERVOIR,
        alarm_on=day("2027-01-16"),
        alarm_nominal_on=day("2027-01-16"),
        empty_on=day("2027-01-24"),
        stable_until=day("2027-05-01"),
        programmer_alarm_on=None,
        limits=(
            (Limit.RESERVOIR, day("2027-01-09")),
            (Limit.STABILITY, day("2027-05-01")),
            (Limit.CALENDAR, day("2027-02-02")),
        ),
    )


def test_a_pump_may_be_empty_from_its_day_on_and_never_where_there_is_none() -> None:
    found = window(running())
    days = (day("2027-01-23"), day("2027-01-24"), day("2027-01-25"))
    assert [found.is_empty_on(each) for each in days] == [False, True, True]
    assert not found._replace(empty_on=None).is_empty_on(day("2036-01-01"))


def test_the_alarm_volume_is_the_patients_own_else_the_models() -> None:
    assert window(running(rules=rules(alarm=4_400))).alarm_on == day("2027-01-06")
    prometra = pump("PROMETRA-20")  # 3 mL
    assert window(running(of=prometra)).alarm_on == day("2027-01-11")
    own = rules(alarm=0)
    assert window(running(rules=own)).alarm_on == window(running(rules=own)).empty_on


def test_the_margin_is_kept_between_the_last_day_and_the_alarm() -> None:
    assert window(running(rules=rules(margin=0))).refill_by == day("2027-01-16")
    assert window(running(rules=rules(margin=10))).refill_by == day("2027-01-06")


def test_allotted_boluses_bring_the_alarm_forward_but_not_the_nominal_one() -> None:
    found = window(view(fill(), dose(bolus_text="10 mcg x 4/day")))  # 320 µL/day
    assert (found.alarm_on, found.alarm_nominal_on) == (day("2026-12-28"), day("2027-01-16"))
    assert found.empty_on == day("2027-01-03")


def test_stability_counts_from_the_fill_and_the_fewest_known_days_win() -> None:
    text = "morphine 20 mg/mL + bupivacaine 10 mg/mL + fentanyl 1 mg/mL"
    found = window(view(fill(of=text), dose(text="0.2 mg/day"), rules=rules(high=12)))
    assert (found.stable_until, found.limit) == (day("2027-01-25"), Limit.STABILITY)
    assert found.refill_by == found.stable_until


def test_no_known_stability_sets_no_limit() -> None:
    found = window(view(fill(of="fentanyl 1 mg/mL"), dose(text="0.1 mg/day")))
    assert (found.stable_until, found.limit) == (None, Limit.CALENDAR)


@pytest.mark.parametrize(
    ("strength", "before", "days"),
    [
        ("25 mcg/mL", "", 14),
        ("25 mcg/mL", "ziconotide 25 mcg/mL", 84),
        ("100 mcg/mL", "ziconotide 25 mcg/mL", 84),
        ("10 mcg/mL", "ziconotide 25 mcg/mL", 40),
        ("25 mcg/mL", "morphine 20 mg/mL", 14),
        ("25 mcg/mL + morphine 20 mg/mL", "ziconotide 25 mcg/mL", 40),
    ],
)
def test_ziconotide_keeps_by_whether_the_pump_knew_it_and_by_dilution(
    strength: str, before: str, days: int
) -> None:
    older = [fill("2026-10-02", of=before)] if before else []
    facts = (*older, fill(of=f"ziconotide {strength}"), dose("2026-10-02", "1 mcg/day"))
    assert window(view(*facts)).stable_until == day("2026-11-02") + timedelta(days=days)


@pytest.mark.parametrize(
    ("filled", "months", "calendar"),
    [
        ("2027-01-31", 1, "2027-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2026-11-02", 24, "2028-11-02"),
    ],
)
def test_the_calendar_limit_counts_months_from_the_fill_itself(
    filled: str, months: int, calendar: str
) -> None:
    facts = (fill(filled, of="fentanyl 1 mg/mL"), dose(filled, "0.001 mg/day"))
    found = window(view(*facts, as_of=day(filled), rules=rules(high=months)))
    assert (found.refill_by, found.limit) == (day(calendar), Limit.CALENDAR)


def test_the_end_of_service_is_a_limit_where_it_is_recorded() -> None:
    found = window(running(of=pump(end_of_service_on="2026-12-24")))
    assert (found.refill_by, found.limit) == (day("2026-12-24"), Limit.SERVICE)


def test_limits_of_one_day_are_named_in_the_order_of_the_contract() -> None:
    """The alarm less 14 days, two months and the end of service all fall on 2 January."""
    same = pump(end_of_service_on="2027-01-02")
    found = window(running(of=same, rules=rules(margin=14, high=2)))
    assert {on for limit, on in found.limits if limit is not Limit.STABILITY} == {day("2027-01-02")}
    assert found.limit is Limit.RESERVOIR
    stopped = window(running(stop("2026-11-02T00:00"), of=same, rules=rules(high=2)))
    assert stopped.limit is Limit.CALENDAR


def test_the_window_never_closes_before_the_fill_but_names_the_limit_without_that() -> None:
    found = window(view(fill(ml="3"), dose()))
    assert (found.alarm_on, found.limit) == (day("2026-11-06"), Limit.RESERVOIR)
    assert found.opens_on == found.refill_by == day("2026-11-02")
    worn_out = window(running(of=pump(end_of_service_on="2026-06-01")))
    assert (worn_out.limit, worn_out.refill_by) == (Limit.SERVICE, day("2026-11-02"))


def test_the_window_opens_min_months_after_the_fill_or_with_refill_by() -> None:
    assert window(running(rules=rules(low=2))).opens_on == day("2027-01-02")
    assert window(running(rules=rules(low=6))).opens_on == day("2027-01-09")
    assert window(running(rules=rules(low=0))).opens_on == day("2026-11-02")


def test_a_level_not_met_within_ten_years_is_never_met() -> None:
    """18 mL at 5 µL/day are 3600 days, and 20 mL 4000; ten years are 3653 of them."""
    slow = window(view(fill(), dose(text="2.5 mcg/day"), of=PUMP, rules=rules(high=24)))
    assert (slow.alarm_on, slow.empty_on) == (day("2036-09-10"), None)
    edge = window(view(fill(ml="5.653"), dose(text="0.5 mcg/day"), rules=rules()))
    assert edge.alarm_on == day("2036-11-02")
    beyond = window(view(fill(ml="5.654"), dose(text="0.5 mcg/day"), rules=rules()))
    assert beyond.alarm_on is None


@pytest.mark.parametrize(
    ("on", "status"),
    [
        ("2026-11-02", Status.WAITING),
        ("2026-12-01", Status.WAITING),
        ("2026-12-02", Status.DUE),
        ("2027-01-09", Status.DUE),
        ("2027-01-10", Status.LATE),
        ("2027-01-15", Status.LATE),
        ("2027-01-16", Status.ALARM),
        ("2027-01-23", Status.ALARM),
        ("2027-01-24", Status.EMPTY),
    ],
)
def test_the_status_changes_on_the_very_days_of_the_window(on: str, status: Status) -> None:
    assert running().status_on(day(on)) is status
    assert running(as_of=day(on)).status_on(day(on)) is status


def test_a_pump_without_a_level_to_meet_can_still_be_late() -> None:
    dates = window(running())._replace(alarm_on=None, empty_on=None)
    assert states_of(State.RUNNING, dates, day("2027-01-10"), stopped=False)[0] is Status.LATE


def test_a_pump_without_fill_or_programme_has_no_window() -> None:
    unfilled, unprogrammed = view(dose()), view(fill())
    assert unfilled.status_on(day("2026-11-23")) is Status.UNFILLED
    assert unprogrammed.status_on(day("2026-11-23")) is Status.UNPROGRAMMED
    for found in (unfilled, unprogrammed):
        assert (found.window, found.volume_ul, found.flow_ul_per_day) == (None, None, None)
    assert unprogrammed.fill is not None


def test_a_fill_that_never_named_a_mixture_has_no_window() -> None:
    found = view(fill(of=None), dose(text="0.24 mL/day"))
    assert (found.state, found.window) == (State.UNPROGRAMMED, None)


def test_a_first_programme_still_planned_counts() -> None:
    found = view(fill(), dose("2026-12-20"))
    assert found.state is State.RUNNING
    assert found.volume_ul == 14_960


def test_a_constant_flow_pump_needs_no_programme() -> None:
    codman = pump("CODMAN3000-30", fixed_flow_ul=300)
    found = view(fill(ml="30", of="morphine 10 mg/mL"), of=codman)
    assert found.state is State.RUNNING
    assert found.flow_ul_per_day == 300
    assert window(found).alarm_on == day("2027-02-03")  # 28 mL at 0.3 mL/day: 93 days and a third


def test_a_retired_pump_keeps_its_fill_and_loses_its_window() -> None:
    explanted = pump(explanted_on="2026-11-20")
    assert running(of=explanted, as_of=day("2026-11-19")).state is State.RUNNING
    found = running(of=explanted, as_of=day("2026-11-20"))
    assert (found.state, found.window) == (State.RETIRED, None)
    assert found.fill is not None
    assert (found.volume_ul, found.flow_ul_per_day) == (None, None)
    archived = view(fill(), dose(), archived_on=day("2026-11-23"))
    assert archived.status_on(day("2026-11-23")) is Status.RETIRED
    assert view(fill(), dose(), archived_on=day("2026-11-24")).state is State.RUNNING


def test_a_pump_that_is_out_is_retired_and_nothing_else() -> None:
    found = states_of(State.RETIRED, None, day("2026-11-23"), stopped=True, ended=True)
    assert found == (Status.RETIRED,)


def test_a_pump_that_is_stopped_later_on_the_day_looked_from_shows_no_flow() -> None:
    assert running(stop("2026-11-23T12:00")).flow_ul_per_day == 0


def test_the_flow_shown_is_that_of_the_dose_without_patient_boluses() -> None:
    assert view(fill(), dose(bolus_text="10 mcg x 4/day")).flow_ul_per_day == 240


def test_a_pump_that_was_never_filled_delivers_nothing() -> None:
    assert view(dose()).flow_ticks == 0


def test_a_stopped_pump_has_the_window_of_one_that_stays_stopped() -> None:
    found = running(stop("2026-11-12"))
    assert found.status_on(day("2026-11-23")) is Status.STOPPED
    assert found.flow_ul_per_day == 0
    assert found.volume_ul == 20_000 - 11 * 240
    assert (window(found).alarm_on, window(found).empty_on) == (None, None)
    assert (window(found).refill_by, window(found).limit) == (day("2027-02-02"), Limit.CALENDAR)
    assert running(stop("2026-11-12"), start("2026-11-14")).state is State.RUNNING


@pytest.mark.parametrize(
    ("stopped", "on", "status"),
    [
        ("2026-11-12", "2026-12-05", Status.STOPPED),
        ("2026-11-12", "2027-02-02", Status.STOPPED),
        ("2026-11-12", "2027-02-03", Status.LATE),
        ("2027-01-15T23:59", "2027-01-16", Status.STOPPED),
        ("2027-01-16", "2027-01-17", Status.ALARM),
        ("2027-01-20T08:00", "2027-06-01", Status.ALARM),
        ("2027-01-24T07:59", "2027-01-25", Status.ALARM),
        ("2027-01-24", "2027-01-25", Status.EMPTY),
        ("2027-01-25T08:00", "2027-06-01", Status.EMPTY),
    ],
)
def test_a_stop_hides_due_and_waiting_and_nothing_worse(
    stopped: str, on: str, status: Status
) -> None:
    found = running(stop(stopped), as_of=day(on))
    assert found.state is State.STOPPED
    assert found.status_on(day(on)) is status


def test_an_explanted_pump_is_retired_though_it_was_stopped_and_empty() -> None:
    gone = running(stop("2027-01-24"), of=pump(explanted_on="2027-02-01"), as_of=day("2027-02-01"))
    assert gone.status_on(day("2027-02-01")) is Status.RETIRED


def test_a_refill_that_failed_leaves_the_reservoir_as_it_was() -> None:
    failed = running(attempt("2026-11-20T10:00"))
    assert (failed.window, failed.volume_ul) == (running().window, running().volume_ul)


def test_facts_after_the_day_looked_from_are_left_out() -> None:
    later = (bolus("2026-11-24", "5 mL"), stop("2026-11-24"), fill("2026-12-01"))
    assert window(running(*later)) == window(running())


def test_a_fact_of_the_day_looked_from_counts_whatever_its_clock_time() -> None:
    found = running(bolus("2026-11-23T23:59", "5 mL"))
    assert window(found).alarm_on == day("2026-12-26")  # 13 mL, 54.2 days
    assert found.volume_ul == 9_960  # that of 00:00 less what was taken out that day
    assert running(aspirate("2026-11-23T23:59", "5 mL")).volume_ul == 9_960


def test_a_planned_reduction_says_how_long_this_view_holds() -> None:
    found = running(dose("2026-12-01", "60 mcg/day"))
    assert (found.holds_until, running().holds_until) == (day("2026-11-30"), None)


def test_the_volume_on_the_day_of_the_fill_is_what_was_put_in() -> None:
    facts = (fill("2026-11-02T12:00"), dose(), bolus("2026-11-02T12:00", "1 mL"))
    assert view(*facts[:2], as_of=day("2026-11-02")).volume_ul == 20_000
    assert view(*facts, as_of=day("2026-11-02")).volume_ul == 19_000
    assert view(*facts, as_of=day("2026-11-03")).volume_ul == 20_000 - 120 - 1_000


def test_the_instant_shown_is_midnight_or_right_after_a_fill_of_that_day() -> None:
    facts = (fill("2026-11-02T12:00"), dose())
    on_the_day = view(*facts, as_of=day("2026-11-02"))
    assert on_the_day.seen_at == when("2026-11-02T12:00").instant
    assert view(*facts).seen_at == when("2026-11-23").instant
    assert view().seen_at == when("2026-11-23").instant


def test_the_programme_shown_is_the_one_in_force_at_that_instant() -> None:
    found = running(dose("2026-11-23T12:00", "180 mcg/day"))
    assert found.programme is not None
    assert found.programme.dose_text == "120 mcg/day"
    assert found.flow_ul_per_day == 240
    assert view().programme is None


def test_a_fill_without_a_mixture_keeps_the_last_one_and_remembers_the_drugs_before() -> None:
    older = fill("2026-08-02", of="morphine 20 mg/mL")
    found = view(older, fill("2026-10-02"), fill(of=None), dose("2026-08-02"))
    assert str(found.mixture) == "baclofen 500 mcg/mL"
    assert found.drugs_before == {"morphine", "baclofen"}


def test_an_older_fill_recorded_late_changes_nothing_but_history() -> None:
    found = running(fill("2026-08-02", ml="5"))
    assert window(found) == window(running())


def test_dates_are_plain_days() -> None:
    assert all(type(on) is date for _, on in window(running()).limits)


def test_the_last_day_is_near_from_the_practices_notice_before_its_last_working_day() -> None:
    """A window that ends on Saturday 2026-12-05 is booked by Friday the 4th."""
    short = rules(margin=42)
    found = running(rules=short)
    assert (window(found).refill_by, window(found).opens_on) == (
        day("2026-12-05"),
        day("2026-12-02"),
    )
    assert window(found).due_on == day("2026-11-20")
    days = ("2026-11-19", "2026-11-20", "2026-12-05", "2026-12-06")
    assert [found.status_on(day(on)) for on in days] == [
        Status.WAITING,
        Status.DUE,
        Status.DUE,
        Status.LATE,
    ]


def test_no_notice_leaves_a_refill_waiting_until_its_window_opens() -> None:
    never = rules(margin=42)._replace(notice_days=0)
    assert window(running(rules=never)).due_on == day("2026-12-02")


def test_every_status_that_holds_is_said_the_worst_first() -> None:
    found = running(stop("2026-11-12"), bolus("2026-11-13", "18 mL"), as_of=day("2026-12-31"))
    assert found.states_on(day("2026-12-31")) == (
        Status.EMPTY,
        Status.ALARM,
        Status.LATE,
        Status.STOPPED,
        Status.DUE,
    )
    assert running().states_on(day("2026-11-03")) == (Status.WAITING,)


def test_a_stop_is_among_what_holds_of_a_pump_without_a_window() -> None:
    assert view(fill(), stop("2026-11-03")).states_on(day("2026-11-23")) == (
        Status.UNPROGRAMMED,
        Status.STOPPED,
    )


def test_a_pump_that_was_emptied_is_empty_until_it_is_filled() -> None:
    emptied = (empty("2026-11-12T10:00"),)
    found = running(*emptied)
    assert (found.state, found.status_on(found.as_of)) == (State.EMPTIED, Status.EMPTY)
    assert found.volume_ul == 0
    assert window(found).empty_on == day("2026-11-12")
    assert running(*emptied, fill("2026-11-13")).status_on(day("2026-11-23")) is Status.WAITING
    assert running(*emptied, as_of=day("2026-11-11")).state is State.RUNNING
    assert running(*emptied, stop("2026-11-12T11:00")).state is State.EMPTIED


def test_an_emptied_pump_without_a_programme_is_empty_and_has_no_window() -> None:
    found = view(fill(), empty("2026-11-12"))
    assert (found.status_on(found.as_of), found.window, found.volume_ul) == (
        Status.EMPTY,
        None,
        None,
    )


def test_a_stopped_pump_at_nothing_is_empty() -> None:
    found = running(bolus("2026-11-10", "19 mL"), stop("2026-11-12"))
    assert found.status_on(found.as_of) is Status.EMPTY


def test_drugs_before_are_those_of_fills_of_earlier_days() -> None:
    first, again = (
        fill(at, of="ziconotide 25 mcg/mL") for at in ("2026-11-02", "2026-11-02T15:00")
    )
    told = dose(text="2.4 mcg/day")
    assert window(view(first, told, again)).stable_until == day("2026-11-16")
    later = fill("2026-11-03", of="ziconotide 25 mcg/mL")
    assert window(view(first, told, later)).stable_until == day("2027-01-26")


def test_every_programme_that_counts_is_named_with_when_it_takes_effect() -> None:
    lowered = dose("2026-11-10", "100 mcg/day")
    found = running(lowered).programmes
    assert [programme for _, programme in found] == [even(), even("100 mcg/day")]
    assert found[1][0] == when("2026-11-11").instant
