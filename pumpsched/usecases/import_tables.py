"""Rows that are no facts on their way into the store: checked, compared, added or changed."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pumpsched.domain.archive import ArchiveMark
from pumpsched.domain.calendars import Closure
from pumpsched.domain.clinic import Authorization, CalendarEntry, Leg, Nurse, Patient, Site, Visit
from pumpsched.domain.decisions import Decision
from pumpsched.domain.errors import Refusal, shortened
from pumpsched.domain.phone import Contact, OrderMark
from pumpsched.domain.pump import Device
from pumpsched.domain.settings import FIXED_ZONE, place_of_fixed
from pumpsched.domain.text import visible
from pumpsched.records.archive_file import ARCHIVE
from pumpsched.records.calendar_file import CALENDAR
from pumpsched.records.folder import (
    AUTHORIZATIONS,
    CLOSURES,
    DECISIONS,
    NURSES,
    PATIENTS,
    PUMPS,
    SETTINGS,
    SITES,
    TRAVEL,
    VISITS,
)
from pumpsched.records.panel import PANEL
from pumpsched.records.phone_log import CONTACTS, ORDERS
from pumpsched.records.problems import BadCell, refused
from pumpsched.records.spec import Layout
from pumpsched.reference import catalogue
from pumpsched.store.results import Put
from pumpsched.usecases.calendar_entries import calendar_entries, take_entries
from pumpsched.usecases.import_files import Source
from pumpsched.usecases.import_session import FILE_OF, Directory, ImportSession, Line
from pumpsched.usecases.staff import changes
from pumpsched.usecases.visits import check_local_time

if TYPE_CHECKING:
    from pumpsched.store.books import Books

V = TypeVar("V")
_DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Kind(Generic[V]):
    """One kind of row.

    Attributes:
        label: The row's name, one for each key.
        audited: What the record of changes calls it, where that is something else.
        held: The rows of the store among which those of the same keys are, as far as worth a look.
        put: Adds rows of the books, and changes those that differ if told to ``replace``.
        owners: The patients whose dates it may move.
        own: The kind of code it brings, if any.
        needs_patients: Whether there can be none in a store without patients.
        check: What is wrong with it in this practice, by the import on its way.
    """

    layout: Layout[V]
    label: Callable[[V], str]
    held: Callable[[Books, Sequence[V]], Iterable[V | None]]
    put: Callable[..., Put]
    audited: Callable[[V], str] | None = None
    owners: Callable[[V], Iterable[str]] = lambda value: ()
    own: str = ""
    needs_patients: bool = False
    check: Callable[[V, ImportSession], Iterable[BadCell]] = lambda value, session: ()

    def there(self, books: Books, values: Sequence[V]) -> dict[str, V]:
        """The rows of the store by label."""
        return {self.label(each): each for each in self.held(books, values) if each is not None}


def clashes(kind: str, code: str, directory: Directory) -> Iterator[BadCell]:
    """What speaks against a new patient's, nurse's or site's code."""
    for other in ("patient", "nurse", "site"):
        if other != kind and directory.has(other, code):
            yield refused(kind, code, f"is the code of a {other}: a code names one of them only")


