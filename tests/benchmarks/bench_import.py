"""How fast an import is, how much memory it takes, and how both grow with the clinic.

``python -m tests.benchmarks.bench_import --sizes 1000,10000,100000`` writes an invented clinic of
each size as a folder, then imports it with the command line in a process of its own: once into a
new store, and once more, which adds nothing. Prints a table of wall and processor time, facts for
each second of processor time, the exponent by which that time grew over the size before (1 is in
proportion), and the most memory the process had at once.
"""

from __future__ import annotations

import argparse
import csv
import math
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.generator import build_clinic

_CHILD = """
import resource, sys
from pumpsched.cli.main import main
try:
    main()
finally:
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(used.ru_utime + used.ru_stime, used.ru_maxrss, file=sys.stderr)
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One import: how long on the wall and on the processor [s], and its most memory [KiB]."""

    wall: float
    busy: float
    peak_kib: int


@dataclass(frozen=True, slots=True)
class Measured:
    """A clinic's import."""

    patients: int
    facts: int
    first: Run
    again: Run
    store_bytes: int


def write_clinic(path: Path, patients: int) -> int:
    """Writes the folder of an invented clinic; gives how many facts it has.

    Everybody's code is part of the name: of so many invented people some would else be taken for
    one, which an import refuses.
    """
    path.mkdir()
    facts = 0
    for table in build_clinic(patients):
        with (path / table.name).open("w", newline="") as stream:
            writer = csv.DictWriter(stream, table.header)
            writer.writeheader()
            for row in table.rows:
                named = table.name == "patients.csv"
                writer.writerow(row | {"name": f"{row['name']} {row['patient']}"} if named else row)
                facts += table.name == "events.csv"
    return facts


def run_import(folder: Path, store: Path) -> Run:
    """Imports a folder with the command line, in a process of its own."""
    begin = time.monotonic()
    call = [sys.executable, "-c", _CHILD, "import", str(folder), "--db", str(store), "--yes"]
    done = subprocess.run(call, capture_output=True, text=True, check=False, env=os.environ)
    seconds = time.monotonic() - begin
    if done.returncode:
        raise SystemExit(done.stderr)
    busy, peak = done.stderr.split()[-2:]
    return Run(seconds, float(busy), int(peak))


def measure(patients: int, folder: Path) -> Measured:
    """Measures the import of a clinic of that size."""
    store = folder / "store.sqlite"
    facts = write_clinic(folder / "clinic", patients)
    first, again = (run_import(folder / "clinic", store) for _ in range(2))
    return Measured(patients, facts, first, again, store.stat().st_size)


def table(sizes: list[int]) -> Iterator[str]:
    """The lines of the table, each as soon as it is measured."""
    yield (
        f"{'patients':>9} {'facts':>10} {'wall s':>8} {'busy s':>8} {'facts/s':>8} {'growth':>7} "
        f"{'MiB':>5} {'again: wall s':>14} {'busy s':>8} {'MiB':>5} {'store MiB':>10}"
    )
    before: Measured | None = None
    for size in sizes:
        with TemporaryDirectory() as folder:
            now = measure(size, Path(folder))
        growth = "-"
        if before is not None:
            times = now.first.busy / before.first.busy
            growth = f"{math.log(times) / math.log(now.facts / before.facts):.2f}"
        first, again = now.first, now.again
        yield (
            f"{now.patients:>9,} {now.facts:>10,} {first.wall:>8.1f} {first.busy:>8.1f} "
            f"{now.facts / first.busy:>8,.0f} {growth:>7} {first.peak_kib / 1024:>5.0f} "
            f"{again.wall:>14.1f} {again.busy:>8.1f} {again.peak_kib / 1024:>5.0f} "
            f"{now.store_bytes / 2**20:>10.1f}"
        )
        before = now


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000", help="numbers of patients")
    sizes = [int(size) for size in parser.parse_args().sizes.split(",")]
    for line in table(sizes):
        print(line, flush=True)


if __name__ == "__main__":
    main()
