"""Cases worked by hand for what the reservoir holds: changed mixtures, saline, flows, draws.

Unless a test says otherwise they are about the patient of ``hand_cases``.
"""

from datetime import date
from fractions import Fraction

import pytest

from .hand_cases import NOV_23, PUMP, dose, fact, fill, look, volume
from .plain_quantities import Row
from .residual_simulator import expected_residual

NOV_26, NOV_28 = date(2026, 11, 26), date(2026, 11, 28)
STRONG = "baclofen 2 mg/mL"
CHANGED = fill("2026-11-26", mixture=STRONG)
DOUBT, ON_SALINE = "dose-after-mixture-change", "dose-on-saline"


def later(*events: Row, day: date = NOV_28) -> object:
    """Return the volume (uL) at 00:00 of a day after the fill of 2026-11-26 with another strength.

    The usual fill and programme come before it.
    """
    return volume(CHANGED, *events, day=day)


def test_a_mixture_changed_without_a_dose_runs_at_the_larger_flow() -> None:
    # 2 mg/mL would last 3 months, to 26 Feb; at 0.24 mL/day 18 mL are gone after 75 days and
    # 20 mL after 83 days and 8 hours.
    item = look(fill(), dose(), CHANGED, as_of=NOV_26)
    assert (item["alarm_on"], item["empty_on"]) == (date(2027, 2, 9), date(2027, 2, 17))
    assert (item["refill_by"], item["limit"]) == (date(2027, 2, 2), "reservoir")
    assert (item["findings"], item["dose_mcg_per_day"]) == ({DOUBT}, 120)


def test_the_next_programme_settles_a_doubt_and_is_measured_against_the_larger_flow() -> None:
    # 0.24 -> 0.06 mL/day: a lowering, so the whole of 27 Nov still runs at 0.24.
    told = dose("2026-11-27")
    assert later(told) == 20_000 - 480
    assert later(told, day=date(2026, 11, 29)) == 20_000 - 480 - 60
    assert look(fill(), dose(), CHANGED, told, as_of=NOV_28)["findings"] == set()


def test_a_doubt_ends_neither_with_a_third_fill_nor_with_the_older_mixture() -> None:
    for mixture in (STRONG, "baclofen 500 mcg/mL"):
        again = fill("2026-12-06", mixture=mixture)
        item = look(fill(), dose(), CHANGED, again, as_of=date(2026, 12, 8))
        assert (item["volume_ul"], item["findings"]) == (20_000 - 480, {DOUBT})


def test_the_smallest_strength_counts_wherever_it_stands() -> None:
    weak = fill("2026-12-06", mixture="baclofen 250 mcg/mL")  # 0.48 mL/day
    assert later(weak, day=date(2026, 12, 8)) == 20_000 - 960


@pytest.mark.parametrize(
    ("filled", "told", "left"),
    [
        # told for 2 mg/mL: 480 mcg/day are 10 uL an hour, for 38 hours
        ("2026-11-26T10:00", "2026-11-26T09:00", 20_000 - 380),
        # a minute later it was told for 500 mcg/mL: 0.96 mL/day for 2279 minutes, 1519.33 uL
        ("2026-11-26T10:01", "2026-11-26T09:00", 18_480),
        # the mixture at the end of its day, where either has the day alone
        ("2026-11-26T15:00", "2026-11-26", 20_000 - 330),
        ("2026-11-26", "2026-11-26T09:00", 20_000 - 480),
        # within the hour also over midnight
        ("2026-11-26T00:30", "2026-11-25T23:40", 20_000 - 475),
        ("2026-11-26", "2026-11-25T23:40", 20_000 - 1920),
    ],
)
def test_a_programme_is_told_for_the_mixture_of_its_day_or_of_the_next_hour(
    filled: str, told: str, left: int
) -> None:
    changed = CHANGED | {"at": filled}
    item = look(fill(), dose(), changed, dose(told, "480 mcg/day"), as_of=NOV_28)
    assert item["volume_ul"] == left


