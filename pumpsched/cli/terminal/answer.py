"""How a command answers: a header, a listing or lines, the next command; findings in words.

A terminal gets its lines folded and coloured; what is written to a pipe loads nothing of that.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pumpsched.cli.days import spoken, spoken_near
from pumpsched.cli.terminal.encoding import safe_line
from pumpsched.cli.terminal.listing import (
    Color,
    Column,
    Form,
    Listing,
    Row,
    form_for,
    write_csv,
    write_plain,
)
from pumpsched.domain.findings import Finding, Severity
from pumpsched.domain.quantities import Volume, rounded_text
from pumpsched.domain.text import visible

if TYPE_CHECKING:
    from rich.console import Console

    from pumpsched.cli.context import App
    from pumpsched.domain.clinic import Patient
    from pumpsched.domain.doses import DrugDose
    from pumpsched.domain.expected_residual import ResidualCheck
    from pumpsched.domain.projection import Window
    from pumpsched.store.results import FactsAhead
    from pumpsched.usecases.worklist import Counts

STYLES = {Severity.URGENT: "bold red", Severity.WARNING: "yellow", Severity.INFO: ""}
MOST_CALLED = 12
LABEL = 11
"""Width of the labels of :meth:`Answer.labelled`; longer lines go on below the text."""


def give(
    app: App,
    name: str,
    document: Callable[[], Mapping[str, Any]],
    show: Callable[[Answer], None],
    *,
    dated: bool = True,
) -> None:
    """Answers with the JSON document of a name where that is asked for, else in words.

    It is of the day looked from and the practice's zone, unless it is not ``dated``.
    """
    if app.given.json:
        from pumpsched.cli.documents import print_document

        print_document(app, name, document(), dated=dated)
    else:
        show(Answer(app))


class Answer:
    """Writes one command's answer: data to stdout, talk to stderr."""

    def __init__(self, app: App) -> None:
        given = app.given
        self.app = app
        self._color = Color.parse(given.color)
        self.stream = sys.stdout
        self._talk = sys.stderr
        self.form = form_for(self.stream, plain=given.plain, csv_=given.csv, table=given.table)

    @property
    def to_a_person(self) -> bool:
        """Whether somebody reads the answer on a screen."""
        return self.form is Form.TABLE

    @property
    def _is_paged(self) -> bool:
        """Whether a list longer than the screen waits for its reader."""
        return self.app.leads and not self.app.given.no_pager

    @cached_property
    def screen(self) -> Console:
        """The console of the answer."""
        from pumpsched.cli.terminal.console import console_on

        return console_on(self.stream, color=self._color)

    def line(self, text: str = "", *, style: str = "") -> None:
        """One line of the answer; stored text in it cannot act on the terminal."""
        said = safe_line(text, self.stream)
        if not self.stream.isatty() and self._color is not Color.ALWAYS:
            print(said, file=self.stream, flush=True)
            return
        from rich.text import Text

        if self.to_a_person:
            self.screen.print(Text(said, style))
        else:
            self.screen.print(Text(said, style), soft_wrap=True)

    def lines(self, texts: Iterable[str]) -> None:
        """Several lines of the answer."""
        for text in texts:
            self.line(text)

    def step(self, text: str) -> None:
        """A line of the answer that names a command; it is for the store of this call."""
        self.line(self.app.suggesting(text))

    def beside(self, text: str) -> None:
        """What goes with the data: below it on a screen, in a pipe as talk."""
        if self.to_a_person:
            self.step(text)
        else:
            self.aside(text)

    def aside(self, text: str) -> None:
        """A line of talk; commands in it are for the store of this call."""
        said = safe_line(self.app.suggesting(text), self._talk)
        if not self._talk.isatty():
            print(said, file=self._talk, flush=True)
            return
        from rich.text import Text

        from pumpsched.cli.terminal.console import console_on

        console_on(self._talk, color=self._color).print(Text(said))

    def labelled(self, label: str, text: str, *, data: bool = True) -> None:
        """One labelled sentence; on a screen its further lines stand below the first.

        In a pipe it is data, or talk beside data.
        """
        if not self.to_a_person:
            say = self.line if data else self.aside
            say(f"  {label}: {text}")
            return
        from rich.text import Text

        from pumpsched.cli.terminal.console import NARROW, folded

        if self.screen.width < NARROW:
            self.line(f"  {label}: {text}")
            return
        said = Text(safe_line(text, self.stream))
        for place, line in enumerate(folded(said, self.screen.width - LABEL - 2)):
            self.line(f"  {label if place == 0 else '':<{LABEL}}{line.plain}".rstrip())

    def listing(self, listing: Listing) -> None:
        """A listing in the form asked for."""
        if self.form is Form.CSV:
            write_csv(listing, self.stream)
        elif self.form is Form.PLAIN:
            write_plain(listing, self.stream)
        else:
            from pumpsched.cli.terminal.console import print_table

            print_table(listing, self.screen, paged=self._is_paged)

    def table(self, columns: Iterable[Column], rows: Iterable[Row]) -> None:
        """Rows under columns; of none a person sees nothing, a program the headings."""
        listing = Listing(tuple(columns), tuple(rows))
        if listing.rows or not self.to_a_person:
            self.listing(listing)

    def findings(self, findings: Iterable[Finding], *, brief: bool = False) -> None:
        """Each finding with its sign and word; ``brief`` cuts a warning to a line, and no info."""
        for finding in findings:
            if brief and finding.severity is Severity.INFO:
                continue
            text = self.finding_text(finding)
            if brief and finding.severity is Severity.WARNING:
                text = self._first_line(text)
            self.line(text, style=STYLES[finding.severity])

    def _first_line(self, text: str) -> str:
        """As much of a text as one line of the screen has room for, and no half of a command."""
        from rich.text import Text

        from pumpsched.cli.terminal.console import COMMAND, folded

        width = self.screen.width
        if Text(text).cell_len <= width:
            return text
        first = next(folded(Text(text.partition(COMMAND)[0]), width - 2))
        return f"{first.plain} …"

    def finding_text(self, finding: Finding) -> str:
        """A finding with its sign and word; a command in it is for the store of this call."""
        severity, message = finding.severity, self.app.suggesting(finding.message)
        known = finding.acknowledged
        answered = f" (acknowledged by {visible(known.who)} on {known.at.day})" if known else ""
        return f"  {severity.sign:<2} {severity}: {message}{answered}"

    def height_of(self, texts: Iterable[str]) -> int:
        """How many lines of the screen these lines take."""
        from rich.text import Text

        from pumpsched.cli.terminal.console import folded

        width = self.screen.width
        return sum(len([*folded(Text(safe_line(t, self.stream)), width)]) for t in texts)


