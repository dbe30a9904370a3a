"""An invented clinic for tests of the command line, and a way to call it as a person would.

Today is Sunday 2026-11-22, 10:00 in Chicago. What each patient is there for:

| code | name | stands for |
|---|---|---|
| 0007 | Rivera, Ana | the contract's worked example: 20 mL, 120 mcg/day, waiting |
| 0003 | Ito, Chie | patient boluses, refilled at home, a visit booked on 24 Nov |
| 0012 | Okafor, Ben | late since 15 Nov |
| 0020 | Rivero, Ana | a pump, not yet filled; her name is near another one |
| 0021 | Nowak, Ola | no pump |
| 0030 | Haddad, Sami | a constant-flow pump |
| 0040 | Lind, Eva | stopped |
| 0041 | Berg, Tom | archived |
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine
from typer.testing import CliRunner

from tests.builders import dose, fill, stop
from tests.builders.command import app, encoding
from tests.builders.store import Books, Stamp, open_store, reading, writing
from tests.builders.values import (
    Archived,
    Device,
    Fact,
    Nurse,
    Patient,
    Setting,
    Site,
    Visit,
    VisitKind,
    When,
)
from tests.builders.work import rebuild

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
STAMP = Stamp("ann", datetime(2026, 11, 20, 15, 0, tzinfo=UTC), "import")
MORPHINE = "morphine 20 mg/mL + bupivacaine 10 mg/mL"


def build_clinic(path: Path) -> None:
    """Makes the clinic's store at a path."""
    engine = open_store(str(path), create=True)
    with writing(engine, STAMP) as books:
        _people(books)
        _pumps(books)
        rebuild(books, today=TODAY)
    engine.dispose()


def _people(books: Books) -> None:
    born = date(1961, 4, 2)
    books.put_nurse(Nurse("N1", "Ada Quill"))
    books.put_nurse(Nurse("N2", "Bo Reed"))
    books.put_site(Site("MPLS", "Minneapolis"))
    for patient in (
        Patient("0003", "Ito, Chie", date(1958, 7, 19), "612-555-0103", setting=Setting.HOME),
        Patient("0007", "Rivera, Ana", born, "612-555-0107", "1 Elm St", preferred_nurse="N1"),
        Patient("0012", "Okafor, Ben", date(1970, 1, 31), "303-555-0112"),
        Patient("0020", "Rivero, Ana", date(1980, 2, 29)),
        Patient("0021", "Nowak, Ola"),
        Patient("0030", "Haddad, Sami", date(1949, 12, 1)),
        Patient("0040", "Lind, Eva", date(1966, 6, 6)),
        Patient("0041", "Berg, Tom", date(1955, 5, 5)),
    ):
        books.put_patient(patient)


def _pumps(books: Books) -> None:
    ledgers: dict[str, tuple[Fact, ...]] = {
        "0003": (
            fill("2026-10-05", of=MORPHINE),
            dose("2026-10-05", "4 mg/day", "0.25 mg x 4/day"),
        ),
        "0007": (fill(), dose()),
        "0012": (fill("2026-08-15", of="morphine 25 mg/mL"), dose("2026-08-15", "1 mg/day")),
        "0020": (),
        "0030": (fill("2026-10-20", "30", of="morphine 10 mg/mL"),),
        "0040": (fill(), dose(), stop("2026-11-10T08:00")),
        "0041": (fill("2026-06-01"), dose("2026-06-01")),
    }
    for code, facts in ledgers.items():
        fixed = code == "0030"
        model = "CODMAN3000-30" if fixed else "SM2-20"
        device = Device(
            patient=code,
            model=model,
            serial=f"S{code}",
            implanted_on=date(2026, 5, 4),
            fixed_flow_ul_per_day=500 if fixed else None,
        )
        key = books.add_device(device)
        for fact in facts:
            books.append(code, key, fact)
    books.append("0041", None, Archived(at=When(date(2026, 9, 1)), note="moved"))
    books.put_visit(
        Visit("V1", "0003", VisitKind.REFILL, date(2026, 11, 24), 540, 45, Setting.HOME,
              nurses=("N1",))
    )  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What one call answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on stdout."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        """The one error document on stderr."""
        found: dict[str, Any] = json.loads(self.err)["error"]
        return found


class Clinic:
    """A store of one test's own, and the command line on it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def run(self, *args: str, env: dict[str, str] | None = None, typed: str | None = None) -> Said:
        """Calls the command line in this process."""
        given = {"PUMPSCHED_DB": str(self.path), "PUMPSCHED_ACTOR": "ann"} | (env or {})
        found = CliRunner().invoke(app, list(args), env=given, input=typed)
        if found.exception is not None and not isinstance(found.exception, SystemExit):
            raise found.exception
        return Said(found.exit_code, found.stdout, found.stderr)

    def watched(self, *args: str) -> Said:
        """Calls it while a person reads at the terminal what goes to stderr."""
        with patch.object(encoding, "is_log", lambda _stream: False):
            return self.run(*args)

    def done(self, *args: str) -> Said:
        """Calls it, and expects that it was done."""
        said = self.run(*args)
        assert said.code == 0, said.err
        return said

    def facts(self, code: str) -> list[Fact]:
        """Every fact recorded of a patient."""
        with self.opened() as books:
            return [entry.fact for entry in books.entries(code)]

    def changes(self) -> int:
        """How many changes the audit trail names."""
        with self.opened() as books:
            return sum(1 for _ in books.audit_entries())

    def opened(self) -> Any:
        """The books, open for reading."""
        return reading(self.engine())

    def engine(self) -> Engine:
        """The store's engine."""
        return open_store(str(self.path))


def lines(said: Said) -> Sequence[str]:
    """The lines of an error; three at most."""
    found = said.err.splitlines()
    assert len(found) <= 3, said.err
    return found
