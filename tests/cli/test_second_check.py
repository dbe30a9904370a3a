"""A second person types the values of a refill or a dose again, where the practice wants that."""

from __future__ import annotations

from tests.cli.clinic import Clinic

DOSE = ("dose", "0007", "130 mcg/day", "-y")
REFILL = ("refill", "0007", "--residual", "15", "--fill", "20", "-y")


def checked(clinic: Clinic) -> Clinic:
    """The clinic with the check by a second person."""
    clinic.done("config", "set", "second_check", "on", "-y")
    return clinic


def test_a_dose_needs_a_second_person_and_the_value_again(clinic: Clinic) -> None:
    checked(clinic)
    assert clinic.run(*DOSE, "--json").error["code"] == "second-check-needed"
    named = (*DOSE, "--second", "Bo Reed")
    assert clinic.run(*named, "--json").error["values"] == ["130 mcg/day"]
    clinic.done(*named, "--confirm", "0.13 mg/day")
    history = clinic.done("show", "0007", "--json").json["history"]
    assert history[-1]["note"] == "checked by: Bo Reed"


def test_a_refill_asks_for_drug_concentration_volume_and_the_dose_that_it_keeps(
    clinic: Clinic,
) -> None:
    checked(clinic)
    asked = clinic.run(*REFILL, "--second", "Bo Reed", "--json").error["values"]
    assert asked == ["baclofen 500 mcg/mL", "20 mL", "120 mcg/day"]
    again = [word for value in asked for word in ("--confirm", value)]
    clinic.done(*REFILL, "--second", "Bo Reed", *again)


def test_the_second_person_is_another_one(clinic: Clinic) -> None:
    said = checked(clinic).run(*DOSE, "--second", "Ann", "--actor", "ann", "--json")
    assert (said.code, said.error["code"]) == (2, "same-person")


def test_what_is_only_looked_at_or_stopped_needs_nobody_else(clinic: Clinic) -> None:
    checked(clinic).done("stop", "0007", "-y")
