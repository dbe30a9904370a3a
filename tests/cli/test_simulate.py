"""``simulate`` as a person and as a program calls it."""

from __future__ import annotations

import csv
import io
import re
import shlex
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pumpsched.cli.commands import simulate as command
from pumpsched.planning.search import solver
from tests.builders.command import clock
from tests.builders.store import Stamp
from tests.builders.work import build_demo, simulate
from tests.cli.clinic import NOW, Clinic
from tests.cli.processes import on_terminal

ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
HEAD = ["schema", "as_of", "zone"]
BODY = [
    *("from", "to", "months", "months_done", "patients", "nurses", "late_before", "planners"),
    *("seed", "effort", "margin_days", "price_last_days", "facts", "notes", "next", "html"),
]
FIGURES = {
    *("refills", "unplanned", "missed", "late", "near_alarm", "alarms", "empty", "moved"),
    *("with_usual", "by_usual", "travel_min", "travel_m", "overtime_min", "wasted_ml"),
    *("left_out", "visits_per_patient_year", "usual_nurse_percent"),
}


@pytest.fixture(scope="module")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo store."""
    path = tmp_path_factory.mktemp("demo") / "demo.sqlite"
    build_demo(path, Stamp("ann", datetime(2026, 11, 22, 12, tzinfo=UTC), "test"))
    return path


@pytest.fixture
def demo(demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clinic:
    """A copy of the demo store."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    for name in ("PUMPSCHED_AS_OF", "PUMPSCHED_HOME", "COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return Clinic(Path(shutil.copy(demo_file, tmp_path / "store.sqlite")))


def test_the_json_has_every_figure_by_planner_month_and_week(demo: Clinic) -> None:
    found = demo.done("simulate", "--months", "2", "--seed", "4", "--json").json
    assert list(found) == [*HEAD, *BODY]
    assert found["schema"] == "pumpsched/simulate/1"
    assert (found["from"], found["to"]) == ("2026-11-22", "2027-01-21")
    assert (found["months"], found["months_done"], found["seed"]) == (2, 2, 4)
    assert (found["effort"], found["margin_days"], found["html"]) == (0.1, 7, None)
    assert [each["planner"] for each in found["planners"]] == ["plan", "rule-of-thumb"]
    for each in found["planners"]:
        assert set(each["totals"]) == {"from", "to", *FIGURES}
        assert [len(each[key]) for key in ("months", "weeks")] == [2, 8]
        for key in FIGURES - {"left_out", "visits_per_patient_year", "usual_nurse_percent"}:
            parts = sum(month[key] for month in each["months"])
            assert parts == pytest.approx(each["totals"][key])
    assert found == demo.done("simulate", "--months", "2", "--seed", "4", "--json").json


def test_in_a_pipe_and_as_csv_each_span_and_planner_is_a_row(demo: Clinic) -> None:
    args = ("simulate", "--months", "2", "--effort", "0")
    rows = [line.split("\t") for line in demo.done(*args).out.splitlines()]
    assert [row[0] for row in rows[1:]] == ["all", "month 1", "month 2"] * 2
    assert {len(row) for row in rows} == {len(rows[0])}
    listed = demo.done(*args, "--csv").out.removeprefix("\ufeff")
    assert rows == list(csv.reader(io.StringIO(listed)))


def test_the_last_lines_are_the_commands_to_try_next_and_they_run(demo: Clinic) -> None:
    asked = ("simulate", "--months", "1", "--effort", "0", "--json")
    said = demo.done(*asked).json["next"]
    kept = "pumpsched simulate --months 1 --seed 1 --effort 0"
    assert said[0] in (f"{kept} --margin-days 4", f"{kept} --margin-days 10")
    assert said[1:] == [
        f"{kept} --with-nurse 'Mon-Fri 08:00-16:30 home' --at 44.96,-93.27",
        f"{kept} --no-home",
    ]
    for line in said:
        again: dict[str, Any] = demo.done(*shlex.split(line)[1:], "--json").json
        assert [each["planner"] for each in again["planners"]][-1] == "plan-as-is"


def test_a_margin_tried_ends_with_the_command_that_keeps_it(demo: Clinic) -> None:
    args = ("simulate", "--months", "1", "--margin-days", "10", "--without", "N1", "--json")
    found = demo.done(*args).json
    planned = "planned as by plan --quick" if solver.is_there() else "planned by best fit"
    assert found["facts"] == [
        "36 patients", "3 nurses", "margin 10 days", "last days 40 min", "seed 1", planned,
        "without N1",
    ]  # fmt: skip
    assert found["next"][0] == "pumpsched simulate --months 1 --seed 1 --margin-days 7 --without N1"
    assert found["next"][-1] == "pumpsched config set margin_days 10"


def test_a_price_of_the_last_days_tried_is_compared_and_ends_with_the_command_that_keeps_it(
    demo: Clinic,
) -> None:
    args = ("simulate", "--months", "1", "--effort", "0", "--price-last-days", "25", "--json")
    found = demo.done(*args).json
    assert found["price_last_days"] == 25
    assert "last days 25 min" in found["facts"]
    assert [each["planner"] for each in found["planners"]][-1] == "plan-as-is"
    assert all("--price-last-days 25" in each for each in found["next"][:-1])
    assert found["next"][-1] == "pumpsched config set price_last_days 25"


