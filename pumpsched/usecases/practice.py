"""Changing a setting of the practice, and the dates that follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pumpsched.domain.settings import RULES, check_setting
from pumpsched.usecases.outlooks import rebuild

if TYPE_CHECKING:
    from pumpsched.store.books import Books


@dataclass(frozen=True, slots=True)
class SettingReceipt:
    """A setting before and after, and how many pumps' dates it moved."""

    key: str
    before: str
    after: str
    pumps: int
    moved: int


def change_setting(books: Books, key: str, value: str, *, today: date) -> SettingReceipt:
    """Records a setting and projects every pump anew.

    Raises:
        Unreadable: Unknown key, or a value it does not accept.
    """
    check_setting(key, value)
    before = books.settings().get(key, RULES[key].default)
    books.put_setting(key, value)
    old = {pump: _dates(row) for pump, row in books.outlooks()}
    pumps = rebuild(books, today=today)
    moved = sum(1 for pump, row in books.outlooks() if old.get(pump) != _dates(row))
    return SettingReceipt(key, before, value, pumps, moved)


def _dates(row: object) -> tuple[object, ...]:
    names = ("opens_on", "refill_by", "limit", "alarm_on", "empty_on")
    return tuple(getattr(row, name) for name in names)
