"""A panel on its way into the store: a row per patient, with pump, fill and programme.

A row states the present. What the store projects of a patient who is there must say the same once
the row is read; see :mod:`pumpsched.domain.statement`.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pumpsched.domain.ledger import MENDED, Fact, Ledger, Programmed, Voided, in_time
from pumpsched.domain.projection import Projection, project
from pumpsched.domain.pump import Device, Pump, WindowRules
from pumpsched.domain.settings import Practice
from pumpsched.domain.statement import (
    Difference,
    Reading,
    Said,
    Statement,
    contradicting,
    differences,
    reading_of,
    stated,
)
from pumpsched.domain.text import as_typed
from pumpsched.domain.therapy import Programme
from pumpsched.records.events import (
    ALARM_DATE,
    BOLUS,
    DOSE,
    INJECTED,
    MIXTURE,
    PROGRAMME,
    PROGRAMMED,
    RESIDUAL,
)
from pumpsched.records.folder import AUTHORIZATIONS, IMPLANTED_ON, PATIENTS, PUMPS
from pumpsched.records.panel import FILLED_ON, PANEL, PanelRow
from pumpsched.reference import catalogue
from pumpsched.store.results import Entry, Implant, Put
from pumpsched.usecases.import_facts import FactIntake, report_conflicts
from pumpsched.usecases.import_files import Source
from pumpsched.usecases.import_session import ImportSession, LeftOut, Line
from pumpsched.usecases.import_tables import (
    AT_ONCE,
    AUTHORIZATION_ROWS,
    PATIENT_ROWS,
    PUMP_ROWS,
    TableIntake,
    batched,
    refuse_repeated,
)
from pumpsched.usecases.origins import origin
from pumpsched.usecases.who_is_meant import practice_of

_COLUMNS = {
    Said.DAY: FILLED_ON,
    Said.MIXTURE: MIXTURE,
    Said.INJECTED: INJECTED,
    Said.RESIDUAL: RESIDUAL,
    Said.VOLUME_TOLD: PROGRAMMED,
    Said.PROGRAMME: DOSE,
    Said.ALARM_DATE: ALARM_DATE,
}
_ALWAYS_SAID = PUMPS.required
"""Columns of a pump that every panel fills, under one name or another."""


def take_panel(session: ImportSession, source: Source) -> FactIntake:
    """Takes a panel."""
    facts = FactIntake(session, source)
    with session.reading(source) as sheet:
        patients = TableIntake(session, PATIENT_ROWS, sheet.header)
        pumps = TableIntake(session, PUMP_ROWS, (*sheet.header, *_ALWAYS_SAID))
        payers = TableIntake(session, AUTHORIZATION_ROWS, (*sheet.header, *AUTHORIZATIONS.required))
        presents = _Presents(session, facts, speaks_of_boluses=BOLUS.column in sheet.header)
        codes_read = array("q")
        for chunk in batched(session.values(source, sheet, PANEL), AT_ONCE):
            codes_read.extend(hash(row.patient.code) for _, row in chunk)
            chunk = [(line, row) for line, row in chunk if not _is_skipped(session, line, row)]
            implants = session.books.implants_of([row.patient.code for _, row in chunk])
            held = _devices(chunk, implants)
            judged = presents.judged(chunk, implants, held)
            chunk = [(line, row) for line, row in chunk if not presents.is_older(line, judged)]
            taken = patients.take([(line, row.patient) for line, row in chunk])
            rows = [each for each, one in zip(chunk, taken, strict=True) if one is not None]
            payers.take([(line, row.authorization) for line, row in rows if row.authorization])
            implanted = [(line, held[line.number]) for line, row in rows if row.device]
            kept = pumps.take(implanted)
            placed = {
                line.number
                for (line, _), device in zip(implanted, kept, strict=True)
                if device is not None
            }
            for line, row in rows:
                if line.number not in placed:
                    continue
                if line.number in judged:
                    presents.take(line, judged[line.number])
                else:
                    facts.take(line, row.patient.code, row.facts, column=FILLED_ON.column)
    refuse_repeated(session, source, PANEL, lambda row: row.patient.code, patients.marks)
    session.count(source, PATIENTS.name.removesuffix(".csv"), patients.rows, patients.put)
    session.count(source, "pumps", pumps.rows, pumps.put)
    if payers.rows:
        session.count(source, "authorizations", payers.rows, payers.put)
    loaded = facts.load()
    report_conflicts(session, source, loaded.conflicts)
    changed = max(loaded.edited, min(presents.mended, facts.rows - loaded.added))
    session.count(source, "events", facts.rows, Put(loaded.added, changed))
    session.note_absent(codes_read)
    return facts


def _is_skipped(session: ImportSession, line: Line, row: PanelRow) -> bool:
    code = row.patient.code
    if code in session.choices.skip:
        session.left_out.append(LeftOut(line.source.name, line.number, code, "--skip"))
    return code in session.choices.skip


def _devices(
    chunk: Sequence[tuple[Line, PanelRow]], implants: Mapping[str, Sequence[Implant]]
) -> dict[int, Device]:
    """The pump of each row by line; one without a day of implant keeps the day recorded of it."""
    found = {line.number: row.device for line, row in chunk if row.device is not None}
    for line, row in chunk:
        device = row.device
        if device is None or line.row.get(IMPLANTED_ON.column):
            continue
        for known in (implant.device for implant in implants.get(device.patient, ())):
            if (known.model, known.serial) == (device.model, device.serial):
                found[line.number] = device._replace(
                    implanted_on=known.implanted_on,
                    implanted_minute=known.implanted_minute,
                )
    return found


@dataclass(frozen=True, slots=True)
class _Present:
    """What the store projects of a patient's pump, and what a row is to it.

    Attributes:
        pump: The pump in place.
        key: The store's key of it.
        rules: The patient's refill rules.
        ledger: Its facts that stand.
        view: Its projection.
        statement: What the row says.
        reading: What that is to the ledger.
        implant_is_assumed: Whether the day of implant is that of the first fill, and the row, of
            the patient's only pump, names none.
        entries: The patient's facts as recorded, by number, where the row says something else.
        other: The pump that the row speaks of, where that is no longer in place.
    """

    pump: Pump
    key: int
    rules: WindowRules
    ledger: Ledger
    view: Projection
    statement: Statement
    reading: Reading
    implant_is_assumed: bool
    entries: Mapping[int, Entry]
    other: Device | None

    @property
    def code(self) -> str:
        """The patient's code."""
        return self.pump.device.patient

    @property
    def imported(self) -> frozenset[int]:
        """The numbers of the facts that no person typed."""
        return frozenset(seq for seq, entry in self.entries.items() if not entry.is_typed)

    @property
    def is_older(self) -> bool:
        """Whether a person typed a later fill than that of the row."""
        fill = self.view.fill
        return (
            self.reading is Reading.EARLIER and fill is not None and self.entries[fill.seq].is_typed
        )

    def ledger_without(self, voided: Collection[Fact]) -> Ledger:
        """The ledger once the row is taken and these facts are void."""
        return stated(self.ledger, self.statement, voided)

    def left(self, voided: Collection[Fact]) -> tuple[Difference, ...]:
        """What is still projected otherwise then."""
        ledger = self.ledger_without(voided)
        view = project(ledger, self.pump, self.rules, catalogue(), as_of=self.view.as_of)
        return differences(view, self.statement)


