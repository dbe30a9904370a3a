"""Files spoiled at random: an import takes them or lists problems, and never breaks."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders.command import clock
from tests.builders.files import BadImport, Problem
from tests.builders.store import open_store, scratch_store
from tests.builders.work import DifferingRows
from tests.cli.clinic import NOW, Clinic
from tests.cli.rough import CODES, foreign, without_hanging
from tests.effort import tries
from tests.usecases.folders import CLINIC, folder, take

pytestmark = pytest.mark.campaign
FILES = tries(short=300, full=5000)
STORE = scratch_store()
ODD = [b"", b",", b'"', b"\n", b"\r", b"\0", b"\xff", b"9", b"-", b"2026-11-02", b"0012", b"fill"]
PANEL = """\
patient,name,birth_date,phone,setting,pump_model,serial,mixture,dose,bolus,filled_on,injected_ml
0007,"Rivera, Ana",1961-04-02,555-0107,home,SM2-20,S7,baclofen 500 mcg/mL,120 mcg/d,,2026-11-02,20
0012,Øst Bén,,,,SM3-40,,morphine 25 mg/mL,1 mg/day,0.25 mg x 4/day lockout 2h,2026-08-15,40
"""
SINGLE = {"panel.csv": PANEL} | {
    name: CLINIC[name] for name in ("patients.csv", "nurses.csv", "sites.csv", "settings.csv")
}


def share(per_mille: int) -> settings:
    """Settings of a test that makes so much of the files."""
    return settings(
        max_examples=max(1, FILES * per_mille // 1000), suppress_health_check=list(HealthCheck)
    )


@st.composite
def spoiled_bytes(draw: st.DrawFn, text: str | bytes) -> bytes:
    """A file with some bytes replaced, lines doubled or dropped, or in another encoding."""
    content = text.encode() if isinstance(text, str) else text
    way = draw(st.sampled_from(("bytes", "bytes", "bytes", "lines", "encoding", "raw", "cell")))
    if way == "lines":
        lines = content.splitlines(keepends=True)
        return b"".join(draw(st.lists(st.sampled_from(lines), max_size=6)))
    if way == "encoding":
        encoding = draw(st.sampled_from(("utf-16", "utf-8-sig", "latin-1", "utf-32", "cp037")))
        return content.decode().encode(encoding, "replace")
    if way == "raw":
        return draw(st.binary(max_size=200))
    start = draw(st.integers(0, len(content)))
    length = draw(st.integers(0, 12))
    odd = draw(st.sampled_from(ODD) | st.binary(max_size=4))
    if way == "cell":
        odd = draw(st.text(max_size=8)).encode() * draw(st.sampled_from((1, 300)))
    return content[:start] + odd + content[start + length :]


@st.composite
def spoiled_files(draw: st.DrawFn) -> dict[str, str | bytes]:
    """The small clinic with some files spoiled."""
    names = draw(st.lists(st.sampled_from(sorted(CLINIC)), min_size=1, max_size=3))
    return {**CLINIC, **{name: draw(spoiled_bytes(CLINIC[name])) for name in names}}


@share(60)
@given(spoiled_files())
def test_spoiled_files_give_problems_and_nothing_worse(files: dict[str, str | bytes]) -> None:
    with TemporaryDirectory() as place:
        path = folder(Path(place) / "clinic", files)
        problems: tuple[Problem, ...] | None = None
        try:
            take(STORE, path, keep=False)
        except (BadImport, DifferingRows) as refusal:
            problems = refusal.problems
    assert problems is None or problems
    assert all(problem.line >= 1 for problem in problems or ())


@share(12)
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
        except (BadImport, DifferingRows):
            return
        assert not take(store, other, update=True).is_news


@pytest.fixture(scope="module")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store in a file."""
    path = tmp_path_factory.mktemp("empty") / "store.sqlite"
    open_store(str(path), create=True).dispose()
    return path


@pytest.fixture
def clinic(empty_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clinic:
    """An empty store, at 10:00 on 2026-11-22; the working directory is beside it."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.delenv("PUMPSCHED_AS_OF", raising=False)
    monkeypatch.chdir(tmp_path)
    return Clinic(Path(shutil.copy(empty_store, tmp_path / "store.sqlite")))


@share(40)
@given(name=st.sampled_from(sorted(SINGLE)), data=st.data())
def test_a_spoiled_list_is_saved_whole_or_not_at_all(
    clinic: Clinic, empty_store: Path, name: str, data: st.DataObject
) -> None:
    shutil.copy(empty_store, clinic.path)
    before = clinic.path.read_bytes()
    Path(name).write_bytes(data.draw(spoiled_bytes(SINGLE[name])))
    if clinic.run("import", name, "-y").code:
        assert clinic.path.read_bytes() == before
        return
    assert clinic.run("doctor").code == 0
    changes = clinic.changes()
    clinic.done("import", name, "-y")
    assert clinic.changes() == changes


@pytest.mark.parametrize("as_json", [False, True])
@share(164)
@given(name=st.sampled_from(sorted(SINGLE)), data=st.data())
def test_the_command_takes_any_file_or_says_what_is_wrong_with_it(
    clinic: Clinic, name: str, data: st.DataObject, as_json: bool
) -> None:
    content = data.draw(spoiled_bytes(SINGLE[name]))
    Path(name).write_bytes(content)
    with without_hanging():
        said = clinic.run("import", name, "-n", *["--json"] * as_json)
    assert said.code in CODES
    assert foreign(said.out + said.err) == set()
    if said.code == 0:
        assert "Nothing saved" in said.err
        return
    if as_json:
        assert said.error["message"]
    elif said.code == 2:
        assert any(line.startswith(name) for line in said.err.splitlines()), said.err


def bad_folder(path: Path, how: str) -> None:
    """A folder in which something is no file, or more than one."""
    folder(path, {"patients.csv": CLINIC["patients.csv"]})
    odd = path / "pumps.csv"
    if how == "folder":
        odd.mkdir()
    elif how == "pipe":
        os.mkfifo(odd)
    elif how == "loop":
        odd.symlink_to(odd)
    elif how == "dangling":
        odd.symlink_to(path / "none")
    elif how == "upper case":
        (path / "PATIENTS.CSV").write_text(CLINIC["patients.csv"])
    elif how == "hostile name":
        (path / "\x1b[2J\u202e.csv").write_text("a,b\n1,2\n")


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such files")
@pytest.mark.parametrize(
    "how", ["folder", "pipe", "loop", "dangling", "upper case", "hostile name"]
)
def test_what_is_no_file_is_refused_without_waiting_for_it(clinic: Clinic, how: str) -> None:
    before = clinic.path.read_bytes()
    bad_folder(Path("clinic"), how)
    with without_hanging():
        plain, asked = (
            clinic.run("import", "clinic", "-y"),
            clinic.run("import", "clinic", "--json"),
        )
    assert plain.code in (2, 3, 7), plain
    assert json.loads(asked.err)["error"]["message"]
    assert foreign(plain.err + asked.err) == set()
    assert clinic.path.read_bytes() == before
