"""One file in any shape: read as it is, or by a mapping that its owner mended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import Engine

from tests.builders.files import BadImport
from tests.builders.lists import MappingNeeded, list_source, mapping_text, read_mapping
from tests.builders.store import reading, writing
from tests.builders.values import Nurse
from tests.builders.work import Filter, import_sources, next_due
from tests.usecases.folders import fresh, stamp, today_in

AS_OF = date(2026, 11, 28)
PANEL = (
    "patient,name,birth_date,phone,setting,pump_model,serial,mixture,dose,bolus,filled_on,"
    "injected_ml,alarm_ml,latitude,longitude"
)
IDA = '0001,"Testperson, Ida",{},,clinic,SM2-20,A1,baclofen 500 mcg/mL,140 mcg/day,,{},20,,,'


@pytest.fixture
def store(tmp_path: Path) -> Engine:
    """An empty store."""
    return fresh(tmp_path / "store.sqlite")


def taken(store: Engine, path: Path, mapping: str = "", *, auto: bool = False) -> Sequence[str]:
    """Imports a list by a mapping; gives its notes."""
    read = read_mapping(mapping, file="m.toml") if mapping else None
    source = list_source(path, mapping=read, auto=auto)
    with writing(store, stamp()) as books:
        import_sources(books, [source], today_in=today_in)
    return source.notes


def dates(store: Engine) -> dict[str, tuple[str, str, str]]:
    """Name, last fill and last refill day of everybody, by code."""
    with reading(store) as books:
        found = next_due(books, as_of=AS_OF, last=AS_OF, wanted=Filter(everybody=True))
    return {
        item.patient: (item.name, str(item.filled_on), str(item.refill_by)) for item in found.items
    }


def written(tmp_path: Path, text: str, encoding: str = "utf-8", name: str = "list.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def needed(path: Path) -> MappingNeeded:
    """The proposal for a list that needs one."""
    with pytest.raises(MappingNeeded) as caught:
        list_source(path)
    return caught.value


RIGHT = {"0001": ("Müller, Ida", "2026-11-02", "2026-12-29")}
ROW = IDA.format("1961-02-03", "2026-11-02").replace("Testperson", "Müller")


@pytest.mark.parametrize(
    ("encoding", "separator", "note"),
    [
        ("utf-8", ",", ()),
        ("utf-8-sig", "\t", ()),
        ("cp1252", ";", ("read as Windows-1252, since it is not UTF-8",)),
        ("utf-16", ",", ("read as UTF-16",)),
    ],
)
def test_a_panel_in_any_encoding_and_with_any_separator_is_read_as_it_is(
    store: Engine, tmp_path: Path, encoding: str, separator: str, note: tuple[str, ...]
) -> None:
    text = f"{PANEL}\n{ROW}\n".replace('"Müller, Ida"', "Müller@Ida")
    text = text.replace(",", separator).replace("Müller@Ida", '"Müller, Ida"')
    assert taken(store, written(tmp_path, text, encoding)) == note
    assert dates(store) == RIGHT


def test_a_line_break_in_a_cell_becomes_a_comma(store: Engine, tmp_path: Path) -> None:
    text = f'{PANEL},address\n{ROW},"12 Invented St\r\nApt 4"\n'
    taken(store, written(tmp_path, text))
    with reading(store) as books:
        patient = books.patient("0001")
    assert patient is not None
    assert patient.address == "12 Invented St, Apt 4"


def test_an_open_quote_in_a_list_spoils_its_own_line_alone(tmp_path: Path, store: Engine) -> None:
    text = f'{PANEL}\n{ROW}\n0002,"Open,,,,,,,,,,,,,\n{ROW.replace("0001", "0003")}\n'
    with pytest.raises(BadImport) as caught:
        taken(store, written(tmp_path, text))
    assert [str(each) for each in caught.value.problems] == [
        "list.csv:3: name: a quote is opened and not closed on its line"
    ]


def test_a_coordinate_is_cut_to_nine_decimals(store: Engine, tmp_path: Path) -> None:
    text = f"{PANEL}\n{ROW[:-1]}44.97864112345678,-93.27023712345678\n"
    taken(store, written(tmp_path, text))
    with reading(store) as books:
        patient = books.patient("0001")
    assert patient is not None
    assert patient.location is not None
    assert patient.location.latitude_nano == 44_978_641_123


CAPS = PANEL.title().replace("Ml", "mL")


def test_headings_in_other_letters_are_proposed_and_taken_as_proposed(
    store: Engine, tmp_path: Path
) -> None:
    path = written(tmp_path, f"{CAPS}\n{ROW.replace('clinic', 'Clinic')}\n")
    assert needed(path).open == []
    taken(store, path, auto=True)
    assert dates(store) == RIGHT


US = f"{PANEL}\n{IDA.format('2/3/1961', '11/2/2026')}\n{IDA.format('22314', '46328')}\n".replace(
    "22314", "22315"
).replace('0001,"Testperson, Ida",22315', '0002,"Testperson, Bert",22315')
US = US.replace("clinic,SM2-20,A1,baclofen 500 mcg/mL,140 mcg/day,,46328", "clinic,SM2-20,A2,"
                "baclofen 500 mcg/mL,140 mcg/day,,46328")  # fmt: skip


def test_days_in_numbers_are_read_only_with_a_stated_order(store: Engine, tmp_path: Path) -> None:
    path = written(tmp_path, US)
    proposal = needed(path)
    assert [each.split(":")[0] for each in proposal.open] == [
        '[dates] birth_date ("birth_date")',
        '[dates] filled_on ("filled_on")',
        "serial",
    ]
    text = mapping_text(proposal.proposal.mapping)
    for line in ("birth_date", "filled_on"):
        text = text.replace(f'{line} = ""', f'{line} = "mdy"')
    taken(store, path, text.replace('serial = ""', "serial = true"))
    assert {code: found[1:] for code, found in dates(store).items()} == {
        "0001": ("2026-11-02", "2026-12-29"),
        "0002": ("2026-11-02", "2026-12-29"),
    }


def test_a_proposal_with_open_entries_is_not_taken_unseen(tmp_path: Path) -> None:
    with pytest.raises(MappingNeeded):
        list_source(written(tmp_path, US), auto=True)


LIST = """\
Pump list - printed 11/28/2026
MRN,Patient Name,Pump,Drug,Conc,Dose (mcg/day),Last Fill,Fill Vol (mL),Shoe size
7,"Doe, Ida",SynchroMed II 20 mL,Baclofen,500 mcg/mL,140,13-Nov-2026,20,43
,,,,,,,,
Total patients: 1
"""
MAPPED = """\
header = 2
leave_out = ["total"]
[columns]
MRN = "patient"
"Patient Name" = "name"
Pump = "pump_model"
Drug = "drug"
Conc = "concentration"
"Dose (mcg/day)" = "dose"
"Last Fill" = "filled_on"
"Fill Vol (mL)" = "injected_ml"
"Shoe size" = ""
[units]
dose = "mcg/day"
[codes]
patient = "pad 4"
"""


def test_a_list_with_a_title_blank_rows_and_a_total_is_read_by_its_mapping(
    store: Engine, tmp_path: Path
) -> None:
    notes = taken(store, written(tmp_path, LIST), MAPPED)
    assert notes == ("left out as no patient's: row 5", "1 blank row left out")
    assert dates(store) == {"0007": ("Doe, Ida", "2026-11-13", "2027-01-09")}


def problems(path: Path, store: Engine, mapping: str = MAPPED) -> list[str]:
    with pytest.raises(BadImport) as caught:
        taken(store, path, mapping)
    return [str(problem) for problem in caught.value.problems]


def test_all_that_a_mapping_cannot_read_is_told_at_once_in_the_lists_own_words(
    store: Engine, tmp_path: Path
) -> None:
    bad = '8,"Doe, Bo",Old pump,Baclofin,500,"1,5",11/2/2026,20 gal,\n'
    found = problems(written(tmp_path, LIST.replace("Total", f"{bad}Total")), store)
    assert [problem.split(": ")[0:2] for problem in found] == [
        ["list.csv:5", "Dose (mcg/day)"],
        ["list.csv:5", "Last Fill"],
        ["list.csv:5", "Pump"],
        ["list.csv:5", "Fill Vol (mL)"],
        ["list.csv:5", "Drug + Conc"],
    ]


def test_a_mapping_of_another_list_is_refused_by_the_columns_that_differ(
    store: Engine, tmp_path: Path
) -> None:
    found = problems(written(tmp_path, LIST.replace("Shoe size", "Hat size")), store)
    assert found == [
        "list.csv:2: Shoe size: is in the mapping and no column of the list",
        'list.csv:2: Hat size: is not in the mapping: name it there, "" leaves it out',
    ]


def test_a_row_of_other_width_is_a_problem(store: Engine, tmp_path: Path) -> None:
    found = problems(written(tmp_path, LIST.replace("Total", "8,Bo\nTotal")), store)
    assert found == ["list.csv:5: has 2 values for the header's 9 columns"]


def test_what_a_proposal_leaves_unreadable_is_told_with_it(tmp_path: Path) -> None:
    path = written(tmp_path, LIST.replace("20,43", "20 gal,43"))
    assert [str(problem)[:26] for problem in needed(path).problems] == [
        "list.csv:3: Fill Vol (mL):"
    ]


def test_what_hangs_on_a_word_that_is_open_is_not_told_with_a_proposal(tmp_path: Path) -> None:
    text = LIST.replace("SynchroMed II 20 mL", "SM2-21").replace("Baclofen", "Baklofen")
    proposal = needed(written(tmp_path, text))
    assert [each.split(":")[0] for each in proposal.open] == [
        '[words.drug] "Baklofen"',
        '[words.pump_model] "SM2-21"',
    ]
    assert proposal.problems == []


def test_a_file_that_is_no_list_of_patients_gets_no_proposal(tmp_path: Path) -> None:
    with pytest.raises(BadImport, match="1 problem"):
        list_source(written(tmp_path, "colour,shape\nred,round\n"))


def grouped(tmp_path: Path) -> Path:
    """A workbook of a nurse's patients: she, a heading and a drug are merged over their rows."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Nurse", "MRN", "Name", "Birth date", "Pump", "Drug", "Conc", "Dose", "Last fill",
                  "Fill volume"])  # fmt: skip
    sheet.append(["North clinic"])
    for number in (1, 2, 3):
        sheet.append([None, f"000{number}", f"Testperson, T{number}", f"196{number}-02-03",
                      "SM2-20", None, "500 mcg/mL", "140 mcg/day", "2026-11-02",
                      20])  # fmt: skip
    sheet["A3"], sheet["F3"] = "N1", "Baclofen"
    for ref in ("A2:J2", "A3:A5", "F3:F5"):
        sheet.merge_cells(ref)
    book.save(tmp_path / "grouped.xlsx")
    return tmp_path / "grouped.xlsx"


