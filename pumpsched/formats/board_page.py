"""The board of a week as one page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pumpsched.formats.page_template import filled_in


def board_page(board: Mapping[str, Any]) -> str:
    """The page of a board, in the words that the template names."""
    return filled_in("board.html", board)
