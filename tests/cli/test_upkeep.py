"""``config``, ``backup``, ``restore``, ``doctor``, ``audit``, ``db``: care of the data."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.cli.clinic import Clinic
from tests.store.records import tamper


def test_a_setting_moves_every_date_that_follows_from_it(clinic: Clinic) -> None:
    said = clinic.done("config", "set", "margin_days", "10", "-y")
    assert said.out.splitlines() == ["margin_days: 7 → 10", "  3 of 7 pumps get other dates."]
    assert clinic.done("show", "0007", "--json").json["refill_by"] == "2027-01-06"
    listed = clinic.done("due", "--all", "--json").json["items"]
    assert [i["refill_by"] for i in listed if i["patient"] == "0007"] == ["2027-01-06"]


def test_config_alone_lists_every_setting_with_its_meaning(clinic: Clinic) -> None:
    said = clinic.done("config")
    assert said.out.splitlines()[0] == "key\tvalue\tdefault\tmeaning"
    assert "margin_days\t7\t7\tdays kept between the last refill day and the alarm" in said.out
    assert clinic.done("config", "get", "margin_days", "--json").json["settings"] == {
        "margin_days": "7"
    }


def test_the_calibration_of_flows_is_a_setting_like_any_other(clinic: Clinic) -> None:
    assert "calibration\tapply\tapply\t" in clinic.done("config").out
    clinic.done("config", "set", "calibration", "show", "-y")
    settings = clinic.done("config", "get", "calibration", "--json").json["settings"]
    assert settings == {"calibration": "show"}


@pytest.mark.sqlite_file
def test_a_backup_is_read_back_and_restored(clinic: Clinic, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    said = clinic.done("backup", str(copy))
    assert "8 patients, 13 facts, 1 change," in said.out
    assert copy.stat().st_mode & 0o777 == 0o600
    assert clinic.run("backup", str(copy)).code == 5
    clinic.done("stop", "0007", "-y")
    assert clinic.run("restore", str(copy)).code == 4
    dry = clinic.done("restore", str(copy), "-n")
    assert "!! 1 change since the backup will be gone." in dry.out
    assert clinic.done("show", "0007", "--json").json["status"] == "stopped"
    assert "!! 1 change since the backup is gone." in clinic.done("restore", str(copy), "-y").out
    assert clinic.done("show", "0007", "--json").json["status"] == "waiting"
    assert clinic.done("audit", "--limit", "1", "--json").json["items"][0]["action"] == "restore"


@pytest.mark.sqlite_file
def test_a_restore_that_is_only_tried_answers_as_json_with_both_copies(
    clinic: Clinic, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite"
    clinic.done("backup", str(copy))
    clinic.done("stop", "0007", "-y")
    said = clinic.done("restore", str(copy), "-n", "--json").json
    assert said["saved"] is False
    assert said["backup"]["changes"] + 1 == said["store"]["changes"]


@pytest.mark.sqlite_file
def test_the_status_of_a_newer_store_suggests_no_upgrade(clinic: Clinic) -> None:
    tamper(clinic.path, "update alembic_version set version_num = 'm9999'")
    said = clinic.done("db", "status")
    assert said.out.endswith("newer than this program\n")
    assert said.err == "Next: a newer version of pumpsched\n"


@pytest.mark.sqlite_file
def test_a_damaged_backup_is_not_put_in_place(clinic: Clinic, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    clinic.done("backup", str(copy))
    tamper(copy, "update fact set injected_ul = 19000 where id = 3")
    before = clinic.path.read_bytes()
    assert clinic.run("restore", str(copy), "-y").code in (7, 9)
    assert clinic.path.read_bytes() == before
    assert clinic.run("restore", str(tmp_path / "none"), "-y").code == 3


@pytest.mark.sqlite_file
def test_a_backup_cut_short_is_told_from_a_damaged_store(clinic: Clinic, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    clinic.done("backup", str(copy))
    copy.write_bytes(copy.read_bytes()[:50_000])
    said = clinic.run("restore", str(copy), "-y")
    assert said.code == 7
    assert said.err.splitlines() == [
        "The backup does not hold: The store's file is damaged.",
        "  Nothing was changed.",
        "  Try: another backup",
    ]


def test_the_doctor_finds_nothing_in_a_whole_store(clinic: Clinic) -> None:
    said = clinic.done("doctor")
    assert said.out.splitlines()[-1] == "All is well."
    found = clinic.done("doctor", "--json").json
    assert (found["well"], found["pumps"], found["faults"], found["stale"]) == (True, 7, [], [])


def test_a_changed_fact_is_damage_before_it_is_a_date(clinic: Clinic) -> None:
    tamper(clinic.path, "update fact set injected_ul = 40000 where id = 3")
    assert clinic.run("doctor").code == 7
    assert clinic.run("audit", "verify").code == 9
    said = clinic.run("show", "0007")
    assert (said.code, said.out) == (7, "")


def test_mending_writes_and_so_looks_from_no_other_day(clinic: Clinic) -> None:
    assert clinic.run("doctor", "--mend", "--as-of", "2026-11-22").code == 2
    with sqlite3.connect(clinic.path) as raw:
        raw.execute("delete from outlook where pump_id = 2")
    raw.close()
    assert clinic.run("doctor", "--json").json["stale"] == [
        {"patient": "0007", "differs": "no dates are stored"}
    ]
    clinic.done("doctor", "--mend")
    clinic.done("doctor")


def test_the_trail_says_who_did_what_and_holds_against_a_head_noted_earlier(
    clinic: Clinic,
) -> None:
    head = clinic.done("audit", "verify", "--json").json["head"]
    clinic.done("stop", "0007", "-y", "--actor", "bea", "--request-id", "r-1")
    [row] = clinic.done("audit", "list", "--limit", "1", "--json").json["items"]
    assert {key: row[key] for key in ("seq", "actor", "action", "request_id", "facts")} == {
        "seq": 2,
        "actor": "bea",
        "action": "stop",
        "request_id": "r-1",
        "facts": 1,
    }
    clinic.done("audit", "verify", "--head", head)
    assert clinic.run("audit", "verify", "--head", "0" * 64).code == 9


def test_the_layout_of_a_store_is_current_or_says_what_it_needs(clinic: Clinic) -> None:
    assert clinic.done("db", "status", "--json").json["current"] is True
    assert clinic.done("db", "upgrade").err == "The store is current; nothing was to do.\n"


def test_an_upgrade_takes_what_a_write_takes_but_no_day(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = ("-y", "--actor", "ann", "--request-id", "r-9")
    assert clinic.done("db", "upgrade", *given).err.startswith("The store is current")
    assert clinic.done("db", "upgrade", "-y", "--json").json["saved"] is False
    for day in (("--as-of", "2026-11-22"), ("--on", "today")):
        assert clinic.run("db", "upgrade", *day).code == 2
        assert clinic.run(*day, "db", "upgrade").code == 2


@pytest.mark.parametrize(
    ("args", "helped"),
    [
        (("db", "upgrade", "--foo"), "db upgrade"),
        (("visit", "add"), "visit add"),
        (("closure", "holidays", "MPLS"), "closure holidays"),
        (("visit", "foo"), "visit"),
        (("due", "--foo"), "due"),
        (("--foo", "due"), ""),
    ],
)
def test_a_usage_error_names_the_help_of_the_very_command(
    clinic: Clinic, args: tuple[str, ...], helped: str
) -> None:
    said = clinic.run(*args)
    assert said.code == 2
    assert said.err.splitlines()[-1] == f"  Try: {f'pumpsched {helped}'.strip()} --help"
