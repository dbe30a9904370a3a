"""``db upgrade``: whose dates the newer rules move is said before it is agreed to."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from pumpsched.usecases.upgrade import Consequences, upgrade_clinic
from tests.backends import OnServer
from tests.baseline.desk import Desk
from tests.baseline.stores import kept_store
from tests.builders.command import clock
from tests.builders.store import LAYOUT
from tests.builders.values import Conflict
from tests.cli.clinic import NOW, STAMP, TODAY, Clinic
from tests.store.records import tamper

HYDROMORPHONE = {
    "patient": "0006",
    "date": "refill_by",
    "from": "2026-11-28",
    "to": "2026-11-26",
    "limit": "stability",
    "why": "hydromorphone 10 mg/mL is good for 90 days in the pump",
}
DOUBTED = {
    "patient": "0026",
    "date": "refill_by",
    "from": "2027-02-05",
    "to": "2027-01-26",
    "limit": "reservoir",
    "why": "the mixture changed on 2026-08-31 to baclofen 2 mg/mL (1 later fill too) and no dose "
    "was recorded since: record the dose the programmer shows",
}
BOTH_DOUBTED = {
    "patient": "0015",
    "date": "refill_by",
    "from": "2027-01-03",
    "to": "2026-12-26",
    "limit": "reservoir",
    "why": "the mixture changed on 2026-10-05 to morphine 25 mg/mL + bupivacaine 10 mg/mL and no "
    "dose was recorded since: record the dose the programmer shows",
}
PUMP_OF = (
    "pump_id IN (SELECT pump.id FROM pump JOIN patient ON patient.id = patient_id"
    " WHERE code = '{}')"
)
MOVES = [HYDROMORPHONE, BOTH_DOUBTED, DOUBTED]


@pytest.fixture
def kept(kept_clinic: Path, monkeypatch: pytest.MonkeyPatch) -> Clinic:
    """A clinic as the first version left it, at 10:00 on 2026-11-22."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.delenv("PUMPSCHED_AS_OF", raising=False)
    return Clinic(kept_clinic)


def test_whose_date_moves_and_by_which_rule_is_told_before_anything_is_done(kept: Clinic) -> None:
    before = kept.path.read_bytes()
    found = kept.done("db", "upgrade", "-n", "--json").json
    assert (found["from"], found["needed"], found["saved"]) == ("m0001", LAYOUT, False)
    assert found["moves"] == MOVES
    assert kept.path.read_bytes() == before


def test_a_time_in_the_pump_that_got_shorter_is_told_with_its_mixture(
    backend: str, tmp_path: Path
) -> None:
    with kept_store("demo", backend, tmp_path) as path:
        moves = Clinic(path).done("db", "upgrade", "-n", "--json").json["moves"]
    residuals = "what the residuals say of the pump's true flow"
    bupivacaine, hydromorphone = "84 days in the pump", "90 days in the pump"
    assert [(each["patient"], each["from"], each["to"], each["why"]) for each in moves] == [
        ("0011", "2026-12-08", "2026-11-25", residuals),
        (
            *("0019", "2026-12-14", "2026-12-08"),
            f"morphine 20 mg/mL + bupivacaine 10 mg/mL is good for {bupivacaine}",
        ),
        ("0017", "2026-12-18", "2026-12-16", residuals),
        (
            *("0029", "2026-12-23", "2026-12-17"),
            f"hydromorphone 5 mg/mL + bupivacaine 15 mg/mL is good for {bupivacaine}",
        ),
        (
            *("0005", "2026-12-21", "2026-12-20"),
            f"hydromorphone 10 mg/mL is good for {hydromorphone}",
        ),
        ("0031", "2027-01-01", "2026-12-30", residuals),
        ("0034", "2027-01-07", "2027-01-01", f"bupivacaine 20 mg/mL is good for {bupivacaine}"),
        ("0018", "2027-01-16", "2027-01-12", residuals),
    ]


