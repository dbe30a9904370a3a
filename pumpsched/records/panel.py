"""The one spreadsheet a clinic starts from: a row per patient, with pump, fill and programme.

The fill, the programme and what the programmer printed are dated ``filled_on`` by its day alone,
in that order. A pump without ``implanted_on`` counts as implanted on that day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from pumpsched.domain.calendars import When
from pumpsched.domain.clinic import Authorization, Patient
from pumpsched.domain.ledger import Fact, Filled, Programmed, ReadOut
from pumpsched.domain.pump import Device
from pumpsched.records import events, folder
from pumpsched.records.cell_types import DAY
from pumpsched.records.spec import Cells, Field, Layout, optional, texts

PUMP_MODEL = replace(folder.MODEL, column="pump_model")
FILLED_ON = Field("filled_on", DAY, "Day of the last fill.")
_IMPLANTED_ON = optional(folder.IMPLANTED_ON)
_OF_FILL = tuple(
    map(optional, (events.INJECTED, events.MIXTURE, events.RESIDUAL, events.PROGRAMMED))
)
_OF_PROGRAMME = (events.DOSE, events.FLEX, events.BOLUS)
PUMP_COLUMNS = (
    *(folder.SERIAL, _IMPLANTED_ON, folder.FIXED_FLOW, folder.END_OF_SERVICE, FILLED_ON),
    *(*_OF_FILL, *_OF_PROGRAMME, events.ALARM_DATE),
)


AUTHORIZATION = optional(
    replace(folder.NUMBER, column="authorization", help="The payer's number of an authorization.")
)
_OF_AUTHORIZATION = (folder.VALID_FROM, folder.VALID_TO)


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One patient of a panel: the pump in place, if any, its last fill and its programme.

    ``authorization`` is the payer's, where the row names one; it says nothing of any other.
    """

    patient: Patient
    device: Device | None = None
    facts: tuple[Fact, ...] = ()
    authorization: Authorization | None = None


def _read_row(cells: Cells) -> PanelRow:
    patient = cells.attempt(folder.PATIENTS.read)
    device: Device | None = None
    facts: tuple[Fact, ...] = ()
    if cells.given(PUMP_MODEL):
        filled_on = FILLED_ON.take(cells)
        device = _read_device(cells, filled_on)
        facts = _read_facts(cells, filled_on)
    else:
        for field in PUMP_COLUMNS:
            if cells.given(field):
                cells.refuse(field.column, "belongs to a pump, and the row has no pump_model")
    authorization = _read_authorization(cells)
    cells.settle()
    assert patient is not None, "a row without problems has a patient"
    return PanelRow(patient, device, facts, authorization)


def _read_authorization(cells: Cells) -> Authorization | None:
    number = AUTHORIZATION.take(cells)
    first, last = (field.take(cells) for field in _OF_AUTHORIZATION)
    if not cells.given(AUTHORIZATION):
        for field in _OF_AUTHORIZATION:
            if cells.given(field):
                cells.refuse(field.column, "belongs to an authorization, and the row has none")
        return None
    made = Authorization(
        cells.row.get(folder.PATIENT.column, ""), number or "", valid_from=first, valid_to=last
    )
    folder.check_validity(cells, made)
    return made


def _read_device(cells: Cells, filled_on: date | None) -> Device | None:
    model = PUMP_MODEL.take(cells)
    folder.check_fixed_flow(cells, model)
    implanted_at = _IMPLANTED_ON.take(cells) or (When(filled_on) if filled_on else None)
    fixed_flow, serial = folder.FIXED_FLOW.take(cells), folder.SERIAL.take(cells) or ""
    if not cells.given(folder.IMPLANTED_ON) and not cells.given(FILLED_ON):
        problem = "a pump without filled_on needs it"
        cells.refuse(folder.IMPLANTED_ON.column, problem, example="2026-11-02")
    if implanted_at is None:
        return None
    patient = cells.row.get(folder.PATIENT.column, "")
    return Device(
        *(patient, model, serial, implanted_at.day),
        fixed_flow_ul_per_day=fixed_flow,
        end_of_service_on=folder.END_OF_SERVICE.take(cells),
        implanted_minute=implanted_at.minute,
    )


def _read_facts(cells: Cells, filled_on: date | None) -> tuple[Fact, ...]:
    programme = events.PROGRAMME.take(cells)
    if not cells.given(FILLED_ON):
        for field in (*_OF_FILL, *_OF_PROGRAMME, events.ALARM_DATE):
            if cells.given(field):
                cells.refuse(field.column, "has no date: the row needs filled_on")
        return ()
    if not cells.given(events.MIXTURE):
        cells.refuse(events.MIXTURE.column, "a fill needs it", example="baclofen 500 mcg/mL")
    alone = not cells.given(events.DOSE) and not cells.given(events.FLEX)
    if alone and cells.row.get(events.BOLUS.column, "") not in ("", "none"):
        cells.refuse(events.BOLUS.column, "stands alone: it needs dose or flex beside it")
    fill = cells.attempt(lambda each: events.FILL.read(each, When(filled_on or date.min)))
    alarm_on = events.ALARM_DATE.take(cells)
    if fill is None:
        return ()
    told = [] if programme is None else [Programmed(at=fill.at, programme=programme)]
    read = [] if alarm_on is None else [ReadOut(at=fill.at, alarm_on=alarm_on)]
    return (fill, *told, *read)


def _row_text(row: PanelRow) -> dict[str, str]:
    cells = dict.fromkeys(PANEL.accepted, "") | folder.PATIENTS.text(row.patient)
    if row.device is not None:
        own = (folder.SERIAL, folder.IMPLANTED_ON, folder.FIXED_FLOW, folder.END_OF_SERVICE)
        cells |= PUMP_MODEL.write(row.device.model) | texts(row.device, own)
    for fact in row.facts:
        if isinstance(fact, Filled):
            cells |= FILLED_ON.write(fact.at.day) | texts(fact, _OF_FILL)
        elif isinstance(fact, Programmed):
            cells |= events.PROGRAMME.write(fact.programme)
        elif isinstance(fact, ReadOut):
            cells |= events.ALARM_DATE.write(fact.alarm_on)
    if row.authorization is not None:
        cells |= AUTHORIZATION.write(row.authorization.number)
        cells |= texts(row.authorization, _OF_AUTHORIZATION)
    return cells


_FIELDS = (
    *(folder.PATIENT_CODE, folder.NAME, folder.BIRTH_DATE, folder.PHONE, folder.SETTING),
    *(PUMP_MODEL, folder.SERIAL),
    *map(optional, (events.MIXTURE, events.DOSE, events.BOLUS, FILLED_ON, events.INJECTED)),
    *(folder.ALARM, folder.LATITUDE, folder.LONGITUDE),
)

PANEL: Layout[PanelRow] = Layout(
    "panel.csv",
    _FIELDS,
    _read_row,
    _row_text,
    rare=(
        *(_IMPLANTED_ON, folder.FIXED_FLOW, folder.END_OF_SERVICE, events.ALARM_DATE),
        *(events.FLEX, events.RESIDUAL, events.PROGRAMMED),
        *(AUTHORIZATION, *_OF_AUTHORIZATION),
        *(field for field in folder.PATIENTS.fields if field not in _FIELDS),
    ),
)
