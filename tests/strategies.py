"""Hypothesis strategies for ledgers: one fill of the worked example's mixture and what follows.

Days are few and close together, so that facts meet on the same day and at midnight often.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

from tests.builders import CATALOGUE, FILLED_ON, mixture, view
from tests.builders.values import (
    Aspirated,
    BolusGiven,
    Component,
    Concentration,
    Dose,
    Fact,
    Filled,
    FlexStep,
    Mass,
    Mixture,
    PatientBolus,
    Programme,
    Programmed,
    Projection,
    Started,
    Stopped,
    Volume,
    When,
    WindowRules,
)

_MIXTURE = mixture()
_LAST_DAY = 80

minutes = st.sampled_from((0, 1, 540, 720, 1439)) | st.integers(0, 1439)
volumes = st.builds(Volume, st.integers(0, 60_000))
masses = st.builds(Mass, st.integers(1, 10**9))
doses = st.builds(Dose, st.integers(1, 10**10))
concentrations = st.builds(Concentration, st.integers(1, 10**9))
allowances = st.builds(
    PatientBolus, masses, st.integers(1, 999), st.none() | st.integers(1, 10_000)
)
mixtures = st.lists(
    st.builds(Component, st.sampled_from(sorted(CATALOGUE.drugs)), concentrations),
    min_size=1,
    max_size=4,
    unique_by=lambda component: component.drug,
).map(lambda components: Mixture(tuple(components)))


def flex_steps(rates: st.SearchStrategy[int]) -> st.SearchStrategy[tuple[FlexStep, ...]]:
    """Steps of a day that deliver something."""
    starts = st.lists(st.integers(1, 1439), max_size=3, unique=True).map(sorted)
    return (
        starts.flatmap(
            lambda later: st.tuples(*(st.builds(FlexStep, st.just(m), rates) for m in (0, *later)))
        )
        .map(tuple)
        .filter(lambda steps: any(step.ng_per_day for step in steps))
    )


_rates = st.sampled_from((60_000, 120_000, 240_000)) | st.integers(24_000, 900_000)
_allotted = st.none() | st.builds(
    PatientBolus, st.builds(Mass, st.integers(1, 20_000)), st.integers(1, 6)
)
even_programmes = st.builds(Programme.even, st.builds(Dose, _rates), _allotted)
programmes = even_programmes | st.builds(Programme, flex_steps(_rates | st.just(0)), _allotted)


def times(first: int = 0, last: int = _LAST_DAY) -> st.SearchStrategy[When]:
    """Times so many days after the fill, half of them with the day alone."""
    days = st.integers(first, last).map(lambda ahead: FILLED_ON + timedelta(days=ahead))
    return st.builds(When, days, st.none() | minutes)


@dataclass(frozen=True, slots=True)
class Course:
    """A fill, the first programme, further facts in the order recorded, and a day to look from."""

    fill: Filled
    first: Programmed
    more: tuple[Fact, ...]
    as_of: date
    rules: WindowRules

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All facts in the order recorded."""
        return (self.fill, self.first, *self.more)

    def view(self, as_of: date | None = None) -> Projection:
        """The projection of the course."""
        return view(*self.facts, as_of=as_of or self.as_of, rules=self.rules)


def _fills() -> st.SearchStrategy[Filled]:
    return st.builds(
        lambda at, ul, short: Filled(
            at=at,
            injected=Volume(ul),
            mixture=_MIXTURE,
            programmed=None if short is None else Volume(max(ul - short, 1)),
        ),
        times(0, 0),
        st.sampled_from((20_000, 18_000)) | st.integers(2_000, 20_000),
        st.none() | st.integers(-100, 2_000),
    )


def _dosed(first: int, kind: st.SearchStrategy[Programme]) -> st.SearchStrategy[Programmed]:
    return st.builds(lambda at, told: Programmed(at=at, programme=told), times(first), kind)


def _other_facts() -> st.SearchStrategy[Fact]:
    volumes = st.builds(Volume, st.integers(1, 900))
    amounts = volumes | st.builds(Mass, st.integers(1, 400_000))
    return (
        st.builds(lambda at, amount: BolusGiven(at=at, amount=amount), times(), amounts)
        | st.builds(
            lambda at, ul: Aspirated(at=at, amount=Volume(ul)), times(), st.integers(1, 900)
        )
        | st.builds(lambda at: Stopped(at=at), times())
        | st.builds(lambda at: Started(at=at), times())
    )


_patient_rules = st.builds(
    WindowRules()._replace,
    margin_days=st.integers(0, 21),
    min_months=st.integers(0, 3),
    max_months=st.integers(1, 6),
    alarm_ul=st.none() | st.integers(0, 5_000),
)


def courses(
    kind: st.SearchStrategy[Programme] = programmes, *, most: int = 6
) -> st.SearchStrategy[Course]:
    """Courses of programmes of a kind."""
    further: st.SearchStrategy[list[Fact]] = st.lists(
        _dosed(0, kind) | _other_facts(), max_size=most
    )
    return st.builds(
        Course,
        fill=_fills(),
        first=_dosed(-3, kind),
        more=further.map(tuple),
        as_of=st.integers(0, _LAST_DAY + 5).map(lambda ahead: FILLED_ON + timedelta(days=ahead)),
        rules=_patient_rules,
    )
