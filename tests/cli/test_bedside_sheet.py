"""``refill --sheet``: a page to fill in beside the patient, which records nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.builders.store import writing
from tests.builders.values import Patient
from tests.cli.clinic import STAMP, Clinic, lines

pytestmark = pytest.mark.one_backend

KNOWN = ("0003", "0007", "0012", "0020", "0021", "0030", "0040", "0041")


def sheet(clinic: Clinic, code: str, *args: str) -> list[str]:
    """The lines of a patient's page."""
    return clinic.done("refill", code, "--sheet", *args).out.splitlines()


def line_of(page: list[str], label: str) -> str:
    """What stands after a label."""
    return next(line for line in page if line.startswith(label)).removeprefix(label).strip()


def test_the_page_has_what_is_known_then_room_for_each_step(clinic: Clinic) -> None:
    page = sheet(clinic, "0003")
    assert page[:12] == [
        "Refill at the bedside · as of Sun 22 Nov 2026",
        "",
        "patient           Ito, Chie · born 1958-07-19 · 0003 · 612-555-0103",
        "visit             ! due · Tue 24 Nov 2026 09:00 home N1",
        "pump              SynchroMed II 20 mL S0003, implanted Mon 4 May 2026",
        "last fill         20 mL on Mon 5 Oct 2026",
        "in the reservoir  morphine 20 mg/mL: 4 mg/day, 5 mg/day with all boluses",
        "                  bupivacaine 10 mg/mL: 2 mg/day, 2.5 mg/day with all boluses",
        "programme         4 mg/day, patient bolus 250 mcg x 4/day",
        "residual          7.4 to 9.9 mL expected, ±2.3 mL, on Tue 24 Nov 2026 09:00",
        "dates             Next refill Thu 5 Nov – Wed 9 Dec 2026 (reservoir), alarm",
        "                  Wed 16 Dec 2026.",
    ]
    steps = [line[:18].strip() for line in page[12:] if "__" in line or "[ ]" in line]
    assert list(filter(None, steps)) == [
        *("patient", "programmer before", "drug in hand", "needle", "residual", "fill"),
        *("thrown away", "programme after", "alarm date now", "next visit", "note", "signed"),
    ]


def test_the_page_has_room_for_what_came_back_and_what_was_thrown_away(clinic: Clinic) -> None:
    page = "\n".join(sheet(clinic, "0007"))
    for room in ("[ ] aspirated again: ____", "beyond use ____", "kit ____", "seen by ____"):
        assert room in page


def test_the_residual_is_expected_as_of_the_visit(clinic: Clinic) -> None:
    assert "on Tue 24 Nov 2026 09:00" in line_of(sheet(clinic, "0003"), "residual")
    assert "on Sun 22 Nov 2026 10:00" in line_of(sheet(clinic, "0007"), "residual")


def test_another_day_is_looked_from_with_as_of(clinic: Clinic) -> None:
    page = sheet(clinic, "0007", "--as-of", "2026-12-22")
    assert line_of(page, "residual") == "8 mL expected, ±2.2 mL, on Tue 22 Dec 2026"


def test_a_pump_of_constant_flow_has_no_programmer_to_read(clinic: Clinic) -> None:
    page = "\n".join(sheet(clinic, "0030"))
    assert "programme" not in page
    assert "alarm date" not in page


def test_those_easily_taken_for_the_patient_are_named(clinic: Clinic) -> None:
    clinic.done("patient", "edit", "0020", "--birth-date", "1961-04-20", "-y")
    warned = "! Not to be confused with 0020 Rivero, Ana, born 1961-04-20"
    assert f"{' ' * 18}{warned}" in sheet(clinic, "0007")


@pytest.mark.parametrize("code", KNOWN)
def test_every_page_fits_sixty_lines_of_eighty_columns(clinic: Clinic, code: str) -> None:
    page = sheet(clinic, code)
    assert len(page) <= 60
    assert max(map(cell_len, page)) <= 80


