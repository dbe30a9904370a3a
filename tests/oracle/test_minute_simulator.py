"""Cases worked by hand that hold the slow simulator itself to the rules: fill, programme, window.

Unless a test says otherwise they are about the patient of ``hand_cases``.
"""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from .hand_cases import NOV_23, PUMP, dose, fact, fill, look, volume
from .plain_ledger import Ledger
from .plain_quantities import dose_ng_per_day, mixture_text, parse_mixture
from .plain_reservoir import Reservoir
from .random_ledgers import random_case
from .residual_simulator import expected_residual


def test_the_worked_example_comes_out_as_written() -> None:
    item = look(fill(), dose())
    assert item == {
        "status": "waiting",
        "opens_on": date(2026, 12, 2),
        "refill_by": date(2027, 1, 9),
        "book_by": date(2027, 1, 8),
        "limit": "reservoir",
        "alarm_on": date(2027, 1, 16),
        "alarm_nominal_on": date(2027, 1, 16),
        "empty_on": date(2027, 1, 24),
        "stable_until": date(2027, 5, 1),
        "programmer_alarm_on": None,
        "states": set(),
        "filled_on": date(2026, 11, 2),
        "volume_ml": Fraction(1496, 100),
        "volume_ul": 14960,
        "flow_ml_per_day": Fraction(24, 100),
        "dose_mcg_per_day": Fraction(120),
        "mixture": "baclofen 500 mcg/mL",
        "alarm_ml": Fraction(2),
        "findings": set(),
        "unclear": set(),
    }


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2026, 12, 1), "waiting"),
        (date(2026, 12, 2), "due"),
        (date(2027, 1, 9), "due"),
        (date(2027, 1, 10), "late"),
        (date(2027, 1, 16), "alarm"),
        (date(2027, 1, 23), "alarm"),
        (date(2027, 1, 24), "empty"),
    ],
)
def test_the_status_changes_on_the_very_days_of_the_window(day: date, status: str) -> None:
    assert look(fill(), dose(), as_of=day)["status"] == status


@pytest.mark.parametrize(
    ("filled", "opens_on", "refill_by", "limit", "max_months"),
    [
        ("2027-01-31", date(2027, 2, 28), date(2027, 4, 30), "calendar", "3"),
        ("2027-11-30", date(2027, 12, 30), date(2028, 2, 29), "calendar", "3"),
        ("2028-02-29", date(2028, 3, 29), date(2028, 4, 29), "calendar", "2"),
        ("2028-02-29", date(2028, 3, 29), date(2028, 8, 27), "stability", "12"),
    ],
)
def test_months_end_on_the_last_day_of_a_shorter_month(
    filled: str, opens_on: date, refill_by: date, limit: str, max_months: str
) -> None:
    rows = (fill(filled, mixture="baclofen 2 mg/mL"), dose(filled, "100 mcg/day"))
    item = look(*rows, as_of=date.fromisoformat(filled), max_months=max_months)
    assert (item["opens_on"], item["refill_by"], item["limit"]) == (opens_on, refill_by, limit)


@pytest.mark.parametrize(
    ("clock", "ml", "per_day", "alarm_day"),
    [
        ("07:19", "3", "720 mcg/day", 2),  # 1000 minutes later it is 23:59
        ("07:20", "3", "720 mcg/day", 3),  # 00:00 sharp belongs to the new day
        ("15:39", "3.001", "1440 mcg/day", 2),  # 500.5 minutes later: half past 23:59
        ("15:40", "3.001", "1440 mcg/day", 3),
    ],
)
def test_the_alarm_is_on_the_day_of_its_first_instant(
    clock: str, ml: str, per_day: str, alarm_day: int
) -> None:
    item = look(fill(f"2026-11-02T{clock}", ml), dose(text=per_day))
    assert item["alarm_on"] == date(2026, 11, alarm_day)


def test_a_fill_with_a_clock_time_counts_from_its_minute() -> None:
    item = look(fill("2026-11-02T12:00"), dose())
    assert (item["volume_ul"], item["alarm_on"]) == (20_000 - 20 * 240 - 120, date(2027, 1, 16))


