"""Importing what is wrong: every problem is named, and nothing at all is imported."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.builders.files import BadImport
from tests.builders.store import writing
from tests.builders.values import NotFound, UsageRefusal
from tests.builders.work import DifferingRows, import_sources, sources_at
from tests.effort import tries
from tests.usecases.folders import (
    CLOSURES,
    EVENTS,
    NURSES,
    PATIENTS,
    PUMPS,
    SITES,
    TRAVEL,
    VISITS,
    folder,
    fresh,
    refused,
    spoiled,
    stamp,
    take,
    today_in,
)

NOT_KNOWN = "of these files or of the store"


@pytest.fixture
def store(place: Path) -> Engine:
    """An empty store."""
    return fresh(place)


def plus(text: str, *rows: str) -> str:
    """A file with further rows."""
    return text + "".join(f"{row}\n" for row in rows)


@pytest.mark.parametrize(
    ("stem", "text", "problem"),
    [
        (
            "patients",
            plus(PATIENTS, "0007,Again,,"),
            'patients.csv:4: patient: "0007" refused, it is on line 2 already: each row stands '
            "once",
        ),
        (
            "patients",
            plus(PATIENTS, "N2,Somebody,,"),
            'patients.csv:4: patient: "N2" refused, it is the code of a nurse: a code names one of '
            "them only",
        ),
        (
            "nurses",
            plus(NURSES, "MPLS,Cy Vale,"),
            'nurses.csv:4: nurse: "MPLS" refused, it is the code of a site: a code names one of '
            "them only",
        ),
        (
            "patients",
            plus(PATIENTS, "0013,Somebody,,N9"),
            f'patients.csv:4: preferred_nurse: "N9" refused, it is no nurse {NOT_KNOWN}',
        ),
        (
            "nurses",
            plus(NURSES, "N3,Cy Vale,Mon 08:00-12:00 clinic:STP"),
            f'nurses.csv:4: roster: "STP" refused, it is no site {NOT_KNOWN}',
        ),
        (
            "closures",
            plus(CLOSURES, "N9,2026-12-01,2026-12-01,"),
            f'closures.csv:4: who: "N9" refused, it is no site or nurse or patient {NOT_KNOWN}',
        ),
        (
            "authorizations",
            "patient,number\n0099,A-1\n",
            f'authorizations.csv:2: patient: "0099" refused, it is no patient {NOT_KNOWN}',
        ),
        (
            "travel",
            plus(TRAVEL, "MPLS,0099,20,15000"),
            f'travel.csv:3: to: "0099" refused, it is no patient or nurse or site {NOT_KNOWN}',
        ),
        (
            "visits",
            plus(VISITS, "V3,0099,2026-12-01T09:00,45,home,,"),
            f'visits.csv:4: patient: "0099" refused, it is no patient {NOT_KNOWN}',
        ),
        (
            "visits",
            plus(VISITS, "V3,0007,2026-12-01T09:00,45,clinic,STP,"),
            f'visits.csv:4: site: "STP" refused, it is no site {NOT_KNOWN}',
        ),
        (
            "visits",
            plus(VISITS, "V3,0007,2026-12-01T09:00,45,home,,N9"),
            f'visits.csv:4: nurse: "N9" refused, it is no nurse {NOT_KNOWN}',
        ),
        (
            "visits",
            plus(VISITS, "V3,0007,2027-03-14T02:30,45,home,,"),
            'visits.csv:4: at: "2027-03-14T02:30" refused, it is a time the clock skips in '
            "America/Chicago",
        ),
        (
            "visits",
            plus(VISITS, "V3,0007,2027-03-15T23:30,45,home,,"),
            'visits.csv:4: minutes: "45" refused, it runs past midnight from 2027-03-15T23:30',
        ),
        (
            "visits",
            plus(VISITS, "V2,0007,2027-03-15T12:30,45,home,,"),
            'visits.csv:4: visit: "V2" refused, it is on line 3 already: each row stands once',
        ),
        (
            "pumps",
            plus(PUMPS, "0099,SM2-20,S1,2026-01-01,"),
            f'pumps.csv:5: patient: "0099" refused, it is no patient {NOT_KNOWN}',
        ),
        (
            "pumps",
            plus(PUMPS, "0007,SM2-20,S8,2026-11-01,"),
            "pumps.csv:5: implanted_on: the SM2-20 of 2026-11-01 comes while the SM2-20 of "
            "2026-05-04 is in place",
        ),
        (
            "events",
            plus(EVENTS, "0099,2026-11-02,stop,,,,,,"),
            f'events.csv:8: patient: "0099" refused, it is no patient {NOT_KNOWN}',
        ),
        (
            "events",
            plus(EVENTS, "0007,2026-11-23,fill,,,20,,,"),
            'events.csv:8: at: "2026-11-23" refused, it is in the future, today is 2026-11-22: '
            "only a dose may be planned, not a fill",
        ),
        (
            "events",
            EVENTS.replace("baclofen 500 mcg/mL", ""),
            "events.csv:2: mixture: nothing given, the first fill of a pump needs it "
            "(for example: baclofen 500 mcg/mL)",
        ),
    ],
)
def test_a_row_that_does_not_fit_the_others_is_named(
    store: Engine, place: Path, tmp_path: Path, stem: str, text: str, problem: str
) -> None:
    before = place.read_bytes()
    assert refused(store, spoiled(tmp_path / "clinic", **{stem: text})) == [problem]
    assert place.read_bytes() == before


@pytest.mark.parametrize("event", ["fill", "bolus", "stop", "start", "archive"])
def test_no_fact_but_a_programme_lies_in_the_future(
    store: Engine, tmp_path: Path, event: str
) -> None:
    cells = {"fill": ",,20,,,", "bolus": ",,,,0.1 mL,"}.get(event, ",,,,,")
    row = f"0007,2026-11-23,{event},{cells}"
    (problem,) = refused(store, spoiled(tmp_path / "clinic", events=plus(EVENTS, row)))
    assert problem.endswith(f"only a dose may be planned, not a {event}")


def test_the_facts_of_a_patient_without_any_pump_have_nowhere_to_go(
    store: Engine, tmp_path: Path
) -> None:
    patients, events = plus(PATIENTS, "0021,Nowak,,"), plus(EVENTS, "0021,2026-11-02,stop,,,,,,")
    found = refused(store, spoiled(tmp_path / "clinic", patients=patients, events=events))
    assert found == [
        'events.csv:8: patient: "0021" refused, it has no pump in these files or in the store: its '
        "facts have nowhere to go"
    ]


def test_a_void_of_nothing_is_named(store: Engine, tmp_path: Path) -> None:
    events = "patient,at,event,note,voids\n0007,2026-11-02,void,slip,fill 1\n"
    found = refused(store, spoiled(tmp_path / "clinic", events=events))
    assert found == ["events.csv:2: voids: names no fact of this patient at that time in this file"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "patients.csv:1: is empty: it has no header"),
        (
            "patient\n0007\n",
            "patients.csv:1: name: missing column, patients.csv needs patient, name",
        ),
        (
            "patient,name,phon\n0007,x,\n",
            "patients.csv:1: phon: unknown column; did you mean phone?",
        ),
        (
            "patient,name,name\n0007,x,y\n",
            "patients.csv:1: name: repeated column, each is given once",
        ),
        ('patient,name\n0007,"Rivera', "patients.csv:2: name: a quote is opened and not closed"),
        ("patient,name\n0007\n", "patients.csv:2: has 1 values for the header's 2 columns"),
        (b"patient,name\n0007,a\0b\n", "patients.csv:2: name: has a NUL character"),
        (b"patient,name\n0007,Mu\xf1oz\n", "patients.csv:2: name: is not UTF-8 (byte 0xF1)"),
        (
            "patient,name\n0007,x\n".encode("utf-16"),
            "patients.csv:1: is not UTF-8: it looks like UTF-16",
        ),
        ("patient,name\n0007,a\u202eb\n0012,x\n", "patients.csv:2: name: value refused, it has"),
        (b"patient,name\n" + b"x" * 70_000, "patients.csv:2: is longer than 64 KiB"),
    ],
)
def test_a_file_that_is_not_one_is_named(
    store: Engine, place: Path, tmp_path: Path, text: str | bytes, problem: str
) -> None:
    before = place.read_bytes()
    # Patients that cannot be read give no further problem where other files name them.
    found = refused(store, spoiled(tmp_path / "clinic", patients=text))
    assert len(found) == 1
    assert found[0].startswith(problem)
    assert place.read_bytes() == before


def test_one_run_names_everything_in_the_order_of_the_files(store: Engine, tmp_path: Path) -> None:
    path = spoiled(
        tmp_path / "clinic",
        settings="key,value\nzone,Mars/Olympus\n",
        sites=plus(SITES, "BLMT,"),
        patients=plus(PATIENTS, "0013,Somebody,,N9", "0014,,,"),
        pumps=plus(PUMPS, "0013,SM9,,2026-01-01,", "0099,SM2-20,S1,2026-01-01,"),
        events=plus(
            EVENTS,
            "0007,2026-11-23,stop,,,,,,",
            "0099,2026-11-02,stop,,,,,,",
            "0012,2026-11-02,dose,,,,120,,",
            "0014,2026-11-02,stop,,,,,,",
        ).replace("baclofen 500 mcg/mL", ""),
        visits=plus(VISITS, "V3,0007,2027-03-14T02:30,45,clinic,STP,N9"),
    )
    with pytest.raises(BadImport) as caught:
        take(store, path)
    assert [f"{p.file}:{p.line}: {p.column}" for p in caught.value.problems] == [
        "settings.csv:2: value",
        "sites.csv:3: name",
        "patients.csv:4: preferred_nurse",
        "patients.csv:5: name",
        "pumps.csv:5: model",
        "pumps.csv:6: patient",
        "events.csv:2: mixture",
        "events.csv:8: at",
        "events.csv:9: patient",
        "events.csv:10: dose",
        "visits.csv:4: at",
        "visits.csv:4: site",
        "visits.csv:4: nurse",
    ]


def test_a_strange_file_in_a_folder_is_named(store: Engine, tmp_path: Path) -> None:
    path = folder(tmp_path / "clinic", {"patient.csv": PATIENTS, "notes.txt": "x"})
    assert refused(store, path) == [
        "patient.csv:1: is no file of a folder; did you mean patients.csv?"
    ]


def test_a_header_of_no_file_is_named(store: Engine, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("colour;shape\nred;round\n")
    assert refused(store, path) == ["list.csv:1: is the header of no known file"]


def test_nothing_at_the_path_and_an_empty_folder_are_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no file or folder"):
        sources_at(tmp_path / "nowhere")
    with pytest.raises(NotFound, match="has no file to import"):
        sources_at(tmp_path)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(UsageRefusal, match="is not a file"):
        sources_at(tmp_path / "pipe.csv")


def test_a_recorded_row_that_differs_is_a_conflict(
    store: Engine, place: Path, tmp_path: Path
) -> None:
    take(store, folder(tmp_path / "clinic"))
    before = place.read_bytes()
    path = spoiled(
        tmp_path / "new",
        patients=PATIENTS.replace("612-555-0107", "612-555-0199").replace("Ben", "Benedict"),
        pumps=PUMPS.replace("S7", "S8"),
        closures=CLOSURES.replace("holiday", "Christmas"),
        authorizations="patient,number,visits\n0007,A-1,8\n",
        travel=TRAVEL.replace("20", "25"),
        settings="key,value\nzone,America/Denver\n",
        visits=VISITS.replace("09:00", "09:30"),
    )
    found = refused(store, path)
    assert sorted(found) == [
        f"{file}:{line}: {differs}: ours imported from {file} on 2026-11-22 by ann"
        for file, line, differs in (
            (
                "authorizations.csv",
                2,
                "0007 is recorded already and differs in visits (8 here, 6 in the store)",
            ),
            ("closures.csv", 2, "all is recorded already and differs in reason"),
            ("patients.csv", 2, "0007 is recorded already and differs in phone"),
            ("patients.csv", 3, "0012 is recorded already and differs in name"),
            ("pumps.csv", 2, "0007 is recorded already and differs in serial"),
            (
                "settings.csv",
                2,
                "zone is recorded already and differs in value (America/Denver here, "
                "America/Chicago in the store)",
            ),
            (
                "travel.csv",
                2,
                "MPLS is recorded already and differs in minutes (25 here, 20 in the store)",
            ),
            (
                "visits.csv",
                2,
                "V1 is recorded already and differs in at (2026-11-24T09:30 here, "
                "2026-11-24T09:00 in the store)",
            ),
        )
    ]
    assert place.read_bytes() == before
    with pytest.raises(DifferingRows) as caught:
        take(store, path)
    assert caught.value.exit_code == 5


def test_a_problem_outweighs_a_difference(store: Engine, tmp_path: Path) -> None:
    take(store, folder(tmp_path / "clinic"))
    patients = plus(PATIENTS.replace("Ben", "Benedict"), "0013,,,")
    with pytest.raises(BadImport) as caught:
        take(store, spoiled(tmp_path / "new", patients=patients))
    assert caught.value.exit_code == 2
    assert [problem.line for problem in caught.value.problems] == [3, 4]


@pytest.mark.campaign
@pytest.mark.sqlite_file
def test_memory_does_not_grow_with_the_rows(store: Engine, tmp_path: Path) -> None:
    # A thousand patients fill a batch of two thousand facts, from where on nothing may grow.
    few, many = (
        _peak(store, tmp_path, patients=patients)
        for patients in (1_000, tries(short=2_000, full=6_000))
    )
    assert 2 * many < 3 * few


def _peak(store: Engine, tmp_path: Path, *, patients: int) -> int:
    """Most memory at once while so many patients with a pump and two facts are checked [bytes]."""
    path = tmp_path / f"panel-{patients}.csv"
    with path.open("w") as stream:
        stream.write("patient,name,pump_model,mixture,dose,filled_on,injected_ml\n")
        for number in range(patients):
            stream.write(f"P{number},x,SM2-20,morphine 20 mg/mL,1 mg/day,2026-11-01,20\n")
    tracemalloc.start()
    with writing(store, stamp(), keep=False) as books:
        import_sources(books, sources_at(path), today_in=today_in)
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


def test_a_line_of_200_megabytes_is_refused_quickly(store: Engine, tmp_path: Path) -> None:
    path = tmp_path / "patients.csv"
    with path.open("wb") as stream:
        stream.write(b"patient,name\n")
        stream.seek(200_000_000)
        stream.write(b"x")
    tracemalloc.start()
    found = refused(store, path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == ["patients.csv:2: is longer than 64 KiB, as no row is: the rest is not read"]
    assert peak < 20_000_000
