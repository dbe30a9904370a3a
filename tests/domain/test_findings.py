"""Findings: one rule, one group of tests. They never stop anything."""

from __future__ import annotations

from datetime import date
from inspect import getmembers, isgeneratorfunction

import pytest

from pumpsched.domain import ledger_findings as rules
from pumpsched.domain.findings import after_empty, late_visit
from pumpsched.domain.ledger_findings import (
    alarm_date_differs,
    aspirated_beyond_volume,
    before_implant,
    beyond_reference,
    bolus_from_empty,
    dose_after_mixture_change,
    dose_on_constant_flow,
    dose_on_saline,
    exchange_due,
    fill_mismatch,
    flow_outside_model,
    over_capacity,
    readout_on_constant_flow,
    recorded_while_stopped,
    refill_failed,
    service_life_unknown,
    stability_unknown,
    stop_on_constant_flow,
    stopped,
)
from tests.builders import (
    CATALOGUE,
    DEFAULT_RULES,
    PUMP,
    aspirate,
    attempt,
    bolus,
    codes,
    day,
    dose,
    empty,
    fill,
    findings,
    pump,
    readout,
    running,
    start,
    stop,
    view,
)
from tests.builders.values import Fact, Severity, State, WindowRules

CODMAN = pump("CODMAN3000-30", fixed_flow_ul=300)
LONG = WindowRules(max_months=4)


def test_every_rule_has_a_test_named_after_it() -> None:
    names = [name for name, _ in getmembers(rules, isgeneratorfunction)]
    tested = [name for name in globals() if name.startswith("test_")]
    assert names
    assert [n for n in names if not any(t.startswith(f"test_{n}") for t in tested)] == []


@pytest.mark.parametrize(("programmed", "differs"), [("", 0), ("20", 0), ("20.001", 1), ("19", 1)])
def test_fill_mismatch_stands_where_the_programmer_was_told_another_volume(
    programmed: str, differs: int
) -> None:
    assert len(list(fill_mismatch(fill(programmed=programmed)))) == differs
    assert list(fill_mismatch(None)) == []


def test_fill_mismatch_says_from_which_volume_the_dates_count() -> None:
    finding = next(iter(fill_mismatch(fill(programmed="40"))))
    assert finding.severity is Severity.WARNING
    assert "dates count from 20 mL" in finding.message
    assert finding.facts == {"injected_ul": 20_000, "programmed_ul": 40_000}


OLD = fill("2026-10-02", of="baclofen 1 mg/mL")


@pytest.mark.parametrize(
    ("facts", "stands"),
    [
        ((OLD, dose("2026-10-02"), fill()), True),
        ((OLD, dose("2026-10-02"), fill(), dose()), False),
        ((OLD, dose("2026-10-02"), fill(of=None)), False),
        ((OLD, dose("2026-10-02"), fill(of="baclofen 1000 mcg/mL")), False),
        ((OLD, dose("2026-10-02"), fill(), fill("2026-11-09")), True),
        ((OLD, dose("2026-10-02"), fill(), dose("2026-11-24", "180 mcg/day")), True),
        ((fill(), dose()), False),
    ],
)
def test_dose_after_mixture_change_stands_until_a_dose_follows(
    facts: tuple[Fact, ...], stands: bool
) -> None:
    assert [f.code for f in dose_after_mixture_change(view(*facts))] == [
        "dose-after-mixture-change"
    ] * stands


def test_the_fill_that_began_the_doubt_is_named_and_later_ones_are_counted() -> None:
    later = [fill("2026-11-09"), fill("2026-11-16", of="baclofen 2 mg/mL")]
    (said,) = (
        f.message for f in dose_after_mixture_change(view(OLD, dose("2026-10-02"), fill(), *later))
    )
    assert said.startswith(
        "the mixture changed on 2026-11-02 to baclofen 500 mcg/mL (2 later fills too) and no dose"
    )


def test_dose_after_mixture_change_never_asks_a_constant_flow_pump_for_a_dose() -> None:
    assert list(dose_after_mixture_change(view(OLD, fill(), of=CODMAN))) == []


