"""One good row of every kind, and what is refused when its cells are changed."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.builders.files import EVENTS, FOLDER, PANEL, AnyLayout, BadRow
from tests.records.invented import CATALOGUE

FILL = {"patient": "0007", "at": "2026-11-02", "event": "fill", "injected_ml": "20"}
DOSE = {"patient": "0007", "at": "2026-11-02", "event": "dose", "dose": "120 mcg/day"}
BOLUS = {"patient": "0007", "at": "2026-11-02", "event": "bolus", "amount": "0.25 mg"}
ASPIRATE = {"patient": "0007", "at": "2026-11-02", "event": "aspirate", "amount": "0.5 mL"}
EMPTY = {"patient": "0007", "at": "2026-11-02", "event": "empty", "residual_ml": "12.3"}
READOUT = {
    **{"patient": "0007", "at": "2026-11-02", "event": "readout"},
    **{"programmer_alarm_on": "2027-01-16", "reservoir_ml": "14.9"},
}
STOP = {"patient": "0007", "at": "2026-11-02", "event": "stop"}
VOID = {"patient": "0007", "at": "2026-11-02", "event": "void", "voids": "fill 1"}
PATIENT = {"patient": "0007", "name": "Invented Ida"}
PUMP = {"patient": "0007", "model": "SM2-20", "implanted_on": "2026-01-05"}
NURSE = {"nurse": "N1", "name": "Invented Nora"}
SITE = {"site": "MPLS", "name": "Invented clinic"}
CLOSURE = {"who": "all", "from": "2026-12-24", "to": "2026-12-25"}
DECISION = {
    **{"patient": "0007", "at": "2026-11-02T09:30", "decision": "distinct"},
    **{"subject": "7", "who": "Ada Quill", "reason": "two sisters"},
}
CONTACT = {
    **{"patient": "0007", "at": "2026-11-02T09:30", "by": "phone"},
    **{"said": "refused", "who": "Ada Quill", "note": "in hospital"},
}
ORDER = {
    **{"visit": "V1", "at": "2026-11-02T09:30", "state": "late"},
    **{"until": "2026-12-01", "who": "Ada Quill"},
}
AUTH = {"patient": "0007", "number": "A-1"}
LEG = {"from": "0007", "to": "N1", "minutes": "12", "metres": "9000"}
VISIT = {
    **{"visit": "V1", "patient": "0007", "at": "2026-11-02T09:30"},
    **{"minutes": "45", "setting": "home"},
}
PANEL_ROW = {
    **{"patient": "0007", "name": "Invented Ida", "pump_model": "SM2-20"},
    **{"mixture": "baclofen 500 mcg/mL", "dose": "120 mcg/day"},
    **{"filled_on": "2026-11-02", "injected_ml": "20"},
}
BASES: dict[str, Mapping[str, str]] = {
    **{"fill": FILL, "dose": DOSE, "bolus": BOLUS, "stop": STOP, "void": VOID},
    **{"aspirate": ASPIRATE, "empty": EMPTY, "readout": READOUT},
    **{"patients": PATIENT, "pumps": PUMP, "nurses": NURSE, "sites": SITE},
    **{"closures": CLOSURE, "authorizations": AUTH, "visits": VISIT, "travel": LEG},
    **{"decisions": DECISION, "contacts": CONTACT, "orders": ORDER},
    **{"settings": {"key": "margin_days", "value": "7"}, "panel": PANEL_ROW},
}


def layout_of(kind: str) -> AnyLayout:
    """The layout of a kind of row."""
    if kind == "panel":
        return PANEL
    return FOLDER.get(f"{kind}.csv", EVENTS)


def refusal(kind: str, cells: Mapping[str, str]) -> list[tuple[str, str]]:
    """Column and message of every problem of a good row with these cells changed."""
    with pytest.raises(BadRow) as caught:
        layout_of(kind).parse({**BASES[kind], **cells}, CATALOGUE)
    return [(cell.column, cell.what) for cell in caught.value.cells]
