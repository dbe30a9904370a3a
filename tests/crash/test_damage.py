"""P12: damage is noticed before a date is shown."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.clinic import NOW
from tests.crash.damage import PAGE, Rot
from tests.crash.nursery import Job, Nursery
from tests.crash.stage import clinic_in
from tests.effort import tries
from tests.store.records import tamper


@pytest.fixture(scope="module")
def rot(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Rot:
    """The invented clinic's store."""
    return Rot(nursery, clinic_in(tmp_path_factory.mktemp("rot")))


@pytest.mark.campaign
def test_no_damage_escapes_both_the_reading_and_the_doctor(rot: Rot) -> None:
    noticed = 0
    for number in range(tries(short=10, full=36)):
        kind, codes, wrong = rot.spoilt(number, seed=20261122)
        assert [each for each in wrong if not each.startswith("the doctor alone")] == [], kind
        noticed += any(codes)
    assert noticed > 2


def test_an_index_that_lost_its_rows_is_noticed(rot: Rot, tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    content = bytearray(rot.whole.read_bytes())
    with closing(sqlite3.connect(rot.whole)) as raw:
        [(page,)] = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'fact_patient'")
    content[(page - 1) * PAGE : page * PAGE] = bytes([10, 0, 0, 0, 0, 16, 0, 0]) + bytes(PAGE - 8)
    path.write_bytes(content)
    path.chmod(0o600)
    env = {"PUMPSCHED_DB": str(path)}
    assert rot.nursery.run(Job(["doctor"], env=env, now=NOW)).code == 7
    assert rot.nursery.run(Job(["show", "0003"], env=env, now=NOW)).code == 7


def test_the_check_finds_a_date_that_is_wrong(rot: Rot, tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    other.write_bytes(rot.whole.read_bytes())
    tamper(other, "DELETE FROM visit_nurse", "DELETE FROM visit")
    other.chmod(0o600)
    assert Rot(rot.nursery, other).answers != rot.answers
