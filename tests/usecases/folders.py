"""Folders of CSV files for tests of import and export: a small clinic, and ways to spoil it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from tests.builders.files import BadImport
from tests.builders.store import Stamp, open_store, writing
from tests.builders.values import without_marks
from tests.builders.work import (
    Choices,
    DifferingRows,
    ImportReceipt,
    import_sources,
    sources_at,
    write_folder,
)

TODAY = date(2026, 11, 22)

PATIENTS = """\
patient,name,phone,preferred_nurse
0007,"Rivera, Ana",612-555-0107,N1
0012,"Okafor, Ben",303-555-0112,
"""
PUMPS = """\
patient,model,serial,implanted_on,explanted_on
0007,SM2-20,S7,2026-05-04,
0012,SM2-40,S12,2025-01-15,2026-06-01
0012,SM3-40,S13,2026-06-01,
"""
EVENTS = """\
patient,at,event,mixture,residual_ml,injected_ml,dose,amount,note
0007,2026-11-02,fill,baclofen 500 mcg/mL,,20,,,
0007,2026-11-02,dose,,,,120 mcg/day,,
0012,2026-08-15T10:30,fill,morphine 25 mg/mL,,40,,,
0012,2026-08-15T10:30,dose,,,,1 mg/day,,
0012,2026-09-01,bolus,,,,,0.1 mL,
0012,2026-09-01,bolus,,,,,0.1 mL,
"""
NURSES = "nurse,name,roster\nN1,Ada Quill,Mon-Fri 08:00-16:00 clinic:MPLS\nN2,Bo Reed,\n"
SITES = "site,name\nMPLS,Minneapolis\n"
CLOSURES = "who,from,to,reason\nall,2026-12-25,2026-12-25,holiday\nN1,2026-12-01,2026-12-02,\n"
AUTHORIZATIONS = "patient,number,visits\n0007,A-1,6\n"
VISITS = """\
visit,patient,at,minutes,setting,site,nurse
V1,0012,2026-11-24T09:00,45,clinic,MPLS,N1;N2
V2,0007,2026-12-28T10:00,45,home,,N2
"""
TRAVEL = "from,to,minutes,metres\nMPLS,0007,20,15000\n"
SETTINGS = "key,value\nzone,America/Chicago\n"

CLINIC: dict[str, str] = {
    "patients.csv": PATIENTS,
    "pumps.csv": PUMPS,
    "events.csv": EVENTS,
    "nurses.csv": NURSES,
    "sites.csv": SITES,
    "closures.csv": CLOSURES,
    "authorizations.csv": AUTHORIZATIONS,
    "visits.csv": VISITS,
    "travel.csv": TRAVEL,
    "settings.csv": SETTINGS,
}


def folder(path: Path, files: Mapping[str, str | bytes] = CLINIC) -> Path:
    """A new folder with these files."""
    path.mkdir()
    for name, text in files.items():
        (path / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def spoiled(path: Path, **changes: str | bytes | None) -> Path:
    """The clinic's folder with other files under these stems; None leaves one out."""
    files: dict[str, str | bytes] = dict(CLINIC)
    for stem, text in changes.items():
        if text is None:
            del files[f"{stem}.csv"]
        else:
            files[f"{stem}.csv"] = text
    return folder(path, files)


def stamp() -> Stamp:
    """Who imports in tests, and when."""
    return Stamp("ann", datetime(2026, 11, 22, 16, 0, tzinfo=UTC), "import")


def today_in(zone: ZoneInfo) -> date:
    """Today, wherever."""
    return TODAY


def take(
    store: Engine,
    path: Path,
    *,
    update: bool = False,
    keep: bool = True,
    choices: Choices | None = None,
    edited: bool = False,
    **others: Any,
) -> ImportReceipt:
    """Imports what is at a path."""
    with writing(store, stamp(), keep=keep) as books:
        return import_sources(
            books,
            sources_at(path, edited=edited),
            today_in=today_in,
            choices=choices or Choices(everybody=update),
            **others,
        )


def refused(
    store: Engine,
    path: Path,
    *,
    update: bool = False,
    choices: Choices | None = None,
    edited: bool = False,
) -> list[str]:
    """The problems of an import that must be refused, as they are said."""
    try:
        take(store, path, update=update, choices=choices, edited=edited)
    except (BadImport, DifferingRows) as refusal:
        return [without_marks(str(problem), in_log=True) for problem in refusal.problems]
    raise AssertionError("the import was not refused")


def exported(store: Engine, path: Path) -> dict[str, bytes]:
    """The files that an export of the store writes."""
    with writing(store, stamp(), keep=False) as books:
        write_folder(books, path)
    return contents(path)


def contents(path: Path) -> dict[str, bytes]:
    """The files of a folder."""
    return {file.name: file.read_bytes() for file in sorted(path.iterdir())}


def fresh(path: Path) -> Engine:
    """A new store at a path."""
    return open_store(str(path), create=True)
