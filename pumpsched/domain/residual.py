"""The residual check: what a refill should find in the reservoir, and how far off it is.

Only the residual can show that a pump runs fast or slow. Volumes are exact [µL] until they are
shown; the tolerance is rounded down, so that doubt is reported rather than swallowed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import floor
from typing import NamedTuple

from pumpsched.domain.findings import Finding, Severity
from pumpsched.domain.ledger import Fact, Filled, Ledger, ReadOut, When, in_time_read
from pumpsched.domain.programming import Programming, programming, switches
from pumpsched.domain.projection import Projection, State
from pumpsched.domain.pump import Pump
from pumpsched.domain.quantities import Volume, decimal_text, rounded_text
from pumpsched.domain.reservoir import AFTER_THE_FILL, Reservoir, reservoir_of
from pumpsched.domain.therapy import DAY_MINUTES

ABSOLUTE_UL = 2_000
"""A difference that matters whatever was delivered: 2 mL, as practice has it."""


class ResidualCheck(NamedTuple):
    """Measured against expected, at one refill.

    Attributes:
        low_ticks, high_ticks: Expected residual [ticks]; equal where the bolus use is known.
        ticks_per_ul: Ticks in one microlitre, as in :class:`Reservoir`.
        residual_ul: Measured residual [µL].
        tolerance_ul: The larger tolerance [µL], rounded down.
        notice_ul: The smaller tolerance [µL], rounded down.
    """

    low_ticks: int
    high_ticks: int
    ticks_per_ul: int
    residual_ul: int
    tolerance_ul: int
    notice_ul: int

    @property
    def low_ul(self) -> Fraction:
        """Least expected residual [µL]."""
        return Fraction(self.low_ticks, self.ticks_per_ul)

    @property
    def high_ul(self) -> Fraction:
        """Largest expected residual [µL]."""
        return Fraction(self.high_ticks, self.ticks_per_ul)

    @property
    def discrepancy_ul(self) -> Fraction:
        """Measured less expected, from the nearer end of the range [µL]."""
        return Fraction(self._discrepancy_ticks, self.ticks_per_ul)

    @property
    def _discrepancy_ticks(self) -> int:
        measured = self.residual_ul * self.ticks_per_ul
        if measured < self.low_ticks:
            return measured - self.low_ticks
        return max(measured - self.high_ticks, 0)

    @property
    def severity(self) -> Severity | None:
        """How much the difference asks for; None within the smaller tolerance."""
        size = abs(self._discrepancy_ticks)
        if size > self.tolerance_ul * self.ticks_per_ul:
            return Severity.WARNING
        return Severity.INFO if size > self.notice_ul * self.ticks_per_ul else None


_LESS_DELIVERED = (
    "less was delivered. Perhaps a stall, an occlusion, a pocket fill before or a wrong volume "
    "recorded."
)
_MORE_DELIVERED = (
    "more was delivered. Perhaps over-infusion, a leak, a pocket fill or the wrong patient."
)


def residual_differs(check: ResidualCheck | None) -> Iterator[Finding]:
    """A residual is not what was expected; either direction has its own causes, none certain."""
    severity = check.severity if check else None
    if check is None or severity is None:
        return
    todo = "Assess the patient; read" if severity is Severity.WARNING else "Read"
    causes = _LESS_DELIVERED if check.discrepancy_ul > 0 else _MORE_DELIVERED
    yield Finding(
        "residual-differs",
        severity,
        f"residual {_against_expected(check)}: {causes} {todo} it again, check the log",
        {"residual_ul": check.residual_ul, "tolerance_ul": check.tolerance_ul},
    )


def volumes_exchanged(check: ResidualCheck | None, fill: Filled, last: Filled) -> Iterator[Finding]:
    """The residual is what is usually filled, and the fill what was expected to be left."""
    if check is None or check.severity is not Severity.WARNING:
        return
    turned = check._replace(residual_ul=fill.injected.ul)
    as_filled = abs(check.residual_ul - last.injected.ul) <= check.tolerance_ul
    if as_filled and turned.severity is not Severity.WARNING:
        yield Finding(
            "volumes-exchanged",
            Severity.WARNING,
            f"residual {fill.residual} and fill {fill.injected} look exchanged: "
            f"{last.injected} was filled on {last.at.day}, and about "
            f"{rounded_text(check.high_ul / 1000, 1)} mL was expected to be left",
        )


def fill_under_half(fill: Filled, last: Filled) -> Iterator[Finding]:
    """Less than half of the last fill was put in."""
    if 2 * fill.injected.ul < last.injected.ul:
        yield Finding(
            "fill-under-half",
            Severity.WARNING,
            f"{fill.injected} filled on {fill.at.day} is less than half of the {last.injected} of "
            f"{last.at.day}: check the syringe and what was typed",
        )


def residual_above_fill(fill: Filled, last: Filled) -> Iterator[Finding]:
    """More was left than had been put in."""
    if fill.residual is not None and fill.residual.ul > last.injected.ul:
        yield Finding(
            "residual-above-fill",
            Severity.WARNING,
            f"residual {fill.residual} on {fill.at.day} is more than the {last.injected} filled on "
            f"{last.at.day}: check both volumes",
        )


ALIKE_FILLS = 3
"""The same residual so many times in a row is noted."""


def residual_repeated(fills: Sequence[Filled]) -> Iterator[Finding]:
    """The last residuals are the same figure: it may be copied and not measured."""
    found = [fill.residual for fill in fills[-ALIKE_FILLS:]]
    if len(found) == ALIKE_FILLS and found[-1] is not None and len(set(found)) == 1:
        yield Finding(
            "residual-repeated",
            Severity.INFO,
            f"the last {ALIKE_FILLS} residuals are {found[-1]}: see that each is measured",
        )


def _against_expected(check: ResidualCheck) -> str:
    sign = "more" if check.discrepancy_ul > 0 else "less"
    size = decimal_text(floor(abs(check.discrepancy_ul)), 3)
    return (
        f"{decimal_text(check.residual_ul, 3)} mL is {size} mL {sign} than expected "
        f"(tolerance {decimal_text(check.tolerance_ul, 3)} mL)"
    )


def volume_findings(view: Projection, pump: Pump) -> list[Finding]:
    """What the last residual, and the volume a programmer showed since, say of a view."""
    if view.state is State.RETIRED:
        return []
    found, shown = _fill_findings(view, pump), read_out_check(view, pump)
    if shown is not None and shown.severity is Severity.WARNING:
        found.append(
            Finding(
                "reservoir-differs",
                Severity.WARNING,
                f"the programmer's volume {_against_expected(shown)}: compare dose, concentration, "
                "volume and what was recorded since the fill",
                {"residual_ul": shown.residual_ul, "tolerance_ul": shown.tolerance_ul},
            )
        )
    return found


def _fill_findings(view: Projection, pump: Pump) -> list[Finding]:
    """What the volumes of the last fill say beside those of the fills before it."""
    fills = [fact for fact in view.facts if type(fact) is Filled]
    if len(fills) < 2:
        return []
    last, fill = fills[-2:]
    check = last_residual_check(view, pump)
    return [
        *residual_differs(check),
        *volumes_exchanged(check, fill, last),
        *fill_under_half(fill, last),
        *residual_above_fill(fill, last),
        *residual_repeated(fills),
    ]


def residual_check(ledger: Ledger, fill: Filled, pump: Pump) -> ResidualCheck | None:
    """The check of a fill's residual against the ledger before it.

    Returns:
        None where nothing was measured, or nothing can be expected: no fill or no flow yet.
    """
    if fill.residual is None:
        return None
    whole = ledger if fill in ledger.facts else ledger.with_fact(fill)
    day = fill.at.day
    told = programming(whole.until(day).facts, as_of=day)
    return _held_against(fill, whole.before(fill).facts, told, pump)


def last_residual_check(view: Projection, pump: Pump) -> ResidualCheck | None:
    """The check of the last fill a view counts; the same as :func:`residual_check` gives.

    What was programmed until then is in the view already: no later fact changes it.
    """
    fill = view.fill
    if fill is None or fill.residual is None:
        return None
    last = len(view.facts) - 1
    while view.facts[last] is not fill:
        last -= 1
    return _held_against(fill, view.facts[:last], view.told, pump)


def _held_against(
    fill: Filled, earlier: Sequence[Fact], told: Programming, pump: Pump
) -> ResidualCheck | None:
    """The check of a fill's residual against the facts before it."""
    before = next((fact for fact in reversed(earlier) if isinstance(fact, Filled)), None)
    if fill.residual is None or before is None:
        return None
    day = fill.at.day
    # What is dated with that day alone counts after this fill.
    counted = [
        fact
        for fact in earlier
        if not (type(fact) in AFTER_THE_FILL and fact.at.minute is None and fact.at.day == day)
    ]
    return volume_check(
        fill.residual, fill.at, before, counted, told, pump, boluses_used=fill.boluses_used
    )