def test_the_same_flow_in_another_mixture_counts_from_its_day() -> None:
    # 120 of 500 and 480 of 2000 are both 0.24 mL/day: no lowering that waits, and no doubt after.
    told = dose("2026-11-26", "480 mcg/day")
    item = look(fill(), dose(), CHANGED, told, as_of=date(2026, 11, 27))
    assert (item["volume_ul"], item["dose_mcg_per_day"]) == (19_760, 480)
    assert item["findings"] == set()


def test_before_the_first_programme_the_mixture_in_the_reservoir_counts_alone() -> None:
    first = dose("2026-11-30", "480 mcg/day")  # 0.24 mL/day of 2 mg/mL, 0.96 of 500 mcg/mL
    item = look(fill(), CHANGED, first, as_of=NOV_28)
    assert (item["volume_ul"], item["findings"]) == (19_520, set())


def test_another_drug_keeps_the_flow_and_adds_no_strength() -> None:
    other = fill("2026-11-26", mixture="morphine 10 mg/mL")
    assert volume(other, day=NOV_28) == 19_520
    back = fill("2026-12-06", mixture="baclofen 1 mg/mL")
    assert volume(other, back, day=date(2026, 12, 8)) == 19_520


def test_a_programme_told_before_any_fill_is_for_the_first_drug_that_comes() -> None:
    told = dose("2026-10-30")
    assert look(told, fill())["volume_ul"] == 14_960
    # the saline before it runs at no flow anybody knows
    saline = fill("2026-10-31", mixture="saline")
    assert look(told, saline, as_of=date(2026, 11, 1))["status"] == "unprogrammed"
    assert look(told, saline, fill())["volume_ul"] == 14_960


def test_boluses_of_mass_share_the_doubt() -> None:
    # 10 mcg x 4 are 80 uL of 500 mcg/mL: 0.32 mL/day, 18 mL in 56.25 days
    patient = dose(bolus="10 mcg x 4/day")
    item = look(fill(), patient, CHANGED, as_of=NOV_26)
    assert (item["alarm_on"], item["alarm_nominal_on"]) == (date(2027, 1, 21), date(2027, 2, 9))
    once = fact("bolus", "2026-11-27", amount="0.25 mg")  # 0.5 mL
    assert later(once) == 20_000 - 480 - 500


def test_a_dose_given_as_a_flow_moves_that_volume_whatever_it_holds() -> None:
    for text in ("0.05 mL/day", "0.05 ml/d"):
        told = dose("2026-11-12T00:00", text)
        assert volume(told, day=NOV_23) == 20_000 - 2400 - 550
        item = look(fill(), dose(), told, CHANGED, as_of=NOV_28)
        assert (item["volume_ul"], item["findings"]) == (19_900, set())
        assert item["dose_mcg_per_day"] == 100  # 0.05 mL of 2 mg/mL
    hourly = dose(text="0.01 mL/h")
    assert look(fill(), hourly)["volume_ul"] == 14_960


def test_boluses_of_mass_beside_a_flow_use_the_strengths_in_question() -> None:
    # 80 uL of 500 mcg/mL a day beside 240: 56.25 days for 18 mL
    told = dose(text="0.24 mL/day", bolus="10 mcg x 4/day")
    assert look(fill(), told)["alarm_on"] == date(2026, 12, 28)
    assert look(fill(), told, CHANGED, as_of=NOV_26)["alarm_on"] == date(2027, 1, 21)
    saline = fill(mixture="saline")
    assert look(saline, told)["alarm_on"] == date(2027, 1, 16)  # they count 0


def test_saline_runs_at_the_flow_before_it() -> None:
    saline = fill("2026-11-26", mixture="saline")
    item = look(fill(), dose(), saline, as_of=NOV_28)
    assert (item["volume_ul"], item["mixture"], item["stable_until"]) == (19_520, "saline", None)
    slow = dose("2026-11-27T00:00", "0.05 mL/day")
    assert volume(saline, slow, day=NOV_28) == 20_000 - 240 - 50


def test_a_mass_told_on_saline_waits_for_a_drug() -> None:
    saline, told = fill("2026-11-26", mixture="saline"), dose("2026-11-27T09:00", "60 mcg/day")
    item = look(fill(), dose(), saline, told, as_of=date(2026, 11, 30))
    assert (item["volume_ul"], item["findings"]) == (19_040, {ON_SALINE})
    drug = fill("2026-12-06", mixture="baclofen 1 mg/mL")  # 60 uL a day
    assert volume(saline, told, drug, day=date(2026, 12, 8)) == 19_880


