"""The residual check: what a refill should find in the reservoir, and how far off it is.

Only the residual can show that a pump runs fast or slow. Volumes are exact [µL] until they are
shown; the tolerance is rounded down, so that doubt is reported rather than swallowed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from math import floor, isqrt

from pumpsched.domain.calendars import DAY_MINUTES
from pumpsched.domain.calibration import PPM, CycleVerdict, FlowEstimate, times_text
from pumpsched.domain.expected_residual import (
    ResidualCheck,
    expected_at,
    expected_at_fill,
    fill_before,
)
from pumpsched.domain.findings import Finding, Severity
from pumpsched.domain.ledger import NOT_YET, Filled, Ledger, ReadOut, in_time_read
from pumpsched.domain.ledger_findings import SETTLED_UL
from pumpsched.domain.programming import programming
from pumpsched.domain.projection import Projection
from pumpsched.domain.pump import Pump
from pumpsched.domain.quantities import decimal_text, rounded_text

_LESS_DELIVERED = (
    "less was delivered. Perhaps a stall, an occlusion, a pocket fill before or a wrong volume "
    "recorded."
)
_MORE_DELIVERED = (
    "more was delivered. Perhaps over-infusion, a leak, a pocket fill or the wrong patient."
)


def severity_of(check: ResidualCheck | None) -> Severity | None:
    """How much a difference asks for; None within the smaller tolerance."""
    if check is None or not check.is_noted:
        return None
    return Severity.WARNING if check.is_beyond_tolerance else Severity.INFO


def residual_differs(check: ResidualCheck | None) -> Iterator[Finding]:
    """A residual is not what was expected; either direction has its own causes, none certain."""
    severity = severity_of(check)
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


def nothing_drawn(check: ResidualCheck | None, fill: Filled) -> Iterator[Finding]:
    """Nothing came out of a reservoir that should have held some: what was punctured?"""
    if check is None or check.residual_ul or not check.is_beyond_tolerance:
        return
    yield Finding(
        "nothing-drawn",
        Severity.WARNING,
        f"nothing was drawn on {fill.at.day}, where about "
        f"{rounded_text(check.high_ul / 1000, 1)} mL was expected: the needle may be in another "
        "port, or beside the pump. See where it is before filling; if it was filled, watch the "
        "patient",
    )


def volumes_exchanged(check: ResidualCheck | None, fill: Filled, last: Filled) -> Iterator[Finding]:
    """The residual is what is usually filled, and the fill what was expected to be left."""
    if check is None or not check.is_beyond_tolerance:
        return
    turned = check._replace(residual_ul=fill.injected.ul)
    as_filled = abs(check.residual_ul - last.injected.ul) <= check.tolerance_ul
    if as_filled and not turned.is_beyond_tolerance:
        yield Finding(
            "volumes-exchanged",
            Severity.WARNING,
            f"residual {fill.residual} and fill {fill.injected} look exchanged: "
            f"{last.injected} was filled on {last.at.day}, and about "
            f"{rounded_text(check.high_ul / 1000, 1)} mL was expected to be left",
        )


FILL_UNDER_HALF = "fill-under-half"


def fill_under_half(fill: Filled, last: Filled) -> Iterator[Finding]:
    """Less than half of the last fill was put in."""
    if 2 * fill.injected.ul < last.injected.ul:
        yield Finding(
            FILL_UNDER_HALF,
            Severity.WARNING,
            f"{fill.injected} filled on {fill.at.day} is less than half of the {last.injected} of "
            f"{last.at.day}: check the syringe and what was typed",
        )


SMALL_POCKET_UL, LARGE_POCKET_UL = 1_000, 2_000
"""So much missing after a fill is consequential: 1 mL of a 20 mL pump, 2 mL of a 40 mL pump."""
LARGE_PUMP_UL = 40_000
"""Reservoirs between the two are held to the smaller; no source has them."""
POCKET_FILL = "pocket-fill-suspected"
CHECK_ABOVE_FILL = "check-volume-above-fill"


def pocket_fill_suspected(fill: Filled | None, pump: Pump) -> Iterator[Finding]:
    """Less came back than had been put in, when the reservoir was aspirated after a fill.

    What does not come back is not in the reservoir.
    """
    if fill is None or fill.check_volume is None:
        return
    allowed = LARGE_POCKET_UL if pump.capacity_ul >= LARGE_PUMP_UL else SMALL_POCKET_UL
    missing = fill.injected.ul - fill.check_volume.ul
    if missing > allowed:
        yield Finding(
            POCKET_FILL,
            Severity.URGENT,
            f"{decimal_text(missing, 3)} mL of the {fill.injected} filled on {fill.at.day} did not "
            f"come back (more than {decimal_text(allowed, 3)} mL): it may be in the pocket. Keep "
            "and watch the patient, call the prescriber, look where the needle is",
            {"missing_ul": missing, "check_volume_ul": fill.check_volume.ul},
        )


def check_volume_above_fill(fill: Filled | None) -> Iterator[Finding]:
    """More came back, when the reservoir was aspirated after a fill, than had been put in."""
    if fill is None or fill.check_volume is None:
        return
    if fill.check_volume.ul > fill.injected.ul + SETTLED_UL:
        yield Finding(
            CHECK_ABOVE_FILL,
            Severity.WARNING,
            f"{fill.check_volume} came back after the {fill.injected} filled on {fill.at.day}: "
            "check both volumes, and whether all was drawn before",
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


def residual_disputed(view: Projection) -> Iterator[Finding]:
    """The last residual is far from what this pump's own history leads to expect."""
    estimate = view.flow.estimate
    if view.fill is None or estimate.verdict is not CycleVerdict.DISPUTED:
        return
    word = "less" if estimate.is_over else "more"
    yield Finding(
        "check-reading",
        Severity.WARNING,
        f"the residual of {view.fill.at.day} is far {word} than this pump's history leads to "
        "expect: aspirate and read again, check the volume filled and the date; it is not "
        "believed until the next one",
        {"expected_by_history_ul": _expected_by_history(view)},
    )
    if estimate.is_swing:
        yield Finding(
            "incomplete-aspiration",
            Severity.INFO,
            "the last residual is far more than expected and the one before was far less, as "
            "where not all was aspirated then",
        )


