"""The README's console blocks, run as a person would: on a terminal, one after the other.

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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
COLUMNS, LINES = 124, 50
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Call:
    """One command of a block and the output that follows it there."""

    command: str
    output: str


def blocks(text: str) -> list[str]:
    """The console blocks of a README, in order."""
    return _BLOCK.findall(text)


def calls(block: str) -> list[Call]:
    """The commands of a block with their outputs."""
    found: list[Call] = []
    for line in block.splitlines(keepends=True):
        if line.startswith("$ "):
            found.append(Call(line[2:].rstrip("\n"), ""))
        elif found:
            found[-1] = Call(found[-1].command, found[-1].output + line)
    return found


def run(command: str, folder: Path) -> str:
    """What a command prints on a terminal of a fixed size, in a folder of its own."""
    paths = filter(None, [os.environ.get("PYTHONPATH")])
    environment = {
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
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
    process = subprocess.Popen(
        command, shell=True, cwd=folder, env=environment,
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    printed = b"".join(_until_closed(ours))
    process.wait(timeout=120)
    os.close(ours)
    lines = printed.decode().replace("\r\n", "\n").splitlines()
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


def prepared(folder: Path) -> None:
    """Makes a folder ready: the program on the path, and the synthetic data."""
    (folder / "bin").mkdir()
    program = folder / "bin" / "pumpsched"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pumpsched "$@"\n')
    program.chmod(0o755)
    shutil.copytree(ROOT / "data", folder / "data")


def rerun(text: str) -> str:
    """The README with every block but the first run anew."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        prepared(folder)
        run("pumpsched demo", folder)
        first = True

        def again(match: re.Match[str]) -> str:
            nonlocal first
            if first:
                first = False
                return match[0]
            body = "".join(f"$ {c.command}\n{run(c.command, folder)}" for c in calls(match[1]))
            return f"```console\n{body}```"

        return _BLOCK.sub(again, text)


if __name__ == "__main__":
    README.write_text(rerun(README.read_text()))
