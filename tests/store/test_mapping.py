"""What the store keeps of a record is the record again, and fills every column of its table."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel

from pumpsched.store import mapping
from pumpsched.store.fact_mapping import fact_reader, said_of
from pumpsched.store.practice_tables import ArchiveMarkRow, DecisionRow
from tests.builders.store import tables, visit_tables
from tests.builders.values import Attempted, Fact, Voided
from tests.records.invented_rows import VALUES
from tests.store import strategies

KEPT_ELSEWHERE = {
    "nurses.csv": ("phone",),
    "pumps.csv": ("patient",),
    "authorizations.csv": ("patient",),
    "contacts.csv": ("patient",),
    "orders.csv": ("visit",),
    "decisions.csv": ("patient", "implanted_on"),
    "visits.csv": ("patient", "site", "nurses", "override", "overridden"),
}
"""Attributes that the store keeps in other rows."""

OF_THE_STORE = ("id", "audit_seq", "seal")
NUMBERS = {"patient_id": 7, "site_id": 8, "pump_id": 9, "visit_id": 10}
MAPPED: dict[str, tuple[type[SQLModel], Callable[..., mapping.Values], Callable[..., Any]]] = {
    "patients.csv": (tables.PatientRow, mapping.patient_values, mapping.patient_of),
    "nurses.csv": (tables.NurseRow, mapping.nurse_values, mapping.nurse_of),
    "sites.csv": (tables.SiteRow, mapping.site_values, mapping.site_of),
    "closures.csv": (tables.ClosureRow, mapping.closure_values, mapping.closure_of),
    "authorizations.csv": (
        tables.AuthorizationRow,
        mapping.authorization_values,
        mapping.authorization_of,
    ),
    "decisions.csv": (DecisionRow, mapping.decision_values, mapping.decision_of),
    "contacts.csv": (visit_tables.ContactRow, mapping.contact_values, mapping.contact_of),
    "orders.csv": (visit_tables.OrderMarkRow, mapping.order_mark_values, mapping.order_mark_of),
    "archive.csv": (ArchiveMarkRow, mapping.archive_mark_values, mapping.archive_mark_of),
    "travel.csv": (tables.LegRow, mapping.leg_values, mapping.leg_of),
    "pumps.csv": (tables.PumpRow, mapping.device_values, mapping.device_of),
    "visits.csv": (visit_tables.VisitRow, mapping.visit_values, mapping.visit_of),
}
each_record = pytest.mark.parametrize("file", MAPPED)


@each_record
@settings(deadline=None, max_examples=60)
@given(st.data())
def test_every_record_is_read_from_its_columns_as_it_was(file: str, data: st.DataObject) -> None:
    value = data.draw(VALUES[file])
    _, values, of = MAPPED[file]
    elsewhere = {name: getattr(value, name) for name in KEPT_ELSEWHERE.get(file, ())}
    assert of(SimpleNamespace(**values(value, **NUMBERS)), **elsewhere) == value


@each_record
@settings(deadline=None, max_examples=5)
@given(st.data())
def test_every_column_of_a_table_is_given_in_its_order(file: str, data: st.DataObject) -> None:
    row, values, _ = MAPPED[file]
    columns = tables.table_of(row).columns
    own = [column.name for column in columns if column.name not in OF_THE_STORE]
    assert list(values(data.draw(VALUES[file]), **NUMBERS)) == own


facts = st.one_of(
    strategies.facts,
    st.builds(Attempted, at=strategies.whens, note=strategies.notes),
    st.builds(Voided, at=strategies.whens, note=strategies.notes, voids=st.integers(1, 10**9)),
)


@settings(deadline=None)
@given(facts)
def test_every_fact_is_read_from_its_columns_as_it_was(fact: Fact) -> None:
    stored: dict[int, Any] = {}

    def number_of(value: Any) -> int:
        stored[3] = value
        return 3

    said = said_of(fact, mixture=number_of, flex=number_of)
    row = dict.fromkeys(tables.SAID_NAMES) | said | {"id": fact.seq}
    assert fact_reader(stored.__getitem__, stored.__getitem__)(SimpleNamespace(**row)) == fact
