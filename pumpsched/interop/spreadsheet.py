"""Cells that a spreadsheet may open: text of ours never becomes a formula of theirs."""

from __future__ import annotations

import re

_FORMULA_STARTS = frozenset("=+-@＝＋－＠")
_NEGATIVE_NUMBER = re.compile(r"-[0-9]+(?:\.[0-9]+)?")


def spreadsheet_cell(text: str) -> str:
    """The text as a spreadsheet may open it: what would start a formula gets a leading ``'``.

    Blanks before the sign do not hide it. Plain numbers, negative ones too, and dates stay as they
    are. A phone number such as ``+1 303 555 0101`` is no plain number.
    """
    starts = text[:1] in ("\t", "\r") or text.lstrip()[:1] in _FORMULA_STARTS
    return f"'{text}" if starts and not _NEGATIVE_NUMBER.fullmatch(text) else text
