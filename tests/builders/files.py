"""Files: what rows and columns are, and how they are read and written."""

from __future__ import annotations

from pumpsched.formats.csv_files import CsvFile, spreadsheet_cell, write_rows
from pumpsched.formats.html import POLICY
from pumpsched.formats.year_page import SpanChart, plot
from pumpsched.records.events import EVENTS, EventRow, VoidRow
from pumpsched.records.folder import CLOSURES, PATIENTS, SITES
from pumpsched.records.panel import PANEL
from pumpsched.records.problems import BadImport, BadRow, Problem
from pumpsched.records.recognise import FOLDER, AnyLayout, recognise

__all__ = [
    "CLOSURES",
    "EVENTS",
    "FOLDER",
    "PANEL",
    "PATIENTS",
    "POLICY",
    "SITES",
    "AnyLayout",
    "BadImport",
    "BadRow",
    "CsvFile",
    "EventRow",
    "Problem",
    "SpanChart",
    "VoidRow",
    "plot",
    "recognise",
    "spreadsheet_cell",
    "write_rows",
]
