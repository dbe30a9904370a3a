"""The charts of a clinic played forward, measured: at every length all of it is in the frame."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from pumpsched.formats.year_page import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH
from pumpsched.usecases.simulate import MOST_MONTHS
from tests.builders.files import SpanChart, plot
from tests.formats.test_year_page import page

LENGTHS = range(1, MOST_MONTHS + 1)
CHARACTER = 6
"""Width of a digit of the axes in the widest of the usual fonts [SVG units]."""
ROUNDING = 0.05


@dataclass(frozen=True)
class Label:
    """A word of an axis and the room it takes."""

    word: str
    left: float
    right: float
    base: float


@dataclass(frozen=True)
class Drawn:
    """What a chart draws.

    Attributes:
        labels: Words below the spans, from left to right.
        values: Words of the upright axis.
        bars: Corners of the bars, left, top, right and bottom.
        steps: Points of the lines.
    """

    labels: tuple[Label, ...]
    values: tuple[Label, ...]
    bars: tuple[tuple[float, float, float, float], ...]
    steps: tuple[tuple[tuple[float, float], ...], ...]


def test_every_mark_lies_between_the_axes_at_every_length() -> None:
    for months in LENGTHS:
        for chart in charts(months):
            corners = [
                (x, y)
                for left, top, right, low in chart.bars
                for x, y in ((left, top), (right, low))
            ]
            points = [*corners, *(point for line in chart.steps for point in line)]
            outside = [(x, y) for x, y in points if not between_the_axes(x, y)]
            assert outside == [], months


def test_the_spans_take_the_whole_width_at_every_length() -> None:
    for months in LENGTHS:
        for line in (line for chart in charts(months) for line in chart.steps):
            assert (line[0][0], line[-1][0]) == (LEFT, WIDTH - RIGHT), months


def test_every_word_lies_inside_the_chart_at_every_length() -> None:
    for months in LENGTHS:
        for label in (each for chart in charts(months) for each in chart.labels + chart.values):
            assert 0 <= label.left < label.right <= WIDTH + ROUNDING, (months, label)
            assert TOP <= label.base <= HEIGHT, (months, label)


def test_the_months_are_named_below_every_chart_and_every_january_by_its_year() -> None:
    # A January in the last months may have no room.
    for months in LENGTHS:
        januaries = [str(2027 + year) for year in range((months + 5) // 12)]
        for chart in charts(months):
            words = [label.word for label in chart.labels]
            assert words, months
            years = [word for word in words if word.isdigit()]
            assert years[: len(januaries)] == januaries, months


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (1, "Nov Dec"),
        (3, "Nov Dec 2027 Feb"),
        (6, "Nov Dec 2027 Feb Mar Apr May"),
        (12, "Dec 2027 Feb Mar Apr May Jun Jul Aug Sep Oct"),
        (24, "Nov 2027 Mar May Jul Sep Nov 2028 Mar May Jul Sep"),
        (36, "2027 Apr Jul Oct 2028 Apr Jul Oct 2029 Apr Jul"),
    ],
)
def test_the_labels_are_as_many_as_have_room(months: int, words: str) -> None:
    for chart in charts(months):
        assert " ".join(label.word for label in chart.labels) == words


@pytest.mark.parametrize("spans", range(1, 81))
def test_no_label_runs_into_the_next_one_or_over_the_edge(spans: int) -> None:
    row = tuple(range(spans))
    (chart,) = read(plot(SpanChart("t", ("2027",) * spans, (row, row))))
    assert chart.labels
    assert chart.labels[-1].right <= WIDTH + ROUNDING
    assert all(one.right <= other.left + ROUNDING for one, other in pairwise(chart.labels))


def test_a_chart_without_labels_keeps_its_marks_inside() -> None:
    row = (1, 2, 3)
    (chart,) = read(plot(SpanChart("t", (), (row, row))))
    assert chart.steps[0][-1] == (WIDTH - RIGHT, TOP + (HEIGHT - TOP - BOTTOM) / 4)


def between_the_axes(x: float, y: float) -> bool:
    across = LEFT - ROUNDING <= x <= WIDTH - RIGHT + ROUNDING
    return across and TOP - ROUNDING <= y <= HEIGHT - BOTTOM + ROUNDING


@cache
def charts(months: int) -> tuple[Drawn, ...]:
    """The charts of a page, as they are drawn."""
    found = read(page(months))
    assert len(found) == 4
    return found


def read(text: str) -> tuple[Drawn, ...]:
    found = re.findall(r'<svg class="plot".*?</svg>', text, re.DOTALL)
    return tuple(_drawn(ET.fromstring(svg)) for svg in found)


def _drawn(svg: ET.Element) -> Drawn:
    assert svg.get("viewBox") == f"0 0 {WIDTH} {HEIGHT}"
    words = sorted(map(_label, svg.iter("text")), key=lambda label: label.left)
    below = [label for label in words if label.base > HEIGHT - BOTTOM + CHARACTER]
    return Drawn(
        tuple(below),
        tuple(label for label in words if label not in below),
        tuple(_bar(each) for each in svg.iter("rect")),
        tuple(_points(each.get("d", "")) for each in svg.iter("path")),
    )


def _label(text: ET.Element) -> Label:
    word, x = text.text or "", float(text.get("x", ""))
    width = len(word) * CHARACTER
    left = x - width if text.get("text-anchor") == "end" else x
    return Label(word, left, left + width, float(text.get("y", "")))


def _bar(rect: ET.Element) -> tuple[float, float, float, float]:
    x, y, width, height = (float(rect.get(name, "")) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def _points(path: str) -> tuple[tuple[float, float], ...]:
    """The corners of a path of ``M``, ``V`` and ``H``."""
    x = y = 0.0
    corners = []
    for command, numbers in re.findall(r"([MVH])([-\d. ]+)", path):
        values = [float(number) for number in numbers.split()]
        x = x if command == "V" else values[0]
        y = y if command == "H" else values[-1]
        corners.append((x, y))
    return tuple(corners)
