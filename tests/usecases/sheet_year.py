"""A clinic that keeps its list in a sheet for a year, against the same year typed by commands.

Every week the sheet is exported and imported, with what goes wrong with sheets: doses and days
mistyped and mended, rows left out or twice, zeros lost, an old sheet sent again, a new person who
looks like another. A clerk who knows the truth answers the conflicts. Whoever's row says the truth
and was taken must have the dates of the year typed by commands; a row that does not is a conflict.
A row says no more than what runs now: where a dose changed since the fill and a wrong row was
believed meanwhile, the clerk types since when each ran.

Run as ``python -m tests.usecases.sheet_year --seeds 500``; a short run is a test.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from tests.builders import fill, when
from tests.builders.files import BadImport, Problem
from tests.builders.lists import MappingNeeded, list_source, write_workbook
from tests.builders.store import Books, Stamp, reading, scratch_store, writing
from tests.builders.values import ConfirmationNeeded, Consent, Device, Dose, Named, Patient
from tests.builders.work import (
    Choices,
    DifferingRows,
    DoseRequest,
    Filter,
    ImportReceipt,
    add_patient,
    implant_pump,
    import_sources,
    next_due,
    record_programme,
    record_refill,
)
from tests.made_once import copy_new_stores, keep_commands_and_statements
from tests.usecases.sheet_rows import HEADER, MIXTURE, TITLES, Person, Row

FIRST = date(2026, 1, 5)
WEEK = timedelta(days=7)
NAMES = ("Ada", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gus", "Hal", "Ina", "Jo")


SURE = Consent(override="so it is", again="so it is", restart=Named("Dr Sample", "so it is"))
"""Whoever types the truth has a reason for it."""

Days = tuple[date | None, date | None, date | None]
"""A last fill, the last day of the window after it, and its alarm."""

Dates = dict[str, Days]


class Year:
    """One year of one clinic: the truth, the store kept by sheets, the store kept by commands."""

    def __init__(self, seed: int, place: Path, *, people: int, weeks_apart: int) -> None:
        self.chance = random.Random(seed)
        self.place = place
        self.weeks_apart = weeks_apart
        self.sheets, self.commands = scratch_store(), scratch_store()
        self.today = FIRST
        self.people: dict[str, Person] = {}
        self.distinct: set[str] = set()
        self.seen = Counter[str]()
        for _ in range(people):
            self.enrol()

    def close(self) -> None:
        """Lets the two stores go."""
        self.sheets.dispose()
        self.commands.dispose()

    def week(self, *, is_last: bool = False) -> None:
        """What happens in a week, then the sheet of its Monday, then the comparison."""
        self.today += WEEK * self.weeks_apart
        due = self.dates(self.commands)
        for person in list(self.people.values()):
            self.live(person, due[person.row.code])
        if self.chance.random() < 0.1 and not is_last:
            self.enrol()
        rows = [person.row for person in self.people.values()]
        if not is_last:
            rows = self.faulty(rows)
        self.take(rows)
        for person in self.people.values():
            person.sent.append(person.row)
        self.compare(is_last=is_last)

    def enrol(self) -> None:
        """Somebody new; now and then one who looks like somebody who is there."""
        number = len(self.people) + 1
        code = f"{number:04}"
        name, born = f"{NAMES[number % 10]} Sample-{number}", f"19{40 + number}-02-03"
        if self.people and self.chance.random() < 0.1:
            twin = self.chance.choice(list(self.people.values())).row
            name, born = twin.name, twin.birth_date
            self.distinct.add(code)
            self.seen["look-alike"] += 1
        amount = self.chance.randrange(60, 120, 10)
        day = self.today - timedelta(days=self.chance.randrange(1, 12))
        row = Row(code, name, born, f"612-555-01{number:02}", f"S{number}", amount, day)
        self.people[code] = Person(row, day, {day}, [(day, amount)])
        patient = Patient(code, name, date.fromisoformat(born), row.phone)
        device = Device(code, "SM2-20", row.serial, date(2025, 6, 1))
        with self.writing(self.commands, "patient add") as books:
            self.confirmed(
                lambda said: add_patient(books, patient, confirmed=said, today=self.today)
            )
            implant_pump(books, device, today=self.today)
        self.type_fill(self.commands, self.people[code], is_first=True)

    def live(self, person: Person, due: Days) -> None:
        """A refill where one is due, a little early now and then; a change of the dose."""
        chance, row = self.chance, person.row
        refill_by = due[1]
        assert refill_by is not None
        is_due = refill_by <= self.today + WEEK
        day = min(self.today, refill_by) - timedelta(days=chance.randrange(0, 6))
        is_early = chance.random() < 0.02 and (day - row.filled_on).days > 8
        if (is_due and day > max(row.filled_on, person.dose_on)) or is_early:
            person.row = row = replace(row, filled_on=day)
            person.fills.add(day)
            person.ran = [(day, row.dose)]
            self.typed(person, self.type_fill)
            self.seen["refill"] += 1
        elif person.told and chance.random() < 0.05:  # a row tells a dose from its fill on
            day = self.today - timedelta(days=chance.randrange(0, 5))
            if day > max(row.filled_on, person.dose_on):
                change = chance.choice((-20, -10, 10, 20)) if row.dose > 40 else 20
                person.row, person.dose_on = replace(row, dose=row.dose + change), day
                person.ran += [(day, person.row.dose)]
                person.doses |= {row.dose, person.row.dose}
                self.typed(person, self.type_dose)
                self.seen["dose"] += 1

    def typed(self, person: Person, act: Callable[[Engine, Person], None]) -> None:
        """Types it into the one store, and now and then into that of the sheets as well."""
        act(self.commands, person)
        if person.told and self.chance.random() < 0.2:
            act(self.sheets, person)
            person.known = person.row
            self.seen["typed by a nurse"] += 1
        else:
            person.told = False

    def type_fill(self, store: Engine, person: Person, *, is_first: bool = False) -> None:
        """The last fill, as a command."""
        row = person.row
        wish = DoseRequest(dose=Dose.parse(f"{row.dose} mcg/day")) if is_first else None
        fact = fill(str(row.filled_on), str(row.injected_ml), of=MIXTURE)
        with self.writing(store, "refill") as books:
            self.confirmed(
                lambda said: record_refill(
                    books,
                    row.code,
                    fact,
                    today=self.today,
                    consent=replace(SURE, confirmed=tuple(said)),
                    wish=wish,
                )
            )

    def type_dose(self, store: Engine, person: Person) -> None:
        """The last dose, as a command."""
        self.type_dose_of(store, person, person.row.dose, person.dose_on)

    def type_dose_of(self, store: Engine, person: Person, dose: int, day: date) -> None:
        """A dose from a day on, as a command."""
        wish = DoseRequest(dose=Dose.parse(f"{dose} mcg/day"))
        with self.writing(store, "dose") as books:
            self.confirmed(
                lambda said: record_programme(
                    books,
                    person.row.code,
                    wish,
                    at=when(str(day)),
                    note="",
                    today=self.today,
                    consent=replace(SURE, confirmed=tuple(said)),
                )
            )

    def confirmed(self, act: Callable[[Sequence[str]], object]) -> None:
        """Does it, with whatever has to be repeated repeated."""
        try:
            act(())
        except ConfirmationNeeded as asked:
            act(asked.values)

    def faulty(self, rows: list[Row]) -> list[Row]:
        """The rows as the sheet of this week has them."""
        chance = self.chance
        if chance.random() < 0.05:
            self.seen["old sheet"] += 1
            back = chance.randrange(1, 4)
            sent = [p.sent[-back] for p in self.people.values() if len(p.sent) >= back]
            return sent or rows
        return [said for row in rows for said in self.misread(row)]

    def misread(self, row: Row) -> list[Row]:
        """A row with a fault, or none."""
        chance = self.chance
        if chance.random() < 0.85:
            return [row]
        sent = self.people[row.code].sent
        fault = chance.choice(("dose", "day", "left out", "twice", "phone", "stale", "volume"))
        self.seen[fault] += 1
        if fault == "left out":
            return []
        if fault == "twice":
            return [row, row]
        if fault == "stale":
            return [sent[-1] if sent else row]
        if fault == "dose":
            return [replace(row, dose=max(10, row.dose - chance.choice((50, -50, -100, 9))))]
        if fault == "phone":
            return [replace(row, phone="612-555-0199")]
        if fault == "volume":
            return [replace(row, injected_ml=chance.choice((2, 10, 18)))]
        day = row.filled_on + timedelta(days=chance.choice((-18, -10, -1, 1, 10)))
        return [replace(row, filled_on=day)]

    def written(self, rows: Sequence[Row], *, stripped: bool = False) -> Path:
        """The sheet as a file of some kind."""
        chance, cells = self.chance, [row.cells for row in rows]
        if stripped:
            cells = [[code.lstrip("0"), *others] for code, *others in cells]
        header = TITLES if chance.random() < 0.2 else HEADER
        if chance.random() < 0.03:
            path = self.place / "panel.xlsx"
            with path.open("wb") as stream:
                write_workbook(stream, "Panel", header, cells)
            return path
        text = io.StringIO()
        csv.writer(text, delimiter=chance.choice(",,;\t")).writerows([header, *cells])
        path = self.place / "panel.csv"
        path.write_bytes(text.getvalue().encode(chance.choice(("utf-8", "utf-8-sig", "utf-16"))))
        return path

    def take(self, rows: list[Row]) -> None:
        """Imports the sheet as a clerk does: looks at every problem, and answers by the truth."""
        if any(p.told for p in self.people.values()) and self.chance.random() < 0.1:
            self.zeros_lost(rows)
        update, refilled, skip, distinct = set[str](), set[str](), set[str](), set[str]()
        before, confronted = self.dates(self.sheets), set[str]()
        for _ in range(6):
            choices = Choices(
                update=frozenset(update), refilled=frozenset(refilled), skip=frozenset(skip)
            )
            try:
                receipt = self.imported(self.written(rows), choices, distinct)
                break
            except BadImport as bad:
                distinct |= self.named(rows, bad.problems)
                rows = self.mended(rows, {problem.line for problem in bad.problems})
                self.seen["problems"] += 1
            except DifferingRows as differing:
                for problem in differing.problems:
                    row = rows[problem.line - 2]
                    assert row.code in str(problem), problem
                    confronted.add(row.code)
                    self.answer(row, str(problem), before, (update, refilled, skip))
                self.seen["conflicts"] += 1
        else:
            raise AssertionError(f"{self.today}: no end of conflicts: {rows}")
        left_out = {each.patient for each in receipt.left_out}
        for row in rows:
            self.judge(row, before, is_taken=row.code not in left_out, said=confronted)
        for person in self.people.values():
            if person.told and person.is_misled:
                self.set_right(person)

    def imported(
        self, path: Path, choices: Choices, distinct: Collection[str] = ()
    ) -> ImportReceipt:
        """Imports a file, with the mapping that is proposed where it needs one."""
        try:
            source = list_source(path)
        except MappingNeeded:
            source = list_source(path, auto=True)
            self.seen["mapped"] += 1
        with self.writing(self.sheets, "import") as books:
            return import_sources(
                books,
                [source],
                today_in=lambda zone: self.today,
                choices=choices,
                distinct=sorted(distinct),
            )

    def mended(self, rows: list[Row], lines: set[int]) -> list[Row]:
        """The rows without those that are there twice; whoever looks like another is another."""
        once = list(dict.fromkeys(rows))
        if len(once) < len(rows):
            return once
        kept = []
        for number, row in enumerate(rows, start=2):
            is_wrong = number in lines and row != self.people[row.code].row
            kept += [self.people[row.code].row if is_wrong else row]
        return kept

    def named(self, rows: Sequence[Row], problems: Sequence[Problem]) -> set[str]:
        """Who is said to be nobody else, where that was asked; they truly are."""
        asked = {rows[each.line - 2].code for each in problems if "--distinct" in each.what}
        assert asked <= self.distinct, problems
        return asked

    def zeros_lost(self, rows: list[Row]) -> None:
        """A sheet whose codes lost their zeros is refused, and names both codes."""
        known = self.dates(self.sheets)
        rows = list(dict.fromkeys(row for row in rows if row.code in known))
        if not rows:
            return
        self.seen["zeros lost"] += 1
        path = self.written(rows, stripped=True)
        try:
            self.imported(path, Choices(everybody=True))
        except BadImport as bad:
            said = [str(problem) for problem in bad.problems]
            for row in rows:
                assert any(row.code in each for each in said), (row.code, said)
        else:
            raise AssertionError(f"{self.today}: people without zeros came in: {rows}")

    def answer(
        self,
        row: Row,
        problem: str,
        before: Dates,
        choices: tuple[set[str], set[str], set[str]],
    ) -> None:
        """What the clerk says to one conflict."""
        update, refilled, skip = choices
        person = self.people[row.code]
        if row != person.row:
            believes = self.chance.random() < 0.3 and row.code not in update
            (update if believes and "person typed" not in problem else skip).add(row.code)
            update -= skip
            return
        if person.dose_on > row.filled_on and "dose" in problem and row.code in before:
            self.catch_up(person, before)
        if "--refilled" in problem and before[row.code][0] in person.fills:
            refilled.add(row.code)
        else:
            update.add(row.code)

    def catch_up(self, person: Person, before: Dates) -> None:
        """Types a dose that was changed between two fills: a sheet cannot say since when."""
        if before[person.row.code][0] == person.row.filled_on:
            self.type_dose(self.sheets, person)
            self.seen["caught up"] += 1

    def set_right(self, person: Person) -> None:
        """Types which doses ran since the fill, where the store believed others meanwhile."""
        person.is_misled = False
        if len(person.ran) > 1:
            for day, dose in person.ran:
                self.type_dose_of(self.sheets, person, dose, day)
            self.seen["set right"] += 1

    def judge(self, row: Row, before: Dates, *, is_taken: bool, said: set[str]) -> None:
        """What the store kept by sheets knows now, and whether it had to ask."""
        person = self.people[row.code]
        if not is_taken:
            return
        person.doses |= {row.dose, person.row.dose}
        person.told = row == person.row
        person.is_misled |= not person.told
        if not person.told and row.code in before and row.code not in said:
            filled_on = before[row.code][0]
            assert filled_on is not None
            is_known = row == person.known or row.filled_on > filled_on
            assert is_known, f"{self.today}: {row} was taken for {person.known} without a word"
        person.known = row

    def compare(self, *, is_last: bool) -> None:
        """Whoever's truth was told has the dates of the other store."""
        ours, theirs = self.dates(self.sheets), self.dates(self.commands)
        for code, person in self.people.items():
            if is_last:
                assert person.told, f"{self.today}: the true row of {code} was not taken"
            if person.told:
                said = f"{self.today}: {code} {ours[code]} by sheets, {theirs[code]} by commands"
                assert self.early(ours[code], theirs[code]) <= {*range(person.most_early + 1)}, said
                self.seen["compared"] += 1

    def early(self, ours: Days, theirs: Days) -> set[int]:
        """By how many days a last fill, a refill or an alarm comes earlier by the sheets.

        A dose that a sheet brings with a fill counts from some time of that day on, and the higher
        one until the end of it; typed as of days before, it counts from then on.
        """
        pairs = zip(ours, theirs, strict=True)
        by = {(their - our).days for our, their in pairs if our is not None and their is not None}
        self.seen["a day early"] += 1 in by
        return by

    def dates(self, store: Engine) -> Dates:
        """Last fill, refill by and alarm of everybody, as the worklist has them."""
        with reading(store) as books:
            wanted = Filter(everybody=True)
            found = next_due(books, as_of=self.today, last=self.today, wanted=wanted)
        return {
            each.patient: (each.filled_on, each.refill_by, each.alarm_on) for each in found.items
        }

    def writing(self, store: Engine, action: str) -> AbstractContextManager[Books]:
        """The books of a store, open for a change of today."""
        noon = datetime(self.today.year, self.today.month, self.today.day, 12, tzinfo=UTC)
        return writing(store, Stamp("ann", noon, action))


