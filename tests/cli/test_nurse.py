"""``nurse``: staff, rosters, days off."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders.command import clock
from tests.builders.values import Nurse
from tests.cli.clinic import NOW, Clinic, lines

ROSTER = "Mon-Thu 08:00-16:30 home; Fri 08:00-12:00 clinic:MPLS"


def nurse(clinic: Clinic, code: str) -> Nurse | None:
    with clinic.opened() as books:
        found: Nurse | None = books.nurse(code)
        return found


def test_a_nurse_is_added_with_the_columns_of_her_file(clinic: Clinic) -> None:
    said = clinic.done(
        *("nurse", "add", "N5", "--name", "Marsh, Ida", "--skills", "sm2;SM3", "--roster", ROSTER),
        *("--latitude", "44.9612", "--longitude=-93.2689", "--max-visits", "8", "-y", "--json"),
    )
    assert said.json == {
        "schema": "pumpsched/nurses/1",
        "as_of": "2026-11-22",
        "zone": "America/Chicago",
        "nurse": "N5",
        "name": "Marsh, Ida",
        "latitude": 44.9612,
        "longitude": -93.2689,
        "skills": "SM2;SM3",
        "roster": ROSTER,
        "max_visits": 8,
        "phone": None,
        "changed": [],
        "visits_hit": [],
        "findings": [],
        "saved": True,
    }
    assert said.err == "Saved. Next: pumpsched plan\n"
    found = nurse(clinic, "N5")
    assert found is not None
    assert (found.skills, found.max_visits) == (("SM2", "SM3"), 8)


def test_a_dry_run_adds_nobody(clinic: Clinic) -> None:
    said = clinic.done("nurse", "add", "N5", "--name", "Marsh, Ida", "-n")
    assert said.out == "New nurse: N5 Marsh, Ida\n"
    assert nurse(clinic, "N5") is None


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("N5",), 2, "name: nothing given, it is needed here"),
        (("N5", "--name", "X", "--roster", "Mon 8-4"), 2, 'roster "Mon 8-4"'),
        (("N5", "--name", "X", "--roster", "Mon 16:00-08:00 home"), 2, "end before they begin"),
        (("N5", "--name", "X", "--roster", "Mon 08:00-16:00"), 2, "home or clinic:SITE"),
        (("N5", "--name", "X", "--skills", "SM9"), 2, 'names "SM9", which is no pump family'),
        (("N5", "--name", "X", "--max-visits", "0"), 2, "needs a whole number from 1 to 99"),
        (("N5", "--name", "X", "--latitude", "44.9"), 2, "longitude"),
        (("N5", "--name", "a\u202eb"), 2, "invisible or direction-changing"),
        (("N 5", "--name", "X"), 2, "nurse"),
        (("all", "--name", "X"), 2, "everybody"),
        (("N1", "--name", "X"), 5, "Nurse N1 is there already."),
        (("0007", "--name", "X"), 5, "The code 0007 is taken by a patient."),
        (("MPLS", "--name", "X"), 5, "The code MPLS is taken by a site."),
        (
            ("N5", "--name", "X", "--roster", "Mon 08:00-16:00 clinic:MPSL"),
            3,
            'There is no site "MPSL".',
        ),
    ],
)
def test_a_nurse_who_cannot_be_is_refused(
    clinic: Clinic, args: tuple[str, ...], code: int, words: str
) -> None:
    before = clinic.changes()
    said = clinic.run("nurse", "add", *args, "-y")
    assert (said.code, clinic.changes()) == (code, before)
    assert words in "\n".join(lines(said))


def test_an_unknown_site_in_a_roster_names_the_nearest(clinic: Clinic) -> None:
    said = clinic.run("nurse", "edit", "N1", "--roster", "Mon 08:00-16:00 clinic:MPSL", "-y")
    assert lines(said) == [
        'There is no site "MPSL".',
        "  Did you mean MPLS Minneapolis?",
        "  Try: pumpsched site list",
    ]


def test_an_edit_changes_the_named_columns_and_none_empties_one(clinic: Clinic) -> None:
    clinic.done("nurse", "edit", "N1", "--skills", "SM2", "--max-visits", "6", "-y")
    said = clinic.done("nurse", "edit", "n1", "--skills", "none", "--max-visits", "7", "-y")
    assert said.out == "Changes: N1 Ada Quill\n  skills: SM2 → -\n  max_visits: 6 → 7\n"
    assert nurse(clinic, "N1") == Nurse("N1", "Ada Quill", max_visits=7)


def test_the_phone_of_a_nurse_is_added_listed_and_emptied(clinic: Clinic) -> None:
    added = clinic.done(
        *("nurse", "add", "N5", "--name", "Marsh, Ida", "--phone", "612-555-0105", "-y")
    )
    assert added.out == "New nurse: N5 Marsh, Ida · phone 612-555-0105\n"
    listed = clinic.done("nurse", "list", "--json").json["items"]
    assert [each["phone"] for each in listed] == [None, None, "612-555-0105"]
    assert "612-555-0105" in clinic.done("nurse", "list", "--table").out
    said = clinic.done("nurse", "edit", "N5", "--phone", "none", "-y")
    assert said.out == "Changes: N5 Marsh, Ida\n  phone: 612-555-0105 → -\n"


def test_an_edit_that_names_nothing_is_refused(clinic: Clinic) -> None:
    said = clinic.run("nurse", "edit", "N1", "-y")
    assert said.code == 2
    assert lines(said)[0] == "Nothing to change was named."


def test_an_edit_that_changes_nothing_says_so(clinic: Clinic) -> None:
    said = clinic.done("nurse", "edit", "N1", "--name", "Ada Quill", "-y")
    assert said.out == "Changes: N1 Ada Quill\n  Nothing differs.\n"


def test_a_new_roster_names_the_visits_outside_it(clinic: Clinic) -> None:
    clinic.done("nurse", "edit", "N1", "--roster", "Mon-Fri 08:00-16:30 home", "-y")
    said = clinic.done("nurse", "edit", "N1", "--roster", "Wed-Fri 08:00-16:30 home", "-y")
    assert said.out.splitlines()[2:] == [
        "  ! 1 open visit outside their roster or skills now:",
        "    V1 Tue 24 Nov 2026 09:00 booked · 0003 Ito, Chie 612-555-0103"
        " · nurse N1: not on shift at home then",
        "      pumpsched visit move V1 --nurse …",
    ]
    assert said.err == "Saved. Next: pumpsched plan\n"


def test_a_skill_taken_away_names_the_refills_of_that_pump_family(clinic: Clinic) -> None:
    clinic.done("nurse", "edit", "N1", "--roster", "Mon-Fri 08:00-16:30 home", "-y")
    said = clinic.done("nurse", "edit", "N1", "--skills", "SM3", "-y", "--json")
    assert [hit["id"] for hit in said.json["visits_hit"]] == ["V1"]
    said = clinic.done("nurse", "edit", "N1", "--skills", "SM2;SM3", "-y", "--json")
    assert said.json["visits_hit"] == []


def test_a_roster_with_two_places_at_once_is_a_finding(clinic: Clinic) -> None:
    both = "Mon-Fri 08:00-16:30 home; Fri 08:00-12:00 clinic:MPLS"
    said = clinic.done("nurse", "edit", "N1", "--roster", both, "-y", "--json")
    assert [finding["code"] for finding in said.json["findings"]] == ["roster-overlap"]


def test_the_list_has_every_column_and_the_days_off(clinic: Clinic) -> None:
    clinic.done("nurse", "off", "N2", "2026-12-07", "2026-12-11", "--reason", "vacation", "-y")
    said = clinic.done("nurse")
    assert said.out.splitlines() == [
        "nurse\tname\tskills\troster\tmax_visits\toff\tlatitude\tlongitude\tphone",
        "N1\tAda Quill\tall\t\t\t\t\t\t",
        "N2\tBo Reed\tall\t\t\tMon 7 Dec 2026 – Fri 11 Dec 2026 · vacation\t\t\t",
    ]
    items = clinic.done("nurse", "list", "--json").json["items"]
    assert items[1]["closures"] == [
        {"who": "N2", "from": "2026-12-07", "to": "2026-12-11", "reason": "vacation"}
    ]


def test_days_off_name_her_visits_and_how_to_move_them(clinic: Clinic) -> None:
    clinic.done("visit", "confirm", "V1", "-y")
    said = clinic.done("nurse", "off", "n1", "tue", "--reason", "sick", "-y")
    assert said.out.splitlines() == [
        "Closed: N1 · Tue 24 Nov 2026 · sick",
        "  ! 1 open visit on these days:",
        "    V1 Tue 24 Nov 2026 09:00 confirmed · 0003 Ito, Chie 612-555-0103",
        "      pumpsched visit move V1 --nurse …",
        "  A confirmed visit stays until you move it; booked ones move with plan.",
    ]
    assert said.err == "Saved. Next: pumpsched visit release --closure N1 --day 2026-11-24\n"


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("N9", "today"), 3, 'There is no nurse "N9".'),
        (("MPLS", "today"), 3, 'There is no nurse "MPLS".'),
        (("N1", "2026-12-11", "2026-12-07"), 2, "before it begins"),
        (("N1", "2026-11-01", "2026-11-05"), 2, "before today"),
        (("N1", "1/2/27"), 2, "is ambiguous"),
        (("N1", "today", "--as-of", "2026-11-22"), 2, "--as-of"),
    ],
)
def test_days_off_that_cannot_be_are_refused(
    clinic: Clinic, args: tuple[str, ...], code: int, words: str
) -> None:
    before = clinic.changes()
    said = clinic.run("nurse", "off", *args, "-y")
    assert (said.code, clinic.changes()) == (code, before)
    assert words in "\n".join(lines(said))


def test_without_a_terminal_a_nurse_is_saved_only_with_yes(clinic: Clinic) -> None:
    said = clinic.run("nurse", "add", "N5", "--name", "Marsh, Ida")
    assert said.code == 4
    assert nurse(clinic, "N5") is None


@pytest.mark.parametrize("noun", ["nurse", "site"])
def test_an_empty_list_says_how_it_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, noun: str
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    fresh = Clinic(tmp_path / "clinic.sqlite")
    fresh.done("patient", "add", "0001", "--name", "Testperson, Ida", "-y")
    assert f"Next: pumpsched {noun} add CODE --name …" in fresh.done(noun, "list").err


def test_where_there_is_no_site_yet_the_one_typed_is_the_one_to_add(tmp_path: Path) -> None:
    clinic = Clinic(tmp_path / "stores" / "new.sqlite")
    clinic.done("patient", "add", "0001", "--name", "Ann", "-y")
    said = clinic.run("nurse", "add", "N9", "--name", "X", "--roster", ROSTER, "-y")
    assert said.code == 3
    assert "Try: pumpsched site add MPLS --name …" in said.err
