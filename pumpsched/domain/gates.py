"""Gates: what is unusual enough to be asked for again, or to be taken for a slip.

A new dose, mixture or bolus is held against the one it replaces, and against what is plausible of
its drugs. Only what is recorded by hand passes here (:mod:`pumpsched.domain.recording`); imported
history gets findings (:mod:`pumpsched.domain.findings`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from pumpsched.domain.calendars import DAY_MINUTES
from pumpsched.domain.doses import day_flow, doses_of
from pumpsched.domain.errors import OVERRIDE, ConfirmationNeeded, Unsafe, Unusual
from pumpsched.domain.ledger import (
    BolusGiven,
    Fact,
    Filled,
    Ledger,
    Programmed,
    ReadOut,
    Started,
    Stopped,
    in_time,
)
from pumpsched.domain.programming import switches
from pumpsched.domain.projection import Projection, project
from pumpsched.domain.pump import Pump
from pumpsched.domain.quantities import (
    Dose,
    Volume,
    decimal_text,
    flow_text,
    mass_text,
    rounded_text,
)
from pumpsched.domain.status import Status
from pumpsched.domain.therapy import Mixture, Programme

if TYPE_CHECKING:
    from pumpsched.domain.standing import Standing

CONFIRM_BEYOND = Fraction(1, 5)
"""A change beyond a fifth is asked for again: label titration steps stay below it. So is a bolus
beyond a fifth of a day's dose."""
REFUSE_BEYOND = 5
"""A change beyond fivefold is a slip (a unit, a decimal point) until a reason is given; so is a
dose beyond so many times what is plausible."""
STRONGER_BEYOND = 2
"""A concentration beyond twice what is plausible is a slip: no drug dissolves so well."""
ALARM_BEYOND = timedelta(days=365)
"""An alarm date so long after the ledger's own is asked for again."""
_Pair = tuple[int | Fraction, int | Fraction, str, str]
_SECOND = "A second person types it, too."
_SLIP = "More than fivefold is taken for a slip of the unit or the decimal point."


def dose_outside(standing: Standing, fact: Programmed) -> Unsafe | None:
    """The pump does not deliver the flow of a programme."""
    return flow_outside(fact.programme, standing.placed, _meets(standing, fact))


def dose_slip(standing: Standing, fact: Programmed) -> Unsafe | None:
    """A programme is more than fivefold the one it replaces, or less than a fifth of it.

    The first programme of a new pump is held against the pump before. It changes nothing that
    runs, so only a slip is refused. A programme for another drug replaces none.
    """
    for before, after, present, told in _daily_pairs(standing, fact):
        if beyond_fivefold(before, after):
            said = f"{told} is {ratio_text(before, after)} the present {present}"
            return _slip(f"Refused: {said}.", "dose-slip")
    return None


def dose_implausible(standing: Standing, fact: Programmed) -> Unsafe | None:
    """A programme gives far more of a drug than is plausible."""
    return _far_beyond(standing, fact.programme, _meets(standing, fact), "dose-implausible")


def activation_slip(standing: Standing, fact: Programmed) -> Unsafe | None:
    """A patient bolus is more than fivefold the last, or less than a fifth of it.

    A first one is held against a fifth of the day's dose, and cannot be too small.
    """
    for before, after, usual in _activations(standing, fact):
        is_first = _last_activation(standing, fact) is None
        if after > REFUSE_BEYOND * before or (not is_first and before > REFUSE_BEYOND * after):
            said = f"a patient bolus of {mass_text(after)} is {ratio_text(before, after)} {usual}"
            return _slip(f"Refused: {said}.", "bolus-slip")
    return None


def dose_unconfirmed(standing: Standing, fact: Programmed) -> ConfirmationNeeded | None:
    """What is unusual of a programme: a large change, a high dose, another patient bolus."""
    asked = [*_unusual_dose(standing, fact), *_unusual_activation(standing, fact)]
    return ConfirmationNeeded(*asked) if asked else None


