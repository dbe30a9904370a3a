"""A strict reader of iCalendar files, written from RFC 5545 alone: it shares no code with ours.

It refuses what the grammar refuses: lines over 75 octets, bare line feeds, unknown escapes, an
unclosed component, a property that must stand once and does not. Clock times are turned into
instants by the file's own VTIMEZONE, never by the zones of this machine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

_NAME = re.compile(r"[A-Z0-9-]+")
_ESCAPES = {"\\": "\\", ";": ";", ",": ",", "n": "\n", "N": "\n"}


@dataclass
class Part:
    """A component: its properties by name as (parameters, value), and the parts within."""

    kind: str
    properties: dict[str, list[tuple[dict[str, str], str]]] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)

    def raw(self, name: str) -> str:
        """The value of a property that stands exactly once."""
        ((_, value),) = self.properties[name]
        return value

    def text(self, name: str) -> str:
        """The unescaped value of a property of text."""
        return unescaped(self.raw(name))

    def of(self, kind: str) -> list[Part]:
        """The parts of a kind."""
        return [part for part in self.parts if part.kind == kind]


def read_calendar(raw: bytes) -> Part:
    """The one VCALENDAR of a file."""
    assert raw.endswith(b"\r\n")
    physical = raw[:-2].split(b"\r\n")
    assert all(b"\n" not in line and b"\r" not in line and len(line) <= 75 for line in physical)
    lines: list[bytes] = []
    for line in physical:
        if line[:1] in (b" ", b"\t"):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    whole = Part("")
    stack = [whole]
    for line in lines:
        name, parameters, value = _split(line.decode("utf-8"))
        if name == "BEGIN":
            stack.append(Part(value))
        elif name == "END":
            done = stack.pop()
            assert done.kind == value
            stack[-1].parts.append(done)
        else:
            stack[-1].properties.setdefault(name, []).append((parameters, value))
    assert stack == [whole]
    (calendar,) = whole.parts
    assert calendar.kind == "VCALENDAR"
    assert calendar.raw("VERSION") == "2.0"
    assert calendar.text("PRODID")
    events = calendar.of("VEVENT")
    uids = [event.raw("UID") for event in events]
    assert len(set(uids)) == len(uids)
    for event in events:
        assert re.fullmatch(r"[0-9]{8}T[0-9]{6}Z", event.raw("DTSTAMP"))
        assert re.fullmatch(r"[0-9]+", event.raw("SEQUENCE"))
    return calendar


def instants(calendar: Part, event: Part) -> tuple[datetime, datetime]:
    """Start and end of a timed event in UTC, by the file's own rules of the zone."""
    start, end = (_instant(calendar, *event.properties[n][0]) for n in ("DTSTART", "DTEND"))
    assert start < end
    return start, end


def days(event: Part) -> tuple[date, date]:
    """First and last day of a whole-day event."""
    found = []
    for name in ("DTSTART", "DTEND"):
        ((parameters, value),) = event.properties[name]
        assert parameters == {"VALUE": "DATE"}
        found.append(datetime.strptime(value, "%Y%m%d").replace(tzinfo=UTC).date())
    return found[0], found[1] - timedelta(days=1)


def unescaped(value: str) -> str:
    """The text of an escaped value."""
    text, rest = [], iter(value)
    for character in rest:
        assert character not in ",;"
        text.append(_ESCAPES[next(rest)] if character == "\\" else character)
    return "".join(text)


def _split(line: str) -> tuple[str, dict[str, str], str]:
    head, value, quoted = line, "", False
    for place, character in enumerate(line):
        quoted ^= character == '"'
        if character == ":" and not quoted:
            head, value = line[:place], line[place + 1 :]
            break
    name, *parts = head.split(";")
    assert _NAME.fullmatch(name), line
    parameters = dict(part.split("=", 1) for part in parts)
    return name, {key: text.strip('"') for key, text in parameters.items()}, value


def _instant(calendar: Part, parameters: dict[str, str], value: str) -> datetime:
    if value.endswith("Z"):
        assert not parameters
        return _wall(value[:-1]).replace(tzinfo=UTC)
    wall = _wall(value)
    (zone,) = [z for z in calendar.of("VTIMEZONE") if z.text("TZID") == parameters["TZID"]]
    onsets = []
    for part in zone.parts:
        assert part.kind in ("STANDARD", "DAYLIGHT")
        assert not part.properties.keys() & {"RRULE", "RDATE"}
        offsets = [_offset(part.raw(name)) for name in ("TZOFFSETFROM", "TZOFFSETTO")]
        onsets.append((_wall(part.raw("DTSTART")) - offsets[0], offsets[1]))
    # Of two instants that a clock shows alike the first is meant.
    found = [
        wall - offset
        for place, (onset, offset) in enumerate(sorted(onsets))
        if onset <= wall - offset
        and (place + 1 == len(onsets) or wall - offset < sorted(onsets)[place + 1][0])
    ]
    assert found, "the zone says nothing of that time"
    return found[0].replace(tzinfo=UTC)


def _wall(value: str) -> datetime:
    return datetime.strptime(value, "%Y%m%dT%H%M%S")  # noqa: DTZ007


def _offset(text: str) -> timedelta:
    size = timedelta(hours=int(text[1:3]), minutes=int(text[3:5]))
    return -size if text[0] == "-" else size
