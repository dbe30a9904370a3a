"""Random but valid ledgers, as the rows of the files: one patient a case, fixed by its seed.

All but programmes lies on or before ``today``. No fact precedes its implant, nothing exceeds a
capacity, of two fills on one day the later has a clock time, an ``empty`` and a fill of one day
both have one, and constant-flow pumps get no programme, stop, start or read-out. Everything else is
mixed freely: clock times, crowded days, rows out of order, month ends, leap days, exchanges,
planned programmes, odd strengths, mixtures changed with and without a programme, saline, flows.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from .usual_values import CAPACITY, CLOCKS, STRENGTHS, UNITS

Row = dict[str, str]


@dataclass(frozen=True)
class Case:
    """One patient's rows, the day to look from, and the day up to which facts were recorded.

    ``new_fill`` is a further refill on the as-of day (with its residual), where one is possible.
    """

    seed: int
    patient: Row
    pumps: list[Row]
    events: list[Row]
    settings: Row
    closures: list[Row]
    as_of: date
    today: date
    new_fill: Row | None


def _plain(value: int, shift: int) -> str:
    return f"{Decimal(value).scaleb(-shift).normalize():f}"


def _days(count: int) -> timedelta:
    return timedelta(days=count)


class _Maker:
    """Builds the rows of one case; holds the running state of the pump in place."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.seed = seed
        self.events: list[Row] = []
        self.mixture: list[tuple[str, int]] = []
        self.flow = 200  # uL/day of the last programme
        self.filled = date.min, 0  # the last day and volume (uL)
        self.bolus_known = False
        self.is_saline = self.is_left = self.is_quiet = False

    def maybe(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def pick(self, *options: str) -> str:
        return self.random.choice(options)

    def amount(self, ng: int) -> str:
        unit = self.random.choice(list(UNITS))
        return f"{_plain(ng, UNITS[unit])}{self.pick('', ' ')}{unit}"

    def at(self, day: date, timed: int = 45) -> str:
        return f"{day}T{self.pick(*CLOCKS)}" if self.maybe(timed) else str(day)

    def add(self, event: str, at: str, **columns: str) -> None:
        given = {key: value for key, value in columns.items() if value}
        self.events.append({"patient": self.code, "at": at, "event": event, **given})

    @property
    def code(self) -> str:
        return f"{self.seed:06d}"

    def day_near(self, first: date, last: date) -> date:
        """Pick a day between two, often one that already has a fact or ends a month."""
        taken = [date.fromisoformat(row["at"][:10]) for row in self.events]
        taken = [day for day in taken if first <= day <= last]
        if taken and self.maybe(40):
            return self.random.choice(taken)
        day = first + _days(self.random.randrange((last - first).days + 1))
        ends = [day + _days(n) for n in range(28) if (day + _days(n + 1)).day == 1]
        return ends[0] if ends and ends[0] <= last and self.maybe(20) else day

    def new_mixture(self) -> None:
        names = self.random.sample(sorted(STRENGTHS), self.random.choice((1, 1, 1, 2, 3)))
        if self.maybe(15):
            names = ["ziconotide"]
        if self.mixture and self.maybe(50):
            names = [name for name, _ in self.mixture]
        self.mixture = [(name, self.random.choice(STRENGTHS[name])) for name in names]
        self.is_saline = False

    def mixture_text(self) -> str:
        if self.is_saline:
            return self.pick("saline", "saline", "Saline")
        parts = []
        for name, ng in self.mixture:
            spelled = name.upper() if self.maybe(15) else name
            parts.append(f"{spelled} {self.amount(ng)}{self.pick('/mL', '/ml')}")
        return " + ".join(parts)

    def mass(self, microlitres: int) -> int:
        """Return the ng of the programmed drug in a volume (uL), at least one."""
        return max(1, microlitres * self.mixture[0][1] // 1000)

    def dose(self, at: str) -> None:
        """Add a programme whose flow differs from the last one by a usual factor, or not at all."""
        self.flow = self.flow * self.random.choice((50, 80, 90, 100, 100, 110, 125, 200)) // 100
        self.flow = min(max(self.flow, 48), 1500)
        ng = self.mass(self.flow)
        if self.maybe(3):
            ng = max(1, ng // 200)
        columns: Row = {}
        if self.maybe(25 if self.is_saline else 15):
            columns["dose"] = self.flow_text()
        elif self.maybe(20):
            starts = sorted({0, *(self.random.randrange(1, 96) * 15 for _ in range(3))})
            steps = []
            for start in starts:
                hourly = max(1, ng // 24 * self.random.choice((50, 80, 100, 150)) // 100)
                steps.append(f"{start // 60:02d}:{start % 60:02d} {self.amount(hourly)}/h")
            columns["flex"] = "; ".join(steps)
        elif self.maybe(25) and ng >= 24:
            columns["dose"] = f"{self.amount(ng // 24)}/h"
        else:
            columns["dose"] = f"{self.amount(ng)}{self.pick('/day', '/d')}"
        if self.maybe(35):
            count = self.random.randrange(1, 9)
            size = self.amount(max(1, ng * self.random.randrange(2, 12) // 100))
            lockout = f" lockout {24 // count}h" if self.maybe(50) else ""
            columns["bolus"] = f"{size} x {count}/day{lockout}"
            self.bolus_known = True
        elif self.maybe(15):
            columns["bolus"] = "none"
        self.add("dose", at, **columns)

    def flow_text(self) -> str:
        """Return the last flow as a dose of volume, by the hour or by the day."""
        if self.maybe(30):
            return f"{_plain(self.flow // 24, 3)} mL/h"
        return f"{_plain(self.flow, 3)}{self.pick(' mL/day', 'mL/d', ' ml/d')}"

    def fill(self, at: str, capacity: int, *, first: bool, is_named: bool = False) -> None:
        """Add a fill, with a mixture where it is the pump's first, a change or a repetition."""
        is_new = first or self.maybe(15) or (self.is_saline and self.maybe(80))
        if first or (is_new and not self.is_quiet):
            self.new_mixture()
        elif self.maybe(45) and not self.is_quiet:
            is_new = True
            self.mixture = [(name, self.random.choice(STRENGTHS[name])) for name, _ in self.mixture]
        if self.maybe(10) and not self.is_quiet:
            is_new = self.is_saline = True
        mixture = self.mixture_text() if is_new or is_named or self.maybe(40) else ""
        injected = capacity - self.random.choice((0, 0, 500, 2000, 2345, capacity // 2))
        if self.maybe(4):
            injected = self.random.choice((1000, 2000, 3000))
        programmed = injected
        if self.maybe(20):
            change = self.random.choice((-1500, -100, -1, 1, 50, 1000))
            programmed = min(max(injected + change, 500), capacity)
        columns = {"mixture": mixture, "injected_ml": _plain(injected, 3)}
        columns["programmed_ml"] = _plain(programmed, 3) if self.maybe(60) else ""
        if not first:
            columns["residual_ml"] = _plain(self.residual(date.fromisoformat(at[:10])), 3)
            if self.bolus_known and self.maybe(50):
                columns["boluses_used"] = str(self.random.randrange(60))
        self.add("fill", at, **columns)
        self.filled = date.fromisoformat(at[:10]), injected

    def residual(self, day: date) -> int:
        """Pick what was left (uL): anything, or what a pump of some true flow would leave."""
        some = self.random.randrange(0, 8001, 50)
        since, injected = self.filled
        used = self.flow * (day - since).days
        share = self.random.choice((80, 97, 100, 102, 105, 110, 115, 120, 130, 130))
        left = (injected - used * share // 100) // 50 * 50
        return left if self.maybe(70) and 0 <= left <= injected else some

    def encounter(self, day: date, capacity: int, first: bool, programmed: bool) -> None:
        """Add the fill of a day, or two, with a programme near it where one was told then."""
        at = self.at(day)
        self.fill(at, capacity, first=first)
        if self.maybe(5) and not at.endswith("23:59"):
            later = "23:30" if "T" in at else self.pick("00:00", "09:15", "14:05")
            self.fill(f"{day}T{later}", capacity, first=False, is_named=True)
        if programmed and not (first or self.is_left) and self.maybe(30):
            minute = int(at[11:13] or 9) * 60 + int(at[14:16] or 0) if "T" in at else 540
            minute += self.random.choice((-90, -61, -60, -30, 0, 0, 5, 61))
            minute = min(max(minute, 0), 1439)
            told = f"{day}T{minute // 60:02d}:{minute % 60:02d}"
            self.dose(told if self.maybe(75) else str(day))
        if programmed and self.is_saline and self.maybe(50):
            self.dose(self.at(self.day_near(day, day + _days(4))))

    def taken_out(self, first: date, last: date) -> None:
        """Add what was drawn off between two days: aspirates, and rarely all of it."""
        for _ in range(self.random.choice((0, 0, 0, 0, 0, 1, 1, 2))):
            some = self.random.choice((20, 100, 500, 500, 1000, 1000, 2000, 3000, 15_000))
            amount = f"{_plain(some, 3)}{self.pick('', ' mL')}"
            self.add("aspirate", self.at(self.day_near(first, last)), amount=amount)
        if self.maybe(5):
            residual = _plain(self.random.randrange(0, 9000, 100), 3) if self.maybe(50) else ""
            at = self.at(self.day_near(first, last))
            filled = [row["at"] for row in self.events if row["event"] == "fill"]
            same = [other for other in filled if other[:10] == at[:10]]
            if all("T" in other for other in (at, *same)) or not same:
                self.add("empty", at, residual_ml=residual)

    def read_out(self, first: date, last: date) -> None:
        """Add what a programmer printed on a day between two."""
        day = self.day_near(first, last)
        columns: Row = {}
        if self.maybe(85):
            alarm_on = day + _days(self.random.choice((0, 1, 5, 20, 40, 60, 90)))
            columns["programmer_alarm_on"] = str(alarm_on + _days(self.random.randrange(9)))
        if not columns or self.maybe(40):
            columns["reservoir_ml"] = _plain(self.random.randrange(0, 20_000, 100), 3)
        self.add("readout", self.at(day), **columns)

    def between(self, first: date, last: date) -> None:
        """Add programmes, boluses, stops, starts and read-outs of a stretch of days."""
        for _ in range(0 if self.is_left else self.random.choice((0, 0, 1, 1, 2, 3))):
            self.dose(self.at(self.day_near(first, last)))
        for _ in range(self.random.choice((0, 0, 0, 1, 2))):
            given = self.random.randrange(20, 800)
            text = self.amount(self.mass(given))
            text = f"{_plain(given, 3)}{self.pick(' mL', 'mL', ' ml')}" if self.maybe(50) else text
            self.add("bolus", self.at(self.day_near(first, last)), amount=text)
        for _ in range(self.random.choice((1, 1, 2)) if self.maybe(40) else 0):
            self.read_out(first, last)
        if self.maybe(25):
            stopped = self.day_near(first, last)
            started = self.day_near(stopped, last) if self.maybe(60) else stopped
            turns = [("stop", stopped), ("start", started)][: 1 if self.maybe(20) else 2]
            for event, day in turns if self.maybe(70) else turns[::-1]:
                self.add(event, self.at(day, 35))

    def life(self, start: date, capacity: int, constant: bool) -> date:
        """Add the facts of one pump from its implant on; return the last day used at most."""
        self.mixture, self.bolus_known, self.is_saline = [], False, False
        self.is_left = self.maybe(40)  # to the programme it has
        self.is_quiet = self.maybe(25)  # nothing but fills
        self.flow = self.random.choice((60, 120, 200, 240, 333, 480, 700))
        day = start + _days(self.random.choice((0, 0, 0, 1, 9)))
        fills = self.random.choice((1, 1, 1, 2, 2, 3, 4)) + self.is_left if self.maybe(94) else 0
        fills += 2 * self.is_quiet
        programmed = not constant and self.maybe(92)
        for number in range(fills):
            self.encounter(day, capacity, number == 0, programmed)
            following = self.day_near(day + _days(5), day + _days(110))
            if programmed and number == 0:
                near = self.day_near(max(start, day - _days(3)), day + _days(4))
                self.dose(self.at(near if self.maybe(85) else following))
            if programmed and not self.is_quiet:
                self.between(day, following - _days(0 if self.maybe(30) else 1))
            if not self.is_quiet:
                self.taken_out(day, following - _days(1))
            day = following
        return max(day, start + _days(1))


def _start(random: Random) -> date:
    if random.randrange(4) == 0:
        year = random.randrange(2018, 2032)
        ends = [date(year, 1, 31), date(year, 3, 31), date(year, 8, 31), date(year, 11, 30)]
        return random.choice([*ends, date(2024, 2, 29), date(2028, 2, 29), date(year, 12, 31)])
    return date(2018, 1, 1) + _days(random.randrange(5000))


def _limits(random: Random) -> Row:
    pairs = [("", ""), ("", ""), ("", ""), ("1", "3"), ("2", "6"), ("1", "2"), ("", "4"), ("2", "")]
    low, high = random.choice(pairs)
    margin = random.choice(["", "", "", "0", "3", "10", "21"])
    return {"min_months": low, "max_months": high, "margin_days": margin}


def _closures(maker: _Maker, around: date) -> list[Row]:
    rows = []
    for _ in range(maker.random.choice((0, 1, 2, 4))):
        first = around + _days(maker.random.randrange(-30, 150))
        last = first + _days(maker.random.choice((0, 0, 1, 4, 12)))
        who = maker.pick("all", "all", "all", maker.code)
        rows.append({"who": who, "from": str(first), "to": str(last), "reason": "closed"})
    return rows


def _on_the_day_of_an_exchange(maker: _Maker, day: date, capacity: int, constant: bool) -> None:
    """Add facts of the morning on which the pump in place will be exchanged."""
    for _ in range(maker.random.choice((1, 1, 2, 3))):
        kinds = ["empty", "aspirate", "aspirate"]
        kinds += [] if constant else ["stop", "stop", "start", "bolus", "readout"]
        event = maker.pick(*kinds)
        timed = f"{day}T{maker.pick('06:40', '07:30', '08:55', '10:00')}"
        at = timed if event == "empty" or maker.maybe(60) else str(day)
        if event == "readout":
            maker.add(event, at, programmer_alarm_on=str(day + _days(60)))
        else:
            maker.add(event, at, amount="0.5 mL" if event in ("bolus", "aspirate") else "")
    if maker.maybe(30) and maker.mixture:
        maker.fill(f"{day}T07:00", capacity, first=False, is_named=True)


def random_case(seed: int) -> Case:
    """Build the case of a seed; the same seed gives the same case."""
    maker = _Maker(seed)
    random = maker.random
    implanted = last = _start(random)
    constant, clock = False, ""
    pumps: list[Row] = []
    for number in range(2 if maker.maybe(25) else 1):
        if number:
            implanted = last + _days(random.choice((1, 1, 8)))
            gap = 0 if maker.maybe(75) else random.randrange(1, implanted.toordinal())
            pumps[-1]["explanted_on"] = str(max(last, implanted - _days(gap)))
            if not gap and maker.maybe(70):
                clock = f"T{maker.pick('07:30', '09:00', '12:00')}"
                old = pumps[-1]["model"]
                _on_the_day_of_an_exchange(maker, implanted, CAPACITY[old], constant)
        model = random.choice(sorted(CAPACITY))
        constant = model.startswith("CODMAN")
        pump = {"patient": maker.code, "model": model, "serial": f"T{seed}-{number}"}
        pump |= {"implanted_on": f"{implanted}{clock}"}
        if constant:
            pump["fixed_flow_ml_day"] = maker.pick("0.25", "0.3", "0.5", "1", "0.333")
        if maker.maybe(25):
            pump["end_of_service_on"] = str(implanted + _days(random.randrange(10, 900)))
        pumps.append(pump)
        last = maker.life(implanted, CAPACITY[model], constant)
    today = last + _days(random.choice((0, 0, 3, 20, 75, 120)))
    if maker.maybe(6):
        maker.add("archive", str(last))
    elif maker.maybe(6):
        pumps[-1]["explanted_on"] = str(last)
    elif not constant and maker.mixture and maker.maybe(40):
        for _ in range(random.choice((1, 1, 2, 3))):
            maker.dose(maker.at(maker.day_near(last, today + _days(60))))
    if maker.maybe(35):
        random.shuffle(maker.events)

    limits, settings = _limits(random), _limits(random)
    low = int(limits["min_months"] or settings["min_months"] or 1)
    if low > int(limits["max_months"] or settings["max_months"] or 3):
        limits |= {"min_months": "1", "max_months": "3"}
    settings["working_days"] = maker.pick("", "", "Mon-Thu", "Mon-Sat", "Mon-Sun", "Tue-Fri")
    settings["calibration"] = maker.pick("", "", "", "", "apply", "always", "show", "off", "use")
    settings["residual_sd_ml"] = maker.pick("", "", "", "0.3", "1.2")
    settings["notice_days"] = maker.pick("", "0", "5", "30")
    settings = {key: value for key, value in settings.items() if value}
    patient = {"patient": maker.code, "name": f"Case {seed}", "birth_date": "1960-02-29"}
    patient |= {key: value for key, value in limits.items() if value}
    if maker.maybe(30):
        patient["alarm_ml"] = maker.pick("1", "1.5", "2.5", "3", "0.5", "4")

    anchors = [date.fromisoformat(row["at"][:10]) for row in maker.events] or [implanted]
    as_of = random.choice([*anchors, today, max(anchors)])
    as_of += _days(random.choice((0, 0, 0, -1, 1, 30, 85)))
    first_implant = date.fromisoformat(pumps[0]["implanted_on"])
    as_of = min(max(as_of, first_implant), today)
    filled = [row["at"][:10] for row in maker.events if row["event"] == "fill"]
    open_pump = not pumps[-1].get("explanted_on") and str(as_of) not in filled
    new_fill = None
    if open_pump and any(pumps[-1]["implanted_on"][:10] <= day < str(as_of) for day in filled):
        most = random.choice((2000, 6000, CAPACITY[pumps[-1]["model"]]))
        residual = _plain(random.randrange(0, most + 1, 10), 3)
        new_fill = {"patient": maker.code, "at": maker.at(as_of), "event": "fill"}
        new_fill |= {"residual_ml": residual, "injected_ml": "10"}
        if maker.bolus_known and maker.maybe(50):
            new_fill["boluses_used"] = str(random.randrange(40))
    closures = _closures(maker, as_of)
    return Case(seed, patient, pumps, maker.events, settings, closures, as_of, today, new_fill)
