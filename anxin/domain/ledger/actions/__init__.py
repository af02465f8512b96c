"""What can be done with money: charge, pay, refund, reverse."""

from anxin.domain.ledger.actions.charging import (
    Line,
    NothingToReduce,
    agree,
    charge,
    contest,
    reduce,
    replace,
    reverse,
    show,
    waive,
)
from anxin.domain.ledger.actions.paying import (
    NotPayable,
    NotYours,
    TooMuch,
    begin_call,
    clear,
    finish_call,
    pay,
    refund,
)

__all__ = [
    "Line",
    "NotPayable",
    "NotYours",
    "NothingToReduce",
    "TooMuch",
    "agree",
    "begin_call",
    "charge",
    "clear",
    "contest",
    "finish_call",
    "pay",
    "reduce",
    "refund",
    "replace",
    "reverse",
    "show",
    "waive",
]
