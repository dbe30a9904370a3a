"""How a command is made: the decorators that add the shared options, and the help of commands.

A command is a plain function of an :class:`~pumpsched.cli.context.App` and its own options;
``read`` and ``write`` wrap it into a Typer command that accepts the shared ones too.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin

import typer
from typer.core import TyperCommand, TyperGroup

from pumpsched.cli.params import EVERYBODY
from pumpsched.cli.registry import BY_NAME
from pumpsched.cli.shared_options import (
    HIDDEN_AS_OF,
    HIDDEN_LISTING,
    HIDDEN_ON,
    LISTING,
    LOOKING,
    ON,
    WRITING,
    Offered,
    SharedOptions,
    given_in,
    refuse_as_of,
)
from pumpsched.domain.errors import UsageRefusal, shortened
from pumpsched.domain.text import private, visible

if TYPE_CHECKING:
    from pumpsched.cli.context import App

CONSENT = ("confirm", "override", "accept_mismatch", "again", "restart", "second")
"""Options that agree to what is asked, and ask nothing themselves."""
BLANKS = ("…", "...")
"""What stands in a suggested command for what the reader has to say."""
_COMMON = frozenset({*LOOKING, *LISTING, *ON, *WRITING, "help"})


def _asks(name: str, value: object) -> bool:
    """Whether an option was given that asks for something.

    One left out counts for nothing: a retry is the same request to a version that knows more.
    """
    return name not in CONSENT and value is not None and value is not False


class HelpedCommand(TyperCommand):
    """A command whose help begins with its examples and ends with the options all share."""

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Reads the options; a value that is refused names this command's help."""
        with _naming_the_help(ctx):
            _refuse_blanks(args)
            return super().parse_args(ctx, list(self._with_values(ctx, args)))

    def _with_values(self, ctx: Any, args: list[str]) -> Iterator[str]:
        """The words typed; an option whose value may be left out gets :data:`EVERYBODY` for it.

        The path of a file after it is no value.
        """
        metavars = {name: p.metavar or "" for p in self.get_params(ctx) for name in p.opts}
        for word, follows in zip(args, [*args[1:], "--"], strict=False):
            bare = metavars.get(word, "").startswith("[")
            alone = bare and (follows.startswith("-") or os.path.lexists(follows))
            yield f"{word}={EVERYBODY}" if alone else word

    def invoke(self, ctx: Any) -> Any:
        """Runs the command; what it refuses to read names its help, too."""
        with _naming_the_help(ctx):
            return super().invoke(ctx)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """The words after the command: those that may be left out stand in brackets."""
        arguments = [p for p in self.get_params(ctx) if p.param_type_name == "argument"]
        names = [(p.make_metavar(ctx=ctx), p.required) for p in arguments]
        return ["[OPTIONS]", *(name if needed else f"[{name}]" for name, needed in names)]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Writes the examples, then what the parser knows."""
        examples = getattr(self.callback, "examples", ())
        formatter.write("Examples:\n" + "".join(f"  {line}\n" for line in examples) + "\n")
        super().format_help(ctx, formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Writes the command's own options apart from those that commands share."""
        groups: dict[str, list[Any]] = {"Arguments": [], "Options": [], "Common options": []}
        for parameter in self.get_params(ctx):
            own = f"{parameter.param_type_name}s".capitalize()
            title = "Common options" if parameter.name in _COMMON else own
            groups[title].append(parameter.get_help_record(ctx))
        for title, records in groups.items():
            if shown := [record for record in records if record is not None]:
                with formatter.section(title):
                    formatter.write_dl(shown)


class HelpedGroup(TyperGroup):
    """A group of commands whose help begins with examples of its first two, or of its only one.

    ``default`` names the command that runs where none is named, with what it then needs; where it
    ``takes_words``, so does any first word that names none.
    """

    default = ""
    with_it: tuple[str, ...] = ()
    takes_words = False

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Takes the default command where the first word is an option, or nothing is there."""
        first = args[0] if args else "-"
        if first.startswith("-"):
            bare = first not in ("-h", "--help")
        else:
            bare = self.takes_words and first not in self.commands
        if bare and self.default:
            return super().parse_args(ctx, [self.default, *self.with_it, *args])
        if not args:
            raise UsageRefusal(
                f'"{ctx.info_name}" needs one of: {", ".join(self.commands)}.',
                code="usage",
                next_step=f"{ctx.command_path} --help",
            )
        return super().parse_args(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Writes two examples, then what the parser knows."""
        lines = []
        each = 1 if len(self.commands) > 1 else 2
        for command in list(self.commands.values())[:2]:
            lines += list(getattr(command.callback, "examples", ()))[:each]
        formatter.write("Examples:\n" + "".join(f"  {line}\n" for line in lines) + "\n")
        super().format_help(ctx, formatter)


