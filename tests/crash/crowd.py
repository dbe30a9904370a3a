"""What each process of a crowd does: writes through the command line, or none too carefully."""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout

import typer
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import registry
from sqlmodel import Field, Session, SQLModel, select

from pumpsched.cli import saving
from tests.builders.command import App, app

SHORT_ON_ANY_DAY = ("--minutes", "10", "--override", "a crowd")


def called(*args: str) -> tuple[int, str, str]:
    """The exit code, output and errors of one call of the command line in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            typer.main.get_command(app).main(list(args))
        except SystemExit as ended:
            code = ended.code
    return (code if isinstance(code, int) else 1), out.getvalue(), err.getvalue()


def write_many() -> None:
    """Writes ``ROUNDS`` times as process ``NUMBER``, one kind of write after another.

    Its arguments are the two; it prints the errors of the writes that failed as JSON.
    """
    number, rounds = int(sys.argv[1]), int(sys.argv[2])
    failed = []
    for each in range(rounds):
        args = a_write(number, each)
        code, _, err = called(*args, "-y", "--request-id", f"{number}-{each}")
        if code:
            failed.append([code, err])
    print(json.dumps(failed))


def back_up() -> None:
    """Writes backups to the paths it is given; prints the errors as JSON."""
    answers = [called("backup", path) for path in sys.argv[1:]]
    print(json.dumps([[code, err] for code, _, err in answers if code]))


def a_write(number: int, each: int) -> list[str]:
    """A write like no other one of the crowd, though many touch the same rows."""
    day, minute = f"{2 + number:02}", f"{8 + each // 4:02}:{15 * (each % 4):02}"
    nth = 1 + 100 * number + each
    kinds = (
        ["visit", "add", "0007", "--at", f"2027-01-{day}T{minute}", *SHORT_ON_ANY_DAY],
        ["bolus", "0007", f"{nth} ng", "--on", f"2026-11-{day}T{minute}"],
        ["patient", "edit", "0003", "--notes", f"note {nth}"],
        ["auth", "add", "0012", "--number", f"A{nth}", "--payer", "Acme"],
        ["closure", "add", "N2", f"{2027 + each}-03-{day}"],
    )
    return kinds[(number + each) % len(kinds)]


def forgetful() -> None:
    """The command line whose first look for a request already recorded finds nothing.

    So it is for a process that looks before another one has committed the same request.
    """
    real, looked = saving._recorded, list[bool]()

    def looks_away_once(app: App, request_id: str | None, request: str) -> bool:
        looked.append(True)
        return len(looked) > 1 and real(app, request_id, request)

    saving._recorded = looks_away_once
    typer.main.get_command(app).main(sys.argv[1:])


class Apart(SQLModel, registry=registry()):
    """Tables that are none of the store's."""


class Tally(Apart, table=True):
    """A number that many processes count up."""

    id: int = Field(primary_key=True)
    count: int = 0


def plain_engine(url: str) -> Engine:
    """An engine with nothing but the defaults."""
    return create_engine(url if "://" in url else f"sqlite:///{url}")


def count_up() -> None:
    """Reads a number and writes the next, as the defaults of SQLModel have it.

    Its arguments are the URL and how many times; it prints how many times it was told all is well.
    """
    engine, done = plain_engine(sys.argv[1]), 0
    for _ in range(int(sys.argv[2])):
        with Session(engine) as session:
            tally = session.exec(select(Tally)).one()
            tally.count += 1
            session.commit()
            done += 1
    print(done)


def tally_in(url: str) -> int:
    """How far a database has counted; makes its table where there is none."""
    engine = plain_engine(url)
    Apart.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO tally VALUES (1, 0) ON CONFLICT DO NOTHING"))
    with Session(engine) as session:
        found = session.exec(select(Tally)).one().count
    engine.dispose()
    return found
