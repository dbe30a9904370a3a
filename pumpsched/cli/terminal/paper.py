"""The worklist on paper: pages of 80 columns with a heading each, nothing cut, boxes to tick."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from pumpsched.cli.context import App
from pumpsched.cli.days import Span, spoken, spoken_when
from pumpsched.cli.documents import shown
from pumpsched.cli.params import programme_text
from pumpsched.cli.terminal.answer import Answer, reconciled, store_line
from pumpsched.cli.terminal.encoding import safe_line
from pumpsched.cli.terminal.listing import status_text
from pumpsched.domain.calendars import When
from pumpsched.domain.clinic import Patient
from pumpsched.domain.quantities import decimal_text
from pumpsched.domain.text import visible
from pumpsched.domain.therapy import Programme
from pumpsched.usecases.worklist import DueList, WorklistItem

WIDTH = 80
NEW_PAGE = "\f"
_BOX, _INDENT = "[ ] ", " " * 4

Coming = Sequence[tuple[When, Programme]]


@dataclass(frozen=True, slots=True)
class PaperList:
    """What a printed worklist is made from, on pages of so many lines.

    Patients, and programmes that take effect later, are by code. The head of the audit chain tells
    a stale page.
    """

    found: DueList
    span: Span
    patients: dict[str, Patient]
    coming: Mapping[str, Coming]
    head: str
    lines: int


def print_paper(app: App, sheet: PaperList) -> None:
    """Writes the pages; a form feed stands between two of them, unless on a terminal."""
    answer = Answer(app)
    out = answer.stream
    room = sheet.lines - len(_heading(app, sheet, 1, 1)) - 1
    entries = [list(_entry(answer.screen, item, sheet)) for item in sheet.found.items]
    pages = list(_pages([*entries, [reconciled(sheet.found.counts)]], room))
    for number, page in enumerate(pages, 1):
        if number > 1:
            out.write("\n" if out.isatty() else NEW_PAGE)
        for line in (*_heading(app, sheet, number, len(pages)), "", *page):
            out.write(f"{safe_line(line, out)}\n")
    if answer.to_a_person:
        answer.aside("Next: the same command with  | lp        prints it")


def _heading(app: App, sheet: PaperList, number: int, count: int) -> list[str]:
    """What every page says: which list, of which day and store, and which page it is."""
    place = f"page {number} of {count}"
    title = f"Refills due by {spoken(sheet.span.last)}"
    store = visible(app.store_name)
    counts = sheet.found.counts
    return [
        f"{title}{place:>{max(WIDTH - cell_len(title), len(place) + 2)}}",
        f"{store_line(app)} · {counts.listed} of {counts.all} patients",
        *_flow([f"store {store}", f"record {sheet.head[:12] or 'empty'}",
                "valid that day only, until something is recorded"], ""),
        "Verify every date with the programmer; it stays authoritative.",
    ]  # fmt: skip


def _pages(blocks: Iterable[list[str]], room: int) -> Iterator[list[str]]:
    """Blocks of lines as pages; one that fits on a page is never broken across two."""
    page: list[str] = []
    for block in blocks:
        while len(block) > room:
            if page:
                yield page
            page, block = [], block[:]
            yield block[:room]
            block = block[room:]
        if page and len(page) + 1 + len(block) > room:
            yield page
            page = []
        page += ["", *block] if page else block
    yield page


def _entry(console: Console, item: WorklistItem, sheet: PaperList) -> Iterator[str]:
    patient, coming = sheet.patients.get(item.patient), sheet.coming.get(item.patient, ())
    born = f"born {patient.birth_date}" if patient and patient.birth_date else ""
    first = [status_text(item.status), item.patient, visible(item.name), born, visible(item.phone)]
    yield from _flow(first, _BOX, console)
    yield from _flow(_dates(item), _INDENT, console)
    then = [f"then {programme_text(given)} from {spoken_when(at)}" for at, given in coming]
    yield from _flow([*_drug(item), *then], _INDENT, console)
    if item.findings:
        yield from _flow([f"look at: {', '.join(item.findings)}"], _INDENT, console)


def _dates(item: WorklistItem) -> list[str]:
    dated = [
        ("refill by", item.refill_by, f" ({item.limit})" if item.limit else ""),
        ("book by", item.book_by, ""),
        ("alarm", item.alarm_on, ""),
        ("may be empty", item.empty_on, ""),
    ]
    parts = [f"{word} {spoken(on)}{more}" for word, on, more in dated if on is not None]
    visit = "no visit booked"
    if item.visit is not None:
        where = " ".join([item.visit.site or item.visit.setting.value, *item.visit.nurses])
        visit = f"visit {spoken(item.visit.day)} {item.visit.at[11:]} {where} ({item.visit.status})"
    return [*(parts or ["no dates yet"]), visit]


def _drug(item: WorklistItem) -> list[str]:
    """The pump, what is in it, and the dose a day; nothing where nothing was filled."""
    pump = f"{item.pump_model} {visible(item.serial or '')}".strip() if item.pump_model else ""
    left = "" if item.volume_ul is None else f"left {decimal_text(item.volume_ul, 3)} mL"
    dose = "" if item.dose_ng_per_day is None else f"{shown(item.dose_ng_per_day)} mcg/day"
    return [pump or "no pump recorded", left, item.mixture or "", dose]


def _flow(parts: Sequence[str], lead: str, console: Console | None = None) -> Iterator[str]:
    """The parts side by side, each whole; only one wider than the page is folded."""
    indent = " " * len(lead)
    line = ""
    for part in filter(None, parts):
        if line and len(lead) + cell_len(line) + 2 + cell_len(part) > WIDTH:
            yield f"{lead}{line}"
            lead, line = indent, ""
        if len(lead) + cell_len(part) <= WIDTH or console is None:
            line = f"{line}  {part}" if line else part
            continue
        for folded in Text(part).wrap(console, WIDTH - len(indent), overflow="fold"):
            yield f"{lead}{folded.plain.rstrip()}"
            lead = indent
    if line:
        yield f"{lead}{line}"
