"""People and places: every table gives back what was put in, and puts changes on record."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from pumpsched.store.results import Implant
from tests.builders import when
from tests.builders.store import Put, reading, refusing, writing
from tests.builders.values import (
    Authorization,
    Closure,
    Conflict,
    Decision,
    DecisionKind,
    Device,
    Leg,
    Location,
    NotFound,
    Nurse,
    Patient,
    Setting,
    Site,
    UsageRefusal,
    parse_hours,
)
from tests.store.records import device, direct, enrol, stamp

PATIENT = Patient(
    code="0007",
    name="Zoë Example",
    birth_date=date(1961, 2, 28),
    phone="555-0107",
    address="1 Invented Way; back door",
    postal_code="00000",
    location=Location(44_977_753_000, -93_265_011_000),
    setting=Setting.EITHER,
    condition="spasticity",
    min_months=0,
    max_months=6,
    margin_days=0,
    alarm_ul=1500,
    visit_minutes=60,
    availability=parse_hours("Mon-Fri 09:00-16:00; Sat 10:00-12:00", "availability"),
    nurses_needed=2,
    preferred_nurse="N1",
    notes="rings first, then knocks",
)
ROSTER = parse_hours("Mon-Thu 08:00-16:30 home; Fri 08:00-12:00 clinic:MPLS", "roster", places=True)
NURSE = Nurse("N1", "Ash Nurse", Location(0, 0), ("SM2", "SM3"), ROSTER, 8, "612-555-0101")
HOURS = parse_hours("Mon-Fri 08:00-17:00", "hours")
SITE = Site("MPLS", "Main clinic", Location(-1, 1), HOURS, 3)


def test_people_and_places_come_back_as_they_were_put(store: Engine) -> None:
    plain = Patient("0008", "Rowan Example")
    authorization = Authorization("0007", "A-1", "Payer", date(2026, 1, 1), date(2026, 12, 31), 4)
    closures = (
        Closure("all", date(2026, 12, 24), date(2026, 12, 26), "winter"),
        Closure("N1", date(2026, 12, 1), date(2026, 12, 1)),
    )
    legs = [Leg("0007", "MPLS", 12, 9000), Leg("MPLS", "0007", 14, 9100)]
    with writing(store, stamp()) as books:
        books.put_patient(PATIENT)
        books.put_patient(plain)
        books.put_nurse(NURSE)
        books.put_nurse(Nurse("N2", "Bo Nurse"))
        books.put_site(SITE)
        books.put_authorization(authorization)
        books.put_authorization(Authorization("0008", "A-1"))
        for closure in closures:
            books.add_closure(closure)
        for leg in legs:
            books.put_legs([leg], replace=True)
        books.put_setting("margin_days", "9")
        books.set_own_today(date(2026, 11, 22))
    with reading(store) as books:
        assert list(books.patients()) == [PATIENT, plain]
        assert books.patient("0007") == PATIENT
        assert books.nurses() == [NURSE, Nurse("N2", "Bo Nurse")]
        assert (books.nurse("N1"), books.nurse("N3")) == (NURSE, None)
        assert books.sites() == [books.site("MPLS")] == [SITE]
        assert books.authorizations("0007") == [authorization]
        assert len(books.authorizations()) == 2
        assert books.closures() == closures[::-1]
        assert list(books.legs()) == legs
        assert books.settings() == {"margin_days": "9"}
        assert books.own_today() == date(2026, 11, 22)


def test_the_phone_of_a_nurse_can_be_changed_and_taken_away(store: Engine) -> None:
    for phone in ("612-555-0101", "612-555-0102", ""):
        with writing(store, stamp()) as books:
            books.put_nurse(NURSE._replace(phone=phone))
        with reading(store) as books:
            assert books.nurses() == [NURSE._replace(phone=phone)]
            assert books.has_nurse_phones() == bool(phone)


def test_a_store_has_no_today_of_its_own_unless_given_one(store: Engine) -> None:
    with reading(store) as books:
        assert books.own_today() is None


def test_a_closure_can_be_taken_away(store: Engine) -> None:
    closure = Closure("all", date(2026, 12, 24), date(2026, 12, 26))
    with writing(store, stamp()) as books:
        books.add_closure(closure)
        assert books.drop_closure(closure)
        assert not books.drop_closure(closure)
        assert books.closures() == ()


@pytest.mark.parametrize("put", ["put_patient", "put_nurse", "put_site"])
def test_a_code_names_one_patient_nurse_or_site(store: Engine, put: str) -> None:
    values = {
        "put_patient": Patient("X1", "Rowan Example"),
        "put_nurse": Nurse("X1", "Ash Nurse"),
        "put_site": Site("X1", "Main clinic"),
    }
    first = next(name for name in values if name != put)
    with writing(store, stamp()) as books:
        getattr(books, first)(values[first])
        with pytest.raises(Conflict) as refused:
            getattr(books, put)(values[put])
        assert refused.value.code == "code-taken"
        assert books.holder_of("X1") == first.removeprefix("put_")
        assert books.holder_of("X2") is None


def test_a_code_is_kept_as_written(store: Engine) -> None:
    with writing(store, stamp()) as books:
        for code in ("0007", "7", "007", "a", "A"):
            books.put_patient(Patient(code, "Rowan Example"))
        assert [patient.code for patient in books.patients()] == ["0007", "007", "7", "A", "a"]


@pytest.mark.parametrize(
    "text",
    [
        *("zoë", "ZOE\u0308  exam", "example", "Zoë Example", "0007", "ë e"),
        *("zoe", "example, zoe", "e-ex'ample", "7", "007"),
    ],
)
def test_a_patient_is_found_by_code_or_part_of_the_name(store: Engine, text: str) -> None:
    with writing(store, stamp()) as books:
        books.put_patient(PATIENT)
    with reading(store) as books:
        assert books.matching(text) == [PATIENT]


@pytest.mark.parametrize("text", ["%", "_", "zox", "008", "zoe examples", "", "  "])
def test_a_pattern_or_another_letter_finds_nobody(store: Engine, text: str) -> None:
    with writing(store, stamp()) as books:
        books.put_patient(PATIENT)
    with reading(store) as books:
        assert books.matching(text) == []


@pytest.mark.parametrize("born", [date(1961, 4, 20), date(1961, 4, 2), None])
def test_who_resembles_a_patient_is_found_by_name_and_birth_date(
    store: Engine, born: date | None
) -> None:
    ana = Patient("0001", "Rivera, Ana", birth_date=born)
    with writing(store, stamp()) as books:
        for code, name, birth_date in (
            ("0001", "Rivera, Ana", born),
            ("0002", "Rivera, Anna", date(1961, 4, 2)),
            ("0003", "Rivera, Ana", None),
            ("0004", "Okafor, Ben", date(1961, 4, 2)),
        ):
            books.put_patient(Patient(code, name, birth_date=birth_date))
        books.put_patient(Patient("0005", "Rivera, Ana", birth_date=date(1987, 11, 30)))
    with reading(store) as books:
        found = [patient.code for patient in books.resembling(ana)]
    assert found == (["0002", "0003"] if born else ["0002", "0003", "0005"])


def test_a_patients_code_goes_before_anybodys_name(store: Engine) -> None:
    with writing(store, stamp()) as books:
        books.put_patient(Patient("rowan", "Ash Example"))
        books.put_patient(Patient("0001", "Rowan Example"))
        assert [patient.code for patient in books.matching("rowan")] == ["rowan"]
        assert [patient.code for patient in books.matching("example")] == ["0001", "rowan"]


def test_putting_many_reports_what_differs_and_replaces_only_on_request(store: Engine) -> None:
    old, same, new = (Patient(code, "Rowan Example") for code in ("1", "2", "3"))
    other = old._replace(phone="555-0101")
    with writing(store, stamp()) as books:
        assert books.put_patients([old, same]) == Put(2, 0)
        assert books.put_patients([other, same, new]) == Put(1, 0, ("1",))
        assert books.patient("1") == old
        assert books.put_patients([other, same, new], replace=True) == Put(0, 1)
        assert books.patient("1") == other


def test_one_file_may_name_a_row_twice(store: Engine) -> None:
    first, second = Patient("1", "Rowan Example"), Patient("1", "Rowan Example", phone="555-0101")
    with writing(store, stamp()) as books:
        assert books.put_patients([first, second, first]) == Put(1, 0, ("1",))
        assert books.put_patients([second, first, second], replace=True).changed == 3
        assert books.patient("1") == second


def test_pumps_come_back_by_day_of_implant(store: Engine) -> None:
    enrol(store)
    full = Device(
        "0007", "CODMAN3000-30", "", date(2026, 1, 1), 30_000, 150, 900, date(2030, 1, 1), None
    )
    with writing(store, stamp()) as books:
        key = books.add_device(full)
        earlier = books.add_device(device(on=date(2015, 5, 5)))
        assert [each.key for each in books.implants("0007")] == [earlier, 1, key]
        assert books.implants("0007")[2] == Implant(key, full)
        gone = full._replace(explanted_on=date(2026, 6, 1))
        books.put_device(key, gone)
        assert books.implants("0007")[2].device == gone
        assert [each.device.patient for each in books.devices()] == ["0007"] * 3
        with pytest.raises(Conflict):
            books.add_device(full)


def test_the_clock_time_of_an_implant_comes_back_and_goes_with_the_pump(store: Engine) -> None:
    enrol(store)
    timed = device(on=date(2026, 1, 1))._replace(implanted_minute=9 * 60)
    with writing(store, stamp()) as books:
        key = books.add_device(timed)
        assert Implant(key, timed) in books.implants("0007")
        assert books.put_devices([timed._replace(implanted_minute=600)]).differing
        books.put_device(key, timed._replace(implanted_minute=None))
        assert Implant(key, timed._replace(implanted_minute=None)) in books.implants("0007")
        books.put_device(key, timed)
        books.drop_device(key)
        assert books.value("SELECT count(*) FROM implant_time") == 0


def test_a_patients_pumps_are_read_without_anybody_elses(
    store: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reading of all clock times at each patient would make an import quadratic."""
    enrol(store)
    timed = device(on=date(2026, 1, 1))._replace(implanted_minute=540)
    with writing(store, stamp()) as books:
        books.put_patient(PATIENT._replace(code="0008"))
        books.put_devices([timed, timed._replace(patient="0008")])
        made = type(books).rows
        seen: list[str] = []

        def rows(
            self: object, table: str, query: str, *values: object, many: bool = False
        ) -> object:
            for row in made(books, table, query, *values, many=many):  # type: ignore[arg-type]
                seen.append(table)
                yield row

        monkeypatch.setattr(type(books), "rows", rows)
        assert books.implants("0008")[0].device.implanted_minute == 540
    assert sorted(seen) == ["implant_time", "pump"]


