"""Who is easily taken for whom: nearly one name, nearly one birth date."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders.values import Patient, look_alikes

ANA = Patient("0007", "Rivera, Ana", birth_date=date(1961, 4, 2))


@pytest.mark.parametrize(
    ("name", "born"),
    [
        ("Rivera, Anna", "1961-04-02"),
        ("Rivera, Ana", "1961-02-04"),
        ("ana rivera", "1961-04-20"),
        ("Rivera, Ana", "1916-04-02"),
        ("Rivera, Ana", None),
    ],
)
def test_people_alike_in_name_and_birth_date_are_told_apart(name: str, born: str | None) -> None:
    other = Patient("0031", name, birth_date=date.fromisoformat(born) if born else None)
    assert look_alikes(ANA, [other]) == (other,)
    assert look_alikes(other, [ANA]) == (ANA,)


@pytest.mark.parametrize(
    ("name", "born"),
    [("Rivera, Ana", "1974-11-02"), ("Okafor, Ben", "1961-04-02"), ("Rivers, Ian", "1961-04-02")],
)
def test_people_who_differ_in_either_are_not(name: str, born: str) -> None:
    assert not look_alikes(ANA, [Patient("0031", name, birth_date=date.fromisoformat(born))])


def test_nobody_resembles_themselves() -> None:
    assert look_alikes(ANA, [ANA]) == ()
