"""Random ledgers draw every rule often enough that a slip in it shows."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

import pytest

from tests.effort import tries

from .minute_simulator import expected_item
from .plain_calibration import Belief, after, cycle_of
from .plain_findings import programmer_alarm
from .plain_ledger import Ledger
from .plain_quantities import Row
from .plain_reservoir import Reservoir
from .random_ledgers import Case, random_case

_CASES = tries(short=150, full=300)
_AT_LEAST = _CASES // 50  # 2 %


@dataclass(frozen=True)
class Drawn:
    """A random case with what the simulator makes of it."""

    case: Case
    ledger: Ledger
    item: dict[str, object]

    def rows(self, *events: str) -> list[Row]:
        """Return the rows of some events that lie in the present fill of the pump in view."""
        if not self.ledger.fills:
            return []
        return [f.row for f in self.ledger.since(self.ledger.fills[-1]) if f.kind in events]

    def holds(self, key: str, value: str) -> bool:
        """Tell whether a key of the item, a word or a set of words, says something."""
        said = self.item[key]
        return value in said if isinstance(said, set) else said == value

    @property
    def days(self) -> Counter[tuple[str, str]]:
        """Count the events of each day."""
        return Counter((row["event"], row["at"][:10]) for row in self.case.events)

    def has_estimate(self, word: str) -> bool:
        """Tell whether a cycle of the pump was taken for something."""
        ledgers = [Ledger(self.case.pumps, self.case.events, f.day) for f in self.ledger.fills]
        belief = Belief()
        for number, known in enumerate(ledgers[1:], start=1):
            belief = after(belief, cycle_of(known, number), 600)
            if belief.word == word:
                return True
        return False

    @property
    def is_read_out_ended(self) -> bool:
        """Whether a read-out of this fill with a date no longer stands."""
        given = [row for row in self.rows("readout") if row.get("programmer_alarm_on")]
        if not given or self.ledger.constant:
            return False
        tank = Reservoir(self.ledger, -1)
        return programmer_alarm(self.ledger, tank.programmes) is None

    @property
    def is_planned(self) -> bool:
        """Whether a programme counts that lies after the day of the view."""
        if not self.ledger.fills or self.ledger.constant:
            return False
        changes = Reservoir(self.ledger, -1).programmes.changes
        return any(programme.fact.day > self.case.as_of for _, programme in changes[1:])

    def taken_with_a_fill(self) -> bool:
        """Tell whether something was taken out, the day alone given, on the day of a fill."""
        return any(
            self.days["fill", row["at"]]
            for row in self.case.events
            if row["event"] in ("bolus", "aspirate")
        )


_RULES: dict[str, Callable[[Drawn], bool]] = {
    "doubt": lambda d: d.holds("findings", "dose-after-mixture-change"),
    "dose on saline": lambda d: d.holds("findings", "dose-on-saline"),
    "saline": lambda d: d.holds("mixture", "saline"),
    "a dose given as a flow": lambda d: any(
        "L/" in row.get("dose", "").upper() for row in d.rows("dose")
    ),
    "emptied": lambda d: d.ledger.emptied,
    "aspirated": lambda d: bool(d.rows("aspirate")),
    "the programmer's date": lambda d: d.holds("limit", "programmer"),
    "a calibrated limit": lambda d: d.holds("limit", "calibrated"),
    "a reading that agrees": lambda d: d.has_estimate("agrees"),
    "a reading in dispute": lambda d: d.has_estimate("disputed"),
    "a read-out that is over": lambda d: d.is_read_out_ended,
    "stopped and worse": lambda d: (
        d.holds("states", "stopped") and not d.holds("status", "stopped")
    ),
    "two fills on a day": lambda d: any(e == "fill" and n > 1 for (e, _), n in d.days.items()),
    "taken out on a fill's day": lambda d: d.taken_with_a_fill(),
    "the hour of an implant": lambda d: any("T" in pump["implanted_on"] for pump in d.case.pumps),
    "a planned raise": lambda d: d.is_planned,
    "no flow": lambda d: d.holds("status", "unprogrammed"),
    "a view back": lambda d: any(row["at"][:10] > str(d.case.as_of) for row in d.case.events),
    "a view on the day": lambda d: any(str(d.case.as_of) == day for _, day in d.days),
}


@cache
def drawn(seed: int) -> Drawn:
    """Return the case of a seed with its ledger and item."""
    case = random_case(seed)
    rows = (case.patient, case.pumps, case.events, case.settings, case.closures)
    item = expected_item(*rows, case.as_of)
    return Drawn(case, Ledger(case.pumps, case.events, case.as_of), item)


@pytest.mark.campaign
@pytest.mark.parametrize("rule", _RULES)
def test_every_rule_occurs_in_two_of_a_hundred_ledgers(rule: str) -> None:
    assert sum(_RULES[rule](drawn(seed)) for seed in range(_CASES)) >= _AT_LEAST


@pytest.mark.parametrize("seed", range(100))
def test_a_case_is_the_same_each_time_and_names_no_day_after_it_was_recorded(seed: int) -> None:
    case = random_case(seed)
    assert case == random_case(seed)
    recorded = [row for row in case.events if row["event"] != "dose"]
    assert all(date.fromisoformat(row["at"][:10]) <= case.today for row in recorded)
