"""A second pump in the same patient: exchanged, back-dated, typed twice, taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.clinic import Clinic, lines

NEW = ("pump", "implant", "0007", "--model", "SM2-40", "--serial", "NEW", "-y", "--on")
FILL = ("refill", "0007", "--fill", "40", "-y", "--mixture", "baclofen 500 mcg/mL", "--on")


def item_of(clinic: Clinic, *args: str, patient: str = "0007") -> dict[str, Any]:
    """A patient's line in the list of everybody."""
    items = clinic.done("due", "--all", "--json", *args).json["items"]
    [found] = [item for item in items if item["patient"] == patient]
    assert isinstance(found, dict)
    return found


def shown(clinic: Clinic, *args: str) -> dict[str, Any]:
    """A patient's card."""
    found = clinic.done("show", "0007", "--json", *args).json
    assert isinstance(found, dict)
    return found


def standing(clinic: Clinic) -> list[tuple[str, str, str | None]]:
    """Event, day and serial of each fact of the history that stands."""
    history = shown(clinic)["history"]
    return [
        (fact["event"], fact["at"][:10], fact["pump"] and fact["pump"]["serial"])
        for fact in history
        if not fact["voided"] and fact["event"] != "void"
    ]


def test_after_an_exchange_the_window_is_the_new_pumps_alone(clinic: Clinic) -> None:
    clinic.done("pump", "explant", "0007", "--on", "2026-11-20", "-y")
    assert shown(clinic)["status"] == "retired"
    clinic.done(*NEW, "2026-11-21")
    assert shown(clinic)["status"] == "unfilled"
    clinic.done(*FILL, "2026-11-21")
    assert shown(clinic)["status"] == "unprogrammed"
    clinic.done("dose", "0007", "100 mcg/day", "-y", "--on", "2026-11-21")
    now = shown(clinic)
    assert (now["status"], now["serial"], now["opens_on"]) == ("waiting", "NEW", "2026-12-21")
    assert (now["refill_by"], now["limit"]) == ("2027-02-21", "calendar")
    assert item_of(clinic) == {key: now[key] for key in item_of(clinic)} | {"findings": []}
    assert shown(clinic, "--as-of", "2026-11-19")["refill_by"] == "2027-01-09"


def test_a_pump_before_the_one_in_place_is_refused_with_its_name(clinic: Clinic) -> None:
    clinic.done(*NEW, "2026-11-21")
    said = clinic.run(*NEW, "2026-11-20", "--serial", "OTHER")
    assert said.code == 5
    assert said.err.startswith("Patient 0007 has the pump SM2-40, implanted on 2026-11-21.\n")


def test_both_pumps_stay_readable_each_fact_with_its_own(clinic: Clinic) -> None:
    clinic.done(*NEW, "2026-11-21")
    clinic.done(*FILL, "2026-11-21")
    assert standing(clinic) == [
        ("fill", "2026-11-02", "S0007"),
        ("dose", "2026-11-02", "S0007"),
        ("fill", "2026-11-21", "NEW"),
    ]
    assert [(p["serial"], p["explanted_on"]) for p in shown(clinic)["pumps"]] == [
        ("S0007", "2026-11-21"),
        ("NEW", None),
    ]
    card = clinic.done("show", "0007").out
    assert "  in SM2-40 NEW, from Sat 21 Nov 2026 on:\n" in card
    assert "  in SM2-20 S0007, from Mon 4 May 2026 to Sat 21 Nov 2026:\n" in card
    assert (
        card.index("in SM2-40 NEW") < card.index("filled 40 mL of") < card.index("in SM2-20 S0007")
    )
    why = clinic.done("why", "0007").out
    assert "SM2-20 S0007, 2026-05-04 to 2026-11-21: its facts count for nothing here" in why


def test_a_fact_of_the_old_pump_can_still_be_recorded_for_its_time(clinic: Clinic) -> None:
    clinic.done(*NEW, "2026-11-21")
    clinic.done("bolus", "0007", "0.04 mL", "--on", "2026-11-15", "-y")
    assert ("bolus", "2026-11-15", "S0007") in standing(clinic)
    assert shown(clinic)["status"] == "unfilled"


