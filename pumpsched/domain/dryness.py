"""Whether a pump may have been dry: then its patient is no longer used to the drug.

From the day the volume reaches what cannot be used, or when no more than that is aspirated, a pump
with a drug that is dangerous to restart delivers again only by a decision of a named person. A
refill always records what was done at the bedside; what is undecided then is a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pumpsched.domain.decisions import Decision, DecisionKind
from pumpsched.domain.errors import Unsafe
from pumpsched.domain.findings import RESTART_UNDECIDED, Finding, Severity
from pumpsched.domain.ledger import Emptied, Fact, Filled, Ledger
from pumpsched.domain.programming import Programming, switches
from pumpsched.domain.projection import Projection, project
from pumpsched.domain.quantities import decimal_text
from pumpsched.domain.reservoir import Reservoir, reservoir_of
from pumpsched.domain.status import State

if TYPE_CHECKING:
    from pumpsched.domain.catalogue import Catalogue
    from pumpsched.domain.pump import Pump
    from pumpsched.domain.standing import Standing
    from pumpsched.domain.therapy import Mixture

RESTART_RANK = 3
"""The withdrawal rank of opioids; baclofen and clonidine have a worse one."""


class DryCycle(NamedTuple):
    """A cycle that may have ended dry; ``since`` is the day from which, where that is known."""

    since: date | None
    residual_ul: int | None
    expected_ul: int | None

    def __str__(self) -> str:
        since = f" since {self.since}" if self.since else ""
        if self.residual_ul is None:
            return f"no residual was measured, and the pump may have been dry{since}"
        measured = decimal_text(self.residual_ul, 3)
        if self.expected_ul == 0:
            said = f"{measured} mL measured, 0 expected: no agreement"
        else:
            said = f"only {measured} mL was left"
        return f"{said}, the pump may have been dry{since}"


def dry_before_fill(view: Projection, pump: Pump) -> DryCycle | None:
    """The cycle before the last fill of a view, if it may have ended dry.

    A residual above the unusable volume settles that it did not. One emptied on the day of its
    fill was not dry: what it held was taken out by hand.
    """
    if view.fill is None or (view.fill.residual and view.fill.residual.ul > pump.unusable_ul):
        return None
    earlier = view.facts[: view.facts.index(view.fill)]
    last = next((f for f in reversed(earlier) if isinstance(f, (Filled, Emptied))), None)
    if last is None or (isinstance(last, Emptied) and last.at.day == view.fill.at.day):
        return None
    reservoir = _cycle(view, earlier, pump)
    residual = view.fill.residual.ul if view.fill.residual else None
    since = _dry_on(reservoir, pump)
    if since is not None and since > view.fill.at.day:
        since = None
    if residual is None and since is None:
        return None
    expected = None
    if reservoir is not None:
        expected = reservoir.left_at(view.fill.at.instant, boluses=True) // reservoir.ticks_per_ul
    return DryCycle(since, residual, expected)


def dry_since(view: Projection, pump: Pump) -> date | None:
    """The day from which the pump of a view may be dry, if it is by the day seen from."""
    day = _dry_on(view.reservoir, pump) if view.window is not None else None
    return day if day is not None and day <= view.as_of else None


def _cycle(view: Projection, earlier: tuple[Fact, ...], pump: Pump) -> Reservoir | None:
    """The volumes from the fill before the last one on; None where they are not known."""
    assert view.fill is not None, "who asks has looked at its fill"
    fixed, told = pump.fixed_flow_ul_per_day, view.told.known_by(view.fill.at.day)
    before = next((fact for fact in reversed(earlier) if isinstance(fact, Filled)), None)
    if before is None or (fixed is None and not told.has_flow(before.at.instant)):
        return None
    return reservoir_of(
        before,
        facts=earlier,
        told=told if fixed is None else Programming(told.contents),
        switches=switches(earlier) if fixed is None else [],
        fixed_flow_ul_per_day=fixed,
    )


def _dry_on(reservoir: Reservoir | None, pump: Pump) -> date | None:
    day = reservoir.falls_to(pump.unusable_ul, boluses=True) if reservoir else None
    return None if day is None else date.fromordinal(day)


def is_dangerous(catalogue: Catalogue, *mixtures: Mixture | None) -> bool:
    """Whether any drug of some mixtures is dangerous to restart."""
    return any(catalogue.withdrawal_rank(each) <= RESTART_RANK for each in mixtures)


def restart_undecided(
    view: Projection, pump: Pump, catalogue: Catalogue, decisions: Iterable[Decision]
) -> Iterator[Finding]:
    """The pump was filled after it may have been dry, and nobody has decided on the restart."""
    if view.fill is None or view.state is State.RETIRED or not _at_risk(view, catalogue):
        return
    cycle = dry_before_fill(view, pump)
    if cycle is None or _decided(decisions, view.fill.at.day):
        return
    code = pump.device.patient
    yield Finding(
        RESTART_UNDECIDED,
        Severity.URGENT,
        f"{cycle}. Decide on the restart: "
        f"`pumpsched decision add {code} restart --by … --reason …`",
        {"dry_since": str(cycle.since) if cycle.since else None},
    )


def restart_needed(standing: Standing, fact: Fact) -> Unsafe | None:
    """A pump that may be dry, or was until its last fill, is to deliver.

    What is told together with a refill was done at the bedside, and is recorded with it. A pump
    that was emptied delivers nothing until its fill, which asks then.
    """
    if standing.refilled:
        return None
    day = min(fact.at.day, standing.today)
    view = project(
        Ledger(standing.until(fact)),
        standing.placed,
        standing.rules,
        standing.catalogue,
        as_of=day,
    )
    if view.fill is None or view.state is State.EMPTIED or not _at_risk(view, standing.catalogue):
        return None
    since, cycle = dry_since(view, standing.placed), dry_before_fill(view, standing.placed)
    if since is not None:
        said = f"The pump may be dry since {since}"
    elif cycle is not None and not _decided(standing.decisions, view.fill.at.day):
        said = f"Before the fill of {view.fill.at}: {cycle}"
    else:
        return None
    return Unsafe(
        f"{said}.",
        code="restart-needed",
        why="Who was without the drug is no longer used to it: the old dose may be too much.",
        next_step='the same command with --restart "WHO: REASON"',
    )


def _at_risk(view: Projection, catalogue: Catalogue) -> bool:
    held = [content.mixture for content in view.told.contents[-2:]]
    return is_dangerous(catalogue, view.mixture, *held)


def _decided(decisions: Iterable[Decision], day: date) -> bool:
    """Whether somebody decided on a restart on a day or after it."""
    return any(each.kind is DecisionKind.RESTART and each.at.day >= day for each in decisions)
