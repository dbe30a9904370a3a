"""Eight weeks lived by a scheduler and the nurses, every day through the commands.

``python -m tests.cli.eight_weeks --seeds 5``; a short life is a test. Every Monday the next four
weeks are planned and booked; every morning the worklist and the routes are read, who has nobody
coming is offered a time, and the visits of the day are made: refilled with what truly was in the
pump, or missed. Nurses fall ill, it snows, patients are in hospital or refuse, drugs come late,
doses change. Each day is held against what a careful person sees from the facts alone.
"""

from __future__ import annotations

import argparse
import re
import shlex
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

from tests.builders.command import clock
from tests.cli.clinic import Clinic, Said
from tests.cli.lived_clinic import (
    ALARM_UL,
    DAY_MINUTES,
    FILL_UL,
    FIRST,
    ROSTERS,
    SNOWED_IN,
    Booked,
    Person,
    build,
    minute_of,
    people_of,
)
from tests.made_once import keep_commands_and_statements

ZONE = ZoneInfo("America/Chicago")
DAY = timedelta(days=1)
WARNED_DAYS = 5
"""Whoever comes to the alarm was listed with nobody coming so many days before."""
RESERVE_DAYS = 3
AHEAD = timedelta(days=28)
EXCHANGED = re.compile(
    r"earlier, (?P<sooner>.+) if (?P<other>\d+), safe until .+, came (?P<later>.+)"
)
NURSES = tuple(f"N{number}" for number in range(1, len(ROSTERS) + 1))


