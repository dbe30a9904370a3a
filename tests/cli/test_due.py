"""``due``: who is listed, in which order, and that nobody is lost."""

from __future__ import annotations

import pytest

from tests.builders import bolus as bolus_fact
from tests.builders import stop
from tests.builders.store import writing
from tests.builders.work import rebuild
from tests.cli.clinic import STAMP, TODAY, Clinic

FOOTER = "6 listed · 1 later · 1 inactive · 8 in all"


def codes(clinic: Clinic, *args: str) -> list[str]:
    """The patients that a worklist lists, in its order."""
    return [item["patient"] for item in clinic.done("due", "--json", *args).json["items"]]


def test_the_most_urgent_comes_first_and_the_footer_reconciles(clinic: Clinic) -> None:
    said = clinic.done("due")
    listed = [line.split("\t")[:2] for line in said.out.splitlines()[1:]]
    assert listed == [
        ["late", "0012"],
        ["unfilled", "0020"],
        ["unfilled", "0021"],
        ["stopped", "0040"],
        ["due", "0030"],
        ["due", "0003"],
    ]
    assert said.err.splitlines() == [
        FOOTER,
        "Next: pumpsched show 0012        the most urgent, with the reasons",
    ]


@pytest.mark.parametrize(
    ("span", "more"),
    [
        ("28d", ["0030", "0003"]),
        ("4w", ["0030", "0003"]),
        ("15d", []),
        ("16d", ["0030"]),
        ("2026-12-08", ["0030"]),
        ("2026-12", ["0030", "0003"]),
        ("2026-12-01..2027-01-08", ["0030", "0003"]),
        ("2026-12-01..2027-01-09", ["0030", "0003", "0007"]),
    ],
)
def test_a_span_lists_who_must_be_refilled_by_its_last_day(
    clinic: Clinic, span: str, more: list[str]
) -> None:
    assert codes(clinic, span) == ["0012", "0020", "0021", "0040", *more]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (("--setting", "home"), ["0003"]),
        (("--setting", "clinic"), ["0012", "0020", "0021", "0040", "0030"]),
        (("--nurse", "N1"), ["0003"]),
        (("--nurse", "n1", "--all"), ["0003", "0007"]),
        (("--nurse", "N2"), []),
        (("--unbooked",), ["0012", "0020", "0021", "0040", "0030"]),
        (("--limit", "2"), ["0012", "0020"]),
        (("--all",), ["0012", "0020", "0021", "0040", "0030", "0003", "0007", "0041"]),
    ],
    ids=lambda part: " ".join(part),
)
@pytest.mark.parametrize("as_of", ["2026-11-22", "2026-10-01", "2027-03-01"])
def test_every_filter_keeps_its_own_and_accounts_for_the_rest(
    clinic: Clinic, args: tuple[str, ...], expected: list[str], as_of: str
) -> None:
    found = clinic.done("due", *args, "--json", "--as-of", as_of).json
    if as_of == "2026-11-22":
        assert [item["patient"] for item in found["items"]] == expected
    counts = found["counts"]
    assert counts["listed"] == len(found["items"])
    parts = ("listed", "later", "inactive", "filtered")
    assert sum(counts[part] for part in parts) == counts["all"] == 8


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        ("2026-12-01", "waiting"),
        ("2026-12-02", "due"),
        ("2027-01-09", "due"),
        ("2027-01-10", "late"),
        ("2027-01-15", "late"),
        ("2027-01-16", "alarm"),
        ("2027-01-23", "alarm"),
        ("2027-01-24", "empty"),
    ],
)
def test_the_status_follows_the_day_looked_from(clinic: Clinic, as_of: str, status: str) -> None:
    found = clinic.done("due", "--all", "--json", "--as-of", as_of).json["items"]
    assert [item["status"] for item in found if item["patient"] == "0007"] == [status]


def test_the_exit_code_tells_a_script_that_somebody_is_late(clinic: Clinic) -> None:
    assert clinic.run("due", "--exit-code").code == 10
    assert clinic.run("due", "--exit-code", "--nurse", "N2").code == 10
    clinic.done("refill", "0012", "--fill", "20", "--on", "today", "-y")
    assert clinic.run("due", "--exit-code").code == 0


@pytest.mark.parametrize(
    ("bolus", "as_of", "status"),
    [
        ("17 mL", "2026-11-22", "alarm"),
        ("19 mL", "2026-11-22", "empty"),
        ("0.1 mL", "2027-02-03", "late"),
    ],
)
def test_a_stop_hides_nothing_that_exit_code_10_tells(
    clinic: Clinic, bolus: str, as_of: str, status: str
) -> None:
    for code in ("0003", "0012", "0030", "0040"):
        clinic.done("patient", "archive", code, "-y")
    with writing(clinic.engine(), STAMP) as books:
        for fact in (bolus_fact("2026-11-09", bolus), stop("2026-11-10T09:00")):
            books.append("0007", books.implants("0007")[0].key, fact)
        rebuild(books, today=TODAY)
    said = clinic.run("due", "--exit-code", "--json", "--as-of", as_of)
    assert said.code == 10
    first = said.json["items"][0]
    assert (first["patient"], first["status"]) == ("0007", status)


def test_an_empty_list_is_done_and_says_what_to_do(clinic: Clinic) -> None:
    path = clinic.path.with_name("other.sqlite")
    args = ("--db", str(path))
    clinic.done("patient", "add", "1", "--name", "Quist, Lea", "-y", *args)
    clinic.done("patient", "archive", "1", "-y", *args)
    said = clinic.done("due", *args)
    assert len(said.out.splitlines()) == 1
    assert said.err.splitlines()[0] == "0 listed · 0 later · 1 inactive · 1 in all"


def test_the_store_with_its_own_today_is_named_in_the_header(clinic: Clinic) -> None:
    from datetime import date

    with writing(clinic.engine(), STAMP) as books:
        books.set_own_today(date(2026, 12, 24))
    assert clinic.done("due", "--json").json["as_of"] == "2026-12-24"
    said = clinic.done("show", "0007")
    assert said.out.splitlines()[1].endswith("as of Thu 24 Dec 2026 · DEMO DATA")
    assert "on Thu 24 Dec 2026" in clinic.done("stop", "0007", "-y").out
