"""At every width each date and each quantity is whole, and each line fits (trust.md P15)."""

from __future__ import annotations

import io
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text
from typer.main import get_command

from pumpsched.cli.terminal.console import StoredTextConsole, folded, whole_parts
from tests.builders.command import Cell, Column, Listing, app, print_table
from tests.effort import some

pytestmark = pytest.mark.one_backend

SGR = re.compile(r"\x1b\[[0-9;]*m")
DATE = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) +)?[0-9]{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct"
    r"|Nov|Dec)\b(?: [0-9]{4})?|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}:[0-9]{2}"
)
QUANTITY = re.compile(
    r"[0-9][0-9.]* (?:mL|mg|mcg|min|km|days?|weeks?)(?:/(?:day|mL))?(?: x [0-9]+/day)?"
)
BLANKS = re.compile(r"\s+")
WIDTHS = some((20, 24, 30, 40, 60, 80, 100), short=4)
WIDE = 200
PLAN = ("plan", "1w", "--effort", "0")
COMMANDS = (
    ("due", "2w"),
    ("due", "--all"),
    ("show", "0011", "--all"),
    ("show", "0003", "--all"),
    ("why", "0011"),
    ("pump", "list", "0003"),
    ("visit", "list"),
    ("whatif", "0011", "6mg/d", "up 10%"),
    ("route", "2026-11-30", "--nurse", "N1"),
    ("orders",),
    ("slots", "0012"),
    (*PLAN,),
    (*PLAN, "--why", "0003"),
    (*PLAN, "--without", "N1"),
    ("simulate", "--months", "1", "--effort", "0"),
)
Run = Callable[..., list[str]]


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Calls a command on a demo store as on a terminal of a width, and gives the lines shown."""
    home: Path = tmp_path_factory.mktemp("widths")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PUMPSCHED_HOME", str(home))
        patch.setenv("TERM", "xterm")
        # However slow the machine is, no progress bar stands among the lines.
        patch.setattr("pumpsched.cli.terminal.progress.PATIENCE_SECONDS", 600)
        for name in ("PUMPSCHED_AS_OF", "PUMPSCHED_DB", "NO_COLOR"):
            patch.delenv(name, raising=False)

        def called(*args: str, width: int = WIDE) -> list[str]:
            terminal = Terminal()
            with pytest.MonkeyPatch.context() as inner:
                inner.setenv("COLUMNS", str(width))
                inner.setattr(sys, "stdout", terminal)
                inner.setattr(sys, "stderr", terminal)
                with pytest.raises(SystemExit) as ended:
                    get_command(app).main([*args, "--demo"])
            assert not ended.value.code, terminal.getvalue()
            return SGR.sub("", terminal.getvalue()).splitlines()

        called("demo")
        yield called


def wholes(shown: list[str]) -> Counter[str]:
    """Every date and quantity in lines; a drawing repeats them and is left out."""
    found: Counter[str] = Counter()
    before = ""
    for line in shown:
        if not set("┤│└┄░").intersection(line) and "└" not in before:
            for pattern in (DATE, QUANTITY):
                found.update(BLANKS.sub(" ", match) for match in pattern.findall(line))
        before = line
    return found


@pytest.mark.campaign
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_date_and_quantity_is_whole_and_every_line_fits(
    run: Run, command: tuple[str, ...]
) -> None:
    wanted = wholes(run(*command))
    assert wanted
    for width in WIDTHS:
        shown = run(*command, width=width)
        wide = [line for line in shown if cell_len(line) > width]
        assert [line for line in wide if "pumpsched " not in line] == [], width
        assert wanted - wholes(shown) == Counter(), (width, shown)


def test_the_worklist_at_eighty_columns_keeps_what_a_call_to_a_patient_needs(run: Run) -> None:
    shown = run("due", "2w", width=80)
    heading = next(line for line in shown if line.startswith("status"))
    assert re.split(r" {2,}", heading) == [
        "status", "code", "name", "alarm", "refill by", "book by", "left",
    ]  # fmt: skip
    at = next(i for i, line in enumerate(shown) if "  0026  " in line)
    dates = ["Wed 23 Dec", "Thu  3 Dec", "Thu  3 Dec", "15.3 mL"]
    assert re.split(r" {2,}(?=[A-Z1])", shown[at])[-4:] == dates
    beside = "limit stability · visit Tue 24 Nov 09:00 N2 · phone 612-555-0162"
    assert beside in [line.strip() for line in shown[at + 1 : at + 3]]


def test_a_wide_terminal_has_one_line_a_patient(run: Run) -> None:
    assert len(run("due", "2w")) == 12 + len(["header", "heading", "footer", "call", "next"])


LINE = "alarm Tue 15 Dec 2026 (20 mL), as of Sun 2 Nov at about 5.2 mcg/day from 08:00 – 17:30"


def lines_of(text: str, width: int) -> list[str]:
    return [line.plain for line in folded(Text(text), width)]


def test_a_line_breaks_at_no_blank_inside_a_date_a_time_or_a_quantity() -> None:
    assert lines_of(LINE, 20) == [
        "alarm",
        "Tue 15 Dec 2026",
        "(20 mL),",
        "as of Sun 2 Nov at",
        "about 5.2 mcg/day",
        "from 08:00 – 17:30",
    ]
    assert whole_parts(LINE) == [
        "Tue 15 Dec 2026", "20 mL", "Sun 2 Nov", "5.2 mcg/day", "08:00 – 17:30",
    ]  # fmt: skip


def test_only_a_whole_part_wider_than_the_line_overflows() -> None:
    assert lines_of("at about 1234.567 mcg/day", 10) == ["at about", "1234.567 mcg/day"]
    assert lines_of("from 2026-12-01..2026-12-31 on", 14) == [
        "from",
        "2026-12-01..",
        "2026-12-31 on",
    ]


def test_the_next_step_goes_to_a_line_of_its_own_where_it_does_not_fit_behind_a_sentence() -> None:
    said = "12 decisions so far, none of them new. Next: pumpsched decision add PATIENT KIND"
    assert lines_of(said, 80) == [said]
    assert lines_of(said, 45) == [
        "12 decisions so far, none of them new.",
        "Next: pumpsched decision add PATIENT KIND",
    ]
    assert lines_of(said, 30)[:2] == ["12 decisions so far, none of", "them new."]


@pytest.mark.parametrize("command", [("decision", "list"), ("audit", "residuals")], ids=" ".join)
def test_closing_lines_are_whole_at_sixty_columns(run: Run, command: tuple[str, ...]) -> None:
    shown = (line.removesuffix(" --demo") for line in run(*command, width=60))
    assert [line for line in shown if cell_len(line) > 60] == []


def test_a_digest_is_not_cut() -> None:
    digest = "0123456789abcdef" * 4
    assert lines_of(f"Head {digest}. Next: pumpsched audit verify", 60) == [
        "Head",
        f"{digest}.",
        "Next: pumpsched audit verify",
    ]


def test_an_explanation_behind_a_wide_gap_goes_to_a_line_of_its_own() -> None:
    said = "Next: pumpsched show 0012        the most urgent, with the reasons"
    assert lines_of(said, 80) == [said]
    assert lines_of(said, 40) == ["Next: pumpsched show 0012", "the most urgent, with the reasons"]


@given(st.text("ab0123456789 .:-/xmLgcNovSun", max_size=80), st.integers(1, 60))
def test_folding_loses_nothing_but_blanks(text: str, width: int) -> None:
    lines = lines_of(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert cell_len(line) <= width or cell_len(max(whole_parts(line), key=len)) >= width


def test_a_command_is_left_to_the_terminal_so_that_a_copy_of_it_is_whole() -> None:
    said = "     pumpsched visit move V4 --at 2026-11-24T09:00 --db clinic.sqlite"
    assert lines_of(said, 40) == [said]
    assert lines_of("fill       2026-09-23T10:15: 18.5 mL injected", 40) == [
        "fill       2026-09-23T10:15: 18.5 mL",
        "injected",
    ]


def test_a_row_told_a_line_a_column_leaves_out_what_has_no_value() -> None:
    listing = Listing((Column("name"), Column("note")), ((Cell("Lindqvist, Oskar"), Cell("")),))
    console = StoredTextConsole(file=Terminal(), width=12)
    print_table(listing, console)
    assert "note" not in console.file.getvalue()  # type: ignore[attr-defined]


def test_no_word_of_usual_length_is_cut_in_a_table() -> None:
    listing = Listing(
        (Column("name"), Column("mixture"), Column("note")),
        ((Cell("Lindqvist, Oskar"), Cell("hydromorphone 10 mg/mL"), Cell("word " * 30)),),
    )
    console = StoredTextConsole(file=Terminal(), width=60)
    print_table(listing, console)
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert "hydromorphone" in shown
    assert "Lindqvist," in shown