def test_a_back_dated_implant_takes_the_facts_of_its_days_with_it(clinic: Clinic) -> None:
    clinic.done("refill", "0007", "--fill", "20", "--on", "2026-11-18", "-y")
    clinic.done("dose", "0007", "130 mcg/day", "--on", "2026-11-19", "-y")
    said = clinic.done(*NEW, "2026-11-18", "--json").json
    assert [each["was"] for each in said["moved"]] == [14, 15]
    assert standing(clinic) == [
        ("fill", "2026-11-02", "S0007"),
        ("dose", "2026-11-02", "S0007"),
        ("fill", "2026-11-18", "NEW"),
        ("dose", "2026-11-19", "NEW"),
    ]
    now = shown(clinic)
    assert (now["mixture"], now["dose_mcg_per_day"]) == ("baclofen 500 mcg/mL", 130)
    assert now["filled_on"] == "2026-11-18"
    assert clinic.done("doctor", "--json").json["well"] is True


def test_a_corrected_implant_day_moves_the_exchange_and_its_facts(clinic: Clinic) -> None:
    clinic.done(*NEW, "2026-11-18")
    clinic.done(*FILL, "2026-11-18")
    clinic.done("pump", "edit", "0007", "--implanted-on", "2026-11-01", "-y")
    assert {serial for _, _, serial in standing(clinic)} == {"NEW"}
    assert [p["explanted_on"] for p in shown(clinic)["pumps"]] == ["2026-11-01", None]
    said = clinic.run("pump", "edit", "0007", "--implanted-on", "2026-05-04", "-y")
    assert (said.code, lines(said)[1]) == (
        5,
        "  One pump is in place at a time; a new one comes after the old.",
    )
    assert clinic.run("pump", "edit", "0007", "--implanted-on", "2026-12-01", "-y").code == 4


def test_an_exchange_of_one_day_is_typed_in_either_order(clinic: Clinic) -> None:
    clinic.done(*NEW, "today")
    said = clinic.run("pump", "explant", "0007", "--on", "today", "-y")
    assert said.code == 5
    assert lines(said)[0] == (
        "The SM2-20 before it counts as explanted on 2026-11-22 already; this SM2-40 came in that "
        "day."
    )
    after = shown(clinic)
    assert after["status"] == "unfilled"
    clinic.done("pump", "undo", "0007", "--reason", "again", "-y")
    clinic.done("pump", "explant", "0007", "--on", "today", "-y")
    clinic.done(*NEW, "today")
    assert shown(clinic)["pumps"] == after["pumps"]


@pytest.mark.parametrize("on", ["2026-11-01", "2026-05-03", "2026-11-23"])
def test_an_explant_before_something_recorded_or_to_come_is_refused(
    clinic: Clinic, on: str
) -> None:
    assert clinic.run("pump", "explant", "0007", "--on", on, "-y").code == 4
    assert shown(clinic)["status"] == "waiting"


def test_a_back_dated_explant_keeps_its_day_and_takes_no_later_fact(clinic: Clinic) -> None:
    clinic.done("pump", "explant", "0007", "--on", "2026-11-10", "-y")
    assert shown(clinic, "--as-of", "2026-11-09")["status"] == "waiting"
    assert shown(clinic, "--as-of", "2026-11-10")["status"] == "retired"
    said = clinic.run("refill", "0007", "--fill", "20", "--on", "2026-11-15", "-y")
    assert said.code == 3
    assert lines(said)[1] == "  The SM2-20 S0007 was taken out on 2026-11-10."
    clinic.done("bolus", "0007", "0.04 mL", "--on", "2026-11-09", "-y")


def test_each_step_of_an_exchange_can_be_taken_back(clinic: Clinic) -> None:
    before = shown(clinic)
    clinic.done("pump", "explant", "0007", "--on", "2026-11-21", "-y")
    clinic.done("pump", "undo", "0007", "--reason", "wrong patient", "-y")
    assert shown(clinic) == before
    clinic.done(*NEW, "2026-11-21")
    said = clinic.done("pump", "undo", "0007", "--reason", "wrong patient", "-y")
    assert "  Taken back: implant of SM2-40 NEW" in said.out.splitlines()
    assert shown(clinic) == before
    assert clinic.done("audit", "verify").code == 0
    assert clinic.done("doctor", "--json").json["well"] is True


