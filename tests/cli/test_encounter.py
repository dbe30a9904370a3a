"""``refill`` on a terminal: the encounter step by step, and the same facts as with options."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders.command import App, encoding
from tests.builders.values import Fact, Filled, Volume
from tests.cli.clinic import Clinic, Said
from tests.effort import tries

pytestmark = pytest.mark.one_backend

STEPS = {
    "before": "Programmer's alarm [",
    "volume": "Programmer's volume",
    "used": "Boluses used",
    "drug": "Drug in hand",
    "residual": "Residual",
    "fill": "Fill",
    "dose": "Programme after",
    "alarm": "Programmer's alarm now",
}
"""The steps after the patient, by the beginning of their questions."""
OPTIONS = {
    "used": "--boluses",
    "drug": "--mixture",
    "residual": "--residual",
    "fill": "--fill",
    "dose": "--dose",
    "alarm": "--alarm",
}
READ = {"before": "--alarm", "volume": "--reservoir"}
TO_DOSE = "\n\n\n\n\n20\n"
"""What is typed up to the dose: a fill of 20 mL, all else left out."""
WHOLE = {
    "before": "16 jan",
    "volume": "15",
    "drug": "baclofen 0.5 mg/mL",
    "residual": "15.1",
    "fill": "19.5",
    "dose": "up 10%",
    "alarm": "2027-01-25",
}


@pytest.fixture
def seated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody sits before the terminal."""
    monkeypatch.setattr(encoding, "is_log", lambda _stream: False)
    monkeypatch.setattr(App, "asks", property(lambda self: True))
    monkeypatch.setattr(App, "leads", property(lambda self: not self.given.json))


def led(
    clinic: Clinic,
    answers: Mapping[str, str],
    *more: str,
    patient: str = "0007",
    who: str = "",
    end: Sequence[str] = ("", ""),
    left_out: Sequence[str] = ("used",),
) -> Said:
    """A refill led through with these answers; what is not asked is left out."""
    steps = [answers.get(step, "") for step in STEPS if step not in left_out]
    typed = "\n".join([who, *steps, *end, ""])
    return clinic.run("refill", patient, *more, typed=typed)


def typed_in(*lines: str) -> str:
    """What is typed, a line each."""
    return "".join(f"{line}\n" for line in lines)


def recorded(clinic: Clinic, code: str) -> list[Fact]:
    """What is recorded of a patient, but for the numbers."""
    return [replace(fact, seq=0) for fact in clinic.facts(code)]


def with_options(clinic: Clinic, answers: Mapping[str, str], *more: str, patient: str) -> None:
    """Records the same with commands and their options, as a nurse without a terminal would."""
    read = [
        word for step, name in READ.items() if answers.get(step) for word in (name, answers[step])
    ]
    if read:
        clinic.done("readout", patient, *read, "--on", "2026-11-22T09:59", "-y")
    said = [
        word
        for step, name in OPTIONS.items()
        if answers.get(step)
        for word in (name, answers[step])
    ]
    clinic.done("refill", patient, *said, *more, "-y")


def copied(clinic: Clinic, name: str) -> Clinic:
    """Another clinic like this one."""
    return Clinic(Path(shutil.copy(clinic.path, clinic.path.with_name(f"{name}.sqlite"))))


def prompts(said: Said) -> Iterator[str]:
    """The steps whose questions were put, in order."""
    places = {said.err.find(text): step for step, text in STEPS.items() if text in said.err}
    return (places[place] for place in sorted(places))


