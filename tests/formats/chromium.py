"""A real headless browser for pages: prints them, and tells what they asked for and said."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

NAMES = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--disable-dev-shm-usage", "--disable-extensions", "--no-pdf-header-footer"),
    "--host-resolver-rules=MAP * ~NOTFOUND",
    *("--enable-logging=stderr", "--v=0"),
)
PATIENCE_SECONDS = 120
_PDF_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
_THE_BROWSER_ITSELF = "not an origin"


@dataclass(frozen=True)
class Opened:
    """What happened when a page was opened.

    Attributes:
        requests: Addresses the page asked the network for.
        messages: Lines of its console.
        made: The document as it stands, or the printed file, as bytes.
    """

    requests: list[str]
    messages: list[str]
    made: bytes

    @property
    def printed_pages(self) -> int:
        """How many pages the printed file has."""
        return len(_PDF_PAGE.findall(self.made))


def binary() -> str:
    """The browser; a test that needs one is skipped, with the reason, where there is none."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("no Chromium here: the printed page was NOT opened in a browser")
    return found


def printed(page: Path, folder: Path) -> Opened:
    """The page, printed to a file."""
    target = folder / f"{page.stem}.pdf"
    opened = _run(page, folder, f"--print-to-pdf={target}")
    return Opened(opened.requests, opened.messages, target.read_bytes())


def read_out(page: Path, folder: Path) -> Opened:
    """The page, and its document as the browser understood it."""
    return _run(page, folder, "--dump-dom")


def _run(page: Path, folder: Path, action: str) -> Opened:
    log = folder / f"{page.stem}-net.json"
    places = (f"--user-data-dir={folder / 'profile'}", f"--log-net-log={log}")
    command = [binary(), *FLAGS, *places, action, page.as_uri()]
    done = subprocess.run(command, capture_output=True, timeout=PATIENCE_SECONDS, check=True)
    lines = done.stderr.decode("utf-8", "replace").splitlines()
    return Opened(_requests(log), [line for line in lines if ":CONSOLE" in line], done.stdout)


def _requests(log: Path) -> list[str]:
    """Addresses asked for on behalf of a page; what the browser asks of its makers is left out."""
    read: dict[str, Any] = json.loads(log.read_text(encoding="utf-8"))
    start = read["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    jobs = [event.get("params", {}) for event in read["events"] if event["type"] == start]
    return [job["url"] for job in jobs if "url" in job and _is_the_pages(job)]


def _is_the_pages(job: dict[str, Any]) -> bool:
    by_itself = job.get("initiator", "") == _THE_BROWSER_ITSELF
    return not by_itself or "file://" in str(job.get("network_isolation_key", ""))
