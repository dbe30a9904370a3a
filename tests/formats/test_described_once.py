"""A column of the files, and a kind of fact, is named in one file of the package.

A new one is a line of its record, and nothing that reads, writes, stores, lists or offers it says
its name again. Where the same word stands elsewhere it is another thing, listed here with what.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pumpsched
from pumpsched.records.events import EVENT_KINDS
from tests.builders.files import FOLDER, PANEL

PACKAGE = Path(pumpsched.__file__).parent
EVERYDAY = frozenset(
    (
        *("patient", "nurse", "site", "visit", "visits", "name", "setting", "status", "kind"),
        *("from", "to", "at", "minutes", "reason", "number", "note", "notes", "key", "value"),
        *("who", "model", "hours", "roster", "condition", "phone", "start", "stop", "empty"),
        *("decision", "fact"),
    )
)
"""Words that name other things as well: kinds of codes, parts of a plan, headings of any list."""

SCHEMA = {
    "store/practice_tables.py",
    "store/tables.py",
    "store/visit_tables.py",
    "store/migrations/versions/m0001_first.py",
    "store/migrations/versions/m0002_contents.py",
    "store/migrations/versions/m0003_fact_names.py",
    "store/migrations/versions/m0004_decisions.py",
    "store/migrations/versions/m0006_calibrated.py",
    "store/migrations/versions/m0007_phone.py",
    "store/migrations/versions/m0009_supply.py",
    "store/migrations/versions/m0010_archive.py",
    "store/migrations/versions/m0011_check_volume.py",
    "store/migrations/versions/m0012_phones_and_days.py",
}
"""The database is told the names of its own columns, which are often those of the files."""

DOCUMENTS = {
    "cli/documents.py",
    "cli/planning_documents.py",
    *(
        f"cli/commands/{name}.py"
        for name in (
            *("exchange", "orders", "plan_questions", "plan_text", "purse_card", "route"),
            *("simulate", "worklist"),
        )
    ),
}
"""Views of their own, whose keys and headings the contract gives: a new column is not in them."""

COMMANDS = {"cli/registry.py", "cli/commands/facts.py", "cli/commands/patients.py"}
"""Commands that are called like the fact they record."""

ELSEWHERE = {
    "cli/commands/dose.py": {"dose"},  # the command
    "cli/commands/encounter_steps.py": {
        *("boluses_used", "bud_on", "dose", "expires_on", "kit", "lot", "mixture", "witness"),
    },  # answers at the bedside
    "cli/commands/audit.py": {"by"},  # a key of its document, as the next
    "cli/commands/demand.py": {"by"},
    "cli/commands/patients.py": {"decision"},  # the name of a document
    "cli/commands/bedside_sheet.py": {"fill"},  # a row of the page
    "domain/residual_groups.py": {"lot"},  # what residuals are put together by
    "domain/calendars.py": {"start"},  # of opening hours
    "records/folder.py": {"start"},  # of a visit
    "domain/catalogue.py": {"mixture"},  # nouns of refusals, as the next three
    "domain/quantities.py": {"dose"},
    "domain/therapy.py": {"bolus", "flex", "mixture"},
    "records/cell_types.py": {"amount", "dose", "mixture", "skills"},
    "domain/plausible.py": {"latitude", "longitude"},  # words of a finding
    "domain/status.py": {"programmer_alarm_on"},  # a date of the window, as in the next two
    "domain/ledger_findings.py": {
        "dose",
        "end_of_service_on",
        "programmer_alarm_on",
    },  # what it tells
    "domain/settings.py": {"margin_days", "max_months", "min_months"},  # the practice's own
    "usecases/visits.py": {"overridden"},  # an attribute of a visit
    "usecases/simulate.py": {"margin_days"},  # that setting, as in the next
    "cli/commands/simulate_text.py": {"margin_days"},
    "planning/rulebook.py": {"authorization", "availability"},  # rules of the planner
    "simulation/draws.py": {"bolus", "dose"},  # streams of chance
    "store/ledger_books.py": {"margin_days", "max_months", "min_months", "voids"},  # SQL
    "store/outlook_books.py": {"preferred_nurse"},  # SQL
    "store/people_books.py": {
        "decision",
        "implanted_on",
        "former",
        "sequence",
    },  # a table, the key of another
    "store/mapping.py": {"filled_on", "programmer_alarm_on", "state"},  # SQL
    "usecases/origins.py": {"authorization"},  # names of tables, as the next
    "store/reading/people_reads.py": {"authorization", "decision"},
    "store/reading/ledger_reads.py": {"flex", "mixture"},
    "store/verification.py": {"authorization", "decision", "flex", "mixture"},
    "records/column_mapping.py": {"serial", "state"},  # how Excel counts days, a part of an address
    "usecases/card.py": {"fill", "mixture"},  # steps of an explanation
    "usecases/demo.py": {
        *("address", "birth_date", "end_of_service_on", "explanted_on", "implanted_on", "latitude"),
        *("longitude", "preferred_nurse", "serial"),
    },  # what a copy of an invented patient has of its own
    "formats/ical.py": {"sequence"},  # a property of iCalendar
    "store/migrations/versions/m0008_calendars.py": {"sequence"},
}
"""Words of other things by file."""


def places_of(words: Iterable[str]) -> dict[str, set[str]]:
    """The files of the package in which each word is a text of its own."""
    wanted, found = set(words), defaultdict(set)
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and node.value in wanted:
                found[str(node.value)].add(path.relative_to(PACKAGE).as_posix())
    return found


def said_twice(words: Iterable[str], *, apart_from: set[str]) -> dict[str, set[str]]:
    """The words that more than one file says, and which, apart from what is known."""
    left = {
        word: {file for file in files - apart_from if word not in ELSEWHERE.get(file, ())}
        for word, files in places_of(words).items()
    }
    return {word: files for word, files in left.items() if len(files) > 1}


def test_every_column_is_named_in_one_file() -> None:
    columns = {each for layout in (*FOLDER.values(), PANEL) for each in layout.accepted}
    named = said_twice(columns - EVERYDAY - EVENT_KINDS.keys(), apart_from=SCHEMA | DOCUMENTS)
    assert named == {}


def test_every_kind_of_fact_is_named_in_one_file() -> None:
    assert said_twice(EVENT_KINDS.keys() - EVERYDAY, apart_from=SCHEMA | DOCUMENTS | COMMANDS) == {}
