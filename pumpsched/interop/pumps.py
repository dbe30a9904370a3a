"""The file of implanted pumps."""

from __future__ import annotations

from pumpsched.domain.pump import Device
from pumpsched.interop.fields import code, day, ml_text, positive_ul, shown, ul
from pumpsched.interop.rows import Cells, Layout


def read_model(cells: Cells, column: str) -> str:
    """The catalogue's code of a pump model, whatever its case; its fixed flow is checked too."""
    model = cells.required(column, lambda cell: cells.catalogue.model(cell.strip()))
    fixed = "fixed_flow_ml_day"
    if model is None:
        return ""
    if model.constant_flow and not cells.given(fixed):
        cells.refuse(fixed, f"a constant-flow {model.code} needs it", example="0.5")
    if not model.constant_flow and cells.given(fixed):
        cells.refuse(fixed, f"does not belong to {model.code}, whose flow is programmed")
    return model.code


def _read_device(cells: Cells) -> Device:
    device = Device(
        patient=cells.required("patient", code),
        model=read_model(cells, "model"),
        serial=cells.text("serial"),
        implanted_on=cells.required("implanted_on", day),
        capacity_ul=cells.optional("capacity_ml", positive_ul),
        catheter_ul=cells.optional("catheter_ml", ul),
        fixed_flow_ul_per_day=cells.optional("fixed_flow_ml_day", positive_ul),
        end_of_service_on=cells.optional("end_of_service_on", day),
        explanted_on=cells.optional("explanted_on", day),
    )
    implanted, explanted = device.implanted_on, device.explanted_on
    if implanted and explanted and explanted < implanted:
        cells.refuse("explanted_on", f"is before the implant of {implanted}")
    cells.settle()
    return device


def _device_text(device: Device) -> dict[str, str]:
    return {
        "patient": device.patient,
        "model": device.model,
        "serial": device.serial,
        "implanted_on": shown(device.implanted_on),
        "capacity_ml": ml_text(device.capacity_ul),
        "catheter_ml": ml_text(device.catheter_ul),
        "fixed_flow_ml_day": ml_text(device.fixed_flow_ul_per_day),
        "end_of_service_on": shown(device.end_of_service_on),
        "explanted_on": shown(device.explanted_on),
    }


PUMPS: Layout[Device] = Layout(
    "pumps.csv",
    (
        *("patient", "model", "serial", "implanted_on", "capacity_ml", "catheter_ml"),
        *("fixed_flow_ml_day", "end_of_service_on", "explanted_on"),
    ),
    ("patient", "model", "implanted_on"),
    _read_device,
    _device_text,
)
