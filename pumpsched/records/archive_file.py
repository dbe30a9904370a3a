"""The file of what is there no more: nurses, sites and authorizations with their last day."""

from __future__ import annotations

from dataclasses import replace

from pumpsched.domain.archive import ArchiveMark
from pumpsched.records.cell_types import CODE, NAME
from pumpsched.records.folder import NUMBER, REASON, RECORDED_AT, UNTIL, WHO
from pumpsched.records.spec import Field, Record

ARCHIVE: Record[ArchiveMark] = Record(
    "archive.csv",
    (
        replace(WHO, type=CODE, help="Code of a nurse or site; of an authorization the patient's."),
        replace(NUMBER, required=False),
        RECORDED_AT,
        replace(UNTIL, help="Last day there; empty: there again."),
        REASON,
        Field("noted_by", NAME, "Who noted it.", required=True),
    ),
    ArchiveMark,
)
