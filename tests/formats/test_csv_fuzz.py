"""Whatever the bytes: values and problems come out, never another exception."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders.files import FOLDER, PANEL, AnyLayout, Problem, recognise, spreadsheet_cell
from tests.builders.values import visible
from tests.effort import tries
from tests.records.invented import CATALOGUE, bytes_of, file_of, values_of
from tests.records.invented_rows import VALUES

pytestmark = pytest.mark.campaign
FILES = tries(short=400, full=5000)
LAYOUTS: list[AnyLayout] = [*FOLDER.values(), PANEL]
layouts = st.sampled_from(LAYOUTS)
PIECES = [
    *(b",", b'"', b"\n", b"\r", b"\r\n", b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"\xe9", b";"),
    *(b"fill", b"dose", b"void", b"20", b"-1", b"2026-11-02", b"baclofen 500 mcg/mL", b" "),
    *(b"120 mcg/day", b"00:00 5 mcg/h; 08:00 1 mcg/h", b"1 mg x 4/day lockout 2h", b"T09:30"),
    *(b"SM2-20", b"CODMAN3000-16", b"Mon-Fri 08:00-16:00 home", b"zone", b"../x", b"\xe2\x80\xae"),
]
scraps = st.lists(st.sampled_from(PIECES) | st.binary(max_size=6), max_size=60).map(b"".join)
cell = st.just("") | st.sampled_from(PIECES).map(lambda b: b.decode("latin-1")) | st.text()
rows = {each.name: st.fixed_dictionaries(dict.fromkeys(each.accepted, cell)) for each in LAYOUTS}
goods = {each.name: st.lists(VALUES[each.name], min_size=1, max_size=3) for each in LAYOUTS}


def swallow(data: bytes, layout: AnyLayout) -> list[Problem]:
    source, problems = file_of(data)
    if source.header:
        recognise(source.header, file="f.csv")
    values = list(source.values(layout, CATALOGUE))
    assert values or problems or data
    assert all(visible(str(problem)) == str(problem) for problem in problems)
    return problems


@settings(max_examples=max(1, FILES * 15 // 100))
@given(scraps, layouts)
def test_any_bytes_give_values_or_problems(data: bytes, layout: AnyLayout) -> None:
    swallow(data, layout)


@settings(max_examples=max(1, FILES * 15 // 100))
@given(scraps, layouts)
def test_any_bytes_below_a_right_header_give_values_or_problems(
    data: bytes, layout: AnyLayout
) -> None:
    swallow(",".join(layout.accepted).encode() + b"\n" + data, layout)


@settings(max_examples=max(1, FILES * 15 // 100))
@given(st.data(), layouts)
def test_any_cells_give_a_value_or_problems(data: st.DataObject, layout: AnyLayout) -> None:
    row = data.draw(rows[layout.name])
    quoted = ['"' + each.replace('"', '""') + '"' for each in row.values()]
    lines = f"{','.join(row)}\n{','.join(quoted)}\n"
    swallow(lines.encode("utf-8", "surrogatepass"), layout)


@settings(max_examples=max(1, FILES * 15 // 100))
@given(st.data(), layouts)
def test_a_good_file_with_bytes_changed_gives_values_that_can_be_written(
    data: st.DataObject, layout: AnyLayout
) -> None:
    good = bytes_of(layout, data.draw(goods[layout.name]))
    start = data.draw(st.integers(0, len(good)))
    end = data.draw(st.integers(start, min(len(good), start + 8)))
    changed = good[:start] + data.draw(scraps) + good[end:]
    values: list[Any]
    values, problems = values_of(changed, layout)
    assert problems or values_of(bytes_of(layout, values), layout) == (values, [])
    swallow(good[:start], layout)


@given(st.text())
def test_a_spreadsheet_cell_never_starts_a_formula(text: str) -> None:
    cell = spreadsheet_cell(text)
    assert cell in (text, f"'{text}")
    sign = cell.lstrip()[:1]
    starts = sign in tuple("=+@＝＋－＠") or (sign == "-" and not cell[1:2].isdigit())
    assert not starts
    assert cell[:1] not in tuple("\t\r")
