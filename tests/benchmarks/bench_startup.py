"""A start against a bare interpreter: ``python -m tests.benchmarks.bench_startup``.

Each call is a process of its own; the fastest of several counts, so that other work on the
machine does not. ``due`` works on a demo clinic of the usual size.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from pumpsched.store.results import Stamp
from pumpsched.usecases.demo import build_demo

ROOT = Path(__file__).resolve().parents[2]


def fastest(command: list[str], env: dict[str, str], *, times: int) -> float:
    """The shortest of several runs [seconds]."""
    taken = []
    for _ in range(times):
        begun = perf_counter()
        subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, check=True)
        taken.append(perf_counter() - begun)
    return min(taken)


def main() -> None:
    """Prints a line a command: its time and its ratio to ``python -c pass``."""
    options = argparse.ArgumentParser(description="Start-up against a bare interpreter.")
    options.add_argument("--times", type=int, default=7)
    times = options.parse_args().times
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "demo.sqlite"
        build_demo(store, Stamp("bench", datetime(2026, 11, 22, tzinfo=UTC), "demo"))
        env = os.environ | {"PUMPSCHED_DB": str(store)}
        bare = fastest([sys.executable, "-c", "pass"], env, times=times)
        print(f"{'python -c pass':<24} {1000 * bare:7.1f} ms    1.0")
        for words in (("--version",), ("--help",), ("due", "--help"), ("due",), ("show", "0007")):
            command = [sys.executable, "-m", "pumpsched", *words]
            taken = fastest(command, env, times=times)
            name = f"pumpsched {' '.join(words)}"
            print(f"{name:<24} {1000 * taken:7.1f} ms  {taken / bare:5.1f}")


if __name__ == "__main__":
    main()
