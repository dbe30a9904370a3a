"""The pictures of the README show what the program prints now."""

from __future__ import annotations

from pathlib import Path

from tests.pictures import PICTURES, SHOWN, answers, words_of, words_shown


def test_every_picture_is_fresh(tmp_path: Path) -> None:
    found = {
        name: words_of((PICTURES / f"{name}.svg").read_text(encoding="utf-8")) for name in SHOWN
    }
    shown = answers(tmp_path).items()
    assert found == {name: words_shown(answer, SHOWN[name]) for name, answer in shown}
