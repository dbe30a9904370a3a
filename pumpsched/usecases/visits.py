"""Visits and their life: booked, confirmed, cancelled, done or missed.

A refill closes the visits of its day, and its undo opens them again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from pumpsched.domain.calendars import HOME, Hours, clock_text, spans_on
from pumpsched.domain.clinic import (
    NEXT_STATUSES,
    Cover,
    Setting,
    Visit,
    VisitKind,
    VisitStatus,
    safe_text,
)
from pumpsched.domain.errors import Conflict, NotFound, Unsafe, UsageRefusal
from pumpsched.domain.findings import Finding, Severity
from pumpsched.domain.ledger import Attempted, Fact, Filled
from pumpsched.domain.settings import Practice
from pumpsched.domain.text import as_typed
from pumpsched.store.results import BULK_ACTIONS, Entry
from pumpsched.usecases.chart import check_listed, open_chart
from pumpsched.usecases.who_is_meant import practice_of, refuse_unknown
from pumpsched.usecases.worklist import PRESSING, WorklistItem, covered

if TYPE_CHECKING:
    from pumpsched.store.books import Books
    from pumpsched.store.reading.opening import ReadBooks
    from pumpsched.usecases.judging import Judged
_NOTE = "closed"
"""Under which an audit row names the visits its fact closed, each with the status before."""
NOBODY_COMES = "nobody-comes"
"""The refill visit that will not be was the one by which somebody came in time."""
UNRECORDED = "refill-unrecorded"
"""A refill visit is done, and the ledger knows no refill since."""


class VisitReceipt(NamedTuple):
    """A visit as it now stands, the one before, and what is worth attention."""

    visit: Visit
    before: Visit | None
    item: WorklistItem
    findings: tuple[Finding, ...]


def book_visit(
    books: Books, visit: Visit, *, today: date, now_minute: int = 0, override: str | None = None
) -> VisitReceipt:
    """Books a visit under a new code; one before this minute of today is doubted, not refused.

    A clinic visit without a site gets the one it is most likely meant for, if there is one. An
    ``override`` is the reason for which it may break rules; None books it without one.

    Raises:
        UsageRefusal: No such local time, or a home visit with a site.
        NotFound: Unknown nurse or site.
        Conflict: The nurse or the patient has a visit then, or the patient has left the list.
        Unsafe: It breaks a rule of a visit that can happen, and the reason is empty.
    """
    # Cards and facts look at visits too, and judge none.
    from pumpsched.usecases.judging import Judged

    practice = practice_of(books)
    booked = visit._replace(code=books.next_visit_code())
    if booked.setting is Setting.CLINIC and not booked.site:
        booked = booked._replace(site=usual_site(books, booked))
    _check(books, booked, practice, today=today)
    judged = Judged.of(books, booked, practice, today=today, override=override)
    books.put_visit(judged.visit)
    return _receipt(books, judged, None, practice, today=today, now_minute=now_minute)


def move_visit(
    books: Books,
    code: str,
    *,
    today: date,
    now_minute: int = 0,
    override: str | None = None,
    **changes: object,
) -> VisitReceipt:
    """Moves an open visit to another time, place or nurse; a confirmed one becomes booked.

    Raises:
        Conflict: It is closed already, or as for :func:`book_visit`.
        Unsafe: As for :func:`book_visit`.
    """
    from pumpsched.usecases.judging import Judged

    practice = practice_of(books)
    before = known_visit(books, code)
    fresh: dict[str, object] = {"status": VisitStatus.BOOKED, "override": "", "overridden": ()}
    moved = before._replace(**(fresh | changes))  # type: ignore[arg-type]
    if not before.status.is_open:
        raise Conflict(
            f"Visit {before.code} is {before.status} already.",
            code="visit-closed",
            next_step=_booking(moved, moved.at if "day" in changes else "…"),
        )
    _check(books, moved, practice, today=today)
    judged = Judged.of(books, moved, practice, today=today, override=override)
    books.put_visit(judged.visit)
    now_minute = now_minute if "minute" in changes else 0
    return _receipt(books, judged, before, practice, today=today, now_minute=now_minute)


def close_visit(
    books: Books, code: str, status: VisitStatus, *, today: date, override: str | None = None
) -> VisitReceipt:
    """Gives a visit its next status.

    Raises:
        Conflict: The visit is closed already, or one who has left the list is to confirm.
        Unsafe: A visit to come cannot be done or missed, nor one confirmed that breaks a rule.
    """
    before = known_visit(books, code)
    if status is before.status and status.is_open:
        raise Conflict(
            f"Visit {code} is {status} already.",
            code="visit-closed",
            why="It stands as it is, and of this command nothing was saved.",
            next_step=f"the same command without {code}, or pumpsched visit list",
        )
    if status not in NEXT_STATUSES[before.status]:
        raise Conflict(
            f"Visit {code} is {before.status} already.",
            code="visit-closed",
            why="A closed visit stays as it is; book another one.",
            next_step=_booking(before),
        )
    if status.is_open:
        _check_listed(books, before, today=today)
    if status in (VisitStatus.DONE, VisitStatus.MISSED) and before.day > today:
        raise Unsafe(
            f"Visit {code} is on {before.day}, still to come.",
            code="future-fact",
            next_step=f"pumpsched visit move {code} --at …, or pumpsched visit cancel {code}",
        )
    from pumpsched.usecases.judging import Judged

    practice, closed = practice_of(books), before._replace(status=status)
    judged = Judged.of(books, closed, practice, today=today, override=override)
    books.put_visit(judged.visit)
    done = _receipt(books, judged, before, practice, today=today)
    return done._replace(findings=(*done.findings, *_left_alone(books, done, today=today)))


def _left_alone(books: ReadBooks, done: VisitReceipt, *, today: date) -> Iterator[Finding]:
    """What a closed refill visit leaves: nobody who comes in time, or a refill to record."""
    visit = done.visit
    if visit.kind is not VisitKind.REFILL or visit.status.is_open:
        return
    if visit.status is VisitStatus.DONE:
        if done.item.filled_on is None or done.item.filled_on < visit.day:
            text = f"no refill of {visit.day} is recorded: the dates are those of the fill before"
            yield Finding(
                UNRECORDED, Severity.WARNING, f"{text}: `{refilling(visit)}`", {"visit": visit.code}
            )
        return
    coming = books.next_visits(today, [visit.patient]).get(visit.patient)
    item = covered(books, done.item._replace(visit=coming), today=today)
    if item.cover in (None, Cover.OK):
        return
    text = "nobody comes now" if item.cover is Cover.NONE else "nobody comes in time now"
    if item.refill_by is not None:
        low = item.alarm_on or item.refill_by
        text += f", refill by {item.refill_by}, {safe_text(low, item.stable_until, today=today)}"
    yield Finding(
        NOBODY_COMES,
        Severity.URGENT if item.status in PRESSING else Severity.WARNING,
        f"{text}: `pumpsched slots {as_typed(visit.patient)}`",
        {"visit": visit.code, "cover": item.cover},
    )


def confirm_visits(
    books: Books, codes: Iterable[str], *, today: date, override: str | None = None
) -> tuple[VisitReceipt, ...]:
    """Confirms visits, all or none; refuses as :func:`close_visit`."""
    known = dict.fromkeys(known_visit(books, code).code for code in codes)
    status = VisitStatus.CONFIRMED
    return tuple(close_visit(books, code, status, today=today, override=override) for code in known)


def refilling(visit: Visit) -> str:
    """The command that records the refill of a visit."""
    return f"pumpsched refill {as_typed(visit.patient)} --fill … --on {visit.day}"


def _booking(visit: Visit, at: str = "…") -> str:
    """The command that books a visit like that one, at another time."""
    site = f" --site {visit.site}" if visit.site else ""
    nurses = f" --nurse {as_typed(';'.join(visit.nurses))}" if visit.nurses else ""
    return (
        f"pumpsched visit add {visit.patient} --at {at} --kind {visit.kind} "
        f"--minutes {visit.minutes} --setting {visit.setting}{site}{nurses}"
    )


def known_visit(books: ReadBooks, code: str) -> Visit:
    """The visit of that code.

    Raises:
        NotFound: There is none.
    """
    visit = books.visit(code) or books.visit(code.upper())
    if visit is None:
        raise NotFound(
            f'There is no visit "{code}".', code="unknown-visit", next_step="pumpsched visit list"
        )
    return visit


def check_local_time(day: date, minute: int, zone: ZoneInfo) -> None:
    """Refuses a local time that the clock change skips.

    Raises:
        UsageRefusal: Code ``no-such-time``.
    """
    wall = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone)
    utc = ZoneInfo("UTC")
    if wall.astimezone(utc).astimezone(zone).replace(tzinfo=None) != wall.replace(tzinfo=None):
        raise UsageRefusal(
            f"{day} {clock_text(minute)} does not exist in {zone.key}: the clock skips it.",
            code="no-such-time",
            next_step="the same command with --at …",
        )


def _check_listed(books: ReadBooks, visit: Visit, *, today: date) -> None:
    """Refuses a visit of a patient who will have left the list by then."""
    is_known = books.visit(visit.code) is not None
    check_listed(
        open_chart(books, visit.patient, as_of=today),
        visit.day,
        next_step=f"pumpsched visit cancel {visit.code}" if is_known else "",
    )


def _check(books: ReadBooks, visit: Visit, practice: Practice, *, today: date) -> None:
    _check_listed(books, visit, today=today)
    check_local_time(visit.day, visit.minute, practice.zone)
    if visit.day < today:
        raise Unsafe(
            f"{visit.day} is past; today is {today}.",
            code="past-visit",
            next_step="the same command with --at …",
        )
    if visit.end > 24 * 60:
        raise UsageRefusal(f"The visit ends after midnight: {visit.at}.", code="past-midnight")
    for nurse in visit.nurses:
        if books.nurse(nurse) is None:
            refuse_unknown("nurse", nurse, books.nurses())
    if visit.site and books.site(visit.site) is None:
        refuse_unknown("site", visit.site, books.sites())
    if visit.setting is Setting.HOME and visit.site:
        raise UsageRefusal("A home visit takes no site.", code="site-at-home")
    other = visit_in_the_way(books, visit)
    if other is not None:
        who = "the patient" if other.patient == visit.patient else "the nurse"
        raise Conflict(
            f"Visit {other.code} of {other.patient} is at {other.at} for {other.minutes} "
            f"minutes: {who} cannot be at both.",
            code="slot-taken",
            next_step=f"pumpsched visit list {visit.day}",
            visit=other.code,
        )


def visit_in_the_way(books: ReadBooks, visit: Visit) -> Visit | None:
    """An open visit that would have the patient or a nurse in two places at once."""
    return next((other for other in books.visits_on([visit.day]) if visit.meets(other)), None)


def _receipt(
    books: Books,
    judged: Judged,
    before: Visit | None,
    practice: Practice,
    *,
    today: date,
    now_minute: int = 0,
) -> VisitReceipt:
    """The receipt, with a word on a visit whose time has passed before it was booked."""
    visit, item = judged.visit, judged.item
    findings = [*_findings(books, judged, today=today)]
    if visit.day == today and visit.minute < now_minute:
        text = f"{clock_text(visit.minute)} of today has passed: are day and time right?"
        findings.insert(0, Finding("time-passed", Severity.WARNING, text))
    return VisitReceipt(visit, before, item, tuple(findings))


def unclosed(
    books: ReadBooks, *, today: date, patient: str | None = None
) -> Iterator[tuple[str, Finding]]:
    """A finding for each visit whose day has passed and that nobody closed, with whose it is."""
    yesterday = today - timedelta(days=1)
    for visit in books.visits(last=yesterday, patient=patient, open_only=True):
        ways = [f"`pumpsched visit {closing} {visit.code}`" for closing in ("done", "missed")]
        if visit.kind is VisitKind.REFILL:
            ways[0] = f"`{refilling(visit)}`"
        yield (
            visit.patient,
            Finding(
                "visit-unclosed",
                Severity.WARNING,
                f"visit {visit.code} ({visit.kind}) of {visit.day} at {visit.at[11:]} is still "
                f"{visit.status}, and its day has passed: {' or '.join(ways)}",
                {"visit": visit.code},
            ),
        )


def early_visits(
    books: ReadBooks, code: str, item: WorklistItem, *, today: date
) -> Iterator[Finding]:
    """Open refill visits of a patient that come before the present window opens."""
    if item.opens_on is None:
        return
    last = item.opens_on - timedelta(days=1)
    for visit in open_refills(books, code, first=today, last=last):
        yield Finding(
            "visit-before-window",
            Severity.WARNING,
            f"visit {visit.code} on {visit.day} at {visit.at[11:]} comes before the window "
            f"opens on {item.opens_on}; if it was for the refill done: "
            f"`pumpsched visit cancel {visit.code}`",
            {"visit": visit.code},
        )


def open_refills(
    books: ReadBooks, code: str, *, first: date, last: date | None = None
) -> list[Visit]:
    """A patient's open refill visits of a span."""
    found = books.visits(first=first, last=last, patient=code, open_only=True)
    return [visit for visit in found if visit.kind is VisitKind.REFILL]


