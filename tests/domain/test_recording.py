"""The one door for facts: every rule once, and which of two broken rules is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pumpsched.domain.contents import untimed_emptying
from pumpsched.domain.gates import typed_again
from pumpsched.domain.recording import admit, decide_act
from pumpsched.domain.standing import TWICE_WITHIN
from tests.builders import (
    bolus,
    day,
    dose,
    empty,
    even,
    fill,
    ledger,
    pump,
    readout,
    start,
    stop,
    when,
)
from tests.builders.values import (
    Archived,
    Aspirated,
    Attempted,
    BolusGiven,
    ConfirmationNeeded,
    Conflict,
    Consent,
    Emptied,
    Fact,
    Filled,
    NotFound,
    Programmed,
    ReadOut,
    Standing,
    Started,
    Stopped,
    Unreadable,
    Unsafe,
    Unusual,
    Voided,
    decide,
    without_marks,
)
from tests.domain.standings import refused, standing

CODMAN = pump("CODMAN3000-30", fixed_flow_ul=300)
RUNNING = (fill(), dose())
KINDS = (
    *(Filled, Programmed, BolusGiven, Aspirated, Emptied, ReadOut),
    *(Stopped, Started, Attempted, Archived, Voided),
)


def code_of(before: Standing, fact: Fact, consent: Consent | None = None) -> str | None:
    """Code of what is said to a fact, None if it is accepted."""
    refusal = refused(before, fact, consent)
    return refusal.code if refusal else None


@pytest.mark.parametrize("at", ["2026-11-24", "2026-11-24T00:00"])
def test_a_fact_after_today_is_refused_a_programme_is_not(at: str) -> None:
    refusal = refused(standing(*RUNNING), stop(at))
    assert isinstance(refusal, Unsafe)
    assert (refusal.code, refusal.exit_code) == ("future-fact", 4)
    assert refused(standing(*RUNNING), dose(at)) is None


def test_a_fact_of_today_passes_whatever_its_clock_time() -> None:
    assert refused(standing(*RUNNING), stop("2026-11-23T23:59")) is None


def test_a_fact_before_the_implant_is_refused_one_of_its_day_is_not() -> None:
    late = standing(of=pump(implanted_on="2026-11-20"))
    assert refused(late, stop("2026-11-20")) is None
    refusal = refused(late, dose("2026-11-19T23:59"))
    assert refusal is not None
    assert refusal.code == "before-implant"
    assert "before the pump was implanted" in refusal.what


def test_a_fact_from_the_day_its_pump_was_taken_out_has_no_pump() -> None:
    out = standing(*RUNNING, of=pump(explanted_on="2026-11-20"))
    assert refused(out, stop("2026-11-19T23:59")) is None
    refusal = refused(out, stop("2026-11-20"))
    assert isinstance(refusal, NotFound)
    assert (refusal.code, refusal.why) == ("no-pump", "The SM2-20 A1 was taken out on 2026-11-20.")


def test_what_was_done_before_an_explant_of_that_day_is_recorded_once_it_is_taken_back() -> None:
    out = standing(*RUNNING, of=pump(explanted_on="2026-11-20"))
    same, later = (refused(out, stop(f"2026-11-{number}")) for number in (20, 21))
    assert same is not None
    assert later is not None
    assert same.next_step == f"{later.next_step}, or first pumpsched pump undo 0007 --reason … " + (
        "(for what was done before it came out)"
    )


def test_a_fact_of_a_patient_without_a_pump_has_no_pump() -> None:
    refusal = refused(standing(of=None), stop("2026-11-20"))
    assert isinstance(refusal, NotFound)
    assert (refusal.code, refusal.facts) == ("no-pump", {"patient": "0007"})


def test_a_fact_dated_after_its_patient_left_the_list_is_refused() -> None:
    left = standing(*RUNNING, archived_on=day("2026-11-20"))
    assert refused(left, stop("2026-11-20")) is None
    refusal = refused(left, stop("2026-11-21"))
    assert isinstance(refusal, Conflict)
    assert (refusal.code, without_marks(refusal.what)) == (
        "archived",
        "0007 Rivera, Ana left the list on 2026-11-20.",
    )
    assert refusal.next_step == "pumpsched show 0007"


def test_a_bolus_again_is_a_slip_within_ten_minutes_and_a_per_cent_within_an_hour() -> None:
    assert TWICE_WITHIN[BolusGiven] == timedelta(minutes=10)
    assert TWICE_WITHIN[Programmed] == timedelta(hours=1)


def test_a_patient_leaves_the_list_once() -> None:
    left = standing(archived_on=day("2026-11-20"))
    assert code_of(left, Archived(at=when("2026-11-22"))) == "already-archived"


def test_nobody_leaves_the_list_tomorrow() -> None:
    refusal = refused(standing(), Archived(at=when("2026-11-24")))
    assert refusal is not None
    assert (refusal.code, refusal.next_step) == (
        "future-fact",
        "the same command with --on …",
    )
    assert refused(standing(of=None), Archived(at=when("2026-11-23"))) is None


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (fill(ml="20"), None),
        (fill(ml="20.001"), "overfill"),
        (fill(ml="18", residual="20"), None),
        (fill(ml="18", residual="20.001"), "impossible-residual"),
        (fill(ml="0"), "empty-fill"),
        (fill(ml="0.001"), None),
        (fill(ml="20", programmed="20.001"), "overfill"),
        (fill(ml="19", programmed="19.1"), None),
        (fill(ml="19", programmed="19.101"), "fill-mismatch"),
        (fill(ml="19", programmed="18.9"), None),
        (fill(ml="19", programmed="18.899"), "fill-mismatch"),
    ],
)
def test_a_fill_is_held_to_the_reservoir_and_to_what_the_programmer_was_told(
    given: Filled, code: str | None
) -> None:
    refusal = refused(standing(), given)
    if code is None:
        assert refusal is None
        return
    assert isinstance(refusal, Unsafe)
    assert (refusal.code, refusal.exit_code) == (code, 4)
    assert "Try: " in str(refusal)


def test_an_accepted_mismatch_passes_but_nothing_else_does() -> None:
    accepted = Consent(accepted_mismatch="told by hand")
    assert refused(standing(), fill(ml="18", programmed="20"), accepted) is None
    for beyond in (fill(ml="20.001"), fill(ml="20", programmed="40"), fill(residual="21")):
        refusal = refused(standing(), beyond, accepted)
        assert refusal is not None
        assert "more than this pump's" in refusal.what


def test_the_capacity_is_the_devices_own_where_it_has_one() -> None:
    small = standing(of=pump(capacity_ul=18_000))
    assert refused(small, fill(ml="18")) is None
    refusal = refused(small, fill(ml="18.001"))
    assert refusal is not None
    assert "reservoir of 18 mL" in refusal.what


@pytest.mark.parametrize("at", ["2026-11-07", "2026-11-09T17:00", "2026-11-10T17:00", "2026-11-13"])
def test_a_fill_within_three_days_of_another_is_a_conflict_that_names_it(at: str) -> None:
    there = standing(dose(), fill("2026-11-10T09:00"))
    refusal = refused(there, fill(at))
    assert isinstance(refusal, Conflict)
    assert (refusal.code, refusal.exit_code, refusal.facts["fact"]) == ("duplicate-fill", 5, 2)
    assert refused(there, fill(at), Consent(again="it leaked")) is None
    assert code_of(there, fill(at), Consent(override="it leaked")) == "duplicate-fill"


@pytest.mark.parametrize("at", ["2026-11-06", "2026-11-14"])
def test_a_fill_four_days_from_another_is_its_own(at: str) -> None:
    assert refused(standing(dose(), fill("2026-11-10T09:00")), fill(at)) is None


def test_of_two_fills_on_one_day_the_order_must_be_known() -> None:
    again = Consent(again="it leaked")
    there = standing(dose(), fill("2026-11-10"))
    assert code_of(there, fill("2026-11-10"), again) == "clock-time-needed"
    assert refused(there, fill("2026-11-10T09:00"), again) is None


def test_another_programmed_drug_needs_its_dose_in_the_same_act() -> None:
    other = fill("2026-11-20", of="morphine 10 mg/mL")
    assert code_of(standing(*RUNNING), other) == "dose-needed"
    told = decide_act(
        standing(*RUNNING),
        (other, dose("2026-11-20", "2 mg/day")),
        Consent(("morphine 10 mg/mL",)),
    )
    assert [type(fact) for fact in told] == [Filled, Programmed]
    codman = pump("CODMAN3000-30", fixed_flow_ul=300)
    assert code_of(standing(fill(), of=codman), other) == "confirm-needed"
    for same in ("baclofen 1 mg/mL + clonidine 1 mg/mL", "saline"):
        assert code_of(standing(*RUNNING), fill("2026-11-20", of=same)) == "confirm-needed"


def test_what_is_unusual_of_a_whole_act_is_asked_for_at_once() -> None:
    both = (fill("2026-11-20", of="baclofen 1 mg/mL"), dose("2026-11-20", "150 mcg/day"))
    with pytest.raises(ConfirmationNeeded) as needed:
        decide_act(standing(*RUNNING), both)
    assert needed.value.values == ["baclofen 1 mg/mL", "150 mcg/day"]
    given = Consent(("150 mcg/day", "baclofen 1 mg/mL"), override="as ordered")
    first, second = decide_act(standing(*RUNNING), both, given)
    assert (first.note, second.note) == ("override: as ordered", "")


def test_a_dose_for_a_constant_flow_pump_is_refused() -> None:
    assert refused(standing(), dose()) is None
    assert code_of(standing(of=CODMAN), dose()) == "constant-flow"


def test_a_constant_flow_pump_is_not_asked_which_dose() -> None:
    admit(standing(), Programmed, when("2026-11-20"))
    with pytest.raises(Unsafe, match="takes no dose"):
        admit(standing(of=CODMAN), Programmed, when("2026-11-20"))


def test_the_first_fill_names_its_mixture_a_later_one_may_keep_it() -> None:
    kept = fill("2026-11-20", of=None)
    refusal = refused(standing(), kept)
    assert refusal is not None
    assert refusal.code == "mixture-needed"
    assert '--mixture "DRUG … mcg/mL"' in refusal.next_step
    assert refused(standing(*RUNNING), kept) is None
    assert code_of(standing(*RUNNING), fill("2026-11-01", of=None)) == "mixture-needed"


def test_a_new_pumps_first_fill_is_told_what_the_last_pump_held() -> None:
    exchanged = replace(standing(), mixture_before=fill().mixture)
    refusal = refused(exchanged, fill("2026-11-20", of=None))
    assert refusal is not None
    assert '--mixture "baclofen 500 mcg/mL"' in refusal.next_step


def test_a_new_pumps_other_mixture_is_asked_for_again() -> None:
    exchanged = replace(standing(), mixture_before=fill().mixture)
    assert code_of(exchanged, fill("2026-11-20", of="baclofen 1 mg/mL")) == "confirm-needed"
    assert refused(exchanged, fill("2026-11-20")) is None


def test_a_bolus_needs_a_fill_on_its_day_or_before() -> None:
    early, same_day = bolus("2026-11-01", "20 mcg"), bolus("2026-11-02", "20 mcg")
    assert code_of(standing(*RUNNING), early) == "bolus-before-fill"
    assert refused(standing(*RUNNING), same_day) is None


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("10 mg", None),  # 20 mL of 500 mcg/mL
        ("10.0001 mg", "bolus-too-large"),
        ("20 mL", None),
        ("20.001 mL", "bolus-too-large"),
    ],
)
def test_a_bolus_is_no_more_than_the_reservoir(amount: str, code: str | None) -> None:
    meant = Consent((amount,), override="to rinse")
    assert code_of(standing(*RUNNING), bolus("2026-11-20", amount), meant) == code


def test_the_same_bolus_typed_minutes_ago_is_asked_for_again() -> None:
    given = bolus("2026-11-20", "20 mcg")
    lately = replace(standing(*RUNNING), lately=(stop("2026-11-20"), given))
    refusal = refused(lately, bolus("2026-11-21", "20 mcg"))
    assert isinstance(refusal, ConfirmationNeeded)
    assert refusal.values == ["20 mcg"]
    assert "The same bolus was recorded" in refusal.why
    assert refused(lately, bolus("2026-11-21", "21 mcg")) is None


def test_the_first_dose_of_a_new_pump_is_held_against_the_pump_before_for_slips_alone() -> None:
    exchanged = replace(standing(fill()), programme_before=even("120 mcg/day"))
    assert code_of(exchanged, dose("2026-11-20", "700 mcg/day")) == "dose-slip"
    assert refused(exchanged, dose("2026-11-20", "500 mcg/day")) is None


def voiding(fact: Fact | None, *facts: Fact, voided_by: int | None = None) -> Standing:
    """The patient, with a fact to be voided."""
    return replace(standing(*facts), voided=fact, voided_by=voided_by)


def void(seq: int) -> Voided:
    """The void of a fact."""
    return Voided(at=when("2026-11-02"), voids=seq, note="typed twice")


def test_an_undo_is_not_undone() -> None:
    assert code_of(voiding(void(1), *RUNNING), void(3)) == "undo-of-undo"


def test_a_fact_is_voided_once() -> None:
    assert code_of(voiding(stop("2026-11-02"), voided_by=9), void(3)) == "already-voided"


def test_a_fill_whose_mixture_a_later_one_keeps_is_not_voided() -> None:
    first, kept = fill(), fill("2026-11-20", of=None)
    refusal = refused(voiding(first, first, kept), void(1))
    assert isinstance(refusal, Conflict)
    assert (refusal.code, refusal.next_step[:16]) == ("mixture-kept", "pumpsched undo 2")
    assert refused(voiding(kept, first, kept), void(2)) is None
    assert refused(voiding(first, first, fill("2026-11-20")), void(1)) is None


def test_an_archive_is_voided_though_its_patient_is_off_the_list_and_has_no_pump() -> None:
    left = Archived(at=when("2026-11-20"))
    before = replace(standing(of=None, archived_on=day("2026-11-20")), voided=left)
    assert refused(before, Voided(at=left.at, voids=5)) is None


def test_reasons_and_their_words_are_noted_with_the_fact() -> None:
    given = Consent(override="as ordered", accepted_mismatch="told by hand")
    noted = decide(standing(), replace(fill(), note="calm"), given)
    assert noted.note == "calm; override: as ordered; accepted: told by hand"
    assert decide(standing(), fill(), given).note == "override: as ordered; accepted: told by hand"
    assert decide(standing(), fill()) == fill()


def test_a_reason_waives_what_it_is_for_and_nothing_else() -> None:
    slip = dose("2026-11-20", "700 mcg/day")
    assert code_of(standing(*RUNNING), slip) == "dose-slip"
    assert code_of(standing(*RUNNING), slip, Consent(accepted_mismatch="x")) == "dose-slip"
    assert code_of(standing(*RUNNING), slip, Consent(override="x")) == "confirm-needed"
    told = fill("2026-11-20", "18", programmed="20")
    assert code_of(standing(*RUNNING), told, Consent(override="x")) == "fill-mismatch"


def test_a_value_said_again_passes_if_it_means_the_same() -> None:
    def same(wanted: str, typed: str) -> bool:
        if typed == "?":
            raise Unreadable("dose", typed, "is none")
        return wanted.split()[0] == typed

    more = dose("2026-11-20", "150 mcg/day")
    assert [
        code_of(standing(*RUNNING), more, Consent(confirmed, same=same))
        for confirmed in ((), ("160",), ("?",), ("160", "?"), ("160", "?", "150"))
    ] == [*["confirm-needed"] * 4, None]


def test_everything_unusual_of_a_fact_is_asked_for_at_once() -> None:
    needed = ConfirmationNeeded(Unusual("150 mcg/day"), Unusual("2 mg/mL", "It is strong."))
    assert needed.lines() == [
        "This change needs these values once more: 150 mcg/day; 2 mg/mL.",
        "  It is a large change. It is strong. Typing it twice catches a slip.",
        "  Try: the same command with --confirm … --confirm …",
    ]
    assert needed.facts["values"] == ["150 mcg/day", "2 mg/mL"]


def test_a_pump_that_was_never_filled_was_not_emptied_either_and_may_be_started() -> None:
    assert refused(standing(), start("2026-11-20")) is None


def test_an_emptying_and_a_fill_of_one_day_without_a_time_leave_the_order_open() -> None:
    emptied, filled = empty("2026-11-02T09:00"), fill("2026-11-02T10:00")
    assert untimed_emptying(ledger(emptied, filled)) is None
    assert untimed_emptying(ledger(empty("2026-11-02"), fill("2026-11-03"))) is None
    untimed = untimed_emptying(ledger(empty("2026-11-02"), filled))
    assert untimed is not None
    assert untimed.at == when("2026-11-02")


def test_the_same_change_typed_lately_is_asked_for_again() -> None:
    before = replace(standing(fill(), dose("2026-11-20")), told_again=True)
    asked = refused(before, dose("2026-11-20T10:00", "130 mcg/day"))
    assert isinstance(asked, ConfirmationNeeded)
    assert [each.why for each in asked.asked] == [
        "The same change was recorded within the hour: it is 120 mcg/day now."
    ]


def test_a_second_person_types_what_is_filled_and_programmed_and_nothing_else() -> None:
    act = [readout("2026-11-20", "2027-01-01"), fill(of=None), dose(bolus_text="5 mcg x 4/day")]
    asked = typed_again(standing(fill("2026-10-05")), act)
    assert [each.value for each in asked] == [
        "baclofen 500 mcg/mL",
        "20 mL",
        "120 mcg/day",
        "5 mcg x 4/day",
    ]
