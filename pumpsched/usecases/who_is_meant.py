"""Who is meant by what was typed: a patient, a nurse, a site; and the practice they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING, NoReturn

from pumpsched.domain.clinic import Nurse, Patient, Site
from pumpsched.domain.errors import NotFound, Unsafe
from pumpsched.domain.settings import Practice
from pumpsched.domain.text import (
    as_typed,
    bare_code,
    folded,
    name_words,
    private,
    same_name,
    visible,
)

if TYPE_CHECKING:
    from pumpsched.store.reading.opening import ReadBooks

NEAR_NAME = 0.75
"""So much of a name, as a ratio of its letters, must be what was typed for it to be suggested."""

MOST_NAMED = 5
"""So many patients who may be meant are named."""


def practice_of(books: ReadBooks) -> Practice:
    """The practice with its recorded settings and closures."""
    return Practice.of(books.settings(), books.closures())


def find_patient(books: ReadBooks, text: str, *, code_only: bool = False) -> Patient:
    """The patient with that code, also but for zeros or case, or with that name, where unique.

    With ``code_only`` a name is not enough: a write that nobody confirms.

    Raises:
        NotFound: Nobody, or several patients, match.
        Unsafe: A unique name where the code is needed.
    """
    patient = books.patient(text)
    if patient is not None:
        return patient
    found = books.matching(text)
    if len(found) > 1:
        merged = books.merges()
        found = [each for each in found if each.code not in merged] or found
    if not found:
        books.check_whole()
        raise unknown_patient(books, text)
    if len(found) > 1:
        shown = "; ".join(each.identified for each in found[:MOST_NAMED])
        more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
        raise NotFound(
            f"{len(found)} patients match {_part_of_name(text)}.",
            code="ambiguous-patient",
            why=shown + more,
            next_step="the same command with the code of one of them",
        )
    if code_only:
        what, shown = "a name", _part_of_name(text)
        if bare_code(text) == bare_code(found[0].code):
            what, shown = "not the whole code", f'"{visible(text)}"'
        raise Unsafe(
            f"{shown} is {what}; with --yes a write needs the code.",
            code="code-needed",
            why=f"It matches {found[0].identified}.",
            next_step=f"the same command with {found[0].code} for the name",
        )
    return found[0]


def unknown_patient(books: ReadBooks, text: str) -> NotFound:
    """The refusal for a patient nobody knows, with those of nearly that name, if there are any.

    Another code is nobody's slip of the finger: it is another person.
    """
    names: dict[str, list[str]] = {}
    for person in books.people():
        for word in {same_name(person.name), *name_words(person.name)}:
            names.setdefault(word, []).append(person.code)
    near = get_close_matches(same_name(text), names, n=MOST_NAMED, cutoff=NEAR_NAME)
    codes = dict.fromkeys(code for name in near for code in names[name])
    guesses = list(books.patients_of(list(codes)[:MOST_NAMED]))
    shown, why = f'"{visible(text)}"', ""
    next_step = "pumpsched patient find PART-OF-NAME, or pumpsched due --all"
    if guesses:
        shown = _part_of_name(text)
        said = "; ".join(each.identified for each in guesses)
        more = f" and {len(codes) - len(guesses)} more" * (len(codes) > len(guesses))
        why, next_step = f"Did you mean {said}{more}?", f"pumpsched show {guesses[0].code}"
    if len(guesses) > 1:
        next_step = "the same command with the code of one of them"
    return NotFound(
        f"No patient matches {shown}.",
        code="unknown-patient",
        why=why,
        next_step=next_step,
    )


def _part_of_name(text: str) -> str:
    """What was typed, or nearly, of a patient's name, in quotes."""
    return f'"{private(visible(text), instead="…")}"'


def known_nurse(books: ReadBooks, code: str) -> Nurse:
    """The nurse with that code; small letters will do for capitals.

    Raises:
        NotFound: There is none; the nearest is named.
    """
    return (
        books.nurse(code)
        or books.nurse(code.upper())
        or refuse_unknown("nurse", code, books.nurses())
    )


def known_site(books: ReadBooks, code: str) -> Site:
    """The site with that code; small letters will do for capitals.

    Raises:
        NotFound: There is none; the nearest is named.
    """
    return (
        books.site(code) or books.site(code.upper()) or refuse_unknown("site", code, books.sites())
    )


def nearest_code(code: str, people: Iterable[Nurse | Site]) -> str:
    """A question that offers the nearest code or name; empty where nothing is near."""
    names: dict[str, Nurse | Site] = {}
    for each in people:
        for word in (each.code, each.name, *each.name.replace(",", " ").split()):
            names.setdefault(folded(word), each)
    near = get_close_matches(folded(code), names, n=1, cutoff=0.5)
    return f"Did you mean {names[near[0]].code} {visible(names[near[0]].name)}?" if near else ""


def refuse_unknown(noun: str, code: str, people: Iterable[Nurse | Site]) -> NoReturn:
    """Refuses a code that nobody has, with the nearest one."""
    known = tuple(people)
    step = "list" if known else f"add {as_typed(code)} --name …"
    raise NotFound(
        f'There is no {noun} "{visible(code)}".',
        code=f"unknown-{noun}",
        why=nearest_code(code, known),
        next_step=f"pumpsched {noun} {step}",
    )