@pytest.mark.parametrize(
    ("facts", "stands"),
    [
        ((stop("2026-11-12"),), False),
        ((stop("2026-11-12"), dose("2026-11-14", "100 mcg/day")), True),
        ((stop("2026-11-12"), fill("2026-11-14")), True),
        ((stop("2026-11-12"), fill("2026-11-14"), start("2026-11-14T12:00")), False),
        ((stop("2026-11-12"), start("2026-11-12"), fill("2026-11-14")), False),
        ((stop("2026-11-12"), dose("2026-12-14", "240 mcg/day")), False),
        ((dose("2026-11-12", "100 mcg/day"), stop("2026-11-12T12:00")), False),
    ],
)
def test_recorded_while_stopped_stands_where_a_dose_or_fill_follows_a_stop(
    facts: tuple[Fact, ...], stands: bool
) -> None:
    found = list(recorded_while_stopped(running(*facts)))
    assert [(f.code, f.severity) for f in found] == [
        ("recorded-while-stopped", Severity.URGENT)
    ] * stands


def test_recorded_while_stopped_ignores_a_stop_that_a_start_of_its_day_overrules() -> None:
    facts = (start("2026-11-12"), stop("2026-11-12"), fill("2026-11-13"), stop("2026-11-14T08:00"))
    assert list(recorded_while_stopped(running(*facts))) == []


@pytest.mark.parametrize(
    ("facts", "stands"),
    [
        ((), False),
        ((attempt("2026-11-20"),), True),
        ((attempt("2026-11-20"), bolus("2026-11-21", "1 mL")), True),
        ((attempt("2026-11-20"), fill("2026-11-21")), False),
        ((fill("2026-11-21"), attempt("2026-11-20")), False),
        ((attempt("2026-11-24"),), False),
    ],
)
def test_refill_failed_stands_until_a_fill_follows_the_failed_one(
    facts: tuple[Fact, ...], stands: bool
) -> None:
    assert [f.code for f in refill_failed(running(*facts))] == ["refill-failed"] * stands
    assert list(refill_failed(view())) == []


@pytest.mark.parametrize(
    ("mixture", "patient_rules", "stands"),
    [
        ("fentanyl 1 mg/mL", LONG, True),
        ("fentanyl 1 mg/mL + sufentanil 1 mg/mL", LONG, True),
        ("fentanyl 1 mg/mL", DEFAULT_RULES, False),
        ("fentanyl 1 mg/mL + clonidine 1 mg/mL", LONG, False),
        ("saline", LONG, False),
    ],
)
def test_stability_unknown_stands_beyond_three_months_without_any_known_time(
    mixture: str, patient_rules: WindowRules, stands: bool
) -> None:
    found = view(fill(of=mixture), dose(text="0.24 mL/day"), rules=patient_rules)
    assert bool(list(stability_unknown(found, patient_rules, CATALOGUE))) is stands
    assert list(stability_unknown(view(fill(of=mixture)), LONG, CATALOGUE)) == []


@pytest.mark.parametrize(
    ("ml", "residual", "words"),
    [
        ("20", "20", []),
        ("20.001", "", ["injected"]),
        ("20", "20.001", ["residual"]),
        ("21", "21", ["injected", "residual"]),
    ],
)
def test_over_capacity_stands_for_a_fill_or_residual_the_reservoir_cannot_hold(
    ml: str, residual: str, words: list[str]
) -> None:
    found = list(over_capacity(fill(ml=ml, residual=residual), PUMP))
    assert len(found) == len(words)
    assert all(word in f.message for f, word in zip(found, words, strict=True))
    assert list(over_capacity(None, PUMP)) == []


def test_over_capacity_goes_by_the_devices_own_capacity_where_it_has_one() -> None:
    assert len(list(over_capacity(fill(), pump(capacity_ul=18_000)))) == 1


def test_before_implant_stands_for_a_fact_before_the_implant() -> None:
    late = pump(implanted_on="2026-11-03")
    assert [f.code for f in before_implant(running(of=late), late)] == ["before-implant"]
    same_day = pump(implanted_on="2026-11-02")
    assert list(before_implant(running(of=same_day), same_day)) == []
    assert list(before_implant(view(), PUMP)) == []


