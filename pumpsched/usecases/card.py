"""One patient's card, and why its dates are what they are: every step, and the rule that won."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, NamedTuple

from pumpsched.domain.authorizations import asked_once
from pumpsched.domain.calendars import DAY_MINUTES, When, clock_text
from pumpsched.domain.calibration import FlowEstimate
from pumpsched.domain.clinic import Visit, VisitStatus
from pumpsched.domain.decisions import Decision
from pumpsched.domain.doses import DrugDose, drug_doses
from pumpsched.domain.drug_line import bridge_of, last_change
from pumpsched.domain.expected_residual import ResidualCheck
from pumpsched.domain.explanations import explanations
from pumpsched.domain.findings import Finding, Severity
from pumpsched.domain.flow_history import Band, Cycle, flow_history
from pumpsched.domain.ledger import Filled, Programmed
from pumpsched.domain.ledger_findings import alarm_date_differs
from pumpsched.domain.mri_safety import mri_unbooked
from pumpsched.domain.phone import Contact
from pumpsched.domain.plausible import implausible
from pumpsched.domain.programming import Change, programming
from pumpsched.domain.projection import LONGEST_YEARS, Projection, Window
from pumpsched.domain.pump import Calibration, Pump, WindowRules
from pumpsched.domain.quantities import Concentration, decimal_text, mass_text
from pumpsched.domain.reservoir import Stretch
from pumpsched.domain.residual import recent_checks
from pumpsched.domain.settings import Practice
from pumpsched.domain.status import Limit
from pumpsched.domain.therapy import Mixture, Programme
from pumpsched.domain.therapy_end import therapy_end
from pumpsched.reference import catalogue
from pumpsched.store.results import Entry, Implant
from pumpsched.store.seals import damaged
from pumpsched.usecases.chart import Chart, ledger_of, open_chart
from pumpsched.usecases.contacts import contacts_with
from pumpsched.usecases.departures import Departure, departure_of, visits_to_cancel
from pumpsched.usecases.renewals import lapses
from pumpsched.usecases.visits import early_visits
from pumpsched.usecases.worklist import WorklistItem, book_by, covered, item_of_chart

if TYPE_CHECKING:
    from pumpsched.store.reading.opening import ReadBooks

LONGEST_CURVE_DAYS = 400


MISSED_WITHIN = timedelta(days=366)
"""A missed visit leaves its trace on the card for so long."""


class InForce(NamedTuple):
    """What was in a pump when a fact was recorded, and what it was told to deliver."""

    mixture: Mixture | None = None
    programme: Programme | None = None


class Card(NamedTuple):
    """Everything ``show`` prints of one patient.

    Attributes:
        chart: The patient, the pump in place and every other one.
        curve: Volume [µL] at 00:00 of each day from the last fill on; empty without a window.
        history: Every entry up to the day seen from, latest first, and programmes to come.
        visits: Open visits, earliest first.
        missed: Visits of the year past that did not happen, latest first.
        doses: What a day brings of each drug in the reservoir.
        in_force: What was in the pump at each entry and how it ran, by number.
        departure: When and why the patient left the list, if so.
        coming: Programmes that take effect later; the dates count them already.
        flow: What the residuals say of the pump's flow.
        contacts: What came of the calls to the patient, in the order logged.
        band: What that makes of the alarm date; None where it is not worked out.
        decisions: What named persons decided by the day seen from, in the order made.
        checks: Measured against expected residual of each fill where both are known, by number.
        recent: Those of the last fills of the pump in place, earliest first.
    """

    chart: Chart
    item: WorklistItem
    programme: Programme | None
    window: Window | None
    curve: tuple[tuple[date, int], ...]
    history: tuple[Entry, ...]
    visits: tuple[Visit, ...]
    missed: tuple[Visit, ...]
    doses: tuple[DrugDose, ...]
    in_force: Mapping[int, InForce]
    findings: tuple[Finding, ...]
    departure: Departure | None
    coming: tuple[tuple[When, Programme], ...]
    flow: FlowEstimate
    band: Band | None
    decisions: tuple[Decision, ...]
    contacts: tuple[Contact, ...]
    checks: Mapping[int, ResidualCheck]
    recent: tuple[ResidualCheck, ...]

    @property
    def flow_band(self) -> Band | None:
        """The band around the alarm date where any residual says something of it."""
        return self.band if self.flow.usable else None

    def pump_of(self, entry: Entry) -> Implant | None:
        """The pump an entry of the history belongs to; None for an archive."""
        return next((implant for implant in self.chart.implants if implant.key == entry.pump), None)


def _check_stored(books: ReadBooks, chart: Chart, item: WorklistItem) -> None:
    """Passes a patient whose dates in lists are those that the facts give.

    Raises:
        StoreProblem: A fact is gone, or lists show older dates.
    """
    stored = None if chart.pump_key is None else books.outlook(chart.pump_key)
    if chart.pump_key is None or stored is None:
        books.check_whole()
        return
    books.check_counted({chart.pump_key: stored.ledger_seq})
    listed = (stored.refill_by, stored.alarm_on, stored.empty_on)
    fresh = (item.refill_by, item.alarm_on, item.empty_on)
    if stored.holds_on(chart.as_of) and listed != fresh:
        raise damaged(f"The stored dates of {item.patient} are not those of its facts.")


def patient_card(books: ReadBooks, code: str, *, as_of: date) -> Card:
    """The card of the patient with that code, seen from a day."""
    chart = open_chart(books, code, as_of=as_of)
    view = chart.seen()
    item = item_of_chart(chart, visit=books.next_visits(as_of).get(code), view=view)
    _check_stored(books, chart, item)
    item = covered(books, item, today=as_of)
    visits = tuple(books.visits(first=as_of, last=None, patient=code, open_only=True))
    history = tuple(
        entry
        for entry in reversed(chart.entries)
        if entry.fact.at.day <= as_of or isinstance(entry.fact, Programmed)
    )
    findings = [*visits_to_cancel(chart, visits)]
    findings += implausible(chart.patient, books.bases(), today=as_of)
    if visits:
        # A card without visits asks no rule.
        from pumpsched.usecases.judging import urgent_findings

        findings += urgent_findings(books, chart.practice, item, visits, today=as_of)
    if not chart.is_archived:
        findings += lapses(books, chart.practice, [item], today=as_of).values()
    if view is None:
        text = "no pump is recorded for this patient"
        findings.append(Finding("no-pump", Severity.INFO, text))
    else:
        findings += [*chart.findings(view), *early_visits(books, code, item, today=as_of)]
        findings += mri_unbooked(view, chart.pump_in_place(), chart.decisions, visits)
    return Card(
        chart=chart,
        item=item,
        programme=view.programme if view else None,
        window=view.window if view else None,
        curve=_curve(view) if view else (),
        history=history,
        visits=visits,
        missed=_missed(books, code, as_of=as_of),
        doses=drug_doses(view.told, view.seen_at, chart.pump_in_place()) if view else (),
        in_force=in_force(chart.entries),
        findings=tuple(asked_once(findings)),
        departure=departure_of(chart.entries) if chart.is_archived else None,
        coming=coming_programmes(view),
        flow=view.flow.estimate if view else FlowEstimate(),
        band=view.band if view else None,
        decisions=tuple(each for each in chart.decided if each.at.day <= as_of),
        contacts=contacts_with(books, code),
        checks=_checks(chart, view),
        recent=recent_checks(view) if view else (),
    )


def _checks(chart: Chart, view: Projection | None) -> dict[int, ResidualCheck]:
    """The residual checks of every pump of a patient, by number of the fill."""
    cycles = [*view.flow.cycles] if view else []
    for implant in chart.implants:
        if implant.key != chart.pump_key:
            # No later pump changes what was known of this one.
            facts = ledger_of(chart.entries, implant.key).until(chart.as_of).facts
            told, pump = programming(facts, as_of=chart.as_of), Pump.of(implant.device, catalogue())
            sd_ul = chart.rules.residual_sd_ul
            cycles += flow_history(facts, told, pump, sd_ul=sd_ul).cycles
    return {each.fill.seq: each.check for each in cycles if each.check is not None}


def _missed(books: ReadBooks, code: str, *, as_of: date) -> tuple[Visit, ...]:
    visits = books.visits(first=as_of - MISSED_WITHIN, last=as_of, patient=code)
    return tuple(each for each in reversed(visits) if each.status is VisitStatus.MISSED)


def in_force(entries: Iterable[Entry]) -> dict[int, InForce]:
    """What was in the pump of each of these entries in order of time, and how it ran, by number.

    What was voided says what it said, and changes nothing after it.
    """
    found: dict[int, InForce] = {}
    now: dict[int | None, InForce] = {}
    for entry in entries:
        fact, held = entry.fact, now.get(entry.pump, InForce())
        if isinstance(fact, Filled) and fact.mixture is not None:
            held = held._replace(mixture=fact.mixture)
        elif isinstance(fact, Programmed):
            held = held._replace(programme=fact.programme)
        found[fact.seq] = held
        if entry.voided_by is None:
            now[entry.pump] = held
    return found


def coming_of(books: ReadBooks, code: str, *, as_of: date) -> tuple[tuple[When, Programme], ...]:
    """The programmes of a patient that take effect after the dose a list shows."""
    return coming_programmes(open_chart(books, code, as_of=as_of).seen())


def coming_programmes(view: Projection | None) -> tuple[tuple[When, Programme], ...]:
    """The programmes that take effect after a view's dose, though its dates count them already."""
    if view is None or view.window is None:
        return ()
    return tuple(
        (When(date.fromordinal(instant // DAY_MINUTES), instant % DAY_MINUTES), programme)
        for instant, programme in view.programmes
        if instant > view.seen_at
    )


def _curve(view: Projection) -> tuple[tuple[date, int], ...]:
    """Volume [µL] a day from the fill until it is empty or a week past the last refill day."""
    if view.window is None or view.reservoir is None or view.fill is None:
        return ()
    first = view.fill.at.day
    ends = [view.window.refill_by + timedelta(days=7), view.as_of]
    if view.window.alarm_on:
        ends.append(view.window.alarm_on + timedelta(days=3))
    last = min(max(ends), first + timedelta(days=LONGEST_CURVE_DAYS))
    points = [(first, view.reservoir.start_ul)]
    for n in range(1, (last - first).days + 1):
        day = first + timedelta(days=n)
        volume = view.reservoir.volume_at(day.toordinal() * DAY_MINUTES)
        points.append((day, floor(volume)))
    return tuple(points)


class Step(NamedTuple):
    """One step: what is looked at, and what it gives with its numbers."""

    about: str
    says: str


def why(books: ReadBooks, code: str, *, as_of: date) -> tuple[Step, ...]:
    """The steps behind the dates of the patient with that code, in order."""
    books.check_whole()
    chart = open_chart(books, code, as_of=as_of)
    if chart.pump is None:
        return (Step("pump", "none recorded: nothing to project"),)
    return tuple(_steps(chart, chart.pump))


def _steps(chart: Chart, pump: Pump) -> Iterator[Step]:
    view, rules = chart.view(), chart.rules
    capacity = decimal_text(pump.capacity_ul, 3)
    serial = f" {pump.device.serial}" if pump.device.serial else ""
    yield Step(
        "pump", f"{pump.model.name}{serial}, {capacity} mL, in since {pump.device.implanted_on}"
    )
    for implant in reversed(chart.implants):
        old = implant.device
        if implant.key != chart.pump_key and old.implanted_on < pump.device.implanted_on:
            out = f"{old.implanted_on} to {old.explanted_on or 'an unknown day'}"
            name = f"{old.model} {old.serial}".rstrip()
            yield Step("before it", f"{name}, {out}: its facts count for nothing here")
    if view.fill is None:
        yield Step("fill", "none recorded: no window")
        return
    yield Step("fill", _fill(view.fill))
    yield Step("mixture", f"{view.mixture} (the first drug is the programmed one)")
    yield from _mixed(view, chart)
    if view.window is None or view.reservoir is None:
        yield Step("status", f"{view.state}: no window")
        return
    for i, stretch in enumerate(view.reservoir.stretches):
        yield Step("flow" if i == 0 else "then", _stretch(stretch, view))
    volume = view.volume_ul or Fraction(0)
    yield Step(
        "volume",
        f"{ml(volume)} mL on {view.as_of} at 00:00"
        if view.fill.at.day < view.as_of
        else f"{ml(volume)} mL right after the fill",
    )
    yield Step("alarm", _alarm(view.window, pump, rules))
    yield from _read_out(view, pump)
    yield from _limits(view.window, view, pump, rules)
    yield from _verdict(chart, view.window, chart.practice, rules)


def _mixed(view: Projection, chart: Chart) -> Iterator[Step]:
    """How long two mixtures are in the line, where somebody decided on a bridge."""
    change = last_change(view)
    decision = bridge_of(change, chart.decisions) if change else None
    if change and decision:
        until = f" until {decision.until}" if decision.until else ""
        yield Step(
            "mixed",
            f"{change.old} and {change.new} in the line from {change.at.day}{until}, by "
            f"decision of {decision.who}: {decision.reason}",
        )


def _fill(fill: Filled) -> str:
    text = f"{fill.at}: {fill.injected} injected"
    if fill.programmed is not None and fill.programmed != fill.injected:
        text += f", {fill.programmed} programmed: the smaller counts"
    return f"{text}; the residual was taken out, so the reservoir starts at " + (
        f"{decimal_text(fill.start_ul, 3)} mL"
    )


def _stretch(stretch: Stretch, view: Projection) -> str:
    assert view.reservoir is not None
    assert view.mixture is not None
    day, minute = divmod(stretch.start, DAY_MINUTES)
    since = f"from {date.fromordinal(day)} {clock_text(minute)}: "
    taken = "".join(
        f"{what} {ml(Fraction(ticks, view.reservoir.ticks_per_ul))} mL; "
        for what, ticks in (("one-off bolus of", stretch.drawn), ("taken out:", stretch.removed))
        if ticks
    )
    basal = view.reservoir.day_flow(stretch.start, boluses=False)
    if not basal and not stretch.allotted:
        return f"{since}{taken}stopped, 0 mL/day"
    running = view.told.running(stretch.start)
    if running is None:
        return f"{since}{taken}constant flow {ml(basal, 4)} mL/day"
    text = _basal(running, view.told.strengths(stretch.start)) + f"{ml(basal, 4)} mL/day"
    if stretch.flex is not None:
        text += f" (flex {stretch.flex.flex_text})"
    if stretch.allotted:
        whole = view.reservoir.day_flow(stretch.start, boluses=True)
        extra = Fraction(stretch.allotted, stretch.per_dose)
        text += f"; with every patient bolus ({mass(extra)}/day) {ml(whole, 4)} mL/day"
    return since + taken + text


def _basal(running: Change, strengths: list[int]) -> str:
    """How the basal flow follows from what the pump was told."""
    told = running.programme
    if told.flow is not None or not strengths:
        return "given as a flow: "
    text = f"{mass(told.basal_ng_per_day)}/day ÷ {Concentration(min(strengths))}"
    if len(set(strengths)) > 1:
        others = ", ".join(str(Concentration(each)) for each in dict.fromkeys(strengths))
        text += f" (in question: {others}; the smallest counts)"
    return f"{text} = "


def _alarm(window: Window, pump: Pump, rules: WindowRules) -> str:
    level = decimal_text(rules.alarm_of(pump), 3)
    whose = "this patient's" if rules.alarm_ul is not None else f"the {pump.model.name}'s"
    if window.alarm_on is None:
        return f"{whose} alarm volume {level} mL is not reached within {LONGEST_YEARS} years"
    text = f"falls to {whose} alarm volume {level} mL on {window.alarm_on}"
    if window.alarm_nominal_on != window.alarm_on:
        text += f" (without patient boluses on {window.alarm_nominal_on})"
    if window.empty_on:
        text += f"; empty on {window.empty_on}"
    return text


def _read_out(view: Projection, pump: Pump) -> Iterator[Step]:
    """Where the programmer's alarm date differs: what each alone would bring the ledger to it."""
    for finding in alarm_date_differs(view, pump):
        yield Step("read-out", finding.message)
    for number, fits in enumerate(explanations(view, pump)):
        yield Step("would fit" if number == 0 else "or", f"about {fits}")


def _limits(window: Window, view: Projection, pump: Pump, rules: WindowRules) -> Iterator[Step]:
    dates = dict(window.limits)
    if window.alarm_on is not None:
        yield Step(
            "reservoir", f"{window.alarm_on} − {rules.margin_days} days = {dates[Limit.RESERVOIR]}"
        )
    else:
        yield Step("reservoir", "no limit")
    if window.programmer_alarm_on is not None:
        read = f"{window.programmer_alarm_on} − {rules.margin_days} days"
        yield Step("programmer", f"{read} = {dates[Limit.PROGRAMMER]}")
    yield from _calibrated(view, rules)
    yield Step("stability", _stability(window, view))
    yield Step(
        "calendar", f"{window.filled_on} + {months(rules.max_months)} = {dates[Limit.CALENDAR]}"
    )
    service = dates.get(Limit.SERVICE)
    if service is not None:
        yield Step("service", f"the pump's service life ends on {service}")
    presumed = pump.presumed_service_end
    if presumed is not None and presumed < view.as_of:
        years = f"the maker's {pump.model.service_years} years were over on {presumed}"
        yield Step("service", f"service life not recorded; {years}")


CYCLES_TOLD = 5
"""The arithmetic of so many cycles is told, and what came before counts in it."""


def _calibrated(view: Projection, rules: WindowRules) -> Iterator[Step]:
    """What the residuals say of the flow, cycle by cycle, and the early day that follows."""
    band, estimate = view.band, view.flow.estimate
    if band is None or not (estimate.usable or rules.calibration is Calibration.ALWAYS):
        return
    told = list(zip(view.flow.cycles, view.flow.estimates, strict=True))[-CYCLES_TOLD:]
    for cycle, after in told:
        yield Step("residual", _reading(cycle, after))
    low, high = (decimal_text(ppm, 6) for ppm in estimate.band)
    yield Step("flow band", f"{low} to {high} times what is programmed, 19 times in 20")
    rule = "; two thirds of the way at most, until it is verified" if band.verify else ""
    moves = "" if rules.may_move else f"; it moves nothing (calibration {rules.calibration})"
    early, late = (day or f"beyond {LONGEST_YEARS} years" for day in (band.early_on, band.late_on))
    once = "the alarm is before the one or after the other once in 40 times"
    yield Step("calibrated", f"early day {early}, late day {late}: {once}{rule}{moves}")


def _reading(cycle: Cycle, after: FlowEstimate) -> str:
    """One cycle: what it says alone, and the multiplier with its variance after it."""
    reading, said = cycle.reading, f"{cycle.fill.at.day}: "
    if reading is None:
        said += "says nothing of the flow"
    else:
        used = decimal_text(reading.start_ul - reading.residual_ul, 3)
        programmed = decimal_text(reading.programmed_ul, 3)
        alone = decimal_text(reading.multiplier_ppm, 6)
        said += f"{used} mL used of {programmed} mL programmed, y {alone}, {after.verdict}"
    kept = (
        f"m {decimal_text(each.multiplier_ppm, 6)}, P {decimal_text(each.variance, 12)}"
        for each in after.kept
    )
    return f"{said}: {' or '.join(kept)}"


def _stability(window: Window, view: Projection) -> str:
    assert view.mixture is not None
    known, parts = catalogue(), []
    for code in view.mixture.drugs:
        new = code not in view.drugs_before
        days = known.drug(code).days_in(view.mixture, new_to_pump=new)
        parts.append(f"{code} {days} days" if days is not None else f"{code} not known")
    listed = ", ".join(parts)
    if window.stable_until is None:
        return f"{listed}: no limit"
    return f"{listed}: {window.filled_on} + {(window.stable_until - window.filled_on).days} " + (
        f"= {window.stable_until}"
    )


def _verdict(
    chart: Chart, window: Window, practice: Practice, rules: WindowRules
) -> Iterator[Step]:
    earliest = dict(window.limits)[window.limit]
    clamped = " (not before the fill itself)" if earliest < window.refill_by else ""
    yield Step("refill by", f"{window.refill_by}: {window.limit} is the earliest limit{clamped}")
    early = " or refill by, if that is earlier" if window.opens_on == window.refill_by else ""
    yield Step(
        "opens on", f"{window.filled_on} + {months(rules.min_months)}{early} = {window.opens_on}"
    )
    booked = book_by(practice, window.refill_by, window.filled_on)
    yield Step("book by", f"{booked}: the last working day on or before it")
    view = chart.view()
    ended = therapy_end(view, chart.decisions) is not None
    yield Step("status", f"{view.status_on(chart.as_of, ended=ended)} on {chart.as_of}")


def months(count: int) -> str:
    """So many months in words."""
    return "1 month" if count == 1 else f"{count} months"


def ml(volume: Fraction, decimals: int = 3) -> str:
    """Millilitres of a volume [µL], rounded down to so many decimals."""
    return decimal_text(int(volume * 10**decimals / 1000), decimals)


def mass(ng: Fraction) -> str:
    """A mass [ng] as text, rounded down to 1 ng where it is not whole."""
    return mass_text(int(ng))
