"""``stop``, ``start``, ``bolus`` and ``undo``: the small facts and how they are taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import bolus as bolus_fact
from tests.builders.values import Voided
from tests.cli.clinic import Clinic, lines


def item(clinic: Clinic, code: str = "0007", *args: str) -> dict[str, object]:
    """One patient's item."""
    found: dict[str, object] = clinic.done("show", code, "--json", *args).json
    del found["history"]
    return found


def test_a_stop_keeps_the_programme_and_takes_the_flow(clinic: Clinic) -> None:
    said = clinic.done("stop", "0007", "--reason", "MRI", "--on", "2026-11-20T08:00", "-y")
    assert said.out.splitlines() == [
        "Rivera, Ana · born 1961-04-02 · 0007",
        "  Stopped on Fri 20 Nov 2026 08:00.",
        "  status: waiting → ! stopped",
        "  refill by: Sat 9 Jan 2027 (reservoir) → Tue 2 Feb 2027 (calendar)",
        "  alarm: Sat 16 Jan 2027 → none",
        "  left: 15.2 mL → 15.6 mL",
        "  !! urgent: stopped since 2026-11-20, and its maker allows 48 h: start it or empty it",
    ]
    found = item(clinic)
    assert [found[key] for key in ("status", "flow_ml_per_day", "dose_mcg_per_day")] == [
        *("stopped", 0, 120),
    ]


def test_a_start_puts_the_programme_in_force_again(clinic: Clinic) -> None:
    said = clinic.done("start", "0040", "--on", "today", "-y")
    assert "  status: ! stopped → waiting" in said.out.splitlines()
    assert item(clinic, "0040")["flow_ml_per_day"] == 0.24


@pytest.mark.parametrize("order", [("stop", "start"), ("start", "stop")])
def test_a_stop_and_a_start_of_one_day_leave_the_pump_running(
    clinic: Clinic, order: tuple[str, str]
) -> None:
    before = item(clinic)
    for command in order:
        clinic.done(command, "0007", "--on", "2026-11-20", "-y")
    assert item(clinic) == before


@pytest.mark.parametrize(
    ("amount", "left"), [("0.04 mL", 15.16), ("20 mcg", 15.16), ("0.02 mg", 15.16)]
)
def test_a_bolus_is_a_mass_of_the_programmed_drug_or_a_volume(
    clinic: Clinic, amount: str, left: float
) -> None:
    clinic.done("bolus", "0007", amount, "--on", "2026-11-10", "-y")
    assert item(clinic)["volume_ml"] == left
    assert clinic.facts("0007")[-1].at == bolus_fact("2026-11-10", amount).at


def test_the_same_bolus_twice_within_minutes_is_asked_for_again(clinic: Clinic) -> None:
    args = ("bolus", "0007", "0.02 mg", "-y")
    clinic.done(*args)
    said = clinic.watched(*args)
    assert said.code == 4
    assert lines(said) == [
        "This change needs the value once more: 20 mcg.",
        "  0007 Rivera, Ana, born 1961-04-02: The same bolus was recorded a few minutes ago. "
        "Typing it twice catches a slip.",
        "  Try: the same command with --confirm …",
    ]
    assert clinic.run(*args, "--confirm", "0.3 mg").code == 4
    clinic.done(*args, "--confirm", "20mcg")


def test_a_bolus_of_more_than_a_reservoir_is_a_slip(clinic: Clinic) -> None:
    for amount in ("20.001 mL", "10.001 mg"):
        said = clinic.run("bolus", "0007", amount, "-y", "--json")
        assert (said.code, said.error["code"]) == (4, "bolus-too-large")


def test_a_bolus_before_any_fill_is_refused(clinic: Clinic) -> None:
    assert (
        clinic.run("bolus", "0020", "0.1 mL", "-y", "--json").error["code"] == "bolus-before-fill"
    )


@pytest.mark.parametrize(
    "args",
    [
        ("refill", "0007", "--fill", "20"),
        ("dose", "0007", "up 10%"),
        ("bolus", "0007", "0.04 mL"),
        ("stop", "0007"),
        ("patient", "archive", "0007"),
    ],
    ids=" ".join,
)
def test_an_undo_gives_back_what_was_before(clinic: Clinic, args: tuple[str, ...]) -> None:
    before = item(clinic)
    clinic.done(*args, "-y")
    assert item(clinic) != before
    clinic.done("undo", "14", "--reason", "wrong patient", "-y")
    assert item(clinic) == before
    [void] = [fact for fact in clinic.facts("0007") if isinstance(fact, Voided)]
    assert (void.voids, void.note) == (14, "wrong patient")


def test_without_a_number_an_undo_takes_the_actors_own_last_fact(clinic: Clinic) -> None:
    clinic.done("stop", "0007", "-y", "--actor", "bea")
    clinic.done("stop", "0012", "-y", "--actor", "cal")
    said = clinic.done("undo", "--reason", "x", "-y", "--actor", "bea", "--json")
    assert (said.json["patient"], said.json["voided"]) == ("0007", 14)
    assert clinic.run("undo", "--reason", "x", "-y", "--actor", "bea").code == 3


