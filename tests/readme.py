"""The README's console blocks, run as a newcomer would: in one shell, one after the other.

``python -m tests.readme`` writes what the commands print now into README.md; the test in
``test_readme.py`` compares. Lines that begin with ``$`` are commands, the rest is their output.
The first block is different: it sets up and tests in a fresh environment, which ``.ci/run`` does.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import termios
import venv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
COLUMNS, LINES = 118, 50
PATH = "/usr/bin:/bin"
"""Where a shell looks for programs before the README has told it more."""
_SEPARATOR = "\x1e"
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Ran:
    """A command that was run, what it printed and its exit code."""

    command: str
    output: str
    status: int


def blocks(text: str) -> list[str]:
    """The console blocks of a README, in order."""
    return _BLOCK.findall(text)


def commands(block: str) -> list[str]:
    """The commands of a block, without what they print."""
    return [line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ ")]


def ran(text: str) -> list[Ran]:
    """Every command after the first block, in one shell where a newcomer stands after set-up."""
    shown = [command for block in blocks(text)[1:] for command in commands(block)]
    with TemporaryDirectory() as name:
        folder = Path(name)
        _set_up(folder)
        return _typed([".venv/bin/pumpsched demo", *shown], folder)[1:]


def rewritten(text: str, results: Sequence[Ran]) -> str:
    """The README with every block but the first showing what was printed."""
    left = iter(results)
    set_up = blocks(text)[0]

    def again(match: re.Match[str]) -> str:
        if match[1] == set_up:
            return match[0]
        shown = islice(left, len(commands(match[1])))
        return "```console\n" + "".join(f"$ {r.command}\n{r.output}" for r in shown) + "```"

    return _BLOCK.sub(again, text)


def _set_up(folder: Path) -> None:
    """What the first command leaves: an environment with the program, beside the data."""
    venv.create(folder / ".venv", symlinks=True)
    program = folder / ".venv" / "bin" / "pumpsched"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pumpsched "$@"\n')
    program.chmod(0o755)
    shutil.copytree(ROOT / "data", folder / "data")


def _typed(typed: Sequence[str], folder: Path) -> list[Ran]:
    """What a fresh bash, on a terminal of a fixed size, prints for each of the commands."""
    paths = filter(None, [os.environ.get("PYTHONPATH")])
    environment = {
        "PATH": PATH,
        "HOME": str(folder),
        "PUMPSCHED_HOME": str(folder / "stores"),
        "PYTHONPATH": os.pathsep.join([str(ROOT), *paths]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
        "TERM": "dumb",  # no progress bar, which a slow machine would draw
        "NO_COLOR": "1",
        "COLUMNS": str(COLUMNS),
    }
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    script = "".join(f"{command}\nprintf '\\036%d\\036' $?\n" for command in typed)
    process = subprocess.Popen(
        ["bash", "-c", script], cwd=folder, env=environment,
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    printed = b"".join(_until_closed(ours)).decode()
    process.wait(timeout=120)
    os.close(ours)
    *parts, _ = printed.split(_SEPARATOR)
    triples = zip(typed, parts[::2], parts[1::2], strict=True)
    return [Ran(command, _tidy(output), int(status)) for command, output, status in triples]


def _tidy(output: str) -> str:
    lines = output.replace("\r\n", "\n").splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _until_closed(descriptor: int) -> Iterator[bytes]:
    while True:
        try:
            part = os.read(descriptor, 65_536)
        except OSError:  # Linux says EIO when the other end of a terminal is gone.
            return
        if not part:
            return
        yield part


if __name__ == "__main__":
    shown = README.read_text()
    README.write_text(rewritten(shown, ran(shown)))