def read_out_check(view: Projection, pump: Pump) -> ResidualCheck | None:
    """The check of the last reservoir volume that a programmer showed since the fill."""
    found: ReadOut | None = None
    if ReadOut not in map(type, view.facts):
        return None
    for fact in sorted(view.facts, key=in_time_read):
        if isinstance(fact, Filled):
            found = None
        elif isinstance(fact, ReadOut) and fact.reservoir is not None:
            found = fact
    if found is None or found.reservoir is None or view.fill is None or view.window is None:
        return None
    at, until = found.at, in_time_read(found)
    facts = [fact for fact in view.facts if in_time_read(fact) <= until]
    latest = at.instant if at.minute is not None else at.instant + DAY_MINUTES - 1
    return volume_check(found.reservoir, at, view.fill, facts, view.told, pump, instant=latest)


def volume_check(
    measured: Volume,
    at: When,
    filled: Filled,
    facts: Sequence[Fact],
    told: Programming,
    pump: Pump,
    *,
    boluses_used: int | None = None,
    instant: int | None = None,
) -> ResidualCheck | None:
    """A volume held against what the reservoir should hold; None if nothing can be expected.

    Args:
        measured: The volume.
        at: When it was measured.
        filled: The fill before.
        facts: The facts until then, in order of time.
        told: What they say of programmes.
        pump: The device.
        boluses_used: Patient activations since the fill, where known.
        instant: The minute that counts, where it is not the one of ``at``.
    """
    fixed, told = pump.fixed_flow_ul_per_day, told.known_by(at.day)
    if fixed is not None:
        told = Programming(told.contents)
    elif not told.has_flow(filled.at.instant):
        return None
    turned = switches(facts) if fixed is None else []
    # The larger flow that is in question, and that of the mixture in the reservoir.
    fast, slow = [
        reservoir_of(
            filled,
            facts=facts,
            told=told,
            switches=turned,
            fixed_flow_ul_per_day=fixed,
            doubted=doubted,
        )
        for doubted in (True, False)
    ]
    instant, per_ul = at.instant if instant is None else instant, fast.ticks_per_ul
    if boluses_used is None:
        low, high = fast.left_at(instant, boluses=True), slow.left_at(instant)
    else:
        low, high = [_less_boluses(each, instant, boluses_used, told) for each in (fast, slow)]
    # Patient boluses that are known to be used were delivered too.
    delivered = slow.delivered_at(instant) + slow.left_at(instant) - high
    either_day_alone = at.minute is None or filled.at.minute is None
    slack = fast.day_ticks(instant, boluses=True) if either_day_alone else 0
    # In thousandths of a tick, since the accuracy is given per mille.
    least, share = 1000 * ABSOLUTE_UL * per_ul, delivered * pump.model.accuracy_permille
    return ResidualCheck(
        low_ticks=low,
        high_ticks=high,
        ticks_per_ul=per_ul,
        residual_ul=measured.ul,
        tolerance_ul=(max(least, share) + 1000 * slack) // (1000 * per_ul),
        notice_ul=(min(least, share) + 1000 * slack) // (1000 * per_ul),
    )


def _less_boluses(reservoir: Reservoir, instant: int, used: int, told: Programming) -> int:
    """What is left [ticks] less the patient boluses used."""
    # The minute before: a programme given with this refill had no part in what was used up.
    running = told.running(instant - 1)
    bolus = running.programme.bolus if running else None
    mass = bolus.mass.ng if bolus else 0
    each = reservoir.stretch_at(instant - 1).per_dose * mass * DAY_MINUTES
    return max(reservoir.left_at(instant) - used * each, 0)