def _unusual_dose(standing: Standing, fact: Programmed) -> Iterator[Unusual]:
    value = _changed_part(standing.replaced(fact), fact.programme)
    is_first = standing.present(fact.at) is None
    for before, after, present, _ in _daily_pairs(standing, fact):
        if not is_first and beyond_a_fifth(before, after):
            yield Unusual(value, f"It is {change_text(before, after)} the present {present}.")
            break
    if standing.told_again:
        now = standing.present(fact.at)
        yield Unusual(value, f"The same change was recorded within the hour: it is {now} now.")
    yield from _above(standing, fact.programme, _meets(standing, fact), value)


def _changed_part(old: Programme | None, new: Programme) -> str:
    """What is typed again of a programme: its bolus where that alone is new, else its dose."""
    same_basal = old is not None and (old.steps, old.flow) == (new.steps, new.flow)
    return str(new.bolus) if same_basal and new.bolus is not None else str(new)


def _unusual_activation(standing: Standing, fact: Programmed) -> Iterator[Unusual]:
    for before, after, usual in _activations(standing, fact):
        is_first = _last_activation(standing, fact) is None
        if after > before if is_first else beyond_a_fifth(before, after):
            said = f"A patient bolus of {mass_text(after)} is {change_text(before, after)} {usual}."
            yield Unusual(str(fact.programme.bolus), said)


def _meets(standing: Standing, fact: Programmed) -> Mixture | None:
    """The mixture that a programme meets: what the reservoir holds at the end of its day."""
    return standing.ledger.until(fact.at.day).mixture


def _daily_pairs(standing: Standing, fact: Programmed) -> Iterator[_Pair]:
    old = standing.replaced(fact)
    return iter(()) if old is None else daily_pairs(old, fact.programme, _meets(standing, fact))


def daily_pairs(old: Programme, new: Programme, mixture: Mixture | None) -> Iterator[_Pair]:
    """What a day delivers before and after, each in words: the basal part, and with every bolus.

    Masses are compared as they are told, a mass and a flow with the mixture in the reservoir.
    """
    if old.flow is None and new.flow is None:
        yield old.basal_minutes, new.basal_minutes, old.dose_text, new.dose_text
        whole = old.whole_day_minutes, new.whole_day_minutes
        was, will = (f"{mass_text(each // DAY_MINUTES)}/day in all" for each in whole)
        yield *whole, was, will
        return
    per_ml = mixture.ng_per_ml if mixture else None
    for boluses in (False, True):
        before = old.day_flow(per_ml, boluses=boluses)
        after = new.day_flow(per_ml, boluses=boluses)
        if before is not None and after is not None:
            yield before, after, old.dose_text, new.dose_text


def _activations(standing: Standing, fact: Programmed) -> Iterator[tuple[Fraction, int, str]]:
    """One activation before and after [ng], where it changes, and what the one before is."""
    bolus, last = fact.programme.bolus, _last_activation(standing, fact)
    if bolus is None or bolus.mass.ng == last:
        return
    if last is not None:
        yield Fraction(last), bolus.mass.ng, f"the last one of {mass_text(last)}"
        return
    day = _day_of_drug(fact.programme, _meets(standing, fact), standing.placed)
    if day is not None:
        yield day * CONFIRM_BEYOND, bolus.mass.ng, "a fifth of the day's dose"


def _last_activation(standing: Standing, fact: Programmed) -> int | None:
    old = standing.replaced(fact)
    return old.bolus.mass.ng if old is not None and old.bolus is not None else None


def mixture_outside(standing: Standing, fill: Filled) -> Unsafe | None:
    """The pump does not deliver the flow that its programme needs of another mixture."""
    if _replaced(standing, fill) is None:
        return None
    programme = standing.kept(fill)
    return flow_outside(programme, standing.placed, fill.mixture) if programme else None


