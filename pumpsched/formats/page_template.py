"""Pages from templates: a single file each, which asks the network for nothing.

Whatever was stored is escaped by the template, and made visible first.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pumpsched.domain.text import visible

_TEMPLATES = Path(__file__).with_name("templates")


def filled_in(template: str, words: Mapping[str, Any]) -> str:
    """The page of a template, with the words that it names."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(template).render(words)


def _shown(value: Any) -> Any:
    """Stored text cannot hide, nor turn a line around."""
    return visible(value) if isinstance(value, str) else value
