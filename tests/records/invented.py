"""Hypothesis strategies for what files hold in their cells and ledgers; ways to read and write."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import Any

from hypothesis import strategies as st

from tests.builders.files import AnyLayout, CsvFile, EventRow, Problem, VoidRow, write_rows
from tests.builders.values import (
    EARLIEST,
    LATEST,
    Archived,
    Aspirated,
    BolusGiven,
    Component,
    Concentration,
    Dose,
    DrugSupply,
    Emptied,
    Fact,
    Filled,
    FlexStep,
    Flow,
    Hours,
    Location,
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
    catalogue,
)

CATALOGUE = catalogue()
LOOKALIKES = "\u115f\u1160\u3164\uffa0\u034f\u2800\u180e"


def file_of(data: bytes) -> tuple[CsvFile, list[Problem]]:
    """A file of these bytes, and the list its problems will be in."""
    problems: list[Problem] = []
    return CsvFile(BytesIO(data), file="f.csv", report=problems.append), problems


def values_of(data: bytes, layout: AnyLayout) -> tuple[list[Any], list[str]]:
    """The values read from a file, and its problems as a person sees them."""
    source, problems = file_of(data)
    values = [value for _, value in source.values(layout, CATALOGUE)]
    return values, list(map(str, problems))


def bytes_of(layout: AnyLayout, values: Iterable[Any]) -> bytes:
    """The file that holds these values, with every extra column."""
    stream = BytesIO()
    write_rows(stream, layout, values, extra=layout.extra)
    return stream.getvalue()


def table(header: str, *rows: str) -> bytes:
    """A file of a header and rows, lines ended by LF."""
    return "".join(f"{line}\n" for line in (header, *rows)).encode()


def _storable(text: str) -> str:
    return unicodedata.normalize("NFC", text)


texts = st.text(
    st.characters(
        exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"),
        exclude_characters=LOOKALIKES,
    ),
    max_size=30,
).map(_storable)
names = texts.filter(lambda text: bool(text.strip()))
codes = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,39}", fullmatch=True)
days = st.dates(EARLIEST, LATEST)
minutes = st.integers(0, 1439)
moments = st.builds(When, days, st.none() | minutes)
locations = st.builds(
    Location,
    st.integers(-90 * 10**9, 90 * 10**9),
    st.integers(-180 * 10**9, 180 * 10**9),
)


def _hours(places: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[Hours, ...]]:
    spans = st.lists(minutes, min_size=2, max_size=2, unique=True).map(sorted)
    weekdays = st.frozensets(st.integers(0, 6), min_size=1)
    one = st.builds(
        lambda on, span, place: Hours(on, span[0], span[1], place), weekdays, spans, places
    )
    return st.lists(one, max_size=3).map(tuple)


hours = _hours(st.just(""))
rosters = _hours(st.just("home") | codes.filter(lambda code: code != "home"))
volumes = st.builds(Volume, st.integers(0, 10**9))
some_volumes = st.builds(Volume, st.integers(1, 10**9))
doses = st.builds(Dose, st.integers(1, 10**12))
flows = st.builds(Flow, st.integers(1, 10**9))
boluses = st.builds(
    PatientBolus,
    st.builds(Mass, st.integers(1, 10**9)),
    st.integers(1, 999),
    st.none() | st.integers(1, 10_000),
)


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    """An even programme of a dose or a flow, or one of up to twelve steps."""
    bolus = draw(st.none() | boluses)
    starts = sorted(draw(st.sets(st.integers(1, 1439), max_size=11)))
    if not starts:
        return Programme.even(draw(doses | flows), bolus)
    rates = st.integers(0, 10**12) | st.integers(0, 10**9).map(lambda hourly: 24 * hourly)
    steps = [FlexStep(minute, draw(rates)) for minute in (0, *starts)]
    if not any(step.ng_per_day for step in steps):
        steps[0] = FlexStep(0, 1)
    return Programme(tuple(steps), bolus)


mixtures = st.lists(
    st.builds(
        Component,
        st.sampled_from(sorted(CATALOGUE.drugs)),
        st.builds(Concentration, st.integers(1, 10**9)),
    ),
    max_size=4,
    unique_by=lambda component: component.drug,
).map(lambda components: Mixture(tuple(components)))
supplies = st.builds(
    DrugSupply,
    lot=texts.filter(bool),
    expires_on=st.none() | days,
    bud_on=st.none() | days,
    kit=texts,
    waste=st.none() | some_volumes,
    witness=texts,
)
fills = st.builds(
    Filled,
    at=moments,
    note=texts,
    injected=some_volumes,
    mixture=st.none() | mixtures,
    residual=st.none() | volumes,
    programmed=st.none() | volumes,
    boluses_used=st.none() | st.integers(0, 999_999),
    supply=st.none() | supplies,
    check_volume=st.none() | volumes,
)
amounts = st.builds(Mass, st.integers(1, 10**12)) | some_volumes
facts: st.SearchStrategy[Fact | VoidRow] = st.one_of(
    fills,
    st.builds(Programmed, at=moments, note=texts, programme=programmes()),
    st.builds(BolusGiven, at=moments, note=texts, amount=amounts),
    st.builds(Aspirated, at=moments, note=texts, amount=some_volumes),
    st.builds(Emptied, at=moments, note=texts, residual=st.none() | volumes),
    st.builds(ReadOut, at=moments, note=texts, alarm_on=days, reservoir=st.none() | volumes),
    st.builds(ReadOut, at=moments, note=texts, reservoir=volumes),
    st.builds(Stopped, at=moments, note=texts),
    st.builds(Started, at=moments, note=texts),
    st.builds(Archived, at=st.builds(When, days), note=texts),
    st.builds(
        VoidRow,
        moments,
        st.sampled_from(["fill", "dose", "bolus", "empty", "readout", "stop", "archive"]),
        st.integers(1, 9_999),
        texts,
        name=st.just(""),
    ),
    st.builds(VoidRow, moments, st.just(""), st.just(0), texts, name=codes.map("{}/1".format)),
)
events = st.builds(EventRow, codes, facts, name=texts)
FIRST = date(2026, 11, 2)
"""A day for examples."""
