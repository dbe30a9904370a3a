"""What must hold after a process was killed: what it acknowledged is there; else all or nothing."""

from __future__ import annotations

from pathlib import Path

from tests.crash.content import Content, content_of, faults_of
from tests.crash.nursery import Outcome
from tests.crash.stage import Stage


def broken_promises(stage: Stage, place: Path, outcome: Outcome) -> list[str]:
    """What does not hold in a folder where the case's call was ended, and then run again."""
    store = place / stage.store
    found, content = [], content_of(store)
    answered = outcome.code == 0 or (stage.case.numbered and outcome.out != "")
    if answered and content != stage.after:
        found.append("lost: it was acknowledged and is not there")
    elif content not in (stage.before, stage.after) and not _enrolled_nobody(stage, content):
        found.append(f"half: {_difference(stage, store)}")
    again = stage.run(place)
    if again.code != 0:
        found.append(f"run again, it ends with {again.code}: {again.err}")
    elif content_of(store) != stage.after:
        found.append(f"run again, the store is not as after one run: {_difference(stage, store)}")
    return found + [f"doctor: {fault}" for fault in faults_of(store)]


def _enrolled_nobody(stage: Stage, content: Content) -> bool:
    """Whether a first enrolment got as far as an empty store, which says nothing of anybody."""
    rows = {table for table, found in content.items() if found}
    return stage.case.anew and stage.case.numbered and rows == {"alembic_version"}


def _difference(stage: Stage, store: Path) -> str:
    content = content_of(store)
    return ", ".join(
        f"{table}: {len(content.get(table, ()))} rows, not {len(rows)}"
        for table, rows in stage.after.items()
        if content.get(table) != rows
    )
