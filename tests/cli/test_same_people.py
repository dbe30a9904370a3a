"""Who is perhaps recorded already: asked at each command, decided by name, merged, undone."""

from __future__ import annotations

from tests.cli.clinic import Clinic, lines

ADD = ("patient", "add", "07", "--name", "Quist, Lea", "-y")


def test_a_code_that_differs_in_zeros_alone_is_asked_for_again(clinic: Clinic) -> None:
    said = clinic.run(*ADD)
    assert (said.code, lines(said)[0]) == (4, "This change needs the value once more: 07.")
    assert "Both have the same code but for zeros or case." in said.err
    clinic.done(*ADD, "--confirm", "07")
    assert clinic.done("doctor", "--json").json["findings"] == []


def test_a_name_and_birth_date_mended_to_somebody_elses_are_asked_about(clinic: Clinic) -> None:
    edit = ("patient", "edit", "0021", "--name", "Ana Rivera", "--birth-date", "1961-04-02", "-y")
    said = clinic.run(*edit)
    assert (said.code, "0007" in said.err) == (4, True)
    clinic.done(*edit, "--confirm", "0021")


def test_a_pump_of_another_patient_is_asked_about_by_its_serial_number(clinic: Clinic) -> None:
    implant = ("pump", "implant", "0021", "--model", "SM2-40", "--serial", "S-0007", "-y")
    said = clinic.run(*implant)
    assert (said.code, lines(said)[0]) == (4, "This change needs the value once more: S-0007.")
    clinic.done(*implant, "--confirm", "S-0007")
    assert clinic.done("doctor", "--json").json["findings"] == []


def test_two_people_are_told_apart_once_by_a_decision(clinic: Clinic) -> None:
    decide = ("patient", "distinct", "0007", "0021", "--reason", "sisters", "-y")
    assert clinic.done(*decide, "--json").json["other"] == "0021"
    assert clinic.run(*decide).code == 5
    assert clinic.run("patient", "distinct", "0007", "0007", "--reason", "x", "-y").code == 2


def merged(clinic: Clinic) -> str:
    """Enrols 0007 once more as 7, merges it, and gives what was said."""
    clinic.done(
        *("patient", "add", "7", "--name", "Ana Rivera", "--birth-date", "1961-04-02", "-y"),
        *("--confirm", "7", "--setting", "home"),
    )
    clinic.done("visit", "add", "7", "--at", "2026-12-28T09:00", "--setting", "clinic", "-y")
    return clinic.done("patient", "merge", "7", "0007", "--reason", "zeros lost", "-y").err


def test_a_merge_is_undone_like_any_act_and_only_once(clinic: Clinic) -> None:
    said = merged(clinic)
    assert "Undo: pumpsched undo" in said
    assert clinic.done("show", "0007", "--json").json["visit"]["id"] == "V2"
    assert "merged into 0007: zeros lost" in clinic.done("show", "7").out
    undone = clinic.done("undo", "--reason", "two people", "-y", "--json").json
    assert (undone["from"], undone["into"], undone["visits"]) == ("7", "0007", 1)
    assert clinic.done("show", "7", "--json").json["visit"]["id"] == "V2"
    assert "merge" not in clinic.run("undo", "--reason", "again", "-y").out


def test_a_dry_run_of_a_merge_says_what_moves_and_saves_nothing(clinic: Clinic) -> None:
    clinic.done("patient", "add", "0100", "--name", "Other", "-y")
    merge = ("patient", "merge", "0003", "0100", "--reason", "enrolled twice", "-n")
    said = clinic.done(*merge)
    assert said.out.splitlines()[1] == "  into Other · 0100"
    assert "  with 1 pump, 1 visit" in said.out.splitlines()
    assert clinic.done("show", "0003", "--json").json["status"] != "retired"


def test_that_two_are_two_people_does_not_answer_for_one_device_in_both(clinic: Clinic) -> None:
    clinic.done("patient", "distinct", "0007", "0021", "--reason", "sisters", "-y")
    implant = ("pump", "implant", "0021", "--model", "SM2-40", "--serial", "S-0007", "-y")
    said = clinic.run(*implant)
    assert (said.code, lines(said)[0]) == (4, "This change needs the value once more: S-0007.")
    clinic.done(*implant, "--confirm", "S-0007")


def test_the_pump_of_a_code_that_was_merged_away_is_left_alone(clinic: Clinic) -> None:
    clinic.done("patient", "add", "0100", "--name", "Other", "-y")
    clinic.done("patient", "merge", "0003", "0100", "--reason", "enrolled twice", "-y")
    for change in (("explant", "0003"), ("edit", "0003", "--serial", "S-9")):
        said = clinic.run("pump", *change, "-y")
        assert (said.code, lines(said)[0]) == (
            5,
            "Patient 0003 was merged into 0100: the pump is recorded there.",
        )
    assert clinic.done("show", "0100", "--json").json["pump_model"]
