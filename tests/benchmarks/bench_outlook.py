"""A rebuild of every outlook against a bare scan: ``python -m tests.benchmarks.bench_outlook``.

For demo clinics of growing size it times ``usecases.outlooks.rebuild`` (read every fact, check
its seal, project, write the row) and ``select * from fact`` through plain ``sqlite3``, and prints
their ratio and the exponent with which the rebuild grows. ``--profile`` says where time goes.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sqlite3
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from math import log
from pathlib import Path
from time import perf_counter

from pumpsched.demo import DEMO_TODAY
from pumpsched.store.books import Books, Stamp, writing
from pumpsched.store.engine import open_store
from pumpsched.usecases.demo_clinic import build_demo
from pumpsched.usecases.outlooks import fresh_rows, rebuild

STAMP = Stamp("bench", datetime(2026, 11, 22, tzinfo=UTC), "bench")


def scan(path: Path) -> tuple[int, float]:
    """How many facts there are, and how long reading them takes [seconds]."""
    best, count = float("inf"), 0
    for _ in range(5):
        with sqlite3.connect(path) as raw:
            begun = perf_counter()
            count = sum(1 for _ in raw.execute("select * from fact"))
            best = min(best, perf_counter() - begun)
        raw.close()
    return count, best


def timed(path: Path, work: Callable[[Books], object], *, times: int) -> float:
    """The shortest of several runs in open books, rolled back [seconds]."""
    engine, best = open_store(str(path)), float("inf")
    for _ in range(times):
        with writing(engine, STAMP, keep=False) as books:
            begun = perf_counter()
            work(books)
            best = min(best, perf_counter() - begun)
    engine.dispose()
    return best


def project_all(books: Books) -> int:
    """Projects every pump and writes nothing."""
    return sum(1 for _ in fresh_rows(books, today=DEMO_TODAY))


def main() -> None:
    """Prints a line a size, then the growth exponent from the smallest to the largest."""
    options = argparse.ArgumentParser(description="Rebuild of outlooks against a bare scan.")
    options.add_argument("--sizes", type=int, nargs="+", default=[1_000, 3_000, 10_000])
    options.add_argument("--times", type=int, default=3)
    options.add_argument("--profile", action="store_true")
    chosen = options.parse_args()
    measured: list[tuple[int, float]] = []
    print("patients    facts   scan ms  project ms  rebuild ms  project/scan  rebuild/scan")
    for patients in chosen.sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "demo.sqlite"
            build_demo(path, STAMP, patients=patients)
            facts, bare = scan(path)
            read = timed(path, project_all, times=chosen.times)
            full = timed(path, lambda b: rebuild(b, today=DEMO_TODAY), times=chosen.times)
            measured.append((facts, full))
            print(
                f"{patients:8} {facts:8} {1000 * bare:9.1f} {1000 * read:11.1f} {1000 * full:11.1f}"
                f" {read / bare:13.1f} {full / bare:13.1f}"
            )
            if chosen.profile and patients == chosen.sizes[-1]:
                profile(path)
    (few, short), (many, long) = measured[0], measured[-1]
    if many > few:
        print(f"growth exponent {log(long / short) / log(many / few):.3f}")


def profile(path: Path) -> None:
    """Prints the functions in which a rebuild spends its time."""
    engine = open_store(str(path))
    with writing(engine, STAMP, keep=False) as books:
        watch = cProfile.Profile()
        watch.runcall(rebuild, books, today=DEMO_TODAY)
    engine.dispose()
    pstats.Stats(watch).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