def mixture_slip(standing: Standing, fill: Filled) -> Unsafe | None:
    """A drug of another mixture is more than fivefold as strong as before, or less than a fifth."""
    old, new = _replaced(standing, fill), fill.mixture
    if old is None or new is None:
        return None
    strengths = {each.drug: each.concentration.ng_per_ml for each in old.components}
    for each in new.components:
        before, after = strengths.get(each.drug), each.concentration.ng_per_ml
        if before is not None and beyond_fivefold(before, after):
            was = f"the {mass_text(before)}/mL of the last fill"
            return _slip(f"Refused: {each} is {ratio_text(before, after)} {was}.", "mixture-slip")
    return None


def mixture_implausible(standing: Standing, fill: Filled) -> Unsafe | None:
    """A new mixture is far stronger than is plausible, or gives far too much of a drug."""
    if not _is_new(standing, fill) or fill.mixture is None:
        return None
    for each in fill.mixture.components:
        most = standing.plausible[each.drug].concentration
        if each.concentration.ng_per_ml > STRONGER_BEYOND * most.ng_per_ml:
            return _slip(
                f"Refused: {each} is more than twice the {most} held plausible.",
                "mixture-implausible",
                "So strong a solution is taken for a slip of the unit or the decimal point.",
            )
    return _far_beyond(standing, standing.kept(fill), fill.mixture, "mixture-implausible")


def mixture_unconfirmed(standing: Standing, fill: Filled) -> ConfirmationNeeded | None:
    """A fill puts in another mixture than the last, or one unusual of itself."""
    if not _is_new(standing, fill) or fill.mixture is None:
        return None
    value, old = str(fill.mixture), _replaced(standing, fill)
    asked = [Unusual(value, f"The last fill was {old}.")] if old is not None else []
    for each in fill.mixture.components:
        most = standing.plausible[each.drug].concentration
        if each.concentration.ng_per_ml > most.ng_per_ml:
            asked.append(Unusual(value, f"{each} is stronger than {most}."))
    asked += _above(standing, standing.kept(fill), fill.mixture, value)
    return ConfirmationNeeded(*asked) if asked else None


def bolus_slip(standing: Standing, bolus: BolusGiven) -> Unsafe | None:
    """A one-off bolus is more than a whole day's dose."""
    for given, day, said in _share_of_day(standing, bolus):
        if given > day:
            what = f"Refused: a bolus of {bolus.amount} is {said}."
            return _slip(what, "bolus-slip", "More than a day's dose at once is taken for a slip.")
    return None


def bolus_unconfirmed(standing: Standing, bolus: BolusGiven) -> ConfirmationNeeded | None:
    """A one-off bolus is a large part of a day's dose, or was typed a few minutes ago."""
    value, asked = str(bolus.amount), []
    if any(type(f) is BolusGiven and f.amount == bolus.amount for f in standing.lately):
        asked.append(Unusual(value, "The same bolus was recorded a few minutes ago."))
    for given, day, said in _share_of_day(standing, bolus):
        if given > CONFIRM_BEYOND * day:
            asked.append(Unusual(value, f"It is {said}."))
    return ConfirmationNeeded(*asked) if asked else None


def second_person(standing: Standing, _fact: Filled | Programmed) -> Unsafe | None:
    """No second person is named."""
    if not standing.second_check:
        return None
    return Unsafe(
        "A second person has to check this.",
        code="second-check-needed",
        why="The practice has set second_check on.",
        next_step='the same command with --second "NAME"',
    )


def typed_again(standing: Standing, facts: Iterable[Fact]) -> list[Unusual]:
    """The values of an act that a second person has to type: drug, volume and dose.

    A dose that a fill keeps is read from the programmer again, too.
    """
    values: list[str] = []
    for fact in facts:
        programme = None
        if isinstance(fact, Filled):
            mixture, programme = fact.mixture or standing.held(fact), standing.kept(fact)
            values += [*([str(mixture)] if mixture else []), str(fact.injected)]
        elif isinstance(fact, Programmed):
            programme = fact.programme
        if programme is not None:
            values.append(programme.flex_text or programme.dose_text)
            values += [str(programme.bolus)] if programme.bolus else []
    return [Unusual(value, _SECOND) for value in values]