def test_an_implant_with_facts_stays_and_the_way_out_is_named(clinic: Clinic) -> None:
    clinic.done(*NEW, "2026-11-21")
    clinic.done(*FILL, "2026-11-21")
    said = clinic.run("pump", "undo", "0007", "--reason", "wrong patient", "-y")
    assert said.code == 5
    assert "pumpsched pump edit 0007" in lines(said)[2]
    assert clinic.run("pump", "undo", "0007", "-y").code == 2
    assert clinic.run("pump", "undo", "0021", "--reason", "x", "-y").code == 3


def test_undo_says_that_a_pump_change_is_no_fact(clinic: Clinic) -> None:
    clinic.done("stop", "0012", "-y")
    clinic.done("pump", "explant", "0007", "--on", "today", "-y")
    said = clinic.done("undo", "--reason", "slip", "-n")
    assert "Your latest change, pump explant of 0007, is no fact: pumpsched pump undo" in said.err
    clinic.done("start", "0012", "-y")
    assert "pump undo" not in clinic.done("undo", "--reason", "slip", "-n").err


def test_a_visit_booked_for_the_old_pump_stays_and_is_named(clinic: Clinic) -> None:
    args = ("pump", "implant", "0003", "--model", "SM3-20", "--on", "today", "-y", "--json")
    [finding] = clinic.done(*args).json["findings"]
    assert (finding["code"], finding["visit"]) == ("visit-of-old-pump", "V1")
    assert clinic.done("show", "0003", "--json").json["visit"]["id"] == "V1"


def test_the_implant_visit_of_the_day_is_closed_by_the_implant(clinic: Clinic) -> None:
    at = ("--kind", "implant", "--at", "2026-11-22T13:00", "--setting", "clinic")
    clinic.done("visit", "add", "0007", *at, "--override", "the clinic opens for her", "-y")
    assert clinic.done(*NEW, "today", "--json").json["closed_visit"] == "V2"


def test_an_implant_of_one_who_left_the_list_is_refused(clinic: Clinic) -> None:
    said = clinic.run("pump", "implant", "0041", "--model", "SM2-20", "--on", "today", "-y")
    assert said.code == 5
    assert lines(said)[0].endswith("left the list on 2026-09-01.")


def test_a_serial_number_of_another_patient_is_named(clinic: Clinic) -> None:
    args = ("pump", "implant", "0021", "--model", "SM2-20", "--serial", "s0007", "-y", "--json")
    said = clinic.done(*args, "--on", "today", "--confirm", "s0007")
    [finding] = said.json["findings"]
    assert finding["code"] == "serial-elsewhere"
    assert "patient 0007 too" in finding["message"]


def test_a_folder_with_both_pumps_comes_back_byte_for_byte(clinic: Clinic, tmp_path: Path) -> None:
    clinic.done("refill", "0007", "--fill", "20", "--on", "2026-11-18", "-y")
    clinic.done(*NEW, "2026-11-18")
    clinic.done("dose", "0007", "130 mcg/day", "--on", "2026-11-19", "-y", "--confirm", "130mcg/d")
    clinic.done("export", "folder", str(tmp_path / "one"))
    other = ("--db", str(tmp_path / "other.sqlite"))
    clinic.done("import", str(tmp_path / "one"), "-y", *other)
    clinic.done("export", "folder", str(tmp_path / "two"), *other)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert "pumps.csv" in files
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert item_of(clinic) == item_of(clinic, *other)


def test_a_pump_near_the_end_of_its_service_asks_for_an_exchange_everywhere(
    clinic: Clinic,
) -> None:
    clinic.done("pump", "edit", "0007", "--end-of-service-on", "2026-11-20", "-y")
    assert item_of(clinic)["findings"] == ["exchange-due"]
    [finding] = shown(clinic)["findings"]
    assert finding["severity"] == "urgent"
    assert "book its exchange" in finding["message"]
    assert finding["end_of_service_on"] == "2026-11-20"
    visits = clinic.done("plan", "4w", "--json").json
    planned = {visit["patient"]: visit["findings"] for visit in visits["visits"]}
    assert "exchange-due" in planned.get("0007", ["exchange-due"])
    assert item_of(clinic, "--as-of", "2026-11-05")["findings"] == ["exchange-due"]
    clinic.done(*NEW, "today")
    assert item_of(clinic)["findings"] == []


