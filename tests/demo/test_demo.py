"""The demo clinic's files: headers, order, canonical text, and the same clinic every time."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import cache
from itertools import islice
from math import asin, cos, radians, sin, sqrt

from tests.builders.work import DEMO_TODAY
from tests.generator import SPECIAL_CASES, build_clinic, panel, panel_rows

Row = dict[str, str]
HEADERS = {
    "patients.csv": "patient,name,birth_date,phone,address,postal_code,latitude,longitude,setting,"
    "condition,min_months,max_months,margin_days,alarm_ml,visit_minutes,availability,"
    "nurses_needed,preferred_nurse,notes",
    "pumps.csv": "patient,model,serial,implanted_on,capacity_ml,catheter_ml,fixed_flow_ml_day,"
    "end_of_service_on,explanted_on",
    "events.csv": "patient,at,event,mixture,residual_ml,injected_ml,programmed_ml,boluses_used,"
    "dose,bolus,flex,amount,note",
    "nurses.csv": "nurse,name,latitude,longitude,skills,roster,max_visits",
    "sites.csv": "site,name,latitude,longitude,hours,chairs",
    "closures.csv": "who,from,to,reason",
    "authorizations.csv": "patient,number,payer,valid_from,valid_to,visits",
    "visits.csv": "visit,patient,kind,at,minutes,setting,site,nurse,status",
    "settings.csv": "key,value",
}
PANEL = (
    "patient,name,birth_date,phone,setting,pump_model,serial,mixture,dose,bolus,filled_on,"
    "injected_ml,alarm_ml,latitude,longitude,implanted_on,fixed_flow_ml_day"
)
ORDER = {
    "patients.csv": ("patient",),
    "pumps.csv": ("patient", "implanted_on"),
    "events.csv": ("patient", "at"),
    "nurses.csv": ("nurse",),
    "sites.csv": ("site",),
    "closures.csv": ("who", "from"),
    "authorizations.csv": ("patient", "valid_from"),
    "visits.csv": ("visit",),
    "settings.csv": ("key",),
}
NUMBER = r"(0|[1-9]\d*)(\.\d*[1-9])?"
MASS = rf"({NUMBER}) (mcg|mg)"
PATTERNS = {
    "at": r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?",
    "mixture": rf"[a-z]+ {MASS}/mL( \+ [a-z]+ {MASS}/mL)*",
    "dose": rf"{MASS}/day",
    "bolus": rf"{MASS} x [1-9]\d*/day lockout [1-9]\d*h",
    "flex": rf"00:00 {MASS}/h(; \d\d:\d\d {MASS}/h)*",
    "amount": MASS,
    "residual_ml": NUMBER,
    "injected_ml": NUMBER,
    "programmed_ml": NUMBER,
    "capacity_ml": NUMBER,
    "latitude": r"-?\d+\.\d{5}[1-9]",
    "longitude": r"-?\d+\.\d{5}[1-9]",
    "phone": r"612-555-01\d\d",
    "postal_code": r"55\d{3}",
}
FLOWS = {"SM2": (48, 24_000), "SM3": (48, 24_000), "PROMETRA2": (0, 28_800)}


@cache
def files(patients: int, seed: int = 20) -> dict[str, list[Row]]:
    return {table.name: list(table.rows) for table in build_clinic(patients, seed=seed)}


def microlitres(text: str) -> int:
    whole, _, part = text.partition(".")
    return int(whole + part.ljust(3, "0"))


def nanograms(text: str) -> int:
    number, _, unit = text.partition(" ")
    whole, _, part = number.partition(".")
    return int(whole + part.ljust(6 if unit.startswith("mg") else 3, "0"))


def test_the_files_and_their_headers_are_the_contracts() -> None:
    tables = list(build_clinic(45))
    assert {table.name: ",".join(table.header) for table in tables} == HEADERS
    for table in tables:
        assert all(list(row) == table.header for row in table.rows), table.name


def test_the_panel_has_the_contracts_columns_and_a_row_per_filled_pump_in_place() -> None:
    table = panel(40)
    assert ",".join(table.header) == PANEL
    rows = {row["patient"]: row for row in table.rows}
    absent = {SPECIAL_CASES[label] for label in ("unfilled", "archived", "explanted")}
    assert set(rows) == {row["patient"] for row in files(40)["patients.csv"]} - absent
    assert all(list(row) == table.header for row in rows.values())


def test_the_panel_repeats_the_last_fill_of_the_ledger() -> None:
    fills = {row["patient"]: row for row in files(400)["events.csv"] if row["event"] == "fill"}
    for row in panel_rows(400):
        fill = fills[row["patient"]]
        assert row["filled_on"] == fill["at"][:10]
        assert (row["mixture"], row["injected_ml"]) == (fill["mixture"], fill["injected_ml"])


def test_the_panel_carries_the_programme_in_force() -> None:
    today = DEMO_TODAY.isoformat()
    doses = {
        row["patient"]: row
        for row in files(400)["events.csv"]
        if row["event"] == "dose" and row["at"][:10] <= today
    }
    for row in panel_rows(400):
        last = doses.get(row["patient"])
        assert row["bolus"] == (last["bolus"] if last else "")
        if last is None or last["dose"]:
            assert row["dose"] == (last["dose"] if last else "")


def test_the_same_seed_gives_the_same_clinic_and_another_seed_another() -> None:
    again = {table.name: list(table.rows) for table in build_clinic(60)}
    assert again == files(60)
    assert files(60, seed=21)["events.csv"] != files(60)["events.csv"]


def test_streams_may_be_read_in_any_order() -> None:
    tables = list(build_clinic(60))
    for table in reversed(tables):
        assert list(table.rows) == files(60)[table.name]


def test_a_patient_is_the_same_in_a_clinic_of_any_size() -> None:
    small, large = files(40), files(400)
    for name in ("patients.csv", "pumps.csv", "events.csv", "authorizations.csv", "visits.csv"):
        assert [row for row in large[name] if row["patient"] <= "0040"] == small[name], name


def test_nurses_and_sites_of_a_small_clinic_stay_in_a_larger_one() -> None:
    for name in ("nurses.csv", "sites.csv"):
        large = files(1000)[name]
        assert len(large) > len(files(400)[name])
        assert all(row in large for row in files(400)[name])


def test_rows_come_in_the_order_of_their_codes_and_times() -> None:
    for name, columns in ORDER.items():
        keys = [tuple(row[column] for column in columns) for row in files(400)[name]]
        assert keys == sorted(keys), name


def test_five_digit_codes_come_in_the_order_of_text() -> None:
    patients = next(build_clinic(10_050)).rows
    codes = [row["patient"] for row in patients]
    assert codes == sorted(codes)
    assert len(codes) == len(set(codes)) == 10_050
    assert {"0001", "9999", "10000", "10050"} <= set(codes)


def test_codes_and_serials_are_unique() -> None:
    tables = files(400)
    codes = [row["patient"] for row in tables["patients.csv"]]
    codes += [row["nurse"] for row in tables["nurses.csv"]]
    codes += [row["site"] for row in tables["sites.csv"]]
    assert max(Counter(codes).values()) == 1
    assert max(Counter(row["serial"] for row in tables["pumps.csv"]).values()) == 1
    assert max(Counter(row["visit"] for row in tables["visits.csv"]).values()) == 1


def test_every_value_is_in_canonical_text() -> None:
    for name, rows in files(400).items():
        for row in rows:
            for column, pattern in PATTERNS.items():
                text = row.get(column, "")
                assert not text or re.fullmatch(pattern, text), (name, column, text)
            text = " ".join(row.values())
            assert not re.search(r"\d{4,}(\.\d+)? mcg", text), text
            assert not re.search(r"\b0\.\d+ mg", text), text


def test_phones_are_from_the_block_reserved_for_fiction() -> None:
    phones = [row["phone"] for row in files(400)["patients.csv"]]
    assert all(re.fullmatch(r"612-555-01\d\d", phone) for phone in phones)


def test_names_are_unique_with_look_alikes_among_the_first_forty() -> None:
    names = [row["name"] for row in files(1000)["patients.csv"]]
    assert len(set(names)) == len(names)
    surnames = Counter(name.partition(",")[0] for name in names[:40])
    assert sum(count > 1 for count in surnames.values()) >= 2
    assert {"Hansen, Karin", "Hanson, Karen"} <= set(names[:40])


def test_birth_dates_are_between_1935_and_2015() -> None:
    years = [date.fromisoformat(row["birth_date"]).year for row in files(400)["patients.csv"]]
    assert min(years) >= 1935
    assert max(years) <= 2015


def test_everyone_with_coordinates_lives_within_35_km() -> None:
    for row in (row for row in files(1000)["patients.csv"] if row["latitude"]):
        latitude, longitude = radians(float(row["latitude"])), radians(float(row["longitude"]))
        home, away = radians(44.98), radians(-93.27)
        bow = sin((latitude - home) / 2) ** 2
        bow += cos(latitude) * cos(home) * sin((longitude - away) / 2) ** 2
        assert 2 * 6371.0088 * asin(sqrt(bow)) < 35, row["address"]


def test_no_volume_is_ever_above_the_capacity_of_its_pump() -> None:
    capacity = {r["patient"]: microlitres(r["capacity_ml"]) for r in files(1000)["pumps.csv"]}
    for row in files(1000)["events.csv"]:
        for column in ("residual_ml", "injected_ml", "programmed_ml"):
            assert not row[column] or microlitres(row[column]) <= capacity[row["patient"]], row


def test_every_flow_is_within_the_limits_of_its_pump() -> None:
    models = {row["patient"]: row["model"] for row in files(1000)["pumps.csv"]}
    strength = 0
    for row in files(1000)["events.csv"]:
        if row["event"] == "fill":
            strength = nanograms(row["mixture"].split(" ", 1)[1].partition("/")[0])
        elif row["event"] == "dose":
            least, most = FLOWS[models[row["patient"]].partition("-")[0]]
            rates = [24 * nanograms(rate.partition("/")[0]) for rate in steps(row["flex"])]
            for dose in rates or [nanograms(row["dose"].partition("/")[0])]:
                assert least * strength <= 1000 * dose <= most * strength, row


def steps(flex: str) -> list[str]:
    return [step.split(" ", 1)[1] for step in flex.split("; ")] if flex else []


def test_a_constant_flow_pump_has_a_flow_and_no_programme() -> None:
    fixed = {row["patient"]: row["fixed_flow_ml_day"] for row in files(400)["pumps.csv"]}
    constant = {code for code, flow in fixed.items() if flow}
    assert SPECIAL_CASES["constant-flow"] in constant
    assert not [r for r in files(400)["events.csv"] if r["patient"] in constant and r["dose"]]


def test_all_eight_drugs_and_both_families_are_there() -> None:
    mixtures = " ".join(row["mixture"] for row in files(40)["events.csv"])
    drugs = {"baclofen", "morphine", "hydromorphone", "fentanyl", "sufentanil", "ziconotide"}
    assert all(drug in mixtures for drug in drugs | {"bupivacaine", "clonidine"})
    models = {row["model"] for row in files(40)["pumps.csv"]}
    assert {"SM2-20", "SM2-40", "SM3-20", "SM3-40", "PROMETRA2-40", "CODMAN3000-30"} <= models


def test_holidays_are_closed_for_all_and_a_nurse_is_away() -> None:
    closed = {(row["who"], row["from"]) for row in files(40)["closures.csv"]}
    assert {("all", "2026-11-26"), ("all", "2026-12-25"), ("all", "2027-01-01")} <= closed
    assert any(who.startswith("N") for who, _ in closed)


def test_a_hundred_thousand_patients_cost_nothing_until_they_are_read() -> None:
    for table in (*build_clinic(100_000), panel(100_000)):
        assert len(list(islice(table.rows, 1))) == 1
