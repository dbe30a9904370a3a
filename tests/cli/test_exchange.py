"""``import`` and ``export`` as people and programs call them."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
from pathlib import Path

import pytest

from pumpsched.cli.commands.exchange import MOST_SHOWN
from tests.builders.command import clock
from tests.cli.clinic import NOW, Clinic
from tests.usecases.folders import EVENTS, PATIENTS, contents, folder, spoiled


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clinic:
    """A command line on a store that is not there yet."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.delenv("PUMPSCHED_AS_OF", raising=False)
    return Clinic(tmp_path / "stores" / "clinic.sqlite")


def test_an_import_makes_the_store_and_names_the_next_command(
    empty: Clinic, tmp_path: Path
) -> None:
    said = empty.done("import", str(folder(tmp_path / "files")), "--yes")
    rows = list(csv.reader(io.StringIO(said.out), delimiter="\t"))
    assert rows[0] == ["file", "table", "added", "known", "changed"]
    assert ["events.csv", "events", "6", "0", "0"] in rows
    assert said.err.splitlines() == [
        "2 patients in the store",
        "! 0012: 0.04 mL/day is outside the SynchroMed III 40 mL's 0.048 to 24 mL/day: check dose "
        "and concentration",
        "! 0007: visit V2 of 2026-12-28 at 10:00 cannot be: this patient comes to the clinic, the "
        "visit is at home: `pumpsched visit cancel V2`",
        "Saved.",
        "Next: pumpsched due",
    ]
    assert stat.S_IMODE(empty.path.stat().st_mode) == 0o600
    assert [path.name for path in empty.path.parent.iterdir()] == ["clinic.sqlite"]
    assert empty.done("due", "--all", "--json").json["counts"]["all"] == 2


def test_importing_again_says_that_all_is_there(empty: Clinic, tmp_path: Path) -> None:
    path = str(folder(tmp_path / "files"))
    empty.done("import", path, "--yes")
    before = empty.path.read_bytes()
    assert "All of it was recorded already." in empty.done("import", path, "--yes").err
    assert empty.path.read_bytes() == before


def test_a_dry_run_makes_no_store(empty: Clinic, tmp_path: Path) -> None:
    said = empty.done("import", str(folder(tmp_path / "files")), "-n", "--json")
    assert said.json["saved"] is False
    assert said.json["patients"] == 2
    assert said.json["zone"] == "America/Chicago"
    assert said.json["as_of"] == "2026-11-22"
    assert not empty.path.parent.exists()


def test_a_dry_run_leaves_the_store_as_it_is(clinic: Clinic, tmp_path: Path) -> None:
    before = clinic.path.read_bytes()
    path = tmp_path / "more.csv"
    path.write_text("patient,name\n0099,Somebody\n")
    assert "Nothing saved (dry run)." in clinic.done("import", str(path), "-n").err
    assert clinic.path.read_bytes() == before


def test_files_that_are_wrong_make_no_store(empty: Clinic, tmp_path: Path) -> None:
    path = spoiled(tmp_path / "files", events=EVENTS.replace("120 mcg/day", "120"))
    said = empty.run("import", str(path), "--yes")
    assert said.code == 2
    assert said.err.splitlines()[0].startswith('events.csv:3: dose: "120" refused, it ')
    assert said.err.splitlines()[1:] == [
        "1 problem in 1 file: nothing was imported.",
        "  Try: mend the lines named, then the same command with -n to check",
    ]
    assert said.out == ""
    assert not empty.path.parent.exists()


def test_a_bad_import_leaves_the_store_byte_for_byte(clinic: Clinic, tmp_path: Path) -> None:
    before = clinic.path.read_bytes()
    path = spoiled(tmp_path / "files", events=EVENTS + "0099,2026-11-02,stop,,,,,,\n")
    assert clinic.run("import", str(path), "--yes", "--update").code == 2
    assert clinic.path.read_bytes() == before


