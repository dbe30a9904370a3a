"""Enrolment: patients and pumps are added, corrected and taken out; history is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher

from pumpsched.domain.errors import Conflict, Unsafe
from pumpsched.domain.people import Patient
from pumpsched.domain.pump import Device
from pumpsched.domain.text import folded
from pumpsched.interop.people import PATIENTS
from pumpsched.interop.pumps import PUMPS
from pumpsched.reference import catalogue
from pumpsched.store.books import Books
from pumpsched.usecases.chart import identified, no_pump
from pumpsched.usecases.confirm import ConfirmationNeeded
from pumpsched.usecases.outlooks import refresh


@dataclass(frozen=True, slots=True)
class PatientReceipt:
    """A patient as added or changed, and which fields changed from what."""

    patient: Patient
    changed: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PumpReceipt:
    """A pump as recorded, and the one it replaced that day, if any."""

    device: Device
    name: str
    replaced: Device | None = None


def add_patient(books: Books, patient: Patient, *, confirmed: str | None) -> PatientReceipt:
    """Adds a patient.

    Raises:
        Conflict: The code is taken.
        ConfirmationNeeded: Somebody with nearly the same name and birth date is there already.
    """
    if books.patient(patient.code) is not None:
        raise Conflict(
            f"Patient {patient.code} is there already.",
            code="duplicate-patient",
            next_step=f"pumpsched patient edit {patient.code} …, or show {patient.code}",
        )
    twin = _twin(books, patient)
    if twin is not None and confirmed != patient.code:
        raise ConfirmationNeeded(
            patient.code, why=f"{identified(twin)} looks like the same person."
        )
    books.put_patient(patient)
    return PatientReceipt(patient)


def _twin(books: Books, patient: Patient) -> Patient | None:
    """Somebody with the same birth date (where both are known) and nearly the same name."""
    name = folded(patient.name)
    for other in books.patients():
        same_day = other.birth_date == patient.birth_date
        if same_day and SequenceMatcher(None, name, folded(other.name)).ratio() > 0.9:
            return other
    return None


def patient_of(columns: Mapping[str, str]) -> Patient:
    """The patient that columns of ``patients.csv`` describe.

    Raises:
        BadRow: With everything that cannot be read.
    """
    return PATIENTS.parse(columns, catalogue())


def device_of(columns: Mapping[str, str]) -> Device:
    """The pump that columns of ``pumps.csv`` describe.

    Raises:
        BadRow: With everything that cannot be read.
    """
    return PUMPS.parse(columns, catalogue())


def edit_patient(
    books: Books, patient: Patient, columns: Mapping[str, str], *, today: date
) -> PatientReceipt:
    """Changes columns of a patient, and the dates that follow from them."""
    before = PATIENTS.text(patient)
    new = patient_of(before | dict(columns))
    after = PATIENTS.text(new)
    changed = tuple((c, before[c], after[c]) for c in before if before[c] != after[c])
    if changed:
        books.put_patient(new)
        refresh(books, patient.code, today=today)
    return PatientReceipt(new, changed)


def implant_pump(books: Books, device: Device, *, today: date) -> PumpReceipt:
    """Records an implant; a pump in place that day is explanted by it.

    Raises:
        Conflict: A pump was implanted on that day or later.
        Unsafe: The day lies in the future, or a constant-flow pump has no flow.
    """
    model = catalogue().model(device.model)
    if device.implanted_on > today:
        raise Unsafe(
            f"{device.implanted_on} is in the future; today is {today}.",
            code="future-fact",
            why="An implant to come is a visit.",
            next_step=f"pumpsched visit add {device.patient} --kind implant --at …",
        )
    if model.constant_flow != (device.fixed_flow_ul_per_day is not None):
        needs = "needs its --fixed-flow" if model.constant_flow else "takes no --fixed-flow"
        raise Unsafe(
            f"The {model.name} {needs}.",
            code="fixed-flow",
            why="Only a constant-flow pump has a flow of its own, printed on its label.",
            next_step=f"pumpsched pump implant {device.patient} --model {model.code} …",
        )
    replaced = None
    for implant in books.implants(device.patient):
        old = implant.device
        if old.implanted_on >= device.implanted_on:
            raise Conflict(
                f"Patient {device.patient} has a {old.model} implanted on {old.implanted_on}.",
                code="pump-in-place",
                why="One pump is in place at a time; a new one comes after the old.",
                next_step=f"pumpsched pump list {device.patient}",
            )
        if old.explanted_on is None or old.explanted_on > device.implanted_on:
            replaced = replace(old, explanted_on=device.implanted_on)
            books.put_device(implant.key, replaced)
    books.add_device(device)
    refresh(books, device.patient, today=today)
    return PumpReceipt(device, model.name, replaced)


def explant_pump(books: Books, code: str, *, on: date, today: date) -> PumpReceipt:
    """Records that the pump in place was taken out.

    Raises:
        NotFound: No pump is in place.
        Unsafe: The day lies in the future or before the implant.
    """
    placed = [i for i in books.implants(code) if i.device.explanted_on is None]
    if not placed:
        raise no_pump(code, on)
    implant = placed[-1]
    device = implant.device
    if not device.implanted_on <= on <= today:
        raise Unsafe(
            f"The explant on {on} must lie between the implant of {device.implanted_on} and "
            f"today, {today}.",
            code="explant-day",
            next_step=f"pumpsched pump explant {code} --on {today}",
        )
    taken = replace(device, explanted_on=on)
    books.put_device(implant.key, taken)
    refresh(books, code, today=today)
    return PumpReceipt(taken, catalogue().model(device.model).name)


def edit_pump(books: Books, code: str, columns: Mapping[str, str], *, today: date) -> PumpReceipt:
    """Corrects the record of the patient's latest pump.

    Raises:
        NotFound: No pump is recorded.
    """
    implants = books.implants(code)
    if not implants:
        raise no_pump(code, today)
    device = device_of(PUMPS.text(implants[-1].device) | dict(columns))
    books.put_device(implants[-1].key, device)
    refresh(books, code, today=today)
    return PumpReceipt(device, catalogue().model(device.model).name)
