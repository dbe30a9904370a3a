"""The vocabulary of the tables: columns, and the CHECKs that say what a column may hold.

SQLite tables are STRICT and hold text and integers only; a day is ISO text, so that both back
ends compare and sort it alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Integer, Text
from sqlalchemy.sql.schema import SchemaItem
from sqlmodel import Field

WHOLE = BigInteger().with_variant(Integer(), "sqlite")
"""A whole number of 64 bits on either back end."""

TEXT = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that either back end sorts by its characters' numbers, whatever the server's language."""

MOST = 10**18
"""Above every amount that the grammar of quantities can express."""

ANY_AMOUNT = (0, MOST)
SOME_AMOUNT = (1, MOST)
MINUTE_OF_DAY = (0, 1439)

TableArgs = tuple[Any, ...]
"""Constraints and indexes, then a dictionary of options."""


def key() -> Any:
    """A column with the store's own number of a row, allotted by the store."""
    return Field(sa_type=WHOLE, primary_key=True, sa_column_kwargs={"autoincrement": False})


def string(*, primary: bool = False, unique: bool = False) -> Any:
    """A column of text."""
    return Field(sa_type=TEXT, primary_key=primary, unique=unique)


def whole() -> Any:
    """A column of whole numbers."""
    return Field(sa_type=WHOLE)


def refers(column: str, *, primary: bool = False, late: bool = False, unique: bool = False) -> Any:
    """A column that names a row of another table; ``late`` is checked at the commit only."""
    return Field(
        sa_type=WHOLE,
        primary_key=primary,
        unique=unique,
        sa_column_args=[reference(column, late=late)],
        sa_column_kwargs={"autoincrement": False} if primary else {},
    )


def reference(column: str, *, late: bool = False) -> ForeignKey:
    """A reference to another table's column; ``late`` is checked at the commit only."""
    if late:
        return ForeignKey(column, deferrable=True, initially="DEFERRED")
    return ForeignKey(column)


def limits(
    *others: SchemaItem,
    days: Sequence[str] = (),
    ranges: Mapping[str, tuple[int, int]] | None = None,
    words: Mapping[str, Sequence[str]] | None = None,
    rules: Sequence[str] = (),
) -> TableArgs:
    """Table arguments that bound what columns may hold; absent values pass every bound.

    Args:
        others: Further constraints and indexes.
        days: Columns that hold a day between 1900 and 2100.
        ranges: Columns with their smallest and largest number.
        words: Columns with the words they may hold.
        rules: Further conditions, in SQL that both back ends read.
    """
    checks: list[SchemaItem] = [check for name in days for check in day_checks(name)]
    for name, (low, high) in (ranges or {}).items():
        checks.append(CheckConstraint(f"{name} BETWEEN {low} AND {high}"))
    for name, known in (words or {}).items():
        listed = ", ".join(f"'{word}'" for word in known)
        checks.append(CheckConstraint(f"{name} IN ({listed})"))
    checks.extend(CheckConstraint(rule) for rule in rules)
    return (*others, *checks, {"sqlite_strict": True})


def day_checks(name: str) -> tuple[SchemaItem, ...]:
    """CHECKs that a column holds a real ISO day: 30 February is refused too."""
    real = CheckConstraint(f"date({name}, '+0 days') IS {name}").ddl_if(dialect="sqlite")
    same = CheckConstraint(f"to_char(to_date({name}, 'YYYY-MM-DD'), 'YYYY-MM-DD') = {name}").ddl_if(
        dialect="postgresql"
    )
    within = CheckConstraint(f"{name} BETWEEN '1900-01-01' AND '2100-12-31'")
    return real, same, within