def identity(patient: Patient) -> str:
    """Name, birth date and code: what a person compares with the patient in front of them."""
    born = f" · born {patient.birth_date}" if patient.birth_date else ""
    return f"{visible(patient.name)}{born} · {patient.code}"


def window_line(window: Window | None, *, today: date) -> str:
    """The refill window in words: first and last day, the limit, the alarm."""
    if window is None:
        return "No window: record a fill and a dose."
    opens = spoken_near(window.opens_on, today=today)
    alarm = f", alarm {spoken(window.alarm_on)}" if window.alarm_on else ", no alarm date"
    return f"Next refill {opens} – {spoken(window.refill_by)} ({window.limit}){alarm}."


def residual_text(
    measured: Volume | None,
    check: ResidualCheck | None,
    noun: str = "Residual",
    done: str = "measured",
) -> str:
    """A volume beside what is expected, to a tenth of a millilitre, and whether that matters.

    The measured figure is said as it was read.
    """
    if measured is None:
        return f"{noun} not {done}: over- or under-infusion cannot be seen."
    read = measured.ml if measured.ul % 1000 else f"{measured.ml}.0"
    if check is None:
        return f"{noun} {read} mL {done}; nothing to compare it with."
    return f"{noun} {read} mL {done}, {against_expected(check)}"


