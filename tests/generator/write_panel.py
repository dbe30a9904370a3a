"""Writes the demo clinic as one spreadsheet: ``python -m tests.generator.write_panel > FILE``."""

from __future__ import annotations

import csv
import io
import sys
from typing import BinaryIO

from pumpsched.formats.csv_files import LINE_END
from tests.builders.files import PANEL
from tests.builders.values import catalogue
from tests.generator import panel


def write_panel(stream: BinaryIO) -> None:
    known, table, text = catalogue(), panel(), io.StringIO(newline="")
    writer = csv.DictWriter(text, table.header, extrasaction="ignore", lineterminator=LINE_END)
    writer.writeheader()
    writer.writerows(PANEL.text(PANEL.parse(row, known)) for row in table.rows)
    stream.write(text.getvalue().encode())


if __name__ == "__main__":
    write_panel(sys.stdout.buffer)
