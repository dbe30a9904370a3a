"""The rules that leave a refill a slot or none: each with its code word and what it says.

A rule's code is the reason of whoever is left out by it. It is applied by
:mod:`~pumpsched.planning.eligibility`, eased by :mod:`~pumpsched.planning.explain.remedies`, and
read once more, apart from both, by :mod:`~pumpsched.planning.check.rules`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from pumpsched.domain.calendars import day_text
from pumpsched.domain.findings import Finding
from pumpsched.planning.case import Demand


class Constraint(StrEnum):
    """The rules by their codes, in the order in which they are asked."""

    WINDOW = "window"
    CLOSED = "closed"
    AVAILABILITY = "availability"
    SETTING = "setting"
    SITE_OF_CARE = "site-of-care"
    LOCATION = "location"
    SKILL = "skill"
    NURSES = "nurses"
    ROSTER = "roster"
    AUTHORIZATION = "authorization"
    ORDER = "order"
    CAPACITY = "capacity"

    def comes_after(self, other: Constraint) -> bool:
        """Whether it is asked later than another."""
        order = list(Constraint)
        return order.index(self) > order.index(other)


class RuleWords(NamedTuple):
    """What a rule says.

    Attributes:
        no_slot: Where it leaves no slot on any of some days.
        one_nurse: Where it keeps one nurse away: what comes after the nurse's code.
        booked_time: Where it breaks a time that is booked; empty if that is about the nurse.
    """

    no_slot: str
    one_nurse: str = "has no shift that fits {when}"
    booked_time: str = ""


WORDS = {
    Constraint.WINDOW: RuleWords(
        "no day of the window {window} lies in the span and after the last fill",
        booked_time="not a day that the window {window} allows",
    ),
    Constraint.CLOSED: RuleWords(
        "every day or shift {span} is closed for the practice, the site, the nurse or the patient",
        "is away, or their place closed, whenever they are rostered {when}",
    ),
    Constraint.AVAILABILITY: RuleWords(
        "{minutes} minutes do not fit the patient's hours and other appointments {span}",
        booked_time="it does not fit the patient's hours and other appointments",
    ),
    Constraint.SETTING: RuleWords(
        "only home routes are rostered {span}, and this patient comes to the clinic",
        "works on home routes alone {when}, and this patient comes to the clinic",
    ),
    Constraint.SITE_OF_CARE: RuleWords(
        "{drug} may not be refilled at home and no clinic session is rostered {span}",
        "holds no clinic {when}, and {drug} may not be refilled at home",
    ),
    Constraint.LOCATION: RuleWords(
        "the way is not known: the patient, or the nurse, needs a location",
        "has no known way to the patient",
    ),
    Constraint.SKILL: RuleWords(
        "no nurse on shift {span} is trained on {family}",
        "is not trained on {family}",
    ),
    Constraint.NURSES: RuleWords(
        "two nurses are needed and no two work at one place {span}",
        "works with no second nurse at one place {when}",
    ),
    Constraint.ROSTER: RuleWords(
        "no shift {span} is long enough for the visit and the way there and back, within the "
        "patient's hours",
    ),
    Constraint.AUTHORIZATION: RuleWords(
        "no authorization is valid with a visit left {span}",
        "works on no authorized day {when}",
    ),
    Constraint.ORDER: RuleWords(
        "{order} is there by {ready_on}, after every slot {span}",
        "works only before the drug can be there {when}",
        booked_time="{order} is there by {ready_on}",
    ),
    Constraint.CAPACITY: RuleWords("every slot that fits {span} is full"),
}


class Question(NamedTuple):
    """What the rules were asked: for whose refill, on which days, for how long.

    A drug ordered today is there by ``ready_on``; on one of the days a nurse is rostered, or the
    question is not ``is_staffed``. ``doubts`` are about the place of the home.
    """

    demand: Demand
    minutes: int
    days: Sequence[date]
    ready_on: date
    is_staffed: bool
    doubts: tuple[Finding, ...] = ()

    def no_slot(self, constraint: Constraint) -> str:
        """Why a rule leaves no slot on any of the days."""
        if constraint is Constraint.ROSTER and not self.is_staffed:
            return f"no nurse is rostered {self._span}"
        said = self._said(WORDS[constraint].no_slot)
        doubts = self.doubts if constraint is Constraint.ROSTER else ()
        return ": ".join([said, *(doubt.message for doubt in doubts)])

    def one_nurse(self, constraint: Constraint, *, when: str = "in the window") -> str:
        """What a rule has against one nurse: what comes after the nurse's code."""
        return self._said(WORDS[constraint].one_nurse, when=when)

    def booked_time(self, constraint: Constraint) -> str:
        """Which rule a booked time breaks now; empty if that is about its nurse."""
        return self._said(WORDS[constraint].booked_time)

    def _said(self, words: str, **more: str) -> str:
        return words.format(
            span=self._span,
            window=window_text(self.demand),
            minutes=self.minutes,
            drug=drug_text(self.demand),
            family=self.demand.family,
            order="a drug ordered today" if self.demand.drug_on is None else "the drug",
            ready_on=day_text(self.ready_on),
            **more,
        )

    @property
    def _span(self) -> str:
        if not self.days:
            return "in the window"
        if len(self.days) == 1:
            return f"on {day_text(self.days[0])}"
        return f"from {day_text(self.days[0])} to {day_text(self.days[-1])}"


def window_text(demand: Demand) -> str:
    """The window in words: ``Mon 7 Dec 2026 to Fri 11 Dec 2026``."""
    return f"{day_text(demand.opens_on)} to {day_text(demand.refill_by)}"


def drug_text(demand: Demand) -> str:
    """The mixture, or that it is a drug."""
    return demand.mixture or "this drug"
