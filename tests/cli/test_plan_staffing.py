"""``plan --with-nurse`` and ``--without``: two plans side by side, and nothing booked."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.builders.command import clock
from tests.builders.store import writing
from tests.builders.values import VisitStatus, parse_hours
from tests.cli.clinic import NOW, Clinic, lines
from tests.cli.processes import on_terminal
from tests.made_once import once
from tests.plan_days import ADA, TODAY, due, put_nurses, staffed
from tests.route_days import STAMP, visit

HOME_WEEK, BASE = "Mon-Fri 08:00-16:30 home", "44.95,-93.09"
BEST_FIT = ("--effort", "0")
FIGURES = [
    *("visits", "left_out", "late", "moved", "driven", "overtime", "by_the_usual_nurse"),
    *("shortest_day", "median_day", "longest_day", "cost"),
]


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clinic:
    """Ada alone with four patients due; 0002 is booked with her, 0003 confirmed."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    for name in ("PUMPSCHED_AS_OF", "PUMPSCHED_HOME", "COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "clinic.sqlite"
    once(path, make)
    return Clinic(path)


def make(path: Path) -> None:
    store = staffed(path, ADA, patients=1)
    monday = TODAY.replace(month=12, day=7)
    due(store, 2, visits=(visit(2, 540, day=monday),))
    due(store, 3, visits=(visit(3, 660, day=monday, status=VisitStatus.CONFIRMED),))
    due(store, 4, preferred_nurse="N1")
    with writing(store, STAMP) as books:
        books.set_own_today(TODAY)
    store.dispose()


def compared(clinic: Clinic, *args: str) -> Any:
    return clinic.done("plan", "4w", *BEST_FIT, *args, "--json").json


def test_the_json_has_both_totals_and_what_is_assumed(clinic: Clinic) -> None:
    found = compared(clinic, "--with-nurse", HOME_WEEK, "--at", BASE)
    assert list(found) == [
        *("schema", "as_of", "zone", "from", "to", "with", "without", "today", "then"),
        *("difference", "newly_placed", "newly_left_out", "free_to_move", "decide"),
    ]
    assert found["schema"] == "pumpsched/plan-staffing/1"
    assert found["with"] == [
        {
            "nurse": "NEW1",
            "roster": HOME_WEEK,
            "skills": None,
            "latitude": 44.95,
            "longitude": -93.09,
            "max_visits": None,
        }
    ]
    assert found["without"] == found["decide"] == []
    assert found["today"] == clinic.done("plan", "4w", *BEST_FIT, "--json").json["totals"]
    assert list(found["difference"]) == FIGURES
    difference = found["then"]["cost_min"] - found["today"]["cost_min"]
    assert found["difference"]["cost"] == difference


def test_a_nurse_who_is_gone_leaves_visits_to_move_and_some_to_decide(clinic: Clinic) -> None:
    found = compared(clinic, "--without", "n1")
    assert (found["without"], found["free_to_move"]) == (["N1"], 1)
    (stands,) = found["decide"]
    assert (stands["visit"], stands["patient"], stands["date"]) == ("V3", "0003", "2026-12-07")
    assert found["newly_left_out"] == ["0001", "0002", "0004"]
    assert found["difference"]["left_out"] == 3
    replaced = compared(clinic, "--without", "N1", "--with-nurse", HOME_WEEK, "--at", BASE)
    assert replaced["newly_left_out"] == []
    assert replaced["then"]["usual_nurse"] == {"visits": 0, "of": 1, "share": 0}
    assert [load["nurse"] for load in replaced["then"]["nurses"]] == ["N1", "NEW1"]


def test_what_a_new_nurse_is_trained_on_counts(clinic: Clinic) -> None:
    alone = ("--without", "N1", "--with-nurse", HOME_WEEK, "--at", BASE)
    assert compared(clinic, *alone, "--skills", "PROMETRA")["then"]["unplaced"] == 3
    both = (*alone, "--with-nurse", HOME_WEEK, "--at", BASE)
    found = compared(clinic, *both, "--skills", "PROMETRA", "--skills", "SM2;SM3")
    assert [nurse["skills"] for nurse in found["with"]] == [["PROMETRA"], ["SM2", "SM3"]]
    assert found["then"]["unplaced"] == 0
    once = compared(clinic, *both, "--skills", "PROMETRA")
    assert [nurse["skills"] for nurse in once["with"]] == [["PROMETRA"]] * 2


def test_a_pipe_gets_every_figure_with_its_difference(clinic: Clinic) -> None:
    said = clinic.done("plan", "4w", *BEST_FIT, "--without", "N1")
    head, *rows = [line.split("\t") for line in said.out.splitlines()]
    assert head == ["figure", "today", "then", "difference"]
    figures = {row[0]: row[1:] for row in rows}
    assert figures["left_out"] == ["0", "3", "3"]
    today, then, difference = map(int, figures["driven_min"])
    assert difference == then - today
    assert {"N1_visits", "N1_work_min", "cost_min"} <= set(figures)
    assert "V3 of 0003" in said.err
    assert "assumed: N1" in said.err


