"""The page of a clinic played forward, as text and as a real browser opens it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from pumpsched.cli.commands.simulate import page_of
from pumpsched.formats.year_page import Head, Table, axis_top, year_page
from pumpsched.simulation.figures import Period, Played
from tests.builders.files import POLICY, SpanChart, plot
from tests.builders.values import months_after
from tests.builders.work import Figures, Forecast
from tests.formats import chromium
from tests.formats.test_route_page import DECEIVING, NASTY, Read

START = date(2026, 11, 22)
HEAD = Head("12 months from Sun 22 Nov 2026", ("36 patients", "seed 1"), "demo.sqlite", "today")
STEPS = tuple(f"pumpsched simulate --months 12 --seed 1 --margin-days {n}" for n in range(4))
NOTES = ("Assumed, not measured: " + "much " * 60, "Late before it began: 0002, 0003.")


def period(first: date, last: date, number: int, *, shift: int) -> Period:
    figures = Figures(
        refills=4 + number % 5 + shift,
        late=number % 3 * shift,
        near=number % 4 * shift,
        travel_m=40_000 + number * 1_700 % 90_000,
        travel_min=60,
        wasted_ul=30_500,
        with_usual=4,
        by_usual=3,
    )
    return Period(first, last, 36, figures, ("0024",))


def lived(planner: str, months: int, *, shift: int) -> Played:
    ends = [months_after(START, n) for n in range(months + 1)]
    last = ends[-1] - timedelta(days=1)
    weeks = (last - START).days // 7
    by_month = tuple(
        period(ends[n], ends[n + 1] - timedelta(days=1), n, shift=shift) for n in range(months)
    )
    by_week = tuple(
        period(START + timedelta(days=7 * n), START + timedelta(days=7 * n + 6), n, shift=shift)
        for n in range(weeks)
    )
    return Played(planner, period(START, last, 9, shift=shift), by_month, by_week)


def forecast(months: int = 12) -> Forecast:
    """Invented figures of both ways of planning and of the practice as it is."""
    names = ("plan", "rule-of-thumb", "plan-as-is")
    played = tuple(lived(name, months, shift=shift) for shift, name in enumerate(names))
    return Forecast(START, months, months, 36, 4, ("0002",), played)


def page(months: int = 12, head: Head = HEAD) -> str:
    return year_page(page_of(forecast(months), head, notes=NOTES, next_steps=STEPS))


def saved(folder: Path, text: str) -> Path:
    path = folder / "year.html"
    path.write_text(text, encoding="utf-8")
    return path


def test_hostile_text_adds_no_element_and_is_read_as_written() -> None:
    nasty = replace(HEAD, title=NASTY[0], facts=NASTY, store=NASTY[1], made=NASTY[2])
    read, plain = Read(page(head=nasty)), Read(page())
    assert set(read.tags) == set(plain.tags)
    assert read.names == plain.names
    for written in NASTY:
        assert " ".join(written.split()) in read.text


def test_a_character_that_turns_the_line_around_is_spelled_out() -> None:
    text = page(head=replace(HEAD, facts=(DECEIVING,)))
    assert "good\\u202edab\\u200b\\x07" in text


def test_text_inside_a_chart_is_escaped_too() -> None:
    drawn = plot(SpanChart(NASTY[1], (NASTY[0],), ((1,), (2,))))
    assert set(Read(drawn).tags) == set(Read(plot(SpanChart("t", ("l",), ((1,), (2,))))).tags)


def test_the_page_forbids_everything_but_its_own_style() -> None:
    text = page()
    assert f'content="{POLICY}"' in text
    read = Read(text)
    assert not {"script", "link", "img", "iframe", "object", "form", "base"} & set(read.tags)
    assert not {"src", "srcset", "href", "action", "style"} & read.names
    assert not re.search(r"url\(|@import|://", text)


def test_every_value_of_a_chart_is_in_a_table() -> None:
    made = page_of(forecast(), HEAD, notes=NOTES, next_steps=STEPS)
    assert [len(chart.series[0]) for chart in made.charts] == [52] * 4
    for column, chart in enumerate(made.charts, start=1):
        cells = [row[column] for row in made.weeks.rows]
        assert cells == [f"{a} | {b}" for a, b in zip(*chart.series, strict=True)]


def test_a_practice_with_something_supposed_is_drawn_beside_itself_as_it_is() -> None:
    made = page_of(forecast(), HEAD, notes=NOTES, next_steps=STEPS)
    assert made.planners == ("pumpsched", "as it is")
    assert made.figures.headings[1:] == (
        *("pumpsched", "rule of thumb", "as it is", "from as it is"),
    )


@pytest.mark.parametrize(("months", "rows"), [(1, 1), (12, 12), (60, 12)])
def test_however_long_it_lasts_the_tables_stay_short(months: int, rows: int) -> None:
    made = page_of(forecast(months), HEAD, notes=NOTES, next_steps=STEPS)
    assert isinstance(made.months, Table)
    assert len(made.months.rows) == rows
    assert all(len(chart.labels) <= 80 for chart in made.charts)


@pytest.mark.parametrize(
    ("most", "top"), [(0, 4), (4, 4), (5, 8), (13, 20), (21, 40), (79, 80), (187, 200)]
)
def test_the_axis_ends_at_a_round_number(most: int, top: int) -> None:
    assert axis_top(most) == top


def test_marks_lie_inside_the_chart() -> None:
    drawn = plot(SpanChart("t", ("a", "b"), ((0, 7), (3, 8)), bars=True))
    bars = re.findall(r'<rect class="bar [a-z]+" x="([\d.]+)" y="([\d.]+)"', drawn)
    assert len(bars) == 3
    assert all(34 <= float(x) <= 360 and 8 <= float(y) <= 132 for x, y in bars)


@pytest.mark.parametrize("months", [12, 60])
def test_it_prints_on_one_sheet_and_asks_the_network_for_nothing(
    tmp_path: Path, months: int
) -> None:
    opened = chromium.printed(saved(tmp_path, page(months)), tmp_path)
    assert opened.printed_pages == 1
    assert [url for url in opened.requests if not url.startswith("file:")] == []
    assert opened.messages == []
