"""Processes that run the command line as ``python -m pumpsched`` does, spared its imports.

An interpreter takes ten times as long to import what a command needs as to run it. Here one has
done so, and each call is a child of it: with a terminal, an environment and signals of its own,
and ended as an interpreter ends. What an interpreter decides when it starts (its encodings, what
it imports, streams that are missing) is tested with one that is started.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import pickle
import runpy
import signal
import socket
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from tests.crash.nursery import ROOT, preload


class Warmed:
    """An interpreter that has imported everything; one child of it at a time."""

    def __init__(self) -> None:
        self._line, theirs = socket.socketpair()
        with theirs:
            told = f"from {__name__} import serve; serve({theirs.fileno()})"
            self._process = subprocess.Popen(
                [sys.executable, "-c", told],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                # Ctrl-C at the test run's own terminal is none of its business.
                start_new_session=True,
                env={k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"},
            )
        self._line.settimeout(60)
        self._answers = self._line.makefile("rb")

    def begin(self, args: Sequence[str], env: Mapping[str, str], terminal: int) -> int:
        """The id of a process begun on a terminal, which is its own from now on."""
        socket.send_fds(self._line, [b"."], [terminal])
        self._line.sendall(pickle.dumps((list(args), dict(env))))
        return int(pickle.load(self._answers))

    def end(self) -> int:
        """The exit code of the process, waited for; minus the signal that ended it."""
        return int(pickle.load(self._answers))

    def close(self) -> None:
        """Lets the interpreter go."""
        self._answers.close()
        self._line.close()
        self._process.wait(60)


@cache
def warmed() -> Warmed:
    """The one of this test process, which ends with it."""
    made = Warmed()
    atexit.register(made.close)
    return made


def serve(line_number: int) -> None:
    """Begins a process for each call that comes in, until the line closes."""
    preload()
    line = socket.socket(fileno=line_number)
    orders = line.makefile("rb")
    while True:
        mark, terminals, _, _ = socket.recv_fds(line, 1, 1)
        if not mark:
            return
        args, env = pickle.load(orders)
        child = os.fork()
        if child == 0:
            orders.close()
            line.close()
            _live(args, env, terminals[0])
            return
        os.close(terminals[0])
        line.sendall(pickle.dumps(child))
        line.sendall(pickle.dumps(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])))


def _live(args: Sequence[str], env: Mapping[str, str], terminal: int) -> None:
    os.setsid()
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    for stream in range(3):
        os.dup2(terminal, stream)
    os.close(terminal)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.stdin = _stream(0, "r")
    sys.stdout = _stream(1, "w")
    sys.stderr = _stream(2, "w", errors="backslashreplace")
    os.environ.clear()
    os.environ.update(env)
    sys.argv = ["pumpsched", *args]
    runpy.run_module("pumpsched", run_name="__main__", alter_sys=True)


def _stream(descriptor: int, mode: str, errors: str = "strict") -> Any:
    return open(descriptor, mode, buffering=1, encoding="utf-8", errors=errors, closefd=False)
