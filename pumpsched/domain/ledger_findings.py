"""Findings of a ledger: it is held against one pure function for each rule.

History is taken as it is; what a new fact is refused for is in :mod:`pumpsched.domain.recording`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from pumpsched.domain.calendars import DAY_MINUTES, months_after
from pumpsched.domain.catalogue import Catalogue
from pumpsched.domain.findings import (
    EXCHANGE_DUE,
    SERVICE_LIFE_UNKNOWN,
    Finding,
    Severity,
)
from pumpsched.domain.ledger import (
    Attempted,
    BolusGiven,
    Emptied,
    Fact,
    Filled,
    Programmed,
    ReadOut,
    Started,
    Stopped,
)
from pumpsched.domain.programming import Change, overruled_stops
from pumpsched.domain.projection import Projection
from pumpsched.domain.pump import Pump, WindowRules
from pumpsched.domain.quantities import decimal_text, flow_text
from pumpsched.domain.status import Limit, State, Status

LONG_INTERVAL_MONTHS = 3
EXCHANGE_AHEAD_MONTHS = 3
"""An exchange is asked for where less service life is left at the next refill."""
SETTLED_UL = 100
"""Injected and programmed volume may differ by so much before a fill is refused [µL]."""


def fill_mismatch(fill: Filled | None) -> Iterator[Finding]:
    """The programmer was told another volume than was injected; the smaller one counts."""
    if fill is None or fill.programmed is None or fill.programmed == fill.injected:
        return
    yield Finding(
        "fill-mismatch",
        Severity.WARNING,
        f"{fill.injected} injected but {fill.programmed} programmed on {fill.at.day}: dates count "
        f"from {decimal_text(fill.start_ul, 3)} mL; verify with the programmer",
        {"injected_ul": fill.injected.ul, "programmed_ul": fill.programmed.ul},
    )


def dose_after_mixture_change(view: Projection) -> Iterator[Finding]:
    """A fill changed the mixture that the programme was told for, and no dose was recorded since.

    Urgent where it changed the programmed drug.
    """
    told, change = view.told, _last_told(view)
    if change is None or change.programme.flow is not None:
        return
    place = told.told_for(change, len(told.contents))
    if place is None:
        return
    first = told.contents[place]
    changed = [
        content
        for content in told.contents[place + 1 :]
        if content.drug is not None and content.mixture != first.mixture
    ]
    if changed:
        another = any(content.drug != first.drug for content in changed)
        began, *later = changed
        since = f" ({len(later)} later fill{'s' * (len(later) > 1)} too)" if later else ""
        yield Finding(
            "dose-after-mixture-change",
            Severity.URGENT if another else Severity.WARNING,
            f"the mixture changed on {began.at.day} to {began.mixture}{since} and no dose was "
            "recorded since: record the dose the programmer shows",
        )


def dose_on_saline(view: Projection) -> Iterator[Finding]:
    """The last programme is a mass of a drug, told while the reservoir held saline."""
    change, told = _last_told(view), view.told
    if change is None or not told.told_on_saline(change):
        return
    if told.waits(change, len(told.contents)):
        yield Finding(
            "dose-on-saline",
            Severity.URGENT,
            f"a dose of {change.programme.dose_text} was recorded on {change.at.day} for saline, "
            "which holds no drug: record the flow the programmer shows",
        )


def _last_told(view: Projection) -> Change | None:
    """The last programme told by the day of a view."""
    told = [change for change in view.told.changes if change.at.day <= view.as_of]
    return told[-1] if told else None


def _of_cycle(view: Projection) -> tuple[Fact, ...]:
    """The facts from the last fill on: what was amiss before it is history."""
    first = view.facts.index(view.fill) if view.fill else 0
    return view.facts[first:]


def stopped(view: Projection, pump: Pump) -> Iterator[Finding]:
    """The pump is stopped; urgent once that is longer than its model may stand."""
    if not view.stopped:
        return
    since = max(fact.at.day for fact in view.facts if type(fact) is Stopped)
    urgent_from = pump.stopped_too_long_on(since)
    urgent = urgent_from is not None and view.as_of >= urgent_from
    hours = pump.model.longest_stop_hours
    yield Finding(
        Status.STOPPED.value,
        Severity.URGENT if urgent else Severity.WARNING,
        f"stopped since {since}"
        + (f", and its maker allows {hours} h: start it or empty it" if hours else ""),
        {"stopped_on": since.isoformat()},
    )


def stop_on_constant_flow(view: Projection, pump: Pump) -> Iterator[Finding]:
    """A stop was recorded for a pump that cannot be stopped; its flow goes on."""
    if pump.model.constant_flow and any(type(fact) is Stopped for fact in _of_cycle(view)):
        yield Finding(
            "stop-on-constant-flow",
            Severity.WARNING,
            "a stop is recorded for a constant-flow pump and is not counted: its flow goes on "
            "until it is empty",
        )


def readout_on_constant_flow(view: Projection, pump: Pump) -> Iterator[Finding]:
    """A read-out is recorded of a pump that no programmer reads."""
    if pump.model.constant_flow and any(type(fact) is ReadOut for fact in _of_cycle(view)):
        yield Finding(
            "readout-on-constant-flow",
            Severity.WARNING,
            "a read-out is recorded of a constant-flow pump and is not counted: is it this "
            "patient's?",
        )


def aspirated_beyond_volume(view: Projection) -> Iterator[Finding]:
    """More was aspirated than the reservoir should have held."""
    reservoir = view.reservoir
    if reservoir is None or view.window is None:
        return
    emptied = {fact.at.instant for fact in view.facts if type(fact) is Emptied}
    for place, stretch in enumerate(reservoir.stretches):
        before = reservoir.left_before(place)
        if stretch.removed > before and stretch.start not in emptied:
            taken, held = (
                decimal_text(ticks // reservoir.ticks_per_ul, 3)
                for ticks in (stretch.removed, before)
            )
            on = date.fromordinal(stretch.start // DAY_MINUTES)
            yield Finding(
                "aspirated-beyond-volume",
                Severity.WARNING,
                f"{taken} mL was aspirated on {on}, where {held} mL was expected: the volume "
                "counts as 0; verify what is left",
            )


def bolus_from_empty(view: Projection) -> Iterator[Finding]:
    """A bolus is recorded of a reservoir that was emptied and not filled since."""
    emptied: Emptied | None = None
    given: list[BolusGiven] = []
    for fact in view.facts:
        if isinstance(fact, Emptied | Filled):
            emptied, given = (fact if isinstance(fact, Emptied) else None), []
        elif isinstance(fact, BolusGiven):
            given.append(fact)
    if emptied is None:
        return
    for fact in given:
        yield Finding(
            "bolus-from-empty",
            Severity.WARNING,
            f"a bolus of {fact.amount} is recorded on {fact.at.day}, and the reservoir was emptied "
            f"on {emptied.at.day} and not filled since: what was given, and from what?",
        )


def alarm_date_differs(view: Projection, pump: Pump) -> Iterator[Finding]:
    """The programmer's alarm date is not the one that follows from what is recorded."""
    reservoir, read_out = view.reservoir, view.read_out
    if reservoir is None or read_out is None or read_out.alarm_on is None:
        return
    level, given = pump.model.alarm_ul, read_out.alarm_on.toordinal()
    first = reservoir.falls_to(level, boluses=True)
    last = reservoir.falls_to(level, boluses=False)
    is_early = first is None or given < first - 1
    if not is_early and (last is None or given <= last + 1):
        return
    expected = [None if day is None else date.fromordinal(day) for day in (first, last)]
    between = " to ".join(dict.fromkeys(str(day or "never") for day in expected))
    yield Finding(
        "alarm-date-differs",
        Severity.WARNING,
        f"the programmer alarms on {read_out.alarm_on}, the ledger gives {between}: compare dose, "
        "concentration, volume and what was recorded since the fill",
        {"programmer_alarm_on": read_out.alarm_on.isoformat(), "expected": between},
    )


