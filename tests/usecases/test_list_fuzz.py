"""A short run of the campaign of spoiled lists."""

from __future__ import annotations

from tests.usecases.list_fuzz import run


def test_spoiled_lists_are_read_or_refused_in_words_and_never_break() -> None:
    ends = run(200, workbooks=12)
    assert set(ends) <= {
        "read",
        "problems",
        "mapping-needed",
        "bad-import",
        "bad-workbook",
        "bad-list",
    }
    assert ends.total() == 200
