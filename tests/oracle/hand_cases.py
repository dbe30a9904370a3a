"""The patient whose cases are worked by hand, as rows of the files.

20 mL of baclofen 500 mcg/mL, filled on 2026-11-02 without a clock time, 120 mcg/day (0.24 mL/day,
10 uL an hour), alarm volume 2 mL of the model; seen from 2026-11-23, three weeks later.
"""

from collections.abc import Mapping
from datetime import date

from .minute_simulator import expected_item
from .plain_quantities import Row

PUMP = {"patient": "0007", "model": "SM2-20", "serial": "A1", "implanted_on": "2020-01-01"}
NOV_23 = date(2026, 11, 23)


def fact(event: str, at: str, **columns: str) -> Row:
    """Return a row of the ledger."""
    return {"patient": "0007", "at": at, "event": event, **columns}


def fill(at: str = "2026-11-02", ml: str = "20", mixture: str = "baclofen 500 mcg/mL") -> Row:
    """Return a fill of ``ml`` mL."""
    return fact("fill", at, mixture=mixture, injected_ml=ml)


def dose(at: str = "2026-11-02", text: str = "120 mcg/day", bolus: str = "") -> Row:
    """Return a programme."""
    return fact("dose", at, dose=text, bolus=bolus)


def look(
    *events: Row,
    as_of: date = NOV_23,
    pumps: list[Row] | None = None,
    closures: list[Row] | None = None,
    settings: Mapping[str, str] | None = None,
    **patient: str,
) -> dict[str, object]:
    """Return the item of one patient with the default settings."""
    practice = dict(settings or {})
    return expected_item(patient, pumps or [PUMP], events, practice, closures or [], as_of)


def volume(*events: Row, day: date) -> object:
    """Return the volume (uL) at 00:00 of a day, after the usual fill and programme."""
    return look(fill(), dose(), *events, as_of=day)["volume_ul"]
