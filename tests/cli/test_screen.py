"""What people see, on any terminal and in any pipe."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from pumpsched.cli.terminal.console import console_on
from pumpsched.cli.terminal.encoding import safe_line
from pumpsched.cli.terminal.listing import (
    Color,
    Form,
    day_cell,
    form_for,
    status_cell,
    status_text,
    write_csv,
    write_plain,
)
from tests.builders.command import Cell, Column, Listing, print_table
from tests.builders.values import Status, Unreadable

pytestmark = pytest.mark.one_backend

TODAY = date(2026, 11, 22)
SGR = re.compile(r"\x1b\[[0-9;]*m")
MARK = "\ufeff"
HOSTILE = [
    "Doe [/]",
    "Roe [conceal]hidden[/conceal]",
    "[unit a] Vance",
    "[link=http://example.invalid]x[/link]",
    ":skull:",
    "\x1b[2J\x1b[31mred",
    "\x1b]0;title\x07",
    "\x1b]52;c;aGk=\x07",
    "\x9b31m",
    "a\x00b",
    "tab\there",
    "line\nbreak\r\n",
    "bidi \u202egnp.exe",
    "zero\u200bwidth",
    "lone \udcff surrogate",
    "sep \u2028 \u2029",
]


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal and keeps its bytes."""

    def __init__(self, encoding: str = "utf-8", *, tty: bool = True) -> None:
        self.tty = tty
        self.bytes = io.BytesIO()
        super().__init__(self.bytes, encoding=encoding, newline="", write_through=True)

    def isatty(self) -> bool:
        return self.tty

    @property
    def written(self) -> str:
        return self.bytes.getvalue().decode(self.encoding)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "LC_ALL", "LC_CTYPE", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def print_listing(listing: Listing, console: Console, *, form: Form) -> None:
    if form is Form.TABLE:
        print_table(listing, console)
    else:
        {Form.CSV: write_csv, Form.PLAIN: write_plain}[form](listing, console.file)


def due_list(*names: str) -> Listing:
    columns = (
        Column("status", whole=True),
        Column("patient"),
        Column("alarm", whole=True, key="alarm_on"),
        Column("book by", whole=True),
        Column("dose", whole=True, right=True),
        Column("note"),
    )
    rows = tuple(
        (
            status_cell(Status.LATE),
            Cell(name),
            day_cell(date(2026, 12, 5), today=TODAY),
            day_cell(date(2028, 12, 5), today=TODAY),
            Cell("1.234567 mg/day"),
            Cell(name),
        )
        for name in names
    )
    return Listing(columns, rows)


def printed(
    listing: Listing, *, width: int = 80, form: Form = Form.TABLE, stream: Terminal | None = None
) -> str:
    terminal = Terminal() if stream is None else stream
    console = console_on(terminal, color=Color.NEVER)
    console.width = width
    print_listing(listing, console, form=form)
    return terminal.written


def is_inert(text: str) -> bool:
    """Whether nothing but line ends and our own colours would act on a terminal."""
    kinds = ("Cc", "Cf", "Cs", "Zl", "Zp")
    return all(c == "\n" or unicodedata.category(c) not in kinds for c in SGR.sub("", text))


def without_form(output: str, form: Form) -> str:
    """A listing without the tabs between plain columns, or the mark that begins a spreadsheet."""
    if form is Form.CSV:
        assert output.startswith(MARK)
        return output.removeprefix(MARK)
    return output.replace("\t", "") if form is Form.PLAIN else output


@pytest.mark.parametrize("text", HOSTILE)
def test_stored_text_is_shown_literally_and_never_acts(text: str) -> None:
    said = safe_line(text, io.StringIO())
    assert is_inert(said.replace("\n", "!"))
    if text.isprintable():
        assert said == text
    for form in Form:
        for width in (20, 80, 120):
            output = printed(due_list(text, "Vance, Ida"), width=width, form=form)
            assert is_inert(without_form(output, form))


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.isprintable()])
def test_a_bare_string_on_a_console_is_stored_text_too(text: str) -> None:
    terminal = Terminal()
    console_on(terminal).print(text)
    assert SGR.sub("", terminal.written) == f"{text}\n"


def test_a_bare_string_keeps_its_line_breaks_and_loses_its_escapes() -> None:
    terminal = Terminal()
    console_on(terminal).print("one\ntwo \x1b[2J", markup=True)
    assert terminal.written == "one\ntwo \\x1b[2J\n"


@given(st.text(max_size=30), st.integers(20, 200), st.sampled_from(Form))
def test_no_stored_text_puts_a_foreign_control_character_on_the_screen(
    name: str, width: int, form: Form
) -> None:
    output = printed(due_list(name), width=width, form=form)
    assert is_inert(without_form(output, form))


@given(st.text(max_size=40), st.integers(20, 200))
def test_every_date_and_dose_is_whole_at_every_width(name: str, width: int) -> None:
    lines = printed(due_list(name, name), width=width).splitlines()
    for value in ("!! late", "Sat  5 Dec", "Tue  5 Dec 2028", "1.234567 mg/day"):
        assert sum(line.count(value) for line in lines) >= 2
    assert all(cell_len(line) <= width for line in lines)


