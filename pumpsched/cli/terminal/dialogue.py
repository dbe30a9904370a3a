"""Questions to a person at a terminal, and what is said at once of each answer."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.control import Control
from rich.text import Text

from pumpsched.cli.terminal.answer import Answer
from pumpsched.cli.terminal.console import console_on, folded
from pumpsched.cli.terminal.encoding import safe_line

if TYPE_CHECKING:
    from pumpsched.cli.context import App

GAP = "  "


def lines_of(question: str) -> list[str]:
    """The lines of a question for this screen, with the blank before its answer."""
    said = Text(safe_line(question.rstrip(), sys.stderr))
    *before, last = [line.plain for line in folded(said, console_on(sys.stderr).width)]
    return [*before, f"{last} "]


class Dialogue:
    """Puts questions on stderr, one a line, and says something of their answers.

    A remark stands beside its answer where the line has room for it, so that a whole dialogue
    stays on the screen; else it stands below.
    """

    def __init__(self, app: App) -> None:
        self._app = app
        self._talk = Answer(app)
        self._screen = console_on(sys.stderr)
        self._used = self._screen.width

    def say(self, text: str) -> None:
        """A line of talk."""
        self._talk.aside(text)

    def ask(self, question: str) -> str:
        """The answer to a question."""
        said = f"{question}: "
        answer = self._app.prompt(said)
        line = f"{lines_of(said)[-1]}{answer}"
        # What a terminal shows of a tab, or a key without a sign, is as wide as it likes.
        self._used = cell_len(line) if line.isprintable() else self._screen.width
        return answer.strip()

    def remark(self, text: str) -> None:
        """Says something of the last answer; nothing if it is empty."""
        if not text:
            return
        used, said = self._used, safe_line(text, sys.stderr)
        fits = used + len(GAP) + cell_len(said) < self._screen.width
        if fits and self._screen.is_terminal and not self._screen.is_dumb_terminal:
            self._screen.control(Control.move(used, -1))
            said = f"{GAP}{said}"
            self._screen.print(Text(said))
        else:
            self.say(f"{GAP}{text}")
        self._used = self._screen.width