def _expected_by_history(view: Projection) -> int:
    """What the cycles before the last one lead to expect of its residual [µL]."""
    reading = view.flow.cycles[-1].reading
    assert reading is not None, "it is in dispute"
    before = view.flow.estimates[-2] if len(view.flow.estimates) > 1 else FlowEstimate()
    used_ul = before.usual.multiplier_ppm * reading.programmed_ul // PPM
    return max(reading.start_ul - used_ul, 0)


def over_infusion_review(view: Projection) -> Iterator[Finding]:
    """More left the pump than was programmed, beyond its label or twice in a row."""
    estimate = view.flow.estimate
    if estimate.asks_for_review:
        suspected = estimate.kept[-1]
        low, high = suspected.band
        yield Finding(
            "over-infusion-review",
            Severity.URGENT,
            f"used {times_text(low)} to {times_text(high)} times what was programmed: assess "
            "patient and pump",
            {"multiplier_ppm": suspected.multiplier_ppm},
        )


def shift_confirmed(view: Projection) -> Iterator[Finding]:
    """A second residual in a row is far from what the pump's history led to expect."""
    estimate = view.flow.estimate
    if estimate.verdict is CycleVerdict.CONFIRMED:
        multiplier = estimate.usual.multiplier_ppm
        yield Finding(
            "shift-confirmed",
            Severity.WARNING,
            f"a second residual is as far off: {times_text(multiplier)} times what is programmed "
            "is taken to leave the pump from now on",
            {"multiplier_ppm": multiplier},
        )


