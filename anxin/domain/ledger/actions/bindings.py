"""A refund made in a provider's back office is given to the bill whose money it was, by two persons; or taken back."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import cast

from anxin.core import clocks, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid
from anxin.core.money import format_fen
from anxin.core.states import change, lock
from anxin.domain.goods.models import ShopRefund
from anxin.domain.ledger import rules
from anxin.domain.ledger.actions import corrections, payments
from anxin.domain.ledger.actions.bound_refunds import give_up, take_over, twin_parted, twin_went_there
from anxin.domain.ledger.actions.differences import (
    OPEN_AGAIN,
    DifferenceEnded,
    end,
    end_by_themselves,
    hold_open,
    tell,
)
from anxin.domain.ledger.models import Bill, Difference, Payment
from anxin.domain.ledger.queries import bindings, bound_refunds, payees, refund_cases
from anxin.domain.ledger.queries.unclear_payments import ACCOUNT
from anxin.domain.ledger.rules.bound_refunds import APART
from anxin.domain.ledger.rules.payees import GONE_BEFORE
from anxin.domain.ledger.rules.reconciliation import day_of


class OtherWay(Invalid):
    """The bill was paid another way than the refund went back."""

    code = "ledger.other_way"


class MoreThanLeft(Invalid):
    """The refund is more than what is left of the bill's payment."""

    code = "ledger.more_than_left"


class BoundAlready(Invalid):
    """This refund of the provider belongs to a bill already."""

    code = "ledger.bound_already"


class ToldByShop(Invalid):
    """The shop of the order tells a refund of this sum by another number: a person says whether it is this one."""

    code = "ledger.told_by_shop"

    def __init__(self, alike: Sequence[ShopRefund]) -> None:
        """Name the numbers, with their sum."""
        numbers = "、".join(one.reference for one in alike)
        facts = {"numbers": numbers, "sum": format_fen(alike[0].fen)}
        super().__init__("beside", expected="same | other", got="", facts=facts)


class WentInPlace(Invalid):
    """Another refund of the same case went meanwhile in the place of this one."""

    code = "ledger.went_in_place"


def propose_binding(
    *, difference: Difference, number: str, why: str, beside: str = "", by: Actor, now: datetime
) -> None:
    """Propose that a refund of a statement is one of this bill; nothing is booked until a second person agrees.

    `number`: of the bill, of the order or of the case; `beside`: whether it is the one of the same sum that its shop
    tells by another number (`same`, `other`). Raises `ledger.no_bill_of`, and as `bind`.
    """
    hold_open(difference)
    bill = bindings.bill_named(number)
    difference.told_as = _told_as(difference, bill, beside)
    _fits(difference, bill)
    told_as = {"told_as": difference.told_as}
    corrections.put(difference, rules.OF_BILL, bill.number, why, more=told_as, by=by, now=now)


def _told_as(difference: Difference, bill: Bill, beside: str) -> str:
    """Return by which number the shop of a bill tells a refund: its own, or the one a person says it is."""
    own = bound_refunds.named_by_shop(bill, difference)
    if own or beside == "other":
        return own or APART
    alike = bound_refunds.alike(bill, difference) if beside == "same" else []
    return alike[0].reference if alike else ""


def correct(*, difference: Difference, by: Actor, now: datetime) -> None:
    """Book, as the second person, what was proposed: a correction, an advance, or a refund of a bill, or after all.

    Raises `ledger.second_person`, and what `bind` raises.
    """
    corrections.hold_proposed(difference, by=by)
    if difference.correction == rules.OF_BILL:
        bind(difference, by=by, now=now)
    elif difference.correction == rules.COUNTED:
        _count(difference, by=by, now=now)
    else:
        corrections.book_difference(difference, by=by, now=now)


def _count(difference: Difference, *, by: Actor, now: datetime) -> None:
    """Let a refund that went after all count as it went, and give up what waits in its place and nobody has sent.

    Raises `ledger.went_in_place` where another took its place, or is said to have been sent.
    """
    gone = cast("Payment", difference.payment)
    refund_cases.hold(gone)
    if gone.state != "failed":
        raise DifferenceEnded({"number": difference.number})
    unsent = bindings.unsent_in_place(gone)
    if bindings.is_replaced(gone, unsent=unsent):
        raise WentInPlace("number", expected="a refund in whose place nothing went", got=gone.number)
    end(difference, how=rules.COUNTED, note=difference.note, by=by, now=now)
    for one in unsent:
        lock(one)
        payments.conclude(one, succeeded=False, reference="", by=SYSTEM, now=now, fault=GONE_BEFORE)
        if not payees.unsaid(payees.by_hand(one.stream())):
            clocks.stop(one.stream(), ACCOUNT, now=now)
    gone.bill.refresh_from_db()
    payments.found_gone(gone, at=bindings.moved_at(difference), now=now)


