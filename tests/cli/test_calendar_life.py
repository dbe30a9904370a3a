"""A visit's life in calendars: two readers agree after each step, and nothing is left behind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import icalendar
import pytest
import vobject

from tests.cli.clinic import Clinic
from tests.formats.ics_reader import read_calendar


@dataclass(frozen=True)
class Shown:
    """The event of a visit in one calendar."""

    uid: str
    start: str
    status: str
    sequence: int
    location: str = ""


def shown(clinic: Clinic, *whose: str, path: Path, visit: str = "V1") -> Shown:
    """What three readers, two of them not ours, find of the visit alike."""
    clinic.done("export", "ics", str(path), *whose, "--as-of", "2026-11-22", "--force")
    raw = path.read_bytes()
    (one,) = (each for each in icalendar.Calendar.from_ical(raw).walk("VEVENT") if _is(visit, each))
    found = Shown(
        str(one["uid"]),
        one.decoded("dtstart").isoformat(),
        str(one["status"]),
        int(str(one["sequence"])),
        str(one.get("location", "")),
    )
    (other,) = (
        each
        for each in vobject.readOne(raw.decode()).vevent_list
        if each.uid.value.startswith(f"visit-{visit}.")
    )
    assert found == Shown(
        other.uid.value,
        other.dtstart.value.isoformat(),
        other.status.value,
        int(other.sequence.value),
        other.location.value if hasattr(other, "location") else "",
    )
    (ours,) = (
        each
        for each in read_calendar(raw).of("VEVENT")
        if each.raw("UID").startswith(f"visit-{visit}.")
    )
    assert (ours.raw("SEQUENCE"), ours.raw("STATUS")) == (str(found.sequence), found.status)
    return found


def _is(visit: str, event: icalendar.Component) -> bool:
    return str(event["uid"]).startswith(f"visit-{visit}.")


@pytest.mark.sqlite_file
def test_two_readers_follow_a_visit_through_all_its_steps(clinic: Clinic, tmp_path: Path) -> None:
    path = tmp_path / "all.ics"
    steps = (
        (("visit", "confirm", "V1"), "CONFIRMED"),
        (("visit", "move", "V1", "--at", "2026-11-24T10:00"), "TENTATIVE"),
        (("visit", "move", "V1", "--nurse", "N2"), "TENTATIVE"),
        (("visit", "move", "V1", "--at", "2026-11-22T09:00", "--override", "pain"), "TENTATIVE"),
        (("refill", "0003", "--residual", "8", "--fill", "18", "--confirm", "8 mL"), "CONFIRMED"),
        (("undo", "--reason", "wrong patient"), "TENTATIVE"),
        (("visit", "cancel", "V1"), "CANCELLED"),
    )
    before = shown(clinic, path=path)
    assert (before.status, before.sequence) == ("TENTATIVE", 0)
    for step, status in steps:
        clinic.done(*step, "-y")
        now = shown(clinic, path=path)
        assert (now.uid, now.status) == (before.uid, status)
        assert now.sequence > before.sequence
        before = now


def test_a_visit_that_went_to_another_nurse_is_cancelled_in_the_first_ones_file(
    clinic: Clinic, tmp_path: Path
) -> None:
    path = tmp_path / "n.ics"
    before = shown(clinic, "--nurse", "N1", path=path)
    clinic.done("visit", "move", "V1", "--nurse", "N2", "-y")
    left, come = (shown(clinic, "--nurse", nurse, path=path) for nurse in ("N1", "N2"))
    assert (left.status, come.status) == ("CANCELLED", "TENTATIVE")
    assert left.uid == come.uid == before.uid
    assert left.sequence == come.sequence > before.sequence
    clinic.done("visit", "move", "V1", "--nurse", "N1", "-y")
    again = shown(clinic, "--nurse", "N1", path=path)
    assert again.status == "TENTATIVE"
    assert again.sequence > left.sequence


def test_a_visit_that_went_to_another_site_is_cancelled_in_the_sites_file(
    clinic: Clinic, tmp_path: Path
) -> None:
    path = tmp_path / "s.ics"
    clinic.done("site", "add", "STP", "--name", "St Paul", "-y")
    clinic.done("visit", "cancel", "V1", "-y")
    clinic.done("visit", "add", "0007", "--at", "2026-12-04T09:00", "--site", "MPLS", "-y")
    assert shown(clinic, "--site", "MPLS", path=path, visit="V2").status == "TENTATIVE"
    clinic.done("visit", "move", "V2", "--site", "STP", "-y")
    assert shown(clinic, "--site", "MPLS", path=path, visit="V2").status == "CANCELLED"


def test_an_export_takes_name_number_and_those_left_along(clinic: Clinic, tmp_path: Path) -> None:
    clinic.done("visit", "move", "V1", "--nurse", "N2", "-y")
    clinic.done("visit", "confirm", "V1", "-y")
    clinic.done("export", "folder", str(tmp_path / "first"))
    other = Clinic(tmp_path / "other.sqlite")
    other.done("import", str(tmp_path / "first"), "-y")
    other.done("export", "folder", str(tmp_path / "second"))
    first, second = (
        (tmp_path / name / "calendar.csv").read_bytes() for name in ("first", "second")
    )
    assert first == second
    for whose in ((), ("--nurse", "N1"), ("--nurse", "N2")):
        there, here = (shown(each, *whose, path=tmp_path / "x.ics") for each in (clinic, other))
        assert there == here
    other.done("visit", "cancel", "V1", "-y")
    assert shown(other, path=tmp_path / "x.ics").sequence > there.sequence


def test_an_older_export_takes_no_number_back(clinic: Clinic, tmp_path: Path) -> None:
    clinic.done("export", "folder", str(tmp_path / "old"))
    clinic.done("visit", "move", "V1", "--nurse", "N2", "-y")
    before = shown(clinic, path=tmp_path / "x.ics")
    clinic.done("import", str(tmp_path / "old"), "--update", "-y")
    after = shown(clinic, path=tmp_path / "x.ics")
    assert after.uid == before.uid
    assert after.sequence > before.sequence


@pytest.mark.sqlite_file
def test_a_restore_takes_no_number_back(clinic: Clinic, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    clinic.done("backup", str(copy))
    clinic.done("visit", "move", "V1", "--at", "2026-11-25T10:00", "-y")
    clinic.done("visit", "confirm", "V1", "-y")
    before = shown(clinic, path=tmp_path / "x.ics")
    clinic.done("restore", str(copy), "-y")
    after = shown(clinic, path=tmp_path / "x.ics")
    assert after.uid == before.uid
    assert after.sequence > before.sequence


def test_two_practices_never_name_a_visit_alike(clinic: Clinic, tmp_path: Path) -> None:
    folder = tmp_path / "rows"
    clinic.done("export", "folder", str(folder))
    (folder / "calendar.csv").unlink()
    (folder / "manifest.json").unlink()
    other = Clinic(tmp_path / "other.sqlite")
    other.done("import", str(folder), "-y")
    ours, theirs = (shown(each, path=tmp_path / "x.ics").uid for each in (clinic, other))
    assert ours != theirs


def test_a_nurse_finds_the_home_and_a_site_its_name(clinic: Clinic, tmp_path: Path) -> None:
    clinic.done("patient", "edit", "0003", "--address", "2 Oak St", "-y")
    path = tmp_path / "x.ics"
    assert shown(clinic, "--nurse", "N1", path=path).location == "2 Oak St"
    assert b"Ito" not in path.read_bytes()
    assert shown(clinic, path=path).location == ""


def test_an_entry_of_an_unknown_visit_is_a_problem(clinic: Clinic, tmp_path: Path) -> None:
    path = tmp_path / "calendar.csv"
    path.write_text("calendar_id,visit,sequence,former\nabc,V9,3,N1\n")
    said = clinic.run("import", str(path), "-y")
    assert said.code == 2
    assert "is no visit of these files or of the store" in said.err