def live(
    seed: int, place: Path, *, people: int, sheets: int = 52, weeks_apart: int = 1
) -> Counter[str]:
    """Lives one year; returns what happened in it."""
    year = Year(seed, place, people=people, weeks_apart=weeks_apart)
    try:
        for number in range(sheets):
            year.week(is_last=number == sheets - 1)
    finally:
        year.close()
    return year.seen


def main(arguments: Sequence[str] | None = None) -> int:
    """Lives many years; says what happened, and which of them went wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked = {"seeds": 500, "first": 0, "people": 4, "sheets": 52, "weeks-apart": 1}
    for name, usual in asked.items():
        parser.add_argument(f"--{name}", type=int, default=usual)
    given = parser.parse_args(arguments)
    keep_commands_and_statements()
    copy_new_stores()
    seen, wrong = Counter[str](), 0
    with TemporaryDirectory() as place:
        for seed in range(given.first, given.first + given.seeds):
            try:
                seen += live(
                    seed,
                    Path(place),
                    people=given.people,
                    sheets=given.sheets,
                    weeks_apart=given.weeks_apart,
                )
            except AssertionError as failed:
                wrong += 1
                print(f"seed {seed}: {failed}")
    for what, count in seen.most_common():
        print(f"{count:8,} {what}")
    print(f"{given.seeds} years, {wrong} wrong, {time.process_time():.0f} CPU s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
