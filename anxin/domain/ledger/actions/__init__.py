"""What can be done with money: charge, pay, refund, reverse."""

from anxin.domain.ledger.actions.bills import (
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
from anxin.domain.ledger.actions.payments import (
    NotPayable,
    NotYours,
    TooMuch,
    begin_call,
    clear,
    finish_call,
    pay,
    refund,
)
from anxin.domain.ledger.actions.prior_payments import record_paid
from anxin.domain.ledger.actions.providers import Answer, Request
