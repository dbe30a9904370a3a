"""``config``: the practice's settings."""

from __future__ import annotations

from typing import Annotated

import typer

from pumpsched.cli.context import App
from pumpsched.cli.options import group, read, write
from pumpsched.cli.params import argument
from pumpsched.cli.receipt import Receipt, record
from pumpsched.cli.terminal.answer import Answer, give
from pumpsched.cli.terminal.listing import Column, columns, row_of
from pumpsched.domain.settings import (
    OF_A_DRUG,
    RULES,
    check_setting,
    known_setting,
    meaning,
)
from pumpsched.reference import catalogue
from pumpsched.usecases.outlooks import SettingReceipt, change_setting, shipped


def _known(text: str, noun: str) -> str:
    """A setting that there is."""
    return known_setting(text, catalogue().drugs, noun)


@read("config get", "config get margin_days")
def get(
    app: App, key: Annotated[str | None, argument("KEY", _known, "One setting.")] = None
) -> None:
    """The settings that hold, with their defaults and meaning."""
    with app.reading() as books:
        recorded = books.settings()
    of_drugs = [f"{kind}.{drug}" for kind in OF_A_DRUG for drug in catalogue().drugs]
    keys = [key] if key is not None else [*RULES, *of_drugs]
    values = {each: recorded.get(each) or shipped(each) for each in keys}

    def show(answer: Answer) -> None:
        rows = (row_of(each, value, shipped(each), meaning(each)) for each, value in values.items())
        heads = columns("key", "value", "default", whole=True)
        answer.table((*heads, Column("meaning")), rows)
        answer.aside("Next: pumpsched config set KEY VALUE")

    give(app, "config", lambda: {"settings": values}, show)


@write("config set margin_days 10", "config set zone America/Denver")
def set_(
    app: App,
    key: Annotated[str, argument("KEY", _known, "The setting, such as margin_days.")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="What it is to be.")],
) -> None:
    """Changes a setting; every date that follows from it is projected anew."""
    check_setting(key, value)

    def receipt(done: SettingReceipt) -> Receipt:
        return Receipt(
            "config",
            {"settings": {key: value}},
            (
                f"{key}: {done.before} → {value}",
                f"  {done.moved} of {done.pumps} pumps get other dates.",
            ),
            saved=["Saved. Next: pumpsched due"],
        )

    record(app, lambda books, _: change_setting(books, key, value, today=app.today), receipt)


commands = group("config", get, set_, default="get")
