"""One command is one act: what a refill or a dose records together, and how it is taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.builders import dose, fill, readout
from tests.builders.values import Fact
from tests.cli.clinic import Clinic

ON = "2026-11-22T09:30"
REFILL = ("refill", "0007", "--fill", "20", "--residual", "15", "--on", ON)
TOLD = (*REFILL, "--dose", "130 mcg/day", "--alarm", "2027-01-28")
MORPHINE = ("--mixture", "morphine 10 mg/mL", "--confirm", "morphine 10 mg/mL")


def recorded(clinic: Clinic, code: str = "0007") -> list[Fact]:
    """The facts that the test recorded, in order."""
    return sorted((f for f in clinic.facts(code) if f.seq >= 14), key=lambda fact: fact.seq)


def picture(clinic: Clinic, code: str = "0007") -> tuple[Any, Any]:
    """All that is known of a patient but the history, and every visit."""
    card = clinic.done("show", code, "--json").json
    del card["history"]
    return card, clinic.done("visit", "list", "8w", "--json").json["items"]


def test_a_refill_records_the_dose_and_the_alarm_date_with_it_in_one_change(
    clinic: Clinic,
) -> None:
    before = clinic.changes()
    found = clinic.done(*TOLD, "-y", "--json").json
    filled = replace(fill(ON, of=None, residual="15"), seq=14)
    told = replace(dose(ON, "130 mcg/day"), seq=15)
    read = replace(readout(ON, "2027-01-28"), seq=16)
    assert recorded(clinic) == [filled, told, read]
    assert found["facts"] == [14, 15, 16]
    assert clinic.changes() == before + 1


def test_a_refill_says_what_was_told_and_read_with_it(clinic: Clinic) -> None:
    said = clinic.done(*TOLD, "-n").out.splitlines()
    assert "  Programme 120 mcg/day → 130 mcg/day." in said
    assert "  baclofen 500 mcg/mL, as last time: 120 mcg/day → 130 mcg/day" in said
    assert "  Programmer read (alarm Thu 28 Jan 2027) at Sun 22 Nov 2026 09:30." in said


def test_the_alarm_date_read_at_a_refill_governs_where_it_is_earlier(clinic: Clinic) -> None:
    found = clinic.done(*REFILL, "--alarm", "2027-01-10", "-y", "--json").json
    assert (found["limit"], found["refill_by"]) == ("programmer", "2027-01-03")
    assert found["programmer_alarm_on"] == "2027-01-10"


def test_a_refill_keeps_the_present_bolus_unless_another_is_told(clinic: Clinic) -> None:
    args = ("refill", "0003", "--fill", "20", "--on", "today", "-y", "--dose", "4.2 mg/day")
    clinic.done(*args)
    [_, told] = recorded(clinic, "0003")
    assert told == replace(dose("2026-11-22", "4.2 mg/day", "0.25 mg x 4/day"), seq=15)


def test_everything_unusual_of_an_act_is_asked_for_at_once(clinic: Clinic) -> None:
    args = ("refill", "0007", "--fill", "20", "--mixture", "baclofen 600 mcg/mL", "-y", "--json")
    said = clinic.run(*args, "--dose", "200 mcg/day")
    assert (said.code, said.error["code"]) == (4, "confirm-needed")
    assert said.error["values"] == ["baclofen 600 mcg/mL", "200 mcg/day"]
    confirm = [word for value in said.error["values"] for word in ("--confirm", value)]
    clinic.done(*args, "--dose", "200 mcg/day", *confirm)
    [filled, told] = recorded(clinic)
    assert (filled, told) == (
        replace(fill(str(filled.at), of="baclofen 600 mcg/mL"), seq=14),
        replace(dose(str(filled.at), "200 mcg/day"), seq=15),
    )


def test_a_reason_given_for_an_act_is_noted_on_its_fill(clinic: Clinic) -> None:
    clinic.done(
        *REFILL, "--dose", "1 mg/day", "--override", "new pump", "--confirm", "1 mg/day", "-y"
    )
    assert [fact.note for fact in recorded(clinic)] == ["override: new pump", ""]


def test_another_drug_with_its_dose_is_recorded_without_an_override(clinic: Clinic) -> None:
    args = (*REFILL, *MORPHINE, "-y")
    assert clinic.run(*args, "--json").error["code"] == "dose-needed"
    clinic.done(*args, "--dose", "1 mg/day", "--bolus", "none")
    card = clinic.done("show", "0007", "--json").json
    assert (card["mixture"], card["dose_mcg_per_day"]) == ("morphine 10 mg/mL", 1000)


@pytest.mark.parametrize("told", [("--dose", "up 10%"), ("--bolus", "50 mcg x 2/day")], ids=str)
def test_what_builds_on_the_present_dose_is_no_dose_of_another_drug(
    clinic: Clinic, told: tuple[str, ...]
) -> None:
    said = clinic.run(*REFILL, *MORPHINE, *told, "-y", "--json")
    assert (said.code, said.error["code"]) == (4, "dose-needed")


def test_a_refill_takes_a_dose_as_a_flow(clinic: Clinic) -> None:
    clinic.done(*REFILL, "--dose", "0.25 mL/day", "-y")
    assert clinic.done("show", "0007", "--json").json["flow_ml_per_day"] == 0.25


def test_a_dose_per_hour_is_said_per_day_before_it_is_confirmed(clinic: Clinic) -> None:
    said = clinic.run(*REFILL, "--dose", "8 mcg/h", "-y")
    assert "8 mcg/h = 192 mcg/day" in said.err
    assert (
        "  8 mcg/h = 192 mcg/day"
        in clinic.done(
            *REFILL, "--dose", "8 mcg/h", "-y", "--confirm", "192 mcg/day"
        ).out.splitlines()
    )


def test_a_refill_with_a_dose_and_flex_steps_is_refused(clinic: Clinic) -> None:
    said = clinic.run(*REFILL, "--dose", "120 mcg/day", "--flex", "00:00 5 mcg/h", "-y")
    assert said.code == 2


def test_a_dose_records_the_alarm_date_with_it(clinic: Clinic) -> None:
    args = ("dose", "0007", "130 mcg/day", "--alarm", "2027-01-05", "--on", ON)
    found = clinic.done(*args, "-y", "--json").json
    told, read = dose(ON, "130 mcg/day"), readout(ON, "2027-01-05")
    assert recorded(clinic) == [replace(told, seq=14), replace(read, seq=15)]
    assert (found["facts"], found["refill_by"]) == ([14, 15], "2026-12-29")


def test_an_alarm_date_without_a_dose_is_a_read_out(clinic: Clinic) -> None:
    said = clinic.run("dose", "0007", "--alarm", "2027-01-05", "-y")
    assert said.code == 2
    assert "An alarm date without a new dose is recorded by `readout`." in said.err
    assert "Try: pumpsched readout 0007 --alarm 2027-01-05" in said.err


@pytest.mark.parametrize("named", [14, 15, 16])
def test_an_undo_of_any_fact_voids_its_whole_act(clinic: Clinic, named: int) -> None:
    before = picture(clinic)
    clinic.done(*TOLD, "-y")
    assert picture(clinic) != before
    changes = clinic.changes()
    found = clinic.done("undo", str(named), "--reason", "wrong patient", "-y", "--json").json
    assert (found["voided"], found["voided_facts"]) == (named, [14, 15, 16])
    assert picture(clinic) == before
    assert clinic.changes() == changes + 1


def test_an_undo_shows_each_fact_it_voids(clinic: Clinic) -> None:
    clinic.done(*TOLD, "-y")
    said = clinic.done("undo", "15", "--reason", "slip", "-y")
    voided = [line for line in said.out.splitlines() if line.startswith("  Void ")]
    assert voided == [
        "  Void 14: filled of Sun 22 Nov 2026 09:30. slip",
        "  Void 15: programmed of Sun 22 Nov 2026 09:30. slip",
        "  Void 16: read out of Sun 22 Nov 2026 09:30. slip",
    ]
    assert said.err == "Saved as 17, 18, 19, of 0007. To have it again, record it again.\n"


def test_an_undo_of_one_fact_only_leaves_the_rest_of_its_act(clinic: Clinic) -> None:
    clinic.done(*TOLD, "-y")
    found = clinic.done("undo", "15", "--only", "--reason", "slip", "-y", "--json").json
    assert found["voided_facts"] == [15]
    assert (found["filled_on"], found["dose_mcg_per_day"]) == ("2026-11-22", 120)
    rest = clinic.done("undo", "14", "--reason", "slip", "-y", "--json").json
    assert rest["voided_facts"] == [14, 16]


def test_the_undo_of_an_act_opens_the_visit_it_closed(clinic: Clinic) -> None:
    clinic.done(
        "visit",
        "move",
        "V1",
        "--at",
        "2026-11-22T09:00",
        "--override",
        "the clinic opens for her",
        "-y",
    )
    before = picture(clinic, "0003")
    clinic.done("refill", "0003", "--fill", "20", "--dose", "4.2 mg/day", "-y")
    said = clinic.done("undo", "15", "--reason", "slip", "-y")
    assert "  Visit V1 of Sun 22 Nov 2026 09:00 is booked again." in said.out.splitlines()
    assert picture(clinic, "0003") == before


def test_the_undo_of_a_dose_cancels_the_follow_up_booked_with_it(clinic: Clinic) -> None:
    before = picture(clinic)[0]
    clinic.done("dose", "0007", "130 mcg/day", "--followup", "2w", "-y")
    said = clinic.done("undo", "--reason", "slip", "-y")
    assert "  Visit V2 of Fri 4 Dec 2026 09:00 is cancelled." in said.out.splitlines()
    assert picture(clinic)[0] == before


def test_the_undo_of_one_fact_only_keeps_the_follow_up(clinic: Clinic) -> None:
    clinic.done("dose", "0007", "130 mcg/day", "--followup", "2w", "-y")
    found = clinic.done("undo", "--only", "--reason", "slip", "-y", "--json").json
    visits = clinic.done("visit", "list", "4w", "--open", "--json").json["items"]
    assert (found["cancelled"], [visit["id"] for visit in visits]) == ([], ["V1", "V2"])


def test_without_a_number_an_undo_takes_the_whole_last_act(clinic: Clinic) -> None:
    clinic.done(*TOLD, "-y")
    found = clinic.done("undo", "--reason", "slip", "-y", "--json").json
    assert (found["voided"], found["voided_facts"]) == (16, [14, 15, 16])


def test_a_fact_that_came_in_by_an_import_is_undone_alone(clinic: Clinic, tmp_path: Path) -> None:
    clinic.done("export", "folder", str(tmp_path / "out"))
    other = ("--db", str(tmp_path / "other.sqlite"))
    clinic.done("import", str(tmp_path / "out"), "--yes", *other)
    found = clinic.done("undo", "4", "--reason", "slip", "-y", "--json", *other).json
    assert found["voided_facts"] == [4]


def test_facts_that_moved_to_another_pump_are_undone_one_by_one(clinic: Clinic) -> None:
    clinic.done(*REFILL, "-y")
    clinic.done("dose", "0007", "130 mcg/day", "--on", ON, "-y")
    pump = ("--model", "SM2-20", "--serial", "NEW", "--on", "2026-11-21")
    clinic.done("pump", "implant", "0007", *pump, "-y")
    last = recorded(clinic)[-1]
    found = clinic.done("undo", str(last.seq), "--reason", "slip", "-y", "--json").json
    assert found["voided_facts"] == [last.seq]


EXCHANGE = (
    *("pump", "implant", "0007", "--model", "SM2-40", "--serial", "NEW"),
    *("--on", "2026-11-20T09:00", "-y"),
)


def filled_on_the_day(at: str) -> tuple[str, ...]:
    """A fill of the day of the exchange, as its new pump's."""
    mixed = ("--mixture", "baclofen 500 mcg/mL", "--again", "exchange", "-y")
    return ("refill", "0007", "--fill", "20", "--on", f"2026-11-20T{at}", *mixed)


def test_an_act_that_moved_a_fact_to_the_other_pump_is_undone_without_it(clinic: Clinic) -> None:
    clinic.done(*EXCHANGE)
    clinic.done(*filled_on_the_day("07:00"))
    before = picture(clinic)
    done = clinic.done(*filled_on_the_day("09:30"), "--dose", "120 mcg/day", "--json").json
    found = clinic.done("undo", "--reason", "slip", "-y", "--json").json
    assert found["voided_facts"] == done["facts"]
    assert picture(clinic) == before


def test_what_was_told_before_the_new_pump_was_in_place_is_not_told_with_its_fill(
    clinic: Clinic,
) -> None:
    clinic.done(*EXCHANGE)
    said = clinic.run(*filled_on_the_day("08:45"), "--dose", "120 mcg/day", "--json")
    assert (said.code, said.error["code"]) == (5, "other-pump")
    clinic.done(*filled_on_the_day("08:45"))
