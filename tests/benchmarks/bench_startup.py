"""A start against a bare interpreter: ``python -m tests.benchmarks.bench_startup``.

Each call is a process of its own, whose processor time counts; the least of several is taken, so
that other work on the machine does not. The store is a demo clinic of the usual size. Bare runs
are made between the others, for the machine's own pace changes.
"""

from __future__ import annotations

import argparse
import os
import pty
import resource
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from tests.builders.store import Stamp
from tests.builders.work import build_demo

ROOT = Path(__file__).resolve().parents[2]
BARE = [sys.executable, "-c", "pass"]
CALLS = (
    "--version",
    "--help",
    "due --help",
    "due",
    "due --limit 5",
    "show 0007",
    "why 0007",
    "patient find Khan",
    "visit list",
    "route --nurse N1",
    "orders",
    "audit list",
    "refill 0007 --residual 2 --fill 20 --again measured --dry-run",
)
SHOWN = ("due", "show 0007")
"""Calls that are made on a terminal too."""
COMPLETED = {"_PUMPSCHED_COMPLETE": "complete_bash"}
"""How a shell asks for the end of a word."""


def spent(command: list[str], env: dict[str, str], *, terminal: bool = False) -> float:
    """The processor time of one run [seconds]."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    if terminal:
        _on_terminal(command, env)
    else:
        subprocess.run(
            command, cwd=ROOT, env=env, check=True, capture_output=True, stdin=subprocess.DEVNULL
        )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _on_terminal(command: list[str], env: dict[str, str]) -> None:
    ours, theirs = pty.openpty()
    reader = threading.Thread(target=_drain, args=(ours,))
    reader.start()
    subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=theirs, stderr=theirs)
    os.close(theirs)
    reader.join()
    os.close(ours)


def _drain(terminal: int) -> None:
    # A terminal whose other end is closed ends in an error.
    with suppress(OSError):
        while os.read(terminal, 1 << 16):
            pass


def main() -> None:
    """Prints a line a command: its processor time and its ratio to ``python -c pass``."""
    options = argparse.ArgumentParser(description="Start-up against a bare interpreter.")
    options.add_argument("--times", type=int, default=7)
    times = options.parse_args().times
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "demo.sqlite"
        build_demo(store, Stamp("bench", datetime(2026, 11, 22, tzinfo=UTC), "demo"))
        env = os.environ | {"PUMPSCHED_DB": str(store), "TERM": "xterm-256color"}
        # Installed, a program is compiled once; so it is here.
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        for line in CALLS:
            report(line, line, env, times)
        for line in SHOWN:
            report(f"{line} (terminal)", line, env, times, terminal=True)
        report("sh (completed)", "sh", env | COMPLETED, times)
        print(f"load average {os.getloadavg()[0]:.1f}")


def report(
    name: str, line: str, env: dict[str, str], times: int, *, terminal: bool = False
) -> None:
    """Prints one line: what a call takes, and how many bare interpreters that is."""
    command = [sys.executable, "-m", "pumpsched", *line.split()]
    # The first run compiles what was not compiled before.
    spent(command, env, terminal=terminal)
    pairs = [(spent(BARE, env), spent(command, env, terminal=terminal)) for _ in range(times)]
    bare, taken = min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
    print(f"{name:<48} {1000 * taken:7.1f} ms  {taken / bare:5.1f}", flush=True)


if __name__ == "__main__":
    main()
