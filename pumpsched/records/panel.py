"""The one spreadsheet a clinic starts from: a row per patient, with pump, fill and programme.

The fill and the programme are dated ``filled_on`` by its day alone, the fill first. A pump
without ``implanted_on`` counts as implanted on that day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from pumpsched.domain.clinic import Patient
from pumpsched.domain.ledger import Fact, Filled, Programmed, When
from pumpsched.domain.pump import Device
from pumpsched.records.cell_types import DAY
from pumpsched.records.events import (
    BOLUS,
    DOSE,
    FILL,
    FLEX,
    INJECTED,
    MIXTURE,
    PROGRAMME,
    PROGRAMMED,
    RESIDUAL,
)
from pumpsched.records.folder import (
    ALARM,
    BIRTH_DATE,
    FIXED_FLOW,
    IMPLANTED_ON,
    LATITUDE,
    LONGITUDE,
    MODEL,
    NAME,
    PATIENT,
    PATIENT_CODE,
    PATIENTS,
    PHONE,
    SERIAL,
    SETTING,
    check_fixed_flow,
)
from pumpsched.records.rows import Cells
from pumpsched.records.spec import Field, Layout, optional, texts

PUMP_MODEL = replace(MODEL, column="pump_model")
FILLED_ON = Field("filled_on", DAY)
_IMPLANTED_ON = optional(IMPLANTED_ON)
_OF_FILL = tuple(map(optional, (INJECTED, MIXTURE, RESIDUAL, PROGRAMMED)))
_OF_PROGRAMME = (DOSE, FLEX, BOLUS)
_OF_PUMP = (SERIAL, _IMPLANTED_ON, FIXED_FLOW, FILLED_ON, *_OF_FILL, *_OF_PROGRAMME)


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One patient of a panel: the pump in place, if any, its last fill and its programme."""

    patient: Patient
    device: Device | None = None
    facts: tuple[Fact, ...] = ()


def _read_row(cells: Cells) -> PanelRow:
    patient = cells.attempt(PATIENTS.read)
    device: Device | None = None
    facts: tuple[Fact, ...] = ()
    if _is_given(cells, PUMP_MODEL):
        filled_on = FILLED_ON.take(cells)
        device = _read_device(cells, filled_on)
        facts = _read_facts(cells, filled_on)
    else:
        for field in _OF_PUMP:
            if _is_given(cells, field):
                cells.refuse(field.column, "belongs to a pump, and the row has no pump_model")
    cells.settle()
    assert patient is not None, "a row without problems has a patient"
    return PanelRow(patient, device, facts)


def _is_given(cells: Cells, field: Field) -> bool:
    return cells.given(field.column)


def _read_device(cells: Cells, filled_on: date | None) -> Device | None:
    model = PUMP_MODEL.take(cells)
    check_fixed_flow(cells, model)
    implanted_on = _IMPLANTED_ON.take(cells) or filled_on
    fixed_flow, serial = FIXED_FLOW.take(cells), SERIAL.take(cells) or ""
    if not _is_given(cells, IMPLANTED_ON) and not _is_given(cells, FILLED_ON):
        problem = "a pump without filled_on needs it"
        cells.refuse(IMPLANTED_ON.column, problem, example="2026-11-02")
    if implanted_on is None:
        return None
    patient = cells.row.get(PATIENT.column, "")
    return Device(patient, model, serial, implanted_on, fixed_flow_ul_per_day=fixed_flow)


def _read_facts(cells: Cells, filled_on: date | None) -> tuple[Fact, ...]:
    programme = PROGRAMME.take(cells)
    if not _is_given(cells, FILLED_ON):
        for field in (*_OF_FILL, *_OF_PROGRAMME):
            if _is_given(cells, field):
                cells.refuse(field.column, "has no date: the row needs filled_on")
        return ()
    if not _is_given(cells, MIXTURE):
        cells.refuse(MIXTURE.column, "a fill needs it", example="baclofen 500 mcg/mL")
    alone = not _is_given(cells, DOSE) and not _is_given(cells, FLEX)
    if alone and cells.row.get(BOLUS.column, "") not in ("", "none"):
        cells.refuse(BOLUS.column, "stands alone: it needs dose or flex beside it")
    fill = cells.attempt(lambda each: FILL.read(each, When(filled_on or date.min)))
    if fill is None:
        return ()
    return (fill,) if programme is None else (fill, Programmed(at=fill.at, programme=programme))


def _row_text(row: PanelRow) -> dict[str, str]:
    cells = dict.fromkeys(PANEL.accepted, "") | PATIENTS.text(row.patient)
    if row.device is not None:
        own = (SERIAL, IMPLANTED_ON, FIXED_FLOW)
        cells |= PUMP_MODEL.write(row.device.model) | texts(row.device, own)
    for fact in row.facts:
        if isinstance(fact, Filled):
            cells |= FILLED_ON.write(fact.at.day) | texts(fact, _OF_FILL)
        elif isinstance(fact, Programmed):
            cells |= PROGRAMME.write(fact.programme)
    return cells


_FIELDS = (
    *(PATIENT_CODE, NAME, BIRTH_DATE, PHONE, SETTING, PUMP_MODEL, SERIAL),
    *map(optional, (MIXTURE, DOSE, BOLUS, FILLED_ON, INJECTED, ALARM, LATITUDE, LONGITUDE)),
)

PANEL: Layout[PanelRow] = Layout(
    "panel.csv",
    _FIELDS,
    _read_row,
    _row_text,
    rare=(
        *(_IMPLANTED_ON, FIXED_FLOW, FLEX, RESIDUAL, PROGRAMMED),
        *(field for field in PATIENTS.fields if field not in _FIELDS),
    ),
)
