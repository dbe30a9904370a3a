"""Writes the demo clinic as one spreadsheet: ``python -m tests.generator.write_panel > FILE``."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import BinaryIO

from pumpsched.formats.csv_files import write_rows
from pumpsched.records.panel import PANEL
from pumpsched.reference import catalogue
from tests.generator import panel

_EXTRAS = ("implanted_on", "fixed_flow_ml_day")


def write_panel(stream: BinaryIO) -> None:
    known, layout = catalogue(), replace(PANEL, extra=_EXTRAS)
    values = (PANEL.parse(row, known) for row in panel().rows)
    write_rows(stream, layout, values, extra=_EXTRAS)


if __name__ == "__main__":
    write_panel(sys.stdout.buffer)
