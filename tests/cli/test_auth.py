"""``auth``: payer authorizations."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders.values import Authorization
from tests.cli.clinic import Clinic, lines

GIVEN = ("--number", "PA-1", "--payer", "Lakes Mutual", "--visits", "6")


def test_an_authorization_is_added_by_columns_with_days_as_people_type_them(
    clinic: Clinic,
) -> None:
    said = clinic.done(
        "auth", "add", "0007", *GIVEN, "--valid-from", "today", "--valid-to", "jun 30", "-y"
    )
    assert said.out == (
        "New authorization: 0007 PA-1 · payer Lakes Mutual · valid from 2026-11-22 · "
        "valid to 2027-06-30 · visits 6\n"
    )
    with clinic.opened() as books:
        assert books.authorizations() == [
            Authorization("0007", "PA-1", "Lakes Mutual", date(2026, 11, 22), date(2027, 6, 30), 6)
        ]


def test_a_refill_left_without_authorization_is_named(clinic: Clinic) -> None:
    said = clinic.done("auth", "add", "0003", *GIVEN, "--valid-from", "2026-12-01", "-y")
    assert said.out.splitlines()[1:] == [
        "  ! 1 open visit without an authorization:",
        "    V1 Tue 24 Nov 2026 09:00 booked · 0003 Ito, Chie 612-555-0103",
        "      pumpsched visit move V1 --at …",
    ]
    said = clinic.done("auth", "edit", "0003", "PA-1", "--valid-from", "none", "-y", "--json")
    assert (said.json["changed"], said.json["visits_hit"]) == (["valid_from"], [])


def test_the_last_visit_of_an_authorization_is_used_once(clinic: Clinic) -> None:
    clinic.done("visit", "add", "0003", "--at", "2026-12-22T09:00", "--nurse", "N1", "-y")
    said = clinic.done("auth", "add", "0003", "--number", "A", "--visits", "1", "-y", "--json")
    assert [hit["id"] for hit in said.json["visits_hit"]] == ["V1", "V2"]
    said = clinic.done("auth", "edit", "0003", "A", "--visits", "2", "-y", "--json")
    assert said.json["visits_hit"] == []


@pytest.mark.parametrize(
    ("given", "finding"),
    [
        (("--valid-to", "yesterday"), "authorization-ended"),
        (("--visits", "0"), "authorization-empty"),
    ],
)
def test_an_authorization_of_no_use_is_a_finding(
    clinic: Clinic, given: tuple[str, ...], finding: str
) -> None:
    said = clinic.done("auth", "add", "0007", "--number", "A", *given, "-y", "--json")
    assert [found["code"] for found in said.json["findings"]] == [finding]


def test_the_list_counts_the_refills_within_each(clinic: Clinic) -> None:
    clinic.done("auth", "add", "0003", *GIVEN, "-y")
    clinic.done("auth", "add", "0007", "--number", "B", "--valid-to", "2026-12-31", "-y")
    assert clinic.done("auth").out.splitlines() == [
        "patient\tname\tnumber\tpayer\tvalid_from\tvalid_to\tvisits\trefills\trequest_by",
        "0003\tIto, Chie\tPA-1\tLakes Mutual\t\t\t6\t1\t",
        "0007\tRivera, Ana\tB\t\t\t2026-12-31\t\t0\t2026-10-30",
    ]
    assert clinic.done("auth", "list", "rivera", "--json").json["items"] == [
        {
            "patient": "0007",
            "number": "B",
            "payer": None,
            "valid_from": None,
            "valid_to": "2026-12-31",
            "visits": None,
            "refills": 0,
            "request_by": "2026-10-30",
        }
    ]


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("add", "0007"), 2, "number: nothing given"),
        (("add", "rivera", "--number", "A"), 4, "is a name"),
        (("add", "9999", "--number", "A"), 3, 'No patient matches "9999".'),
        (("add", "0007", "--number", "A", "--visits", "-1"), 2, "visits"),
        (("add", "0007", "--number", "A", "--valid-to", "1/2/27"), 2, '--valid-to "1/2/27"'),
        (
            ("add", "0007", "--number", "A", "--valid-from", "dec 1", "--valid-to", "nov 30"),
            2,
            "is before 2026-12-01, the first day",
        ),
        (("edit", "0007", "A", "--visits", "2"), 3, 'Patient 0007 has no authorization "A".'),
        (("edit", "0007", "A"), 2, "Nothing to change was named."),
        (("list", "nobody"), 3, 'No patient matches "nobody".'),
    ],
)
def test_an_authorization_that_cannot_be_is_refused(
    clinic: Clinic, args: tuple[str, ...], code: int, words: str
) -> None:
    before = clinic.changes()
    write = () if args[0] == "list" else ("-y",)
    said = clinic.run("auth", *args, *write)
    assert (said.code, clinic.changes()) == (code, before)
    assert words in "\n".join(lines(said))


def test_a_number_is_taken_once_a_patient(clinic: Clinic) -> None:
    clinic.done("auth", "add", "0007", *GIVEN, "-y")
    clinic.done("auth", "add", "0003", *GIVEN, "-y")
    said = clinic.run("auth", "add", "0007", *GIVEN, "-y")
    assert (said.code, lines(said)[0]) == (5, 'Patient 0007 has an authorization "PA-1" already.')
