"""The totals of a plan: as JSON, as lines, and beside those of another plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pumpsched.cli.documents import Number, number
from pumpsched.cli.screen import Cell, Column, Listing
from pumpsched.domain.plan import Load, Totals
from pumpsched.domain.quantities import decimal_text

COMPARED = (
    Column("figure"),
    Column("today", whole=True, right=True),
    Column("then", whole=True, right=True),
    Column("difference", whole=True, right=True),
)
_MINUTES = ("driven", "overtime", "cost", "work")


def totals_document(totals: Totals) -> dict[str, Any]:
    """Totals as JSON."""
    return {
        "travel_min": totals.travel_min,
        "travel_m": totals.travel_m,
        "overtime_min": totals.overtime_min,
        "visits": totals.visits,
        "late": totals.late,
        "unplaced": totals.unplaced,
        "moved": totals.moved,
        "cost_min": totals.cost_min,
        "cost": dict(totals.cost),
        "booked": totals.booked,
        "usual_nurse": {
            "visits": totals.by_usual,
            "of": totals.with_usual,
            "share": _share(totals),
        },
        "work": _load_document(totals.load),
        "nurses": [{"nurse": load.nurse} | _load_document(load) for load in totals.loads],
    }


def _share(totals: Totals) -> Number | None:
    if not totals.with_usual:
        return None
    return number(decimal_text(10_000 * totals.by_usual // totals.with_usual, 4))


def _load_document(load: Load) -> dict[str, Any]:
    return {
        "days": load.days,
        "visits": load.visits,
        "travel_min": load.travel_min,
        "work_min": load.work_min,
        "day_min": {
            "least": load.least_min,
            "median": load.median_min,
            "most": load.most_min,
        },
    }


def totals_lines(totals: Totals) -> Iterator[str]:
    """The totals in words: road and lateness, continuity and the nurses' days, cost."""
    yield (
        f"{totals.travel_min} min and {totals.travel_m // 1000} km on the road, "
        f"{totals.overtime_min} min overtime, {totals.late} late, {totals.moved} moved"
    )
    if totals.load.days:
        load = totals.load
        usual = f"{totals.by_usual} of {totals.with_usual} by the usual nurse, "
        yield (
            f"{usual if totals.with_usual else ''}a nurse's day {hours_text(load.least_min)} to "
            f"{hours_text(load.most_min)}, median {hours_text(load.median_min)}"
        )
    parts = ", ".join(
        f"{part.replace('_', ' ')} {cost}" for part, cost in totals.cost.items() if cost
    )
    yield f"Cost {totals.cost_min} min: {parts or 'nothing'}"


def hours_text(minutes: int) -> str:
    """Minutes as hours: ``7 h 05``."""
    return f"{minutes // 60} h {minutes % 60:02}"


def figures(totals: Totals) -> Mapping[str, int]:
    """The figures by which two plans are compared, by what they are called."""
    return {
        "visits": totals.visits,
        "left out": totals.unplaced,
        "late": totals.late,
        "moved": totals.moved,
        "driven": totals.travel_min,
        "overtime": totals.overtime_min,
        "by the usual nurse": totals.by_usual,
        "shortest day": totals.load.least_min,
        "median day": totals.load.median_min,
        "longest day": totals.load.most_min,
        "cost": totals.cost_min,
    }


def compared(now: Totals, then: Totals) -> Listing:
    """Two totals side by side, each nurse's visits and work below."""
    before, after = dict(figures(now)), dict(figures(then))
    for totals, found in ((now, before), (then, after)):
        for load in totals.loads:
            found[f"{load.nurse} visits"] = load.visits
            found[f"{load.nurse} work"] = load.work_min
    nurses = sorted({load.nurse for totals in (now, then) for load in totals.loads})
    keys = [*figures(now), *(f"{n} {what}" for n in nurses for what in ("visits", "work"))]
    rows = (_row(key, before.get(key, 0), after.get(key, 0)) for key in keys)
    return Listing(COMPARED, tuple(rows))


def _row(key: str, before: int, after: int) -> tuple[Cell, ...]:
    unit = " min" if key.endswith((*_MINUTES, "day")) else ""
    more = after - before
    sign = "+" if more > 0 else ""
    return (
        Cell(key, f"{key} min".replace(" ", "_") if unit else key.replace(" ", "_")),
        Cell(f"{before}{unit}", str(before)),
        Cell(f"{after}{unit}", str(after)),
        Cell(f"{sign}{more}{unit}" if more else "same", str(more)),
    )
