"""Files that rot: ``python -m tests.crash.damage --files 3000``.

Bits of a store's file are flipped, bytes overwritten, pages exchanged, ends cut off. Each damaged
file is read as people read it (``due --all``, ``show``); an answer that ends with 0 should be the
answer of the whole file. Where it is not, the doctor is asked: what it does not notice either is
the worst of all.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

from tests.cli.clinic import NOW
from tests.crash.nursery import Job, Nursery
from tests.crash.stage import clinic_in

PAGE = 4096
READS = (("due", "--all", "--json"), ("show", "0003", "--json"))
CODES = (0, 3, 6, 7, 9)


def flip(content: bytearray, random: Random) -> None:
    """One bit, anywhere."""
    content[random.randrange(len(content))] ^= 1 << random.randrange(8)


def overwrite(content: bytearray, random: Random) -> None:
    """A run of bytes."""
    start, length = random.randrange(len(content)), random.choice((1, 4, 64, 512))
    content[start : start + length] = random.randbytes(min(length, len(content) - start))


def empty(content: bytearray, random: Random) -> None:
    """A sector that reads as zeros."""
    start = random.randrange(len(content) // 512) * 512
    content[start : start + 512] = bytes(512)


def exchange(content: bytearray, random: Random) -> None:
    """Two pages, each in the other's place."""
    one, other = (random.randrange(len(content) // PAGE) * PAGE for _ in range(2))
    page = content[one : one + PAGE]
    content[one : one + PAGE] = content[other : other + PAGE]
    content[other : other + PAGE] = page


def cut(content: bytearray, random: Random) -> None:
    """Its end, gone."""
    del content[random.randrange(len(content)) :]


def change_a_digit(content: bytearray, random: Random) -> None:
    """A digit of some text, such as a date or a dose: the kind that no file format notices."""
    digits = [at for at, byte in enumerate(content) if 0x30 <= byte <= 0x39]
    content[random.choice(digits)] = random.choice(b"0123456789")


KINDS: tuple[Callable[[bytearray, Random], None], ...] = (
    flip,
    flip,
    flip,
    overwrite,
    empty,
    exchange,
    cut,
    change_a_digit,
    change_a_digit,
)


@dataclass(frozen=True)
class Rot:
    """A whole store, and what its readings are."""

    nursery: Nursery
    whole: Path

    @cached_property
    def answers(self) -> dict[tuple[str, ...], Any]:
        """What each reading of the whole file answers."""
        return {args: json.loads(self._read(self.whole, args)[1]) for args in READS}

    def _read(self, path: Path, args: tuple[str, ...]) -> tuple[int, str, str]:
        said = self.nursery.run(Job(args, env={"PUMPSCHED_DB": str(path)}, now=NOW))
        return said.code, said.out, said.err

    def spoilt(self, number: int, *, seed: int) -> tuple[str, list[int], list[str]]:
        """The damage done to a copy, the exit codes of its readings, and what went wrong."""
        random = Random(f"{seed}-{number}")
        content = bytearray(self.whole.read_bytes())
        kind = KINDS[number % len(KINDS)]
        kind(content, random)
        codes, wrong = [], []
        with tempfile.TemporaryDirectory(prefix="rot-") as folder:
            path = Path(folder) / "store.sqlite"
            for args, whole in self.answers.items():
                path.write_bytes(content)
                path.chmod(0o600)
                code, out, err = self._read(path, args)
                codes.append(code)
                if code not in CODES or "Traceback" in err:
                    wrong.append(f"{args[0]} ended with {code}: {err.strip()}")
                elif code == 0 and (names := _differing(whole, json.loads(out))):
                    doctor = self._read(path, ("doctor",))[0]
                    codes.append(doctor)
                    who = "the doctor alone noticed" if doctor == 7 else "nobody noticed"
                    keys = ", ".join(sorted(names))
                    wrong.append(f"{who}: {args[0]} ended with 0 and another answer in {keys}")
        return kind.__name__, codes, wrong


def _differing(whole: Any, damaged: Any, name: str = "") -> set[str]:
    """Names of what is not the same in two answers."""
    if isinstance(whole, dict) and isinstance(damaged, dict):
        found = (_differing(whole[key], damaged.get(key), key) for key in whole)
    elif isinstance(whole, list) and isinstance(damaged, list) and len(whole) == len(damaged):
        found = (_differing(*pair, name) for pair in zip(whole, damaged, strict=True))
    else:
        return set() if whole == damaged else {name}
    return set().union(*found)


def main() -> None:
    """Damages, and prints how it went."""
    options = argparse.ArgumentParser(description="Files that rot.")
    options.add_argument("--files", type=int, default=3000)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    ends, wrong = Counter[str](), 0
    with tempfile.TemporaryDirectory() as folder, Nursery() as nursery:
        whole = clinic_in(Path(folder))
        rot = Rot(nursery, whole)
        for number in range(chosen.files):
            kind, codes, found = rot.spoilt(number, seed=chosen.seed)
            for code in codes:
                ends[f"{kind} {code}"] += 1
            for problem in found:
                wrong += 1
                print(f"file {number}, {kind}: {problem}")
    print("; ".join(f"{name}: {count}" for name, count in sorted(ends.items())))
    print(f"{chosen.files} files, {wrong} readings wrong")


if __name__ == "__main__":
    main()
