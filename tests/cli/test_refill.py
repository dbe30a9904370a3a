"""``refill``: the residual check, the new window, the visit it closes, the gates."""

from __future__ import annotations

from dataclasses import replace

from tests.builders import fill, mixture
from tests.builders.values import Filled, Volume
from tests.cli.clinic import Clinic

NEW = "baclofen 600 mcg/mL + clonidine 100 mcg/mL"


def last_fill(clinic: Clinic, code: str) -> Filled:
    """The fill recorded last."""
    found = [fact for fact in clinic.facts(code) if isinstance(fact, Filled)]
    return max(found, key=lambda fact: fact.seq)


def test_a_refill_answers_with_the_residual_the_window_and_the_undo(clinic: Clinic) -> None:
    said = clinic.done("refill", "0007", "--residual", "15", "--fill", "20", "-y", "--on", "today")
    assert said.out.splitlines() == [
        "Rivera, Ana · born 1961-04-02 · 0007 · SynchroMed II 20 mL S0007",
        "  baclofen 500 mcg/mL, as last time: 120 mcg/day",
        "  Residual 15.0 mL measured, 15.2 expected (-0.2, within ±2.2)",
        "  Filled to 20 mL on Sun 22 Nov 2026. Next refill Tue 22 Dec – Tue 26 Jan 2027 "
        "(calibrated), alarm Fri 5 Feb 2027.",
    ]
    assert said.err.splitlines() == [
        "Saved as 14. Undo: pumpsched undo 14 --patient 0007 --reason …",
        "Next: pumpsched visit add 0007 --at …        the next refill, by Tue 26 Jan 2027",
    ]
    kept = replace(fill("2026-11-22", "20", of=None, residual="15"), seq=14)
    assert last_fill(clinic, "0007") == kept


def test_without_a_day_a_refill_carries_the_present_minute(clinic: Clinic) -> None:
    clinic.done("refill", "0007", "--fill", "20", "-y")
    assert str(last_fill(clinic, "0007").at) == "2026-11-22T10:00"


def test_a_residual_far_off_is_recorded_and_warned_about(clinic: Clinic) -> None:
    said = clinic.done("refill", "0007", "--residual", "5", "--fill", "20", "-y", "--on", "today")
    assert "(-10.2, BEYOND ±2.2)" in said.out
    assert "warning: residual 5 mL is 10.2 mL less than expected" in said.out
    assert "residual-differs" in clinic.done("due", "--all", "--json").out


def test_a_residual_far_off_is_to_be_read_again_before_it_is_saved(clinic: Clinic) -> None:
    said = clinic.done("refill", "0007", "--residual", "5", "--fill", "20", "-n").out
    assert (
        "  Residual 5.0 mL measured, 15.1 expected (-10.1, BEYOND ±2.2). Read it again: "
        "re-aspirate, check the last fill. Its history leads to expect 15.1 mL.\n"
    ) in said
    agrees = clinic.done("refill", "0007", "--residual", "15", "--fill", "20", "-n").out
    assert "Read it again" not in agrees


def test_a_residual_that_makes_a_trend_is_to_be_read_again(clinic: Clinic) -> None:
    for day in ("06", "10", "14"):
        args = ("refill", "0007", "--residual", "17.3", "--fill", "20", "--on", f"2026-11-{day}")
        said = clinic.done(*args, "-y").out
    assert "Read it again: re-aspirate" in said
    assert "17.3 mL measured, 19.0 expected" in said


def test_what_does_not_come_back_after_a_fill_stands_until_it_is_acknowledged(
    clinic: Clinic,
) -> None:
    args = ("refill", "0007", "--residual", "15", "--fill", "20", "-y")
    said = clinic.done(*args, "--check-volume", "18.5", "--on", "2026-11-18").out
    assert "  18.5 mL of 20 mL came back when it was aspirated again.\n" in said
    assert "!! urgent: 1.5 mL of the 20 mL filled on 2026-11-18 did not come back" in said
    clinic.done("refill", "0007", "--residual", "19", "--fill", "20", "-y")
    (found,) = clinic.done("finding", "list", "0007", "--json").json["items"]
    assert (found["code"], found["step"]) == ("pocket-fill-suspected", "now")
    clinic.done("finding", "ack", "0007", found["code"], "--reason", "imaged", "-y")
    assert clinic.done("finding", "list", "0007", "--json").json["items"] == []


def test_the_residual_is_said_as_the_syringe_has_it_and_exactly_in_json(clinic: Clinic) -> None:
    args = ("refill", "0007", "--residual", "14.95", "--fill", "20", "-n", "--on", "today 12:00")
    assert "Residual 14.95 mL measured, 15.1 expected (-0.1, within ±2.2)" in clinic.done(*args).out
    found = clinic.done(*args, "--json").json
    assert (found["expected_residual_ml"], found["discrepancy_ml"]) == (15.08, -0.13)


