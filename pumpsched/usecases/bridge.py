"""The bridge at a change of concentration: how long old drug still reaches the patient.

After a refill with another mixture, the line from the reservoir to the catheter tip still holds
the old one. Until that volume has passed at the present flow, the patient receives the old
concentration. Mixing and diffusion smear the step, so this is an estimate.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from pumpsched.domain.errors import NotFound, Unsafe
from pumpsched.domain.mixture import Mixture
from pumpsched.domain.people import Patient
from pumpsched.domain.programme import DAY_MINUTES
from pumpsched.domain.quantities import Volume
from pumpsched.store.books import Books
from pumpsched.usecases.chart import open_chart


@dataclass(frozen=True, slots=True)
class Bridge:
    """What lies between reservoir and catheter tip, and how long it takes to pass.

    Attributes:
        patient: Whose pump it is.
        old: What is in the reservoir and the line.
        new: What the next fill would bring.
        line_ul: Volume of the line [µL]: the catheter, and the pump's own tubing where given.
        flow_ul_per_day: The present flow [µL/day].
    """

    patient: Patient
    old: Mixture
    new: Mixture
    line_ul: int
    flow_ul_per_day: Fraction

    @property
    def minutes(self) -> int:
        """Time until the old mixture has passed [minutes], rounded up."""
        return -(-self.line_ul * DAY_MINUTES // self.flow_ul_per_day)


def bridge(books: Books, code: str, new: Mixture, *, as_of: date, tubing: Volume | None) -> Bridge:
    """The bridge from what is in the pump to a new mixture.

    Args:
        books: The open store.
        code: The patient's code.
        new: The mixture of the next fill.
        as_of: The day looked from.
        tubing: The pump's own tubing from its manual, added to the recorded catheter volume.

    Raises:
        NotFound: No catheter volume is recorded and no tubing given, or nothing is in the pump.
        Unsafe: The pump is stopped, so nothing passes.
    """
    chart = open_chart(books, code, as_of=as_of)
    pump = chart.pump_in_place()
    view = chart.view()
    if view.mixture is None or view.window is None:
        raise NotFound(
            f"Patient {code} has no fill with a programme to bridge from.",
            code="nothing-to-bridge",
            next_step=f"pumpsched show {code}",
        )
    line = (pump.device.catheter_ul or 0) + (tubing.ul if tubing else 0)
    if not line:
        raise NotFound(
            f"The catheter volume of patient {code} is not recorded.",
            code="catheter-unknown",
            why="It follows from the implanted length and the maker's volume per cm.",
            next_step=f"pumpsched pump edit {code} --catheter-ml 0.2",
        )
    flow = view.flow_ul_per_day
    if not flow:
        raise Unsafe(
            f"The pump of patient {code} is stopped: nothing passes through the line.",
            code="pump-stopped",
            next_step=f"pumpsched start {code}",
        )
    return Bridge(chart.patient, view.mixture, new, line, flow)
