"""``whatif``: how far apart refills are at a dose, and which concentrations last so long."""

from __future__ import annotations

from typing import Any

from tests.cli.clinic import Clinic


def reached(clinic: Clinic, *args: str) -> list[Any]:
    """Each concentration of 0007 with its days, whether that is enough, and what is not."""
    options = clinic.done("whatif", "0007", *args, "--json").json["options"]
    names = ("concentration", "interval_days", "reaches", "why_not")
    return [tuple(option[name] for name in names) for option in options]


def test_a_dose_tells_how_far_apart_refills_are_and_what_each_takes(clinic: Clinic) -> None:
    # 18 mL at 0.24 mL a day are 75 days, less the margin of 7.
    [option] = clinic.done("whatif", "0007", "120mcg/d", "--json").json["options"]
    assert (option["interval_days"], option["visits_per_year"]) == (68, 5.4)
    assert option["drug_per_refill_mcg"] == {"baclofen": 10_000}


def test_a_mixture_and_a_fill_that_are_imagined_count_in_the_interval(clinic: Clinic) -> None:
    args = ("--mixture", "baclofen 1 mg/mL + clonidine 100 mcg/mL", "--fill", "10", "--json")
    [option] = clinic.done("whatif", "0007", "240mcg/d", *args).json["options"]
    assert option["interval_days"] == 26
    assert option["drug_per_refill_mcg"] == {"baclofen": 10_000, "clonidine": 1000}


def test_the_labelled_concentrations_are_held_against_an_interval(clinic: Clinic) -> None:
    assert reached(clinic, "120mcg/d", "--for-interval", "90d") == [
        ("500 mcg/mL", 68, False, "68 days (reservoir)"),
        ("1 mg/mL", 92, True, None),
        ("2 mg/mL", 92, True, None),
    ]


def test_a_concentration_beyond_the_pumps_flow_or_what_is_plausible_does_not_count(
    clinic: Clinic,
) -> None:
    assert reached(clinic, "60mcg/d", "--for-interval", "60d", "--stock", "5 mg/mL") == [
        ("5 mg/mL", 92, False, "flow outside 0.048 to 24 mL/day; stronger than 4 mg/mL")
    ]
    (found,) = reached(clinic, "3mg/d", "--for-interval", "7d", "--stock", "4 mg/mL")
    assert found[2:] == (False, "dose above 2 mg/day")


def test_it_says_that_it_is_no_advice(clinic: Clinic) -> None:
    said = clinic.watched("whatif", "0007", "120mcg/d", "--for-interval", "90d")
    assert "arithmetic, no dose advice" in said.err


def test_a_compounded_mixture_is_in_nobodys_stock(clinic: Clinic) -> None:
    said = clinic.run("whatif", "0003", "4 mg/day", "--for-interval", "90d")
    assert (said.code, "is compounded" in said.err) == (2, True)


def test_an_interval_alone_is_sought_at_the_present_dose(clinic: Clinic) -> None:
    assert reached(clinic, "--for-interval", "90d") == reached(
        clinic, "120mcg/d", "--for-interval", "90d"
    )
    said = clinic.run("whatif", "0007")
    assert (said.code, said.err.splitlines()[0].startswith("DOSE is needed")) == (2, True)
    assert clinic.run("whatif", "0020", "--for-interval", "90d").code == 3


def test_what_is_in_stock_is_what_the_practice_has_set_and_what_the_pump_holds(
    clinic: Clinic,
) -> None:
    clinic.done("config", "set", "stock.baclofen", "2 mg/mL; 750 mcg/mL", "-y")
    found = reached(clinic, "--for-interval", "90d")
    assert [each[0] for each in found] == ["500 mcg/mL", "750 mcg/mL", "2 mg/mL"]
    refused = clinic.run("config", "set", "stock.baclofen", "2 mg/mL; 5", "-y")
    assert (refused.code, 'stock.baclofen "5": needs' in refused.err) == (2, True)
    clinic.done("config", "set", "stock.baclofen", "", "-y")
    assert [each[0] for each in reached(clinic, "--for-interval", "90d")][1] == "1 mg/mL"


def test_of_a_drug_that_no_label_sells_what_the_pump_holds_counts(clinic: Clinic) -> None:
    change = ("--mixture", "fentanyl 2 mg/mL", "--confirm", "fentanyl 2 mg/mL")
    told = ("--dose", "400 mcg/day", "--confirm", "400 mcg/day", "--override", "new drug")
    clinic.done("refill", "0007", "-f", "20", "-y", *change, *told)
    assert [each[0] for each in reached(clinic, "--for-interval", "60d")] == ["2 mg/mL"]
