"""Pumps of a patient: implanted, taken out, exchanged, corrected, taken back; history is kept.

A fact belongs to the pump implanted on its day, whenever the implant was typed. The ledger is
append-only, so a fact that belongs elsewhere once an implant is recorded, corrected or taken back
is voided and recorded again for its pump; both stay in the history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from pumpsched.domain.calendars import DAY_MINUTES, When
from pumpsched.domain.clinic import Patient, Visit, VisitKind, VisitStatus
from pumpsched.domain.errors import Conflict, Unsafe
from pumpsched.domain.findings import Finding, Severity
from pumpsched.domain.ledger import Fact, Filled, Voided
from pumpsched.domain.pump import Device
from pumpsched.domain.sameness import of_pump
from pumpsched.domain.standing import no_pump
from pumpsched.domain.text import visible
from pumpsched.domain.therapy import Mixture
from pumpsched.records.events import KIND_OF
from pumpsched.records.folder import PUMPS
from pumpsched.reference import catalogue
from pumpsched.store.results import Entry, Implant
from pumpsched.usecases.chart import check_listed, home_of, last_mixture, ledger_of, open_chart
from pumpsched.usecases.departures import visits_to_cancel
from pumpsched.usecases.outlooks import refresh
from pumpsched.usecases.same_people import check_pump
from pumpsched.usecases.worklist import WorklistItem, item_of_chart

if TYPE_CHECKING:
    from pumpsched.store.books import Books
    from pumpsched.store.reading.opening import ReadBooks


Rehomed = tuple[Fact, Fact]
"""A fact that now belongs to another pump: as it was recorded, and as it is again."""


def settle_exchange(books: Books, code: str, day: date, *coming: Fact, today: date) -> None:
    """Settles the facts of the day of an exchange before another fill of it, or after one is void.

    The last fill of that day is the new pump's, so another one makes the one before the old's.
    """
    if not any(implant.device.implanted_on == day for implant in books.implants(code)[1:]):
        return
    why = f"belongs to the other pump of the exchange on {day}"
    if settle_facts(books, code, *coming, why=why):
        refresh(books, open_chart(books, code, as_of=today))


def settle_facts(books: Books, code: str, *coming: Fact, why: str) -> tuple[Rehomed, ...]:
    """Gives every standing fact of a patient to the pump of its day; what was recorded again.

    A fill that kept the mixture of another pump's fill names it from then on. ``why`` is the
    reason of the voids.
    """
    entries = tuple(books.entries(code))
    implants = tuple(books.implants(code))
    kept = kept_mixtures(entries)
    homes = [
        (entry, home_of(entry.fact, implants, entries, *coming).key)
        for entry in entries
        if entry.pump is not None and entry.voided_by is None and type(entry.fact) is not Voided
    ]
    first: dict[int, int] = {}
    for entry, home in homes:
        if isinstance(entry.fact, Filled):
            first.setdefault(home, entry.fact.seq)
    rehomed = []
    for entry, home in sorted(homes, key=lambda each: each[0].fact.seq):
        fact = entry.fact
        is_first = first.get(home) == fact.seq
        nameless = is_first and isinstance(fact, Filled) and fact.mixture is None
        if home == entry.pump and not nameless:
            continue
        books.append(code, entry.pump, Voided(at=fact.at, voids=fact.seq, note=why))
        again = replace(fact, seq=0)
        if isinstance(again, Filled):
            again = replace(again, mixture=kept.get(fact.seq, again.mixture))
        rehomed.append((fact, books.append(code, home, again, name=entry.name)))
    return tuple(rehomed)


def kept_mixtures(entries: tuple[Entry, ...]) -> dict[int, Mixture]:
    """What each standing fill put in, named or kept from the fill before in its own pump."""
    found: dict[int, Mixture] = {}
    for key in {entry.pump for entry in entries if entry.pump is not None}:
        mixture: Mixture | None = None
        for fill in ledger_of(entries, key).fills():
            mixture = fill.mixture or mixture
            if mixture is not None:
                found[fill.seq] = mixture
    return found


@dataclass(frozen=True, slots=True)
class PumpReceipt:
    """A pump as recorded, and what that changed.

    Attributes:
        device: The pump; the one in place again where an implant was taken back.
        replaced: The pump that counts as taken out by it that day, if any.
        withdrawn: The pump whose implant was taken back, if any.
        rehomed: Facts that belong to another pump than before.
        closed: The implant visit of that day, now done.
        mixture: What the patient's last fill put in, in whichever pump; empty before the first.
        findings: What is worth attention, such as a visit booked for the old pump.
    """

    patient: Patient
    device: Device
    item: WorklistItem
    replaced: Device | None = None
    withdrawn: Device | None = None
    rehomed: tuple[Rehomed, ...] = ()
    closed: Visit | None = None
    mixture: str = ""
    findings: tuple[Finding, ...] = ()


def pump_receipt(
    books: Books,
    device: Device,
    *,
    today: date,
    replaced: Device | None = None,
    withdrawn: Device | None = None,
    rehomed: tuple[Rehomed, ...] = (),
) -> PumpReceipt:
    """The receipt of a pump as now recorded, its patient's dates made anew."""
    code = device.patient
    chart = open_chart(books, code, as_of=today)
    view = chart.seen()
    refresh(books, chart, view)
    visits = tuple(books.visits(first=today, last=None, patient=code, open_only=True))
    findings = [*visits_to_cancel(chart, visits), *_for_the_old_pump(visits, replaced)]
    if view is not None:
        findings += chart.findings(view)
    return PumpReceipt(
        patient=chart.patient,
        device=device,
        item=item_of_chart(chart, visit=books.next_visits(today).get(code), view=view),
        replaced=replaced,
        withdrawn=withdrawn,
        rehomed=rehomed,
        mixture=str(last_mixture(chart, until=When(today, DAY_MINUTES - 1)) or ""),
        findings=tuple(findings),
    )


