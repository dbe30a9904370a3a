"""Lines of a history: when it was, what was done with which drug, and who recorded it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from pumpsched.cli.days import spoken_near
from pumpsched.cli.documents import fact_columns
from pumpsched.cli.params import programme_text
from pumpsched.cli.terminal.answer import discrepancy_tenths, expected_tenths
from pumpsched.domain.calendars import When
from pumpsched.domain.decisions import Decision
from pumpsched.domain.expected_residual import ResidualCheck
from pumpsched.domain.ledger import BolusGiven, Fact, Filled, Programmed
from pumpsched.domain.quantities import rounded_text
from pumpsched.domain.text import visible
from pumpsched.records.events import KIND_OF

if TYPE_CHECKING:
    from pumpsched.store.results import Entry
    from pumpsched.usecases.card import InForce


TREND = "▁▂▃▄▅▆▇█"
"""How far a residual is off, from all of its tolerance less to all of it more."""


def history_line(
    entry: Entry, in_force: InForce, *, today: date, check: ResidualCheck | None = None
) -> str:
    """One fact: ``4  Mon  2 Nov  programmed baclofen 500 mcg/mL at 120 mcg/day · ann``."""
    fact = entry.fact
    note = [visible(fact.note)] if fact.note else []
    what = " · ".join([", ".join(_words(fact, in_force, check)), *note, visible(entry.actor)])
    voided = f" (voided by {entry.voided_by})" if entry.voided_by is not None else ""
    return f"{fact.seq}  {day_and_clock(fact.at, today=today)}  {what}{voided}"


def decision_text(decision: Decision) -> str:
    """One decision: ``decided override of dose 2026-11-02: new weight · ann``."""
    word = "withdrew the decision" if decision.is_withdrawal else "decided"
    of = f" of {visible(decision.subject)}" if decision.subject else ""
    holds = decision.until is not None and not decision.is_withdrawal
    until = f", until {decision.until}" if holds else ""
    said = f": {visible(decision.reason)}" if decision.reason else ""
    return f"{word} {decision.kind}{of}{until}{said} · {visible(decision.who)}"


def day_and_clock(at: When, *, today: date) -> str:
    """A day as in a column of days, with its clock time if known."""
    clock = "" if at.minute is None else f" {str(at)[11:]}"
    return f"{spoken_near(at.day, today=today, aligned=True)}{clock}"


def trend_line(checks: Sequence[ResidualCheck], *, drawn: bool) -> str:
    """How far the last residuals are off [mL], earliest first, and all of them together."""
    each = " ".join(discrepancy_tenths(check) for check in checks)
    total = sum((check.discrepancy_ul for check in checks), Fraction(0))
    signs = "".join(TREND[_step(check)] for check in checks)
    picture = f"{signs} " if drawn else ""
    said = f"{'+' if total >= 0 else '-'}{rounded_text(abs(total) / 1000, 1)}"
    return f"Residuals off by {picture}{each}, together {said} mL."


def _step(check: ResidualCheck) -> int:
    """The place of a residual in :data:`TREND`."""
    steps, whole = len(TREND), 2 * max(check.tolerance_ul, 1)
    return min(max(floor((check.discrepancy_ul / whole + Fraction(1, 2)) * steps), 0), steps - 1)


def _words(fact: Fact, in_force: InForce, check: ResidualCheck | None) -> Iterator[str]:
    """What was done, and with which drug."""
    mixture, programme = in_force
    of = f" of {mixture}" if mixture else ""
    past = KIND_OF[type(fact)].past
    match fact:
        case Filled():
            at = f" at {programme_text(programme)}" if programme else ""
            yield f"{past} {fact.injected}{of}{at}"
            if fact.residual is not None:
                expected = f" ({expected_tenths(check)})" if check else ""
                yield f"residual {fact.residual}{expected}"
            if fact.programmed not in (None, fact.injected):
                yield f"programmed {fact.programmed}"
            if fact.boluses_used is not None:
                yield f"boluses used {fact.boluses_used}"
            if fact.check_volume is not None:
                yield f"{fact.check_volume} came back"
            if fact.supply is not None:
                yield visible(str(fact.supply))
        case Programmed():
            held = f"{mixture} at " if mixture else ""
            yield f"{past} {held}{programme_text(fact.programme)}"
        case BolusGiven():
            yield f"{past} {fact.amount}{of}"
        case _:
            yield " ".join([past, *_columns(fact)])


def _columns(fact: Fact) -> Iterator[str]:
    """What else a fact says, by its columns."""
    for key, value in fact_columns(fact).items():
        if value is not None and key != "note":
            unit = " mL" if key.endswith("_ml") else ""
            yield f"{key.removesuffix('_ml').replace('_', ' ')} {value}{unit}"
