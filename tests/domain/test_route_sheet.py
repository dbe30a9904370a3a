"""What a route sheet says of a stop and of a day, also where something is not known."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from pumpsched.domain.route_sheet import Kit, Load, Stop
from tests.builders import PUMP
from tests.builders.values import (
    Leg,
    Location,
    Nurse,
    RouteSheet,
    Setting,
    Site,
    Status,
    Travel,
    Visit,
    VisitKind,
    VisitStatus,
    itinerary,
)
from tests.route_days import MONDAY, person, visit

HERE = Location(45_000_000_000, -93_000_000_000)
KIT = Kit("baclofen 500 mcg/mL", 20_000, (Fraction(3_199), Fraction(4_240)))
LEGS = [Leg("N1", "0001", 10, 5_000), Leg("0001", "0002", 20, 9_000), Leg("0002", "N1", 15, 7_000)]


def sheet(*visits: Visit, legs: tuple[Leg, ...] = tuple(LEGS), **known: Any) -> RouteSheet:
    """The sheet of N1 with these visits, over the legs above."""
    travel = Travel({}, legs, detour=Fraction(13, 10), speed_kmh=Fraction(45))
    day = itinerary("N1", MONDAY, visits, travel, roster=())
    stops = tuple(
        Stop(
            call=call,
            patient=person(int(call.visit.patient)),
            site=known.get("site"),
            location=HERE,
            pump=known.get("pump", PUMP),
            kit=known.get("kit", KIT),
            opens_on=None,
            refill_by=None,
            limit=None,
            alarm_on=None,
            status=known.get("status", Status.DUE),
        )
        for call in day.calls
    )
    return RouteSheet(Nurse("N1", "Reed, Bo"), day, stops, start=HERE, finish=HERE)


def stop(made: Visit | None = None, **known: Any) -> Stop:
    """The one stop of a day."""
    (found,) = sheet(made or visit(1, 540), **known).stops
    return found


def test_a_residual_is_a_span_in_tenths_rounded_down_or_one_figure() -> None:
    assert KIT.residual_text == "3.1 – 4.2 mL"
    assert Kit(residual=(Fraction(3_120), Fraction(3_190))).residual_text == "3.1 mL"
    assert Kit().residual_text == ""


def test_a_stop_says_what_to_carry_or_to_ask() -> None:
    assert stop().carry_text == "20 mL baclofen 500 mcg/mL"
    assert stop(kit=Kit()).carry_text == "no fill recorded: ask the prescriber"
    other = visit(1, 540, kind=VisitKind.FOLLOWUP)
    assert stop(other, kit=Kit("baclofen 500 mcg/mL")).carry_text == "baclofen 500 mcg/mL"


def test_a_stop_names_its_pump_its_place_and_what_presses() -> None:
    assert stop().pump_text == f"{PUMP.model.name} A1"
    assert stop(pump=None).pump_text == ""
    assert (stop().alert, stop(status=Status.WAITING).alert) == ("", "")
    assert stop(status=Status.ALARM).alert == "alarm"


def test_a_place_is_the_address_the_name_of_the_site_or_its_code() -> None:
    assert stop().where == "101 Invented Street 55401"
    seen = visit(1, 540, setting=Setting.CLINIC, site="MPLS")
    assert stop(seen, site=Site("MPLS", "Downtown")).where == "Downtown"
    assert stop(seen, site=Site("MPLS", "")).where == "MPLS"
    assert stop(seen).where == ""


def test_a_day_is_counted_with_when_it_begins_and_ends() -> None:
    found = sheet(visit(1, 540), visit(2, 620))
    assert found.figures == ("2 visits", "leave 08:50", "back 11:20", "drive 45 min, 21 km", "")
    assert (found.day, found.way_to(found.stops[0])) == (MONDAY, "10 min, 5 km")
    assert found.way_back == "15 min, 7 km"


def test_a_day_in_the_clinic_begins_and_ends_there() -> None:
    seen = visit(1, 540, setting=Setting.CLINIC, site="MPLS")
    assert sheet(seen).figures[:3] == ("1 visit", "begin 09:00", "end 09:45")


def test_a_leg_that_cannot_be_told_names_whose_location_it_lacks() -> None:
    found = sheet(visit(1, 540), visit(2, 620), legs=())
    assert found.figures == (
        "2 visits",
        "drive 0 min, 0 km",
        "3 legs are missing: needs a location",
    )
    assert found.way_to(found.stops[0]) == "base needs a location"
    assert found.way_to(found.stops[1]) == "0001 needs a location"
    assert found.way_back == "0002 needs a location"
    assert found._replace(finish=None).way_back == "needs a location"
    assert found.named("") == "the clinic"


def test_a_load_is_what_the_open_visits_take_by_mixture() -> None:
    over = visit(2, 620, status=VisitStatus.DONE)
    found = sheet(visit(1, 540), over, visit(3, 700))
    assert found.loads == (Load("baclofen 500 mcg/mL", 2, 40_000),)
    assert [str(load) for load in found.loads] == ["2 x baclofen 500 mcg/mL, 40 mL in all"]
    assert sheet(visit(1, 540), kit=Kit()).loads == ()


def test_a_day_with_a_break_says_between_when() -> None:
    found = sheet(visit(1, 540), visit(2, 620))._replace(rest=(720, 780))
    assert "break between 12:00 and 13:00" in found.figures
