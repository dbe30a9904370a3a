"""What differs is shown on the smallest ledger that still differs."""

from .random_ledgers import Case, random_case
from .shrink import smallest


def test_a_case_is_shrunk_to_the_one_row_that_its_difference_needs() -> None:
    def has_a_bolus(case: Case) -> list[str]:
        return ["bolus is there"] * any(row["event"] == "bolus" for row in case.events)

    found = next(case for case in map(random_case, range(100)) if has_a_bolus(case))
    least = smallest(found, has_a_bolus)
    assert [row["event"] for row in least.events] == ["bolus"]
    assert (least.settings, least.closures, least.new_fill) == ({}, [], None)