class LateCommands(Mapping[str, Any]):
    """The Typer commands of some decorated functions, by name; ``import_`` is ``import``.

    Each is made when it is first asked for: to make one takes as long as a short list to answer.
    """

    def __init__(self, functions: Iterable[Callable[..., None]]) -> None:
        self._functions = {_name_of(each): each for each in functions}
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            self._made[name] = typer.main.get_command(_typer(self._functions[name]))
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._functions)

    def __len__(self) -> int:
        return len(self._functions)


def alone(*functions: Callable[..., None]) -> LateCommands:
    """A Typer command of each decorated function."""
    return LateCommands(functions)


def group(
    name: str,
    *functions: Callable[..., None],
    default: str = "",
    with_it: tuple[str, ...] = (),
    takes_words: bool = False,
) -> dict[str, Any]:
    """The Typer group of several decorated functions, by its name; see :class:`HelpedGroup`."""
    app = _typer(cls=HelpedGroup)
    app.callback(help=BY_NAME[name].summary)(lambda: None)
    made: Any = typer.main.get_command(app)
    made.commands = LateCommands(functions)
    made.default, made.with_it, made.takes_words = default, with_it, takes_words
    return {name: made}


def _typer(*functions: Callable[..., None], **settings: Any) -> typer.Typer:
    app = typer.Typer(
        rich_markup_mode=None,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        **settings,
    )
    for function in functions:
        app.command(_name_of(function), cls=HelpedCommand)(function)
    return app


def _name_of(function: Callable[..., None]) -> str:
    return function.__name__.rstrip("_")


def read(
    *examples: str, listing: bool = True, without: Iterable[str] = ()
) -> Callable[[Callable[..., None]], Any]:
    """Makes a command that only reads; it takes ``--as-of``.

    Args:
        examples: Command lines for its help, after the program's name.
        listing: Whether it answers with a listing, which can be had as CSV or tab-separated.
        without: Of the two forms of a listing, what would do nothing here.
    """
    offered = LOOKING | (LISTING if listing else HIDDEN_LISTING)
    hidden = {name: HIDDEN_LISTING[name] for name in without}
    return _shared(offered | hidden, examples)


def write(
    *examples: str,
    dated: bool | None = False,
    listing: bool = False,
    columns: Mapping[str, str] = MappingProxyType({}),
) -> Callable[[Callable[..., None]], Any]:
    """Makes a command that records something; it refuses ``--as-of``.

    Args:
        examples: Command lines for its help, after the program's name.
        dated: Whether what it records happened on a day, given with ``--on``; None where a day
            would contradict what it brings, and is refused.
        listing: Whether it answers with a listing.
        columns: Columns of a file with their meaning; each becomes an option of its name, and
            the function gets those given as ``fields``, column to text. These options come from
            the records, so that a new column is an option as soon as it is described there.
    """
    offered = _recording(dated=dated, listing=listing) | HIDDEN_AS_OF
    return _shared(offered, examples, columns, checked=refuse_as_of)


def either(
    *examples: str, dated: bool | None = False, listing: bool = False
) -> Callable[[Callable[..., None]], Any]:
    """Makes a command that reads or records; before it records it calls ``refuse_as_of``."""
    return _shared(_recording(dated=dated, listing=listing), examples)


def _recording(*, dated: bool | None, listing: bool) -> Offered:
    day = {True: ON, False: HIDDEN_ON, None: {}}[dated]
    return LOOKING | (LISTING if listing else HIDDEN_LISTING) | day | WRITING


def _column_option(column: str, meaning: str) -> inspect.Parameter:
    """The option named after a column."""
    is_day = column.endswith(("_on", "_date", "_from", "_to"))
    option = typer.Option(option_of(column), metavar="DATE" if is_day else "VALUE", help=meaning)
    return inspect.Parameter(
        f"column_{column}",
        inspect.Parameter.KEYWORD_ONLY,
        default=None,
        annotation=Annotated[str | None, option],
    )