def test_the_plan_says_that_a_late_refill_waits_for_an_exchange(clinic: Clinic) -> None:
    clinic.done("pump", "edit", "0007", "--end-of-service-on", "2026-11-20", "-y")
    clinic.done("nurse", "edit", "N1", "--roster", "Mon-Fri 08:00-16:00 clinic:MPLS", "-y")
    clinic.done("site", "edit", "MPLS", "--hours", "Mon-Fri 08:00-16:00", "-y")
    found = clinic.done("plan", "2w", "--json").json["visits"]
    [visit] = [visit for visit in found if visit["patient"] == "0007"]
    assert visit["late"]
    assert "exchange-due" in visit["findings"]


def test_after_an_implant_the_next_command_names_the_mixture_the_patient_had(
    clinic: Clinic,
) -> None:
    said = clinic.done(*NEW, "2026-11-21").err
    assert 'Next: pumpsched refill 0007 --fill … --mixture "baclofen 500 mcg/mL"' in said
    clinic.done("patient", "add", "0090", "--name", "New", "-y")
    first = ("pump", "implant", "0090", "--model", "SM2-20", "--serial", "S90", "-y")
    assert (
        'Next: pumpsched refill 0090 --fill … --mixture "DRUG … mcg/mL"' in clinic.done(*first).err
    )


def test_another_mixture_in_a_new_pump_wants_to_be_typed_again(clinic: Clinic) -> None:
    """One digit too many would run from the first day on."""
    clinic.done(*NEW, "2026-11-21")
    other = (*FILL[:-2], "baclofen 2 mg/mL", "--on", "2026-11-21")
    refused = clinic.run(*other)
    assert (refused.code, "once more: baclofen 2 mg/mL." in refused.err) == (4, True)
    clinic.done(*other, "--confirm", "baclofen 2 mg/mL")


def test_a_first_fill_without_a_mixture_is_told_what_the_pump_before_held(clinic: Clinic) -> None:
    clinic.done(*NEW, "2026-11-21")
    refused = clinic.run("refill", "0007", "--fill", "40", "--on", "2026-11-21", "-y")
    assert (refused.code, '--mixture "baclofen 500 mcg/mL"' in refused.err) == (4, True)


def test_the_first_dose_of_a_new_pump_is_held_against_that_of_the_pump_before(
    clinic: Clinic,
) -> None:
    """Milligrams typed for micrograms, on a pump that has no dose to compare with yet."""
    clinic.done(*NEW, "2026-11-21")
    clinic.done(*FILL, "2026-11-21")
    first = ("dose", "0007", "1 mg/day", "--on", "2026-11-21", "-y")
    refused = clinic.run(*first)
    assert (refused.code, "--override" in refused.err) == (4, True)
    clinic.done(*first[:2], "200 mcg/day", *first[3:])


def test_another_drug_in_a_new_pump_is_held_against_no_dose(clinic: Clinic) -> None:
    clinic.done(*NEW, "2026-11-21")
    other = ("--mixture", "morphine 20 mg/mL", "--confirm", "morphine 20 mg/mL")
    clinic.done(*FILL[:-3], *other, "--on", "2026-11-21")
    said = clinic.done("dose", "0007", "4 mg/day", "--on", "2026-11-21", "-y", "--json")
    assert (said.json["mixture"], said.json["dose_mcg_per_day"]) == ("morphine 20 mg/mL", 4000)


def test_an_implant_that_a_decision_is_about_stays_and_the_record_is_corrected(
    clinic: Clinic, tmp_path: Path
) -> None:
    clinic.done("patient", "add", "0077", "--name", "Holm, Tove", "-y")
    pump = ("--model", "SM2-20", "--serial", "S77", "--on", "2026-11-20")
    clinic.done("pump", "implant", "0077", *pump, "-y")
    decisions = tmp_path / "decisions.csv"
    decisions.write_text(
        "patient,at,decision,subject,implanted_on,who\n"
        "0077,2026-11-21,distinct,0007,2026-11-20,Ada Quill\n"
    )
    clinic.done("import", str(decisions), "-y")
    said = clinic.run("pump", "undo", "0077", "--reason", "slip", "-y", "--json")
    assert (said.code, said.error["code"]) == (5, "pump-has-decisions")
    assert said.error["next"].startswith("pumpsched pump edit 0077 ")
