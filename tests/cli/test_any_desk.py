"""The main job on any desk: other systems, poor consoles, odd hours and zones, no home folder.

None of this runs on Windows here; what Windows lacks is taken away instead. The whole suite on a
desk takes minutes and is a command, ``python -m tests.desks``; here its desks are looked at.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType

import pytest

from pumpsched.cli import stores
from pumpsched.cli.shared_options import SharedOptions
from pumpsched.store import files
from tests.builders.command import App, clock
from tests.builders.values import NotFound
from tests.builders.work import DEMO_TODAY
from tests.cli.clinic import Clinic
from tests.cli.processes import ROOT
from tests.desks import NoDesk, sat_at
from tests.effort import some

BEGINNING = """
import sys
sys.path.insert(0, {root!r})
blocked = {blocked!r}
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name in blocked:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
for name in blocked:
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Missing())
from datetime import datetime
from pumpsched.cli import clock
clock.now = lambda: datetime.fromisoformat({now!r})
from pumpsched.cli.main import main
for args in {calls!r}:
    sys.argv = ["pumpsched", *args]
    try:
        main()
    except SystemExit as ended:
        print("exit", ended.code or 0, args[0])
        if ended.code:
            break
"""
POSIX_ONLY = ("fcntl", "pwd", "grp", "termios", "resource", "pty", "tty", "posix_ipc")
JOB = (
    ("--help",),
    ("demo",),
    ("due", "--demo"),
    ("refill", "0011", "--residual", "3.9", "--fill", "20", "--on", "2026-11-20", "--demo", "-y"),
    ("show", "0011", "--demo"),
    ("plan", "2w", "--demo", "--json", "--quick"),
    ("export", "folder", "{place}/out", "--demo"),
    ("export", "csv", "{place}/list.csv", "--demo"),
    ("import", "{place}/out", "--db", "{place}/other.sqlite", "-y"),
    ("due", "--db", "{place}/other.sqlite", "--json"),
    ("backup", "{place}/copy.sqlite", "--db", "{place}/other.sqlite"),
)
"""What a clinic does on its first day."""


NOON = "2026-12-01T18:00:00+00:00"


def do(
    calls: Sequence[Sequence[str]],
    place: Path,
    *,
    blocked: Sequence[str] = (),
    now: str = NOON,
    env: Mapping[str, str] = MappingProxyType({}),
    cwd: Path | None = None,
) -> bytes:
    """What a process answers to some calls, each of which must be done.

    It gets nothing of this process's environment but the path.
    """
    given = [[arg.format(place=place) for arg in args] for args in calls]
    program = BEGINNING.format(root=str(ROOT), blocked=tuple(blocked), now=now, calls=given)
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP") if name in os.environ}
    own = {"PUMPSCHED_HOME": str(place / "home"), "PUMPSCHED_ACTOR": "ann"}
    said = subprocess.run(
        [sys.executable, "-P", "-B", "-c", program],
        cwd=cwd or place,
        env=kept | own | dict(env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=600,
        check=False,
    )
    assert (said.returncode, b"Traceback" in said.stderr) == (0, False), said.stderr
    ended = [line.split()[1:] for line in said.stdout.splitlines() if line.startswith(b"exit ")]
    assert ended == [[b"0", args[0].encode()] for args in calls], said.stderr
    return said.stdout


def test_the_job_needs_no_module_that_only_posix_has(tmp_path: Path) -> None:
    assert b'"all": 40' in do(JOB, tmp_path, blocked=POSIX_ONLY)


MIDNIGHTS = ("2027-02-28T23:59:59+00:00", "2027-11-07T06:59:59+00:00")


@pytest.mark.campaign
@pytest.mark.parametrize("now", some(MIDNIGHTS, short=1))
def test_the_job_is_done_a_second_before_midnight(tmp_path: Path, now: str) -> None:
    assert b'"all": 40' in do(JOB, tmp_path, now=now)


def test_the_zone_of_the_machine_changes_no_answer(tmp_path: Path) -> None:
    answers = set()
    for number, zone in enumerate(("UTC", "Pacific/Kiritimati")):
        place = tmp_path / str(number)
        place.mkdir()
        said = do(JOB, place, env={"TZ": zone})
        # The head of the audit chain also covers the path that was imported.
        answers.add(re.sub(rb"head [0-9a-f]+", b"", said.replace(str(place).encode(), b"")))
    assert len(answers) == 1


def test_the_job_needs_no_home_no_user_and_no_folder_to_work_in(tmp_path: Path) -> None:
    # The environment of a job that the system starts has neither HOME nor USER.
    desk, place = tmp_path / "desk", tmp_path / "place"
    place.mkdir()
    desk.mkdir()
    desk.chmod(0o500)
    assert do(JOB, place, cwd=desk, env={"PUMPSCHED_ACTOR": ""})
    assert list(desk.iterdir()) == []


ASKED = """
import os, time
from pathlib import Path
import pumpsched
from pumpsched.cli import clock
os.chdir("/")
print(clock.now().strftime("%m-%d %H:%M"))
print(time.strftime("%H:%M"))
print(*sorted({"HOME", "USER", "LOGNAME"} & set(os.environ)))
own = Path(pumpsched.__file__).parents[1]
print(os.access(own, os.W_OK), os.access(own / "README.md", os.W_OK), own.name)
"""


def told_at(*names: str) -> list[str]:
    """What a process sees at a desk: both clocks, the names of its user, the checkout."""
    try:
        with sat_at(names) as desk:
            said = desk.run("-c", ASKED, capture_output=True, text=True)
    except NoDesk as none:
        pytest.skip(f"no such desk here: {none}")
    assert said.returncode == 0, said.stderr
    seen: list[str] = said.stdout.splitlines()
    return seen


def test_at_the_desk_of_midnight_the_day_of_practice_and_machine_ends_soon() -> None:
    seen = told_at("midnight")
    assert re.fullmatch("02-29 05:5[89]", seen[0])
    assert re.fullmatch("23:5[89]", seen[1])
    assert re.fullmatch("12-31 23:5[89]", told_at("utc-midnight")[0])


def test_at_the_desks_of_every_day_there_is_no_home_and_a_checkout_that_cannot_be_written() -> None:
    assert told_at("kiritimati", "homeless", "read-only")[2:] == ["", "False False checkout"]


def test_a_desk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o755)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with sat_at(("midnight", "homeless")):
        assert list(tmp_path.iterdir())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.sqlite_file
def test_a_restore_late_in_the_evening_is_of_the_practices_day(
    clinic: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic.done("backup", str(tmp_path / "copy.sqlite"))
    evening = datetime.fromisoformat("2026-11-22T23:59:00-06:00").astimezone(UTC)
    monkeypatch.setattr(clock, "now", lambda: evening)
    clinic.done("restore", str(tmp_path / "copy.sqlite"), "-y")
    with clinic.opened() as books:
        assert {row.seen_on for _, row in books.outlooks()} == {date(2026, 11, 22)}


def test_a_demonstration_is_restored_on_its_own_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2031, 5, 5, 12, tzinfo=UTC))
    monkeypatch.setenv("PUMPSCHED_HOME", str(tmp_path))
    clinic = Clinic(tmp_path / "demo.sqlite")
    clinic.done("demo")
    clinic.done("backup", str(tmp_path / "copy.sqlite"))
    clinic.done("restore", str(tmp_path / "copy.sqlite"), "-y")
    with clinic.opened() as books:
        assert {row.seen_on for _, row in books.outlooks()} == {DEMO_TODAY}


NAMED = (
    ("demo",),
    ("patient", "edit", "0011", "--name", "Łukasz 李", "--demo", "-y"),
    *((command, "0011", "--demo") for command in ("why", "show")),
    ("due", "--demo", "--all"),
    ("orders", "--demo"),
    ("plan", "1w", "--demo", "--quick"),
)


CODE_PAGES = ("cp1252", "cp437", "cp932", "koi8-r")


@pytest.mark.campaign
@pytest.mark.parametrize("encoding", some(CODE_PAGES, short=1))
def test_no_code_page_makes_it_stumble(tmp_path: Path, encoding: str) -> None:
    env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    text = do(NAMED, tmp_path, env=env).decode(encoding)
    assert "ukasz" in text
    assert "?" not in text
    if encoding != "cp932":
        assert "\\u674e" in text


def test_a_user_that_the_system_cannot_name_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise ImportError("No module named 'pwd'")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert App(SharedOptions(), command="due").actor == "unknown"


def test_without_a_home_folder_the_place_of_the_store_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("PUMPSCHED_HOME", raising=False)
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *_names, **_more: "~/.local/share/x")
    with pytest.raises(NotFound, match="no home folder") as refused:
        stores.default_store(demo=True)
    assert "--db" in refused.value.next_step


def test_where_folders_cannot_be_synchronised_a_file_still_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Windows opens no folder, and writes back only what is open for writing."""
    opened: list[tuple[str, int]] = []
    plain_open = os.open

    def watched(path: Path, flags: int) -> int:
        opened.append((Path(path).name, flags & (os.O_RDONLY | os.O_RDWR)))
        return plain_open(path, flags)

    (tmp_path / "file").write_text("x")
    monkeypatch.setattr(files, "POSIX", False)
    monkeypatch.setattr(os, "open", watched)
    files.synchronise(tmp_path)
    files.synchronise(tmp_path / "file")
    assert opened == [("file", os.O_RDWR)]