def test_nothing_is_ever_booked(clinic: Clinic) -> None:
    before = clinic.path.read_bytes()
    compared(clinic, "--without", "N1", "--with-nurse", HOME_WEEK, "--at", BASE)
    for more in (("--apply", "-y"), ("--why", "0001")):
        said = clinic.run("plan", "--without", "N1", *more, "--json")
        assert (said.code, said.error["code"], said.out) == (2, "usage", "")
    assert clinic.path.read_bytes() == before


def test_an_unknown_nurse_is_answered_with_those_there_are(clinic: Clinic) -> None:
    said = clinic.run("plan", "--without", "N9", "--json")
    assert (said.code, said.error["code"]) == (3, "unknown-nurse")
    assert "N1 (Invented, Nora)" in said.error["why"]
    assert len(lines(clinic.run("plan", "--without", "N9"))) == 3


@pytest.mark.parametrize(
    ("args", "code", "slug"),
    [
        (("--with-nurse", HOME_WEEK), 2, "usage"),
        (("--at", BASE), 2, "usage"),
        (("--skills", "SM2"), 2, "usage"),
        (("--with-nurse", "", "--at", BASE), 2, "unreadable"),
        (("--with-nurse", "all day", "--at", BASE), 2, "unreadable"),
        (("--with-nurse", HOME_WEEK, "--at", "44.95"), 2, "unreadable"),
        (("--with-nurse", HOME_WEEK, "--at", "north,west"), 2, "unreadable"),
        (("--with-nurse", HOME_WEEK, "--at", BASE, "--skills", "SM9"), 2, "unreadable"),
        (("--with-nurse", "Mon 08:00-12:00 clinic:X", "--at", BASE), 3, "unknown-site"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_option(
    clinic: Clinic, args: tuple[str, ...], code: int, slug: str
) -> None:
    said = clinic.run("plan", *args, "--json")
    assert (said.code, said.error["code"], said.out) == (code, slug, "")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--with-nurse", HOME_WEEK), "--with-nurse is given once and --at not at all."),
        (("--at", BASE) * 3, "--with-nurse is given not at all and --at 3 times."),
        (("--skills", "SM2"), "--skills is given once, for no new nurses."),
        (
            ("--with-nurse", HOME_WEEK, "--at", BASE, *("--skills", "SM2") * 2),
            "--skills is given twice, for one new nurse.",
        ),
    ],
)
def test_how_often_an_option_is_given_is_said_in_words(
    clinic: Clinic, args: tuple[str, ...], said: str
) -> None:
    assert lines(clinic.run("plan", *args))[0] == said


def test_a_code_that_is_taken_is_not_given_to_a_new_nurse(clinic: Clinic) -> None:
    roster = parse_hours("Sat 08:00-09:00 home", "roster", places=True)
    store = clinic.engine()
    put_nurses(store, type(ADA)("NEW1", "Invented, Nell", roster=roster))
    store.dispose()
    found = compared(clinic, "--with-nurse", "Mon 08:00-12:00 clinic:MPLS", "--at", BASE)
    assert [nurse["nurse"] for nurse in found["with"]] == ["NEW2"]


@pytest.mark.parametrize("columns", [60, 124])
def test_a_terminal_shows_both_plans_and_reasons_without_cutting_a_figure(
    clinic: Clinic, columns: int
) -> None:
    pytest.importorskip("fcntl", reason="needs a pseudo-terminal")
    seen = on_terminal(clinic.path, "plan", "4w", *BEST_FIT, "--without", "N1", columns=columns)
    assert seen.code == 0
    assert "!! decide V3 of 0003" in " ".join(seen.text.split())
    why = on_terminal(clinic.path, "plan", "4w", *BEST_FIT, "--why", "0004", columns=columns)
    labels = [line[2:13].strip() for line in why.text.splitlines()]
    assert {"visit", "nurse", "day", "next best"} <= set(labels)
    for line in re.sub(r"\x1b\[[0-9;]*m", "", seen.text + why.text).splitlines():
        assert len(line) <= columns or line.startswith(("Next:", "PyVRP"))


def test_why_as_json_tells_every_reason_and_the_change(clinic: Clinic) -> None:
    due(clinic.engine(), 5, nurses_needed=2)
    here = clinic.done("plan", *BEST_FIT, "--why", "0004", "--json").json
    assert list(here) == [
        *("schema", "as_of", "zone", "patient", "name", "status", "left_out", "rule", "reason"),
        *("reasons", "visit", "next_best", "change", "otherwise", "next"),
    ]
    assert [each["about"] for each in here["reasons"]][-1] == "nurse"
    assert set(here["visit"]) == {"date", "start", "site", "nurses"}
    assert set(here["next_best"]) == {"date", "start", "site", "nurses", "more_min"}
    assert (here["left_out"], here["change"]) == (False, None)
    out = clinic.done("plan", *BEST_FIT, "--why", "0005", "--json").json
    assert (out["left_out"], out["rule"], out["visit"]) == (True, "nurses", None)
    assert set(out["change"]) == {"rule", "condition", "on", "booked_first", "visit"}
    assert out["change"]["condition"] == "if one nurse were enough"
    assert out["otherwise"].endswith("if one nurse were enough")
    nobody = clinic.done("plan", *BEST_FIT, "--without", "N1", "--json").json
    assert nobody["then"]["unplaced"] == 4
