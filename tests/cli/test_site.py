"""``site``: clinic locations."""

from __future__ import annotations

import pytest

from tests.builders.values import Location, Site, parse_hours
from tests.cli.clinic import Clinic, lines

HOURS = "Mon-Fri 08:00-16:30"


def test_a_site_is_added_changed_and_listed(clinic: Clinic) -> None:
    said = clinic.done(
        *("site", "add", "STP", "--name", "Saint Paul", "--hours", HOURS, "--chairs", "2"),
        *("--latitude", "44.95", "--longitude=-93.1", "-y"),
    )
    assert said.out == (
        f"New site: STP Saint Paul · latitude 44.95 · longitude -93.1 · hours {HOURS} · chairs 2\n"
    )
    clinic.done("site", "edit", "STP", "--chairs", "3", "-y")
    with clinic.opened() as books:
        assert books.site("STP") == Site(
            "STP",
            "Saint Paul",
            Location(44_950_000_000, -93_100_000_000),
            parse_hours(HOURS, "hours"),
            3,
        )
    assert clinic.done("site").out.splitlines() == [
        "site\tname\thours\tchairs\tlatitude\tlongitude",
        "MPLS\tMinneapolis\t\t1\t\t",
        f"STP\tSaint Paul\t{HOURS}\t3\t44.95\t-93.1",
    ]
    assert clinic.done("site", "list", "--json").json["items"][1]["chairs"] == 3


def test_new_hours_name_the_visits_outside_them(clinic: Clinic) -> None:
    clinic.done("visit", "add", "0007", "--at", "2026-12-04T15:00", "--site", "MPLS", "-y")
    said = clinic.done("site", "edit", "MPLS", "--hours", "Mon-Fri 08:00-12:00", "-y")
    assert said.out.splitlines()[2:] == [
        "  ! 1 open visit outside its hours now:",
        "    V2 Fri 4 Dec 2026 15:00 booked · 0007 Rivera, Ana 612-555-0107"
        " · MPLS is open Mon-Fri 08:00-12:00",
        "      pumpsched visit move V2 --at …",
    ]


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("add", "STP"), 2, "name: nothing given"),
        (("add", "STP", "--name", "X", "--hours", "always"), 2, 'hours "always"'),
        (("add", "STP", "--name", "X", "--hours", "Mon 08:00-12:00 home"), 2, "after the hours"),
        (("add", "STP", "--name", "X", "--chairs", "1.5"), 2, "chairs"),
        (("add", "MPLS", "--name", "X"), 5, "Site MPLS is there already."),
        (("add", "N1", "--name", "X"), 5, "The code N1 is taken by a nurse."),
        (("edit", "STP", "--chairs", "2"), 3, 'There is no site "STP".'),
        (("edit", "MPLS"), 2, "Nothing to change was named."),
    ],
)
def test_a_site_that_cannot_be_is_refused(
    clinic: Clinic, args: tuple[str, ...], code: int, words: str
) -> None:
    before = clinic.changes()
    said = clinic.run("site", *args, "-y")
    assert (said.code, clinic.changes()) == (code, before)
    assert words in "\n".join(lines(said))
