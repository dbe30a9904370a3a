"""A page that is a single file and asks the network for nothing.

It has no script, and its policy forbids everything but its own style.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from pumpsched.domain.text import visible

POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(title: str, *, style: str, body: Iterable[str]) -> str:
    """The page as HTML: any text as its title, a style sheet, and lines of markup."""
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{escaped(title)}</title>",
        f"<style>{style}</style>",
        "</head>",
        "<body>",
        *body,
        "</body>",
        "</html>",
    ]
    return "\n".join(parts) + "\n"


def demo_sign(is_demo: bool) -> str:
    """What stands beside a heading where nobody on the page is real."""
    return '<strong class="demo">DEMO DATA</strong>' if is_demo else ""


def escaped(text: str) -> str:
    """A text for the page: nothing in it is markup, nothing in it turns the line around."""
    return escape(visible(text), quote=True)
