"""The audit trail: one row a change, and a chain in which nothing can be altered unseen."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from pumpsched.store.results import AuditEntry
from pumpsched.usecases.upkeep import examine
from tests.builders import fill
from tests.builders.store import Stamp, reading, seal_of, writing
from tests.builders.values import (
    Archived,
    Conflict,
    NotFound,
    Patient,
    StoreProblem,
    Voided,
    When,
)
from tests.store.records import (
    AT,
    direct,
    enrol,
    examined,
    record,
    small_clinic,
    stamp,
    tamper,
    verify,
)

TODAY = date(2026, 11, 22)


def trail(store: Engine) -> list[AuditEntry]:
    with reading(store) as books:
        return list(books.audit_entries())


def head(store: Engine) -> str:
    with reading(store) as books:
        return books.head()


def told(store: Engine) -> list[str]:
    """What the doctor finds, apart from the guards that were taken off."""
    codes = [fault.code for fault in examined(store, today=TODAY).faults]
    return [code for code in codes if code != "trigger"]


def seal_anew(store: Engine, path: Path) -> None:
    """Changes the first fact, and its checksum with it."""
    with direct(store) as connection:
        row = list(connection.exec_driver_sql("SELECT * FROM fact WHERE id = 1").one())
    row[8] = 39_000
    tamper(
        path,
        f"UPDATE fact SET injected_ul = 39000, digest = '{seal_of('fact', row[:-1])}' WHERE id = 1",
    )


def test_a_change_leaves_one_row_that_names_what_changed_but_no_value(store: Engine) -> None:
    enrol(store)
    with writing(store, stamp("patient edit", request_id="r-1")) as books:
        books.put_patient(Patient("0007", "Rowan Example", phone="555-0107", notes="secret"))
        books.note({"reason": "new phone"})
    assert len(trail(store)) == 2
    entry = trail(store)[1]
    assert (entry.actor, entry.action, entry.at, entry.facts) == ("ann", "patient edit", AT, 0)
    assert entry.detail == {
        "counts": {"patient": [0, 1]},
        "rows": [["patient", "0007", ["phone", "notes"]]],
        "notes": [{"reason": "new phone"}],
    }
    assert "secret" not in json.dumps(dict(entry.detail))


def test_nothing_changed_leaves_no_row(store: Engine) -> None:
    enrol(store)
    with writing(store, stamp()) as books:
        books.put_patient(Patient("0007", "Rowan Example"))
    assert len(trail(store)) == 1


def test_a_preview_leaves_nothing(store: Engine) -> None:
    enrol(store)
    with writing(store, stamp(), keep=False) as books:
        books.append("0007", 1, fill())
        assert len(books.entries("0007")) == 1
    with reading(store) as books:
        assert books.entries("0007") == []
    assert len(trail(store)) == 1


def test_an_error_leaves_nothing(store: Engine) -> None:
    enrol(store)
    with pytest.raises(NotFound), writing(store, stamp()) as books:
        books.append(books.append("0007", 1, fill()).note or "nobody", 1, fill())
    with reading(store) as books:
        assert books.entries("0007") == []


def test_a_request_is_recorded_once(store: Engine) -> None:
    enrol(store)
    with writing(store, stamp("refill", request_id="r-1")) as books:
        assert books.recorded("r-1") is None
        books.append("0007", 1, fill())
    with reading(store) as books:
        known = books.recorded("r-1")
        assert known is not None
        assert (known.action, known.facts) == ("refill", 1)
        assert books.recorded("r-2") is None
    with pytest.raises(Conflict) as refused, writing(store, stamp(request_id="r-1")) as books:
        books.append("0007", 1, fill("2026-11-03"))
    assert refused.value.code == "request-recorded"
    with reading(store) as books:
        assert len(books.entries("0007")) == 1


def test_an_instant_without_a_zone_is_a_bug(store: Engine) -> None:
    naive = Stamp("ann", datetime(2026, 11, 22), "test")  # noqa: DTZ001
    with pytest.raises(ValueError, match="aware"), writing(store, naive) as books:
        books.put_setting("margin_days", "7")


def test_the_newest_rows_come_oldest_first(store: Engine) -> None:
    small_clinic(store)
    with reading(store) as books:
        assert [entry.seq for entry in books.audit_entries(newest=2)] == [4, 5]


def test_a_large_change_is_counted_beyond_a_hundred_rows(store: Engine) -> None:
    with writing(store, stamp("import")) as books:
        books.put_patients(Patient(f"{n:04d}", "Rowan Example") for n in range(1000))
    (entry,) = trail(store)
    rows = entry.detail["rows"]
    assert isinstance(rows, list)
    assert len(rows) == 100
    assert entry.detail["counts"] == {"patient": [1000, 0]}


def test_an_untouched_store_verifies(store: Engine) -> None:
    assert verify(store) == []
    small_clinic(store)
    assert verify(store) == []
    assert verify(store, head(store)) == []


def test_a_head_noted_earlier_stays_in_the_chain(store: Engine) -> None:
    small_clinic(store)
    noted = head(store)
    record(store, fill("2026-12-20"))
    assert verify(store, noted) == []
    assert [fault.code for fault in verify(store, "0" * 64)] == ["head-missing"]


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        (["UPDATE audit SET actor = 'bea' WHERE seq = 3"], "audit-changed"),
        (["UPDATE audit SET detail = '{}' WHERE seq = 1"], "audit-changed"),
        (["UPDATE audit SET facts = 3 WHERE seq = 2"], "audit-changed"),
        (["DELETE FROM audit WHERE seq = 3"], "audit-gap"),
        (["DELETE FROM audit WHERE seq = 5"], "facts-unbound"),
        (
            ["INSERT INTO audit SELECT 6, at, actor, action, request_id, request, detail, 0, '', "
             "previous, hash FROM audit WHERE seq = 5"],
            "audit-changed",
        ),
        (
            ["UPDATE audit SET seq = 99 WHERE seq = 2", "UPDATE audit SET seq = 2 WHERE seq = 3",
             "UPDATE audit SET seq = 3 WHERE seq = 99"],
            "audit-link",
        ),
        (["UPDATE fact SET injected_ul = 39000 WHERE id = 1"], "fact-changed"),
        (["UPDATE fact SET note = 'x' WHERE id = 2"], "fact-changed"),
        (["UPDATE fact SET digest = 'é' WHERE id = 1"], "fact-changed"),
        (["UPDATE fact SET digest = 'é' WHERE id = 1"], "facts-changed"),
        (["DELETE FROM fact WHERE id = 6"], "facts-changed"),
        (["DELETE FROM fact WHERE id = 1"], "facts-changed"),
        (
            ["INSERT INTO fact SELECT 7, patient_id, pump_id, '2026-12-24', minute, kind, "
             "mixture_id, residual_ul, injected_ul, programmed_ul, boluses_used, dose_ng_per_day, "
             "flex_id, bolus_ng, bolus_per_day, bolus_lockout_min, amount_ng, amount_ul, note, "
             "voids_id, content, audit_seq, flow_ul_per_day, programmer_alarm_on, reservoir_ul, "
             "lot, expires_on, bud_on, kit, waste_ul, witness, check_volume_ul, digest "
             "FROM fact WHERE id = 6"],
            "facts-changed",
        ),
        (["UPDATE patient SET phone = '555-0199' WHERE id = 1"], "row-changed"),
        (["UPDATE pump SET end_of_service_on = '2030-01-01'"], "row-changed"),
        (["UPDATE mixture_drug SET concentration_ng_per_ml = 1"], "row-changed"),
    ],
)  # fmt: skip
def test_every_kind_of_tampering_is_found(
    store: Engine, path: Path, statements: list[str], code: str
) -> None:
    small_clinic(store)
    tamper(path, *statements)
    assert code in [fault.code for fault in verify(store)]


def test_the_end_cut_off_shows_against_a_head_kept_elsewhere(store: Engine, path: Path) -> None:
    small_clinic(store)
    with writing(store, stamp()) as books:
        books.put_setting("margin_days", "9")
    noted = head(store)
    tamper(path, "DELETE FROM audit WHERE seq = 6")
    assert verify(store) == []
    assert [fault.code for fault in verify(store, noted)] == ["head-missing"]


def test_a_fact_sealed_anew_still_breaks_the_chain(store: Engine, path: Path) -> None:
    small_clinic(store)
    seal_anew(store, path)
    assert [fault.code for fault in verify(store)] == ["facts-changed"]


def test_the_doctor_finds_a_fact_sealed_anew_too(store: Engine, path: Path) -> None:
    small_clinic(store)
    seal_anew(store, path)
    assert told(store) == ["facts-changed"]


def test_the_doctor_finds_a_changed_fact_that_no_projection_reads(
    store: Engine, path: Path
) -> None:
    enrol(store)
    left = When(TODAY)
    with writing(store, stamp()) as books:
        books.append("0007", None, Archived(at=left, note="moved"))
        books.append("0007", None, Voided(at=left, voids=1))
    tamper(path, "UPDATE fact SET note = 'x' WHERE id = 2")
    assert told(store) == ["fact-changed"]


def test_the_doctor_reads_what_a_fact_of_a_pump_says_once(store: Engine) -> None:
    small_clinic(store)
    asked = []
    with reading(store) as books:
        run = books._run

        def noting(query: str, values: Sequence[str | int | None], many: bool) -> object:
            asked.append(query)
            return run(query, values, many)

        books._run = noting
        assert examine(books, today=TODAY).faults == ()
    whole = [query for query in asked if "SELECT * FROM fact" in query]
    assert ["pump_id IS NULL" in query for query in whole] == [False, True]


def test_a_changed_audit_row_is_not_shown(store: Engine, path: Path) -> None:
    small_clinic(store)
    tamper(path, "UPDATE audit SET actor = 'bea' WHERE seq = 3")
    with pytest.raises(StoreProblem), reading(store) as books:
        list(books.audit_entries())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET at = '2026-11-23' WHERE seq IN (SELECT audit_seq FROM fact)",
        "DELETE FROM audit WHERE seq IN (SELECT audit_seq FROM fact)",
    ],
)
def test_a_fact_is_not_shown_with_a_record_that_was_changed(
    store: Engine, path: Path, statement: str
) -> None:
    small_clinic(store)
    tamper(path, statement)
    with reading(store) as books, pytest.raises(StoreProblem, match="Audit row"):
        list(books.all_entries())