def test_what_is_merged_over_a_group_of_patients_is_read_for_each_and_said(
    store: Engine, tmp_path: Path
) -> None:
    with writing(store, stamp()) as books:
        books.put_nurse(Nurse("N1", "Ann"))
    notes = taken(store, grouped(tmp_path), auto=True)
    assert notes == (
        "merged cells count for each of their rows: A3:A5, F3:F5",
        "left out as no patient's: row 2",
    )
    with reading(store) as books:
        assert [each.preferred_nurse for each in books.patients()] == ["N1", "N1", "N1"]
    assert dates(store).keys() == {"0001", "0002", "0003"}


def workbook(tmp_path: Path, *fills: object) -> Path:
    """A workbook of one patient for each day of the last fill; the second row is hidden."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["MRN", "Name", "Pump", "Drugs", "Dose", "Last fill", "Fill volume", "Status"])
    for number, day in enumerate(fills, 1):
        sheet.append([f"000{number}", f"Testperson, T{number}", "SM2-20", "baclofen 500 mcg/mL",
                      "140 mcg/day", day, 20, "inactive"])  # fmt: skip
    sheet.row_dimensions[2].hidden = True
    book.save(tmp_path / "list.xlsx")
    return tmp_path / "list.xlsx"


def test_what_is_hidden_or_left_out_of_a_list_is_said_where_its_proposal_is_taken(
    store: Engine, tmp_path: Path
) -> None:
    assert taken(store, workbook(tmp_path, date(2026, 11, 2)), auto=True) == (
        "hidden in Excel, and read all the same: row 2",
        "columns left out: Status",
    )


def test_a_day_that_may_have_been_exchanged_with_its_month_is_a_problem(
    store: Engine, tmp_path: Path
) -> None:
    path = workbook(tmp_path, "13/11/2026", date(2026, 3, 11), "28/10/2026")
    with pytest.raises(BadImport) as caught:
        taken(store, path, auto=True)
    (problem,) = caught.value.problems
    assert str(problem).startswith("list.xlsx:3: Last fill: is a day beside texts")
    assert dates(store) == {}
