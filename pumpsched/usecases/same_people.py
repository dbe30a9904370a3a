"""People recorded twice, or hardly as they are: found among all, settled by a named person.

Two codes are one person's until somebody decides that they are two people, or merges them.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple

from pumpsched.domain.calendars import When
from pumpsched.domain.clinic import Patient
from pumpsched.domain.decisions import Decision, DecisionKind, that_stand
from pumpsched.domain.errors import ConfirmationNeeded, Conflict, Unusual, UsageRefusal
from pumpsched.domain.findings import Finding, Severity
from pumpsched.domain.plausible import earliest_birth, implausible
from pumpsched.domain.pump import Device
from pumpsched.domain.sameness import Sameness, Shared, of_person, of_pump

if TYPE_CHECKING:
    from pumpsched.store.books import Books
    from pumpsched.store.reading.opening import ReadBooks

MOST_ALIKE = 20
"""Of more patients who share one thing, each is held against the first of them alone."""


class Pair(NamedTuple):
    """Two codes that may be one person's, in their order."""

    one: str
    other: str

    @classmethod
    def of(cls, one: str, other: str) -> Pair:
        """The pair of two codes, whichever is said first."""
        return cls(*sorted((one, other)))


Alike = Mapping[Pair, tuple[Sameness, ...]]
"""Pairs, each with what they share."""


def undecided(books: ReadBooks) -> Alike:
    """Every pair of patients that share what two people hardly do, and that nobody has settled.

    Kept for each patient are three numbers of eight bytes; only who shares one is read again.
    """
    merged = books.merges()

    def shared() -> Iterator[tuple[str, Shared]]:
        return (each for each in _shared(books) if each[0] not in merged)

    marks = array("q", (hash(what) for _, what in shared()))
    twice = frozenset(one for one, next_ in pairwise(sorted(marks)) if one == next_)
    if not twice:
        return {}
    sharing: dict[Shared, dict[str, None]] = {}
    for code, what in shared():
        if hash(what) in twice:
            sharing.setdefault(what, {})[code] = None
    found: dict[Pair, tuple[Sameness, ...]] = {}
    for (sameness, _), codes in sharing.items():
        for pair in _pairs(tuple(codes)):
            found[pair] = (*found.get(pair, ()), sameness)
    decided = distinct_pairs(books)
    order = list(Sameness)
    return {
        pair: tuple(sorted(found[pair], key=order.index))
        for pair in sorted(found)
        if pair not in decided
    }


def _shared(books: ReadBooks) -> Iterator[tuple[str, Shared]]:
    people = (
        (code, each)
        for code, name, born, _ in books.people()
        for each in of_person(code, name, born)
    )
    pumps = ((each.device.patient, of_pump(each.device)) for each in books.devices())
    return chain(people, ((code, what) for code, what in pumps if what is not None))


def _pairs(codes: Sequence[str]) -> Iterator[Pair]:
    if len(codes) <= MOST_ALIKE:
        return (Pair.of(*two) for two in combinations(codes, 2))
    return (Pair.of(codes[0], other) for other in codes[1:])


def distinct_pairs(books: ReadBooks) -> frozenset[Pair]:
    """The pairs of which somebody decided that they are two people."""
    return frozenset(
        Pair.of(each.patient, each.subject)
        for each in that_stand(books.decisions())
        if each.kind is DecisionKind.DISTINCT
    )


def alike_findings(found: Alike) -> Iterator[Finding]:
    """Pairs that somebody has to settle, and the two ways to do so."""
    for (one, other), same in found.items():
        # Of two codes alike the longer one has its zeros still.
        into, merged = sorted((one, other), key=lambda code: (-len(code), code))
        yield Finding(
            "same-person" if same != (Sameness.PUMP,) else "same-pump",
            Severity.WARNING,
            f"{one} and {other} have {said(same)}. One person: `pumpsched patient merge {merged} "
            f"{into} --reason …`; two: `pumpsched patient distinct {one} {other} --reason …`",
            {"patient": one, "other": other},
        )


def said(same: tuple[Sameness, ...]) -> str:
    """What two patients share, in words."""
    return f"the same {', '.join(same)}"


