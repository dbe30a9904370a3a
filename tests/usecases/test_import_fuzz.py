"""Files spoiled at random: an import takes them or lists problems, and never breaks."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from pumpsched.interop.problems import Problem
from pumpsched.store.engine import scratch_store
from pumpsched.usecases.import_sheets import UnknownFiles
from pumpsched.usecases.importing import BadImport, DifferingRows
from tests.usecases.folders import CLINIC, folder, take

STORE = scratch_store()
ODD = [b"", b",", b'"', b"\n", b"\r", b"\0", b"\xff", b"9", b"-", b"2026-11-02", b"0012", b"fill"]


@st.composite
def spoiled_files(draw: st.DrawFn) -> dict[str, str | bytes]:
    """The small clinic with bytes of some files replaced."""
    files: dict[str, str | bytes] = dict(CLINIC)
    for name in draw(st.lists(st.sampled_from(sorted(CLINIC)), min_size=1, max_size=3)):
        text = files[name]
        content = text.encode() if isinstance(text, str) else text
        start = draw(st.integers(0, len(content)))
        length = draw(st.integers(0, 12))
        odd = draw(st.sampled_from(ODD) | st.binary(max_size=4))
        files[name] = content[:start] + odd + content[start + length :]
    return files


@settings(max_examples=60)
@given(spoiled_files())
def test_spoiled_files_give_problems_and_nothing_worse(files: dict[str, str | bytes]) -> None:
    with TemporaryDirectory() as place:
        path = folder(Path(place) / "clinic", files)
        problems: tuple[Problem, ...] | None = None
        try:
            take(STORE, path, keep=False)
        except (BadImport, DifferingRows, UnknownFiles) as refusal:
            problems = refusal.problems
    assert problems is None or problems
    assert all(problem.line >= 1 for problem in problems or ())


@settings(max_examples=25)
@given(spoiled_files(), spoiled_files())
def test_what_was_taken_is_known_when_it_comes_again(
    files: dict[str, str | bytes], others: dict[str, str | bytes]
) -> None:
    store = scratch_store()
    with TemporaryDirectory() as place:
        path = folder(Path(place) / "clinic", files)
        other = folder(Path(place) / "others", others)
        try:
            take(store, path)
            take(store, other, update=True)
        except (BadImport, DifferingRows, UnknownFiles):
            return
        assert not take(store, other, update=True).is_news
