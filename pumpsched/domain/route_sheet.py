"""A route sheet: what a nurse needs of each visit of a day, on paper and without a network."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from pumpsched.domain.clinic import Location, Nurse, Patient, Site, VisitKind
from pumpsched.domain.findings import Finding
from pumpsched.domain.pump import Pump
from pumpsched.domain.quantities import decimal_text
from pumpsched.domain.status import Limit, Status
from pumpsched.domain.travel import NO_TRIP, UNKNOWN_WAY, Call, Itinerary, day_clock, way_text


class Kit(NamedTuple):
    """What a refill takes and should find.

    Attributes:
        mixture: Canonical text of what the last fill put in; empty before the first fill.
        carry_ul: Volume to bring [µL], that of the last fill; None where nothing tells.
        residual: Volume the reservoir should hold when the visit begins [µL], from every allotted
            patient bolus used to none; None where nothing can be expected.
    """

    mixture: str = ""
    carry_ul: int | None = None
    residual: tuple[Fraction, Fraction] | None = None

    @property
    def residual_text(self) -> str:
        """The residual in tenths of a millilitre, rounded down: ``3.1 – 4.2 mL``; empty if none."""
        if self.residual is None:
            return ""
        tenths = (int(volume / 100) for volume in self.residual)
        low, high = (f"{n // 10}.{n % 10}" for n in tenths)
        return f"{low} mL" if low == high else f"{low} – {high} mL"


class Stop(NamedTuple):
    """A visit as the sheet shows it.

    Attributes:
        call: The visit and the way that leads to it.
        patient: Who is visited.
        site: The clinic site, where the visit is at one.
        location: Coordinates of the place; None where they are not known.
        pump: The pump in place; None without one.
        kit: What to carry and what to expect.
        opens_on, refill_by, limit, alarm_on: The window the visit is for; None without one.
        status: How the pump stands on the day.
        others: The nurses who come too.
        findings: What is worth attention, urgent first.
    """

    call: Call
    patient: Patient
    site: Site | None
    location: Location | None
    pump: Pump | None
    kit: Kit
    opens_on: date | None
    refill_by: date | None
    limit: Limit | None
    alarm_on: date | None
    status: Status
    others: tuple[Nurse, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def is_refill(self) -> bool:
        """Whether the visit is for a refill."""
        return self.call.visit.kind is VisitKind.REFILL

    @property
    def pump_text(self) -> str:
        """Model and serial number of the pump; empty without one."""
        return f"{self.pump.model.name} {self.pump.device.serial}".strip() if self.pump else ""

    @property
    def carry_text(self) -> str:
        """What to carry: ``20 mL baclofen 500 mcg/mL``; the mixture alone if it is no refill."""
        kit = self.kit
        if kit.carry_ul is not None:
            return f"{decimal_text(kit.carry_ul, 3)} mL {kit.mixture}"
        if self.is_refill:
            return "no fill recorded: ask the prescriber"
        return kit.mixture

    @property
    def alert(self) -> str:
        """The status of a pump that is not just due or waiting; else empty."""
        return "" if self.status in (Status.DUE, Status.WAITING) else self.status.value

    @property
    def where(self) -> str:
        """The place in words: the site's name, or the address with its postal code."""
        if self.call.place != self.patient.code:
            return self.site.name or self.site.code if self.site else ""
        return " ".join(part for part in (self.patient.address, self.patient.postal_code) if part)


class Load(NamedTuple):
    """So many fills of a mixture to carry, and their volume [µL] in all."""

    mixture: str
    fills: int
    volume_ul: int

    def __str__(self) -> str:
        return f"{self.fills} x {self.mixture}, {decimal_text(self.volume_ul, 3)} mL in all"


class RouteSheet(NamedTuple):
    """One nurse's day.

    Attributes:
        nurse: Whose day it is.
        itinerary: Her visits in order and the ways between them.
        stops: What the sheet shows of each visit, in the same order.
        start: Coordinates of the place where the day begins; None where they are not known.
        finish: Coordinates of the place where it ends.
        next_day: Her next day with visits to come.
        rest: Between which minutes of the day her break lies; None where nobody has to be told.
    """

    nurse: Nurse
    itinerary: Itinerary
    stops: tuple[Stop, ...]
    start: Location | None = None
    finish: Location | None = None
    next_day: date | None = None
    rest: tuple[int, int] | None = None

    @property
    def day(self) -> date:
        """The day."""
        return self.itinerary.day

    @property
    def figures(self) -> tuple[str, ...]:
        """The day in figures: visits, begin and end, break, the way in all, what is missing."""
        way, count = self.itinerary, len(self.stops)
        parts = [f"{count} visit{'s' * (count != 1)}"]
        if way.leaves is not None:
            parts.append(
                f"{'begin' if way.ways[0] == NO_TRIP else 'leave'} {day_clock(way.leaves)}"
            )
        if way.returns is not None:
            parts.append(f"{'end' if way.back == NO_TRIP else 'back'} {day_clock(way.returns)}")
        if self.rest is not None:
            begin, end = self.rest
            parts.append(f"break between {day_clock(begin)} and {day_clock(end)}")
        return (*parts, f"drive {way_text(way.total)}", way.missing_text)

    def way_to(self, stop: Stop) -> str:
        """The leg to a stop in words, or whose location is needed to tell it."""
        call = stop.call
        if call.way is None and stop.location is not None:
            return f"{self.named(call.origin)} {UNKNOWN_WAY}"
        return way_text(call.way)

    @property
    def way_back(self) -> str:
        """The way back in words, or whose location is needed to tell it."""
        way = self.itinerary
        if way.back is None and self.stops and self.finish is not None:
            return f"{self.named(self.stops[-1].call.place)} {UNKNOWN_WAY}"
        return way_text(way.back)

    def named(self, place: str) -> str:
        """A place of the day for people: ``base``, its code, or ``the clinic``."""
        return "base" if place == self.nurse.code else place or "the clinic"

    @property
    def loads(self) -> tuple[Load, ...]:
        """What the visits still to come take, by mixture."""
        return tuple(_loads(self.stops))


def _loads(stops: Iterable[Stop]) -> Iterable[Load]:
    volumes: dict[str, list[int]] = {}
    for stop in stops:
        kit = stop.kit
        if kit.carry_ul is not None and stop.call.visit.status.is_open:
            volumes.setdefault(kit.mixture, []).append(kit.carry_ul)
    for mixture in sorted(volumes):
        yield Load(mixture, len(volumes[mixture]), sum(volumes[mixture]))
