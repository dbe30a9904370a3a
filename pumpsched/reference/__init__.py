"""The reference catalogue: pump models, drugs and site rules, each with its source.

The figures live in the TOML files beside this module; nothing here knows one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pumpsched.domain.catalogue import Catalogue


def catalogue() -> Catalogue:
    """All pump models and drugs, by code."""
    # A list of stored dates looks nothing up.
    from pumpsched.reference.shipped_catalogue import shipped

    return shipped()
