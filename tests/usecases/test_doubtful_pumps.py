"""Pumps beyond their service or filled half: named by imports, worklist, card and doctor."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.builders.store import reading, writing
from tests.builders.values import When
from tests.builders.work import Filter, next_due, record_archive
from tests.store.records import examined
from tests.usecases.folders import TODAY, folder, fresh, stamp, take

FILES: dict[str, str | bytes] = {
    "patients.csv": "patient,name\n0001,Anna\n0002,Bert\n0003,Cleo\n",
    "pumps.csv": (
        "patient,model,implanted_on,end_of_service_on\n0001,SM2-20,2019-11-21,\n"
        "0002,SM2-20,2019-11-22,\n0003,SM2-20,2015-01-01,2027-06-30\n"
    ),
    "events.csv": (
        "patient,at,event,mixture,injected_ml,dose\n"
        "0001,2026-10-02,fill,baclofen 500 mcg/mL,20,\n0001,2026-10-02,dose,,,120 mcg/day\n"
        "0002,2026-10-02,fill,baclofen 500 mcg/mL,20,\n0002,2026-10-02,dose,,,120 mcg/day\n"
        "0002,2026-11-02,fill,,9.9,\n"
        "0003,2026-10-02,fill,baclofen 500 mcg/mL,20,\n0003,2026-10-02,dose,,,120 mcg/day\n"
        "0003,2026-11-02,fill,,10,\n"
    ),
}
OLD = "service-life-unknown"


@pytest.fixture
def store(place: Path) -> Engine:
    """An empty store."""
    return fresh(place)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A folder with a pump a day beyond its seven years, one not, and one with an end recorded."""
    return folder(tmp_path / "clinic", FILES)


def test_an_import_ends_with_its_pumps_beyond_their_service_and_those_filled_half(
    store: Engine, path: Path
) -> None:
    found = take(store, path).findings
    assert [(code, each.code) for code, each in found] == [
        ("0001", OLD),
        ("0002", "fill-under-half"),
    ]
    assert [each.facts["patient"] for _, each in found] == ["0001", "0002"]
    assert "`pumpsched pump edit 0001 --end-of-service-on …`" in found[0][1].message
    assert "unverified" in found[0][1].message


def test_an_import_ends_with_fills_and_flows_that_no_pump_of_the_model_has(
    store: Engine, tmp_path: Path
) -> None:
    panel = tmp_path / "panel.csv"
    panel.write_text(
        "patient,name,pump_model,mixture,dose,filled_on,injected_ml\n"
        "0001,Anna,SM2-20,baclofen 500 mcg/mL,120 mcg/day,2026-11-02,200\n"
        "0002,Bert,SM2-20,baclofen 500 mcg/mL,120 mg/day,2026-11-02,20\n"
        "0003,Cleo,SM2-20,baclofen 500 mcg/mL,120 mcg/day,2026-11-02,20\n"
    )
    found = take(store, panel).findings
    assert [(code, each.code) for code, each in found] == [
        ("0001", "over-capacity"),
        ("0002", "flow-outside-model"),
        ("0002", "dose-unasked"),
    ]


def test_the_doctor_names_a_fill_that_its_reservoir_cannot_hold(
    store: Engine, tmp_path: Path
) -> None:
    panel = tmp_path / "panel.csv"
    panel.write_text(
        "patient,name,pump_model,mixture,dose,filled_on,injected_ml,implanted_on\n"
        "0001,Anna,SM2-20,baclofen 500 mcg/mL,120 mcg/day,2026-11-02,40,2025-01-01\n"
    )
    take(store, panel)
    health = examined(store, today=TODAY)
    assert health.is_well
    (finding,) = health.findings
    assert finding.message == (
        "0001: 40 mL injected on 2026-11-02 is more than the reservoir's 20 mL: check the pump "
        "model and the syringe"
    )


def test_the_worklist_and_the_doctor_name_a_pump_beyond_its_service(
    store: Engine, path: Path
) -> None:
    take(store, path)
    (finding,) = examined(store, today=TODAY).findings
    assert finding.message.startswith("0001: the SynchroMed II 20 mL of 2019-11-21 is past ")
    with reading(store) as books:
        listed = next_due(books, as_of=TODAY, last=TODAY, wanted=Filter(everybody=True)).items
    assert [each.patient for each in listed if OLD in each.findings] == ["0001"]


def test_a_pump_of_somebody_off_the_list_is_not_named(store: Engine, path: Path) -> None:
    take(store, path)
    with writing(store, stamp()) as books:
        record_archive(books, "0001", at=When(TODAY), note="moved", today=TODAY)
    assert examined(store, today=TODAY).findings == ()
