"""Lists spoiled at random: each is read, proposed a mapping for, or refused in words.

Run as ``python -m tests.usecases.list_fuzz --files 5000``; a short run is a test.
"""

from __future__ import annotations

import argparse
import io
import random
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from pumpsched.domain.errors import Refusal
from pumpsched.usecases.import_files import Silent
from tests.builders.files import BadRow, Problem
from tests.builders.lists import list_source, read_mapping
from tests.builders.values import catalogue
from tests.generator.write_lists import PLACE

ODD = (
    *(b"", b",", b";", b'"', b"\n", b"\r", b"\0", b"\xff", b"\xfe\xff", b"9", b"-", b"\t"),
    *(b"11/2/2026", b"46328", b"1,5", b"#REF!", b"<", b"</row>", b"&a;", b'r="XFD9999999"'),
    *(b't="s"', b't="d"', b"<v>1e308</v>", b"<v>-1</v>", b"<v>NaN</v>", b'ref="A1:XFD9"'),
    *(b'<mergeCell ref="A5:B9"/>', b'ref="B5:B7"', b' hidden="1"'),
)


def spoiled(content: bytes, chance: random.Random) -> bytes:
    """The content with a few bytes replaced, left out, doubled, or cut off."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(content) + 1)
        end = start + chance.choice((0, 0, 1, 2, 8, 40))
        odd = chance.choice(ODD) * chance.choice((1, 1, 1, 50))
        content = content[:start] + odd + content[end:]
    return content[: chance.randrange(len(content) + 1)] if chance.random() < 0.05 else content


def spoiled_workbook(content: bytes, chance: random.Random) -> bytes:
    """The same of the archive itself, or of one of its parts."""
    if chance.random() < 0.3:
        return spoiled(content, chance)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(stream, "w") as made:
        parts = whole.namelist()
        hit = chance.choice([each for each in parts if "xl/" in each])
        for name in parts:
            part = whole.read(name)
            made.writestr(name, spoiled(part, chance) if name == hit else part)
    return stream.getvalue()


def outcome(path: Path, mapping: str) -> str:
    """How the reading of a list ends: ``read``, ``problems``, or the code of a refusal."""
    problems: list[Problem] = []
    try:
        read = read_mapping(mapping, file="m.toml") if mapping else None
        source = list_source(path, mapping=read)
        with source.opened(problems.append, Silent()) as sheet:
            for line, row in sheet.rows:
                try:
                    source.layout.parse(row, catalogue())
                except BadRow as bad:
                    problems += [source.problem(line, each.column, each.what) for each in bad.cells]
    except Refusal as refusal:
        return refusal.code if refusal.exit_code == 2 else f"exit {refusal.exit_code}"
    assert all(problem.line >= 1 for problem in problems)
    return "problems" if problems else "read"


def run(files: int, *, seed: int = 13, workbooks: int = 10) -> Counter[str]:
    """How so many spoiled lists end; one in ``workbooks`` is a workbook."""
    chance, ends = random.Random(seed), Counter[str]()
    lists = sorted(each for each in PLACE.iterdir() if each.suffix != ".toml")
    books = [each for each in lists if each.suffix == ".xlsx"]
    texts = [each for each in lists if each not in books]
    with TemporaryDirectory() as place:
        for number in range(files):
            is_book = number % workbooks == 0
            chosen = chance.choice(books if is_book else texts)
            spoil = spoiled_workbook if is_book else spoiled
            path = Path(place) / chosen.name
            path.write_bytes(spoil(chosen.read_bytes(), chance))
            mapping = chosen.with_suffix(".map.toml").read_text(encoding="utf-8")
            if chance.random() < 0.1:
                mapping = spoiled(mapping.encode(), chance).decode("utf-8", "replace")
            ends[outcome(path, mapping if chance.random() < 0.5 else "")] += 1
    return ends


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the campaign and prints how the lists ended."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=13)
    given = parser.parse_args(arguments)
    for end, count in run(given.files, seed=given.seed, workbooks=3).most_common():
        print(f"{count:6} {end}")


if __name__ == "__main__":
    main()
