"""A slow, plain simulator of one reservoir: it counts minutes with integers and knows no shortcut.

It shares no code with the package. A level is counted in *ticks*: 1440 ticks are one picogram of
the programmed drug, so a concentration of c ng/mL (c pg/uL) makes a microlitre c * 1440 ticks, and
a dose of d ng/day uses exactly 1000 * d ticks a minute. Only days without any change are taken in
one multiplication. Exact values come back as ``Fraction``, to be compared with exact decimals.

Where the rules leave a choice, the earlier date or the smaller volume was taken:

 1. A fact belongs to the pump whose implant is the last on or before the fact's own day, also when
    the view leaves that implant out: a programme planned for the next pump never touches this one.
 2. Raise and lower compare the programmes themselves (mass a day, allotted boluses included), on
    one concentration and whether the pump is on or off.
 3. A lowering of the day alone is not yet in force on its day: a second programme of that day is
    measured against the one still running. It is in force at 00:00 of the next day, when a
    programme of that next day is measured.
 4. A lower dose of the day alone, recorded while stopped, also waits for the next day; a start
    within its own day runs on the old programme until midnight.
 5. Planned programmes are taken one by one, each against the last one that counted; an equal
    whole-day flow is no raise and is left out, even where basal and boluses differ.
 6. A stop of the day alone on the as-of day counts for the status; the flow of that day runs.
 7. A day-alone stop is dropped where a day-alone start has the same day, findings included.
 8. A bolus belongs to the present fill only if it follows it in the order of facts. ``volume_ml``
    on the day of the fill is the fill itself, without a bolus that follows at the same instant.
 9. Ten years are up at the end of fill date + 120 months.
10. Lockout never lowers the number of allotted activations.
11. The mixture finding stands until a dose follows the last *change* in the order of facts and its
    day has come; going back to the older mixture is a change too. A constant-flow pump, which
    takes no dose, never has it. Mixtures are compared drug by drug in the order written.
12. ``recorded-while-stopped`` stands while the pump is still stopped and a fill or dose follows the
    stop in the order of facts; a planned dose does not raise it. A retired patient has no finding.
13. Dose and flow shown: programme in force at the instant, a flex programme by its whole day, zero
    while off or ``stopped``; none for retired, unfilled and unprogrammed. A patient without any
    pump yet is ``unfilled``.
14. Residual: delivered volume is the least of the range; the day's flow is that of the programme in
    force at the new fill (zero while off) and widens both bounds, each rounded down to 1 uL; the
    expected volume is not rounded. Where activations had several sizes, the count spans a range.
    ``clear`` is false where programmes or on/off changed in between.

``unclear`` in an item names the shown keys which the rules do not settle for that very case.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from .plain_ledger import (
    DAY,
    Ledger,
    Programme,
    Row,
    add_months,
    amount_ticks,
    microlitres,
    mixture_text,
    model_values,
)

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Reservoir:
    """One fill of a pump, from its instant on, with the one-off boluses given out of it."""

    def __init__(self, ledger: Ledger, number: int) -> None:
        """Take fill ``number`` of the ledger and the boluses between it and the next."""
        fill, strength = ledger.fills[number], ledger.mixtures[number][0][1]
        self.start, self.tick_ul = fill.instant, strength * DAY
        self.programmes, self.switches = ledger.programmes_for(strength), ledger.switches
        given = [fill.row[k] for k in ("injected_ml", "programmed_ml") if fill.row.get(k)]
        self.full_ul = min(microlitres(text) for text in given)
        self.boluses: list[tuple[int, int]] = []
        for fact in ledger.facts[ledger.facts.index(fill) + 1 :]:
            if fact.kind == "fill":
                break
            if fact.kind == "bolus":
                self.boluses.append((fact.instant, amount_ticks(fact.row["amount"], strength)))
        changes = [i for i, _ in [*self.programmes, *self.switches, *self.boluses]]
        self.busy_days = {instant // DAY for instant in changes}

    def programme_at(self, instant: int) -> Programme:
        """Return the programme in force at an instant."""
        return [programme for since, programme in self.programmes if since <= instant][-1]

    def running_at(self, instant: int) -> bool:
        """Tell whether the pump is on at an instant."""
        return [running for since, running in self.switches if since <= instant][-1]

    def fall(self, floor_ul: int, until: int, allotted: bool) -> tuple[int, date | None]:
        """Let the level fall to a floor (uL) or until an instant, whichever is first.

        Returns:
            The level reached in ticks, and the date on which the floor was met, if it was.
        """
        now, level, floor = self.start, self.full_ul * self.tick_ul, floor_ul * self.tick_ul
        while True:
            level -= sum(ticks for instant, ticks in self.boluses if instant == now)
            if level <= floor:
                return max(level, 0), date.fromordinal(now // DAY)
            if now >= until:
                return level, None
            programme, running = self.programme_at(now), self.running_at(now)
            if now % DAY == 0 and now + DAY <= until and now // DAY not in self.busy_days:
                use = programme.whole_day(allotted) if running else 0
                if level - use > floor:
                    level, now = level - use, now + DAY
                    continue
            level -= programme.minute(now % DAY, allotted) if running else 0
            if level < floor:  # within this minute, so still on its day
                return max(level, 0), date.fromordinal(now // DAY)
            now += 1


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


def _earliest_limit(
    patient: Row, settings: Row, filled: date, alarm_on: date | None, ends: dict[str, date | None]
) -> tuple[date, str]:
    """Return the earliest limit before any clamp, and its name; the first named wins a tie."""
    margin = timedelta(days=_number(patient, settings, "margin_days", 7))
    limits = {
        "reservoir": alarm_on - margin if alarm_on else None,
        "stability": ends["stability"],
        "calendar": add_months(filled, _number(patient, settings, "max_months", 3)),
        "service": ends["service"],
    }
    known = [(day, name) for name, day in limits.items() if day is not None]
    first = min(day for day, _ in known)
    return first, next(name for day, name in known if day == first)


def expected_item(
    patient: Row,
    pumps: Sequence[Row],
    events: Sequence[Row],
    settings: Row,
    closures: Sequence[Row],
    as_of: date,
) -> dict[str, object]:
    """Work out what a ``due --json`` item of one patient must say, from the rows of the files.

    Args:
        patient: The row of the patient.
        pumps: The patient's pumps.
        events: The patient's facts, in the order recorded.
        settings: Keys and values of the practice.
        closures: All closures of the practice.
        as_of: The day to look from.

    Returns:
        The keys of the item with dates as ``date``, volumes in mL, flow in mL/day and dose in
        mcg/day as exact ``Fraction``; besides ``volume_ul`` (uL, an integer), ``findings`` (a set
        of codes) and ``unclear`` (the keys which the rules leave open in this case).
    """
    ledger = Ledger(pumps, events, as_of)
    dates = ("opens_on", "refill_by", "book_by", "limit", "alarm_on", "alarm_nominal_on")
    shown = ("empty_on", "stable_until", "volume_ml", "volume_ul", "flow_ml_per_day")
    item: dict[str, object] = dict.fromkeys([*dates, *shown, "dose_mcg_per_day", "mixture"])
    alarm_ul = model_values(ledger.pump)[0] if ledger.pump else None
    alarm_ul = microlitres(patient["alarm_ml"]) if patient.get("alarm_ml") else alarm_ul
    filled = ledger.fills[-1].day if ledger.fills else None
    item["filled_on"] = filled
    item["mixture"] = mixture_text(ledger.mixtures[-1]) if ledger.mixtures else None
    item["alarm_ml"] = None if alarm_ul is None else Fraction(alarm_ul, 1000)
    gone = ledger.pump and ledger.pump.get("explanted_on")
    retired = ledger.archived or bool(gone and date.fromisoformat(gone) <= as_of)
    max_months = _number(patient, settings, "max_months", 3)
    item["findings"] = set() if retired else ledger.findings(max_months)
    unready = None if ledger.programmes or ledger.constant else "unprogrammed"
    item["status"] = "retired" if retired else unready if filled else "unfilled"
    item["unclear"] = {"flow_ml_per_day", "dose_mcg_per_day", "mixture", "findings"}
    if item["status"] or ledger.pump is None or filled is None or alarm_ul is None:
        return item

    tank = Reservoir(ledger, -1)
    horizon = add_months(filled, 120)

    def met(floor_ul: int, allotted: bool) -> date | None:
        day = tank.fall(floor_ul, (horizon.toordinal() + 1) * DAY, allotted)[1]
        return day if day is not None and day <= horizon else None

    alarm_on, empty_on = met(alarm_ul, True), met(0, True)
    days = ledger.stability_days()
    stable_until = None if days is None else filled + timedelta(days=days)
    service = ledger.pump.get("end_of_service_on")
    ends = {"stability": stable_until, "service": date.fromisoformat(service) if service else None}
    first, limit = _earliest_limit(patient, settings, filled, alarm_on, ends)
    refill_by = max(first, filled)
    opens_on = min(add_months(filled, _number(patient, settings, "min_months", 1)), refill_by)
    instant = max(as_of.toordinal() * DAY, tank.start)
    full = tank.full_ul * tank.tick_ul
    level = full if filled == as_of else tank.fall(0, instant, False)[0]
    programme, off = tank.programme_at(instant), not tank.running_at(instant)
    use = 0 if off or ledger.stopped else programme.whole_day(False)
    item |= {
        "opens_on": opens_on,
        "refill_by": refill_by,
        "book_by": _book_by(filled, refill_by, settings, closures),
        "limit": limit,
        "alarm_on": alarm_on,
        "alarm_nominal_on": met(alarm_ul, False),
        "empty_on": empty_on,
        "stable_until": stable_until,
        "volume_ul": level // tank.tick_ul,
        "volume_ml": Fraction(level // tank.tick_ul, 1000),
        "flow_ml_per_day": Fraction(use, tank.tick_ul * 1000),
        "dose_mcg_per_day": Fraction(use, DAY * 1_000_000),
    }
    open_dose = off or ledger.stopped or programme.flex or instant < ledger.first_dose
    open_flow = off != ledger.stopped or programme.flex
    item["unclear"] = {"dose_mcg_per_day"} if open_dose else set()
    item["unclear"] = {"flow_ml_per_day", "dose_mcg_per_day"} if open_flow else item["unclear"]
    tests = [
        ("empty", empty_on is not None and as_of >= empty_on),
        ("alarm", alarm_on is not None and as_of >= alarm_on),
        ("late", as_of > refill_by),
        ("stopped", ledger.stopped),
        ("due", as_of >= opens_on),
    ]
    item["status"] = next((name for name, holds in tests if holds), "waiting")
    return item
