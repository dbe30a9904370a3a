"""The one spreadsheet: a patient, pump, fill and programme out of each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pumpsched.domain.pump import Device
from pumpsched.interop.panel import PANEL, PanelRow
from pumpsched.interop.people import PATIENTS
from pumpsched.store.books import Put
from pumpsched.usecases.import_desk import Desk, Line
from pumpsched.usecases.import_facts import FactIntake
from pumpsched.usecases.import_kinds import PATIENT_ROWS, PUMP_ROWS
from pumpsched.usecases.import_sheets import Source
from pumpsched.usecases.import_tables import AT_ONCE, TableIntake, batched, refuse_repeated

_ALWAYS_SAID = ("patient", "model", "implanted_on")
"""Columns of a pump that every panel fills, under one name or another."""


def take_panel(desk: Desk, source: Source) -> FactIntake:
    """Takes a panel."""
    facts = FactIntake(desk, source)
    with desk.reading(source) as sheet:
        patients = TableIntake(desk, PATIENT_ROWS, sheet.header)
        pumps = TableIntake(desk, PUMP_ROWS, (*sheet.header, *_ALWAYS_SAID))
        for chunk in batched(desk.values(source, sheet, PANEL), AT_ONCE):
            held = _devices(desk, chunk)
            taken = patients.take([(line, row.patient) for line, row in chunk])
            rows = [each for each, one in zip(chunk, taken, strict=True) if one is not None]
            implanted = [(line, held[line.number]) for line, row in rows if row.device]
            kept = pumps.take(implanted)
            placed = {
                line.number
                for (line, _), device in zip(implanted, kept, strict=True)
                if device is not None
            }
            for line, row in rows:
                for fact in row.facts if line.number in placed else ():
                    facts.add(line, row.patient.code, fact, column="filled_on")
    refuse_repeated(desk, source, PANEL, lambda row: row.patient.code, patients.keys)
    desk.count(source, PATIENTS.name.removesuffix(".csv"), patients.rows, patients.put)
    desk.count(source, "pumps", pumps.rows, pumps.put)
    desk.count(source, "events", facts.rows, Put(facts.load().added, 0))
    return facts


def _devices(desk: Desk, chunk: Sequence[tuple[Line, PanelRow]]) -> dict[int, Device]:
    """The pump of each row by line; one without a day of implant keeps the day recorded of it."""
    found = {line.number: row.device for line, row in chunk if row.device is not None}
    undated = [
        (line.number, row.device)
        for line, row in chunk
        if row.device is not None and not line.row.get("implanted_on")
    ]
    recorded = desk.books.patient_numbers(device.patient for _, device in undated)
    for number, device in undated:
        if device.patient not in recorded:
            continue
        for implant in desk.books.implants(device.patient):
            known = implant.device
            if (known.model, known.serial) == (device.model, device.serial):
                found[number] = replace(device, implanted_on=known.implanted_on)
    return found
