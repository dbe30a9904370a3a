"""``dose``: history, rounding, echo, plans ahead, and every gate at its edge."""

from __future__ import annotations

import pytest

from tests.builders.values import Programmed
from tests.cli.clinic import Clinic


def recorded(clinic: Clinic, code: str = "0007") -> str:
    """The programme recorded last, as text."""
    found = [fact for fact in clinic.facts(code) if isinstance(fact, Programmed)]
    programme = max(found, key=lambda fact: fact.seq).programme
    bolus = f", {programme.bolus}" if programme.bolus else ""
    return (programme.flex_text or programme.dose_text) + bolus


def test_a_change_says_before_and_after_in_both_units(clinic: Clinic) -> None:
    said = clinic.done("dose", "0007", "132 mcg/day", "--on", "today", "-y")
    assert said.out.splitlines() == [
        "Rivera, Ana · born 1961-04-02 · 0007",
        "  120 mcg/day (0.24 mL/day) → 132 mcg/day (0.264 mL/day), from Sun 22 Nov 2026.",
        "  baclofen 500 mcg/mL: 120 mcg/day → 132 mcg/day",
        "  refill by: Sat 9 Jan 2027 (reservoir) → Mon 4 Jan 2027 (reservoir)",
        "  alarm: Sat 16 Jan 2027 → Mon 11 Jan 2027",
        "  Next refill Wed 2 Dec – Mon 4 Jan 2027 (reservoir), alarm Mon 11 Jan 2027.",
    ]


def test_without_an_amount_it_shows_the_history_latest_first(clinic: Clinic) -> None:
    clinic.done("dose", "0007", "up 10%", "--reason", "spasms", "-y")
    clinic.done("undo", "14", "--reason", "not given", "-y")
    for env in ({}, {"PUMPSCHED_AS_OF": "2026-11-22"}):
        assert clinic.run("dose", "0007", env=env).out.splitlines() == [
            "Rivera, Ana · born 1961-04-02 · 0007",
            "  14  Sun 22 Nov 10:00  programmed baclofen 500 mcg/mL at 132 mcg/day · spasms · ann "
            "(voided by 15)",
            "  4  Mon  2 Nov  programmed baclofen 500 mcg/mL at 120 mcg/day · ann",
        ]


def test_a_change_says_every_drug_before_and_after(clinic: Clinic) -> None:
    said = clinic.done("dose", "0003", "4.4 mg/day", "--bolus", "none", "-n")
    assert (
        "  morphine 20 mg/mL: 4 mg/day, 5 mg/day with all boluses → 4.4 mg/day\n"
        "  bupivacaine 10 mg/mL: 2 mg/day, 2.5 mg/day with all boluses → 2.2 mg/day\n"
    ) in said.out


def test_the_same_change_in_per_cent_within_the_hour_is_asked_for_again(clinic: Clinic) -> None:
    again = ("dose", "0007", "up 10%", "-y")
    clinic.done(*again)
    said = clinic.run(*again)
    assert said.code == 4
    assert "The same change was recorded within the hour: it is 132 mcg/day now." in said.err
    clinic.done(*again, "--confirm", "145.2 mcg/day")
    assert recorded(clinic) == "145.2 mcg/day"


def test_another_change_in_per_cent_within_the_hour_is_not(clinic: Clinic) -> None:
    clinic.done("dose", "0007", "up 10%", "-y")
    clinic.done("dose", "0007", "up 5%", "-y")
    assert recorded(clinic) == "138.6 mcg/day"


def test_an_undone_change_may_be_told_anew(clinic: Clinic) -> None:
    clinic.done("dose", "0007", "up 10%", "-y")
    clinic.done("undo", "14", "--reason", "wrong minute", "-y")
    clinic.done("dose", "0007", "up 10%", "-y")


@pytest.mark.parametrize(
    ("present", "change", "expected"),
    [
        ("120 mcg/day", "up 10%", "132 mcg/day"),
        ("120 mcg/day", "down 10%", "108 mcg/day"),
        ("120.001 mcg/day", "up 10%", "132.002 mcg/day"),
        ("120.001 mcg/day", "down 10%", "108 mcg/day"),
        ("120 mcg/day", "UP 0.5 %", "120.6 mcg/day"),
    ],
)
def test_up_rounds_up_and_down_rounds_down_to_a_nanogram(
    clinic: Clinic, present: str, change: str, expected: str
) -> None:
    clinic.done("dose", "0007", present, "-y", "--on", "2026-11-03")
    said = clinic.done("dose", "0007", change, "-y")
    assert f"→ {expected} (" in said.out
    assert recorded(clinic) == expected


