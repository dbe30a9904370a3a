"""``plan``: the proposal, its JSON, booking it, and why."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from pumpsched.cli.commands import plan as command
from tests.builders.command import clock
from tests.builders.store import Books, writing
from tests.builders.values import Setting, VisitStatus
from tests.builders.work import Booking, Proposal, book_plan
from tests.cli.clinic import NOW, Clinic, lines
from tests.cli.processes import on_terminal
from tests.effort import tries
from tests.made_once import once
from tests.plan_days import MORPHINE, REFILL_BY, TODAY, book, close, due, proposed, staffed, visits
from tests.route_days import STAMP, visit

MONDAY = date(2026, 12, 7)


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clinic:
    """Two nurses; 0001 and 0002 due by 8 Dec, 0003 confirmed on 7 Dec, 0004 without a place."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    for name in ("PUMPSCHED_AS_OF", "PUMPSCHED_HOME", "COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "clinic.sqlite"
    once(path, make)
    return Clinic(path)


def make(path: Path) -> None:
    store = staffed(path, patients=2)
    confirmed = visit(3, 600, day=MONDAY, status=VisitStatus.CONFIRMED)
    due(store, 3, visits=(confirmed,))
    due(store, 4, setting=Setting.CLINIC)
    store.dispose()


def plan(clinic: Clinic, *args: str) -> Any:
    return clinic.done("plan", *args, "--json").json


def booked(clinic: Clinic) -> set[str]:
    return set(visits(clinic.engine()))


def rows(said_out: str) -> list[dict[str, str]]:
    head, *rest = [line.split("\t") for line in said_out.splitlines()]
    return [dict(zip(head, row, strict=True)) for row in rest]


def test_the_json_has_the_keys_of_the_contract(clinic: Clinic) -> None:
    found = plan(clinic)
    assert list(found) == [
        "schema", "as_of", "zone", "from", "to", "visits", "unplaced", "routes", "totals",
        "findings", "uncovered",
    ]  # fmt: skip
    assert (found["schema"], found["from"], found["to"]) == (
        "pumpsched/plan/1", "2026-11-22", "2026-12-20",
    )  # fmt: skip
    for one in found["visits"]:
        assert set(one) == {
            "patient", "date", "start", "minutes", "setting", "site", "nurses", "refill_by",
            "opens_on", "travel_min", "travel_m", "locked", "late", "findings", "moved", "visit",
        }  # fmt: skip
    assert set(found["unplaced"][0]) == {"patient", "reason", "detail", "refill_by"}
    for route in found["routes"]:
        assert set(route) == {
            "nurse", "date", "start", "end", "travel_min", "travel_m", "stops", "place",
        }  # fmt: skip
    assert set(found["totals"]) == {
        "travel_min", "travel_m", "overtime_min", "visits", "late", "unplaced", "moved",
        "cost_min", "cost", "booked", "usual_nurse", "work", "nurses", "dry", "broken",
    }  # fmt: skip


def test_the_json_says_who_is_visited_when_and_who_is_not(clinic: Clinic) -> None:
    found = plan(clinic, "4w")
    fixed = next(one for one in found["visits"] if one["locked"])
    assert (fixed["patient"], fixed["date"], fixed["start"], fixed["visit"]) == (
        "0003", "2026-12-07", "10:00", "V3",
    )  # fmt: skip
    fresh = next(one for one in found["visits"] if one["patient"] == "0001")
    assert (fresh["setting"], fresh["site"], fresh["visit"], fresh["late"]) == (
        "home", None, None, False,
    )  # fmt: skip
    (left,) = found["unplaced"]
    assert (left["patient"], left["reason"], left["refill_by"]) == (
        "0004", "setting", "2026-12-08",
    )  # fmt: skip
    stops = [patient for route in found["routes"] for patient in route["stops"]]
    assert sorted(stops) == ["0001", "0002", "0003"]
    totals = found["totals"]
    assert totals["travel_min"] == sum(route["travel_min"] for route in found["routes"])
    assert totals["cost_min"] == sum(totals["cost"].values())


def test_the_same_call_answers_the_same(clinic: Clinic) -> None:
    first = clinic.done("plan", "4w", "--json").out
    assert clinic.done("plan", "4w", "--json").out == first
    quick = clinic.done("plan", "4w", "--json", "--quick")
    assert quick.out == first


def test_looking_books_nothing(clinic: Clinic) -> None:
    before = clinic.changes()
    clinic.done("plan", "4w")
    assert (clinic.changes(), booked(clinic)) == (before, {"V3"})


def test_applying_books_all_at_once_and_then_there_is_nothing_to_book(clinic: Clinic) -> None:
    before = clinic.changes()
    said = clinic.done("plan", "4w", "--apply", "-y")
    assert "Booked 2 new visits, moved 0." in said.err
    assert clinic.changes() == before + 1
    assert len(booked(clinic)) == 3
    again = clinic.done("plan", "4w")
    assert "Nothing to book." in again.err
    assert {row["change"] for row in rows(again.out)} == {"kept", "confirmed"}
    document = plan(clinic, "--apply", "-y")
    assert document["totals"]["moved"] == 0
    assert len(booked(clinic)) == 3


