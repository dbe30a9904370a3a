"""Looking up: items by what they share, and values that are worked out when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


def grouped(items: Iterable[V], by: Callable[[V], K]) -> dict[K, list[V]]:
    """The items of each key, keys and items in the order in which they come."""
    found: dict[K, list[V]] = {}
    for item in items:
        found.setdefault(by(item), []).append(item)
    return found


class Memo(dict[K, V]):
    """Values by key, each worked out when first asked for."""

    def __init__(self, work_out: Callable[[K], V]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, key: K) -> V:
        found = self[key] = self._work_out(key)
        return found
