"""``patient`` and ``pump``: adding, correcting, taking out; the history stays."""

from __future__ import annotations

import pytest

from tests.cli.clinic import Clinic, lines


def test_a_patient_is_added_with_every_column_as_an_option(clinic: Clinic) -> None:
    said = clinic.done(
        *("patient", "add", "00x/1", "--name", "Quist, Lea", "--birth-date", "1950-01-02"),
        *("--phone", "612-555-0150", "--setting", "home", "--latitude", "44.98"),
        *("--longitude=-93.27", "--min-months", "2", "--max-months", "6", "--margin-days", "10"),
        *("--alarm-ml", "3.5", "--visit-minutes", "60", "--nurses-needed", "2"),
        *("--preferred-nurse", "N1", "--availability", "Mon-Fri 09:00-16:00", "-y"),
    )
    assert said.out == "New patient: Quist, Lea · born 1950-01-02 · 00x/1 · home\n"
    with clinic.opened() as books:
        patient = books.patient("00x/1")
    assert (patient.margin_days, patient.alarm_ul, patient.nurses_needed) == (10, 3500, 2)


def test_a_code_is_kept_as_written_and_taken_once(clinic: Clinic) -> None:
    clinic.done("patient", "add", "7", "--name", "Quist, Lea", "-y", "--confirm", "7")
    assert clinic.done("show", "7", "--json").json["name"] == "Quist, Lea"
    assert clinic.done("show", "0007", "--json").json["name"] == "Rivera, Ana"
    said = clinic.run("patient", "add", "0007", "--name", "Quist, Lea", "-y")
    assert said.code == 5
    assert lines(said)[0] == "Patient 0007 is there already."
    assert clinic.run("patient", "add", "N1", "--name", "Hale, Ivo", "-y").code == 5


def test_a_near_twin_is_asked_about(clinic: Clinic) -> None:
    args = ("patient", "add", "0100", "--name", "RIVERA,  ANA", "--birth-date", "1961-04-02", "-y")
    said = clinic.watched(*args)
    assert said.code == 4
    assert "0007 Rivera, Ana, born 1961-04-02 looks like the same person." in said.err
    clinic.done(*args, "--confirm", "0100")


ALIKE = "! Not to be confused with 0007 Rivera, Ana, born 1961-04-02: check the birth date."


def test_who_resembles_somebody_is_named_on_enrolment_and_on_every_write(clinic: Clinic) -> None:
    said = clinic.watched(
        *("patient", "add", "0100", "--name", "Rivera, Anna", "--birth-date", "1961-04-20", "-y")
    )
    assert said.err.splitlines().count(ALIKE) == 1
    for write in (
        ("pump", "implant", "0100", "--model", "8637-20", "--on", "yesterday"),
        ("refill", "0100", "--fill", "20", "--mixture", "baclofen 500 mcg/mL"),
        ("dose", "0100", "120 mcg/day", "--confirm", "120 mcg/day"),
        ("stop", "0100"),
    ):
        assert clinic.watched(*write, "-y").err.splitlines().count(ALIKE) == 1, write
    assert "Not to be confused" not in clinic.done("stop", "0003", "-y").err


def test_a_write_that_is_refused_names_nobody_else(clinic: Clinic) -> None:
    clinic.done("patient", "add", "0100", "--name", "Rivera, Anna", "-y")
    said = clinic.run("refill", "0007", "--fill", "21", "-y")
    assert (said.code, len(lines(said))) == (4, 3)
    assert "0100" not in said.err


def test_an_edit_shows_each_field_before_and_after_and_moves_the_dates(clinic: Clinic) -> None:
    said = clinic.done("patient", "edit", "0007", "--alarm-ml", "4", "--phone", "none", "-y")
    assert said.out.splitlines() == [
        "Changes: Rivera, Ana · born 1961-04-02 · 0007 · clinic",
        "  phone: 612-555-0107 → -",
        "  alarm_ml: - → 4",
    ]
    listed = clinic.done("due", "--all", "--json").json["items"]
    assert [i["alarm_on"] for i in listed if i["patient"] == "0007"] == ["2027-01-07"]


