"""Facts on their way into the ledger: staged as they are read, loaded at once, then looked over."""

from __future__ import annotations

from collections.abc import Sequence

from pumpsched.domain.ledger import Fact, Filled, Ledger, Programmed
from pumpsched.interop.events import EVENTS, EventRow, VoidRow, event_name
from pumpsched.interop.problems import BadCell, refused
from pumpsched.store.books import Loaded, Put, StagedProblem, Staging
from pumpsched.usecases.import_desk import Desk, Line
from pumpsched.usecases.import_sheets import Source

_OWNER = {
    "unknown-patient": "is no patient of these files or of the store",
    "no-pump": "has no pump in these files or in the store: its facts have nowhere to go",
}
_NOTHING_TO_VOID = "names no fact of this patient at that time in this file"
_MIXTURE_NEEDED = "the first fill of a pump needs it"


class FactIntake:
    """Takes the facts of one source.

    Attributes:
        rows: How many were taken.
    """

    def __init__(self, desk: Desk, source: Source, *, again: bool = False) -> None:
        self._desk = desk
        self._source = source
        self._again = again
        self._staging: Staging = desk.books.staging()
        self._keeps_mixture = False
        self.rows = 0

    def add(self, line: Line, patient: str, fact: Fact | VoidRow, *, column: str = "at") -> None:
        """Stages a fact; one dated in the future is reported, a programme excepted.

        Args:
            line: Where it stands.
            patient: Code of the patient.
            fact: What happened.
            column: Where its date stands.
        """
        self.rows += 1
        if isinstance(fact, VoidRow):
            self._staging.add_void(
                line.number,
                patient,
                fact.at,
                event=fact.event,
                ordinal=fact.ordinal,
                note=fact.note,
            )
            return
        is_past = isinstance(fact, Programmed) or fact.at.day <= self._desk.today
        if not is_past and not self._again:
            self._refuse_future(line, fact, column)
        if isinstance(fact, Filled) and fact.mixture is None:
            self._keeps_mixture = True
        self._staging.add(line.number, patient, fact)

    def load(self) -> Loaded:
        """Records what was staged; its problems are for the caller to report."""
        self._desk.progress.phase("recording")
        loaded = self._staging.load()
        if loaded.added:
            self._desk.touched.add_pumps(self._staging.pumps())
        return loaded

    def refuse_fills_of_nothing(self, keys: Sequence[int] | None) -> None:
        """Reports the first fill of a pump, among these, that does not say what was filled in."""
        if not self._keeps_mixture:
            return
        for _, patient, facts in self._desk.books.ledgers(keys):
            fills = Ledger.of(facts).fills()
            if not fills or fills[0].mixture is not None:
                continue
            number = self._staging.line_of(fills[0].seq)
            if number is not None and not self._desk.directory.doubts(EVENTS.name, patient):
                cell = refused("mixture", "", _MIXTURE_NEEDED, example="baclofen 500 mcg/mL")
                self._desk.refuse(Line(self._source, number, {}), [cell])

    def _refuse_future(self, line: Line, fact: Fact, column: str) -> None:
        word, cell = event_name(fact), line.row.get(column, "")
        what = f"is in the future, today is {self._desk.today}: only a dose may be planned"
        self._desk.refuse(line, [refused(column, cell, f"{what}, not a {word}")])


def take_events(desk: Desk, source: Source) -> FactIntake:
    """Takes a ledger file.

    Facts that have no owner spoil the loading of all others; those are then staged once more, so
    that one run finds what is wrong with them, too.
    """
    intake, loaded = _staged(desk, source, without=frozenset())
    nowhere = [problem for problem in loaded.problems if problem.code in _OWNER]
    if nowhere:
        _report(desk, source, nowhere)
        lost = frozenset(problem.patient for problem in nowhere)
        intake, loaded = _staged(desk, source, without=lost)
    _report(desk, source, loaded.problems)
    desk.count(source, "events", intake.rows, Put(loaded.added, 0))
    return intake


def _staged(desk: Desk, source: Source, *, without: frozenset[str]) -> tuple[FactIntake, Loaded]:
    again = bool(without)
    intake = FactIntake(desk, source, again=again)
    with desk.reading(source, again=again) as sheet:
        row: EventRow
        for line, row in desk.values(source, sheet, EVENTS, again=again):
            if row.patient not in without:
                intake.add(line, row.patient, row.fact)
    return intake, intake.load()


def _report(desk: Desk, source: Source, problems: Sequence[StagedProblem]) -> None:
    directory = desk.directory
    for problem in problems:
        line = Line(source, problem.line, {})
        if problem.code not in _OWNER:
            if not directory.doubts(EVENTS.name, problem.patient):
                desk.refuse(line, [BadCell("voids", _NOTHING_TO_VOID)])
            continue
        files = ("patients.csv", "pumps.csv") if problem.code == "no-pump" else ("patients.csv",)
        if not any(directory.doubts(file, problem.patient) for file in files):
            desk.refuse(line, [refused("patient", problem.patient, _OWNER[problem.code])])
