"""Findings that stand: those of a view, and of earlier fills, until somebody has acknowledged them.

A warning of a fill is not gone with the next good one. What an import brought in happened before
anybody could answer: of that only the last fill's findings stand. An acknowledgement is about one
occurrence; another fill, a worse severity or other words are another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from enum import IntEnum
from zlib import crc32

from pumpsched.domain.catalogue import Catalogue
from pumpsched.domain.decisions import Decision, DecisionKind
from pumpsched.domain.drug_line import bridge_undecided
from pumpsched.domain.drug_supply import (
    drug_past_date,
    off_label,
    stability_unstudied,
    waste_unwitnessed,
)
from pumpsched.domain.dryness import restart_undecided
from pumpsched.domain.findings import RESTART_UNDECIDED, Finding, Severity
from pumpsched.domain.imported_dose import dose_unasked
from pumpsched.domain.ledger import Fact, Filled
from pumpsched.domain.ledger_findings import fill_mismatch, findings_of, over_capacity
from pumpsched.domain.mri_safety import mri_findings
from pumpsched.domain.projection import Projection
from pumpsched.domain.pump import Pump, WindowRules
from pumpsched.domain.residual import (
    check_volume_above_fill,
    fill_against,
    pocket_fill_suspected,
    volume_findings,
)
from pumpsched.domain.status import State, Status
from pumpsched.domain.therapy_end import therapy_end, therapy_ended

LATE_DAYS = 7
"""So many days late is as pressing as a pump that alarms."""


class Carry(IntEnum):
    """How far a finding has to be carried, the farthest first."""

    NOW = 1
    """Call the prescriber."""
    TODAY = 2
    """Settle it today."""
    NEXT = 3
    """Settle it by the next refill."""


def findings_that_stand(
    view: Projection,
    pump: Pump,
    rules: WindowRules,
    catalogue: Catalogue,
    *,
    decisions: Sequence[Decision],
    typed: frozenset[int],
    replaced: Sequence[Fact] = (),
) -> list[Finding]:
    """Every finding of a view; earlier fills are the last.

    That the therapy has ended, or a restart is undecided, is the first.

    Args:
        view: The pump's ledger, seen from a day.
        pump: The device.
        rules: The patient's refill rules.
        catalogue: What is known of drugs.
        decisions: What named persons decided of the pump, as it stands on that day.
        typed: Numbers of the facts that a person recorded.
        replaced: Facts in place of which an import put others.
    """
    if view.state is State.RETIRED:
        return []
    end = therapy_end(view, decisions)
    first = therapy_ended(end) if end else restart_undecided(view, pump, catalogue, decisions)
    found = [
        *first,
        *findings_of(view, pump, rules, catalogue),
        *volume_findings(view, pump),
        *bridge_undecided(view, pump, decisions, typed),
        *off_label(view, pump, catalogue, decisions, typed),
        *stability_unstudied(view, catalogue, typed),
        *drug_past_date(view.fill),
        *pocket_fill_suspected(view.fill, pump),
        *check_volume_above_fill(view.fill),
        *waste_unwitnessed(view, rules, catalogue),
        *mri_findings(view, pump, decisions),
    ]
    filled = str(view.fill.at) if view.fill else ""
    found = [_about(each, filled) for each in found]
    found += _of_earlier_fills(view, pump, typed)
    unasked = dose_unasked(view, pump, rules, catalogue, typed=typed, replaced=replaced)
    found += [_about(each, str(told.at)) for told, each in unasked]
    return [
        replace(each, acknowledged=end)
        if each.code == Status.STOPPED.value and end
        else _answered(each, decisions, view.as_of)
        for each in found
    ]


def _of_earlier_fills(view: Projection, pump: Pump, typed: frozenset[int]) -> Iterator[Finding]:
    """What stands of fills before the last one that a person recorded, latest first."""
    fills = [fact for fact in view.facts if type(fact) is Filled]
    checks = {cycle.fill.seq: cycle.check for cycle in view.flow.cycles}
    for place, fill in reversed([*enumerate(fills[:-1])]):
        if fill.seq not in typed:
            continue
        found = [*fill_mismatch(fill), *over_capacity(fill, pump), *drug_past_date(fill)]
        found += [*pocket_fill_suspected(fill, pump), *check_volume_above_fill(fill)]
        if place:
            found += fill_against(fills[place - 1], fill, checks.get(fill.seq))
        for each in found:
            if each.severity is not Severity.INFO:
                said = f"at the fill of {fill.at.day}: {each.message}"
                yield replace(_about(each, str(fill.at)), message=said)


def _about(finding: Finding, filled: str) -> Finding:
    """A finding of a fill of that time, and its occurrence in words that an export keeps."""
    words = " ".join(filter(None, [finding.code, finding.severity, filled]))
    said = f"{words} {crc32(finding.message.encode()):08x}"
    return replace(finding, about=filled, occurrence=said)


def _answered(finding: Finding, decisions: Sequence[Decision], day: date) -> Finding:
    """A finding with the decision that answers it on a day, if one does and none did already."""
    if finding.acknowledged is not None:
        return finding
    for each in decisions:
        knows = each.kind is DecisionKind.ACKNOWLEDGE and each.subject == finding.occurrence
        if knows and each.holds_on(day) and can_be_acknowledged(finding):
            return replace(finding, acknowledged=each)
    return finding


def can_be_acknowledged(finding: Finding) -> bool:
    """Whether it comes back until somebody says that it is known, and may be known.

    An info does not come back, and a restart is decided on.
    """
    return finding.severity is not Severity.INFO and finding.code != RESTART_UNDECIDED


def listed_codes(findings: Sequence[Finding]) -> tuple[str, ...]:
    """The codes that a list names: of what is acknowledged only that the pump is stopped."""
    shown = (
        each.code
        for each in findings
        if each.acknowledged is None or each.code == Status.STOPPED.value
    )
    return tuple(dict.fromkeys(shown))


def escalated(finding: Finding, status: Status, days_late: int) -> Carry:
    """How far a finding is to be carried, by how the pump stands and how late its refill is."""
    urgent = finding.severity is Severity.URGENT
    if urgent or status in (Status.EMPTY, Status.ALARM) or days_late > LATE_DAYS:
        return Carry.NOW
    return Carry.TODAY if status is Status.LATE else Carry.NEXT
