"""Tab in real shells on a terminal; a shell that is not installed is skipped, and says so."""

from __future__ import annotations

import os
import select
import shlex
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.clinic import Clinic
from tests.cli.processes import ROOT, environment, process

pytestmark = [
    pytest.mark.sqlite_file,
    pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal"),
]
PATIENCE = 60
"""A shell that shows nothing for so long hangs [seconds]."""
TAB = "\t"
STARTS = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}


class Shell:
    """A shell on a terminal of its own, with completion loaded."""

    def __init__(self, name: str, place: Path, env: dict[str, str]) -> None:
        import pty

        self.seen = ""
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(place)
            os.execvpe(STARTS[name][0], STARTS[name], env)
        self.type(f". ./script.{name}; echo rea'dy'\n")
        self.wait_for("ready")

    def type(self, text: str) -> None:
        """Types as a person does."""
        os.write(self.terminal, text.encode())

    def wait_for(self, text: str) -> None:
        """Reads until the terminal shows a text."""
        while text not in self.seen:
            assert select.select([self.terminal], [], [], PATIENCE)[0], (text, self.seen)
            self.seen += os.read(self.terminal, 4096).decode("utf-8", "replace")
        self.seen = self.seen.partition(text)[2]

    def close(self) -> None:
        """Ends the shell."""
        os.close(self.terminal)
        os.waitpid(self.pid, 0)


@pytest.fixture(params=sorted(STARTS))
def shell(request: pytest.FixtureRequest, clinic: Clinic, tmp_path: Path) -> Iterator[Shell]:
    """Each shell in turn, with ``pumpsched`` on its path and the clinic as its store."""
    name = request.param
    if shutil.which(STARTS[name][0]) is None:
        pytest.skip(f"{name} is not installed here")
    place = tmp_path / "desk"
    (place / "bin").mkdir(parents=True)
    program = place / "bin" / "pumpsched"
    call = f"PYTHONPATH={shlex.quote(str(ROOT))} exec {shlex.quote(sys.executable)} -P -m pumpsched"
    program.write_text(f'#!/bin/sh\n{call} "$@"\n')
    program.chmod(0o755)
    script = process(clinic.path, "--show-completion", name).stdout
    (place / f"script.{name}").write_text(script)
    env = environment(clinic.path, TERM="xterm", HOME=str(place), PUMPSCHED_AS_OF="2026-11-22")
    env["PATH"] = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    started = Shell(name, place, env)
    yield started
    started.close()
    assert not (place / "pwned").exists()


def test_commands_options_and_patients_are_completed(shell: Shell) -> None:
    shell.type(f"pumpsched sho{TAB}0007 --js{TAB}\n")
    shell.wait_for("pumpsched/")
    shell.type(f"pumpsched show Okaf{TAB}--json\n")
    shell.wait_for('"patient": "0012"')


def test_a_name_of_two_shows_both_and_keeps_what_was_typed(shell: Shell) -> None:
    shell.type(f"pumpsched show Riv{TAB}{TAB}")
    shell.wait_for("0007")
    shell.wait_for("Rivera, Ana")
    shell.wait_for("0020")


def test_a_hostile_store_runs_nothing(shell: Shell, clinic: Clinic) -> None:
    connection = sqlite3.connect(clinic.path)
    with connection:
        name = "Okafor $(touch pwned)`touch pwned`\\$(touch pwned)';touch pwned;'\"\t\n\x1b[2J:("
        connection.execute("UPDATE patient SET name = ? WHERE code IN ('0012', '0021')", [name])
        connection.execute("UPDATE patient SET code = '$(touch pwned)' WHERE code = '0041'")
    connection.close()
    shell.type(f"pumpsched show 00{TAB}{TAB}")
    shell.wait_for("0012")
    shell.wait_for("0021")
    shell.type("\x15echo do'ne'\n")
    shell.wait_for("done")