def _for_the_old_pump(visits: Iterable[Visit], replaced: Device | None) -> Iterator[Finding]:
    """Refill visits that were booked for the pump just exchanged; they stay with the patient."""
    for visit in visits:
        if replaced is None or visit.kind is not VisitKind.REFILL:
            continue
        yield Finding(
            "visit-of-old-pump",
            Severity.WARNING,
            f"visit {visit.code} on {visit.day} was booked for the old pump and stays with the "
            "patient: keep it for the new pump, or `visit move` or `visit cancel` it",
            {"visit": visit.code},
        )


def same_serial(books: ReadBooks, device: Device) -> Iterator[Finding]:
    """Another patient's pump of that family with that serial number: perhaps the wrong patient."""
    mine = of_pump(device)
    for other in (implant.device for implant in books.devices() if mine):
        if of_pump(other) == mine and other.patient != device.patient:
            yield Finding(
                "serial-elsewhere",
                Severity.WARNING,
                f"the {device.model} with serial {visible(device.serial)} is recorded for patient "
                f"{other.patient} too: check the number, and that it is the right patient",
            )


LATELY = 50
"""Among so many last changes of the store a person's own latest one is looked for."""


def implant_pump(
    books: Books, device: Device, *, today: date, confirmed: Sequence[str] = ()
) -> PumpReceipt:
    """Records an implant; a pump in place that day is explanted by it.

    Raises:
        ConfirmationNeeded: Another patient has a pump of that family and serial number.
        Conflict: A pump was implanted on that day or later, or the patient has left the list.
        Unsafe: The day lies in the future, or a constant-flow pump has no flow.
    """
    code, day = device.patient, device.implanted_on
    _check_implant(device, today=today)
    check_listed(open_chart(books, code, as_of=today), day)
    _record_owner(books, device, confirmed=confirmed, today=today)
    replaced = None
    for implant in books.implants(code):
        old = implant.device
        if old.implanted_on >= day:
            raise _one_at_a_time(
                f"Patient {code} has the pump {old.model}, implanted on {old.implanted_on}.", code
            )
        if old.explanted_on is None or old.explanted_on > day:
            replaced = old._replace(explanted_on=day)
            books.put_device(implant.key, replaced)
    books.add_device(device)
    rehomed = settle_facts(books, code, why=f"belongs to the pump implanted on {day}")
    closed = _close_visit(books, code, day)
    receipt = pump_receipt(books, device, today=today, replaced=replaced, rehomed=rehomed)
    findings = (*same_serial(books, device), *receipt.findings)
    return replace(receipt, closed=closed, findings=findings)


def _record_owner(books: Books, device: Device, *, confirmed: Sequence[str], today: date) -> None:
    """Records that whoever has a pump of that serial number too is somebody else, if so."""
    for decision in check_pump(books, device, confirmed=confirmed, today=today):
        books.add_decision(decision)


