"""Cases worked by hand for who a fact belongs to, what ends a read-out, and what a status hides.

Unless a test says otherwise they are about the patient of ``hand_cases``.
"""

from datetime import date

import pytest

from .hand_cases import NOV_23, PUMP, dose, fact, fill, look, volume
from .plain_quantities import Row

NOV_20 = date(2026, 11, 20)
OLD = PUMP | {"explanted_on": "2026-11-20"}
NEW = PUMP | {"serial": "B2", "implanted_on": "2026-11-20T09:00"}


def readout(at: str = "2026-11-20", alarm_on: str = "2027-01-10", **columns: str) -> Row:
    """Return a read-out with an alarm date that is six days before the computed one."""
    return fact("readout", at, programmer_alarm_on=alarm_on, **columns)


def limit(*events: Row, as_of: date = NOV_23) -> object:
    """Return the limit that governs, after the usual fill and programme."""
    return look(fill(), dose(), *events, as_of=as_of)["limit"]


def test_the_read_out_governs_where_it_is_earlier() -> None:
    item = look(fill(), dose(), readout())
    assert (item["refill_by"], item["limit"]) == (date(2027, 1, 3), "programmer")
    assert (item["programmer_alarm_on"], item["alarm_on"]) == (
        date(2027, 1, 10),
        date(2027, 1, 16),
    )
    assert look(fill(), dose(), readout(), margin_days="3")["refill_by"] == date(2027, 1, 7)


@pytest.mark.parametrize(
    ("alarm_on", "name"),
    [("2027-01-15", "programmer"), ("2027-01-16", "reservoir"), ("2027-02-20", "reservoir")],
)
def test_a_read_out_never_makes_a_date_later_and_loses_a_tie(alarm_on: str, name: str) -> None:
    assert limit(readout(alarm_on=alarm_on)) == name


@pytest.mark.parametrize(
    "row",
    [
        fact("stop", "2026-11-21"),
        fact("start", "2026-11-21T10:00"),
        dose("2026-11-21", "119 mcg/day"),
        dose("2026-11-20T12:01", "119 mcg/day"),
        fact("empty", "2026-11-21"),
    ],
)
def test_what_makes_the_alarm_later_ends_a_read_out(row: Row) -> None:
    assert limit(readout("2026-11-20T12:00"), row) != "programmer"


@pytest.mark.parametrize(
    "row",
    [
        dose("2026-11-21", "121 mcg/day"),
        dose("2026-11-21"),
        fact("bolus", "2026-11-21", amount="0.1 mL"),
        fact("aspirate", "2026-11-21", amount="0.1 mL"),
        fact("readout", "2026-11-21", reservoir_ml="15"),
        dose("2026-11-20", "119 mcg/day"),  # the day alone comes first on its day
        fact("stop", "2026-11-19"),
    ],
)
def test_nothing_else_ends_it(row: Row) -> None:
    assert limit(row, readout("2026-11-20T12:00")) == "programmer"
    assert limit(readout("2026-11-20T12:00"), row) == "programmer"


def test_a_read_out_of_the_day_alone_is_the_last_fact_of_its_day() -> None:
    lower = dose("2026-11-20T17:00", "100 mcg/day")
    assert limit(readout(), lower) == limit(lower, readout()) == "programmer"
    both = [readout(alarm_on="2027-01-10"), readout("2026-11-20T08:00", "2027-01-05")]
    assert look(fill(), dose(), *both)["programmer_alarm_on"] == date(2027, 1, 10)


def test_a_planned_lowering_ends_it_once_its_day_has_come() -> None:
    lower = dose("2026-12-01", "60 mcg/day")
    assert limit(readout(), lower, as_of=date(2026, 11, 30)) == "programmer"
    assert limit(readout(), lower, as_of=date(2026, 12, 1)) != "programmer"


def test_the_lowering_that_ends_it_is_one_of_volume() -> None:
    # the same 120 mcg/day told for 2 mg/mL: 0.24 -> 0.06 mL/day
    changed = fill("2026-11-05", mixture="baclofen 2 mg/mL")
    assert limit(changed, readout()) == "programmer"
    assert limit(changed, readout(), dose("2026-11-21")) == "calendar"


def test_a_fill_ends_it() -> None:
    assert limit(readout("2026-11-20T08:00"), fill("2026-11-20T09:00")) == "reservoir"


def test_the_status_is_alarm_from_the_day_that_was_printed() -> None:
    shown = [readout(alarm_on="2026-11-23")]
    assert look(fill(), dose(), *shown, as_of=date(2026, 11, 22))["status"] == "late"
    assert look(fill(), dose(), *shown)["status"] == "alarm"
    assert look(fill(), dose(), *shown, fact("stop", "2026-11-21"))["status"] == "stopped"


def test_being_stopped_hides_nothing_worse() -> None:
    rows = [fill(), dose(), fact("stop", "2027-01-25")]
    item = look(*rows, as_of=date(2027, 1, 26))
    assert item["status"] == "empty"
    assert item["states"] == {"empty", "alarm", "late", "stopped", "due"}