def test_dose_on_constant_flow_stands_where_a_dose_is_recorded_for_a_fixed_flow() -> None:
    found = running(of=CODMAN)
    assert [f.code for f in dose_on_constant_flow(found, CODMAN)] == ["dose-on-constant-flow"]
    assert found.flow_ul_per_day == 300
    assert list(dose_on_constant_flow(view(fill(), of=CODMAN), CODMAN)) == []
    assert list(dose_on_constant_flow(running(), PUMP)) == []


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("24 mcg/day", False),  # 0.048 mL/day, the least a SynchroMed delivers
        ("23.999 mcg/day", True),
        ("12 mg/day", False),  # 24 mL/day, the most
        ("12.000001 mg/day", True),
        ("00:00 5 mcg/h; 12:00 0.9 mcg/h", True),  # one step of it is too slow
        ("00:00 5 mcg/h; 12:00 501 mcg/h", True),
    ],
)
def test_flow_outside_model_stands_beyond_the_limits_of_the_pump(text: str, stands: bool) -> None:
    found = view(fill(), dose(text=text))
    assert [f.code for f in flow_outside_model(found, PUMP)] == ["flow-outside-model"] * stands


@pytest.mark.parametrize(
    ("text", "shown"), [("12.000001 mg/day", "24.0001 mL"), ("23.999 mcg/day", "0.0479 mL")]
)
def test_flow_outside_model_shows_the_flow_outside_the_limits(text: str, shown: str) -> None:
    found = next(iter(flow_outside_model(view(fill(), dose(text=text)), PUMP)))
    assert found.message.startswith(f"{shown}/day is outside")


def test_flow_outside_model_says_nothing_without_limits_window_or_flow() -> None:
    slow = dose(text="1 mcg/day")
    assert list(flow_outside_model(view(fill(), slow, of=CODMAN), CODMAN)) == []
    assert list(flow_outside_model(view(slow), PUMP)) == []
    assert list(flow_outside_model(view(fill(), slow, stop("2026-11-05")), PUMP)) == []
    unlimited = PUMP._replace(model=PUMP.model._replace(max_flow_ul_per_day=None))
    assert list(flow_outside_model(view(fill(), slow), unlimited)) == []


@pytest.mark.parametrize(
    ("mixture", "text", "said"),
    [
        ("morphine 20 mg/mL", "15 mg/day", []),
        ("morphine 20.1 mg/mL", "15 mg/day", ["the morphine concentration"]),
        ("morphine 20 mg/mL", "15.1 mg/day", ["the morphine dose"]),
        ("morphine 10 mg/mL + bupivacaine 20 mg/mL", "11 mg/day", ["the bupivacaine dose"]),
        ("baclofen 500 mcg/mL", "9 mg/day", []),
    ],
)
def test_beyond_reference_informs_of_every_drug_above_its_reference(
    mixture: str, text: str, said: list[str]
) -> None:
    found = list(beyond_reference(view(fill(of=mixture), dose(text=text)), CATALOGUE))
    assert [f.severity for f in found] == [Severity.INFO] * len(said)
    assert all(words in f.message for f, words in zip(found, said, strict=True))


def test_beyond_reference_calls_an_unverified_figure_unverified() -> None:
    strong = view(fill(of="morphine 30 mg/mL"), dose(text="5 mg/day"))
    assert "unverified" in next(iter(beyond_reference(strong, CATALOGUE))).message
    much = view(fill(of="ziconotide 100 mcg/mL"), dose(text="20 mcg/day"))
    verified = next(iter(beyond_reference(much, CATALOGUE))).message
    assert "dose is above the catalogue's reference" in verified


def test_beyond_reference_reckons_with_the_fixed_flow_of_a_constant_flow_pump() -> None:
    """1 mL a day of 20 mg/mL morphine is 20 mg; the 1 mg/day recorded is not what flows."""
    fast = pump("CODMAN3000-30", fixed_flow_ul=1_000)
    mixture = fill(ml="30", of="morphine 20 mg/mL")
    for facts in ((mixture,), (mixture, dose(text="1 mg/day"))):
        found = list(beyond_reference(view(*facts, of=fast), CATALOGUE))
        assert ["the morphine dose" in f.message for f in found] == [True]


def test_beyond_reference_needs_a_window() -> None:
    assert list(beyond_reference(view(fill(of="morphine 30 mg/mL")), CATALOGUE)) == []


@pytest.mark.parametrize(
    ("on", "severity"),
    [("2026-11-12", "warning"), ("2026-11-13", "warning"), ("2026-11-14", "urgent")],
)
def test_stopped_is_urgent_once_a_synchromed_stands_for_48_hours(on: str, severity: str) -> None:
    found = list(stopped(running(stop("2026-11-12T10:00"), as_of=day(on)), PUMP))
    assert [(f.code, f.severity) for f in found] == [("stopped", severity)]


