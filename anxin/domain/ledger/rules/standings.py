"""How a payment stands for finance, what is to be done about it, and whose money it is: one word for each."""

from dataclasses import dataclass

from anxin.domain.ledger.rules.situation import PaymentSituation
from anxin.domain.ledger.states import PAYMENT


@dataclass(frozen=True, kw_only=True)
class PaymentStanding:
    """A payment, and what its case knows of it; every property is a key of `wording.standings`.

    `back`: it is a refund; `refused`: its provider refused it; `returned`: its bank sent it back, `anew`: so it is owed
    as another one; `paid_for`: another than the shop pays it; `shop_gone`: its shop has left, or answers nothing.
    """

    case: PaymentSituation
    back: bool
    refused: bool = False
    returned: bool = False
    anew: bool = False
    paid_for: bool = False
    shop_gone: bool = False

    @property
    def over(self) -> bool:
        """Return whether it is known what became of it."""
        return self.case.state in PAYMENT.ends

    @property
    def seconded(self) -> bool:
        """Return whether its transfer is written down, and waits for a second person."""
        return self.case.told and self.case.by_hand and not self.over

    @property
    def way(self) -> str:
        """Return how a refund by hand goes: by a transfer, or its provider lets our account give nothing back."""
        case = self.case
        return "transfer" if case.remitted or case.payee or case.waited else "barred" if case.barred else "hand"

    @property
    def heading(self) -> str:
        """Return what it is, in few words."""
        kind = "refund" if self.back else "payment"
        if self.case.missed:
            return "missed"
        if self.over:
            return kind
        if self.seconded or self.case.kept:
            return "second" if self.seconded else "kept"
        return self.way if self.case.by_hand else f"{kind}_unknown"

    @property
    def lead(self) -> str:
        """Return what finance does next about it, or finds that became of it."""
        case = self.case
        if self.seconded:
            return "second"
        if not self.over:
            return self._next_by_hand() if case.by_hand else self._next()
        if case.missed:
            return "missed_proved" if case.proved else "missed_said" if case.shop_said else "missed"
        return "" if not self.returned else "anew" if self.anew else "not_owed"

    def _next_by_hand(self) -> str:
        case = self.case
        if self.way == "transfer" and case.payee:
            return "send"
        if case.kept or case.unreachable:
            return "kept" if case.kept else "nobody"
        if self.way != "hand":
            return self.way
        return "cash" if case.cash else self._next()

    def _next(self) -> str:
        case = self.case
        if case.shops and not self.paid_for and not case.kept:
            return "shop_gone" if self.shop_gone else "shop"
        return "kept" if case.kept else "hand" if case.by_hand else "unknown"

    @property
    def state(self) -> str:
        """Return how far it is, where that is more than its state says."""
        if self.seconded:
            return "second"
        if self.case.by_hand and not self.over:
            return "refused" if self.refused else "transfer" if self.way == "transfer" else "unsent"
        if self.returned:
            return "came_back"
        return "arrived" if self.back and self.case.state == "succeeded" else ""

    @property
    def purse(self) -> str:
        """Return whose money it is, of a claim's refund."""
        waits = self.case.by_hand and not self.over
        if self.paid_for:
            return "paid_for"
        if waits and self.shop_gone:
            return "shop_gone"
        return "shop" if waits and self.case.shops and not self.refused else "charged"

    @property
    def account(self) -> str:
        """Return whether it is known to which account it goes, where it waits for one."""
        if self.way != "transfer" or self.over or self.seconded:
            return ""
        return "known" if self.case.payee else "nobody" if self.case.unreachable else "asked"
