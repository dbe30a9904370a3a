"""``closure``: closed days, and the public holidays of a place."""

from __future__ import annotations

import shlex
import sys

import pytest

from tests.cli.clinic import Clinic, lines


def closures(clinic: Clinic) -> list[tuple[str, str, str, str]]:
    with clinic.opened() as books:
        return [(c.who, str(c.first), str(c.last), c.reason) for c in books.closures()]


def test_a_closure_of_all_names_the_visits_it_hits(clinic: Clinic) -> None:
    said = clinic.done("closure", "add", "all", "2026-11-24", "--reason", "snow", "-y")
    assert said.out.splitlines() == [
        "Closed: all · Tue 24 Nov 2026 · snow",
        "  ! 1 open visit on these days:",
        "    V1 Tue 24 Nov 2026 09:00 booked · 0003 Ito, Chie 612-555-0103",
        "      pumpsched visit move V1 --at …",
    ]
    assert said.err == ("Saved. Next: pumpsched visit release --closure all --day 2026-11-24\n")
    assert closures(clinic) == [("all", "2026-11-24", "2026-11-24", "snow")]


@pytest.mark.parametrize(("who", "hit"), [("0003", 1), ("N1", 1), ("N2", 0), ("MPLS", 0)])
def test_a_closure_hits_the_visits_of_whom_it_is(clinic: Clinic, who: str, hit: int) -> None:
    said = clinic.done("closure", "add", who, "2026-11-23..2026-11-27", "-y", "--json")
    assert len(said.json["visits_hit"]) == hit
    assert said.json["items"] == [
        {"who": who, "from": "2026-11-23", "to": "2026-11-27", "reason": None}
    ]


def test_a_cancelled_visit_is_hit_by_nothing(clinic: Clinic) -> None:
    clinic.done("visit", "cancel", "V1", "-y")
    said = clinic.done("closure", "add", "all", "2026-11-24", "-y", "--json")
    assert said.json["visits_hit"] == []


def test_a_closure_of_all_moves_the_day_to_book_by(clinic: Clinic) -> None:
    def book_by() -> str:
        items = clinic.done("due", "--all", "--json").json["items"]
        return next(str(item["book_by"]) for item in items if item["patient"] == "0007")

    assert book_by() == "2027-01-08"
    clinic.done("closure", "add", "all", "2027-01-07", "2027-01-08", "-y")
    assert book_by() == "2027-01-06"


def test_the_same_closure_again_changes_nothing(clinic: Clinic) -> None:
    clinic.done("closure", "add", "ALL", "2026-12-24", "--reason", "winter", "-y")
    before = clinic.changes()
    said = clinic.done("closure", "add", "all", "2026-12-24", "--reason", "winter", "-y")
    assert said.out == "There already: all · Thu 24 Dec 2026 · winter\n"
    assert said.err == "Nothing new. Next: pumpsched closure list\n"
    assert clinic.changes() == before


