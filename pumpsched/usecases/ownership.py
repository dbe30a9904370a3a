"""Which pump a fact belongs to: the one implanted on its day, whenever the implant was typed.

The ledger is append-only, so a fact that belongs elsewhere once an implant is recorded, corrected
or taken back is voided and recorded again for its pump; both stay in the history.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pumpsched.domain.ledger import Fact, Filled, Voided
from pumpsched.domain.mixture import Mixture
from pumpsched.store.books import Books, Entry
from pumpsched.usecases.chart import implant_on, ledger_of


@dataclass(frozen=True, slots=True)
class Rehomed:
    """A fact that now belongs to another pump: as it was recorded, and as it is again."""

    was: Fact
    now: Fact


def settle_facts(books: Books, code: str, *, why: str) -> tuple[Rehomed, ...]:
    """Gives every standing fact of a patient to the pump of its day; what was recorded again.

    A fill that kept the mixture of another pump's fill names it from then on.

    Args:
        books: The open, writable store.
        code: The patient's code.
        why: Reason of the voids.
    """
    entries = tuple(books.entries(code))
    implants = tuple(books.implants(code))
    kept = _mixtures(entries)
    standing = [
        e
        for e in entries
        if e.pump is not None and e.voided_by is None and not isinstance(e.fact, Voided)
    ]
    homes: list[tuple[Entry, int]] = []
    for entry in standing:
        implant = implant_on(implants, entry.fact.at.day)
        if implant is not None:
            homes.append((entry, implant.key))
    first = _first_fills(homes)
    rehomed = []
    for entry, home in sorted(homes, key=lambda each: each[0].fact.seq):
        fact = entry.fact
        nameless = fact.seq in first and isinstance(fact, Filled) and fact.mixture is None
        if home == entry.pump and not nameless:
            continue
        books.append(code, entry.pump, Voided(at=fact.at, voids=fact.seq, note=why))
        again = replace(fact, seq=0)
        if isinstance(again, Filled):
            again = replace(again, mixture=kept.get(fact.seq, again.mixture))
        rehomed.append(Rehomed(fact, books.append(code, home, again)))
    return tuple(rehomed)


def _mixtures(entries: tuple[Entry, ...]) -> dict[int, Mixture]:
    """What each standing fill put in, named or kept from the fill before in its own pump."""
    found: dict[int, Mixture] = {}
    for key in {entry.pump for entry in entries if entry.pump is not None}:
        mixture: Mixture | None = None
        for fill in ledger_of(entries, key).fills():
            mixture = fill.mixture or mixture
            if mixture is not None:
                found[fill.seq] = mixture
    return found


def _first_fills(homes: Sequence[tuple[Entry, int]]) -> set[int]:
    """Numbers of the first fill of each pump, as the facts now belong."""
    first: dict[int, int] = {}
    for entry, home in homes:
        if isinstance(entry.fact, Filled):
            first.setdefault(home, entry.fact.seq)
    return set(first.values())
