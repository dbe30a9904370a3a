"""The drawn reservoir."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pumpsched.cli.terminal.reservoir_plot import reservoir_curve

pytestmark = pytest.mark.one_backend

FILLED = date(2026, 11, 2)
TODAY = date(2026, 11, 22)
OPENS, REFILL_BY = date(2026, 12, 2), date(2027, 1, 9)
POINTS = [(FILLED + timedelta(i), max(0, 20_000 - 240 * i)) for i in range(84)]


def drawn(
    width: int = 72,
    *,
    points: list[tuple[date, int]] = POINTS,
    alarm_ul: int = 2_000,
    opens_on: date | None = OPENS,
    refill_by: date | None = REFILL_BY,
    flow_band: tuple[date | None, date | None] | None = None,
    ascii_only: bool = False,
) -> list[str]:
    lines = reservoir_curve(
        points,
        alarm_ul=alarm_ul,
        capacity_ul=20_000,
        opens_on=opens_on,
        refill_by=refill_by,
        flow_band=flow_band,
        today=TODAY,
        width=width,
        ascii_only=ascii_only,
    )
    return [line.plain for line in lines]


def test_the_picture_has_curve_alarm_window_today_and_dates() -> None:
    assert drawn(60) == [
        "20 mL ┤▀▀▀▀▄▄▄     │     ░░░░░░░░░░░░░░░░░░░░░░░░░          ",
        "      │       ▀▀▀▄▄▄▄    ░░░░░░░░░░░░░░░░░░░░░░░░░          ",
        "      │            │ ▀▀▀▄▄▄░░░░░░░░░░░░░░░░░░░░░░░          ",
        "      │            │     ░░▀▀▀▄▄▄▄░░░░░░░░░░░░░░░░          ",
        "      │            │     ░░░░░░░░░▀▀▀▄▄▄░░░░░░░░░░          ",
        "      │            │     ░░░░░░░░░░░░░░░▀▀▀▄▄▄▄░░░          ",
        "      │            │     ░░░░░░░░░░░░░░░░░░░░░░▀▀▀▄▄▄       ",
        " 2 mL ┤┄┄┄┄┄┄┄┄┄┄┄┄│┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄▀▀▀▄▄▄▄",
        "    0 └─────────────────────────────────────────────────────",
        "       2 Nov    22 Nov 2 Dec                   9 Jan  24 Jan",
        "│ today 22 Nov  ░ window 2 Dec – 9 Jan  ┄ alarm 2 mL",
    ]


def test_the_picture_can_be_drawn_in_ascii() -> None:
    lines = drawn(40, ascii_only=True)
    assert all(line.isascii() for line in lines)
    assert lines[-1] == "| today  : window  - alarm"
    assert lines[0].startswith("20 mL +***")


def test_the_alarm_by_the_residuals_is_marked_on_the_axis_as_far_as_it_is_in_the_picture() -> None:
    early, late = REFILL_BY, date(2027, 1, 14)
    *_, axis, _, key = drawn(60, flow_band=(early, late))
    assert axis == "    0 └──────────────────────────────────────────════───────"
    assert key == "│ today  ░ window  ┄ alarm  ═ by residuals"
    *_, open_end, _, wide = drawn(100, flow_band=(early, None))
    assert open_end.endswith("══")
    assert wide.endswith("═ by residuals 9 Jan – later")


volumes = st.lists(st.integers(0, 45_000), min_size=1, max_size=40)


@given(
    volumes,
    st.integers(20, 200),
    st.booleans(),
    st.integers(0, 400),
    st.integers(-40, 400),
    st.integers(0, 45_000),
)
def test_at_every_width_it_fits_and_takes_at_most_twelve_lines(
    volumes: list[int], width: int, ascii_only: bool, opens: int, today: int, alarm_ul: int
) -> None:
    lines = reservoir_curve(
        [(FILLED + timedelta(2 * i), ul) for i, ul in enumerate(volumes)],
        alarm_ul=alarm_ul,
        capacity_ul=20_000,
        opens_on=FILLED + timedelta(opens),
        refill_by=FILLED + timedelta(opens + 20),
        flow_band=(FILLED + timedelta(opens), None),
        today=FILLED + timedelta(today),
        width=width,
        ascii_only=ascii_only,
    )
    assert len(lines) == 11 or width < 24
    assert all(line.cell_len <= width for line in lines)
    if ascii_only:
        assert all(line.plain.isascii() for line in lines)


@given(st.lists(st.integers(0, 20_000), min_size=2, max_size=40), st.integers(40, 120))
def test_a_falling_volume_is_drawn_falling_and_without_gaps(falls: list[int], width: int) -> None:
    volumes = sorted(falls, reverse=True)
    points = [(FILLED + timedelta(i), ul) for i, ul in enumerate(volumes)]
    rows = drawn(width, points=points, opens_on=None, refill_by=None)[:8]
    cells = [[line[at] in "▀▄█" for line in rows] for at in range(7, width)]
    columns = [[row for row, covered in enumerate(column) if covered] for column in cells]
    seen = [covered for covered in columns if covered]
    assert all(covered == list(range(covered[0], covered[-1] + 1)) for covered in seen)
    assert all(left[-1] <= right[0] + 1 and left[0] <= right[0] for left, right in pairwise(seen))


def test_a_refill_is_drawn_as_a_rise() -> None:
    points = [(FILLED + timedelta(i), 20_000 - 400 * (i % 40)) for i in range(60)]
    rows = drawn(40, points=points, opens_on=None, refill_by=None)[:8]
    assert any(all(line[at] in "▀▄█" for line in rows[1:6]) for at in range(7, 40))


def test_dates_under_the_axis_are_whole_and_apart() -> None:
    for width in range(20, 200):
        labels = drawn(width)[9].split()
        assert labels
        assert len(labels) % 2 == 0
        pairs = {" ".join(pair) for pair in zip(labels[::2], labels[1::2], strict=True)}
        assert pairs <= {"2 Nov", "22 Nov", "2 Dec", "9 Jan", "24 Jan"}
        assert "22 Nov" in pairs


def test_without_a_window_no_band_is_drawn_or_explained() -> None:
    lines = drawn(opens_on=None, refill_by=None)
    assert not any("░" in line or "window" in line for line in lines)


def test_an_overfilled_reservoir_raises_the_top_of_the_plot() -> None:
    assert drawn(points=[(FILLED, 25_000), (REFILL_BY, 3_000)])[0].startswith("25 mL ┤▀")


def test_an_alarm_volume_above_the_reservoir_stays_in_the_picture() -> None:
    assert drawn(alarm_ul=30_000)[0].startswith("30 mL ┤")


@pytest.mark.parametrize("volume", [0, 20_000])
def test_a_single_known_volume_is_one_mark(volume: int) -> None:
    lines = drawn(points=[(FILLED, volume)])
    assert sum(line.count("▀") + line.count("▄") for line in lines) == 1


def test_nothing_is_drawn_without_points_or_room() -> None:
    assert drawn(points=[]) == []
    assert drawn(12) == []
