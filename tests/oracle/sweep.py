"""A sweep: one check over many seeds, in one process or several, with a count and the failures."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

Check = Callable[[int], list[str]]
"""What is wrong with the case of a seed, one sentence each; nothing if all is well."""

_SHOWN = 8
_CHUNK = 500


def failures_of(check: Check, seeds: Sequence[int]) -> list[tuple[int, list[str]]]:
    """The seeds whose case fails, each with what is wrong."""
    found = ((seed, check(seed)) for seed in seeds)
    return [(seed, wrong) for seed, wrong in found if wrong]


def sweep(check: Check, *, name: str, arguments: Sequence[str]) -> int:
    """The exit code of a command that runs a check over the seeds its arguments name.

    Prints how many cases were run, how many failed, and the first failures.
    """
    parser = argparse.ArgumentParser(prog=f"python -m tests.oracle.{name}")
    parser.add_argument("--cases", type=int, default=20_000, help="how many seeds")
    parser.add_argument("--start", type=int, default=0, help="the first seed")
    parser.add_argument("--jobs", type=int, default=1, help="how many processes")
    options = parser.parse_args(arguments)
    end = options.start + options.cases
    chunks = [range(at, min(at + _CHUNK, end)) for at in range(options.start, end, _CHUNK)]
    failures: list[tuple[int, list[str]]] = []
    with ProcessPoolExecutor(options.jobs) as pool:
        for found in pool.map(partial(failures_of, check), chunks):
            failures.extend(found)
    for seed, wrong in failures[:_SHOWN]:
        sys.stdout.write(f"seed {seed}: {'; '.join(wrong)}\n")
    sys.stdout.write(
        f"{name}: {options.cases} cases from {options.start}, {len(failures)} differ\n"
    )
    return 1 if failures else 0
