"""A programme that an import brought: nobody was asked, so it is held against what a command asks.

It stands until a person records a programme, or says that it is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from pumpsched.domain.catalogue import Catalogue
from pumpsched.domain.doses import doses_of
from pumpsched.domain.findings import Finding, Severity
from pumpsched.domain.gates import (
    above_plausible,
    beyond_a_fifth,
    beyond_fivefold,
    change_text,
    daily_pairs,
    ratio_text,
)
from pumpsched.domain.ledger import MENDED, Fact, Ledger, Programmed, Voided
from pumpsched.domain.projection import Projection
from pumpsched.domain.pump import Pump, WindowRules

DOSE_UNASKED = "dose-unasked"
"""Code of the finding that a dose which a command would ask about came in by an import."""


def mended(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts in place of which an import put others."""
    voided = {fact.voids for fact in facts if type(fact) is Voided and fact.note == MENDED}
    return tuple([fact for fact in facts if fact.seq in voided]) if voided else ()


def dose_unasked(
    view: Projection,
    pump: Pump,
    rules: WindowRules,
    catalogue: Catalogue,
    *,
    typed: frozenset[int],
    replaced: Sequence[Fact],
) -> Iterator[tuple[Programmed, Finding]]:
    """The last programme is one that a command asks about or refuses, and no person typed it.

    Args:
        view: The pump's ledger, seen from a day.
        pump: The device.
        rules: The patient's refill rules.
        catalogue: What is known of drugs.
        typed: Numbers of the facts that a person recorded.
        replaced: Facts in place of which an import put others.

    Yields:
        The programme, where it was told first, and what is unusual of it.
    """
    told = [fact for fact in view.facts if type(fact) is Programmed]
    if view.window is None or pump.model.constant_flow or not told:
        return
    same = [*takewhile(lambda fact: fact.programme == told[-1].programme, reversed(told))]
    if any(fact.seq in typed for fact in same):
        return
    since = same[-1]
    before = told[-len(same) - 1] if len(same) < len(told) else None
    said, is_slip = _changed(view, since, _predecessor(since, before, replaced))
    doses = doses_of(view.mixture, since.programme, pump, boluses=True) if view.mixture else {}
    most = dict(rules.max_doses)
    high = [
        *above_plausible(
            doses.items(), lambda drug: most.get(drug, catalogue.drug(drug).plausible.dose)
        )
    ]
    if said or high:
        code = pump.device.patient
        yield (
            since,
            Finding(
                DOSE_UNASKED,
                Severity.URGENT if high or is_slip else Severity.WARNING,
                f"an import brought {since.programme}, and nobody was asked: "
                f"{'; '.join([*said, *high])}. Read it from the programmer, then "
                f"`pumpsched dose {code} …`, or `pumpsched finding ack {code} {DOSE_UNASKED} …`",
            ),
        )


def _predecessor(
    since: Programmed, before: Programmed | None, replaced: Sequence[Fact]
) -> Programmed | None:
    """What a programme took the place of: the one before, or one that an import mended since."""
    first = before.seq if before else 0
    lately = [f for f in replaced if type(f) is Programmed and first < f.seq < since.seq]
    if any(fact.programme == since.programme for fact in lately):
        # Taken back to what it was.
        return before
    return max(lately, key=lambda fact: fact.seq, default=before)


def _changed(view: Projection, since: Programmed, old: Programmed | None) -> tuple[list[str], bool]:
    """How much a day brings more or less than before, if that is unusual, and a slip."""
    if old is None:
        return [], False
    ledger = Ledger(view.facts)
    met = [ledger.until(fact.at.day).mixture for fact in (old, since)]
    if len({mixture.drugs[:1] for mixture in met if mixture}) > 1:
        return [], False
    pairs = daily_pairs(old.programme, since.programme, met[1])
    unusual = [pair for pair in pairs if beyond_a_fifth(*pair[:2])]
    slips = [pair for pair in unusual if beyond_fivefold(*pair[:2])]
    said_of = ratio_text if slips else change_text
    said = [
        f"{will} is {said_of(was, now)} the {present} before"
        for was, now, present, will in (slips or unusual)[:1]
    ]
    return said, bool(slips)
