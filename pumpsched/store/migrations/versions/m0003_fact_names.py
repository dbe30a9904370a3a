"""The third layout: every fact has a name of its own, and the line of the file it came from."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Index, text

from pumpsched.store.columns import SOME_AMOUNT, limits
from pumpsched.store.migrations.making import create, guard
from pumpsched.store.seals import seal_of

revision = "m0003"
down_revision = "m0002"

_AT_ONCE = 2000
_FACTS = text(
    "SELECT fact.id, patient.code, fact.day, fact.minute, fact.kind,"
    " (SELECT count(*) FROM fact AS same WHERE same.patient_id = fact.patient_id"
    " AND same.day = fact.day AND coalesce(same.minute, -1) = coalesce(fact.minute, -1)"
    " AND same.kind = fact.kind AND same.id <= fact.id) AS nth"
    " FROM fact JOIN patient ON patient.id = fact.patient_id"
    " WHERE fact.id > :reached ORDER BY fact.id LIMIT :most"
)
_NAMED = text("INSERT INTO fact_name (fact_id, name, seal) VALUES (:fact_id, :name, :seal)")


def upgrade() -> None:
    """The facts there are get the names that an import of their export would give them."""
    create(
        "fact_name",
        "fact_id:key>fact.id name:text line:int? seal:text",
        limits(Index("fact_name_name", "name"), ranges={"line": SOME_AMOUNT}, rules=["name <> ''"]),
    )
    store, reached = op.get_bind(), 0
    while facts := store.execute(_FACTS, {"reached": reached, "most": _AT_ONCE}).all():
        store.execute(_NAMED, [_named(*fact) for fact in facts])
        reached = facts[-1].id
    guard("fact_name")


def _named(
    number: int, code: str, day: str, minute: int | None, kind: str, nth: int
) -> dict[str, int | str]:
    clock = "" if minute is None else f"T{minute // 60:02}:{minute % 60:02}"
    name = f"{code}/{day}{clock}/{kind}/{nth}"
    return {"fact_id": number, "name": name, "seal": seal_of("fact_name", (number, name, None))}
