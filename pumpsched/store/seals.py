"""Seals: a short checksum of each row, so that damage is noticed before a date is shown.

A seal is no signature: whoever may write the file can seal anew. Facts are besides bound into the
audit chain (:mod:`pumpsched.store.audit_chain`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import blake2b

from sqlalchemy import Table

from pumpsched.domain.errors import StoreProblem

Cell = str | int | None


def seal_of(table: str, cells: Sequence[Cell]) -> str:
    """The seal of a row's cells, all but the seal itself, as hexadecimal text."""
    # ascii() of a tuple of text and whole numbers is the same in every Python.
    return blake2b(
        ascii(tuple(cells)).encode("ascii"), digest_size=16, person=table.encode("ascii")
    ).hexdigest()


def content_of(cells: Sequence[Cell]) -> int:
    """A number of 63 bits that stands for what a fact says, whatever its place in the store."""
    mark = blake2b(ascii(tuple(cells)).encode("ascii"), digest_size=8, person=b"content").digest()
    return int.from_bytes(mark, "big") >> 1


def sealed(table: Table) -> Callable[[Sequence[Cell]], None]:
    """A check of rows that begin with all columns of the table, its seal the last of them."""
    last = len(table.columns) - 1
    name = table.name
    begun = blake2b(digest_size=16, person=name.encode("ascii"))

    def check(row: Sequence[Cell]) -> None:
        # As seal_of(), written out: it runs once for every fact of the store.
        seal = begun.copy()
        seal.update(ascii(tuple(row[:last])).encode())
        if seal.hexdigest() != row[last]:
            raise damaged(f"A row of {name} ({row[0]}) is not as it was written.", table=name)

    return check


def damaged(what: str, **facts: str | int | None) -> StoreProblem:
    """The refusal of a store that is damaged."""
    return StoreProblem(
        what,
        code="store-damaged",
        why="No date is shown from damaged data.",
        next_step="pumpsched doctor, then pumpsched restore BACKUP",
        **facts,
    )