def test_volume_on_the_day_of_the_fill_is_what_was_put_in() -> None:
    assert look(fill("2026-11-02T12:00"), dose(), as_of=date(2026, 11, 2))["volume_ul"] == 20_000


@pytest.mark.parametrize("order", [("stop", "start"), ("start", "stop")])
def test_a_stop_and_a_start_with_the_same_day_alone_leave_it_running(
    order: tuple[str, str],
) -> None:
    rows = [fact(event, "2026-11-12") for event in order]
    assert look(fill(), dose(), *rows) == look(fill(), dose())


def test_a_stop_of_the_day_alone_counts_from_the_next_day() -> None:
    stop = fact("stop", "2026-11-12")
    assert volume(stop, day=date(2026, 11, 13)) == 20_000 - 11 * 240
    item = look(fill(), dose(), stop)
    assert (item["status"], item["volume_ul"], item["flow_ml_per_day"]) == ("stopped", 17_360, 0)
    assert (item["alarm_on"], item["empty_on"], item["limit"]) == (None, None, "calendar")
    assert item["refill_by"] == date(2027, 2, 2)


@pytest.mark.parametrize(
    ("stopped", "as_of", "status"),
    [
        ("2026-11-12", date(2026, 12, 5), "stopped"),
        ("2026-11-12", date(2027, 2, 2), "stopped"),
        ("2026-11-12", date(2027, 2, 3), "late"),
        ("2027-01-16", date(2027, 1, 17), "alarm"),
        ("2027-01-24", date(2027, 1, 25), "empty"),
    ],
)
def test_a_stop_hides_due_and_waiting_and_nothing_worse(
    stopped: str, as_of: date, status: str
) -> None:
    assert look(fill(), dose(), fact("stop", stopped), as_of=as_of)["status"] == status


def test_a_stop_with_a_clock_time_counts_from_its_minute_until_the_start() -> None:
    turns = (fact("stop", "2026-11-12T12:00"), fact("start", "2026-11-14T18:00"))
    assert volume(*turns, day=date(2026, 11, 15)) == 20_000 - 10 * 240 - 120 - 60


def test_a_raise_counts_from_its_day_and_a_reduction_from_the_next() -> None:
    up, down = dose("2026-11-12", "240 mcg/day"), dose("2026-11-12", "60 mcg/day")
    assert volume(up, day=date(2026, 11, 13)) == 20_000 - 10 * 240 - 480
    assert volume(down, day=date(2026, 11, 13)) == 20_000 - 11 * 240
    assert volume(down, day=date(2026, 11, 14)) == 20_000 - 11 * 240 - 120


def test_a_later_programme_of_the_day_takes_over_before_a_waiting_reduction() -> None:
    rows = (dose("2026-11-12", "60 mcg/day"), dose("2026-11-12T12:00", "180 mcg/day"))
    assert volume(*rows, day=date(2026, 11, 13)) == 20_000 - 10 * 240 - 120 - 180
    assert volume(*rows, day=date(2026, 11, 14)) == 20_000 - 10 * 240 - 300 - 360


def test_a_raise_is_judged_by_the_whole_day_with_all_boluses() -> None:
    more = dose("2026-11-12", "100 mcg/day", "10 mcg x 4/day")  # 140 a day against 120
    assert volume(more, day=date(2026, 11, 13)) == 20_000 - 10 * 240 - 200


def test_a_planned_raise_counts_and_a_planned_reduction_does_not() -> None:
    up, down = dose("2026-12-02", "240 mcg/day"), dose("2026-12-01", "60 mcg/day")
    between = dose("2026-12-03", "100 mcg/day")
    assert look(fill(), dose(), up)["alarm_on"] == date(2026, 12, 24)  # 10.8 mL at 0.48 mL/day
    assert look(fill(), dose(), down, up, between)["alarm_on"] == date(2026, 12, 24)
    assert look(fill(), dose(), down, between) == look(fill(), dose())


