"""Pages that are single files and ask the network for nothing.

Each is a template without a script, whose policy forbids everything but its own style. Whatever
was stored is escaped by the template, and made visible first.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pumpsched.domain.text import visible

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_TEMPLATES = Path(__file__).with_name("templates")


def rendered(template: str, /, **values: Any) -> str:
    """The page of a template, in the words that it names."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(template).render(values, policy=POLICY)


def escaped(text: str) -> str:
    """A text for the page: nothing in it is markup, nothing in it turns the line around."""
    return escape(visible(text), quote=True)


def _shown(value: Any) -> Any:
    """Stored text cannot hide, nor turn a line around; what is markup already is as it is."""
    return visible(value) if isinstance(value, str) and not hasattr(value, "__html__") else value
