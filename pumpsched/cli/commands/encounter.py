"""The refill encounter on a terminal: one question a step, each answer compared at once.

What is answered becomes the values that the options of ``refill`` would have given, and goes the
same way: after each answer the refill is tried so far, and rolled back, so that what it would be
refused for, or asked again, is settled while the answer can still be mended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from pumpsched.cli.commands.encounter_steps import (
    Answers,
    BedsideQuestion,
    expected_text,
    is_answered,
    questions_of,
)
from pumpsched.cli.context import App
from pumpsched.cli.days import DayText, spoken, spoken_when
from pumpsched.cli.params import free_text
from pumpsched.cli.saving import ask_to_save
from pumpsched.cli.terminal.answer import counted, dose_lines, identity
from pumpsched.cli.terminal.dialogue import Dialogue
from pumpsched.cli.terminal.signals import release
from pumpsched.domain.consent import Consent
from pumpsched.domain.errors import (
    ConfirmationNeeded,
    Conflict,
    NotFound,
    Refusal,
    Unsafe,
    UsageRefusal,
)
from pumpsched.domain.quantities import Volume
from pumpsched.usecases.encounter import Encounter, encounter
from pumpsched.usecases.facts import RefillReceipt

ATTEMPTS = 3
"""So often is a question put before its answer is refused for good, and a value asked again."""
CHANGE = "[Enter: change]"
REASON_GIVEN = "--override …"
"""Stands in what is suggested where a reason lets the value stand."""
Trial = Callable[[Answers, Consent], RefillReceipt]
"""What a refill would do, nothing of which is kept."""


class _Doubted(Exception):
    """A value that was to be said again, and was not: its answer is asked anew."""

    def __init__(self, value: str) -> None:
        super().__init__(value)
        self.value = value


def lead(app: App, patient: str, given: Answers, consent: Consent, trial: Trial) -> Led:
    """The encounter led through to its end; what is given already is not asked for.

    Raises:
        Refusal: The refill would be refused whatever is answered, or an answer is refused for the
            third time.
    """
    with app.reading() as books:
        code = app.patient_meant(books, patient).code
        found = encounter(books, code, at=app.on)
    asked = [each for each in questions_of(app, found) if not is_answered(given, each.name)]
    if not consent.override:
        consent = replace(consent, overridden=frozenset())
    led = Led(Dialogue(app), found, trial, given, consent)
    led.tried(given, replace(consent, confirmed=("",), same=lambda _wanted, _again: True), asked)
    led.dialogue.say(led.who)
    for line in _known(found):
        led.dialogue.say(line)
    app.warn_of_look_alikes()
    ask_to_save(app, f"Refill of {spoken_when(app.on)}. Is this the patient? [Y/n] ")
    led.settle_given(asked)
    for place, question in enumerate(asked, 1):
        if question.applies(found, led.answers):
            led.put(question, asked[place:])
    told = {each.name: getattr(led.answers, each.name) for each in asked}
    app.asked = dict(app.asked) | {name: value for name, value in told.items() if value is not None}
    return led


class Led:
    """An encounter under way.

    Attributes:
        dialogue: Where it is held.
        answers: The answers that stand.
        consent: What was agreed to for them.
    """

    def __init__(
        self, dialogue: Dialogue, found: Encounter, trial: Trial, answers: Answers, consent: Consent
    ) -> None:
        self.dialogue, self.answers, self.consent = dialogue, answers, consent
        self._found, self._trial = found, trial
        self._mixture_question: BedsideQuestion | None = None

    @property
    def who(self) -> str:
        """Whom it is about, and which pump."""
        pump = self._found.pump
        device = f" · {pump.model.name} {pump.device.serial}".rstrip() if pump else ""
        return f"{identity(self._found.patient)}{device}"

    def tried(
        self, answers: Answers, consent: Consent, coming: Sequence[BedsideQuestion]
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
            pump = self._found.pump
            answers = replace(answers, injected=Volume(pump.capacity_ul if pump else 1))
        try:
            return self._trial(answers, consent)
        except Refusal as refusal:
            if refusal.code in {code for question in coming for code in question.settles}:
                return None
            raise

    def settle_given(self, coming: Sequence[BedsideQuestion]) -> None:
        """Asks again what was given with the command and is unusual.

        Raises:
            Unsafe: It is not said again.
        """
        try:
            _, self.consent = self._agreed(self.answers, coming)
        except _Doubted as doubted:
            raise Unsafe(
                f"Nothing was saved: {doubted.value} was not said again.", code="declined"
            ) from None

    def put(self, question: BedsideQuestion, coming: Sequence[BedsideQuestion]) -> None:
        """Puts a question until its answer stands.

        Raises:
            Refusal: It is refused for the third time.
        """
        if question.is_of_mixture:
            self._mixture_question = question
        noun, refused = question.prompt.partition(" [")[0], 0
        while True:
            text = self.dialogue.ask(question.prompt)
            try:
                value: Any = question.parse(text, noun) if text else None
                told = replace(self.answers, **{question.name: value})
                done, agreed = self._agreed(told, coming, typed=text)
                break
            except _Doubted as doubted:
                self._put_doubted(doubted.value, question, coming)
            except (UsageRefusal, NotFound, Unsafe) as refusal:
                refused += 1
                if refused == ATTEMPTS:
                    raise
                self.dialogue.remark(refusal.what)
        self.answers = told
        # What was said again was said with what makes it unusual.
        if agreed != self.consent:
            self.consent = agreed
        elif value is not None:
            self.dialogue.remark(question.remark(self._found, told, done))

    def _put_doubted(
        self, value: str, question: BedsideQuestion, coming: Sequence[BedsideQuestion]
    ) -> None:
        """Puts the question of the mixture again, where that is what is doubted at a later one."""
        earlier = self._mixture_question
        if earlier not in (None, question) and value == str(self.answers.mixture):
            assert earlier is not None
            self.put(earlier, [question, *coming])

    def _agreed(
        self, told: Answers, coming: Sequence[BedsideQuestion], *, typed: str = ""
    ) -> tuple[RefillReceipt | None, Consent]:
        """What the refill would do with these answers, and all that had to be agreed to for it.

        Raises:
            _Doubted: A value is not said again, or no reason is given for one that is refused.
        """
        consent = self.consent
        while True:
            try:
                return self.tried(told, consent, coming), consent
            except ConfirmationNeeded as needed:
                consent = self._said_again(needed, consent, typed)
            except Unsafe as refusal:
                if REASON_GIVEN not in refusal.next_step:
                    raise
                consent = self._with_reason(refusal, consent, typed)

    def _said_again(self, needed: ConfirmationNeeded, consent: Consent, typed: str) -> Consent:
        for value in needed.values:
            why = " ".join(dict.fromkeys(each.why for each in needed.asked if each.value == value))
            named = "" if value == typed else f"{value}: "
            question = f"  {named}{why} Again {CHANGE}"
            for left in reversed(range(ATTEMPTS)):
                text = self.dialogue.ask(question)
                if not text:
                    raise _Doubted(value)
                if replace(consent, confirmed=(text,)).repeats(value):
                    consent = replace(consent, confirmed=(*consent.confirmed, text))
                    break
                question = f"  Not the same; {counted(left, 'more time')}. Again {CHANGE}"
            else:
                self.dialogue.remark(f"Not the same {ATTEMPTS} times: it is asked anew.")
                raise _Doubted(value)
        return consent

    def _with_reason(self, refusal: Unsafe, consent: Consent, typed: str) -> Consent:
        self.dialogue.remark(refusal.what)
        reason = free_text(self.dialogue.ask(f"  Reason, if it is right {CHANGE}"), "reason")
        if not reason:
            raise _Doubted(typed)
        return replace(
            consent,
            override="; ".join(filter(None, [consent.override, reason])),
            overridden=(consent.overridden or frozenset()) | {refusal.code},
        )


def _known(found: Encounter) -> Iterator[str]:
    """What is known of what the pump holds."""
    if found.fill is not None:
        filled = f"{found.fill.injected} on {spoken_when(found.fill.at)}"
        yield f"  filled with {filled}; {expected_text(found)}"
    yield from dose_lines((), found.doses)


def offers_visit(done: RefillReceipt) -> bool:
    """Whether the next visit is to be booked, once a refill is saved."""
    return done.window is not None and done.item.visit is None


def offer_visit(app: App, done: RefillReceipt) -> None:
    """Asks for the next visit and books it, as a record of its own; the refill stays saved."""
    if done.window is None or not offers_visit(done):
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
