"""The end of a therapy: the package and the simulator agree on the status of every such day."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from pumpsched.domain.therapy_end import therapy_end
from tests.builders import CATALOGUE, PUMP, when
from tests.builders.values import Decision, DecisionKind, Ledger, WindowRules, project
from tests.oracle.compare import fact_of
from tests.oracle.hand_cases import PUMP as PUMP_ROW
from tests.oracle.hand_cases import dose, fact, fill
from tests.oracle.minute_simulator import expected_item
from tests.oracle.plain_quantities import Row

REST: dict[str, tuple[Row, ...]] = {
    "runs": (),
    "stopped": (fact("stop", "2026-11-10T08:00"),),
    "emptied": (fact("empty", "2026-11-10T08:00"),),
    "started again": (fact("stop", "2026-11-10T08:00"), fact("start", "2026-11-25T08:00")),
    "filled again": (fact("empty", "2026-11-10T08:00"), fill("2026-11-25T08:00")),
    "stopped once more": (
        *(fact("stop", "2026-11-10T08:00"), fact("start", "2026-11-25T08:00")),
        fact("stop", "2026-11-26T08:00"),
    ),
}
DECIDED = ("2026-11-09", "2026-11-10", "2026-11-26")
SEEN = (date(2026, 11, 12), date(2026, 11, 27), date(2027, 2, 28), date(2027, 3, 1))


@pytest.mark.parametrize("rest", REST)
def test_the_status_of_a_pump_whose_therapy_ended_is_the_simulators(rest: str) -> None:
    rows = (fill(), dose(), *REST[rest])
    ledger = Ledger.of(fact_of(row, seq) for seq, row in enumerate(rows, start=1))
    for on, as_of in product(DECIDED, SEEN):
        row = {"decision": "therapy-ended", "at": on, "until": "2027-03-01"}
        said = expected_item({}, [PUMP_ROW], rows, {}, [], as_of, [row])
        view = project(ledger, PUMP, WindowRules(), CATALOGUE, as_of=as_of)
        decision = Decision(
            *("0007", when(on), DecisionKind.THERAPY_ENDED, "Dr Vale"), until=date(2027, 3, 1)
        )
        ended = therapy_end(view, [decision]) is not None
        assert view.status_on(as_of, ended=ended) == said["status"], (on, as_of)
