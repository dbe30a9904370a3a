"""Closed pipes, full disks, missing streams and poor encodings: no trace, the right exit code."""

from __future__ import annotations

import re
import signal
import sys
from pathlib import Path

import pytest

from tests.cli.clinic import Clinic
from tests.cli.processes import process, shell
from tests.effort import some

pytestmark = pytest.mark.one_backend

READS = ["due", "due --json", "due --csv", "show 0007", "why 0007", "audit --json", "--help"]


def test_in_a_pipe_a_listing_is_tab_separated_with_iso_dates(clinic: Clinic) -> None:
    said = process(clinic.path, "due", "--as-of", "2026-11-22")
    heading, first = said.stdout.splitlines()[:2]
    assert said.returncode == 0
    assert heading.split("\t")[:7] == [
        *("status", "patient", "name", "alarm_on", "refill_by", "book_by", "volume_ml"),
    ]
    assert first.split("\t")[:7] == [
        *("late", "0012", "Okafor, Ben", "2027-11-08", "2026-11-13", "2026-11-13", "16.04"),
    ]


@pytest.mark.parametrize("args", READS)
def test_a_closed_pipe_is_no_error(clinic: Clinic, args: str) -> None:
    said = shell(clinic.path, f"$P {args} 2>&1 | true; exit ${{PIPESTATUS[0]}}")
    assert (said.returncode, said.stderr) == (0, "")


def test_the_first_line_of_a_list_is_enough(clinic: Clinic) -> None:
    said = shell(clinic.path, "$P due --csv | head -1; exit ${PIPESTATUS[0]}")
    assert said.returncode == 0
    assert said.stdout.startswith("\ufeffstatus,patient,name")


WRITES = [
    "refill 0007 --fill 18",
    "import FOLDER/list.csv --db FOLDER/new.sqlite",
    "import FOLDER/list.csv --db FOLDER/new.sqlite --json",
    "restore FOLDER/copy.sqlite --db FOLDER/new.sqlite",
    "demo --db FOLDER/new.sqlite",
]


@pytest.mark.campaign
@pytest.mark.parametrize("command", some(WRITES, short=2))
def test_what_is_saved_stays_saved_where_nobody_hears_of_it(
    clinic: Clinic, tmp_path: Path, command: str
) -> None:
    """A store that was not there either: it is in its place before anything is said of it."""
    clinic.done("backup", str(tmp_path / "copy.sqlite"))
    (tmp_path / "list.csv").write_text("patient,name,setting\n0001,X,home\n", encoding="utf-8")
    yes = "" if command.startswith("demo") else " -y"
    told = command.replace("FOLDER", str(tmp_path)) + yes
    said = shell(clinic.path, f"$P {told} 2>&1 | true; exit ${{PIPESTATUS[0]}}")
    assert said.returncode == 0, said.stderr
    store = ("--db", str(tmp_path / "new.sqlite")) if "--db" in command else ()
    found = process(clinic.path, "audit", "list", "--limit", "1", "--json", *store)
    assert f'"action": "{command.split()[0]}"' in found.stdout, found.stderr


def test_an_error_into_a_closed_pipe_keeps_its_exit_code(clinic: Clinic) -> None:
    said = shell(clinic.path, "$P show nobody 2>&1 | true; exit ${PIPESTATUS[0]}")
    assert (said.returncode, said.stderr) == (3, "")


def test_an_interruption_that_nobody_hears_of_keeps_its_exit_code(clinic: Clinic) -> None:
    program = (
        "import signal, sys, time; from pumpsched.cli import main; "
        "from pumpsched.cli.commands import worklist; "
        "worklist.App.reading = lambda app: signal.raise_signal(signal.SIGTERM); "
        "time.sleep(0.2); sys.argv[1:] = ['due']; main.main()"
    )
    given = f'"{sys.executable}" -c "{program}"'
    said = shell(clinic.path, f"{given} 2>&1 | true; exit ${{PIPESTATUS[0]}}")
    assert (said.returncode, said.stderr) == (128 + signal.SIGTERM, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("args", READS)
def test_a_full_disk_behind_stdout_is_said_without_a_trace(clinic: Clinic, args: str) -> None:
    said = shell(clinic.path, f"$P {args} >/dev/full")
    assert said.returncode == 7
    assert "could not be written" in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_behind_stdout_does_not_hide_that_it_was_saved(clinic: Clinic) -> None:
    said = shell(clinic.path, "$P stop 0007 --on 2026-11-20 -y >/dev/full")
    assert said.returncode == 7
    assert said.stderr.startswith("Saved; only the answer could not be written.\n")
    assert clinic.changes() == 2


CLOSED = [">&-", "2>&-", "<&-", "<&- >&- 2>&-"]


@pytest.mark.campaign
@pytest.mark.parametrize("closed", some(CLOSED, short=2))
@pytest.mark.parametrize("args", ["due", "due --json", "--help"])
def test_a_missing_stream_is_no_error(clinic: Clinic, args: str, closed: str) -> None:
    said = shell(clinic.path, f"$P {args} {closed}")
    assert said.returncode == 0
    assert "Traceback" not in said.stderr


def test_without_any_stream_a_write_is_saved_or_refused(clinic: Clinic) -> None:
    assert shell(clinic.path, "$P stop 0007 --on 2026-11-20 <&-").returncode == 4
    assert clinic.changes() == 1
    said = shell(clinic.path, "$P stop 0007 --on 2026-11-20 -y <&- >&- 2>&-")
    assert said.returncode == 0
    assert clinic.changes() == 2


POOR = [
    {"LC_ALL": "C"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "latin-1"},
    {"TERM": "dumb", "NO_COLOR": "1"},
]


@pytest.mark.campaign
@pytest.mark.parametrize("env", some(POOR, short=2), ids=str)
def test_no_encoding_is_too_poor(clinic: Clinic, env: dict[str, str]) -> None:
    clinic.done("patient", "edit", "0007", "--name", "Łukasz 李", "-y")
    for args in (("show", "0007"), ("why", "0007"), ("--help",), ("refill", "0007", "--fill", "x")):
        script = f"$P {' '.join(args)}"
        said = shell(
            clinic.path, f"export {' '.join(f'{k}={v}' for k, v in env.items())}; {script}"
        )
        assert said.returncode == (2 if args[0] == "refill" else 0)
        assert "Traceback" not in said.stderr
        assert "\x1b" not in said.stdout + said.stderr


def test_bytes_that_are_no_text_are_refused_as_an_argument(clinic: Clinic) -> None:
    said = shell(clinic.path, "$P show $'\\xff\\xfe'")
    assert said.returncode == 2
    assert said.stderr.startswith('argument "\\udcff\\udcfe": holds bytes that are no text')


def test_a_bug_is_named_without_anybodys_data(clinic: Clinic) -> None:
    script = (
        "import sys; sys.argv = ['pumpsched', 'show', '0007']; "
        "from pumpsched.cli import main; from pumpsched.cli.commands import card; "
        "card.patient_card = lambda *a, **k: {}['Rivera, Ana']; main.main()"
    )
    said = shell(clinic.path, f'{"${P%% *}"} -c "{script}"')
    assert said.returncode == 1
    assert re.match(r"This is a bug in pumpsched: KeyError in ", said.stderr)
    assert len(said.stderr.splitlines()) == 3
    assert "Rivera" not in said.stderr