def _findings(books: ReadBooks, judged: Judged, *, today: date) -> Iterator[Finding]:
    visit = judged.visit
    if not visit.status.is_open:
        return
    yield from judged.findings
    if visit.kind is VisitKind.REFILL:
        # One of the patient's other open refill visits is most likely to be moved instead.
        for other in open_refills(books, visit.patient, first=today):
            if other.code != visit.code:
                text = f"{other.code} on {other.day} at {other.at[11:]} is booked for a refill too"
                text += f"; if one is too many: `pumpsched visit cancel {other.code}`"
                yield Finding("booked-twice", Severity.WARNING, text, {"visit": other.code})
    yield from unnamed(books, visit)


def close_visits(books: Books, code: str, fact: Filled | Attempted) -> tuple[Visit, ...]:
    """Closes the refill visits of the fact's day: the first is done, or all are missed."""
    day, filled = fact.at.day, isinstance(fact, Filled)
    visits = open_refills(books, code, first=day, last=day)
    status = VisitStatus.DONE if filled else VisitStatus.MISSED
    before = visits[:1] if filled else visits
    closed = tuple(visit._replace(status=status) for visit in before)
    for visit in closed:
        books.put_visit(visit)
    if before:
        books.note({_NOTE: {visit.code: visit.status.value for visit in before}})
    return closed


