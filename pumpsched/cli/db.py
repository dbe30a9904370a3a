"""``db``: the layout of the store."""

from __future__ import annotations

from pumpsched.cli.answer import Answer
from pumpsched.cli.context import App
from pumpsched.cli.documents import print_json
from pumpsched.cli.interruptions import hold
from pumpsched.cli.options import group, read
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


@read("pumpsched db upgrade", "pumpsched db upgrade --db clinic.sqlite")
def upgrade(app: App) -> None:
    """Brings the store to the layout this program needs, after a backup beside it."""
    from pumpsched.store.migrate import upgrade_store

    hold()
    before, kept = upgrade_store(app.location)
    if app.given.json:
        backup = str(kept) if kept else None
        print_json({"schema": schema("database"), "from": before.found, "backup": backup})
        return
    if before.is_current:
        app.say("The store is current; nothing was to do.")
        return
    as_it_was = f" The store as it was: {kept}" if kept else ""
    app.say(f"Upgraded to layout {before.needed}.{as_it_was}")


commands = {
    "db": group("The store's layout: status, upgrade.", {"status": status, "upgrade": upgrade})
}
