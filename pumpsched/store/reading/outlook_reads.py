"""The read model: one outlook a pump, and the worklist that is read from it by index."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from operator import sub
from typing import Any

from pumpsched.domain.findings import RESTART_UNDECIDED, THERAPY_ENDED
from pumpsched.domain.outlook import RULES_VERSION, Outlook
from pumpsched.domain.status import OF_STATE, URGENCY, State, Status
from pumpsched.store.mapping import outlook_of
from pumpsched.store.reading.checked_rows import CHUNK, CheckedRows, chunks, marks
from pumpsched.store.results import HeldCounts, Listed, PatientCounts
from pumpsched.store.seals import Cell, damaged

_IDLE = tuple(state.value for state in State if state is not State.RUNNING)

_IN_PLACE = (
    "pump.implanted_on <= ? AND NOT EXISTS (SELECT 1 FROM pump AS newer"
    " WHERE newer.patient_id = pump.patient_id"
    " AND newer.implanted_on > pump.implanted_on AND newer.implanted_on <= ?)"
)
"""Whether the pump is the last one its patient had implanted by a day, given twice."""

_UNHELD = (
    "SELECT pump_id FROM outlook WHERE holds_from > ?"
    " UNION SELECT pump_id FROM outlook WHERE holds_until < ?"
    f" UNION SELECT pump_id FROM outlook WHERE rules_version < {RULES_VERSION}"
    f" UNION SELECT pump_id FROM outlook WHERE rules_version > {RULES_VERSION}"
    # As many outlooks as pumps are one of each.
    " UNION SELECT pump.id FROM pump LEFT JOIN outlook ON outlook.pump_id = pump.id"
    " WHERE outlook.pump_id IS NULL"
    " AND (SELECT count(*) FROM outlook) < (SELECT count(*) FROM pump)"
)
"""Keys of pumps whose outlook does not answer for a day, given twice: each by its own index."""

_ON_TOP = f"substr(outlook.findings, 1, {len(RESTART_UNDECIDED)}) = '{RESTART_UNDECIDED}'"
"""Whether a restart is undecided: that finding is always the first."""

_CANDIDATES = (
    "SELECT pump_id FROM outlook WHERE refill_by <= ?"
    " UNION SELECT pump_id FROM outlook WHERE refill_by IS NULL"
    f" UNION SELECT pump_id FROM outlook WHERE {_ON_TOP}"
    f" UNION SELECT pump_id FROM outlook WHERE state IN {marks(_IDLE)} UNION {_UNHELD}"
)
"""Keys of pumps that a worklist must look at, each condition answered by its own index."""

_LISTED = (
    "SELECT patient.*, pump.*, outlook.* FROM patient JOIN pump ON pump.patient_id = patient.id"
    f" LEFT JOIN outlook ON outlook.pump_id = pump.id WHERE {_IN_PLACE}"
)
_WITHOUT_PUMP = (
    "SELECT * FROM patient WHERE NOT EXISTS (SELECT 1 FROM pump"
    " WHERE pump.patient_id = patient.id AND pump.implanted_on <= ?)"
)
_ENDED = f"substr(findings, 1, {len(THERAPY_ENDED)}) = '{THERAPY_ENDED}'"
"""Whether the therapy has ended: that finding is always the first."""
_STATUS = (
    f"CASE WHEN {_ENDED} THEN {URGENCY[Status.STOPPED]}"
    + "".join(f" WHEN state = '{state}' THEN {URGENCY[OF_STATE[state]]}" for state in OF_STATE)
    + f" WHEN empty_on <= ? THEN {URGENCY[Status.EMPTY]}"
    f" WHEN alarm_on <= ? OR programmer_alarm_on <= ? THEN {URGENCY[Status.ALARM]}"
    f" WHEN refill_by < ? THEN {URGENCY[Status.LATE]}"
    f" WHEN state = '{State.STOPPED}' THEN {URGENCY[Status.STOPPED]}"
    f" WHEN due_on <= ? THEN {URGENCY[Status.DUE]} ELSE {URGENCY[Status.WAITING]} END"
)
"""Urgency on a day, given five times: :func:`~pumpsched.domain.projection.states_of` in SQL."""

# A function of a column keeps SQLite from answering out of the index.
_HOLDS = (
    f"coalesce(outlook.rules_version, 0) = {RULES_VERSION}"
    " AND coalesce(outlook.holds_from, '') <= ? AND coalesce(outlook.holds_until, '9999') >= ?"
)
"""Whether an outlook answers for a day, given twice."""
_OUT_OF_PLACE = (
    "SELECT id FROM pump WHERE implanted_on > ?"
    " UNION ALL SELECT older.id FROM pump AS older JOIN pump AS newer"
    " ON newer.patient_id = older.patient_id AND newer.implanted_on > older.implanted_on"
    " WHERE newer.implanted_on <= ?"
)
"""Keys of pumps that are not in place on a day, given twice."""
_LATER = (
    f"SELECT count(*) FROM outlook WHERE {_HOLDS} AND outlook.pump_id NOT IN ({_OUT_OF_PLACE})"
    f" AND coalesce(outlook.state, '') = '{State.RUNNING}'"
    f" AND coalesce(outlook.refill_by, '') > ? AND NOT {_ON_TOP}"
)
_RUNS = f"state = '{State.RUNNING}' AND refill_by IS NOT NULL"
# The limit, which nothing reaches, has an urgency worked out once however often it is named.
_STANDING = (
    "SELECT count(*) AS everyone, count(CASE WHEN urgency IN ALWAYS THEN 1 WHEN urgency IS NULL"
    f" THEN NULL WHEN refill_by <= ? OR {_ON_TOP} THEN 1 END) AS wanted,"
    f" count(CASE WHEN urgency = {URGENCY[Status.RETIRED]} THEN 1 END) AS retired,"
    " count(CASE WHEN urgency IN PRESSING THEN 1 END) AS pressing"
    f" FROM (SELECT CASE WHEN refill_by <= ? OR NOT ({_RUNS}) OR {_ON_TOP} THEN {_STATUS} END"
    f" AS urgency, refill_by, findings FROM outlook WHERE {_HOLDS} LIMIT 1000000000) AS outlook"
)
_MOST_URGENT = (
    "SELECT pump_id FROM outlook JOIN pump ON pump.id = pump_id"
    " JOIN patient ON patient.id = patient_id"
    f" WHERE WANTED AND {_HOLDS} ORDER BY CASE WHEN {_ON_TOP} THEN 0 ELSE 1 END, {_STATUS},"
    " refill_by NULLS LAST, rank, patient.code LIMIT ?"
)
_OF_NOBODY = (
    "SELECT 1 FROM pump WHERE NOT EXISTS"
    " (SELECT 1 FROM patient WHERE patient.id = pump.patient_id) LIMIT 1"
)
"""A pump without its patient."""
_FACTS = (
    "SELECT (SELECT coalesce(max(id), 0) FROM fact) AS recorded, (SELECT count(*) FROM fact"
    " JOIN pump ON pump.id = fact.pump_id JOIN patient ON patient.id = pump.patient_id)"
    " + (SELECT count(*) FROM fact JOIN patient ON patient.id = fact.patient_id"
    " WHERE fact.pump_id IS NULL) AS found"
)
"""How many facts were recorded, as they are numbered without a gap, and how many are found with
their pump and patient."""
_NUMBERED = "SELECT 1 WHERE " + " AND ".join(
    [
        *(
            f"(SELECT count(*) FROM {table}) = (SELECT coalesce(max(id), 0) FROM {table})"
            for table in ("fact", "pump", "patient")
        ),
        *(
            f"(SELECT coalesce(max({of}_id), 0) FROM {table})"
            f" <= (SELECT coalesce(max(id), 0) FROM {of})"
            for table, of in (("fact", "pump"), ("fact", "patient"), ("pump", "patient"))
        ),
    ]
)
"""Whether facts, pumps and patients are all there by their numbers alone, without looking at each.