def reopen_visits(
    books: Books, act: Iterable[Entry]
) -> tuple[tuple[Visit, ...], tuple[Finding, ...]]:
    """Opens the visits again that the facts of an act closed, unless their time was given away.

    What is left to do of those is said in findings.
    """
    visits: list[Visit] = []
    findings: list[Finding] = []
    for entry in act:
        if not isinstance(entry.fact, (Filled, Attempted)):
            continue
        noted = _closed_by(books, entry.fact)
        for visit in _closed_on(books, entry):
            taken_by = visit_in_the_way(books, visit)
            if visit.code not in noted or taken_by is not None:
                findings.append(_left_closed(visit, taken_by))
                continue
            again = visit._replace(status=VisitStatus(noted[visit.code]))
            books.put_visit(again)
            visits.append(again)
    return tuple(visits), tuple(findings)


def cancel_visits_of(books: Books, fact: Fact) -> tuple[Visit, ...]:
    """Cancels the open visits that the command of a fact booked: the follow-up of a dose."""
    change = books.change_of(fact.seq)
    rows = change.detail.get("rows", ())
    assert isinstance(rows, (list, tuple))
    if change.action in BULK_ACTIONS:
        return ()
    added = [books.visit(code) for table, code, columns in rows if table == "visit" and not columns]
    cancelled = [
        visit._replace(status=VisitStatus.CANCELLED)
        for visit in added
        if visit is not None and visit.status.is_open
    ]
    for visit in cancelled:
        books.put_visit(visit)
    return tuple(cancelled)


