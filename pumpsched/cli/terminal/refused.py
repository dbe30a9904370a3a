"""Saying on stderr what was refused or interrupted; where nobody reads it, the exit code does."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from pumpsched.cli.stores import for_store, typed_in
from pumpsched.cli.terminal.encoding import as_told, safe_line
from pumpsched.cli.terminal.signals import Interrupted, end_quietly
from pumpsched.domain.errors import Refusal


@contextmanager
def _unheard() -> Iterator[None]:
    """Where nobody reads stderr any more, the exit code alone says it."""
    try:
        yield
    except OSError:
        end_quietly()


def say(refusal: Refusal, args: Sequence[str]) -> None:
    """Writes a refusal to stderr: three lines at most, or one JSON document."""
    if "--json" in args:
        import json

        error: dict[str, object] = {"code": refusal.code, "message": refusal.what}
        if refusal.why:
            error["why"] = refusal.why
        if refusal.next_step:
            error["next"] = for_store(refusal.next_step, typed_in(args))
        document = json.dumps({"error": error | refusal.facts}, ensure_ascii=False)
        lines = [json.dumps(json.loads(as_told(document, sys.stderr)), ensure_ascii=True)]
    else:
        lines = [for_store(line, typed_in(args)) for line in refusal.lines()]
    with _unheard():
        for line in lines:
            print(safe_line(line, sys.stderr), file=sys.stderr, flush=True)


def say_interrupted(ended: BaseException) -> int:
    """Says that the call was ended from outside; the exit code of that."""
    with _unheard():
        print("\nInterrupted. Nothing was saved.", file=sys.stderr, flush=True)
    return 128 + ended.number if isinstance(ended, Interrupted) else 130