def test_a_very_long_closure_is_a_finding(clinic: Clinic) -> None:
    said = clinic.done("closure", "add", "N1", "2026-12-24", "2027-12-26", "-y", "--json")
    assert [finding["code"] for finding in said.json["findings"]] == ["long-closure"]


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("add", "N9", "today"), 3, 'Nobody has the code "N9".'),
        (("add", "all", "2026-12-26", "2026-12-24"), 2, "before it begins"),
        (("add", "all", "2026-11-01", "2026-11-21"), 2, "before today"),
        (("add", "all", "2026-02-30"), 2, "there is no 30 Feb 2026"),
        (("add", "all", "2026-12-24", "--reason", "a\x1b[31m"), 2, "control character"),
        (("remove", "all", "2026-12-24"), 3, "There is no closure of all from 2026-12-24."),
        (("remove", "N9", "2026-12-24"), 3, 'Nobody has the code "N9".'),
        (("list", "--who", "N9"), 3, 'Nobody has the code "N9".'),
        (("holidays", "US-MN", "2025"), 2, "needs a whole number from 2026 to 2100"),
        (("holidays", "US-MN", "next"), 2, "YEAR"),
    ],
)
def test_a_closure_that_cannot_be_is_refused(
    clinic: Clinic, args: tuple[str, ...], code: int, words: str
) -> None:
    before = clinic.changes()
    write = () if args[0] == "list" else ("-y",)
    said = clinic.run("closure", *args, *write)
    assert (said.code, clinic.changes()) == (code, before)
    assert words in "\n".join(lines(said))


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("holidays", "XX", "2027"), 2, 'PLACE "XX": is no country known'),
        (("holidays", "US-ZZ", "2027"), 2, "is no part of US"),
        (("holidays", "US", "2027", "--skip", "Bastille"), 2, "is in no name of"),
        (("holidays", "US", "2027", "--skip", " "), 2, "is in no name of"),
    ],
)
def test_holidays_that_cannot_be_are_refused(
    clinic: Clinic, args: tuple[str, ...], code: int, words: str
) -> None:
    pytest.importorskip("holidays", reason="the extra with the public holidays is not installed")
    test_a_closure_that_cannot_be_is_refused(clinic, args, code, words)


def test_closures_to_come_are_listed_by_day(clinic: Clinic) -> None:
    clinic.done("closure", "add", "all", "2026-12-24", "2026-12-26", "--reason", "winter", "-y")
    clinic.done("closure", "add", "N2", "2026-11-20", "2026-11-23", "-y")
    clinic.done("closure", "add", "N1", "2027-03-01", "-y")
    said = clinic.done("closure")
    assert said.out.splitlines() == [
        "who\tfrom\tto\treason",
        "N2\t2026-11-20\t2026-11-23\t",
        "all\t2026-12-24\t2026-12-26\twinter",
        "N1\t2027-03-01\t2027-03-01\t",
    ]

    def whose(*args: str) -> list[str]:
        items = clinic.done("closure", "list", *args, "--json").json["items"]
        return [item["who"] for item in items]

    assert whose("2026-12") == ["all"]
    assert whose("--who", "N1") == ["N1"]
    assert whose("--as-of", "2026-12-01") == ["all", "N1"]
    assert whose("--as-of", "2026-12-01", "--past") == ["N2", "all", "N1"]


def test_a_closure_is_removed_and_stays_on_record(clinic: Clinic) -> None:
    clinic.done("closure", "add", "all", "2026-12-24", "2026-12-26", "--reason", "winter", "-y")
    said = clinic.done("closure", "remove", "all", "2026-12-24", "-y")
    assert said.out == "Open again: all · Thu 24 Dec 2026 – Sat 26 Dec 2026 · winter\n"
    assert closures(clinic) == []
    with clinic.opened() as books:
        detail = next(books.audit_entries(newest=1)).detail
    removed = {"who": "all", "from": "2026-12-24", "to": "2026-12-26", "reason": "winter"}
    assert detail["notes"] == [{"removed": removed}]


def test_of_two_closures_from_one_day_the_last_day_tells_which(clinic: Clinic) -> None:
    clinic.done("closure", "add", "N1", "2026-12-24", "-y")
    clinic.done("closure", "add", "N1", "2026-12-24", "2026-12-26", "-y")
    said = clinic.run("closure", "remove", "N1", "2026-12-24", "-y")
    assert said.code == 5
    assert lines(said)[1] == "  They end on 2026-12-24, 2026-12-26."
    clinic.done("closure", "remove", "N1", "2026-12-24", "2026-12-26", "-y")
    assert closures(clinic) == [("N1", "2026-12-24", "2026-12-24", "")]


