"""What of a change behind the program's back is found, and what is not: as SECURITY.md says it.

The file's owner can compute every checksum anew. What is not found stands here as a known limit, so
that nothing promises more.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from tests.builders.store import seal_of
from tests.cli.clinic import Clinic

pytestmark = pytest.mark.sqlite_file

OF_0007 = "(SELECT id FROM patient WHERE code = '0007')"
PUMP = f"(SELECT id FROM pump WHERE patient_id = {OF_0007})"


def behind(clinic: Clinic, *statements: str) -> None:
    """Changes the file as its owner can, with every guard taken away and put back."""
    with closing(sqlite3.connect(clinic.path, isolation_level=None)) as raw:
        guards = raw.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in guards:
            raw.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            raw.execute(statement)
        for _, sql in guards:
            raw.execute(sql)


def resealed(clinic: Clinic, table: str, where: str) -> None:
    """Computes the checksum of a row anew, as whoever forges it can."""
    with closing(sqlite3.connect(clinic.path, isolation_level=None)) as raw:
        row = raw.execute(f"SELECT * FROM {table} WHERE {where}").fetchone()
        raw.execute(f"UPDATE {table} SET seal = ? WHERE {where}", (seal_of(table, row[:-1]),))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (f"DELETE FROM fact WHERE id = (SELECT max(id) FROM fact WHERE pump_id = {PUMP})",
         "do not count the last fact"),
        ("DELETE FROM patient WHERE code = '0012'", "a patient who is not there"),
        (f"DELETE FROM pump WHERE id = {PUMP}", "a patient who is not there"),
    ],
    ids=["a fact", "a patient", "a pump"],
)  # fmt: skip
def test_a_list_from_which_something_is_gone_is_refused(
    clinic: Clinic, change: str, words: str
) -> None:
    behind(clinic, change)
    for command in (("due", "26w"), ("due", "--limit", "50", "26w"), ("due", "--all", "--json")):
        said = clinic.run(*command)
        assert (said.code, said.out) == (7, ""), command
        assert words in said.err or "were found" in said.err, said.err


def test_old_dates_put_back_are_refused(clinic: Clinic) -> None:
    with closing(sqlite3.connect(clinic.path)) as raw:
        old = raw.execute(f"SELECT * FROM outlook WHERE pump_id = {PUMP}").fetchone()
    clinic.done("dose", "0007", "140 mcg/day", "-y")
    with closing(sqlite3.connect(clinic.path, isolation_level=None)) as raw:
        raw.execute("DELETE FROM outlook WHERE pump_id = ?", old[:1])
        raw.execute(f"INSERT INTO outlook VALUES ({','.join('?' * len(old))})", old)
    for command in (("due", "26w"), ("due", "--limit", "50", "26w"), ("show", "0007")):
        assert clinic.run(*command).code == 7, command
    assert clinic.run("doctor").code == 7


def test_dates_that_are_not_those_of_the_facts_are_not_shown(clinic: Clinic) -> None:
    behind(clinic, f"UPDATE outlook SET refill_by = '2027-03-01' WHERE pump_id = {PUMP}")
    resealed(clinic, "outlook", f"pump_id = {PUMP}")
    said = clinic.run("show", "0007")
    assert (said.code, said.out) == (7, "")
    assert "0007 are not those of its facts" in said.err


def test_a_fact_or_an_entry_that_was_changed_or_removed_breaks_the_chain(clinic: Clinic) -> None:
    behind(clinic, "DELETE FROM fact WHERE id = 2")
    assert clinic.run("audit", "verify").code == 9


def test_a_row_changed_without_its_checksum_is_found(clinic: Clinic) -> None:
    behind(clinic, "UPDATE patient SET name = 'Lee, Forged' WHERE code = '0007'")
    assert clinic.run("show", "0007").code == 7
    assert clinic.run("audit", "verify").code == 9


def forged_name(clinic: Clinic) -> None:
    behind(clinic, "UPDATE patient SET phone = '612-555-0199' WHERE code = '0007'")
    resealed(clinic, "patient", "code = '0007'")


def removed_visit(clinic: Clinic) -> None:
    behind(clinic, "DELETE FROM visit_nurse", "DELETE FROM visit")


def removed_setting(clinic: Clinic) -> None:
    clinic.done("config", "set", "notice_days", "10", "-y")
    behind(clinic, "DELETE FROM setting")


def removed_closure(clinic: Clinic) -> None:
    clinic.done("closure", "add", "N1", "2026-12-24", "-y")
    behind(clinic, "DELETE FROM closure")


@pytest.mark.parametrize("change", [forged_name, removed_visit, removed_setting, removed_closure])
def test_a_known_limit_a_forged_or_removed_row_that_is_no_fact_is_not_found(
    clinic: Clinic, change: Callable[[Clinic], None]
) -> None:
    change(clinic)
    assert clinic.done("audit", "verify", "--json").json["holds"] is True


def test_a_known_limit_entries_cut_off_the_end_are_found_only_with_a_noted_head(
    clinic: Clinic,
) -> None:
    clinic.done("closure", "add", "N1", "2026-12-24", "-y")
    head = clinic.done("audit", "verify", "--json").json["head"]
    behind(clinic, "DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)")
    assert clinic.run("audit", "verify").code == 0
    assert clinic.run("audit", "verify", "--head", head).code == 9
