"""What a customer reads first while his goods are brought, sent, mended and given back: his own turn comes first."""

from typing import Protocol

from anxin.core.headlines import Headline


class Goods(Protocol):
    """What is looked at of a case whose goods come to a bench."""

    @property
    def repair(self) -> str:
        """Return the repair's state."""

    @property
    def custody(self) -> str:
        """Return where the goods are."""

    @property
    def brought(self) -> bool:
        """Return whether the customer brings them himself."""

    @property
    def served(self) -> bool:
        """Return whether somebody can be sent to the customer instead."""

    @property
    def mended(self) -> bool:
        """Return whether they go back mended."""

    @property
    def uncollected(self) -> bool:
        """Return whether they lie ready beyond their term."""

    @property
    def stuck(self) -> bool:
        """Return whether their outlet can't mend them any more."""

    @property
    def disowned(self) -> bool:
        """Return whether their outlet is vouched for no more: nothing is paid there."""

    @property
    def phone(self) -> str:
        """Return whom the customer rings."""

    @property
    def quote(self) -> str:
        """Return how the quote stands."""

    @property
    def due_fen(self) -> int:
        """Return what is still to be paid."""

    @property
    def online(self) -> bool:
        """Return whether money is taken online."""

    @property
    def transfer(self) -> bool:
        """Return whether the house takes transfers to an account of its own."""

    @property
    def cash(self) -> bool:
        """Return whether so much may be paid in cash."""

    @property
    def bill(self) -> str:
        """Return how the bill stands."""

    @property
    def late(self) -> str:
        """Return the promise that was broken."""

    @property
    def may(self) -> frozenset[str]:
        """Return the steps the customer may take."""


def headline(now: Goods) -> Headline | None:
    """Return what is so of the goods now; None where another rule says more."""
    if now.quote == "sent" and now.repair == "in_service":
        return None
    if now.custody == "expected":
        return _expected(now)
    if now.custody == "received":
        return Headline(says="receipt_to_sign", main="sign", beside=("talk",), yours=True)
    if now.custody == "ready":
        return _ready(now)
    if now.custody == "sent_back":
        return Headline(says="parcel_back", main="came", beside=("missing",), yours=True)
    if now.stuck and now.custody in ("sent_in", "arrived", "held"):
        return Headline(says="goods_go_on", main="talk", beside=("urge",))
    if now.late:
        return None
    if now.custody == "held" and now.repair == "waiting_customer":
        return Headline(says="goods_wait", main="as_it_is", beside=("talk",), yours=True)
    says = {
        "sent_in": "parcel_in",
        "arrived": "parcel_here",
        "missing": "parcel_missing",
        "held": now.repair if now.repair in ("waiting_part", "waiting_brand") else "goods_held",
        "at_bench": "goods_at_bench",
    }.get(now.custody, "")
    beside = ("missing",) if now.custody == "sent_in" else ("urge",)
    return Headline(says=says, main="talk", beside=beside) if says else None


def _expected(now: Goods) -> Headline | None:
    if now.repair == "submitted":
        return None
    beside = ("send", "cancel") if now.served else ("cancel",)
    if now.stuck:
        return Headline(says="no_outlet_left", main="elsewhere", beside=beside, yours=True)
    if now.brought:
        return Headline(says="to_bring", main="talk", beside=beside)
    return Headline(says="to_send", main="sent", beside=beside, yours=True)


def unpaid(now: Goods) -> str:
    """Return what is said of an open bill where nobody takes money online: transfer, cash at a counter, or none."""
    if now.transfer:
        return "goods_by_transfer"
    return "goods_in_cash" if now.brought and now.cash and not now.disowned else "goods_unpaid"


def _ready(now: Goods) -> Headline:
    if now.disowned and now.brought:
        return _disowned(now)
    if now.uncollected:
        return Headline(says="uncollected", main="talk", yours=True)
    if now.mended and now.due_fen and now.bill in ("shown", "agreed"):
        if not now.online:
            return Headline(says=unpaid(now), main="talk", yours=True)
        says = "goods_to_pay_there" if now.brought else "goods_to_pay"
        return Headline(says=says, main="pay", beside=("talk",), yours=True)
    if now.brought:
        return Headline(says="to_collect" if now.mended else "to_collect_as_it_is", main="talk", yours=True)
    return Headline(says="goes_back", main="talk", beside=("urge",))


def _disowned(now: Goods) -> Headline:
    """Return what is so of goods that lie ready at an outlet no longer vouched for: paid here alone, or not at all."""
    owed = now.mended and now.due_fen and now.bill in ("shown", "agreed")
    ask = ("call", "talk") if now.phone else ("talk",)
    if owed and now.online:
        return Headline(says="pay_here_alone", main="pay", beside=ask, yours=True, danger=True, phone=now.phone)
    says = "pay_nothing_there" if owed else "collect_with_care"
    return Headline(says=says, main=ask[0], beside=ask[1:], yours=True, danger=True, phone=now.phone)
