"""How a command answers: a header, a listing or lines, the next command; findings in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from rich.text import Text

from pumpsched.cli.days import spoken, spoken_near
from pumpsched.cli.terminal.console import (
    Color,
    Form,
    Listing,
    form_for,
    safe_line,
    stderr_console,
    stdout_console,
)
from pumpsched.cli.terminal.listing import print_listing
from pumpsched.domain.clinic import Patient
from pumpsched.domain.findings import Finding, Severity
from pumpsched.domain.projection import Window
from pumpsched.domain.text import visible

if TYPE_CHECKING:
    from pumpsched.cli.context import App

_MARKS = {Severity.URGENT: ("!!", "bold red"), Severity.WARNING: ("! ", "yellow")}


class Answer:
    """Writes one command's answer: data to stdout, talk to stderr."""

    def __init__(self, app: App) -> None:
        given = app.given
        self._suggesting = app.suggesting
        color = Color.parse(given.color)
        self.out = stdout_console(color=color)
        self.talk = stderr_console(color=color)
        self.form = form_for(self.out, plain=given.plain, csv_=given.csv)

    @property
    def to_a_person(self) -> bool:
        """Whether somebody reads the answer on a screen."""
        return self.form is Form.TABLE

    def line(self, text: str = "", *, style: str = "") -> None:
        """One line of the answer; stored text in it cannot act on the terminal."""
        said = Text(safe_line(text, self.out.file), style)
        if self.to_a_person:
            self.out.print(said)
        else:
            self.out.print(said, soft_wrap=True)

    def lines(self, texts: Iterable[str]) -> None:
        """Several lines of the answer."""
        for text in texts:
            self.line(text)

    def step(self, text: str) -> None:
        """A line of the answer that names a command; it is for the store of this call."""
        self.line(self._suggesting(text))

    def beside(self, text: str) -> None:
        """What goes with the data: below it on a screen, in a pipe as talk."""
        if self.to_a_person:
            self.step(text)
        else:
            self.aside(text)

    def aside(self, text: str) -> None:
        """A line of talk; commands in it are for the store of this call."""
        said = Text(safe_line(self._suggesting(text), self.talk.file))
        if self.talk.file.isatty():
            self.talk.print(said)
        else:
            self.talk.print(said, soft_wrap=True)

    def listing(self, listing: Listing) -> None:
        """A listing in the form asked for."""
        print_listing(listing, self.out, form=self.form)

    def findings(self, findings: Iterable[Finding]) -> None:
        """Each finding with its sign and word."""
        for finding in findings:
            sign, style = _MARKS.get(finding.severity, ("i ", ""))
            message = self._suggesting(finding.message)
            self.line(f"  {sign} {finding.severity}: {message}", style=style)


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


def store_line(app: App, *, as_of: date) -> str:
    """As-of day where given, the store, and that it is a demonstration."""
    parts = [f"as of {spoken(as_of)}"]
    if app.is_demo:
        parts.append("DEMO DATA")
    return " · ".join(parts)


def counted(number: int, noun: str) -> str:
    """How many of something: ``1 nurse``, ``2 nurses``."""
    return f"{number} {noun}{'s' * (number != 1)}"
