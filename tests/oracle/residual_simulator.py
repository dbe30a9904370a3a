"""What a refill should find in the reservoir, by the minute simulator; its choices are no. 14."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from .plain_ledger import Ledger
from .plain_quantities import DAY, Row, microlitres, model_values
from .plain_reservoir import Reservoir


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
        uL), ``severity`` (None, ``info`` or ``warning``) and ``clear`` (whether the rules settle
        it); an empty dict where no earlier fill or no programme lets one expect any.
    """
    ledger = Ledger(pumps, [*events, new_fill], as_of)
    number = next((n for n, fill in enumerate(ledger.fills) if fill.place == len(events)), 0)
    return residual_of(ledger, number) if number else {}


def residual_of(ledger: Ledger, number: int) -> dict[str, object]:
    """Return what ``expected_residual`` does, of fill ``number`` of a ledger, not its first."""
    old, new = ledger.fills[number - 1 : number + 1]
    if ledger.pump is None or not new.row.get("residual_ml"):
        return {}
    tank = Reservoir(ledger, number - 1)
    found = tank.programme_at(new.instant)
    if found is None:
        return {}
    nominal, _, off = tank.fall(0, new.instant, allotted=False, alone=True)
    least, steady = (tank.fall(0, new.instant, allotted=a)[0] for a in (True, False))
    used = new.row.get("boluses_used")
    if used:
        count = int(used) * DAY * found[0].bolus_pg
        ends = [tank.strength_at(new.instant, alone) for alone in (False, True)]
        sizes = [count * (tank.multiple // each) if each else 0 for each in ends]
        least, nominal = max(steady - sizes[0], 0), max(nominal - sizes[1], 0)
    low, high = Fraction(least, tank.tick_ul), Fraction(nominal, tank.tick_ul)
    residual = microlitres(new.row["residual_ml"])
    discrepancy = min(residual - low, Fraction(0)) + max(residual - high, Fraction(0))
    day = tank.pace(new.instant, allotted=True).whole_day
    extra = Fraction(day, tank.tick_ul) if old.minute is None or new.minute is None else 0
    by_accuracy = model_values(ledger.pump)[1] * (tank.full_ul - high - Fraction(off, tank.tick_ul))
    bounds = sorted((bound + extra) // 1 for bound in (by_accuracy, Fraction(2000)))
    size = abs(discrepancy)
    return {
        "low_ul": low,
        "high_ul": high,
        "discrepancy": discrepancy,
        "tolerance": Fraction(bounds[1]),
        "tolerance_info": Fraction(bounds[0]),
        "severity": "warning" if size > bounds[1] else "info" if size > bounds[0] else None,
        "clear": _is_clear(tank, new.instant, bool(used)),
    }


def _is_clear(tank: Reservoir, until: int, is_counted: bool) -> bool:
    """Tell whether the rules settle the range of a fill.

    They do not where a count of activations spans several sizes, where something changes at the
    very instant of the new fill, where only a later programme tells the flow, and for the high end
    of a doubt about another drug or a flow.
    """
    points = {point for point in tank.turning_points if tank.start < point <= until}
    if until in points or (is_counted and (points or not tank.running_at(tank.start))):
        return False
    for point in (tank.start, *points):
        found = tank.programme_at(point)
        if found and found[0].fact.instant > until and not tank.is_constant:
            return False
        if found and len(found[1]) > 1 and (found[0].is_flow or not tank.is_own(found[0])):
            return False
    return True