def test_a_short_window_is_due_from_two_weeks_before_it_must_be_booked() -> None:
    # refill by Sat 9 Jan, book by Fri 8 Jan, opens 2 Jan
    for day, status in ((date(2026, 12, 24), "waiting"), (date(2026, 12, 25), "due")):
        assert look(fill(), dose(), as_of=day, min_months="2")["status"] == status
    short: dict[str, str] = {"notice_days": "5"}
    for day, status in ((date(2027, 1, 1), "waiting"), (date(2027, 1, 2), "due")):
        assert look(fill(), dose(), as_of=day, settings=short, min_months="2")["status"] == status
    early = look(fill(), dose(), as_of=date(2027, 1, 3), settings=short, min_months="3")
    assert early["status"] == "due"


def test_a_morning_stop_of_the_old_pump_does_not_stop_the_new_one() -> None:
    rows = [fill(), dose(), fact("stop", "2026-11-20T07:30"), fill("2026-11-20T09:30")]
    rows.append(dose("2026-11-20T09:40"))
    item = look(*rows, pumps=[OLD, NEW], as_of=NOV_20)
    assert (item["status"], item["filled_on"], item["volume_ul"]) == ("waiting", NOV_20, 20_000)
    without_clock = [OLD, NEW | {"implanted_on": "2026-11-20"}]
    assert look(*rows, pumps=without_clock, as_of=NOV_20)["status"] == "stopped"


def test_the_last_fill_of_the_day_is_the_new_pumps_though_it_came_before_the_implant() -> None:
    for filled in ("2026-11-20T08:30", "2026-11-20T09:00", "2026-11-20"):
        item = look(fill(), fill(filled, "18"), dose("2026-11-20T10:00"), pumps=[OLD, NEW])
        assert (item["filled_on"], item["status"]) == (NOV_20, "waiting")
    two = [fill("2026-11-20T07:00", "10"), fill("2026-11-20T08:30", "18", "morphine 10 mg/mL")]
    item = look(fill(), *two, dose("2026-11-20T10:00", "1 mg/day"), pumps=[OLD, NEW])
    # from 08:30 at 0.1 mL/day: 63.5 hours, 264.6 uL
    assert (item["volume_ul"], item["findings"]) == (17_735, set())


def test_of_the_day_alone_only_a_stop_and_an_empty_are_the_old_pumps() -> None:
    rows = [fill(), dose(), fill("2026-11-20T09:30"), dose("2026-11-20")]
    for pump in (NEW, NEW | {"implanted_on": "2026-11-20"}):
        stopped = look(*rows, fact("stop", "2026-11-20"), pumps=[OLD, pump])
        assert (stopped["status"], stopped["filled_on"]) == ("waiting", NOV_20)
        drawn = look(*rows, fact("aspirate", "2026-11-20", amount="1 mL"), pumps=[OLD, pump])
        assert drawn["volume_ul"] == 19_000 - 625  # from 09:30 10 uL an hour for 62.5 hours
    emptied = look(fill("2026-11-21"), dose("2026-11-21"), fact("empty", "2026-11-20"))
    assert emptied["status"] == "waiting"


def test_of_two_fills_on_one_day_the_later_counts_and_the_day_alone_is_first() -> None:
    rows = [fill("2026-11-02T14:00", "18"), fill(ml="10"), dose()]
    for order in (rows, rows[::-1]):
        assert look(*order)["volume_ul"] == 18_000 - 4900 - 0  # 490 hours from 14:00


def test_what_was_taken_out_on_the_day_of_a_fill_came_out_of_that_fill() -> None:
    for event in ("bolus", "aspirate"):
        taken = fact(event, "2026-11-02", amount="1 mL")
        for rows in ([fill("2026-11-02T15:00"), taken], [taken, fill("2026-11-02T15:00")]):
            assert look(*rows, dose())["volume_ul"] == 19_000 - 4890  # 489 hours


def test_an_empty_before_the_fill_of_its_day_is_over_with_it() -> None:
    emptied, filled = fact("empty", "2026-11-12T09:00"), fill("2026-11-12T09:30")
    assert volume(emptied, filled, day=NOV_23) == 20_000 - 2545  # 254.5 hours
    assert volume(fact("empty", "2026-11-12T10:00"), filled, day=NOV_23) == 0


@pytest.mark.parametrize(
    ("alarm_on", "differs"),
    [("2027-01-14", True), ("2027-01-15", False), ("2027-01-17", False), ("2027-01-18", True)],
)
def test_a_read_out_more_than_a_day_off_is_a_finding(alarm_on: str, differs: bool) -> None:
    # against 16 Jan, the date of the model's 2 mL whatever the patient's own alarm volume
    item = look(fill(), dose(), readout(alarm_on=alarm_on), alarm_ml="5")
    assert (item["findings"] == {"alarm-date-differs"}) == differs


def test_a_read_out_between_all_boluses_used_and_none_does_not_differ() -> None:
    told = dose(bolus="10 mcg x 4/day")  # 28 Dec with all of them, 16 Jan with none
    for alarm_on in ("2026-12-27", "2027-01-05", "2027-01-17"):
        assert look(fill(), told, readout(alarm_on=alarm_on))["findings"] == set()
