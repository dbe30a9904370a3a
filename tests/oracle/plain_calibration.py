"""What residuals say of a pump's flow, in exact fractions: the two-hypothesis filter, read slowly.

A cycle is (start, residual, programmed volume) in uL, or None where it says nothing. It shares no
code with the package; where that rounds, this does not.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from .plain_ledger import Ledger
from .plain_quantities import DAY, microlitres
from .plain_reservoir import Reservoir
from .residual_simulator import residual_of

Cycle = tuple[int, int, int]

LABEL = Fraction(145, 1000)
Q = Fraction(2, 100) ** 2
C2 = Fraction(1, 100) ** 2
J = Fraction(2, 10) ** 2
START_UL = 300


@dataclass(frozen=True)
class Belief:
    """A multiplier with its variance, and the same of a shift that is in dispute."""

    m: Fraction = Fraction(1)
    p: Fraction = (LABEL / 2) ** 2
    m2: Fraction | None = None
    p2: Fraction = Fraction(0)
    dispute_is_over: bool = False
    usable: int = 0
    word: str = "unused"

    @property
    def hypotheses(self) -> list[tuple[Fraction, Fraction]]:
        """Every (multiplier, variance) kept."""
        return [(self.m, self.p)] + ([(self.m2, self.p2)] if self.m2 is not None else [])


def _update(m: Fraction, p: Fraction, y: Fraction, r: Fraction) -> tuple[Fraction, Fraction]:
    return (m * r + y * p) / (p + r), p * r / (p + r)


def after(belief: Belief, cycle: Cycle | None, sd_ul: int) -> Belief:
    """The belief after one more cycle."""
    p, p2 = belief.p + Q, belief.p2 + Q
    if cycle is None:
        return replace(belief, p=p, p2=p2, word="unused")
    start, residual, programmed = cycle
    y, r = Fraction(start - residual, programmed), Fraction(sd_ul, programmed) ** 2 + C2
    v, s, count = y - belief.m, p + r, belief.usable + 1
    if (v > 0 and 4 * v**2 <= 25 * s) or (v <= 0 and v**2 <= 9 * s):
        m, p = _update(belief.m, p, y, r)
        return Belief(m, p, usable=count, word="agrees")
    if belief.m2 is not None:
        near = (y - belief.m2) ** 2 <= 9 * (p2 + r)
        if near or (v > 0) == belief.dispute_is_over:
            m, p = _update(belief.m2, p2, y, r)
            return Belief(m, p, usable=count, word="confirmed")
    m2, p2 = _update(belief.m, p + J, y, r)
    return Belief(belief.m, p, m2, p2, v > 0, count, "disputed")


def follow(cycles: Iterable[Cycle | None], sd_ul: int = 600) -> Belief:
    """The belief after all cycles of a pump."""
    belief = Belief()
    for cycle in cycles:
        belief = after(belief, cycle, sd_ul)
    return belief


def keeps_above(
    belief: Belief, room: Fraction, used: Fraction, *, verify: bool, more: Fraction = Fraction(0)
) -> bool:
    """Tell whether the alarm is as good as surely not reached once so much is programmed (uL).

    Args:
        belief: What is held of the pump.
        room: What may leave the reservoir until the alarm (uL).
        used: What is programmed to leave it (uL).
        verify: Whether two thirds of the room end it.
        more: What the multiplier is larger by, to see how near the answer is.
    """
    for m, p in belief.hypotheses:
        clear = room - (m + more) * used
        if clear < 0 or 625 * clear**2 < 2401 * (START_UL**2 + used**2 * (p + Q + C2)):
            return False
    return not verify or 3 * used <= 2 * room


def cycle_of(ledger: Ledger, number: int) -> Cycle | None:
    """Return what the residual of fill ``number`` says of the flow; None where it says nothing."""
    old, new = ledger.fills[number - 1 : number + 1]
    told = [old.row.get(key) for key in ("injected_ml", "programmed_ml")]
    found, volumes = residual_of(ledger, number), {microlitres(text) for text in told if text}
    if not found or ledger.constant or len(volumes) > 1:
        return None
    tank = Reservoir(ledger, number - 1)
    if _is_disturbed(tank, new.instant):
        return None
    low, high, residual = found["low_ul"], found["high_ul"], microlitres(new.row["residual_ml"])
    assert isinstance(low, Fraction)
    assert isinstance(high, Fraction)
    if low < high and low <= residual <= high:
        return None
    left = low if residual <= low else high
    programmed = (tank.full_ul - left) // 1
    if left == 0 or programmed < 2000:
        return None
    return tank.full_ul, residual, programmed


def _is_disturbed(tank: Reservoir, until: int) -> bool:
    """Tell whether a flow was off, unknown or in doubt, or something was drawn off, up to then."""
    points = sorted({tank.start, *(p for p in tank.turning_points if tank.start < p < until)})
    offs = [since for since, runs in tank.switches if not runs and tank.start < since < until]
    if offs or not tank.running_at(tank.start):
        return True
    if any(draw.kind != "bolus" for draw in tank.draws):
        return True
    boluses = {draw.instant for draw in tank.draws}
    for point in sorted({*points, *(at for at in boluses if at < until)}):
        found = tank.programme_at(point)
        begun = [told for since, told in tank.programmes.changes if since <= point]
        if found is None or found[0].fact.instant >= until or found[0] is not begun[-1]:
            return True
        by_mass = not found[0].is_flow or found[0].bolus_pg or point in boluses
        if by_mass and len(found[1]) > 1:
            return True
    return False


def asks_to_verify(ledger: Ledger, belief: Belief, alarm_ul: int) -> tuple[bool, bool]:
    """Tell whether the next residual is to be seen two thirds of the way, and whether it is clear.

    It is not where the rules do not settle what the last residual is held against.
    """
    if belief.m2 is not None and belief.dispute_is_over:
        return True, True
    measured = [n for n, fill in enumerate(ledger.fills) if n and fill.row.get("residual_ml")]
    if not measured:
        return False, True
    residual = microlitres(ledger.fills[measured[-1]].row["residual_ml"])
    if residual <= 1000 or residual > alarm_ul:
        return residual <= 1000, True
    found = residual_of(ledger, measured[-1])
    if not found:
        return False, True
    discrepancy, bound = found["discrepancy"], found["tolerance"]
    assert isinstance(discrepancy, Fraction)
    assert isinstance(bound, Fraction)
    return -discrepancy > bound, bool(found["clear"])


def early_days(
    ledgers: list[Ledger], tank: Reservoir, alarm_ul: int, settings: dict[str, str], until: date
) -> tuple[set[date], bool]:
    """Return the calibrated limit, no day if there is none by ``until``, and whether it is clear.

    Two days where a millionth part of the multiplier would make it another one.

    Args:
        ledgers: What is known on the day of each fill, and last what the view knows.
        tank: The present fill.
        alarm_ul: The alarm volume.
        settings: ``calibration`` and ``residual_sd_ml`` where a practice has them.
        until: The earliest of all other limits.
    """
    word, ledger = settings.get("calibration", "apply"), ledgers[-1]
    sd_ul = microlitres(settings.get("residual_sd_ml", "0.6"))
    cycles = [cycle_of(known, n) for n, known in enumerate(ledgers[:-1]) if n]
    belief = follow(cycles, sd_ul)
    if ledger.constant or word in ("off", "show") or (word != "always" and not belief.usable):
        return set(), True
    verify, clear = asks_to_verify(ledgers[-2], belief, alarm_ul)
    counted = [
        residual_of(known, n)
        for n, known in enumerate(ledgers[:-1])
        if n and known.fills[n].row.get("boluses_used")
    ]
    clear = clear and all(check["clear"] for check in counted if check)
    filled, found = ledger.fills[-1].day, list[date]()
    for more in (Fraction(0), Fraction(12, 1_000_000)):
        for ahead in range((until - filled).days + 2):
            off, used = tank.gone((filled.toordinal() + ahead) * DAY)
            room = tank.full_ul - alarm_ul - off
            if not keeps_above(belief, room, used, verify=verify, more=more):
                found.append(filled + timedelta(days=max(ahead - 1, 0)))
                break
    return set(found), clear and (not found or (found[0] == found[-1] and len(found) == 2))
