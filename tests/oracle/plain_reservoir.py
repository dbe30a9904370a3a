"""One fill of a pump, emptied minute by minute.

Part of the slow oracle; the choices taken are listed in ``minute_simulator``.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import lcm

from .plain_ledger import Fact, Ledger, Programme
from .plain_programmes import Programmes, switches
from .plain_quantities import DAY, add_months, is_volume, mass_ng, microlitres

_ALL = 1 << 200
"""More ticks than any reservoir holds."""
_ENDLESS_UL = 1 << 40


@dataclass(frozen=True)
class Pace:
    """What one programme uses: ticks for each figure of its basal, and for boluses a minute."""

    basal: tuple[int, ...]
    whole_basal: int
    ticks: int
    boluses: int

    def minute(self, instant: int) -> int:
        """Return the ticks used in one minute."""
        return self.basal[instant % DAY] * self.ticks + self.boluses

    @property
    def whole_day(self) -> int:
        """The ticks used in a whole day, the sum of its minutes."""
        return self.whole_basal * self.ticks + DAY * self.boluses


_OFF = Pace((0,) * DAY, 0, 0, 0)


class Reservoir:
    """One fill of a pump, from its instant on, with what was taken out of it since."""

    def __init__(self, ledger: Ledger, number: int) -> None:
        """Take fill ``number`` of the ledger and what was taken out before the next."""
        self.number, fill = number % len(ledger.fills), ledger.fills[number]
        self.is_constant = ledger.constant
        strengths = [mixture[0][1] for mixture in ledger.mixtures if mixture]
        self.multiple = lcm(*strengths)
        self.start, self.tick_ul = fill.instant, self.multiple * DAY
        self.programmes, self.switches = Programmes(ledger), switches(ledger.turns)
        given = [fill.row[k] for k in ("injected_ml", "programmed_ml") if fill.row.get(k)]
        self.full_ul = min(microlitres(text) for text in given)
        kinds = ("bolus", "aspirate", "empty")
        self.draws = [fact for fact in ledger.since(fill) if fact.kind in kinds]
        told = [p.fact.instant for _, p in self.programmes.changes]
        begun = [i for i, _ in [*self.programmes.changes, *self.switches]]
        self.turning_points = {0, *told, *begun}
        drawn = {draw.instant for draw in self.draws}
        self.busy_days = {instant // DAY for instant in self.turning_points | drawn}
        self._seen: dict[int, tuple[Programme, set[int]] | None] = {}

    def programme_at(self, instant: int) -> tuple[Programme, set[int]] | None:
        """Return the programme whose flow goes on at an instant, and the strengths in question."""
        since = max(point for point in self.turning_points if point <= instant)
        if since not in self._seen:
            self._seen[since] = self.programmes.running(since, self.number)
        return self._seen[since]

    def running_at(self, instant: int) -> bool:
        """Tell whether the pump is on at an instant."""
        return [running for since, running in self.switches if since <= instant][-1]

    def is_own(self, programme: Programme) -> bool:
        """Tell whether the reservoir holds the drug a programme was told for."""
        return self.number in self.programmes.contents.fills_in_question(programme, self.number)

    def strength_at(self, instant: int, alone: bool = False) -> int | None:
        """Return the smallest strength in question; ``alone`` prefers what the reservoir holds."""
        found = self.programme_at(instant)
        if found is None:
            return None
        if alone and found[1] and self.is_own(found[0]):
            return self.programmes.contents.strength_of(self.number)
        return min(found[1], default=None)

    def pace(self, instant: int, allotted: bool, alone: bool = False) -> Pace:
        """Return what runs at an instant; ``alone`` as in ``strength_at``."""
        found = self.programme_at(instant)
        if found is None or not self.running_at(instant):
            return _OFF
        programme, strength = found[0], self.strength_at(instant, alone)
        boluses = programme.bolus_pg * programme.bolus_count if allotted and strength else 0
        return Pace(
            basal=programme.basal,
            whole_basal=programme.whole_basal,
            ticks=self.multiple // (1 if programme.is_flow else strength or 1),
            boluses=boluses * (self.multiple // (strength or 1)),
        )

    def drawn(self, fact: Fact, alone: bool = False) -> int:
        """Return the ticks that a bolus, an aspirate or an empty takes out of a full reservoir."""
        if fact.kind == "empty":
            return _ALL
        if is_volume(fact.row["amount"]) or fact.kind == "aspirate":
            return microlitres(fact.row["amount"]) * self.tick_ul
        strength = self.strength_at(fact.instant, alone)
        if strength is None:
            return 0
        return mass_ng(fact.row["amount"]) * 1000 * DAY * (self.multiple // strength)

    def fall(
        self, floor_ul: int, until: int, allotted: bool, alone: bool = False
    ) -> tuple[int, date | None, int]:
        """Let the level fall to a floor (uL) or until an instant, whichever is first.

        Returns:
            The level reached in ticks; the date on which the floor was met, if it was; and the
            ticks among those missing that were drawn off, not delivered.
        """
        now, level, floor = self.start, self.full_ul * self.tick_ul, floor_ul * self.tick_ul
        off, pace = 0, self.pace(now, allotted, alone)
        while True:
            if now in self.turning_points:
                pace = self.pace(now, allotted, alone)
            for draw in self.draws:
                if draw.instant == now:
                    taken = min(self.drawn(draw, alone), level)
                    level -= taken
                    off += taken if draw.kind != "bolus" else 0
            if level <= floor:
                return level, date.fromordinal(now // DAY), off
            if now >= until:
                return level, None, off
            is_quiet = now % DAY == 0 and now + DAY <= until and now // DAY not in self.busy_days
            if is_quiet and level - pace.whole_day > floor:
                level, now = level - pace.whole_day, now + DAY
                continue
            level -= pace.minute(now)
            if level < floor:  # within this minute, so still on its day
                return max(level, 0), date.fromordinal(now // DAY), off
            now += 1

    def level_on(self, day: date) -> int:
        """Return the ticks at 00:00 of a day, or after a fill of it, less what it took out."""
        instant = max(day.toordinal() * DAY, self.start)
        level = self.fall(0, instant, allotted=False)[0]
        later = [draw for draw in self.draws if draw.day == day and draw.instant > instant]
        return max(level - sum(self.drawn(draw) for draw in later), 0)

    def gone(self, instant: int) -> tuple[Fraction, Fraction]:
        """Return what was drawn off and what is programmed by an instant (uL), however much."""
        if instant < self.start:
            return Fraction(0), Fraction(0)
        held, self.full_ul = self.full_ul, _ENDLESS_UL
        level, _, off = self.fall(0, instant, allotted=True)
        self.full_ul = held
        used = _ENDLESS_UL * self.tick_ul - level - off
        return Fraction(off, self.tick_ul), Fraction(used, self.tick_ul)

    def met(self, floor_ul: int, allotted: bool) -> date | None:
        """Return the date on which a level is met within ten years of the fill."""
        horizon = add_months(date.fromordinal(self.start // DAY), 120)
        day = self.fall(floor_ul, (horizon.toordinal() + 1) * DAY, allotted)[1]
        return day if day is not None and day <= horizon else None