def test_stopped_is_a_warning_where_the_maker_sets_no_bound() -> None:
    prometra = pump("PROMETRA-20")
    found = list(stopped(running(stop("2026-11-03"), of=prometra), prometra))
    assert [f.severity for f in found] == [Severity.WARNING]
    assert list(stopped(running(stop("2026-11-03"), start("2026-11-03")), PUMP)) == []


def test_stop_on_constant_flow_changes_nothing_and_is_said() -> None:
    facts = (fill(ml="30"), stop("2026-11-03"))
    found = view(*facts, of=CODMAN)
    assert [f.code for f in stop_on_constant_flow(found, CODMAN)] == ["stop-on-constant-flow"]
    assert (found.state, found.window) == (State.RUNNING, view(facts[0], of=CODMAN).window)
    assert list(stop_on_constant_flow(running(stop("2026-11-03")), PUMP)) == []


def test_dose_after_mixture_change_is_urgent_where_another_drug_is_programmed() -> None:
    other = view(fill(), dose(), fill("2026-11-09", of="morphine 20 mg/mL"))
    found = list(dose_after_mixture_change(other))
    assert [f.severity for f in found] == [Severity.URGENT]


def test_dose_after_mixture_change_stands_for_no_flow_and_no_saline() -> None:
    changed = fill("2026-11-09", of="baclofen 2000 mcg/mL")
    assert list(dose_after_mixture_change(view(fill(), dose(text="0.2 mL/day"), changed))) == []
    saline = fill("2026-11-09", of="saline")
    assert list(dose_after_mixture_change(view(fill(), dose(), saline))) == []


def test_dose_on_saline_stands_until_a_drug_or_a_flow_follows() -> None:
    saline, mass = fill("2026-11-09", of="saline"), dose("2026-11-10", "60 mcg/day")
    facts = (fill(), dose(), saline, mass)
    assert [f.severity for f in dose_on_saline(view(*facts))] == [Severity.URGENT]
    for settled in (fill("2026-11-11"), dose("2026-11-11", "0.1 mL/day")):
        assert list(dose_on_saline(view(*facts, settled))) == []
    assert list(dose_on_saline(view(fill(), dose(), saline))) == []


def test_readout_on_constant_flow_is_said_and_not_counted() -> None:
    found = view(fill(ml="30"), readout("2026-11-09", "2026-12-01"), of=CODMAN)
    assert [f.code for f in readout_on_constant_flow(found, CODMAN)] == ["readout-on-constant-flow"]
    read = running(readout("2026-11-09", "2026-12-01"))
    assert list(readout_on_constant_flow(read, PUMP)) == []


def test_bolus_from_empty_is_said_until_the_next_fill() -> None:
    emptied, given = empty("2026-11-09"), bolus("2026-11-10", "20 mcg")
    (said,) = bolus_from_empty(running(emptied, given))
    assert said.message.startswith("a bolus of 20 mcg is recorded on 2026-11-10, and the reserv")
    for apart in ((given,), (given, empty("2026-11-11")), (emptied, given, fill("2026-11-12"))):
        assert list(bolus_from_empty(running(*apart))) == []


@pytest.mark.parametrize(("ml", "said"), [("18.32", 0), ("18.321", 1)])
def test_aspirated_beyond_volume_tells_both_numbers(ml: str, said: int) -> None:
    """On 2026-11-09 18.32 mL are left."""
    found = running(aspirate("2026-11-09", ml))
    assert ["18.321 mL" in f.message and "18.32 mL" in f.message
            for f in aspirated_beyond_volume(found)] == [True] * said  # fmt: skip
    assert list(aspirated_beyond_volume(running(empty("2026-11-09")))) == []


@pytest.mark.parametrize(
    ("alarm_on", "differs"),
    [("2026-12-26", 1), ("2026-12-27", 0), ("2027-01-17", 0), ("2027-01-18", 1)],
)
def test_alarm_date_differs_beyond_a_day_outside_both_alarm_dates(
    alarm_on: str, differs: int
) -> None:
    """At the model's 2 mL the alarm is on 28 December with boluses, on 16 January without."""
    facts = (fill(), dose(bolus_text="10 mcg x 4/day"), readout("2026-11-09", alarm_on))
    patient_rules = WindowRules(alarm_ul=4_000)
    found = view(*facts, rules=patient_rules)
    assert len(list(alarm_date_differs(found, PUMP))) == differs


