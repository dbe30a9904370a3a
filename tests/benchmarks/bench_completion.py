"""A press of Tab against a bare interpreter: ``python -m tests.benchmarks.bench_completion``.

Each call is a process of its own; its processor time counts (user and system), the least of
several, so that other work on the machine does not.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.builders.store import Stamp
from tests.builders.work import build_demo

ROOT = Path(__file__).resolve().parents[2]
LINES = (("sho",), ("show", "riv"), ("refill", "0007", "--re"), ("refill", "7", "--mixture", "b"))


def least(command: list[str], env: dict[str, str], *, times: int) -> float:
    """The least processor time of several runs [seconds]."""
    taken = []
    for _ in range(times):
        before = os.times()
        subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, check=True)
        after = os.times()
        taken.append(
            after.children_user
            + after.children_system
            - before.children_user
            - before.children_system
        )
    return min(taken)


def main() -> None:
    """Prints a line a press: its processor time and its ratio to ``python -c pass``."""
    options = argparse.ArgumentParser(description="Completion against a bare interpreter.")
    options.add_argument("--times", type=int, default=7)
    options.add_argument("--patients", type=int, default=40)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "demo.sqlite"
        stamp = Stamp("bench", datetime(2026, 11, 22, tzinfo=UTC), "demo")
        build_demo(store, stamp, patients=given.patients)
        env = os.environ | {"PUMPSCHED_DB": str(store)}
        bare = least([sys.executable, "-c", "pass"], env, times=given.times)
        print(f"{'python -c pass':<32} {1000 * bare:7.0f} ms    1.0")
        env["_PUMPSCHED_COMPLETE"] = "complete_bash"
        for words in LINES:
            command = [sys.executable, "-m", "pumpsched", *words]
            taken = least(command, env, times=given.times)
            name = f"pumpsched {' '.join(words)}"
            print(f"{name:<32} {1000 * taken:7.0f} ms  {taken / bare:5.1f}")


if __name__ == "__main__":
    main()
