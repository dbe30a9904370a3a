"""A clock that is wrong: nothing is recorded by it, and what was recorded ahead is counted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.builders.command import clock
from tests.cli.clinic import NOW, Clinic

TRUSTED = ("doctor", "--clock-is-right", "--reason", "it was set ahead", "-y")
REFILL = ("refill", "0007", "--fill", "20", "--again", "after the clock")


class Clock:
    """A clock that a test sets, by days from the clinic's now."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.patch = patch

    def set(self, days: float) -> None:
        self.patch.setattr(clock, "now", lambda: NOW + timedelta(days=days))


@pytest.fixture
def by(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the clinic."""
    return Clock(monkeypatch)


@pytest.fixture
def ahead(clinic: Clinic, by: Clock) -> Clinic:
    """The clinic after a refill that was recorded while the clock was twelve days ahead."""
    by.set(12)
    clinic.done(*REFILL, "-y", "--actor", "bea")
    by.set(0)
    return clinic


def footer(clinic: Clinic) -> str:
    """The last line but one that the worklist says."""
    return clinic.done("due").err.splitlines()[-2]


def test_a_write_by_a_clock_a_day_behind_is_refused_with_the_change_and_both_clocks(
    ahead: Clinic,
) -> None:
    said = ahead.run("stop", "0003", "-y")
    assert said.code == 6
    assert said.err.splitlines() == [
        "This clock says 2026-11-22 16:00 UTC, but change 2 (refill) by bea was recorded at "
        "2026-12-04 16:00 UTC.",
        "  One of the two clocks is wrong, and dates by a wrong clock are wrong dates.",
        "  Try: set this clock; or, if it is right: pumpsched doctor --clock-is-right --reason …",
    ]
    found = ahead.run("stop", "0003", "-y", "--json").error
    assert {key: found[key] for key in ("code", "change", "actor", "change_at", "clock_at")} == {
        "code": "clock-behind",
        "change": 2,
        "actor": "bea",
        "change_at": "2026-12-04T16:00:00+00:00",
        "clock_at": "2026-11-22T16:00:00+00:00",
    }


@pytest.mark.parametrize(
    "command",
    [
        ("patient", "add", "0099", "--name", "Holm, Tove"),
        ("visit", "cancel", "V1"),
        ("config", "set", "margin_days", "8"),
        ("undo", "--reason", "slip"),
    ],
    ids=" ".join,
)
def test_every_kind_of_write_is_refused(ahead: Clinic, command: tuple[str, ...]) -> None:
    assert ahead.run(*command, "-y").code == 6


def test_a_clock_within_a_day_of_the_newest_change_is_taken(clinic: Clinic, by: Clock) -> None:
    before = clinic.changes()
    by.set(1)
    clinic.done("stop", "0003", "-y")
    by.set(0)
    clinic.done("stop", "0007", "-y")
    assert clinic.changes() == before + 2


def test_reads_and_dry_runs_are_never_refused(ahead: Clinic) -> None:
    commands = (("due",), ("show", "0007"), ("doctor",), ("stop", "0003", "-n"))
    assert [ahead.run(*command).code for command in commands] == [0, 0, 0, 0]


def test_a_clock_said_to_be_right_is_taken_and_later_changes_no_longer_count(
    ahead: Clinic, by: Clock
) -> None:
    said = ahead.done(*TRUSTED)
    assert said.out.splitlines() == [
        "This clock says 2026-11-22 16:00 UTC, and it is right. it was set ahead",
        "  change 2 (refill) by bea was recorded at 2026-12-04 16:00 UTC: it no longer counts.",
    ]
    ahead.done("stop", "0003", "-y")
    by.set(-2)
    assert ahead.run("start", "0003", "-y").code == 6


def test_that_the_clock_is_right_needs_a_reason_and_stands_on_record(ahead: Clinic) -> None:
    assert ahead.run("doctor", "--clock-is-right", "-y").code == 2
    ahead.done(*TRUSTED)
    last = ahead.done("audit", "list", "--json").json["items"][-1]
    assert last["action"] == "doctor --clock-is-right"
    [note] = last["detail"]["notes"]
    assert note == {"clock_is_right": {"change": 2, "reason": "it was set ahead"}}


def test_the_doctor_names_the_change_that_is_later_than_the_clock(ahead: Clinic) -> None:
    said = ahead.done("doctor").out
    assert "warning: this clock is behind, or was ahead: change 2 (refill) by bea" in said
    assert ahead.done("doctor", "--json").json["later_change"] == 2


def test_facts_dated_after_today_are_counted_wherever_somebody_looks(ahead: Clinic) -> None:
    ahead.done(*TRUSTED)
    ahead.done("dose", "0003", "4.2 mg/day", "--on", "2026-12-01", "-y")
    counted = "1 fact dated after today · 1 planned dose"
    assert footer(ahead).endswith(f" in all · {counted}")
    assert f"  {counted}" in ahead.done("doctor").out.splitlines()
    assert ahead.done("doctor", "--json").json["facts_ahead"] == {"planned": 1, "others": 1}
    assert "  1 fact dated after today" in ahead.done("show", "0007").out.splitlines()
    ahead.done("undo", "14", "--reason", "clock", "-y")
    assert footer(ahead).endswith(" in all · 1 planned dose")


def test_without_facts_after_today_nothing_is_said_of_them(clinic: Clinic) -> None:
    assert footer(clinic).endswith(" in all")


def test_the_list_and_the_card_agree_on_the_day_of_a_fill_that_was_recorded_ahead(
    ahead: Clinic, by: Clock
) -> None:
    ahead.done(*TRUSTED)
    # Another fact of the pump: its stored dates are projected anew, without the fill to come.
    ahead.done("dose", "0007", "121 mcg/day", "-y")
    for days in (11, 12, 13):
        by.set(days)
        listed = {
            each["patient"]: each for each in ahead.done("due", "--all", "--json").json["items"]
        }
        card = ahead.done("show", "0007", "--json").json
        names = ("filled_on", "refill_by", "alarm_on", "volume_ml", "status")
        assert [listed["0007"][name] for name in names] == [card[name] for name in names]
    ahead.done("doctor")


def test_a_demo_carries_its_own_today_and_its_clock_is_not_doubted(
    clinic: Clinic, by: Clock, tmp_path: object
) -> None:
    other = ("--db", f"{tmp_path}/demo.sqlite")
    by.set(12)
    clinic.done("demo", "-y", *other)
    by.set(0)
    said = clinic.done("stop", "0003", "-y", "--json", *other).json
    assert (said["as_of"], said["saved"]) == ("2026-11-22", True)
