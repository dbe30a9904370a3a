"""``help``: the program's text, a topic told at length, or a command's own help."""

from __future__ import annotations

from typing import Annotated

import typer

from pumpsched.cli.context import App
from pumpsched.cli.options import alone, read
from pumpsched.cli.registry import root_help, topic_text, topics
from pumpsched.cli.terminal.answer import Answer
from pumpsched.domain.errors import UsageRefusal
from pumpsched.domain.text import visible


@read("help import", "help refill", listing=False)
def help_(
    app: App,
    topic: Annotated[
        list[str] | None, typer.Argument(metavar="TOPIC", help="A topic, or a command.")
    ] = None,
) -> None:
    """What is said of a topic, or of a command; alone, the commands by role."""
    words = topic or []
    if not words:
        text = root_help()
    elif words[0] in topics():
        text = topic_text(words[0])
    else:
        raise UsageRefusal(
            f'There is no topic "{visible(words[0])[:40]}".',
            code="unknown-topic",
            why=f"There are {', '.join(topics())}, and every command.",
            next_step="pumpsched help",
        )
    Answer(app).lines(text.splitlines())


commands = alone(help_)
