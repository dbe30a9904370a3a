"""A patient's chart: everything recorded of one patient, and how the pump stands on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from pumpsched.domain.calendars import When
from pumpsched.domain.clinic import Patient
from pumpsched.domain.decisions import Decision, that_stand
from pumpsched.domain.findings import Finding
from pumpsched.domain.ledger import (
    NOT_YET,
    Archived,
    Fact,
    Filled,
    Ledger,
    Programmed,
    Voided,
    in_time,
)
from pumpsched.domain.projection import Projection, project
from pumpsched.domain.pump import Pump, WindowRules
from pumpsched.domain.settings import Practice
from pumpsched.domain.therapy import Mixture, Programme
from pumpsched.reference import catalogue
from pumpsched.store.results import Entry, FactsAhead, Implant
from pumpsched.usecases.who_is_meant import practice_of, unknown_patient

if TYPE_CHECKING:
    from pumpsched.domain.standing import Standing
    from pumpsched.store.reading.opening import ReadBooks


class Chart(NamedTuple):
    """One patient as seen on a day.

    Attributes:
        practice: The settings that hold.
        implants: Every pump recorded, earliest first.
        entries: Every fact recorded, voided ones too, in order of time.
        as_of: The day it is seen from.
        pump: The pump in place that day; None without one.
        pump_key: The store's key of that pump.
        ledger: The standing facts of that pump.
        archived_on: Day the patient left the list, as far as recorded.
        decided: Every decision recorded of the patient, in the order made.
    """

    patient: Patient
    practice: Practice
    implants: tuple[Implant, ...]
    entries: tuple[Entry, ...]
    as_of: date
    pump: Pump | None
    pump_key: int | None
    ledger: Ledger
    archived_on: date | None
    decided: tuple[Decision, ...]

    @classmethod
    def of(
        cls,
        patient: Patient,
        practice: Practice,
        implants: tuple[Implant, ...],
        entries: tuple[Entry, ...],
        *,
        as_of: date,
        place: Implant | None = None,
        decided: tuple[Decision, ...] = (),
    ) -> Chart:
        """The chart of what is recorded of a patient, seen from a day.

        ``place`` is the pump meant, where it is not the one in place at the end of that day.
        """
        held = [implant for implant in implants if implant.device.implanted_on <= as_of]
        current = place or (held[-1] if held else None)
        key = current.key if current else None
        return cls(
            patient=patient,
            practice=practice,
            implants=implants,
            entries=entries,
            as_of=as_of,
            pump=Pump.of(current.device, catalogue()) if current else None,
            pump_key=key,
            ledger=ledger_of(entries, key),
            archived_on=archive_day(entries),
            decided=decided,
        )

    @property
    def rules(self) -> WindowRules:
        """The patient's refill rules."""
        return self.practice.rules_for(self.patient)

    def holding(self, fact: Fact) -> Chart:
        """The chart seen from the day of a fact, or from its own where no pump was in place then.

        Its pump is the one to which the fact, not yet recorded, belongs.
        """
        if all(each.device.implanted_on > fact.at.day for each in self.implants):
            return self
        place = home_of(replace(fact, seq=NOT_YET), self.implants, self.entries)
        return Chart.of(
            self.patient,
            self.practice,
            self.implants,
            self.entries,
            as_of=fact.at.day,
            place=place,
            decided=self.decided,
        )

    def with_entry(self, entry: Entry) -> Chart:
        """The chart once one more fact is recorded."""
        fact = entry.fact
        entries = self.entries
        if type(fact) is Voided:
            voided_by = {fact.voids: fact.seq}
            entries = tuple(
                each._replace(voided_by=voided_by.get(each.fact.seq, each.voided_by))
                for each in entries
            )
        ordered = tuple(sorted((*entries, entry), key=lambda each: in_time(each.fact)))
        return Chart.of(
            self.patient,
            self.practice,
            self.implants,
            ordered,
            as_of=self.as_of,
            decided=self.decided,
        )

    def standing(self, at: When, *, today: date, now: datetime | None = None) -> Standing:
        """How the patient stands before a fact of that time, of the pump in place.

        ``now`` is the present instant, where what was just typed counts.
        """
        # What a new fact is checked by is not loaded to look at what is recorded.
        from pumpsched.domain.standing import TWICE_WITHIN, Standing

        lately = (
            e.fact
            for e in self.entries
            if now is not None
            and e.voided_by is None
            and now - e.recorded_at < TWICE_WITHIN.get(type(e.fact), timedelta())
        )
        return Standing(
            patient=self.patient,
            today=today,
            archived_on=self.archived_on,
            pump=self.pump,
            ledger=self.ledger,
            mixture_before=last_mixture(self, until=at),
            programme_before=programme_before(self, self.ledger.until(at.day).mixture),
            lately=tuple(lately),
            before_exchange=self.pump_key != self._last_in_place(at.day),
            plausible={d.code: self.practice.plausible(d) for d in catalogue().drugs.values()},
            rules=self.rules,
            catalogue=catalogue(),
            decisions=self.decisions,
            second_check=self.practice.values["second_check"] == "on",
        )

    def _last_in_place(self, day: date) -> int | None:
        """The store's key of the pump in place at the end of a day."""
        held = [each.key for each in self.implants if each.device.implanted_on <= day]
        return held[-1] if held else self.pump_key

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The decisions about the pump in place that stand on the chart's day."""
        return decisions_seen(self.decided, self.pump, self.as_of)

    def facts_ahead(self, today: date) -> FactsAhead:
        """How many of the patient's facts are dated after today."""
        kinds = [
            type(entry.fact)
            for entry in self.entries
            if entry.fact.at.day > today and entry.voided_by is None
        ]
        planned = kinds.count(Programmed)
        return FactsAhead(planned, len(kinds) - planned - kinds.count(Voided))

    @property
    def is_archived(self) -> bool:
        """Whether the patient has left the list by the chart's day."""
        return self.archived_on is not None and self.archived_on <= self.as_of

    def seen(self) -> Projection | None:
        """The projection of the pump in place; None without one."""
        return None if self.pump is None else self.view()

    def view(self, ledger: Ledger | None = None) -> Projection:
        """The projection of the pump in place, of its ledger or another one.

        Raises:
            NotFound: No pump is in place.
        """
        return project(
            self.ledger if ledger is None else ledger,
            self.pump_in_place(),
            self.rules,
            catalogue(),
            as_of=self.as_of,
            archived_on=self.archived_on,
        )

    def pump_in_place(self) -> Pump:
        """The pump in place.

        Raises:
            NotFound: There is none on the chart's day.
        """
        if self.pump is None:
            # As in standing().
            from pumpsched.domain.standing import no_pump

            raise no_pump(self.patient.code, self.as_of)
        return self.pump

    def findings(self, view: Projection) -> list[Finding]:
        """Every finding that stands of the pump's ledger and its residuals."""
        # Their rules take longer to load than a date to project.
        from pumpsched.domain.imported_dose import mended
        from pumpsched.domain.standing_findings import findings_that_stand

        return findings_that_stand(
            view,
            self.pump_in_place(),
            self.rules,
            catalogue(),
            decisions=self.decisions,
            typed=frozenset(e.fact.seq for e in self.entries if e.is_typed) | self._asked_of(view),
            replaced=mended([each.fact for each in self.entries if each.pump == self.pump_key]),
        )

    def _asked_of(self, view: Projection) -> frozenset[int]:
        """The numbers of programmes of a view that are recorded nowhere: a person asks of them."""
        recorded = {entry.fact.seq: entry.fact for entry in self.entries}
        told = (fact for fact in view.facts if type(fact) is Programmed)
        return frozenset(fact.seq for fact in told if recorded.get(fact.seq) != fact)