def recorded_while_stopped(view: Projection) -> Iterator[Finding]:
    """The pump is stopped, yet a dose or a fill was recorded after the stop."""
    if not view.stopped:
        return
    since: list[Fact] = []
    is_stopped = False
    ignored = overruled_stops(view.facts)
    for fact in view.facts:
        if type(fact) is Started:
            is_stopped, since = False, []
        elif type(fact) is Stopped and fact.seq not in ignored:
            is_stopped = True
        elif is_stopped and type(fact) in (Filled, Programmed) and fact.at.day <= view.as_of:
            since.append(fact)
    if since:
        yield Finding(
            "recorded-while-stopped",
            Severity.URGENT,
            f"a fill or dose was recorded on {since[-1].at.day} while the pump counts as stopped: "
            "if it runs, record `start`",
        )


def refill_failed(view: Projection) -> Iterator[Finding]:
    """A refill was tried after the last fill, and failed."""
    for fact in reversed(view.facts):
        if type(fact) is Filled:
            return
        if type(fact) is Attempted:
            yield Finding(
                "refill-failed",
                Severity.WARNING,
                f"a refill failed on {fact.at.day}: the reservoir counts as it was; book another "
                "visit",
            )
            return


def stability_unknown(
    view: Projection, rules: WindowRules, catalogue: Catalogue
) -> Iterator[Finding]:
    """No drug of the mixture has a known in-reservoir time, and the interval may be long."""
    if view.window is None or view.mixture is None or rules.max_months <= LONG_INTERVAL_MONTHS:
        return
    if not view.mixture.drugs:
        return
    if catalogue.stable_days(view.mixture, drugs_before=view.drugs_before) is None:
        yield Finding(
            "stability-unknown",
            Severity.WARNING,
            f"no in-reservoir time is known for {view.mixture}, and this patient may go "
            f"{rules.max_months} months: ask the pharmacy",
        )


