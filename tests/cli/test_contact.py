"""``contact``: what came of a call."""

from __future__ import annotations

import pytest

from tests.cli.clinic import Clinic


def said(clinic: Clinic) -> list[str]:
    items = clinic.done("contact", "0007", "--json").json["items"]
    return [item["said"] for item in items]


def test_calls_are_listed_in_the_order_logged(clinic: Clinic) -> None:
    assert said(clinic) == []
    clinic.done("contact", "0007", "--said", "left-message", "-y")
    clinic.done("contact", "0007", "--said", "refused", "--by", "letter", "-y")
    assert said(clinic) == ["left-message", "refused"]


def test_the_last_call_stands_in_the_list_and_on_the_card(clinic: Clinic) -> None:
    clinic.done("contact", "0012", "--said", "refused", "--note", "in hospital", "-y")
    words = "refused by phone Sun 22 Nov 2026 10:00"
    assert words in clinic.done("due", "--table").out
    assert words in clinic.done("show", "0012", "--table").out
    (item,) = (
        each for each in clinic.done("due", "--json").json["items"] if each["patient"] == "0012"
    )
    assert (item["contact"]["said"], item["contact"]["note"]) == ("refused", "in hospital")


def test_a_call_logged_by_mistake_is_taken_back(clinic: Clinic) -> None:
    for word in ("left-message", "agreed", "withdrawn"):
        clinic.done("contact", "0007", "--said", word, "-y")
    assert said(clinic) == ["left-message"]


def test_a_call_is_on_record(clinic: Clinic) -> None:
    clinic.done("contact", "0007", "--said", "agreed", "-y", "--actor", "ann")
    entry = clinic.done("audit", "--limit", "1", "--json").json["items"][0]
    assert (entry["action"], entry["actor"]) == ("contact", "ann")


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("9999", "--said", "agreed"), 3),
        (("0007", "--said", "maybe"), 2),
        (("0007", "--said", "agreed", "--by", "owl"), 2),
        (("0007", "--note", "no word of what came of it"), 2),
        (("0007", "--said", "withdrawn"), 5),
        (("0007", "--said", "agreed", "--on", "2026-11-23"), 4),
    ],
)
def test_a_contact_that_cannot_be_is_refused(
    clinic: Clinic, args: tuple[str, ...], code: int
) -> None:
    before = clinic.path.read_bytes()
    assert clinic.run("contact", *args, "-y").code == code
    assert clinic.path.read_bytes() == before


def test_the_same_call_twice_is_a_conflict(clinic: Clinic) -> None:
    clinic.done("contact", "0007", "--said", "agreed", "-y")
    assert clinic.run("contact", "0007", "--said", "agreed", "-y").code == 5
