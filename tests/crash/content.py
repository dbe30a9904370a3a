"""What a store file holds, row by row: two stores are the same if their contents are equal."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from tests.builders.store import check_copy

Content = dict[str, tuple[tuple[Any, ...], ...]]
"""Rows of each table, in order; no tables where there is no store."""


def content_of(path: Path) -> Content:
    """Every row of a store file; what a crash left unfinished is rolled back by the reading.

    A file that is not there has no content.
    """
    if not path.exists():
        return {}
    raw = sqlite3.connect(path)
    try:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        found: Content = {}
        for (name,) in raw.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).fetchall():
            rows = raw.execute(f'SELECT * FROM "{name}"').fetchall()
            found[name] = tuple(sorted(rows, key=repr))
        return found
    finally:
        raw.close()


def faults_of(path: Path) -> list[str]:
    """What does not hold in a store: pages, references, seals, the chain; empty if all does."""
    return [fault.message for fault in check_copy(path)]
