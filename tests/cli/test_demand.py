"""``demand``: the months to come against the roster."""

from __future__ import annotations

from tests.cli.clinic import Clinic


def test_weeks_begin_on_mondays_and_add_up(clinic: Clinic) -> None:
    document = clinic.done("demand", "--months", "3", "--json").json
    assert document["weeks"][0]["from"] == "2026-11-23"
    for week in document["weeks"]:
        by = week["by"]
        for key in ("refills", "minutes", "capacity_min"):
            assert week[key] == by["home"][key] + by["clinic"][key]
            if key != "capacity_min":
                assert week[key] == sum(load[key] for load in by["skill"].values())


def test_a_short_week_says_what_would_fill_it(clinic: Clinic) -> None:
    weeks = clinic.done("demand", "--json").json["weeks"]
    assert {bool(week["fills"]) == week["short"] for week in weeks} == {True}
    assert any(week["short"] for week in weeks)
    assert "nurse-day" in clinic.done("demand", "--table").out


def test_a_roster_that_holds_is_said(clinic: Clinic) -> None:
    clinic.done("nurse", "edit", "N1", "--roster", "Mon-Fri 08:00-16:00 home", "-y")
    clinic.done("nurse", "edit", "N2", "--roster", "Mon-Fri 08:00-16:00 clinic:MPLS", "-y")
    assert "The roster holds every week." in clinic.done("demand", "--table").out


def test_months_beyond_what_can_be_foretold_are_refused(clinic: Clinic) -> None:
    assert clinic.run("demand", "--months", "25").code == 2
