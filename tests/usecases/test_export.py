"""Exporting: nothing lost, the same bytes again, and nobody's file harmed."""

from __future__ import annotations

import csv
import json
import os
import stat
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from sqlalchemy import Engine

from pumpsched.records.spec import Layout
from pumpsched.usecases import exporting
from pumpsched.usecases.exporting import write_document, write_worklist
from pumpsched.usecases.manifest import Written
from tests.builders import bolus, when
from tests.builders.files import write_rows
from tests.builders.store import reading, writing
from tests.builders.values import (
    Conflict,
    Contact,
    ContactOutcome,
    Decision,
    DecisionKind,
    OrderMark,
    OrderState,
    Voided,
)
from tests.builders.work import write_folder
from tests.usecases.folders import contents, exported, folder, fresh, spoiled, stamp, take

HEAD = {"schema": "pumpsched/export/1", "as_of": "2026-11-22"}


@pytest.fixture
def store(place: Path, tmp_path: Path) -> Engine:
    """A store with the small clinic."""
    made = fresh(place)
    take(made, folder(tmp_path / "clinic"))
    return made


def write(store: Engine, path: Path, *, force: bool = False) -> list[Written]:
    with reading(store) as books:
        return write_folder(books, path, replace=force)


def test_an_import_of_an_export_exports_the_same_bytes(store: Engine, tmp_path: Path) -> None:
    first = exported(store, tmp_path / "first")
    other = fresh(tmp_path / "other.sqlite")
    take(other, tmp_path / "first")
    assert exported(other, tmp_path / "second") == first
    assert set(first) == {
        *("patients.csv", "pumps.csv", "events.csv", "nurses.csv", "sites.csv", "closures.csv"),
        *("authorizations.csv", "visits.csv", "calendar.csv", "travel.csv", "settings.csv"),
        "manifest.json",
    }


