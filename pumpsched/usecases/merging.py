"""Bringing two records of one person together, and taking that apart again.

What was recorded under the one code is void there and recorded again under the other; equal facts
are one. The code that is no more is archived, with the code that holds in its reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pumpsched.domain.calendars import Closure, When
from pumpsched.domain.clinic import Leg, Patient
from pumpsched.domain.errors import Conflict, UsageRefusal
from pumpsched.domain.findings import Finding
from pumpsched.domain.ledger import Archived, Fact, Filled, Voided
from pumpsched.domain.objections import FILLED_AGAIN_DAYS
from pumpsched.domain.pump import Device
from pumpsched.domain.sameness import merged_note, of_pump
from pumpsched.domain.text import visible
from pumpsched.records.cell_types import when
from pumpsched.store.results import Entry, Implant
from pumpsched.usecases.chart import open_chart
from pumpsched.usecases.contacts import bring_contacts
from pumpsched.usecases.departures import departure_of
from pumpsched.usecases.outlooks import refresh
from pumpsched.usecases.pumps import kept_mixtures, settle_facts
from pumpsched.usecases.who_is_meant import find_patient
from pumpsched.usecases.worklist import WorklistItem, item_of_chart

if TYPE_CHECKING:
    from pumpsched.store.books import Books
    from pumpsched.store.reading.opening import ReadBooks

_NOTE = "merge"
"""Under which an audit row names all but the facts that a merge moved, so that it can be undone."""

ROWS = ("visits", "authorizations", "closures", "legs")
"""What besides facts and pumps names a patient, and names the other one after a merge."""


@dataclass(frozen=True, slots=True)
class MergeReceipt:
    """What a merge moved, or its undoing moved back, and what that makes of the dates.

    Attributes:
        source: The patient whose code is no more, or holds again.
        into: The patient who has it all, or had.
        old, new: The worklist item of ``into`` before and after.
        archive: Number of the fact that archived ``source``: what an undo names.
        facts: Facts recorded again, as they now are.
        equal: How many of ``source`` were recorded for ``into`` already.
        pumps: Pumps that ``into`` did not have.
        rows: How many of each of :data:`ROWS`.
        findings: What is worth attention.
    """

    source: Patient
    into: Patient
    old: WorklistItem
    new: WorklistItem
    archive: int
    facts: tuple[Fact, ...]
    equal: int
    pumps: int
    rows: Mapping[str, int]
    findings: tuple[Finding, ...]


def merge_patients(
    books: Books, source: Patient, into: Patient, *, reason: str, today: date, again: str = ""
) -> MergeReceipt:
    """Brings everything of ``source`` to ``into``, by one act.

    ``again`` is the reason why fills of both a few days apart are two.

    Raises:
        UsageRefusal: Both are one patient.
        Conflict: One of them has left the list, each has another pump in place, or fills of both
            may be one that was recorded twice.
    """
    if source.code == into.code:
        raise UsageRefusal("Both are one patient.", code="same-patient")
    for each in (source, into):
        archived = departure_of(books.entries(each.code))
        if archived is not None:
            raise Conflict(
                f"Patient {each.code} left the list on {archived.on}: {visible(archived.note)}.",
                code="archived",
                next_step=f"pumpsched undo {archived.seq} --reason …, if that is wrong",
            )
    old = _item(books, into, today=today)
    why = f"{reason}; filled twice: {again}" if again else reason
    note = merged_note(into.code, why)
    homes, pumps = _pumps_brought(books, source, into)
    if not again:
        _refuse_second_fills(books, source, into, homes)
    facts, equal = _facts_brought(books, source, into, homes, note=note)
    archive = books.append(source.code, None, Archived(at=When(today), note=note))
    settle_facts(books, into.code, why=note)
    merge = {"from": source.code, "into": into.code} | pumps | _rows_brought(books, source, into)
    books.note({_NOTE: merge})
    added = len(pumps["added"])
    done = _receipt(books, source, into, old, merge, facts, pumps=added, today=today)
    return replace(done, archive=archive.seq, equal=equal)


def _pumps_brought(
    books: Books, source: Patient, into: Patient
) -> tuple[dict[int, int], dict[str, Any]]:
    """Which pump of ``into`` each of ``source`` is, by key; which were added, which corrected."""
    there = books.implants(into.code)
    known = {of_pump(each.device): each for each in there if of_pump(each.device)}
    homes: dict[int, int] = {}
    added: list[Device] = []
    corrected: list[tuple[Implant, Device]] = []
    for key, device in books.implants(source.code):
        same = known.get(of_pump(device))
        if same is None:
            added.append(device._replace(patient=into.code))
            continue
        homes[key] = same.key
        if device.explanted_on != same.device.explanted_on:
            raise _two_words(source, into, device)
        earlier = same.device._replace(
            implanted_on=device.implanted_on,
            implanted_minute=device.implanted_minute,
        )
        if device.implanted_on < same.device.implanted_on and same == there[0]:
            corrected.append((same, earlier))
    mended = {same.key: device for same, device in corrected}
    _check_one_at_a_time(
        source, into, [*(mended.get(key, device) for key, device in there), *added]
    )
    for key, device in mended.items():
        books.put_device(key, device)
    new = {device.implanted_on: books.add_device(device) for device in added}
    for key, device in books.implants(source.code):
        homes.setdefault(key, new.get(device.implanted_on, key))
    return homes, {
        "added": [str(device.implanted_on) for device in added],
        "corrected": [
            [str(device.implanted_on), str(was.device.implanted_at)] for was, device in corrected
        ],
    }


def _two_words(source: Patient, into: Patient, device: Device) -> Conflict:
    return Conflict(
        f"{source.code} and {into.code} differ in when the {device.model} "
        f"{visible(device.serial)} was taken out.",
        code="explants-differ",
        why="One of the two records of this pump is wrong.",
        next_step=f"pumpsched pump edit {source.code} --explanted-on …",
    )


def _check_one_at_a_time(source: Patient, into: Patient, devices: Iterable[Device]) -> None:
    for old, new in pairwise(sorted(devices, key=lambda each: each.implanted_on)):
        if old.explanted_on is None or old.explanted_on > new.implanted_on:
            raise Conflict(
                f"{into.code} would have two pumps in place: {_named(old)} and {_named(new)}.",
                code="two-pumps",
                why="One pump is in place at a time: one was taken out, or a number is wrong.",
                next_step=f"pumpsched pump explant {source.code} --on …, or "
                f"pumpsched pump edit {source.code} --serial …",
            )


def _named(device: Device) -> str:
    return f"the {device.model} {visible(device.serial)} of {device.implanted_on}"


def _standing(entries: Iterable[Entry]) -> list[Entry]:
    """The facts that stand and say something of a pump, in the order recorded."""
    found = [
        e for e in entries if e.voided_by is None and not isinstance(e.fact, Archived | Voided)
    ]
    return sorted(found, key=lambda entry: entry.fact.seq)


def _facts_brought(
    books: Books, source: Patient, into: Patient, homes: Mapping[int, int], *, note: str
) -> tuple[tuple[Fact, ...], int]:
    """The facts now recorded for ``into``, and how many were there already."""
    theirs, mine = tuple(books.entries(into.code)), tuple(books.entries(source.code))
    there = Counter(_said(entry, theirs) for entry in _standing(theirs))
    brought, equal = [], 0
    for entry in _standing(mine):
        said = _said(entry, mine)
        books.append(source.code, entry.pump, Voided(at=said.at, voids=entry.fact.seq, note=note))
        if there[said]:
            there[said] -= 1
            equal += 1
            continue
        again = replace(said, note=entry.fact.note)
        assert entry.pump is not None, "all but an archive belongs to a pump"
        brought.append(books.append(into.code, homes[entry.pump], again, name=entry.name))
    return tuple(brought), equal


def _refuse_second_fills(
    books: ReadBooks, source: Patient, into: Patient, homes: Mapping[int, int]
) -> None:
    """Refuses fills of both codes that are so near each other that they may be one."""
    theirs, mine = tuple(books.entries(into.code)), tuple(books.entries(source.code))
    there = [each for each in _standing(theirs) if isinstance(each.fact, Filled)]
    known = [_said(each, theirs) for each in there]
    near = [
        (new, old)
        for new in _standing(mine)
        if isinstance(new.fact, Filled) and _said(new, mine) not in known
        for old in there
        if homes.get(new.pump or 0) == old.pump
        if abs((new.fact.at.day - old.fact.at.day).days) <= FILLED_AGAIN_DAYS
    ]
    if not near:
        return
    said = ", ".join(
        f"{new.fact.at.day} of {source.code} and {old.fact.at.day} of {into.code}"
        for new, old in near
    )
    new, old = (each.fact.seq for each in near[-1])
    raise Conflict(
        f"{into.code} would be filled twice within {FILLED_AGAIN_DAYS} days: {said}.",
        code="duplicate-fill",
        why="The later one moves the dates later, and it may be the same fill recorded twice.",
        next_step=f"pumpsched undo {new} --patient {source.code} --reason …, or "
        f"pumpsched undo {old} --patient {into.code} (if one is wrong), "
        "or the same command with --again …",
    )


def _said(entry: Entry, entries: tuple[Entry, ...]) -> Fact:
    """What a fact says, whatever its number and note; a fill names the mixture that it kept."""
    fact = replace(entry.fact, seq=0, note="")
    if isinstance(fact, Filled):
        return replace(fact, mixture=kept_mixtures(entries).get(entry.fact.seq, fact.mixture))
    return fact


def _rows_brought(books: Books, source: Patient, into: Patient) -> dict[str, list[Any]]:
    """Gives ``into`` the rows that name ``source``, and names them; what is there already stays."""
    visits = books.visits(patient=source.code)
    for visit in visits:
        books.put_visit(visit._replace(patient=into.code))
    bring_contacts(books, source.code, into.code)
    held = {each.number for each in books.authorizations(into.code)}
    permits = [each for each in books.authorizations(source.code) if each.number not in held]
    for permit in permits:
        books.give_authorization(permit, into.code)
    _bring_marks(books, source.code, into.code, {permit.number for permit in permits})
    away = {_days(each) for each in books.closures() if each.who == into.code}
    closures = [c for c in books.closures() if c.who == source.code and _days(c) not in away]
    for closure in closures:
        _give_closure(books, closure, into.code)
    legs = list(_legs_for(books, source.code, into.code))
    books.put_legs(legs)
    return {
        "visits": [visit.code for visit in visits],
        "authorizations": [permit.number for permit in permits],
        "closures": [list(_days(closure)) for closure in closures],
        "legs": [list(leg.ends) for leg in legs],
    }


def _bring_marks(books: Books, source: str, into: str, numbers: Set[str]) -> None:
    """Notes of authorizations given to another code that they end, as it was noted before."""
    there = books.archive_marks()
    for mark in there:
        brought = mark._replace(who=into)
        if mark.who == source and mark.number in numbers and brought not in there:
            books.add_archive_mark(brought)


def _days(closure: Closure) -> tuple[str, str]:
    return str(closure.first), str(closure.last)


def _give_closure(books: Books, closure: Closure, who: str) -> None:
    books.drop_closure(closure)
    books.add_closure(closure._replace(who=who))


def _legs_for(books: ReadBooks, source: str, into: str) -> Iterator[Leg]:
    """The legs of one code as those of another that has none of its own there."""
    legs = list(books.legs())
    there = {leg.ends for leg in legs}
    for leg in legs:
        origin, destination = (into if end == source else end for end in leg.ends)
        if source in leg.ends and (origin, destination) not in there:
            yield leg._replace(origin=origin, destination=destination)


def merge_of(books: ReadBooks, entry: Entry) -> Mapping[str, Any] | None:
    """What a merge noted that recorded this fact; None of any other fact."""
    notes = books.change_of(entry.fact.seq).detail.get("notes")
    for note in notes if isinstance(notes, list) else ():
        if _NOTE in note:
            found: Mapping[str, Any] = note[_NOTE]
            return found
    return None


def undo_merge(books: Books, entry: Entry, *, reason: str, today: date) -> MergeReceipt:
    """Takes a merge apart: each code has again what it had; what came later stays where it is.

    Raises:
        Conflict: The fact is of no merge, or of one that was undone.
    """
    merge = merge_of(books, entry) or {}
    together = [each for each in books.recorded_with(entry.fact.seq) if each.voided_by is None]
    archived = [each for each in together if isinstance(each.fact, Archived)]
    if not archived:
        raise Conflict("That merge is undone already.", code="already-voided")
    source, into = (find_patient(books, merge[end]) for end in ("from", "into"))
    old = _item(books, into, today=today)
    for each in (*_standing(together), *archived):
        void = Voided(at=each.fact.at, voids=each.fact.seq, note=reason)
        books.append(each.patient, each.pump, void)
    voided = {each.fact.voids for each in together if isinstance(each.fact, Voided)}
    back = [e for e in books.entries(source.code) if e.fact.seq in voided]
    facts = tuple(
        books.append(source.code, each.pump, replace(each.fact, seq=0), name=each.name)
        for each in sorted(back, key=lambda each: each.fact.seq)
    )
    pumps = _pumps_back(books, into, merge)
    _rows_back(books, source, into, merge)
    done = _receipt(books, source, into, old, merge, facts, pumps=pumps, today=today)
    return replace(done, archive=archived[0].fact.seq)


def _pumps_back(books: Books, into: Patient, merge: Mapping[str, Any]) -> int:
    """Corrects the pumps back; one that was added is dropped, or out on the day it came in.

    Its facts, void by now, still name it, and so do decisions.
    """
    by_day = {str(each.device.implanted_on): each for each in books.implants(into.code)}
    for now, before in merge["corrected"]:
        key, device = by_day[now]
        at = when(before)
        books.put_device(key, device._replace(implanted_on=at.day, implanted_minute=at.minute))
    used = {entry.pump for entry in books.entries(into.code)}
    decided = {decision.implanted_on for decision in books.decisions(into.code)}
    for day in merge["added"]:
        key, device = by_day[day]
        if key in used or device.implanted_on in decided:
            books.put_device(key, device._replace(explanted_on=device.implanted_on))
        else:
            books.drop_device(key)
    return len(merge["added"])


def _rows_back(books: Books, source: Patient, into: Patient, merge: Mapping[str, Any]) -> None:
    for visit in books.visits(patient=into.code):
        if visit.code in merge["visits"]:
            books.put_visit(visit._replace(patient=source.code))
    for permit in books.authorizations(into.code):
        if permit.number in merge["authorizations"]:
            books.give_authorization(permit, source.code)
    for closure in books.closures():
        if closure.who == into.code and list(_days(closure)) in merge["closures"]:
            _give_closure(books, closure, source.code)
    for origin, destination in merge["legs"]:
        books.drop_leg(origin, destination)


def _receipt(
    books: Books,
    source: Patient,
    into: Patient,
    old: WorklistItem,
    moved: Mapping[str, Any],
    facts: tuple[Fact, ...],
    *,
    today: date,
    pumps: int,
) -> MergeReceipt:
    for each in (source, into):
        refresh(books, open_chart(books, each.code, as_of=today))
    chart = open_chart(books, into.code, as_of=today)
    view = chart.seen()
    return MergeReceipt(
        source=source,
        into=into,
        old=old,
        new=_item(books, into, today=today),
        archive=0,
        facts=facts,
        equal=0,
        pumps=pumps,
        rows={noun: len(moved[noun]) for noun in ROWS},
        findings=() if view is None else tuple(chart.findings(view)),
    )


def _item(books: ReadBooks, patient: Patient, *, today: date) -> WorklistItem:
    chart = open_chart(books, patient.code, as_of=today)
    return item_of_chart(chart, visit=books.next_visits(today).get(patient.code))
