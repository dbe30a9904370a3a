"""What was filled in: past its date, thrown away unseen, off-label, never studied together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from pumpsched.domain.decisions import Decision, DecisionKind
from pumpsched.domain.errors import OVERRIDE, Unsafe
from pumpsched.domain.findings import Finding, Severity
from pumpsched.domain.ledger import Filled

if TYPE_CHECKING:
    from pumpsched.domain.catalogue import Catalogue
    from pumpsched.domain.projection import Projection
    from pumpsched.domain.pump import Pump, WindowRules
    from pumpsched.domain.standing import Standing
    from pumpsched.domain.therapy import Mixture

CONTROLLED = "II"
"""The legal class whose waste somebody has to witness."""
OFF_LABEL = DecisionKind.OFF_LABEL.value
"""Code of the finding that a drug is not approved for its pump."""


def past_date(_standing: Standing, fill: Filled) -> Unsafe | None:
    """The drug was past its date on the day of the fill."""
    for said in _past_dates(fill):
        return Unsafe(
            f"Refused: {said} had passed on {fill.at.day}.",
            code="drug-past-date",
            why="What is past its date is not filled in; if it was, the record has to say so.",
            next_step=OVERRIDE,
        )
    return None


def unwitnessed(standing: Standing, fill: Filled) -> Unsafe | None:
    """Controlled drug was thrown away, and nobody is named who saw it."""
    supply = fill.supply
    if supply is None or supply.waste is None or supply.witness:
        return None
    mixtures = (standing.held(fill), fill.mixture)
    if not any(is_controlled(standing.catalogue, each) for each in mixtures):
        return None
    return Unsafe(
        f"{supply.waste} of a schedule {CONTROLLED} drug was thrown away without a witness.",
        code="witness-needed",
        why="Somebody else has to see it, and the record names them.",
        next_step='the same command with --witness "NAME", or with --override … (if nobody did)',
    )


def drug_past_date(fill: Filled | None) -> Iterator[Finding]:
    """The drug of a fill was past its date."""
    for said in _past_dates(fill):
        yield Finding(
            "drug-past-date",
            Severity.WARNING,
            f"{said} had passed when the drug was filled in: ask the pharmacy",
        )


def waste_unwitnessed(
    view: Projection, rules: WindowRules, catalogue: Catalogue
) -> Iterator[Finding]:
    """Controlled drug was drawn at the last fill and no witness is named, where that is asked."""
    fill = view.fill
    if not rules.waste_witness or fill is None or (fill.supply and fill.supply.witness):
        return
    earlier = view.facts[: view.facts.index(fill)]
    held = [f.mixture for f in earlier if isinstance(f, Filled) and f.mixture]
    residual = fill.residual
    if residual and residual.ul and held and is_controlled(catalogue, held[-1]):
        yield Finding(
            "waste-unwitnessed",
            Severity.INFO,
            f"{residual} of {held[-1]} was drawn on {fill.at.day}, and no witness is named",
        )


def _past_dates(fill: Filled | None) -> Iterator[str]:
    supply = fill.supply if fill else None
    if fill is None or supply is None:
        return
    of_lot = f" of lot {supply.lot}" if supply.lot else ""
    if supply.expires_on and supply.expires_on < fill.at.day:
        yield f"the expiry {supply.expires_on}{of_lot}"
    if supply.bud_on and supply.bud_on < fill.at.day:
        yield f"the beyond-use date {supply.bud_on}{of_lot}"


def is_controlled(catalogue: Catalogue, mixture: Mixture | None) -> bool:
    """Whether what is thrown away of a mixture has to be seen by somebody."""
    return mixture is not None and catalogue.schedule(mixture) == CONTROLLED


def off_label(
    view: Projection,
    pump: Pump,
    catalogue: Catalogue,
    decisions: Sequence[Decision],
    typed: frozenset[int],
) -> Iterator[Finding]:
    """A drug that a person filled in is not approved for the pump; acknowledged once it is known.

    What an import brought in is asked about when a person next fills it in. A decision answers for
    the drugs filled in up to its day, whether it was made as one, or by acknowledging this finding.
    """
    mixture, family = view.mixture, pump.model.family
    if view.window is None or mixture is None:
        return
    for code in catalogue.off_label(mixture, family):
        brought = _brought(view, code)
        if brought is None or not _is_asked(view, brought, typed):
            continue
        drug = catalogue.drug(code)
        word = "" if drug.source.vouches_for("approved_families") else ", unverified"
        yield Finding(
            OFF_LABEL,
            Severity.WARNING,
            f"{code} is not approved for the {pump.model.name} (off-label{word}): "
            f"`pumpsched decision add {pump.device.patient} {OFF_LABEL} --by … --reason …` says "
            "once that this is known",
            {"drug": code},
            acknowledged=_known(decisions, brought.at.day, view.as_of),
        )


def stability_unstudied(
    view: Projection, catalogue: Catalogue, typed: frozenset[int]
) -> Iterator[Finding]:
    """The drugs that a person filled in together were never studied so."""
    mixture = view.mixture
    if view.window is None or mixture is None or len(mixture.drugs) <= 1:
        return
    brought = [fill for fill in map(partial(_brought, view), mixture.drugs) if fill]
    asked = _is_asked(view, max(brought, key=view.facts.index), typed)
    if asked and catalogue.study_of(mixture) is None:
        yield Finding(
            "stability-unstudied",
            Severity.INFO,
            f"no study of {mixture} in a reservoir is known: its time is that of its drugs alone",
        )


def _brought(view: Projection, drug: str) -> Filled | None:
    """The first fill of this pump that brought a drug."""
    fills = (fact for fact in view.facts if isinstance(fact, Filled))
    return next((f for f in fills if f.mixture and drug in f.mixture.drugs), None)


def _is_asked(view: Projection, brought: Filled, typed: frozenset[int]) -> bool:
    """Whether a person filled the pump, when a fill brought its drug or since."""
    since = view.facts[view.facts.index(brought) :]
    return any(fact.seq in typed for fact in since if isinstance(fact, Filled))


def _known(decisions: Iterable[Decision], since: date, day: date) -> Decision | None:
    answers = (
        each
        for each in decisions
        if each.kind is DecisionKind.OFF_LABEL
        or (each.kind is DecisionKind.ACKNOWLEDGE and each.subject.startswith(f"{OFF_LABEL} "))
    )
    return next((d for d in answers if d.at.day >= since and d.holds_on(day)), None)