def over_capacity(fill: Filled | None, pump: Pump) -> Iterator[Finding]:
    """The last fill, its residual or what came back of it is more than the reservoir holds."""
    if fill is None:
        return
    capacity_ul = pump.capacity_ul
    came_back = (fill.check_volume, "that came back")
    for volume, word in ((fill.injected, "injected"), (fill.residual, "residual"), came_back):
        if volume is not None and volume.ul > capacity_ul:
            yield Finding(
                "over-capacity",
                Severity.WARNING,
                f"{volume} {word} on {fill.at.day} is more than the reservoir's "
                f"{decimal_text(capacity_ul, 3)} mL: check the pump model and the syringe",
            )


def before_implant(view: Projection, pump: Pump) -> Iterator[Finding]:
    """A fact is dated before the pump was implanted."""
    facts = _of_cycle(view)
    if facts and facts[0].at.day < pump.device.implanted_on:
        yield Finding(
            "before-implant",
            Severity.WARNING,
            f"a fact of {facts[0].at.day} is dated before the implant of "
            f"{pump.device.implanted_on}: check both dates",
        )


def exchange_due(view: Projection, pump: Pump) -> Iterator[Finding]:
    """The pump's service life is over, or will be soon after the next refill.

    Urgent where the service limit closes the window: no refill moves that date, an exchange does.
    """
    ends = pump.device.end_of_service_on
    if ends is None:
        return
    window = view.window
    closes = window is not None and window.limit is Limit.SERVICE
    is_over = ends < view.as_of
    if not (closes or is_over):
        filled = view.fill.at.day if view.fill else pump.device.implanted_on
        next_refill = window.refill_by if window else filled
        if ends > months_after(next_refill, EXCHANGE_AHEAD_MONTHS):
            return
    word = "ended" if is_over else "ends"
    yield Finding(
        EXCHANGE_DUE,
        Severity.URGENT if closes or is_over else Severity.WARNING,
        f"the pump's service life {word} on {ends} and no refill moves that date: book its "
        "exchange (`visit add --kind implant`), then record `pump implant`",
        {"end_of_service_on": ends.isoformat()},
    )


def service_life_unknown(pump: Pump, day: date) -> Iterator[Finding]:
    """The model's years of service are over, and no end of the pump's own is recorded."""
    ended, device, model = pump.presumed_service_end, pump.device, pump.model
    if ended is not None and ended < day:
        word = "" if model.source.vouches_for("service_years") else ", unverified"
        mend = f"`pumpsched pump edit {device.patient} --end-of-service-on …`"
        yield Finding(
            SERVICE_LIFE_UNKNOWN,
            Severity.WARNING,
            f"the {model.name} of {device.implanted_on} is past its maker's {model.service_years} "
            f"years of service ({ended}{word}), and no end of service is recorded: read it from "
            f"the programmer, then {mend}",
            {"patient": device.patient, "presumed_until": ended.isoformat()},
        )


