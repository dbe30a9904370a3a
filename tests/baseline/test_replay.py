"""Every command line of ``commands/`` answers what ``golden/`` has of it, byte for byte.

An ordinary run makes a third of the calls that nothing follows from, some of every group.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.baseline.script import GOLDEN, GROUPS, Player, Stores, differences
from tests.effort import FULL


@pytest.fixture(scope="session")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Stores:
    """Stores to copy, made once."""
    return Stores(tmp_path_factory.mktemp("stores"))


@pytest.mark.campaign
@pytest.mark.parametrize("group", GROUPS)
def test_a_group_of_commands_answers_as_it_did(group: str, tmp_path: Path, stores: Stores) -> None:
    differing = differences(group, Player(group, tmp_path, stores, whole=FULL).play())
    assert not differing, "\n\n".join(differing[:20])


def test_every_golden_file_has_its_commands() -> None:
    assert sorted(path.stem for path in GOLDEN.iterdir()) == GROUPS