Where numbers were left out, as a server does when a transaction is rolled back, it answers
nothing, and each fact is looked at.
"""
_LAST_ACT = "SELECT seq, facts FROM audit WHERE facts > 0 ORDER BY seq DESC LIMIT 1"
_IS_WHOLE = (
    "SELECT 1 FROM fact WHERE audit_seq = ? AND id ="
    " (SELECT id FROM fact WHERE audit_seq = ? ORDER BY id DESC LIMIT 1) - ? + 1"
)
"""Whether so many facts of an act are there; they have numbers that follow each other."""


class OutlookReads(CheckedRows):
    """Outlooks and worklists."""

    def outlook(self, pump_key: int) -> Outlook | None:
        """The outlook of a pump as stored, if it is of this version of the arithmetic."""
        found = self.last_outlook(pump_key)
        return None if found is None or found.rules_version != RULES_VERSION else found

    def last_outlook(self, pump_key: int) -> Outlook | None:
        """The outlook of a pump as stored last, by whichever version."""
        row = self.one("outlook", "SELECT * FROM outlook WHERE pump_id = ?", pump_key)
        return None if row is None else outlook_of(row)

    def outlooks(self) -> Iterator[tuple[int, Outlook]]:
        """Every outlook as stored, ordered by key of the pump."""
        for row in self.rows("outlook", "SELECT * FROM outlook ORDER BY pump_id", many=True):
            yield row.pump_id, outlook_of(row)

    def listing(self, as_of: date, last: date | None) -> Iterator[Listed]:
        """Patients that a worklist must look at, each with the pump in place on ``as_of``.

        With ``last`` these are the pumps to refill by then, those that do not run, those whose
        outlook does not answer for ``as_of``, and patients without a pump; without, everybody.
        In no order.

        Raises:
            StoreProblem: A row is damaged, or rows are missing from an index.
        """
        day = as_of.isoformat()
        query, values = _LISTED, list[Cell]([day, day])
        if last is not None:
            query += f" AND pump.id IN ({_CANDIDATES})"
            values += [last.isoformat(), *_IDLE, day, day]
        listed, counted = 0, dict[int, int]()
        for patient, pump, kept in self.joined(
            ("patient", "pump", "outlook"), query, *values, many=True
        ):
            listed += 1
            current = kept is not None and kept.rules_version == RULES_VERSION
            if current:
                counted[pump.id] = kept.ledger_seq
            yield _listed(patient, pump, outlook_of(kept) if current else None)
        for found in self.without_pump(as_of):
            listed += 1
            yield found
        counts = self.counts(as_of, last)
        if listed + counts.later != counts.all:
            raise damaged(
                f"{counts.all} patients are recorded, but {listed + counts.later} were found."
            )
        self.check_counted(counted)

    def unheld(self, as_of: date) -> Iterator[Listed]:
        """Patients with a pump for which no stored outlook answers for a day."""
        day = as_of.isoformat()
        query = f"{_LISTED} AND pump.id IN ({_UNHELD})"
        for patient, pump, _ in self.joined(("patient", "pump", "outlook"), query, *[day] * 4):
            yield _listed(patient, pump)

    def without_pump(self, as_of: date) -> Iterator[Listed]:
        """Patients who had no pump by a day."""
        for patient in self.rows("patient", _WITHOUT_PUMP, as_of.isoformat()):
            yield _listed(patient)

    def standing(
        self,
        as_of: date,
        last: date,
        *,
        always: Collection[Status],
        pressing: Collection[Status],
    ) -> HeldCounts:
        """Those whose outlook answers for a day, in numbers; counted from the rows.

        Args:
            as_of: The day.
            last: The last day of a worklist.
            always: Statuses listed whenever their window ends.
            pressing: Statuses that press.
        """
        query = _STANDING.replace("ALWAYS", _ranks(always)).replace("PRESSING", _ranks(pressing))
        until, day = last.isoformat(), as_of.isoformat()
        asked = until, until, *[day] * 7
        (whole,) = self.plain(query, *asked)
        gone = query.replace("LIMIT", f"AND outlook.pump_id IN ({_OUT_OF_PLACE}) LIMIT")
        (apart,) = self.plain(gone, *asked, day, day)
        return HeldCounts(*map(sub, whole, apart))

    def most_urgent(
        self,
        as_of: date,
        last: date | None,
        *,
        limit: int,
        always: Collection[Status],
        settings: Sequence[str] = (),
    ) -> list[Listed]:
        """The first of those whose outlook answers for a day, in the order of a worklist.

        Args:
            as_of: The day.
            last: Only windows that end by then; None for all.
            limit: At most so many.
            always: Statuses listed whenever their window ends.
            settings: Only patients with one of these settings; none given: all.
        """
        day = as_of.isoformat()
        conditions, values = ["1 = 1"], list[Cell]()
        if last is not None:
            always_listed = f"NOT ({_RUNS}) AND {_STATUS} IN {_ranks(always)}"
            conditions.append(f"(refill_by <= ? OR {always_listed} OR {_ON_TOP})")
            values += [last.isoformat(), *[day] * 5]
        if settings:
            conditions.append(f"patient.setting IN {marks(settings)}")
            values += settings
        query = _MOST_URGENT.replace("WANTED", " AND ".join(conditions))
        values += [day] * 7
        asked = limit
        while True:
            keys = [row.pump_id for row in self.plain(query, *values, asked)]
            found = self._in_place(keys, day)
            if len(found) >= limit or len(keys) < asked:
                break
            # Pumps that were exchanged are few, and last on a worklist.
            asked += limit
        return [found[key] for key in keys if key in found][:limit]

    def _in_place(self, keys: Sequence[int], day: str) -> dict[int, Listed]:
        """Those of some pumps that are in place on a day, by key."""
        found, counted = dict[int, Listed](), dict[int, int]()
        for chunk in chunks(keys, CHUNK):
            wanted = f"{_LISTED} AND pump.id IN {marks(chunk)}"
            tables = ("patient", "pump", "outlook")
            for patient, pump, kept in self.joined(tables, wanted, day, day, *chunk):
                counted[pump.id] = kept.ledger_seq
                found[pump.id] = _listed(patient, pump, outlook_of(kept))
        self.check_counted(counted)
        return found

    def check_counted(self, counted: Mapping[int, int]) -> None:
        """Passes outlooks that count the last fact of their pump, in a store that is whole.

        Args:
            counted: The last fact that each counts, by key of the pump.

        Raises:
            StoreProblem: A fact, a patient or a pump is gone, or the outlook is of another day.
        """
        for keys in chunks(counted, CHUNK):
            recorded = {row.pump_id: row.last for row in self.plain(
                f"SELECT pump_id, max(id) AS last FROM fact WHERE pump_id IN {marks(keys)}"
                " GROUP BY pump_id", *keys
            )}  # fmt: skip
            for key in keys:
                if counted[key] != recorded.get(key, 0):
                    raise damaged("Stored dates do not count the last fact of their pump.")
        self.check_whole()

    def check_whole(self) -> None:
        """Passes a store that has every fact recorded, each with its pump and patient.

        Raises:
            StoreProblem: A fact is gone, or a patient or a pump of whom something is there.
        """
        if self.value(_NUMBERED) is None:
            self._check_each()
        for act in list(self.plain(_LAST_ACT)):
            if self.value(_IS_WHOLE, act.seq, act.seq, act.facts) is None:
                raise damaged("Facts that were recorded last are gone.")

    def _check_each(self) -> None:
        if self.value(_OF_NOBODY) is not None:
            raise damaged("A pump is of a patient who is not there.")
        (facts,) = self.plain(_FACTS)
        if facts.found != facts.recorded:
            raise damaged(
                f"{facts.recorded:,} facts are recorded, but {facts.found:,} were found with their "
                "pump and patient."
            )

    def counts(self, as_of: date, last: date | None) -> PatientCounts:
        """How many patients there are, and how many run with a window that ends after ``last``.

        Counted from the rows, not from the index that :meth:`listing` uses, so that the two
        check one another.
        """
        everybody = self.value("SELECT count(*) FROM patient")
        if last is None:
            return PatientCounts(everybody, 0)
        later = self.value(_LATER, *[as_of.isoformat()] * 4, last.isoformat())
        return PatientCounts(everybody, later)


def _ranks(statuses: Collection[Status]) -> str:
    return f"({', '.join(str(URGENCY[status]) for status in statuses)})"


def _listed(patient: Any, pump: Any = None, outlook: Outlook | None = None) -> Listed:
    return Listed(
        patient=patient.code,
        name=patient.name,
        phone=patient.phone,
        setting=patient.setting,
        preferred_nurse=patient.preferred_nurse,
        pump_key=pump and pump.id,
        model=pump and pump.model,
        serial=pump and pump.serial,
        outlook=outlook,
        fixed_flow_ul_per_day=pump and pump.fixed_flow_ul_per_day,
    )
