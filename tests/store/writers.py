"""Processes of a test that write to one store at the same time."""

from __future__ import annotations

import multiprocessing
from multiprocessing.context import ForkServerContext

_NEEDED = ["hypothesis", "pytest", "tests.backends", "tests.store.records"]


def apart() -> ForkServerContext:
    """Where such processes come from: one that has imported what they need, and no threads."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_NEEDED)
    return context
