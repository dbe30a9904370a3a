"""Facts appended, and the outlook rows kept true: projected with the fact, rebuilt, compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import takewhile
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from pumpsched.domain.clinic import Visit
from pumpsched.domain.decisions import Decision, that_stand
from pumpsched.domain.findings import Finding
from pumpsched.domain.imported_dose import mended
from pumpsched.domain.ledger import Fact, Ledger, Stopped
from pumpsched.domain.mri_safety import PRESSES, mri_day
from pumpsched.domain.outlook import Outlook, outlook_of
from pumpsched.domain.projection import Projection, project
from pumpsched.domain.pump import Pump, WindowRules
from pumpsched.domain.settings import (
    MAX_DOSE,
    RULES,
    STOCK,
    check_setting,
    known_setting,
)
from pumpsched.domain.standing_findings import findings_that_stand, listed_codes
from pumpsched.domain.status import Limit, State
from pumpsched.reference import catalogue
from pumpsched.usecases.chart import Chart, decisions_seen
from pumpsched.usecases.who_is_meant import practice_of
from pumpsched.usecases.worklist import WorklistItem, item_of_chart

if TYPE_CHECKING:
    from pumpsched.store.books import Books
    from pumpsched.store.reading.opening import ReadBooks

F = TypeVar("F", bound=Fact)


class Recorded(NamedTuple):
    """The facts of an act just recorded, the chart with them, and the view of the pump in place."""

    facts: tuple[Fact, ...]
    chart: Chart
    view: Projection | None

    def one(self, kind: type[F]) -> F:
        """The first fact of a kind that the act has for certain."""
        return next(fact for fact in self.facts if isinstance(fact, kind))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is worth attention of the pump in place."""
        return () if self.view is None else tuple(self.chart.findings(self.view))

    def item(self, visit: Visit | None) -> WorklistItem:
        """The worklist item after it, with the next visit."""
        return item_of_chart(self.chart, visit=visit, view=self.view)


def append(books: Books, chart: Chart, pump: int | None, facts: Sequence[Fact]) -> Recorded:
    """Records the facts of one act that was decided on, and writes the outlook rows it changes.

    ``chart`` is the patient's as seen today, ``pump`` the store's key of the pump the facts belong
    to; None for one of the patient alone. However many they are, it is projected once.
    """
    recorded = []
    for fact in facts:
        entry = books.entry(books.append(chart.patient.code, pump, fact).seq)
        assert entry is not None, "what was just recorded is there"
        chart = chart.with_entry(entry)
        recorded.append(entry.fact)
    view = chart.seen()
    refresh(books, chart, view, only=pump)
    return Recorded(tuple(recorded), chart, view)


def refresh(
    books: Books, chart: Chart, view: Projection | None = None, *, only: int | None = None
) -> None:
    """Writes the outlook rows of a patient's pumps anew, or of the ``only`` one of that key.

    ``view`` is the projection of the pump in place, where that was made already.
    """
    for implant in chart.implants:
        if only not in (None, implant.key):
            continue
        facts = [entry.fact for entry in chart.entries if entry.pump == implant.key]
        row = outlook_row(
            Ledger.in_order(facts),
            Pump.of(implant.device, catalogue()),
            chart.rules,
            today=chart.as_of,
            archived_on=chart.archived_on,
            last_seq=max((fact.seq for fact in facts), default=0),
            view=view if implant.key == chart.pump_key else None,
            decided=chart.decided,
            typed=frozenset(each.fact.seq for each in chart.entries if each.is_typed),
            replaced=mended(facts),
        )
        books.put_outlook(implant.key, row)


def outlook_row(
    ledger: Ledger,
    pump: Pump,
    rules: WindowRules,
    *,
    today: date,
    archived_on: date | None,
    last_seq: int,
    view: Projection | None = None,
    decided: Sequence[Decision] = (),
    typed: frozenset[int] = frozenset(),
    replaced: Sequence[Fact] = (),
) -> Outlook:
    """The outlook of one pump as seen today; ``view`` is its projection, if made already.

    ``decided`` are all decisions about its patient, ``typed`` the numbers of the facts that a
    person recorded, ``replaced`` the facts in place of which an import put others.
    """
    known = catalogue()
    view = view or project(ledger, pump, rules, known, as_of=today, archived_on=archived_on)
    later = [fact.at.day for fact in takewhile(lambda f: f.at.day > today, reversed(ledger.facts))]
    # Whatever is dated after today, by a clock that was ahead, counts once its day has come.
    turns = [*_turns(view, pump, archived_on), *later, *_decided_days(decided, pump)]

    def codes_of(seen: Projection) -> tuple[str, ...]:
        decisions = decisions_seen(decided, pump, seen.as_of)
        found = findings_that_stand(
            *(seen, pump, rules, known), decisions=decisions, typed=typed, replaced=replaced
        )
        return listed_codes(found)

    row = outlook_of(
        view,
        alarm_ul=rules.alarm_of(pump),
        rank=known.withdrawal_rank(view.mixture),
        findings=codes_of(view),
        ledger_seq=last_seq,
        turns=turns,
    )
    if row.holds_from <= today or view.state is State.RETIRED:
        return row
    # What is in force today may no longer be when the row begins to hold. Where nothing is dated
    # in between, only the day looked from differs.
    begins = row.holds_from
    if any(today < day <= begins for day in turns):
        view = project(ledger, pump, rules, known, as_of=begins, archived_on=archived_on)
    else:
        view = view._replace(as_of=begins)
    return row._replace(findings=codes_of(view))


