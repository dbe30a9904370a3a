"""Other staff than today's, supposed: nurses more and nurses less, read from what was typed.

``plan`` compares with them and ``simulate`` plays with them; nothing of it is ever recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pumpsched.domain.errors import NotFound, Unreadable, UsageRefusal
from pumpsched.domain.hours import HOME
from pumpsched.domain.people import Nurse
from pumpsched.domain.planning_case import PlanningCase
from pumpsched.domain.text import visible
from pumpsched.interop.people import NURSES
from pumpsched.interop.problems import BadRow
from pumpsched.reference import catalogue

NEW = "NEW"
"""What the codes of supposed nurses begin with."""
ROSTER = "Mon-Fri 08:00-16:30 home"
OPTIONS = {"roster": "--with-nurse", "latitude": "--at", "longitude": "--at", "skills": "--skills"}
"""The option behind each column of a supposed nurse."""
LISTED = 12


@dataclass(frozen=True, slots=True)
class Staffing:
    """A change of staff.

    Attributes:
        joining: Nurses supposed to be there; they get codes when they join a case.
        without: Codes of nurses supposed to be gone, as typed.
    """

    joining: tuple[Nurse, ...] = ()
    without: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.joining or self.without)


def supposed(
    with_nurse: Sequence[str],
    at: Sequence[str],
    without: Sequence[str],
    *,
    skills: Sequence[str] = (),
) -> Staffing:
    """The change of staff that options stand for.

    Args:
        with_nurse: A roster for each new nurse.
        at: The place each starts from, as ``LAT,LON``.
        without: Codes of nurses who are gone.
        skills: Pump families as in ``nurse add``: for each, or once for all; none: every family.

    Raises:
        UsageRefusal: They cannot be read, or do not go together.
    """
    if len(at) != len(with_nurse):
        raise UsageRefusal(
            f"--with-nurse is given {_often(with_nurse)} and --at {_often(at)}.",
            code="usage",
            why="Each new nurse needs the place she starts from.",
            next_step=f'--with-nurse "{ROSTER}" --at 44.96,-93.27',
        )
    if len(skills) not in (0, 1, len(with_nurse)) or (skills and not with_nurse):
        raise UsageRefusal(
            f"--skills is given {_often(skills)}, for {_new_nurses(len(with_nurse))}.",
            code="usage",
            why="Give it once for all, once for each, or not at all: all pump families.",
        )
    trained = skills if len(skills) == len(with_nurse) else [*skills, ""][:1] * len(with_nurse)
    joining = tuple(map(_new_nurse, with_nurse, at, trained))
    return Staffing(joining, tuple(without))


def _often(given: Sequence[str]) -> str:
    """How often an option is given, in words."""
    return {0: "not at all", 1: "once", 2: "twice"}.get(len(given), f"{len(given)} times")


def _new_nurses(number: int) -> str:
    return "one new nurse" if number == 1 else f"{number or 'no'} new nurses"


def _new_nurse(roster: str, at: str, skills: str) -> Nurse:
    latitude, _, longitude = (part.strip() for part in at.partition(","))
    if not (latitude and longitude):
        raise Unreadable("--at", visible(at), "needs degrees north,east", "44.96,-93.27")
    if not roster.strip():
        raise Unreadable("--with-nurse", "", "needs weekdays, hours and a place", ROSTER)
    row = {"roster": roster, "latitude": latitude, "longitude": longitude, "skills": skills}
    try:
        return NURSES.parse({"nurse": NEW, "name": "New nurse"} | row, catalogue())
    except BadRow as bad:
        options = [OPTIONS.get(cell.column, cell.column) for cell in bad.cells]
        said = zip(options, bad.cells, strict=True)
        raise UsageRefusal(
            "; ".join(f"{option}: {cell.what}" for option, cell in said),
            code="unreadable",
            field=", ".join(dict.fromkeys(options)),
        ) from None


def staffed(case: PlanningCase, staffing: Staffing) -> PlanningCase:
    """The case with a change of staff: who is gone keeps her appointments and has no shift.

    Raises:
        NotFound: No nurse has a code, or a roster names no known site.
    """
    gone = {known_code(case, code) for code in staffing.without}
    stays = [replace(n, roster=()) if n.code in gone else n for n in case.nurses]
    return replace(case, nurses=(*stays, *joining_nurses(case, staffing)))


def joining_nurses(case: PlanningCase, staffing: Staffing) -> tuple[Nurse, ...]:
    """The new nurses, each with a code that nobody in the case has.

    Raises:
        NotFound: A roster names no known site.
    """
    taken = {nurse.code for nurse in case.nurses} | {demand.code for demand in case.demands}
    taken |= {site.code for site in case.sites}
    found: list[Nurse] = []
    for nurse in staffing.joining:
        for place in sorted({hours.place for hours in nurse.roster} - {HOME}):
            _check_site(case, place)
        number = len(found) + 1
        while f"{NEW}{number}" in taken:
            number += 1
        taken.add(f"{NEW}{number}")
        found.append(replace(nurse, code=f"{NEW}{number}"))
    return tuple(found)


def known_code(case: PlanningCase, code: str) -> str:
    """The code of a nurse; small letters will do for capitals.

    Raises:
        NotFound: There is no such nurse; those there are, are named.
    """
    known = {nurse.code for nurse in case.nurses}
    for spelling in (code, code.upper()):
        if spelling in known:
            return spelling
    listed = ", ".join(f"{n.code} ({visible(n.name)})" for n in case.nurses[:LISTED])
    more = f" and {len(case.nurses) - LISTED} more" if len(case.nurses) > LISTED else ""
    raise NotFound(
        f'There is no nurse "{visible(code)}".',
        code="unknown-nurse",
        why=f"Nurses: {listed}{more}." if listed else "No nurse is recorded.",
        next_step="pumpsched nurse list",
    )


def _check_site(case: PlanningCase, place: str) -> None:
    if all(site.code != place for site in case.sites):
        listed = ", ".join(site.code for site in case.sites[:LISTED])
        raise NotFound(
            f'There is no site "{visible(place)}".',
            code="unknown-site",
            why=f"Sites: {listed}." if listed else "No site is recorded.",
            next_step="pumpsched site list",
        )