class Weeks:
    """Some weeks of one clinic, and what was wrong in them."""

    def __init__(self, seed: int, place: Path, *, patients: int, effort: str) -> None:
        self.chance = Random(f"weeks/{seed}")
        self.clinic = Clinic(place / "lived.sqlite")
        self.effort = effort
        self.people = {p.code: p for p in people_of(self.chance, patients)}
        build(self.clinic.path, [*self.people.values()], self.chance)
        self.now = minute_of(FIRST, 6 * 60)
        self.away: list[tuple[str, date, date]] = []
        self.drug_on: dict[str, date] = {}
        self.warned: dict[str, list[date]] = {}
        self.disturbed: dict[str, date] = {}
        self.in_plan: set[str] = set()
        self.book: dict[str, Booked] = {}
        self.seen = Counter[str]()
        self.faults: list[str] = []

    def instant(self) -> datetime:
        """The clock of the program."""
        day, minute = divmod(self.now, DAY_MINUTES)
        at = time(minute // 60, minute % 60, tzinfo=ZONE)
        return datetime.combine(date.fromordinal(day), at).astimezone(UTC)

    @property
    def today(self) -> date:
        """The day."""
        return date.fromordinal(self.now // DAY_MINUTES)

    def live(self, days: int) -> None:
        """Lets so many days pass."""
        with patch.object(clock, "now", self.instant):
            for ahead in range(days):
                self.now = minute_of(FIRST + ahead * DAY, 6 * 60)
                self.morning()
                if self.today.weekday() < 5:
                    self.desk()
                    self.visits()

    def call(self, *args: str, may: Collection[int] = (0,)) -> Said:
        """Calls the command line; any other exit code is a fault."""
        said = self.clinic.run(*args)
        self.seen["commands"] += 1
        if said.code not in may:
            self.fault(f"exit {said.code}: pumpsched {shlex.join(args)}: {said.err}")
        return said

    def fault(self, text: str) -> None:
        """Something is wrong."""
        self.faults.append(f"{self.today}: {text}")

    # What a careful person sees

    def read_book(self) -> None:
        """Reads the open visits of the next ten weeks."""
        items = self.call("visit", "list", "70d", "--json").json["items"]
        open_ones = (item for item in items if item["status"] in ("booked", "confirmed"))
        self.book = {item["id"]: Booked.of(item) for item in open_ones}

    def stands(self, visit: Booked) -> bool:
        """Whether a visit can happen, as far as is told by what was typed."""
        person = self.people[visit.patient]
        if self.is_off(visit):
            return False
        if visit.kind != "refill":
            return True
        if self.drug_on.get(visit.code, visit.day) > visit.day:
            return False
        if len(visit.nurses) < person.patient.nurses_needed:
            return False
        if not person.can_be_seen(visit.day, visit.begins, visit.ends):
            return False
        return not any(self.is_elsewhere(nurse, visit) for nurse in visit.nurses)

    def is_off(self, visit: Booked) -> bool:
        """Whether somebody whom a visit takes is away."""
        whose = {visit.patient, visit.site, *visit.nurses}
        return any(who in whose and first <= visit.day <= last for who, first, last in self.away)

    def is_elsewhere(self, nurse: str, visit: Booked) -> bool:
        """Whether a nurse is with somebody else during a visit."""
        return any(
            other.day == visit.day and other.begins < visit.ends and visit.begins < other.ends
            for other in self.book.values()
            if other is not visit and nurse in other.nurses and not self.is_off(other)
        )

    def coming(self, code: str) -> list[Booked]:
        """The refill visits of a patient that can happen."""
        mine = (v for v in self.book.values() if v.patient == code and v.kind == "refill")
        return [visit for visit in mine if visit.day >= self.today and self.stands(visit)]

    def is_covered(self, person: Person) -> bool:
        """Whether somebody comes by the last day in time."""
        return any(visit.day <= person.refill_by for visit in self.coming(person.code))

    def morning(self) -> None:
        """Reads the worklist and holds it against the reservoirs and the book."""
        self.read_book()
        said = self.call("due", "--exit-code", "--json", may=(0, 10))
        rows = {item["patient"]: item for item in said.json["items"]}
        counts = said.json["counts"]
        others = counts["later"] + counts["inactive"] + counts["filtered"]
        if counts["listed"] != len(rows) or len(rows) + others != counts["all"]:
            self.fault(f"the counts do not account for everybody: {counts}")
        for code, row in rows.items():
            if row["cover"] not in (None, "ok"):
                self.warned.setdefault(code, []).append(self.today)
        for person in self.people.values():
            for text in self.misjudged(person, rows.get(person.code), said.code):
                self.fault(f"{person.code}: {text}")

    def misjudged(self, person: Person, row: dict[str, Any] | None, code: int) -> Iterator[str]:
        """What the worklist says otherwise than a careful person sees."""
        covered, last = self.is_covered(person), person.refill_by
        if last <= self.today + AHEAD and not covered:
            self.seen["uncovered"] += 1
            if row is None or row["cover"] == "ok":
                yield f"nobody comes by {last}, and the worklist has {row and row['cover']}"
            opened = self.working_days_before(last, RESERVE_DAYS) <= self.today
            if opened and not self.coming(person.code) and code != 10:
                yield "nobody comes at all, and nothing presses"
        if last < self.today:
            self.seen["late"] += 1
            if row is None or row["status"] not in ("late", "alarm", "empty"):
                yield f"late since {last}, and the worklist has {row and row['status']}"
            if person.code not in self.in_plan and self.disturbed.get(person.code) is None:
                yield f"late since {last}, and no plan of the week counted it"
        reckoned = person.reckoned.at(self.now) <= ALARM_UL
        if reckoned and (row is None or row["status"] not in ("alarm", "empty")):
            yield f"at the alarm, and the worklist has {row and row['status']}"
        if person.true.at(self.now) <= ALARM_UL:
            self.seen["alarm"] += 1
            self.seen["dry"] += person.true.at(self.now) == 0
            before = self.today - WARNED_DAYS * DAY
            warned = any(day <= before for day in self.warned.get(person.code, ()))
            if not warned and self.disturbed.get(person.code, date.min) < before:
                yield "truly at the alarm, and nobody was warned in time"

    def working_days_before(self, day: date, count: int) -> date:
        """So many working days before a day, or before the last one on or before it."""
        while count or day.weekday() > 4:
            count -= day.weekday() < 5
            day -= DAY
        return day

    # What the scheduler does

    def desk(self) -> None:
        """The morning at the desk."""
        self.absences()
        if self.today == FIRST + 35 * DAY:
            self.quits(self.chance.choice(NURSES))
        if self.today.weekday() == 0:
            self.plan()
        self.phone()
        self.read_book()
        self.confirm()
        self.late_drugs()
        for nurse in NURSES:
            self.route(nurse)

    def plan(self) -> None:
        """Plans and books four weeks; everybody to whom nobody comes in time is counted."""
        said = self.call("plan", "4w", "--apply", "-y", "--json", *shlex.split(self.effort))
        plan = said.json
        self.read_book()
        named = [each["patient"] for each in plan["uncovered"]]
        counted = sum(plan["totals"][key] for key in ("dry", "broken", "unplaced", "late"))
        if len(named) != len({*named}) or len(named) != counted:
            self.fault(f"plan counts {counted} in danger and names {named}")
        missing = self.uncovered(date.fromisoformat(plan["to"]))
        self.hold("plan", missing, named)
        if missing and "Nobody in danger" in self.call("plan", "4w", "--effort", "0").err:
            self.fault(f"plan says that everybody is in time, and nobody comes to {missing}")
        board = self.call("board", "--json").json["uncovered"]
        sunday = self.today + 6 * DAY
        self.hold("board", self.uncovered(sunday), board)
        self.in_plan = {*named}
        self.disturbed = {c: d for c, d in self.disturbed.items() if d > self.today - 7 * DAY}
        for each in plan["uncovered"]:
            if each["cover"] == "dry" and each["why"]:
                self.exchange(each["patient"], each["why"])

    def exchange(self, code: str, why: str) -> None:
        """Has two patients change places, as the plan says they could."""
        said = EXCHANGED.fullmatch(why)
        if said is None:
            self.fault(f"{code}: {why} cannot be read")
            return
        (late,) = (v for v in self.book.values() if v.at == said["later"] and v.patient == code)
        (early,) = (
            v for v in self.book.values() if v.at == said["sooner"] and v.patient == said["other"]
        )
        self.call("visit", "cancel", late.code, "--reason", "earlier", "-y")
        self.call("visit", "move", early.code, *late.place, "-y")
        self.call("visit", "add", code, *early.place, "-y")
        self.disturbed[early.patient] = self.today
        self.seen["exchanged"] += 1
        self.read_book()

    def uncovered(self, last: date) -> list[str]:
        """To whom nobody comes in time, of those whose last day is not after a day."""
        people = (each for each in self.people.values() if each.refill_by <= last)
        return [person.code for person in people if not self.is_covered(person)]

    def hold(self, what: str, missing: Collection[str], named: Collection[str]) -> None:
        """Holds whom a command names against those to whom nobody comes in time."""
        for code in sorted({*missing} - {*named}):
            self.fault(f"{code}: nobody comes in time, and {what} does not say so")

    def absences(self) -> None:
        """Who is not there today: a nurse, a county, a patient."""
        chance = self.chance
        for nurse in NURSES:
            if chance.random() < 0.04:
                days = chance.choice((0, 0, 1, 2))
                self.off(nurse, self.today + days * DAY)
        if chance.random() < 0.05:
            self.snow()
        if chance.random() < 0.12:
            code = chance.choice([*self.people])
            last = self.today + chance.randrange(2, 9) * DAY
            span = (str(self.today), str(last))
            self.close(self.call("closure", "add", code, *span, "--reason", "hospital", *JSON))
            self.seen["hospital"] += 1
            self.release("--closure", code, "--day", f"{span[0]}..{span[1]}")

    def off(self, nurse: str, last: date) -> None:
        """A nurse rings at six."""
        span = f"{self.today}..{last}"
        self.close(self.call("nurse", "off", nurse, span, "--reason", "ill", *JSON))
        self.seen["ill"] += 1
        self.release("--nurse", nurse, "--day", span)

    def snow(self) -> None:
        """No road is open around the clinic today."""
        near = ("--near", SNOWED_IN, "--km", "15")
        said = self.call("closure", "add", str(self.today), *near, "--reason", "snow", *JSON)
        self.close(said)
        self.seen["snow"] += 1
        closed = ";".join(item["who"] for item in said.json["items"])
        self.release("--closure", closed, "--day", "today")

    def quits(self, nurse: str) -> None:
        """A nurse leaves with the next week."""
        last, gone = self.today + 4 * DAY, self.today + 5 * DAY
        if self.call("nurse", "archive", nurse, "--until", str(last), "-y").code:
            return
        self.away.append((nurse, gone, date.max))
        for visit in self.book.values():
            if nurse in visit.nurses and visit.day >= gone:
                self.disturbed[visit.patient] = self.today
        self.release("--nurse", nurse, "--from", str(gone))

    def close(self, said: Said) -> None:
        """Notes who is away, and whom that disturbs."""
        if said.code:
            return
        for item in said.json["items"]:
            first, last = map(date.fromisoformat, (item["from"], item["to"]))
            self.away.append((item["who"], first, last))
            for visit in self.book.values():
                is_hit = item["who"] in (visit.patient, visit.site, *visit.nurses)
                if is_hit and first <= visit.day <= last:
                    self.disturbed[visit.patient] = self.today
            if item["who"] in self.people:
                self.disturbed[item["who"]] = last

    def release(self, *which: str) -> None:
        """Sets free what an absence breaks, and follows each proposal in its order."""
        said = self.call("visit", "release", *which, *JSON)
        for item in said.json["items"] if not said.code else ():
            self.seen["released"] += 1
            if (item["next"] or "").startswith("pumpsched visit move"):
                self.follow(item["next"])

    def follow(self, command: str) -> None:
        """Runs a command that was suggested."""
        self.call(*shlex.split(command.removeprefix("pumpsched ")), "-y")
        self.seen["followed"] += 1

    def phone(self) -> None:
        """Offers a time to whoever has nobody coming and cannot wait for the next plan."""
        items = self.call("due", "1w", "--unbooked", "--json").json["items"]
        for item in items:
            if date.fromisoformat(item["refill_by"]) > self.today + 7 * DAY:
                continue  # listed for a finding, not for a date
            said = self.call("slots", item["patient"], "--limit", "2", "--json", may=(0, 3))
            offers = said.json["offers"] if not said.code else []
            self.seen["offered" if offers else "no offer"] += 1
            if not offers:
                continue
            if self.chance.random() < 0.15:
                self.call("contact", item["patient"], "--said", "refused", "-y")
                self.seen["refused"] += 1
            else:
                self.follow(offers[0]["command"])

    def confirm(self) -> None:
        """Confirms the sound visits of the day after tomorrow."""
        day = self.today + 2 * DAY
        due = [v for v in self.book.values() if v.day == day and v.is_booked]
        codes = [v.code for v in due if self.stands(v) and not v.has_findings]
        if codes:
            self.call("visit", "confirm", *codes, "-y")

    def late_drugs(self) -> None:
        """Now and then a drug that was ordered comes late."""
        ahead = [v for v in self.book.values() if v.kind == "refill" and v.day > self.today + DAY]
        if ahead and self.chance.random() < 0.2:
            visit = self.chance.choice(ahead)
            until = self.today + self.chance.randrange(3, 10) * DAY
            self.call("orders", "mark", visit.code, "late", "--until", str(until), "-y")
            self.drug_on[visit.code] = until
            self.disturbed[visit.patient] = self.today
            self.seen["late drug"] += 1

    def route(self, nurse: str) -> None:
        """Reads a nurse's route; it holds the visits of her day, and says who may be empty."""
        stops = self.call("route", "--nurse", nurse, "--json").json["stops"]
        mine = [v for v in self.book.values() if nurse in v.nurses and v.day == self.today]
        if {stop["visit"] for stop in stops} != {visit.code for visit in mine}:
            self.fault(f"the route of {nurse} has other visits than the book")
        for stop in stops:
            person = self.people[stop["patient"]]
            codes = [finding["code"] for finding in stop["findings"]]
            if person.reckoned.day_of(0) <= self.today and stop["kind"] == "refill":
                self.seen["routed empty"] += 1
                if "after-empty" not in codes:
                    self.fault(f"{person.code} may be empty, the route says {codes}")

    # What the nurses do

    def visits(self) -> None:
        """Makes the visits of the day in their order."""
        mine = [visit for visit in self.book.values() if visit.day == self.today]
        for visit in sorted(mine, key=lambda each: (each.begins, each.code)):
            self.now = minute_of(self.today, visit.begins)
            if not self.stands(visit):
                self.call("visit", "cancel", visit.code, "--reason", "nobody came", "-y")
                self.seen["cancelled"] += 1
            elif self.chance.random() < 0.06:
                self.call("visit", "missed", visit.code, "--reason", "not at home", "-y")
                self.disturbed[visit.patient] = self.today
                self.seen["missed"] += 1
            elif visit.kind == "refill":
                self.refill(self.people[visit.patient])
            else:
                self.call("visit", "done", visit.code, "-y")
        self.now = minute_of(self.today, 17 * 60)
        self.doses()

    def refill(self, person: Person) -> None:
        """Refills a pump with what the nurse measures in it."""
        tenths = person.true.at(self.now) // 100
        residual = f"{tenths // 10}.{tenths % 10}"
        args = ["--residual", residual, "--fill", str(FILL_UL // 1_000)]
        if person.reckoned.at(self.now) == 0:
            args += ["--restart", "Dr Sample: seen on the ward"]
        if self.call("refill", person.code, *args, "-y").code:
            return
        person.filled(self.now)
        self.warned.pop(person.code, None)
        self.disturbed.pop(person.code, None)
        self.seen["refills"] += 1

    def doses(self) -> None:
        """The clinician's hour: some doses change, some with a visit to follow up."""
        if self.chance.random() < 0.75:
            return
        person = self.chance.choice([*self.people.values()])
        percent = self.chance.choice((-10, 10, 15, 20))
        amount = person.dose * (100 + percent) / 100
        if amount.denominator > 1 or person.reckoned.at(self.now) == 0:
            return
        more = ("--followup", "2w") if self.chance.random() < 0.3 else ()
        # A follow-up may meet a refill that is booked; nothing is saved then.
        command = ("dose", person.code, f"{amount} mcg/day", *more, "-y")
        said = self.call(*command, may=(0, 4, 5))
        if said.code == 4:
            # Whose pump may have been dry has the dose of a new start, which somebody answers for.
            said = self.call(*command, "--restart", "Dr. Larkin: seen today", may=(0, 5))
        if not said.code:
            person.told(self.now, amount)
            self.disturbed[person.code] = self.today
            self.seen["dose"] += 1


JSON = ("-y", "--json")


def lived(seed: int, *, patients: int, days: int, effort: str) -> Weeks:
    """The weeks of a seed."""
    with TemporaryDirectory() as place:
        weeks = Weeks(seed, Path(place), patients=patients, effort=effort)
        weeks.live(days)
    return weeks


def main() -> int:
    """Lives the weeks of several seeds; 1 if anything was wrong."""
    options = argparse.ArgumentParser(description="Eight weeks lived through the commands.")
    options.add_argument("--seeds", type=int, default=5)
    options.add_argument("--first", type=int, default=1)
    options.add_argument("--patients", type=int, default=45)
    options.add_argument("--weeks", type=int, default=8)
    options.add_argument("--effort", default="", help="what plan is told besides, as --quick")
    chosen = options.parse_args()
    keep_commands_and_statements()
    wrong = 0
    for seed in range(chosen.first, chosen.first + chosen.seeds):
        weeks = lived(seed, patients=chosen.patients, days=7 * chosen.weeks, effort=chosen.effort)
        wrong += len(weeks.faults)
        for fault in weeks.faults:
            print(f"seed {seed}: {fault}", file=sys.stderr)
        told = ", ".join(f"{count} {what}" for what, count in sorted(weeks.seen.items()))
        print(f"seed {seed}: {len(weeks.faults)} wrong; {told}", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
