"""Visits and windows as a calendar file."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from pumpsched.usecases.calendar import export_calendar
from tests.builders.values import NotFound
from tests.cli.clinic import TODAY, Clinic
from tests.formats.ics_reader import Part, days, instants, read_calendar

CHICAGO = ZoneInfo("America/Chicago")


def calendar(clinic: Clinic, **options: object) -> Part:
    given: dict[str, object] = {"as_of": TODAY, "zone": CHICAGO} | options
    with clinic.opened() as books:
        return read_calendar(export_calendar(books, **given))  # type: ignore[arg-type]


def events(clinic: Clinic, **options: object) -> dict[str, Part]:
    found = calendar(clinic, **options).of("VEVENT")
    return {event.raw("UID").partition(".")[0]: event for event in found}


def test_a_visit_shows_its_time_and_code_and_no_name(clinic: Clinic) -> None:
    whole = calendar(clinic)
    (event,) = whole.of("VEVENT")
    assert instants(whole, event)[0] == datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
    assert event.text("SUMMARY") == "Refill 0003"
    assert event.text("DESCRIPTION") == "home N1\npumpsched show 0003"
    assert "LOCATION" not in event.properties
    assert event.raw("STATUS") == "TENTATIVE"
    assert whole.text("X-WR-CALNAME") == "pumpsched"


def test_names_addresses_and_phones_come_only_when_asked_for(clinic: Clinic) -> None:
    clinic.done("patient", "edit", "0003", "--address", "2 Oak St, Apt; 4", "-y")
    with clinic.opened() as books:
        plain = export_calendar(books, windows=True, as_of=TODAY, zone=CHICAGO)
    for secret in (b"Ito", b"Chie", b"Oak", b"555"):
        assert secret not in plain
    named = events(clinic, names=True)["visit-V1"]
    assert named.text("SUMMARY") == "Refill 0003 Ito, Chie"
    assert named.text("LOCATION") == "2 Oak St, Apt; 4"
    assert "Phone 612-555-0103" in named.text("DESCRIPTION")


def test_a_change_raises_the_sequence_and_a_cancelled_visit_stays_as_such(clinic: Clinic) -> None:
    assert events(clinic)["visit-V1"].raw("SEQUENCE") == "0"
    clinic.done("visit", "move", "V1", "--at", "2026-11-25T10:00", "-y")
    clinic.done("visit", "confirm", "V1", "-y")
    moved = events(clinic)["visit-V1"]
    assert (moved.raw("SEQUENCE"), moved.raw("STATUS")) == ("2", "CONFIRMED")
    assert moved.raw("LAST-MODIFIED") == "20261122T160000Z"
    clinic.done("visit", "cancel", "V1", "-y")
    gone = events(clinic)["visit-V1"]
    assert (gone.raw("SEQUENCE"), gone.raw("STATUS")) == ("3", "CANCELLED")
    assert gone.text("SUMMARY") == "Refill 0003 (cancelled)"
    assert gone.raw("TRANSP") == "TRANSPARENT"


def test_a_calendar_is_of_one_nurse_or_one_site(clinic: Clinic) -> None:
    clinic.done(
        *("visit", "add", "0007", "--at", "2026-12-04T09:00", "--site", "MPLS", "--nurse", "N2"),
        "-y",
    )
    assert set(events(clinic)) == {"visit-V1", "visit-V2"}
    assert set(events(clinic, nurse="N1")) == {"visit-V1"}
    assert set(events(clinic, nurse="n2")) == {"visit-V2"}
    site = events(clinic, site="MPLS")
    assert set(site) == {"visit-V2"}
    assert site["visit-V2"].text("LOCATION") == "Minneapolis"


def test_a_visit_that_went_to_another_nurse_is_moved_for_the_former_whatever_became_of_it(
    clinic: Clinic,
) -> None:
    clinic.done("visit", "move", "V1", "--at", "2026-11-25T10:00", "--nurse", "N2", "-y")
    clinic.done("visit", "cancel", "V1", "-y")
    hers = events(clinic, nurse="N1")["visit-V1"]
    assert (hers.text("SUMMARY"), hers.raw("STATUS")) == ("Refill 0003 (moved)", "CANCELLED")
    assert events(clinic, nurse="N2")["visit-V1"].text("SUMMARY") == "Refill 0003 (cancelled)"


def test_windows_are_whole_days_on_request(clinic: Clinic) -> None:
    found = events(clinic, windows=True)
    window = found["window-0007"]
    assert days(window) == (date(2026, 12, 2), date(2027, 1, 9))
    assert window.text("SUMMARY") == "Refill window 0007 (reservoir)"
    assert "window-0041" not in found
    assert set(events(clinic, windows=True, nurse="N1")) == {
        "visit-V1",
        "window-0003",
        "window-0007",
    }
    assert set(events(clinic, windows=True, site="MPLS")) == set()


def test_the_sequence_of_a_window_never_falls(clinic: Clinic) -> None:
    before = int(events(clinic, windows=True)["window-0007"].raw("SEQUENCE"))
    clinic.done("config", "set", "margin_days", "10", "-y")
    after = events(clinic, windows=True)["window-0007"]
    assert int(after.raw("SEQUENCE")) > before
    assert days(after)[1] == date(2027, 1, 6)


def test_old_visits_leave_the_calendar(clinic: Clinic) -> None:
    assert "visit-V1" in events(clinic, as_of=date(2027, 2, 24))
    assert "visit-V1" not in events(clinic, as_of=date(2027, 2, 25))


@pytest.mark.parametrize("who", [{"nurse": "N9"}, {"site": "STP"}])
def test_an_unknown_nurse_or_site_is_refused(clinic: Clinic, who: dict[str, str]) -> None:
    with pytest.raises(NotFound):
        events(clinic, **who)
