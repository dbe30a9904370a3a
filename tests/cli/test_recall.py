"""What was filled, noted at the refill; who is concerned by a recall of it, or of pumps."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.cli.clinic import Clinic

NOTED = ("--lot", "L-4711", "--expires", "2027-03", "--bud", "2026-11-30", "--kit", "K 9")


def refilled(clinic: Clinic, on: str, *options: str) -> str:
    """What is printed of a refill of 0007 on a day."""
    return clinic.done("refill", "0007", "-f", "20", "-y", "--on", on, *options).out


def test_a_refill_says_what_was_filled_and_the_month_of_an_expiry_is_its_last_day(
    clinic: Clinic,
) -> None:
    said = "lot L-4711, expires 2027-03-31, beyond use after 2026-11-30, kit K 9"
    assert f"\n  {said}\n" in refilled(clinic, "2026-11-20", *NOTED)
    assert f", {said} · ann" in clinic.done("show", "0007").out


def test_the_folder_has_columns_for_it_and_only_where_any_fill_says_it(
    clinic: Clinic, tmp_path: Path
) -> None:
    for name, more in (("before", set[str]()), ("after", {"lot", "waste_ml"})):
        clinic.done("export", "folder", str(tmp_path / name))
        with (tmp_path / name / "events.csv").open(newline="") as stream:
            rows = list(csv.DictReader(stream))
        assert {"lot", "waste_ml"} & set(rows[0]) == more
        if name == "before":
            refilled(clinic, "2026-11-20", *NOTED, "--waste", "0.5")
    assert [row["waste_ml"] for row in rows if row["lot"] == "L-4711"] == ["0.5"]
    clinic.done("import", str(tmp_path / "after"), "--db", str(tmp_path / "new.sqlite"), "-y")
    clinic.done("export", "folder", str(tmp_path / "again"), "--db", str(tmp_path / "new.sqlite"))
    texts = [(tmp_path / name / "events.csv").read_bytes() for name in ("after", "again")]
    assert texts[0] == texts[1]


def test_a_lot_names_every_fill_of_it_and_whether_that_is_still_in(clinic: Clinic) -> None:
    refilled(clinic, "2026-11-15", *NOTED)
    refilled(clinic, "2026-11-20", *NOTED)
    for lot in ("L-4711", "l 4711", "k9"):
        items = clinic.done("pump", "list", "--lot", lot, "--json").json["items"]
        told = [(each["patient"], each["filled_at"], each["still_in"]) for each in items]
        assert told == [("0007", "2026-11-15", False), ("0007", "2026-11-20", True)]


def test_a_void_fill_is_not_of_a_lot(clinic: Clinic) -> None:
    refilled(clinic, "2026-11-20", *NOTED)
    clinic.done("undo", "--reason", "typed twice", "-y")
    assert clinic.done("pump", "list", "--lot", "L-4711", "--json").json["items"] == []


def test_pumps_of_a_family_implanted_before_a_day_are_listed(clinic: Clinic) -> None:
    def codes(*options: str) -> list[str]:
        items = clinic.done("pump", "list", "--json", *options).json["items"]
        return [each["patient"] for each in items]

    assert codes("--model", "codman3000") == ["0030"]
    assert "0030" not in codes("--model", "8637-20", "--implanted-before", "2026-05-05")
    assert codes("--implanted-before", "2026-05-04") == []


def test_no_model_of_that_name_is_refused(clinic: Clinic) -> None:
    said = clinic.run("pump", "list", "--model", "SM9")
    assert (said.code, "is no pump model" in said.err) == (2, True)
