"""One judge of a visit: each rule that it can break, and what is said of one that can happen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.benchmarks.mixed_clinics import mixed_clinic
from tests.builders.plans import Judge, Judgement, PlanningCase, plan_visits
from tests.builders.values import (
    Authorization,
    Closure,
    Cover,
    Leg,
    Setting,
    Site,
    Visit,
    VisitKind,
    VisitStatus,
)
from tests.planning.cases import (
    MONDAY,
    NEAR,
    UNPRICED,
    a_case,
    a_demand,
    a_nurse,
    a_patient,
    a_visit,
    on,
)

VISIT = a_visit()
IN_CLINIC = a_visit(site="EAST")
EAST = Site("EAST", "East clinic", NEAR)
SESSION = a_nurse(roster="Mon-Fri 08:00-16:00 clinic:EAST")
CLINIC = a_demand(a_patient(setting=Setting.CLINIC))
FAR: dict[str, Any] = {"legs": (Leg("0002", "0001", 62, 60_000),)}
OTHERS = tuple(a_demand(a_patient(f"000{n}")) for n in range(1, 5))


def verdict(visit: Visit = VISIT, *demands: Any, **changes: Any) -> Judgement:
    return Judge(a_case(*demands, **{"visits": (visit,)} | changes)).verdict(visit)


def said(visit: Visit = VISIT, *demands: Any, **changes: Any) -> tuple[str, str, str]:
    """The only breach: its rule, what names it, and its words."""
    (breach,) = verdict(visit, *demands, **changes).breaches
    return breach.rule.value, breach.cause, breach.text


def beside(code: str, *, of: Visit = VISIT, **changes: Any) -> Visit:
    """Another visit of the nurse's day."""
    return of._replace(code=code, patient=f"000{code[1:]}", **changes)


def test_a_visit_that_breaks_no_rule_is_sound() -> None:
    assert verdict() == Judgement(VISIT, (), ())


@pytest.mark.parametrize(
    ("who", "words"), [("N1", "N1 is closed or away on 2026-12-09 (ill)"), ("0001", "0001 is")]
)
def test_a_day_off_of_the_nurse_or_the_patient(who: str, words: str) -> None:
    rule, cause, text = said(closures=(Closure(who, on(9), on(9), "ill"),))
    assert (rule, cause) == ("closed", f"closed-day {who}")
    assert text.startswith(words)


def test_a_closed_site() -> None:
    closed = (Closure("EAST", on(9), on(9)),)
    given = {"nurses": (SESSION,), "sites": (EAST,), "closures": closed}
    assert said(IN_CLINIC, CLINIC, **given)[:2] == ("closed", "closed-day EAST")


def test_a_day_on_which_the_practice_does_not_work() -> None:
    sunday = a_visit(day=on(6))
    nurse = a_nurse(roster="Mon-Sun 08:00-16:00 home")
    assert said(sunday, a_demand(opens_on=on(1)), nurses=(nurse,))[:2] == (
        "closed",
        "closed-day all",
    )


def test_the_wrong_hours_for_the_patient() -> None:
    demand = a_demand(a_patient(hours="Mon-Fri 12:00-14:00"))
    assert said(VISIT, demand) == (
        "availability",
        "not-available",
        "the patient can be seen Mon-Fri 12:00-14:00 only",
    )


def test_the_wrong_setting() -> None:
    assert said(VISIT, CLINIC)[:2] == ("setting", "wrong-setting")


def test_a_patient_of_home_visits_may_come_to_the_clinic() -> None:
    found = verdict(IN_CLINIC, nurses=(SESSION,), sites=(EAST,))
    assert (found.breaches, [f.code for f in found.remarks]) == ((), ["moved-to-clinic"])


def test_a_schedule_ii_drug_at_home_where_the_practice_does_not() -> None:
    rules = UNPRICED._replace(home_controlled="no")
    assert said(VISIT, a_demand(schedule="II"), rules=rules)[:2] == ("site-of-care", "not-at-home")
    allowed = verdict(VISIT, a_demand(schedule="II"))
    assert (allowed.breaches, allowed.remarks[0].code) == ((), "controlled-at-home")


def test_a_nurse_who_is_not_trained() -> None:
    assert said(nurses=(a_nurse(skills=("PROMETRA",)),))[:2] == ("skill", "not-trained N1")


def test_one_nurse_of_two() -> None:
    demand = a_demand(a_patient(nurses_needed=2))
    assert said(VISIT, demand) == (
        "nurses",
        "nurses-missing",
        "2 nurses are needed, 1 is named",
    )


def test_a_second_nurse_may_come_by_road_to_a_session() -> None:
    demand = a_demand(a_patient(nurses_needed=2, setting=Setting.CLINIC))
    both = IN_CLINIC._replace(nurses=("N1", "N2"))
    found = verdict(both, demand, nurses=(SESSION, a_nurse("N2")), sites=(EAST,))
    assert found.breaches == ()