def test_one_void_makes_no_export_read_every_fact_again(
    store: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(store, stamp()) as books:
        (implant,) = books.implants("0007")
        fact = books.append("0007", implant.key, bolus("2026-11-05T08:00", "0.1 mL"))
        void = Voided(at=when("2026-11-05T08:00"), voids=fact.seq, note="typed twice")
        books.append("0007", implant.key, void)
    written: list[str] = []

    def counted(stream: BinaryIO, layout: Layout[Any], *values: Any, **extra: Any) -> int:
        written.append(layout.name)
        return write_rows(stream, layout, *values, **extra)

    monkeypatch.setattr(exporting, "write_rows", counted)
    exported(store, tmp_path / "out")
    assert written.count("events.csv") == 1


def test_voids_of_equal_facts_survive_the_round_trip(store: Engine, tmp_path: Path) -> None:
    with writing(store, stamp()) as books:
        (implant,) = books.implants("0007")
        given = bolus("2026-11-05T08:00", "0.1 mL")
        facts = [books.append("0007", implant.key, given) for _ in range(3)]
        void = Voided(at=when("2026-11-05T08:00"), voids=facts[1].seq, note="typed twice")
        books.append("0007", implant.key, void)
    first = exported(store, tmp_path / "first")
    assert b"typed twice,0007/2026-11-05T08:00/void/1,bolus 2\r\n" in first["events.csv"]
    other = fresh(tmp_path / "other.sqlite")
    take(other, tmp_path / "first")
    assert exported(other, tmp_path / "second") == first
    with reading(other) as books:
        voided = [entry.fact.at for entry in books.entries("0007") if entry.voided_by]
    assert voided == [when("2026-11-05T08:00")]


def test_a_fact_recorded_again_after_its_void_survives_the_round_trip(
    store: Engine, tmp_path: Path
) -> None:
    with writing(store, stamp()) as books:
        (implant,) = books.implants("0007")
        given = bolus("2026-11-05T08:00", "0.1 mL")
        first = books.append("0007", implant.key, given)
        void = Voided(at=given.at, voids=first.seq, note="typed by mistake")
        books.append("0007", implant.key, void)
        books.append("0007", implant.key, given)
    written = exported(store, tmp_path / "first")
    other = fresh(tmp_path / "other.sqlite")
    take(other, tmp_path / "first")
    assert exported(other, tmp_path / "second") == written


IN_THE_ROOM = """\
patient,at,event,mixture,residual_ml,injected_ml,dose,bolus,amount,note,programmer_alarm_on,reservoir_ml,voids
0007,2026-08-03T09:00,fill,baclofen 500 mcg/mL,,20,,,,,,,
0007,2026-08-03T09:00,dose,,,,0.24 mL/day,,,,,,
0007,2026-08-04T10:00,aspirate,,,,,,0.5 mL,level sample,,,
0007,2026-08-05,readout,,,,,,,,2026-10-18,19.2,
0007,2026-08-05T11:00,readout,,,,,,,,,19.1,
0007,2026-08-05T12:00,readout,,,,,,,the other screen,2026-10-17,,
0007,2026-08-06T08:00,empty,,18.75,,,,,for MRI,,,
0007,2026-08-07T08:00,fill,saline,,20,,,,rinsed,,,
0007,2026-08-07T08:30,dose,,,,0.48 mL/day,,,,,,
0007,2026-08-20T08:00,empty,,,,,,,,,,
0007,2026-08-20T09:00,fill,morphine 20 mg/mL + bupivacaine 10 mg/mL,,20,,,,,,,
0007,2026-08-20T09:00,dose,,,,0.1 mL/day,250 mcg x 4/day lockout 2h,,,,,
0007,2026-08-21T09:00,aspirate,,,,,,1 mL,,,,
0007,2026-08-21T09:00,void,,,,,,,typed twice,,,aspirate 1
"""
"""Every kind of fact that happens between fills, and every way to give it."""


def test_what_happened_in_the_room_survives_the_round_trip(place: Path, tmp_path: Path) -> None:
    store = fresh(place)
    take(store, spoiled(tmp_path / "room", events=IN_THE_ROOM))
    first = exported(store, tmp_path / "first")
    named = _cells(first["events.csv"])
    assert len({row.pop("fact") for row in named}) == len(named)
    assert named == _cells(IN_THE_ROOM.encode())
    other = fresh(tmp_path / "other.sqlite")
    take(other, tmp_path / "first")
    assert exported(other, tmp_path / "second") == first


def _cells(content: bytes) -> list[dict[str, str]]:
    """The cells of each row that say something, by column."""
    rows = csv.DictReader(content.decode().splitlines())
    return [{name: cell for name, cell in row.items() if cell} for row in rows]


def test_rows_stand_in_the_order_of_codes_as_text(store: Engine, tmp_path: Path) -> None:
    with writing(store, stamp()) as books:
        patient = books.patient("0007")
        assert patient is not None
        for code in ("10", "9", "a", "Z"):
            books.put_patient(patient._replace(code=code))
    rows = exported(store, tmp_path / "out")["patients.csv"].decode().splitlines()[1:]
    assert [row.split(",")[0] for row in rows] == ["0007", "0012", "10", "9", "Z", "a"]


def test_a_formula_is_raw_in_a_folder_and_harmless_in_a_list(store: Engine, tmp_path: Path) -> None:
    with writing(store, stamp()) as books:
        patient = books.patient("0007")
        assert patient is not None
        books.put_patient(patient._replace(name="=cmd|' /C calc'!A0", notes="@x"))
    assert b"=cmd|' /C calc'!A0," in exported(store, tmp_path / "out")["patients.csv"]
    write_worklist(tmp_path / "list.csv", ["name"], [["=cmd|' /C calc'!A0"]])
    listed = (tmp_path / "list.csv").read_bytes().decode("utf-8-sig")
    assert listed == "name\r\n'=cmd|' /C calc'!A0\r\n"


def test_tables_without_rows_are_left_out_of_a_folder(tmp_path: Path) -> None:
    empty = fresh(tmp_path / "empty.sqlite")
    assert write(empty, tmp_path / "out") == []
    assert list((tmp_path / "out").iterdir()) == []


def test_a_document_has_every_table(store: Engine, tmp_path: Path) -> None:
    path = tmp_path / "clinic.json"
    with reading(store) as books:
        written = write_document(books, path, HEAD)
    document = json.loads(path.read_bytes())
    tables = document.pop("tables")
    assert document == HEAD
    assert {Written(f"{name}.csv", len(rows)) for name, rows in tables.items()} == set(written)
    assert tables["events"][0] == {
        "patient": "0007",
        "at": "2026-11-02",
        "event": "fill",
        "mixture": "baclofen 500 mcg/mL",
        "residual_ml": None,
        "injected_ml": 20,
        "programmed_ml": None,
        "boluses_used": None,
        "dose": None,
        "bolus": None,
        "flex": None,
        "amount": None,
        "note": None,
        "programmer_alarm_on": None,
        "reservoir_ml": None,
        "fact": "0007/2026-11-02/fill/1",
        "voids": None,
    }


def test_what_is_written_is_for_this_user_alone(store: Engine, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write(store, tmp_path / "out")
        with reading(store) as books:
            write_document(books, tmp_path / "clinic.json", HEAD)
    finally:
        os.umask(before)
    paths = [tmp_path / "out", *(tmp_path / "out").iterdir(), tmp_path / "clinic.json"]
    modes = {stat.S_IMODE(path.stat().st_mode) for path in paths}
    assert modes == {0o700, 0o600}


@pytest.mark.parametrize("there", ["file", "folder", "link"])
def test_what_is_there_is_not_replaced(store: Engine, tmp_path: Path, there: str) -> None:
    path, target = tmp_path / "out", tmp_path / "target"
    target.mkdir()
    (target / "patients.csv").write_text("precious")
    if there == "file":
        path.write_text("precious")
    elif there == "folder":
        path.mkdir()
        (path / "patients.csv").write_text("precious")
    else:
        path.symlink_to(target)
    with pytest.raises(Conflict) as caught:
        write(store, path)
    assert caught.value.code == "file-exists"
    assert (target / "patients.csv").read_text() == "precious"
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith(".")) == []


def test_an_empty_folder_is_filled(store: Engine, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert len(write(store, tmp_path / "out")) == 11


def test_force_replaces_an_export_and_nothing_else(store: Engine, tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.mkdir()
    (path / "travel.csv").write_text("stale")
    write(store, path, force=True)
    assert contents(path)["travel.csv"].startswith(b"from,to,")
    (path / "thesis.txt").write_text("precious")
    with pytest.raises(Conflict, match=r"thesis\.txt"):
        write(store, path, force=True)
    assert (path / "thesis.txt").read_text() == "precious"


def test_force_follows_no_link(store: Engine, tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.mkdir()
    link.symlink_to(target)
    with pytest.raises(Conflict):
        write(store, link, force=True)
    (tmp_path / "precious.json").write_text("precious")
    (tmp_path / "link.json").symlink_to(tmp_path / "precious.json")
    with reading(store) as books:
        with pytest.raises(Conflict):
            write_document(books, tmp_path / "link.json", HEAD)
        write_document(books, tmp_path / "link.json", HEAD, replace=True)
    assert (tmp_path / "precious.json").read_text() == "precious"
    assert not (tmp_path / "link.json").is_symlink()


def test_an_export_that_fails_leaves_nothing(tmp_path: Path) -> None:
    class Broken(Exception):
        pass

    def rows() -> list[list[str]]:
        raise Broken

    with pytest.raises(Broken):
        write_worklist(tmp_path / "list.csv", ["name"], (row for _ in [0] for row in rows()))
    assert list(tmp_path.iterdir()) == []


def test_decisions_survive_the_round_trip(store: Engine, tmp_path: Path) -> None:
    with writing(store, stamp()) as books:
        (implant,) = books.implants("0007")
        decided = Decision(
            *("0007", when("2026-11-05T08:00"), DecisionKind.DISTINCT, "Ada Quill", "two sisters"),
            subject="0012",
            implanted_on=implant.device.implanted_on,
            until=date(2027, 1, 31),
        )
        books.add_decision(decided)
    first = exported(store, tmp_path / "first")
    assert first["decisions.csv"].count(b"\n") == 2
    other = fresh(tmp_path / "other.sqlite")
    take(other, tmp_path / "first")
    assert exported(other, tmp_path / "second") == first
    assert not take(other, tmp_path / "first").is_news


def test_the_phones_of_nurses_are_a_column_where_there_is_one(
    store: Engine, tmp_path: Path
) -> None:
    before = exported(store, tmp_path / "before")
    with writing(store, stamp()) as books:
        (nurse, *_) = books.nurses()
        books.put_nurse(nurse._replace(phone="612-555-0101"))
    first = exported(store, tmp_path / "first")
    header = before["nurses.csv"].splitlines()[0]
    assert b"phone" not in header
    assert first["nurses.csv"].splitlines()[0] == header + b",phone"
    other = fresh(tmp_path / "other.sqlite")
    take(other, tmp_path / "first")
    assert exported(other, tmp_path / "second") == first
    assert not take(other, tmp_path / "before").is_news


def test_a_document_has_the_phones_of_nurses_where_there_is_one(
    store: Engine, tmp_path: Path
) -> None:
    def nurses(name: str) -> list[dict[str, object]]:
        with reading(store) as books:
            write_document(books, tmp_path / name, HEAD)
        found: list[dict[str, object]] = json.loads((tmp_path / name).read_bytes())["tables"][
            "nurses"
        ]
        return found

    assert "phone" not in nurses("before.json")[0]
    with writing(store, stamp()) as books:
        books.put_nurse(books.nurses()[0]._replace(phone="612-555-0101"))
    assert nurses("after.json")[0]["phone"] == "612-555-0101"


def test_what_was_said_on_the_phone_survives_the_round_trip(store: Engine, tmp_path: Path) -> None:
    with writing(store, stamp()) as books:
        said = when("2026-11-05T08:00"), ContactOutcome.REFUSED, "Ada Quill"
        books.add_contact(Contact("0007", *said, note="in hospital"))
        code = books.visits()[0].code
        late = OrderState.LATE, "Ada Quill", date(2026, 12, 4)
        books.add_order_mark(OrderMark(code, when("2026-11-05"), *late))
    first = exported(store, tmp_path / "first")
    assert {"contacts.csv", "orders.csv"} <= first.keys()
    other = fresh(tmp_path / "other.sqlite")
    take(other, tmp_path / "first")
    assert exported(other, tmp_path / "second") == first
    assert not take(other, tmp_path / "first").is_news
