"""What of a change behind the program's back is found, and what is not: as SECURITY.md says it.

The file's owner can compute every checksum anew. What is not found stands here as a known limit, so
that nothing promises more.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
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


FIRST_OF = "SELECT min(id) FROM fact WHERE pump_id"
LAST_OF = "SELECT max(id) FROM fact WHERE pump_id"
FORGET = (f"DELETE FROM outlook WHERE pump_id = {PUMP}", f"DELETE FROM pump WHERE id = {PUMP}")
GONE = {
    "the last fact of a pump": [f"DELETE FROM fact WHERE id = ({LAST_OF} = {PUMP})"],
    "an earlier fact": [f"DELETE FROM fact WHERE id = ({FIRST_OF} = {PUMP})"],
    "the last fact of all": ["DELETE FROM fact WHERE id = (SELECT max(id) FROM fact)"],
    "a pump": [f"DELETE FROM pump WHERE id = {PUMP}"],
    "a patient": ["DELETE FROM patient WHERE code = '0007'"],
    "a pump with its dates": FORGET,
    "a patient with the pump and its dates": [*FORGET, "DELETE FROM patient WHERE code = '0007'"],
    "facts with the dates": [
        f"DELETE FROM fact WHERE pump_id = {PUMP}", f"DELETE FROM outlook WHERE pump_id = {PUMP}",
    ],
}  # fmt: skip
ASKING = (
    ("due", "26w"), ("due", "1d"), ("due", "--limit", "1", "26w"), ("due", "--all", "--json"),
    ("due", "--unbooked"), ("show", "0007"), ("show", "0001"), ("why", "0007"),
)  # fmt: skip


@pytest.mark.parametrize("statements", GONE.values(), ids=GONE)
def test_a_read_from_which_something_is_gone_is_refused(
    clinic: Clinic, statements: Sequence[str]
) -> None:
    behind(clinic, *statements)
    for command in ASKING:
        said = clinic.run(*command)
        assert (said.code, said.out) == (7, ""), command


@pytest.mark.parametrize("command", ["visit list 26w", "route 2026-11-24 --nurse N1", "board"])
def test_a_visit_of_somebody_who_is_gone_is_not_left_out_of_a_list(
    clinic: Clinic, command: str
) -> None:
    assert clinic.run(*command.split()).code == 0
    behind(clinic, "DELETE FROM patient WHERE id IN (SELECT patient_id FROM visit)")
    assert clinic.run(*command.split()).code == 7


def test_somebody_who_is_gone_is_not_taken_for_somebody_unknown(clinic: Clinic) -> None:
    behind(clinic, "DELETE FROM patient WHERE code = '0007'")
    assert clinic.run("patient", "find", "0007").code == 7


def test_dates_that_are_gone_are_worked_out_anew_from_the_facts(clinic: Clinic) -> None:
    before = clinic.done("due", "26w").out
    behind(clinic, f"DELETE FROM outlook WHERE pump_id = {PUMP}")
    assert clinic.done("due", "26w").out == before


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


def test_a_known_limit_dates_forged_too_late_to_be_listed_are_found_by_show_and_doctor_alone(
    clinic: Clinic,
) -> None:
    behind(clinic, f"UPDATE outlook SET refill_by = '2029-03-01' WHERE pump_id = {PUMP}")
    resealed(clinic, "outlook", f"pump_id = {PUMP}")
    assert [
        clinic.run(*words).code for words in (("due", "4w"), ("show", "0007"), ("doctor",))
    ] == [
        *(0, 7, 7),
    ]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE fact SET note = 'forged' WHERE id = 2",
        "DELETE FROM fact WHERE id = 2",
        "INSERT INTO fact SELECT * FROM copied",
        "UPDATE audit SET actor = 'nobody' WHERE seq = 2",
        "DELETE FROM audit WHERE seq = 2",
    ],
    ids=["a fact changed", "a fact gone", "a fact put in", "an entry changed", "an entry gone"],
)
def test_a_fact_or_an_entry_that_was_changed_put_in_or_removed_breaks_the_chain(
    clinic: Clinic, change: str
) -> None:
    for day in ("2026-12-24", "2026-12-31"):
        clinic.done("closure", "add", "N1", day, "-y")
    behind(
        clinic,
        "CREATE TEMPORARY TABLE copied AS SELECT * FROM fact WHERE id = 2",
        "UPDATE copied SET id = (SELECT max(id) FROM fact) + 1",
        change,
    )
    assert clinic.run("audit", "verify").code == 9
    assert clinic.run("doctor").code == 7


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


def removed_person(clinic: Clinic) -> None:
    behind(clinic, "DELETE FROM patient WHERE code = '0021'")


@pytest.mark.parametrize(
    "change", [forged_name, removed_visit, removed_setting, removed_closure, removed_person]
)
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


def test_a_known_limit_a_record_written_anew_is_found_only_with_a_noted_head(
    clinic: Clinic,
) -> None:
    before = clinic.path.read_bytes()
    clinic.done("closure", "add", "N1", "2026-12-24", "-y")
    head = clinic.done("audit", "verify", "--json").json["head"]
    clinic.path.write_bytes(before)
    clinic.done("closure", "add", "N1", "2026-12-31", "-y")
    assert clinic.run("audit", "verify").code == 0
    assert clinic.run("audit", "verify", "--head", head).code == 9
