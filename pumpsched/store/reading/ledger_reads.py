"""What happened to each pump, what many facts share, and the trail of who recorded it and why.

Ledgers are read one patient at a time, or all of them in bulk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache, cached_property
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from pumpsched.domain.quantities import Concentration
from pumpsched.domain.therapy import Component, FlexStep, Mixture
from pumpsched.records.cell_types import parse_day
from pumpsched.store import mapping
from pumpsched.store.reading.checked_rows import CHUNK, CheckedRows, chunks, marks, unknown
from pumpsched.store.results import BULK_ACTIONS, AuditEntry, Entry, FactsAhead, Holding
from pumpsched.store.seals import Cell, check_audit, damaged

if TYPE_CHECKING:
    from pumpsched.domain.ledger import Fact

Flex = tuple[FlexStep, ...]

_LATELY = 1000
"""Among so many last changes the one with the latest time is looked for."""

_IN_TIME = "fact.day, fact.minute NULLS FIRST, fact.id"
_RECORDED = (
    "SELECT fact.*, patient.code AS patient_code, voids.id AS voided_by,"
    " coalesce(own.name, '') AS name, own.line"
    " FROM fact JOIN patient ON patient.id = fact.patient_id"
    " LEFT JOIN fact_name AS own ON own.fact_id = fact.id"
    " LEFT JOIN fact AS voids ON voids.voids_id = fact.id"
)
_ARCHIVED = f"{_RECORDED} WHERE fact.kind = 'archive' AND voids.id IS NULL"
_TYPED_BY = (
    f"{_RECORDED} JOIN audit ON audit.seq = fact.audit_seq"
    f" WHERE audit.actor = ? AND audit.action NOT IN {BULK_ACTIONS}"
    " AND fact.kind <> 'void' AND voids.id IS NULL ORDER BY fact.id DESC LIMIT 1"
)
_TYPED = (
    "SELECT fact.id FROM fact JOIN audit ON audit.seq = fact.audit_seq"
    f" WHERE fact.kind IN ('fill', 'dose') AND audit.action NOT IN {BULK_ACTIONS}"
)
_RECORDED_WITH = (
    f"{_RECORDED} JOIN fact AS named ON named.audit_seq = fact.audit_seq"
    " JOIN audit ON audit.seq = named.audit_seq"
    # The facts of one change have numbers that follow each other: no index is needed to find them.
    " WHERE named.id = ? AND fact.id BETWEEN named.id - audit.facts AND named.id + audit.facts"
    f" AND (fact.id = named.id OR audit.action NOT IN {BULK_ACTIONS}) ORDER BY fact.id"
)
_AHEAD = (
    "SELECT coalesce(sum(CASE WHEN kind = 'dose' THEN 1 END), 0) AS planned, count(*) AS whole"
    " FROM fact WHERE day > ? AND kind <> 'void'"
    " AND NOT EXISTS (SELECT 1 FROM fact AS void WHERE void.voids_id = fact.id)"
)
_PUMPS = "SELECT pump.*, patient.* FROM pump JOIN patient ON patient.id = pump.patient_id"
_NO_FACTS: tuple[None, Iterator[Any]] = (None, iter(()))


class LedgerReads(CheckedRows):
    """Facts, one patient or one fact at a time, and ledgers in bulk."""

    @cached_property
    def _fact(self) -> Callable[[Any], Fact]:
        # A worklist reads no fact, and the kinds of facts take a while to import.
        from pumpsched.store.fact_mapping import fact_reader

        return fact_reader(cache(self._mixture), cache(self._flex))

    def entries(self, patient: str) -> list[Entry]:
        """Every fact of a patient, voided ones and voids too, in order of time."""
        owner = self.known_patient(patient)
        if owner is None:
            return []
        return list(
            self._entries(f"{_RECORDED} WHERE fact.patient_id = ? ORDER BY {_IN_TIME}", owner)
        )

    def all_entries(self) -> Iterator[Entry]:
        """Every fact of every patient, by patient code, then in order of time."""
        return self._entries(f"{_RECORDED} ORDER BY patient.code, {_IN_TIME}", many=True)

    def holds_any(self, columns: Iterable[str]) -> bool:
        """Whether any fact has something in one of these columns of the store."""
        filled = " OR ".join(f"{column} IS NOT NULL" for column in columns)
        return self.value(f"SELECT id FROM fact WHERE {filled} LIMIT 1") is not None

    def holds(self, kind: str) -> bool:
        """Whether any fact is of a kind, named by its word."""
        return self.value("SELECT id FROM fact WHERE kind = ? LIMIT 1", kind) is not None

    def fills_of_lot(self, lot: str) -> Iterator[Entry]:
        """The standing fills of a drug or kit of that lot, by patient; marks and case aside."""
        same = "upper(replace(replace({}, ' ', ''), '-', '')) = ?"
        key = lot.replace(" ", "").replace("-", "").upper()
        query = (
            f"{_RECORDED} WHERE ({same.format('fact.lot')} OR {same.format('fact.kit')})"
            f" AND voids.id IS NULL ORDER BY patient.code, {_IN_TIME}"
        )
        return self._entries(query, key, key)

    def entry(self, seq: int) -> Entry | None:
        """The fact of that number."""
        return next(self._entries(f"{_RECORDED} WHERE fact.id = ?", seq), None)

    def last_entry_by(self, actor: str) -> Entry | None:
        """The last fact this person typed that still stands and is no void."""
        return next(self._entries(_TYPED_BY, actor), None)

    def recorded_with(self, fact: int) -> list[Entry]:
        """What one command recorded together with a fact, itself among them, in that order.

        Each of the many facts that an import brings in stands for itself.
        """
        return list(self._entries(_RECORDED_WITH, fact))

    def facts_ahead(self, today: date) -> FactsAhead:
        """How many facts are dated after today."""
        (row,) = self.plain(_AHEAD, today.isoformat())
        return FactsAhead(row.planned, row.whole - row.planned)

    def archived_on(self, patient: str) -> date | None:
        """The day the patient left the list, as far as recorded and not voided."""
        owner = self.known_patient(patient)
        rows = self.rows("fact", f"{_ARCHIVED} AND fact.patient_id = ?", owner)
        return min((parse_day(row.day) for row in rows), default=None)

    def archive_days(self) -> dict[str, date]:
        """The day each archived patient left the list, by patient code."""
        earliest: dict[str, date] = {}
        for row in self.rows("fact", _ARCHIVED):
            day = parse_day(row.day)
            earliest[row.patient_code] = min(day, earliest.get(row.patient_code, day))
        return earliest

    def merges(self) -> dict[str, str]:
        """The codes of patients who were merged, each with the one they were merged into."""
        # A worklist asks for none.
        from pumpsched.domain.sameness import MERGED, merged_into

        merged = {}
        for row in self.rows("fact", f"{_ARCHIVED} AND fact.note LIKE ?", f"{MERGED} %"):
            into = merged_into(row.note)
            if into is not None:
                merged[row.patient_code] = into
        return merged

    def ledgers(
        self, pump_keys: Sequence[int] | None = None
    ) -> Iterator[tuple[int, str, list[Fact]]]:
        """Key of each pump, or of each named, code of its patient, its facts in order of time.

        Ordered by key. Voided facts and voids are among the facts; there may be none.
        """
        for pump, patient, facts in self._with_facts(pump_keys):
            yield pump.id, patient.code, facts

    def holdings(self, pump_keys: Sequence[int] | None = None) -> Iterator[Holding]:
        """Each pump with all its projection needs, ordered by key; see :meth:`ledgers`."""
        archived, typed = self.archive_days(), self._typed()
        for pump, patient, facts in self._with_facts(pump_keys):
            yield Holding(
                key=pump.id,
                device=mapping.device_of(pump, patient=patient.code),
                margin_days=patient.margin_days,
                min_months=patient.min_months,
                max_months=patient.max_months,
                alarm_ul=patient.alarm_ul,
                archived_on=archived.get(patient.code),
                facts=facts,
                typed=typed.intersection([fact.seq for fact in facts]),
            )

    def _typed(self) -> frozenset[int]:
        """The numbers of all fills and programmes that a person recorded."""
        rows = self.plain(_TYPED, many=True)
        return frozenset(row.id for row in rows)

    def _entries(self, query: str, *values: Cell, many: bool = False) -> Iterator[Entry]:
        for rows in chunks(self.rows("fact", query, *values, many=many), CHUNK):
            changes = self._changes(list({row.audit_seq for row in rows}))
            for row in rows:
                fact = self._fact(row)
                at, actor, action = changes[row.audit_seq]
                yield Entry(
                    *(fact, row.patient_code, row.pump_id, at, actor, row.voided_by),
                    *(action, row.name, row.line),
                )

    def _changes(self, numbers: Sequence[int]) -> dict[int, tuple[datetime, str, str]]:
        """When, by whom and with which command what these audit rows are about was recorded."""
        found = {}
        for row in self.plain(f"SELECT * FROM audit WHERE seq IN {marks(numbers)}", *numbers):
            check_audit(row)
            found[row.seq] = datetime.fromisoformat(row.at), row.actor, row.action
        for number in set(numbers) - found.keys():
            found[number] = self._change_under_way(number)
        return found

    def _change_under_way(self, number: int) -> tuple[datetime, str, str]:
        """The same of what a change under way will put on the audit trail."""
        raise damaged(f"Audit row {number} is missing.")

    def _with_facts(self, pump_keys: Sequence[int] | None) -> Iterator[tuple[Any, Any, list[Fact]]]:
        in_order = f"ORDER BY fact.pump_id, {_IN_TIME}"
        if pump_keys is None:
            facts = f"SELECT * FROM fact WHERE pump_id IS NOT NULL {in_order}"
            yield from self._merged(f"{_PUMPS} ORDER BY pump.id", facts)
            return
        for chunk in chunks(sorted(set(pump_keys)), CHUNK):
            yield from self._merged(
                f"{_PUMPS} WHERE pump.id IN {marks(chunk)} ORDER BY pump.id",
                f"SELECT * FROM fact WHERE pump_id IN {marks(chunk)} {in_order}",
                *chunk,
            )

    def _merged(self, pumps: str, facts: str, *keys: Cell) -> Iterator[tuple[Any, Any, list[Fact]]]:
        by_pump = groupby(self.rows("fact", facts, *keys, many=True), key=attrgetter("pump_id"))
        owner, rows = next(by_pump, _NO_FACTS)
        for pump, patient in self.joined(("pump", "patient"), pumps, *keys, many=True):
            found: list[Fact] = []
            if owner == pump.id:
                for row in rows:
                    if row.patient_id != patient.id:
                        raise damaged(f"Fact {row.id} is not of its pump's patient.")
                    found.append(self._fact(row))
                owner, rows = next(by_pump, _NO_FACTS)
            yield pump, patient, found
        if owner is not None:
            raise damaged("A fact belongs to a pump that is not there.")

    def _mixture(self, number: int) -> Mixture:
        query = "SELECT * FROM mixture_drug WHERE mixture_id = ? ORDER BY position"
        components = tuple(
            Component(row.drug, Concentration(row.concentration_ng_per_ml))
            for row in self.rows("mixture_drug", query, number)
        )
        whole = self.one("mixture", "SELECT * FROM mixture WHERE id = ?", number)
        mixture = Mixture(components)
        if whole is None or whole.text != str(mixture):
            raise damaged(f"Mixture {number} is not whole.")
        return mixture

    def _flex(self, number: int) -> Flex:
        query = "SELECT * FROM flex_step WHERE flex_id = ? ORDER BY minute"
        flex = tuple(
            FlexStep(row.minute, row.ng_per_day) for row in self.rows("flex_step", query, number)
        )
        whole = self.one("flex", "SELECT * FROM flex WHERE id = ?", number)
        if whole is None or whole.text != flex_text(flex):
            raise damaged(f"Flex programme {number} is not whole.")
        return flex


def flex_text(flex: Flex) -> str:
    """The canonical text of a flex programme's steps."""
    return "; ".join(map(str, flex))


