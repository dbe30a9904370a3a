"""What is said of a clinic played forward: facts, notes, next commands, measures in a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from pumpsched.cli.commands.plan_search import BEST_FIT_ALONE
from pumpsched.cli.days import spoken
from pumpsched.cli.options import option_of
from pumpsched.cli.planning_documents import figures_document
from pumpsched.cli.terminal.answer import counted
from pumpsched.cli.terminal.listing import Column, Listing, columns, row_of
from pumpsched.domain.calendars import HOME
from pumpsched.domain.clinic import Location
from pumpsched.domain.quantities import decimal_text, rounded_text
from pumpsched.domain.settings import PlanRules
from pumpsched.domain.text import as_typed
from pumpsched.planning.search import solver
from pumpsched.planning.search.search import QUICK_TENTHS, TENTHS
from pumpsched.records.plain import number
from pumpsched.simulation.draws import Chances
from pumpsched.simulation.figures import NEAR_DAYS, Forecast, Period
from pumpsched.usecases.simulate import PLAN, RULE, Beginning

MARGIN_STEP = 3
"""By how many days another margin is proposed."""
RISKY_SHARE = 20
"""One near miss in so many refills is too many."""
_DECIMALS, _FEWER = 9, 2


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of a call, as typed."""

    months: int
    seed: int
    effort: int | None = None
    margin_days: int | None = None
    price_last_days: int | None = None
    with_nurse: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    no_home: bool = False

    @property
    def command(self) -> str:
        """The command that asks this."""
        words = [f"pumpsched simulate --months {self.months} --seed {self.seed}"]
        for name in ("effort", "margin_days", "price_last_days"):
            if (value := getattr(self, name)) is not None:
                words.append(f"{option_of(name)} {value}")
        for roster, place in zip(self.with_nurse, self.at, strict=True):
            sign = "=" if place.startswith("-") else " "
            words.append(f"--with-nurse {as_typed(roster)} --at{sign}{as_typed(place)}")
        words += [f"--skills {as_typed(each)}" for each in self.skills]
        words += [f"--without {as_typed(code)}" for code in self.without]
        return " ".join([*words, "--no-home"] if self.no_home else words)

    @property
    def tenths(self) -> int:
        """How long each plan is searched for, in tenths of what ``plan`` takes."""
        return QUICK_TENTHS if self.effort is None else TENTHS * self.effort