def alarm_unconfirmed(standing: Standing, read_out: ReadOut) -> ConfirmationNeeded | None:
    """An alarm date read ends what presses today, or lies years beyond the ledger's own."""
    if read_out.alarm_on is None:
        return None
    before = _seen(standing, standing.ledger)
    after = _seen(standing, standing.ledger.with_fact(read_out))
    value, asked = read_out.alarm_on.isoformat(), list[Unusual]()
    lifted = set(before.states_on(standing.today)) - set(after.states_on(standing.today))
    for status in (Status.ALARM, Status.LATE):
        if status in lifted:
            asked.append(Unusual(value, f'It ends the status "{status}" of today.'))
    latest = after.window.alarm_nominal_on if after.window else None
    if latest is not None and read_out.alarm_on - latest > ALARM_BEYOND:
        days = (read_out.alarm_on - latest).days
        asked.append(Unusual(value, f"It is {days} days after {latest}, the ledger's own date."))
    return ConfirmationNeeded(*asked) if asked else None


def _seen(standing: Standing, ledger: Ledger) -> Projection:
    return project(
        ledger, standing.placed, standing.rules, standing.catalogue, as_of=standing.today
    )


def start_unconfirmed(standing: Standing, start: Started) -> ConfirmationNeeded | None:
    """A later stop outlasts a start: the pump stays stopped."""
    facts = standing.ledger.with_fact(start).facts
    turned = switches(facts)
    if not turned or turned[-1][1]:
        return None
    last = max((fact for fact in facts if type(fact) is Stopped), key=in_time)
    why = f"The stop of {last.at} is later, and the pump stays stopped: --on says when that ended."
    return ConfirmationNeeded(Unusual(str(start.at), why))


def _share_of_day(
    standing: Standing, bolus: BolusGiven
) -> Iterator[tuple[Fraction, Fraction, str]]:
    """A bolus and a day's dose [ng] of the programmed drug, and how they compare in words.

    The day's dose is the programme's whether or not the pump runs, without one what is plausible.
    """
    mixture = standing.ledger.until(bolus.at.day).mixture
    per_ml = mixture.ng_per_ml if mixture else None
    if mixture is None or per_ml is None:
        return
    amount = bolus.amount
    given = Fraction(amount.ul * per_ml, 1000) if isinstance(amount, Volume) else amount.ng
    day = _day_of_drug(standing.present(bolus.at), mixture, standing.placed)
    whose = "a day's dose" if day is not None else "the dose a day held plausible"
    if day is None:
        day = Fraction(standing.plausible[mixture.drugs[0]].dose.ng_per_day)
    yield Fraction(given), day, f"{int(100 * given / day)} % of {whose} of {_ng(day)}"


def _replaced(standing: Standing, fill: Filled) -> Mixture | None:
    """The mixture that a fill replaces by another one, if it does."""
    last = standing.held(fill) or standing.mixture_before
    return None if fill.mixture in (None, last) else last


def _is_new(standing: Standing, fill: Filled) -> bool:
    """Whether a fill puts in what was not in the pump, nor in the one before it."""
    last = standing.held(fill) or standing.mixture_before
    return fill.mixture is not None and fill.mixture != last


def _far_beyond(
    standing: Standing, programme: Programme | None, mixture: Mixture | None, code: str
) -> Unsafe | None:
    for drug, dose in _whole_day(standing, programme, mixture):
        most = standing.plausible[drug].dose
        if dose > REFUSE_BEYOND * most.ng_per_day:
            said = f"{_ng(dose)} of {drug} a day is {ratio_text(most.ng_per_day, dose)}"
            return _slip(f"Refused: {said} the {most} held plausible.", code)
    return None


def _above(
    standing: Standing, programme: Programme | None, mixture: Mixture | None, value: str
) -> Iterator[Unusual]:
    doses = _whole_day(standing, programme, mixture)
    for said in above_plausible(doses, lambda drug: standing.plausible[drug].dose):
        yield Unusual(value, f"{said}.")