def test_public_holidays_close_the_practice_once(clinic: Clinic) -> None:
    pytest.importorskip("holidays")
    first = clinic.done("closure", "holidays", "us-mn", "2027", "--skip", "juneteenth", "-y")
    assert "Closed: all · Thu 25 Nov 2027 · Thanksgiving Day" in first.out.splitlines()
    assert "Closed: all · Fri 24 Dec 2027 · Christmas Day (observed)" in first.out.splitlines()
    assert "Juneteenth" not in first.out
    before = clinic.changes()
    again = clinic.done(
        "closure", "holidays", "us-mn", "2027", "--skip", "juneteenth", "-y", "--json"
    )
    assert (again.json["items"], clinic.changes()) == ([], before)
    assert len(again.json["known"]) == len(first.out.splitlines())


def test_a_holiday_within_a_closure_is_there_already(clinic: Clinic) -> None:
    pytest.importorskip("holidays")
    clinic.done("closure", "add", "all", "2027-12-20", "2027-12-31", "-y")
    said = clinic.done("closure", "holidays", "US", "2027", "-n", "--json")
    assert {item["from"] for item in said.json["known"]} == {
        "2027-12-24",
        "2027-12-25",
        "2027-12-31",
    }


def test_without_the_extra_holidays_are_refused_plainly(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    said = clinic.run("closure", "holidays", "US-MN", "2027", "-y")
    assert said.code == 2
    assert lines(said) == [
        "Public holidays need a package that is not installed.",
        '  pip install "pumpsched[holidays]" brings it.',
        '  Try: pumpsched closure add all 2026-12-25 --reason "Christmas" (day by day)',
    ]


def located(clinic: Clinic) -> None:
    """One patient in the middle, one 11 km north, the others nowhere."""
    for code, latitude in (("0003", "44.9"), ("0007", "45.0")):
        clinic.done("patient", "edit", code, "--latitude", latitude, "--longitude=-93.2", "-y")


def test_days_are_closed_for_all_who_live_around_a_place(clinic: Clinic) -> None:
    located(clinic)
    near = ("closure", "add", "2026-11-24", "--near", "44.9,-93.2", "--reason", "snow", "-y")
    said = clinic.done(*near, "--km", "5", "--json").json
    assert [item["who"] for item in said["items"]] == ["0003"]
    assert [hit["id"] for hit in said["visits_hit"]] == ["V1"]
    again = clinic.done(*near, "--km", "20", "--json").json
    assert [item["who"] for item in again["items"]] == ["0007"]
    assert [item["who"] for item in again["known"]] == ["0003"]


def test_days_are_closed_for_several_at_once(clinic: Clinic) -> None:
    said = clinic.done("closure", "add", "N1;0012", "2026-11-24", "-y", "--json").json
    assert [item["who"] for item in said["items"]] == ["N1", "0012"]


def test_what_one_command_closed_for_several_another_one_opens_again(clinic: Clinic) -> None:
    added = clinic.done("closure", "add", "N1;0012", "2026-11-24", "-y").err
    undo = shlex.split(added.partition("Undo: pumpsched ")[2])
    assert undo == ["closure", "remove", "N1;0012", "2026-11-24", "2026-11-24"]
    clinic.done(*undo, "-y")
    assert clinic.done("closure", "list", "--json").json["items"] == []


def test_closures_of_several_are_opened_all_or_none(clinic: Clinic) -> None:
    clinic.done("closure", "add", "N1", "2026-11-24", "-y")
    assert clinic.run("closure", "remove", "N1;0012", "2026-11-24", "-y").code == 3
    assert [item["who"] for item in clinic.done("closure", "list", "--json").json["items"]] == [
        "N1"
    ]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("2026-11-24", "--near", "44.9,-93.2"), 2),
        (("2026-11-24", "--near", "44.9", "--km", "5"), 2),
        (("2026-11-24", "--near", "10,10", "--km", "5"), 3),
        (("N1",), 2),
    ],
)
def test_a_region_that_cannot_be_meant_is_refused(
    clinic: Clinic, words: tuple[str, ...], code: int
) -> None:
    refused = clinic.run("closure", "add", *words, "-y")
    assert refused.code == code
    assert "Try: closure" not in refused.err
