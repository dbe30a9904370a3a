"""Where a case is played: a folder with a store, a copy of it and files to import, made once."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.cli.clinic import NOW, build_clinic
from tests.crash.cases import Case
from tests.crash.content import Content, content_of
from tests.crash.nursery import Job, Nursery, Outcome

REQUEST = "crash-1"
_PANEL = """\
patient,name,birth_date,phone,setting,pump_model,serial,mixture,dose,filled_on,injected_ml
0101,"Fox, Ira",1971-03-04,555-0121,clinic,SM2-20,P1,baclofen 500 mcg/mL,120 mcg/day,2026-11-02,20
0102,"Gale, Una",1972-05-06,555-0122,home,SM2-40,P2,baclofen 2000 mcg/mL,300 mcg/day,2026-10-12,40
"""
_EVENTS = """\
patient,at,event,mixture,injected_ml,dose
0020,2026-11-18,fill,baclofen 500 mcg/mL,20,
0020,2026-11-18,dose,,,100 mcg/day
0012,2026-11-20,fill,,18,
"""
_PATIENTS = """\
patient,name,birth_date
0103,"Hale, Vic",1981-09-10
0104,"Iris, Wen",1982-11-12
"""


@dataclass(frozen=True)
class Stage:
    """A case with the store it begins with, and what an undisturbed run makes of it.

    ``calls`` is how many calls that run makes; ``seconds`` how long it takes.
    """

    nursery: Nursery
    case: Case
    folder: Path

    @property
    def store(self) -> str:
        """Name of the store within a folder."""
        return "store.sqlite"

    @cached_property
    def before(self) -> Content:
        """What the store holds at first."""
        return content_of(self.folder / self.store)

    @cached_property
    def undisturbed(self) -> tuple[Outcome, Content]:
        """How a run ends that nothing disturbs, and what the store holds then."""
        with self.opened() as place:
            outcome = self.nursery.run(self.job(place, watched=True))
            assert outcome.code == 0, outcome.err
            return outcome, content_of(place / self.store)

    @property
    def after(self) -> Content:
        """What the store holds after an undisturbed run."""
        return self.undisturbed[1]

    @property
    def calls(self) -> int:
        """How many calls an undisturbed run makes."""
        return len(self.undisturbed[0].calls)

    @contextmanager
    def opened(self) -> Iterator[Path]:
        """A folder of one run's own."""
        with tempfile.TemporaryDirectory(prefix="stage-") as made:
            place = Path(made) / "own"
            shutil.copytree(self.folder, place)
            yield place

    def job(self, place: Path, **how: Any) -> Job:
        """The case's call in that folder."""
        return _job(place, self.folder, self.case, **how)

    def run(self, place: Path, **how: Any) -> Outcome:
        """How the case's call ended in that folder."""
        return self.nursery.run(self.job(place, **how))


def _job(place: Path, folder: Path, case: Case, **how: Any) -> Job:
    """The case's call, with the options that every write takes and the clock standing."""
    names = {"$FOLDER": "files", "$PANEL": "panel.csv", "$COPY": "copy.sqlite"}
    typed = [str(folder / names[arg]) if arg in names else arg for arg in case.args]
    more = ["-y", "--request-id", REQUEST] if "--mend" not in case.args else []
    env = {"PUMPSCHED_ACTOR": "ann", "PUMPSCHED_DB": str(place / "store.sqlite")}
    return Job([*typed, *more], env=env, **({"now": NOW} | how))


def staged(nursery: Nursery, case: Case, folder: Path, clinic: Path) -> Stage:
    """The stage of a case, made in a folder from the invented clinic's store."""
    (folder / "files").mkdir(parents=True)
    (folder / "files" / "patients.csv").write_text(_PATIENTS, encoding="utf-8")
    (folder / "panel.csv").write_text(_PANEL, encoding="utf-8")
    shutil.copy(clinic, folder / "copy.sqlite")
    if not case.anew:
        (folder / "files" / "events.csv").write_text(_EVENTS, encoding="utf-8")
        shutil.copy(clinic, folder / "store.sqlite")
    for args in case.before:
        job = _job(folder, folder, Case(args))
        done = nursery.run(replace(job, args=[*args, "-y"]))
        assert done.code == 0, done.err
    if case.spoilt:
        with closing(sqlite3.connect(folder / "store.sqlite", isolation_level=None)) as raw:
            raw.execute(case.spoilt)
    return Stage(nursery, case, folder)


def clinic_in(folder: Path) -> Path:
    """The invented clinic's store, made in a folder."""
    path = folder / "clinic.sqlite"
    build_clinic(path)
    return path
