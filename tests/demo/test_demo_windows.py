"""Every patient of the demo clinic stands where its case says, by a reading of our own.

Statuses and windows are worked out here from the rows alone, in fractions, and share no code
with the generator. Flex programmes are read as their daily average, and a fact without a clock
time as midnight.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cache
from itertools import pairwise

import pytest

from tests.builders.work import DEMO_TODAY
from tests.generator import SPECIAL_CASES, build_clinic

Row = dict[str, str]
STABLE = {"baclofen": 180, "clonidine": 90, "morphine": 90, "hydromorphone": 120}
STABLE |= {"bupivacaine": 90}
NANOGRAMS = {"mcg": 1_000, "mg": 1_000_000}


@cache
def by_patient(patients: int) -> dict[str, dict[str, list[Row]]]:
    """Rows of every file that names patients, by file and patient."""
    found: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for table in build_clinic(patients):
        for row in table.rows:
            found[table.name][row.get("patient", "")].append(row)
    return found


def of(name: str, code: str, patients: int = 40) -> list[Row]:
    return by_patient(patients)[name].get(code, [])


def case(name: str, label: str) -> list[Row]:
    return of(name, SPECIAL_CASES[label])


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def mass(text: str) -> Fraction:
    number, unit = text.split()
    return Fraction(number) * NANOGRAMS[unit.partition("/")[0]]


def parts(mixture: str) -> dict[str, Fraction]:
    pairs = (part.split(" ", 1) for part in mixture.split(" + "))
    return {drug: mass(strength) for drug, strength in pairs}


def basal(row: Row) -> Fraction:
    if row["dose"]:
        return mass(row["dose"])
    steps = [step.split(" ", 1) for step in row["flex"].split("; ")]
    hours = [int(at[:2]) for at, _ in steps]
    ends = [*hours[1:], 24]
    spans = zip(steps, hours, ends, strict=True)
    return sum((mass(rate) * (end - hour) for (_, rate), hour, end in spans), Fraction())


def allotted(row: Row) -> Fraction:
    found = re.match(r"(.+) x (\d+)/day", row["bolus"])
    return mass(found[1]) * int(found[2]) if found else Fraction()


def level_at(fill: Row, facts: list[Row], level: Fraction, fixed: str) -> datetime | None:
    """The first instant at which the volume [mL] is down to ``level``, all boluses used."""
    strength = next(iter(parts(fill["mixture"]).values()))
    volume = min(Fraction(fill["injected_ml"]), Fraction(fill["programmed_ml"])) - level
    now, running = instant(fill["at"]), True
    doses = [r for r in facts if r["event"] == "dose"]
    before = [r for r in doses if instant(r["at"]) <= now] or doses[:1]
    flow = Fraction(fixed) if fixed else (basal(before[-1]) + allotted(before[-1])) / strength
    for fact in [r for r in facts if instant(r["at"]) > now]:
        gone = flow * running * Fraction((instant(fact["at"]) - now) // timedelta(minutes=1), 1440)
        if gone >= volume:
            break
        volume, now = volume - gone, instant(fact["at"])
        if fact["event"] == "dose":
            flow = (basal(fact) + allotted(fact)) / strength
        elif fact["event"] == "bolus":
            volume -= mass(fact["amount"]) / strength
        else:
            running = fact["event"] == "start"
    if not flow * running:
        return None
    return now + timedelta(minutes=int(max(volume, Fraction()) / flow * 1440))


def window(patient: Row, pump: Row, facts: list[Row], fill: Row) -> tuple[date, date, date]:
    """Refill-by, alarm and empty date after one fill."""
    fixed, drugs = pump["fixed_flow_ml_day"], parts(fill["mixture"])
    level = patient["alarm_ml"] or ("3" if pump["model"].startswith("PROMETRA") else "2")
    never = date(2100, 1, 1)
    alarm, empty = (level_at(fill, facts, each, fixed) for each in (Fraction(level), Fraction()))
    on = instant(fill["at"]).date()
    days = [STABLE[drug] for drug in drugs if drug in STABLE]
    if "ziconotide" in drugs:
        fills = [r for r in facts if r["event"] == "fill" and r["at"] < fill["at"]]
        alone = len(drugs) == 1 and drugs["ziconotide"] in {25_000, 100_000}
        days.append((84 if alone else 40) if fills else 14)
    margin = timedelta(days=int(patient["margin_days"] or 7))
    limits = [months_later(on, int(patient["max_months"] or 3))]
    limits += [on + timedelta(days=day) for day in days]
    limits += [alarm.date() - margin] if alarm else []
    limits += [date.fromisoformat(pump["end_of_service_on"])] if pump["end_of_service_on"] else []
    by = max(on, min(limits))
    return by, alarm.date() if alarm else never, empty.date() if empty else never


def ledger(code: str, patients: int = 40) -> tuple[Row, Row, list[Row]]:
    """Patient, present pump, and the facts that belong to it."""
    pump = of("pumps.csv", code, patients)[-1]
    facts = [r for r in of("events.csv", code, patients) if r["at"] >= pump["implanted_on"]]
    return of("patients.csv", code, patients)[0], pump, facts


def status_without_window(pump: Row, facts: list[Row]) -> str:
    """The status of a patient whose volume does not matter, or nothing."""
    kinds = Counter(row["event"] for row in facts)
    if pump["explanted_on"] or kinds["archive"]:
        return "retired"
    if not kinds["fill"]:
        return "unfilled"
    if not kinds["dose"] and not pump["fixed_flow_ml_day"]:
        return "unprogrammed"
    return ""


@cache
def status(code: str, patients: int = 40) -> str:
    patient, pump, everything = ledger(code, patients)
    facts = counted(everything)
    settled = status_without_window(pump, facts)
    if settled:
        return settled
    fill = [row for row in facts if row["event"] == "fill"][-1]
    by, alarm, empty = window(patient, pump, facts, fill)
    opens = min(by, months_later(instant(fill["at"]).date(), 1))
    switches = [row["event"] for row in facts if row["event"] in {"stop", "start"}]
    reached = {
        "empty": empty <= DEMO_TODAY,
        "alarm": alarm <= DEMO_TODAY,
        "late": by < DEMO_TODAY,
        "stopped": switches[-1:] == ["stop"],
        "due": opens <= DEMO_TODAY,
        "waiting": True,
    }
    return next(name for name, holds in reached.items() if holds)


def counted(facts: list[Row]) -> list[Row]:
    """Facts a look from today counts: none of the future but a raise."""
    today = DEMO_TODAY.isoformat()
    return [row for row in facts if row["at"] <= today or raises(facts, row)]


def raises(facts: list[Row], planned: Row) -> bool:
    doses = [r for r in facts if r["event"] == "dose" and r["at"] < planned["at"]]
    return planned["event"] == "dose" and basal(planned) > basal(doses[-1])


def last_window(code: str, patients: int = 40) -> tuple[date, date]:
    patient, pump, facts = ledger(code, patients)
    fill = [r for r in facts if r["event"] == "fill"][-1]
    by = window(patient, pump, counted(facts), fill)[0]
    return min(by, months_later(instant(fill["at"]).date(), 1)), by


@pytest.mark.parametrize("label", ["late", "alarm", "empty", "stopped", "unfilled", "unprogrammed"])
def test_a_case_named_after_a_status_has_it(label: str) -> None:
    assert status(SPECIAL_CASES[label]) == label


def test_most_patients_are_due_or_waiting_and_every_status_occurs() -> None:
    counts = Counter(status(code) for code in by_patient(40)["patients.csv"])
    assert counts["due"] + counts["waiting"] >= 30
    assert set(counts) == {
        "late",
        "alarm",
        "empty",
        "stopped",
        "unfilled",
        "unprogrammed",
        "retired",
        "due",
        "waiting",
    }


def test_archived_and_explanted_patients_are_retired() -> None:
    assert [row["event"] for row in case("events.csv", "archived")][-1] == "archive"
    assert case("pumps.csv", "explanted")[0]["explanted_on"]
    assert status(SPECIAL_CASES["archived"]) == status(SPECIAL_CASES["explanted"]) == "retired"


def shortfalls(code: str, patients: int = 40) -> list[Fraction]:
    """Residual less what was expected with no patient bolus [mL], at each fill after the first."""
    _, _, facts = ledger(code, patients)
    found, volume, strength, flow = [], Fraction(), Fraction(), Fraction()
    now, dose = instant(facts[0]["at"]), Fraction()
    for fact in facts:
        span = Fraction((instant(fact["at"]) - now) // timedelta(minutes=1), 1440)
        volume, now = volume - flow * span, instant(fact["at"])
        if fact["event"] == "fill":
            if strength:
                found.append(Fraction(fact["residual_ml"]) - volume)
            volume = Fraction(fact["injected_ml"])
            strength = next(iter(parts(fact["mixture"]).values()))
        dose = basal(fact) if fact["event"] == "dose" else dose
        flow = dose / strength
    return found


def test_an_over_infusing_pump_falls_further_and_further_short() -> None:
    short = shortfalls(SPECIAL_CASES["over-infusing"])
    assert short[-1] < -2
    assert sum(short[-3:]) < sum(short[:3]) - 3


def test_an_ordinary_pump_stays_near_what_was_expected() -> None:
    assert all(abs(each) < 2 for each in shortfalls(SPECIAL_CASES["availability"]))


@pytest.mark.parametrize("label", ["planned-raise", "planned-reduction"])
def test_a_planned_dose_lies_in_the_coming_weeks(label: str) -> None:
    facts = case("events.csv", label)
    planned = instant(facts[-1]["at"]).date()
    assert timedelta(0) < planned - DEMO_TODAY < timedelta(weeks=4)
    assert raises(facts, facts[-1]) == (label == "planned-raise")
    assert instant(facts[-2]["at"]).date() <= DEMO_TODAY


def test_the_first_ziconotide_fill_closes_its_window_after_two_weeks() -> None:
    (fill, _) = case("events.csv", "first-ziconotide")
    by = last_window(SPECIAL_CASES["first-ziconotide"])[1]
    assert (by - instant(fill["at"]).date()).days == 14


def test_six_months_of_baclofen_are_held_by_stability() -> None:
    code = SPECIAL_CASES["max-months-6"]
    by = last_window(code)[1]
    assert by - instant(case("events.csv", "max-months-6")[-1]["at"][:10]).date() <= timedelta(180)
    assert by > DEMO_TODAY + timedelta(days=28)


def test_an_authorization_runs_out_before_its_window() -> None:
    (row,) = case("authorizations.csv", "authorization-ending")
    by = last_window(SPECIAL_CASES["authorization-ending"])[1]
    assert DEMO_TODAY < date.fromisoformat(row["valid_to"]) < by


def test_the_end_of_service_closes_its_window() -> None:
    by = last_window(SPECIAL_CASES["service-limit"])[1]
    assert by.isoformat() == case("pumps.csv", "service-limit")[0]["end_of_service_on"]


def test_every_refill_of_the_past_came_inside_its_window() -> None:
    for code in by_patient(400)["patients.csv"]:
        patient, pump, facts = ledger(code, 400)
        fills = [row for row in facts if row["event"] == "fill"]
        for fill, following in pairwise(fills):
            known = [row for row in facts if row["at"] < following["at"]]
            by = window(patient, pump, known, fill)[0]
            assert instant(following["at"]).date() <= by, (code, fill["at"])


def test_about_two_windows_in_five_end_within_four_weeks() -> None:
    codes = by_patient(1000)["patients.csv"]
    running = [code for code in codes if status(code, 1000) in {"due", "waiting"}]
    soon = [c for c in running if last_window(c, 1000)[1] <= DEMO_TODAY + timedelta(days=28)]
    assert 0.35 < len(soon) / len(running) < 0.45
    assert len(running) > 850


def test_booked_visits_lie_inside_their_windows() -> None:
    visits = [row for rows in by_patient(40)["visits.csv"].values() for row in rows]
    statuses = Counter(row["status"] for row in visits)
    assert set(statuses) == {"booked", "confirmed", "cancelled", "done", "missed"}
    for row in visits:
        day = instant(row["at"]).date()
        if row["status"] in {"booked", "confirmed"}:
            opens, by = last_window(row["patient"])
            assert max(opens, DEMO_TODAY) <= day <= min(by, DEMO_TODAY + timedelta(weeks=2))
        elif row["status"] == "done":
            fills = [f for f in of("events.csv", row["patient"]) if f["event"] == "fill"]
            assert fills[-1]["at"].startswith(day.isoformat())