def check_person(
    books: Books, patient: Patient, *, confirmed: Sequence[str], today: date
) -> tuple[Decision, ...]:
    """The decisions that a new or corrected patient is nobody else, where the code was confirmed.

    Raises:
        ConfirmationNeeded: Somebody is there with that name and birth date, or with that code but
            for zeros, case or blanks.
    """
    mine = dict(of_person(patient.code, patient.name, patient.birth_date))
    merged = books.merges()

    def sameness(code: str, name: str, born: date | None) -> tuple[Sameness, ...]:
        theirs = of_person(code, name, born)
        return tuple(what for what, text in theirs if mine.get(what) == text)

    alike = {
        code: same
        for code, name, born, _ in books.people()
        if code != patient.code and code not in merged
        if (same := sameness(code, name, born))
    }
    decided = distinct_pairs(books)
    open_ = {
        code: same for code, same in alike.items() if Pair.of(patient.code, code) not in decided
    }
    if open_ and patient.code not in confirmed:
        raise _unconfirmed(books, open_, patient.code)
    return _decisions(books, patient.code, open_, today=today)


def check_pump(
    books: Books, device: Device, *, confirmed: Sequence[str], today: date
) -> tuple[Decision, ...]:
    """The decisions that a pump's patient is nobody else, where its serial number was confirmed.

    Raises:
        ConfirmationNeeded: A pump of that family and serial number is in another patient; that
            the two are two people does not answer for one device in both.
    """
    mine, merged = of_pump(device), books.merges()
    owners = (each.device.patient for each in books.devices() if of_pump(each.device) == mine)
    alike = {
        code: (Sameness.PUMP,)
        for code in owners
        if mine is not None and code != device.patient and code not in merged
    }
    serial = device.serial
    if alike and serial not in confirmed:
        raise _unconfirmed(books, alike, serial)
    return _decisions(books, device.patient, alike, today=today)


def _unconfirmed(
    books: Books, alike: Mapping[str, tuple[Sameness, ...]], value: str
) -> ConfirmationNeeded:
    asked = []
    for other, same in alike.items():
        twin = books.patient(other)
        who = twin.identified if twin else other
        asked.append(Unusual(value, f"{who} looks like the same person. Both have {said(same)}."))
    return ConfirmationNeeded(*asked)


def _decisions(
    books: Books, code: str, others: Iterable[str], *, today: date
) -> tuple[Decision, ...]:
    """That a patient is none of the others, where that is not decided yet."""
    decided = distinct_pairs(books)
    pairs = (Pair.of(code, other) for other in others)
    return tuple(
        _distinct(books, pair, "confirmed when recorded", today=today)
        for pair in pairs
        if pair not in decided
    )


def _distinct(books: Books, pair: Pair, reason: str, *, today: date) -> Decision:
    return Decision(
        *(pair.one, When(today), DecisionKind.DISTINCT, books.audit.stamp.actor, reason),
        subject=pair.other,
    )


@dataclass(frozen=True, slots=True)
class DistinctReceipt:
    """Two people who are not one, and the decision."""

    one: Patient
    other: Patient
    decision: Decision


def decide_distinct(
    books: Books, one: Patient, other: Patient, *, reason: str, today: date
) -> DistinctReceipt:
    """Records that two codes are two people.

    Raises:
        UsageRefusal: Both are one code.
        Conflict: Somebody has decided so already.
    """
    if one.code == other.code:
        raise UsageRefusal("Both are one patient.", code="same-patient")
    pair = Pair.of(one.code, other.code)
    if pair in distinct_pairs(books):
        raise Conflict(
            f"{pair.one} and {pair.other} are two people by a decision already.",
            code="already-decided",
            next_step=f"pumpsched show {pair.one}",
        )
    decision = _distinct(books, pair, reason, today=today)
    books.add_decision(decision)
    return DistinctReceipt(one, other, decision)


def settle_brought(
    books: Books,
    before: Alike,
    *,
    named: Iterable[str],
    today: date,
    refuse: Callable[[Alike], None],
) -> int:
    """Settles the pairs that an import brought; how many were decided to be two people.

    ``named`` are codes of people who are nobody else; pairs without one are refused.
    """
    brought = {pair: same for pair, same in undecided(books).items() if pair not in before}
    others = frozenset(named)
    decided = [pair for pair in brought if others.intersection(pair)]
    for pair in decided:
        books.add_decision(_distinct(books, pair, "named with the import", today=today))
    refuse({pair: same for pair, same in brought.items() if pair not in set(decided)})
    return len(decided)


def implausible_people(
    books: ReadBooks, codes: Container[str] | None = None, *, today: date
) -> Iterator[tuple[str, Finding]]:
    """What can hardly be true of these patients or of all, each with the code."""
    bases = books.bases()
    for patient in books.questionable(earliest=earliest_birth(today), latest=today):
        if codes is None or patient.code in codes:
            for finding in implausible(patient, bases, today=today):
                yield patient.code, finding
