"""A difference, and a payment of unclear outcome, as the rules of finance's commands look at them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from anxin.domain.ledger.states import PAYMENT

RETURNABLE: Mapping[str, Collection[str]] = {
    "missing_here": ("",),
    "double": PAYMENT.ends,
    "not_settled": ("failed",),
}
"""Kinds in which money may have come that belongs to nothing here, and what our books then say of the payment."""

CORRECTABLE = frozenset({"wrong_sum", "missing_there", "refund_missing"})
"""Kinds in which the provider has a payment of our books with another sum, or not at all."""

SURPLUS = frozenset({"double", "not_settled"})
"""Kinds in which a payment of ours came once more than it should."""
GONE = "gone_after_all"
"""What a refund is called that went after all, though our books say it failed."""
RELEASE = timedelta(days=30)
"""So long after it was booked, a refund that was given to a bill can be taken back."""


@dataclass(frozen=True, kw_only=True)
class DifferenceSituation:
    """A difference: its kind, whether it is open, and what our books say of the payment it is about.

    `real`: its provider can be asked; `fen`: by how much more the provider holds than our books say; `proposed`: a
    correction waits for a second person; `own`: it is this person's; `sold`: it is the payment of an order we know;
    `releasable`: it was given to a bill or kept, not too long ago, and another than this person agreed; `in_place`: its
    bill has a refund that began after this one failed, and that does not just wait for a hand; `room`: so much of its
    bill can still go back, once what waits in its place is given up; `replaced`: another refund of its claim went.
    """

    kind: str
    direction: str
    open: bool
    returning: bool
    payment: str = ""
    real: bool = False
    fen: int = 0
    proposed: bool = False
    own: bool = False
    sold: bool = False
    releasable: bool = False
    in_place: bool = False
    room: bool = False
    replaced: bool = False

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: a difference walks none."""
        return {}


@dataclass(frozen=True, kw_only=True)
class PaymentSituation:
    """A payment, and whether its provider can be asked.

    `remitted`: it goes back outside of every provider; `cash`: it was paid in cash, and is handed back; `waited`:
    its payer was asked for an account; `by_hand`: it
    goes by a person's hand now, a provider refused it, say; `told`: somebody has said by which transfer it went;
    `receipt`: the receipt of cash handed back lies here; `payee`: it is known to which account it goes; `barred`: its
    provider lets our account give nothing back; `missed`: its payee says that it has not arrived;
    `shops`: the shop that was paid gives it back; `shop_said`: it says that it did, `proved`: its own list tells so;
    `unreachable`: who gets it had his data deleted; `kept`: so it is kept as owed.
    """

    state: str
    asked: bool
    remitted: bool = False
    cash: bool = False
    waited: bool = False
    receipt: bool = False
    by_hand: bool = False
    told: bool = False
    payee: bool = False
    barred: bool = False
    missed: bool = False
    shops: bool = False
    shop_said: bool = False
    unreachable: bool = False
    kept: bool = False
    proved: bool = False

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine."""
        return {"payment": self.state}


@dataclass(frozen=True, kw_only=True)
class RepaymentSituation:
    """Money that somebody proposes to give back: whether it waits still, and is this person's own proposal."""

    open: bool
    own: bool

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: a repayment walks none."""
        return {}


@dataclass(frozen=True, kw_only=True)
class HolderSituation:
    """Who takes cash for the house, and how much of it he has that is to be handed in."""

    held_fen: int

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: a holder walks none."""
        return {}


@dataclass(frozen=True, kw_only=True)
class StatementSituation:
    """A day of a provider, and whether its statement should be there and isn't."""

    missing: bool

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: a day walks none."""
        return {}


def may_fetch(case: StatementSituation) -> bool:
    """Return whether a day's statement may be asked for: it is missing."""
    return case.missing


def may_hand_in(case: HolderSituation) -> bool:
    """Return whether there is cash to be handed in."""
    return case.held_fen > 0


def may_send_back(case: RepaymentSituation) -> bool:
    """Return whether a second person may send what was proposed."""
    return case.open and not case.own


def is_asked_back(case: RepaymentSituation) -> bool:
    """Return whether a proposal waits still."""
    return case.open


def may_explain(case: DifferenceSituation) -> bool:
    """Return whether somebody still has to say what it was."""
    return case.open and not case.returning and not case.proposed


def may_give_back(case: DifferenceSituation) -> bool:
    """Return whether money came that our books give no bill: no refund, no payment still under way, no order's."""
    nobodys = case.direction == "in" and not case.sold and case.payment in RETURNABLE.get(case.kind, ())
    return may_explain(case) and nobodys


