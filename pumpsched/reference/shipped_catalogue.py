"""The catalogue as domain values, read once from the TOML files beside this module."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pumpsched.domain.catalogue import Catalogue, Drug, Plausible, Provenance, PumpModel, Study
from pumpsched.domain.quantities import Concentration, Dose


class SiteRule(NamedTuple):
    """A dated rule on where drugs of a legal class may be refilled; it asks for a check."""

    id: str
    schedule: str
    setting: str
    since: date
    text: str
    source: Provenance


@cache
def shipped() -> Catalogue:
    """All pump models and drugs, by code."""
    pumps, drugs = _tables("pumps.toml")["pump"], _tables("drugs.toml")
    return Catalogue(
        models={entry["code"]: _model(entry) for entry in pumps},
        drugs={entry["code"]: _drug(entry) for entry in drugs["drug"]},
        studies=tuple(Study(frozenset(e["drugs"]), _source(e)) for e in drugs["study"]),
        unread_families=frozenset(drugs["families_not_checked"]),
    )


@cache
def site_rules() -> tuple[SiteRule, ...]:
    """All dated site rules, oldest first; each replaces the one before for its class."""
    entries = sorted(_tables("site_rules.toml")["rule"], key=lambda entry: entry["since"])
    return tuple(
        SiteRule(e["id"], e["schedule"], e["setting"], e["since"], e["text"], _source(e))
        for e in entries
    )


def site_rule(schedule: str, setting: str, day: date) -> SiteRule | None:
    """The rule in force on a day for a legal class refilled in a setting, if any."""
    asked = (schedule, setting)
    known = [r for r in site_rules() if (r.schedule, r.setting) == asked and r.since <= day]
    return known[-1] if known else None


def _tables(name: str) -> dict[str, Any]:
    # No help asks for the catalogue.
    import tomllib

    return tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))


def _source(entry: dict[str, Any]) -> Provenance:
    unverified, fixed = (frozenset(entry.get(name, ())) for name in ("unverified", "fixed"))
    return Provenance(entry["source"], entry["checked_on"], entry["verified"], unverified, fixed)


def _model(entry: dict[str, Any]) -> PumpModel:
    return PumpModel(
        code=entry["code"],
        name=entry["name"],
        maker=entry["maker"],
        numbers=tuple(entry.get("numbers", ())),
        capacity_ul=entry["capacity_ul"],
        alarm_ul=entry["alarm_ul"],
        min_flow_ul_per_day=entry.get("min_flow_ul_per_day"),
        max_flow_ul_per_day=entry.get("max_flow_ul_per_day"),
        accuracy_permille=entry["accuracy_permille"],
        constant_flow=entry["constant_flow"],
        source=_source(entry),
        longest_stop_hours=entry.get("longest_stop_hours"),
        service_years=entry.get("service_years"),
        unusable_ul=entry.get("unusable_ul"),
        internal_ul=entry.get("internal_ul"),
        catheter_nl_per_cm=entry.get("catheter_nl_per_cm"),
        empty_before_mri=entry.get("empty_before_mri", False),
        mri=entry.get("mri", ""),
        notes=tuple(entry.get("notes", ())),
    )


def _drug(entry: dict[str, Any]) -> Drug:
    return Drug(
        code=entry["code"],
        synonyms=tuple(entry["synonyms"]),
        schedule=entry["schedule"],
        withdrawal_rank=entry["withdrawal_rank"],
        withdrawal=entry["withdrawal"],
        source=_source(entry),
        plausible=Plausible(
            Dose(entry["plausible_dose_ng_per_day"]),
            Concentration(entry["plausible_concentration_ng_per_ml"]),
        ),
        stability_days=entry.get("stability_days"),
        first_days=entry.get("stability_first_days"),
        undiluted_days=entry.get("stability_undiluted_days"),
        diluted_days=entry.get("stability_diluted_days"),
        undiluted_ng_per_ml=tuple(entry.get("undiluted_ng_per_ml", ())),
        max_concentration_ng_per_ml=entry.get("max_concentration_ng_per_ml"),
        max_dose_ng_per_day=entry.get("max_dose_ng_per_day"),
        label_concentrations_ng_per_ml=tuple(entry["label_concentrations_ng_per_ml"]),
        approved_families=tuple(entry["approved_families"]),
        notes=tuple(entry.get("notes", ())),
    )
