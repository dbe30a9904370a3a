"""The files of what was said on the phone: contacts with patients, and how far drug orders are."""

from __future__ import annotations

from pumpsched.domain.phone import Contact, ContactMeans, ContactOutcome, OrderMark, OrderState
from pumpsched.records.cell_types import CODE, NAME, WIDE_TEXT, word
from pumpsched.records.folder import PATIENT, RECORDED_AT, UNTIL
from pumpsched.records.spec import Cells, Field, Record

_WHO = Field("who", NAME, "Who noted it.", required=True)
MEANS = Field("by", word(*ContactMeans), "How: phone, message, letter, in-person.", "means")
OUTCOME = Field(
    "said",
    word(*ContactOutcome),
    "What came of it: agreed, refused, left-message; withdrawn takes the last one back.",
    "outcome",
    required=True,
)
_NOTE = Field("note", WIDE_TEXT, "Free text.", is_private=True)

CONTACTS: Record[Contact] = Record(
    "contacts.csv", (PATIENT, RECORDED_AT, MEANS, OUTCOME, _WHO, _NOTE), Contact
)

_STATE = Field(
    "state", word(*OrderState), "How far it is: open, ordered, arrived, late.", required=True
)


def _check_mark(cells: Cells, mark: OrderMark) -> None:
    if (mark.state is OrderState.LATE) != (mark.until is not None):
        cells.refuse(UNTIL.column, "is the day by which a late order is there: one needs the other")


ORDERS: Record[OrderMark] = Record(
    "orders.csv",
    (
        Field(
            "visit",
            CODE._replace(example="V1"),
            "Code of the visit.",
            stored=("visit_id",),
            refers=True,
            required=True,
        ),
        RECORDED_AT,
        _STATE,
        UNTIL,
        _WHO,
    ),
    OrderMark,
    check=_check_mark,
)
