"""A list of a few people, and what a store makes of it: for tests of what is imported again."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from tests.builders.store import reading, writing
from tests.builders.values import Fact, Outlook
from tests.builders.work import Choices, ImportReceipt, rebuild
from tests.store.records import examined, stamp
from tests.usecases.folders import TODAY, take

HEADER = (
    "patient,name,phone,pump_model,serial,mixture,dose,filled_on,injected_ml,implanted_on,"
    "programmer_alarm_on\n"
)
DAY, AMOUNT = "2026-10-20", "140 mcg/day"
FROM_FILE = "(imported from list.csv line 2 on 2026-11-22 by ann)"
WAYS = "--update R1 takes this row, --skip R1 leaves it out"


def row(
    on: str = DAY, amount: str = AMOUNT, *, ml: str = "20", code: str = "R1", **cells: str
) -> str:
    own = {"model": "SM2-20", "serial": f"S-{code}", "implanted": "2024-05-01", "alarm": ""} | cells
    return (
        f"{code},Rita,612-555-0101,{own['model']},{own['serial']},baclofen 500 mcg/mL,{amount},"
        f"{on},{ml},{own['implanted']},{own['alarm']}\n"
    )


def sheet(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(HEADER + "".join(rows))
    return path


def outlook(store: Engine, code: str = "R1") -> Outlook:
    """What lists show of the patient's last pump."""
    with reading(store) as books:
        found = books.outlook(books.implants(code)[-1].key)
    assert found is not None
    assert examined(store, today=TODAY).is_well
    return found


def typed(store: Engine, *facts: Fact, code: str = "R1") -> None:
    """Facts that a person recorded."""
    with writing(store, stamp("refill")) as books:
        for fact in facts:
            books.append(code, books.implants(code)[-1].key, fact)
    with writing(store, stamp("doctor")) as books:
        rebuild(books, today=TODAY)


def updated(store: Engine, path: Path, code: str = "R1") -> ImportReceipt:
    return take(store, path, choices=Choices(update=frozenset({code})))
