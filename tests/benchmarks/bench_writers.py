"""How many changes a second many writers get in: ``python -m tests.benchmarks.bench_writers``.

One, five and twenty processes write to one store at once, on both back ends: every change is a
transaction of its own, a refill's note on a patient read and written through the books, audit row
and all, committed to the disk. It prints changes a second, the median and the 99th percentile of
how long a change took, and each figure's ratio to that of one writer.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import cast

from tests.builders.store import Stamp, open_store, writing
from tests.cli.clinic import build_clinic
from tests.crash.nursery import Job, Nursery
from tests.postgres import fresh_database

WRITERS = (1, 5, 20)
AT = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)


def write() -> None:
    """Changes a patient, again and again; prints how long each took [seconds].

    Its arguments are the store, the writer's number and how many changes.
    """
    location, number, changes = sys.argv[1], sys.argv[2], int(sys.argv[3])
    for each in range(changes):
        begun = perf_counter()
        store = open_store(location)
        stamp = Stamp("bench", AT, "bench", request_id=f"{os.getpid()}-{number}-{each}")
        with writing(store, stamp) as books:
            patient = books.patient("0007")
            assert patient is not None
            books.put_patient(patient._replace(notes=f"{number}-{each}"))
        store.dispose()
        print(perf_counter() - begun)


@contextmanager
def location_of(engine: str, clinic: Path) -> Iterator[str]:
    """Where a copy of the invented clinic is."""
    if engine == "postgres":
        with fresh_database("clinic", lambda url: build_clinic(cast(Path, url))) as url:
            yield url
    else:
        with tempfile.TemporaryDirectory() as folder:
            yield str(shutil.copy(clinic, Path(folder) / "store.sqlite"))


def measured(nursery: Nursery, location: str, writers: int, changes: int) -> list[float]:
    """How long each change took [seconds], and last how long all of them together."""
    target = f"{__spec__.name}:write" if __spec__ else "tests.benchmarks.bench_writers:write"
    jobs = [Job([location, str(n), str(changes // writers)], target=target) for n in range(writers)]
    begun = perf_counter()
    outcomes = nursery.together(jobs)
    whole = perf_counter() - begun
    assert all(outcome.code == 0 for outcome in outcomes), outcomes[0].err
    return [*sorted(float(line) for o in outcomes for line in o.out.split()), whole]


def main() -> None:
    """Prints a line for each back end and number of writers."""
    options = argparse.ArgumentParser(description="Many writers at once.")
    options.add_argument("--changes", type=int, default=500, help="in all, each time")
    chosen = options.parse_args()
    print("store     writers  changes/s  ratio  median ms  p99 ms  ratio")
    with tempfile.TemporaryDirectory() as folder, Nursery() as nursery:
        clinic = Path(folder) / "clinic.sqlite"
        build_clinic(clinic)
        for engine in ("sqlite", "postgres"):
            with location_of(engine, clinic) as location:
                measured(nursery, location, 1, 5)
                first: tuple[float, float] | None = None
                for writers in WRITERS:
                    *each, whole = measured(nursery, location, writers, chosen.changes)
                    rate, p99 = len(each) / whole, each[int(len(each) * 0.99)]
                    first = first or (rate, p99)
                    print(
                        f"{engine:<9} {writers:7}  {rate:9.1f}  {rate / first[0]:5.2f}  "
                        f"{1000 * each[len(each) // 2]:9.1f}  {1000 * p99:6.1f}  "
                        f"{p99 / first[1]:5.1f}"
                    )


if __name__ == "__main__":
    main()
