"""Ten lists as practice systems write them: each is in after one mapping that its owner mended.

They are of the same six people, so that each list must give the same worklist.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.builders.lists import MappingNeeded, list_source, mapping_text, read_mapping
from tests.builders.store import reading, writing
from tests.builders.work import Filter, import_sources, next_due
from tests.generator.write_lists import PLACE
from tests.usecases.folders import fresh, stamp, today_in

LISTS = sorted(each for each in PLACE.iterdir() if each.suffix in (".csv", ".txt", ".xlsx"))
AS_OF = date(2026, 11, 22)
MENDED = {"serials.csv": ("serial = true",), "pipe-extract.txt": ('patient = "pad 4"',)}
"""What the owner of a list said besides what was proposed."""

REFILL_BY = {
    "0007": ("2026-10-14", "2026-12-10"),  # 18 mL at 0.28 mL/day, 7 days before
    "0012": ("2026-09-28", "2026-12-18"),  # 37.5 mL at 0.425 mL/day
    "0019": ("2026-10-21", "2026-12-04"),  # 16 mL at 0.31225 mL/day
    "0023": ("2026-11-03", "2027-02-01"),  # hydromorphone keeps 90 days
    "0042": ("2026-11-12", "2027-01-02"),  # 18 mL at 0.31 mL/day
    "0101": ("2026-10-29", "2027-01-17"),  # 17.5 mL at 0.2 mL/day
}


def sheet_of(path: Path) -> str:
    return "Sheet" if path.name == "two-sheets.xlsx" else ""


def dates(store: Engine) -> dict[str, tuple[str, str]]:
    with reading(store) as books:
        found = next_due(books, as_of=AS_OF, last=AS_OF, wanted=Filter(everybody=True))
    return {item.patient: (str(item.filled_on), str(item.refill_by)) for item in found.items}


def test_there_are_ten() -> None:
    assert len(LISTS) == 10


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_a_list_is_in_with_one_mended_mapping_and_gives_the_true_dates(
    path: Path, tmp_path: Path
) -> None:
    store, mapping = fresh(tmp_path / "store.sqlite"), path.with_suffix(".map.toml")
    read = read_mapping(mapping.read_text(encoding="utf-8"), file=mapping.name)
    source = list_source(path, mapping=read, sheet=sheet_of(path))
    with writing(store, stamp()) as books:
        import_sources(books, [source], today_in=today_in)
    assert dates(store) == REFILL_BY


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_the_mapping_beside_a_list_is_the_proposed_one_with_what_its_owner_said(
    path: Path,
) -> None:
    with pytest.raises(MappingNeeded) as caught:
        list_source(path, sheet=sheet_of(path))
    text = path.with_suffix(".map.toml").read_text(encoding="utf-8")
    said = MENDED.get(path.name, ())
    for line in said:
        assert line in text
    kept = [line for line in text.splitlines() if not line.startswith(("#", *said))]
    proposed = mapping_text(caught.value.proposal.mapping).splitlines()
    assert [line for line in kept if line] == [
        line
        for line in proposed
        if line and not line.startswith(("#", *(each.split(" = ")[0] + ' = ""' for each in said)))
    ]
