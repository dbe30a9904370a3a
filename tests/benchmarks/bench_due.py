"""The worklist of a large clinic against a bare read: ``python -m tests.benchmarks.bench_due``.

It times ``usecases.due.next_due`` on a demo clinic (10,000 patients unless told otherwise), for
four weeks and for everybody, against ``sqlite3`` reading the same outlook rows with their
patients and pumps, and prints the ratios.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from sqlalchemy import Engine

from tests.builders.store import Stamp, open_store, reading
from tests.builders.work import DEMO_TODAY, Filter, build_demo, next_due

STAMP = Stamp("bench", datetime(2026, 11, 22, tzinfo=UTC), "bench")
LAST = DEMO_TODAY + timedelta(days=28)
JOINED = (
    "select * from patient join pump on pump.patient_id = patient.id "
    "join outlook on outlook.pump_id = pump.id"
)
WITHIN = " where outlook.refill_by <= ? or outlook.refill_by is null or outlook.state <> 'running'"


def bare(path: Path, *, everybody: bool, times: int) -> tuple[int, float]:
    """How many rows a plain read finds, and its shortest time [seconds]."""
    best, found = float("inf"), 0
    for _ in range(times):
        with sqlite3.connect(path) as raw:
            begun = perf_counter()
            query = (JOINED, ()) if everybody else (JOINED + WITHIN, (LAST.isoformat(),))
            found = len(raw.execute(*query).fetchall())
            best = min(best, perf_counter() - begun)
        raw.close()
    return found, best


def worklist(engine: Engine, *, everybody: bool, times: int) -> tuple[int, float]:
    """How many items the worklist has, and its shortest time [seconds]."""
    best, found = float("inf"), 0
    for _ in range(times):
        with reading(engine) as books:
            begun = perf_counter()
            wanted = Filter(everybody=everybody)
            found = len(next_due(books, as_of=DEMO_TODAY, last=LAST, wanted=wanted).items)
            best = min(best, perf_counter() - begun)
    return found, best


def main() -> None:
    """Prints a line for four weeks and one for everybody."""
    options = argparse.ArgumentParser(description="The worklist against a bare read.")
    options.add_argument("--patients", type=int, default=10_000)
    options.add_argument("--times", type=int, default=5)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.sqlite"
        build_demo(path, STAMP, patients=chosen.patients)
        engine = open_store(str(path))
        print("worklist     rows  read ms   items  due ms   ratio")
        for everybody in (False, True):
            rows, plain = bare(path, everybody=everybody, times=chosen.times)
            items, full = worklist(engine, everybody=everybody, times=chosen.times)
            name = "everybody" if everybody else "28 days"
            print(
                f"{name:<10} {rows:6} {1000 * plain:8.1f}  {items:6} {1000 * full:7.1f} "
                f"{full / plain:7.1f}"
            )
        engine.dispose()


if __name__ == "__main__":
    main()
