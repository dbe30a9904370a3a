"""The worklist in numbers and on paper: everybody counted once, nothing cut, every page named."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from pumpsched.cli.terminal.paper import WIDTH
from tests.builders.command import NEW_PAGE
from tests.builders.store import writing
from tests.builders.values import Patient
from tests.cli.clinic import STAMP, Clinic, lines
from tests.made_once import once

PARTS = ("listed", "later", "inactive", "filtered")


def conditions(path: Path) -> None:
    """Gives some patients a condition, two of them the same one in other letters."""
    clinic = Clinic(path)
    for patient, condition in (
        ("0007", "CRPS"),
        ("0003", "cancer pain"),
        ("0012", "Cancer  Pain"),
        ("0041", "cancer pain"),
    ):
        clinic.done("patient", "edit", patient, "--condition", condition, "-y")


@pytest.mark.parametrize(
    "args", [(), ("--all",), ("--setting", "home"), ("--limit", "2"), ("--unbooked", "--all")]
)
@pytest.mark.parametrize("as_of", ["2026-11-22", "2026-08-20", "2027-03-01"])
def test_every_condition_reconciles_and_so_do_their_sums(
    clinic: Clinic, args: tuple[str, ...], as_of: str
) -> None:
    once(clinic.path, conditions)
    found = clinic.done("due", "--counts", "--json", "--as-of", as_of, *args).json
    whole = clinic.done("due", "--json", "--as-of", as_of, *args).json["counts"]
    assert found["counts"] == whole
    for row in found["conditions"]:
        assert sum(row[part] for part in PARTS) == row["all"]
    for part in (*PARTS, "all"):
        assert sum(row[part] for row in found["conditions"]) == whole[part]


def test_a_condition_is_one_whatever_its_letters_and_none_comes_last(clinic: Clinic) -> None:
    once(clinic.path, conditions)
    found = clinic.done("due", "--counts", "--json").json["conditions"]
    assert [(row["condition"], row["all"]) for row in found] == [
        ("Cancer  Pain", 3),
        ("CRPS", 1),
        (None, 4),
    ]
    head, *rows = clinic.done("due", "--counts").out.splitlines()
    assert head.split("\t") == ["condition", *PARTS, "all"]
    assert rows[0].split("\t") == ["Cancer  Pain", "2", "0", "1", "0", "3"]


def crowd(clinic: Clinic, count: int) -> None:
    """Adds patients without a pump: each is listed."""
    with writing(clinic.engine(), STAMP) as books:
        for number in range(count):
            books.put_patient(Patient(f"P{number:02}", f"Example, Nr {number}"))


def pages(clinic: Clinic, *args: str) -> list[list[str]]:
    """The lines of each printed page."""
    out = clinic.done("due", "--paper", *args).out
    return [page.splitlines() for page in out.split(NEW_PAGE)]


def test_every_page_says_which_list_of_which_day_and_which_page_it_is(clinic: Clinic) -> None:
    crowd(clinic, 20)
    found = pages(clinic, "--lines", "40")
    assert len(found) == 4
    head = clinic.done("audit", "list", "--json").json["head"]
    for number, page in enumerate(found, 1):
        assert page[0].startswith("Refills due by Sun 20 Dec 2026 ")
        assert page[0].endswith(f"page {number} of 4")
        assert page[1] == "as of Sun 22 Nov 2026 · 26 of 28 patients"
        assert page[2].startswith("store ")
        assert page[2].endswith(f"  record {head[:12]}")
        assert "Verify every date with the programmer; it stays authoritative." in page
        assert len(page) <= 40
    assert found[-1][-1] == "26 listed · 1 later · 1 inactive · 28 in all"


def test_every_patient_has_a_box_and_is_never_broken_across_pages(clinic: Clinic) -> None:
    crowd(clinic, 20)
    listed = clinic.done("due", "--json").json["items"]
    boxes = [line for page in pages(clinic, "--lines", "40") for line in page if "[ ]" in line]
    assert len(boxes) == len(listed) == 26
    for box, item in zip(boxes, listed, strict=True):
        assert f"{item['status']}  {item['patient']}" in box
    for page in pages(clinic, "--lines", "40"):
        body = page[page.index("") + 1 :]
        assert body[0].startswith("[ ]") or " in all" in body[0]


def test_nothing_is_cut_and_no_line_is_wider_than_the_paper(clinic: Clinic) -> None:
    name = "Ó " + "Quist-Featherstonehaugh " * 9 + "明" * 60
    clinic.done("patient", "edit", "0003", "--name", name.strip(), "-y")
    [page] = pages(clinic, "--lines", "200")
    assert max(cell_len(line) for line in page) <= WIDTH
    text = "".join(page).replace(" ", "")
    assert name.replace(" ", "") in text
    item = next(i for i in clinic.done("due", "--json").json["items"] if i["patient"] == "0003")
    entry = " ".join(" ".join(page).split())
    assert item["mixture"] in entry
    for whole in ("4000 mcg/day", "visit Tue 24 Nov 2026 09:00 home N1 (booked)", "S0003"):
        assert any(whole in line for line in page)


def test_paper_goes_with_the_filters_and_not_with_other_forms(clinic: Clinic) -> None:
    [page] = pages(clinic, "--nurse", "N1", "--limit", "1")
    assert [line[4:20] for line in page if line.startswith("[ ]")] == ["! due  0003  Ito"]
    [empty] = pages(clinic, "--nurse", "N2")
    assert empty[-1] == "0 listed · 1 later · 1 inactive · 6 filtered · 8 in all"
    for form in ("--json", "--csv", "--plain", "--counts"):
        assert clinic.run("due", "--paper", form).code == 2
    said = clinic.run("due", "--lines", "50")
    assert (said.code, lines(said)[0]) == (2, "--lines belongs to --paper.")
    assert clinic.run("due", "--paper", "--lines", "9").code == 2
    assert clinic.run("due", "--paper", "--exit-code").code == 10


def test_the_plain_list_stays_as_programs_know_it(clinic: Clinic) -> None:
    head = clinic.done("due", "--plain").out.splitlines()[0].split("\t")
    assert head == [
        *("status", "patient", "name", "alarm_on", "refill_by", "book_by", "volume_ml", "limit"),
        *("visit", "phone", "opens_on", "setting", "mixture", "findings"),
    ]


def test_a_dose_that_takes_effect_later_stands_beside_the_one_in_force(clinic: Clinic) -> None:
    clinic.done("dose", "0003", "4.2 mg/day", "--on", "2026-11-22T18:00", "-y")
    text = " ".join(clinic.done("due", "--paper").out.split())
    assert "4000 mcg/day then 4.2 mg/day" in text
    assert "from Sun 22 Nov 2026 18:00" in text
