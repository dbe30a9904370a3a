"""The command line as real processes: with pipes, without streams, and on a terminal."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "pumpsched"]
_NOT_PEOPLES = (
    *("COLUMNS", "LINES", "NO_COLOR", "PUMPSCHED_AS_OF", "TERM", "LC_ALL"),
    *("PYTHONUNBUFFERED",),  # with it nothing is left to be written at the exit, and to fail
)
_ENDS = (b"\x03", b"\x04")
QUESTIONS = (b"[Y/n] ", b"[y/N] ", b"again: ", b"]: ")


def environment(store: Path, **more: str) -> dict[str, str]:
    """The environment of a process that works on a store."""
    kept = {name: value for name, value in os.environ.items() if name not in _NOT_PEOPLES}
    own = {"PUMPSCHED_DB": str(store), "PUMPSCHED_ACTOR": "ann", "PYTHONDONTWRITEBYTECODE": "1"}
    own |= {"PAGER": "cat"}
    return kept | own | more


def process(store: Path, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
    """One call, its output in pipes."""
    return subprocess.run(
        [*COMMAND, *args],
        cwd=ROOT,
        env=environment(store, **env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def shell(store: Path, script: str) -> subprocess.CompletedProcess[str]:
    """A script of bash in which ``$P`` is the command."""
    env = environment(store, P=" ".join(COMMAND))
    return subprocess.run(
        ["bash", "-c", script],
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        timeout=60,
        check=False,
    )


class Started:
    """An interpreter of its own for a call on a terminal."""

    def begin(self, args: Sequence[str], env: Mapping[str, str], terminal: int) -> int:
        """The id of the process."""
        import fcntl
        import termios

        def taken() -> None:
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            # A suite in the background has Ctrl-C ignored, under nohup SIGHUP; so would its child.
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_DFL)

        self._running = subprocess.Popen(
            [*COMMAND, *args],
            cwd=ROOT,
            env=env,
            start_new_session=True,
            preexec_fn=taken,
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
        )
        return self._running.pid

    def end(self) -> int:
        """The exit code of the process, waited for."""
        return self._running.wait(timeout=60)


@dataclass(frozen=True)
class Seen:
    """What a terminal showed, and how the process ended."""

    code: int
    text: str


def on_terminal(
    store: Path,
    *args: str,
    answers: Sequence[str] = (),
    interrupt: signal.Signals | None = None,
    columns: int = 100,
    rows: int = 40,
    env: Mapping[str, str] = MappingProxyType({}),
) -> Seen:
    """One call on a pseudo-terminal; each question gets the next answer, or the signal."""
    import fcntl
    import pty
    import struct
    import termios

    from tests.cli.warmed import warmed

    # What the locale is, an interpreter sees once, when it starts.
    runner = Started() if "LC_ALL" in env else warmed()
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    running = runner.begin(args, environment(store, **({"TERM": "xterm"} | dict(env))), theirs)
    os.close(theirs)
    shown, left, quiet = b"", list(answers), 0
    pressed: Callable[[], object] | None = None
    while quiet < 30:
        if not select.select([ours], [], [], 2)[0]:
            # An interpreter that is about to wait for an answer hears a signal only after it: like
            # a person at whose Ctrl-C nothing happened, once more.
            quiet += 1
            if pressed is not None:
                pressed()
            continue
        quiet = 0
        try:
            part = os.read(ours, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
        if not shown.endswith(QUESTIONS):
            continue
        if left:
            answer = left.pop(0).encode()
            os.write(ours, answer)
            pressed = partial(os.write, ours, answer) if answer in _ENDS else None
        elif interrupt is not None:
            os.kill(running, interrupt)
            pressed = partial(os.kill, running, interrupt)
    # The end first, then the terminal: closing it earlier hangs up on a process still ending.
    code = runner.end()
    os.close(ours)
    return Seen(code, shown.decode("utf-8", "replace").replace("\r\n", "\n"))


_MOVE = re.compile(r"\x1b\[([0-9]*)([A-D])|\x1b\[[0-9;?]*[a-zA-Z]")


def on_screen(text: str, *, columns: int) -> list[str]:
    """The rows that a terminal shows of a text, long lines wrapped and the cursor moved."""
    rows, row, column, place = [""], 0, 0, 0
    while place < len(text):
        move = _MOVE.match(text, place)
        if move:
            steps = int(move[1] or 1)
            row += {"A": -steps, "B": steps}.get(move[2], 0)
            column += {"C": steps, "D": -steps}.get(move[2], 0)
            place = move.end()
            continue
        sign, place = text[place], place + 1
        if sign == "\r":
            column = 0
        elif sign == "\n" or column == columns:
            row, column = row + 1, 0
        rows += [""] * (row + 1 - len(rows))
        if sign not in "\r\n":
            rows[row] = f"{rows[row]:<{column}}"[:column] + sign + rows[row][column + 1 :]
            column += 1
    return rows
