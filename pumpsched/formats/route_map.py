"""A schematic map of a route as SVG: no tiles, no network, no colour needed.

Places lie where an equirectangular projection puts them, undistorted at the mean latitude. A
place is told by its shape and its number; the order by arrows; the way back by its dashes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians

from pumpsched.domain.clinic import Location
from pumpsched.domain.route_sheet import RouteSheet

MARGIN, RADIUS = 30.0, 11.0
"""Free edge and marker [SVG units]."""
METRES_PER_DEGREE = 111_195.0
LEAST_SPAN_M = 400.0
"""A day within one street is not blown up beyond this."""
_NANO = 1_000_000_000
_SIDES = ((1, 0), (-1, 0), (0, -1), (0, 1), (0.7, -0.7), (-0.7, -0.7), (0.7, 0.7), (-0.7, 0.7))
_BESIDE = [(far * x, far * y) for far in (26.0, 46.0, 70.0) for x, y in _SIDES]
"""Where a marker may move that would cover another one."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the drawing [SVG units], y downwards."""

    x: float
    y: float

    def to(self, other: Point) -> float:
        """Distance to another point [SVG units]."""
        return hypot(other.x - self.x, other.y - self.y)


@dataclass(frozen=True, slots=True)
class Marker:
    """A place: what stands in it, its shape, where it is and where its sign is drawn."""

    label: str
    kind: str
    at: Point
    sign: Point


@dataclass(frozen=True, slots=True)
class _MapScale:
    """How places become points: the middle, the shrinking of longitudes, units a metre, size."""

    middle: Location
    shrink: float
    scale: float
    width: float
    height: float

    def point(self, place: Location) -> Point:
        """Where a place is drawn."""
        east, north = _metres(place, self.middle, self.shrink)
        return Point(self.width / 2 + east * self.scale, self.height / 2 - north * self.scale)


def route_map(sheet: RouteSheet, *, width: float, height: float) -> str:
    """The map as an ``svg`` element of a size [SVG units]; empty where no place is known."""
    places = [place for place in _stations(sheet) if place is not None]
    if not places:
        return ""
    frame = _frame(places, width, height)
    markers = list(_markers(sheet, frame))
    parts = [
        f'<svg class="map" viewBox="0 0 {width:.0f} {height:.0f}" role="img" '
        f'aria-label="Schematic map of the route, {len(sheet.stops)} stops in order">',
        f'<rect x="0.5" y="0.5" width="{width - 1:.0f}" height="{height - 1:.0f}" fill="#fff" '
        'stroke="#888"/>',
        *_lines(sheet, frame),
        *(line for marker in markers for line in _leader(marker)),
        *(_sign(marker) for marker in markers),
        *_north(frame),
        *_scale_bar(frame),
        "</svg>",
    ]
    return "\n".join(parts)


def unplaced(sheet: RouteSheet) -> list[str]:
    """What the map cannot show: ``base`` and numbers of stops without coordinates."""
    missing = [str(n) for n, stop in enumerate(sheet.stops, start=1) if stop.location is None]
    return (["base"] if sheet.nurse.location is None and _uses_base(sheet) else []) + missing


def _uses_base(sheet: RouteSheet) -> bool:
    way = sheet.itinerary
    return way.nurse in (way.start, way.finish)


def _stations(sheet: RouteSheet) -> list[Location | None]:
    """Every place of the day in order, from where it begins to where it ends."""
    return [sheet.start, *(stop.location for stop in sheet.stops), sheet.finish]


