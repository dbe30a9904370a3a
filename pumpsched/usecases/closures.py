"""Closed and absent days, public holidays among them, and the visits they hit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pumpsched.domain.calendars import Closure
from pumpsched.domain.errors import Conflict, NotFound, Unreadable, UsageRefusal
from pumpsched.domain.findings import Finding, Severity
from pumpsched.domain.text import folded, visible
from pumpsched.reference.public_holidays import public_holidays
from pumpsched.store.books import Books
from pumpsched.usecases.chart import nearest_code
from pumpsched.usecases.roster import Hit, hits_of
from pumpsched.usecases.visit_fit import EVERYBODY, closes

LONG_DAYS = 92
"""A longer closure is worth a second look: a year is easily mistyped."""


@dataclass(frozen=True, slots=True)
class ClosureReceipt:
    """Closures as recorded or taken away.

    Attributes:
        closures: Those now recorded, or gone.
        known: Those that were there already.
        hits: Open visits on the days of the new ones.
        findings: What is worth attention.
    """

    closures: tuple[Closure, ...]
    known: tuple[Closure, ...] = ()
    hits: tuple[Hit, ...] = ()
    findings: tuple[Finding, ...] = ()


def add_closure(books: Books, closure: Closure, *, today: date) -> ClosureReceipt:
    """Records a closure and names the open visits it hits.

    Raises:
        NotFound: ``who`` is nobody's code.
        UsageRefusal: It is over already.
    """
    closure = replace(closure, who=known_who(books, closure.who))
    if closure.last < today:
        raise UsageRefusal(
            f"The closure ends on {closure.last}, before today, {today}.",
            code="span-past",
            why="A closure keeps visits off days to come.",
            next_step=f"pumpsched closure add {closure.who} {today}",
        )
    if closure in books.closures():
        return ClosureReceipt((), (closure,), visits_hit(books, (closure,), today=today))
    books.add_closure(closure)
    found: tuple[Finding, ...] = ()
    days = (closure.last - closure.first).days + 1
    if days > LONG_DAYS:
        text = f"the closure lasts {days} days: check the year"
        found = (Finding("long-closure", Severity.WARNING, text),)
    return ClosureReceipt((closure,), (), visits_hit(books, (closure,), today=today), found)


def add_holidays(
    books: Books, place: str, year: int, *, skip: Sequence[str], today: date
) -> ClosureReceipt:
    """Records a year's public holidays as closures of everybody; closed days stay as they are.

    Args:
        books: The open store.
        place: A country, or a country and its part, such as ``US-MN``.
        year: The calendar year.
        skip: Parts of the names of those on which the practice works.
        today: The practice's day.

    Raises:
        Unreadable: No such place, or something to skip is no part of any name.
        UsageRefusal: The package that knows holidays is not installed.
    """
    days = public_holidays(place, year)
    for text in skip:
        if not any(_names(text, name) for _, name in days):
            listed = ", ".join(name for _, name in days)
            raise Unreadable("--skip", visible(text), f"is in no name of: {listed}")
    chosen = [
        Closure(EVERYBODY, day, day, name)
        for day, name in days
        if not any(_names(text, name) for text in skip)
    ]
    closed = closures_of(books, who=EVERYBODY)
    known = tuple(h for h in chosen if any(closure.covers(h.first) for closure in closed))
    added = tuple(holiday for holiday in chosen if holiday not in known)
    for holiday in added:
        books.add_closure(holiday)
    return ClosureReceipt(added, known, visits_hit(books, added, today=today))


def remove_closure(books: Books, who: str, *, first: date, last: date | None) -> ClosureReceipt:
    """Takes the closure of those days away; its days stay in the audit trail.

    Args:
        books: The open store.
        who: ``all``, or a code.
        first: First day.
        last: Last day; None takes the only closure that begins on ``first``.

    Raises:
        NotFound: There is none, or nobody has the code.
        Conflict: Several begin on that day.
    """
    who = known_who(books, who)
    same = [c for c in books.closures() if c.who == who and c.first == first]
    found = [closure for closure in same if last is None or closure.last == last]
    if not found:
        raise NotFound(
            f"There is no closure of {who} from {first}" + (f" to {last}." if last else "."),
            code="unknown-closure",
            next_step="pumpsched closure list --past",
        )
    if len(found) > 1:
        ends = ", ".join(str(closure.last) for closure in found)
        raise Conflict(
            f"{len(found)} closures of {who} begin on {first}.",
            code="ambiguous-closure",
            why=f"They end on {ends}.",
            next_step=f"pumpsched closure remove {who} {first} {found[0].last}",
        )
    gone = found[0]
    books.drop_closure(gone)
    removed = {
        "who": gone.who,
        "from": str(gone.first),
        "to": str(gone.last),
        "reason": gone.reason,
    }
    books.note({"removed": removed})
    return ClosureReceipt((gone,))


def known_who(books: Books, who: str) -> str:
    """``all``, or the code of a nurse, site or patient; small letters will do for capitals.

    Raises:
        NotFound: Nobody has it; the nearest nurse or site is named.
    """
    if who.casefold() == EVERYBODY:
        return EVERYBODY
    for code in (who, who.upper()):
        if books.holder_of(code) is not None:
            return code
    raise NotFound(
        f'Nobody has the code "{visible(who)}".',
        code="unknown-who",
        why=nearest_code(who, [*books.nurses(), *books.sites()])
        or "A closure is of all, or of the code of a site, nurse or patient.",
        next_step="pumpsched nurse list, pumpsched site list, "
        "or pumpsched patient find PART-OF-NAME",
    )


def visits_hit(books: Books, closures: Sequence[Closure], *, today: date) -> tuple[Hit, ...]:
    """Open visits, from today on, that stand on closed days."""
    if not closures:
        return ()
    first = max(today, min(closure.first for closure in closures))
    last = max(closure.last for closure in closures)
    coming = books.visits(first=first, last=last, open_only=True) if first <= last else []
    hit = (v for v in coming if any(closes(closure, v) for closure in closures))
    return hits_of(books, hit, nurse=closures[0].who)


def closures_of(
    books: Books, *, who: str | None = None, since: date | None = None
) -> tuple[Closure, ...]:
    """Closures by first day: of one ``who`` or of all, and not over before ``since``."""
    found = [
        closure
        for closure in books.closures()
        if (who is None or closure.who == who) and (since is None or closure.last >= since)
    ]
    return tuple(sorted(found, key=lambda closure: (closure.first, closure.last, closure.who)))


def days_off(books: Books, who: str, *, since: date, ahead: timedelta) -> tuple[Closure, ...]:
    """Closures of one code that begin within some time from a day."""
    last = since + ahead
    return tuple(c for c in closures_of(books, who=who, since=since) if c.first <= last)


def _names(part: str, name: str) -> bool:
    return bool(folded(part)) and folded(part) in folded(name)