def test_a_pump_in_a_file_is_known_by_patient_and_day_of_implant(store: Engine) -> None:
    enrol(store)
    changed = device()._replace(serial="other")
    with writing(store, stamp()) as books:
        assert books.put_devices([device(), device(on=date(2025, 1, 1))]) == Put(1, 0)
        assert books.put_devices([changed]) == Put(0, 0, ("0007 2020-01-01",))
        assert books.put_devices([changed], replace=True) == Put(0, 1)
        with pytest.raises(NotFound):
            books.put_devices([device("nobody")])


@pytest.mark.parametrize(
    "patient",
    [
        PATIENT._replace(birth_date=date(1899, 12, 31)),
        PATIENT._replace(alarm_ul=-1),
        PATIENT._replace(alarm_ul=10**30),
        PATIENT._replace(code=""),
        PATIENT._replace(location=Location(91 * 10**9, 0)),
    ],
)
def test_a_value_out_of_range_is_refused(store: Engine, patient: Patient) -> None:
    with pytest.raises(UsageRefusal) as refused, writing(store, stamp()) as books:
        books.put_patient(patient)
    assert refused.value.code == "out-of-range"
    assert "Zoë" not in str(refused.value)


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "2026-1-1", "x", "2026-01-01T10:00"])
def test_a_day_that_is_none_cannot_be_stored(store: Engine, day: str) -> None:
    row = text("INSERT INTO closure VALUES (1, 'all', :day, '2100-01-01', '', '')")
    with pytest.raises(UsageRefusal) as refused, refusing(), direct(store) as connection:
        connection.execute(row, {"day": day})
    assert refused.value.code == "out-of-range"


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=texts, notes=texts, latitude=st.integers(-90 * 10**9, 90 * 10**9))
def test_any_text_and_place_comes_back(store: Engine, name: str, notes: str, latitude: int) -> None:
    patient = Patient("0007", name, notes=notes, location=Location(latitude, 180 * 10**9))
    with writing(store, stamp(), keep=False) as books:
        books.put_patient(patient)
        assert books.patient("0007") == patient