@dataclass(frozen=True, slots=True)
class ForecastWords:
    """What the answer and the page both say."""

    asked: Asked
    beginning: Beginning
    forecast: Forecast

    @property
    def title(self) -> str:
        """What was played, from when to when."""
        done = counted(self.forecast.months_done, "month")
        return f"{done} from {spoken(self.forecast.first)} to {spoken(self.forecast.last)}"

    @property
    def price_last_days(self) -> int:
        """The price of the last days that holds [minutes]."""
        return self.beginning.clinic.case.rules.price_last_days

    @property
    def facts(self) -> tuple[str, ...]:
        """Patients, nurses, margin, seed, how it was planned, and what was supposed."""
        asked, more = self.asked, len(self.asked.with_nurse)
        found = (
            counted(self.forecast.patients, "patient"),
            counted(self.forecast.nurses, "nurse"),
            f"margin {counted(self.beginning.margin_days, 'day')}",
            f"last days {self.price_last_days} min" if self.price_last_days else "",
            f"seed {asked.seed}",
            self._planned,
            f"{counted(more, 'nurse')} more" if more else "",
            f"without {' '.join(asked.without)}" if asked.without else "",
            "no home visits" if asked.no_home else "",
        )
        return tuple(filter(None, found))

    @property
    def _planned(self) -> str:
        """How pumpsched planned: by the search of which call of ``plan``, or without one."""
        if not self.asked.tenths or not solver.is_there():
            return "planned by best fit"
        times = self.asked.effort
        return f"planned as by plan {'--quick' if times is None else f'--effort {times}'}"

    @property
    def notes(self) -> tuple[str, ...]:
        """Where somebody interrupted, who is not counted, what was assumed."""
        forecast, chances = self.forecast, Chances()
        notes = []
        if forecast.months_done < forecast.months:
            notes.append(f"Interrupted: {forecast.months_done} of {forecast.months} months.")
        if forecast.late_before:
            codes = ", ".join(forecast.late_before)
            notes.append(f"Late before it began, and not counted for that refill: {codes}.")
        if self._likes_last_days():
            notes.append(
                "Planned late in a window, a missed visit is a late refill: the setting "
                "price_last_days buys time for a second visit, margin_days moves the whole window."
            )
        if not solver.is_there():
            notes.append(BEST_FIT_ALONE)
        notes.append(
            "Assumed, not measured: pumps run off within their label; in a month "
            f"{_share(chances.dose)} of patients change dose; {_share(chances.missed)} of visits "
            f"find nobody; in a week {_share(chances.ill)} of nurses fall ill; authorizations are "
            "renewed and pumps exchanged in time."
        )
        if self.asked.with_nurse and not self.asked.skills:
            notes.append("A nurse more is trained on every pump.")
        if self.asked.no_home:
            notes.append("Without home visits the ways of patients are not counted.")
        return tuple(notes)

    @property
    def next_steps(self) -> tuple[str, ...]:
        """The commands with which a practice goes on choosing."""
        asked, case = self.asked, self.beginning.clinic.case
        steps = [replace(asked, margin_days=self._other_margin()).command]
        if self._likes_last_days():
            usual = PlanRules().price_last_days
            steps.insert(0, replace(asked, price_last_days=usual).command)
        base = next((nurse.location for nurse in case.nurses if nurse.location), None)
        if base and not asked.with_nurse:  # one more sets out where the first one does
            place = f"clinic:{case.sites[0].code}" if asked.no_home and case.sites else HOME
            roster = f"Mon-Fri 08:00-16:30 {place}"
            steps.append(replace(asked, with_nurse=(roster,), at=(_degrees(base),)).command)
        goes_home = any(hours.place == HOME for nurse in case.nurses for hours in nurse.roster)
        if case.sites and goes_home and not asked.no_home:
            steps.append(replace(asked, no_home=True).command)
        for name in ("margin_days", "price_last_days"):
            if (value := getattr(asked, name)) is not None:
                steps.append(f"pumpsched config set {name} {value}")
        return tuple(steps)

    def _likes_last_days(self) -> bool:
        """Whether refills are late that the rule of thumb makes in time, and nothing prevents."""
        late = {each.planner: each.whole.figures.late for each in self.forecast.played}
        return not self.price_last_days and late[PLAN] > late[RULE]

    def _other_margin(self) -> int:
        """More days where pumps came near their alarm, else fewer."""
        ours, margin = self.forecast.played[0].whole.figures, self.beginning.margin_days
        is_risky = ours.alarms or ours.empty or RISKY_SHARE * ours.near > ours.refills
        return margin + MARGIN_STEP if is_risky or margin < MARGIN_STEP else margin - MARGIN_STEP


def _share(permille: int) -> str:
    return f"{decimal_text(permille, 1)} %"


def _degrees(place: Location) -> str:
    """A point to two decimals, about a kilometre."""
    nano = 10 ** (_DECIMALS - _FEWER)
    north, east = place.latitude_nano // nano, place.longitude_nano // nano
    return f"{decimal_text(north, _FEWER)},{decimal_text(east, _FEWER)}"


NAMES = {"plan": "pumpsched", "rule-of-thumb": "rule of thumb", "plan-as-is": "as it is"}
"""What each way of planning is called to a person."""
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
    return "-" if value is None else rounded_text(value, decimals)


def comparison(forecast: Forecast) -> Listing:
    """The whole time, a measure a row, the planners side by side.

    Some measures go without saying where they are zero for every planner.
    """
    wholes = [each.whole for each in forecast.played]
    names = [NAMES[each.planner] for each in forecast.played]
    as_is = len(names) > 2
    names.append(f"from {NAMES[forecast.compared.planner]}" if as_is else "difference")
    rows = tuple(
        row_of(
            measure.name,
            *map(measure.text, wholes),
            measure.difference(wholes[0], forecast.compared.whole),
        )
        for measure in MEASURES
        if measure.always or any(map(measure.value, wholes))
    )
    return Listing((Column("measure"), *columns(*names, whole=True, right=True)), rows)


def rows_of(forecast: Forecast) -> Listing:
    """The whole time and each month, a span and planner a row, for programs."""
    rows = []
    for played in forecast.played:
        spans = [("all", played.whole)]
        spans += [(f"month {n}", month) for n, month in enumerate(played.months, start=1)]
        for span, period in spans:
            figures = figures_document(period)
            figures["travel_km"] = number(rounded_text(Fraction(period.figures.travel_m, 1000), 1))
            for key in ("travel", "overtime"):
                minutes: int = figures[f"{key}_min"]
                figures[f"{key}_hours"] = number(rounded_text(Fraction(minutes, 60), 1))
            texts = ("" if figures[key] is None else str(figures[key]) for key in FIGURES)
            rows.append(row_of(span, str(period.first), str(period.last), played.planner, *texts))
    heads = columns("span", "from", "to", "planner", *FIGURES, whole=True)
    return Listing(heads, tuple(rows))
