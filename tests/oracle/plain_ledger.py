"""Rows of the files read plainly into facts, programmes and on/off changes, in their order.

The first half of the slow oracle; the choices taken are listed in ``minute_simulator``.
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

Row = dict[str, str]
Mixture = tuple[tuple[str, int], ...]

DAY = 1440
_STABLE_DAYS = {"baclofen": 180, "clonidine": 90, "morphine": 90, "hydromorphone": 120}
_STABLE_DAYS |= {"bupivacaine": 90}
_MODELS = {  # family: alarm volume in uL, accuracy
    "SM2": (2000, Fraction(145, 1000)),
    "SM3": (2000, Fraction(145, 1000)),
    "PROMETRA": (3000, Fraction(15, 100)),
    "PROMETRA2": (3000, Fraction(15, 100)),
    "CODMAN3000": (2000, Fraction(10, 100)),
}
_NANO = {"ng": 1, "mcg": 1000, "ug": 1000, "\u00b5g": 1000, "\u03bcg": 1000, "mg": 1_000_000}
_NUMBER = r"(\d+(?:\.\d+)?)\s*"
_MASS = _NUMBER + "(ng|mcg|ug|\u00b5g|\u03bcg|mg)"


def _whole(number: str, scale: int) -> int:
    value = Fraction(number) * scale
    if value.denominator != 1:
        raise ValueError(f"{number} is finer than the unit")
    return value.numerator


def _match(pattern: str, text: str) -> tuple[str, ...]:
    found = re.fullmatch(pattern, text.strip(), re.IGNORECASE)
    if found is None:
        raise ValueError(f"unreadable quantity: {text!r}")
    return tuple(part or "" for part in found.groups())


def microlitres(text: str) -> int:
    """Read a volume such as ``20`` or ``2.1 mL`` as uL."""
    return _whole(_match(_NUMBER + r"(ml)?", text)[0], 1000)


def dose_ng_per_day(text: str) -> int:
    """Read a dose with its unit as ng/day."""
    number, unit, per = _match(_MASS + r"/(day|d|h)", text)
    return _whole(number, _NANO[unit.lower()] * (24 if per.lower() == "h" else 1))


def parse_mixture(text: str) -> Mixture:
    """Read a mixture as (drug, ng/mL) pairs, the programmed drug first."""
    pairs = (_match(r"([a-z]+)\s+" + _MASS + "/ml", part) for part in text.split("+"))
    return tuple((name.lower(), _whole(num, _NANO[unit.lower()])) for name, num, unit in pairs)


def mixture_text(mixture: Mixture) -> str:
    """Write a mixture canonically: mcg/mL below 1000 mcg/mL, mg/mL from there on."""

    def strength(ng: int) -> str:
        shift, unit = (6, "mg") if ng >= 1_000_000 else (3, "mcg")
        return f"{Decimal(ng).scaleb(-shift).normalize():f} {unit}/mL"

    return " + ".join(f"{name} {strength(ng)}" for name, ng in mixture)


def add_months(day: date, months: int) -> date:
    """Move a date by calendar months, falling back to the last day of a shorter month."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def amount_ticks(text: str, strength: int) -> int:
    """Read a one-off bolus, a mass or a volume, as ticks of a drug of ``strength`` ng/mL."""
    if text.strip().lower().endswith("l"):
        return microlitres(text) * strength * DAY
    number, unit = _match(_MASS, text)
    return _whole(number, _NANO[unit.lower()]) * 1000 * DAY


def model_values(pump: Row) -> tuple[int, Fraction]:
    """Return the alarm volume (uL) and the accuracy (a fraction) of a pump's model."""
    return _MODELS[pump["model"].split("-")[0].upper()]


@dataclass(frozen=True)
class Programme:
    """Basal use of each of 1440 minutes (ticks a minute); a patient bolus (ng) and its count."""

    basal: tuple[int, ...]
    bolus_ng: int = 0
    bolus_count: int = 0
    flex: bool = False

    def minute(self, minute: int, allotted: bool) -> int:
        """Return the ticks used in one minute of the day, with or without allotted boluses."""
        return self.basal[minute] + (1000 * self.bolus_ng * self.bolus_count if allotted else 0)

    def whole_day(self, allotted: bool) -> int:
        """Return the ticks used in a whole day, the sum of its minutes."""
        return sum(self.basal) + (DAY * 1000 * self.bolus_ng * self.bolus_count if allotted else 0)


def parse_programme(row: Row) -> Programme:
    """Read the ``dose`` or ``flex``, and the ``bolus``, of a dose row."""
    basal: list[int] = []
    for step in reversed(row.get("flex", "").split(";") if row.get("flex") else []):
        hours, minutes, dose = _match(r"(\d\d):(\d\d)\s+(.+)", step)
        start = int(hours) * 60 + int(minutes)
        basal = [1000 * dose_ng_per_day(dose)] * (DAY - len(basal) - start) + basal
    if not basal:
        basal = [1000 * dose_ng_per_day(row["dose"])] * DAY
    size = count = 0
    if row.get("bolus") and row["bolus"].strip().lower() != "none":
        pattern = _MASS + r"\s*x\s*(\d+)\s*/\s*(?:day|d)(?:\s+lockout.*)?"
        number, unit, times = _match(pattern, row["bolus"])
        size, count = _whole(number, _NANO[unit.lower()]), int(times)
    return Programme(tuple(basal), size, count, bool(row.get("flex")))


@dataclass(frozen=True)
class Fact:
    """One row of the ledger with its place in the file."""

    day: date
    minute: int | None
    place: int
    row: Row

    @property
    def kind(self) -> str:
        """Return the event of the row."""
        return self.row["event"]

    @property
    def instant(self) -> int:
        """Return minutes since the day 0, the start of the day where no clock time is given."""
        return self.day.toordinal() * DAY + (self.minute or 0)


