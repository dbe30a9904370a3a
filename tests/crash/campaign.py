"""Kills by the thousand: ``python -m tests.crash.campaign --kills 1000``.

Each kill ends a process with SIGKILL in the midst of one of the commands that write: every
second one at a moment drawn at random, the others just before a system call drawn from all
that the command makes. After each, the promises of :mod:`tests.crash.survival` are looked at.
``--real`` adds kills of freshly started interpreters, ``python -m pumpsched`` as people run it.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from random import Random
from time import perf_counter, sleep

from tests.cli.processes import COMMAND, ROOT, environment
from tests.crash.cases import CASES, OTHERS
from tests.crash.content import content_of, faults_of
from tests.crash.nursery import Nursery
from tests.crash.stage import Stage, clinic_in, staged
from tests.crash.survival import broken_promises
from tests.crash.tracer import Fault, lacking


def stages(nursery: Nursery, folder: Path) -> dict[str, Stage]:
    """A stage for every case."""
    clinic = clinic_in(folder)
    return {
        name: staged(nursery, case, folder / f"case-{number}", clinic)
        for number, (name, case) in enumerate((CASES | OTHERS).items())
        if name != "closure holidays" or find_spec("holidays")
    }


def killed_at(stage: Stage, call: int) -> tuple[int, list[str]]:
    """The exit code of a run killed just before that call, and the promises it broke."""
    with stage.opened() as place:
        outcome = stage.run(place, fault=Fault(call, signal=signal.SIGKILL))
        return outcome.code, broken_promises(stage, place, outcome)


def killed_after(stage: Stage, seconds: float) -> tuple[int, list[str]]:
    """The exit code of a run killed after so long, and the promises it broke."""
    with stage.opened() as place:
        outcome = stage.run(place, end=signal.SIGKILL, delay=seconds)
        return outcome.code, broken_promises(stage, place, outcome)


def kills(known: dict[str, Stage], number: int, random: Random) -> Iterator[tuple[str, int, str]]:
    """The command, the exit code and the broken promises of each kill."""
    watched = not lacking()
    lasts = {name: _lasts(stage) for name, stage in known.items()}
    names = sorted(known)
    for each in range(number):
        name = names[each % len(names)]
        stage = known[name]
        if watched and each % 2:
            code, broken = killed_at(stage, random.randrange(stage.calls))
        else:
            code, broken = killed_after(stage, random.random() * lasts[name])
        yield name, code, "; ".join(broken)


def _lasts(stage: Stage) -> float:
    """How long an undisturbed run takes [seconds]."""
    with stage.opened() as place:
        begun = perf_counter()
        stage.run(place)
        return perf_counter() - begun


def killed_interpreter(stage: Stage, seconds: float) -> tuple[int, list[str]]:
    """As :func:`killed_after`, for an interpreter of its own with the clock of the machine."""
    args = [*COMMAND, *stage.job(stage.folder).args]
    with stage.opened() as place:
        store = place / stage.store
        before = content_of(store)
        env = environment(store)
        running = subprocess.Popen(
            args, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        sleep(seconds)
        running.kill()
        code, found = running.wait(), content_of(store)
        again = subprocess.run(args, cwd=ROOT, env=env, capture_output=True, check=False)
        after = content_of(store)
        broken = [f"doctor: {fault}" for fault in faults_of(store)]
        if found not in (before, after):
            broken.append("half")
        if code == 0 and found != after:
            broken.append("lost")
        if again.returncode or after == before:
            broken.append(f"run again, it ends with {again.returncode}")
        return code, broken


def real_kills(
    known: dict[str, Stage], number: int, random: Random
) -> Iterator[tuple[str, int, str]]:
    """As :func:`kills`, with interpreters started for each kill."""
    names = [name for name, stage in sorted(known.items()) if stage.case.numbered]
    for _ in range(number):
        name = random.choice(names)
        code, broken = killed_interpreter(known[name], random.uniform(0.4, 1.3))
        yield name, code, "; ".join(broken)


def main() -> None:
    """Kills, and prints how it went."""
    options = argparse.ArgumentParser(description="Kills by the thousand.")
    options.add_argument("--kills", type=int, default=1000)
    options.add_argument("--real", type=int, default=0)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    random, ends, broken = Random(chosen.seed), Counter[int](), 0
    with tempfile.TemporaryDirectory() as folder, Nursery() as nursery:
        known = stages(nursery, Path(folder))
        for source in (
            kills(known, chosen.kills, random),
            real_kills(known, chosen.real, random),
        ):
            for name, code, problem in source:
                ends[code] += 1
                if problem:
                    broken += 1
                    print(f"{name}: {problem}")
    print(f"{sum(ends.values())} runs, {ends[-9]} killed in time, {ends[0]} finished before")
    print(f"{broken} with a broken promise")


if __name__ == "__main__":
    main()