@pytest.mark.parametrize(
    ("roster", "text"),
    [
        ("Tue 08:00-16:00 home", "nurse N1: not on shift at home then"),
        ("Wed 08:00-16:00 clinic:EAST", "nurse N1: not on shift at home then"),
        (
            "Wed 10:00-16:00 home",
            "nurse N1: has to set out at 09:54, the shift is 10:00-16:00",
        ),
        ("Wed 09:00-10:50 home", "nurse N1: is back at 10:51, the shift is 09:00-10:50"),
    ],
)
def test_the_wrong_hours_for_the_nurse(roster: str, text: str) -> None:
    assert said(nurses=(a_nurse(roster=roster),)) == ("roster", "outside-roster N1", text)


def test_five_minutes_between_towns_that_are_62_apart() -> None:
    before = beside("V2", minute=550, minutes=45)
    for nurse in (a_nurse(), a_nurse(roster="")):
        found = said(VISIT, *OTHERS, visits=(VISIT, before), nurses=(nurse,), **FAR)
        assert found == (
            "roster",
            "too-little-time V2",
            "nurse N1: 5 minutes from 0002 at 09:10 to 0001 at 10:00, the way takes 62",
        )


def test_visits_that_overlap_are_told_by_how_much() -> None:
    before = beside("V2", minute=590, minutes=45)
    *_, text = said(VISIT, *OTHERS, visits=(VISIT, before), **FAR)
    begins = "nurse N1: 0001 at 10:00 begins 35 minutes before 0002 at 09:50 ends"
    assert text == f"{begins}, and the way takes 62"


def test_a_visit_away_from_a_rush_is_not_blamed_for_it() -> None:
    early = beside("V2", minute=500, minutes=30)
    later = beside("V3", minute=535, minutes=30)
    legs = (Leg("0002", "0003", 62, 60_000),)
    visits = (a_visit(minute=700), early, later)
    assert verdict(visits[0], *OTHERS, visits=visits, legs=legs).breaches == ()


def test_a_day_without_a_break() -> None:
    visits = (a_visit(minute=490, minutes=230), beside("V2", minute=730, minutes=210))
    assert said(visits[0], *OTHERS, visits=visits)[:2] == ("roster", "no-break N1")


def test_more_visits_than_a_nurse_makes() -> None:
    visits = (VISIT, beside("V2", minute=700))
    given: dict[str, Any] = {"visits": visits, "nurses": (a_nurse(max_visits=1),)}
    assert said(VISIT, *OTHERS, **given) == (
        "roster",
        "too-many-visits N1",
        "nurse N1: 2 visits, at most 1",
    )


def test_a_fourth_patient_in_three_chairs() -> None:
    site = EAST._replace(chairs=3)
    nurses = tuple(a_nurse(f"N{n}", roster="Mon-Fri 08:00-16:00 clinic:EAST") for n in range(1, 5))
    visits = tuple(beside(f"V{n}", of=IN_CLINIC, nurses=(f"N{n}",)) for n in range(1, 5))
    demands = [a_demand(a_patient(f"000{n}", setting=Setting.CLINIC)) for n in range(1, 5)]
    given: dict[str, Any] = {"nurses": nurses, "sites": (site,)}
    assert verdict(visits[0], *demands, visits=visits[:3], **given).breaches == ()
    assert said(visits[0], *demands, visits=visits, **given) == (
        "capacity",
        "no-chair EAST",
        "4 patients at EAST at 10:00, 3 chairs",
    )


def test_a_site_outside_its_hours() -> None:
    site = EAST._replace(hours=a_nurse(roster="Mon-Fri 11:00-16:00 home").roster)
    assert said(IN_CLINIC, CLINIC, nurses=(SESSION,), sites=(site,))[:2] == (
        "roster",
        "site-closed EAST",
    )


def test_an_expired_authorization() -> None:
    until = Authorization("0001", "HN-17", valid_to=on(8))
    assert said(authorizations=(until,)) == (
        "authorization",
        "unauthorized",
        "no authorization holds on Wed 9 Dec 2026: HN-17 2026-12-08",
    )


def test_a_drug_that_comes_after_the_visit() -> None:
    assert said(VISIT, a_demand(drug_on=on(10)))[:2] == ("order", "drug-late")


def test_the_payer_is_asked_where_no_day_of_the_window_is_authorized() -> None:
    found = verdict(authorizations=(Authorization("0001", "HN-17", valid_to=on(4)),))
    assert (found.breaches, [f.code for f in found.remarks]) == ((), ["unauthorized"])
    assert "ask the payer by 2026-12-08" in found.remarks[0].message


def test_a_booked_visit_uses_its_own_authorization() -> None:
    once = Authorization("0001", "HN-17", visits=1)
    assert verdict(authorizations=(once,)).breaches == ()
    done = a_visit("V0", day=on(1), status=VisitStatus.DONE)
    assert [f.code for f in verdict(authorizations=(once,), visits=(VISIT, done)).remarks] == [
        "unauthorized"
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"refill_by": on(8)}, "late-visit"),
        ({"opens_on": on(10)}, "early-refill"),
    ],
)
def test_a_day_out_of_the_window_is_said_and_can_happen(changes: Any, code: str) -> None:
    found = verdict(VISIT, a_demand(**changes))
    assert (found.breaches, [f.code for f in found.remarks]) == ((), [code])