def _shared(
    options: Offered,
    examples: tuple[str, ...],
    columns: Mapping[str, str] = MappingProxyType({}),
    *,
    checked: Callable[[SharedOptions], None] = lambda given: None,
) -> Callable[[Callable[..., None]], Any]:
    def decorate(function: Callable[..., None]) -> Any:
        own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
        own = [_typed_as_text(parameter) for parameter in own if parameter.name != "fields"]
        own += [_column_option(column, meaning) for column, meaning in columns.items()]
        shared = [
            inspect.Parameter(
                name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation
            )
            for name, (annotation, default) in options.items()
        ]
        context = inspect.Parameter(
            "ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context
        )
        own = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own]

        def run(ctx: typer.Context, **values: Any) -> None:
            from pumpsched.cli.context import App

            given = given_in(ctx, {name: values.pop(name) for name in options})
            checked(given)
            asked = {name: value for name, value in values.items() if _asks(name, value)}
            path = " ".join(ctx.command_path.split()[1:])
            with App(given, command=path, asked=asked | {"on": given.on}) as app:
                if columns:
                    _with_fields(app, function, values, columns)
                else:
                    function(app, **values)

        run.__name__ = function.__name__
        run.__doc__ = function.__doc__
        run.__signature__ = inspect.Signature([context, *own, *shared])  # type: ignore[attr-defined]
        run.__annotations__ = {p.name: p.annotation for p in [context, *own, *shared]}
        run.examples = [f"pumpsched {line}" for line in examples]  # type: ignore[attr-defined]
        return run

    return decorate


def _typed_as_text(parameter: inspect.Parameter) -> inspect.Parameter:
    """The parameter as Typer is to see it: what has a parser is text, or a list of texts.

    Typer refuses unions and tuples by their annotation even where a parser makes them.
    """
    value, *infos = get_args(parameter.annotation)
    if not any(getattr(info, "parser", None) for info in infos):
        return parameter
    many = list in {get_origin(each) for each in (value, *get_args(value))}
    seen: Any = list[str] if many else str
    return parameter.replace(annotation=Annotated[seen, infos[0]])


def _refuse_blanks(args: Iterable[str]) -> None:
    """Refuses what a suggestion leaves to be filled in: ``--override …``, ``--reason=…``."""
    for text in args:
        if text.rpartition("=")[2].strip() in BLANKS:
            raise UsageRefusal(
                f'"{shortened(visible(text))}" is a blank to be filled in.',
                code="blank",
                why="A suggested command leaves open what only you can say.",
            )


@contextmanager
def _naming_the_help(ctx: typer.Context) -> Iterator[None]:
    """Gives input that cannot be read, and that names no next step, the command's own help."""
    try:
        yield
    except UsageRefusal as refusal:
        refusal.next_step = refusal.next_step or f"{ctx.command_path} --help"
        raise


def _with_fields(
    app: App, function: Callable[..., None], values: dict[str, Any], columns: Mapping[str, str]
) -> None:
    """Runs a command with the columns given as ``fields``; ``none`` empties one.

    Raises:
        UsageRefusal: A column cannot be read; it is named as the option it was typed as.
    """
    from pumpsched.records.problems import BadRow

    texts = {column: values.pop(f"column_{column}") for column in columns}
    typed = {column: text for column, text in texts.items() if text is not None}
    fields = {column: "" if text == "none" else text for column, text in typed.items()}
    try:
        function(app, fields=fields, **values)
    except BadRow as bad:
        raise UsageRefusal(
            "; ".join(_said(cell.column, cell.what, typed) for cell in bad.cells),
            code="unreadable",
            field=", ".join(option_of(cell.column) for cell in bad.cells),
            next_step=f"pumpsched {app.command} --help",
        ) from None


def _said(column: str, what: str, typed: Mapping[str, str]) -> str:
    """A problem of a column under its option, with the value as typed."""
    from pumpsched.records.folder import NAME

    if column not in typed:
        return f"{option_of(column)}: {what}"
    problem = what.partition(" refused, it ")[2] or what
    value = shortened(visible(typed[column]))
    value = private(value, instead="…") if column == NAME.column else value
    return f'{option_of(column)} "{value}": {problem}'


def option_of(column: str) -> str:
    """The option named after a column: ``--birth-date``; a patient's code has none."""
    return "CODE" if column == "patient" else f"--{column.replace('_', '-')}"