def dose_on_constant_flow(view: Projection, pump: Pump) -> Iterator[Finding]:
    """A dose was recorded for a pump whose flow is fixed; it changes nothing."""
    if pump.model.constant_flow and any(type(fact) is Programmed for fact in _of_cycle(view)):
        yield Finding(
            "dose-on-constant-flow",
            Severity.WARNING,
            "a dose is recorded for a constant-flow pump and is not counted: its dose follows "
            "from the concentration",
        )


def flow_outside_model(view: Projection, pump: Pump) -> Iterator[Finding]:
    """The programme in force asks for a flow the pump model does not deliver."""
    if view.window is None or view.mixture is None or view.stopped:
        return
    low, high = pump.model.min_flow_ul_per_day, pump.model.max_flow_ul_per_day
    programme = view.programme
    if programme is None or pump.model.constant_flow or low is None or high is None:
        return
    per_ml = view.mixture.ng_per_ml
    told = [programme.flow.ul_per_day] if programme.flow else []
    flows = [
        *map(Fraction, told),
        *(Fraction(1000 * s.ng_per_day, per_ml) for s in programme.steps if per_ml),
    ]
    if all(low <= flow <= high for flow in flows):
        return
    worst = max(flows) if max(flows) > high else min(flows)
    yield Finding(
        "flow-outside-model",
        Severity.WARNING,
        f"{flow_text(worst, up=worst > high)} mL/day is outside the {pump.model.name}'s "
        f"{decimal_text(low, 3)} to {decimal_text(high, 3)} mL/day: check dose and concentration",
    )


def beyond_reference(view: Projection, catalogue: Catalogue) -> Iterator[Finding]:
    """A concentration or dose above the catalogue's reference range; it only ever informs."""
    reservoir = view.reservoir
    if view.window is None or view.mixture is None or reservoir is None:
        return
    ticks = view.flow_ticks
    for component in view.mixture.components:
        drug, ng_per_ml = catalogue.drug(component.drug), component.concentration.ng_per_ml
        strongest, largest = drug.max_concentration_ng_per_ml, drug.max_dose_ng_per_day
        too_strong = strongest is not None and ng_per_ml > strongest
        too_much = largest is not None and (
            ticks * ng_per_ml > 1000 * largest * reservoir.ticks_per_ul
        )
        if too_strong or too_much:
            field = "max_concentration_ng_per_ml" if too_strong else "max_dose_ng_per_day"
            what = "concentration" if too_strong else "dose"
            word = "" if drug.source.vouches_for(field) else "unverified "
            yield Finding(
                "beyond-reference",
                Severity.INFO,
                f"the {component.drug} {what} is above the catalogue's {word}reference maximum",
            )


def findings_of(
    view: Projection, pump: Pump, rules: WindowRules, catalogue: Catalogue
) -> list[Finding]:
    """Every finding of a ledger's view, urgent first."""
    if view.state is State.RETIRED:
        return []
    found = [
        *fill_mismatch(view.fill),
        *dose_after_mixture_change(view),
        *dose_on_saline(view),
        *stopped(view, pump),
        *recorded_while_stopped(view),
        *alarm_date_differs(view, pump),
        *exchange_due(view, pump),
        *service_life_unknown(pump, view.as_of),
        *refill_failed(view),
        *stability_unknown(view, rules, catalogue),
        *over_capacity(view.fill, pump),
        *before_implant(view, pump),
        *dose_on_constant_flow(view, pump),
        *stop_on_constant_flow(view, pump),
        *readout_on_constant_flow(view, pump),
        *aspirated_beyond_volume(view),
        *bolus_from_empty(view),
        *flow_outside_model(view, pump),
        *beyond_reference(view, catalogue),
    ]
    order = [Severity.URGENT, Severity.WARNING, Severity.INFO]
    return sorted(found, key=lambda finding: order.index(finding.severity)) if found else found
