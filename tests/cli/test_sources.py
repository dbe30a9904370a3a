"""``why --sources``: each figure of the catalogue, how far it holds, and where it is from."""

from __future__ import annotations

from tests.cli.clinic import Clinic


def test_why_tells_the_sources_where_they_are_asked_for_alone(clinic: Clinic) -> None:
    plain, asked = (clinic.done("why", "0007", *more).out for more in ((), ("--sources",)))
    assert "source" not in plain
    assert "SM2-20     fixed by contract: lowest flow 0.048 mL/day, highest flow 24" in asked
    assert "SM2-20     not known: unusable volume" in asked
    assert "baclofen   unverified: reference concentration 4 mg/mL" in asked
    assert "label      baclofen is approved for the SynchroMed II 20 mL (unverified)" in asked


def test_the_arithmetic_comes_first_and_as_it_is_without_them(clinic: Clinic) -> None:
    plain, asked = (
        clinic.done("why", "0003", "--json", *more).json["steps"] for more in ((), ("--sources",))
    )
    assert asked[: len(plain)] == plain
    assert "nursing hub" in str(asked[len(plain) :])
