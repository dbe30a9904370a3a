"""``data/lists``: ten lists as practice systems and hands write them, of the same six people.

Run as ``python -m tests.generator.write_lists``. Their mappings are mended by hand and kept
beside them. A workbook is not the same to the byte when it is made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import Workbook

PLACE = Path(__file__).parents[2] / "data" / "lists"


class Person(NamedTuple):
    """One invented patient; the drugs stand with their concentrations."""

    code: str
    last: str
    first: str
    born: date
    phone: str
    model: str
    number: str
    serial: str
    drugs: tuple[tuple[str, str, str], ...]
    dose: str
    unit: str
    filled: date
    volume: str


PEOPLE = (
    Person("0007", "Müller", "Ida", date(1961, 4, 2), "612-555-0107", "SynchroMed II 20 mL",
           "8637-20", "L700001", (("Baclofen", "500", "mcg/mL"),), "140", "mcg/day",
           date(2026, 10, 14), "20"),
    Person("0012", "Nguyễn", "Bình", date(1955, 11, 23), "612-555-0112", "SynchroMed II 40 mL",
           "8637-40", "L700002", (("Morphine", "20", "mg/mL"), ("Bupivacaine", "10", "mg/mL")),
           "8.5", "mg/day", date(2026, 9, 28), "39.5"),
    Person("0019", "O'Brien", "Siobhan", date(1978, 2, 28), "612-555-0119", "SynchroMed II 20 mL",
           "8637-20", "L700003", (("Baclofen", "2000", "mcg/mL"),), "624.5", "mcg/day",
           date(2026, 10, 21), "18"),
    Person("0023", "Okafor", "Ben", date(1949, 12, 31), "612-555-0123", "SynchroMed II 40 mL",
           "8637-40", "L700004", (("Hydromorphone", "10", "mg/mL"),), "3.2", "mg/day",
           date(2026, 11, 3), "40"),
    Person("0042", "Testa", "Gia", date(1990, 6, 15), "612-555-0142", "SynchroMed II 20 mL",
           "8637-20", "L700005", (("Baclofen", "1000", "mcg/mL"),), "310", "mcg/day",
           date(2026, 11, 12), "20"),
    Person("0101", "Lund", "Per", date(1967, 8, 19), "612-555-0101", "SynchroMed II 20 mL",
           "8637-20", "L700006", (("Morphine", "25", "mg/mL"),), "5", "mg/day",
           date(2026, 10, 29), "19.5"),
)  # fmt: skip


def us(day: date) -> str:
    """``11/2/2026``."""
    return f"{day.month}/{day.day}/{day.year}"


def german(day: date) -> str:
    """``02.11.2026``."""
    return f"{day:%d.%m.%Y}"


def full(each: Person) -> str:
    """Last and first name."""
    return f"{each.last}, {each.first}"


def combined(each: Person) -> str:
    """``Morphine/Bupivacaine 20/10 mg/ml``."""
    names, amounts = zip(*((drug, amount) for drug, amount, _ in each.drugs), strict=True)
    return f"{'/'.join(names)} {'/'.join(amounts)} {each.drugs[0][2].lower()}"


def one(each: Person) -> str:
    """The mixture as this program writes it."""
    return " + ".join(" ".join(drug) for drug in each.drugs)


def text(
    name: str,
    encoding: str,
    separator: str,
    header: Sequence[str],
    row: Callable[[Person], Sequence[str]],
    *,
    before: Sequence[str] = (),
    after: Sequence[str] = (),
    end: str = "\r\n",
) -> None:
    """Writes a list as text, quoted where it must be."""

    def quoted(cell: str) -> str:
        return f'"{cell}"' if separator in cell or "\n" in cell else cell

    rows = [header, *map(row, PEOPLE)]
    lines = [*before, *(separator.join(map(quoted, cells)) for cells in rows), *after]
    (PLACE / name).write_bytes("".join(line + end for line in lines).encode(encoding))


def workbook(name: str, fill: Callable[[Any], None], *others: str) -> None:
    """Writes a list as a workbook; other sheets are notes."""
    book = Workbook()
    fill(book.worksheets[0])
    for title in others:
        book.create_sheet(title).append(["Seen by the office on Mondays."])
    book.save(PLACE / name)


def clock(day: date) -> datetime:
    """Midnight, as a cell of Excel has a day."""
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a cell has no zone


def _epic(sheet: Any) -> None:
    sheet.append(["Intrathecal Pump Registry"])
    sheet.merge_cells("A1:J1")
    sheet.append(["Run 11/20/2026"])
    sheet.append([])
    sheet.append(["MRN", "Patient Name", "Date of Birth", "Home Phone", "Pump Model",
                  "Pump Serial Number", "Medication", "Concentration", "Conc Unit", "Daily Dose",
                  "Dose Unit", "Last Refill Date", "Refill Volume"])  # fmt: skip
    for each in PEOPLE:
        names, amounts, units = zip(*each.drugs, strict=True)
        sheet.append([each.code, full(each), clock(each.born), each.phone, each.model,
                      each.serial, "/".join(names), "/".join(amounts), units[0],
                      float(each.dose), each.unit, clock(each.filled),
                      float(each.volume)])  # fmt: skip
    sheet.append(["Total patients: 6"])


def _by_hand(sheet: Any) -> None:
    sheet.append(["Patient", "Chart #", "DOB", "Tel", "Pump", "Drug(s)", "Dose", "Last fill",
                  "Vol filled", "Comments"])  # fmt: skip
    for each in PEOPLE:
        sheet.append([full(each), int(each.code), clock(each.born), each.phone, each.number,
                      combined(each), f"{each.dose} {each.unit}", clock(each.filled),
                      float(each.volume), "call first\nthen come"])  # fmt: skip
        sheet.cell(sheet.max_row, 2).number_format = "0000"
        if each.code == "0019":
            sheet.append([])


def write_lists() -> None:
    """Writes all ten."""
    PLACE.mkdir(parents=True, exist_ok=True)
    workbook("epic-registry.xlsx", _epic)
    workbook("by-hand.xlsx", _by_hand)
    workbook("two-sheets.xlsx", _by_hand, "Notes")
    text(
        "athena-report.csv", "utf-8-sig", ",",
        ["patientid", "patient lastname", "patient firstname", "patient dob", "patient homephone",
         "device model", "device serial", "pump medication", "current dose", "last refill",
         "fill volume"],
        lambda p: [p.code, p.last, p.first, us(p.born), p.phone, p.model, p.serial, one(p),
                   f"{p.dose} {p.unit}", us(p.filled), p.volume],
        after=['"Report generated 11/20/2026"'],
    )  # fmt: skip
    text(
        "praxis.csv", "cp1252", ";",
        ["Pat.-Nr.", "Nachname", "Vorname", "Geburtsdatum", "Telefon", "Pumpentyp", "Seriennummer",
         "Medikament", "Tagesdosis", "Letzte Füllung", "Füllmenge (ml)"],
        lambda p: [p.code, p.last.replace("ễ", "e"), p.first.replace("ì", "i"), german(p.born),
                   p.phone, p.number, p.serial, one(p),
                   f"{p.dose} {p.unit.replace('day', 'Tag')}".replace(".", ","),
                   german(p.filled), p.volume.replace(".", ",")],
    )  # fmt: skip
    text(
        "access-export.txt", "utf-16", "\t",
        ["PatID", "LastName", "FirstName", "BirthDate", "Phone", "PumpModel", "SerialNo", "Drug1",
         "Conc1", "Drug2", "Conc2", "Dose", "FillDate", "FillVolume"],
        lambda p: [p.code, p.last, p.first, f"{us(p.born)} 0:00:00", p.phone, p.number, p.serial,
                   p.drugs[0][0], " ".join(p.drugs[0][1:]),
                   p.drugs[1][0] if len(p.drugs) > 1 else "",
                   " ".join(p.drugs[1][1:]) if len(p.drugs) > 1 else "",
                   f"{p.dose} {p.unit}", f"{us(p.filled)} 0:00:00", p.volume],
    )  # fmt: skip
    text(
        "vendor-log.csv", "utf-8", ",",
        ["Device Serial Number", "Model Number", "Patient ID", "Patient Name", "Drug",
         "Drug Concentration", "Dose (mcg/24 hr)", "PTM Dose", "PTM Unit", "PTM Per Day",
         "Date of Last Refill", "Refill Vol (cc)", "Low Reservoir Alarm Volume"],
        lambda p: [p.serial, p.number, p.code, full(p), "/".join(d[0] for d in p.drugs),
                   "/".join(d[1] for d in p.drugs) + " " + p.drugs[0][2],
                   str(int(float(p.dose) * 1000)) if p.unit == "mg/day" else p.dose, "0", "mcg",
                   "0", f"{p.filled:%d-%b-%Y}", f"{p.volume} cc", "2"],
        end="\n",
    )  # fmt: skip
    text(
        "serials.csv", "utf-8", ",",
        ["patient", "name", "birth_date", "phone", "pump_model", "serial", "mixture", "dose",
         "filled_on", "injected_ml"],
        lambda p: [p.code, full(p), str((p.born - date(1899, 12, 30)).days), p.phone, "SM2-20"
                   if "20" in p.model else "SM2-40", p.serial, one(p), f"{p.dose} {p.unit}",
                   str((p.filled - date(1899, 12, 30)).days), p.volume],
    )  # fmt: skip
    text(
        "pipe-extract.txt", "utf-8", "|",
        ["MRN", "NAME", "DOB", "PHONE", "PUMP", "PUMP_SN", "DRUG", "CONC_MCG_ML", "DOSE_MCG_DAY",
         "LAST_FILL_DATE", "FILL_VOL_ML"],
        lambda p: [p.code.lstrip("0"), full(p).upper(), f"{p.born:%Y/%m/%d}", p.phone, p.number,
                   p.serial, "/".join(d[0] for d in p.drugs).upper(),
                   "/".join(_micrograms(d) for d in p.drugs),
                   p.dose if p.unit == "mcg/day" else str(int(float(p.dose) * 1000)),
                   f"{p.filled:%Y/%m/%d}", p.volume],
    )  # fmt: skip
    text(
        "title-case.csv", "utf-8", ",",
        ["Patient", "Name", "Birth Date", "Phone", "Setting", "Pump Model", "Serial", "Mixture",
         "Dose", "Filled On", "Injected mL", "Latitude", "Longitude", "Address"],
        lambda p: [p.code, full(p), str(p.born), p.phone, "Office", p.model, p.serial, combined(p),
                   f"{p.dose} {p.unit}", str(p.filled), p.volume, "44.97864112345678",
                   "-93.27023712345678", "1 Invented St\nApt 4"],
    )  # fmt: skip


def _micrograms(drug: tuple[str, str, str]) -> str:
    _, amount, unit = drug
    return amount if unit == "mcg/mL" else str(int(amount) * 1000)


if __name__ == "__main__":
    write_lists()