def may_inquire(case: DifferenceSituation) -> bool:
    """Return whether the provider can be asked: about a payment under way here, or for that day's statement anew."""
    return may_explain(case) and (case.payment in ("called", "unclear") or (case.real and case.kind in CORRECTABLE))


def may_correct(case: DifferenceSituation) -> bool:
    """Return whether what differs can be booked: it is settled here, and the provider has another sum, or none."""
    return may_explain(case) and case.kind in CORRECTABLE and case.payment == "succeeded" and case.fen != 0


def called(*, kind: str, direction: str) -> str:
    """Return what a difference is called: a refund that our books gave up and that went is nothing that was taken."""
    return GONE if (kind, direction) == ("not_settled", "back") else kind


def may_owe_back(case: DifferenceSituation) -> bool:
    """Return whether a refund went after all that our books gave up, beside what was sent in its place."""
    return _gone(case) and (case.in_place or case.replaced)


def may_count(case: DifferenceSituation) -> bool:
    """Return whether a refund went after all that our books gave up, and nothing went in its place.

    So much of its bill can still go back.
    """
    return _gone(case) and case.room and not case.replaced


def _gone(case: DifferenceSituation) -> bool:
    gone = called(kind=case.kind, direction=case.direction) == GONE and case.payment == "failed"
    return may_explain(case) and gone and case.fen != 0


def may_bind(case: DifferenceSituation) -> bool:
    """Return whether it is a refund of the provider that our books give no bill."""
    return may_explain(case) and (case.kind, case.direction) == ("missing_here", "back")


def may_keep(case: DifferenceSituation) -> bool:
    """Return whether what came once too often can stay as an advance, instead of going back."""
    return may_give_back(case) and case.kind in SURPLUS and case.fen > 0


def may_release(case: DifferenceSituation) -> bool:
    """Return whether what two booked can be taken back: by another than who agreed."""
    return case.releasable


def may_agree(case: DifferenceSituation) -> bool:
    """Return whether a second person may have a correction booked."""
    return case.open and case.proposed and not case.own


def is_proposed(case: DifferenceSituation) -> bool:
    """Return whether a correction waits for a second person."""
    return case.open and case.proposed


def is_unclear(case: PaymentSituation) -> bool:
    """Return whether a person has to say what became of a payment, and nobody has yet."""
    return case.state == "unclear" and not case.told


def may_say_paid(case: PaymentSituation) -> bool:
    """Return whether one person may say that it went through: he reads it in a provider's books."""
    return is_unclear(case) and not case.remitted and not case.cash and not case.shops


def may_say_shop_paid(case: PaymentSituation) -> bool:
    """Return whether one may say that the shop gave back what was paid to it."""
    return is_unclear(case) and case.shops


def may_hand_back(case: PaymentSituation) -> bool:
    """Return whether somebody may say that cash was handed back: its payer has signed for it."""
    return is_unclear(case) and case.cash


def has_receipt(case: PaymentSituation) -> bool:
    """Return whether the receipt of cash handed back can be opened."""
    return case.receipt


def may_pay_out(case: PaymentSituation) -> bool:
    """Return whether somebody may say by which transfer it went back."""
    return is_unclear(case) and case.by_hand


def may_ask_account(case: PaymentSituation) -> bool:
    """Return whether who paid may be asked to which account a refund goes: it goes by a transfer instead."""
    asked = case.remitted or case.payee or case.waited or case.unreachable
    return may_pay_out(case) and not asked


def may_keep_owed(case: PaymentSituation) -> bool:
    """Return whether a refund may be kept as owed: nobody can be asked where to, and nobody has said it."""
    return may_pay_out(case) and case.unreachable and not case.payee and not case.kept


def may_send_anew(case: PaymentSituation) -> bool:
    """Return whether a provider may be asked again that let our account give nothing back."""
    return may_pay_out(case) and case.barred


def is_missed(case: PaymentSituation) -> bool:
    """Return whether a refund has not arrived, as who gets it says."""
    return case.missed


def may_deny_shop(case: PaymentSituation) -> bool:
    """Return whether it can be said that a shop gave nothing back: its buyer says so, and its list proves nothing."""
    return case.missed and case.shop_said and not case.proved


def has_payee(case: PaymentSituation) -> bool:
    """Return whether it is known to which account a refund goes."""
    return case.payee


def may_ask(case: PaymentSituation) -> bool:
    """Return whether a provider can be asked about an unclear payment."""
    return case.state == "unclear" and case.asked
