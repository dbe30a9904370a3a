"""Which programme runs when, and which concentrations its masses may have been told for.

The last third of the slow oracle; the choices taken are listed in ``minute_simulator``.
"""

from collections.abc import Sequence
from fractions import Fraction

from .plain_ledger import Fact, Ledger, Programme
from .plain_quantities import DAY, microlitres

Change = tuple[int, Programme]
_NEVER = 1 << 40
"""A minute that never comes: nobody told a constant-flow pump anything, so its boluses have the
strength of the mixture they come out of, as those before a first programme."""


class Contents:
    """The fills of a pump, numbered in their order, and what a programme met of them."""

    def __init__(self, ledger: Ledger) -> None:
        """Take the fills of a ledger with their mixtures."""
        self.fills, self.mixtures = ledger.fills, ledger.mixtures

    def strength_of(self, number: int) -> int | None:
        """Return the strength (ng/mL) of a fill's programmed drug; None for saline and no fill."""
        if number < 0 or not self.mixtures[number]:
            return None
        return self.mixtures[number][0][1]

    def met_by(self, programme: Programme) -> int:
        """Return the number of the fill a programme was told for, -1 for none."""
        told, met = programme.fact, -1
        for number, fill in enumerate(self.fills):
            if told.minute is None or fill.minute is None:
                is_met = fill.day <= told.day
            else:
                is_met = fill.instant <= told.instant + 60
            met = number if is_met else met
        return met

    def fills_in_question(self, programme: Programme, until: int) -> list[int]:
        """Return the numbers of the fills in question for a programme, up to fill ``until``."""
        met = self.met_by(programme)
        later = [n for n in range(max(met, 0), until + 1) if self.mixtures[n]]
        first = met if self.strength_of(met) is not None else min(later, default=None)
        if first is None:
            return []
        drug = self.mixtures[first][0][0]
        return sorted({first, *(n for n in later if self.mixtures[n][0][0] == drug)})

    def in_question(self, programme: Programme, until: int) -> set[int]:
        """Return the strengths (ng/mL) in question for a programme, up to fill ``until``."""
        numbers = self.fills_in_question(programme, until)
        return {self.mixtures[number][0][1] for number in numbers}

    def is_told_on_saline(self, programme: Programme, number: int) -> bool:
        """Tell whether a dose of mass came while saline was held, and no drug up to a fill."""
        held = -1
        for place, fill in enumerate(self.fills):
            held = place if fill.order < programme.fact.order else held
        if programme.is_flow or held < 0:
            return False
        return not any(self.mixtures[n] for n in range(held, max(held, number) + 1))

    def strengths(self, programme: Programme, number: int) -> set[int]:
        """Return the strengths (ng/mL) that a programme runs with, up to fill ``number``."""
        if self.is_told_on_saline(programme, number):
            return set()
        return self.in_question(programme, number)

    def change_of_flow(self, begun: Sequence[Programme], new: Programme) -> int:
        """Compare the flow of a whole day with that of the programme whose flow goes on.

        Returns:
            1 for a raise, 0 for an equal one, -1 for a lowering.
        """
        met = self.met_by(new)
        before = next(
            (p for p in reversed(begun) if p.is_flow or self.strengths(p, met)), begun[-1]
        )
        old_strength = min(self.strengths(before, met), default=None)
        new_strength = self.strength_of(met)
        pairs = [(before, old_strength), (new, new_strength)]
        unknown = [p for p, strength in pairs if strength is None and not p.is_flow]
        if unknown and before.is_flow != new.is_flow:
            return 1
        if unknown:
            old_strength = new_strength = 1
        old, now = day_volume(before, old_strength), day_volume(new, new_strength)
        return (now > old) - (now < old)


def day_volume(programme: Programme, strength: int | None) -> Fraction:
    """Return the volume (uL) of a whole day with all boluses, at a strength (ng/mL)."""
    basal = Fraction(programme.whole_basal, DAY)
    if not programme.is_flow:
        basal /= strength or 1
    boluses = programme.bolus_pg * programme.bolus_count
    return basal + (Fraction(boluses, strength) if strength else 0)


class Programmes:
    """The programmes of a view with the instants from which they count."""

    def __init__(self, ledger: Ledger) -> None:
        """Read which programmes count from when; the first one counts from minute 0."""
        self.contents, self.lowering = Contents(ledger), set[int]()
        self.changes = self._in_force(ledger)
        if ledger.pump and ledger.constant:
            flow = microlitres(ledger.pump["fixed_flow_ml_day"])
            never = Fact(ledger.as_of, None, -1, {"event": "dose"}, _NEVER)
            self.changes = [(0, Programme(never, (flow,) * DAY, is_flow=True))]

    def _in_force(self, ledger: Ledger) -> list[Change]:
        changes: list[Change] = []
        waiting: Change | None = None
        for new in ledger.doses:
            fact = new.fact
            if waiting is not None and waiting[0] <= fact.instant:
                changes.append(waiting)
                waiting = None
            if not changes:
                changes.append((0, new))
                continue
            change = self.contents.change_of_flow([told for _, told in changes], new)
            if fact.day > ledger.as_of and change <= 0:
                continue
            if change < 0:
                self.lowering.add(fact.place)
            if fact.minute is not None or change >= 0:
                changes.append((fact.instant, new))
                waiting = None
            else:
                waiting = (fact.instant + DAY, new)
        return changes if waiting is None else [*changes, waiting]

    def strengths(self, programme: Programme, instant: int, number: int) -> set[int]:
        """Return the strengths (ng/mL) in question at an instant within fill ``number``."""
        if instant < programme.fact.instant:
            alone = self.contents.strength_of(number)
            return set() if alone is None else {alone}
        return self.contents.strengths(programme, number)

    def running(self, instant: int, number: int) -> tuple[Programme, set[int]] | None:
        """Return the programme whose flow goes on at an instant, and the strengths in question.

        A dose of mass without a strength lets the flow before it go on; where there is none, the
        first one given as a flow counts back.
        """
        begun = [programme for since, programme in self.changes if since <= instant]
        flows = [programme for _, programme in self.changes if programme.is_flow]
        for programme in (*reversed(begun), *flows):
            strengths = self.strengths(programme, instant, number)
            if programme.is_flow or strengths:
                return programme, strengths
        return None


def switches(facts: Sequence[Fact]) -> list[tuple[int, bool]]:
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
