"""An item of the worklist: one patient with dates, volume, flow, the next visit and findings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor

from pumpsched.domain.outlook import Outlook
from pumpsched.domain.practice import Practice
from pumpsched.domain.programme import DAY_MINUTES
from pumpsched.domain.projection import URGENCY, Limit, Projection, Status
from pumpsched.domain.pump import Pump
from pumpsched.domain.visits import Visit
from pumpsched.reference import catalogue
from pumpsched.usecases.chart import Chart

NO_RANK = 9


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the worklist.

    Volumes are whole µL, rounded down; the flow [µL/day] and dose [ng/day] are the basal ones in
    force at 00:00 of the day, or right after a fill of that day.
    """

    patient: str
    name: str
    phone: str
    setting: str
    preferred_nurse: str
    pump_model: str | None
    serial: str | None
    status: Status
    filled_on: date | None = None
    opens_on: date | None = None
    refill_by: date | None = None
    book_by: date | None = None
    limit: Limit | None = None
    alarm_on: date | None = None
    alarm_nominal_on: date | None = None
    empty_on: date | None = None
    stable_until: date | None = None
    volume_ul: int | None = None
    flow_ul_per_day: Fraction | None = None
    dose_ng_per_day: Fraction | None = None
    mixture: str | None = None
    alarm_ul: int | None = None
    rank: int = NO_RANK
    visit: Visit | None = None
    findings: tuple[str, ...] = ()

    @property
    def urgency(self) -> tuple[int, date, int, str]:
        """Sort key, most urgent first: status, last refill day, withdrawal rank, code."""
        return URGENCY[self.status], self.refill_by or date.max, self.rank, self.patient


@dataclass(frozen=True, slots=True)
class Person:
    """What an item shows of the patient."""

    patient: str
    name: str
    phone: str
    setting: str
    preferred_nurse: str
    pump_model: str | None = None
    serial: str | None = None


def person_of(chart: Chart) -> Person:
    """What an item shows of a chart's patient."""
    patient, device = chart.patient, chart.pump.device if chart.pump else None
    return Person(
        patient=patient.code,
        name=patient.name,
        phone=patient.phone,
        setting=patient.setting.value,
        preferred_nurse=patient.preferred_nurse,
        pump_model=device.model if device else None,
        serial=device.serial if device else None,
    )


def item_of_chart(chart: Chart, *, visit: Visit | None, view: Projection | None = None) -> Item:
    """The item of a chart, projected afresh (or from another view of it, as a what-if does)."""
    person = person_of(chart)
    if chart.pump is None:
        archived = chart.archived_on is not None and chart.archived_on <= chart.as_of
        status = Status.RETIRED if archived else Status.UNFILLED
        return _item(person, status=status, visit=visit)
    view = view or chart.view()
    window = view.window
    return _item(
        person,
        status=view.status_on(chart.as_of),
        filled_on=view.fill.at.day if view.fill else None,
        opens_on=window.opens_on if window else None,
        refill_by=window.refill_by if window else None,
        book_by=book_by(
            chart.practice,
            window.refill_by if window else None,
            window.filled_on if window else None,
        ),
        limit=window.limit if window else None,
        alarm_on=window.alarm_on if window else None,
        alarm_nominal_on=window.alarm_nominal_on if window else None,
        empty_on=window.empty_on if window else None,
        stable_until=window.stable_until if window else None,
        volume_ul=_down(view.volume_ul),
        flow_ul_per_day=view.flow_ul_per_day,
        dose_ng_per_day=dose_shown(view, chart.pump),
        mixture=str(view.mixture) if view.mixture else None,
        alarm_ul=chart.rules.alarm_of(chart.pump),
        rank=catalogue().withdrawal_rank(view.mixture),
        visit=visit,
        findings=tuple(finding.code for finding in chart.findings(view)),
    )


def item_of_outlook(
    person: Person, outlook: Outlook, *, as_of: date, practice: Practice, visit: Visit | None
) -> Item:
    """The item of a stored outlook on a day on which it holds."""
    live = outlook.refill_by is not None
    flow = Fraction(outlook.flow_num or 0, outlook.flow_den or 1) if live else None
    return _item(
        person,
        status=outlook.status_on(as_of),
        filled_on=outlook.filled_on,
        opens_on=outlook.opens_on,
        refill_by=outlook.refill_by,
        book_by=book_by(practice, outlook.refill_by, outlook.filled_on),
        limit=outlook.limit,
        alarm_on=outlook.alarm_on,
        alarm_nominal_on=outlook.alarm_nominal_on,
        empty_on=outlook.empty_on,
        stable_until=outlook.stable_until,
        volume_ul=_down(outlook.volume_on(as_of)),
        flow_ul_per_day=flow,
        dose_ng_per_day=_dose_of(outlook, flow, person.pump_model),
        mixture=outlook.mixture or None,
        alarm_ul=outlook.alarm_ul,
        rank=outlook.rank,
        visit=visit,
        findings=outlook.findings,
    )


def dose_shown(view: Projection, pump: Pump) -> Fraction | None:
    """The basal dose [ng/day] shown: the programme's, or what a constant flow delivers."""
    if view.window is None:
        return None
    if pump.fixed_flow_ul_per_day is not None:
        if view.flow_ul_per_day is None or view.mixture is None:
            return None
        return view.flow_ul_per_day * view.mixture.programmed.concentration.ng_per_ml / 1000
    return view.programme.basal_ng_per_day if view.programme else None


def _dose_of(outlook: Outlook, flow: Fraction | None, model: str | None) -> Fraction | None:
    if flow is None or model is None:
        return None
    if catalogue().model(model).constant_flow:
        mixture = catalogue().mixture(outlook.mixture)
        return flow * mixture.programmed.concentration.ng_per_ml / 1000
    if outlook.dose_minutes is None:
        return None
    return Fraction(outlook.dose_minutes, DAY_MINUTES)


def book_by(practice: Practice, refill_by: date | None, filled_on: date | None) -> date | None:
    """The last working day on or before ``refill_by``, but never before the fill."""
    if refill_by is None or filled_on is None:
        return None
    return practice.working.last_open(refill_by, earliest=filled_on)


def _down(volume: Fraction | None) -> int | None:
    return None if volume is None else floor(volume)


def _item(person: Person, *, status: Status, **known: object) -> Item:
    return Item(
        patient=person.patient,
        name=person.name,
        phone=person.phone,
        setting=person.setting,
        preferred_nurse=person.preferred_nurse,
        pump_model=person.pump_model,
        serial=person.serial,
        status=status,
        **known,  # type: ignore[arg-type]
    )
