"""Lists of somebody's own: their cells, their mapping, the workbooks they come in."""

from __future__ import annotations

from pumpsched.formats.text_shape import shape_of
from pumpsched.formats.workbook import WorkbookFile, shown_number, write_workbook
from pumpsched.records.column_mapping import ListMapping, mapping_text, open_entries, read_mapping
from pumpsched.records.list_cells import CellKind, ListCell
from pumpsched.records.mapped_rows import DaysSeen, RowMapper, mixture_text, read_day
from pumpsched.records.proposed_mapping import ProposedMapping, propose
from pumpsched.reference.list_words import list_words
from pumpsched.usecases.any_list import MappingNeeded, list_source

__all__ = [
    "CellKind",
    "DaysSeen",
    "ListCell",
    "ListMapping",
    "MappingNeeded",
    "ProposedMapping",
    "RowMapper",
    "WorkbookFile",
    "list_source",
    "list_words",
    "mapping_text",
    "mixture_text",
    "open_entries",
    "propose",
    "read_day",
    "read_mapping",
    "shape_of",
    "shown_number",
    "write_workbook",
]
