"""The checksum of each row (its *seal*), so that damage is noticed before a date is shown.

It is no signature: whoever may write the file can compute it anew. Facts are besides bound into
the audit chain (:mod:`pumpsched.store.audit_chain`), whose rows have a hash for a checksum.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from hashlib import blake2b, sha256

from pumpsched.domain.errors import StoreProblem

Cell = str | int | None
_LATER = (3, 6, 1)
"""How many columns of a fact later layouts added: the second, the ninth, the eleventh.

They are the last before its seal."""
ADDED = sum(_LATER)


def seal_of(table: str, cells: Sequence[Cell]) -> str:
    """The checksum of a row's cells, all but the checksum itself, as hexadecimal text."""
    return sealing(table)(tuple(cells))


def content_of(cells: Sequence[Cell]) -> int:
    """A number of 63 bits that stands for what a fact says, whatever its place in the store."""
    said = ascii(_as_first(tuple(cells))).encode("ascii")
    mark = blake2b(said, digest_size=8, person=b"content").digest()
    return int.from_bytes(mark, "big") >> 1


@cache
def sealing(table: str) -> Callable[[tuple[Cell, ...]], str]:
    """:func:`seal_of` for very many rows of one table: what the rows share is hashed once."""
    begun, of_facts = blake2b(digest_size=16, person=table.encode("ascii")), table == "fact"

    def seal(cells: tuple[Cell, ...]) -> str:
        hashed = begun.copy()
        # ascii() of a tuple of text and whole numbers is the same in every Python.
        hashed.update(ascii(_as_first(cells) if of_facts else cells).encode())
        return hashed.hexdigest()

    return seal


def _as_first(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The cells of a fact less those that later layouts added, where all of these are empty.

    So a fact of an earlier layout keeps the checksum that the audit trail is bound to.
    """
    for added in reversed(_LATER):
        if any(cell is not None for cell in cells[-added:]):
            break
        cells = cells[:-added]
    return cells


def checked(table: str, width: int) -> Callable[[tuple[Cell, ...]], None]:
    """A check of rows of a table whose checksum follows after so many columns."""
    seal = sealing(table)

    def check(row: tuple[Cell, ...]) -> None:
        if seal(row[:width]) != row[width]:
            raise damaged(f"A row of {table} ({row[0]}) is not as it was written.", table=table)

    return check


def hash_of(cells: Sequence[Cell]) -> str:
    """The hash of an audit row's cells, the hash before it among them."""
    return sha256(ascii(tuple(cells)).encode("ascii")).hexdigest()


def check_audit(row: Sequence[Cell]) -> None:
    """Passes a row of the trail that is as it was written.

    Raises:
        StoreProblem: It was changed.
    """
    if hash_of(row[:-1]) != row[-1]:
        raise damaged(f"Audit row {row[0]} is not as it was written.")


def damaged(what: str, **facts: str | int | None) -> StoreProblem:
    """The refusal of a store that is damaged."""
    return StoreProblem(
        what,
        code="store-damaged",
        why="No date is shown from damaged data.",
        next_step="pumpsched doctor, then pumpsched restore BACKUP",
        **facts,
    )
