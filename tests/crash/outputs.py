"""Commands that write a file beside the store: exports, a backup, a route to print."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile, is_zipfile

OUTPUTS: dict[str, tuple[str, ...]] = {
    "export folder": ("export", "folder", "$OUT"),
    "export csv": ("export", "csv", "$OUT"),
    "export xlsx": ("export", "xlsx", "$OUT"),
    "due xlsx": ("due", "--xlsx", "$OUT"),
    "export json": ("export", "json", "$OUT"),
    "export ics": ("export", "ics", "$OUT"),
    "backup": ("backup", "$OUT"),
    "route": ("route", "2026-11-24", "--nurse", "N1", "--html", "$OUT"),
}
"""A call of each; ``$OUT`` is what it writes."""
_WHEN = "docProps/core.xml"


def written(path: Path) -> dict[str, bytes]:
    """The bytes of what a command wrote: one file, or a folder's; empty where nothing is.

    Of a workbook those of its parts, without the one that says when it was made.
    """
    if path.is_dir():
        return {each.name: each.read_bytes() for each in sorted(path.iterdir())}
    if is_zipfile(path):
        with ZipFile(path) as parts:
            return {name: parts.read(name) for name in parts.namelist() if name != _WHEN}
    return {path.name: path.read_bytes()} if path.exists() else {}


def left_behind(path: Path) -> list[str]:
    """Names beside the output that no command should leave."""
    return sorted(each.name for each in path.parent.iterdir() if each.name.startswith(".pumpsched"))
