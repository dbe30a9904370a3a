"""A store stands only where nobody else can put a journal beside it, or another file in its place.

That they could was reproduced: SQLite wrote a planted journal back into a store of mode 0600.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.builders.store import open_store
from tests.builders.values import StoreProblem
from tests.cli.clinic import Clinic

pytestmark = pytest.mark.sqlite_file

BO = 1002
STAFF, OWN = 50, 51
Place = Callable[[int], Path]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Makes the folder of a mode for a store; Ann is here, Bo is with her in the group STAFF."""
    import grp
    import pwd

    people = [SimpleNamespace(pw_name=name, pw_uid=uid, pw_gid=gid)
              for name, uid, gid in (("ann", os.geteuid(), OWN), ("bo", BO, 99))]  # fmt: skip
    members = {STAFF: ["ann", "bo"], OWN: []}
    monkeypatch.setattr(pwd, "getpwall", lambda: people)
    monkeypatch.setattr(grp, "getgrgid", lambda gid: SimpleNamespace(gr_mem=members[gid]))

    def made(mode: int) -> Path:
        folder = tmp_path / "it's here"
        folder.mkdir()
        folder.chmod(mode)
        return folder

    return made


def of_group(folder: Path, gid: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gives a folder to a group; only an administrator could really do it."""
    stat = Path.stat

    def seen(path: Path, **options: bool) -> os.stat_result:
        found = stat(path, **options)
        return os.stat_result((*found[:5], gid, *found[6:])) if path == folder else found

    monkeypatch.setattr(Path, "stat", seen)


def refusal_of(path: Path, *, create: bool) -> StoreProblem:
    with pytest.raises(StoreProblem) as refused:
        open_store(str(path), create=create)
    return refused.value


@pytest.mark.parametrize("is_there", [True, False])
def test_a_folder_that_is_there_for_everybody_is_left_as_it_is(
    place: Place, is_there: bool
) -> None:
    path = place(0o700) / "clinic.sqlite"
    if is_there:
        open_store(str(path), create=True).dispose()
    path.parent.chmod(0o1777)
    refusal = refusal_of(path, create=not is_there)
    assert (refusal.exit_code, refusal.code) == (7, "folder-open-to-others")
    assert "chmod" not in refusal.next_step
    assert refusal.next_step.startswith("mkdir -m 700 ")
    assert ("&& mv " in refusal.next_step) == is_there
    assert path.exists() == is_there


@pytest.mark.parametrize("mode", [0o777, 0o702])
def test_a_folder_that_all_may_write_takes_no_store(place: Place, mode: int) -> None:
    path = place(mode) / "clinic.sqlite"
    refusal = refusal_of(path, create=True)
    assert (refusal.exit_code, refusal.code) == (7, "folder-open-to-others")
    assert refusal.next_step.startswith("chmod go-w '")
    assert list(path.parent.iterdir()) == []


def test_a_store_is_refused_once_its_folder_is_opened_to_all(place: Place) -> None:
    path = place(0o700) / "clinic.sqlite"
    open_store(str(path), create=True).dispose()
    path.parent.chmod(0o777)
    assert refusal_of(path, create=False).code == "folder-open-to-others"
    path.parent.chmod(0o755)
    open_store(str(path)).dispose()


def test_a_folder_of_a_group_is_refused_if_somebody_else_is_in_it(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = place(0o770) / "clinic.sqlite"
    of_group(path.parent, OWN, monkeypatch)
    open_store(str(path), create=True).dispose()
    of_group(path.parent, STAFF, monkeypatch)
    assert refusal_of(path, create=False).code == "folder-open-to-others"


def test_a_journal_of_somebody_else_is_never_opened(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = place(0o700) / "clinic.sqlite"
    open_store(str(path), create=True).dispose()
    planted = path.with_name("clinic.sqlite-journal")
    planted.write_bytes(b"")
    open_store(str(path)).dispose()
    planted.write_bytes(b"")
    lstat = Path.lstat

    def seen(each: Path) -> os.stat_result:
        found = lstat(each)
        return os.stat_result((*found[:4], BO, *found[5:])) if each == planted else found

    monkeypatch.setattr(Path, "lstat", seen)
    refusal = refusal_of(path, create=False)
    assert (refusal.exit_code, refusal.code) == (7, "journal-of-another")
    assert planted.exists()


@pytest.mark.parametrize(
    "command",
    [("backup", "{}"), ("import", "tests/baseline/inputs/clinic", "-y", "--db", "{}"),
     ("demo", "-y", "--db", "{}"), ("restore", "{store}", "-y", "--db", "{}")],
    ids=lambda command: command[0],
)  # fmt: skip
def test_no_command_makes_a_store_there(
    clinic: Clinic, place: Place, command: tuple[str, ...]
) -> None:
    path = place(0o777) / "new.sqlite"
    said = clinic.run(*(word.format(path, store=clinic.path) for word in command))
    assert (said.code, "chmod go-w" in said.err) == (7, True), said.err
    assert list(path.parent.iterdir()) == []
