"""Staff, places and their days off: what is added or corrected, and which visits that hits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from pumpsched.domain.calendars import DAY_NAMES, EVERYBODY, HOME, Closure, Hours
from pumpsched.domain.clinic import Location, Nurse, Patient, Site, Visit
from pumpsched.domain.errors import Conflict, NotFound, Unreadable, UsageRefusal
from pumpsched.domain.findings import Finding, Severity
from pumpsched.domain.text import folded, visible
from pumpsched.domain.travel import straight_km
from pumpsched.records.folder import CLOSURES, NURSES, SITES
from pumpsched.records.spec import Layout
from pumpsched.reference import catalogue
from pumpsched.reference.public_holidays import public_holidays
from pumpsched.usecases.chart import open_chart
from pumpsched.usecases.departures import visits_to_cancel
from pumpsched.usecases.judging import standing_breaches
from pumpsched.usecases.outlooks import rebuild
from pumpsched.usecases.who_is_meant import known_nurse, known_site, nearest_code, refuse_unknown

if TYPE_CHECKING:
    from pumpsched.store.books import Books
    from pumpsched.store.reading.opening import ReadBooks

V = TypeVar("V")
LONG_DAYS = 92
"""A longer closure is worth a second look: a year is easily mistyped."""


class Hit(NamedTuple):
    """An open visit that a change stands in the way of, and whose it is.

    ``other_nurse`` tells that the same time with another nurse would do, ``is_gone`` that the
    patient, or the pump, will not be there any more; ``why`` is which rule it breaks, if not the
    change itself.
    """

    visit: Visit
    patient: Patient
    other_nurse: bool = False
    is_gone: bool = False
    why: str = ""


class RowReceipt(NamedTuple, Generic[V]):
    """A patient, nurse, site or authorization as it now stands.

    ``changed`` has column, text before and text after, and is empty for a new row; ``hits`` are
    the open visits that no longer fit it.
    """

    value: V
    changed: tuple[tuple[str, str, str], ...] = ()
    hits: tuple[Hit, ...] = ()
    findings: tuple[Finding, ...] = ()


def add_nurse(books: Books, columns: Mapping[str, str]) -> RowReceipt[Nurse]:
    """Adds the nurse that columns of ``nurses.csv`` describe.

    Raises:
        BadRow: With everything that cannot be read.
        Conflict: The code is taken.
        NotFound: The roster names a site that is not there.
    """
    nurse = NURSES.parse(columns, catalogue())
    _check_free(books, nurse.code, "nurse")
    _check_places(books, nurse)
    books.put_nurse(nurse)
    return RowReceipt(nurse, findings=_overlaps(nurse.roster))


def edit_nurse(
    books: Books, code: str, columns: Mapping[str, str], *, today: date
) -> RowReceipt[Nurse]:
    """Changes columns of a nurse; the receipt names the visits that no longer fit.

    Raises:
        NotFound: No such nurse, or no such site in the roster.
    """
    before = known_nurse(books, code)
    nurse = NURSES.parse(NURSES.text(before) | dict(columns), catalogue())
    _check_places(books, nurse)
    coming = books.visits(first=today, nurse=nurse.code, open_only=True)
    hit = hit_by(books, coming, lambda: books.put_nurse(nurse), today=today, nurse=nurse.code)
    return RowReceipt(nurse, changes(NURSES, before, nurse), hit, _overlaps(nurse.roster))


def add_site(books: Books, columns: Mapping[str, str]) -> RowReceipt[Site]:
    """Adds the site that columns of ``sites.csv`` describe.

    Raises:
        BadRow: With everything that cannot be read.
        Conflict: The code is taken.
    """
    site = SITES.parse(columns, catalogue())
    _check_free(books, site.code, "site")
    books.put_site(site)
    return RowReceipt(site)


def edit_site(
    books: Books, code: str, columns: Mapping[str, str], *, today: date
) -> RowReceipt[Site]:
    """Changes columns of a site; the receipt names the visits that no longer fit.

    Raises:
        NotFound: No such site.
    """
    before = known_site(books, code)
    site = SITES.parse(SITES.text(before) | dict(columns), catalogue())
    coming = [v for v in books.visits(first=today, open_only=True) if v.site == site.code]
    hit = hit_by(books, coming, lambda: books.put_site(site), today=today)
    return RowReceipt(site, changes(SITES, before, site), hit)


def hit_by(
    books: Books,
    visits: Sequence[Visit],
    change: Callable[[], None],
    *,
    today: date,
    nurse: str = "",
) -> tuple[Hit, ...]:
    """The visits that break a rule once a change is made, and broke it not before."""
    before = standing_breaches(books, visits, today=today)
    change()
    after = standing_breaches(books, visits, today=today)
    anew = {visit.code: after[visit.code].keys() - before[visit.code].keys() for visit in visits}
    hit = hits_of(books, (visit for visit in visits if anew[visit.code]), nurse=nurse)
    why = {code: after[code][min(causes)] for code, causes in anew.items() if causes}
    return tuple(each._replace(why=why[each.visit.code]) for each in hit)


def changes(layout: Layout[V], before: V, after: V) -> tuple[tuple[str, str, str], ...]:
    """Columns that differ between two values, with the text before and after."""
    old, new = layout.text(before), layout.text(after)
    return tuple((column, old[column], new[column]) for column in old if old[column] != new[column])


def hits_of(books: ReadBooks, visits: Iterable[Visit], *, nurse: str = "") -> tuple[Hit, ...]:
    """The visits with the patients whose they are, whose pump may be empty first coming first.

    ``nurse`` is who cannot come.
    """
    others = [closure for closure in books.absences() if closure.who != nurse]
    hits: list[tuple[date, int, Hit]] = []
    for visit in visits:
        chart = open_chart(books, visit.patient, as_of=visit.day)
        is_open = chart.practice.working.is_open(visit.day)
        free = is_open and not any(visit.is_closed_by(closure) for closure in others)
        is_gone = any(visits_to_cancel(chart, (visit,)))
        view = chart.seen()
        window = view.window if view else None
        dry_on = (window.empty_on or window.refill_by) if window else None
        rank = catalogue().withdrawal_rank(view.mixture if view else None)
        hit = Hit(visit, chart.patient, nurse in visit.nurses and free, is_gone)
        hits.append((dry_on or date.max, rank, hit))
    return tuple(hit for *_, hit in sorted(hits, key=lambda each: each[:2]))


def _check_free(books: ReadBooks, code: str, noun: str) -> None:
    holder = books.holder_of(code)
    if holder == noun:
        raise Conflict(
            f"{noun.capitalize()} {code} is there already.",
            code=f"duplicate-{noun}",
            next_step=f"pumpsched {noun} list",
        )
    if holder is not None:
        raise Conflict(
            f"The code {code} is taken by a {holder}.",
            code="code-taken",
            why="A code names one patient, nurse or site, and no two of them.",
            next_step="the same command with another code",
        )


def _check_places(books: ReadBooks, nurse: Nurse) -> None:
    for place in sorted({hours.place for hours in nurse.roster} - {HOME}):
        if books.site(place) is None:
            refuse_unknown("site", place, books.sites())


def _overlaps(roster: tuple[Hours, ...]) -> tuple[Finding, ...]:
    """A finding for every two parts of a roster that want the nurse in two places at once."""
    found = []
    for one, other in combinations(roster, 2):
        days = sorted(one.weekdays & other.weekdays)
        if days and one.start < other.end and other.start < one.end:
            text = f'on {DAY_NAMES[days[0]]} the roster has "{one}" and "{other}" at once'
            found.append(Finding("roster-overlap", Severity.WARNING, text))
    return tuple(found)


class ClosureReceipt(NamedTuple):
    """Closures as recorded or taken away, those ``known`` already, and the open visits they hit."""

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
    closure = closure._replace(who=known_who(books, closure.who))
    if closure.last < today:
        raise UsageRefusal(
            f"The closure ends on {closure.last}, before today, {today}.",
            code="span-past",
            why="A closure keeps visits off days to come.",
            next_step="the same command with days to come",
        )
    if closure in books.closures():
        return ClosureReceipt((), (closure,), visits_hit(books, (closure,), today=today))
    books.add_closure(closure)
    _lists_follow(books, closure.who, today=today)
    found: tuple[Finding, ...] = ()
    days = (closure.last - closure.first).days + 1
    if days > LONG_DAYS:
        text = f"the closure lasts {days} days: check the year"
        found = (Finding("long-closure", Severity.WARNING, text),)
    return ClosureReceipt((closure,), (), visits_hit(books, (closure,), today=today), found)


def add_closures(books: Books, closures: Sequence[Closure], *, today: date) -> ClosureReceipt:
    """Records the same days for several, and names the open visits they hit, each once."""
    done = [add_closure(books, closure, today=today) for closure in closures]
    new = tuple(closure for each in done for closure in each.closures)
    known = tuple(closure for each in done for closure in each.known)
    found = tuple(dict.fromkeys(each.code for one in done for each in one.findings))
    findings = tuple(next(f for one in done for f in one.findings if f.code == c) for c in found)
    return ClosureReceipt(new, known, visits_hit(books, (*new, *known), today=today), findings)


def codes_near(books: ReadBooks, place: Location, km: int) -> tuple[str, ...]:
    """Codes of the patients on the list and the sites at most so far away as the crow flies.

    Raises:
        NotFound: There is none.
    """
    gone = books.archive_days()
    patients = [patient for patient in books.patients() if patient.code not in gone]
    found = tuple(
        each.code
        for group in (books.sites(), patients)
        for each in group
        if each.location is not None and straight_km(place, each.location) <= km
    )
    if not found:
        raise NotFound(
            f"Within {km} km of there is no site and no patient whose place is known.",
            code="nobody-near",
            next_step="the same command with another --near or --km",
        )
    return found


def add_holidays(
    books: Books, place: str, year: int, *, skip: Sequence[str], today: date
) -> ClosureReceipt:
    """Records a year's public holidays as closures of everybody; closed days stay as they are.

    The place is a country, or a country and its part, such as ``US-MN``; ``skip`` has parts of the
    names of those on which the practice works.

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
    if added:
        _lists_follow(books, EVERYBODY, today=today)
    return ClosureReceipt(added, known, visits_hit(books, added, today=today))