def test_a_decision_comes_back_with_who_made_it_and_until_when(store: Engine) -> None:
    enrol(store, "0007")
    enrol(store, "0008")
    decided = Decision(
        *("0007", when("2026-11-02T09:30"), DecisionKind.DISTINCT, "Ada Quill", "two sisters"),
        subject="0008",
        until=date(2027, 1, 31),
    )
    with writing(store, stamp()) as books:
        books.add_decision(decided)
    with reading(store) as books:
        assert (books.decisions("0007"), books.decisions("0008")) == ([decided], [])


def test_a_decision_about_a_pump_names_it_by_its_day_of_implant(store: Engine) -> None:
    enrol(store, "0007")
    about = Decision(
        *("0007", when("2026-11-02"), DecisionKind.DISTINCT, "Ada Quill"),
        implanted_on=device().implanted_on,
    )
    with writing(store, stamp()) as books:
        books.add_decision(about)
    with reading(store) as books:
        assert books.decisions() == [about]
    with pytest.raises(NotFound), writing(store, stamp()) as books:
        books.add_decision(about._replace(implanted_on=date(2021, 1, 1)))


def test_a_decision_holds_from_its_day_to_its_last() -> None:
    decided = Decision(
        *("0007", when("2026-11-02"), DecisionKind.DISTINCT, "Ada Quill"), until=date(2026, 11, 4)
    )
    days = [date(2026, 11, day) for day in range(1, 6)]
    assert [decided.holds_on(day) for day in days] == [False, True, True, True, False]
