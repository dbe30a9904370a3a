"""Pump models and drugs as the catalogue describes them; values only, no file access."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import NamedTuple

from pumpsched.domain.errors import NotFound, Unreadable
from pumpsched.domain.quantities import Concentration, Dose
from pumpsched.domain.therapy import Mixture


class Trust(StrEnum):
    """How far a figure of the catalogue can be relied on."""

    VERIFIED = "verified"
    """A source was seen that says it."""
    FIXED = "fixed by contract"
    """No source was seen; what relies on this program relies on it."""
    UNVERIFIED = "unverified"
    """From general knowledge: it may warn, and refuses nothing on its own."""


class Provenance(NamedTuple):
    """Where the figures of an entry come from, and when that was last checked."""

    text: str
    checked_on: date
    verified: bool
    unverified: frozenset[str] = frozenset()
    fixed: frozenset[str] = frozenset()

    def trust(self, field: str) -> Trust:
        """How far that field of the entry can be relied on."""
        if field in self.fixed:
            return Trust.FIXED
        is_verified = self.verified and field not in self.unverified
        return Trust.VERIFIED if is_verified else Trust.UNVERIFIED

    def vouches_for(self, field: str) -> bool:
        """Whether gates may rely on that field of the entry."""
        return self.trust(field) is not Trust.UNVERIFIED


class PumpModel(NamedTuple):
    """A kind of pump: volumes in µL, flow limits in µL/day, accuracy in per mille of the flow.

    ``unusable_ul`` is what stays in the reservoir, ``internal_ul`` holds the drug between it and
    the catheter, whose lumen is ``catheter_nl_per_cm``; each is None where it is not known.

    ``numbers`` are the maker's own for it, as printed on the box: ``8637-20``. After
    ``service_years`` the maker has it exchanged; None where it has no battery, or none is known.
    ``mri`` says what a scanner does to it, empty where that is not known.
    """

    code: str
    name: str
    maker: str
    numbers: tuple[str, ...]
    capacity_ul: int
    alarm_ul: int
    min_flow_ul_per_day: int | None
    max_flow_ul_per_day: int | None
    accuracy_permille: int
    constant_flow: bool
    source: Provenance
    longest_stop_hours: int | None = None
    service_years: int | None = None
    unusable_ul: int | None = None
    internal_ul: int | None = None
    catheter_nl_per_cm: int | None = None
    empty_before_mri: bool = False
    mri: str = ""
    notes: tuple[str, ...] = ()

    @property
    def family(self) -> str:
        """The model code up to the dash: what a nurse is trained on."""
        return self.code.partition("-")[0]

    @property
    def known_as(self) -> tuple[str, ...]:
        """What people call it: its code, its name with or without the maker, its numbers."""
        return (self.code, self.name, f"{self.maker} {self.name}", *self.numbers)

    @property
    def words(self) -> frozenset[str]:
        """The words by which a misspelt one is recognised; volumes are no such words."""
        return _words(" ".join(self.known_as)) - _words(f"{self.capacity_ul // 1000} mL")


class Plausible(NamedTuple):
    """The most of a drug that is taken unasked; its dose a day counts every patient bolus."""

    dose: Dose
    concentration: Concentration


class Drug(NamedTuple):
    """A drug: how long it keeps in a reservoir, its legal class, how bad a sudden stop is.

    ``stability_days`` counts from the fill; ``first_days``, ``undiluted_days`` and
    ``diluted_days`` replace it for a drug whose time depends on the pump's history and on
    dilution. ``withdrawal_rank`` is 1 for the worst. What is beyond
    ``plausible`` is asked for again; a practice may set others.
    ``label_concentrations_ng_per_ml`` are the strengths sold for pumps.
    """

    code: str
    synonyms: tuple[str, ...]
    schedule: str
    withdrawal_rank: int
    withdrawal: str
    source: Provenance
    plausible: Plausible
    stability_days: int | None = None
    first_days: int | None = None
    undiluted_days: int | None = None
    diluted_days: int | None = None
    undiluted_ng_per_ml: tuple[int, ...] = ()
    max_concentration_ng_per_ml: int | None = None
    max_dose_ng_per_day: int | None = None
    label_concentrations_ng_per_ml: tuple[int, ...] = ()
    approved_families: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def days_in(self, mixture: Mixture, *, new_to_pump: bool) -> int | None:
        """Days this drug keeps in ``mixture``, or None if no figure is known."""
        if self.first_days is None:
            return self.stability_days
        if new_to_pump:
            return self.first_days
        only = len(mixture.components) == 1
        undiluted = mixture.ng_per_ml in self.undiluted_ng_per_ml
        return self.undiluted_days if only and undiluted else self.diluted_days


LAST_RANK = 9
"""The withdrawal rank of what nobody misses."""


class Study(NamedTuple):
    """A mixture whose drugs were studied together in a pump or at body temperature."""

    drugs: frozenset[str]
    source: Provenance


class Catalogue(NamedTuple):
    """All known pump models and drugs, by code.

    ``studies`` are the mixtures that were studied; of ``unread_families`` nobody could read which
    drugs their labels name.
    """

    models: Mapping[str, PumpModel]
    drugs: Mapping[str, Drug]
    studies: tuple[Study, ...] = ()
    unread_families: frozenset[str] = frozenset()

    def model(self, text: str, noun: str = "model") -> PumpModel:
        """The pump model of that code, name or maker's number, in any case.

        Raises:
            Unreadable: No such model; the nearest of one maker are named, or every code.
        """
        if text in self.models:
            return self.models[text]
        key = _pump_name(text)
        for model in self.models.values():
            if key in {_pump_name(name) for name in model.known_as}:
                return model
        near = self._models_near(text)
        said = f"did you mean {' or '.join(near)}?" if near else f"it has {', '.join(self.models)}"
        raise Unreadable(noun, text, f"is no pump model of the catalogue; {said}")

    def models_meant(self, text: str, noun: str) -> frozenset[str]:
        """Codes of the models of a family, or of the one of that code, name or number.

        Raises:
            Unreadable: There is no such family or model.
        """
        family = {m.code for m in self.models.values() if m.family == text.strip().upper()}
        return frozenset(family or {self.model(text, noun).code})

    def _models_near(self, text: str) -> list[str]:
        """Codes that a text may have meant, all of one maker: another maker's is another pump."""
        words = _words(text)
        shared = {code: len(words & model.words) for code, model in self.models.items()}
        most = max(shared.values())
        near = [code for code, count in shared.items() if count == most > 0]
        near = near or get_close_matches(text.upper(), self.models, n=4)
        return near if len({self.models[code].maker for code in near}) == 1 else []

    def drug_code(self, name: str, noun: str = "drug") -> str:
        """The code of a drug from its name or a synonym, in any case.

        Raises:
            Unreadable: No such drug; the nearest names are named.
        """
        key = name.casefold()
        if key in self.drugs:
            return key
        names = {synonym: d.code for d in self.drugs.values() for synonym in d.synonyms}
        if key in names:
            return names[key]
        near = get_close_matches(key, [*self.drugs, *names], n=3, cutoff=0.4)
        known = " or ".join(near) if near else ", ".join(sorted(self.drugs))
        raise Unreadable(noun, name, f"is no drug of the catalogue; did you mean {known}?")

    def drug(self, code: str) -> Drug:
        """The drug of that code.

        Raises:
            NotFound: The store names a drug the catalogue no longer has.
        """
        try:
            return self.drugs[code]
        except KeyError:
            raise NotFound(
                f'The catalogue has no drug "{code}".', code="unknown-drug", drug=code
            ) from None

    def mixture(self, text: str, noun: str = "mixture") -> Mixture:
        """The mixture that a text names; see :meth:`Mixture.parse`."""
        return Mixture.parse(text, drug=lambda name: self.drug_code(name, noun), noun=noun)

    def off_label(self, mixture: Mixture, family: str) -> tuple[str, ...]:
        """The drugs of a mixture that no label names together with a family of pumps."""
        if family in self.unread_families:
            return ()
        drugs = map(self.drug, mixture.drugs)
        return tuple(each.code for each in drugs if family not in each.approved_families)

    def study_of(self, mixture: Mixture) -> Study | None:
        """The study of exactly these drugs together, if there is one."""
        return next((s for s in self.studies if s.drugs == frozenset(mixture.drugs)), None)

    def withdrawal_rank(self, mixture: Mixture | None) -> int:
        """The worst rank of the mixture's drugs; the last of saline and when nothing is known."""
        drugs = mixture.drugs if mixture else ()
        return min((self.drug(code).withdrawal_rank for code in drugs), default=LAST_RANK)

    def schedule(self, mixture: Mixture) -> str:
        """The strictest legal class of the mixture: ``II`` or ``none``."""
        return "II" if any(self.drug(code).schedule == "II" for code in mixture.drugs) else "none"

    def stable_days(self, mixture: Mixture, *, drugs_before: frozenset[str]) -> int | None:
        """Fewest known in-reservoir days of the mixture's drugs, or None if none is known.

        Args:
            mixture: What was filled.
            drugs_before: Drugs that earlier fills brought into the same pump.
        """
        known = [
            self.drug(code).days_in(mixture, new_to_pump=code not in drugs_before)
            for code in mixture.drugs
        ]
        return min([days for days in known if days is not None], default=None)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall("[a-z0-9]+", text.casefold()))


def _pump_name(text: str) -> str:
    """A model's name without what people write differently: REF, marks, blanks, the last mL."""
    bare = re.sub(r"\b(ref|model)\b|[^a-z0-9]", "", text.casefold().replace("ref.", "ref "))
    return bare.removesuffix("ml")