def _lists_follow(books: Books, who: str, *, today: date) -> None:
    """Projects every pump anew where the practice's own working days changed."""
    if who == EVERYBODY:
        rebuild(books, today=today)


def remove_closure(
    books: Books, who: str, *, first: date, last: date | None, today: date
) -> ClosureReceipt:
    """Takes the closure of those days away; its days stay in the audit trail.

    Without a last day it is the only closure of ``all``, or of a code, that begins on the first.

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
            next_step="the same command with its last day after the first",
        )
    gone = found[0]
    books.drop_closure(gone)
    books.note({"removed": CLOSURES.text(gone)})
    _lists_follow(books, who, today=today)
    return ClosureReceipt((gone,))


def remove_closures(
    books: Books, codes: Iterable[str], *, first: date, last: date | None, today: date
) -> ClosureReceipt:
    """Takes the closures of several codes away, all or none; see :func:`remove_closure`."""
    known = dict.fromkeys(known_who(books, code) for code in codes)
    gone = [remove_closure(books, who, first=first, last=last, today=today) for who in known]
    return ClosureReceipt(tuple(closure for each in gone for closure in each.closures))


def known_who(books: ReadBooks, who: str) -> str:
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


def visits_hit(books: ReadBooks, closures: Sequence[Closure], *, today: date) -> tuple[Hit, ...]:
    """Open visits, from today on, that stand on closed days."""
    if not closures:
        return ()
    first = max(today, min(closure.first for closure in closures))
    last = max(closure.last for closure in closures)
    coming = books.visits(first=first, last=last, open_only=True) if first <= last else []
    hit = (v for v in coming if any(v.is_closed_by(closure) for closure in closures))
    return hits_of(books, hit, nurse=closures[0].who)


def closures_of(
    books: ReadBooks, *, who: str | None = None, since: date | None = None
) -> tuple[Closure, ...]:
    """Closures by first day: of one ``who`` or of all, and not over before ``since``."""
    found = [
        closure
        for closure in books.closures()
        if (who is None or closure.who == who) and (since is None or closure.last >= since)
    ]
    return tuple(sorted(found, key=lambda closure: (closure.first, closure.last, closure.who)))


def days_off(books: ReadBooks, who: str, *, since: date, ahead: timedelta) -> tuple[Closure, ...]:
    """Closures of one code that begin within some time from a day."""
    last = since + ahead
    return tuple(c for c in closures_of(books, who=who, since=since) if c.first <= last)


def _names(part: str, name: str) -> bool:
    return bool(folded(part)) and folded(part) in folded(name)