def explant_pump(books: Books, code: str, *, on: date, today: date) -> PumpReceipt:
    """Records that the pump in place was taken out.

    Raises:
        NotFound: No pump is in place.
        Conflict: The pump taken out that day was exchanged for the one in place, or the code is no
            more.
        Unsafe: The day lies in the future, before the implant, or before something recorded.
    """
    _check_not_merged(books, code)
    implants = books.implants(code)
    placed = [i for i in implants if i.device.explanted_on is None]
    if not placed:
        raise no_pump(code, on)
    implant = placed[-1]
    device = implant.device
    if not device.implanted_on <= on <= today:
        raise Unsafe(
            f"The explant on {on} must lie between the implant of {device.implanted_on} and "
            f"today, {today}.",
            code="explant-day",
            next_step="the same command with --on …",
        )
    gone = [i.device for i in implants if i.device.explanted_on == on == device.implanted_on]
    if gone:
        raise Conflict(
            f"The {gone[-1].model} before it counts as explanted on {on} already; this "
            f"{device.model} came in that day.",
            code="exchanged-that-day",
            why="An implant takes the pump before it out: an exchange needs no explant of its own.",
            next_step=f"pumpsched pump list {code}",
        )
    _check_nothing_later(books, implant, on=on, today=today)
    taken = device._replace(explanted_on=on)
    books.put_device(implant.key, taken)
    return pump_receipt(books, taken, today=today)


def edit_pump(
    books: Books,
    code: str,
    columns: Mapping[str, str],
    *,
    today: date,
    confirmed: Sequence[str] = (),
) -> PumpReceipt:
    """Corrects the record of the patient's latest pump.

    Raises:
        ConfirmationNeeded: Another patient has a pump of the corrected family and serial number.
        NotFound: No pump is recorded.
        Conflict: It would be in place together with the pump before it, or the code is no more.
        Unsafe: A day lies in the future, or it is taken out before something recorded.
    """
    _check_not_merged(books, code)
    implants = books.implants(code)
    if not implants:
        raise no_pump(code, today)
    latest, earlier = implants[-1], implants[:-1]
    before = latest.device
    device = PUMPS.parse(PUMPS.text(before) | dict(columns), catalogue())
    _check_implant(device, today=today)
    if (device.model, device.serial) != (before.model, before.serial):
        _record_owner(books, device, confirmed=confirmed, today=today)
    if device.explanted_on is not None and device.explanted_on != before.explanted_on:
        if device.explanted_on > today:
            raise _future(device.explanted_on, today, code)
        _check_nothing_later(books, latest, on=device.explanted_on, today=today)
    replaced = _follow_exchange(books, earlier, before, device)
    books.put_device(latest.key, device)
    rehomed = settle_facts(
        books, code, why=f"belongs to another pump: implant of {device.implanted_on} corrected"
    )
    return pump_receipt(books, device, today=today, replaced=replaced, rehomed=rehomed)


def _check_not_merged(books: ReadBooks, code: str) -> None:
    """Refuses what is recorded of a pump under a code that another one took the place of."""
    into = books.merges().get(code)
    if into is not None:
        raise Conflict(
            f"Patient {code} was merged into {into}: the pump is recorded there.",
            code="merged",
            next_step=f"pumpsched pump list {into}",
        )


def take_back(books: Books, code: str, *, reason: str, today: date) -> PumpReceipt:
    """Takes back what was last recorded of the patient's pumps: an explant, or else an implant.

    The pump that an implant took out is in place again.

    Raises:
        NotFound: No pump is recorded.
        Conflict: A fact or a decision is about the pump whose implant is to be taken back.
    """
    implants = books.implants(code)
    if not implants:
        raise no_pump(code, today)
    latest = implants[-1]
    books.note({"reason": reason})
    if latest.device.explanted_on is not None:
        again = latest.device._replace(explanted_on=None)
        books.put_device(latest.key, again)
        return pump_receipt(books, again, today=today)
    withdrawn = latest.device
    _check_unused(books, latest)
    books.drop_device(latest.key)
    device = withdrawn
    if len(implants) > 1:
        device = implants[-2].device
        if device.explanted_on == withdrawn.implanted_on:
            device = device._replace(explanted_on=None)
            books.put_device(implants[-2].key, device)
    return pump_receipt(books, device, today=today, withdrawn=withdrawn)