def test_without_a_number_an_undo_takes_nothing_that_was_imported(
    clinic: Clinic, tmp_path: Path
) -> None:
    clinic.done("export", "folder", str(tmp_path / "out"))
    other = ("--db", str(tmp_path / "other.sqlite"))
    clinic.done("import", str(tmp_path / "out"), "--yes", *other)
    refused = clinic.run("undo", "--reason", "slip", "-y", *other)
    assert refused.code == 3
    assert "has recorded nothing that stands" in refused.err
    clinic.done("undo", "4", "--reason", "slip", "-y", *other)


def test_an_undo_told_whose_it_must_be_takes_nothing_of_another_patient(clinic: Clinic) -> None:
    said = clinic.run("undo", "4", "--reason", "x", "-y", "--patient", "0012")
    whose = [e for e in ("0003", "0007", "0012") if any(f.seq == 4 for f in clinic.facts(e))]
    assert (said.code, whose, clinic.changes()) == (4, ["0007"], 1)
    assert "It is of 0007." in said.err
    clinic.done("undo", "4", "--reason", "x", "-y", "--patient", "0007")


def test_the_undo_that_a_receipt_names_does_it(clinic: Clinic) -> None:
    said = clinic.done("stop", "0007", "-y")
    command = said.err.partition("Undo: pumpsched ")[2].split()
    filled = ["slip" if word == "…" else word for word in command]
    assert filled[:4] == ["undo", "14", "--patient", "0007"]
    assert clinic.done(*filled, "-y", "--json").json["voided_facts"] == [14]


def test_a_start_before_the_stop_it_should_end_is_asked_for_again(clinic: Clinic) -> None:
    start = ("start", "0040", "--on", "2026-11-09", "-y")
    asked = clinic.run(*start)
    assert (asked.code, clinic.changes()) == (4, 1)
    assert "--on" in asked.err
    assert clinic.done(*start, "--confirm", "2026-11-09", "--json").json["status"] == "stopped"


@pytest.mark.parametrize(
    "command",
    [
        ("readout", "0007", "--alarm", "2072-01-10"),
        ("refill", "0007", "--fill", "20", "--alarm", "2072-01-10"),
        ("dose", "0007", "120 mcg/day", "--alarm", "2072-01-10"),
    ],
)
def test_an_alarm_date_years_ahead_is_asked_for_again(
    clinic: Clinic, command: tuple[str, ...]
) -> None:
    assert (clinic.run(*command, "-y").code, clinic.changes()) == (4, 1)
    assert clinic.run(*command, "-y", "--confirm", "2072-10-01").code == 4
    clinic.done(*command, "-y", "--confirm", "2072-01-10")


def test_a_bolus_from_an_emptied_reservoir_is_recorded_with_a_finding(clinic: Clinic) -> None:
    clinic.done("empty", "0007", "-y", "--on", "2026-11-20T09:00")
    said = clinic.done("bolus", "0007", "10 mcg", "-y", "--json").json
    assert "bolus-from-empty" in [each["code"] for each in said["findings"]]


def test_a_dose_told_to_an_emptied_pump_leaves_it_empty(clinic: Clinic) -> None:
    clinic.done("empty", "0007", "-y", "--on", "2026-11-20T09:00")
    said = clinic.done("dose", "0007", "130 mcg/day", "-y", "--json").json
    assert said["status"] == "empty"


def test_an_undo_is_not_undone_and_a_fact_is_voided_once(clinic: Clinic) -> None:
    clinic.done("undo", "4", "--reason", "x", "-y")
    assert clinic.run("undo", "14", "--reason", "x", "-y", "--json").error["code"] == "undo-of-undo"
    assert (
        clinic.run("undo", "4", "--reason", "x", "-y", "--json").error["code"] == "already-voided"
    )


def test_the_fill_that_names_a_kept_mixture_is_voided_last(clinic: Clinic) -> None:
    clinic.done("refill", "0007", "--fill", "20", "-y")
    said = clinic.run("undo", "3", "--reason", "x", "-y")
    assert said.code == 5
    assert lines(said)[0] == "14, the fill of 2026-11-22, keeps the mixture that 3 names."
    clinic.done("undo", "14", "--reason", "x", "-y")
    clinic.done("undo", "3", "--reason", "x", "-y")
    assert item(clinic)["status"] == "unfilled"


def test_an_undo_of_somebody_who_only_closed_a_visit_says_how_visits_are_taken_back(
    clinic: Clinic,
) -> None:
    clinic.done("visit", "cancel", "V1", "-y")
    refused = clinic.run("undo", "--reason", "slip", "-y")
    assert refused.code == 3
    assert "A visit is not undone" in refused.err
