"""The root command: its options, its help, and the one boundary where refusals are shown.

Commands are resolved from a table of names and imported when invoked, so that ``--help`` stays
quick and loads no database library.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from pumpsched import __version__
from pumpsched.cli.registry import BY_NAME, COMMANDS, root_help, topics
from pumpsched.cli.shared_options import AsOf, Db, Demo, Json, SharedOptions
from pumpsched.cli.terminal.refused import say, say_interrupted
from pumpsched.cli.terminal.signals import end_quietly
from pumpsched.domain.errors import Refusal, StoreProblem, Unreadable, UsageRefusal, shortened
from pumpsched.domain.text import private, visible

PROGRAM = "pumpsched"
_EXTRA = r"(?<=extra argument\(s\) \().*(?=\))"

_UsageError: type[BaseException] = typer.BadParameter.__bases__[0]
"""Typer brings its own Click and exports only this one usage error; its base covers them all."""


class Commands(TyperGroup):
    """The root group: lazy, with its own help and error boundary."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Names of all commands, in the order of the help."""
        return [command.name for command in COMMANDS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, imported now."""
        known = BY_NAME.get(cmd_name)
        if known is None:
            return None
        if cmd_name not in self.commands:
            module = import_module(f"pumpsched.cli.commands.{known.module}")
            self.add_command(module.commands[cmd_name], cmd_name)
        return self.commands[cmd_name]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command named first; an unknown one is refused with the nearest names.

        ``help`` of a command that is no topic is what that command's own option prints.
        """
        if args[0] == "help" and args[1:] and args[1] in BY_NAME.keys() - topics():
            args = [*args[1:], "--help"]
        if args and args[0] not in BY_NAME and not args[0].startswith("-"):
            raise _unknown_command(args[0])
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Takes the shell of the environment where an option of completion names none."""
        if args and args[-1] in ("--show-completion", "--install-completion"):
            args = [*args, os.environ.get("SHELL", "").rpartition("/")[2]]
        return super().parse_args(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Writes the help: two examples, the commands by role, the exit codes."""
        formatter.write(root_help())

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> Any:
        """Runs the command line and exits with its code; refusals are rendered here."""
        given = list(sys.argv[1:] if args is None else args)
        # The parser takes what it reads out of the list it gets.
        sys.exit(_guarded(lambda: self._run([*given]), given))

    def _run(self, args: list[str]) -> Any:
        """The exit code of a run; the parser's own boundary would end a closed pipe in 1."""
        _check_text(args)
        try:
            with self.make_context(PROGRAM, args) as ctx:
                return self.invoke(ctx)
        except typer.Exit as ended:
            return ended.exit_code


def _check_text(args: list[str]) -> None:
    """Passes arguments that are text.

    Raises:
        Unreadable: One holds bytes that are not of the terminal's encoding.
    """
    for arg in args:
        try:
            arg.encode()
        except UnicodeEncodeError:
            problem = "holds bytes that are no text in this terminal's encoding"
            raise Unreadable("argument", visible(arg), problem) from None


def _guarded(run: Any, args: list[str]) -> int:
    """The exit code of a run; a refusal or usage error is said on stderr first."""
    try:
        code = run()
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except Refusal as refusal:
        say(refusal, args)
        return refusal.exit_code
    except _UsageError as error:
        say(_as_refusal(error, args), args)
        return 2
    except (KeyboardInterrupt, EOFError, typer.Abort) as ended:
        return say_interrupted(ended)
    except BrokenPipeError:
        return end_quietly()
    except OSError as error:
        failed = StoreProblem(
            f"The answer could not be written: {error.strerror or type(error).__name__}.",
            code="output-failed",
            why="What this command saved, if anything, stays saved.",
            next_step="pumpsched audit",
        )
        say(failed, args)
        end_quietly()
        return failed.exit_code


def _as_refusal(error: Any, args: list[str]) -> UsageRefusal:
    """A usage error of the parser in our words."""
    known = next((arg for arg in args if arg in BY_NAME), "")
    command = getattr(error.ctx, "command_path", "") or f"{PROGRAM} {known}".rstrip()
    said = shortened(visible(" ".join(str(error.format_message()).split())), 300)
    return UsageRefusal(
        # Half a name, where it was typed without quotes.
        re.sub(_EXTRA, lambda found: private(found[0], instead="…"), said),
        code="usage",
        next_step=f"{command} --help",
    )


def _unknown_command(name: str) -> UsageRefusal:
    from difflib import get_close_matches

    near = get_close_matches(name, BY_NAME, n=2)
    return UsageRefusal(
        f'There is no command "{visible(name)[:40]}".',
        code="unknown-command",
        why=f"Did you mean {' or '.join(near)}?" if near else "",
        next_step="pumpsched --help",
    )


app = typer.Typer(
    cls=Commands,
    add_completion=False,
    rich_markup_mode=None,
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def root(
    ctx: typer.Context,
    db: Db = None,
    demo: Demo = False,
    json_: Json = False,
    as_of: AsOf = None,
    version: Annotated[bool, typer.Option("--version", "-V", help="The version.")] = False,
    show_completion: Annotated[
        str | None, typer.Option("--show-completion", metavar="SHELL", help="Its script.")
    ] = None,
    install_completion: Annotated[
        str | None, typer.Option("--install-completion", metavar="SHELL", help="Puts it in place.")
    ] = None,
) -> None:
    """Refill dates and visit schedules for implanted intrathecal pumps."""
    if version:
        print(f"{PROGRAM} {__version__}")
        raise typer.Exit
    if show_completion is not None or install_completion is not None:
        _completion(show_completion, install_completion)
    ctx.obj = SharedOptions(db=db, demo=demo, json=json_, as_of=as_of)
    if ctx.invoked_subcommand is None:
        group = ctx.command
        assert isinstance(group, Commands)
        due = group.get_command(ctx, "due")
        with due.make_context("due", [], parent=ctx) as inner:
            due.invoke(inner)


def _completion(shown: str | None, installed: str | None) -> NoReturn:
    """Prints the script that completes words in a shell, or puts it in place."""
    from pumpsched.cli.terminal import completion_scripts

    if installed is not None:
        print(completion_scripts.install(installed))
    else:
        print(completion_scripts.script(shown or ""), end="")
    raise typer.Exit


def run() -> None:
    """Runs the command line and exits with its code."""
    # Calling the app itself would put Typer's own hook, and its trace, in place of ours.
    typer.main.get_command(app).main()