class AuditReads(CheckedRows):
    """Changes of the store, in the order made."""

    def recorded(self, request_id: str) -> AuditEntry | None:
        """What was recorded under a request's number, if anything."""
        rows = self.plain("SELECT * FROM audit WHERE request_id = ?", request_id)
        return next(map(_entry_of, rows), None)

    def change_of(self, fact: int) -> AuditEntry:
        """What was recorded together with the fact of that number.

        Raises:
            NotFound: No such fact.
        """
        query = (
            "SELECT audit.* FROM audit JOIN fact ON fact.audit_seq = audit.seq WHERE fact.id = ?"
        )
        for entry in map(_entry_of, self.plain(query, fact)):
            return entry
        raise unknown("fact", str(fact))

    def newest_change(self, *, since: str) -> AuditEntry | None:
        """The change with the latest time among the last ones, from the last ``since`` action on.

        No change is a day before one of those before it, so that the last ones tell.
        """
        first = (self.value("SELECT max(seq) FROM audit") or 0) - _LATELY
        trusted = self.value(
            "SELECT max(seq) FROM audit WHERE seq > ? AND action = ?", first, since
        )
        query = "SELECT * FROM audit WHERE seq >= ? ORDER BY at DESC, seq DESC LIMIT 1"
        return next(map(_entry_of, self.plain(query, max(first, trusted or 0))), None)

    def audit_entries(self, *, newest: int | None = None) -> Iterator[AuditEntry]:
        """The trail, or its ``newest`` so many rows, oldest first."""
        query, values = "SELECT * FROM audit", list[int]()
        if newest is not None:
            query += " WHERE seq IN (SELECT seq FROM audit ORDER BY seq DESC LIMIT ?)"
            values.append(newest)
        return map(_entry_of, self.plain(f"{query} ORDER BY seq", *values, many=True))

    def changes(self) -> int:
        """How many changes are on record."""
        return int(self.value("SELECT count(*) FROM audit"))

    def head(self) -> str:
        """The hash of the last audit row; empty before the first."""
        return self.value("SELECT hash FROM audit ORDER BY seq DESC LIMIT 1") or ""


def _entry_of(row: Any) -> AuditEntry:
    # A worklist shows no trail.
    import json

    check_audit(row)
    return AuditEntry(
        seq=row.seq,
        at=datetime.fromisoformat(row.at),
        actor=row.actor,
        action=row.action,
        request_id=row.request_id,
        request=row.request,
        detail=json.loads(row.detail),
        facts=row.facts,
        hash=row.hash,
    )