def bind(difference: Difference, *, by: Actor, now: datetime) -> None:
    """Give a refund to the bill that was proposed; expects both held, and who agrees to be another.

    What the shop of its order tells by the same number is this one, and goes over to the provider. Else, where the
    bill has a refund of this sum that no statement tells of, it is that one, also one the provider refused; else the
    sum is booked as gone.
    Raises `ledger.other_way`, `ledger.more_than_left`, `ledger.bound_already`, `ledger.told_by_shop`.
    """
    bill = bindings.bill_named(difference.voucher)
    lock(bill)
    _fits(difference, bill)
    twin = bound_refunds.twin_of(bill, difference)
    if twin is not None:
        lock(bill, twin)
        if twin.state != "succeeded":
            payments.found_gone(twin, at=bindings.moved_at(difference), now=now)
        twin_went_there(bill, twin, difference.pk.hex, by=by, now=now)
        end_by_themselves(twin.differences.filter(kind="refund_missing", ended_at=None), now=now)
        change(difference, {"payment_id": twin.pk})
    else:
        take_over(bill, difference, by=by, now=now)
        _tell_bill(difference, bill, "ledger.refund_bound", by=by, now=now)
    end(difference, how=rules.BOUND, note=difference.note, by=by, now=now)


def _fits(difference: Difference, bill: Bill) -> None:
    """Refuse a bill that this refund can't be of."""
    if bindings.is_bound(difference.provider, difference.number):
        raise BoundAlready("number", expected="a refund of no bill yet", got=difference.number)
    twin = bound_refunds.twin_of(bill, difference)
    if twin is not None and twin.state != "failed":
        return
    way = bindings.paid_by(bill)
    if twin is None and way != difference.provider:
        raise OtherWay("number", expected=difference.provider, got=way, facts={"bill": bill.number})
    if twin is None and not difference.told_as and (alike := bound_refunds.alike(bill, difference)):
        raise ToldByShop(alike)
    fen, left = bound_refunds.room_fen(bill, difference)
    if fen > left:
        facts = {"bill": bill.number, "left": format_fen(left), "sum": format_fen(fen)}
        raise MoreThanLeft("number", expected=f"a bill with {fen} fen left", got=left, facts=facts)


def propose_advance(*, difference: Difference, why: str, by: Actor, now: datetime) -> None:
    """Propose to keep as an advance what was paid twice; nothing is booked until a second person agrees."""
    hold_open(difference)
    corrections.put(difference, rules.ADVANCE, "", why, by=by, now=now)


def release(*, difference: Difference, why: str, by: Actor, now: datetime) -> None:
    """Take back what two booked of a difference: it is reversed, and the difference is work again.

    A refund of ours that it was found to be stays as it is: the two are parted, and that one is missing there.
    """
    lock(difference)
    if difference.end not in rules.RELEASABLE:
        raise DifferenceEnded({"number": difference.number})
    if difference.end == rules.KEPT:
        corrections.book(difference, rules.ADVANCE, -(difference.theirs_fen or 0), by=by, now=now)
    elif difference.payment_id is None:
        bill = bindings.bill_named(difference.voucher)
        lock(bill)
        give_up(bill, difference, by=by, now=now)
        _tell_bill(difference, bill, "ledger.refund_released", by=by, now=now)
    else:
        bill = bindings.bill_named(difference.voucher)
        lock(bill)
        twin_parted(bill, difference.pk.hex, by=by, now=now)
    twin = difference.payment if difference.end == rules.BOUND else None
    parted = {"payment_id": None} if twin else {}
    change(difference, {**OPEN_AGAIN, **parted, "note": why[:500]})
    tell(difference, "ledger.difference_released", by=by, now=now)
    if twin is not None:
        _miss(twin, day=difference.day, now=now)


def _miss(back: Payment, *, day: date, now: datetime) -> None:
    """Have a refund of ours stand as missing at its provider, unless a person has said already what became of it."""
    row = back.differences.filter(kind="refund_missing").order_by("-found_at").first()
    if row is not None and row.end not in ("itself", "replaced"):
        return
    if row is None:
        row = Difference.objects.create(
            provider=back.provider,
            kind="refund_missing",
            direction=back.direction,
            number=back.number,
            day=day_of(back.moved_at) if back.moved_at else day,
            payment=back,
            ours_fen=back.amount_fen,
            found_at=now,
        )
    else:
        lock(row)
        change(row, OPEN_AGAIN)
    tell(row, "ledger.difference_found", by=SYSTEM, now=now)


def _tell_bill(difference: Difference, bill: Bill, code: str, *, by: Actor, now: datetime) -> None:
    facts = {"number": bill.number, "amount_fen": difference.theirs_fen, "difference": str(difference.pk)}
    timeline.write(bill.stream(), code, by=by, now=now, facts=facts)