def _refs(layout: Layout[V], value: V) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The codes that a row names: in which column, and as what kinds they must be known."""
    for field in layout.fields:
        for code in field.type.codes(field.of(value)) if field.names else ():
            yield field.column, code, field.names


def _check_visit(visit: Visit, session: ImportSession) -> Iterator[BadCell]:
    try:
        check_local_time(visit.day, visit.minute, session.zone)
    except Refusal:
        yield refused("at", visit.at, f"is a time the clock skips in {session.zone.key}")
    if visit.end > _DAY_MINUTES:
        yield refused("minutes", str(visit.minutes), f"runs past midnight from {visit.at}")


def _check_mark(mark: OrderMark, session: ImportSession) -> Iterator[BadCell]:
    if session.books.visit(mark.visit) is None:
        yield refused("visit", mark.visit, "is no visit of these files or of the store")


def _check_archive(mark: ArchiveMark, session: ImportSession) -> Iterator[BadCell]:
    if mark.number and not session.directory.has("patient", mark.who):
        yield refused("number", mark.number, "is of an authorization, which only a patient has")
    if not mark.number and session.directory.has("patient", mark.who):
        yield refused("who", mark.who, "is a patient: patients leave in events.csv")


def _check_setting(setting: tuple[str, str], session: ImportSession) -> Iterator[BadCell]:
    """A zone of fixed offset is taken with a practice that has it, and never as news."""
    key, value = setting
    if key != "zone" or value == session.zone.key or session.brings_practice:
        return
    place = place_of_fixed(value)
    if place is not None:
        yield refused("value", value, FIXED_ZONE, example=place)


def _check_entry(entry: CalendarEntry, session: ImportSession) -> Iterator[BadCell]:
    code = entry.visit
    if session.books.visit(code) is None and not session.directory.doubts(VISITS.name, code):
        yield refused("visit", code, "is no visit of these files or of the store")


def _single(
    layout: Layout[V],
    label: Callable[[V], str],
    held: Callable[[Books, Sequence[V]], Iterable[V]],
    put: Callable[[Books, V], None],
    **more: Any,
) -> Kind[V]:
    """A kind of which there are few: its rows are compared here and stored one by one."""

    def put_all(books: Books, values: Sequence[V], *, replace: bool) -> Put:
        there = kind.there(books, values)
        added, changed, differing = 0, 0, []
        for value in values:
            known = there.get(label(value))
            if known == value:
                continue
            if known is not None and not replace:
                differing.append(label(value))
                continue
            put(books, value)
            there[label(value)] = value
            added, changed = added + (known is None), changed + (known is not None)
        return Put(added, changed, tuple(differing))

    kind = Kind(layout, label, held, put_all, **more)
    return kind


def _owners(values: Iterable[Device | Authorization | Decision | Contact]) -> list[str]:
    return sorted({value.patient for value in values})


PATIENT_ROWS: Kind[Patient] = Kind(
    PATIENTS,
    lambda patient: patient.code,
    lambda books, values: map(books.patient, books.patient_numbers(p.code for p in values)),
    lambda books, values, *, replace: books.put_patients(values, replace=replace),
    owners=lambda patient: (patient.code,),
    needs_patients=True,
    own="patient",
)
PUMP_ROWS: Kind[Device] = Kind(
    PUMPS,
    lambda device: f"{device.patient} {device.implanted_on}",
    lambda books, values: (each.device for who in _owners(values) for each in books.implants(who)),
    lambda books, values, *, replace: books.put_devices(values, replace=replace),
    owners=lambda device: (device.patient,),
    needs_patients=True,
)
VISIT_ROWS: Kind[Visit] = Kind(
    VISITS,
    lambda visit: visit.code,
    lambda books, values: (books.visit(visit.code) for visit in values),
    lambda books, values, *, replace: books.put_visits(values, replace=replace),
    needs_patients=True,
    check=_check_visit,
)
CALENDAR_ROWS: Kind[CalendarEntry] = Kind(
    CALENDAR,
    lambda entry: entry.visit,
    lambda books, values: calendar_entries(books),
    lambda books, values, *, replace: take_entries(books, values),
    needs_patients=True,
    check=_check_entry,
)
LEG_ROWS: Kind[Leg] = Kind(
    TRAVEL,
    lambda leg: f"{leg.origin} {leg.destination}",
    lambda books, values: (books.leg(value.origin, value.destination) for value in values),
    lambda books, values, *, replace: books.put_legs(values, replace=replace),
)
NURSE_ROWS: Kind[Nurse] = _single(
    NURSES,
    lambda nurse: nurse.code,
    lambda books, values: books.nurses(),
    lambda books, nurse: books.put_nurse(nurse),
    own="nurse",
)
SITE_ROWS: Kind[Site] = _single(
    SITES,
    lambda site: site.code,
    lambda books, values: books.sites(),
    lambda books, site: books.put_site(site),
    own="site",
)
CLOSURE_ROWS: Kind[Closure] = _single(
    CLOSURES,
    lambda closure: f"{closure.who} {closure.first} {closure.last}",
    lambda books, values: books.closures(),
    lambda books, closure: books.add_closure(closure),
    audited=lambda closure: f"{closure.who} {closure.first}",
)
AUTHORIZATION_ROWS: Kind[Authorization] = _single(
    AUTHORIZATIONS,
    lambda authorization: f"{authorization.patient} {authorization.number}",
    lambda books, values: (each for who in _owners(values) for each in books.authorizations(who)),
    lambda books, authorization: books.put_authorization(authorization),
    needs_patients=True,
)
DECISION_ROWS: Kind[Decision] = _single(
    DECISIONS,
    lambda decision: "\t".join(DECISIONS.text(decision).values()),
    lambda books, values: (each for who in _owners(values) for each in books.decisions(who)),
    lambda books, decision: books.add_decision(decision),
    needs_patients=True,
)
CONTACT_ROWS: Kind[Contact] = _single(
    CONTACTS,
    lambda contact: "\t".join(CONTACTS.text(contact).values()),
    lambda books, values: books.contacts(_owners(values)),
    lambda books, contact: books.add_contact(contact),
    needs_patients=True,
)
ORDER_ROWS: Kind[OrderMark] = _single(
    ORDERS,
    lambda mark: "\t".join(ORDERS.text(mark).values()),
    lambda books, values: books.order_marks({mark.visit for mark in values}),
    lambda books, mark: books.add_order_mark(mark),
    needs_patients=True,
    check=_check_mark,
)
ARCHIVE_ROWS: Kind[ArchiveMark] = _single(
    ARCHIVE,
    lambda mark: "\t".join(ARCHIVE.text(mark).values()),
    lambda books, values: books.archive_marks(),
    lambda books, mark: books.add_archive_mark(mark),
    check=_check_archive,
)
SETTING_ROWS: Kind[tuple[str, str]] = _single(
    SETTINGS,
    lambda setting: setting[0],
    lambda books, values: books.settings().items(),
    lambda books, setting: books.put_setting(*setting),
    check=_check_setting,
)

KINDS: dict[str, Kind[Any]] = {
    kind.layout.name: kind
    for kind in (
        *(SETTING_ROWS, SITE_ROWS, NURSE_ROWS, PATIENT_ROWS, PUMP_ROWS),
        *(DECISION_ROWS, CLOSURE_ROWS, AUTHORIZATION_ROWS, VISIT_ROWS, LEG_ROWS),
        CALENDAR_ROWS,
        *(CONTACT_ROWS, ORDER_ROWS, ARCHIVE_ROWS),
    )
}
"""Each kind of row by the name of its file."""


T = TypeVar("T")

AT_ONCE = 400
"""Rows handled together."""


def take_table(session: ImportSession, source: Source, kind: Kind[V]) -> None:
    """Takes a file of one kind of row."""
    with session.reading(source) as sheet:
        intake = TableIntake(session, kind, sheet.header)
        for chunk in batched(session.values(source, sheet, kind.layout), AT_ONCE):
            intake.take(chunk)
    refuse_repeated(session, source, kind.layout, kind.label, intake.marks)
    if kind.layout is PATIENTS and intake.rows > intake.put.added:
        session.note_absent(intake.marks)
    session.count(source, kind.layout.name.removesuffix(".csv"), intake.rows, intake.put)


class TableIntake(Generic[V]):
    """Takes rows of one kind, chunk by chunk; ``rows`` is how many.

    ``marks`` are the hashes of the keys of them all, eight bytes each.
    """

    def __init__(self, session: ImportSession, kind: Kind[V], header: Sequence[str]) -> None:
        self._session = session
        self._kind = kind
        self._given = frozenset(header)
        self.marks = array("q")
        self.rows = 0
        self.put = Put(0, 0)

    def take(self, chunk: Sequence[tuple[Line, V]]) -> list[V | None]:
        """Stores the rows of a chunk; gives what each now says, None for one left out."""
        kind, session = self._kind, self._session
        self.rows += len(chunk)
        lines: dict[str, Line] = {}
        good: list[V] = []
        passed: list[bool] = []
        session.directory.look_up(self._codes(value for _, value in chunk))
        for line, value in chunk:
            self.marks.append(hash(kind.label(value)))
            passed.append(self._passes(line, value))
            if passed[-1]:
                lines.setdefault(kind.label(value), line)
                good.append(value)
            else:
                session.directory.doubt(kind.layout.name, self._code(value))
        taken = self._completed(good)
        self._store(taken, lines)
        rest = iter(taken)
        return [next(rest) if each else None for each in passed]

    def _codes(self, values: Iterable[V]) -> Iterator[str]:
        for value in values:
            if self._kind.own:
                yield self._code(value)
            for _, code, kinds in _refs(self._kind.layout, value):
                if "patient" in kinds:
                    yield code

    def _code(self, value: V) -> str:
        return self._kind.layout.text(value)[self._kind.layout.columns[0]]

    def _passes(self, line: Line, value: V) -> bool:
        """Whether a row can be stored; if not, why is reported, unless its cause was before."""
        kind, directory = self._kind, self._session.directory
        bad = list(kind.check(value, self._session))
        if kind.own:
            bad += clashes(kind.own, self._code(value), directory)
        passes = True
        for column, code, kinds in _refs(kind.layout, value):
            if any(directory.has(each, code) for each in kinds):
                continue
            passes = False
            if not any(directory.doubts(FILE_OF[each], code) for each in kinds):
                nobody = f"is no {' or '.join(kinds)} of these files or of the store"
                if line.source.layout.name == PANEL.name:
                    nobody += f": {FILE_OF[kinds[0]]}, imported first, brings who is not there"
                bad.append(refused(column, code, nobody))
        self._session.refuse(line, bad)
        return passes and not bad

    def _completed(self, values: list[V]) -> list[V]:
        """The rows with what the store has in those columns that the file does not have."""
        layout = self._kind.layout
        missing = [column for column in layout.accepted if column not in self._given]
        if not missing or (self._session.was_empty and self._kind.needs_patients):
            return values
        there = self._kind.there(self._session.books, values)
        completed = []
        for value in values:
            known = there.get(self._kind.label(value))
            if known is not None:
                kept = layout.text(known)
                cells = layout.text(value) | {column: kept[column] for column in missing}
                value = layout.parse(cells, catalogue())
            completed.append(value)
        return completed

    def _store(self, values: Sequence[V], lines: dict[str, Line]) -> None:
        kind, session, changed = self._kind, self._session, 0
        put = kind.put(session.books, values, replace=False)
        differing = set(put.differing)
        again = [value for value in values if kind.label(value) in differing and self._meant(value)]
        if again:
            changed = kind.put(session.books, again, replace=True).changed
            differing -= {kind.label(value) for value in again}
        if differing:
            self._report(values, differing, lines)
        if kind.own in ("nurse", "site"):
            for value in values:
                session.directory.add(kind.own, self._code(value))
        if put.added or changed:
            session.touched.add(owner for value in values for owner in kind.owners(value))
        self.put = Put(self.put.added + put.added, self.put.changed + changed)

    def _meant(self, value: V) -> bool:
        """Whether a row that differs is to take the place of what is recorded."""
        return self._session.choices.updates(self._code(value), *self._kind.owners(value))

    def _report(self, values: Sequence[V], differing: set[str], lines: dict[str, Line]) -> None:
        kind, differ = self._kind, [v for v in values if self._kind.label(v) in differing]
        there = kind.there(self._session.books, differ)
        for value in differ:
            label = kind.label(value)
            beside = self._beside(there[label], value)
            what = f"{self._code(value)} is recorded already and differs in {beside}"
            self._session.differs(lines[label], label, what)

    def _beside(self, ours: V, theirs: V) -> str:
        """The columns that differ with what either side says, by where ours came from."""
        layout, origins = self._kind.layout, self._session.origins
        label = (self._kind.audited or self._kind.label)(ours)
        by_origin: dict[str, list[str]] = {}
        for column, old, new in changes(layout, ours, theirs):
            here, there = (visible(shortened(text)) or "empty" for text in (new, old))
            said = layout.told(column, f"{column} ({here} here, {there} in the store)")
            by_origin.setdefault(origins.of(layout, label, column), []).append(said)
        return "; ".join(f"{', '.join(some)}: ours {whence}" for whence, some in by_origin.items())


def refuse_repeated(
    session: ImportSession,
    source: Source,
    layout: Layout[V],
    key: Callable[[V], str],
    marks: Iterable[int],
) -> None:
    """Reports rows whose key stands on an earlier line, after a second look at the file.

    ``marks`` are the hashes of all keys: the same one twice is hardly ever of two keys.
    """
    repeated = frozenset(one for one, next_ in pairwise(sorted(marks)) if one == next_)
    if not repeated:
        return
    session.forget_differences(source, repeated)
    first: dict[str, int] = {}
    with session.reading(source, again=True) as sheet:
        for line, value in session.values(source, sheet, layout, again=True):
            if hash(key(value)) not in repeated:
                continue
            earlier = first.setdefault(key(value), line.number)
            if earlier != line.number:
                column = layout.columns[0]
                problem = f"is on line {earlier} already: each row stands once"
                session.refuse(line, [refused(column, line.row.get(column, ""), problem)])


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of at most ``size`` items, in order."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk
