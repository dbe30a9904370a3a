"""Planning cases and plans as JSON: what another solver reads and writes.

A case is written field by field as :mod:`pumpsched.planning.case` names them, dates as
``YYYY-MM-DD``, fractions as ``13/10``. A plan is a list of visits: patient, day, minute, nurses,
site (empty at home).
"""

from __future__ import annotations

import hashlib
import json
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any, Union, get_args, get_origin, get_type_hints

from pumpsched.planning.construct import resume
from tests.builders.plans import Plan, PlannedVisit, PlanningCase, PlanningProblem, Totals, plan_of
from tests.builders.values import Setting, UsageRefusal


def as_json(value: Any, *, brief: bool = False) -> Any:
    """A value of the domain as JSON; a brief one leaves out what is as usual."""
    usual = usual_of(type(value))
    if usual:
        return {
            name: as_json(getattr(value, name), brief=brief)
            for name, default in usual.items()
            if not (brief and getattr(value, name) == default)
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (date, Fraction)):
        return str(value)
    if isinstance(value, frozenset):
        return sorted(value)
    return [as_json(each, brief=brief) for each in value] if isinstance(value, tuple) else value


def usual_of(kind: Any) -> dict[str, Any]:
    """The names of what a value of the domain is made of, each with its default; else none."""
    if is_dataclass(kind):
        return {field.name: field.default for field in fields(kind) if field.compare}
    defaults = getattr(kind, "_field_defaults", {})
    return {name: defaults.get(name, MISSING) for name in getattr(kind, "_fields", ())}


def read_as(kind: Any, value: Any) -> Any:
    """A value of the domain from JSON."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return None if value is None else read_as(inner[0], value)
    if origin is tuple:
        return tuple(read_as(inner[0], each) for each in value)
    if origin is frozenset:
        return frozenset(value)
    if usual_of(kind):
        hints = get_type_hints(kind)
        return kind(**{name: read_as(hints[name], each) for name, each in value.items()})
    if kind is date:
        return date.fromisoformat(value)
    return kind(value)


def case_text(case: PlanningCase) -> str:
    """A case as a JSON text, always the same for the same case."""
    return json.dumps(as_json(case), indent=1, sort_keys=True)


def read_case(text: str) -> PlanningCase:
    """The case of a JSON text.

    Raises:
        UsageRefusal: The text is none.
    """
    found = _loaded(text)
    if not isinstance(found, dict):
        raise _unreadable("a case is a JSON object with the fields of a planning case")
    try:
        case: PlanningCase = read_as(PlanningCase, found)
    except (ArithmeticError, AttributeError, TypeError, ValueError) as error:
        raise _unreadable(f"no planning case has such fields or values: {error}") from None
    return case


def read_visits(text: str) -> list[Mapping[str, Any]]:
    """The visits of a plan's JSON text, each with every field.

    Raises:
        UsageRefusal: The text is no list, or a row lacks a field or has one of another kind.
    """
    found = _loaded(text)
    if not isinstance(found, list):
        raise _unreadable("a plan is a JSON list of visits")
    for number, row in enumerate(found, 1):
        if not isinstance(row, dict):
            raise _unreadable(f"row {number} is no JSON object")
        for name, fits in FIELDS.items():
            if name not in row:
                raise _unreadable(f'row {number} has no "{name}"')
            if not fits(row[name]):
                raise _unreadable(f'row {number}: "{name}" cannot be read: {str(row[name])[:60]}')
    return found


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _are_codes(value: object) -> bool:
    return isinstance(value, list) and value != [] and all(isinstance(each, str) for each in value)


FIELDS: Mapping[str, Callable[[object], bool]] = {
    "patient": lambda value: isinstance(value, str),
    "day": _is_day,
    "minute": lambda value: type(value) is int and 0 <= value < 1440,
    "nurses": _are_codes,
    "site": lambda value: isinstance(value, str),
}
"""The fields of a visit in a plan, and what each may hold."""


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unreadable(f"it is no JSON: {error}") from None


def _unreadable(what: str) -> UsageRefusal:
    return UsageRefusal(what, code="unreadable")


def checksum(case: PlanningCase) -> str:
    """The first sixteen digits of the SHA-256 of what is unusual in a case.

    A field that the program learns later does not change it.
    """
    text = json.dumps(as_json(case, brief=True), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def visits_of(plan: Plan) -> list[dict[str, Any]]:
    """The visits of a plan as another solver would write them."""
    return [
        {
            "patient": visit.patient,
            "day": visit.day.isoformat(),
            "minute": visit.minute,
            "nurses": list(visit.nurses),
            "site": visit.site,
        }
        for visit in plan.visits
        if not visit.locked
    ]


def plan_from(case: PlanningCase, visits: Sequence[Mapping[str, Any]]) -> Plan:
    """The plan that visits make up, with its routes, who is left out, and its cost.

    Raises:
        UsageRefusal: A visit is of nobody in the case, or where nobody works that day: it has no
            cost then.
    """
    demands = {demand.code: demand for demand in case.demands}
    booked = {visit.patient: visit for visit in case.visits if visit.status.is_open}
    problem, planned = PlanningProblem(case), dict[str, PlannedVisit]()
    for number, visit in enumerate(visits, 1):
        code, day = visit["patient"], date.fromisoformat(visit["day"])
        demand, known = demands.get(code), booked.get(code)
        if demand is None:
            raise _unreadable(f'row {number}: the case has no patient "{code}" to plan')
        if code in planned:
            raise _unreadable(f'row {number}: patient "{code}" has a visit already')
        planned[code] = PlannedVisit(
            patient=code,
            day=day,
            minute=visit["minute"],
            minutes=known.minutes if known else demand.patient.visit_minutes,
            setting=Setting.CLINIC if visit["site"] else Setting.HOME,
            site=visit["site"],
            nurses=tuple(visit["nurses"]),
            refill_by=demand.refill_by,
            opens_on=demand.opens_on,
        )
        _check_shifts(problem, planned[code], number)
    nothing = Totals(0, 0, 0, 0, 0, 0, 0)
    said = Plan(case.first, case.last, tuple(planned.values()), (), (), nothing)
    return plan_of(resume(problem, said))


def _check_shifts(problem: PlanningProblem, visit: PlannedVisit, number: int) -> None:
    """Passes a visit of nurses who work at its place that day, each named once."""
    if len(set(visit.nurses)) < len(visit.nurses):
        raise _unreadable(f"row {number}: a nurse is named twice")
    working = {problem.slots[slot].nurse.code for slot in problem.slots_for(visit.booked(""))}
    for nurse in visit.nurses:
        if nurse not in working:
            where = f'at "{visit.site}"' if visit.site else "for home visits"
            raise _unreadable(f'row {number}: nurse "{nurse}" has no shift {where} on {visit.day}')
