"""Decisions: a reason given with a command is one, they are listed, and taken back with the act."""

from __future__ import annotations

from pathlib import Path

from tests.cli.clinic import Clinic

REFILL = ("refill", "0007", "--residual", "15", "--fill", "19", "--programmed", "20", "-y")
ACCEPTED = (*REFILL, "--accept-mismatch", "the programmer is at the ward")
RESTART = ("decision", "add", "0007", "restart", "--by", "Dr Vale", "--reason", "seen", "-y")


def kinds(clinic: Clinic, code: str = "0007") -> list[tuple[str, str | None, bool]]:
    """Kind and subject of each decision of a patient, and whether it only takes one back."""
    found = clinic.done("decision", "list", code, "--json").json["items"]
    return [(each["kind"], each["subject"], each["withdrawn"]) for each in found]


def test_a_reason_given_with_a_command_is_a_decision_of_its_act(clinic: Clinic) -> None:
    clinic.done(*ACCEPTED, "--actor", "ann")
    (decision,) = clinic.done("show", "0007", "--json").json["decisions"]
    assert (decision["kind"], decision["who"]) == ("mismatch", "ann")
    assert decision["subject"] == "fill 2026-11-22T10:00"


def test_the_undo_of_an_act_takes_its_decision_back(clinic: Clinic) -> None:
    made = clinic.done(*ACCEPTED, "--json").json
    clinic.done("undo", str(made["id"]), "--reason", "wrong patient", "-y")
    of = ("mismatch", "fill 2026-11-22T10:00")
    assert kinds(clinic) == [(*of, False), (*of, True)]


def test_a_decision_is_added_by_name_and_withdrawn_with_a_reason(clinic: Clinic) -> None:
    clinic.done(*RESTART)
    clinic.done("decision", "withdraw", "0007", "restart", "--reason", "not seen", "-y")
    assert "decided restart: seen · Dr Vale" in clinic.done("show", "0007", "--all").out
    assert kinds(clinic) == [("restart", None, False), ("restart", None, True)]
    again = clinic.run("decision", "withdraw", "0007", "restart", "--reason", "x", "-y")
    assert again.code == 3


def test_a_decision_needs_a_name_and_days_that_make_sense(clinic: Clinic) -> None:
    assert clinic.run(*RESTART[:4], "--reason", "seen", "-y").code == 2
    assert clinic.run(*RESTART, "--until", "2026-11-01").code == 2
    distinct = clinic.run("decision", "add", "0007", "distinct", "--by", "x", "--reason", "x", "-y")
    assert (distinct.code, "patient distinct" in distinct.err) == (2, True)


def test_decisions_survive_an_export_and_an_import(clinic: Clinic, tmp_path: Path) -> None:
    clinic.done(*RESTART, "--until", "2026-12-24")
    clinic.done(*ACCEPTED)
    there, again = tmp_path / "there", tmp_path / "again"
    clinic.done("export", "folder", str(there))
    other = Clinic(tmp_path / "other.db")
    other.done("import", str(there), "-y")
    other.done("export", "folder", str(again))
    assert (again / "decisions.csv").read_bytes() == (there / "decisions.csv").read_bytes()


DRY_REFILL = ("refill", "0007", "--residual", "0", "--fill", "20", "-y")
DOSE = ("dose", "0007", "100 mcg/day", "-y")


def test_a_refill_of_a_dry_pump_is_recorded_and_stands_on_top_until_decided(clinic: Clinic) -> None:
    made = clinic.done(*DRY_REFILL, "--json").json
    assert made["findings"][0]["code"] == "restart-undecided"
    for asked in (("due", "1d"), ("due", "1d", "--limit", "3")):
        assert clinic.done(*asked, "--json").json["items"][0]["patient"] == "0007"
    clinic.done(*RESTART)
    assert "0007" not in clinic.done("due", "1d").out


def test_a_dose_of_a_pump_that_was_dry_needs_a_restart_by_name(clinic: Clinic) -> None:
    clinic.done(*DRY_REFILL)
    assert clinic.run(*DOSE, "--json").error["code"] == "restart-needed"
    assert clinic.run(*DOSE, "--restart", "because").code == 2
    clinic.done(*DOSE, "--restart", "Dr Vale: seen, well")
    assert kinds(clinic) == [("restart", "dose 2026-11-22T10:00", False)]


def test_a_refill_with_its_restart_leaves_nothing_undecided(clinic: Clinic) -> None:
    made = clinic.done(*DRY_REFILL, "--restart", "Dr Vale: seen", "--json").json
    assert "restart-undecided" not in [finding["code"] for finding in made["findings"]]
    (decision,) = clinic.done("show", "0007", "--json").json["decisions"]
    assert (decision["who"], decision["reason"]) == ("Dr Vale", "seen")


def test_a_refill_of_a_dry_pump_says_that_nothing_agrees(clinic: Clinic) -> None:
    clinic.done("aspirate", "0007", "20", "-y", "--on", "2026-11-20T09:00")
    said = clinic.done(*DRY_REFILL).out
    assert "0.0 mL measured, 0.0 expected: no agreement" in said


CHANGE = (
    *("refill", "0007", "--residual", "15.2", "--fill", "20"),
    *("--mixture", "baclofen 1000 mcg/mL", "--confirm", "baclofen 1000 mcg/mL"),
    *("--dose", "120 mcg/day", "-y"),
)


def test_a_refill_that_changes_the_mixture_asks_for_a_bridge_until_it_is_decided(
    clinic: Clinic,
) -> None:
    clinic.done("pump", "edit", "0007", "--catheter-ml", "0.2", "-y")
    found = clinic.done(*CHANGE, "--json").json["findings"]
    assert "bridge-undecided" in [finding["code"] for finding in found]
    bridge = ("decision", "add", "0007", "bridge", "--by", "Dr Vale", "--reason", "a bolus")
    # 0.399 mL at 0.12 mL a day: 79 h 48 min from 22 November, 10:00.
    assert clinic.done(*bridge, "-y", "--json").json["until"] == "2026-11-25"
    assert clinic.done("show", "0007", "--json").json["findings"] == []
    assert "in the line from 2026-11-22 until 2026-11-25" in clinic.done("why", "0007").out
