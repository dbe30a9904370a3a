"""A mixture: what is in the reservoir. The first drug is the programmed one.

A pump delivers one flow, so the other drugs follow the programmed drug's flow.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from pumpsched.domain.errors import Unreadable
from pumpsched.domain.quantities import Concentration

_PART = re.compile(r"([^0-9]+?) +([0-9].*)")
"""A drug's name, then its concentration."""


@dataclass(frozen=True, slots=True)
class Component:
    """One drug of a mixture and its concentration."""

    drug: str
    concentration: Concentration

    def __str__(self) -> str:
        return f"{self.drug} {self.concentration}"


@dataclass(frozen=True, slots=True)
class Mixture:
    """One or more drugs in one solution; each drug once, the first is programmed."""

    components: tuple[Component, ...]
    drugs: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """Drug codes, the programmed drug first."""
    _text: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names = tuple(component.drug for component in self.components)
        if not names or len(set(names)) != len(names):
            raise ValueError(f"a mixture names one or more drugs, each once: {list(names)}")
        # Told once: few mixtures are in very many pumps.
        object.__setattr__(self, "drugs", names)
        object.__setattr__(self, "_text", " + ".join(map(str, self.components)))

    def __str__(self) -> str:
        return self._text

    @property
    def programmed(self) -> Component:
        """The drug that the programmed dose counts."""
        return self.components[0]

    def doses_at(self, dose_ng_per_day: int | Fraction) -> dict[str, Fraction]:
        """Every drug's dose [ng/day] while the programmed drug runs at ``dose_ng_per_day``."""
        ml_per_day = Fraction(dose_ng_per_day) / self.programmed.concentration.ng_per_ml
        return {c.drug: ml_per_day * c.concentration.ng_per_ml for c in self.components}

    @classmethod
    def parse(cls, text: str, *, drug: Callable[[str], str], noun: str = "mixture") -> Mixture:
        """A mixture from ``morphine 20 mg/mL + bupivacaine 10 mg/mL``.

        Args:
            text: Drugs with their concentrations, separated by ``+``.
            drug: Turns a name into the catalogue's code, or refuses it.
            noun: Name of the option or column for messages.

        Raises:
            Unreadable: A part is not a drug with a concentration, or a drug is named twice.
        """
        components: list[Component] = []
        for part in text.split("+"):
            match = _PART.fullmatch(part.strip())
            if match is None:
                problem = "needs each drug with its concentration"
                raise Unreadable(noun, text, problem, "morphine 20 mg/mL + bupivacaine 10 mg/mL")
            code = drug(match[1])
            if any(code == component.drug for component in components):
                raise Unreadable(noun, text, f"names {code} twice")
            components.append(Component(code, Concentration.parse(match[2], noun)))
        return cls(tuple(components))
