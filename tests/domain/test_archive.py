"""What is there no more: the last mark of each counts, and the days after its last are closed."""

from __future__ import annotations

from pumpsched.domain.archive import GONE, before_first_day, departures, in_force, standing_marks
from tests.builders import day, when
from tests.builders.values import EARLIEST, LATEST, ArchiveMark, Authorization, Closure

LEAVES = ArchiveMark("N1", when("2026-11-20"), "ann", until=day("2026-12-31"))
ENDS = LEAVES._replace(who="0007", number="A1")
GIVEN = Authorization("0007", "A1", valid_from=day("2026-11-01"))


def test_the_last_mark_counts_and_one_without_a_day_takes_the_leave_back() -> None:
    later = LEAVES._replace(until=day("2027-01-31"))
    assert standing_marks([LEAVES, ENDS, later]) == {("N1", ""): later, ("0007", "A1"): ENDS}
    assert standing_marks([LEAVES, LEAVES._replace(until=None)]) == {}


def test_whoever_leaves_is_away_from_the_next_day_on() -> None:
    archive = standing_marks([LEAVES, ENDS])
    assert departures(archive) == (Closure("N1", day("2027-01-01"), LATEST, GONE),)


def test_an_authorization_that_is_archived_ends_with_the_earlier_of_both_days() -> None:
    archive = standing_marks([ENDS])
    assert in_force([GIVEN], archive) == [GIVEN._replace(valid_to=day("2026-12-31"))]
    shorter = GIVEN._replace(valid_to=day("2026-12-01"))
    other = GIVEN._replace(number="A2")
    assert in_force([shorter, other], archive) == [shorter, other]


def test_one_that_never_held_is_none() -> None:
    never = ENDS._replace(until=before_first_day(GIVEN))
    assert in_force([GIVEN], standing_marks([never])) == []
    assert before_first_day(GIVEN._replace(valid_from=None)) == EARLIEST
