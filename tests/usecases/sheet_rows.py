"""People as a clinic's sheet has them, and as they truly are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

MIXTURE = "baclofen 500 mcg/mL"
HEADER = [
    *("patient", "name", "birth_date", "phone", "pump_model", "serial", "mixture", "dose"),
    *("filled_on", "injected_ml", "implanted_on"),
]
TITLES = [name.replace("_", " ").title() for name in HEADER]


@dataclass(frozen=True)
class Row:
    """What the sheet says of one person; a dose is in mcg/day."""

    code: str
    name: str
    birth_date: str
    phone: str
    serial: str
    dose: int
    filled_on: date
    injected_ml: int = 20

    @property
    def cells(self) -> list[str]:
        """The row as it is written."""
        implanted = "2025-06-01"
        return [
            *(self.code, self.name, self.birth_date, self.phone, "SM2-20", self.serial, MIXTURE),
            *(f"{self.dose} mcg/day", str(self.filled_on), str(self.injected_ml), implanted),
        ]


@dataclass
class Person:
    """Somebody as they truly are.

    Attributes:
        row: What a sheet without a fault says.
        dose_on: Since when the dose is what it is.
        fills: The days of all fills.
        ran: Every dose since the last fill [mcg/day], each with its first day.
        told: Whether the store kept by sheets has been told all of it.
        is_misled: Whether it took a row that was not true since.
        known: The last row that store took, or what was typed into it since.
        doses: All that ever were, or were believed.
        sent: What the sheets of earlier weeks said.
    """

    row: Row
    dose_on: date
    fills: set[date]
    ran: list[tuple[date, int]]
    told: bool = False
    is_misled: bool = False
    known: Row | None = None
    doses: set[int] = field(default_factory=set)
    sent: list[Row] = field(default_factory=list)

    @property
    def most_early(self) -> int:
        """So many days a date may come early: a higher dose counts for all of its last day."""
        spread = max(self.doses, default=0) - min(self.doses, default=0)
        return -(-spread // self.row.dose)