def _check_unused(books: ReadBooks, implant: Implant) -> None:
    """Refuses to drop a pump that facts or decisions, which nobody deletes, are about."""
    (key, device), code = implant, implant.device.patient
    facts = sum(entry.pump == key for entry in books.entries(code))
    made = sum(each.implanted_on == device.implanted_on for each in books.decisions(code))
    if not facts + made:
        return
    count, nouns = (facts, "facts") if facts else (made, "decisions")
    what = f"1 {nouns[:-1]} was" if count == 1 else f"{count} {nouns} were"
    raise Conflict(
        f"{what} recorded for the {device.model} of {device.implanted_on}: its implant stays.",
        code=f"pump-has-{nouns}",
        why="Nothing is deleted: correct the record, so that it says which pump is in.",
        next_step=f"pumpsched pump edit {code} --model … --serial … --implanted-on …",
    )


def change_after_facts(books: ReadBooks, *, actor: str) -> tuple[str, str] | None:
    """This person's latest change, if `undo` passes it over: command, and patient or files.

    That is a change of a pump, or an import.
    """
    mine = [row for row in books.audit_entries(newest=LATELY) if row.actor == actor]
    action, detail = (mine[-1].action, mine[-1].detail) if mine else ("", {})
    if action == "import":
        notes: Any = detail.get("notes", ())
        files = dict.fromkeys(file for note in notes for file, *_ in note.get("import", ()))
        return action, ", ".join(files)
    rows: Any = detail.get("rows", ())
    pumps = (str(label).split()[0] for table, label, _ in rows if table == "pump")
    code = next(pumps, "") if action in ("pump implant", "pump explant") else ""
    return (action, code) if code else None


def _check_implant(device: Device, *, today: date) -> None:
    model = catalogue().model(device.model)
    if device.implanted_on > today:
        raise _future(device.implanted_on, today, device.patient)
    if model.constant_flow != (device.fixed_flow_ul_per_day is not None):
        needs, flow = ("needs its", "…") if model.constant_flow else ("takes no", "none")
        raise Unsafe(
            f"The {model.name} {needs} --fixed-flow-ml-day.",
            code="fixed-flow",
            why="Only a constant-flow pump has a flow of its own, printed on its label.",
            next_step=f"the same command with --fixed-flow-ml-day {flow}",
        )


def _one_at_a_time(what: str, code: str) -> Conflict:
    return Conflict(
        what,
        code="pump-in-place",
        why="One pump is in place at a time; a new one comes after the old.",
        next_step=f"pumpsched pump list {code}",
    )


def _future(day: date, today: date, code: str) -> Unsafe:
    return Unsafe(
        f"{day} is in the future; today is {today}.",
        code="future-fact",
        why="An implant or explant to come is a visit.",
        next_step=f"pumpsched visit add {code} --kind implant --at …",
    )


def _check_nothing_later(books: ReadBooks, implant: Implant, *, on: date, today: date) -> None:
    """Refuses an explant before something that happened in that pump; a planned dose is none."""
    code = implant.device.patient
    facts: Sequence[Fact] = ledger_of(tuple(books.entries(code)), implant.key).facts
    later = [fact for fact in facts if on < fact.at.day <= today]
    if later:
        raise Unsafe(
            f"{later[-1].seq} ({KIND_OF[type(later[-1])].past}) is recorded on {later[-1].at.day}, "
            f"after an explant on {on}.",
            code="fact-after-explant",
            why="A pump that is out takes no fill and no dose: one of the two dates is wrong.",
            next_step=f"the same command with --on …, or pumpsched undo {later[-1].seq} "
            f"--patient {code} --reason …",
        )


def _follow_exchange(
    books: Books, earlier: Sequence[Implant], before: Device, device: Device
) -> Device | None:
    """Moves the explant of the pump before with the day of their exchange."""
    if not earlier or device.implanted_on == before.implanted_on:
        return None
    old, day = earlier[-1], device.implanted_on
    out = old.device.explanted_on
    if old.device.implanted_on >= day or (out != before.implanted_on and out and out > day):
        raise _one_at_a_time(
            f"The {old.device.model} before it was in place on {day}: implanted on "
            f"{old.device.implanted_on}, explanted on {out or 'no day yet'}.",
            device.patient,
        )
    if out != before.implanted_on:
        return None
    moved = old.device._replace(explanted_on=day)
    books.put_device(old.key, moved)
    return moved


def _close_visit(books: Books, code: str, day: date) -> Visit | None:
    """Marks the implant visit of that day as done."""
    same_day = books.visits(first=day, last=day, patient=code, open_only=True)
    booked = next((visit for visit in same_day if visit.kind is VisitKind.IMPLANT), None)
    if booked is None:
        return None
    done = booked._replace(status=VisitStatus.DONE)
    books.put_visit(done)
    return done
