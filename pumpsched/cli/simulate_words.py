"""What is said beside the figures of a clinic played forward: facts, notes, the next commands."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pumpsched.cli.answer import counted
from pumpsched.cli.days import spoken
from pumpsched.cli.plan_search import BEST_FIT_ALONE
from pumpsched.domain.forecast import Forecast
from pumpsched.domain.hours import HOME
from pumpsched.domain.people import Location
from pumpsched.domain.planning_case import PlanRules
from pumpsched.domain.quantities import decimal_text
from pumpsched.simulation.lots import Chances
from pumpsched.usecases.plan_search import QUICK_TENTHS, TENTHS, can_search
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
        return " ".join(("pumpsched simulate", *self._options()))

    @property
    def tenths(self) -> int:
        """How long each plan is searched for, in tenths of what ``plan`` takes."""
        return QUICK_TENTHS if self.effort is None else TENTHS * self.effort

    def _options(self) -> Iterator[str]:
        yield f"--months {self.months} --seed {self.seed}"
        if self.effort is not None:
            yield f"--effort {self.effort}"
        if self.margin_days is not None:
            yield f"--margin-days {self.margin_days}"
        if self.price_last_days is not None:
            yield f"--price-last-days {self.price_last_days}"
        for roster, place in zip(self.with_nurse, self.at, strict=True):
            sign = "=" if place.startswith("-") else " "
            yield f"--with-nurse {shlex.quote(roster)} --at{sign}{shlex.quote(place)}"
        yield from (f"--skills {shlex.quote(each)}" for each in self.skills)
        yield from (f"--without {shlex.quote(code)}" for code in self.without)
        if self.no_home:
            yield "--no-home"


@dataclass(frozen=True, slots=True)
class Words:
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
        if not self.asked.tenths or not can_search():
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
        if not can_search():
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
        asked, margin = self.asked, self.beginning.margin_days
        steps = [replace(asked, margin_days=self._other_margin()).command]
        if self._likes_last_days():
            usual = PlanRules().price_last_days
            steps.insert(0, replace(asked, price_last_days=usual).command)
        base = self._base()
        if base and not asked.with_nurse:
            steps.append(replace(asked, with_nurse=(self._roster(),), at=(base,)).command)
        if not asked.no_home and self._goes_home():
            steps.append(replace(asked, no_home=True).command)
        if asked.margin_days is not None:
            steps.append(f"pumpsched config set margin_days {margin}")
        if asked.price_last_days is not None:
            steps.append(f"pumpsched config set price_last_days {asked.price_last_days}")
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

    def _goes_home(self) -> bool:
        case = self.beginning.clinic.case
        return bool(case.sites) and any(h.place == HOME for n in case.nurses for h in n.roster)

    def _base(self) -> str:
        """Where a nurse more could set out: where the first one does; empty if nobody says."""
        bases = (nurse.location for nurse in self.beginning.clinic.case.nurses)
        return next((_degrees(base) for base in bases if base), "")

    def _roster(self) -> str:
        sites = self.beginning.clinic.case.sites
        place = f"clinic:{sites[0].code}" if self.asked.no_home and sites else HOME
        return f"Mon-Fri 08:00-16:30 {place}"


def _share(permille: int) -> str:
    return f"{decimal_text(permille, 1)} %"


def _degrees(place: Location) -> str:
    """A point to two decimals, about a kilometre."""
    nano = 10 ** (_DECIMALS - _FEWER)
    north, east = place.latitude_nano // nano, place.longitude_nano // nano
    return f"{decimal_text(north, _FEWER)},{decimal_text(east, _FEWER)}"
