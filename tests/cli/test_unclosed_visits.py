"""Visits whose day has passed and that nobody closed: today is Sunday 22 Nov 2026."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders.store import writing
from tests.builders.values import Setting, Visit, VisitKind
from tests.cli.clinic import STAMP, Clinic


@pytest.fixture
def left(clinic: Clinic) -> Clinic:
    """V7, a refill of 0003 on Thursday, and V8, a follow-up of 0007 on Friday, are open."""
    engine = clinic.engine()
    with writing(engine, STAMP) as books:
        for code, patient, kind, day in (
            ("V7", "0003", VisitKind.REFILL, 19),
            ("V8", "0007", VisitKind.FOLLOWUP, 20),
        ):
            on = date(2026, 11, day)
            books.put_visit(Visit(code, patient, kind, on, 540, 45, Setting.CLINIC, nurses=("N1",)))
    engine.dispose()
    return clinic


def test_a_worklist_counts_the_visits_that_nobody_closed(left: Clinic) -> None:
    said = left.done("due").err
    step = "pumpsched visit list 2026-11-19..2026-11-20 --open"
    assert f"2 visits of past days nobody closed: {step}" in said
    listed = left.done(*step.split()[1:], "--json").json["items"]
    assert [each["id"] for each in listed] == ["V7", "V8"]


def test_seen_from_a_day_to_come_no_visit_before_it_was_left_open(clinic: Clinic) -> None:
    later = ("--as-of", "2026-12-20")
    assert "nobody closed" not in clinic.done("due", *later).err
    codes = [
        each["code"] for each in clinic.done("show", "0003", *later, "--json").json["findings"]
    ]
    assert "visit-unclosed" not in codes


def test_a_card_names_the_visit_with_what_closes_it(left: Clinic) -> None:
    found = left.done("show", "0003", "--json").json["findings"]
    assert found[0]["visit"] == "V7"
    assert "`pumpsched refill 0003 --fill … --on 2026-11-19`" in found[0]["message"]
    assert "`pumpsched visit missed V7`" in found[0]["message"]


def test_the_doctor_names_each_of_them(left: Clinic) -> None:
    said = left.done("doctor").out
    assert "0003: visit V7 (refill)" in said
    assert "0007: visit V8 (followup)" in said
    assert "`pumpsched visit done V8`" in said


def test_a_refill_visit_done_without_a_refill_asks_for_it(left: Clinic) -> None:
    said = left.done("visit", "done", "V7", "-y")
    assert "no refill of 2026-11-19 is recorded" in said.out
    assert said.err.endswith("Next: pumpsched refill 0003 --fill … --on 2026-11-19\n")
    assert "no refill" not in left.done("visit", "done", "V8", "-y").out
