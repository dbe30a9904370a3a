"""Sentences about a plan, in the words of a scheduler."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pumpsched.domain.calendars import DAY_NAMES
from pumpsched.planning.case import Demand
from pumpsched.planning.eligibility import candidate_days
from pumpsched.planning.jobs import Job
from pumpsched.planning.state import Board


def day_text(day: date) -> str:
    """A date as it is said: ``Tue 8 Dec 2026``."""
    return f"{DAY_NAMES[day.weekday()]} {day.day} {day:%b} {day.year}"


def cost_text(minutes: int) -> str:
    """What another choice would do to the cost: ``would cost 12 minutes more``."""
    if minutes == 0:
        return "would cost the same"
    amount = f"{abs(minutes)} minute{'s' if abs(minutes) != 1 else ''}"
    return f"would cost {amount} more" if minutes > 0 else f"would save {amount}"


def dearer_text(minutes: int) -> str:
    """How a choice compares in price: ``12 minutes dearer``."""
    if minutes == 0:
        return "at the same price"
    amount = f"{abs(minutes)} minute{'s' if abs(minutes) != 1 else ''}"
    return f"{amount} {'dearer' if minutes > 0 else 'cheaper'}"


def unplaced_detail(board: Board, job: Job, demand: Demand, reason: str) -> str:
    """Why someone is left out, with the days it is about."""
    days = candidate_days(board.case, demand, board.rulebook.days)
    text = rule_text(board, job, demand, reason, days)
    booked = job.booked
    if reason == "window" and booked is not None and booked.day < demand.opens_on:
        text += f"; {booked.code} on {day_text(booked.day)} is before it: cancel it"
    return text


def rule_text(board: Board, job: Job, demand: Demand, reason: str, days: Sequence[date]) -> str:
    """What a rule says that leaves no slot for a refill on any of some days."""
    span = _span_text(days)
    window = f"{day_text(demand.opens_on)} to {day_text(demand.refill_by)}"
    sentences = {
        "window": f"no day of the window {window} lies in the span and after the last fill",
        "closed": f"every day or shift {span} is closed for the practice, the site, the nurse or "
        "the patient",
        "availability": f"{job.minutes} minutes do not fit the patient's hours and other "
        f"appointments {span}",
        "setting": f"only home routes are rostered {span}, and this patient comes to the clinic",
        "site-of-care": f"{demand.mixture or 'this drug'} may not be refilled at home and no "
        f"clinic session is rostered {span}",
        "location": "the way is not known: the patient, or the nurse, needs a location",
        "skill": f"no nurse on shift {span} is trained on {demand.family}",
        "nurses": f"two nurses are needed and no two work at one place {span}",
        "roster": f"no shift {span} is long enough for the visit and the way there and back, "
        "within the patient's hours"
        if _is_staffed(board, days)
        else f"no nurse is rostered {span}",
        "authorization": f"no authorization is valid with a visit left {span}",
        "order": f"a drug ordered today is there by {day_text(board.rulebook.ready_on)}, after "
        f"every slot {span}",
        "capacity": f"every slot that fits {span} is full",
    }
    return sentences[reason]


def nurse_text(demand: Demand, reason: str, *, when: str = "in the window") -> str:
    """What a rule says that keeps one nurse from a patient: what comes after her name."""
    sentences = {
        "closed": f"is away, or her place closed, whenever she is rostered {when}",
        "setting": f"works on home routes alone {when}, and this patient comes to the clinic",
        "site-of-care": f"holds no clinic {when}, and {demand.mixture or 'this drug'} may not be "
        "refilled at home",
        "location": "has no known way to the patient",
        "skill": f"is not trained on {demand.family}",
        "nurses": f"works with no second nurse at one place {when}",
        "authorization": f"works on no authorized day {when}",
        "order": f"works only before the drug can be there {when}",
    }
    return sentences.get(reason, f"has no shift that fits {when}")


def _is_staffed(board: Board, days: Sequence[date]) -> bool:
    return any(slot.rostered and slot.day in days for slot in board.slots)


def _span_text(days: Sequence[date]) -> str:
    if not days:
        return "in the window"
    if len(days) == 1:
        return f"on {day_text(days[0])}"
    return f"from {day_text(days[0])} to {day_text(days[-1])}"