@pytest.mark.parametrize("width", range(10, 20))
def test_on_the_narrowest_terminals_cells_are_folded_and_never_cropped(width: int) -> None:
    output = printed(due_list("Vance, Ida"), width=width)
    assert "1.234567mg/day" in "".join(output.split())
    assert "5Dec2028" in "".join(output.split())


@given(st.text("abc xyz", min_size=1, max_size=120), st.integers(20, 200))
def test_a_long_name_is_folded_and_never_cropped(name: str, width: int) -> None:
    listing = Listing((Column("code", whole=True), Column("name")), ((Cell("0007"), Cell(name)),))
    output = "".join(printed(listing, width=width).split())
    assert output.removeprefix("codename").removeprefix("code:") in (
        "0007" + "".join(name.split()),
        "0007name:" + "".join(name.split()),
    )


def test_under_sixty_columns_each_row_is_a_block() -> None:
    assert printed(due_list("Vance, Ida", "Ito, Chie"), width=40).splitlines() == [
        "status: !! late",
        "patient: Vance, Ida",
        "alarm: Sat  5 Dec",
        "book by: Tue  5 Dec 2028",
        "dose: 1.234567 mg/day",
        "note: Vance, Ida",
        "",
        "status: !! late",
        "patient: Ito, Chie",
        "alarm: Sat  5 Dec",
        "book by: Tue  5 Dec 2028",
        "dose: 1.234567 mg/day",
        "note: Ito, Chie",
    ]


def test_a_value_without_room_beside_its_label_stands_below_it() -> None:
    assert printed(due_list("Ida"), width=20).splitlines()[3:5] == [
        "book by: ",
        "  Tue  5 Dec 2028",
    ]


def test_a_wide_terminal_gets_a_table_without_a_box() -> None:
    lines = printed(due_list("Vance, Ida [a]"), width=100).splitlines()
    assert lines[0].split() == ["status", "patient", "alarm", "book", "by", "dose", "note"]
    assert lines[1].rstrip() == (
        "!! late  Vance, Ida [a]  Sat  5 Dec  Tue  5 Dec 2028  1.234567 mg/day  Vance, Ida [a]"
    )


def test_a_pipe_gets_tab_separated_full_values_with_a_header() -> None:
    assert printed(due_list("Vance, Ida"), form=Form.PLAIN).splitlines() == [
        "status\tpatient\talarm_on\tbook_by\tdose\tnote",
        "late\tVance, Ida\t2026-12-05\t2028-12-05\t1.234567 mg/day\tVance, Ida",
    ]


def test_a_tab_or_line_break_in_a_cell_forges_no_cell_and_no_row() -> None:
    lines = printed(due_list("a\tb\nc"), form=Form.PLAIN).splitlines()
    assert len(lines) == 2
    assert lines[1].split("\t")[1] == "a\\tb\\nc"


def test_csv_keeps_codes_and_quotes_and_neutralises_formulas() -> None:
    names = (
        "0007",
        'say "a, b"',
        '=HYPERLINK("x")',
        "-0.4",
        "-1+1",
        "@sum",
        " =1",
        "+303 555-0112",
    )
    listed = without_form(printed(due_list(*names), form=Form.CSV), Form.CSV)
    rows = list(csv.reader(io.StringIO(listed)))
    assert rows[0] == ["status", "patient", "alarm_on", "book_by", "dose", "note"]
    assert [row[1] for row in rows[1:]] == [
        "0007", 'say "a, b"', '\'=HYPERLINK("x")', "-0.4", "'-1+1", "'@sum", "' =1",
        "'+303 555-0112",
    ]  # fmt: skip


def test_an_empty_listing_is_nothing_on_a_terminal_and_a_header_in_a_pipe() -> None:
    assert printed(due_list()) == ""
    assert printed(due_list(), form=Form.PLAIN).count("\n") == 1
    assert printed(due_list(), form=Form.CSV).count("\n") == 1


def test_each_row_of_a_listing_has_a_cell_for_each_column() -> None:
    with pytest.raises(ValueError, match="needs 1 cells"):
        Listing((Column("a"),), ((Cell("1"), Cell("2")),))


def test_the_form_follows_the_stream_unless_asked_for() -> None:
    terminal, pipe = console_on(Terminal()), console_on(Terminal(tty=False))
    assert form_for(terminal.file) is Form.TABLE
    assert form_for(pipe.file) is Form.PLAIN
    assert form_for(console_on(Terminal(tty=False), color=Color.ALWAYS).file) is Form.PLAIN
    assert form_for(terminal.file, plain=True) is Form.PLAIN
    assert form_for(terminal.file, csv_=True) is form_for(pipe.file, csv_=True) is Form.CSV


