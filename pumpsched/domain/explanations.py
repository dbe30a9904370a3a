"""What would explain that a programmer prints another alarm date than the ledger gives.

Each is one thing alone that would bring the ledger's date to the printed one, to three digits: a
place to look, and nothing that is certain.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pumpsched.domain.calendars import DAY_MINUTES
from pumpsched.domain.ledger_findings import alarm_date_differs
from pumpsched.domain.projection import Projection
from pumpsched.domain.pump import Pump
from pumpsched.domain.quantities import Concentration, Dose, Flow, Volume
from pumpsched.domain.reservoir import Reservoir

_ENDLESS_UL = 10**9
"""A reservoir that no pump empties within the dates accepted [µL]."""


def explanations(view: Projection, pump: Pump) -> Iterator[str]:
    """The volume, concentration, dose or stopped days that the printed alarm date follows from."""
    reservoir, fill, read_out = view.reservoir, view.fill, view.read_out
    printed_on = read_out.alarm_on if read_out else None
    if reservoir is None or fill is None or printed_on is None:
        return
    if not any(alarm_date_differs(view, pump)):
        return
    level, printed = pump.model.alarm_ul, printed_on.toordinal()
    earliest = reservoir.falls_to(level, boluses=True)
    boluses = earliest is None or printed < earliest
    noon = printed * DAY_MINUTES + DAY_MINUTES // 2
    if noon <= fill.at.instant:
        return
    delivered, taken = _until(reservoir, noon, boluses=boluses)
    volume = Volume(_about(level + taken + delivered))
    yield f"{volume} at the fill instead of {Volume(reservoir.start_ul)}"
    needed = reservoir.start_ul - level - taken
    if needed > 0 and delivered:
        yield from _of_the_flow(view, needed / delivered)
    usual = reservoir.falls_to(level, boluses=boluses)
    if usual is not None and printed > usual:
        yield f"{printed - usual} days stopped that are not recorded"


def _of_the_flow(view: Projection, ratio: Fraction) -> Iterator[str]:
    """The programme that makes the flow so many times what it is."""
    programme, strength = view.programme, view.told.strength(view.seen_at)
    assert programme is not None, "a date to differ from follows from a programme"
    if programme.flow is not None:
        yield f"{Flow(_about(programme.flow.ul_per_day * ratio))} instead of {programme.flow}"
        return
    dose = Dose(_about(programme.basal_ng_per_day * ratio))
    yield f"{dose} instead of {programme.dose_text}"
    assert strength is not None, "and a mass makes a flow with a concentration alone"
    yield f"{Concentration(_about(strength / ratio))} instead of {Concentration(strength)}"


def _until(reservoir: Reservoir, instant: int, *, boluses: bool) -> tuple[Fraction, Fraction]:
    """What is delivered by programme, and what else is taken out [µL], from the fill on."""
    endless = reservoir._replace(start_ul=_ENDLESS_UL)
    gone = _ENDLESS_UL - endless.volume_at(instant, boluses=boluses)
    start = reservoir.stretches[0].start
    taken = Fraction(reservoir.taken_between(start - 1, instant), reservoir.ticks_per_ul)
    return gone - taken, taken


def _about(value: Fraction | int) -> int:
    """A value to three digits, at least 1."""
    unit = int(10 ** max(len(str(int(value))) - 3, 0))
    return max(round(Fraction(value) / unit) * unit, 1)
