"""What can be done with money: charge, pay, refund, reverse."""

from anxin.domain.ledger.actions.bills import (
    Charge,
    NothingToReduce,
    NotOver,
    agree,
    charge,
    declare_over,
    lines_of,
    replace,
    set_total,
    show,
)
from anxin.domain.ledger.actions.bindings import (
    BoundAlready,
    MoreThanLeft,
    OtherWay,
    correct,
    propose_advance,
    propose_binding,
    release,
)
from anxin.domain.ledger.actions.borne_costs import (
    bear,
    bear_instead,
    borne_paid,
    borne_returned,
    borne_unpaid,
    charge_instead,
)
from anxin.domain.ledger.actions.cash import (
    CashBeyondBill,
    CashNotNeeded,
    NoCash,
    WrongCashCode,
    confirm_cash,
    confirm_signed_cash,
    drop_cash,
    hand_back,
    hand_in,
    open_receipt,
    take_cash,
)
from anxin.domain.ledger.actions.corrections import (
    SecondPerson,
    propose_correction,
    propose_counted,
    propose_owed_back,
    refuse_correction,
)
from anxin.domain.ledger.actions.elsewhere import (
    book_with_shop,
    came_in_again,
    gone_elsewhere,
    put_right_elsewhere,
)
from anxin.domain.ledger.actions.mistyped_references import renumber_refund
from anxin.domain.ledger.actions.notifications import take_in
from anxin.domain.ledger.actions.pay_codes import drop_codes, order_closed, void_codes
from anxin.domain.ledger.actions.payees import account_unsaid, answer_missing, open_account, say_account, say_missing
from anxin.domain.ledger.actions.payments import (
    MoreThanPaid,
    NotYourPayment,
    begin_call,
    clear,
    finish_call,
    inquire_now,
    pay,
    refund,
)
from anxin.domain.ledger.actions.prior_payments import record_paid
from anxin.domain.ledger.actions.provider_statements import (
    explain,
    fetch_missing,
    gave_back,
    give_back,
    inquire_again,
    keep_statement,
)
from anxin.domain.ledger.actions.reductions import reduce, waive
from anxin.domain.ledger.actions.refund_parts import divide
from anxin.domain.ledger.actions.refused_refunds import send_anew
from anxin.domain.ledger.actions.remittances import (
    CameAlike,
    FirstAgreed,
    FirstSayWhat,
    Received,
    ReferenceKnown,
    ReplacedMeanwhile,
    take_down,
)
from anxin.domain.ledger.actions.remitters import forget_aside
from anxin.domain.ledger.actions.repayments import (
    RepaymentEnded,
    RepaymentWaits,
    agree_to_repayment,
    propose_lowering,
    propose_release,
    propose_repayment,
    propose_repayments,
    refuse_repayment,
)
