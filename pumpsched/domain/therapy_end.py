"""The end of a therapy: a pump at rest on purpose presses nobody until its review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pumpsched.domain.decisions import Decision, DecisionKind
from pumpsched.domain.findings import THERAPY_ENDED, Finding, Severity
from pumpsched.domain.ledger import Filled, Started
from pumpsched.domain.projection import Projection
from pumpsched.domain.status import State


def therapy_end(view: Projection, decisions: Iterable[Decision]) -> Decision | None:
    """The decision that the therapy of a pump has ended, if it holds on the day seen from.

    It no longer does on the day of its review, nor once the pump is filled or started later.
    """
    if not is_at_rest(view):
        return None
    turned = [fact.at.day for fact in view.facts if isinstance(fact, (Filled, Started))]
    last = max((day for day in turned if day <= view.as_of), default=view.as_of)
    return next(
        (
            each
            for each in decisions
            if each.kind is DecisionKind.THERAPY_ENDED and each.at.day >= last
            if each.until is not None and each.at.day <= view.as_of < each.until
        ),
        None,
    )


def is_at_rest(view: Projection) -> bool:
    """Whether a pump is stopped, or was emptied and left so."""
    return view.stopped or view.state is State.EMPTIED


def therapy_ended(decision: Decision) -> Iterator[Finding]:
    """Who decided that the therapy has ended, and when the pump is looked at again."""
    yield Finding(
        THERAPY_ENDED,
        Severity.INFO,
        f"the therapy ended by decision of {decision.who} on {decision.at.day}; the pump is "
        f"looked at again on {decision.until}",
        {"review_on": str(decision.until)},
    )
