"""``show``, ``why``, ``whatif`` and ``bridge``: looking, never writing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.cli.clinic import Clinic, lines

pytestmark = pytest.mark.one_backend


@pytest.mark.parametrize(
    "args",
    [
        ("show", "0007"),
        ("why", "0007"),
        ("whatif", "0007", "up 10%"),
        ("bridge", "0007", "--to", "baclofen 1000 mcg/mL", "--tubing", "0.2"),
        ("due",),
    ],
    ids=" ".join,
)
def test_looking_changes_no_byte(clinic: Clinic, args: tuple[str, ...]) -> None:
    before = clinic.path.read_bytes()
    for more in ((), ("--json",), ("--as-of", "2027-01-01")):
        clinic.done(*args, *more)
    assert clinic.path.read_bytes() == before


def test_a_card_says_who_how_and_when(clinic: Clinic) -> None:
    said = clinic.done("show", "0007")
    assert said.out.splitlines() == [
        "Rivera, Ana · born 1961-04-02 · 0007 · 612-555-0107 · clinic",
        "waiting · 1 Elm St · as of Sun 22 Nov 2026",
        "SynchroMed II 20 mL S0007, 20 mL, implanted Mon 4 May 2026",
        "baclofen 500 mcg/mL at 120 mcg/day, 15.2 mL left",
        "Next refill Wed 2 Dec – Sat 9 Jan 2027 (reservoir), alarm Sat 16 Jan 2027.",
        "Book by Fri 8 Jan 2027.",
        "No visit booked.",
        "  4  Mon  2 Nov  programmed baclofen 500 mcg/mL at 120 mcg/day · ann",
        "  3  Mon  2 Nov  filled 20 mL of baclofen 500 mcg/mL · ann",
    ]


def test_a_card_says_what_a_day_brings_of_each_drug_with_all_boluses(clinic: Clinic) -> None:
    said = clinic.done("show", "0003").out.splitlines()
    [each] = [line for line in said if line.startswith("  morphine ")]
    assert each == (
        "  morphine 4 mg/day, 5 mg/day with all boluses; "
        "bupivacaine 2 mg/day, 2.5 mg/day with all boluses"
    )


def test_only_a_constant_flow_pump_is_at_constant_flow(clinic: Clinic) -> None:
    said = clinic.done("show", "0030").out.splitlines()
    place = next(n for n, line in enumerate(said) if "at constant flow" in line)
    assert said[place + 1] == "  morphine 5 mg/day"
    clinic.done("refill", "0020", "--fill", "20", "--mixture", "morphine 10 mg/mL", "-y")
    assert "morphine 10 mg/mL, no dose recorded" in clinic.done("show", "0020").out


def test_a_history_names_the_drug_of_every_fill_that_keeps_it_and_its_dose(clinic: Clinic) -> None:
    clinic.done("refill", "0007", "--residual", "15", "--fill", "20", "-y", "--on", "today")
    said = clinic.done("show", "0007").out
    assert "filled 20 mL of baclofen 500 mcg/mL at 120 mcg/day, residual 15 mL" in said


def refilled(clinic: Clinic, *residuals: str) -> None:
    """Refills of 0007 four days apart, from 6 Nov on, each at the minute of the first fill."""
    for number, residual in enumerate(residuals):
        day = date(2026, 11, 6) + timedelta(days=4 * number)
        args = ("--residual", residual, "--fill", "20", "--on", f"{day}T00:00")
        clinic.done("refill", "0007", *args, "-y")


def test_a_history_keeps_what_was_expected_beside_each_residual(clinic: Clinic) -> None:
    refilled(clinic, "18.9")
    assert "residual 18.9 mL (19.0 expected)" in clinic.done("show", "0007").out
    first, *_, last = clinic.done("show", "0007", "--json").json["history"]
    assert (last["expected_residual_ml"], last["discrepancy_ml"]) == (19.04, -0.14)
    assert "expected_residual_ml" not in first


def test_a_residual_of_an_earlier_pump_keeps_what_was_expected_of_that_pump(clinic: Clinic) -> None:
    refilled(clinic, "18.9")
    new = ("--model", "SM2-40", "--serial", "S0099", "--on", "2026-11-20")
    clinic.done("pump", "implant", "0007", *new, "-y")
    history = clinic.done("show", "0007", "--json").json["history"]
    assert [each["discrepancy_ml"] for each in history if each["residual_ml"]] == [-0.14]


def test_a_card_draws_how_far_the_last_residuals_were_off(clinic: Clinic) -> None:
    refilled(clinic, "17.3", "17.4")
    assert "Residuals off by" not in clinic.done("show", "0007").out
    clinic.done("refill", "0007", "--residual", "17.5", "--fill", "20", "-y", "--on", "2026-11-14")
    assert "Residuals off by -1.7 -1.6 -1.5, together -4.9 mL." in clinic.done("show", "0007").out
    drawn = clinic.done("show", "0007", "--table").out
    assert "Residuals off by ▁▁▂ -1.7 -1.6 -1.5, together -4.9 mL." in drawn


def test_a_missed_visit_leaves_its_trace_in_the_history_of_a_card(clinic: Clinic) -> None:
    clinic.done(
        "visit",
        "add",
        "0007",
        "--at",
        "2026-11-22T09:00",
        "--override",
        "the clinic opens for her",
        "-y",
    )
    [visit] = [
        each["id"]
        for each in clinic.done("visit", "list", "today", "--json").json["items"]
        if each["patient"] == "0007"
    ]
    clinic.done("visit", "missed", visit, "-y")
    said = clinic.done("show", "0007")
    assert f"  Sun 22 Nov 09:00  visit {visit} missed" in said.out
    missed = clinic.done("show", "0007", "--json").json["missed_visits"]
    assert [each["id"] for each in missed] == [visit]


def test_the_dates_of_a_card_beyond_six_months_have_their_year(clinic: Clinic) -> None:
    said = clinic.done("show", "0007", "--as-of", "2027-06-02").out
    assert "Mon  2 Nov 2026  programmed" in said


def test_why_shows_every_step_and_the_rule_that_won(clinic: Clinic) -> None:
    steps = {
        step["about"]: step["says"] for step in clinic.done("why", "0007", "--json").json["steps"]
    }
    assert steps["flow"] == "from 2026-11-02 00:00: 120 mcg/day ÷ 500 mcg/mL = 0.24 mL/day"
    assert steps["reservoir"] == "2027-01-16 − 7 days = 2027-01-09"
    assert steps["calendar"] == "2026-11-02 + 3 months = 2027-02-02"
    assert steps["refill by"] == "2027-01-09: reservoir is the earliest limit"
    assert steps["book by"] == "2027-01-08: the last working day on or before it"


def test_why_says_of_an_old_pump_that_its_service_life_is_not_recorded(clinic: Clinic) -> None:
    told = clinic.done("why", "0007", "--as-of", "2034-01-01", "--json").json["steps"]
    (service,) = [step["says"] for step in told if step["about"] == "service"]
    assert service.startswith("service life not recorded; the maker's 7 years were over on 2033-")
    assert "service-life-unknown" in {
        each["code"]
        for each in clinic.done("show", "0007", "--as-of", "2034-01-01", "--json").json["findings"]
    }


def test_why_says_what_a_printed_alarm_date_that_differs_would_follow_from(clinic: Clinic) -> None:
    clinic.done("readout", "0007", "--alarm", "2027-01-31", "-y")
    steps = clinic.done("why", "0007", "--json").json["steps"]
    assert [step["says"] for step in steps if step["about"] in ("would fit", "or")] == [
        "about 23.7 mL at the fill instead of 20 mL",
        "about 99.4 mcg/day instead of 120 mcg/day",
        "about 603 mcg/mL instead of 500 mcg/mL",
        "about 15 days stopped that are not recorded",
    ]


@pytest.mark.parametrize("code", ["0003", "0007", "0012", "0020", "0021", "0030", "0040", "0041"])
@pytest.mark.parametrize("as_of", ["2026-05-04", "2026-11-22", "2030-01-01"])
def test_every_patient_can_be_shown_and_explained_from_any_day(
    clinic: Clinic, code: str, as_of: str
) -> None:
    for command in ("show", "why"):
        assert clinic.done(command, code, "--as-of", as_of).out
    fresh = clinic.done("show", code, "--as-of", as_of, "--json").json
    listed = clinic.done("due", "--all", "--as-of", as_of, "--json").json["items"]
    [item] = [each for each in listed if each["patient"] == code]
    assert {key: fresh[key] for key in item if key != "findings"} == {
        key: value for key, value in item.items() if key != "findings"
    }
    assert [finding["code"] for finding in fresh["findings"]] in ([*item["findings"]], ["no-pump"])


def test_a_whatif_counts_after_everything_recorded_that_day(clinic: Clinic) -> None:
    clinic.done("dose", "0007", "up 10%", "-y", "--on", "today 15:00")
    found = clinic.done("whatif", "0007", "240 mcg/day", "--as-of", "2026-11-22", "--json").json
    [option] = found["options"]
    assert option["alarm_on"] < found["now"]["alarm_on"]


def test_a_whatif_may_imagine_a_fill_and_a_mixture(clinic: Clinic) -> None:
    args = ("whatif", "0007", "120 mcg/day", "--json")
    [option] = clinic.done(*args, "--fill", "18", "--mixture", "baclofen 1 mg/mL").json["options"]
    assert (option["volume_ml"], option["mixture"]) == (18, "baclofen 1 mg/mL")
    assert option["flow_ml_per_day"] == 0.12


def test_a_whatif_says_that_a_booked_visit_would_come_too_late(clinic: Clinic) -> None:
    said = clinic.done("whatif", "0003", "4 mg/day", "40 mg/day")
    rows = [line.split("\t") for line in said.out.splitlines()]
    assert [row[6] for row in rows] == [
        "visit",
        "V1 in time",
        "V1 in time",
        "V1 too late: move it",
    ]


def test_a_constant_flow_pump_has_no_whatif(clinic: Clinic) -> None:
    assert clinic.run("whatif", "0030", "1 mg/day").code == 4


def test_a_bridge_is_the_line_over_the_flow_rounded_up(clinic: Clinic) -> None:
    args = ("bridge", "0007", "--to", "baclofen 2000 mcg/mL")
    assert clinic.run(*args).code == 3
    clinic.done("pump", "edit", "0007", "--catheter-ml", "0.2", "-y")
    keys = ("bridge_ml", "flow_ml_per_day", "duration_min", "bridge_dose_mcg", "rate_ml_per_h")
    found = clinic.done(*args, "--json").json
    assert [found[key] for key in keys] == [0.399, 0.24, 2394, 199.5, 0.01]


def test_a_bridge_says_what_of_the_line_it_counts(clinic: Clinic) -> None:
    args = ("bridge", "0007", "--to", "baclofen 2000 mcg/mL", "--catheter-cm", "82.5", "--json")
    counted = clinic.done(*args).json["counts"]
    assert [(part["part"], part["volume_ml"]) for part in counted] == [
        ("pump", 0.199),
        ("catheter", 0.182),
    ]
    assert counted[1]["source"] == "82.5 cm x 0.0022 mL/cm, catalogue, unverified"
    assert clinic.run(*args[:-2], "900").code == 2


def test_a_code_wins_over_a_name_and_an_unknown_name_offers_the_nearest(clinic: Clinic) -> None:
    clinic.done("patient", "add", "Rivera", "--name", "Quist, Lea", "-y")
    assert clinic.done("show", "Rivera", "--json").json["name"] == "Quist, Lea"
    said = clinic.watched("show", "okafro")
    assert said.code == 3
    assert lines(said) == [
        'No patient matches "okafro".',
        "  Did you mean 0012 Okafor, Ben, born 1970-01-31?",
        "  Try: pumpsched show 0012",
    ]


def test_a_card_of_an_earlier_day_lists_no_later_fact_but_programmes_to_come(
    clinic: Clinic,
) -> None:
    clinic.done("dose", "0007", "125 mcg/day", "--on", "2026-12-01", "-y")

    def events(as_of: str) -> list[str]:
        card = clinic.done("show", "0040", "--as-of", as_of, "--json").json
        return [f"{each['event']} {each['at']}" for each in card["history"]]

    assert events("2026-11-22") == [
        *("fill 2026-11-02", "dose 2026-11-02", "stop 2026-11-10T08:00"),
    ]
    assert events("2026-11-09") == ["fill 2026-11-02", "dose 2026-11-02"]
    today = clinic.done("show", "0007", "--json").json["history"]
    assert today[-1]["at"] == "2026-12-01"
