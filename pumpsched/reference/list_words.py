"""What practices call the columns of their lists, read from the TOML file beside this module."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pumpsched.records.column_mapping import ListWords, plain_heading


@cache
def list_words() -> ListWords:
    """The words that a proposed mapping is made with."""
    import tomllib

    text = Path(__file__).with_name("list_words.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return ListWords(
        columns={
            plain_heading(word): target
            for target, words in table["columns"].items()
            for word in (target, *words)
        },
        values={
            column: {word: value for value, words in table.items() for word in (value, *words)}
            for column, table in table["words"].items()
        },
        units={word: unit for unit, words in table["units"].items() for word in words},
        blank=frozenset(table["rows"]["blank"]),
        leave_out=tuple(table["rows"]["leave_out"]),
    )
