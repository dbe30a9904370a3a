"""``config``: the practice's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pumpsched.cli.context import App
from pumpsched.cli.documents import print_document
from pumpsched.cli.options import group, read, write
from pumpsched.cli.params import argument
from pumpsched.cli.receipt import Receipt, record
from pumpsched.cli.terminal.answer import Answer
from pumpsched.cli.terminal.listing import Cell, Column, Listing
from pumpsched.domain.errors import UsageRefusal
from pumpsched.domain.settings import OFFERED, RULES, check_setting
from pumpsched.usecases.practice import SettingReceipt, change_setting

if TYPE_CHECKING:
    from pumpsched.store.books import Books


def _offered(text: str, noun: str) -> str:
    """A setting that can be changed.

    Raises:
        UsageRefusal: There is none of that name, or nothing follows from it yet.
    """
    if text not in RULES:
        check_setting(text, "", noun)
    if text not in OFFERED:
        raise UsageRefusal(
            f"{text} cannot be changed yet: nothing would follow from it.",
            code="not-built",
            why="What a store or a settings.csv has of it is kept.",
            next_step="pumpsched config get",
        )
    return text


@read("pumpsched config get", "pumpsched config get margin_days")
def get(
    app: App,
    key: Annotated[str | None, argument("KEY", _offered, "One setting.")] = None,
) -> None:
    """The settings that hold, with their defaults and meaning."""
    with app.reading() as books:
        recorded = books.settings()
    keys = [key] if key is not None else list(OFFERED)
    values = {each: recorded.get(each, RULES[each].default) for each in keys}
    if app.given.json:
        print_document(app, "config", {"settings": values}, as_of=app.as_of)
        return
    columns = (
        Column("key", whole=True),
        Column("value", whole=True),
        Column("default", whole=True),
        Column("meaning"),
    )
    rows = tuple(
        (Cell(each), Cell(value), Cell(RULES[each].default), Cell(RULES[each].meaning))
        for each, value in values.items()
    )
    answer = Answer(app)
    answer.listing(Listing(columns, rows))
    answer.aside("Next: pumpsched config set KEY VALUE")


@write("pumpsched config set margin_days 10", "pumpsched config set zone America/Denver")
def set_(
    app: App,
    key: Annotated[str, argument("KEY", _offered, "The setting, such as margin_days.")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="What it is to be.")],
) -> None:
    """Changes a setting; every date that follows from it is projected anew."""
    check_setting(key, value)

    def work(books: Books, _confirmed: str | None) -> SettingReceipt:
        return change_setting(books, key, value, today=app.today)

    def receipt(done: SettingReceipt) -> Receipt:
        return Receipt(
            "config",
            {"settings": {key: value}},
            [
                f"{key}: {done.before} → {done.after}",
                f"  {done.moved} of {done.pumps} pumps get other dates.",
            ],
            saved=["Saved. Next: pumpsched due"],
        )

    record(app, work, receipt)


commands = {
    "config": group("The practice's settings: get, set.", {"get": get, "set": set_}, default="get")
}
