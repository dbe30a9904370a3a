"""The files under data/: what the demo is made of, and what an export of them gives again."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from sqlalchemy import Engine

from pumpsched.usecases.demo import fill_demo
from pumpsched.usecases.worklist import WorklistItem
from tests.builders.store import reading, writing
from tests.builders.work import DEMO_TODAY, Filter, next_due
from tests.generator.write_panel import write_panel
from tests.store.records import examined
from tests.usecases.folders import contents, exported, fresh, stamp, take

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The demo store."""
    made = fresh(tmp_path_factory.mktemp("demo") / "demo.sqlite")
    with writing(made, stamp()) as books:
        fill_demo(books)
    return made


def items(store: Engine) -> dict[str, WorklistItem]:
    """Everybody as a worklist has them."""
    with reading(store) as books:
        found = next_due(books, as_of=DEMO_TODAY, last=DEMO_TODAY, wanted=Filter(everybody=True))
    return {item.patient: item for item in found.items}


def as_typed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """An export's files without what only a store knows: names of facts and calendar, a manifest.

    A folder typed by hand, as the one that ships, has none of them.
    """
    facts = [*csv.reader(io.StringIO(files["events.csv"].decode(), newline=""))]
    assert facts[0][-1] == "fact"
    typed = io.StringIO(newline="")
    csv.writer(typed).writerows(row[:-1] for row in facts)
    kept = {name: files[name] for name in files if name not in ("calendar.csv", "manifest.json")}
    assert len(kept) == len(files) - 2
    return kept | {"events.csv": typed.getvalue().encode()}


def test_the_folder_is_the_one_that_the_package_ships() -> None:
    with as_file(files("pumpsched.reference").joinpath("demo")) as shipped:
        assert contents(shipped) == contents(DATA / "clinic")


def test_the_folder_is_an_export_of_the_demo(demo: Engine, tmp_path: Path) -> None:
    assert as_typed(exported(demo, tmp_path / "out")) == contents(DATA / "clinic")


def test_the_panel_is_what_the_generator_makes() -> None:
    stream = io.BytesIO()
    write_panel(stream)
    assert stream.getvalue() == (DATA / "panel.csv").read_bytes()


def test_the_folder_imported_is_the_demo_and_exports_itself(demo: Engine, tmp_path: Path) -> None:
    store = fresh(tmp_path / "store.sqlite")
    take(store, DATA / "clinic")
    assert as_typed(exported(store, tmp_path / "out")) == contents(DATA / "clinic")
    assert items(store) == items(demo)
    assert examined(store, today=DEMO_TODAY).is_well


def test_the_panel_gives_the_dates_of_running_patients(demo: Engine, tmp_path: Path) -> None:
    store = fresh(tmp_path / "store.sqlite")
    take(store, DATA / "panel.csv")
    whole, panel = items(demo), items(store)
    alike = [code for code in panel if panel[code].alarm_on == whole[code].alarm_on]
    assert len(panel) == 37
    # Fills of a panel have no clock time, and stops and planned programmes stay behind.
    assert len(alike) > 20


def test_nobody_in_the_files_could_be_called(demo: Engine) -> None:
    phones = {item.phone for item in items(demo).values()}
    assert all("-555-01" in phone for phone in phones)
