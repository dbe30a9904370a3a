"""More patients of the invented clinic, each in a state that writing commands meet seldom.

| code | stands for |
|---|---|
| 0050 | a flex programme with patient boluses |
| 0051 | emptied and left so since 15 Nov |
| 0052 | a pump exchanged on 20 Nov, the new one not yet filled |
| 0053 | saline since 10 Nov |
| 0054 | a dose given as a flow, and a visit of 17 Nov that nobody closed |
| 0055 | a pump taken out on 1 Nov |
| 0056 | filled, with no programme |
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.builders import dose, empty, fill
from tests.builders.store import open_store, writing
from tests.builders.values import Device, Fact, Patient, Setting, Visit, VisitKind
from tests.builders.work import rebuild
from tests.cli.clinic import STAMP, TODAY, build_clinic

PATIENTS = ("0003", "0007", "0012", "0020", "0021", "0030", "0040", "0041", "0050", "0051", "0052",
    "0053", "0054", "0055", "0056",
)  # fmt: skip
FLEX = "00:00 5 mcg/h; 08:00 10 mcg/h"
BACLOFEN = "baclofen 500 mcg/mL"
_PRESENT: dict[str, tuple[str, str]] = {
    "0003": ("4 mg/day", "0.25 mg x 4/day"),
    "0007": ("120 mcg/day", ""),
    "0012": ("1 mg/day", ""),
    "0040": ("120 mcg/day", ""),
    "0050": (FLEX, "10 mcg x 2/day"),
    "0051": ("120 mcg/day", ""),
    "0053": ("120 mcg/day", ""),
    "0054": ("0.3 mL/day", ""),
}
"""The dose in force of each pump that has one, and its patient bolus."""
_LEDGERS: dict[str, tuple[Fact, ...]] = {
    "0050": (fill(), dose("2026-11-02", *_PRESENT["0050"])),
    "0051": (fill(), dose(), empty("2026-11-15T09:00", "8")),
    "0052": (fill(), dose()),
    "0053": (fill(), dose(), fill("2026-11-10T09:00", of="saline")),
    "0054": (fill(), dose("2026-11-02", _PRESENT["0054"][0])),
    "0055": (fill("2026-09-01"), dose("2026-09-01")),
    "0056": (fill(),),
}


def present(patient: str, at: str) -> tuple[str, str]:
    """The dose of the pump in place at a time, and its patient bolus; empty where it has none."""
    if patient == "0052" and at < "2026-11-20":
        return "120 mcg/day", ""
    return _PRESENT.get(patient, ("", ""))


def build_ward(path: Path) -> None:
    """Makes the clinic's store at a path, with these patients in it."""
    build_clinic(path)
    engine = open_store(str(path))
    with writing(engine, STAMP) as books:
        for place, (code, facts) in enumerate(_LEDGERS.items()):
            books.put_patient(Patient(code, f"Ward{place}, Zoe", date(1950 + place, 3, 1)))
            out = {"0052": date(2026, 11, 20), "0055": date(2026, 11, 1)}.get(code)
            pump = Device(code, "SM2-20", f"S{code}", date(2026, 5, 4), explanted_on=out)
            key = books.add_device(pump)
            for fact in facts:
                books.append(code, key, fact)
        books.add_device(Device("0052", "SM3-20", "T0052", date(2026, 11, 20)))
        books.put_visit(
            Visit("V2", "0054", VisitKind.FOLLOWUP, date(2026, 11, 17), 600, 30, Setting.CLINIC)
        )
        rebuild(books, today=TODAY)
    engine.dispose()
