"""Clinics of any size for tests and benchmarks: invented people, believable pumps.

`build_clinic` yields every file of a clinic folder and `panel` the one spreadsheet of the same
clinic, both as streams of text rows that stand still on the demo's day. The first forty patients
are those of the demo; whoever comes after them is drawn at random.

The arithmetic is its own, so that the program is held against another's: of the program it
imports the demo's day alone. It reads no clock.
"""

from tests.generator.cases import SPECIAL_CASES
from tests.generator.clinic import Table, build_clinic, panel, panel_rows

__all__ = ["SPECIAL_CASES", "Table", "build_clinic", "panel", "panel_rows"]
