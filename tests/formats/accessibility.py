"""Asks axe-core of every page in a headless browser: ``python -m tests.formats.accessibility``.

It fetches axe-core with ``npm pack``, or takes ``--axe FILE``. Without a browser or axe-core it
says that nothing was asked, and ends with 77. The script goes into a copy of each page, whose
policy would let none run.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tarfile
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.builders.command import app
from tests.formats.chromium import FLAGS, NAMES

NOT_ASKED = 77
PAGES = {
    "board": ("board",),
    "route": ("route", "mon", "--nurse", "all"),
    "pair": ("route", "2026-12-04", "--nurse", "all"),
    "card": ("card", "0011"),
    "sheet": ("refill", "0011", "--sheet"),
    "year": ("simulate", "--months", "1", "--effort", "0"),
}
_ASK = """
<script>%s</script>
<script>axe.run().then(found => {
  const told = document.createElement("pre");
  told.id = "told";
  told.textContent = JSON.stringify(found.violations.map(
    each => [each.id, each.help, each.nodes.map(node => node.target.join(" ")).slice(0, 5)]));
  document.body.append(told);
})</script>
</body>"""
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_TOLD = re.compile(r'<pre id="told">(.*?)</pre>', re.DOTALL)
_VIEWS = {"wide": ("1280,900",), "phone": ("480,900",), "dark": ("1280,900", "--force-dark-mode")}


def main() -> int:
    """Prints what axe-core found; 0 for nothing, 1 for something."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--axe", type=Path, help="axe.min.js, else it is fetched")
    with TemporaryDirectory() as name:
        folder = Path(name)
        browser = next(filter(None, map(shutil.which, NAMES)), None)
        axe = parser.parse_args().axe or _fetched(folder)
        if browser is None or axe is None:
            print("NOT asked: there is no", "browser" if browser is None else "axe-core", "here")
            return NOT_ASKED
        script = axe.read_text(encoding="utf-8")
        found = 0
        for page, words in PAGES.items():
            path = _made(folder, page, words)
            for view, (size, *more) in _VIEWS.items():
                told = _asked(browser, path, script, folder, size, more)
                print(f"{page} {view}: {len(told)} findings")
                for each in told:
                    print("  ", *each)
                found += len(told)
    return 1 if found else 0


def _fetched(folder: Path) -> Path | None:
    npm = shutil.which("npm")
    if npm is None:
        return None
    done = subprocess.run(
        [npm, "pack", "axe-core@4"], cwd=folder, capture_output=True, timeout=120, check=False
    )
    packed = next(folder.glob("axe-core-*.tgz"), None)
    if done.returncode or packed is None:
        return None
    with tarfile.open(packed) as archive:
        archive.extract("package/axe.min.js", folder, filter="data")
    return folder / "package" / "axe.min.js"


def _made(folder: Path, page: str, words: tuple[str, ...]) -> Path:
    store, path = folder / "demo.sqlite", folder / f"{page}.html"
    if not store.exists():
        _call("demo", "--db", str(store))
        for nurse in ("N1", "N2"):
            _call(
                "nurse",
                "edit",
                nurse,
                "--phone",
                f"612-555-010{nurse[1]}",
                "-y",
                "--db",
                str(store),
            )
        _call("plan", "4w", "--effort", "0", "--apply", "-y", "--db", str(store))
    _call(*words, "--html", str(path), "--db", str(store))
    return path


def _call(*words: str) -> None:
    try:
        app(list(words))
    except SystemExit as ended:
        if ended.code:
            raise


def _asked(
    browser: str, page: Path, script: str, folder: Path, size: str, more: list[str]
) -> list[list[object]]:
    """What axe-core holds against a page in one view."""
    copy = folder / "asked.html"
    text = _POLICY.sub("", page.read_text(encoding="utf-8"))
    copy.write_text(text.replace("</body>", _ASK % script.replace("</", "<\\/")), encoding="utf-8")
    command = [browser, *FLAGS, f"--user-data-dir={folder / 'profile'}", f"--window-size={size}"]
    command += [*more, "--virtual-time-budget=20000", "--dump-dom", copy.as_uri()]
    done = subprocess.run(command, capture_output=True, timeout=120, check=True)
    told = _TOLD.search(done.stdout.decode("utf-8"))
    assert told, "axe-core gave no answer"
    found: list[list[object]] = json.loads(unescape(told[1]))
    return found


if __name__ == "__main__":
    sys.exit(main())
