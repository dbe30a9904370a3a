"""What a cell is in a JSON document."""

from __future__ import annotations

Plain = str | int | float | None
"""What stands under one key of a JSON document."""


def number(cell: str) -> int | float:
    """A decimal text as a number; up to 15 digits come back from a float as they were."""
    return float(cell) if "." in cell else int(cell)
