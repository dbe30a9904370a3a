"""A rebuild of every outlook against a bare scan: ``python -m tests.benchmarks.bench_outlook``.

For demo clinics of growing size it times ``usecases.outlooks.rebuild`` (read every fact, check
its seal, project, write the row) and ``select * from fact`` through plain ``sqlite3``, and prints
their ratio and the exponent with which the rebuild grows. ``--years 3`` repeats the demo's year of
history before it, as a store has that is some years old; ``--profile`` says where time goes.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import log
from pathlib import Path
from time import perf_counter

from pumpsched.records.problems import Report
from pumpsched.usecases.import_files import Progress, Row, Sheet, Source
from tests.builders.store import Books, Stamp, open_store, writing
from tests.builders.work import DEMO_TODAY, demo_sources, fresh_rows, import_sources, rebuild

STAMP = Stamp("bench", datetime(2026, 11, 22, tzinfo=UTC), "import")
YEAR = timedelta(weeks=52)


def build_store(path: Path, *, patients: int, years: int) -> None:
    """Makes a store of the demo clinic with so many years of history."""
    engine = open_store(str(path), create=True)
    with writing(engine, STAMP) as books:
        books.set_own_today(DEMO_TODAY)
        with demo_sources(patients) as sources:
            older = [aged(source, years=years) for source in sources]
            import_sources(books, older, today_in=lambda _zone: DEMO_TODAY)
    engine.dispose()


def aged(source: Source, *, years: int) -> Source:
    """The same file with its year of history repeated before it, and first pumps as much older."""
    known: set[str] = set()

    @contextmanager
    def opened(report: Report, progress: Progress) -> Iterator[Sheet]:
        with source.opened(report, progress) as sheet:
            known.clear()
            rows = ((line, each) for line, row in sheet.rows for each in before(row))
            yield replace(sheet, rows=rows)

    def before(row: Row) -> Iterator[Row]:
        cells = dict(row)
        if "implanted_on" in cells and cells["patient"] not in known:
            known.add(cells["patient"])
            implanted = date.fromisoformat(cells["implanted_on"])
            cells["implanted_on"] = (implanted - (years - 1) * YEAR).isoformat()
        if cells.get("event") in ("fill", "dose", "bolus"):
            on, clock = cells["at"][:10], cells["at"][10:]
            for back in range(years - 1, 0, -1):
                shifted = date.fromisoformat(on) - back * YEAR
                yield {**cells, "at": shifted.isoformat() + clock}
        yield cells

    return replace(source, opened=opened)


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
    options.add_argument("--years", type=int, default=1, help="history to project")
    options.add_argument("--times", type=int, default=3)
    options.add_argument("--profile", action="store_true")
    chosen = options.parse_args()
    measured: list[tuple[int, float]] = []
    print("patients    facts   scan ms  project ms  rebuild ms  project/scan  rebuild/scan")
    for patients in chosen.sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "demo.sqlite"
            build_store(path, patients=patients, years=chosen.years)
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