def test_a_dry_run_shows_the_same_and_saves_nothing(clinic: Clinic) -> None:
    before = clinic.path.read_bytes()
    said = clinic.done("plan", "4w", "--apply", "-n")
    assert said.out == clinic.done("plan", "4w").out
    assert "Nothing saved (dry run)." in said.err
    assert clinic.path.read_bytes() == before


def test_without_a_terminal_booking_needs_a_yes(clinic: Clinic) -> None:
    said = clinic.run("plan", "4w", "--apply", "--json")
    assert (said.code, said.error["code"], said.out) == (4, "yes-needed", "")
    assert booked(clinic) == {"V3"}


def test_a_request_recorded_once_is_not_booked_twice(clinic: Clinic) -> None:
    args = ("plan", "4w", "--apply", "-y", "--request-id", "monday")
    clinic.done(*args)
    before = clinic.changes()
    assert "already recorded" in clinic.done(*args).err.lower()
    assert clinic.changes() == before


def test_booking_takes_no_other_day_to_look_from(clinic: Clinic) -> None:
    said = clinic.run("plan", "--apply", "--as-of", "2026-11-23", "-y", "--json")
    assert (said.code, said.error["code"]) == (2, "as-of-on-write")
    assert plan(clinic, "--as-of", "2026-11-23")["as_of"] == "2026-11-23"


def test_a_slot_taken_meanwhile_is_exit_5_with_who_has_it(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(books: Books, proposal: Proposal) -> Booking:
        books.put_visit(visit(9, 540, patient="0004", day=MONDAY))
        return book_plan(books, proposal)

    monkeypatch.setattr(command, "book_plan", late)
    before = clinic.changes()
    said = clinic.run("plan", "4w", "--apply", "-y", "--json")
    assert (said.code, said.error["code"], said.out) == (5, "slot-taken", "")
    assert "Visit V9 of 0004 is now booked 2026-12-07T09:00 N1." in said.error["why"]
    assert (clinic.changes(), booked(clinic)) == (before, {"V3"})
    text = clinic.run("plan", "4w", "--apply", "-y")
    assert "nothing was booked" in lines(text)[0]


@pytest.mark.parametrize("span", ["2026-11-01..2026-11-21", "2026-10", "2026-11-21"])
def test_a_span_that_is_over_is_refused(clinic: Clinic, span: str) -> None:
    said = clinic.run("plan", span, "--json")
    assert said.code == 2


@pytest.mark.parametrize("span", ["2026-12-08", "365d", "2026-12", "2026-11-01..2026-12-31"])
def test_a_span_may_be_a_day_or_a_year(clinic: Clinic, span: str) -> None:
    found = plan(clinic, span)
    days = {one["patient"]: one["date"] for one in found["visits"]}
    assert days["0001"] <= "2026-12-08"
    assert [one["patient"] for one in found["unplaced"]] == ["0004"]


@pytest.mark.parametrize(
    ("code", "rule", "otherwise"),
    [
        ("0001", "window", True),
        ("0003", "confirmed", False),
        ("0004", "setting", True),
    ],
)
def test_why_says_the_rule_and_what_else_there_is(
    clinic: Clinic, code: str, rule: str, otherwise: bool
) -> None:
    found = plan(clinic, "--effort", "0", "--why", code)
    assert (found["schema"], found["patient"]) == ("pumpsched/plan-why/1", code)
    assert found["rule"] == rule
    assert found["reason"]
    assert (found["otherwise"] is not None) == otherwise
    said = clinic.done("plan", "--effort", "0", "--why", code)
    assert f"{rule}: {found['reason']}" in said.out


def test_why_of_somebody_left_out_names_the_command_that_looks_for_another_time(
    clinic: Clinic,
) -> None:
    assert plan(clinic, "--effort", "0", "--why", "0004")["next"].startswith("pumpsched slots 0004")
    assert "slots" not in plan(clinic, "--effort", "0", "--why", "0001")["next"]


def test_why_of_a_patient_not_due_or_not_known(clinic: Clinic) -> None:
    due(clinic.engine(), 6, "2026-11-02")
    assert plan(clinic, "--why", "0006")["rule"] == "not-due"
    assert clinic.run("plan", "--why", "0099").code == 3


def test_after_a_nurse_is_away_her_visits_lead_with_phones_the_worst_drug_first(
    clinic: Clinic,
) -> None:
    store = clinic.engine()
    early = visit(5, 480, day=MONDAY)
    due(store, 5, "2026-09-14", of=MORPHINE, visits=(early,))
    due(store, 7, visits=(visit(7, 780, day=MONDAY),))
    book(store, proposed(store))
    assert "moved" not in clinic.done("plan").out
    hers = [
        one.patient
        for one in visits(store).values()
        if (one.day, one.nurses, one.status) == (MONDAY, ("N1",), VisitStatus.BOOKED)
    ]
    clinic.done("closure", "add", "N1", "2026-12-07", "-y")
    said = clinic.done("plan")
    seen = [(row["change"], row["patient"], row["phone"]) for row in rows(said.out)]
    moved = [patient for change, patient, _ in seen if change == "moved"]
    assert sorted(moved) == sorted(hers)
    assert moved[-1] == "0005"
    assert [change for change, _, _ in seen[: len(moved)]] == ["moved"] * len(moved)
    assert {phone for _, patient, phone in seen if patient in hers} == {
        f"612-555-01{patient[2:]}" for patient in hers
    }
    conflict = next(row for row in rows(said.out) if row["patient"] == "0003")
    assert conflict["findings"] == "kept-conflict"


def test_a_day_closed_for_all_moves_what_was_booked_on_it(clinic: Clinic) -> None:
    clinic.done("plan", "4w", "--apply", "-y")
    store = clinic.engine()
    days = {one.day for one in visits(store).values() if one.patient in ("0001", "0002")}
    for day in days:
        close(store, "all", day)
    clinic.done("plan", "4w", "--apply", "-y")
    later = {one.day for one in visits(store).values() if one.patient in ("0001", "0002")}
    assert not days & later
    assert len(booked(clinic)) == 3


def test_an_empty_store_has_nothing_to_book(tmp_path: Path, clinic: Clinic) -> None:
    path = tmp_path / "empty.sqlite"
    staffed(path).dispose()
    empty = Clinic(path)
    assert plan(empty)["totals"]["visits"] == 0
    assert "Nothing to book." in empty.done("plan").err
    assert empty.done("plan", "--apply", "-y").code == 0


@pytest.mark.parametrize(("answer", "code", "count"), [("y\n", 0, 3), ("n\n", 4, 1)])
def test_on_a_terminal_the_plan_is_shown_and_asked_before_it_is_booked(
    clinic: Clinic, answer: str, code: int, count: int
) -> None:
    pytest.importorskip("fcntl", reason="needs a pseudo-terminal")
    with writing(clinic.engine(), STAMP) as books:
        books.set_own_today(TODAY)
    seen = on_terminal(clinic.path, "plan", "4w", "--apply", answers=[answer], columns=140)
    assert seen.code == code
    shown, _, after = seen.text.partition("Save? [Y/n]")
    assert "612-555-0101" in shown
    assert "!! 0004 not placed (setting)" in shown
    assert ("Booked 2 new visits" in after) == (code == 0)
    assert len(booked(clinic)) == count


def test_a_plan_on_a_working_morning_begins_after_now(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 12, 14, 16, 0, tzinfo=UTC))
    late = [each["start"] for each in plan(clinic, "0d", "--quick")["visits"]]
    assert late
    assert min(late) >= "10:00"
    looked = plan(clinic, "0d", "--quick", "--as-of", "2026-12-14")["visits"]
    assert min(each["start"] for each in looked) < "10:00"
    clinic.done("plan", "0d", "--quick", "--apply", "-y")
    assert min(each["start"] for each in plan(clinic, "0d", "--quick")["visits"]) >= "10:00"