def test_what_was_told_is_what_lists_show_once_it_is_done(kept: Clinic) -> None:
    assert kept.done("db", "upgrade", "-y", "--json").json["moves"] == MOVES
    listed = kept.done("due", "--all", "--json").json["items"]
    shown = {each["patient"]: each["refill_by"] for each in listed}
    assert {each["patient"]: each["to"] for each in MOVES}.items() <= shown.items()
    assert kept.done("doctor", "--json").json["stale"] == []


def test_an_upgrade_is_a_change_on_record(kept: Clinic) -> None:
    for _ in range(2):
        kept.done("db", "upgrade", "-y", "--actor", "bea")
    with kept.opened() as books:
        *before, last = books.audit_entries()
    assert (last.seq, last.actor, last.action) == (len(before) + 1, "bea", "db upgrade")
    assert "db upgrade" not in [entry.action for entry in before]
    assert last.detail["notes"] == [{"upgraded": {"from": "m0001", "to": LAYOUT}}]
    kept.done("audit", "verify")


def test_an_upgrade_without_a_terminal_needs_its_yes(kept: Clinic) -> None:
    before = kept.path.read_bytes()
    said = kept.run("db", "upgrade")
    assert (said.code, said.err.splitlines()[-3]) == (
        4,
        "Nothing was saved: nobody is at a terminal to say yes.",
    )
    assert kept.path.read_bytes() == before


def test_an_upgrade_that_is_only_tried_says_so(kept: Clinic) -> None:
    would, nothing = kept.done("db", "upgrade", "-n").err.splitlines()[-2:]
    copy = f" The store as it was: {kept.path}.before-{LAYOUT}"
    on_server = isinstance(kept.path, OnServer)
    assert would == f"Would upgrade to layout {LAYOUT}.{'' if on_server else copy}"
    assert nothing.startswith("Nothing saved (dry run). Next: ")


def test_a_booked_visit_that_is_too_late_then_is_told_with_what_to_do(kept: Clinic) -> None:
    [visit] = kept.done("db", "upgrade", "-n", "--json").json["visits"]
    told = {key: visit[key] for key in ("id", "patient", "at", "refill_by")}
    assert told == {
        "id": "V19",
        "patient": "0006",
        "at": "2026-11-27T08:00",
        "refill_by": "2026-11-26",
    }
    assert kept.done("db", "upgrade", "-n").out.splitlines()[-1].split("\t") == [
        *("V19", "0006", "Owusu, Goran", "2026-11-27T08:00", "2026-11-26"),
        "pumpsched visit move V19 --at …",
    ]


@pytest.mark.sqlite_file
def test_a_person_sees_whole_dates_and_is_asked(kept: Clinic, tmp_path: Path) -> None:
    desk, before = Desk(tmp_path, NOW), kept.path.read_bytes()
    declined = desk.call(["db", "upgrade"], columns=80, typed=["n"])
    assert (declined.code, declined.err) == (4, "Upgrade? [Y/n] Nothing was saved.\n")
    assert declined.out.splitlines() == [
        "The newer rules move the dates of 3 patients, the worst first.",
        "how         patient  name          date       from             to",
        "!  earlier  0006     Owusu, Goran  refill by  Sat 28 Nov 2026  Thu 26 Nov 2026",
        "         why stability: hydromorphone 10 mg/mL is good for 90 days in the pump",
        "!  earlier  0015     Greer, Quinn  refill by  Sun 3 Jan 2027   Sat 26 Dec 2026",
        "         why reservoir: the mixture changed on 2026-10-05 to morphine 25 mg/mL +",
        "         bupivacaine 10 mg/mL and no dose was recorded since: record the dose",
        "         the programmer shows",
        "!  earlier  0026     Olsen, Xi     refill by  Fri 5 Feb 2027   Tue 26 Jan 2027",
        "         why reservoir: the mixture changed on 2026-08-31 to baclofen 2 mg/mL (1",
        "         later fill too) and no dose was recorded since: record the dose the",
        "         programmer shows",
        "Too late by then: 1 booked visit.",
        "visit  patient  name          at                     refill by",
        "V19    0006     Owusu, Goran  Fri 27 Nov 2026 08:00  Thu 26 Nov 2026",
        "       next pumpsched visit move V19 --at …",
    ]
    assert kept.path.read_bytes() == before
    agreed = desk.call(["db", "upgrade"], columns=80, typed=["y"])
    assert (agreed.code, agreed.out) == (0, declined.out)
    assert agreed.err.splitlines()[-1] == "Next: pumpsched due"
    assert kept.done("db", "status", "--json").json["current"] is True


