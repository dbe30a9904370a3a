"""Pumps whose record asks for a second look: beyond their service, or filled half."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from pumpsched.domain.findings import SERVICE_LIFE_UNKNOWN, Finding, service_life_unknown
from pumpsched.domain.ledger import Filled, Ledger
from pumpsched.domain.projection import State
from pumpsched.domain.pump import Pump
from pumpsched.domain.residual import FILL_UNDER_HALF, fill_under_half
from pumpsched.reference import catalogue

if TYPE_CHECKING:
    from pumpsched.store.reading.opening import ReadBooks

DOUBTFUL = frozenset({SERVICE_LIFE_UNKNOWN, FILL_UNDER_HALF})
"""Codes of the findings that an import ends with."""


def beyond_service(books: ReadBooks, *, today: date) -> Iterator[tuple[str, Finding]]:
    """The pumps in place past their maker's years without an end of service, by patient's code."""
    retired = {key for key, row in books.outlooks() if row.state is State.RETIRED}
    for key, device in books.devices():
        if key not in retired:
            for finding in service_life_unknown(Pump.of(device, catalogue()), today):
                yield device.patient, finding


def doubtful_pumps(
    books: ReadBooks, found: Mapping[int, frozenset[str]], *, today: date
) -> Iterator[tuple[str, Finding]]:
    """The findings with these codes of the pumps of these keys, each with the patient's code."""
    for held in books.holdings(sorted(found)):
        code = held.device.patient
        fills = [
            fact
            for fact in Ledger.in_order(held.facts).facts
            if type(fact) is Filled and fact.at.day <= today
        ]
        findings = [*service_life_unknown(Pump.of(held.device, catalogue()), today)]
        for last, fill in pairwise(fills[-2:]):
            findings += fill_under_half(fill, last)
        for finding in findings:
            if finding.code in found[held.key]:
                yield code, replace(finding, facts=finding.facts | {"patient": code})
