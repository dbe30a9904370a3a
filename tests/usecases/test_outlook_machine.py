"""A clinic at work for weeks: after every change the stored outlooks are the ledgers' own dates.

The machine records, corrects and undoes through the use cases on a real store, while days go by.
After each step every stored row equals a projection made afresh for the day it was seen on, the
worklist of several days equals one projected from the charts, and its counts reconcile.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from pumpsched.usecases.chart import implant_on, ledger_of
from pumpsched.usecases.outlooks import change_setting
from pumpsched.usecases.patients import edit_patient
from pumpsched.usecases.pumps import edit_pump, explant_pump, implant_pump, take_back
from pumpsched.usecases.worklist import ALWAYS_LISTED, covered, item_of_chart
from tests.builders.store import Books, Stamp, open_store, reading, writing
from tests.builders.values import (
    BolusGiven,
    Consent,
    Device,
    Dose,
    Filled,
    Patient,
    PatientBolus,
    Refusal,
    Setting,
    Started,
    Stopped,
    Voided,
    Volume,
    When,
    catalogue,
)
from tests.builders.work import (
    DoseRequest,
    Filter,
    entry_to_undo,
    fresh_rows,
    next_due,
    open_chart,
    record_archive,
    record_fact,
    record_programme,
    record_refill,
    void_act,
)
from tests.effort import tries

pytestmark = pytest.mark.campaign
RUNS = tries(short=2, full=6)
START = date(2026, 3, 2)
CODES = ("A1", "B2", "C3")
MIXTURES = (
    "baclofen 500 mcg/mL",
    "morphine 20 mg/mL + clonidine 200 mcg/mL",
    "ziconotide 25 mcg/mL",
)
PATIENTS = st.sampled_from(CODES)
MIXED = st.none() | st.sampled_from(MIXTURES)
AHEAD = st.integers(-20, 30)
MICROGRAMS = st.integers(40, 4000)
AGO = st.integers(0, 20)
MINUTES = st.none() | st.integers(0, 1439)
SETTINGS = st.sampled_from(
    [("margin_days", "3"), ("margin_days", "14"), ("min_months", "2"), ("max_months", "6"),
     ("max_months", "2"), ("working_days", "Mon-Thu"), ("zone", "Asia/Tokyo")]
)  # fmt: skip
EDITS = st.sampled_from(
    [{"alarm_ml": "4"}, {"alarm_ml": ""}, {"margin_days": "1"}, {"max_months": "2"},
     {"setting": "home"}, {"setting": "either"}, {"name": "Quist, Lea"}]
)  # fmt: skip


class Same:
    """Agrees to every confirmation."""

    def __call__(self, wanted: str, typed: str) -> bool:
        return True


YES = Consent(("yes",), override="machine", accepted_mismatch="machine", same=Same())
_TEMPLATES: list[Path] = []


def template() -> Path:
    """A store with three patients, made once."""
    if not _TEMPLATES:
        path = Path(tempfile.mkdtemp()) / "template.sqlite"
        engine = open_store(str(path), create=True)
        with writing(engine, Stamp("ann", datetime(2026, 3, 2, tzinfo=UTC), "enrol")) as books:
            for code in CODES:
                books.put_patient(Patient(code, f"Example, {code}", setting=Setting.CLINIC))
            for code, model, flow in (("A1", "SM2-20", None), ("B2", "CODMAN3000-30", 400)):
                device = Device(
                    code, model, f"S-{code}", date(2026, 1, 5), fixed_flow_ul_per_day=flow
                )
                implant_pump(books, device, today=START)
        engine.dispose()
        _TEMPLATES.append(path)
    return _TEMPLATES[0]


class Clinic(RuleBasedStateMachine):
    """Weeks in a small clinic."""

    @initialize()
    def opens(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.engine = open_store(str(shutil.copy(template(), self.folder / "store.sqlite")))
        self.today = START
        self.steps = 0

    def teardown(self) -> None:
        if hasattr(self, "engine"):
            self.engine.dispose()
            shutil.rmtree(self.folder)

    def change(self, work: Callable[[Books], object]) -> None:
        """Records, if the rules allow it; what is refused must leave everything as it was."""
        self.steps += 1
        at = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(days=self.steps)
        try:
            with writing(self.engine, Stamp("ann", at, "change")) as books:
                work(books)
        except Refusal:
            pass

    def when(self, ago: int, minute: int | None) -> When:
        return When(self.today - timedelta(days=ago), minute)

    @rule(days=st.integers(1, 40))
    def days_go_by(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(code=PATIENTS, ago=AGO, minute=MINUTES, ul=st.integers(5, 20), mixture=MIXED)
    def fills(self, code: str, ago: int, minute: int | None, ul: int, mixture: str | None) -> None:
        fill = Filled(
            at=self.when(ago, minute),
            injected=Volume(ul * 1000),
            residual=Volume(2_500) if ul % 2 else None,
            mixture=catalogue().mixture(mixture) if mixture else None,
        )
        self.change(lambda b: record_refill(b, code, fill, today=self.today, consent=YES))

    @rule(code=PATIENTS, ahead=st.integers(1, 20), minute=MINUTES)
    def is_filled_while_the_clock_is_ahead(self, code: str, ahead: int, minute: int | None) -> None:
        by_the_clock = self.today + timedelta(days=ahead)
        fill = Filled(at=When(by_the_clock, minute), injected=Volume(12_000))
        self.change(lambda b: record_refill(b, code, fill, today=by_the_clock, consent=YES))

    @rule(code=PATIENTS, ahead=AHEAD, minute=MINUTES, mcg=MICROGRAMS, bolus=st.booleans())
    def is_given_a_dose(
        self, code: str, ahead: int, minute: int | None, mcg: int, bolus: bool
    ) -> None:
        allowance = PatientBolus.parse("100 mcg x 3/day") if bolus else None
        wish = DoseRequest(Dose(mcg * 1000), bolus=allowance, no_bolus=not bolus)
        self.change(
            lambda b: record_programme(
                b, code, wish, at=self.when(-ahead, minute), note="", today=self.today, consent=YES
            )
        )

    @rule(code=PATIENTS, up=st.booleans(), ahead=st.integers(0, 10))
    def has_the_dose_changed(self, code: str, up: bool, ahead: int) -> None:
        wish = DoseRequest(percent=Fraction(15 if up else -15))
        self.change(
            lambda b: record_programme(
                b, code, wish, at=self.when(-ahead, None), note="", today=self.today, consent=YES
            )
        )

    @rule(code=PATIENTS, ago=AGO, minute=MINUTES, ul=st.integers(10, 900))
    def gets_a_bolus(self, code: str, ago: int, minute: int | None, ul: int) -> None:
        bolus = BolusGiven(at=self.when(ago, minute), amount=Volume(ul))
        now = datetime(2030, 1, 1, tzinfo=UTC)
        self.change(lambda b: record_fact(b, code, bolus, today=self.today, now=now, consent=YES))

    @rule(code=PATIENTS, ago=AGO, minute=MINUTES, stops=st.booleans())
    def stops_or_starts(self, code: str, ago: int, minute: int | None, stops: bool) -> None:
        fact = (Stopped if stops else Started)(at=self.when(ago, minute))
        self.change(lambda b: record_fact(b, code, fact, today=self.today))

    @rule(number=st.none() | st.integers(1, 30))
    def undoes(self, number: int | None) -> None:
        def work(books: Books) -> None:
            entry = entry_to_undo(books, number, actor="ann")
            void_act(books, entry, reason="machine", today=self.today)

        self.change(work)

    @rule(
        code=PATIENTS,
        ago=st.integers(0, 5),
        model=st.sampled_from(["SM2-40", "SM3-20"]),
        life=st.none() | st.integers(1, 200),
    )
    def is_implanted(self, code: str, ago: int, model: str, life: int | None) -> None:
        ends = life and self.today + timedelta(days=life)
        device = Device(
            code, model, "new", self.today - timedelta(days=ago), end_of_service_on=ends or None
        )
        self.change(lambda b: implant_pump(b, device, today=self.today))

    @precondition(lambda self: self.steps > 6)
    @rule(code=PATIENTS, ago=st.integers(0, 5))
    def is_explanted(self, code: str, ago: int) -> None:
        on = self.today - timedelta(days=ago)
        self.change(lambda b: explant_pump(b, code, on=on, today=self.today))

    @precondition(lambda self: self.steps > 6)
    @rule(code=PATIENTS, ago=st.integers(0, 20))
    def has_the_implant_corrected(self, code: str, ago: int) -> None:
        on = {"implanted_on": (self.today - timedelta(days=ago)).isoformat()}
        self.change(lambda b: edit_pump(b, code, on, today=self.today))

    @precondition(lambda self: self.steps > 6)
    @rule(code=PATIENTS)
    def has_the_last_step_taken_back(self, code: str) -> None:
        self.change(lambda b: take_back(b, code, reason="machine", today=self.today))

    @precondition(lambda self: self.steps > 6)
    @rule(code=PATIENTS, ago=st.integers(0, 5))
    def leaves_the_list(self, code: str, ago: int) -> None:
        at = self.when(ago, None)
        self.change(lambda b: record_archive(b, code, at=at, note="", today=self.today))

    @rule(code=PATIENTS, columns=EDITS)
    def is_edited(self, code: str, columns: dict[str, str]) -> None:
        def work(books: Books) -> None:
            patient = books.patient(code)
            assert patient is not None
            edit_patient(books, patient, columns, today=self.today)

        self.change(work)

    @rule(setting=SETTINGS)
    def has_other_rules(self, setting: tuple[str, str]) -> None:
        self.change(lambda b: change_setting(b, *setting, today=self.today))

    @invariant()
    def stored_rows_are_fresh_projections(self) -> None:
        with reading(self.engine) as books:
            for key, row in books.outlooks():
                [(_, fresh)] = fresh_rows(books, today=row.seen_on, keys=[key])
                assert row == fresh

    @invariant()
    def the_worklist_is_what_the_charts_say(self) -> None:
        with reading(self.engine) as books:
            for ahead in (-9, 0, 1, 16):
                as_of = self.today + timedelta(days=ahead)
                charts = (open_chart(books, code, as_of=as_of) for code in CODES)
                fresh = [
                    covered(books, item_of_chart(chart, visit=None), today=as_of)
                    for chart in charts
                ]
                everyone = next_due(books, as_of=as_of, last=as_of, wanted=Filter(everybody=True))
                assert list(everyone.items) == sorted(fresh, key=lambda item: item.urgency)
                last = as_of + timedelta(days=28)
                listed = next_due(books, as_of=as_of, last=last)
                wanted = [
                    item
                    for item in everyone.items
                    if item.status in ALWAYS_LISTED
                    or (item.refill_by is not None and item.refill_by <= last)
                ]
                assert list(listed.items) == wanted

    @invariant()
    def every_fact_is_of_the_pump_of_its_day(self) -> None:
        with reading(self.engine) as books:
            for code in CODES:
                implants = tuple(books.implants(code))
                standing = [e for e in books.entries(code) if e.voided_by is None and e.pump]
                for entry in standing:
                    home = implant_on(implants, entry.fact.at.day)
                    assert isinstance(entry.fact, Voided) or (home and home.key == entry.pump)
                fills = [ledger_of(tuple(standing), i.key).fills() for i in implants]
                assert all(each[0].mixture is not None for each in fills if each)

    @invariant()
    def every_patient_is_accounted_for(self) -> None:
        home = Filter(setting=Setting.HOME)
        filters = (Filter(), home, Filter(limit=1), Filter(unbooked=True), Filter(everybody=True))
        with reading(self.engine) as books:
            for wanted in filters:
                last = self.today + timedelta(days=28)
                counts = next_due(books, as_of=self.today, last=last, wanted=wanted).counts
                parts = (counts.listed, counts.later, counts.inactive, counts.filtered)
                assert min(parts) >= 0
                assert sum(parts) == counts.all == len(CODES)


TestClinic = Clinic.TestCase
TestClinic.settings = settings(
    max_examples=RUNS, stateful_step_count=30, deadline=None, phases=(Phase.reuse, Phase.generate)
)