def test_a_dose_per_hour_is_said_both_ways_before_it_is_saved(clinic: Clinic) -> None:
    said = clinic.done("dose", "0007", "5.5 mcg/h", "-n")
    assert said.out.splitlines()[1] == "  5.5 mcg/h = 132 mcg/day"
    refused = clinic.run("dose", "0007", "60 mcg/h", "-y")
    assert "60 mcg/h = 1.44 mg/day" in refused.err


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (("144 mcg/day",), None),
        (("96 mcg/day",), None),
        (("144.001 mcg/day",), "confirm-needed"),
        (("95.999 mcg/day",), "confirm-needed"),
        (("600 mcg/day",), "confirm-needed"),
        (("600.001 mcg/day",), "dose-slip"),
        (("24 mcg/day",), "confirm-needed"),
        (("23.999 mcg/day",), "flow-outside-model"),
        (("120 mcg/day", "--bolus", "24 mcg x 1/day"), None),
        (("120 mcg/day", "--bolus", "24.001 mcg x 1/day"), "confirm-needed"),
        (("--flex", "00:00 5 mcg/h; 12:00 6 mcg/h"), None),
        (("--flex", "00:00 5 mcg/h; 12:00 9 mcg/h"), "confirm-needed"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, tuple) else part,
)
def test_each_gate_holds_at_its_edge(
    clinic: Clinic, args: tuple[str, ...], expected: str | None
) -> None:
    said = clinic.run("dose", "0007", *args, "-y", "--json")
    assert (said.error["code"] if said.code else None) == expected
    assert said.code == (4 if expected else 0)


def test_the_bolus_is_kept_replaced_or_taken_away(clinic: Clinic) -> None:
    clinic.done("dose", "0003", "4.2 mg/day", "-y")
    assert recorded(clinic, "0003") == "4.2 mg/day, 250 mcg x 4/day"
    clinic.done("dose", "0003", "--bolus", "0.2 mg x 4/day lockout 2h", "-y")
    assert recorded(clinic, "0003") == "4.2 mg/day, 200 mcg x 4/day lockout 2h"
    clinic.done("dose", "0003", "--bolus", "none", "-y")
    assert recorded(clinic, "0003") == "4.2 mg/day"


def test_a_planned_raise_counts_at_once_and_a_planned_reduction_on_its_day(clinic: Clinic) -> None:
    clinic.done("dose", "0007", "132 mcg/day", "--on", "2026-12-01", "-y")
    assert clinic.done("show", "0007", "--json").json["alarm_on"] == "2027-01-11"
    clinic.done("undo", "14", "--reason", "x", "-y")
    clinic.done("dose", "0007", "108 mcg/day", "--on", "2026-12-01", "-y")
    assert clinic.done("show", "0007", "--json").json["alarm_on"] == "2027-01-16"
    later = clinic.done("show", "0007", "--json", "--as-of", "2026-12-01").json
    assert later["alarm_on"] == "2027-01-21"


def test_a_booked_visit_that_now_comes_too_late_is_named_with_the_command(clinic: Clinic) -> None:
    clinic.done("visit", "move", "V1", "--at", "2026-12-09T09:00", "-y")
    said = clinic.done("dose", "0003", "4.5 mg/day", "-y", "--on", "today")
    assert "  !! visit V1 on Wed 9 Dec 2026 now comes too late:" in said.out
    assert "     pumpsched visit move V1 --at 2026-12-04T09:00" in said.out


def test_a_dose_on_a_stopped_pump_is_recorded_with_an_urgent_finding(clinic: Clinic) -> None:
    said = clinic.done("dose", "0040", "130 mcg/day", "-y", "--on", "today")
    assert "!! urgent: a fill or dose was recorded on 2026-11-22" in said.out


def test_a_dose_and_flex_steps_exclude_one_another(clinic: Clinic) -> None:
    said = clinic.run("dose", "0007", "120 mcg/day", "--flex", "00:00 5 mcg/h", "-y")
    assert said.code == 2
    assert "a dose or flex steps, not both" in said.err


def test_a_change_that_leaves_nothing_is_refused(clinic: Clinic) -> None:
    over = ("-y", "--override", "x", "--confirm")
    clinic.done("dose", "0007", "1 ng/day", *over, "1 ng/day")
    said = clinic.run("dose", "0007", "down 99%", "-y")
    assert said.code == 4
    assert "leaves nothing of 0.001 mcg/day" in said.err


def test_a_dose_that_takes_effect_later_is_shown_beside_the_dates_it_sets(clinic: Clinic) -> None:
    assert "  then " not in clinic.done("show", "0007").out
    clinic.done("dose", "0007", "132 mcg/day", "--on", "2026-12-01", "-y")
    assert "\n  then 132 mcg/day from Tue 1 Dec 2026" in clinic.done("show", "0007").out


@pytest.mark.parametrize("told", [("-y",), ("--on", "yesterday"), ("--reason", "as ordered")])
def test_what_is_told_without_a_dose_is_never_taken_for_a_look(
    clinic: Clinic, told: tuple[str, ...]
) -> None:
    said = clinic.run("dose", "0007", *told)
    assert (said.code, said.out) == (2, "")
    assert "Try: the same command with a dose" in said.err


@pytest.mark.parametrize("as_of", [(), ("--as-of", "2026-11-22")])
def test_what_another_dose_would_do_is_told_with_the_flow_it_makes(
    clinic: Clinic, as_of: tuple[str, ...]
) -> None:
    doses = ("60 mcg/day", "240 mcg/day", "0.1 mL/day")
    found = clinic.done("whatif", "0007", *doses, *as_of, "--json").json
    told = [
        (each["flow_ml_per_day"], each["dose_mcg_per_day"])
        for each in (found["now"], *found["options"])
    ]
    assert told == [(0.24, 120), (0.12, 60), (0.48, 240), (0.1, 50)]
    assert found["now"]["alarm_on"] == "2027-01-16"
