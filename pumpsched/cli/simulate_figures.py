"""What is said of a clinic played forward: its measures, as a table, as rows, as JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any

from pumpsched.cli.documents import ml, number
from pumpsched.cli.screen import Cell, Column, Listing
from pumpsched.domain.forecast import NEAR_DAYS, Figures, Forecast, Period, Played
from pumpsched.domain.quantities import decimal_text

NAMES = {"plan": "pumpsched", "rule-of-thumb": "rule of thumb", "plan-as-is": "as it is"}
"""What each way of planning is called to a person."""
SPANS = (
    Column("span", whole=True),
    Column("from", whole=True),
    Column("to", whole=True),
    Column("planner", whole=True),
)
FIGURES = (
    *("late", "near_alarm", "alarms", "empty", "unplanned", "left_out", "refills", "missed"),
    *("visits_per_patient_year", "travel_km", "travel_hours", "overtime_hours"),
    *("usual_nurse_percent", "moved", "wasted_ml"),
)
"""The columns of a row, beside the span and the planner."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of a period for a person: its name, its value, how many decimals are shown."""

    name: str
    value: Callable[[Period], Fraction | int | None]
    decimals: int = 0
    always: bool = True

    def text(self, period: Period) -> str:
        """The value as shown; a dash where there is none."""
        return figure_text(self.value(period), self.decimals)

    def difference(self, first: Period, second: Period) -> str:
        """How much more the first has, with its sign; empty where one has no value."""
        one, other = self.value(first), self.value(second)
        if one is None or other is None:
            return ""
        text = figure_text(one - other, self.decimals)
        return text if text == "0" or text.startswith("-") else f"+{text}"


MEASURES = (
    Measure("late refills", lambda p: p.figures.late),
    Measure(f"less than {NEAR_DAYS} days to the alarm", lambda p: p.figures.near),
    Measure("alarm volume reached", lambda p: p.figures.alarms),
    Measure("ran dry", lambda p: p.figures.empty, always=False),
    Measure("unplanned refills", lambda p: p.figures.unplanned, always=False),
    Measure("patients once left out", lambda p: len(p.left_out)),
    Measure("refills", lambda p: p.figures.refills),
    Measure("visits per patient-year", lambda p: p.visits_a_year, 2),
    Measure("driven [km]", lambda p: Fraction(p.figures.travel_m, 1000)),
    Measure("driven [hours]", lambda p: Fraction(p.figures.travel_min, 60)),
    Measure("overtime [hours]", lambda p: Fraction(p.figures.overtime_min, 60), 1, always=False),
    Measure("by the usual nurse [%]", lambda p: percent(p.figures.usual_share), 1),
    Measure("booked visits moved", lambda p: p.figures.moved),
    Measure("drug thrown away [mL]", lambda p: Fraction(p.figures.wasted_ul, 1000)),
)


def percent(share: Fraction | None) -> Fraction | None:
    """A share in per cent."""
    return None if share is None else share * 100


def figure_text(value: Fraction | int | None, decimals: int = 0) -> str:
    """A figure rounded to so many decimals; a dash for none."""
    if value is None:
        return "-"
    scaled = Fraction(value) * 10**decimals
    return decimal_text((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator),
                        decimals)  # fmt: skip


def shown_measures(forecast: Forecast) -> list[Measure]:
    """The measures worth a line: those that are zero for every planner may go without saying."""
    return [
        measure
        for measure in MEASURES
        if measure.always or any(measure.value(played.whole) for played in forecast.played)
    ]


def comparison(forecast: Forecast) -> Listing:
    """The whole time, a measure a row, the planners side by side."""
    columns = (
        Column("measure"),
        *(Column(planner_name(each), whole=True, right=True) for each in forecast.played),
        Column(difference_from(forecast), whole=True, right=True),
    )
    rows = tuple(
        (
            Cell(measure.name),
            *(Cell(measure.text(played.whole)) for played in forecast.played),
            Cell(measure.difference(forecast.played[0].whole, forecast.compared.whole)),
        )
        for measure in shown_measures(forecast)
    )
    return Listing(columns, rows)


def planner_name(played: Played) -> str:
    """What a way of planning is called to a person."""
    return NAMES[played.planner]


def difference_from(forecast: Forecast) -> str:
    """The heading of the differences: what they are from."""
    as_is = len(forecast.played) > 2
    return f"from {planner_name(forecast.compared)}" if as_is else "difference"


def rows_of(forecast: Forecast) -> Listing:
    """The whole time and each month, a span and planner a row, for programs."""
    columns = (*SPANS, *(Column(name, whole=True) for name in FIGURES))
    rows = []
    for played in forecast.played:
        spans = [("all", played.whole)]
        spans += [(f"month {n}", month) for n, month in enumerate(played.months, start=1)]
        for span, period in spans:
            figures = figures_document(period)
            figures["travel_km"] = number(figure_text(Fraction(period.figures.travel_m, 1000), 1))
            for key in ("travel", "overtime"):
                minutes: int = figures[f"{key}_min"]
                figures[f"{key}_hours"] = number(figure_text(Fraction(minutes, 60), 1))
            texts = (span, str(period.first), str(period.last), played.planner)
            cells = ("" if figures[key] is None else str(figures[key]) for key in FIGURES)
            rows.append(tuple(map(Cell, (*texts, *cells))))
    return Listing(columns, tuple(rows))


def figures_document(period: Period) -> dict[str, Any]:
    """The figures of a period as JSON."""
    figures = period.figures
    counts = {each.name: getattr(figures, each.name) for each in fields(Figures)}
    wasted, near = counts.pop("wasted_ul"), counts.pop("near")
    share = percent(figures.usual_share)
    return counts | {
        "near_alarm": near,
        "wasted_ml": ml(wasted),
        "left_out": len(period.left_out),
        "visits_per_patient_year": number(figure_text(period.visits_a_year, 2)),
        "usual_nurse_percent": None if share is None else number(figure_text(share, 1)),
    }


def period_document(period: Period) -> dict[str, Any]:
    """A period as JSON: its days, its figures."""
    days = {"from": period.first.isoformat(), "to": period.last.isoformat()}
    return days | figures_document(period)


def forecast_document(forecast: Forecast) -> dict[str, Any]:
    """A clinic played forward, as JSON."""
    return {
        "from": forecast.first.isoformat(),
        "to": forecast.last.isoformat(),
        "months": forecast.months,
        "months_done": forecast.months_done,
        "patients": forecast.patients,
        "nurses": forecast.nurses,
        "late_before": list(forecast.late_before),
        "planners": [
            {
                "planner": played.planner,
                "totals": period_document(played.whole),
                "left_out": list(played.whole.left_out),
                "months": [period_document(month) for month in played.months],
                "weeks": [period_document(week) for week in played.weeks],
            }
            for played in forecast.played
        ],
    }
