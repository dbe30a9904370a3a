"""The schematic map: geometry only; what it looks like is for a person to judge."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from pumpsched.formats.route_map import route_map, unplaced
from tests.builders.values import Location
from tests.formats.route_pages import sheet
from tests.route_days import HOMES, NORA, person

LOCATIONS = st.builds(
    Location,
    st.integers(-90 * 10**9, 90 * 10**9),
    st.integers(-180 * 10**9, 180 * 10**9),
)
Element = ElementTree.Element


def drawn(text: str) -> Element:
    """The map, parsed."""
    return ElementTree.fromstring(text)


def labels(svg: Element) -> dict[str, tuple[float, float]]:
    """Where each sign stands, by its label."""
    signs = [text for text in svg.iter("text") if text.get("font-weight") == "bold"]
    return {str(t.text): (float(t.get("x", "")), float(t.get("y", "")) - 4.6) for t in signs}


def test_every_stop_has_a_number_and_the_base_its_letter() -> None:
    svg = drawn(route_map(sheet(5), width=400, height=260))
    assert set(labels(svg)) == {"B", "1", "2", "3", "4", "5"}


def test_north_is_up_and_east_is_right() -> None:
    there = labels(drawn(route_map(sheet(8), width=400, height=260)))
    for number, (north, east) in enumerate(HOMES[:8], start=1):
        for other, (further, righter) in enumerate(HOMES[:8], start=1):
            if north - further > 3 * 10**7:
                assert there[str(number)][1] < there[str(other)][1]
            if east - righter > 3 * 10**7:
                assert there[str(number)][0] > there[str(other)][0]


def test_stops_at_one_clinic_share_a_sign_with_all_their_numbers() -> None:
    svg = drawn(route_map(sheet(4, clinic=(2, 3)), width=400, height=260))
    assert set(labels(svg)) == {"B", "1", "2,3", "4"}


def test_no_sign_covers_another_one() -> None:
    there = list(labels(drawn(route_map(sheet(10), width=400, height=170))).values())
    for number, (x, y) in enumerate(there):
        for other_x, other_y in there[:number]:
            assert (x - other_x) ** 2 + (y - other_y) ** 2 >= 22**2


def test_a_place_without_coordinates_is_listed_and_passed_with_dots() -> None:
    made = sheet(3, patients=[person(1), person(2, location=None), person(3)])
    svg = drawn(route_map(made, width=400, height=260))
    assert set(labels(svg)) == {"B", "1", "3"}
    assert unplaced(made) == ["2"]
    dashes = [line.get("stroke-dasharray") for line in svg.iter("line")]
    assert dashes == [None, "2 5", "9 5"]


def test_a_base_without_coordinates_is_listed() -> None:
    nurse = type(NORA)(NORA.code, NORA.name)
    assert unplaced(sheet(2, nurse=nurse)) == ["base"]
    assert unplaced(sheet(2, nurse=nurse, clinic=(1, 2))) == []


def test_without_any_coordinates_there_is_no_map() -> None:
    nurse = type(NORA)(NORA.code, NORA.name)
    assert (
        route_map(sheet(1, nurse=nurse, patients=[person(1, location=None)]), width=1, height=1)
        == ""
    )


def test_the_scale_bar_is_as_long_as_it_says() -> None:
    svg = drawn(route_map(sheet(8), width=400, height=260))
    path = next(iter(svg.iter("path"))).get("d", "")
    left, right = re.findall(r"(?:^M|H)([0-9.]+)", path)
    said = next(str(t.text) for t in svg.iter("text") if str(t.text).endswith("km"))
    metres_a_unit = int(said.removesuffix(" km")) * 1000 / (float(right) - float(left))
    there = labels(svg)
    rise = abs(there["8"][1] - there["4"][1]) * metres_a_unit
    truth = abs(HOMES[7][0] - HOMES[3][0]) / 1e9 * 111_195
    assert abs(rise - truth) < 0.02 * truth


def test_a_day_across_the_date_line_stays_together() -> None:
    west, east = Location(0, 179_990_000_000), Location(0, -179_990_000_000)
    people = [person(1, location=west), person(2, location=east)]
    made = sheet(2, nurse=type(NORA)("N1", "x", west), patients=people)
    text = route_map(made, width=400, height=260)
    assert ">500 m<" in text or ">200 m<" in text


@given(st.lists(LOCATIONS, min_size=1, max_size=8))
def test_wherever_people_live_everything_is_drawn_inside_the_frame(homes: list[Location]) -> None:
    people = [person(n, location=home) for n, home in enumerate(homes, start=1)]
    svg = drawn(route_map(sheet(len(homes), patients=people), width=400, height=230))
    for element in svg.iter():
        for name, value in element.attrib.items():
            if name in ("x1", "x2", "cx"):
                assert -1 <= float(value) <= 401
            if name in ("y1", "y2", "cy"):
                assert -1 <= float(value) <= 231
    numbers = {int(n) for label in labels(svg) for n in label.split(",") if n != "B"}
    assert numbers == set(range(1, len(homes) + 1))


def test_arrows_point_along_the_way() -> None:
    svg = drawn(route_map(sheet(2), width=400, height=260))
    lines = [
        tuple(float(line.get(name, "")) for name in ("x1", "y1", "x2", "y2"))
        for line in svg.iter("line")
    ]
    assert all(one[2:] == other[:2] for one, other in pairwise(lines))
    heads = [p.get("points", "").split() for p in svg.iter("polygon")][: len(lines)]
    for (x1, y1, x2, y2), points in zip(lines, heads, strict=True):
        tip, *wings = [tuple(map(float, point.split(","))) for point in points]
        back = (sum(w[0] for w in wings) / 2, sum(w[1] for w in wings) / 2)
        assert (tip[0] - back[0]) * (x2 - x1) + (tip[1] - back[1]) * (y2 - y1) > 0
