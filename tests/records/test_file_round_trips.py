"""What is written is what is read, value for value and byte for byte."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders.files import EVENTS, FOLDER, PANEL, AnyLayout, EventRow, VoidRow, recognise
from tests.builders.values import Stopped, When
from tests.effort import tries
from tests.records import invented
from tests.records.invented_rows import VALUES

LAYOUTS: list[AnyLayout] = [*FOLDER.values(), PANEL]
each_layout = pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)


@each_layout
@pytest.mark.campaign
@settings(deadline=None, max_examples=tries(short=15, full=60))
@given(st.data())
def test_every_value_is_read_back_as_it_was(layout: AnyLayout, data: st.DataObject) -> None:
    value = data.draw(VALUES[layout.name])
    assert layout.parse(layout.text(value), invented.CATALOGUE) == value


@each_layout
@pytest.mark.campaign
@settings(deadline=None, max_examples=tries(short=8, full=30))
@given(st.data())
def test_a_file_written_read_and_written_again_has_the_same_bytes(
    layout: AnyLayout, data: st.DataObject
) -> None:
    values = data.draw(st.lists(VALUES[layout.name], max_size=4))
    first = invented.bytes_of(layout, values)
    again, problems = invented.values_of(first, layout)
    assert problems == []
    assert again == values
    assert invented.bytes_of(layout, again) == first


@each_layout
@settings(deadline=None, max_examples=5)
@given(st.data())
def test_the_columns_of_a_layout_are_exactly_the_cells_it_writes(
    layout: AnyLayout, data: st.DataObject
) -> None:
    assert set(layout.text(data.draw(VALUES[layout.name]))) == set(layout.accepted)
    assert len(set(layout.accepted)) == len(layout.accepted)
    assert set(layout.required) <= set(layout.columns)


@each_layout
def test_every_layout_is_recognised_by_its_own_header(layout: AnyLayout) -> None:
    assert recognise(layout.columns, file="x.csv") is layout
    assert recognise(tuple(reversed(layout.accepted)), file="x.csv") is layout
    assert recognise(layout.required, file="x.csv") is layout


def test_a_void_names_the_fact_by_kind_and_number() -> None:
    void = VoidRow(When(invented.FIRST), "fill", 2, "wrong patient")
    cells = EVENTS.text(EventRow("0007", void))
    assert (cells["event"], cells["voids"], cells["note"]) == ("void", "fill 2", "wrong patient")


def test_the_seq_of_a_fact_is_not_part_of_a_file() -> None:
    row = EventRow("0007", Stopped(at=When(invented.FIRST, 570), seq=41))
    read = EVENTS.parse(EVENTS.text(row), invented.CATALOGUE)
    assert read == EventRow("0007", Stopped(at=When(invented.FIRST, 570)))