def test_a_mass_that_met_saline_lets_the_flow_before_it_go_on() -> None:
    # told in the morning of the day, or within the hour before; 33 hours at 10 uL
    saline = fill("2026-11-26T15:00", mixture="saline")
    for at in ("2026-11-26", "2026-11-26T14:30"):
        assert volume(dose(at, "60 mcg/day"), saline, day=NOV_28) == 20_000 - 330


def test_on_saline_a_programme_is_measured_against_the_flow_that_goes_on() -> None:
    saline, told = fill("2026-11-26", mixture="saline"), dose("2026-11-27T09:00", "60 mcg/day")
    lower = dose("2026-11-28", "0.1 mL/day")  # than 0.24, so the whole of 28 Nov runs at that
    assert volume(saline, told, lower, day=date(2026, 11, 30)) == 20_000 - 720 - 100
    planned = look(fill(), dose(), saline, told, lower, as_of=date(2026, 11, 27))
    assert planned["alarm_on"] == date(2027, 2, 9)


def test_a_programme_told_for_the_next_drug_is_measured_with_its_strength() -> None:
    # 60 mcg of 2 mg/mL would be 0.03 mL/day: 0.06 is a raise, from 00:00 of its day
    saline, told = fill("2026-11-26", mixture="saline"), dose("2026-11-27T09:00", "60 mcg/day")
    drug, new = fill("2026-12-06T12:00", mixture=STRONG), dose("2026-12-06")
    assert volume(saline, told, drug, new, day=date(2026, 12, 7)) == 20_000 - 30


def test_a_mass_without_any_strength_is_no_programme() -> None:
    saline = fill(mixture="saline")
    item = look(saline, dose())
    assert (item["status"], item["volume_ul"], item["refill_by"]) == ("unprogrammed", None, None)
    assert item["filled_on"] == date(2026, 11, 2)


def test_the_next_flow_counts_back_to_the_fill_and_is_a_raise() -> None:
    saline, flow = fill(mixture="saline"), dose("2026-11-10", "0.1 mL/day")
    assert look(saline, dose(), flow)["volume_ul"] == 20_000 - 21 * 100
    planned = look(saline, dose(), flow, as_of=date(2026, 11, 5))
    assert (planned["volume_ul"], planned["status"]) == (20_000 - 300, "waiting")


def test_masses_are_compared_as_they_are_where_there_is_no_strength() -> None:
    # told before any fill: the lower mass of the day alone waits for the next day
    rows = [dose("2026-11-02T08:00"), dose("2026-11-03", "60 mcg/day"), fill("2026-11-05")]
    planned = dose("2026-11-24", "90 mcg/day")
    assert look(*rows, planned)["volume_ul"] == 20_000 - 18 * 120
    assert look(*rows, planned)["alarm_on"] == date(2027, 2, 19)  # 2280 uL by 24 Nov, then 180
    lower = dose("2026-11-24", "59 mcg/day")
    assert look(*rows, lower)["alarm_on"] == date(2027, 4, 4)  # 150 days of 120 uL


def test_what_is_aspirated_is_gone_but_no_more_than_there_was() -> None:
    assert volume(fact("aspirate", "2026-11-10", amount="5 mL"), day=NOV_23) == 9960
    item = look(fill(), dose(), fact("aspirate", "2026-11-10T09:00", amount="18.5"))
    assert (item["volume_ul"], item["empty_on"]) == (0, date(2026, 11, 10))


def test_the_volume_of_the_day_is_less_what_the_day_took_out() -> None:
    for event, amount, left in (
        ("bolus", "0.25 mg", 14_460),
        ("aspirate", "1 mL", 13_960),
        ("empty", "", 0),
    ):
        taken = fact(event, "2026-11-23T12:00") | ({"amount": amount} if amount else {})
        assert volume(taken, day=NOV_23) == left
    both = [fill("2026-11-23T09:00"), fact("bolus", "2026-11-23T10:00", amount="1 mL")]
    assert volume(*both, day=NOV_23) == 19_000