LEAST_TREND, LONGEST_TREND = 3, 6
"""So many refills in a row make a trend, and are looked at."""


def recent_checks(view: Projection) -> tuple[ResidualCheck, ...]:
    """The checks of the last refills in which a residual was measured, earliest first."""
    found = [cycle.check for cycle in view.flow.cycles if cycle.check is not None]
    return tuple(found[-LONGEST_TREND:])


def residual_trend(view: Projection) -> Iterator[Finding]:
    """The last residuals were each within their tolerance, and their sum is beyond its own.

    Errors of reading alone add up as the root of their squares.
    """
    run: list[ResidualCheck] = []
    found: tuple[int, Fraction, int] | None = None
    for cycle in reversed(view.flow.cycles[-LONGEST_TREND:]):
        if cycle.check is None or cycle.check.is_beyond_tolerance:
            break
        run.append(cycle.check)
        total = sum((check.discrepancy_ul for check in run), Fraction(0))
        tolerance = isqrt(sum(check.tolerance_ul**2 for check in run))
        if len(run) >= LEAST_TREND and abs(total) > tolerance:
            found = len(run), total, tolerance
    if found is None:
        return
    count, total, tolerance = found
    word = "less" if total < 0 else "more"
    size = decimal_text(floor(abs(total)), 3)
    yield Finding(
        "residual-trend",
        Severity.WARNING if total < 0 else Severity.INFO,
        f"the last {count} residuals together are {size} mL {word} than expected, each within its "
        f"tolerance and their sum beyond its own of {decimal_text(tolerance, 3)} mL: check dose, "
        "concentration and log",
        {"refills": count, "discrepancy_ul": floor(total), "tolerance_ul": tolerance},
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
    found, shown = [], read_out_check(view, pump)
    if view.band is not None:
        found = [
            *over_infusion_review(view),
            *shift_confirmed(view),
            *residual_disputed(view),
        ]
    found += _fill_findings(view)
    if shown is not None and shown.is_beyond_tolerance:
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


def _fill_findings(view: Projection) -> list[Finding]:
    """What the volumes of the last fill say beside those of the fills before it."""
    fills = [fact for fact in view.facts if type(fact) is Filled]
    if len(fills) < 2:
        return []
    last, fill = fills[-2:]
    return [
        *fill_against(last, fill, last_residual_check(view)),
        *residual_repeated(fills),
        *residual_trend(view),
    ]


def fill_against(last: Filled, fill: Filled, check: ResidualCheck | None) -> list[Finding]:
    """What the volumes of a fill say beside the one before it."""
    return [
        *residual_differs(check),
        *nothing_drawn(check, fill),
        *volumes_exchanged(check, fill, last),
        *fill_under_half(fill, last),
        *residual_above_fill(fill, last),
    ]


def residual_check(ledger: Ledger, fill: Filled, pump: Pump) -> ResidualCheck | None:
    """The check of a fill's residual against the ledger before it.

    Returns:
        None where nothing was measured, or nothing can be expected: no fill or no flow yet.
    """
    if fill.residual is None:
        return None
    recorded = fill if fill in ledger.facts else replace(fill, seq=NOT_YET)
    whole = ledger if recorded is fill else ledger.with_fact(recorded)
    day, earlier = fill.at.day, whole.before(recorded).facts
    told, before = programming(whole.until(day).facts, as_of=day), fill_before(earlier)
    expected = expected_at_fill(fill, earlier, told, pump)
    if before is None or expected is None:
        return None
    return expected.check(fill.residual, fill.at, before, pump)


def last_residual_check(view: Projection) -> ResidualCheck | None:
    """The check of the last fill a view counts; the same as :func:`residual_check` gives."""
    return view.flow.cycles[-1].check if view.flow.cycles else None


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
    expected = expected_at(at, view.fill, facts, view.told, pump, instant=latest)
    return expected and expected.check(found.reservoir, at, view.fill, pump)
