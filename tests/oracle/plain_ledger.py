"""Rows of the files as facts in their order: whose they are, and what a fill and a dose say.

The second third of the slow oracle; the choices taken are listed in ``minute_simulator``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from .plain_quantities import (
    DAY,
    Mixture,
    Row,
    day_and_minute,
    dose_ng_per_day,
    flex_steps,
    flow_ul_per_day,
    parse_mixture,
    patient_bolus,
)


@dataclass(frozen=True)
class Fact:
    """One row of the ledger; its instant counts minutes since the day 0."""

    day: date
    minute: int | None
    place: int
    row: Row
    instant: int

    @property
    def kind(self) -> str:
        """The event of the row."""
        return self.row["event"]

    @property
    def order(self) -> tuple[date, int, int]:
        """What facts are sorted by: the day alone comes first, but last for a read-out."""
        alone = DAY if self.kind == "readout" else -1
        return self.day, alone if self.minute is None else self.minute, self.place


def read_facts(events: Sequence[Row]) -> list[Fact]:
    """Read rows into facts in the order of time."""
    facts = []
    for place, row in enumerate(events):
        day, minute = day_and_minute(row["at"])
        facts.append(Fact(day, minute, place, row, day.toordinal() * DAY + (minute or 0)))
    return sorted(facts, key=lambda fact: fact.order)


@dataclass(frozen=True, eq=False)
class Programme:
    """What the pump was told by one fact.

    ``basal`` has a figure for each minute of the day: pg a day, or uL a day where it ``is_flow``.
    """

    fact: Fact
    basal: tuple[int, ...]
    is_flow: bool
    bolus_pg: int = 0
    bolus_count: int = 0

    @cached_property
    def whole_basal(self) -> int:
        """The sum of the figures of all minutes."""
        return sum(self.basal)

    @property
    def is_flex(self) -> bool:
        """Whether the dose changes within the day."""
        return bool(self.fact.row.get("flex"))


def read_programme(fact: Fact) -> Programme:
    """Read the ``dose`` or ``flex``, and the ``bolus``, of a dose row."""
    row = fact.row
    steps = flex_steps(row["flex"]) if row.get("flex") else [(0, row["dose"])]
    basal: list[int] = []
    is_flow = flow_ul_per_day(steps[0][1]) is not None
    for start, dose in reversed(steps):
        flow = flow_ul_per_day(dose)
        if is_flow != (flow is not None):
            raise ValueError("a flow and a mass in one programme")
        figure = 1000 * dose_ng_per_day(dose) if flow is None else flow
        basal = [figure] * (DAY - len(basal) - start) + basal
    size, count = patient_bolus(row.get("bolus", ""))
    return Programme(fact, tuple(basal), is_flow, 1000 * size, count)


def pump_on(pumps: Sequence[Row], day: date) -> Row | None:
    """Return the pump in place at the end of a day."""
    there = [pump for pump in pumps if day_and_minute(pump["implanted_on"])[0] <= day]
    return max(there, key=lambda pump: pump["implanted_on"]) if there else None


def _replaced_on(pumps: Sequence[Row], day: date) -> Row | None:
    """Return the pump before the one that came in on a day, whenever it came out."""
    new = pump_on(pumps, day)
    others = [pump for pump in pumps if pump is not new]
    is_new = new is not None and day_and_minute(new["implanted_on"])[0] == day
    return pump_on(others, day) if is_new else None


def owner(pumps: Sequence[Row], facts: Sequence[Fact], fact: Fact) -> Row | None:
    """Return the pump that one of the facts belongs to."""
    new, old = pump_on(pumps, fact.day), _replaced_on(pumps, fact.day)
    if new is None or old is None:
        return new
    fills = [other for other in facts if other.kind == "fill" and other.day == fact.day]
    if fills and fact is fills[-1]:
        return new
    if fact.minute is None:
        return old if fact.kind in ("stop", "empty") else new
    implanted = day_and_minute(new["implanted_on"])[1]
    return old if implanted is not None and fact.minute < implanted else new


def _after_the_fills(facts: list[Fact]) -> list[Fact]:
    """Move what was taken out on a fill's day, the day alone given, behind that day's last fill."""
    moved: dict[int, list[Fact]] = {}
    order: list[Fact] = []
    for fact in facts:
        fills = [other for other in facts if other.kind == "fill" and other.day == fact.day]
        if fact.kind in ("bolus", "aspirate") and fact.minute is None and fills:
            later = Fact(fact.day, None, fact.place, fact.row, fills[-1].instant)
            moved.setdefault(fills[-1].place, []).append(later)
        else:
            order.append(fact)
    return [each for fact in order for each in (fact, *moved.get(fact.place, []))]


class Ledger:
    """What a view from one day knows of the pump in place, facts in their order."""

    def __init__(self, pumps: Sequence[Row], events: Sequence[Row], as_of: date) -> None:
        """Sort the facts, leave out what the view does not know, and read every fill's mixture."""
        self.as_of, self.pump = as_of, pump_on(pumps, as_of)
        everything = read_facts(events)
        own = [f for f in everything if self.pump and owner(pumps, everything, f) is self.pump]
        starts = {f.day for f in own if f.kind == "start" and f.minute is None}
        pairs = [f for f in own if f.kind == "stop" and f.minute is None and f.day in starts]
        own = _after_the_fills([f for f in own if f not in pairs])
        self.facts = [f for f in own if f.day <= as_of]
        self.doses = [read_programme(f) for f in own if f.kind == "dose"]
        self.archived = any(f.kind == "archive" and f.day <= as_of for f in everything)
        self.fills = [f for f in self.facts if f.kind == "fill"]
        self.mixtures: list[Mixture] = []
        for fill in self.fills:
            text = fill.row.get("mixture")
            self.mixtures.append(parse_mixture(text) if text else self.mixtures[-1])
        self.constant = bool(self.pump and self.pump["model"].upper().startswith("CODMAN3000"))
        turns = [f for f in self.facts if f.kind in ("stop", "start")]
        self.turns = [] if self.constant else turns  # its flow goes on
        self.stopped = bool(self.turns) and self.turns[-1].kind == "stop"

    def since(self, fill: Fact) -> list[Fact]:
        """Return the facts after a fill and before the next one."""
        after = self.facts[self.facts.index(fill) + 1 :]
        ends = [number for number, fact in enumerate(after) if fact.kind == "fill"]
        return after[: ends[0]] if ends else after

    @property
    def emptied(self) -> bool:
        """Whether the reservoir was emptied and not filled since."""
        return bool(self.fills) and any(f.kind == "empty" for f in self.since(self.fills[-1]))
