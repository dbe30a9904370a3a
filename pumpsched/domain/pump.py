"""The pump in a patient, and the rules its refill window follows."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from pumpsched.domain.calendars import When, WorkingDays, months_after

if TYPE_CHECKING:
    from pumpsched.domain.catalogue import Catalogue, PumpModel
    from pumpsched.domain.quantities import Dose

UNUSABLE_UL = 1_000
"""What counts as unusable of a reservoir whose maker gives no figure [µL]."""


class Device(NamedTuple):
    """One implanted pump as recorded; ``model`` is the catalogue's code.

    Attributes:
        patient: Code of the patient.
        model: Code of the pump model.
        serial: Serial number as written; empty if not recorded.
        implanted_on: Day of the implant; the pump's ledger begins here.
        implanted_minute: Minute of that day, where known: it parts the facts of an exchange.
        capacity_ul: Reservoir capacity [µL] where it differs from the model's.
        catheter_ul: Catheter volume [µL], where recorded.
        fixed_flow_ul_per_day: Flow of a constant-flow pump [µL/day], else None.
        end_of_service_on: Last day of the device's service life, where recorded.
        explanted_on: Day it was taken out, if it was.
    """

    patient: str
    model: str
    serial: str
    implanted_on: date
    capacity_ul: int | None = None
    catheter_ul: int | None = None
    fixed_flow_ul_per_day: int | None = None
    end_of_service_on: date | None = None
    explanted_on: date | None = None
    implanted_minute: int | None = None

    @property
    def implanted_at(self) -> When:
        """Day of the implant, with its clock time where known."""
        return When(self.implanted_on, self.implanted_minute)


class Pump(NamedTuple):
    """A device together with what the catalogue says of its model."""

    device: Device
    model: PumpModel

    @classmethod
    def of(cls, device: Device, catalogue: Catalogue) -> Pump:
        """The pump that a record describes."""
        return cls(device, catalogue.model(device.model))

    @property
    def capacity_ul(self) -> int:
        """Reservoir capacity [µL]: the device's own, else its model's."""
        return self.device.capacity_ul or self.model.capacity_ul

    @property
    def unusable_ul(self) -> int:
        """What stays in the reservoir and cannot be used [µL], 1 mL where that is not known."""
        return UNUSABLE_UL if self.model.unusable_ul is None else self.model.unusable_ul

    @property
    def fixed_flow_ul_per_day(self) -> int | None:
        """Flow of a constant-flow pump [µL/day], else None."""
        return self.device.fixed_flow_ul_per_day if self.model.constant_flow else None

    @property
    def presumed_service_end(self) -> date | None:
        """Last day of the model's years of service, where the device has no day of its own."""
        device, years = self.device, self.model.service_years
        if device.end_of_service_on is not None or years is None:
            return None
        return months_after(device.implanted_on, 12 * years)

    def stopped_too_long_on(self, since: date) -> date | None:
        """The day in which a stop of that day is longer than the model may stand, if it forbids."""
        hours = self.model.longest_stop_hours
        return None if hours is None else since + timedelta(days=hours // 24)


class Calibration(StrEnum):
    """Whether what residuals say of a pump's flow is worked out, and moves its dates.

    ``apply`` moves them from the first usable residual of a pump on, ``always`` before it too.
    """

    OFF = "off"
    SHOW = "show"
    APPLY = "apply"
    ALWAYS = "always"


class WindowRules(NamedTuple):
    """One patient's refill rules, the practice's own where the patient has none.

    Attributes:
        margin_days: Days kept between the last refill day and the alarm.
        min_months: Calendar months from a fill to the first refill day.
        max_months: Calendar months from a fill to the last refill day.
        alarm_ul: The patient's alarm volume [µL]; None takes the pump model's.
        notice_days: Days before the last working day from which a refill is due.
        working: The practice's working days.
        calibration: How residuals may move dates.
        residual_sd_ul: Standard deviation of a residual as read [µL].
        waste_witness: Whether controlled drug that is drawn needs a witness.
        max_doses: The plausible dose of each drug for which the practice has set one.
    """

    margin_days: int = 7
    min_months: int = 1
    max_months: int = 3
    alarm_ul: int | None = None
    notice_days: int = 14
    working: WorkingDays = WorkingDays()
    calibration: Calibration = Calibration.APPLY
    residual_sd_ul: int = 600
    waste_witness: bool = False
    max_doses: tuple[tuple[str, Dose], ...] = ()

    def with_own(
        self,
        *,
        margin_days: int | None,
        min_months: int | None,
        max_months: int | None,
        alarm_ul: int | None,
    ) -> WindowRules:
        """These rules, with a patient's own where given."""
        if margin_days is min_months is max_months is alarm_ul is None:
            return self
        return self._replace(
            margin_days=self.margin_days if margin_days is None else margin_days,
            min_months=self.min_months if min_months is None else min_months,
            max_months=self.max_months if max_months is None else max_months,
            alarm_ul=alarm_ul,
        )

    @property
    def may_move(self) -> bool:
        """Whether residuals may bring dates forward."""
        return self.calibration in (Calibration.APPLY, Calibration.ALWAYS)

    def notice_from(self, refill_by: date, *, filled_on: date) -> date:
        """The day from which the end of a window is near."""
        book_by = self.working.last_open(refill_by, earliest=filled_on)
        return book_by - timedelta(days=self.notice_days)

    def alarm_of(self, pump: Pump) -> int:
        """The alarm volume that holds for this patient in this pump [µL]."""
        return pump.model.alarm_ul if self.alarm_ul is None else self.alarm_ul
