"""The books of pumps: which device a patient had from which day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import delete, select

from pumpsched.domain.errors import Conflict, NotFound
from pumpsched.domain.pump import Device
from pumpsched.store import mapping
from pumpsched.store.ledger_tables import OUTLOOK, PUMP
from pumpsched.store.records import Implant, Put
from pumpsched.store.shelf import CHUNK, Shelf, Values, chunks, unknown
from pumpsched.store.tables import PATIENT


class PumpBooks(Shelf):
    """Implanted pumps."""

    def implants(self, patient: str) -> list[Implant]:
        """The patient's pumps, by day of implant."""
        found = (
            select(PUMP)
            .join(PATIENT, PATIENT.c.id == PUMP.c.patient_id)
            .where(PATIENT.c.code == patient)
            .order_by(PUMP.c.implanted_on)
        )
        rows = self.sealed_rows(PUMP, found)
        return [Implant(row.id, mapping.device_of(row, patient=patient)) for row in rows]

    def devices(self) -> Iterator[Implant]:
        """Every pump, by patient code and day of implant."""
        found = (
            select(PUMP, PATIENT.c.code)
            .join(PATIENT, PATIENT.c.id == PUMP.c.patient_id)
            .order_by(PATIENT.c.code, PUMP.c.implanted_on)
        )
        for row in self.sealed_rows(PUMP, found):
            yield Implant(row.id, mapping.device_of(row, patient=row.code))

    def add_device(self, device: Device) -> int:
        """Adds a pump and returns its key.

        Raises:
            Conflict: The patient has one implanted on that day.
        """
        owner = self.patient_id(device.patient)
        day = device.implanted_on.isoformat()
        same = select(PUMP.c.id).where(PUMP.c.patient_id == owner, PUMP.c.implanted_on == day)
        if self._connection.execute(same).first() is not None:
            raise Conflict(
                f"Patient {device.patient} has a pump implanted on {day} already.",
                code="pump-exists",
                next_step=f"pumpsched show {device.patient}",
            )
        key = self.next_number(PUMP)
        values = mapping.device_values(device, patient_id=owner)
        self.insert(PUMP, [{"id": key, **values}])
        self.trail.row(PUMP.name, _label(device))
        return key

    def put_device(self, key: int, device: Device) -> None:
        """Replaces what is recorded of a pump.

        Raises:
            NotFound: No pump has that key.
        """
        known = self.one(PUMP, select(PUMP).where(PUMP.c.id == key))
        if known is None:
            raise NotFound(f"There is no pump {key}.", code="no-pump", pump=key)
        owner = self.patient_id(device.patient)
        values = {"id": key, **mapping.device_values(device, patient_id=owner)}
        self.put(PUMP, ("id",), [(_label(device), values)], replace=True)

    def drop_device(self, key: int) -> None:
        """Takes back the record of a pump for which no fact was ever recorded.

        Raises:
            NotFound: No pump has that key.
        """
        known = self.one(PUMP, select(PUMP).where(PUMP.c.id == key))
        if known is None:
            raise NotFound(f"There is no pump {key}.", code="no-pump", pump=key)
        code = select(PATIENT.c.code).where(PATIENT.c.id == known.patient_id)
        device = mapping.device_of(known, patient=self._connection.execute(code).scalar_one())
        self._connection.execute(delete(OUTLOOK).where(OUTLOOK.c.pump_id == key))
        self._connection.execute(delete(PUMP).where(PUMP.c.id == key))
        self.trail.row(PUMP.name, _label(device), ["dropped"])

    def put_devices(self, devices: Iterable[Device], *, replace: bool = False) -> Put:
        """Adds many pumps; those there already that differ are replaced or named.

        A pump is the same if patient and day of implant are.

        Raises:
            NotFound: A patient is unknown.
        """

        def rows() -> Iterator[tuple[str, Values]]:
            for chunk in chunks(devices, CHUNK):
                owners = self.patient_numbers(device.patient for device in chunk)
                for device in chunk:
                    owner = owners.get(device.patient)
                    if owner is None:
                        raise unknown("patient", device.patient)
                    yield _label(device), mapping.device_values(device, patient_id=owner)

        return self.put(PUMP, ("patient_id", "implanted_on"), rows(), replace=replace)


def _label(device: Device) -> str:
    return f"{device.patient} {device.implanted_on}"