def _metres(place: Location, middle: Location, shrink: float) -> tuple[float, float]:
    """Metres east and north of the middle; a difference in longitude goes the short way round."""
    turn = 360 * _NANO
    east = (place.longitude_nano - middle.longitude_nano + turn // 2) % turn - turn // 2
    north = place.latitude_nano - middle.latitude_nano
    return east / _NANO * METRES_PER_DEGREE * shrink, north / _NANO * METRES_PER_DEGREE


def _frame(places: Sequence[Location], width: float, height: float) -> _MapScale:
    """The frame in which all places fit."""
    first = places[0]
    shrink = max(cos(radians(sum(p.latitude_nano for p in places) / len(places) / _NANO)), 0.01)
    around = [_metres(place, first, shrink) for place in places]
    east, north = [m[0] for m in around], [m[1] for m in around]
    middle = Location(
        first.latitude_nano + _nano((min(north) + max(north)) / 2),
        first.longitude_nano + _nano((min(east) + max(east)) / 2 / shrink),
    )
    across = max(max(east) - min(east), LEAST_SPAN_M)
    up = max(max(north) - min(north), LEAST_SPAN_M)
    scale = min((width - 2 * MARGIN) / across, (height - 2 * MARGIN) / up)
    return _MapScale(middle, shrink, scale, width, height)


def _nano(metres: float) -> int:
    return round(metres / METRES_PER_DEGREE * _NANO)


def _markers(sheet: RouteSheet, frame: _MapScale) -> Iterator[Marker]:
    """The base, then each place with the numbers of all its stops, none covering another."""
    kinds: dict[Location, str] = {}
    labels: dict[Location, list[str]] = {}
    if sheet.nurse.location is not None and _uses_base(sheet):
        kinds[sheet.nurse.location], labels[sheet.nurse.location] = "base", ["B"]
    for number, stop in enumerate(sheet.stops, start=1):
        if stop.location is not None:
            kinds.setdefault(stop.location, "clinic" if stop.site else "home")
            labels.setdefault(stop.location, []).append(str(number))
    taken: list[Point] = []
    for place, numbers in labels.items():
        at = frame.point(place)
        sign = _free(at, taken, frame, RADIUS + 4.0 * (len(numbers) - 1))
        taken.append(sign)
        yield Marker(",".join(numbers), kinds[place], at, sign)


def _free(at: Point, taken: Sequence[Point], frame: _MapScale, reach: float) -> Point:
    """The place itself, or the nearest point beside it that no other sign covers."""
    beside = [at, *(Point(at.x + dx, at.y + dy) for dx, dy in _BESIDE)]
    for point in beside:
        inside = reach < point.x < frame.width - reach
        inside = inside and RADIUS < point.y < frame.height - RADIUS
        if inside and all(point.to(other) > RADIUS + reach + 2 for other in taken):
            return point
    return at


def _lines(sheet: RouteSheet, frame: _MapScale) -> Iterator[str]:
    """The way from place to place with arrows; dashed for the way back and past the unknown."""
    stations = _stations(sheet)
    before: Point | None = None
    skipped = False
    for number, place in enumerate(stations):
        if place is None:
            skipped = True
            continue
        point = frame.point(place)
        last = number == len(stations) - 1
        if before is not None and before.to(point) > 1:
            dashes = ' stroke-dasharray="2 5"' if skipped else ""
            dashes = ' stroke-dasharray="9 5"' if last and not skipped else dashes
            yield (
                f'<line x1="{before.x:.1f}" y1="{before.y:.1f}" x2="{point.x:.1f}" '
                f'y2="{point.y:.1f}" stroke="#000" stroke-width="1.6"{dashes}/>'
            )
            yield from _arrow(before, point)
        before, skipped = point, False


def _arrow(start: Point, end: Point) -> Iterator[str]:
    """A head a little past the middle of a line that is long enough for one."""
    length = start.to(end)
    if length < 3 * RADIUS:
        return
    ux, uy = (end.x - start.x) / length, (end.y - start.y) / length
    x, y = start.x + ux * (length / 2 + 6), start.y + uy * (length / 2 + 6)
    wings = ((x - 11 * ux - side * 5 * uy, y - 11 * uy + side * 5 * ux) for side in (1, -1))
    points = " ".join(f"{px:.1f},{py:.1f}" for px, py in ((x, y), *wings))
    yield f'<polygon points="{points}" fill="#000"/>'


def _leader(marker: Marker) -> Iterator[str]:
    """A dot and a thin line where a sign had to move away from its place."""
    if marker.at == marker.sign:
        return
    at, sign = marker.at, marker.sign
    yield f'<circle cx="{at.x:.1f}" cy="{at.y:.1f}" r="3" fill="#000"/>'
    yield (
        f'<line x1="{at.x:.1f}" y1="{at.y:.1f}" x2="{sign.x:.1f}" y2="{sign.y:.1f}" '
        'stroke="#000" stroke-width="0.8"/>'
    )


def _sign(marker: Marker) -> str:
    """Base: a black square; clinic: a double frame; home: a circle. The label stands inside."""
    x, y = marker.sign.x, marker.sign.y
    half = max(RADIUS, 4.2 * len(marker.label) + 3)
    box = f'x="{x - half:.1f}" y="{y - RADIUS:.1f}" width="{2 * half:.1f}" height="{2 * RADIUS}"'
    if marker.kind == "base":
        shape = f'<rect {box} fill="#000"/>'
    elif marker.kind == "clinic":
        inner = f'x="{x - half + 2.5:.1f}" y="{y - RADIUS + 2.5:.1f}" '
        inner += f'width="{2 * half - 5:.1f}" height="{2 * RADIUS - 5}"'
        shape = f'<rect {box} fill="#fff" stroke="#000"/><rect {inner} fill="#fff" stroke="#000"/>'
    else:
        shape = f'<rect {box} rx="{RADIUS}" fill="#fff" stroke="#000" stroke-width="1.8"/>'
    ink = "#fff" if marker.kind == "base" else "#000"
    return (
        f'<g>{shape}<text x="{x:.1f}" y="{y + 4.6:.1f}" text-anchor="middle" font-size="13" '
        f'font-weight="bold" fill="{ink}">{marker.label}</text></g>'
    )


def _north(frame: _MapScale) -> Iterable[str]:
    x, y = frame.width - 20, 12.0
    yield f'<polygon points="{x},{y} {x - 6},{y + 15} {x},{y + 11} {x + 6},{y + 15}" fill="#000"/>'
    yield f'<text x="{x}" y="{y + 28}" text-anchor="middle" font-size="12">N</text>'


def _scale_bar(frame: _MapScale) -> Iterable[str]:
    """A bar of a round length, at most a quarter of the width."""
    longest = frame.width / 4 / frame.scale
    rounds = [m * 10**e for e in range(7) for m in (1, 2, 5)]
    metres = max((m for m in rounds if m <= longest), default=1)
    x, y, length = 14.0, frame.height - 12, metres * frame.scale
    said = f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"
    yield (
        f'<path d="M{x} {y - 6}V{y}H{x + length:.1f}V{y - 6}" fill="none" stroke="#000" '
        'stroke-width="1.6"/>'
    )
    yield f'<text x="{x + 4}" y="{y - 5}" font-size="11">{said}</text>'
