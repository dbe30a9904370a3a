"""The line: what a drug passes between the reservoir and the tip of the catheter.

After a change of mixture the old one is in it for a while: what is done meanwhile is decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from pumpsched.domain.calendars import DAY_MINUTES, When
from pumpsched.domain.decisions import Decision, DecisionKind
from pumpsched.domain.findings import Finding, Severity
from pumpsched.domain.projection import Projection
from pumpsched.domain.pump import Pump
from pumpsched.domain.quantities import decimal_text
from pumpsched.domain.therapy import Mixture

CATHETER = "catheter"


class LinePart(NamedTuple):
    """A part of the line, its volume [µL], and where that figure comes from."""

    name: str
    ul: int
    whence: str


def line_of(
    pump: Pump, *, tubing_ul: int | None = None, catheter_mm: int | None = None
) -> tuple[LinePart, ...]:
    """The parts of a pump's line whose volume is known, the pump's own first.

    Args:
        pump: The device.
        tubing_ul: The pump's own tubing [µL], where it is told; else the catalogue's.
        catheter_mm: Implanted length of the catheter [mm], where it is told; else its volume as
            recorded counts.
    """
    parts = []
    if tubing_ul is not None:
        parts.append(LinePart("pump", tubing_ul, "as told"))
    elif pump.model.internal_ul is not None:
        parts.append(LinePart("pump", pump.model.internal_ul, _catalogue(pump, "internal_ul")))
    per_cm = pump.model.catheter_nl_per_cm
    if catheter_mm is not None and per_cm is not None:
        # Rounded up: the old mixture is gone no earlier than this says.
        volume = -(-catheter_mm * per_cm // 10_000)
        figure = f"{decimal_text(catheter_mm, 1)} cm x {decimal_text(per_cm, 6)} mL/cm"
        whence = f"{figure}, {_catalogue(pump, 'catheter_nl_per_cm')}"
        parts.append(LinePart(CATHETER, volume, whence))
    elif pump.device.catheter_ul:
        parts.append(LinePart(CATHETER, pump.device.catheter_ul, "as recorded"))
    return tuple(parts)


def _catalogue(pump: Pump, figure: str) -> str:
    return "catalogue" if pump.model.source.vouches_for(figure) else "catalogue, unverified"


class MixtureChange(NamedTuple):
    """A fill that brought another mixture than the one before it."""

    old: Mixture
    new: Mixture
    before: When
    at: When


def last_change(view: Projection) -> MixtureChange | None:
    """The change of mixture with the last fill of a view, if that brought one."""
    held = view.told.contents[-2:]
    if len(held) < 2 or held[0].mixture == held[1].mixture:
        return None
    return MixtureChange(held[0].mixture, held[1].mixture, held[0].at, held[1].at)


def bridge_of(change: MixtureChange, decisions: Iterable[Decision]) -> Decision | None:
    """What somebody decided, since the fill before, on the time both mixtures are in the line."""
    made = [
        each
        for each in decisions
        if each.kind is DecisionKind.BRIDGE
        and (each.at.day > change.before.day or each.at.day >= change.at.day)
    ]
    return made[-1] if made else None


def mixed_until(view: Projection, pump: Pump) -> date | None:
    """The day on which the old mixture has passed the line, where line and flow are known."""
    line = line_of(pump)
    reservoir, fill = view.reservoir, view.fill
    if reservoir is None or fill is None or all(part.name != CATHETER for part in line):
        return None
    ticks = reservoir.day_ticks(fill.at.instant, boluses=False)
    if not ticks:
        return None
    volume = sum(part.ul for part in line) * reservoir.ticks_per_ul
    passed = fill.at.instant - (-volume * DAY_MINUTES // ticks)
    return date.fromordinal(passed // DAY_MINUTES)


def bridge_undecided(
    view: Projection, pump: Pump, decisions: Iterable[Decision], typed: frozenset[int]
) -> Iterator[Finding]:
    """A refill changed the mixture, and nobody decided what is done while both are in the line."""
    change = last_change(view)
    if change is None or view.fill is None or view.fill.seq not in typed:
        return
    if bridge_of(change, decisions) is None:
        code = pump.device.patient
        yield Finding(
            "bridge-undecided",
            Severity.WARNING,
            f"the mixture changed on {change.at.day} from {change.old} to {change.new}, and the "
            "old one was still in the line: decide on a bridge (`pumpsched bridge` gives the "
            f"volume), then `pumpsched decision add {code} bridge --by … --reason …`",
        )
