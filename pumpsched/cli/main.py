"""The entry point: what every call needs, and what is answered without the command line's parser.

The parser takes as long to import as an interpreter takes to start several times over, so that
``--version`` and a word of completion do without it.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from types import TracebackType

from pumpsched import __version__
from pumpsched.cli.terminal.encoding import never_fails_to_encode
from pumpsched.cli.terminal.signals import Interrupted, listen

_KEPT_AT_A_START = 100_000
"""A start makes some 50,000 objects that all stay; a search for rubbish among them finds none."""


def main() -> None:
    """Runs the command line; a bug is named without a value of anybody's."""
    gc.set_threshold(_KEPT_AT_A_START)
    # What is left at the end the system takes back; a search through it takes a fifth of a read.
    atexit.register(gc.freeze)
    sys.excepthook = _bug
    listen()
    _prepare_streams()
    if sys.argv[1:2] in (["--version"], ["-V"]):
        print(f"pumpsched {__version__}")
    elif "_PUMPSCHED_COMPLETE" in os.environ:
        from pumpsched.cli.terminal.completion import complete

        sys.exit(complete(sys.argv[1:]))
    else:
        try:
            from pumpsched.cli.program import run
        except Interrupted as ended:
            from pumpsched.cli.terminal.refused import say_interrupted

            sys.exit(say_interrupted(ended))
        run()


def _prepare_streams() -> None:
    """Gives every standard stream something to write to, and no character to fail on."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        never_fails_to_encode(stream, terminal=stream.isatty())


def _bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Says where an unexpected error arose; its message could hold a patient's data."""
    from pumpsched.cli.terminal.refused import say
    from pumpsched.domain.errors import Refusal

    place = "unknown place"
    while trace is not None:
        code = trace.tb_frame.f_code
        if "pumpsched" in code.co_filename:
            place = f"{os.path.basename(code.co_filename)}, line {trace.tb_lineno} ({code.co_name})"
        trace = trace.tb_next
    refusal = Refusal(
        f"This is a bug in pumpsched: {kind.__name__} in {place}.",
        code="bug",
        why="What it had not yet saved is not saved. Please report the line above.",
        next_step="pumpsched doctor",
    )
    say(refusal, sys.argv)
