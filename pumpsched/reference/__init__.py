"""The reference catalogue: pump models, drugs and site rules, each with its source.

The figures live in the TOML files beside this module; nothing here knows one.
"""

from __future__ import annotations

from pumpsched.reference.shipped_catalogue import catalogue

__all__ = ["catalogue"]