def _facts(events: Sequence[Row]) -> list[Fact]:
    facts = []
    for place, row in enumerate(events):
        day, _, clock = row["at"].partition("T")
        minute = int(clock[:2]) * 60 + int(clock[3:5]) if clock else None
        facts.append(Fact(date.fromisoformat(day), minute, place, row))
    return sorted(facts, key=lambda f: (f.day, -1 if f.minute is None else f.minute, f.place))


def _pump_on(pumps: Sequence[Row], day: date) -> Row | None:
    there = [pump for pump in pumps if date.fromisoformat(pump["implanted_on"]) <= day]
    return max(there, key=lambda pump: pump["implanted_on"]) if there else None


def _programmes_in_force(facts: Sequence[Fact], as_of: date) -> list[tuple[int, Programme]]:
    """Return (instant, programme) from which each counts; the first one counts from minute 0."""
    changes: list[tuple[int, Programme]] = []
    waiting: tuple[int, Programme] | None = None
    for fact in facts:
        if waiting is not None and waiting[0] <= fact.instant:
            changes.append(waiting)
            waiting = None
        new = parse_programme(fact.row)
        if not changes:
            changes.append((0, new))
            continue
        before, after = changes[-1][1].whole_day(True), new.whole_day(True)
        if fact.day > as_of and after <= before:
            continue
        if fact.minute is not None or after >= before:
            changes.append((fact.instant, new))
            waiting = None
        else:
            waiting = (fact.instant + DAY, new)
    return changes if waiting is None else [*changes, waiting]


def _switches(facts: Sequence[Fact]) -> list[tuple[int, bool]]:
    """Return (instant, running) for stops and starts; a pump runs until its first stop."""
    changes: list[tuple[int, bool]] = [(0, True)]
    waiting: int | None = None
    for fact in facts:
        if waiting is not None and waiting <= fact.instant:
            changes.append((waiting, False))
            waiting = None
        if fact.kind == "stop" and fact.minute is None and changes[-1][1]:
            waiting = fact.instant + DAY
        else:
            changes.append((fact.instant, fact.kind == "start"))
            waiting = None
    return changes if waiting is None else [*changes, (waiting, False)]


class Ledger:
    """What a view from one day knows of the pump in place, facts in their order."""

    def __init__(self, pumps: Sequence[Row], events: Sequence[Row], as_of: date) -> None:
        """Sort the facts, leave out what the view does not know, and read every fill's mixture."""
        self.pump = _pump_on(pumps, as_of)
        everything = _facts(events)
        own = [f for f in everything if self.pump and _pump_on(pumps, f.day) is self.pump]
        starts = {f.day for f in own if f.kind == "start" and f.minute is None}
        own = [f for f in own if not (f.kind == "stop" and f.minute is None and f.day in starts)]
        self.facts = [f for f in own if f.day <= as_of]
        self.archived = any(f.kind == "archive" and f.day <= as_of for f in everything)
        self.fills = [f for f in self.facts if f.kind == "fill"]
        self.mixtures: list[Mixture] = []
        for fill in self.fills:
            text = fill.row.get("mixture")
            self.mixtures.append(parse_mixture(text) if text else self.mixtures[-1])
        turns = [f for f in self.facts if f.kind in ("stop", "start")]
        self.stopped = bool(turns) and turns[-1].kind == "stop"
        self.switches = _switches(turns)
        self.programmes = _programmes_in_force([f for f in own if f.kind == "dose"], as_of)
        self.constant = bool(self.pump and self.pump["model"].upper().startswith("CODMAN3000"))
        self.first_dose = min((f.instant for f in own if f.kind == "dose"), default=0)

    def programmes_for(self, strength: int) -> list[tuple[int, Programme]]:
        """Return the programmes, or the fixed flow of the pump as one, at ``strength`` ng/mL."""
        if not (self.pump and self.constant):
            return self.programmes
        flow = microlitres(self.pump["fixed_flow_ml_day"])
        return [(0, Programme((flow * strength,) * DAY))]

    def findings(self, max_months: int) -> set[str]:
        """Return the finding codes which follow from the ledger alone."""
        found: set[str] = set()
        if self.fills:
            both = [self.fills[-1].row.get(k) for k in ("injected_ml", "programmed_ml")]
            if all(both) and len({microlitres(text) for text in both if text}) > 1:
                found.add("fill-mismatch")
            if max_months > 3 and self.stability_days() is None:
                found.add("stability-unknown")
        changed = stopped = beside = False
        for fact in self.facts:
            if fact.kind == "fill":
                number = self.fills.index(fact)
                if number and self.mixtures[number] != self.mixtures[number - 1]:
                    changed = not self.constant
            elif fact.kind == "dose":
                changed = False
            elif fact.kind in ("stop", "start"):
                stopped = fact.kind == "stop"
                beside = beside and stopped
            beside = beside or (stopped and fact.kind in ("fill", "dose"))
        found |= {"dose-after-mixture-change"} if changed else set()
        return found | ({"recorded-while-stopped"} if beside else set())

    def stability_days(self) -> int | None:
        """Return the in-reservoir days of the last fill's mixture, None where none is known."""
        mixture, earlier = self.mixtures[-1], self.mixtures[:-1]
        days = [_STABLE_DAYS[name] for name, _ in mixture if name in _STABLE_DAYS]
        for name, strength in mixture:
            if name == "ziconotide":
                known = any(name == drug for older in earlier for drug, _ in older)
                pure = len(mixture) == 1 and strength in (25_000, 100_000)
                days.append((84 if pure else 40) if known else 14)
        return min(days, default=None)
