"""Bad input, case by case: the exit code, what is said, and that nothing is written.

A refusal names the field and the value, the rule, and where there is one the next command, in
three lines at most; the store's bytes stay as they were.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.clinic import Clinic, lines

FILL = ("refill", "0007", "--fill", "20", "-y")
CASES: dict[str, tuple[tuple[str, ...], int, tuple[str, ...]]] = {
    "dose without a unit": (
        ("dose", "0007", "120", "-y"),
        2,
        ('DOSE "120"', "the unit is missing", "120 mcg/day"),
    ),
    "dose without a time": (
        ("dose", "0007", "120 mcg", "-y"),
        2,
        ('DOSE "120 mcg"', "needs a mass and a time"),
    ),
    "bolus without a unit": (
        ("bolus", "0007", "0.25", "-y"),
        2,
        ('AMOUNT "0.25"', "needs a unit", "0.25 mg or 0.1 mL"),
    ),
    "concentration without a unit": (
        (*FILL, "--mixture", "baclofen 500"),
        2,
        ("--mixture", "needs a mass per mL"),
    ),
    "mg typed for mcg": (
        ("dose", "0007", "120 mg/day", "-y"),
        4,
        ("240 mL/day is outside", "120 mg/day of baclofen 500 mcg/mL", "--override"),
    ),
    "mg typed for mcg in a bolus": (
        ("bolus", "0007", "250 mg", "-y"),
        4,
        ("250 mg is 500 mL", "more than the reservoir holds", "pumpsched show 0007"),
    ),
    "per hour typed for per day": (
        ("dose", "0007", "60 mcg/h", "-y"),
        4,
        ("12 times", "60 mcg/h = 1.44 mg/day", "--override"),
    ),
    "mg typed for mcg in a mixture": (
        (*FILL, "--mixture", "baclofen 500 mg/mL"),
        4,
        ("500 mg/mL", "the same command with --override …"),
    ),
    "not a number": (("dose", "0007", "NaN mcg/day", "-y"), 2, ('DOSE "NaN mcg/day"',)),
    "not a volume": (
        ("refill", "0007", "--fill", "nan", "-y"),
        2,
        ('--fill "nan"', "is not a volume in mL", "2.1 mL"),
    ),
    "infinity": (("refill", "0007", "--fill", "inf", "-y"), 2, ('--fill "inf"',)),
    "an exponent": (
        ("refill", "0007", "--fill", "2e1", "-y"),
        2,
        ('--fill "2e1"', "plain digits"),
    ),
    "an underscore": (("dose", "0007", "1_20 mcg/day", "-y"), 2, ("plain digits",)),
    "a comma": (
        ("refill", "0007", "--fill", "20", "--residual", "2,1", "-y"),
        2,
        ('--residual "2,1"', "has a comma"),
    ),
    "a bare point": (("refill", "0007", "--fill", ".5", "-y"), 2, ("both sides of the point",)),
    "a sign": (("refill", "0007", "--fill", "-20", "-y"), 2, ('--fill "-20"', "has a sign")),
    "full-width digits": (
        ("refill", "0007", "--fill", "２０", "-y"),
        2,
        ("--fill", "digits that are not ASCII"),
    ),
    "full-width digits in a dose": (
        ("dose", "0007", "１２０ mcg/day", "-y"),
        2,
        ("DOSE", "digits that are not ASCII"),
    ),
    "full-width digits in a date": (
        (*FILL, "--on", "２０２６-11-02"),
        2,
        ("--on", "digits that are not ASCII"),
    ),
    "full-width digits in a count": (
        ("due", "--limit", "３"),
        2,
        ('--limit "３"', "needs a whole number"),
    ),
    "finer than a microlitre": (
        ("refill", "0007", "--fill", "19.9999", "-y"),
        2,
        ('--fill "19.9999"', "finer than 1 µL"),
    ),
    "an overfill": (
        ("refill", "0007", "--fill", "20.5", "-y"),
        4,
        ("--fill 20.5 mL", "reservoir of 20 mL", "Check the syringe", "pumpsched pump list 0007"),
    ),
    "an impossible residual": (
        ("refill", "0007", "--fill", "20", "--residual", "20.1", "-y"),
        4,
        ("--residual 20.1 mL", "reservoir of 20 mL", "pumpsched pump list 0007"),
    ),
    "programmer told more than it holds": (
        ("refill", "0007", "--fill", "20", "--programmed", "40", "-y"),
        4,
        ("--programmed 40 mL", "20 mL"),
    ),
    "injected and programmed differ": (
        ("refill", "0007", "--fill", "19.8", "--programmed", "20", "-y"),
        4,
        ("19.8 mL was injected", "told 20 mL", "--accept-mismatch"),
    ),
    "an unknown drug": (
        (*FILL, "--mixture", "baclofin 500 mcg/mL"),
        2,
        ('--mixture "baclofin"', "no drug of the catalogue", "baclofen"),
    ),
    "an unknown patient": (
        ("refill", "rivra", "--fill", "20", "-y"),
        3,
        ('"rivra"', "Did you mean 0007 Rivera, Ana, born 1961-04-02?", "pumpsched show 0007"),
    ),
    "an ambiguous patient": (
        ("refill", "ana", "--fill", "20", "-y"),
        3,
        ('2 patients match "ana"', "0007 Rivera, Ana", "0020 Rivero, Ana", "0007"),
    ),
    "a name where nobody confirms": (
        ("refill", "rivera", "--fill", "20", "-y"),
        4,
        ('"rivera" is a name', "0007 Rivera, Ana, born 1961-04-02", "0007"),
    ),
    "a refill in the future": (
        (*FILL, "--on", "tomorrow"),
        4,
        ("2026-11-23 is in the future", "today is 2026-11-22", "pumpsched visit add 0007"),
    ),
    "a stop in the future": (("stop", "0007", "-y", "--on", "+1"), 4, ("2026-11-23",)),
    "a bolus in the future": (("bolus", "0007", "0.1mL", "-y", "--on", "+1"), 4, ("2026-11-23",)),
    "an archive in the future": (
        ("patient", "archive", "0007", "-y", "--on", "+1"),
        4,
        ("2026-11-23 is in the future",),
    ),
    "an implant in the future": (
        ("pump", "implant", "0021", "--model", "SM2-20", "--on", "+1", "-y"),
        4,
        ("2026-11-23 is in the future", "pumpsched visit add 0021"),
    ),
    "a refill before the implant": (
        (*FILL, "--on", "2026-05-03"),
        4,
        ("2026-05-03", "implanted on 2026-05-04", "pumpsched pump list 0007"),
    ),
    "a dose before the implant": (
        ("dose", "0007", "120 mcg/day", "-y", "--on", "2026-05-03"),
        4,
        ("2026-05-03", "implanted on 2026-05-04"),
    ),
    "a second refill on one day": (
        (*FILL, "--on", "2026-11-02T12:00"),
        5,
        ("20 mL on 2026-11-02 is there already, as 3", "Within 3 days", "--again …", "undo 3"),
    ),
    "a second refill on one day, both without a clock time": (
        (*FILL, "--on", "2026-11-02"),
        2,
        ("Two fills on 2026-11-02", "which came last?", "--on 2026-11-02T…"),
    ),
    "a dose for a constant-flow pump": (
        ("dose", "0030", "1 mg/day", "-y"),
        4,
        ("constant flow", "takes no dose", "--mixture"),
    ),
    "a first fill without its mixture": (
        ("refill", "0020", "--fill", "20", "-y"),
        4,
        ("must name its mixture", '--mixture "DRUG … mcg/mL"'),
    ),
    "a patient without a pump": (
        ("refill", "0021", "--fill", "20", "-y"),
        3,
        ("0021 has no pump", "pumpsched pump implant 0021"),
    ),
    "a patient who left the list": (
        ("refill", "0041", "--fill", "20", "-y"),
        5,
        ("0041 Berg, Tom, born 1955-05-05 left the list on 2026-09-01", "pumpsched show 0041"),
    ),
    "an empty patient bolus": (("dose", "0007", "--bolus", "", "-y"), 2, ('--bolus ""', "empty")),
    "a change that leaves nothing": (
        ("dose", "0012", "down 100%", "-y"),
        2,
        ('DOSE "down 100%"', "no change in per cent"),
    ),
    "an ambiguous date": (
        (*FILL, "--on", "1/2/26"),
        2,
        ('--on "1/2/26"', "Fri 2 Jan 2026 or Sun 1 Feb 2026"),
    ),
    "a day that is not in the calendar": (
        (*FILL, "--on", "2026-02-30"),
        2,
        ('--on "2026-02-30"', "no 30 Feb 2026"),
    ),
    "a year nobody lives in": ((*FILL, "--on", "1989-12-31"), 2, ("years 1990 to 2100",)),
    "looking from a day while recording": (
        (*FILL, "--as-of", "2026-11-22"),
        2,
        ("takes no --as-of", "--on"),
    ),
    "an empty request id": ((*FILL, "--request-id", ""), 2, ('--request-id ""', "is empty")),
    "an empty store name": (("due", "--db", ""), 2, ('--db ""', "names no store")),
    "an unknown column value": (
        ("patient", "edit", "0007", "--birth-date", "2/3/1960", "--alarm-ml", "1,5", "-y"),
        2,
        ('--birth-date "2/3/1960"', '--alarm-ml "1,5"', "has a comma", "patient edit --help"),
    ),
    "an unknown pump model": (
        ("pump", "implant", "0021", "--model", "SM2-21", "--on", "today", "-y"),
        2,
        ('--model "SM2-21"', "no pump model", "SM2-20"),
    ),
    "an unknown setting": (("config", "set", "margin_day", "9", "-y"), 2, ("margin_days",)),
    "a setting out of range": (
        ("config", "set", "margin_days", "61", "-y"),
        2,
        ('margin_days "61"', "from 0 to 60"),
    ),
    "an unknown nurse": (("due", "--nurse", "N9"), 3, ('"N9"',)),
    "an undo without a reason": (("undo", "4", "-y"), 2, ("--reason is needed",)),
    "an undo of nothing": (("undo", "999", "--reason", "x", "-y"), 3, ("no fact 999",)),
    "an unknown command": (("refil", "0007"), 2, ('"refil"', "Did you mean refill")),
    "an unknown option": (("due", "--nope"), 2, ("--nope", "pumpsched due --help")),
    "a group without a command": (("db",), 2, ("status, upgrade",)),
    "two forms of output": (("due", "--json", "--csv"), 2, ("exclude one another",)),
    "a visit at a time that the clock skips": (
        ("visit", "add", "0007", "--at", "2027-03-14T02:30", "-y"),
        2,
        ("2027-03-14 02:30 does not exist",),
    ),
    "a visit in a slot that is taken": (
        ("visit", "add", "0007", "--at", "2026-11-24T09:15", "--nurse", "N1", "-y"),
        5,
        ("Visit V1 of 0003", "the nurse cannot be at both"),
    ),
    "nobody at a terminal": (
        ("refill", "0007", "--fill", "20"),
        4,
        ("nobody is at a terminal", "--yes"),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_refused_by_name_and_writes_nothing(clinic: Clinic, case: str) -> None:
    args, code, words = CASES[case]
    before = clinic.path.read_bytes()
    said = clinic.watched(*args)
    assert (said.code, said.out) == (code, ""), said.err
    assert [word for word in words if word not in said.err] == []
    lines(said)
    assert clinic.path.read_bytes() == before


HOSTILE = {
    "an escape code": "Doe\x1b[2J",
    "a C1 control": "Doe\x9b31m",
    "a bell": "Doe\x07",
    "a direction change": "Doe\u202eeoD",
    "a zero-width joiner": "Do\u200de",
    "a line break": "Doe\nRow, Forged",
    "a line separator": "Doe\u2028Row",
    "NUL": "Doe\x00",
    "a byte that is no text": "Doe\udcff",
}


@pytest.mark.parametrize("case", HOSTILE)
@pytest.mark.parametrize("field", ["--name", "--notes"])
def test_hostile_text_is_refused_and_shown_harmless(clinic: Clinic, case: str, field: str) -> None:
    before = clinic.path.read_bytes()
    said = clinic.run("patient", "edit", "0007", field, HOSTILE[case], "-y")
    assert said.code == 2
    assert all(c.isprintable() or c == "\n" for c in said.out + said.err)
    assert clinic.path.read_bytes() == before


@pytest.mark.parametrize("text", HOSTILE.values())
@pytest.mark.parametrize(
    "args",
    [
        ("show", "?"),
        ("stop", "0007", "-y", "--reason", "?"),
        ("stop", "0007", "-y", "--actor", "?"),
        ("stop", "0007", "-y", "--request-id", "?"),
        ("visit", "cancel", "V1", "-y", "--reason", "?"),
        ("visit", "cancel", "?", "-y"),
        ("undo", "4", "-y", "--reason", "?"),
        ("due", "--nurse", "?"),
        ("config", "set", "zone", "?", "-y"),
        ("?",),
    ],
    ids=lambda args: " ".join(args),
)
def test_hostile_text_is_refused_everywhere(
    clinic: Clinic, text: str, args: tuple[str, ...]
) -> None:
    before = clinic.path.read_bytes()
    said = clinic.run(*(text if arg == "?" else arg for arg in args))
    assert said.code in (2, 3)
    assert all(c.isprintable() or c == "\n" for c in said.out + said.err)
    assert len(said.err.splitlines()) <= 3
    assert clinic.path.read_bytes() == before


def test_brackets_in_a_name_are_printed_and_never_markup(clinic: Clinic) -> None:
    name = "Doe [/] [conceal]Ana[call first] :skull:"
    clinic.done("patient", "edit", "0007", "--name", name, "-y")
    for args in (("show", "0007"), ("due", "--all"), ("due", "--all", "--csv"), ("why", "0007")):
        assert name in clinic.done(*args).out


def test_a_formula_in_a_name_is_no_formula_in_a_spreadsheet(clinic: Clinic) -> None:
    clinic.done("patient", "edit", "0007", "--name", "=1+1", "-y")
    assert ",'=1+1," in clinic.done("due", "--all", "--csv").out
    assert "\t=1+1\t" in clinic.done("due", "--all").out


def test_a_missing_store_is_not_made_by_looking(clinic: Clinic, tmp_path: Path) -> None:
    missing = tmp_path / "missing.sqlite"
    said = clinic.run("due", "--db", str(missing))
    assert said.code == 3
    assert lines(said) == [
        f"There is no store at {missing}.",
        "  Opening a store never makes one.",
        f"  Try: pumpsched demo --db {missing} (an invented clinic), pumpsched import PATH "
        f"--db {missing}, or pumpsched patient add CODE --name … --db {missing}",
    ]
    assert not missing.exists()


def test_a_store_that_others_can_read_is_refused_with_the_chmod(clinic: Clinic) -> None:
    clinic.path.chmod(0o644)
    said = clinic.run("due")
    assert said.code == 7
    assert f"chmod 600 {clinic.path}" in said.err


@pytest.mark.parametrize("content", [b"", b"not a database at all", b"SQLite format 3\x00" * 99])
def test_a_damaged_store_shows_no_date(clinic: Clinic, content: bytes) -> None:
    clinic.path.write_bytes(content)
    for args in (("due",), ("show", "0007"), ("why", "0007"), ("stop", "0007", "-y")):
        said = clinic.run(*args)
        assert (said.code, said.out) == (7, "")
        lines(said)
    assert clinic.path.read_bytes() == content


def test_a_store_cut_short_shows_no_date(clinic: Clinic) -> None:
    whole = clinic.path.read_bytes()
    clinic.path.write_bytes(whole[: len(whole) // 2 // 4096 * 4096])
    said = clinic.run("due")
    assert (said.code, said.out) == (7, "")


def test_a_folder_is_no_store(clinic: Clinic, tmp_path: Path) -> None:
    said = clinic.run("due", "--db", str(tmp_path))
    assert said.code == 7
    assert "is not a file" in said.err


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read every file")
def test_a_store_that_cannot_be_read_is_refused(clinic: Clinic) -> None:
    clinic.path.chmod(0)
    assert clinic.run("due").code == 7


def test_demo_and_a_named_store_exclude_one_another(clinic: Clinic) -> None:
    said = clinic.run("due", "--demo", "--db", str(clinic.path))
    assert said.code == 2
    assert lines(said) == ["--demo and --db exclude one another.", "  Try: pumpsched due --help"]


@pytest.mark.parametrize(
    ("args", "command"),
    [
        (("due", "--json", "--csv"), "due"),
        (("route", "2026-13-01", "--nurse", "N1"), "route"),
        (("orders", "--as-of", "2027-13-01"), "orders list"),
        (("config", "set", "margin_dys", "10", "-y"), "config set"),
        (("visit", "list", "1/2/27"), "visit list"),
        (("refill", "0007", "--fill", "much"), "refill"),
        (("dose", "0007", "up", "-y"), "dose"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, tuple) else None,
)
def test_input_that_cannot_be_read_names_the_help_of_its_command(
    clinic: Clinic, args: tuple[str, ...], command: str
) -> None:
    said = clinic.run(*args)
    assert said.code == 2
    if "--json" in args:
        assert said.error["next"] == f"pumpsched {command} --help"
    else:
        assert lines(said)[-1] == f"  Try: pumpsched {command} --help"


def test_with_json_an_error_is_one_document_on_stderr(clinic: Clinic) -> None:
    said = clinic.run("refill", "0007", "--fill", "20.5", "-y", "--json")
    assert (said.code, said.out) == (4, "")
    assert said.error == {
        "code": "overfill",
        "message": "--fill 20.5 mL is more than this pump's reservoir of 20 mL.",
        "why": "Check the syringe, or the pump model.",
        "next": "pumpsched pump list 0007",
        "volume_ul": 20500,
        "capacity_ul": 20000,
    }
