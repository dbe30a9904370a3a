"""The whole suite on other desks: ``python -m tests.desks [NAME …] [-- PYTEST ARGUMENT …]``.

Each name is a run of its own; names joined by ``+`` are one run under all of them. Without a name
there are two runs: ``kiritimati+homeless+read-only`` and ``midnight``.

- ``midnight``: a minute and a half later the day ends, both for the invented practice in Chicago,
  whose next day is a leap day, and for the machine, whose time zone is chosen so.
- ``utc-midnight``: the same for the day of UTC, which is then a new year's.
- ``kiritimati``: the zone of the machine is 14 hours ahead of UTC.
- ``homeless``: no ``HOME``, and no name of the user.
- ``read-only``: a user without rights works in a copy of the checkout that cannot be written.

The program has one reader of the clock, which the architecture's tests see to. That reader is told
another time, in every process of the run; time-outs and the files' own dates stay as they are.
"""

from __future__ import annotations

import argparse
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
USUAL = ("kiritimati+homeless+read-only", "midnight")
SUITE = ("-m", "pytest", "-n", "2", "-p", "no:cacheprovider")
_LEFT = timedelta(seconds=90)
_MIDNIGHTS = {
    "midnight": datetime(2028, 2, 29, 6, tzinfo=UTC),
    "utc-midnight": datetime(2027, 1, 1, tzinfo=UTC),
}
NAMES = (*_MIDNIGHTS, "kiritimati", "homeless", "read-only")
_NOT_COPIED = (".git", ".venv", ".hypothesis", ".*_cache", ".coverage", "__pycache__", "build")
_LATER = """
import sys
from datetime import timedelta
from importlib.machinery import PathFinder

class Later:
    def find_spec(self, name, path=None, target=None):
        if name != "pumpsched.cli.clock":
            return None
        spec = PathFinder.find_spec(name, path)
        plain = spec.loader.exec_module

        def shifted(module):
            plain(module)
            now = module.now
            module.now = lambda: now() + timedelta(seconds={seconds})

        spec.loader.exec_module = shifted
        return spec

sys.meta_path.insert(0, Later())
"""


class NoDesk(Exception):
    """A desk cannot be set up on this machine; says why."""


@dataclass
class Desk:
    """Where and as whom a process works.

    Attributes:
        cwd: The checkout it works in.
        env: All of its environment.
        user: What makes it another user's, for :func:`subprocess.run`.
    """

    cwd: Path
    env: dict[str, str]
    user: dict[str, Any] = field(default_factory=dict)

    def run(self, *args: str, **how: Any) -> subprocess.CompletedProcess[Any]:
        """What a Python process does there, ended."""
        command = [sys.executable, *args]
        return subprocess.run(
            command, cwd=self.cwd, env=self.env, check=False, **self.user, **how
        )  # fmt: skip

    def imports_first(self, folder: Path) -> None:
        """Lets what a folder holds be imported before what is installed, by every process."""
        known = self.env.get("PYTHONPATH")
        self.env["PYTHONPATH"] = os.pathsep.join([str(folder), *([known] if known else [])])


@contextmanager
def sat_at(names: Sequence[str]) -> Iterator[Desk]:
    """A desk under all the named conditions.

    Raises:
        NoDesk: It cannot be set up here.
    """
    with tempfile.TemporaryDirectory(prefix="desk-") as place:
        folder = Path(place)
        folder.chmod(0o755)
        desk = Desk(ROOT, dict(os.environ))
        for name in names:
            if name in _MIDNIGHTS:
                _before_midnight(desk, folder, _MIDNIGHTS[name])
            elif name == "read-only":
                _may_not_write(desk, folder)
        if "kiritimati" in names:
            desk.env["TZ"] = "Pacific/Kiritimati"
        if "homeless" in names:
            for lost in ("HOME", "USER", "LOGNAME", "USERNAME", "LNAME"):
                desk.env.pop(lost, None)
        try:
            yield desk
        finally:
            _freed(folder)