def test_the_first_programme_is_assumed_back_to_the_fill_even_when_planned() -> None:
    assert look(fill(), dose("2026-11-09T10:00")) == look(fill(), dose())
    planned = look(fill(), dose("2026-12-20"))
    assert (planned["status"], planned["volume_ul"]) == ("waiting", 14_960)


def test_one_off_boluses_since_the_fill_are_taken_out() -> None:
    mass = fact("bolus", "2026-11-10", amount="0.25 mg")  # 0.5 mL
    more = fact("bolus", "2026-11-11T08:00", amount="0.1 mL")
    item = look(fact("bolus", "2026-11-01", amount="5 mL"), more, fill(), dose(), mass)
    assert (item["volume_ul"], item["alarm_on"]) == (14_360, date(2027, 1, 13))


def test_allotted_boluses_bring_the_alarm_forward_but_not_the_volume_down() -> None:
    item = look(fill(), dose(bolus="10 mcg x 4/day lockout 2h"))  # 0.32 mL/day with all
    assert (item["alarm_on"], item["empty_on"]) == (date(2026, 12, 28), date(2027, 1, 3))
    assert (item["alarm_nominal_on"], item["volume_ul"]) == (date(2027, 1, 16), 14_960)


def test_a_flex_programme_has_the_flow_of_its_hours() -> None:
    steps = "00:00 5 mcg/h; 08:00 10 mcg/h; 12:00 6 mcg/h"  # 40 + 40 + 72 mcg: 304 uL a day
    rows = (fact("dose", "2026-11-02", flex=steps), fact("stop", "2026-11-03T10:00"))
    assert look(fill(), *rows)["volume_ul"] == 20_000 - 304 - 80 - 40


def test_the_window_never_ends_before_the_fill_but_the_limit_is_named_without_that() -> None:
    item = look(fill(ml="3"), dose())
    assert (item["alarm_on"], item["limit"]) == (date(2026, 11, 6), "reservoir")
    assert item["opens_on"] == item["refill_by"] == item["book_by"] == date(2026, 11, 2)


def test_only_closures_of_all_move_the_booking_day() -> None:
    shut = {"who": "all", "from": "2027-01-07", "to": "2027-01-08", "reason": ""}
    assert look(fill(), dose(), closures=[shut])["book_by"] == date(2027, 1, 6)
    assert look(fill(), dose(), closures=[shut | {"who": "MPLS"}])["book_by"] == date(2027, 1, 8)


def test_ziconotide_lasts_by_whether_the_pump_knew_it_and_whether_it_is_diluted() -> None:
    first, pure = "ziconotide 25 mcg/mL", "ziconotide 100 mcg/mL"
    thin, mixed = "ziconotide 10 mcg/mL", "morphine 20 mg/mL + ziconotide 25 mcg/mL"
    older = fill("2026-09-01", mixture=first)
    for mixture, days in ((pure, 84), (thin, 40), (mixed, 40)):
        item = look(fill(mixture=mixture), dose(text="1 mcg/day"), older)
        assert item["stable_until"] == date(2026, 11, 2) + timedelta(days=days)
    assert look(fill(mixture=thin), dose())["stable_until"] == date(2026, 11, 16)


def test_a_constant_flow_pump_needs_no_programme() -> None:
    pump = PUMP | {"model": "CODMAN3000-16", "fixed_flow_ml_day": "0.25"}
    item = look(fill(ml="16", mixture="morphine 10 mg/mL"), pumps=[pump])
    assert (item["status"], item["alarm_on"]) == ("waiting", date(2026, 12, 28))
    assert (item["volume_ul"], item["dose_mcg_per_day"]) == (10_750, 2500)


def test_a_constant_flow_pump_cannot_be_stopped() -> None:
    pump = PUMP | {"model": "CODMAN3000-16", "fixed_flow_ml_day": "0.25"}
    rows = [fill(ml="16", mixture="morphine 10 mg/mL"), fact("stop", "2026-11-12")]
    item = look(*rows, pumps=[pump])
    assert (item["status"], item["volume_ul"], item["findings"]) == ("waiting", 10_750, set())


