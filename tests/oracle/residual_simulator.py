"""What a refill should find in the reservoir, by the minute simulator; its choices are no. 14."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from .minute_simulator import Reservoir
from .plain_ledger import DAY, Ledger, Row, microlitres, model_values


def expected_residual(
    patient: Row,
    pumps: Sequence[Row],
    events: Sequence[Row],
    settings: Row,
    closures: Sequence[Row],
    as_of: date,
    new_fill: Row,
) -> dict[str, object]:
    """Work out the expected residual of a new fill, recorded after all rows of ``events``.

    Args:
        patient: The row of the patient; no value of it matters here.
        pumps: The patient's pumps.
        events: The patient's facts before the new fill is recorded.
        settings: Keys and values of the practice; none matters here.
        closures: Closures of the practice; none matters here.
        as_of: The day to look from, usually the day of the new fill and never before it.
        new_fill: A fill row with ``at`` and ``residual_ml``, and ``boluses_used`` where known.

    Returns:
        ``low_ul``, ``high_ul``, ``discrepancy``, ``tolerance``, ``tolerance_info`` (``Fraction``,
        uL), ``severity`` (None, ``info`` or ``warning``) and ``clear`` (whether one programme ran
        all the time); an empty dict where no earlier fill or no programme lets one expect any.
    """
    ledger = Ledger(pumps, [*events, new_fill], as_of)
    number = next((n for n, fill in enumerate(ledger.fills) if fill.place == len(events)), 0)
    if not number or ledger.pump is None or not (ledger.programmes or ledger.constant):
        return {}
    old, new = ledger.fills[number - 1 : number + 1]
    tank = Reservoir(ledger, number - 1)
    nominal = tank.fall(0, new.instant, False)[0]
    least = tank.fall(0, new.instant, True)[0]
    at_start = max((since for since, _ in tank.programmes if since <= tank.start), default=0)
    lately = [p for since, p in tank.programmes if at_start <= since <= new.instant]
    turns = [on for since, on in tank.switches if tank.start < since <= new.instant]
    used = new_fill.get("boluses_used")
    if used:
        sizes = {p.bolus_ng for p in lately if p.bolus_ng} or {0}
        least = max(nominal - int(used) * max(sizes) * 1000 * DAY, 0)
        nominal = max(nominal - int(used) * min(sizes) * 1000 * DAY, 0)
    low, high = Fraction(least, tank.tick_ul), Fraction(nominal, tank.tick_ul)
    residual = microlitres(new_fill["residual_ml"])
    discrepancy = min(residual - low, Fraction(0)) + max(residual - high, Fraction(0))
    day = tank.programme_at(new.instant).whole_day(True) if tank.running_at(new.instant) else 0
    extra = Fraction(day, tank.tick_ul) if old.minute is None or new.minute is None else 0
    by_accuracy = model_values(ledger.pump)[1] * (tank.full_ul - high)
    bounds = sorted((bound + extra) // 1 for bound in (by_accuracy, Fraction(2000)))
    size = abs(discrepancy)
    return {
        "low_ul": low,
        "high_ul": high,
        "discrepancy": discrepancy,
        "tolerance": Fraction(bounds[1]),
        "tolerance_info": Fraction(bounds[0]),
        "severity": "warning" if size > bounds[1] else "info" if size > bounds[0] else None,
        "clear": len(lately) == 1 and not turns and tank.running_at(tank.start),
    }