@pytest.mark.usefixtures("seated")
class TestLed:
    """A refill led through on a terminal."""

    def test_the_steps_come_in_the_order_of_the_encounter(self, clinic: Clinic) -> None:
        said = led(clinic, {"fill": "20"}, patient="0003", left_out=())
        assert said.code == 0
        assert list(prompts(said)) == list(STEPS)

    def test_who_it_is_stands_before_the_first_question(self, clinic: Clinic) -> None:
        said = led(clinic, {"fill": "20"})
        known, _asked, _ = said.err.partition(
            "Refill of Sun 22 Nov 2026 10:00. Is this the patient? [Y/n] "
        )
        assert known.splitlines() == [
            "Rivera, Ana · born 1961-04-02 · 0007 · SynchroMed II 20 mL S0007",
            "  filled with 20 mL on Mon 2 Nov 2026; 15.1 mL expected, ±2.2 mL",
            "  baclofen 500 mcg/mL: 120 mcg/day",
        ]

    def test_every_answer_is_compared_at_once(self, clinic: Clinic) -> None:
        said = led(clinic, WHOLE)
        assert said.code == 0
        for remark in (
            "  Sat 16 Jan 2027, as computed.",
            "  15.1 expected (-0.1, within",
            "  As last time.",
            "  15.1 expected (+0.0, within",
            "  120 mcg/day → 132 mcg/day.",
            "  Mon 25 Jan 2027, 2 days before the computed Wed 27 Jan 2027.",
        ):
            assert remark in said.err

    def test_a_residual_that_is_doubted_is_to_be_read_again_before_the_fill(
        self, clinic: Clinic
    ) -> None:
        said = led(clinic, {"residual": "5", "fill": "20"})
        again, fill = said.err.find("Read it again."), said.err.find("Fill [mL]")
        assert 0 < said.err.find("15.1 expected (-10.1, BEYOND") < again < fill
        assert "Its history leads to expect" not in said.err  # the same 15.1 mL

    @pytest.mark.parametrize("skipped", [step for step in WHOLE if step != "fill"])
    def test_a_step_left_out_is_an_option_left_out(self, clinic: Clinic, skipped: str) -> None:
        other = copied(clinic, "other")
        answers = {step: text for step, text in WHOLE.items() if step != skipped}
        assert led(clinic, answers).code == 0
        with_options(other, answers, patient="0007")
        assert recorded(clinic, "0007") == recorded(other, "0007")

    def test_the_programmer_was_read_a_minute_before_the_fill(self, clinic: Clinic) -> None:
        assert led(clinic, WHOLE).code == 0
        assert [str(fact.at) for fact in clinic.facts("0007")][2:] == [
            "2026-11-22T09:59",
            *["2026-11-22T10:00"] * 3,
        ]

    def test_an_unreadable_answer_is_said_in_one_line_and_asked_again(self, clinic: Clinic) -> None:
        typed = "\n\n\n\n15,1\n15.1\n20\n\n\n\n\n"
        said = clinic.run("refill", "0007", typed=typed)
        assert said.code == 0
        assert said.err.count("Residual [mL, Enter: not measured]: ") == 2
        assert '  Residual "15,1": ' in said.err

    def test_the_third_unreadable_answer_is_refused(self, clinic: Clinic) -> None:
        said = clinic.run("refill", "0007", typed="\n\n\n\na\nb\nc\n")
        assert (said.code, clinic.changes()) == (2, 1)
        assert 'Residual "c"' in said.err

    def test_what_would_be_refused_is_said_while_it_can_be_mended(self, clinic: Clinic) -> None:
        typed = "\n\n\n\n\n25\n20\n1200 mcg/day\n\n\n\n\n\n"
        said = clinic.run("refill", "0007", typed=typed)
        assert said.code == 0
        assert "  --fill 25 mL is more than this pump" in said.err
        assert "  Refused: 1.2 mg/day is 10 times the present 120 mcg/day." in said.err
        assert "dose" not in [fact.note for fact in clinic.facts("0007")]

    def test_what_is_taken_for_a_slip_stands_with_a_reason(self, clinic: Clinic) -> None:
        dose = ("1200 mcg/day", "as ordered", "1200 mcg/day")
        said = clinic.run("refill", "0007", typed=TO_DOSE + typed_in(*dose, "", "", ""))
        assert said.code == 0, said.err
        assert clinic.done("show", "0007", "--json").json["dose_mcg_per_day"] == 1200
        assert "override: as ordered" in [fact.note for fact in clinic.facts("0007")]

    def test_a_reason_for_one_slip_lets_no_other_pass(self, clinic: Clinic) -> None:
        weak = ("baclofen 80 mcg/mL", "as ordered", "baclofen 80 mcg/mL")
        typed = typed_in("", "", "", *weak, "", "20", "900 mcg/day", "ordered, too")
        said = clinic.run("refill", "0007", typed=typed + typed_in("900 mcg/day", "", "", ""))
        assert said.code == 0, said.err
        assert said.err.count("Refused: ") == said.err.count("Reason, if it is right") == 2
        assert "override: as ordered; ordered, too" in [f.note for f in clinic.facts("0007")]

    def test_an_unusual_dose_is_asked_for_again_at_once(self, clinic: Clinic) -> None:
        typed = typed_in("160 mcg/day", "0.16 mg/d", "", "", "")
        said = clinic.run("refill", "0007", typed=TO_DOSE + typed)
        assert said.code == 0
        assert "  It is 33.4 % more than the present 120 mcg/day. Again" in said.err
        assert said.err.index("Again") < said.err.index(STEPS["alarm"])

    def test_what_is_typed_again_otherwise_is_asked_again_and_costs_no_answer(
        self, clinic: Clinic
    ) -> None:
        typed = typed_in("160 mcg/day", "120 mcg/day", "x", "160 mcg/day", "", "", "")
        said = clinic.run("refill", "0007", typed=TO_DOSE + typed)
        assert said.code == 0
        assert "  Not the same; 2 more times. Again [Enter: change]: " in said.err
        assert "  Not the same; 1 more time. Again [Enter: change]: " in said.err
        assert clinic.done("show", "0007", "--json").json["dose_mcg_per_day"] == 160

    @pytest.mark.parametrize("again", [("",), ("1", "2", "3")])
    def test_a_doubted_answer_is_asked_for_anew(
        self, clinic: Clinic, again: tuple[str, ...]
    ) -> None:
        typed = typed_in("160 mcg/day", *again, "130 mcg/day", "", "", "")
        said = clinic.run("refill", "0007", typed=TO_DOSE + typed)
        assert said.code == 0
        assert said.err.count(STEPS["dose"]) == 2
        assert clinic.done("show", "0007", "--json").json["dose_mcg_per_day"] == 130

    def test_another_drug_doubted_once_its_dose_is_told_is_asked_for_anew(
        self, clinic: Clinic
    ) -> None:
        wrong = typed_in("", "", "", "morphine 10 mg/mL", "15", "20", "1 mg/day", "")
        typed = wrong + typed_in("", "130 mcg/day", "", "", "")
        said = clinic.run("refill", "0007", typed=typed)
        assert said.code == 0, said.err
        told = next(f for f in reversed(clinic.facts("0007")) if isinstance(f, Filled))
        assert (told.mixture, told.residual) == (None, Volume(15_000))

    @pytest.mark.parametrize("step", range(11))
    def test_an_interrupt_at_any_step_leaves_nothing(
        self, clinic: Clinic, step: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        left = iter(["", "16 jan", "15", "", "15", "20", "160 mcg/day", "160 mcg/day", "", ""])
        asked: list[str] = []

        def prompt(_app: App, question: str) -> str:
            asked.append(question)
            if len(asked) > step:
                raise KeyboardInterrupt
            return next(left)

        monkeypatch.setattr(App, "prompt", prompt)
        said = clinic.run("refill", "0007")
        saved = "Next visit" in asked[-1]
        assert saved == (step == 10)
        assert (said.code, clinic.changes()) == ((0, 2) if saved else (130, 1))

    def test_the_next_visit_is_named_once(self, clinic: Clinic) -> None:
        assert led(clinic, {"fill": "20"}).err.count("visit add") == 1

    def test_another_drug_is_no_refill_without_its_dose(self, clinic: Clinic) -> None:
        answers = {"drug": "morphine 10 mg/mL", "fill": "20"}
        said = led(clinic, answers, end=("", "", ""))
        assert said.code == 4
        assert (
            "  Unlike the last fill, baclofen 500 mcg/mL. Its dose is asked for below." in said.err
        )

    def test_a_fill_left_out_is_asked_for_twice_more_and_then_nothing_is_recorded(
        self, clinic: Clinic
    ) -> None:
        said = led(clinic, {"before": "16 jan", "residual": "15"})
        assert (said.code, clinic.changes()) == (4, 1)
        assert said.err.count("Fill [mL]: ") == 3
        assert "pumpsched attempt PATIENT" in said.err

    def test_the_wrong_patient_ends_it(self, clinic: Clinic) -> None:
        said = led(clinic, {"fill": "20"}, who="n")
        assert (said.code, clinic.changes()) == (4, 1)
        assert list(prompts(said)) == []

    def test_those_easily_taken_for_the_patient_are_named_first(self, clinic: Clinic) -> None:
        clinic.done("patient", "edit", "0020", "--birth-date", "1961-04-20", "-y")
        said = led(clinic, {"fill": "20"})
        warned, _asked, _ = said.err.partition("Is this the patient?")
        assert "! Not to be confused with 0020 Rivero, Ana, born 1961-04-20" in warned
        assert said.err.count("Not to be confused") == 1

    def test_an_option_given_is_not_asked_for(self, clinic: Clinic) -> None:
        more = ("--residual", "15", "--flex", "00:00 5 mcg/h")
        said = led(clinic, {"fill": "20"}, *more, left_out=("used", "residual", "dose"))
        assert said.code == 0
        assert not {"residual", "dose"} & set(prompts(said))

    def test_with_the_day_alone_nothing_is_read_before_the_fill(self, clinic: Clinic) -> None:
        said = led(
            clinic, {"fill": "20"}, "--on", "2026-11-22", left_out=("before", "volume", "used")
        )
        assert said.code == 0
        assert list(prompts(said)) == ["drug", "residual", "fill", "dose", "alarm"]

    def test_a_pump_of_constant_flow_has_no_programmer(self, clinic: Clinic) -> None:
        said = led(
            clinic,
            {"fill": "30"},
            patient="0030",
            left_out=("before", "volume", "used", "dose", "alarm"),
        )
        assert said.code == 0
        assert list(prompts(said)) == ["drug", "residual", "fill"]

    def test_the_first_fill_of_a_pump_needs_its_drug(self, clinic: Clinic) -> None:
        typed = "\n\n\n\nbaclofen 500 mcg/mL\n\n20\n120 mcg/day\n\n\n\n\n"
        said = clinic.run("refill", "0020", typed=typed)
        assert said.code == 0, said.err
        assert len(clinic.facts("0020")) == 2

    @pytest.mark.parametrize(("patient", "code"), [("0021", 3), ("0041", 5)])
    def test_what_is_refused_whatever_is_answered_asks_nothing(
        self, clinic: Clinic, patient: str, code: int
    ) -> None:
        said = led(clinic, {"fill": "20"}, patient=patient)
        assert said.code == code
        assert "Is this the patient?" not in said.err

    def test_a_fill_so_soon_after_another_asks_nothing(self, clinic: Clinic) -> None:
        clinic.done("refill", "0007", "--fill", "20", "-y", "--on", "2026-11-22T08:00")
        said = led(clinic, {"fill": "20"})
        assert said.code == 5
        assert "Is this the patient?" not in said.err

    def test_a_dry_run_leads_and_saves_nothing(self, clinic: Clinic) -> None:
        said = led(clinic, WHOLE, "-n")
        assert (said.code, clinic.changes()) == (0, 1)
        assert "Nothing saved (dry run)." in said.err
        assert "Next visit" not in said.err

    def test_the_same_request_with_other_answers_is_a_conflict(self, clinic: Clinic) -> None:
        assert led(clinic, {"fill": "20"}, "--request-id", "r", "--again", "x").code == 0
        assert led(clinic, {"fill": "19"}, "--request-id", "r", "--again", "x").code == 5
        said = led(clinic, {"fill": "20"}, "--request-id", "r", "--again", "x")
        assert (said.code, clinic.changes()) == (0, 2)
        assert "already recorded" in said.err

    def test_a_document_is_asked_for_by_a_program(self, clinic: Clinic) -> None:
        assert clinic.run("refill", "0007", "--json", "-y").error["code"] == "fill-needed"


LABELS = ("Lot of the drug", "Its expiry", "Its beyond-use date", "Lot of the kit", "Thrown away")
"""What is asked of the supply where it is noted."""


@pytest.mark.usefixtures("seated")
class TestSupply:
    """What came back after the fill, and what labels say."""

    def test_what_does_not_come_back_is_said_before_the_programme(self, clinic: Clinic) -> None:
        clinic.done("config", "set", "ask_at_refill", "on", "-y")
        said = clinic.run("refill", "0007", typed=typed_in(*[""] * 9, "20", "18.5", *[""] * 5))
        remark = "1.5 mL did not: it may be in the pocket. Keep and watch the patient."
        assert said.code == 0
        assert 0 < said.err.index(remark) < said.err.index(STEPS["dose"])

    def test_more_than_was_filled_is_asked_again_or_stands_with_a_reason(
        self, clinic: Clinic
    ) -> None:
        more = ("--check-volume", "19.8", "--on", "2026-11-18", "-y")
        clinic.done("refill", "0007", "-f", "20", *more)
        typed = typed_in(*[""] * 5, "19", "21", "19.5", "", "19.5", "left in", *[""] * 4)
        said = clinic.run("refill", "0007", typed=typed)
        assert said.code == 0, said.err
        assert "  --check-volume 21 mL is more than this pump" in said.err
        assert said.err.count("Refused: 19.5 mL is said to have come back of 19 mL.") == 2
        assert "override: left in" in [fact.note for fact in clinic.facts("0007")]

    def test_nobody_is_asked_for_labels_or_a_check_where_none_were_noted(
        self, clinic: Clinic
    ) -> None:
        said = led(clinic, {"fill": "20", "residual": "15"})
        assert not [each for each in (*LABELS, "Came back", "Who saw it") if each in said.err]

    @pytest.mark.parametrize("noted", ["setting", "last fill"])
    def test_labels_are_asked_for_where_the_practice_notes_them(
        self, clinic: Clinic, noted: str
    ) -> None:
        if noted == "setting":
            clinic.done("config", "set", "ask_at_refill", "on", "-y")
        else:
            noted_then = ("--lot", "A1", "--check-volume", "20", "--on", "2026-11-18")
            clinic.done("refill", "0007", "-f", "20", *noted_then, "-y")
        typed = ("", "", "", "", "B7", "2027-03", "12 dec", "K2", "15", "20", "", "0.5")
        said = clinic.run("refill", "0007", typed=typed_in(*typed, "Lee", *[""] * 4))
        assert said.code == 0, said.err
        assert "  Wed 31 Mar 2027." in said.err
        told = next(f for f in reversed(clinic.facts("0007")) if isinstance(f, Filled))
        assert str(told.supply) == (
            "lot B7, expires 2027-03-31, beyond use after 2026-12-12, kit K2, 0.5 mL thrown away, "
            "seen by Lee"
        )

    def test_a_date_that_has_passed_is_asked_again_or_stands_with_a_reason(
        self, clinic: Clinic
    ) -> None:
        clinic.done("config", "set", "ask_at_refill", "on", "-y")
        typed = ("", "", "", "", "", "2026-10", "none other here", "", "", "", "20", "", "")
        said = clinic.run("refill", "0007", typed=typed_in(*typed, *[""] * 4))
        assert said.code == 0, said.err
        assert "Refused: the expiry 2026-10-31 had passed on 2026-11-22." in said.err
        assert "override: none other here" in [fact.note for fact in clinic.facts("0007")]

    def test_schedule_two_thrown_away_unseen_needs_a_reason(self, clinic: Clinic) -> None:
        clinic.done("config", "set", "ask_at_refill", "on", "-y")
        given = ("refill", "0003", "-r", "8", "--boluses", "10")
        typed = (*[""] * 8, "20", "", "1", "", "alone", *[""] * 4)
        said = clinic.run(*given, typed=typed_in(*typed))
        assert said.code == 0, said.err
        assert "override: alone" in [fact.note for fact in clinic.facts("0003")]

    def test_a_residual_that_has_to_be_seen_thrown_away_asks_by_whom(self, clinic: Clinic) -> None:
        clinic.done("config", "set", "waste_witness", "on", "-y")
        answers = {"fill": "20", "residual": "8"}
        asked = {
            patient: "Who saw it" in led(clinic, answers, patient=patient, left_out=()).err
            for patient in ("0003", "0007")
        }
        assert asked == {"0003": True, "0007": False}


@pytest.mark.usefixtures("seated")
class TestNextVisit:
    """What is asked once the refill is saved."""

    def test_the_next_visit_is_booked_as_a_record_of_its_own(self, clinic: Clinic) -> None:
        said = led(clinic, {"fill": "20"}, end=("", "2027-01-20 09:00", ""))
        assert said.code == 0
        assert "Next visit, by Fri 29 Jan 2027: day and time [Enter: later]: " in said.err
        assert clinic.done("show", "0007", "--json").json["visit"]["at"] == "2027-01-20T09:00"
        with clinic.opened() as books:
            actions = [entry.action for entry in books.audit_entries()]
        assert actions[-2:] == ["refill", "visit add"]

    def test_left_out_it_is_named_with_its_command(self, clinic: Clinic) -> None:
        said = led(clinic, {"fill": "20"})
        assert said.err.splitlines()[-1].endswith("pumpsched visit add 0007 --at …")
        assert clinic.done("show", "0007", "--json").json["visit"] is None

    def test_one_that_cannot_be_booked_is_asked_for_again(self, clinic: Clinic) -> None:
        said = led(clinic, {"fill": "20"}, end=("", "fri", "yesterday 09:00", "soon"))
        assert (said.code, clinic.changes()) == (0, 2)
        assert '  next visit "fri": needs a clock time too' in said.err

    def test_an_end_there_leaves_the_refill_saved(self, clinic: Clinic) -> None:
        said = led(clinic, {"fill": "20"}, end=("",))
        assert (said.code, clinic.changes()) == (0, 2)
        assert "Nothing was saved" not in said.err

    def test_a_visit_that_is_booked_is_not_asked_for(self, clinic: Clinic) -> None:
        clinic.done("visit", "add", "0007", "--at", "2027-01-05T09:00", "-y")
        assert "Next visit, by" not in led(clinic, {"fill": "20"}).err


DAYS = st.sampled_from(["", "16 jan", "2027-03-01", "+40"])
ENCOUNTERS = st.fixed_dictionaries(
    {
        "before": DAYS,
        "volume": st.sampled_from(["", "0", "9.25", "20 mL"]),
        "used": st.sampled_from(["", "0", "40"]),
        "drug": st.sampled_from(["", "morphine 20 mg/mL + bupivacaine 10 mg/mL"]),
        "residual": st.sampled_from(["", "0", "7.5", "20"]),
        "fill": st.sampled_from(["20", "0.5", "12.345 mL"]),
        "dose": st.sampled_from(["", "up 10%", "down 10%", "0.175 mg/h", "0.22 mL/day"]),
        "alarm": DAYS,
    }
)


@pytest.mark.campaign
@pytest.mark.usefixtures("seated")
@settings(max_examples=tries(short=4, full=12))
@given(answers=ENCOUNTERS)
def test_what_is_answered_is_recorded_as_with_options(
    clinic: Clinic, answers: dict[str, str]
) -> None:
    one, other = copied(clinic, "one"), copied(clinic, "other")
    assert led(one, answers, patient="0003", left_out=()).code == 0
    with_options(other, answers, patient="0003")
    assert recorded(one, "0003") == recorded(other, "0003")
