"""The day of an exchange: which pump each fact of it belongs to.

The new pump is filled before it is implanted, so the last fill of that day is its own, whatever
the clock says. What else has a clock time belongs to the pump in place at that minute.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pumpsched.domain.ledger import Emptied, Fact, Filled, Stopped, in_time
from pumpsched.domain.pump import Device


def pump_of(fact: Fact, devices: Sequence[Device], facts: Iterable[Fact]) -> int:
    """Which of a patient's pumps a fact belongs to, as its place among them.

    Args:
        fact: What happened; before the first implant it belongs to the first pump.
        devices: One or more pumps, by day of implant.
        facts: The standing facts of the patient, in any order, whichever pump they belong to.
    """
    day = fact.at.day
    held = [place for place, device in enumerate(devices) if device.implanted_on <= day]
    if not held:
        return 0
    new = held[-1]
    is_exchange = new > 0 and devices[new].implanted_on == day
    return new - 1 if is_exchange and _is_before(fact, devices[new], facts) else new


def _is_before(fact: Fact, new: Device, facts: Iterable[Fact]) -> bool:
    """Whether a fact of the day of an exchange was still the old pump's."""
    if fact.at.minute is None:
        return isinstance(fact, Stopped | Emptied)
    if new.implanted_minute is None or fact.at.minute >= new.implanted_minute:
        return False
    return not isinstance(fact, Filled) or any(
        isinstance(other, Filled) and other.at.day == fact.at.day and in_time(other) > in_time(fact)
        for other in facts
    )
