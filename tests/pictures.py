"""The pictures of the README: ``python -m tests.pictures`` draws them anew into ``data/pictures``.

Each is what a command prints of the demo clinic, in colour, as rich writes it into an SVG.
"""

from __future__ import annotations

import html
import io
import re
import shlex
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.text import Text
from typer.testing import CliRunner

from tests.builders.command import app

PICTURES = Path(__file__).parents[1] / "data" / "pictures"
SHOWN = {
    "worklist": "due 2w",
    "card": "show 0011",
    "week": "visit list 1w",
    "route": "route 2026-11-30 --nurse N1",
}
"""A picture's name, and the command that it shows."""
COLUMNS = 110
_FONT = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
_TEXT = re.compile(r"<text[^>]*>([^<]*)</text>")


def answers(folder: Path) -> dict[str, str]:
    """What each command prints on a screen, in colour."""
    env = {"PUMPSCHED_HOME": str(folder), "COLUMNS": str(COLUMNS)}
    runner = CliRunner()
    runner.invoke(app, ["demo", "-y"], env=env)
    how = ["--demo", "--table", "--color", "always"]
    called = {name: [*shlex.split(words), *how] for name, words in SHOWN.items()}
    return {name: runner.invoke(app, args, env=env).stdout for name, args in called.items()}


def drawn(answer: str, command: str) -> str:
    """An answer as an SVG, in the window of a terminal."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), color_system="truecolor")
    console.print(Text.from_ansi(answer), soft_wrap=True)
    # The font that rich names is fetched from the network; any other will do.
    return _FONT.sub("", console.export_svg(title=f"pumpsched {command}"))


def words_of(picture: str) -> str:
    """All that a picture says, without blanks: how they are set differs between releases."""
    return _squeezed(html.unescape("".join(_TEXT.findall(picture))))


def words_shown(answer: str, command: str) -> str:
    """The same of an answer with its title."""
    return _squeezed(f"pumpsched {command}{Text.from_ansi(answer).plain}")


def _squeezed(text: str) -> str:
    return "".join(text.split())


def main() -> None:
    """Draws all of them."""
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        for name, answer in answers(Path(folder)).items():
            (PICTURES / f"{name}.svg").write_text(drawn(answer, SHOWN[name]), encoding="utf-8")


if __name__ == "__main__":
    main()
