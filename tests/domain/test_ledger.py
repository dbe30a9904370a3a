"""The ledger: facts in order of time, corrected by voiding only."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.builders import bolus, day, dose, fill, ledger, numbered, stop, when
from tests.builders.values import Filled, Ledger, Voided, Volume, When


def test_a_day_alone_counts_from_midnight_and_a_clock_time_from_its_minute() -> None:
    midnight = date(2026, 11, 2).toordinal() * 1440
    assert when("2026-11-02").instant == midnight
    assert when("2026-11-02T09:30").instant == midnight + 570


def test_the_text_of_a_time_has_the_clock_only_where_it_is_known() -> None:
    assert str(when("2026-11-02")) == "2026-11-02"
    assert str(when("2026-11-02T00:05")) == "2026-11-02T00:05"


def test_a_timestamp_is_no_day() -> None:
    with pytest.raises(TypeError, match="a day is a date"):
        When(datetime(2026, 11, 2))  # noqa: DTZ001


def test_facts_apply_by_time_the_day_alone_first_ties_in_the_order_recorded() -> None:
    facts = numbered(
        stop("2026-11-03"),
        dose("2026-11-02T00:00"),
        bolus("2026-11-02", "1 mL"),
        fill("2026-11-02"),
        dose("2026-11-02T00:00", "60 mcg/day"),
    )
    assert [fact.seq for fact in Ledger.of(facts).facts] == [3, 4, 2, 5, 1]
    assert Ledger.of(reversed(facts)) == Ledger.of(facts)


def test_a_voided_fact_and_its_void_are_both_left_out() -> None:
    facts = numbered(fill(), dose(), dose("2026-11-03", "60 mcg/day"))
    wrong = Voided(at=facts[2].at, seq=4, note="read off wrongly", voids=3)
    assert Ledger.of([*facts, wrong]) == Ledger.of(facts[:2])


def test_a_further_fact_is_recorded_after_all_others() -> None:
    before = ledger(fill(), dose())
    assert before.with_fact(stop("2026-11-01")).facts[0].seq == 3
    assert Ledger().with_fact(fill()).facts[0].seq == 1
    kept = numbered(fill(), dose(), stop("2026-11-05"))[2]
    assert before.with_fact(kept).facts[-1] is kept


def test_the_last_fill_is_the_latest_in_time_wherever_it_was_recorded() -> None:
    fills = ledger(fill("2026-11-02"), fill("2026-08-02"), dose()).fills()
    assert [each.at.day for each in fills] == [day("2026-08-02"), day("2026-11-02")]


def test_before_a_fact_stand_the_earlier_ones_and_every_programme() -> None:
    old, given = fill("2026-08-02"), bolus("2026-11-02", "1 mL")
    facts = ledger(old, given, fill(), bolus("2026-11-03", "1 mL"), dose("2026-11-04"))
    new = facts.fills()[-1]
    assert [fact.seq for fact in facts.before(new).facts] == [1, 2, 5]


def test_until_a_day_stand_its_facts_and_every_programme() -> None:
    facts = ledger(fill(), stop("2026-11-05"), bolus("2026-11-09", "1 mL"), dose("2026-12-01"))
    assert [fact.seq for fact in facts.until(day("2026-11-05")).facts] == [1, 2, 4]
    assert facts.until(day("2026-12-01")) is facts
    assert Ledger().until(day("2026-12-01")) == Ledger()


@pytest.mark.parametrize(("programmed", "start_ul"), [("", 20_000), ("18", 18_000), ("40", 20_000)])
def test_a_fill_counts_from_the_smaller_of_injected_and_programmed(
    programmed: str, start_ul: int
) -> None:
    assert fill(programmed=programmed).start_ul == start_ul


def test_the_residual_is_no_part_of_the_volume_after_a_fill() -> None:
    found = Filled(at=when("2026-11-02"), injected=Volume(18_000), residual=Volume(2_000))
    assert found.start_ul == 18_000