def test_a_status_is_a_word_with_a_sign_whatever_the_colour() -> None:
    assert status_text(Status.LATE) == "!! late"
    assert status_text(Status.DUE) == "! due"
    assert status_text(Status.WAITING) == "waiting"
    assert status_cell(Status.DUE) == Cell("!  due", "due", "yellow")
    assert {status_cell(status).plain for status in Status} == {str(status) for status in Status}


def test_no_day_is_a_dash_on_a_screen_and_empty_in_a_pipe() -> None:
    assert day_cell(None, today=TODAY) == Cell("-", "")


def coloured(console: Console, terminal: Terminal) -> bool:
    print_listing(due_list("Ida"), console, form=Form.TABLE)
    return "\x1b[" in terminal.written


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("TERM", "xterm-256color", True),
        ("NO_COLOR", "1", False),
        ("NO_COLOR", "", True),
        ("TERM", "dumb", False),
        ("TERM", "unknown", False),
    ],
)
def test_colour_follows_the_environment(
    variable: str, value: str, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    terminal = Terminal()
    assert coloured(console_on(terminal), terminal) is expected


def test_the_colour_option_wins_over_environment_and_stream(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    pipe = Terminal(tty=False)
    assert coloured(console_on(pipe, color=Color.parse("always")), pipe)
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "1")
    terminal, pipe = Terminal(), Terminal(tty=False)
    assert not coloured(console_on(terminal, color=Color.parse("NEVER")), terminal)
    assert not coloured(console_on(pipe, color=Color.parse(None)), pipe)


def test_an_unknown_colour_choice_is_refused() -> None:
    with pytest.raises(Unreadable, match="auto, always or never"):
        Color.parse("green\x1b")


@pytest.mark.parametrize(
    ("columns", "width"),
    [("120", 120), ("3", 10), ("0", 80), ("-5", 80), ("²", 80), ("wide", 80), ("9" * 5000, 80)],
)
def test_columns_sets_the_width_and_nonsense_in_it_does_no_harm(
    columns: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("LINES", columns)
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr("os.get_terminal_size", lambda *_: os.terminal_size((80, 25)))
    assert console_on(Terminal()).width == width


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437", "utf-8"])
def test_no_encoding_raises_and_what_it_lacks_is_spelled_out(encoding: str) -> None:
    names = ("Zoë Łuk", "日本", "5 µL ± 2 · x → y…", "lone \udcff")
    for form in Form:
        terminal = Terminal(encoding)
        output = printed(due_list(*names), width=120, form=form, stream=terminal)
        assert "lone \\udcff" in output
        assert ("日本" in output) is (encoding == "utf-8")
        assert ("\\u65e5\\u672c" in output) is (encoding != "utf-8")
    terminal = Terminal(encoding)
    console_on(terminal).print("Zoë Łuk \udcff — ½")


def test_our_own_signs_have_ascii_stand_ins() -> None:
    assert safe_line("1 · 2 – 3 … ±0.4 → 5 µL é", Terminal("ascii")) == (
        "1 - 2 - 3 ... +/-0.4 -> 5 uL \\xe9"
    )
    assert safe_line("1 · é", Terminal("utf-8")) == safe_line("1 · é", io.StringIO()) == "1 · é"


def test_the_plain_locale_gets_ascii_on_a_terminal_and_utf_8_in_a_pipe(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("PYTHONUTF8", raising=False)
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    terminal, pipe = Terminal(), Terminal(tty=False)
    assert printed(due_list("Zoë"), stream=terminal).isascii()
    assert console_on(terminal).options.ascii_only
    assert "Zoë" in printed(due_list("Zoë"), form=Form.PLAIN, stream=pipe)


def test_a_stream_closed_before_the_start_swallows_everything(
    capsys: pytest.CaptureFixture[str],
) -> None:
    console = console_on(None)
    print_listing(due_list("Ida"), console, form=form_for(console.file))
    assert capsys.readouterr() == ("", "")


def test_data_goes_to_stdout_and_talk_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    console_on(sys.stdout).print("data")
    console_on(sys.stderr).print("talk")
    assert capsys.readouterr() == ("data\n", "talk\n")


CLOSED_PIPE = """
import sys
from pumpsched.cli.terminal.console import console_on
from pumpsched.cli.terminal.listing import *
from pumpsched.cli.terminal.signals import end_quietly
from pumpsched.cli.terminal.console import print_table
WAYS = {
    "table": lambda listing: print_table(listing, console_on(sys.stdout)),
    "plain": lambda listing: write_plain(listing, sys.stdout),
    "csv": lambda listing: write_csv(listing, sys.stdout),
}
def work(form):
    rows = tuple((Cell("x" * 50),) for _ in range(200))
    for _ in range(200):
        WAYS[form](Listing((Column("name"),), rows))
    sys.stdout.flush()
    return "the pipe never closed"
try:
    code = work(sys.argv[1])
except BrokenPipeError:
    code = end_quietly()
sys.exit(code)
"""


@pytest.mark.parametrize("form", Form)
def test_a_pipe_closed_by_its_reader_ends_quietly_with_0(form: Form) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", CLOSED_PIPE, form.value],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
