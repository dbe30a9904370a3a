"""An MRI of a patient with a pump: what is done before it, and what afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from pumpsched.domain.clinic import Visit, VisitKind
from pumpsched.domain.decisions import Decision, DecisionKind
from pumpsched.domain.findings import Finding, Severity
from pumpsched.domain.ledger import Fact, Filled, ReadOut
from pumpsched.domain.projection import Projection
from pumpsched.domain.pump import Pump
from pumpsched.domain.status import State

PRESSES = timedelta(days=3)
"""So long before an MRI it presses that a reservoir is still full."""


def mri_day(decision: Decision) -> date | None:
    """The day of the MRI that a decision tells of, if it does."""
    if decision.kind is not DecisionKind.MRI:
        return None
    try:
        return date.fromisoformat(decision.subject)
    except ValueError:
        # A file may have other words there: then nobody knows the day.
        return None


def mri_findings(view: Projection, pump: Pump, decisions: Iterable[Decision]) -> Iterator[Finding]:
    """What the last MRI told of asks for on the day of a view, by the model of the pump."""
    on, code, model = last_mri(decisions), pump.device.patient, pump.model
    if view.fill is None or on is None:
        return
    facts: dict[str, str | int | None] = {"mri_on": on.isoformat()}
    if model.empty_before_mri and _is_full(view, on):
        presses = view.as_of >= on - PRESSES
        yield Finding(
            "mri-empty-first",
            Severity.URGENT if presses else Severity.WARNING,
            f"MRI on {on}: the {model.name} is emptied before it (`pumpsched empty {code} "
            f"--on {on}`) and filled again the same day",
            facts,
        )
    elif model.empty_before_mri and view.as_of >= on and not _since(view, on, Filled):
        yield Finding(
            "mri-refill-after",
            Severity.URGENT,
            f"MRI on {on}: the {model.name} is filled and set going again that day. {model.mri} "
            f"Was there none, `pumpsched decision withdraw {code} {DecisionKind.MRI} --reason …`",
            facts,
        )
    elif not model.empty_before_mri and view.as_of < on:
        said = model.mri or "its maker says what a scanner does to it."
        yield Finding("mri-planned", Severity.INFO, f"MRI on {on}, {model.name}: {said}", facts)
    elif not model.empty_before_mri and model.mri and not _since(view, on, Filled, ReadOut):
        yield Finding(
            "mri-read-out-after",
            Severity.WARNING,
            f"MRI on {on}, and no read-out since: {model.mri} `pumpsched readout {code} …`",
            facts,
        )


def last_mri(decisions: Iterable[Decision]) -> date | None:
    """The day of the last MRI told of."""
    return max((day for day in map(mri_day, decisions) if day is not None), default=None)


def mri_unbooked(
    view: Projection, pump: Pump, decisions: Iterable[Decision], visits: Iterable[Visit]
) -> Iterator[Finding]:
    """No visit is booked in which a pump is emptied for an MRI to come, or filled after it.

    Args:
        view: The pump's ledger, seen from a day.
        pump: The device.
        decisions: What was decided of the pump.
        visits: The patient's visits that are still to come.
    """
    on = last_mri(decisions)
    if view.fill is None or on is None or on < view.as_of or not pump.model.empty_before_mri:
        return
    that_day = [visit.kind for visit in visits if visit.day == on]
    lacking = []
    if _is_full(view, on) and not [kind for kind in that_day if kind is not VisitKind.REFILL]:
        lacking.append("before it, to empty the pump (`--kind followup`)")
    if not _since(view, on, Filled) and VisitKind.REFILL not in that_day:
        lacking.append("after it, to fill the pump")
    if lacking:
        said = " and none ".join(lacking)
        yield Finding(
            "mri-unbooked",
            Severity.WARNING,
            f"MRI on {on}: no visit is booked {said}: `pumpsched visit add {pump.device.patient} "
            f"--at {on}T…`",
            {"mri_on": on.isoformat()},
        )


def _is_full(view: Projection, on: date) -> bool:
    """Whether the reservoir is still to be emptied for an MRI of that day."""
    return view.as_of <= on and view.state is not State.EMPTIED and not _since(view, on, Filled)


def _since(view: Projection, day: date, *kinds: type[Fact]) -> bool:
    """Whether a fact of these kinds is dated on a day or after it."""
    return any(day <= fact.at.day <= view.as_of for fact in view.facts if isinstance(fact, kinds))
