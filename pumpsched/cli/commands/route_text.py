"""A route on the screen: lines that never cut a date, a time or a volume."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator

from rich.cells import cell_len

from pumpsched.cli.days import spoken, spoken_near
from pumpsched.cli.terminal.console import COMMAND, words
from pumpsched.domain.calendars import clock_text
from pumpsched.domain.route_sheet import RouteSheet, Stop
from pumpsched.domain.text import visible
from pumpsched.domain.travel import day_clock, way_text

BESIDE = " · "
INDENT = "   "


def head_lines(sheet: RouteSheet, *, width: int) -> Iterator[str]:
    """The day in figures and what to carry, each line within a width [columns]."""
    if not sheet.stops:
        yield from folded_parts(
            [f"No visits for {sheet.nurse.code} on {spoken(sheet.day)}."], width
        )
        return
    yield from folded_parts(sheet.figures, width)
    if sheet.loads:
        first, *more = map(str, sheet.loads)
        yield from folded_parts([f"carry {first}", *more], width, hang=INDENT)


def route_lines(
    sheet: RouteSheet, *, width: int, suggesting: Callable[[str], str]
) -> Iterator[str]:
    """Every stop and the way back, each line within a width [columns] but those with a command.

    ``suggesting`` makes the commands in a finding those for the store of the call.
    """
    for number, stop in enumerate(sheet.stops, start=1):
        for depth, parts in enumerate(_stop_parts(number, stop, sheet)):
            yield from folded_parts(parts, width, indent=INDENT if depth else "", hang=INDENT)
        for finding in stop.findings:
            text = f"{finding.severity.sign} {finding.severity}: {suggesting(finding.message)}"
            # The terminal wraps a command, so that a copy of it is whole.
            room = sys.maxsize if COMMAND in text else width
            yield from folded_parts([text], room, indent=INDENT, hang=INDENT)
        if stop.patient.notes:
            note = f"note: {stop.patient.notes}"
            yield from folded_parts([note], width, indent=INDENT, hang=INDENT)
    if sheet.stops:
        way = sheet.itinerary
        parts = [f"back to {sheet.named(way.finish)}", sheet.way_back]
        if way.returns is not None:
            parts.append(day_clock(way.returns))
        yield from folded_parts(parts, width)


def folded_parts(
    parts: Iterable[str], width: int, *, indent: str = "", hang: str = ""
) -> Iterator[str]:
    """Parts joined by a dot, broken between parts; a part too long alone breaks at its blanks.

    Args:
        parts: Texts, the empty ones left out.
        width: Columns of a line.
        indent: Stands before the first line.
        hang: Stands before the others.
    """
    line = indent
    for part in filter(None, map(visible, parts)):
        joined = f"{line}{BESIDE}{part}" if line.strip() else line + part
        if cell_len(joined) <= width:
            line = joined
            continue
        if line.strip():
            yield line
            line = hang
        for word in words(part):
            longer = f"{line} {word}" if line.strip() else line + word
            if line.strip() and cell_len(longer) > width:
                yield line
                longer = f"{hang}  {word}"
            line = longer
    if line.strip():
        yield line


def _stop_parts(number: int, stop: Stop, sheet: RouteSheet) -> Iterator[list[str]]:
    patient, visit = stop.patient, stop.call.visit
    born = f"born {patient.birth_date}" if patient.birth_date else ""
    yield [
        f"{number:>2} {clock_text(visit.minute)}-{clock_text(visit.end)}  {patient.code}",
        *(patient.name, born, visit.status.value),
    ]
    yield [
        "" if stop.is_refill else visit.kind.value,
        _way_text(stop, sheet),
        stop.where or "no address",
        patient.phone or "no phone",
        *(f"with {nurse.code} {nurse.name} {nurse.phone}".rstrip() for nurse in stop.others),
    ]
    yield [*_kit_parts(stop), *_window_parts(stop, sheet)]


def _way_text(stop: Stop, sheet: RouteSheet) -> str:
    call = stop.call
    if call.origin == call.place and call.place:
        return "same place"
    if call.way is None:
        return sheet.way_to(stop)
    text = f"{way_text(call.way)} from {sheet.named(call.origin)}"
    leave = "" if call.leave_by is None else f", leave by {day_clock(call.leave_by)}"
    there = f", there {day_clock(call.arrives)}" if call.short_by and call.arrives else ""
    return f"{text}{leave}{there}"


def _kit_parts(stop: Stop) -> Iterator[str]:
    if stop.carry_text:
        yield f"carry {stop.carry_text}" if stop.is_refill else stop.carry_text
    if stop.kit.residual is not None:
        yield f"expect {stop.kit.residual_text}"
    yield stop.pump_text


def _window_parts(stop: Stop, sheet: RouteSheet) -> Iterator[str]:
    sign = f"!! {stop.alert}" if stop.alert else ""
    if stop.opens_on is None or stop.refill_by is None:
        yield sign or "no window"
        return
    yield sign
    opens = spoken_near(stop.opens_on, today=sheet.day)
    yield f"window {opens} – {spoken_near(stop.refill_by, today=sheet.day)} ({stop.limit})"
    if stop.alarm_on is not None:
        yield f"alarm {spoken_near(stop.alarm_on, today=sheet.day)}"