def decisions_seen(
    decided: Iterable[Decision], pump: Pump | None, day: date
) -> tuple[Decision, ...]:
    """Those of a patient's decisions that are about a pump and were made by a day."""
    implanted_on = pump.device.implanted_on if pump else None
    return tuple(
        each
        for each in that_stand(decided)
        if each.implanted_on == implanted_on and each.at.day <= day
    )


def check_listed(chart: Chart, day: date, *, next_step: str = "") -> None:
    """Passes something dated no later than the day its patient left the list.

    Raises:
        Conflict: Code ``archived``; the next step is to look at the patient if none is given.
    """
    # As in Chart.standing().
    from pumpsched.domain.standing import left_the_list

    left = left_the_list(chart.patient, chart.archived_on, day, next_step=next_step)
    if left is not None:
        raise left


def last_mixture(chart: Chart, *, until: When) -> Mixture | None:
    """What the patient's last fill that named a mixture put in, in whichever pump."""
    fills = (
        entry.fact
        for entry in reversed(chart.entries)
        if type(entry.fact) is Filled and entry.voided_by is None
    )
    named = (f.mixture for f in fills if f.mixture and f.at.instant <= until.instant)
    return next(named, None)


def programme_before(chart: Chart, mixture: Mixture | None) -> Programme | None:
    """The last programme of the pump before the one in place, if it delivered the same drug."""
    keys = [implant.key for implant in chart.implants]
    place = keys.index(chart.pump_key) if chart.pump_key in keys else 0
    if not place or mixture is None:
        return None
    ledger = ledger_of(chart.entries, keys[place - 1])
    programmes = [f.programme for f in ledger.facts if type(f) is Programmed]
    before = ledger.mixture
    alike = before is not None and before.drugs[:1] == mixture.drugs[:1]
    return programmes[-1] if alike and programmes else None


def open_chart(
    books: ReadBooks, code: str, *, as_of: date, practice: Practice | None = None
) -> Chart:
    """The chart of the patient with that code.

    Raises:
        NotFound: No such patient.
    """
    patient = books.patient(code)
    if patient is None:
        raise unknown_patient(books, code)
    return Chart.of(
        patient,
        practice or practice_of(books),
        tuple(books.implants(code)),
        tuple(books.entries(code)),
        as_of=as_of,
        decided=tuple(books.decisions(code)),
    )


def ledger_of(entries: tuple[Entry, ...], key: int | None) -> Ledger:
    """The standing facts of one pump among a patient's entries."""
    return Ledger.of(e.fact for e in entries if e.pump == key and key is not None)


def archive_day(entries: tuple[Entry, ...]) -> date | None:
    """Day of the standing archive of a patient, if any."""
    days = [e.fact.at.day for e in entries if type(e.fact) is Archived and e.voided_by is None]
    return min(days, default=None)


def implant_on(implants: tuple[Implant, ...], day: date) -> Implant | None:
    """The pump to which a fact of that day belongs: on the day of an exchange the new one.

    A day before the first implant belongs to the first pump.
    """
    held = [implant for implant in implants if implant.device.implanted_on <= day]
    if held:
        return held[-1]
    return implants[0] if implants else None


def home_of(
    fact: Fact, implants: tuple[Implant, ...], entries: tuple[Entry, ...], *coming: Fact
) -> Implant:
    """The pump among a patient's to which a fact belongs, once those to come are recorded too."""
    # As in Chart.standing().
    from pumpsched.domain.exchange_day import pump_of

    standing = [entry.fact for entry in entries if entry.voided_by is None]
    return implants[pump_of(fact, [each.device for each in implants], [*standing, *coming])]
