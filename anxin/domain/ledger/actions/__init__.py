"""What can be done with money: charge, pay, refund, reverse."""

from anxin.domain.ledger.actions.charging import (
    Line,
    NothingToReduce,
    NotOver,
    agree,
    charge,
    contest,
    declare_over,
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
from anxin.domain.ledger.actions.providers import Answer, Request
from anxin.domain.ledger.actions.recording import record_paid

__all__ = [
    "Answer",
    "Line",
    "NotOver",
    "NotPayable",
    "NotYours",
    "NothingToReduce",
    "Request",
    "TooMuch",
    "agree",
    "begin_call",
    "charge",
    "clear",
    "contest",
    "declare_over",
    "finish_call",
    "pay",
    "record_paid",
    "reduce",
    "refund",
    "replace",
    "reverse",
    "show",
    "waive",
]
