"""Care of the data: backup and restore, the doctor's round, the audit chain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from itertools import starmap
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pumpsched.domain.errors import StoreProblem, Tampered
from pumpsched.domain.findings import Finding
from pumpsched.domain.plausible import fixed_zone
from pumpsched.store.results import FactsAhead, Fault, Stamp
from pumpsched.store.verification import file_faults, verify
from pumpsched.usecases.broken_visits import broken_findings
from pumpsched.usecases.doubtful_pumps import doubtful_in_place
from pumpsched.usecases.outlooks import fresh_rows, rebuild
from pumpsched.usecases.same_people import alike_findings, implausible_people, undecided
from pumpsched.usecases.visits import unclosed
from pumpsched.usecases.who_is_meant import practice_of

if TYPE_CHECKING:
    from pumpsched.store.backup import Inspection
    from pumpsched.store.engine import Store
    from pumpsched.store.reading.opening import ReadBooks

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Health:
    """What the doctor found: what does not hold in the file, the chain or a row.

    ``stale`` are pumps whose stored dates differ from a fresh projection: patient, what differs.
    ``ahead`` are facts dated after today, ``findings`` what somebody has to look at.
    """

    faults: tuple[Fault, ...]
    stale: tuple[tuple[str, str], ...]
    pumps: int
    head: str
    ahead: FactsAhead
    findings: tuple[Finding, ...] = ()

    @property
    def is_well(self) -> bool:
        """Whether nothing was found."""
        return not self.faults and not self.stale


def write_backup(engine: Store, path: Path) -> Inspection:
    """Writes a copy of the store, reads every row of it back, and describes it."""
    # The database library takes several times as long to import as a reading to run.
    from pumpsched.store import backup

    backup.backup(engine, path)
    return described(path)


def described(path: Path) -> Inspection:
    """A store file in figures."""
    # As in write_backup().
    from pumpsched.store.backup import inspect_store
    from pumpsched.store.engine import open_store

    engine = open_store(str(path))
    try:
        return inspect_store(engine)
    finally:
        engine.dispose()


def checked_backup(path: Path) -> Inspection:
    """A backup in figures, after every row of it was verified.

    Raises:
        StoreProblem: It is not whole.
    """
    # As in write_backup().
    from pumpsched.store import backup

    try:
        faults = [fault.message for fault in backup.check_copy(path)]
    except StoreProblem as problem:
        if problem.code != "store-damaged":
            raise
        faults = [problem.what]
    if faults:
        raise StoreProblem(
            f"The backup does not hold: {faults[0]}",
            code="backup-damaged",
            why="Nothing was changed.",
            next_step="another backup",
        )
    return described(path)


def restore_backup(
    path: Path, location: Path, stamp: Stamp, *, today_in: Callable[[ZoneInfo], date]
) -> Inspection:
    """Puts a verified backup in the place of the store, and records that in its own chain.

    ``today_in`` gives today in a time zone; a store with a today of its own goes by that.
    """
    # As in write_backup().
    from pumpsched.store import backup
    from pumpsched.store.books import writing
    from pumpsched.store.engine import open_store

    restored = checked_backup(path)

    def record(draft: Path) -> None:
        # Before it takes the store's place: a restore cut short is none, or one on record.
        engine = open_store(str(draft))
        try:
            with writing(engine, stamp) as books:
                books.note({"restored": {"head": restored.head, "changes": restored.changes}})
                rebuild(books, today=books.own_today() or today_in(practice_of(books).zone))
        finally:
            engine.dispose()

    backup.put_in_place(path, location, prepare=record)
    return restored


def examine(books: ReadBooks, *, today: date) -> Health:
    """The doctor's round: file, chain, every row, and every date projected anew."""
    broken = file_faults(books)
    stale, pumps = _stale(books, today=today)
    # To project is to check: no fact of a pump is read and checked a second time.
    faults = (*broken, *verify(books, checked=("fact", "pump", "outlook")))
    ahead = books.facts_ahead(today)
    findings = (
        *fixed_zone(practice_of(books).zone),
        *alike_findings(undecided(books)),
        *starmap(_about, implausible_people(books, today=today)),
        *starmap(_about, doubtful_in_place(books, today=today)),
        *starmap(_about, unclosed(books, today=today)),
        # Whose dates do not hold cannot be judged.
        *starmap(_about, () if faults or stale else broken_findings(books, today=today)),
    )
    return Health(faults, tuple(stale), pumps, books.head(), ahead, findings)


def _about(patient: str, finding: Finding) -> Finding:
    """A finding of a patient, in a list of findings of all."""
    return replace(finding, message=f"{patient}: {finding.message}")


def _stale(books: ReadBooks, *, today: date) -> tuple[list[tuple[str, str]], int]:
    """Stored rows that a fresh projection for the same day does not give, and how many it made."""
    stored = dict(books.outlooks())
    owners = {held.key: held.device.patient for held in books.devices()}
    stale = [(code, "no dates are stored") for key, code in owners.items() if key not in stored]
    seen_on = {key: row.seen_on for key, row in stored.items()}
    pumps = 0
    for key, fresh in fresh_rows(books, today=today, seen_on=seen_on):
        if key not in stored:
            continue
        pumps += 1
        differing = [n for n in fresh._fields if getattr(fresh, n) != getattr(stored[key], n)]
        if differing:
            stale.append((owners[key], ", ".join(differing)))
    return stale, pumps


def check_chain(books: ReadBooks, *, head: str | None) -> tuple[int, str]:
    """Number of audit rows and head of a chain that holds.

    Raises:
        Tampered: Something was changed, removed, put in or cut off.
    """
    faults = verify(books, head)
    if faults:
        listed = "; ".join(fault.message for fault in faults[:3])
        raise Tampered(
            f"The record does not hold: {listed}.",
            code="tampered",
            why="Keep the file as it is, and look at the last backup.",
            next_step="pumpsched doctor",
            findings=len(faults),
        )
    return books.changes(), books.head()
