"""Pumps whose record asks for a second look: past their service, filled half or too much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from pumpsched.domain.findings import SERVICE_LIFE_UNKNOWN, Finding
from pumpsched.domain.imported_dose import DOSE_UNASKED, dose_unasked, mended
from pumpsched.domain.ledger import Filled, Ledger
from pumpsched.domain.ledger_findings import (
    flow_outside_model,
    over_capacity,
    service_life_unknown,
)
from pumpsched.domain.projection import project
from pumpsched.domain.pump import Pump
from pumpsched.domain.residual import FILL_UNDER_HALF, fill_under_half
from pumpsched.domain.status import State
from pumpsched.reference import catalogue
from pumpsched.usecases.who_is_meant import practice_of

if TYPE_CHECKING:
    from pumpsched.store.reading.opening import ReadBooks

_DOUBTED = frozenset({"over-capacity", DOSE_UNASKED})
DOUBTFUL = _DOUBTED | {"flow-outside-model", SERVICE_LIFE_UNKNOWN, FILL_UNDER_HALF}
"""Codes of the findings that an import ends with."""


def doubtful_in_place(books: ReadBooks, *, today: date) -> Iterator[tuple[str, Finding]]:
    """The pumps in place past their maker's years without an end of service, by patient's code.

    After them those whose last fill is more than their reservoir holds, or whose dose an import
    brought and nobody was asked about.
    """
    retired, doubted = set[int](), dict[int, frozenset[str]]()
    for key, row in books.outlooks():
        if row.state is State.RETIRED:
            retired.add(key)
        elif some := _DOUBTED.intersection(row.findings):
            doubted[key] = some
    for key, device in books.devices():
        if key not in retired:
            for finding in service_life_unknown(Pump.of(device, catalogue()), today):
                yield device.patient, finding
    yield from doubtful_pumps(books, doubted, today=today)


def doubtful_pumps(
    books: ReadBooks, found: Mapping[int, frozenset[str]], *, today: date
) -> Iterator[tuple[str, Finding]]:
    """The findings with these codes of the pumps of these keys, each with the patient's code."""
    rules = practice_of(books).usual_rules
    for held in books.holdings(sorted(found)):
        code, pump = held.device.patient, Pump.of(held.device, catalogue())
        ledger = Ledger.in_order(held.facts)
        fills = [fact for fact in ledger.facts if type(fact) is Filled and fact.at.day <= today]
        view = project(ledger, pump, rules, catalogue(), as_of=today)
        findings = [
            *service_life_unknown(pump, today),
            *over_capacity(view.fill, pump),
            *flow_outside_model(view, pump),
        ]
        unasked = dose_unasked(
            *(view, pump, rules, catalogue()), typed=held.typed, replaced=mended(held.facts)
        )
        findings += [each for _, each in unasked]
        for last, fill in pairwise(fills[-2:]):
            findings += fill_under_half(fill, last)
        for finding in findings:
            if finding.code in found[held.key]:
                yield code, replace(finding, facts=finding.facts | {"patient": code})