@pytest.mark.campaign
def test_two_nurses_due_today_stop_no_plan_at_any_time_of_the_day(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    due(clinic.engine(), 5, nurses_needed=2)
    midnight = datetime.combine(REFILL_BY, time(6), UTC)  # in Chicago
    said = []
    for quarter in range(0, 24 * 4, tries(short=4, full=1)):
        at = midnight + quarter * timedelta(minutes=15)
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        unplaced = plan(clinic, "0d", "--quick")["unplaced"]
        said += [one["reason"] for one in unplaced if one["patient"] == "0005"]
    assert set(said) == {"capacity", "roster"}
    assert said == sorted(said)  # full as long as a shift lasts, too late afterwards


def test_a_plan_names_whom_it_has_no_window_for_and_nobody_comes_to(
    tmp_path: Path, clinic: Clinic
) -> None:
    """0200 has a pump that was never filled: no date, and so no danger that a date could tell."""
    path = tmp_path / "unfilled.sqlite"
    staffed(path).dispose()
    bare = Clinic(path)
    assert "Nobody in danger" in bare.done("plan").err
    bare.done("patient", "add", "0200", "--name", "Lind, Eva", "-y")
    bare.done("pump", "implant", "0200", "--model", "SM2-20", "--serial", "S1", "-y")
    said = bare.done("plan").err
    assert "0200 not filled or programmed" in said
    assert "pumpsched visit add 0200 --at …" in said
    assert "In danger: 1 with no window" in said
    document = plan(bare)
    assert [(each["code"], each["patient"]) for each in document["findings"]] == [
        ("no-window", "0200")
    ]
    assert document["uncovered"] == []
    bare.done(
        "visit", "add", "0200", "--at", "2026-11-24T09:00", "--override", "she can come", "-y"
    )
    assert "Nobody in danger" in bare.done("plan").err