def test_an_exchange_that_is_due_is_said_of_a_refill() -> None:
    found = verdict(VISIT, replace(a_demand(), exchange_due=True))
    assert (found.breaches, [f.code for f in found.remarks]) == ((), ["exchange-due"])


def test_a_visit_of_another_kind_needs_no_training_and_no_authorization() -> None:
    followup = VISIT._replace(kind=VisitKind.FOLLOWUP)
    given: dict[str, Any] = {
        "nurses": (a_nurse(skills=("PROMETRA",)),),
        "authorizations": (Authorization("0001", "HN-17", valid_to=on(8)),),
    }
    assert verdict(followup, **given).breaches == ()


def test_a_visit_for_which_somebody_is_away_takes_nobodys_time_unless_it_was_let_stand() -> None:
    other = beside("V2", nurses=("N1", "N2"))
    away = {"visits": (VISIT, other), "closures": (Closure("N2", on(9), on(9), "ill"),)}
    assert verdict(VISIT, *OTHERS[:2], visits=(VISIT, other)).breaches
    assert not verdict(VISIT, *OTHERS[:2], **away).breaches
    stands = other._replace(override="N2 comes", overridden=("closed-day N2",))
    assert verdict(VISIT, *OTHERS[:2], **away | {"visits": (VISIT, stands)}).breaches


def test_what_was_overridden_stays_a_finding_and_another_cause_breaks_it_anew() -> None:
    visit = VISIT._replace(override="she comes in on her day off", overridden=("closed-day N1",))
    off, ill = Closure("N1", on(9), on(9)), Closure("0001", on(9), on(9))
    found = verdict(visit, closures=(off,))
    assert (found.standing, [f.code for f in found.findings]) == ((), ["closed-day"])
    assert found.findings[0].message.endswith("(overridden: she comes in on her day off)")
    anew = verdict(visit, closures=(off, ill))
    assert [each.cause for each in anew.standing] == ["closed-day 0001"]


EMPTY = replace(a_demand(), empty_on=on(15))


@pytest.mark.parametrize(
    ("days", "cover"),
    [
        ((), Cover.NONE),
        ((9,), Cover.OK),
        ((14,), Cover.LATE),
        ((15,), Cover.DRY),
        ((14, 9), Cover.OK),
        ((15, 14), Cover.LATE),
        ((5,), Cover.BROKEN),
        ((5, 15), Cover.DRY),
    ],
    ids=str,
)
def test_the_best_visit_to_come_covers_a_patient(days: tuple[int, ...], cover: Cover) -> None:
    visits = tuple(a_visit(f"V{day}", day=on(day)) for day in days)
    assert Judge(a_case(EMPTY, visits=visits)).cover(EMPTY, visits)[0] is cover


def test_a_visit_after_the_pump_is_empty_is_said() -> None:
    found = verdict(a_visit(day=on(16)), EMPTY)
    assert [f.code for f in found.remarks] == ["after-empty"]


def test_who_could_wait_does_not_come_before_somebody_in_alarm() -> None:
    before = beside("V2", minute=VISIT.minute - 120)
    in_alarm = replace(OTHERS[0], alarm_on=VISIT.day)
    found = verdict(VISIT, in_alarm, OTHERS[1], visits=(VISIT, before)).findings
    assert [finding.code for finding in found] == ["comes-second"]
    assert "0002 at" in found[0].message


def test_who_is_in_alarm_too_may_come_before() -> None:
    before = beside("V2", minute=VISIT.minute - 120)
    both = (replace(each, alarm_on=VISIT.day) for each in OTHERS[:2])
    assert verdict(VISIT, *both, visits=(VISIT, before)).findings == ()


def _as_planned(case: PlanningCase) -> tuple[list[Visit], PlanningCase]:
    """What a plan proposes, and the case once that is booked and those left out have nothing."""
    plan = plan_visits(case)
    left = {one.patient for one in plan.unplaced}
    booked = [(visit, visit.booked(visit.code or f"NEW{n}")) for n, visit in enumerate(plan.visits)]
    moving = {visit.code for visit, _ in booked if not visit.locked}
    kept = [v for v in case.visits if v.code not in moving and v.patient not in left]
    proposed = [visit for planned, visit in booked if not planned.locked]
    return proposed, replace(case, visits=(*kept, *proposed))


@pytest.mark.parametrize("seed", range(25))
def test_whatever_the_planner_proposes_is_sound(seed: int) -> None:
    proposed, case = _as_planned(mixed_clinic(seed))
    judge = Judge(case)
    found = [(visit.code, judge.verdict(visit).standing) for visit in proposed]
    assert [each for each in found if each[1]] == []


def test_today_is_judged_as_any_day() -> None:
    late = a_demand(opens_on=date(2026, 11, 2), refill_by=date(2026, 11, 25))
    found = verdict(a_visit(day=MONDAY), late)
    assert (found.breaches, [f.code for f in found.remarks]) == ((), ["late-visit"])
