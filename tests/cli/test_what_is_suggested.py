"""A refusal's suggestion is true: followed, it records exactly what was first asked.

Writing commands are drawn with figures near and beyond each gate, for patients in every state; a
person follows each suggestion, its blanks filled, until it is done. A long run is
``python -m tests.cli.suggestions_campaign``.
"""

from __future__ import annotations

import random

import pytest

from tests.cli.following import Seen
from tests.cli.suggestions_campaign import COMMANDS, GATES, MEETING, drawn, followed
from tests.effort import tries

pytestmark = [pytest.mark.sqlite_file, pytest.mark.campaign]

DRAWS = tries(short=25, full=100)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """What a person met who typed many commands and followed every suggestion."""
    chance = random.Random(12)
    asked = [*MEETING, *(drawn(chance) for _ in range(DRAWS))]
    return followed(tmp_path_factory.mktemp("ward"), asked)


def test_followed_it_records_exactly_what_was_first_asked(seen: Seen) -> None:
    assert seen.astray == []


def test_a_blank_as_it_stands_is_refused_and_changes_nothing(seen: Seen) -> None:
    assert seen.taken == []


def test_another_command_is_openly_another_and_can_be_done(seen: Seen) -> None:
    assert seen.other == []


def test_a_few_steps_lead_to_the_end(seen: Seen) -> None:
    assert seen.endless == []


def test_a_person_and_a_program_are_told_the_same(seen: Seen) -> None:
    assert seen.untold == []


def test_every_gate_was_met_and_every_command_done(seen: Seen) -> None:
    assert GATES - set(seen.met) == set()
    assert COMMANDS - set(seen.done) == set()
