"""Keeping the outlook rows true: projected in the transaction of the fact, rebuilt, compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from operator import attrgetter

from pumpsched.domain.findings import findings_of
from pumpsched.domain.ledger import Ledger
from pumpsched.domain.outlook import Outlook, outlook_of
from pumpsched.domain.projection import Limit, Projection, State, project
from pumpsched.domain.pump import Device, Pump, WindowRules
from pumpsched.domain.residual import last_residual_check
from pumpsched.domain.settings import Practice
from pumpsched.reference import catalogue
from pumpsched.store.books import Books
from pumpsched.usecases.chart import archive_day, ledger_of, practice_of


def outlook_row(
    ledger: Ledger,
    pump: Pump,
    rules: WindowRules,
    *,
    today: date,
    archived_on: date | None,
    last_seq: int,
) -> Outlook:
    """The outlook of one pump as seen today."""
    known = catalogue()
    view = project(ledger, pump, rules, known, as_of=today, archived_on=archived_on)
    row = outlook_of(
        view,
        alarm_ul=rules.alarm_of(pump),
        rank=known.withdrawal_rank(view.mixture),
        findings=_codes(view, pump, rules),
        ledger_seq=last_seq,
        turns=_turns(view, pump.device, archived_on),
    )
    if row.holds_from > today and view.state is not State.RETIRED:
        # What is in force today may no longer be when the row begins to hold.
        view = project(ledger, pump, rules, known, as_of=row.holds_from, archived_on=archived_on)
        return row._replace(findings=_codes(view, pump, rules))
    return row


def _codes(view: Projection, pump: Pump, rules: WindowRules) -> tuple[str, ...]:
    """Codes of the findings of a view, the residual check's the last."""
    codes = [finding.code for finding in findings_of(view, pump, rules, catalogue())]
    if view.state is not State.RETIRED:
        check = last_residual_check(view, pump)
        if check is not None and check.severity is not None:
            codes.append("residual-differs")
    return tuple(codes)


def refresh(books: Books, code: str, *, today: date, practice: Practice | None = None) -> None:
    """Writes the outlook rows of all the patient's pumps anew."""
    patient = books.patient(code)
    if patient is None:
        return
    rules = (practice or practice_of(books)).rules_for(patient)
    entries = tuple(books.entries(code))
    archived_on = archive_day(entries)
    for implant in books.implants(code):
        last_seq = max((e.fact.seq for e in entries if e.pump == implant.key), default=0)
        row = outlook_row(
            ledger_of(entries, implant.key),
            Pump.of(implant.device, catalogue()),
            rules,
            today=today,
            archived_on=archived_on,
            last_seq=last_seq,
        )
        books.put_outlook(implant.key, row)


def rebuild(books: Books, *, today: date) -> int:
    """Projects every pump anew and writes all outlook rows; returns how many."""
    return books.replace_outlooks(fresh_rows(books, today=today))


def fresh_rows(
    books: Books, *, today: date, keys: Sequence[int] | None = None
) -> Iterator[tuple[int, Outlook]]:
    """Each pump's key and its outlook, projected afresh from the ledger; memory stays flat."""
    practice = practice_of(books)
    known = catalogue()
    usual = practice.usual_rules
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
            today=today,
            archived_on=held.archived_on,
            last_seq=max(map(attrgetter("seq"), held.facts), default=0),
        )
        yield held.key, row


def _turns(view: Projection, device: Device, archived_on: date | None) -> list[date]:
    """The days from which lists show the pump otherwise, whatever its ledger says."""
    leaves = [day for day in (device.explanted_on, archived_on) if day is not None]
    turns = [min(leaves)] if leaves else []
    closed_by_service = view.window is not None and view.window.limit is Limit.SERVICE
    if device.end_of_service_on and not closed_by_service and view.state is not State.RETIRED:
        # From then on the exchange is urgent; where the service limit closes the window it is so
        # already.
        turns.append(device.end_of_service_on + timedelta(days=1))
    return turns
