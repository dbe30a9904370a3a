"""Hypothesis strategies for facts of every kind."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from tests.builders.values import (
    Archived,
    Aspirated,
    BolusGiven,
    Component,
    Concentration,
    Emptied,
    Fact,
    Filled,
    FlexStep,
    Flow,
    Mass,
    Mixture,
    PatientBolus,
    Programme,
    Programmed,
    ReadOut,
    Started,
    Stopped,
    Volume,
    When,
)

LARGEST = 10**16

days = st.dates(date(1990, 1, 1), date(2100, 12, 31))
minutes = st.integers(0, 1439)
whens = st.builds(When, days, st.none() | minutes)
notes = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
volumes = st.integers(0, LARGEST).map(Volume)
masses = st.integers(1, LARGEST).map(Mass)
components = st.builds(
    Component,
    st.sampled_from(["baclofen", "morphine", "clonidine", "bupivacaine"]),
    st.integers(1, 10**9).map(Concentration),
)
mixtures = st.lists(components, max_size=4, unique_by=lambda c: c.drug).map(
    lambda parts: Mixture(tuple(parts))
)
boluses = st.builds(PatientBolus, masses, st.integers(1, 999), st.none() | st.integers(1, 9999))


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    """Even and flex programmes, and flows, with and without a patient bolus."""
    if draw(st.booleans()):
        return Programme.even(Flow(draw(st.integers(1, LARGEST))), draw(st.none() | boluses))
    later = draw(st.lists(st.integers(1, 1439), max_size=4, unique=True))
    rates = [draw(st.integers(1, LARGEST))] + [draw(st.integers(0, LARGEST)) for _ in later]
    starts = [0, *sorted(later)]
    steps = tuple(FlexStep(start, rate) for start, rate in zip(starts, rates, strict=True))
    return Programme(steps, draw(st.none() | boluses))


fills = st.builds(
    Filled,
    at=whens,
    note=notes,
    injected=volumes,
    mixture=st.none() | mixtures,
    residual=st.none() | volumes,
    programmed=st.none() | volumes,
    boluses_used=st.none() | st.integers(0, 10**6),
)
doses = st.builds(Programmed, at=whens, note=notes, programme=programmes())
given_boluses = st.builds(BolusGiven, at=whens, note=notes, amount=masses | volumes)
taken = st.builds(Aspirated, at=whens, note=notes, amount=volumes) | st.builds(
    Emptied, at=whens, note=notes, residual=st.none() | volumes
)
readouts = st.builds(
    ReadOut, at=whens, note=notes, alarm_on=days, reservoir=st.none() | volumes
) | st.builds(ReadOut, at=whens, note=notes, reservoir=volumes)
switches = st.builds(Stopped, at=whens, note=notes) | st.builds(Started, at=whens, note=notes)
archives = st.builds(Archived, at=st.builds(When, days), note=notes)
facts: st.SearchStrategy[Fact] = st.one_of(
    fills, doses, given_boluses, taken, readouts, switches, archives
)
