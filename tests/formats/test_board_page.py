"""The page of a board: whatever is stored stays text, and visible."""

from __future__ import annotations

from pumpsched.formats.html import rendered


def test_stored_text_is_no_markup_and_does_not_turn_the_line() -> None:
    page = rendered(
        "board.html",
        **{
            **dict.fromkeys(("first", "last", "as_of", "made"), "Mon 23 Nov 2026"),
            "store": "<i>\u202ecopy",
            "is_demo": False,
            **{name: [] for name in ("days", "rows", "uncovered", "covered")},
        },
    )
    assert "&lt;i&gt;" in page
    assert "\u202e" not in page
    assert "Everybody is covered." in page