def test_a_refill_names_every_drug_and_its_dose_with_all_boluses(clinic: Clinic) -> None:
    bolus = "10 mcg x 4/day"
    clinic.done("dose", "0007", "--bolus", bolus, "-y", "--on", "2026-11-20", "--confirm", bolus)
    said = clinic.done("refill", "0007", "--fill", "20", "-n")
    assert (
        "  baclofen 500 mcg/mL, as last time: 120 mcg/day, 160 mcg/day with all boluses\n"
        in said.out
    )


def test_the_next_step_after_a_refill_is_the_visit_that_is_booked_too_late(
    clinic: Clinic,
) -> None:
    at = "2027-02-10T09:00"
    clinic.done("visit", "add", "0007", "--at", at, "-y")
    said = clinic.done("refill", "0007", "--fill", "20", "-y")
    assert "Next: pumpsched visit move V" in said.err


def test_a_refill_closes_the_visit_of_its_day(clinic: Clinic) -> None:
    clinic.done(
        "visit",
        "move",
        "V1",
        "--at",
        "2026-11-22T09:00",
        "--override",
        "the clinic opens for her",
        "-y",
    )
    said = clinic.done("refill", "0003", "--fill", "20", "-y")
    assert "Visit V1 marked done." in said.err
    assert "done" in clinic.done("visit", "list", "today").out


def test_a_mismatch_within_a_tenth_of_a_millilitre_passes(clinic: Clinic) -> None:
    base = ("refill", "0007", "--fill", "19.9", "-n", "--programmed")
    assert clinic.run(*base, "20").code == 0
    assert clinic.run("refill", "0007", "--fill", "19.899", "-n", "--programmed", "20").code == 4


def test_an_accepted_mismatch_counts_the_smaller_and_stays_a_finding(clinic: Clinic) -> None:
    args = ("refill", "0007", "--fill", "19", "--programmed", "20", "-y", "--json")
    found = clinic.done(*args, "--accept-mismatch", "spilled").json
    assert found["volume_ml"] == 19
    assert [finding["code"] for finding in found["findings"]] == ["fill-mismatch"]
    assert last_fill(clinic, "0007").note == "accepted: spilled"
    assert last_fill(clinic, "0007").programmed == Volume(20_000)


def test_another_mixture_is_asked_for_again_and_shows_every_drug(clinic: Clinic) -> None:
    args = ("refill", "0007", "--fill", "20", "--mixture", NEW, "-y", "--on", "today")
    said = clinic.run(*args)
    assert said.code == 4
    assert f"This change needs the value once more: {NEW}." in said.err
    assert "Try: the same command with --confirm …" in said.err
    assert clinic.run(*args, "--confirm", "baclofen 600 mcg/mL").code == 4
    said = clinic.done(*args, "--confirm", "Baclofen 0.6 mg/mL + clonidine 0.1mg/ml")
    assert (
        "  baclofen 600 mcg/mL, last time 500 mcg/mL: 120 mcg/day → 120 mcg/day to 144 mcg/day"
        in said.out
    )
    assert "  clonidine 100 mcg/mL, new: 20 mcg/day to 24 mcg/day" in said.out
    assert "Next: pumpsched dose 0007 …" in said.err
    assert "no dose was recorded since" in said.out
    assert last_fill(clinic, "0007").mixture == mixture(NEW)


def test_the_finding_of_a_new_mixture_stands_until_a_dose_follows(clinic: Clinic) -> None:
    args = ("refill", "0007", "--fill", "20", "--mixture", NEW, "--confirm", NEW, "-y")
    codes = [finding["code"] for finding in clinic.done(*args, "--json").json["findings"]]
    stay = ["bridge-undecided", "off-label", "stability-unstudied"]
    assert codes == ["dose-after-mixture-change", *stay]
    clinic.done("dose", "0007", "120 mcg/day", "-y")
    left = clinic.done("show", "0007", "--json").json["findings"]
    assert [each["code"] for each in left] == stay


def test_a_mixture_slip_is_refused_until_overridden(clinic: Clinic) -> None:
    slip = "baclofen 2000 mcg/mL"
    weak = "baclofen 50 mcg/mL"
    assert clinic.run("refill", "0007", "--fill", "20", "--mixture", slip, "-y").code == 4
    args = ("refill", "0007", "--fill", "20", "--mixture", weak, "-y", "--confirm", weak)
    said = clinic.run(*args, "--json")
    assert (said.code, said.error["code"]) == (4, "mixture-slip")
    clinic.done(*args, "--override", "trial of a weaker one")
    assert last_fill(clinic, "0007").note == "override: trial of a weaker one"


def test_the_same_mixture_named_again_asks_for_nothing(clinic: Clinic) -> None:
    clinic.done("refill", "0007", "--fill", "20", "--mixture", "baclofen 0.5 mg/mL", "-y")


def test_a_late_entry_of_an_earlier_refill_moves_nothing(clinic: Clinic) -> None:
    before = clinic.done("show", "0007", "--json").json["refill_by"]
    clinic.done("refill", "0007", "--fill", "18", "--on", "2026-10-01", "-y",
                "--mixture", "baclofen 500 mcg/mL")  # fmt: skip
    assert clinic.done("show", "0007", "--json").json["refill_by"] == before
