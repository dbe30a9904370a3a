"""Looking up codes in a store, for completion: quick, read-only, and silent on any failure.

It opens the file itself, without the database library, whose import takes longer than a person
waits for a word. It never makes, repairs or upgrades anything.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from pumpsched.domain.errors import StoreProblem
from pumpsched.store.reading.surroundings import check_surroundings

PATIENCE = 0.15
"""A store that somebody changes just now is waited for so long [seconds]."""
MOST_STEPS = 10_000_000
"""So many steps of SQLite a look may take, a fraction of a second; 35,000 patients take a tenth."""
MOST = 1000
"""So many answers are useful at most; of more none is told, lest one seem missing."""

_QUERIES = {
    "patient": "SELECT code, name FROM patient"
    " WHERE substr(code, 1, length(:typed)) = :typed"
    " OR (:folded <> '' AND instr(name_folded, :folded) > 0)",
    "nurse": "SELECT code, name FROM nurse WHERE substr(code, 1, length(:typed)) = :typed",
    "site": "SELECT code, name FROM site WHERE substr(code, 1, length(:typed)) = :typed",
    "visit": "SELECT visit.code, patient.code || ' ' || visit.day FROM visit"
    " JOIN patient ON patient.id = visit.patient_id"
    " WHERE visit.status IN ('booked', 'confirmed')"
    " AND substr(visit.code, 1, length(:typed)) = :typed",
}


def look_up(location: str, kind: str, *, typed: str, folded: str) -> Sequence[tuple[str, str]]:
    """Codes with what they stand for, in order; none where the store cannot be read at once.

    Args:
        location: Path of the store; a store on a server is not asked.
        kind: ``patient``, ``nurse``, ``site`` or ``visit`` (open ones).
        typed: What a code begins with.
        folded: For patients also: what a name contains, folded for matching.
    """
    if "://" in location:
        return ()
    try:
        path = Path(location).expanduser()
        return _read(path, _QUERIES[kind], typed, folded) if _is_private_file(path) else ()
    except (StoreProblem, OSError, RuntimeError, ValueError, sqlite3.Error):
        return ()


def _is_private_file(path: Path) -> bool:
    state = path.stat()
    open_to_others = os.name == "posix" and bool(state.st_mode & 0o077)
    check_surroundings(path)
    return stat.S_ISREG(state.st_mode) and not open_to_others


def _read(path: Path, query: str, typed: str, folded: str) -> Sequence[tuple[str, str]]:
    uri = f"file:{quote(str(path.absolute()))}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, timeout=PATIENCE)) as connection:
        connection.set_progress_handler(lambda: 1, MOST_STEPS)
        connection.execute("PRAGMA trusted_schema = OFF")
        values = {"typed": typed, "folded": folded, "most": MOST + 1}
        found = connection.execute(f"{query} ORDER BY 1 LIMIT :most", values).fetchall()
    return [(str(code), str(name)) for code, name in found] if len(found) <= MOST else ()