def test_alarm_date_differs_no_more_once_the_read_out_is_overtaken() -> None:
    facts = (readout("2026-11-09", "2026-12-01"), dose("2026-11-10", "60 mcg/day"))
    assert list(alarm_date_differs(running(*facts), PUMP)) == []


def test_findings_come_urgent_first_and_a_retired_pump_has_none() -> None:
    facts = (
        fill(of="morphine 30 mg/mL", programmed="19"),
        dose(text="5 mg/day"),
        stop("2026-11-03"),
        dose("2026-11-05", "4 mg/day"),
    )
    expected = ["stopped", "recorded-while-stopped", "fill-mismatch", "beyond-reference"]
    assert codes(view(*facts)) == expected
    assert findings(view(*facts, archived_on=day("2026-11-10"))) == []
    assert codes(running()) == []


@pytest.mark.parametrize(
    ("ends", "severity"),
    [
        ("2026-11-01", Severity.URGENT),
        ("2027-01-08", Severity.URGENT),
        ("2027-01-09", Severity.WARNING),
        ("2027-04-09", Severity.WARNING),
        ("2027-04-10", None),
        ("", None),
    ],
)
def test_exchange_due_stands_where_service_ends_before_or_soon_after_the_next_refill(
    ends: str, severity: Severity | None
) -> None:
    worn = pump(end_of_service_on=ends)
    found = [finding.severity for finding in exchange_due(running(of=worn), worn)]
    assert found == ([] if severity is None else [severity])


def test_exchange_due_stands_for_a_pump_past_its_service_that_nobody_refilled() -> None:
    worn = pump(end_of_service_on="2026-11-01")
    late = view(fill("2026-01-01"), dose("2026-01-01"), as_of=day("2026-11-02"), of=worn)
    assert late.window is not None
    assert late.window.limit == "reservoir"
    (finding,) = exchange_due(late, worn)
    assert (finding.severity, finding.facts) == (
        Severity.URGENT,
        {"end_of_service_on": "2026-11-01"},
    )
    assert "ended on 2026-11-01" in finding.message
    eve = view(fill("2026-01-01"), dose("2026-01-01"), as_of=day("2026-11-01"), of=worn)
    assert list(exchange_due(eve, worn)) == []


@pytest.mark.parametrize(
    ("model", "on", "ends", "found"),
    [
        ("SM2-20", "2027-01-01", "", []),
        ("SM2-20", "2027-01-02", "", ["service-life-unknown"]),
        ("SM2-20", "2027-01-02", "2030-01-01", []),
        ("PROMETRA2-20", "2030-01-01", "", []),
        ("PROMETRA2-20", "2030-01-02", "", ["service-life-unknown"]),
        ("CODMAN3000-30", "2050-01-01", "", []),
    ],
)
def test_service_life_unknown_stands_from_the_day_after_the_makers_years(
    model: str, on: str, ends: str, found: list[str]
) -> None:
    old = pump(model, implanted_on="2020-01-01", end_of_service_on=ends)
    assert [each.code for each in service_life_unknown(old, day(on))] == found


def test_exchange_due_counts_from_the_implant_where_nothing_was_filled() -> None:
    soon, later = (pump(end_of_service_on=on) for on in ("2020-04-01", "2030-01-01"))
    assert codes(view(as_of=day("2020-01-02"), of=soon), of=soon) == ["exchange-due"]
    assert codes(view(as_of=day("2020-01-02"), of=later), of=later) == []


@pytest.mark.parametrize(
    ("today", "words"),
    [("2026-12-08", "move it earlier"), ("2026-12-09", "late already, keep the earliest day")],
)
def test_late_visit_says_what_still_can_be_done(today: str, words: str) -> None:
    found = late_visit(day("2026-12-08"), today=day(today))
    assert found.message == f"the visit comes after the last refill day 2026-12-08: {words}"


@pytest.mark.parametrize(("empty_on", "words"), [(day("2027-01-24"), "2027-01-24"), (None, "now")])
def test_after_empty_says_from_when_the_pump_may_be_empty(
    empty_on: date | None, words: str
) -> None:
    found = after_empty(empty_on)
    assert (found.code, found.severity) == ("after-empty", "urgent")
    assert found.message == f"the pump may be empty from {words} on: earlier, or to a ward"


def test_dose_after_mixture_change_says_nothing_where_no_drug_ever_came() -> None:
    assert list(dose_after_mixture_change(view(fill(of="saline"), dose()))) == []
