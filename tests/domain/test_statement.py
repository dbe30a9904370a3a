"""A list states the present: what it is to a ledger, and what must be void for it to hold."""

from __future__ import annotations

from datetime import date

import pytest

from pumpsched.domain.statement import (
    Reading,
    Said,
    Statement,
    contradicting,
    differences,
    reading_of,
    stated,
)
from tests.builders import CATALOGUE, dose, empty, fill, pump, readout
from tests.builders.values import Fact, Ledger, Projection, WindowRules, project

TODAY = date(2026, 11, 28)
RULES = WindowRules()


def view_of(*facts: Fact) -> Projection:
    """The projection of facts recorded in this order."""
    return project(ledger_of(*facts), pump(), RULES, CATALOGUE, as_of=TODAY)


def ledger_of(*facts: Fact) -> Ledger:
    ledger = Ledger()
    for fact in facts:
        ledger = ledger.with_fact(fact)
    return ledger


STORE = (fill("2026-10-20"), dose("2026-10-20", "140 mcg/day"))


def said(
    on: str = "2026-10-20",
    amount: str = "140 mcg/day",
    ml: str = "20",
    of: str = "baclofen 500 mcg/mL",
) -> Statement:
    return Statement.of([fill(on, ml, of=of), dose(on, amount)])


@pytest.mark.parametrize(
    ("statement", "reading"),
    [
        (said(), Reading.SAME),
        (said("2026-11-20"), Reading.REFILL),
        (said("2026-11-19"), Reading.UNCLEAR),
        (said("2026-10-02"), Reading.EARLIER),
        (said(ml="18"), Reading.CORRECTION),
        (said(amount="40 mcg/day"), Reading.CORRECTION),
        (said(of="baclofen 1 mg/mL"), Reading.CORRECTION),
    ],
)
def test_a_statement_is_read_by_the_last_fill_and_what_is_projected(
    statement: Statement, reading: Reading
) -> None:
    assert reading_of(view_of(*STORE), statement, RULES) is reading


def test_a_fill_of_an_emptied_pump_is_a_refill() -> None:
    view = view_of(*STORE, empty("2026-11-01T08:00"))
    assert reading_of(view, said("2026-11-03"), RULES) is Reading.REFILL


def test_a_pump_that_was_never_filled_takes_what_is_said() -> None:
    assert reading_of(view_of(), said(), RULES) is Reading.REFILL


def test_a_list_without_a_dose_says_nothing_of_it() -> None:
    assert differences(view_of(*STORE), Statement.of([fill("2026-10-20")])) == ()


def test_a_planned_dose_is_not_the_present_one() -> None:
    view = view_of(*STORE, dose("2026-12-10", "150 mcg/day"))
    assert differences(view, said()) == ()


def test_a_list_without_boluses_keeps_those_there_are() -> None:
    view = view_of(fill("2026-10-20"), dose("2026-10-20", "140 mcg/day", "5 mcg x 4/day"))
    assert [each.what for each in differences(view, said())] == [Said.PROGRAMME]
    assert differences(view, said().keeping_bolus(view)) == ()
    silent = Statement.of([fill("2026-10-20")])
    assert silent.keeping_bolus(view) == silent


@pytest.mark.parametrize(
    ("statement", "kept"),
    [
        (said("2026-10-02"), 0),
        (said(ml="18"), 1),
        (said(amount="40 mcg/day"), 1),
        (said("2026-11-10"), 0),
    ],
)
def test_what_contradicts_is_void_and_the_list_holds(statement: Statement, kept: int) -> None:
    ledger, view = ledger_of(*STORE), view_of(*STORE)
    voided = contradicting(view, statement, imported={1, 2})
    after = stated(ledger, statement, voided)
    assert len(STORE) - len(voided) == kept
    now = project(after, pump(), RULES, CATALOGUE, as_of=TODAY)
    assert differences(now, statement) == ()
    assert now.window == view_of(*statement.facts).window


def test_a_residual_and_a_programmed_volume_count_where_a_list_has_them() -> None:
    told = Statement.of([fill("2026-10-20", residual="3", programmed="19.5")])
    found = {each.what for each in differences(view_of(*STORE), told)}
    assert found == {Said.RESIDUAL, Said.VOLUME_TOLD}


def test_what_a_person_typed_is_never_void() -> None:
    assert contradicting(view_of(*STORE), said("2026-10-02"), imported=set()) == ()


def test_a_dose_told_after_the_fill_of_a_list_is_no_part_of_that_fill() -> None:
    since = dose("2026-11-10", "160 mcg/day")
    told = said(amount="160 mcg/day")
    seen = view_of(*STORE, since)
    assert told.told_since(seen, ()).programme is None
    assert told.told_since(seen, (seen.facts[-1],)) == told
    assert said().told_since(seen, ()) == said()
    only = view_of(fill("2026-10-20"), since)
    assert told.told_since(only, ()) == told


def test_an_alarm_date_read_with_a_fill_that_is_void_is_void_too() -> None:
    read = readout("2026-10-20", "2027-01-01")
    seen = view_of(*STORE, read)
    told = Statement.of(
        [fill("2026-10-02"), dose("2026-10-02"), readout("2026-10-02", "2026-12-30")]
    )
    assert read.at in {fact.at for fact in contradicting(seen, told, imported={1, 2, 3})}