def test_every_problem_is_in_the_json(empty: Clinic, tmp_path: Path) -> None:
    rows = "".join(f"P{number},,\n" for number in range(MOST_SHOWN + 50))
    path = tmp_path / "patients.csv"
    path.write_text("patient,name,phone\n" + rows)
    error = empty.run("import", str(path), "--yes", "--json").error
    assert error["code"] == "bad-import"
    assert error["message"] == "250 problems in 1 file: nothing was imported."
    assert len(error["problems"]) == 250
    assert error["problems"][0] == {
        "file": "patients.csv",
        "line": 2,
        "column": "name",
        "message": "nothing given, it is needed here",
    }
    told = empty.run("import", str(path), "--yes").err.splitlines()
    assert told[MOST_SHOWN] == "… and 50 more (--json lists them all)"
    assert len(told) == MOST_SHOWN + 3


def test_rows_that_differ_are_exit_5_without_update(empty: Clinic, tmp_path: Path) -> None:
    empty.done("import", str(folder(tmp_path / "files")), "--yes")
    other = spoiled(tmp_path / "other", patients=PATIENTS.replace("Ben", "Benedict"))
    said = empty.run("import", str(other), "--yes")
    assert said.code == 5
    assert said.err.splitlines() == [
        "patients.csv:3: 0012 is recorded already and differs in name: ours imported from "
        "patients.csv on 2026-11-22 by ann",
        "1 row recorded already and different: nothing was imported.",
        "  Try: the same command with --update, to record them as the files have them",
    ]
    assert empty.run("import", str(other), "--yes", "--json").error["code"] == "rows-differ"
    updated = empty.done("import", str(other), "--yes", "--update", "--json").json
    assert {"file": "patients.csv", "table": "patients", "added": 0, "known": 1, "changed": 1} in (
        updated["files"]
    )
    assert empty.done("show", "0012", "--json").json["name"] == "Okafor, Benedict"


def test_without_a_terminal_an_import_needs_yes(empty: Clinic, tmp_path: Path) -> None:
    said = empty.run("import", str(folder(tmp_path / "files")))
    assert said.code == 4
    assert "--yes" in said.err
    assert not empty.path.exists()


def test_an_import_takes_no_as_of_and_no_on(empty: Clinic, tmp_path: Path) -> None:
    path = str(folder(tmp_path / "files"))
    assert empty.run("import", path, "--yes", "--as-of", "2026-11-01").code == 2
    assert empty.run("import", path, "--yes", "--on", "2026-11-01").code == 2


def test_a_path_that_is_not_there_is_exit_3(empty: Clinic) -> None:
    said = empty.run("import", "nowhere", "--yes")
    assert (said.code, said.err.splitlines()[0]) == (
        3,
        'There is no file or folder "nowhere".',
    )


def test_the_same_request_is_recorded_once(empty: Clinic, tmp_path: Path) -> None:
    path = folder(tmp_path / "files")
    call = ("import", str(path), "--yes", "--request-id", "r1")
    empty.done(*call)
    assert "already recorded" in empty.done(*call).err
    (path / "sites.csv").write_text("site,name\nSTP,St Paul\n")
    assert empty.run(*call).code == 5


def test_a_panel_is_imported_by_its_header(empty: Clinic, tmp_path: Path) -> None:
    path = tmp_path / "what we have.csv"
    path.write_text(
        "patient,name,pump_model,mixture,dose,filled_on,injected_ml\n"
        "0007,Rivera,SM2-20,baclofen 500 mcg/mL,120 mcg/day,2026-11-02,20\n"
    )
    empty.done("import", str(path), "--yes")
    item = empty.done("show", "0007", "--json").json
    assert (item["refill_by"], item["alarm_on"]) == ("2027-01-09", "2027-01-16")


def test_a_name_cannot_act_on_the_terminal(empty: Clinic, tmp_path: Path) -> None:
    path = tmp_path / "x\x1b[2J.csv"
    path.write_text("patient,name\n0007,\n")
    said = empty.run("import", str(path), "--yes")
    assert said.code == 2
    assert "\x1b" not in said.err


