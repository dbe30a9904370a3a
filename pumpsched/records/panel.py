"""The one spreadsheet a clinic starts from: a row per patient, with pump, fill and programme.

The fill and the programme are dated ``filled_on`` by its day alone, the fill first. A pump
without ``implanted_on`` counts as implanted on that day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pumpsched.domain.clinic import Patient
from pumpsched.domain.ledger import Fact, Filled, Programmed, When
from pumpsched.domain.pump import Device
from pumpsched.records.events import fill_text, programme_text, read_fill, read_programme
from pumpsched.records.folder import PATIENTS, patient_text, read_model, read_patient
from pumpsched.records.grammar import day, ml_text, positive_ul, shown
from pumpsched.records.rows import Cells, Layout

_OF_FILL = ("injected_ml", "mixture", "residual_ml", "programmed_ml")
_OF_PROGRAMME = ("dose", "flex", "bolus")
_OF_PUMP = (
    *("serial", "implanted_on", "fixed_flow_ml_day", "filled_on"),
    *_OF_FILL,
    *_OF_PROGRAMME,
)


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One patient of a panel: the pump in place, if any, its last fill and its programme."""

    patient: Patient
    device: Device | None = None
    facts: tuple[Fact, ...] = ()


def _read_row(cells: Cells) -> PanelRow:
    patient = cells.attempt(read_patient)
    device: Device | None = None
    facts: tuple[Fact, ...] = ()
    if cells.given("pump_model"):
        filled_on = cells.optional("filled_on", day)
        device = _read_device(cells, filled_on)
        facts = _read_facts(cells, filled_on)
    else:
        for column in _OF_PUMP:
            if cells.given(column):
                cells.refuse(column, "belongs to a pump, and the row has no pump_model")
    cells.settle()
    assert patient is not None, "a row without problems has a patient"
    return PanelRow(patient, device, facts)


def _read_device(cells: Cells, filled_on: date | None) -> Device | None:
    model = read_model(cells, "pump_model")
    implanted_on = cells.optional("implanted_on", day) or filled_on
    fixed_flow = cells.optional("fixed_flow_ml_day", positive_ul)
    serial = cells.text("serial")
    if not cells.given("implanted_on") and not cells.given("filled_on"):
        cells.refuse("implanted_on", "a pump without filled_on needs it", example="2026-11-02")
    if implanted_on is None:
        return None
    patient = cells.row.get("patient", "")
    return Device(patient, model, serial, implanted_on, fixed_flow_ul_per_day=fixed_flow)


def _read_facts(cells: Cells, filled_on: date | None) -> tuple[Fact, ...]:
    programme = read_programme(cells)
    if not cells.given("filled_on"):
        for column in (*_OF_FILL, *_OF_PROGRAMME):
            if cells.given(column):
                cells.refuse(column, "has no date: the row needs filled_on")
        return ()
    if not cells.given("mixture"):
        cells.refuse("mixture", "a fill needs it", example="baclofen 500 mcg/mL")
    alone = not cells.given("dose") and not cells.given("flex")
    if alone and cells.row.get("bolus", "") not in ("", "none"):
        cells.refuse("bolus", "stands alone: it needs dose or flex beside it")
    fill = cells.attempt(lambda each: read_fill(each, When(filled_on or date.min)))
    if fill is None:
        return ()
    return (fill,) if programme is None else (fill, Programmed(at=fill.at, programme=programme))


def _row_text(row: PanelRow) -> dict[str, str]:
    cells = dict.fromkeys(PANEL.accepted, "") | patient_text(row.patient)
    if row.device is not None:
        cells["pump_model"] = row.device.model
        cells["serial"] = row.device.serial
        cells["implanted_on"] = shown(row.device.implanted_on)
        cells["fixed_flow_ml_day"] = ml_text(row.device.fixed_flow_ul_per_day)
    for fact in row.facts:
        if isinstance(fact, Filled):
            filled = fill_text(fact)
            cells |= {column: filled[column] for column in _OF_FILL}
            cells["filled_on"] = shown(fact.at.day)
        elif isinstance(fact, Programmed):
            cells |= programme_text(fact.programme)
    return cells


_COLUMNS = (
    *("patient", "name", "birth_date", "phone", "setting", "pump_model", "serial", "mixture"),
    *("dose", "bolus", "filled_on", "injected_ml", "alarm_ml", "latitude", "longitude"),
)
_EXTRA = ("implanted_on", "fixed_flow_ml_day", "flex", "residual_ml", "programmed_ml")

PANEL: Layout[PanelRow] = Layout(
    "panel.csv",
    _COLUMNS,
    ("patient", "name", "pump_model"),
    _read_row,
    _row_text,
    extra=(*_EXTRA, *(column for column in PATIENTS.columns if column not in _COLUMNS)),
)
