"""``db``: the layout of the store."""

from __future__ import annotations

from pumpsched.cli.answer import Answer
from pumpsched.cli.context import App
from pumpsched.cli.documents import print_json
from pumpsched.cli.interruptions import hold
from pumpsched.cli.options import group, read, upkeep
from pumpsched.interop.schema import schema


@read("pumpsched db status", "pumpsched db status --json")
def status(app: App) -> None:
    """Which layout the store has; nothing is changed."""
    from pumpsched.store.engine import locate
    from pumpsched.store.migrate import status as layout_status
    from pumpsched.store.server import shown

    engine = locate(app.location)
    try:
        found = layout_status(engine)
    finally:
        engine.dispose()
    location = shown(app.location)
    if app.given.json:
        body = {"location": location, "found": found.found, "needed": found.needed}
        print_json({"schema": schema("database")} | body | {"current": found.is_current})
        return
    answer = Answer(app)
    word = "current" if found.is_current else "needs an upgrade"
    answer.line(f"{location}: layout {found.found or 'none'}, needed {found.needed}: {word}")
    answer.aside("Next: pumpsched due" if found.is_current else "Next: pumpsched db upgrade")


@upkeep("pumpsched db upgrade", "pumpsched db upgrade -n")
def upgrade(app: App) -> None:
    """Brings the store to the layout this program needs, after a backup beside it.

    -n only tells what would be done. A second time there is nothing to do.
    """
    from pumpsched.store.migrate import upgrade_store

    dry = app.given.dry_run
    if not dry:
        hold()
    before, kept = upgrade_store(app.location, keep=not dry)
    if app.given.json:
        body = {"from": before.found, "backup": str(kept) if kept else None}
        done = {"needed": before.needed, "saved": not (dry or before.is_current)}
        print_json({"schema": schema("database")} | body | done)
    elif before.is_current:
        app.say("The store is current; nothing was to do.")
    else:
        as_it_was = f" The store as it was: {kept}" if kept else ""
        would = "Would upgrade" if dry else "Upgraded"
        app.say(f"{would} to layout {before.needed}.{as_it_was}")
    if dry:
        app.say("Nothing saved (dry run).")


commands = {
    "db": group("The store's layout: status, upgrade.", {"status": status, "upgrade": upgrade})
}
