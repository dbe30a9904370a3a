"""Files of a practice's work: closures, authorizations, visits, travel, settings."""

from __future__ import annotations

from datetime import date

from pumpsched.domain.calendars import Closure
from pumpsched.domain.errors import Unreadable
from pumpsched.domain.ledger import When
from pumpsched.domain.people import Authorization, Leg, Setting
from pumpsched.domain.practice import RULES, check_setting
from pumpsched.domain.visits import Visit, VisitKind, VisitStatus
from pumpsched.interop.fields import code, codes, day, joined, name, shown, text, when, whole, word
from pumpsched.interop.people import VISIT_MINUTES
from pumpsched.interop.problems import nearest
from pumpsched.interop.rows import Cells, Layout

_visits_allowed = whole(0, 999)
_travel_minutes, _travel_metres = whole(0, 1_440), whole(0, 5_000_000)
_kind, _status = word(*VisitKind), word(*VisitStatus)
_place = word(Setting.HOME, Setting.CLINIC)


def _in_order(cells: Cells, first: date | None, last: date | None, column: str) -> None:
    if first and last and last < first:
        cells.refuse(column, f"is before {first}, the first day")


def _read_closure(cells: Cells) -> Closure:
    closure = Closure(
        who=cells.required("who", code),
        first=cells.required("from", day),
        last=cells.required("to", day),
        reason=cells.text("reason"),
    )
    _in_order(cells, closure.first, closure.last, "to")
    cells.settle()
    return closure


def _closure_text(closure: Closure) -> dict[str, str]:
    return {
        "who": closure.who,
        "from": shown(closure.first),
        "to": shown(closure.last),
        "reason": closure.reason,
    }


def _read_authorization(cells: Cells) -> Authorization:
    found = Authorization(
        patient=cells.required("patient", code),
        number=cells.required("number", name),
        payer=cells.text("payer"),
        valid_from=cells.optional("valid_from", day),
        valid_to=cells.optional("valid_to", day),
        visits=cells.optional("visits", _visits_allowed),
    )
    _in_order(cells, found.valid_from, found.valid_to, "valid_to")
    cells.settle()
    return found


def _authorization_text(authorization: Authorization) -> dict[str, str]:
    return {
        "patient": authorization.patient,
        "number": authorization.number,
        "payer": authorization.payer,
        "valid_from": shown(authorization.valid_from),
        "valid_to": shown(authorization.valid_to),
        "visits": shown(authorization.visits),
    }


def _appointment(cell: str) -> When:
    at = when(cell)
    if at.minute is None:
        raise Unreadable("at", cell, "needs a clock time", "2026-11-02T09:30")
    return at


def _nurses(cell: str) -> tuple[str, ...]:
    return codes(cell, most=2)


_NEVER = When(date.min)
"""Stands in for a time that cannot be read, in a row that then gives no visit."""


def _read_visit(cells: Cells) -> Visit:
    at = cells.required("at", _appointment) or _NEVER
    visit = Visit(
        code=cells.required("visit", code),
        patient=cells.required("patient", code),
        kind=cells.defaulted("kind", _kind, VisitKind.REFILL),
        day=at.day,
        minute=at.minute or 0,
        minutes=cells.required("minutes", VISIT_MINUTES),
        setting=cells.required("setting", _place),
        site=cells.defaulted("site", code, ""),
        nurses=cells.defaulted("nurse", _nurses, ()),
        status=cells.defaulted("status", _status, VisitStatus.BOOKED),
    )
    if visit.setting is Setting.HOME and cells.given("site"):
        cells.refuse("site", "does not belong to a home visit")
    cells.settle()
    return visit


def _visit_text(visit: Visit) -> dict[str, str]:
    return {
        "visit": visit.code,
        "patient": visit.patient,
        "kind": visit.kind,
        "at": visit.at,
        "minutes": str(visit.minutes),
        "setting": visit.setting,
        "site": visit.site,
        "nurse": joined(visit.nurses),
        "status": visit.status,
    }


def _read_leg(cells: Cells) -> Leg:
    leg = Leg(
        origin=cells.required("from", code),
        destination=cells.required("to", code),
        minutes=cells.required("minutes", _travel_minutes),
        metres=cells.required("metres", _travel_metres),
    )
    cells.settle()
    return leg


def _leg_text(leg: Leg) -> dict[str, str]:
    return {
        "from": leg.origin,
        "to": leg.destination,
        "minutes": str(leg.minutes),
        "metres": str(leg.metres),
    }


def _known_key(cell: str) -> str:
    if cell not in RULES:
        raise Unreadable("key", cell, f"is no setting{nearest(cell, tuple(RULES))}")
    return cell


def _read_setting(cells: Cells) -> tuple[str, str]:
    key = cells.required("key", _known_key)
    value = cells.required("value", lambda cell: check_setting(key, text(cell)) if key else cell)
    cells.settle()
    return key, value


def _setting_text(setting: tuple[str, str]) -> dict[str, str]:
    key, value = setting
    return {"key": key, "value": value}


CLOSURES: Layout[Closure] = Layout(
    "closures.csv",
    ("who", "from", "to", "reason"),
    ("who", "from", "to"),
    _read_closure,
    _closure_text,
)
AUTHORIZATIONS: Layout[Authorization] = Layout(
    "authorizations.csv",
    ("patient", "number", "payer", "valid_from", "valid_to", "visits"),
    ("patient", "number"),
    _read_authorization,
    _authorization_text,
)
VISITS: Layout[Visit] = Layout(
    "visits.csv",
    ("visit", "patient", "kind", "at", "minutes", "setting", "site", "nurse", "status"),
    ("visit", "patient", "at", "minutes", "setting"),
    _read_visit,
    _visit_text,
)
TRAVEL: Layout[Leg] = Layout(
    "travel.csv",
    ("from", "to", "minutes", "metres"),
    ("from", "to", "minutes", "metres"),
    _read_leg,
    _leg_text,
)
SETTINGS: Layout[tuple[str, str]] = Layout(
    "settings.csv", ("key", "value"), ("key", "value"), _read_setting, _setting_text
)