@pytest.mark.parametrize("name", ["\N{CJK UNIFIED IDEOGRAPH-5C71}" * 400, "Ana " * 240, "x" * 990])
def test_the_longest_texts_leave_room_for_the_steps(clinic: Clinic, name: str) -> None:
    with writing(clinic.engine(), STAMP) as books:
        books.put_patient(Patient("0007", name, None, name, name, notes=name))
    page = sheet(clinic, "0007")
    assert len(page) <= 60
    assert max(map(cell_len, page)) <= 80
    assert "… more: pumpsched show 0007" in page
    assert page[-3].startswith("signed")


def test_brackets_are_printed_and_nothing_acts_on_the_terminal(clinic: Clinic) -> None:
    with writing(clinic.engine(), STAMP) as books:
        books.put_patient(Patient("0007", "Doe [/] [b]\x1b[2J\u202eAna", notes="[call first]"))
    page = "\n".join(sheet(clinic, "0007"))
    assert "Doe [/] [b]" in page
    assert "[call first]" in page
    assert not {"\x1b", "\u202e"} & set(page)


def test_the_page_is_written_as_html_with_nothing_in_it_markup(
    clinic: Clinic, tmp_path: Path
) -> None:
    clinic.done("patient", "edit", "0007", "--name", "Doe <b>Ana", "-y")
    page = tmp_path / "sheet.html"
    said = clinic.done("refill", "0007", "--sheet", "--html", str(page))
    written = page.read_text()
    assert "Doe &lt;b&gt;Ana" in written
    assert "signed" in written
    assert (said.out, page.stat().st_mode & 0o777) == ("", 0o600)
    assert clinic.run("refill", "0007", "--sheet", "--html", str(page)).code == 5
    clinic.done("refill", "0007", "--sheet", "--html", str(page), "--force")


def test_the_document_has_the_item_and_what_is_expected(clinic: Clinic) -> None:
    found = clinic.done("refill", "0003", "--sheet", "--json").json
    assert (found["schema"], found["patient"]) == ("pumpsched/sheet/1", "0003")
    assert found["at"] == "2026-11-24T09:00"
    low, high = found["expected_residual_ml"].values()
    assert 7.406 <= low < high <= 9.926
    assert (found["tolerance_ml"], found["html"]) == (2.25, None)


def test_a_page_records_nothing(clinic: Clinic) -> None:
    before = clinic.changes()
    sheet(clinic, "0007")
    assert clinic.changes() == before


@pytest.mark.parametrize(
    "more",
    [
        *(("-y",), ("-n",), ("--request-id", "r1"), ("--on", "today")),
        *(("--fill", "20"), ("--residual", "2"), ("--note", "x"), ("--boluses", "0")),
        *(("--confirm", "x"), ("--override", "x"), ("--accept-mismatch", "x")),
        *(("--again", "x"), ("--dose", "1 mg/day"), ("--alarm", "jan 1")),
    ],
    ids=" ".join,
)
def test_what_goes_with_a_record_is_refused_beside_a_page(
    clinic: Clinic, more: tuple[str, ...]
) -> None:
    said = clinic.run("refill", "0007", "--sheet", *more)
    assert (said.code, lines(said)[0]) == (2, "--sheet prints a page and records nothing.")


@pytest.mark.parametrize("more", [("--html", "x.html"), ("--force",)], ids=" ".join)
def test_what_goes_with_a_page_is_refused_without_one(
    clinic: Clinic, more: tuple[str, ...]
) -> None:
    assert clinic.run("refill", "0007", "--fill", "20", "-n", *more).code == 2


def test_without_a_terminal_a_refill_without_its_volume_names_both_ways(clinic: Clinic) -> None:
    said = clinic.run("refill", "0007", "-y")
    assert said.code == 2
    assert lines(said)[0] == "--fill is needed: the volume injected."
    assert "--sheet" in lines(said)[2]
