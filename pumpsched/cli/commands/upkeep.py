"""``backup``, ``restore``, ``doctor``: care of the store."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pumpsched.cli import clock
from pumpsched.cli.context import App
from pumpsched.cli.documents import (
    copy_document,
    health_document,
    leftovers_document,
    offer_document,
)
from pumpsched.cli.options import alone, either, read, write
from pumpsched.cli.params import Reason, flag, needed_reason
from pumpsched.cli.receipt import Receipt, record
from pumpsched.cli.saving import Confirmed, ask_to_save, show_saved
from pumpsched.cli.shared_options import refuse_as_of
from pumpsched.cli.stores import path_to_write, path_typed
from pumpsched.cli.terminal.answer import Answer, ahead_text, counted, give
from pumpsched.cli.terminal.signals import hold
from pumpsched.domain.errors import NotFound, StoreProblem, UsageRefusal
from pumpsched.domain.findings import Finding, Severity
from pumpsched.domain.text import as_typed, visible
from pumpsched.store.leftovers import Leftover, clear, leftovers
from pumpsched.store.location import is_server
from pumpsched.store.results import Stamp
from pumpsched.usecases.outlooks import rebuild
from pumpsched.usecases.right_clock import (
    CLOCK_IS_RIGHT,
    change_ahead,
    change_text,
    check_clock,
    said,
)
from pumpsched.usecases.upkeep import (
    MOST_SHOWN,
    Health,
    checked_backup,
    described,
    examine,
    restore_backup,
    write_backup,
)

if TYPE_CHECKING:
    from pumpsched.store.backup import Inspection
    from pumpsched.store.books import Books
    from pumpsched.store.results import AuditEntry

Target = Annotated[str, typer.Argument(metavar="PATH", help="A file.")]


@read("backup /media/key/clinic-2026-11-22.sqlite", "backup copy.sqlite --json", listing=False)
def backup(app: App, path: Target) -> None:
    """Writes a copy of the store, and reads every row of it back."""
    target = path_to_write(path, example="clinic-2026-11-22.sqlite")
    with app.copying_to(target):
        made = write_backup(app.open(), target)

    def show(answer: Answer) -> None:
        answer.line(f"Backup {made.path}")
        answer.line(f"  {_figures(made)}")
        answer.line("  Every row was read back and holds.")
        answer.aside(f"Next, to try it: pumpsched doctor --db {as_typed(made.path)}")

    give(app, "export", lambda: {"backup": copy_document(made)}, show)


@write("restore clinic-2026-11-22.sqlite", "restore copy.sqlite -n")
def restore(app: App, path: Target) -> None:
    """Puts a backup in the place of the store, after showing both.

    What was recorded since the backup is gone from the store: back it up first.
    """
    if is_server(app.location):
        raise UsageRefusal(
            "A database on a server is restored with the server's own tools.",
            code="not-a-file",
            next_step="pg_restore, or pumpsched import of an exported folder into an empty one",
        )
    source, location = path_typed(path), Path(app.location).expanduser()
    if not source.exists():
        raise NotFound(f"There is no file {source}.", code="no-backup", next_step="another path")
    offered = checked_backup(source)
    present = described(location) if location.exists() else None

    compare = partial(_compare, offered=offered, present=present)
    if app.given.dry_run:
        give(app, "export", lambda: offer_document(offered, present), compare, dated=False)
        app.say_dry_run()
        return
    if not app.given.yes:
        if not app.given.json:
            compare(Answer(app))
        ask_to_save(app, "Restore? [y/N] ", default="n")
    now = clock.now()
    stamp = Stamp(actor=app.actor, at=now, action="restore")
    hold()
    restored = restore_backup(
        source, location, stamp, today_in=lambda zone: clock.local(now, zone)[0]
    )
    app.say(f"Restored to {location}. Next: pumpsched doctor")
    if app.given.yes or app.given.json:
        done = {"restored": copy_document(restored)}
        show = partial(compare, saved=True)
        show_saved(app, lambda: give(app, "export", lambda: done, show, dated=False))


def _compare(
    answer: Answer, *, offered: Inspection, present: Inspection | None, saved: bool = False
) -> None:
    """Writes what a backup and the store in its way hold, and what is lost."""
    answer.line(f"Backup: {_figures(offered)}")
    answer.line(f"Store:  {_figures(present) if present else 'none yet'}")
    if present is not None and present.changes > offered.changes:
        lost = present.changes - offered.changes
        text = f"  !! {counted(lost, 'change')} since the backup"
        are = "will be" if not saved else "is" if lost == 1 else "are"
        answer.line(f"{text} {are} gone.", style="bold red")


@either("doctor", 'doctor --clock-is-right --reason "set by the server"')
def doctor(
    app: App,
    mend_: Annotated[bool, flag("--mend", "Write stale dates anew.")] = False,
    clock_is_right: Annotated[bool, flag("--clock-is-right", "Today's clock is right.")] = False,
    clear_: Annotated[bool, flag("--clear", "Remove what killed commands left.")] = False,
    reason: Reason = "",
) -> None:
    """Checks the file, the chain and every row, and projects every date anew.

    With --clock-is-right it records that today's clock is right where a change was recorded later.
    It looks for copies that killed commands left beside the store, and here; --clear removes them.
    """
    if mend_ or clock_is_right or clear_:
        refuse_as_of(app.given)
    left = leftovers(*_places(app))
    app.say_left(left if not clear_ else ())
    if clear_:
        _clear(app, left)
        return
    if clock_is_right:
        _trust_clock(app, needed_reason(reason))
        return
    with app.reading(examine=False) as books:
        health = examine(books, today=app.today)
        later = change_ahead(books, clock.now())
    seen = {"as_of": app.today, "zone": app.zone.key}
    show = partial(_print_health, health=health, later=later)
    give(app, "doctor", lambda: seen | health_document(app, health, later, left), show, dated=False)
    if mend_ and health.stale and not health.faults:
        _mend(app)
        return
    if not health.is_well:
        raise StoreProblem(
            f"{counted(len(health.faults), 'fault')}, {counted(len(health.stale), 'stale row')}.",
            code="store-damaged" if health.faults else "dates-stale",
            next_step="pumpsched restore BACKUP" if health.faults else "pumpsched doctor --mend",
        )


def _places(app: App) -> list[Path]:
    """Folders where a command may have left something."""
    return [app.notes_folder, Path.cwd()]


def _clear(app: App, left: Sequence[Leftover]) -> None:
    """Removes what killed commands left, once somebody agreed."""

    def show(answer: Answer) -> None:
        answer.lines(f"{visible(str(each.path))}: {visible(each.what)}" for each in left)

    if app.given.dry_run:
        app.say("Nothing removed (dry run).")
    else:
        if left and not app.given.yes:
            app.say_left(left)
            ask_to_save(app, "Remove it? [y/N] ", default="n")
        clear(_places(app))
        app.say("Removed." if left else "No command left anything behind.")
    give(app, "doctor", lambda: leftovers_document(left), show, dated=False)


def _trust_clock(app: App, why: str) -> None:
    """Records that the clock is right, so that changes recorded later no longer count."""
    now = clock.now()

    def work(books: Books, _confirmed: Confirmed) -> AuditEntry | None:
        later = change_ahead(books, now)
        books.note({"clock_is_right": {"reason": why, "change": later and later.seq}})
        return later

    def receipt(later: AuditEntry | None) -> Receipt:
        lines = [f"This clock says {said(now)}, and it is right. {why}"]
        lines += [f"  {change_text(later)}: it no longer counts."] if later else []
        body = {"clock_is_right": True, "later_change": later and later.seq}
        return Receipt("doctor", body, lines, saved=["Next: pumpsched doctor"])

    record(app, work, receipt, action=CLOCK_IS_RIGHT)


def _print_health(answer: Answer, *, health: Health, later: AuditEntry | None) -> None:
    answer.line(f"{counted(health.pumps, 'pump')} projected anew; head {health.head[:16]}")
    for fault in health.faults[:MOST_SHOWN]:
        answer.line(f"  !! {fault.code}: {fault.message}", style="bold red")
    for code, what in health.stale[:MOST_SHOWN]:
        answer.line(f"  !! {code}: stored dates differ in {what}", style="bold red")
    if later is not None:
        text = f"this clock is behind, or was ahead: {change_text(later)}"
        answer.findings([Finding("clock-behind", Severity.WARNING, text)])
    if ahead := ahead_text(health.ahead):
        answer.line(f"  {ahead}")
    answer.findings(health.findings[:MOST_SHOWN])
    if len(health.findings) > MOST_SHOWN:
        answer.line(f"  … {len(health.findings) - MOST_SHOWN} more (--json lists them all)")
    if health.is_well:
        said = "The store is whole; see what is listed." if health.findings else "All is well."
        answer.line(said)


def _mend(app: App) -> None:
    with app.reading() as books:
        check_clock(books, clock.now())
    # The database library takes several times as long to import as a reading to run.
    from pumpsched.store.books import written

    def work(books: Books) -> int:
        count = rebuild(books, today=app.today)
        hold()
        return count

    stamp = Stamp(actor=app.actor, at=clock.now(), action="doctor --mend")
    count = written(app.open(), stamp, work)
    app.say(f"{counted(count, 'row')} written anew. Next: pumpsched doctor")


def _figures(copy: Inspection) -> str:
    last = copy.recorded_at[:16].replace("T", " ") or "never"
    return (
        f"{counted(copy.patients, 'patient')}, {counted(copy.facts, 'fact')}, "
        f"{counted(copy.changes, 'change')}, last {last} UTC, "
        f"head {copy.head[:16]}"
    )


commands = alone(backup, restore, doctor)
