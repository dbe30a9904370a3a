"""A stored row says what the ledger says on every day on which it holds, findings included."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pumpsched.usecases.outlooks import outlook_row
from tests.builders import DEFAULT_RULES, PUMP, codes, day, dose, fill, ledger, pump, stop, view
from tests.builders.values import Fact, Pump

TODAY = "2026-11-22"
ZICONOTIDE = "ziconotide 25 mcg/mL"


@pytest.mark.parametrize(
    ("facts", "of"),
    [
        pytest.param(
            (
                fill("2026-11-10", "15", of=ZICONOTIDE),
                dose("2026-11-12", "771 mcg/day"),
                dose(TODAY, "36 mcg/day"),
            ),
            PUMP,
            id="a flow outside the model until midnight",
        ),
        *(
            pytest.param((fill(), dose()), pump(end_of_service_on=ends), id=f"service ends {ends}")
            for ends in ("2026-11-10", "2026-11-22", "2026-12-24", "2027-02-20")
        ),
        pytest.param(
            (fill("2026-01-05"), dose("2026-01-05")),
            pump(end_of_service_on="2026-11-24"),
            id="late beyond the end of service",
        ),
        pytest.param((fill(), dose()), pump(implanted_on="2019-12-01"), id="its years are over"),
        pytest.param((fill(), dose(), stop("2026-11-12")), PUMP, id="stopped, then late"),
        pytest.param(
            (fill("2026-09-01"), dose("2026-09-01"), stop("2026-11-20T08:00")),
            PUMP,
            id="stopped beyond its alarm",
        ),
    ],
)
def test_findings_status_and_volume_of_a_row_are_those_of_each_day_on_which_it_holds(
    facts: tuple[Fact, ...], of: Pump
) -> None:
    row = outlook_row(
        *(ledger(*facts), of, DEFAULT_RULES),
        today=day(TODAY),
        archived_on=None,
        last_seq=len(facts),
        typed=frozenset(range(1, len(facts) + 1)),
    )
    first = max(row.holds_from, day("2026-10-01"))
    held = [on for on in _days(first, 120) if row.holds_on(on)]
    assert held
    for on in held:
        seen = view(*facts, as_of=on, of=of)
        assert list(row.findings) == codes(seen, of=of), on
        assert row.status_on(on) is seen.status_on(on)
        assert seen.volume_ul is not None
        assert row.volume_on(on) == seen.volume_ul


def _days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=ahead) for ahead in range(count)]