def rebuild(books: Books, *, today: date) -> int:
    """Projects every pump anew and writes all outlook rows; returns how many."""
    return books.replace_outlooks(fresh_rows(books, today=today))


class SettingReceipt(NamedTuple):
    """What a setting was, and how many of the pumps got other dates by its change."""

    before: str
    pumps: int
    moved: int


def change_setting(books: Books, key: str, value: str, *, today: date) -> SettingReceipt:
    """Records a setting of the practice and projects every pump anew.

    Raises:
        Unreadable: Unknown key, or a value it does not accept.
    """
    check_setting(known_setting(key, catalogue().drugs), value)
    before = books.settings().get(key) or shipped(key)
    books.put_setting(key, value)
    dates = attrgetter("opens_on", "refill_by", "limit", "alarm_on", "empty_on")
    old = {pump: dates(row) for pump, row in books.outlooks()}
    pumps = rebuild(books, today=today)
    moved = sum(pump not in old or old[pump] != dates(row) for pump, row in books.outlooks())
    return SettingReceipt(before, pumps, moved)


def shipped(key: str) -> str:
    """What a setting is where a practice has not changed it."""
    if key in RULES:
        return RULES[key].default
    kind, _, code = key.partition(".")
    if kind == STOCK:
        # What labels sell takes its place; a list of settings has no room for it.
        return ""
    plausible = catalogue().drug(code).plausible
    return str(plausible.dose if kind == MAX_DOSE else plausible.concentration)


def fresh_rows(
    books: ReadBooks,
    *,
    today: date,
    keys: Sequence[int] | None = None,
    seen_on: Mapping[int, date] = MappingProxyType({}),
) -> Iterator[tuple[int, Outlook]]:
    """Each pump's key and its outlook, projected afresh from the ledger; memory stays flat.

    It is projected for today, or for the day that ``seen_on`` names for the pump of a key.
    """
    practice = practice_of(books)
    known = catalogue()
    usual, decided = practice.usual_rules, decisions_by_patient(books)
    for held in books.holdings(keys):
        rules = usual.with_own(
            margin_days=held.margin_days,
            min_months=held.min_months,
            max_months=held.max_months,
            alarm_ul=held.alarm_ul,
        )
        row = outlook_row(
            Ledger.in_order(held.facts),
            Pump.of(held.device, known),
            rules,
            today=seen_on.get(held.key, today),
            archived_on=held.archived_on,
            last_seq=max(map(attrgetter("seq"), held.facts), default=0),
            decided=decided.get(held.device.patient, ()),
            typed=held.typed,
            replaced=mended(held.facts),
        )
        yield held.key, row


def decisions_by_patient(books: ReadBooks) -> dict[str, list[Decision]]:
    """Every decision recorded, in the order made, by code of the patient."""
    found: dict[str, list[Decision]] = {}
    for each in books.decisions():
        found.setdefault(each.patient, []).append(each)
    return found


def _decided_days(decided: Sequence[Decision], pump: Pump) -> Iterator[date]:
    """The days from which a decision about a pump holds, and no longer does."""
    for each in that_stand(decided):
        if each.implanted_on != pump.device.implanted_on:
            continue
        yield each.at.day
        if each.until is not None:
            # The day of a review is the first on which a therapy no longer counts as ended.
            yield from (each.until, each.until + timedelta(days=1))
        mri_on = mri_day(each)
        if mri_on is not None:
            yield from (mri_on - PRESSES, mri_on, mri_on + timedelta(days=1))


def _turns(view: Projection, pump: Pump, archived_on: date | None) -> list[date]:
    """The days from which lists show the pump otherwise, whatever its ledger says."""
    device = pump.device
    leaves = [day for day in (device.explanted_on, archived_on) if day is not None]
    turns = [min(leaves)] if leaves else []
    closed_by_service = view.window is not None and view.window.limit is Limit.SERVICE
    if device.end_of_service_on and not closed_by_service and view.state is not State.RETIRED:
        # From then on the exchange is urgent; where the service limit closes the window it is so
        # already.
        turns.append(device.end_of_service_on + timedelta(days=1))
    presumed = pump.presumed_service_end
    if presumed is not None and view.state is not State.RETIRED:
        turns.append(presumed + timedelta(days=1))
    stops = [fact.at.day for fact in view.facts if view.stopped and type(fact) is Stopped]
    too_long_on = pump.stopped_too_long_on(max(stops)) if stops else None
    return [*turns, too_long_on] if too_long_on else turns