@pytest.mark.sqlite_file
def test_a_date_that_is_past_by_then_is_marked_so(kept: Clinic, tmp_path: Path) -> None:
    said = Desk(tmp_path, NOW + timedelta(days=6)).call(["db", "upgrade", "-n"], columns=80)
    marks = [line[:10].strip() for line in said.out.splitlines() if line.startswith("!")]
    assert marks == ["!! past", "!  earlier", "!  earlier"]


def test_of_many_moves_twenty_are_shown_and_the_rest_counted(kept: Clinic) -> None:
    tamper(kept.path, "UPDATE outlook SET refill_by = '2099-01-01' WHERE refill_by IS NOT NULL")
    moves = kept.done("db", "upgrade", "-n", "--json").json["moves"]
    said = kept.done("db", "upgrade", "-n")
    lines = said.out.splitlines()
    assert [line.split("\t")[1] for line in lines[1:21]] == [each["patient"] for each in moves[:20]]
    assert f"and {len(moves) - 20} more: pumpsched db upgrade -n --json" in said.err
    assert [each["to"] for each in moves] == sorted(each["to"] for each in moves)


@pytest.mark.parametrize(
    ("patient", "before", "how"),
    [
        ("0001", "2026-11-30", "later"),
        ("0001", None, "new"),
        ("0001", "2099-01-01", "earlier"),
        ("0008", "2027-01-01", "no date"),
        ("0016", "2027-01-01", "past"),
    ],
)
def test_how_a_date_moves_is_said_in_a_word(
    kept: Clinic, patient: str, before: str | None, how: str
) -> None:
    stored = "NULL" if before is None else f"'{before}'"
    tamper(kept.path, f"UPDATE outlook SET refill_by = {stored} WHERE {PUMP_OF.format(patient)}")
    rows = [line.split("\t") for line in kept.done("db", "upgrade", "-n").out.splitlines()]
    assert [row[0] for row in rows if row[1] == patient] == [how]


def test_an_alarm_that_moves_is_told_where_the_last_refill_day_stays(kept: Clinic) -> None:
    tamper(
        kept.path,
        "UPDATE outlook SET refill_by = '2026-11-26', alarm_on = NULL"
        f" WHERE {PUMP_OF.format('0006')}",
    )
    moves = kept.done("db", "upgrade", "-n", "--json").json["moves"]
    assert {each["patient"]: each["date"] for each in moves} == {
        **dict.fromkeys(("0015", "0026"), "refill_by"),
        "0006": "alarm_on",
    }


def test_what_was_agreed_to_and_is_no_longer_so_is_not_done(kept: Clinic) -> None:
    agreed = Consequences(TODAY, (), ())
    before = kept.path.read_bytes()
    with pytest.raises(Conflict) as refused:
        upgrade_clinic(str(kept.path), STAMP, today_in=lambda _: TODAY, agreed=agreed)
    assert refused.value.code == "stale"
    assert kept.path.read_bytes() == before


def test_a_store_with_a_damaged_fact_is_not_upgraded(kept: Clinic) -> None:
    tamper(kept.path, "UPDATE fact SET injected_ul = injected_ul + 1 WHERE kind = 'fill'")
    before = kept.path.read_bytes()
    assert kept.run("db", "upgrade", "-y").code == 7
    assert kept.path.read_bytes() == before
