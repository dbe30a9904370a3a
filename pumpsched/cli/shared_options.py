"""The options that commands share, and what one call gave of them.

``--on`` and ``--as-of`` stay text here: what they mean depends on the practice's today, which
stands in the store, and is asked of :class:`~pumpsched.cli.context.App` alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

import typer

from pumpsched.domain.errors import UsageRefusal

Db = Annotated[
    str | None,
    typer.Option("--db", metavar="PATH|URL", envvar="PUMPSCHED_DB", help="The store."),
]
Demo = Annotated[bool, typer.Option("--demo", help="The demo store.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", envvar="PUMPSCHED_AS_OF", help="Look from that day."),
]

Offered = dict[str, tuple[Any, Any]]
"""Options by parameter: how each is typed, and its value where it is not."""


def _text(*names: str, **settings: Any) -> tuple[Any, None]:
    return Annotated[str | None, typer.Option(*names, **settings)], None


def _switch(*names: str, **settings: Any) -> tuple[Any, bool]:
    return Annotated[bool, typer.Option(*names, **settings)], False


LOOKING: Offered = {
    "db": (Db, None),
    "demo": (Demo, False),
    "json_": (Json, False),
    "color": _text("--color", metavar="auto|always|never", help="Colour on the screen."),
    "as_of": (AsOf, None),
}
LISTING: Offered = {
    "csv_": _switch("--csv", help="CSV for a spreadsheet."),
    "plain": _switch("--plain", help="Tab-separated text, as in a pipe."),
    "table": _switch("--table", help="The table for people, in a pipe too."),
    "no_pager": _switch("--no-pager", help="A list longer than the screen goes past."),
}
ON: Offered = {
    "on": _text("--on", "-o", metavar="DATE|DATETIME", help="When it happened; default: now.")
}
WRITING: Offered = {
    "dry_run": _switch("-n", "--dry-run", help="Show what would be saved, save nothing."),
    "yes": _switch("-y", "--yes", help="Save without asking."),
    "actor": _text("--actor", metavar="NAME", envvar="PUMPSCHED_ACTOR", help="Who records it."),
    "request_id": _text("--request-id", metavar="ID", help="The same id twice is recorded once."),
}
HIDDEN_AS_OF: Offered = {
    "as_of": _text("--as-of", metavar="DATE", envvar="PUMPSCHED_AS_OF", hidden=True),
}
"""Taken only to be refused in words, as the environment may set it for every command."""
HIDDEN_LISTING: Offered = {
    name: _switch(f"--{name.rstrip('_').replace('_', '-')}", hidden=True) for name in LISTING
}
"""Taken by every command, as scripts rely on; shown where an answer is a listing."""
HIDDEN_ON: Offered = {"on": _text("--on", hidden=True)}
"""Taken by every command that records; shown where what it records happened on a day."""


class SharedOptions(NamedTuple):
    """Shared options of one call, or those that stand before its command.

    ``db_is_typed`` tells a store named on the command line, which others on the machine can see.
    """

    db: str | None = None
    demo: bool = False
    json: bool = False
    csv: bool = False
    plain: bool = False
    table: bool = False
    no_pager: bool = False
    color: str | None = None
    as_of: str | None = None
    on: str | None = None
    dry_run: bool = False
    yes: bool = False
    actor: str | None = None
    request_id: str | None = None
    db_is_typed: bool = False


def given_in(ctx: typer.Context, values: Mapping[str, Any]) -> SharedOptions:
    """The shared options of a call: what stands after the command wins over what stands before.

    Both win over the environment; ``--demo`` wins over a store that only the environment names.
    """
    root = ctx.find_root().obj
    root = root if isinstance(root, SharedOptions) else SharedOptions()
    given = SharedOptions(**{name.rstrip("_"): value for name, value in values.items()})
    demo = given.demo or root.demo
    return given._replace(
        db=_nearest(ctx, "db", typed_only=demo),
        demo=demo,
        json=given.json or root.json,
        as_of=_nearest(ctx, "as_of"),
        db_is_typed=_nearest(ctx, "db", typed_only=True) is not None,
    )


def _nearest(ctx: typer.Context, name: str, *, typed_only: bool = False) -> str | None:
    """An option as typed after the command, else before it, else as the environment has it."""
    root = ctx.find_root()
    for each in (ctx, root):
        source = each.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            typed: str | None = each.params[name]
            return typed
    return None if typed_only else (ctx.params.get(name) or root.params.get(name))


def refuse_as_of(given: SharedOptions) -> None:
    """Passes a call that looks from no other day than today.

    Raises:
        UsageRefusal: Code ``as-of-on-write``.
    """
    if given.as_of is not None:
        raise UsageRefusal(
            "A command that records something takes no --as-of (nor PUMPSCHED_AS_OF).",
            code="as-of-on-write",
            why="Facts are dated with --on; --as-of only looks.",
            next_step="the same command without --as-of",
        )
