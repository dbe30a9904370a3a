"""Columns of every file, in the contract's order."""

from __future__ import annotations

_COLUMNS = {
    "patients.csv": (
        "patient name birth_date phone address postal_code latitude longitude setting condition "
        "min_months max_months margin_days alarm_ml visit_minutes availability nurses_needed "
        "preferred_nurse notes"
    ),
    "pumps.csv": (
        "patient model serial implanted_on capacity_ml catheter_ml fixed_flow_ml_day "
        "end_of_service_on explanted_on"
    ),
    "events.csv": (
        "patient at event mixture residual_ml injected_ml programmed_ml boluses_used dose bolus "
        "flex amount note"
    ),
    "nurses.csv": "nurse name latitude longitude skills roster max_visits",
    "sites.csv": "site name latitude longitude hours chairs",
    "closures.csv": "who from to reason",
    "authorizations.csv": "patient number payer valid_from valid_to visits",
    "visits.csv": "visit patient kind at minutes setting site nurse status",
    "settings.csv": "key value",
    "panel.csv": (
        "patient name birth_date phone setting pump_model serial mixture dose bolus filled_on "
        "injected_ml alarm_ml latitude longitude implanted_on fixed_flow_ml_day"
    ),
}
HEADERS: dict[str, tuple[str, ...]] = {
    name: tuple(columns.split()) for name, columns in _COLUMNS.items()
}
"""Header of each folder file and of the one-spreadsheet panel."""


def blank_row(name: str) -> dict[str, str]:
    """Return a row of the file ``name`` with every column empty."""
    return dict.fromkeys(HEADERS[name], "")
