"""One person under two codes, one pump in two bodies: asked about on import, settled once."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from pumpsched.usecases.same_people import MOST_ALIKE
from tests.builders.store import reading, writing
from tests.store.records import examined
from tests.usecases.folders import TODAY, folder, fresh, refused, stamp, take

HEADER = "patient,name,birth_date,pump_model,serial,mixture,dose,filled_on,injected_ml"
DRUG = "baclofen 500 mcg/mL,120 mcg/day,2026-11-02,20"
ANNA = f'0001,"Testperson, Anna",1961-02-03,SM2-20,NGP123,{DRUG}'
BERT = f'0002,"Testperson, Bert",1962-02-03,SM2-20,NGP124,{DRUG}'
EVERYTHING = "name and birth date, pump serial number, code but for zeros or case"


@pytest.fixture
def store(place: Path) -> Engine:
    """An empty store."""
    return fresh(place)


def panel(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "panel.csv"
    path.write_text("\n".join((HEADER, *rows)) + "\n", encoding="utf-8")
    return path


def problem(line: int, code: str, same: str, other: str) -> str:
    pad = ""
    if other.startswith("000") and len(code) == 1:
        pad = (
            ': give it its zeros again, or all of them by a mapping (--map) with patient = "pad 4"'
        )
    return (
        f'panel.csv:{line}: patient: "{code}" refused, it has the same {same} as {other}{pad}; '
        f"if they are two people: --distinct {code}"
    )


def test_a_sheet_that_lost_its_zeros_is_refused_with_both_codes(
    store: Engine, tmp_path: Path
) -> None:
    take(store, panel(tmp_path, ANNA, BERT))
    stripped = panel(tmp_path, ANNA.replace("0001", "1"), BERT.replace("0002", "2"))
    assert refused(store, stripped) == [
        problem(2, "1", EVERYTHING, "0001 of the store"),
        problem(3, "2", EVERYTHING, "0002 of the store"),
    ]


@pytest.mark.parametrize(
    ("row", "same"),
    [
        (f"0091,anna TESTPERSON,1961-02-03,SM2-40,S9,{DRUG}", "name and birth date"),
        (f"0091,O'Other,1971-02-03,SM2-40,ngp-123,{DRUG}", "pump serial number"),
        (f"00001,Other,1971-02-03,SM2-40,S9,{DRUG}", "code but for zeros or case"),
    ],
)
def test_two_rows_of_a_file_that_share_what_two_people_hardly_do_are_refused(
    store: Engine, tmp_path: Path, row: str, same: str
) -> None:
    code = row.partition(",")[0]
    found = refused(store, panel(tmp_path, ANNA, row))
    assert found == [problem(3, code, same, "0001 on line 2")]


@pytest.mark.parametrize(
    "row",
    [
        f"0091,Anna Testperson,1961-02-04,SM2-20,NGP999,{DRUG}",
        f"0091,Other,1971-02-03,SM3-20,NGP123,{DRUG}",
        f"0010,Other,1971-02-03,SM2-20,,{DRUG}",
    ],
)
def test_another_birth_date_family_or_code_is_somebody_else(
    store: Engine, tmp_path: Path, row: str
) -> None:
    assert take(store, panel(tmp_path, ANNA, row)).patients == 2


def test_a_serial_without_a_number_tells_no_pump_from_another(
    store: Engine, tmp_path: Path
) -> None:
    rows = [ANNA.replace("NGP123", "unknown"), BERT.replace("NGP124", "unknown")]
    assert take(store, panel(tmp_path, *rows)).patients == 2


def test_who_is_named_as_distinct_is_let_in_and_never_asked_about_again(
    store: Engine, tmp_path: Path
) -> None:
    twice = panel(tmp_path, ANNA, ANNA.replace("0001", "1"))
    assert take(store, twice, distinct=["1"]).distinct == 1
    with reading(store) as books:
        (decided,) = books.decisions()
    assert (decided.patient, decided.subject, decided.who) == ("0001", "1", "ann")
    assert not take(store, twice).is_news
    assert examined(store, today=TODAY).findings == ()


def test_a_decision_of_the_same_folder_settles_its_people(store: Engine, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "patients.csv": "patient,name,birth_date\n0001,Anna,1961-02-03\n1,Anna,1961-02-03\n",
        "decisions.csv": "patient,at,decision,subject,who\n0001,2026-11-02,distinct,1,Ada\n",
    }
    assert take(store, folder(tmp_path / "clinic", files)).patients == 2


def test_a_pair_that_was_there_before_is_the_doctors_and_stops_no_import(
    store: Engine, tmp_path: Path
) -> None:
    take(store, panel(tmp_path, ANNA, BERT))
    with writing(store, stamp()) as books:
        anna = books.patient("0001")
        assert anna is not None
        books.put_patient(anna._replace(code="1"))
    (finding,) = examined(store, today=TODAY).findings
    assert (finding.code, finding.facts) == ("same-person", {"patient": "0001", "other": "1"})
    assert "`pumpsched patient merge 1 0001 --reason …`" in finding.message
    assert "`pumpsched patient distinct 0001 1 --reason …`" in finding.message
    assert not take(store, panel(tmp_path, ANNA, BERT)).is_news


def test_of_very_many_alike_each_is_held_against_the_first(store: Engine, tmp_path: Path) -> None:
    rows = [ANNA.replace("0001", f"A{n}").replace("NGP123", f"S{n}") for n in range(30)]
    assert len(refused(store, panel(tmp_path, *rows))) == 29 > MOST_ALIKE


def test_a_store_whose_zone_is_a_fixed_offset_is_the_doctors_finding(store: Engine) -> None:
    with writing(store, stamp()) as books:
        books.put_setting("zone", "EST")
    (finding,) = examined(store, today=TODAY).findings
    assert (finding.code, "config set zone America/New_York" in finding.message) == (
        *("fixed-zone", True),
    )


PRACTICE: dict[str, str | bytes] = {
    "patients.csv": "patient,name\n0001,Anna\n",
    "settings.csv": "key,value\nzone,EST\n",
}


def test_the_folder_of_a_practice_brings_its_fixed_zone_and_names_it(
    store: Engine, tmp_path: Path
) -> None:
    path = folder(tmp_path / "clinic", PRACTICE)
    receipt = take(store, path)
    assert receipt.zone == "EST"
    assert [(about, each.code) for about, each in receipt.findings] == [("zone", "fixed-zone")]
    assert [each.code for each in examined(store, today=TODAY).findings] == ["fixed-zone"]
    assert not take(store, path).is_news


@pytest.mark.parametrize("files", [{"settings.csv"}, {"settings.csv", "nurses.csv"}], ids=len)
def test_a_fixed_zone_that_no_practice_comes_with_is_refused_with_the_place_meant(
    store: Engine, tmp_path: Path, files: set[str]
) -> None:
    nurses: dict[str, str | bytes] = {"nurses.csv": "nurse,name\nN1,Ada Quill\n"}
    path = folder(tmp_path / "some", {name: (PRACTICE | nurses)[name] for name in files})
    (problem,) = refused(store, path)
    assert problem.startswith('settings.csv:2: value: "EST" refused, it is a fixed offset')
    assert problem.endswith("(for example: America/New_York)")


def test_a_practice_that_is_there_gets_no_fixed_zone(store: Engine, tmp_path: Path) -> None:
    take(
        store, folder(tmp_path / "new", PRACTICE | {"settings.csv": "key,value\nzone,US/Eastern\n"})
    )
    (problem,) = refused(store, folder(tmp_path / "old", PRACTICE), update=True)
    assert "a fixed offset" in problem


def test_an_import_ends_with_what_can_hardly_be_true(store: Engine, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "nurses.csv": "nurse,name,latitude,longitude\nN1,Ina,44.96,-93.27\n",
        "patients.csv": (
            "patient,name,birth_date,phone,setting,latitude,longitude\n"
            "0001,Null,1961-02-03,5.55E+09,home,0,0\n0002,Far,2027-02-03,,home,44.95,93.26\n"
            "0003,Near,1961-02-05,612-555-0101,home,44.95,-93.26\n"
        ),
    }
    receipt = take(store, folder(tmp_path / "clinic", files))
    found = [(code, each.code) for code, each in receipt.findings]
    assert found == [
        *(("0001", "phone-exponent"), ("0001", "place-at-zero")),
        *(("0002", "birth-date"), ("0002", "place-far")),
    ]
    assert [each.code for each in examined(store, today=TODAY).findings] == [c for _, c in found]