def test_facts_of_the_day_of_an_exchange_belong_to_the_new_pump() -> None:
    old = PUMP | {"explanted_on": "2026-11-20"}
    new = PUMP | {"serial": "B2", "implanted_on": "2026-11-20", "model": "PROMETRA-20"}
    bolus = fact("bolus", "2026-11-20", amount="1 mL")
    before = look(fill(), dose(), bolus, pumps=[old, new], as_of=date(2026, 11, 19))
    assert (before["status"], before["volume_ul"]) == ("waiting", 20_000 - 17 * 240)
    after = look(fill(), dose(), bolus, pumps=[old, new])
    assert (after["status"], after["filled_on"], after["alarm_ml"]) == ("unfilled", None, 3)


def test_the_ledger_alone_tells_five_findings() -> None:
    item = look(fill() | {"programmed_ml": "19"}, dose())
    assert (item["findings"], item["volume_ul"]) == ({"fill-mismatch"}, 13_960)
    older = fill("2026-10-02", mixture="baclofen 1 mg/mL")
    assert look(fill(), dose(), older)["findings"] == set()
    changed = look(fill(), dose("2026-10-02"), older)
    assert changed["findings"] == {"dose-after-mixture-change"}
    beside = look(fill(), fact("stop", "2026-11-03"), dose("2026-11-04"))["findings"]
    assert beside == {"recorded-while-stopped", "stopped"}
    item = look(fill(mixture="fentanyl 1 mg/mL"), dose(), max_months="4")
    assert (item["findings"], item["stable_until"]) == ({"stability-unknown"}, None)


@pytest.mark.parametrize(
    ("residual", "severity"), [("7.5", None), ("7.65", "info"), ("7.73", "warning")]
)
def test_a_residual_is_judged_by_both_bounds_and_a_day_of_flow(
    residual: str, severity: str | None
) -> None:
    new = fact("fill", "2027-01-02", residual_ml=residual, injected_ml="18")
    rows = [fill(), dose()]
    found = expected_residual({}, [PUMP], rows, {}, [], date(2027, 1, 2), new)
    assert (found["low_ul"], found["high_ul"]) == (5360, 5360)  # 61 days, 14.64 mL
    assert (found["tolerance_info"], found["tolerance"]) == (2240, 2362)
    assert found["severity"] == severity


def test_unknown_bolus_use_makes_a_range_and_known_use_a_number() -> None:
    rows = [fill("2026-11-02T00:00"), dose(bolus="10 mcg x 4/day")]
    new = fact("fill", "2026-11-12T00:00", residual_ml="17", injected_ml="18")
    found = expected_residual({}, [PUMP], rows, {}, [], date(2026, 11, 12), new)
    assert (found["low_ul"], found["high_ul"]) == (16_800, 17_600)
    assert (found["discrepancy"], found["tolerance"]) == (0, 2000)
    known = expected_residual({}, [PUMP], rows, {}, [], NOV_23, new | {"boluses_used": "5"})
    assert (known["low_ul"], known["high_ul"], known["discrepancy"]) == (17_500, 17_500, -500)


def test_quantities_are_read_and_written_in_their_units() -> None:
    doses = ("5 mcg/h", "0.12mg/d", "120\u00b5g/day", "120000 ng/day")
    assert [dose_ng_per_day(text) for text in doses] == [120_000] * 4
    text = "Morphine 20 mg/mL + bupivacaine 999.5 mcg/ml + clonidine 1000mcg/mL"
    written = "morphine 20 mg/mL + bupivacaine 999.5 mcg/mL + clonidine 1 mg/mL"
    assert mixture_text(parse_mixture(text)) == written


@pytest.mark.parametrize("seed", range(0, 400, 8))
def test_days_taken_in_one_multiplication_equal_days_taken_by_the_minute(seed: int) -> None:
    case = random_case(seed)
    assert case == random_case(seed)
    ledger = Ledger(case.pumps, case.events, case.as_of)
    if not ledger.fills:
        return
    quick, slow = Reservoir(ledger, -1), Reservoir(ledger, -1)
    until = quick.start + 40 * 1440
    slow.busy_days = set(range(quick.start // 1440, until // 1440 + 1))
    assert quick.fall(2000, until, True) == slow.fall(2000, until, True)