def above_plausible(
    doses: Iterable[tuple[str, Fraction]], most_of: Callable[[str], Dose]
) -> Iterator[str]:
    """The doses [ng/day] of drugs that are above what is plausible of them, in words."""
    for drug, dose in doses:
        most = most_of(drug)
        if dose > most.ng_per_day:
            yield f"{_ng(dose)} of {drug} a day is above {most}"


def _whole_day(
    standing: Standing, programme: Programme | None, mixture: Mixture | None
) -> Iterator[tuple[str, Fraction]]:
    """Every drug's dose [ng] of a day with all patient boluses."""
    if mixture is not None:
        yield from doses_of(mixture, programme, standing.placed, boluses=True).items()


def _day_of_drug(
    programme: Programme | None, mixture: Mixture | None, pump: Pump
) -> Fraction | None:
    """The programmed drug's basal dose [ng] of a day; None where there is none to be told."""
    per_ml = mixture.ng_per_ml if mixture else None
    flow = day_flow(programme, per_ml, pump, boluses=False)
    if per_ml is None or flow is None:
        return programme.basal_ng_per_day or None if programme else None
    return flow * per_ml / 1000


def _slip(what: str, code: str, why: str = _SLIP) -> Unsafe:
    return Unsafe(what, code=code, why=why, next_step=OVERRIDE)


def _ng(ng: int | Fraction) -> str:
    """A mass for a message, rounded down to whole nanograms."""
    return mass_text(int(ng))


def flow_outside(programme: Programme, pump: Pump, mixture: Mixture | None) -> Unsafe | None:
    """What speaks against the flow of a programme of a mixture: the pump does not deliver it."""
    model = pump.model
    low, high = model.min_flow_ul_per_day, model.max_flow_ul_per_day
    if mixture is None or low is None or high is None:
        return None
    if not model.source.vouches_for("min_flow_ul_per_day"):
        return None
    for flow in flows_of(programme, mixture.ng_per_ml):
        if not low <= flow <= high:
            return Unsafe(
                f"Refused: {flow_text(flow, up=flow > high)} mL/day is outside the {model.name}'s "
                f"{decimal_text(low, 3)} to {decimal_text(high, 3)} mL/day.",
                code="flow-outside-model",
                why=f"It follows from {programme} of {mixture}: check the units of both.",
                next_step=OVERRIDE,
            )
    return None


def flows_of(programme: Programme, ng_per_ml: int | None) -> list[Fraction]:
    """Every flow [µL/day] a programme runs at with a concentration, and its day's with boluses."""
    whole = programme.day_flow(ng_per_ml, boluses=True)
    if whole is None or ng_per_ml is None:
        return [] if whole is None else [whole]
    basal = programme.day_flow(ng_per_ml)
    told = [Fraction(1000 * step.ng_per_day, ng_per_ml) for step in programme.steps]
    return [*(told or [basal or whole]), whole]


def beyond_a_fifth(before: int | Fraction, after: int | Fraction) -> bool:
    """Whether a change is so large that it is asked for again."""
    return max(after - before, before - after) > CONFIRM_BEYOND * before


def beyond_fivefold(before: int | Fraction, after: int | Fraction) -> bool:
    """Whether a change is so large that it is taken for a slip."""
    return after > REFUSE_BEYOND * before or before > REFUSE_BEYOND * after


def ratio_text(before: int | Fraction, after: int | Fraction) -> str:
    """A change in words: ``10 times``, ``1/10 of``, ``about 2.3 times``."""
    up = after >= before
    ratio = Fraction(after) / Fraction(before) if up else Fraction(before) / Fraction(after)
    shown = rounded_text(ratio, 1)
    about = "" if Fraction(shown) == ratio else "about "
    return f"{about}{shown} times" if up else f"{about}1/{shown} of"


def change_text(before: int | Fraction, after: int | Fraction) -> str:
    """A change in words, small ones in per cent, no smaller than they are: ``25 % more than``."""
    if after > 2 * before or after <= 0:
        return ratio_text(before, after)
    tenths = ceil(1000 * Fraction(max(after - before, before - after)) / Fraction(before))
    return f"{decimal_text(tenths, 1)} % {'more' if after > before else 'less'} than"
