"""One call of the command line: its options, its store, its clock, its way of answering."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pumpsched.cli import clock
from pumpsched.cli.days import parse_day, parse_when
from pumpsched.cli.shared_options import SharedOptions
from pumpsched.cli.stores import (
    data_folder,
    default_store,
    for_store,
    option_of,
    path_typed,
    tells_password,
)
from pumpsched.domain.calendars import When
from pumpsched.domain.errors import NotFound, Unreadable, UsageRefusal
from pumpsched.domain.text import clean_text, visible
from pumpsched.store.location import is_server, name_of

if TYPE_CHECKING:
    from pumpsched.domain.clinic import Patient
    from pumpsched.store.engine import Store
    from pumpsched.store.leftovers import Leftover
    from pumpsched.store.reading.opening import ReadBooks, ReadStore


class App:
    """What a command works with; the store is opened on first use.

    ``command`` is the command's words, such as ``patient add``; ``asked`` its own options, but
    for those that only agree to what is asked.
    """

    def __init__(
        self,
        given: SharedOptions,
        *,
        command: str,
        asked: Mapping[str, object] = MappingProxyType({}),
    ) -> None:
        self.given = given
        self.command = command
        self.asked = asked
        self._engine: Store | None = None
        self._readable: ReadStore | None = None
        self._look_alikes: dict[str, Patient] = {}
        self._warned_of: set[str] = set()
        if sum((given.json, given.csv, given.plain, given.table)) > 1:
            raise UsageRefusal(
                "--json, --csv, --plain and --table exclude one another.", code="usage"
            )

    def __enter__(self) -> App:
        return self

    def __exit__(self, *_error: object) -> None:
        self._let_go()

    def _let_go(self) -> None:
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None
        if self._readable is not None:
            self._readable.close()
            self._readable = None

    @cached_property
    def location(self) -> str:
        """Path or URL of the store."""
        if self.given.demo and self.given.db:
            raise UsageRefusal("--demo and --db exclude one another.", code="usage")
        if self.given.demo or self.given.db is None:
            return str(default_store(demo=self.given.demo))
        if not self.given.db.strip():
            raise Unreadable("--db", self.given.db, "names no store", "clinic.sqlite")
        try:
            self.given.db.encode()
        except UnicodeEncodeError:
            raise Unreadable(
                "--db", visible(self.given.db), "holds bytes that are no text"
            ) from None
        if not is_server(self.given.db):
            path_typed(self.given.db, "--db")
        elif self.given.db_is_typed and tells_password(self.given.db):
            self.say(
                "Warning: others on this machine can see a password in --db; "
                "give it in PGPASSWORD, ~/.pgpass or a service file."
            )
        return self.given.db

    @property
    def store_name(self) -> str:
        """What the store is called on paper."""
        return name_of(self.location)

    def goes_on_with(self, command: str, **asked: object) -> None:
        """Makes what follows another command of the same person, a record of its own."""
        self.command, self.asked = command, asked
        self.given = self.given._replace(on=None, request_id=None)

    def open(self, *, create: bool = False) -> Store:
        """The store to be changed; one that is not there is made only on request."""
        is_scratch = self._engine is not None and self._engine.url.database is None
        if self._engine is None or (create and is_scratch):
            # The database library takes several times as long to import as a reading to run.
            from pumpsched.store.engine import open_store

            examined = self._readable is not None
            self._let_go()
            self._engine = open_store(self.location, create=create, examine=not examined, hold=True)
        return self._engine

    def scratch(self) -> Store:
        """An empty store in memory, for the preview where no store is yet."""
        # As in open().
        from pumpsched.store.engine import scratch_store

        self._let_go()
        self._engine = scratch_store()
        return self._engine

    def reading(self, *, examine: bool = True) -> AbstractContextManager[ReadBooks]:
        """The books, open for reading.

        ``examine`` looks for damage that no row shows, where the store is opened only now.
        """
        if self._engine is not None:
            # As in open().
            from pumpsched.store.books import reading

            return reading(self._engine)
        if self._readable is None:
            # The help of a command opens no store.
            from pumpsched.store.reading.opening import ReadStore

            self._readable = ReadStore(self.location, examine=examine)
        return self._readable.reading()

    def copying_to(self, target: Path) -> AbstractContextManager[None]:
        """Where a copy of the store is made: what an earlier one left there is said first.

        The doctor finds what is left if this one is killed.
        """
        # What only reads copies nothing.
        from pumpsched.store.leftovers import leftovers, noted_in

        self.say_left(leftovers(target.absolute().parent))
        return noted_in(self.notes_folder, target)

    @property
    def notes_folder(self) -> Path:
        """Where it is noted that a copy is being made: beside the store, or its usual place."""
        if not is_server(self.location):
            return Path(self.location).expanduser().parent
        try:
            return data_folder()
        except NotFound:
            return Path.cwd()

    def say_left(self, found: Iterable[Leftover]) -> None:
        """Names what killed commands left behind."""
        for left in found:
            text = f"! Left behind by a command that was killed: {visible(str(left.path))}"
            self.say(f"{text} ({visible(left.what)}). To remove it: pumpsched doctor --clear")

    def patient_meant(self, books: ReadBooks, text: str) -> Patient:
        """Whom a write is about; with ``--yes``, as nobody looks at the name, by the code alone."""
        from pumpsched.usecases.who_is_meant import find_patient

        patient = find_patient(books, text, code_only=self.given.yes)
        self.note_look_alikes(books, patient)
        return patient

    def note_look_alikes(self, books: ReadBooks, patient: Patient) -> None:
        """Keeps who is easily taken for a patient, for :meth:`warn_of_look_alikes`."""
        alike = {other.code: other for other in books.resembling(patient)}
        gone = books.merges() if alike else {}
        self._look_alikes |= {code: other for code, other in alike.items() if code not in gone}

    def warn_of_look_alikes(self) -> None:
        """Says once who is easily taken for the patient of a write that no rule refuses."""
        for other in self._look_alikes.values():
            if other.code not in self._warned_of:
                self._warned_of.add(other.code)
                self.say(f"! Not to be confused with {other.identified}: check the birth date.")

    @cached_property
    def _practice(self) -> tuple[ZoneInfo, date | None]:
        from pumpsched.domain.settings import Practice

        with self.reading() as books:
            return Practice.of(books.settings()).zone, books.own_today()

    @property
    def zone(self) -> ZoneInfo:
        """The practice's time zone."""
        return self._practice[0]

    @property
    def is_demo(self) -> bool:
        """Whether the store is a demonstration, which carries its own today."""
        return self._practice[1] is not None

    @cached_property
    def now(self) -> When:
        """The practice's day and minute; in a demo store its own day."""
        day, minute = clock.local(clock.now(), self.zone)
        return When(self._practice[1] or day, minute)

    @property
    def now_minute(self) -> int:
        """The minute of today; 0 where another day is looked from, or a demo's own, both whole."""
        is_now = self.given.as_of is None and not self.is_demo
        return (self.now.minute or 0) if is_now else 0

    @property
    def wants_second(self) -> bool:
        """Whether the practice has a second person check refills and doses."""
        with self.reading() as books:
            return books.settings().get("second_check") == "on"

    @property
    def today(self) -> date:
        """The practice's day."""
        return self.now.day

    @cached_property
    def as_of(self) -> date:
        """The day looked from."""
        if self.given.as_of is None:
            return self.today
        return parse_day(self.given.as_of, today=self.today, noun="--as-of")

    @cached_property
    def on(self) -> When:
        """When it happened: ``--on``, else now; ``fri`` is the last Friday."""
        return self._when(past=True)

    @cached_property
    def starting(self) -> When:
        """When it takes effect: ``--on``, else now; ``fri`` is the coming Friday."""
        return self._when(past=False)

    def _when(self, *, past: bool) -> When:
        if self.given.on is None:
            return self.now
        return parse_when(self.given.on, today=self.today, noun="--on", past=past)

    @property
    def actor(self) -> str:
        """Who records it: ``--actor``, else the user of the machine."""
        named = self.given.actor
        if named is None:
            # What only reads asks for nobody's name.
            import getpass

            try:
                named = getpass.getuser()
            except (KeyError, OSError, ImportError):
                named = "unknown"
        return clean_text(named.strip(), "--actor") or "unknown"

    @property
    def asks(self) -> bool:
        """Whether somebody is there to be asked: who types, and reads the question on stderr."""
        return sys.stdin.isatty() and sys.stderr.isatty()

    @property
    def leads(self) -> bool:
        """Whether somebody sits before the terminal to be led from question to question."""
        return self.asks and sys.stdout.isatty() and not self.given.json

    def prompt(self, question: str) -> str:
        """The answer to a question put on stderr, which is folded as any line is."""
        from pumpsched.cli.terminal.dialogue import lines_of

        print("\n".join(lines_of(question)), end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.rstrip("\n")

    def say_dry_run(self, *, agrees: bool = True) -> None:
        """That nothing was saved, and what would save it; ``agrees`` where a write needs a yes."""
        is_agreed = self.asks or self.given.yes or not agrees
        how = "without -n" if is_agreed else "with --yes for -n"
        self.say(f"Nothing saved (dry run). Next: the same command {how}.")

    def suggesting(self, text: str) -> str:
        """The text with its commands for the store of this call, where that was typed."""
        typed = self.given.db if self.given.db_is_typed else None
        return for_store(text, option_of(demo=self.given.demo, db=typed))

    def say(self, text: str) -> None:
        """Talk, on stderr; the answer itself goes to stdout."""
        from pumpsched.cli.terminal.encoding import safe_line

        for line in self.suggesting(text).splitlines():
            print(safe_line(line, sys.stderr), file=sys.stderr)