def test_more_late_refills_than_by_the_rule_of_thumb_name_the_price_that_ends_them(
    demo: Clinic,
) -> None:
    demo.done("config", "set", "price_last_days", "0", "-y")
    args = ("simulate", "--months", "2", "--effort", "0", "--json")
    found = demo.done(*args).json
    late = [each["totals"]["late"] for each in found["planners"]]
    assert late[0] > late[1]
    assert [note for note in found["notes"] if "price_last_days" in note]
    first = found["next"][0]
    assert first == "pumpsched simulate --months 2 --seed 1 --effort 0 --price-last-days 40"
    again = demo.done(*shlex.split(first)[1:], "--json").json
    assert not [note for note in again["notes"] if "price_last_days" in note]


def test_the_page_is_written_once_and_names_no_patient_by_name(
    demo: Clinic, tmp_path: Path
) -> None:
    target = tmp_path / "year.html"
    args = ("simulate", "--months", "1", "--effort", "0", "--html", str(target))
    said = demo.done(*args)
    page = target.read_text(encoding="utf-8")
    assert "Written to" in said.err
    assert "DEMO DATA" in page
    with demo.opened() as books:
        assert not [p.name for p in books.patients() if p.name in page]
    assert demo.run(*args).code == 5
    assert demo.run(*args, "--force").code == 0


def test_an_interrupt_answers_with_the_months_done(
    demo: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*args: Any, passed: Any, **options: Any) -> Any:
        def stops(day: Any) -> None:
            if (day.month, day.day) == (12, 30):
                raise KeyboardInterrupt
            passed(day)

        return simulate(*args, passed=stops, **options)

    monkeypatch.setattr(command, "simulate", interrupted)
    found = demo.done("simulate", "--months", "3", "--effort", "0", "--json").json
    assert (found["months"], found["months_done"], found["to"]) == (3, 1, "2026-12-21")
    assert "Interrupted: 1 of 3 months." in found["notes"]


@pytest.mark.parametrize(
    ("options", "tenths", "said"),
    [
        ((), 1, "planned as by plan --quick"),
        (("--effort", "3"), 30, "planned as by plan --effort 3"),
        (("--effort", "0"), 0, "planned by best fit"),
    ],
)
def test_the_effort_of_each_plan_is_what_was_asked_for_and_is_said(
    demo: Clinic, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], tenths: int, said: str
) -> None:
    pytest.importorskip("pyvrp")
    given: list[int] = []

    def noted(*args: Any, tenths: int, **rest: Any) -> Any:
        given.append(tenths)
        return simulate(*args, tenths=0, **rest)

    monkeypatch.setattr(command, "simulate", noted)
    found = demo.done("simulate", "--months", "1", *options, "--json").json
    assert given == [tenths]
    assert said in found["facts"]


def test_without_pyvrp_the_answer_says_so_and_is_that_of_best_fit(
    demo: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_best_fit = demo.done("simulate", "--months", "1", "--effort", "0", "--json").json
    monkeypatch.setitem(sys.modules, "pyvrp", None)
    found = demo.done("simulate", "--months", "1", "--json").json
    assert found["planners"] == by_best_fit["planners"]
    assert "planned by best fit" in found["facts"]
    told = "PyVRP is not installed: planned by best fit alone, which costs more."
    assert told in found["notes"]


@pytest.mark.parametrize(
    ("args", "code", "slug"),
    [
        (("--months", "0"), 2, "usage"),
        (("--months", "61"), 2, "usage"),
        (("--margin-days", "61"), 2, "usage"),
        (("--price-last-days", "1000"), 2, "usage"),
        (("--with-nurse", "Mon-Fri 08:00-16:30 home"), 2, "usage"),
        (("--with-nurse", "whenever", "--at", "44.9,-93.2"), 2, "unreadable"),
        (("--without", "N9"), 3, "unknown-nurse"),
        (("--html", "/nowhere/at/all.html"), 3, "no-folder"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, tuple) else None,
)
def test_what_cannot_be_played_is_refused(
    demo: Clinic, args: tuple[str, ...], code: int, slug: str
) -> None:
    months = () if args[0] == "--months" else ("--months", "1", "--effort", "0")
    said = demo.run("simulate", *months, *args, "--json")
    assert (said.code, said.error["code"]) == (code, slug)


def test_a_clinic_without_rosters_says_so(clinic: Clinic) -> None:
    said = clinic.run("simulate")
    assert said.code == 3
    assert said.err.splitlines()[0] == "Nobody could do the refills: no nurse has a roster."


@pytest.mark.parametrize("columns", [60, 124])
def test_on_a_terminal_the_figures_stand_side_by_side(demo: Clinic, columns: int) -> None:
    args = ("simulate", "--months", "1", "--effort", "0", "--margin-days", "5")
    seen = on_terminal(demo.path, *args, columns=columns)
    text = ANSI.sub("", seen.text)
    assert seen.code == 0
    for words in ("rule of thumb", "as it is", "late refills", "driven [km]", "Next: pumpsched"):
        assert words in text
    assert "…" not in text