def _closed_on(books: ReadBooks, entry: Entry) -> list[Visit]:
    """The refill visits of a fact's day that are closed as such a fact closes them."""
    day = entry.fact.at.day
    status = VisitStatus.DONE if isinstance(entry.fact, Filled) else VisitStatus.MISSED
    found = books.visits(first=day, last=day, patient=entry.patient)
    return [each for each in found if each.kind is VisitKind.REFILL and each.status is status]


def _closed_by(books: ReadBooks, fact: Fact) -> dict[str, str]:
    """The status before of each visit that a fact closed."""
    notes = books.change_of(fact.seq).detail.get("notes", ())
    assert isinstance(notes, (list, tuple))
    return {code: was for note in notes for code, was in note.get(_NOTE, {}).items()}


def _left_closed(visit: Visit, taken_by: Visit | None) -> Finding:
    why = f", its time is taken by {taken_by.code} of {taken_by.patient}" if taken_by else ""
    return Finding(
        "visit-stays-closed",
        Severity.WARNING,
        f"visit {visit.code} of {visit.at} stays {visit.status}{why}; if the refill is still to "
        f"come: `pumpsched visit add {visit.patient} --at …`",
        {"visit": visit.code},
    )


def usual_site(books: ReadBooks, visit: Visit) -> str:
    """Where a clinic visit without a site is most likely meant to be; empty where none is.

    That is the only site at which its nurses are on shift then, else the only site there is.
    """
    nurses = [nurse for code in visit.nurses if (nurse := books.nurse(code)) is not None]
    places = {
        hours.place
        for nurse in nurses
        for hours in nurse.roster
        if hours.place != HOME and _within(visit, (hours,))
    }
    codes = sorted(places) or [site.code for site in books.sites()]
    return codes[0] if len(codes) == 1 else ""


def unnamed(books: ReadBooks, visit: Visit) -> Iterator[Finding]:
    """What nobody has said yet of an open visit: where it is, and who comes."""
    move = f"`pumpsched visit move {visit.code}"
    if visit.setting is Setting.CLINIC and not visit.site and books.sites():
        text = f"a visit in the clinic without a site: {move} --site …`"
        yield Finding("no-site", Severity.WARNING, text)
    if not visit.nurses:
        text = f"no nurse is named: {move} --nurse …`"
        yield Finding("no-nurse", Severity.WARNING, text)


def _within(visit: Visit, hours: tuple[Hours, ...]) -> bool:
    spans = spans_on(hours, visit.day)
    return any(start <= visit.minute and visit.end <= end for start, end in spans)
