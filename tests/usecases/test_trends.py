"""Residuals that say something together, in a folder that is imported."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.builders.store import reading
from tests.builders.values import Limit
from tests.usecases.folders import folder, fresh, take

FILLED = ("2026-01-05", "2026-03-06", "2026-05-05", "2026-07-04", "2026-09-02", "2026-11-01")
HEADER = "patient,at,event,mixture,residual_ml,injected_ml,dose\n"
MIXTURE = "baclofen 500 mcg/mL"
BY_THE_DOSE = date(2027, 1, 5)
"""20 mL at 0.25 mL/day from 1 Nov, the alarm at 2 mL, 7 days before."""


def ledger(*residuals: str) -> str:
    rows = [
        f"0007,{day}T10:00,fill,{MIXTURE},{residual},20,"
        for day, residual in zip(FILLED, ("", *residuals), strict=True)
    ]
    return HEADER + "\n".join([*rows, f"0007,{FILLED[0]}T10:05,dose,,,,125 mcg/day"]) + "\n"


@pytest.mark.parametrize(
    ("residuals", "finding", "moves"),
    [
        (("3.3",) * 5, "residual-trend", True),
        (("5",) * 5, "residual-repeated", False),
        (("5", "5.1", "4.9", "5", "0"), "residual-differs", True),
    ],
    ids=["each a little short", "always the same", "the last one nothing"],
)
def test_what_residuals_say_is_found_and_brings_the_day_forward(
    place: Path, tmp_path: Path, residuals: tuple[str, ...], finding: str, moves: bool
) -> None:
    store = fresh(place)
    files = {
        "patients.csv": "patient,name\n0007,Rivera\n",
        "pumps.csv": "patient,model,serial,implanted_on\n0007,SM2-20,S7,2022-01-03\n",
        "events.csv": ledger(*residuals),
    }
    take(store, folder(tmp_path / "clinic", files))
    with reading(store) as books:
        (implant,) = books.implants("0007")
        outlook = books.outlook(implant.key)
    assert outlook is not None
    assert outlook.refill_by is not None
    assert finding in outlook.findings
    assert (outlook.limit is Limit.CALIBRATED, outlook.refill_by < BY_THE_DOSE) == (moves, moves)
