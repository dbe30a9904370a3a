"""A synthetic clinic to try the program on: invented people, believable pumps.

The clinic stands still on `DEMO_TODAY`, a Sunday: the demo store carries its own today, so that
it never ages. `build_clinic` yields every file of a clinic folder and `panel` the one spreadsheet
of the same clinic, both as streams of text rows, for the demo store, tests and benchmarks alike.
The first forty patients show every special situation; `cases` has the table.

A sibling of the adapters: it imports the standard library only and reads no clock.
"""

from pumpsched.demo.cases import SPECIAL_CASES
from pumpsched.demo.clinic import DEMO_TODAY, Table, build_clinic, panel, panel_rows

__all__ = ["DEMO_TODAY", "SPECIAL_CASES", "Table", "build_clinic", "panel", "panel_rows"]
