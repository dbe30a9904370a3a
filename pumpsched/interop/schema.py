"""Names and versions of the JSON documents.

A version changes when a key is renamed, taken away or given another meaning; a key that is added
changes nothing.
"""

from __future__ import annotations

VERSIONS: dict[str, int] = dict.fromkeys(
    (
        *("due", "counts", "show", "why", "refill", "fact", "undo", "dose", "whatif", "bridge"),
        *("patients", "pumps", "nurses", "sites", "closures", "authorizations", "patient"),
        *("plan", "plan-why", "plan-staffing", "visits", "route", "orders", "import", "export"),
        *("simulate",),
        *("doctor", "audit", "config", "users", "database", "demo", "recorded"),
    ),
    1,
)
"""The current version of each document."""


def schema(document: str) -> str:
    """The value of ``schema`` in a document, such as ``pumpsched/due/1``.

    Raises:
        KeyError: No such document.
    """
    return f"pumpsched/{document}/{VERSIONS[document]}"