def test_an_emptied_pump_is_empty_until_it_is_filled() -> None:
    pump = [PUMP | {"model": "PROMETRA-20"}]
    rows = [fill(), dose(), fact("stop", "2026-11-12T08:55"), fact("empty", "2026-11-12T09:00")]
    rows.append(fact("start", "2026-11-12T11:00"))
    item = look(*rows, pumps=pump)
    assert (item["status"], item["volume_ul"]) == ("empty", 0)
    assert item["alarm_on"] == item["empty_on"] == date(2026, 11, 12)
    assert look(*rows, pumps=pump, as_of=date(2026, 11, 11))["status"] == "waiting"
    refilled = look(*rows, fill("2026-11-20"), pumps=pump)
    assert (refilled["status"], refilled["volume_ul"]) == ("waiting", 20_000 - 720)


def test_an_emptied_pump_without_a_programme_is_empty_and_has_no_dates() -> None:
    item = look(fill(), fact("empty", "2026-11-12"))
    assert (item["status"], item["empty_on"], item["volume_ml"]) == ("empty", None, None)
    assert look(fill())["status"] == "unprogrammed"


def test_stability_follows_the_drug_and_the_day_it_was_first_here() -> None:
    for mixture, until in (
        ("hydromorphone 10 mg/mL", date(2027, 1, 31)),  # 90 days
        ("bupivacaine 5 mg/mL", date(2027, 1, 25)),  # 84
        ("morphine 10 mg/mL + bupivacaine 5 mg/mL", date(2027, 1, 25)),
        ("fentanyl 1 mg/mL", None),
    ):
        assert look(fill(mixture=mixture), dose())["stable_until"] == until
    twice = [fill(mixture="ziconotide 25 mcg/mL"), fill("2026-11-02T15:00")]
    twice[1]["mixture"] = "ziconotide 25 mcg/mL"
    item = look(*twice, dose(text="1 mcg/day"))
    assert item["stable_until"] == date(2026, 11, 16)  # it was never here before that day


def test_the_residual_of_a_doubt_is_a_range() -> None:
    rows = [fill(), dose(bolus="10 mcg x 4/day"), CHANGED | {"at": "2026-11-26T00:00"}]
    new = fact("fill", "2026-12-06T00:00", residual_ml="17", injected_ml="18")
    found = expected_residual({}, [PUMP], rows, {}, [], date(2026, 12, 6), new)
    # ten days: 160 mcg of 500 mcg/mL a day at most, 120 mcg of 2 mg/mL at least
    assert (found["low_ul"], found["high_ul"]) == (16_800, 19_400)
    known = new | {"boluses_used": "20"}  # 200 mcg: 0.4 mL or 0.1
    found = expected_residual({}, [PUMP], rows, {}, [], date(2026, 12, 6), known)
    assert (found["low_ul"], found["high_ul"]) == (17_200, 19_300)


def test_a_doubt_that_was_settled_leaves_its_days_in_the_range() -> None:
    rows = [fill(), dose(), CHANGED | {"at": "2026-11-26T00:00"}]
    rows.append(dose("2026-11-28T00:00", "480 mcg/day"))  # 0.24 mL/day of 2 mg/mL
    new = fact("fill", "2026-12-06T00:00", residual_ml="17", injected_ml="18")
    found = expected_residual({}, [PUMP], rows, {}, [], date(2026, 12, 6), new)
    # two days at 0.24 or at 0.06, and eight at 0.24
    assert (found["low_ul"], found["high_ul"], found["clear"]) == (17_600, 17_960, True)


def test_what_was_drawn_off_is_expected_to_be_gone_and_was_not_delivered() -> None:
    rows = [fill(), dose(), fact("aspirate", "2026-11-10", amount="3 mL")]
    new = fact("fill", "2027-01-02", residual_ml="2", injected_ml="18")
    found = expected_residual({}, [PUMP], rows, {}, [], date(2027, 1, 2), new)
    assert found["low_ul"] == Fraction(2360)  # 61 days: 14.64 mL, and 3
    assert found["tolerance"] == 2362  # 14.5 % of 14.64 mL, and a day's 0.24
