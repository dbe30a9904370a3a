"""Fifty lines of a small and of a large clinic: ``python -m tests.benchmarks.bench_limit FOLDER``.

It makes demo clinics of both sizes in a folder (those there already are kept: the large one takes
minutes), and prints the processor time of ``due --limit 50``, the whole process, and the ratio.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from tests.benchmarks.bench_outlook import build_store
from tests.benchmarks.bench_startup import spent


def main() -> None:
    """Prints a line a size, then the ratio of the largest to the smallest."""
    options = argparse.ArgumentParser(description="A limited list at two sizes.")
    options.add_argument("folder", type=Path, help="where the clinics are kept")
    options.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000])
    options.add_argument("--times", type=int, default=7)
    chosen = options.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    env = os.environ | {"PUMPSCHED_HOME": str(chosen.folder)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    taken = []
    for patients in chosen.sizes:
        path = chosen.folder / f"{patients}.sqlite"
        if not path.exists():
            build_store(path, patients=patients, years=1)
        command = [sys.executable, "-m", "pumpsched", "due", "--limit", "50", "--db", str(path)]
        taken.append(min(spent(command, env) for _ in range(chosen.times)))
        print(f"{patients:8} patients {1000 * taken[-1]:8.1f} ms", flush=True)
    print(f"ratio {taken[-1] / taken[0]:.2f}")


if __name__ == "__main__":
    main()