def against_expected(check: ResidualCheck | None) -> str:
    """What a volume is held against, to a tenth of a millilitre, and whether that matters."""
    if check is None:
        return "nothing to compare it with"
    if not (check.high_ul or check.residual_ul):
        return "0.0 expected: no agreement, the pump may have been dry"
    off, tolerance = abs(check.discrepancy_ul), Fraction(check.tolerance_ul)
    bound = _tenths(tolerance)
    verdict = "noted, within" if check.is_noted else "within"
    if off > tolerance:
        verdict = "BEYOND"
    return f"{expected_tenths(check)} ({discrepancy_tenths(check)}, {verdict} ±{bound})"


def expected_tenths(check: ResidualCheck) -> str:
    """What was expected, to a tenth of a millilitre: ``3.7 to 4.0 expected``."""
    low, high = _tenths(check.low_ul), _tenths(check.high_ul)
    return f"{high if low == high else f'{low} to {high}'} expected"


def discrepancy_tenths(check: ResidualCheck) -> str:
    """How far a volume is off, to a tenth of a millilitre: ``-1.7``."""
    return f"{'+' if check.discrepancy_ul >= 0 else '-'}{_tenths(abs(check.discrepancy_ul))}"


def _tenths(ul: Fraction) -> str:
    """Millilitres to a tenth, which is always said."""
    said = rounded_text(ul / 1000, 1)
    return said if "." in said else f"{said}.0"


def dose_lines(
    before: Sequence[DrugDose], now: Sequence[DrugDose], *, filled: bool = False
) -> list[str]:
    """A line for each drug in the pump: how strong it is, and its dose a day.

    What differs is said before → after. Of a fill it is said what was there the last time.
    """
    was, lines = {each.drug: each for each in before}, []
    for dose in now:
        old = was.pop(dose.drug, None)
        amount = dose.a_day
        if old is None:
            since = ", new" if before and filled else ""
        else:
            kept = old.concentration == dose.concentration
            since = f", {'as last time' if kept else f'last time {old.concentration}'}" * filled
            amount = amount if old.a_day == amount else f"{old.a_day} → {amount}"
        lines.append(f"  {dose.drug} {dose.concentration}{since}: {amount}")
    gone = (f"  {d.drug} {d.concentration}, no longer: {d.a_day} → none" for d in was.values())
    return [*lines, *gone]


def store_line(app: App) -> str:
    """The day looked from, and that the store is a demonstration."""
    return f"as of {spoken(app.as_of)}{' · DEMO DATA' if app.is_demo else ''}"


def reconciled(counts: Counts) -> str:
    """How a worklist accounts for everybody: ``12 listed · 20 later · 4 inactive · 36 in all``."""
    filtered = [f"{counts.filtered} filtered"] if counts.filtered else []
    parts = [f"{counts.listed} listed", f"{counts.later} later", f"{counts.inactive} inactive"]
    return " · ".join([*parts, *filtered, f"{counts.all} in all"])


def ahead_text(ahead: FactsAhead) -> str:
    """How many facts are still to count: ``2 facts dated after today · 1 planned dose``."""
    parts = [
        f"{counted(ahead.others, 'fact')} dated after today" if ahead.others else "",
        counted(ahead.planned, "planned dose") if ahead.planned else "",
    ]
    return " · ".join(filter(None, parts))


def call_text(codes: Sequence[str], emergency_line: str, *, today: date) -> str:
    """That some patients cannot wait for the next working day, and whom to call."""
    later = "Monday" if today.weekday() else "tomorrow"
    line = f"; emergency line {visible(emergency_line)}" if emergency_line else ""
    more = f" and {len(codes) - MOST_CALLED} more" if len(codes) > MOST_CALLED else ""
    who = f"{', '.join(codes[:MOST_CALLED])}{more}"
    return f"Call today, not {later}: {who} may be empty or past the alarm{line}."


def counted(number: int, noun: str) -> str:
    """How many of something: ``1 nurse``, ``2 nurses``."""
    return f"{number} {noun}{'s' * (number != 1)}"
