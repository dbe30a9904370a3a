"""A list longer than the screen waits for its reader, in the pager of the environment."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess

NONE = ("", "cat")
"""Values of ``PAGER`` that ask for none."""
_NOT_STARTED = (126, 127)
"""How a shell ends that cannot run a command, or finds none."""


def show_paged(text: str, *, encoding: str) -> bool:
    """Whether a pager showed the text; False where there is none."""
    command = os.environ.get("PAGER", "less" if shutil.which("less") else "")
    if command in NONE:
        return False
    # Ends where the text fits, keeps colours, leaves the text on the screen: as git asks for it.
    environment = {"LESS": "FRX", **os.environ}
    # Ctrl-C belongs to the pager: it ends a search in there, not this command.
    heeded = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        data = text.encode(encoding, "backslashreplace")
        ended = subprocess.run(command, shell=True, input=data, env=environment, check=False)
    finally:
        signal.signal(signal.SIGINT, heeded)
    return ended.returncode not in _NOT_STARTED
