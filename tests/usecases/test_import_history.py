"""What becomes of imported history that breaks a check of new facts is what the check says."""

from __future__ import annotations

from pathlib import Path

import pytest

from pumpsched.domain.recording import Check
from tests.builders.store import reading
from tests.builders.values import CHECKS
from tests.builders.work import open_chart
from tests.usecases.folders import TODAY, folder, fresh, refused, take

PATIENTS = "patient,name\n0007,Ana Rivera\n"
PUMPS = "patient,model,serial,implanted_on,fixed_flow_ml_day,explanted_on\n"
EVENTS = (
    "patient,at,event,mixture,residual_ml,injected_ml,programmed_ml,dose,amount,note,voids,"
    "programmer_alarm_on,bud_on,waste_ml,check_volume_ml\n"
)
COLUMNS = EVENTS.strip().split(",")

PUMP = "0007,SM2-20,S7,2020-05-04,,"
LATE = "0007,SM2-20,S7,2026-11-10,,"
GONE = "0007,SM2-20,S7,2020-05-04,,2026-11-15"
CODMAN = "0007,CODMAN3000-30,S7,2020-05-04,0.3,"


def event(at: str, kind: str, **cells: str) -> str:
    """A line of the ledger."""
    row = {"patient": "0007", "at": at, "event": kind} | cells
    return ",".join(row.get(column, "") for column in COLUMNS)


def fill(at: str, mixture: str = "", **cells: str) -> str:
    """The line of a fill of 20 mL that keeps the mixture, but for what is said otherwise."""
    return event(at, "fill", mixture=mixture, **({"injected_ml": "20"} | cells))


FIRST = fill("2026-11-02", "baclofen 500 mcg/mL")
STRONG = fill("2026-11-02", "baclofen 4 mg/mL")
DOSE = event("2026-11-02", "dose", dose="120 mcg/day")
BOLUS = event("2026-11-20", "bolus", amount="50 mcg")
OLD = fill("2026-03-02", "baclofen 500 mcg/mL")
RAN = event("2026-03-02", "dose", dose="120 mcg/day")
DAY = "2026-11-10"
VOID = event("2026-11-02", "void", note="typed twice", voids="fill 1")
EMPTY = event("2026-11-15", "empty")
READ = event("2026-11-10", "readout", programmer_alarm_on="2027-01-16")

BREAKING: tuple[tuple[str, str, list[str]], ...] = (
    ("archived", PUMP, [event("2026-11-10", "archive"), event("2026-11-11", "stop")]),
    ("already-archived", PUMP, [event(f"2026-11-1{n}", "archive") for n in (0, 1)]),
    ("no-pump", "", [FIRST]),
    ("future-fact", PUMP, [FIRST, event("2026-11-23", "stop")]),
    ("future-fact", PUMP, [FIRST, event("2026-11-23", "archive")]),
    ("before-implant", LATE, [FIRST, DOSE]),
    ("no-pump", GONE, [FIRST, DOSE, event("2026-11-16", "stop")]),
    ("constant-flow", CODMAN, [FIRST, DOSE]),
    ("constant-flow", CODMAN, [FIRST, event("2026-11-10", "stop")]),
    ("constant-flow", CODMAN, [FIRST, READ]),
    ("bolus-before-fill", PUMP, [event("2026-11-01", "bolus", amount="50 mcg"), FIRST]),
    ("nothing-filled", PUMP, [event("2026-11-01", "aspirate", amount="1 mL"), FIRST]),
    ("already-empty", PUMP, [FIRST, DOSE, EMPTY, event("2026-11-20", "empty")]),
    ("start-on-empty", PUMP, [FIRST, DOSE, EMPTY, event("2026-11-20", "start")]),
    ("clock-time-needed", PUMP, [FIRST, DOSE, EMPTY, fill("2026-11-15T09:00")]),
    ("readout-before-fill", PUMP, [FIRST, DOSE, READ, fill("2026-11-15")]),
    (
        "dose-on-saline",
        PUMP,
        [fill("2026-11-02", "saline"), event("2026-11-03", "dose", dose="9 mg/d")],
    ),
    ("mixture-needed", PUMP, [fill("2026-11-02")]),
    ("dose-needed", PUMP, [FIRST, DOSE, fill("2026-11-10", "morphine 10 mg/mL")]),
    ("witness-needed", PUMP, [fill("2026-11-02", "morphine 1 mg/mL", waste_ml="0.5")]),
    ("undo-of-undo", PUMP, [FIRST, VOID, event("2026-11-02", "void", note="x", voids="void 1")]),
    ("already-voided", PUMP, [FIRST, VOID, VOID.replace("typed twice", "again")]),
    ("mixture-kept", PUMP, [FIRST, fill("2026-11-10"), VOID]),
    ("overfill", PUMP, [fill("2026-11-02", "baclofen 500 mcg/mL", injected_ml="25"), DOSE]),
    ("aspirate-too-large", PUMP, [FIRST, DOSE, event("2026-11-10", "aspirate", amount="25 mL")]),
    ("impossible-residual", PUMP, [FIRST, DOSE, event("2026-11-10", "empty", residual_ml="25")]),
    ("impossible-residual", PUMP, [FIRST, DOSE, fill("2026-11-10", residual_ml="25")]),
    ("impossible-check-volume", PUMP, [FIRST, DOSE, fill("2026-11-10", check_volume_ml="25")]),
    ("empty-fill", PUMP, [FIRST, DOSE, fill("2026-11-10", injected_ml="0")]),
    ("overfill", PUMP, [FIRST, DOSE, fill("2026-11-10", programmed_ml="25")]),
    ("fill-mismatch", PUMP, [FIRST, DOSE, fill("2026-11-10", programmed_ml="18")]),
    ("drug-past-date", PUMP, [FIRST, DOSE, fill("2026-11-10", bud_on="2026-11-09")]),
    (
        "check-volume-above-fill",
        PUMP,
        [FIRST, DOSE, fill("2026-11-10", injected_ml="18", check_volume_ml="18.2")],
    ),
    ("clock-time-needed", PUMP, [FIRST, DOSE, fill("2026-11-02")]),
    ("duplicate-fill", PUMP, [FIRST, DOSE, fill("2026-11-02T17:00")]),
    ("bolus-too-large", PUMP, [FIRST, DOSE, event("2026-11-20", "bolus", amount="25 mL")]),
    ("restart-needed", PUMP, [OLD, RAN, event("2026-11-10", "dose", dose="100 mcg/day")]),
    ("second-check-needed", PUMP, [FIRST, DOSE]),
    ("flow-outside-model", PUMP, [FIRST, event("2026-11-02", "dose", dose="13 mg/day")]),
    ("dose-slip", PUMP, [FIRST, DOSE, event("2026-11-10", "dose", dose="700 mcg/day")]),
    ("dose-implausible", PUMP, [STRONG, event("2026-11-10", "dose", dose="12 mg/day")]),
    (
        "bolus-slip",
        PUMP,
        [FIRST, event("2026-11-10", "dose", dose="1 mg/day", bolus="2 mg x 1/day")],
    ),
    ("confirm-needed", PUMP, [FIRST, DOSE, event("2026-11-10", "dose", dose="150 mcg/day")]),
    ("flow-outside-model", PUMP, [FIRST, DOSE, fill("2026-11-10", "baclofen 4 mg/mL")]),
    ("mixture-slip", PUMP, [FIRST, DOSE, fill("2026-11-10", "baclofen 99 mcg/mL")]),
    ("mixture-implausible", PUMP, [FIRST, DOSE, fill("2026-11-10", "baclofen 9 mg/mL")]),
    ("confirm-needed", PUMP, [FIRST, DOSE, fill("2026-11-10", "baclofen 1 mg/mL")]),
    ("bolus-slip", PUMP, [FIRST, DOSE, event("2026-11-20", "bolus", amount="1 mg")]),
    ("confirm-needed", PUMP, [FIRST, DOSE, BOLUS, BOLUS]),
    ("confirm-needed", PUMP, [FIRST, DOSE, READ.replace("2027", "2072")]),
    (
        "confirm-needed",
        PUMP,
        [FIRST, DOSE, event("2026-11-20", "stop"), event("2026-11-10", "start")],
    ),
)
"""History that breaks each check, in the order of the checks."""


