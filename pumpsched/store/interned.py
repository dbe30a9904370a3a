"""Mixtures and flex programmes: each stored once, named by number, read on first need."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

from sqlalchemy import Table, select

from pumpsched.domain.mixture import Component, Mixture
from pumpsched.domain.programme import FlexStep
from pumpsched.domain.quantities import Concentration
from pumpsched.store.fact_mapping import Flex
from pumpsched.store.ledger_tables import FLEX, FLEX_STEP, MIXTURE, MIXTURE_DRUG
from pumpsched.store.seals import damaged
from pumpsched.store.shelf import Shelf, Values

T = TypeVar("T")


class ByNumber(dict[int, T]):
    """Stored values by number; a missing one is loaded."""

    def __init__(self, load: Callable[[int], T]) -> None:
        super().__init__()
        self._load = load

    def __missing__(self, number: int) -> T:
        value = self[number] = self._load(number)
        return value


class InternBooks(Shelf):
    """What many facts share."""

    @cached_property
    def mixtures(self) -> ByNumber[Mixture]:
        """Mixtures by the store's number."""
        return ByNumber(self._mixture)

    @cached_property
    def flexes(self) -> ByNumber[Flex]:
        """Flex programmes by the store's number."""
        return ByNumber(self._flex)

    @cached_property
    def _numbers(self) -> dict[Mixture | Flex, int]:
        return {}

    def mixture_number(self, mixture: Mixture) -> int:
        """The store's number of a mixture, stored on first use."""
        known = self._numbers.get(mixture)
        if known is not None:
            return known

        def drugs(number: int) -> list[Values]:
            return [
                {
                    "mixture_id": number,
                    "position": position,
                    "drug": component.drug,
                    "concentration_ng_per_ml": component.concentration.ng_per_ml,
                }
                for position, component in enumerate(mixture.components, start=1)
            ]

        number = self._number(MIXTURE, str(mixture), MIXTURE_DRUG, drugs)
        self._numbers[mixture] = number
        return number

    def flex_number(self, flex: Flex) -> int:
        """The store's number of a flex programme, stored on first use."""
        known = self._numbers.get(flex)
        if known is not None:
            return known

        def steps(number: int) -> list[Values]:
            return [
                {"flex_id": number, "minute": step.minute, "ng_per_day": step.ng_per_day}
                for step in flex
            ]

        number = self._number(FLEX, _flex_text(flex), FLEX_STEP, steps)
        self._numbers[flex] = number
        return number

    def _number(
        self, table: Table, text: str, parts: Table, rows: Callable[[int], list[Values]]
    ) -> int:
        same = select(table.c.id).where(table.c.text == text)
        found: int | None = self._connection.execute(same).scalar()
        if found is None:
            found = self.next_number(table)
            self.insert(table, [{"id": found, "text": text}])
            self.insert(parts, rows(found))
        return found

    def _mixture(self, number: int) -> Mixture:
        parts = select(MIXTURE_DRUG).where(MIXTURE_DRUG.c.mixture_id == number)
        components = tuple(
            Component(row.drug, Concentration(row.concentration_ng_per_ml))
            for row in self.sealed_rows(MIXTURE_DRUG, parts.order_by(MIXTURE_DRUG.c.position))
        )
        whole = self.one(MIXTURE, select(MIXTURE).where(MIXTURE.c.id == number))
        if whole is None or whole.text != " + ".join(map(str, components)):
            raise damaged(f"Mixture {number} is not whole.")
        return Mixture(components)

    def _flex(self, number: int) -> Flex:
        parts = select(FLEX_STEP).where(FLEX_STEP.c.flex_id == number)
        flex = tuple(
            FlexStep(row.minute, row.ng_per_day)
            for row in self.sealed_rows(FLEX_STEP, parts.order_by(FLEX_STEP.c.minute))
        )
        whole = self.one(FLEX, select(FLEX).where(FLEX.c.id == number))
        if whole is None or whole.text != _flex_text(flex):
            raise damaged(f"Flex programme {number} is not whole.")
        return flex


def _flex_text(flex: Flex) -> str:
    return "; ".join(map(str, flex))
