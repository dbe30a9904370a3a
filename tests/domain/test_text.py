"""Text is kept as written, or refused where it could deceive a reader."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pumpsched.domain.errors import shortened
from pumpsched.domain.text import (
    LONGEST,
    as_typed,
    bare_code,
    clean_code,
    clean_text,
    folded,
    holds_words,
    same_name,
)
from tests.builders.values import Unreadable, visible


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        ("Ada Example", "Ada Example"),
        ("  two  blanks ", "  two  blanks "),
        ("Zo\u00eb", "Zo\u00eb"),
        ("Zoe\u0308", "Zo\u00eb"),
        ("\u5c71\u7530", "\u5c71\u7530"),
        ("=1+1", "=1+1"),
    ],
)
def test_text_is_kept_as_written_in_nfc(text: str, kept: str) -> None:
    assert clean_text(text, "name") == kept


@pytest.mark.parametrize(
    "character",
    [
        *("\x00", "\x07", "\t", "\n", "\r", "\x1b", "\x7f", "\x85", "\u2028", "\u2029"),
        *("\u200b", "\u200d", "\ufeff", "\u202a", "\u202e", "\u2066", "\u2069", "\u200f"),
        *("\u00ad", "\u2800", "\u3164", "\u115f", "\ue000", "\ud800", "\uffff"),
    ],
)
def test_a_character_that_acts_or_hides_is_refused_by_its_number(character: str) -> None:
    with pytest.raises(Unreadable, match=f"U\\+{ord(character):04X}") as refusal:
        clean_text(f"Ada{character}Example", "name")
    assert character not in str(refusal.value)


def test_text_longer_than_the_limit_is_refused_also_once_composed() -> None:
    assert clean_text("x" * LONGEST, "note") == "x" * LONGEST
    with pytest.raises(Unreadable, match="longer than 1000"):
        clean_text("x" * (LONGEST + 1), "note")
    grows = "\ufb2c" * 400  # one Hebrew letter that NFC writes as three
    with pytest.raises(Unreadable, match="once composed"):
        clean_text(grows, "note")


@pytest.mark.parametrize("code", ["0007", "A", "a-1_b".replace("_", "."), "X/9", "9" * 40])
def test_a_code_is_kept_as_written(code: str) -> None:
    assert clean_code(code, "patient") == code


@pytest.mark.parametrize(
    "code", ["", " 7", "7 ", "-7", ".7", "/7", "a b", "a;b", "\uff17", "9" * 41, "a\n", "=1"]
)
def test_a_code_that_could_not_stand_in_a_command_or_file_name_is_refused(code: str) -> None:
    with pytest.raises(Unreadable, match="needs letters, digits"):
        clean_code(code, "patient")


def test_what_acts_on_a_terminal_is_made_visible() -> None:
    assert visible("plain") == "plain"
    assert visible("Zo\u00eb\x1b[31m\u202e\ud800") == "Zo\u00eb\\x1b[31m\\u202e\\ud800"


def test_text_is_matched_without_case_composition_or_runs_of_blanks() -> None:
    assert folded("  ZOE\u0308   Stra\u00dfe ") == "zo\u00eb strasse"


def test_a_long_value_is_cut_visibly_in_a_message() -> None:
    assert shortened("x" * 60) == "x" * 60
    assert shortened("x" * 61) == "x" * 59 + "\u2026"


@given(st.lists(st.text() | st.sampled_from(["it's", "$HOME", "`id`", "a b", "…", "2026-12-01T…"])))
@settings(max_examples=200)
def test_a_shell_reads_the_words_of_a_suggested_command_as_they_were_meant(
    words: list[str],
) -> None:
    assert shlex.split(as_typed(*words)) == words


def test_a_blank_of_a_suggested_command_stands_without_quotes() -> None:
    assert as_typed("--on", "2026-12-01T…", "--reason", "…") == "--on 2026-12-01T… --reason …"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nguyễn, Thị", "thi nguyen"),
        ("O'Brien", "O’BRIEN"),
        ("Smith-Jones, Ann", "ann  smith jones"),
        ("Łukasz Øst", "ost lukasz"),
        ("Straße", "STRASSE"),
    ],
)
def test_a_name_is_the_same_whatever_its_marks_case_and_order(one: str, other: str) -> None:
    assert same_name(one) == same_name(other)


def test_a_code_is_bare_without_leading_zeros_and_case() -> None:
    assert [bare_code(code) for code in ("0007", "7", "A07", "a07", "000", "70")] == [
        *("7", "7", "a07", "a07", "0", "70")
    ]


@pytest.mark.parametrize(
    ("wanted", "holds"),
    [(["nguy"], True), (["ana", "brien"], True), (["ana", "bo"], False), ([], False)],
)
def test_a_name_holds_words_in_any_order_and_in_part(wanted: list[str], holds: bool) -> None:
    assert holds_words("O'Brien-Nguyễn, Ana", wanted) is holds
