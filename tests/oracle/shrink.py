"""The smallest ledger on which the core and the simulator still differ.

``python -m tests.oracle.shrink SEED …`` drops rows and cells of each case, one after the other, as
long as a difference stays, and prints what is left.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.oracle.compare import differences_in
from tests.oracle.plain_ledger import Ledger
from tests.oracle.random_ledgers import Case, random_case

_KEPT = {"patient", "name", "birth_date", "at", "event", "injected_ml", "amount", "dose", "flex"}
_KEPT |= {"programmer_alarm_on", "reservoir_ml"}


def _is_readable(case: Case) -> bool:
    """Whether every fill knows its mixture."""
    rows = [*case.events, case.new_fill] if case.new_fill else case.events
    try:
        Ledger(case.pumps, rows, case.as_of)
    except IndexError:
        return False
    return True


def _smaller(case: Case) -> Iterator[Case]:
    """Cases that lack one row or one cell of a case."""
    for number in range(len(case.events)):
        yield replace(case, events=case.events[:number] + case.events[number + 1 :])
    for number, row in enumerate(case.events):
        for key in row.keys() - _KEPT:
            less = {column: cell for column, cell in row.items() if column != key}
            yield replace(case, events=[*case.events[:number], less, *case.events[number + 1 :]])
    for key in case.patient.keys() - _KEPT:
        yield replace(case, patient={k: v for k, v in case.patient.items() if k != key})
    for key in case.settings:
        yield replace(case, settings={k: v for k, v in case.settings.items() if k != key})
    if case.closures:
        yield replace(case, closures=[])
    if case.new_fill:
        yield replace(case, new_fill=None)
    if len(case.pumps) > 1:
        yield replace(case, pumps=case.pumps[:1])
        yield replace(case, pumps=case.pumps[1:])


def smallest(case: Case, check: Callable[[Case], list[str]]) -> Case:
    """The case with nothing in it that its first kind of difference could do without."""
    key = check(case)[0].split()[0]
    while True:
        for less in _smaller(case):
            if _is_readable(less) and any(text.startswith(key) for text in check(less)):
                case = less
                break
        else:
            return case


def report(case: Case) -> str:
    """A case with its differences, a row a line."""
    rows = [case.patient, case.settings, *case.pumps, *case.events, *case.closures]
    lines = [" ".join(f"{key}={cell}" for key, cell in row.items()) for row in rows]
    new = [f"new fill: {case.new_fill}"] if case.new_fill else []
    return "\n".join(
        [f"seed {case.seed} as of {case.as_of}", *lines, *new, *differences_in(case), ""]
    )


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        found = random_case(int(argument))
        if differences_in(found):
            found = smallest(found, differences_in)
        sys.stdout.write(report(found) + "\n")
