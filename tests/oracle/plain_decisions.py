"""What a decision does to the status of a pump, by the words of the rule alone.

A therapy that has ended sorts a stopped or emptied pump with ``stopped`` from the day of the
decision until the day of the review, on which it presses again; a later fill or start ends it.
"""

from __future__ import annotations

from collections.abc import Sequence

from .plain_ledger import Ledger
from .plain_quantities import Row


def therapy_has_ended(ledger: Ledger, decisions: Sequence[Row]) -> bool:
    """Whether a row of ``decisions.csv`` says so on the day looked from."""
    if not (ledger.stopped or ledger.emptied):
        return False
    turned = max(str(fact.day) for fact in ledger.facts if fact.kind in ("fill", "start"))
    return any(
        row["decision"] == "therapy-ended"
        and turned <= row["at"][:10] <= str(ledger.as_of) < row["until"]
        for row in decisions
    )
