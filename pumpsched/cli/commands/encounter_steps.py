"""The steps of the refill encounter: what is asked, and what is said at once of an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from pumpsched.cli.context import App
from pumpsched.cli.days import DayText, parse_day, spoken
from pumpsched.cli.fact_params import DoseAsked, dose_asked, mixture, some_volume, volume
from pumpsched.cli.params import Parser, counting, free_text, programme_text
from pumpsched.cli.terminal.answer import against_expected, counted
from pumpsched.domain.calendars import When
from pumpsched.domain.findings import Severity
from pumpsched.domain.ledger import DrugSupply, Filled, ReadOut
from pumpsched.domain.projection import Window
from pumpsched.domain.quantities import Volume, decimal_text, rounded_text
from pumpsched.domain.residual import POCKET_FILL
from pumpsched.domain.therapy import FlexStep, Mixture, PatientBolus
from pumpsched.usecases.encounter import Encounter
from pumpsched.usecases.facts import RefillReceipt

UNREAD = "[Enter: not read]"
LONG_DEFAULT = 30
"""A mixture of more characters stands above: its question says so."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What was read and done at a refill; None where that was left out.

    Attributes:
        read_alarm_on: Alarm date that the programmer showed before.
        read_volume: Reservoir volume that it showed before.
        mixture: What was put in; None keeps the one of the fill before.
        boluses_used: Patient activations, from the log.
        residual: Volume aspirated.
        injected: Volume put in.
        programmed: Volume the programmer was told.
        dose, bolus, flex: What was asked of the programme.
        alarm_on: Alarm date that the programmer showed at the end.
        check_volume: Volume aspirated and returned after the fill.
        lot, expires_on, bud_on, kit, waste, witness: As in the drug supply of a fill.
    """

    read_alarm_on: date | None = None
    read_volume: Volume | None = None
    mixture: Mixture | None = None
    boluses_used: int | None = None
    residual: Volume | None = None
    injected: Volume | None = None
    programmed: Volume | None = None
    dose: DoseAsked | None = None
    bolus: PatientBolus | str | None = None
    flex: tuple[FlexStep, ...] | None = None
    alarm_on: date | None = None
    note: str = ""
    check_volume: Volume | None = None
    lot: str | None = None
    expires_on: date | None = None
    bud_on: date | None = None
    kit: str | None = None
    waste: Volume | None = None
    witness: str | None = None

    @property
    def supply(self) -> DrugSupply | None:
        """What the labels say, and what was thrown away; None where nothing of it was noted."""
        return DrugSupply.noted(
            lot=self.lot or "",
            expires_on=self.expires_on,
            bud_on=self.bud_on,
            kit=self.kit or "",
            waste=self.waste,
            witness=self.witness or "",
        )

    def filled(self, at: When) -> Filled:
        """The fill they tell of."""
        assert self.injected is not None, "a refill without its volume is refused first"
        return Filled(
            at=at,
            injected=self.injected,
            mixture=self.mixture,
            residual=self.residual,
            programmed=self.programmed,
            boluses_used=self.boluses_used,
            note=self.note,
            supply=self.supply,
            check_volume=self.check_volume,
        )

    def read_before(self, at: When) -> ReadOut | None:
        """What the programmer showed before a fill of that time, if it was read."""
        if self.read_alarm_on is None and self.read_volume is None:
            return None
        return ReadOut(at=at, alarm_on=self.read_alarm_on, reservoir=self.read_volume)


Remark = Callable[[Encounter, Answers, RefillReceipt | None], str]


def _always(_found: Encounter, _answers: Answers) -> bool:
    return True


class BedsideQuestion(NamedTuple):
    """One step of the encounter.

    Attributes:
        name: Field of :class:`Answers`.
        prompt: What is asked.
        parse: Reads the answer, as the option does.
        remark: What is said at once of an answer; nothing if it is empty.
        settles: Codes of refusals that only the answer can tell to be true.
        applies: Whether it is put, by what was answered before it.
    """

    name: str
    prompt: str
    parse: Parser
    remark: Remark = lambda _found, _answers, _done: ""
    settles: tuple[str, ...] = ()
    applies: Callable[[Encounter, Answers], bool] = _always

    @property
    def is_of_mixture(self) -> bool:
        """Whether it asks what is put in."""
        return self.name == "mixture"


def is_answered(given: Answers, name: str) -> bool:
    """Whether the step of that name is given with the command."""
    return getattr(given, name) is not None or (name == "dose" and given.flex is not None)


def expected_text(found: Encounter) -> str:
    """The residual expected at the refill."""
    check = found.check(Volume(0))
    if check is None:
        return "nothing to expect a residual from"
    # As a syringe is read: to a tenth of a millilitre.
    low, high, tolerance = (
        rounded_text(ul / 1000, 1)
        for ul in (check.low_ul, check.high_ul, Fraction(check.tolerance_ul))
    )
    expected = high if low == high else f"{low} to {high}"
    return f"{expected} mL expected, ±{tolerance} mL"


def questions_of(app: App, found: Encounter) -> list[BedsideQuestion]:
    """The steps in the order of the encounter."""

    def day(text: str, noun: str) -> date:
        return parse_day(text, today=app.today, noun=noun)

    held = str(found.mixture or "")
    in_hand = f" [Enter: {held if len(held) <= LONG_DEFAULT else 'as above'}]" if held else ""
    kept = f" [Enter: {programme_text(found.programme)}]" if found.programme else ""
    # With the day alone nobody could tell that it was read before the fill.
    reads = found.has_programmer and found.at.minute is not None
    before = [
        BedsideQuestion("read_alarm_on", f"Programmer's alarm {UNREAD}", day, _alarm_before),
        BedsideQuestion("read_volume", f"Programmer's volume {UNREAD}", volume, _volume_before),
    ]
    used = BedsideQuestion(
        "boluses_used", f"Boluses used, from the log {UNREAD}", counting(0, 9999)
    )
    fill = [
        BedsideQuestion("mixture", f"Drug in hand{in_hand}", mixture, _drug, ("mixture-needed",)),
        *(_labels(app, day) if found.notes_supply else []),
        BedsideQuestion("residual", "Residual [mL, Enter: not measured]", volume, _residual),
        BedsideQuestion("injected", "Fill [mL]", volume, settles=("fill-mismatch",)),
        *([_CHECK] if found.checks_fill else []),
        *([_WASTE] if found.notes_supply else []),
        _WITNESS,
    ]
    after = [
        BedsideQuestion("dose", f"Programme after{kept}", dose_asked, _programme, _OF_THE_DOSE),
        BedsideQuestion("alarm_on", f"Programmer's alarm now {UNREAD}", day, _alarm_after),
    ]
    return [
        *(before if reads else []),
        *([used] if found.has_boluses else []),
        *fill,
        *(after if found.has_programmer else []),
    ]


def _labels(app: App, day: Parser) -> list[BedsideQuestion]:
    """What the labels of the drug and of the kit say."""

    def last_day(text: str, noun: str) -> date:
        return DayText(text, noun).last_day(app.today)

    return [
        BedsideQuestion("lot", f"Lot of the drug {UNREAD}", free_text),
        BedsideQuestion("expires_on", f"Its expiry {UNREAD}", last_day, _spoken("expires_on")),
        BedsideQuestion("bud_on", f"Its beyond-use date {UNREAD}", day, _spoken("bud_on")),
        BedsideQuestion("kit", f"Lot of the kit {UNREAD}", free_text),
    ]


def _spoken(name: str) -> Remark:
    """Says the day that was answered."""
    return lambda _found, answers, _done: f"{spoken(getattr(answers, name))}."


def _was_watched(found: Encounter, answers: Answers) -> bool:
    """Whether something was thrown away that somebody may have to have seen."""
    drawn = answers.residual is not None and answers.residual.ul > 0
    return answers.waste is not None or (found.needs_witness and drawn)


_DOUBTS = ("residual-differs", "check-reading", "residual-trend")
"""Findings of a residual that may have been misread."""
_OF_THE_DOSE = ("dose-needed", "flow-outside-model")
"""Refusals of another mixture that the dose told with it can undo."""


def _alarm_before(found: Encounter, answers: Answers, _done: RefillReceipt | None) -> str:
    return _beside_ours(answers.read_alarm_on, found.card.window)


def _alarm_after(_found: Encounter, answers: Answers, done: RefillReceipt | None) -> str:
    return _beside_ours(answers.alarm_on, done.window if done else None)


def _beside_ours(shown: date | None, window: Window | None) -> str:
    """An alarm date of the programmer beside the one computed here, or the two of a range."""
    if shown is None:
        return ""
    if window is None or window.alarm_on is None:
        return f"{spoken(shown)}; none is computed."
    first, last = window.alarm_on, window.alarm_nominal_on or window.alarm_on
    if first <= shown <= last:
        return f"{spoken(shown)}, as computed."
    ours = spoken(first) if first == last else f"{spoken(first)} to {spoken(last)}"
    apart = (first - shown).days if shown < first else (shown - last).days
    way = "before" if shown < first else "after"
    return f"{spoken(shown)}, {counted(apart, 'day')} {way} the computed {ours}."


def _volume_before(found: Encounter, answers: Answers, _done: RefillReceipt | None) -> str:
    shown = answers.read_volume
    return against_expected(found.check(shown)) if shown else ""


def _residual(found: Encounter, answers: Answers, done: RefillReceipt | None) -> str:
    residual, used = answers.residual, answers.boluses_used
    check = found.check(residual, boluses_used=used) if residual else None
    matters = check is not None and check.is_beyond_tolerance
    assess = ": assess the patient" if matters else ""
    told = f"{against_expected(check)}{assess}"
    return f"{told}{read_again(done, beside=told) if done else ''}"


def read_again(done: RefillReceipt, *, beside: str = "") -> str:
    """That a residual is to be read again, as the end of its line; empty if nothing doubts it.

    What its history leads to expect is not told ``beside`` a text that says as much.
    """
    doubts = [
        each
        for each in done.findings
        if each.code in _DOUBTS
        and each.about == str(done.fill.at)
        and each.severity is not Severity.INFO
    ]
    if not doubts:
        return ""
    by_history = [each.facts.get("expected_by_history_ul") for each in doubts]
    known = [rounded_text(Fraction(ul, 1000), 1) for ul in by_history if isinstance(ul, int)]
    told = not known or f"{known[0]} " in beside
    history = "" if told else f" Its history leads to expect {known[0]} mL."
    how = f": re-aspirate, check the last fill.{history}"
    return f". Read it again{'.' if beside and told else how}"


def _drug(found: Encounter, answers: Answers, _done: RefillReceipt | None) -> str:
    if found.mixture is None:
        return "The first of this pump."
    if answers.mixture == found.mixture:
        return "As last time."
    told = " Its dose is asked for below." if found.has_programmer else ""
    return f"Unlike the last fill, {found.mixture}.{told}"


def _came_back(_found: Encounter, answers: Answers, done: RefillReceipt | None) -> str:
    filled, back = answers.injected, answers.check_volume
    if done is None or filled is None or back is None:
        return ""
    missing = decimal_text(max(filled.ul - back.ul, 0), 3)
    if any(each.code == POCKET_FILL and each.about == str(done.fill.at) for each in done.findings):
        return f"{missing} mL did not: it may be in the pocket. Keep and watch the patient."
    return f"{missing} mL less than was put in, within what is allowed."


def _programme(_found: Encounter, answers: Answers, done: RefillReceipt | None) -> str:
    if done is None or done.programmed is None or answers.dose is None:
        return ""
    was = programme_text(done.present) if done.present else "none"
    echo = f"{answers.dose.echo}. " if answers.dose.echo else ""
    return f"{echo}{was} → {programme_text(done.programmed.programme)}."


_CHECK = BedsideQuestion(
    "check_volume", "Came back, aspirated again [mL, Enter: not done]", volume, _came_back
)
_WASTE = BedsideQuestion("waste", "Thrown away [mL, Enter: nothing]", some_volume)
_WITNESS = BedsideQuestion(
    *("witness", "Who saw it thrown away [Enter: nobody]", free_text),
    settles=("witness-needed",),
    applies=_was_watched,
)