def test_a_folder_exported_and_imported_exports_the_same(
    clinic: Clinic, empty: Clinic, tmp_path: Path
) -> None:
    clinic.done("export", "folder", str(tmp_path / "one"))
    empty.done("import", str(tmp_path / "one"), "--yes")
    empty.done("export", "folder", str(tmp_path / "two"))
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    for code in ("0003", "0007", "0012", "0020", "0030", "0040", "0041"):
        one, two = (each.done("show", code, "--json").json for each in (clinic, empty))
        del one["history"], two["history"]
        assert one == two


def test_an_export_says_what_it_wrote(clinic: Clinic, tmp_path: Path) -> None:
    said = clinic.done("export", "folder", str(tmp_path / "out"), "--json")
    assert said.json["schema"] == "pumpsched/export/1"
    assert {"file": "patients.csv", "rows": 8} in said.json["files"]


def test_an_export_replaces_only_with_force(clinic: Clinic, tmp_path: Path) -> None:
    for kind in ("folder", "csv", "json"):
        path = str(tmp_path / kind)
        clinic.done("export", kind, path)
        said = clinic.run("export", kind, path)
        assert (said.code, said.err.splitlines()[1]) == (
            5,
            "  Try: another name, or --force to replace it",
        )
        clinic.done("export", kind, path, "--force")


def test_the_list_for_a_spreadsheet_has_everybody_and_no_formula(
    clinic: Clinic, tmp_path: Path
) -> None:
    clinic.done("patient", "edit", "0021", "--name", "=1+1", "--yes")
    clinic.done("export", "csv", str(tmp_path / "list.csv"))
    with (tmp_path / "list.csv").open(newline="") as stream:
        rows = {row["patient"]: row for row in csv.DictReader(stream)}
    assert len(rows) == 8
    assert rows["0021"]["name"] == "'=1+1"
    worked = rows["0007"]
    assert (worked["refill_by"], worked["book_by"], worked["phone"]) == (
        "2027-01-09",
        "2027-01-08",
        "612-555-0107",
    )
    assert rows["0003"]["visit_at"] == "2026-11-24T09:00"


def test_the_document_is_json_of_every_table(clinic: Clinic, tmp_path: Path) -> None:
    clinic.done("export", "json", str(tmp_path / "clinic.json"))
    document = json.loads((tmp_path / "clinic.json").read_text())
    assert (document["schema"], document["zone"]) == ("pumpsched/export/1", "America/Chicago")
    assert [row["patient"] for row in document["tables"]["patients"]][:2] == ["0003", "0007"]


def test_an_export_follows_no_link(clinic: Clinic, tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("precious")
    os.symlink(tmp_path / "precious", tmp_path / "link")
    assert clinic.run("export", "json", str(tmp_path / "link")).code == 5
    clinic.done("export", "json", str(tmp_path / "link"), "--force")
    assert (tmp_path / "precious").read_text() == "precious"


def test_a_header_nobody_knows_is_told_once_with_what_to_mend(
    clinic: Clinic, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Patient,colour,shape\n0001,red,round\n", encoding="utf-8")
    said = clinic.run("import", str(file), "-y").err.splitlines()
    assert said[0].endswith('it has "Patient", which must be written patient')
    assert said[1:] == [
        "1 problem in 1 file: nothing was imported.",
        "  Try: mend the lines named, then the same command with -n to check",
    ]


def test_an_undo_after_an_import_says_that_it_voids_what_was_typed_before(
    clinic: Clinic, tmp_path: Path
) -> None:
    clinic.done("refill", "0007", "--residual", "2", "--fill", "20", "-y")
    (tmp_path / "patients.csv").write_text("patient,name\n0099,Testperson\n")
    clinic.done("import", str(tmp_path / "patients.csv"), "-y")
    said = clinic.run("undo", "--reason", "the wrong list", "-n").err
    assert (
        "Your latest change, import of patients.csv, is taken back whole by a backup made before "
        "it: pumpsched restore BACKUP. This voids a fact before it."
    ) in said
