"""A slow, plain simulator of one reservoir: it counts minutes with integers and knows no shortcut.

It shares no code with the package. A level is counted in *ticks*: a microlitre has 1440 * m ticks,
where m is a common multiple of all concentrations (ng/mL, that is pg/uL) of the programmed drugs,
so every minute of every programme uses a whole number of ticks. Only days without any change are
taken in one multiplication. Exact values come back as ``Fraction``, to be compared with decimals.

Where the rules leave a choice, the earlier date or the smaller volume was taken:

 1. A fact belongs to the pump whose implant is the last on or before the fact's own day, also when
    the view leaves that implant out: a programme planned for the next pump never touches this one.
    The day of any later implant is one of an exchange: a stop of it never stops the new pump.
 2. Raise and lower compare with the programme whose flow goes on, where a dose of mass told on
    saline has none of its own. The first programme is neither.
 3. A lowering of the day alone is not yet in force on its day: a second programme of that day is
    measured against the one still running. It is in force at 00:00 of the next day, when a
    programme of that next day is measured. One that never counts still ends a read-out.
 4. A lower dose of the day alone, recorded while stopped, also waits for the next day; a start
    within its own day runs on the old programme until midnight.
 5. Planned programmes are taken one by one, each against the last one that counted; an equal
    whole-day flow is no raise and is left out, even where basal and boluses differ.
 6. A stop of the day alone on the as-of day counts for the status; the flow of that day runs.
 7. A day-alone stop is dropped where a day-alone start has the same day, findings included.
 8. What is taken out belongs to the present fill only if it follows it in the order of facts.
    ``volume_ml`` is less what was taken out on the as-of day at any minute.
 9. Ten years are up at the end of fill date + 120 months.
10. Lockout never lowers the number of allotted activations.
11. The finding ``dose-after-mixture-change`` stands while the strengths in question for the last
    programme whose day has come differ, up to the last fill. A flow and a constant-flow pump never
    have it. ``dose-on-saline`` stands while that programme is of mass, came on saline, and no drug
    was filled since.
12. ``recorded-while-stopped`` stands while the pump is still stopped and a fill or dose follows the
    stop in the order of facts; a planned dose does not raise it. A retired patient has no finding.
13. Dose and flow shown: programme in force at the instant, a flex programme by its whole day, zero
    while off or ``stopped``; none for retired, unfilled and unprogrammed. A patient without any
    pump yet is ``unfilled``.
14. Residual: delivered volume is the least of the range and counts nothing that was drawn off; the
    day's flow is that in force at the new fill (zero while off) and widens both bounds, each
    rounded down to 1 uL; the expected volume is not rounded. The high end takes what the reservoir
    held while its strength was in doubt, also where a programme settled that since.
15. An emptied pump has its dates from the programme, as if the level fell to nothing at once; only
    without a programme that has a flow are they null.
16. A programme of mass that met saline, or was told while saline was held, lets the flow before it
    go on until a drug is filled; one-off boluses follow the programme whose flow goes on.

17. A cycle is used where the pump ran throughout, told before its end, its flow was in no doubt,
    the last programme was the one that ran, and a residual could be left at all. Programmed volume
    is rounded down to 1 uL. The verify rule looks at the last residual measured, at whichever fill.

``unclear`` in an item names the shown keys which the rules do not settle for that very case, a
finding as ``findings:CODE``.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from .plain_calibration import early_days
from .plain_decisions import therapy_has_ended
from .plain_findings import findings, programmer_alarm, read_out_findings, stability_days
from .plain_ledger import Ledger
from .plain_quantities import (
    DAY,
    Row,
    add_months,
    microlitres,
    mixture_text,
    model_values,
)
from .plain_reservoir import Reservoir

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _number(patient: Row, settings: Row, key: str, otherwise: int) -> int:
    return int(patient.get(key) or settings.get(key) or otherwise)


def _book_by(filled: date, refill_by: date, settings: Row, closures: Sequence[Row]) -> date:
    words = (settings.get("working_days") or "Mon-Fri").lower().split("-")
    first, last = _WEEK.index(words[0].strip()), _WEEK.index(words[-1].strip())
    length = (last - first) % 7
    day = refill_by
    while day > filled:
        shut = any(
            row["who"] == "all"
            and date.fromisoformat(row["from"]) <= day <= date.fromisoformat(row["to"])
            for row in closures
        )
        if (day.weekday() - first) % 7 <= length and not shut:
            return day
        day -= timedelta(days=1)
    return filled


_DATES = ("opens_on", "refill_by", "book_by", "limit", "alarm_on", "alarm_nominal_on", "empty_on")
_FIGURES = ("stable_until", "volume_ml", "volume_ul", "flow_ml_per_day", "dose_mcg_per_day")


def expected_item(
    patient: Row,
    pumps: Sequence[Row],
    events: Sequence[Row],
    settings: Row,
    closures: Sequence[Row],
    as_of: date,
    decisions: Sequence[Row] = (),
) -> dict[str, object]:
    """Work out what a ``due --json`` item of one patient must say, from the rows of the files.

    Args:
        patient: The row of the patient.
        pumps: The patient's pumps.
        events: The patient's facts, in the order recorded.
        settings: Keys and values of the practice.
        closures: All closures of the practice.
        as_of: The day to look from.
        decisions: What was decided of the pump, in the order made.

    Returns:
        The keys of the item with dates as ``date``, volumes in mL, flow in mL/day and dose in
        mcg/day as exact ``Fraction``; besides ``volume_ul`` (uL, an integer), ``findings`` and
        ``states`` (sets) and ``unclear`` (the keys which the rules leave open in this case).
    """
    ledger = Ledger(pumps, events, as_of)
    item: dict[str, object] = dict.fromkeys((*_DATES, *_FIGURES, "mixture", "programmer_alarm_on"))
    alarm_ul = model_values(ledger.pump)[0] if ledger.pump else None
    alarm_ul = microlitres(patient["alarm_ml"]) if patient.get("alarm_ml") else alarm_ul
    item["filled_on"] = ledger.fills[-1].day if ledger.fills else None
    item["mixture"] = mixture_text(ledger.mixtures[-1]) if ledger.mixtures else None
    item["alarm_ml"] = None if alarm_ul is None else Fraction(alarm_ul, 1000)
    item["states"] = set()
    gone = ledger.pump and ledger.pump.get("explanted_on")
    retired = ledger.archived or bool(gone and date.fromisoformat(gone) <= as_of)
    tank = Reservoir(ledger, -1) if ledger.fills else None
    told = findings(ledger, tank, _number(patient, settings, "max_months", 3))
    item["findings"], open_findings = (set(), set()) if retired else told
    unclear = {"flow_ml_per_day", "dose_mcg_per_day", "mixture", "findings", "states"}
    item["unclear"] = unclear
    if retired or tank is None:
        item["status"] = "retired" if retired else "unfilled"
    elif tank.programme_at(tank.start) is None:
        word = "empty" if ledger.emptied else "unprogrammed"
        item["status"], item["states"] = word, {word, *(["stopped"] if ledger.stopped else [])}
        unclear.remove("states")
    else:
        assert alarm_ul is not None, "a pump that was filled has an alarm volume"
        item |= _figures(ledger, tank, as_of)
        known = [Ledger(pumps, events, fill.day) for fill in ledger.fills]
        item |= _window([*known, ledger], tank, alarm_ul, patient, settings)
        filled, refill_by = item["filled_on"], item["refill_by"]
        assert isinstance(filled, date)
        assert isinstance(refill_by, date)
        item["book_by"] = _book_by(filled, refill_by, settings, closures)
        item["status"], item["states"] = _status(item, ledger, settings)
        read_out, open_read_out = read_out_findings(ledger, tank)
        item["findings"] = told[0] | read_out
        unclear = _unclear(ledger, tank, as_of) | open_findings | open_read_out
        item["unclear"] = unclear | (set() if item.pop("is_clear") else _BY_LAST_DAY)
    if not retired and tank is not None and therapy_has_ended(ledger, decisions):
        item["status"] = "stopped"
    return item


def _figures(ledger: Ledger, tank: Reservoir, as_of: date) -> dict[str, object]:
    """Return what the reservoir holds and what the pump does on the day."""
    instant = max(as_of.toordinal() * DAY, tank.start)
    volume_ul = tank.level_on(as_of) // tank.tick_ul
    use = 0 if ledger.stopped else tank.pace(instant, allotted=False).whole_day
    found = tank.programme_at(instant)
    strength = tank.strength_at(instant)
    if found and found[0].is_flow:
        strength = tank.programmes.contents.strength_of(tank.number)
    dose = Fraction(use * (strength or 0), tank.multiple * DAY * 1_000_000)
    return {
        "volume_ul": volume_ul,
        "volume_ml": Fraction(volume_ul, 1000),
        "flow_ml_per_day": Fraction(use, tank.tick_ul * 1000),
        "dose_mcg_per_day": dose,
    }


def _window(
    ledgers: list[Ledger], tank: Reservoir, alarm_ul: int, patient: Row, settings: Row
) -> dict[str, object]:
    """Return the dates of a pump that was filled and has a flow, without ``book_by``.

    ``ledgers`` are what is known on the day of each fill, and last on that of the view.
    """
    ledger = ledgers[-1]
    filled = ledger.fills[-1].day
    alarm_on = tank.met(alarm_ul, allotted=True)
    printed = programmer_alarm(ledger, tank.programmes)
    margin = timedelta(days=_number(patient, settings, "margin_days", 7))
    days = stability_days(ledger)
    stable_until = None if days is None else filled + timedelta(days=days)
    service = ledger.pump.get("end_of_service_on") if ledger.pump else None
    limits = {
        "reservoir": alarm_on - margin if alarm_on else None,
        "programmer": printed - margin if printed else None,
        "calibrated": None,
        "stability": stable_until,
        "calendar": add_months(filled, _number(patient, settings, "max_months", 3)),
        "service": date.fromisoformat(service) if service else None,
    }
    others = min(day for day in limits.values() if day is not None)
    found, is_clear = early_days(ledgers, tank, alarm_ul, settings, others)
    limits["calibrated"] = max(found, default=None)
    known = [(day, name) for name, day in limits.items() if day is not None]
    first = min(day for day, _ in known)
    refill_by = max(first, filled)
    return {
        "opens_on": min(add_months(filled, _number(patient, settings, "min_months", 1)), refill_by),
        "refill_by": refill_by,
        "limit": next(name for day, name in known if day == first),
        "alarm_on": alarm_on,
        "alarm_nominal_on": tank.met(alarm_ul, allotted=False),
        "empty_on": tank.met(0, allotted=True),
        "stable_until": stable_until,
        "programmer_alarm_on": printed,
        "is_clear": is_clear,
    }


_BY_LAST_DAY = {"opens_on", "refill_by", "book_by", "limit", "status", "states"}
"""What a calibrated limit can move."""


def _status(item: dict[str, object], ledger: Ledger, settings: Row) -> tuple[str, set[str]]:
    """Return the first state that fits on the day, and all that hold but ``waiting``."""

    def reached(key: str, before: int = 0) -> bool:
        day = item[key]
        return isinstance(day, date) and ledger.as_of >= day - timedelta(days=before)

    notice = int(settings.get("notice_days") or 14)
    tests = [
        ("empty", reached("empty_on") or ledger.emptied),
        ("alarm", reached("alarm_on") or reached("programmer_alarm_on")),
        ("late", reached("refill_by", -1)),
        ("stopped", ledger.stopped),
        ("due", reached("opens_on") or reached("book_by", notice)),
    ]
    holding = [name for name, holds in tests if holds]
    return [*holding, "waiting"][0], set(holding)


def _unclear(ledger: Ledger, tank: Reservoir, as_of: date) -> set[str]:
    """Return the keys that the rules leave open."""
    instant = max(as_of.toordinal() * DAY, tank.start)
    found = tank.programme_at(instant)
    off = not tank.running_at(instant)
    if found is None:
        return set()
    programme, mixture = found[0], ledger.mixtures[-1]
    keys: set[str] = set()
    is_early = not ledger.constant and instant < min(p.fact.instant for p in ledger.doses)
    is_own = bool(mixture) and len({m[0][0] for m in ledger.mixtures if m}) == 1
    if off or ledger.stopped or programme.is_flex or is_early or not is_own or ledger.emptied:
        keys.add("dose_mcg_per_day")
    if off != ledger.stopped or programme.is_flex or ledger.emptied:
        keys |= {"flow_ml_per_day", "dose_mcg_per_day"}
    if any(fact.kind == "readout" for fact in ledger.facts):
        keys |= set() if programmer_alarm(ledger, tank.programmes) else {"programmer_alarm_on"}
    return keys | ({"mixture"} if ledger.emptied else set())
