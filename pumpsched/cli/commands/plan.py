"""``plan``: proposes visits for everyone due in a span; ``--apply`` books them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from pumpsched.cli.commands.plan_questions import (
    At,
    Skills,
    WithNurse,
    Without,
    give_reasons,
    give_staffing,
    refuse_beside,
)
from pumpsched.cli.commands.plan_search import effort_of, say_ending, searched, watched
from pumpsched.cli.commands.plan_text import Told, print_proposal
from pumpsched.cli.context import App
from pumpsched.cli.days import FOUR_WEEKS, DayText, Span
from pumpsched.cli.options import alone, either
from pumpsched.cli.params import argument, flag, typed, whole
from pumpsched.cli.planning_documents import plan_document
from pumpsched.cli.saving import Confirmed, save
from pumpsched.cli.terminal.answer import counted, give
from pumpsched.domain.errors import UsageRefusal
from pumpsched.domain.text import as_typed
from pumpsched.usecases.plan import (
    Booking,
    book_plan,
    dangers,
    nobody_comes,
    planning_case,
    visits_of_the_left,
)
from pumpsched.usecases.plan_questions import asked_for, supposed
from pumpsched.usecases.who_is_meant import practice_of

if TYPE_CHECKING:
    from pumpsched.store.books import Books


@either("plan 4w", "plan 4w --apply", dated=None, listing=True)
def plan(
    app: App,
    span: Annotated[
        DayText, argument("SPAN", DayText, "Days to plan: 28d, 4w, 2026-12.")
    ] = FOUR_WEEKS,
    apply: Annotated[bool, flag("--apply", "Book what is proposed.")] = False,
    why: Annotated[str | None, typed("PATIENT", "Why this day and nurse, or why none.")] = None,
    quick: Annotated[
        bool, flag("--quick", "A tenth of the usual search, about two seconds.")
    ] = False,
    seed: Annotated[int | None, whole("Another search; the same seed, the same plan.")] = None,
    effort: Annotated[int | None, whole("Search so many times as long; 0: not at all.")] = None,
    with_nurse: WithNurse = None,
    at: At = None,
    skills: Skills = None,
    without: Without = None,
) -> None:
    """Proposes a visit for every refill of the span, inside its window, with a reason for all.

    Confirmed visits stay; booked ones move only if they must or at their price. What changed and
    whom to phone comes first.
    """
    days = _days(app, span, applied=apply)
    staffing = supposed(with_nurse or (), at or (), without or (), skills=skills or ())
    refuse_beside(staffing, apply=apply, why=why is not None)
    wanted = effort_of(seed=seed, quick=quick, times=effort)
    with app.reading() as books:
        case = planning_case(
            books, first=days.first, last=days.last, today=app.as_of, from_minute=app.now_minute
        )
        asked = asked_for(books, why, today=app.as_of) if why else None
        left = visits_of_the_left(books, case) + nobody_comes(books, today=app.as_of)
        line = practice_of(books).values["emergency_line"]
    if staffing:
        give_staffing(app, case, staffing, propose=lambda case: searched(app, case, wanted))
        return
    found = watched(app, case, wanted)
    proposal = replace(found.result, findings=left)
    later = apply and (app.given.json or app.given.yes)
    if not later:  # a refusal to book is all that stderr may hold then
        say_ending(app, found)
    if asked is not None:
        give_reasons(app, proposal, asked)
        return

    uncovered = dangers(proposal)

    def show(following: str = "") -> None:
        told = Told(days, uncovered, proposal.findings, line, following)
        give(
            app,
            "plan",
            lambda: plan_document(app, proposal, uncovered),
            lambda answer: print_proposal(answer, proposal, told),
        )

    if not apply:
        show(_booking_it(span, quick, seed, effort))
        return

    def work(books: Books, confirmed: Confirmed) -> Booking:
        return book_plan(books, proposal)

    saved = save(app, work, show=lambda booking: show())
    if saved is not None:
        if later:
            say_ending(app, found)
        app.say(
            f"Booked {counted(len(saved.added), 'new visit')}, moved {len(saved.moved)}. "
            "Next: pumpsched visit list 4w"
        )


def _booking_it(span: DayText, quick: bool, seed: int | None, effort: int | None) -> str:
    """The command that books a plan as it was searched for."""
    words = ["pumpsched plan", as_typed(span.text), "--quick" if quick else ""]
    words += [f"--seed {seed}" if seed is not None else ""]
    words += [f"--effort {effort}" if effort is not None else "", "--apply"]
    return " ".join(filter(None, words))


def _days(app: App, span: DayText, *, applied: bool) -> Span:
    """The days to plan; refused if over, or if a plan seen from another day was to be booked."""
    if applied and app.given.as_of is not None:
        raise UsageRefusal(
            "--apply takes no --as-of: visits are booked from today.",
            code="as-of-on-write",
            next_step="the same command without --as-of",
        )
    return span.span_ahead(app.as_of, command="plan", why="A plan looks ahead.")


commands = alone(plan)
