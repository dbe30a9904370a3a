"""What the catalogue says of a patient's pump and drugs, how far each figure holds, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pumpsched.domain.catalogue import Drug, Provenance, PumpModel, Trust
from pumpsched.domain.quantities import decimal_text, mass_text
from pumpsched.reference import catalogue
from pumpsched.usecases.card import Step
from pumpsched.usecases.chart import open_chart

if TYPE_CHECKING:
    from datetime import date

    from pumpsched.store.reading.opening import ReadBooks

Figure = tuple[str, str, str | None]
"""Name in the catalogue, what it is, and its value with the unit; None where it is not known."""


def catalogue_steps(books: ReadBooks, code: str, *, as_of: date) -> tuple[Step, ...]:
    """What the catalogue has of the pump and the drugs of the patient with that code."""
    chart = open_chart(books, code, as_of=as_of)
    if chart.pump is None:
        return ()
    known, model = catalogue(), chart.pump.model
    mixture = chart.view().mixture
    steps = [*_entry(model.code, model.source, _of_pump(model), model.notes)]
    steps += [Step("MRI", model.mri)] if model.mri else []
    for drug in map(known.drug, mixture.drugs if mixture else ()):
        steps += _entry(drug.code, drug.source, _of_drug(drug), drug.notes)
        steps.append(Step("label", _label(drug, model, unread=known.unread_families)))
    study = known.study_of(mixture) if mixture and len(mixture.drugs) > 1 else None
    if study is not None:
        steps.append(Step("together", _sourced(study.source)))
    return tuple(steps)


def _entry(
    name: str, source: Provenance, figures: Sequence[Figure], notes: Sequence[str]
) -> Iterator[Step]:
    for trust in Trust:
        said = [
            f"{what} {text}"
            for field, what, text in figures
            if text and source.trust(field) is trust
        ]
        if said:
            yield Step(name, f"{trust}: {', '.join(said)}")
    unknown = [what for _, what, text in figures if text is None]
    if unknown:
        yield Step(name, f"not known: {', '.join(unknown)}")
    yield Step("source", _sourced(source))
    for note in notes:
        yield Step("note", note)


def _sourced(source: Provenance) -> str:
    return f"{source.text} (checked on {source.checked_on})"


def _of_pump(model: PumpModel) -> list[Figure]:
    own: list[Figure] = [
        ("capacity_ul", "reservoir", _with_unit(model.capacity_ul, 3, "mL")),
        ("alarm_ul", "alarm volume", _with_unit(model.alarm_ul, 3, "mL")),
        ("accuracy_permille", "accuracy ±", _with_unit(model.accuracy_permille, 1, "%")),
        ("unusable_ul", "unusable volume", _with_unit(model.unusable_ul, 3, "mL")),
        ("internal_ul", "own tubing", _with_unit(model.internal_ul, 3, "mL")),
        ("catheter_nl_per_cm", "catheter", _with_unit(model.catheter_nl_per_cm, 6, "mL/cm")),
    ]
    if model.constant_flow:
        return own
    return [
        *own,
        ("min_flow_ul_per_day", "lowest flow", _with_unit(model.min_flow_ul_per_day, 3, "mL/day")),
        ("max_flow_ul_per_day", "highest flow", _with_unit(model.max_flow_ul_per_day, 3, "mL/day")),
        ("service_years", "service", _with_unit(model.service_years, 0, "years")),
        ("longest_stop_hours", "longest stop", _with_unit(model.longest_stop_hours, 0, "h")),
    ]


def _of_drug(drug: Drug) -> list[Figure]:
    times: list[Figure] = [
        ("stability_days", "time in a reservoir", _with_unit(drug.stability_days, 0, "days"))
    ]
    if drug.first_days is not None:
        times = [
            (
                "stability_first_days",
                "time in a pump new to it",
                _with_unit(drug.first_days, 0, "days"),
            ),
            ("stability_undiluted_days", "undiluted", _with_unit(drug.undiluted_days, 0, "days")),
            ("stability_diluted_days", "diluted", _with_unit(drug.diluted_days, 0, "days")),
        ]
    dose, strength = drug.max_dose_ng_per_day, drug.max_concentration_ng_per_ml
    return [
        *times,
        ("schedule", "schedule", drug.schedule),
        ("withdrawal_rank", "withdrawal rank", str(drug.withdrawal_rank)),
        ("max_dose_ng_per_day", "reference dose", f"{mass_text(dose)}/day" if dose else None),
        (
            *("max_concentration_ng_per_ml", "reference concentration"),
            f"{mass_text(strength)}/mL" if strength else None,
        ),
        ("plausible_dose_ng_per_day", "asked again above", str(drug.plausible.dose)),
        ("plausible_concentration_ng_per_ml", "and above", str(drug.plausible.concentration)),
    ]


def _with_unit(value: int | None, decimals: int, unit: str) -> str | None:
    return None if value is None else f"{decimal_text(value, decimals)} {unit}"


def _label(drug: Drug, model: PumpModel, *, unread: frozenset[str]) -> str:
    if model.family in unread:
        return f"which drugs the label of the {model.name} names could not be read"
    word = "approved" if model.family in drug.approved_families else "not approved"
    strengths = " or ".join(f"{mass_text(each)}/mL" for each in drug.label_concentrations_ng_per_ml)
    sold = f"; sold for pumps at {strengths}" if strengths else ""
    trust = drug.source.trust("approved_families")
    return f"{drug.code} is {word} for the {model.name} ({trust}){sold}"
