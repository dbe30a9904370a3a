"""Writes the table of words for completion: ``python -m tests.cli.words`` after any new option."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from tests.builders.command import COMMANDS, TABLE, app


def words_of_the_commands() -> str:
    """The table as the commands have it now."""
    root: Any = typer.main.get_command(app)
    lines = [_line("", root)]
    for command in COMMANDS:
        made = root.get_command(None, command.name)
        parts = getattr(made, "commands", {})
        if not parts or made.default:
            lines.append(_line(command.name, parts.get(made.default) if parts else made))
        lines += [_line(f"{command.name} {name}", leaf) for name, leaf in parts.items()]
    return "".join(f"{line}\n" for line in lines)


def _line(words: str, leaf: Any) -> str:
    return " ".join([f"{words}:", *_parts(leaf)])


def _parts(leaf: Any) -> Iterator[str]:
    """The arguments by the names in the help, then the options."""
    for parameter in leaf.params:
        if parameter.param_type_name == "argument":
            yield (parameter.metavar or parameter.name.upper()).split("|")[0].replace(" ", "_")
    for parameter in leaf.params:
        if parameter.param_type_name == "option" and not parameter.hidden:
            yield from (f"{o}{'' if parameter.is_flag else '='}" for o in parameter.opts)
    yield from ("-h", "--help")


def main() -> None:
    """Writes the table."""
    TABLE.write_text(words_of_the_commands(), encoding="utf-8")


if __name__ == "__main__":
    main()