class _Presents:
    """The rows of patients who are there, each held against what is projected.

    ``mended`` counts the facts that were voided for them.
    """

    def __init__(
        self, session: ImportSession, facts: FactIntake, *, speaks_of_boluses: bool
    ) -> None:
        self._session = session
        self._facts = facts
        self._speaks_of_boluses = speaks_of_boluses
        self._practice: Practice = practice_of(session.books)
        self.mended = 0

    def judged(
        self,
        chunk: Iterable[tuple[Line, PanelRow]],
        implants: Mapping[str, Sequence[Implant]],
        held: Mapping[int, Device],
    ) -> dict[int, _Present]:
        """What each row is, by line, that states something of a pump which the store has."""
        today, found = self._session.today, []
        for line, row in chunk:
            known = implants.get(row.patient.code, ())
            in_place = [each for each in known if each.device.implanted_on <= today]
            days = {each.device.implanted_on for each in known}
            has_happened = bool(row.facts) and row.facts[0].at.day <= today
            if has_happened and in_place and held[line.number].implanted_on in days:
                is_unsaid = len(known) == 1 and not line.row.get(IMPLANTED_ON.column)
                found.append((line, row, in_place[-1], held[line.number], is_unsaid))
        keys = [implant.key for _, _, implant, _, _ in found]
        ledgers = (
            {key: facts for key, _, facts in self._session.books.ledgers(keys)} if keys else {}
        )
        return {
            line.number: self._present(row, implant, device, ledgers[implant.key], is_unsaid=unsaid)
            for line, row, implant, device, unsaid in found
        }

    def _present(
        self,
        row: PanelRow,
        implant: Implant,
        device: Device,
        facts: Sequence[Fact],
        *,
        is_unsaid: bool,
    ) -> _Present:
        books, pump = self._session.books, Pump.of(implant.device, catalogue())
        code, rules, statement = (
            row.patient.code,
            self._practice.usual_rules,
            Statement.of(row.facts),
        )
        ledger = Ledger.in_order(facts)
        is_assumed = is_unsaid and _begins_on(ledger) == device.implanted_on
        view = project(ledger, pump, rules, catalogue(), as_of=self._session.today)
        if not self._speaks_of_boluses:
            statement = statement.keeping_bolus(view)
        other = device if device.implanted_on != implant.device.implanted_on else None
        entries: dict[int, Entry] = {}
        if other is not None or differences(view, statement):
            patient = books.patient(code)
            assert patient is not None, "who has a pump is there"
            rules = self._practice.rules_for(patient)
            view = project(ledger, pump, rules, catalogue(), as_of=self._session.today)
            entries = {entry.fact.seq: entry for entry in books.entries(code)}
        reading = reading_of(view, statement, rules)
        said = (statement, reading, is_assumed, entries, other)
        return _Present(pump, implant.key, rules, ledger, view, *said)

    def is_older(self, line: Line, judged: Mapping[int, _Present]) -> bool:
        """Whether a row is left out, for a person typed a later fill; says so."""
        present = judged.get(line.number)
        if present is None or not present.is_older:
            return False
        fill = present.view.fill
        assert fill is not None, "what is older is older than a fill"
        typed = origin(self._session.books, present.entries[fill.seq], self._session.zone)
        why = f"its fill of {present.statement.fill.at.day} is older than that of {fill.at.day}"
        self._session.left_out.append(
            LeftOut(line.source.name, line.number, present.code, f"{why}, {typed}")
        )
        return True

    def take(self, line: Line, present: _Present) -> None:
        """Records what a row says otherwise, or reports it; what it says alike is counted."""
        choices, code = self._session.choices, present.code
        is_same = present.reading is Reading.SAME and present.other is None
        voided: tuple[Fact, ...] = ()
        refilled = present.reading is Reading.UNCLEAR and code in choices.refilled
        if not (is_same or refilled or present.reading is Reading.REFILL):
            voided = contradicting(present.view, present.statement, present.imported)
            if not choices.updates(code) or present.other is not None:
                self._session.differs(line, code, self._conflict(present, voided))
                return
        if is_same:
            self._facts.rows += len(present.statement.facts)
            return
        present = replace(present, statement=present.statement.told_since(present.view, voided))
        if present.left(voided):
            self._session.differs(line, code, self._conflict(present, voided))
            return
        for fact in voided:
            void = Voided(at=fact.at, note=MENDED, voids=fact.seq)
            self._session.books.append(code, present.key, void)
        self.mended += len(voided)
        if voided:
            self._session.touched.add([code])
            self._move_implant(present, voided)
        # What takes the place of a fact keeps its name; of several, that of the last.
        names = {type(fact): present.entries[fact.seq].name for fact in sorted(voided, key=in_time)}
        statement = present.statement
        if statement.programme is None:
            # What ran until another programme was told goes with the fill to its new day.
            told = [fact.programme for fact in voided if isinstance(fact, Programmed)]
            statement = replace(statement, programme=told[-1] if told else None)
        self._facts.take(line, code, statement.facts, column=FILLED_ON.column, names=names)

    def _move_implant(self, present: _Present, voided: Collection[Fact]) -> None:
        """Has a day of implant that was taken from a fill follow it to its corrected day."""
        device, day = present.pump.device, _begins_on(present.ledger_without(voided))
        if present.implant_is_assumed and day not in (None, device.implanted_on):
            self._session.books.put_device(present.key, device._replace(implanted_on=day))
            self._session.implants[present.key] = (device.implanted_on, day)

    def _conflict(self, present: _Present, voided: Collection[Fact]) -> str:
        """What a row says, what the store has and where that came from, and what can be done."""
        code = as_typed(present.code)
        if present.other is not None:
            ours, other = present.pump.device, present.other
            label = f"{ours.patient} {ours.implanted_on}"
            whence = self._session.origins.of(PUMPS, label, IMPLANTED_ON.column)
            return (
                f"{present.code}: it speaks of the {other.model} of {other.implanted_on}; in place "
                f"is the {ours.model} of {ours.implanted_on} ({whence}); --skip {code} leaves it "
                "out"
            )
        found = differences(present.view, present.statement)
        by_origin: dict[str, list[Difference]] = {}
        for each in found:
            by_origin.setdefault(self._whence(present, each.fact), []).append(each)
        said = "; ".join(_beside(some, whence) for whence, some in by_origin.items())
        return f"{present.code}: {said}; {self._ways(present, voided, code)}"

    def _whence(self, present: _Present, fact: Fact | None) -> str:
        if fact is None:
            return ""
        return f" ({origin(self._session.books, present.entries[fact.seq], self._session.zone)})"

    def _ways(self, present: _Present, voided: Collection[Fact], code: str) -> str:
        left = present.left(voided)
        typed = next((each.fact for each in left if each.fact is not None), None)
        undo = "" if typed is None else f"pumpsched undo {typed.seq} --reason …, or "
        if present.reading is Reading.UNCLEAR and not present.left(()):
            corrected = f"{undo}--update {code}" if not left else f"{undo.removesuffix(', or ')}"
            self._session.unclear.add(present.code)
            return f"a correction ({corrected}) or a second refill (--refilled {code})?"
        if left:
            return f"what a person typed stays: {undo}--skip {code}"
        since, found = "", differences(present.view, present.statement)
        if present.reading is Reading.CORRECTION and Said.PROGRAMME in {e.what for e in found}:
            # Taken from the fill on, a dose lowered after it would put the dates off.
            since = f" from its fill on (a dose changed since: pumpsched dose {code} …)"
        return f"--update {code} takes this row{since}, --skip {code} leaves it out"


def _begins_on(ledger: Ledger) -> date | None:
    """The day of the first fact, if there is any."""
    return min((fact.at.day for fact in ledger.facts), default=None)


def _beside(found: Sequence[Difference], whence: str) -> str:
    said = ", ".join(
        f"{_COLUMNS[each.what].column} {_shown(each.said)} here, "
        f"{_shown(each.believed)} in the store"
        for each in found
    )
    return f"{said}{whence}"


def _shown(value: object) -> str:
    """A value as its file has it."""
    if isinstance(value, Programme):
        return " + ".join(cell for cell in PROGRAMME.write(value).values() if cell)
    return "none" if value is None else str(value)