def test_an_archive_is_a_fact_that_can_be_undone(clinic: Clinic) -> None:
    clinic.done("patient", "archive", "0007", "--reason", "moved", "--on", "yesterday", "-y")
    assert clinic.done("show", "0007", "--json").json["status"] == "retired"
    earlier = clinic.done("show", "0007", "--json", "--as-of", "2026-11-20").json
    assert earlier["status"] == "waiting"
    assert clinic.run("patient", "archive", "0007", "-y").code == 5
    clinic.done("undo", "14", "--reason", "came back", "-y")
    assert clinic.done("show", "0007", "--json").json["status"] == "waiting"


@pytest.mark.parametrize(("text", "told"), [("02/03/1961", True), ("2.3.1961", True), ("x", False)])
def test_a_birth_date_that_can_be_read_two_ways_is_told_how_to_be_written(
    clinic: Clinic, text: str, told: bool
) -> None:
    said = clinic.done("patient", "find", text)
    assert ("0 found. A birth date is looked for as 1961-02-28." in said.err) == told


def test_finding_looks_at_names_codes_and_phones(clinic: Clinic) -> None:
    def found(text: str) -> list[str]:
        items = clinic.done("patient", "find", text, "--json").json["items"]
        return [item["patient"] for item in items]

    assert found("RIV") == ["0007", "0020"]
    assert found("612-555") == ["0003", "0007"]
    assert found("004") == ["0040", "0041"]
    assert found("%") == []


def test_an_implant_begins_an_empty_ledger_and_explants_the_old_pump(clinic: Clinic) -> None:
    args = (
        "pump",
        "implant",
        "0007",
        "--model",
        "sm2-40",
        "--serial",
        "NEW",
        "--on",
        "today",
        "-y",
    )
    assert clinic.done(*args).out.splitlines() == [
        "Rivera, Ana · born 1961-04-02 · 0007",
        "  Implant: SynchroMed II 40 mL NEW",
        "  implanted Sun 22 Nov 2026",
        "  SM2-20 S0007 counts as explanted on Sun 22 Nov 2026.",
        "  status: ! unfilled",
    ]
    assert clinic.done("show", "0007", "--json").json["status"] == "unfilled"
    before = clinic.done("show", "0007", "--json", "--as-of", "2026-11-21").json
    assert (before["status"], before["serial"]) == ("waiting", "S0007")
    assert clinic.run(*args).code == 5


def test_a_pump_taken_out_retires_its_patient_until_it_is_corrected(clinic: Clinic) -> None:
    clinic.done("pump", "explant", "0007", "--on", "yesterday", "-y")
    for command in (("show", "0007", "--json"), ("due", "--all", "--json")):
        assert '"retired"' in clinic.done(*command).out
    earlier = clinic.done("due", "--all", "--json", "--as-of", "2026-11-20").json["items"]
    assert [i["status"] for i in earlier if i["patient"] == "0007"] == ["waiting"]
    assert clinic.run("pump", "explant", "0007", "-y").code == 3
    clinic.done("pump", "edit", "0007", "--explanted-on", "none", "-y")
    assert clinic.done("show", "0007", "--json").json["status"] == "waiting"


def test_only_a_constant_flow_pump_has_a_flow_of_its_own(clinic: Clinic) -> None:
    base = ("pump", "implant", "0021", "--on", "today", "-y", "--model")
    assert clinic.run(*base, "CODMAN3000-30").code == 2
    assert clinic.run(*base, "SM2-20", "--fixed-flow-ml-day", "0.4").code == 2
    clinic.done(*base, "CODMAN3000-30", "--fixed-flow-ml-day", "0.4")


def test_the_list_of_pumps_is_of_one_patient_or_of_all(clinic: Clinic) -> None:
    assert len(clinic.done("pump", "list", "--json").json["items"]) == 7
    [pump] = clinic.done("pump", "list", "0030", "--json").json["items"]
    assert pump == {
        "patient": "0030",
        "model": "CODMAN3000-30",
        "serial": "S0030",
        "implanted_on": "2026-05-04",
        "explanted_on": None,
        "capacity_ml": None,
        "fixed_flow_ml_day": 0.5,
        "end_of_service_on": None,
    }
