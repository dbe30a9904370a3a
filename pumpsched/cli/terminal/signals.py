"""Ctrl-C, a closed terminal, a system that shuts down: ended cleanly, and told truly.

A request to end rolls back what is open and takes away what is unfinished. Once a change is about
to be final, the first request comes too late: the command finishes, for it could no longer say
that nothing was saved. A second request ends it at once.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from types import FrameType

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


class Interrupted(KeyboardInterrupt):
    """The process was asked to end; ``number`` is the signal's."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class _State:
    is_final = False


def listen() -> None:
    """Makes every request to end an :class:`Interrupted`, but those that the parent ignores."""
    for name in _NAMES:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _heed)


def hold() -> None:
    """From here on the command finishes: what it does now is about to be final."""
    _State.is_final = True


def release() -> None:
    """What was about to be final is done: from here on a request to end is heeded again."""
    _State.is_final = False


def _heed(number: int, _frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_DFL)
    if not _State.is_final:
        raise Interrupted(number)


def end_quietly() -> int:
    """The exit code 0 of a closed pipe; what is still buffered goes to the null device."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
    return 0
