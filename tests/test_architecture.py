"""The house keeps its shape: layers, ceilings, one clock, exact numbers, one name for one thing.

One test a rule; a test that fails lists all that breaks it.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path

from pumpsched.domain.settings import RULES
from tests.builders.values import Setting, Severity, VisitKind, VisitStatus
from tests.measure import LONGEST_FILE, NAME, ROOT, House

HOUSE = House(ROOT)
CLOCK = f"{NAME}/cli/clock.py"
CHECKER = f"{NAME}/planning/check/"
FLOATS = {"travel.py", "routes.py"}
"""Geography may use them; nothing near a dose, a volume or a date may."""
MIGRATIONS = f"{NAME}/store/migrations/"
"""What an old layout said is kept as it was."""

ONE_IMPORTER: dict[str, str] = {
    f"{NAME}/cli/program.py": "its parser is slow to load, and not needed for a word of completion",
    f"{NAME}/cli/terminal/completion_scripts.py": "read only when a shell is set up",
    f"{NAME}/cli/terminal/paper.py": "a page's layout is not a list's subject",
    f"{NAME}/cli/terminal/reservoir_plot.py": "drawing in characters is not the card's subject",
    f"{NAME}/formats/route_map.py": "an SVG map, not a page",
    f"{NAME}/formats/sheet_layout.py": "what a sheet merges and hides, without the slow library",
    f"{NAME}/planning/check/urgency.py": "a rule of a day's order, beside those of a tour",
    f"{NAME}/planning/search/subproblems.py": "a part of a plan as a plan, whoever searches it",
    f"{NAME}/store/people_books.py": "the books of one kind of record",
    f"{NAME}/store/reading/outlook_reads.py": "a worklist in SQL, whoever opens the store",
    f"{NAME}/store/staging.py": "facts of a file beside the ledger, in tables of their own",
    f"{NAME}/usecases/import_panel.py": "a list that states the present, apart from a ledger",
    f"{NAME}/usecases/import_people.py": "one look through everybody, once all rows are in",
    f"{NAME}/store/reading/visit_reads.py": "appointments in SQL, whoever opens the store",
}
"""Files that one other file alone imports, of the same room, and why they stand apart."""
MOST_WITH_ONE_IMPORTER = 12

MOST_TESTS_OF_A_NAME = 3

NOT_THE_FIELDS = {
    *("shelf", "glance", "given", "wish", "tank", "lots", "settle"),
    *("offers", "faults", "trail", "care", "desk"),
}
"""Names that only their builder knew."""

FREE_TEXT = {
    *("note", "reason", "override", "accept_mismatch", "request_id", "number", "head"),
    *("actor", "patient", "code", "nurse", "site", "who", "text", "without", "why"),
    *("db", "path", "html", "key", "value", "confirm", "patient_text", "site_option"),
    *("place", "skip", "topic", "one", "other", "by", "second", "visit_code"),
}
"""Parameters of commands that hold what somebody likes to write: words for a note; part of a name,
looked up among those in the store; a place; a setting, whose key says how its value is read; a
value typed again, to be compared with what was meant."""


READ_LATER = (
    dict.fromkeys(("as_of", "refused_as_of", "on", "year"), "read with the practice's today")
    | dict.fromkeys(("with_nurse", "at", "target", "skills"), "refused together, as one nurse")
    | dict.fromkeys(("install_completion", "show_completion"), "a shell, or nothing for one's own")
    | {"color": "its parser would load the reading of dates at every start"}
)
"""Options that no parser of their own can read, and why."""


def test_the_import_contracts_hold() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


def test_the_planner_does_not_know_its_checker() -> None:
    """That the checker does not know the planner is a contract."""
    found = [
        f"{importer} imports {path}"
        for path, importers in HOUSE.importers.items()
        for importer in importers
        if path.startswith(CHECKER)
        and importer.startswith(f"{NAME}/planning/")
        and not importer.startswith(CHECKER)
    ]
    assert found == []


def test_no_file_is_longer_than_the_ceiling() -> None:
    assert HOUSE.too_long() == [], LONGEST_FILE


def test_few_files_have_one_importer_each_for_a_reason() -> None:
    single = [path for path in HOUSE.single_importer() if not path.startswith(MIGRATIONS)]
    assert _beyond(single, ONE_IMPORTER) == []
    assert len(single) <= MOST_WITH_ONE_IMPORTER


def test_no_class_name_stands_twice() -> None:
    assert _beyond(HOUSE.same_class_names()) == []


def test_no_file_name_stands_in_two_rooms_but_a_noun_done_and_shown() -> None:
    found = {
        name: paths
        for name, paths in HOUSE.same_file_names().items()
        if sorted(Path(path).parts[1] for path in paths) != ["cli", "usecases"]
    }
    assert found == {}


def test_what_many_tests_need_of_the_package_comes_through_their_own_door() -> None:
    """So a new name costs the door, and few files besides."""
    found = {
        name: sorted(paths)
        for name, paths in HOUSE.named_in_tests.items()
        if len(paths) > MOST_TESTS_OF_A_NAME
    }
    assert found == {}


def test_the_words_of_a_visit_are_spelled_in_one_file() -> None:
    found = [
        path
        for path, node in _collections()
        for words in (VisitKind, VisitStatus, Setting)
        if path != f"{NAME}/domain/clinic.py" and _spells(node, words)
    ]
    assert found == []


def test_the_words_of_a_severity_are_spelled_in_one_file() -> None:
    found = [
        path
        for path, node in _collections()
        if path != f"{NAME}/domain/findings.py" and _spells(node, Severity)
    ]
    assert found == []


def test_the_sign_of_what_is_urgent_is_spelled_in_one_file() -> None:
    found = {
        path
        for path, tree in HOUSE.sources.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value == Severity.URGENT.sign
    }
    assert found == {f"{NAME}/domain/findings.py"}


def test_no_module_class_or_function_has_a_name_of_its_builder_alone() -> None:
    found = [
        f"{path}: {name}"
        for path, tree in HOUSE.sources.items()
        for name in [Path(path).stem, *(node.name for node in _named(tree))]
        if name.strip("_").lower() in NOT_THE_FIELDS
    ]
    assert found == []


def test_every_option_that_is_no_free_text_has_a_type() -> None:
    found = [
        each.name for each in HOUSE.parameters() if each.is_text and each.name not in FREE_TEXT
    ]
    assert _beyond(found, READ_LATER) == []


def test_no_except_clause_swallows_bugs() -> None:
    found = [
        f"{path}:{handler.lineno}"
        for path, tree in HOUSE.sources.items()
        for handler in ast.walk(tree)
        if isinstance(handler, ast.ExceptHandler)
        and (handler.type is None or _names(handler.type) & {"Exception", "BaseException"})
    ]
    assert found == []


def test_every_setting_that_can_be_changed_is_read() -> None:
    """By its name as an attribute or a key; the table of settings itself reads none."""
    read: set[str] = set()
    for tree in HOUSE.sources.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                read.add(node.attr)
            elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
                read.add(str(node.slice.value))
            elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".number"):
                read |= {str(word.value) for word in node.args if isinstance(word, ast.Constant)}
    assert set(RULES) <= read


def test_only_one_file_reads_the_clock() -> None:
    readings = {"today", "now", "utcnow", "time", "monotonic", "localtime", "gmtime"}
    found = [
        f"{path}:{node.lineno} {ast.unparse(node.func)}"
        for path, tree in HOUSE.sources.items()
        for node in ast.walk(tree)
        if path != CLOCK
        and isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in readings
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"date", "datetime", "time", "dt"}
    ]
    assert found == []


def test_a_suggested_command_is_quoted_by_one_function() -> None:
    quoting = [path for path in HOUSE.sources if "shlex" in HOUSE.text(path)]
    assert quoting == [f"{NAME}/domain/text.py"]


def test_the_domain_counts_in_integers_and_fractions() -> None:
    found = [
        f"{path}:{node.lineno} {ast.unparse(node)}"
        for path, tree in HOUSE.sources.items()
        if path.startswith(f"{NAME}/domain/") and Path(path).name not in FLOATS
        for node in _inexact(tree)
    ]
    assert found == []


def test_every_public_thing_says_what_it_is() -> None:
    silent = [path for path, tree in HOUSE.sources.items() if not ast.get_docstring(tree)]
    silent += [
        f"{path}:{node.lineno} {node.name}"
        for path, tree in HOUSE.sources.items()
        for node in _public(tree)
        if not ast.get_docstring(node) and not _is_overload(node)
    ]
    assert silent == []


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    drawers = {"utils", "util", "helpers", "common", "misc", "base", "core"}
    assert [path for path in HOUSE.sources if Path(path).stem in drawers] == []


def test_what_an_ordinary_run_shortens_is_marked_and_so_run_in_full() -> None:
    found = [
        path
        for path in HOUSE.tests
        if "from tests.effort import" in HOUSE.text(path)
        and "mark.campaign" not in HOUSE.text(path)
    ]
    assert found == []


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    places = _own_places()
    found = [
        path
        for path in (*HOUSE.sources, *HOUSE.tests)
        if any(place in HOUSE.text(path) for place in places)
    ]
    assert found == []


def _beyond(found: Iterable[str], *allowed: Iterable[str]) -> list[str]:
    """What is found and not among what is allowed."""
    return sorted(set(found).difference(*allowed))


def _named(tree: ast.Module) -> list[ast.FunctionDef | ast.ClassDef]:
    return [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]


def _collections() -> Iterator[tuple[str, ast.Tuple | ast.List | ast.Set | ast.Dict]]:
    """Every collection written out in the package, with its file; migrations aside."""
    for path, tree in HOUSE.sources.items():
        if not path.startswith(MIGRATIONS):
            for node in ast.walk(tree):
                if isinstance(node, ast.Tuple | ast.List | ast.Set | ast.Dict):
                    yield path, node


def _spells(node: ast.Tuple | ast.List | ast.Set | ast.Dict, words: type[StrEnum]) -> bool:
    """Whether a collection holds all words of an enumeration as literals, or all but one."""
    parts = node.keys if isinstance(node, ast.Dict) else node.elts
    held = {each.value for each in parts if isinstance(each, ast.Constant)}
    return len(held & {str(word) for word in words}) >= len(words) - 1


def _inexact(tree: ast.Module) -> Iterator[ast.Constant | ast.Name]:
    """What is no whole number and no fraction."""
    spelling = {  # how alike two words must be says nothing about a dose
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "cutoff"
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant):
            if type(node.value) is float and id(node) not in spelling:
                yield node
        elif isinstance(node, ast.Name) and node.id in {"float", "Decimal"}:
            yield node


def _own_places() -> list[str]:
    """This checkout, and the home folder of an account that has one."""
    home = Path(os.path.expanduser("~"))
    return [str(ROOT), *([str(home)] if home.is_dir() and home.parent != home else [])]


def _names(node: ast.expr) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def _is_overload(node: ast.FunctionDef | ast.ClassDef) -> bool:
    return any("overload" in ast.unparse(each) for each in node.decorator_list)


def _public(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    for node in _named(tree):
        if not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                for inner in node.body:
                    if isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_"):
                        yield inner
