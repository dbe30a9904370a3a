"""Planning cases and plans as JSON: what another solver reads and writes.

A case is written field by field as :mod:`pumpsched.domain.planning_case` names them, dates as
``YYYY-MM-DD``, fractions as ``13/10``. A plan is a list of visits: patient, day, minute, nurses,
site (empty at home).
"""

from __future__ import annotations

import hashlib
import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any, Union, get_args, get_origin, get_type_hints

from pumpsched.domain.people import Setting
from pumpsched.domain.plan import Plan, PlannedVisit, Totals
from pumpsched.domain.planning_case import PlanningCase
from pumpsched.planning.board import Board
from pumpsched.planning.report import plan_of
from pumpsched.planning.resume import resume


def as_json(value: Any, *, brief: bool = False) -> Any:
    """A value of the domain as JSON; a brief one leaves out what is as usual."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: as_json(getattr(value, field.name), brief=brief)
            for field in fields(value)
            if field.compare and not (brief and getattr(value, field.name) == field.default)
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (date, Fraction)):
        return str(value)
    if isinstance(value, frozenset):
        return sorted(value)
    return [as_json(each, brief=brief) for each in value] if isinstance(value, tuple) else value


def read_as(kind: Any, value: Any) -> Any:
    """A value of the domain from JSON."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return None if value is None else read_as(inner[0], value)
    if origin is tuple:
        return tuple(read_as(inner[0], each) for each in value)
    if origin is frozenset:
        return frozenset(value)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return kind(**{name: read_as(hints[name], each) for name, each in value.items()})
    if kind is date:
        return date.fromisoformat(value)
    return kind(value)


def case_text(case: PlanningCase) -> str:
    """A case as a JSON text, always the same for the same case."""
    return json.dumps(as_json(case), indent=1, sort_keys=True)


def read_case(text: str) -> PlanningCase:
    """The case of a JSON text."""
    case: PlanningCase = read_as(PlanningCase, json.loads(text))
    return case


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


def plan_from(case: PlanningCase, visits: list[Mapping[str, Any]]) -> Plan:
    """The plan that visits make up, with its routes, who is left out, and its cost."""
    demands = {demand.code: demand for demand in case.demands}
    booked = {visit.patient: visit for visit in case.visits if visit.status.is_open}
    planned = []
    for visit in visits:
        demand = demands[visit["patient"]]
        known = booked.get(visit["patient"])
        planned.append(
            PlannedVisit(
                patient=visit["patient"],
                day=date.fromisoformat(visit["day"]),
                minute=visit["minute"],
                minutes=known.minutes if known else demand.patient.visit_minutes,
                setting=Setting.CLINIC if visit["site"] else Setting.HOME,
                site=visit["site"],
                nurses=tuple(visit["nurses"]),
                refill_by=demand.refill_by,
                opens_on=demand.opens_on,
            )
        )
    nothing = Totals(0, 0, 0, 0, 0, 0, 0)
    said = Plan(case.first, case.last, tuple(planned), (), (), nothing)
    return plan_of(resume(Board(case), said))
