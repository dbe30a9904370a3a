"""The refill encounter on a terminal: one question a step, each answer compared at once.

What is answered becomes the values that the options of ``refill`` would have given, and goes the
same way: after each answer the refill is tried so far, and rolled back, so that what it would be
refused for is said while the answer can still be mended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any, NamedTuple

from pumpsched.cli.context import App
from pumpsched.cli.days import DayText, parse_day, spoken, spoken_when
from pumpsched.cli.params import (
    DoseAsked,
    Parser,
    counting,
    dose_asked,
    mixture,
    programme_text,
    volume,
)
from pumpsched.cli.saving import ask_to_save
from pumpsched.cli.terminal.answer import Answer, counted, dose_lines, identity, residual_text
from pumpsched.cli.terminal.signals import release
from pumpsched.domain.errors import Conflict, NotFound, Refusal, Unsafe, UsageRefusal
from pumpsched.domain.gates import OVERRIDE
from pumpsched.domain.ledger import Filled, ReadOut, When
from pumpsched.domain.projection import Window
from pumpsched.domain.quantities import Volume, rounded_text
from pumpsched.domain.therapy import FlexStep, Mixture, PatientBolus
from pumpsched.usecases.encounter import Encounter, encounter
from pumpsched.usecases.facts import RefillReceipt

UNREAD = "[Enter: not read]"
ATTEMPTS = 3
"""So often is a question put before its answer is refused for good."""


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
        )

    def read_before(self, at: When) -> ReadOut | None:
        """What the programmer showed before a fill of that time, if it was read."""
        if self.read_alarm_on is None and self.read_volume is None:
            return None
        return ReadOut(at=at, alarm_on=self.read_alarm_on, reservoir=self.read_volume)


Trial = Callable[[Answers], RefillReceipt]
"""What a refill would do, nothing of which is kept."""
Remark = Callable[[Encounter, Answers, RefillReceipt | None], str]


class BedsideQuestion(NamedTuple):
    """One step of the encounter.

    Attributes:
        name: Field of :class:`Answers`.
        prompt: What is asked.
        parse: Reads the answer, as the option does.
        remark: What is said at once of an answer; nothing if it is empty.
        settles: Codes of refusals that only the answer can tell to be true.
    """

    name: str
    prompt: str
    parse: Parser
    remark: Remark = lambda _found, _answers, _done: ""
    settles: tuple[str, ...] = ()


def lead(app: App, patient: str, given: Answers, trial: Trial) -> Answers:
    """The answers of the encounter; those given already are not asked for.

    Raises:
        Refusal: The refill would be refused whatever is answered, or an answer is refused for the
            third time.
    """
    with app.reading() as books:
        code = app.patient_meant(books, patient).code
        found = encounter(books, code, at=app.on)
    asked = [each for each in _questions(app, found) if not _is_answered(given, each.name)]
    full = Volume(found.pump.capacity_ul) if found.pump else Volume(1)
    _tried(trial, given, full=full, coming=asked)
    talk = Answer(app)
    for line in _who(found):
        talk.aside(line)
    app.warn_of_look_alikes()
    ask_to_save(app, "Is this the patient? [Y/n] ")
    answers = given
    for place, question in enumerate(asked, 1):
        so_far = partial(_tried, trial, full=full, coming=asked[place:])
        answers, done = _ask(app, question, answers, so_far)
        is_answered = getattr(answers, question.name) is not None
        if is_answered and (remark := question.remark(found, answers, done)):
            talk.aside(f"  {remark}")
    told = {each.name: getattr(answers, each.name) for each in asked}
    app.asked = dict(app.asked) | {name: value for name, value in told.items() if value is not None}
    return answers


def _is_answered(given: Answers, name: str) -> bool:
    return getattr(given, name) is not None or (name == "dose" and given.flex is not None)


def _tried(
    trial: Trial, answers: Answers, *, full: Volume, coming: list[BedsideQuestion]
) -> RefillReceipt | None:
    """What the refill would do so far; None where that depends on what is still to be asked.

    Until the fill is asked for the reservoir is taken to be filled up.
    """
    if answers.injected is None:
        if all(question.name != "injected" for question in coming):
            raise Unsafe(
                "Without a fill there is no refill, and nothing is saved.",
                code="no-fill",
                next_step="pumpsched attempt PATIENT --reason …, where it failed",
            )
        answers = replace(answers, injected=full)
    try:
        return trial(answers)
    except Refusal as refusal:
        if refusal.code in {code for question in coming for code in question.settles}:
            return None
        raise


def _ask(
    app: App,
    question: BedsideQuestion,
    answers: Answers,
    tried: Callable[[Answers], RefillReceipt | None],
) -> tuple[Answers, RefillReceipt | None]:
    """The answers with one more; one that is refused is asked for again."""
    noun = question.prompt.partition(" [")[0]
    for attempt in range(1, ATTEMPTS + 1):
        text = app.prompt(f"{question.prompt}: ").strip()
        try:
            value: Any = question.parse(text, noun) if text else None
            told = replace(answers, **{question.name: value})
            return told, tried(told)
        except (UsageRefusal, NotFound, Unsafe) as refusal:
            if attempt == ATTEMPTS:
                raise
            stands = f" Else {OVERRIDE}." if refusal.next_step == OVERRIDE else ""
            app.say(f"  {refusal.what}{stands}")
    raise AssertionError("the last attempt answers or is refused")


def _who(found: Encounter) -> Iterator[str]:
    """Who it is, and what is known of the pump."""
    pump = found.pump
    device = f" · {pump.model.name} {pump.device.serial}".rstrip() if pump else ""
    yield f"{identity(found.patient)}{device}"
    if found.fill is not None:
        filled = f"{found.fill.injected} on {spoken_when(found.fill.at)}"
        yield f"  filled with {filled}; {expected_text(found)}"
    yield from dose_lines((), found.doses)


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


def _questions(app: App, found: Encounter) -> list[BedsideQuestion]:
    """The steps in the order of the encounter."""

    def day(text: str, noun: str) -> date:
        return parse_day(text, today=app.today, noun=noun)

    in_hand = f" [Enter: {found.mixture}]" if found.mixture else ""
    kept = f" [Enter: {programme_text(found.programme)}]" if found.programme else ""
    # With the day alone nobody could tell that it was read before the fill.
    reads = found.has_programmer and found.at.minute is not None
    before = [
        BedsideQuestion(
            "read_alarm_on", f"Programmer before: alarm date {UNREAD}", day, _alarm_before
        ),
        BedsideQuestion(
            "read_volume", f"Programmer before: volume {UNREAD}", volume, _volume_before
        ),
    ]
    used = BedsideQuestion(
        "boluses_used", f"Patient boluses used, from the log {UNREAD}", counting(0, 9999)
    )
    fill = [
        BedsideQuestion("mixture", f"Drug in hand{in_hand}", mixture, _drug, ("mixture-needed",)),
        BedsideQuestion("residual", "Residual [mL, Enter: not measured]", volume, _residual),
        BedsideQuestion("injected", "Fill [mL]", volume, settles=("fill-mismatch",)),
    ]
    after = [
        BedsideQuestion("dose", f"Programme after{kept}", dose_asked, _programme, _OF_THE_DOSE),
        BedsideQuestion("alarm_on", f"Programmer now: alarm date {UNREAD}", day, _alarm_after),
    ]
    return [
        *(before if reads else []),
        *([used] if found.has_boluses else []),
        *fill,
        *(after if found.has_programmer else []),
    ]


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
        return f"{spoken(shown)}; none is computed here."
    first, last = window.alarm_on, window.alarm_nominal_on or window.alarm_on
    ours = spoken(first) if first == last else f"{spoken(first)} to {spoken(last)}"
    if first <= shown <= last:
        return f"{spoken(shown)}; computed here: {ours}."
    apart = (first - shown).days if shown < first else (shown - last).days
    way = "earlier" if shown < first else "later"
    return f"{spoken(shown)}, {counted(apart, 'day')} {way} than computed here: {ours}."


def _volume_before(found: Encounter, answers: Answers, _done: RefillReceipt | None) -> str:
    shown = answers.read_volume
    return residual_text(shown, found.check(shown), "Volume", "shown") if shown else ""


def _residual(found: Encounter, answers: Answers, _done: RefillReceipt | None) -> str:
    residual, used = answers.residual, answers.boluses_used
    check = found.check(residual, boluses_used=used) if residual else None
    return residual_text(residual, check)


def _drug(found: Encounter, answers: Answers, _done: RefillReceipt | None) -> str:
    if found.mixture is None:
        return "The first of this pump."
    if answers.mixture == found.mixture:
        return "As last time."
    told = " Its dose is asked for below." if found.has_programmer else ""
    return f"Unlike the last fill, {found.mixture}.{told}"


def _programme(_found: Encounter, answers: Answers, done: RefillReceipt | None) -> str:
    if done is None or done.programmed is None or answers.dose is None:
        return ""
    was = programme_text(done.present) if done.present else "none"
    echo = f"{answers.dose.echo}. " if answers.dose.echo else ""
    return f"{echo}{was} → {programme_text(done.programmed.programme)}."


def offer_visit(app: App, done: RefillReceipt) -> None:
    """Asks for the next visit and books it, as a record of its own; the refill stays saved."""
    if done.window is None or done.item.visit is not None:
        return
    # A list of visits loads none of this.
    from pumpsched.cli.commands.visits import book, time_of

    code = done.patient.code
    by = spoken(done.item.book_by or done.window.refill_by)
    release()
    app.goes_on_with("visit add", patient=code)
    try:
        for _attempt in range(ATTEMPTS):
            text = app.prompt(f"Next visit, by {by}: day and time [Enter: later]: ").strip()
            if not text:
                break
            try:
                book(app, code, time_of(app, DayText(text, "next visit")))
                return
            except (UsageRefusal, NotFound, Unsafe, Conflict) as refusal:
                app.say(f"  {refusal.what}")
    except (KeyboardInterrupt, EOFError):
        app.say("")
    app.say(f"The refill is saved, no visit is. Next: pumpsched visit add {code} --at …")