def _before_midnight(desk: Desk, folder: Path, midnight: datetime) -> None:
    """Puts the clocks to a little before a midnight: the program's, and the machine's zone."""
    told = folder / "clock"
    told.mkdir()
    now = datetime.fromtimestamp(time.time(), UTC)  # of the machine, whatever the program is told
    seconds = round((midnight - _LEFT - now).total_seconds())
    (told / "sitecustomize.py").write_text(_LATER.format(seconds=seconds))
    desk.imports_first(told)
    desk.env["TZ"] = _zone_before_midnight(now)


def _zone_before_midnight(now: datetime) -> str:
    """The zone, as POSIX writes one, in which it is a little before midnight."""
    here = timedelta(hours=now.hour, minutes=now.minute, seconds=now.second)
    west = here - (timedelta(days=1) - _LEFT)
    if west < timedelta(hours=-12):
        west += timedelta(days=1)
    seconds = abs(round(west.total_seconds()))
    sign = "-" if west < timedelta(0) else "+"
    return f"<desk>{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _may_not_write(desk: Desk, folder: Path) -> None:
    """Puts a copy of the checkout there that its user may read and not write."""
    desk.cwd, own = folder / "checkout", folder / "own"
    shutil.copytree(ROOT, desk.cwd, ignore=shutil.ignore_patterns(*_NOT_COPIED))
    own.mkdir(mode=0o700)
    desk.env |= {"TMPDIR": str(own), "HOME": str(own)}
    desk.imports_first(desk.cwd)
    if os.geteuid() == 0:
        # Modes do not hold root back.
        nobody = pwd.getpwnam("nobody")
        os.chown(own, nobody.pw_uid, nobody.pw_gid)
        desk.user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        desk.env |= {"USER": nobody.pw_name, "LOGNAME": nobody.pw_name}
    for path in (desk.cwd, *desk.cwd.rglob("*")):
        runs = 0o111 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0
        path.chmod(0o444 | runs)
    _check_readable(desk)


def _check_readable(desk: Desk) -> None:
    why = f"its user cannot use {sys.executable} or {desk.cwd.parent}"
    try:
        found = desk.run("-c", "import pytest, pumpsched", capture_output=True, text=True)
    except OSError:
        raise NoDesk(why) from None
    if found.returncode:
        raise NoDesk(f"{why}: {found.stderr.strip()[-300:]}")


def _freed(folder: Path) -> None:
    """Lets the copy be taken away again."""
    for path in (folder / "checkout", *(folder / "checkout").rglob("*")):
        if path.is_dir():
            path.chmod(0o755)


def main() -> int:
    """Runs the suite on the desks, and says how it went on each."""
    given = argparse.ArgumentParser(
        prog="python -m tests.desks", description="The whole suite on other desks."
    )
    given.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(NAMES)}; A+B is both")
    words = sys.argv[1:]
    at = words.index("--") if "--" in words else len(words)
    names = given.parse_args(words[:at]).names or list(USUAL)
    for name in names:
        if unknown := set(name.split("+")) - set(NAMES):
            given.error(f"no desk {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    ends = {name: _suite_at(name, words[at + 1 :]) for name in names}
    for name, end in ends.items():
        print(f"{name}: {end or 'passed'}")
    return int(any(ends.values()))


def _suite_at(name: str, more: Sequence[str]) -> str:
    """Runs the suite on a desk; returns what is wrong there, or nothing."""
    print(f"== {name}", flush=True)
    try:
        with sat_at(name.split("+")) as desk:
            code = desk.run(*SUITE, *more, stdin=subprocess.DEVNULL).returncode
    except NoDesk as none:
        return f"not run, {none}"
    return f"failed, pytest ended with {code}" if code else ""


if __name__ == "__main__":
    sys.exit(main())
