"""The scripts that make a shell ask this program for the next word, and putting them in place.

No script evaluates what the program answers, and a candidate holds nothing a shell acts on.
"""

from __future__ import annotations

from pathlib import Path

from pumpsched.cli.stores import path_typed
from pumpsched.cli.terminal.completion import FILES, SHELLS
from pumpsched.domain.errors import StoreProblem, Unreadable
from pumpsched.domain.text import visible

_FILES = dict(zip(SHELLS, ("bash", "zsh", "fish", "ps1"), strict=True))
"""The script of each shell stands beside this module, in a file of its language."""
_PLACES = {
    "bash": (".local/share/pumpsched/completion.bash", ".bashrc"),
    "zsh": (".local/share/pumpsched/completion.zsh", ".zshrc"),
    "fish": (".config/fish/completions/pumpsched.fish", ""),
}
"""Where a script goes, and the file of the shell that must name it; below the home folder."""


def script(shell: str) -> str:
    """The script of a shell.

    Raises:
        Unreadable: There is none for such a shell.
    """
    file = Path(__file__).with_name(f"completion.{_FILES[_known(shell)]}")
    return file.read_text(encoding="utf-8").replace("@FILES@", FILES)


def install(shell: str) -> str:
    """What was put where, in a sentence; doing it twice changes nothing.

    Raises:
        Unreadable: There is no script for such a shell, or no place that is known to be right.
        StoreProblem: A file cannot be written.
    """
    if _known(shell) not in _PLACES:
        raise Unreadable(
            "--install-completion", shell, "keeps its profile in a place of its own; run "
            "pumpsched --show-completion powershell | Out-String | Invoke-Expression there",
        )  # fmt: skip
    place, startup = _PLACES[shell]
    home = path_typed("~", "home folder")
    try:
        (home / place).parent.mkdir(parents=True, exist_ok=True)
        (home / place).write_text(script(shell), encoding="utf-8", newline="\n")
        if startup:
            _name_once(home / startup, f'. "$HOME/{place}"')
    except OSError as error:
        raise StoreProblem(
            f"Completion for {shell} cannot be installed.",
            code="store-read-only",
            why=error.strerror or type(error).__name__,
            next_step=f"pumpsched --show-completion {shell}",
        ) from None
    named = f", named in ~/{startup}" if startup else ""
    return f"Completion for {shell} is in ~/{place}{named}; a new shell has it."


def _name_once(path: Path, line: str) -> None:
    """Adds a line to the end of a file, unless it stands there."""
    there = path.read_bytes() if path.exists() else b""
    if line.encode() in there:
        return
    start = b"" if not there or there.endswith(b"\n") else b"\n"
    with path.open("ab") as stream:
        stream.write(start + line.encode() + b"\n")


def _known(shell: str) -> str:
    if shell not in _FILES:
        choices = f"is none of {', '.join(SHELLS)}"
        raise Unreadable("shell", visible(shell), choices, "pumpsched --show-completion bash")
    return shell
