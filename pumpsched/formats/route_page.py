"""A route sheet as one page to print: a single file that asks the network for nothing.

It has no script, and its policy forbids everything but its own style. Whatever was stored goes
through one function that escapes it. Black on white, signs and numbers instead of colour.
One printed sheet a route; readable on a phone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from re import fullmatch, sub

from pumpsched.domain.calendars import clock_text
from pumpsched.domain.findings import Severity
from pumpsched.domain.route_sheet import RouteSheet, Stop
from pumpsched.domain.travel import UNKNOWN_WAY, day_clock
from pumpsched.formats.html import demo_sign, escaped, page
from pumpsched.formats.route_map import route_map, unplaced

STYLE = """
@page { margin: 8mm }
* { box-sizing: border-box }
html { background: #fff; color: #000 }
body { margin: 0; font: 9pt/1.25 "Helvetica Neue", Arial, "Liberation Sans", sans-serif }
.route { max-width: 196mm; margin: 0 auto; padding: 4mm }
header { display: grid; grid-template-columns: 1fr 54%; gap: 0 4mm }
h1 { font-size: 1.6em; line-height: 1.15; margin: 0; overflow-wrap: anywhere }
p { margin: 0 }
.day { font-size: 1.35em; font-weight: bold }
.demo { border: 2px solid #000; padding: 0 .4em; margin-left: .6em; font-size: .75em;
  white-space: nowrap }
.figures { font-weight: bold }
.head > p { margin-top: .6mm }
.map { display: block; width: 100%; height: auto; font-family: inherit }
.key, .foot { font-size: .82em; margin: .5mm 0 1.2mm }
table { width: 100%; border-collapse: collapse; table-layout: fixed }
th { text-align: left; font-size: .9em; border-bottom: 1.5px solid #000; padding: .4mm 1mm }
th:nth-child(1) { width: 20% } th:nth-child(2) { width: 27% } th:nth-child(3) { width: 29% }
td { vertical-align: top; padding: .6mm 1mm 0; overflow-wrap: anywhere }
.stop { border-bottom: 1px solid #000; break-inside: avoid }
.number { display: inline-block; min-width: 1.7em; text-align: center; border: 1.5px solid #000;
  border-radius: 1em; line-height: 1.2 }
.label { display: none }
.whole { white-space: nowrap }
a { color: inherit }
.remarks td { padding-top: 0 }
.write td { padding: 1.2mm 1mm .7mm }
.entry { display: inline-block; white-space: nowrap; margin-right: 4mm }
.blank { display: inline-block; width: 15mm; border-bottom: 1px solid #000 }
.box { display: inline-block; width: .9em; height: .9em; border: 1.2px solid #000;
  vertical-align: -.1em }
.back td { font-weight: bold }
.crowded { font-size: 7.8pt; line-height: 1.18 }
.packed { font-size: 7.5pt; line-height: 1.15 }
@media print {
  .route { max-width: none; padding: 0; break-after: page }
  .route:last-of-type { break-after: auto }
  tr { break-inside: avoid }
  a { text-decoration: none }
}
@media screen and (max-width: 44rem) {
  body { font-size: 12pt }
  .crowded, .packed { font-size: inherit }
  header, table, tbody, tr, td { display: block }
  thead, .write { display: none }
  .label { display: inline }
  .drawing { margin-top: 2mm }
  .stop { padding: 2mm 0 }
}
"""


_DENSITIES = ((5, "", 260.0), (8, " crowded", 230.0))
_DENSEST = (0, " crowded packed", 170.0)
"""Up to so many stops: how small the type is, how high the map [SVG units]."""
_MAP_WIDTH = 400.0


@dataclass(frozen=True, slots=True)
class Wording:
    """How days are said: in full, and as seen from another day without what goes unsaid."""

    full: Callable[[date], str]
    near: Callable[[date, date], str]


@dataclass(frozen=True, slots=True)
class PageHead:
    """What every sheet says of itself: its store, the day it looks from, and when it was made."""

    store: str
    as_of: str
    made: str
    is_demo: bool = False


def route_page(sheets: Sequence[RouteSheet], head: PageHead, wording: Wording) -> str:
    """The page: one printed sheet a route of at least one stop, in the order given."""
    codes = " ".join(sheet.nurse.code for sheet in sheets)
    day = sheets[0].day.isoformat() if sheets else ""
    lines = (line for sheet in sheets for line in _sheet(sheet, head, wording))
    return page(f"Route {codes} {day}", style=STYLE, body=lines)


def _named(stored: str) -> str:
    """Stored text in its own direction of writing."""
    return f"<bdi>{escaped(stored)}</bdi>"


def _measured(stored: str) -> str:
    """Stored text in which a number is never parted from its unit."""
    return sub(r"([0-9]) (?=(?:mL|mg|mcg)\b)", r"\1&nbsp;", _named(stored))


def _joined(parts: Sequence[str]) -> str:
    """Parts of markup beside one another, the empty ones left out."""
    return " · ".join(part for part in parts if part)


def _whole(text: str) -> str:
    """A text that must not break: a date, a time, a volume."""
    return f'<span class="whole">{escaped(text)}</span>' if text else ""


def _sheet(sheet: RouteSheet, head: PageHead, wording: Wording) -> Iterator[str]:
    count = len(sheet.stops)
    _, density, height = next((each for each in _DENSITIES if count <= each[0]), _DENSEST)
    day = wording.full(sheet.day)
    yield f'<section class="route{density}">'
    yield '<header><div class="head">'
    yield f"<h1>{escaped(sheet.nurse.code)} {_named(sheet.nurse.name)}</h1>"
    yield f'<p class="day">{escaped(day)}{demo_sign(head.is_demo)}</p>'
    yield f'<p class="figures">{_joined([_whole(part) for part in sheet.figures])}</p>'
    loads = "; ".join(_measured(str(load)) for load in sheet.loads)
    yield f'<p class="load"><strong>Carry</strong> {loads or "nothing: no refill to come"}</p>'
    yield f'<p class="made">As of {_whole(head.as_of)} · store {_named(head.store)}'
    yield f" · made {_whole(head.made)} · <strong>Verify with the programmer.</strong></p>"
    yield '<p class="foot">Patient data: keep it with you, shred it afterwards. Visits may have '
    yield "changed since. Ways are estimates, without traffic.</p>"
    yield '</div><div class="drawing">'
    yield from _map(sheet, height)
    yield "</div></header>"
    yield from _table(sheet, day, wording)
    yield "</section>"


def _map(sheet: RouteSheet, height: float) -> Iterator[str]:
    drawing = route_map(sheet, width=_MAP_WIDTH, height=height)
    missing = unplaced(sheet)
    if not drawing:
        yield f'<p class="key">No map: every place {UNKNOWN_WAY}.</p>'
        return
    yield drawing
    lacking = f" <strong>Not on the map: {', '.join(missing)} ({UNKNOWN_WAY}).</strong>"
    yield '<p class="key">Schematic. Round: at home; double frame: at a clinic; B: base. Dashes '
    yield f"lead back; dots pass a place not on the map.{lacking if missing else ''}</p>"


def _table(sheet: RouteSheet, day: str, wording: Wording) -> Iterator[str]:
    yield "<table>"
    yield f"<thead><tr><th>{escaped(sheet.nurse.code)} · {escaped(day)}</th><th>Patient, place</th>"
    yield "<th>Carry and expect</th><th>Window</th></tr></thead>"
    for number, stop in enumerate(sheet.stops, start=1):
        yield '<tbody class="stop">'
        yield f"<tr><td>{_when(number, stop, sheet)}</td><td>{_who(stop)}</td>"
        yield f"<td>{_kit(stop)}</td><td>{_window(stop, wording)}</td></tr>"
        remarks = _remarks(stop)
        if remarks:
            yield f'<tr class="remarks"><td></td><td colspan="3">{remarks}</td></tr>'
        if stop.call.visit.status.is_open:
            yield f'<tr class="write"><td colspan="4">{_blanks(stop)}</td></tr>'
        yield "</tbody>"
    way = sheet.itinerary
    parts = [f"Back to {sheet.named(way.finish)}", sheet.way_back]
    parts += [day_clock(way.returns)] if way.returns is not None else []
    yield f'<tbody><tr class="back"><td colspan="4">{_joined([_whole(p) for p in parts])}</td></tr>'
    yield "</tbody></table>"


def _when(number: int, stop: Stop, sheet: RouteSheet) -> str:
    call, visit = stop.call, stop.call.visit
    clock = f"{clock_text(visit.minute)}–{clock_text(visit.end)}"
    lines = [f'<b class="number">{number}</b> <b>{_whole(clock)}</b>']
    if call.origin == call.place and call.place:
        lines.append("same place")
    else:
        origin = " from base" if call.way and call.origin == sheet.nurse.code else ""
        lines.append(f"{_whole(sheet.way_to(stop))}{origin}")
    leave = "" if call.leave_by is None else f"leave by {day_clock(call.leave_by)}"
    there = f"there {day_clock(call.arrives)}" if call.short_by and call.arrives else ""
    lines.append(_joined([_whole(leave), _whole(there), escaped(visit.status.value)]))
    return "<br>".join(lines)


def _who(stop: Stop) -> str:
    patient, visit = stop.patient, stop.call.visit
    born = f"born {patient.birth_date}" if patient.birth_date else ""
    lines = [
        f"<b>{_named(patient.name)}</b> {_whole(patient.code)}",
        _joined([_whole(born), _phone(patient.phone)]),
        _named(stop.where) if stop.where else "no address",
    ]
    if not stop.is_refill:
        lines.append(f"<strong>{escaped(visit.kind.value)}, no refill</strong>")
    lines += [f"with {escaped(nurse.code)} {_named(nurse.name)}" for nurse in stop.others]
    return "<br>".join(lines)


def _phone(stored: str) -> str:
    """A phone number, to be tapped where it is nothing but a number."""
    if not stored:
        return "no phone"
    if not fullmatch(r"\+?[0-9 ().-]{7,30}", stored):
        return _named(stored)
    return f'<a class="whole" href="tel:{sub(r"[^0-9+]", "", stored)}">{escaped(stored)}</a>'


def _kit(stop: Stop) -> str:
    lines = []
    if stop.carry_text:
        label = "carry " if stop.is_refill else ""
        lines.append(f"{label}<b>{_measured(stop.carry_text)}</b>")
    if stop.kit.residual is not None:
        lines.append(f"expect residual <b>{_whole(stop.kit.residual_text)}</b>")
    lines.append(_named(stop.pump_text) if stop.pump else "no pump recorded")
    return "<br>".join(lines)


def _window(stop: Stop, wording: Wording) -> str:
    def near(day: date) -> str:
        return _whole(wording.near(day, stop.call.visit.day))

    lines = [f"<strong>!! {escaped(stop.alert)}</strong>"] if stop.alert else []
    if stop.opens_on is None or stop.refill_by is None:
        lines.append("no window")
    else:
        span = f"{near(stop.opens_on)} – <b>{near(stop.refill_by)}</b>"
        lines.append(f'<span class="label">window </span>{span}')
        lines.append(f"limit: {escaped(stop.limit or '')}")
    if stop.alarm_on is not None:
        lines.append(f"alarm {near(stop.alarm_on)}")
    return "<br>".join(lines)


def _remarks(stop: Stop) -> str:
    """Findings and the patient's note."""
    lines = []
    for finding in stop.findings:
        said = f"{finding.severity.sign} {_measured(finding.message)}"
        is_bold = finding.severity is not Severity.INFO
        lines.append(f"<strong>{said}</strong>" if is_bold else said)
    if stop.patient.notes:
        lines.append(f"note: {_named(stop.patient.notes)}")
    return "<br>".join(lines)


def _blanks(stop: Stop) -> str:
    """Room to write down what is recorded later."""
    words = {"time": "", "remarks": ""}
    if stop.is_refill:
        words = {"time": "", "residual": " mL", "filled": " mL", "boluses used": ""}
    line = '<span class="blank"></span>'
    written = [f'<span class="entry">{word} {line}{unit}</span>' for word, unit in words.items()]
    if stop.is_refill:
        written.append('<span class="entry"><span class="box"></span> programmer verified</span>')
    return " ".join(written)
