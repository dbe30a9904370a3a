"""What can hardly be true of a patient's record is found, and what can is not."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from pumpsched.domain.plausible import fixed_zone, implausible
from tests.builders.values import Location, Patient, Setting

TODAY = date(2026, 11, 28)
NANO = 10**9
BASE = Location(44_960_000_000, -93_270_000_000)
HOME = Patient("0007", "Rivera, Ana", setting=Setting.HOME)


def found(patient: Patient) -> list[str]:
    """The codes of what is found."""
    return [finding.code for finding in implausible(patient, [BASE], today=TODAY)]


@pytest.mark.parametrize(
    ("born", "codes"),
    [
        (date(2026, 11, 29), ["birth-date"]),
        (TODAY, []),
        (date(1906, 11, 28), []),
        (date(1906, 11, 27), ["birth-date"]),
        (None, []),
    ],
)
def test_nobody_is_born_after_today_or_120_years_ago(born: date | None, codes: list[str]) -> None:
    assert found(HOME._replace(birth_date=born)) == codes


@pytest.mark.parametrize(
    ("phone", "codes"),
    [("5.55E+09", ["phone-exponent"]), ("612-555-0101", []), ("6125550101 ext 5", [])],
)
def test_a_phone_in_exponent_form_lost_its_digits(phone: str, codes: list[str]) -> None:
    assert found(HOME._replace(phone=phone)) == codes


def test_a_home_at_zero_zero_has_no_coordinates() -> None:
    (finding,) = implausible(HOME._replace(location=Location(0, 0)), [BASE], today=TODAY)
    assert finding.code == "place-at-zero"
    assert finding.message.endswith("`pumpsched patient edit 0007 --latitude … --longitude …`")
    assert found(HOME._replace(location=Location(0, 0), setting=Setting.CLINIC)) == []


@pytest.mark.parametrize(
    ("latitude", "longitude", "hint"),
    [
        (44_950_000_000, 93_260_000_000, "its longitude seems to have the wrong sign"),
        (-44_950_000_000, -93_260_000_000, "its latitude seems to have the wrong sign"),
        (
            10 * NANO,
            10 * NANO,
            "every nurse and site; `pumpsched patient edit 0007 --lat",
        ),
    ],
)
def test_a_home_over_200_km_from_everybody_is_far_and_a_lost_sign_is_said(
    latitude: int, longitude: int, hint: str
) -> None:
    away = HOME._replace(location=Location(latitude, longitude))
    (finding,) = implausible(away, [BASE], today=TODAY)
    assert (finding.code, hint in finding.message) == ("place-far", True)
    assert list(implausible(away, [], today=TODAY)) == []


def test_a_home_within_200_km_is_near() -> None:
    assert found(HOME._replace(location=Location(46_700_000_000, -93_270_000_000))) == []


def test_a_fixed_zone_is_no_place_and_the_place_meant_is_named() -> None:
    (found,) = fixed_zone(ZoneInfo("EST"))
    assert "`pumpsched config set zone America/" in found.message
    assert list(fixed_zone(ZoneInfo("America/Chicago"))) == []
