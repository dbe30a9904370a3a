"""Which layout of the tables a store has."""

from __future__ import annotations

import re
from pathlib import Path

from pumpsched.domain.errors import NotFound, StoreBusy
from pumpsched.store.reading.checked_rows import CheckedRows
from pumpsched.store.seals import damaged

_VERSIONS = Path(__file__).parents[1] / "migrations" / "versions"
LAYOUTS = sorted(each.name.partition("_")[0] for each in _VERSIONS.glob("m*.py"))
"""Every layout that a version of this program wrote, oldest first: one a migration."""
LAYOUT = LAYOUTS[-1]
"""The layout this program reads and writes."""

_ON_SERVER = "SELECT 1 WHERE to_regclass('alembic_version') IS NOT NULL"
_IN_FILE = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"


def layout_of(store: CheckedRows) -> str | None:
    """The layout of an open store; None if it has no tables of ours.

    Raises:
        StoreProblem: What stands there is no number of a layout.
    """
    if store.value(_ON_SERVER if store.on_server else _IN_FILE) is None:
        return None
    found = store.value("SELECT version_num FROM alembic_version")
    if found is None:
        return None
    if not isinstance(found, str) or not re.fullmatch(r"m[0-9]{4}", found):
        raise damaged("The number of the store's layout cannot be read.")
    return found


def check_layout(store: CheckedRows) -> None:
    """Passes a store of this program's own layout.

    Raises:
        NotFound: It is an empty database on a server.
        StoreBusy: It has an older or a newer layout.
        StoreProblem: It is a database, but no store.
    """
    found = layout_of(store)
    if found == LAYOUT:
        return
    if found is None and store.on_server:
        raise NotFound(
            "The database on the server holds no store yet.",
            code="no-store",
            next_step="pumpsched import PATH",
        )
    if found is None:
        raise damaged("The database holds no store.")
    if found < LAYOUT:
        raise StoreBusy(
            f"The store has the older layout {found}; this program needs {LAYOUT}.",
            code="store-outdated",
            next_step="pumpsched db upgrade (it makes a backup first)",
            layout=found,
        )
    raise StoreBusy(
        f"The store has the newer layout {found}; this program knows {LAYOUT}.",
        code="store-newer",
        why="A newer pumpsched has run `pumpsched db upgrade` on it.",
        next_step="a newer version of pumpsched",
        layout=found,
    )