def test_there_is_history_that_breaks_each_check() -> None:
    assert [code for code, _, _ in BREAKING] == [check.code for check in CHECKS]


@pytest.mark.parametrize(
    ("check", "pump", "rows"),
    [
        pytest.param(check, pump, rows, id=f"{check.stage.name.lower()}-{code}")
        for check, (code, pump, rows) in zip(CHECKS, BREAKING, strict=True)
    ],
)
def test_history_that_breaks_a_check_is_listed_found_or_taken_as_the_check_says(
    check: Check, pump: str, rows: list[str], place: Path, tmp_path: Path
) -> None:
    store = fresh(place)
    files = {
        "settings.csv": "key,value\nsecond_check,on\n",
        "patients.csv": PATIENTS,
        "pumps.csv": f"{PUMPS}{pump}\n",
        "events.csv": EVENTS + "".join(f"{row}\n" for row in rows),
    }
    source = folder(tmp_path / "clinic", files)
    if check.problem:
        assert refused(store, source)
        return
    take(store, source)
    with reading(store) as books:
        chart = open_chart(books, "0007", as_of=TODAY)
    said_again = [row for row in rows if ",void," in row][1:]
    assert len(chart.entries) == len(rows) - len(said_again)
    found = {finding.code for finding in chart.findings(chart.view())}
    assert not check.finding or check.finding in found


DIRTY = [
    fill("2020-01-02", "baclofen 2 mg/mL"),
    event("2026-06-01", "dose", dose="100 mcg/day"),
    fill("2026-06-02", "baclofen 2 mg/mL", injected_ml="25", programmed_ml="20"),
    fill("2026-07-02", "baclofen 500 mcg/mL", residual_ml="19"),
    event("2026-07-10", "readout", programmer_alarm_on="2030-01-01"),
    event("2026-07-20", "stop"),
    event("2026-07-21", "start"),
    event("2026-08-01T09:00", "empty"),
    event("2026-08-02", "bolus", amount="50 mcg"),
    fill("2026-08-12", "saline", injected_ml="30"),
    event("2026-08-13", "dose", dose="9 mg/d"),
    event("2026-08-20", "attempt", note="port not found"),
]
"""A history of all that can be amiss, its first fill before the implant."""


@pytest.mark.parametrize("pump", [PUMP, CODMAN])
def test_what_was_amiss_before_the_present_cycle_stands_in_the_history_alone(
    pump: str, place: Path, tmp_path: Path
) -> None:
    clean = [fill("2026-11-02", "baclofen 500 mcg/mL")] + [DOSE] * (pump == PUMP)
    files = {
        "patients.csv": PATIENTS,
        "pumps.csv": f"{PUMPS}{pump}\n",
        "events.csv": EVENTS + "".join(f"{row}\n" for row in [*DIRTY, *clean]),
    }
    store = fresh(place)
    take(store, folder(tmp_path / "clinic", files))
    with reading(store) as books:
        chart = open_chart(books, "0007", as_of=TODAY)
    assert len(chart.entries) == len(DIRTY) + len(clean)
    assert [finding.code for finding in chart.findings(chart.view())] == []
