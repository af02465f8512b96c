"""How claims went that need no reviewer: agreed, offered, sent back, exchanged, a platform's; second half."""

from datetime import datetime
from functools import partial

from anxin.demo import cast
from anxin.demo.claims import Claimed
from anxin.demo.disputes import Dispute
from anxin.domain.claims import actions as claims
from anxin.domain.claims.models import Recovery


def agreed(case: Dispute, at: datetime) -> Claimed:
    """The merchant agrees by one click; the money is out in minutes."""
    one = case.filed(at).run()
    one.agree()
    return one.run()


def standing(case: Dispute, at: datetime) -> Claimed:
    """Agreed beforehand: nobody waited."""
    return case.filed(at).run()


def waits(case: Dispute, at: datetime) -> Claimed:
    """Filed; the merchant has his time."""
    return case.filed(at)


def offered(case: Dispute, at: datetime) -> Claimed:
    """The merchant offers a part; the buyer thinks about it."""
    one = case.filed(at).run()
    _offer(one)
    return one


def _offer(one: Claimed) -> None:
    part = one.claim.asked_fen // 3 // 100 * 100
    one.step(
        partial(claims.offer, remedy="refund_part", amount_fen=part, reason="外箱压痕不影响使用，补偿三成"),
        by=one.owner,
        minutes=400,
    )


def offer_taken(case: Dispute, at: datetime) -> Claimed:
    """An offer accepted is paid."""
    one = offered(case, at)
    one.step(claims.accept_offer, by=one.buyer, minutes=90)
    return one.run()


def offer_refused(case: Dispute, at: datetime) -> Claimed:
    """An offer refused goes to a person."""
    one = offered(case, at)
    one.step(partial(claims.refuse_offer, why="太少，里面的碗也裂了"), by=one.buyer, minutes=90)
    return one


def withdrawn(case: Dispute, at: datetime) -> Claimed:
    """The buyer found it himself."""
    one = case.filed(at)
    one.step(partial(claims.withdraw, why="在填充物里找到了"), by=one.buyer, minutes=50)
    return one


def sent_back(case: Dispute, at: datetime) -> Claimed:
    """A statutory return: on its way back."""
    one = case.filed(at)
    one.step(partial(claims.ship_back, waybill="YD8800001207"), by=one.buyer, minutes=600)
    return one


def inspecting(case: Dispute, at: datetime) -> Claimed:
    """Back with the merchant, being looked at."""
    one = sent_back(case, at)
    packer = one.by(cast.XIAO_WU)
    one.step(claims.receive_back, by=packer, minutes=60 * 44)
    return one


def returned(case: Dispute, at: datetime) -> Claimed:
    """Back, looked at, paid."""
    one = inspecting(case, at)
    one.step(claims.pass_inspection, by=one.by(cast.XIAO_WU), minutes=90)
    return one.run()


def found_wanting(case: Dispute, at: datetime) -> Claimed:
    """Back, and found wanting: a person decides."""
    one = inspecting(case, at)
    one.step(partial(claims.fail_inspection, reason="灯罩有压痕，与寄出时不同"), by=one.owner)
    return one


def platform(case: Dispute, at: datetime) -> Claimed:
    """A platform's case: its deadline is imported."""
    return case.filed(at, platform_h=96).run()


def gone(case: Dispute, at: datetime) -> Claimed:
    """The platform paid out of the merchant's pocket; he asks it back."""
    one = case.filed(at, platform_h=24).run()
    one.step(
        partial(
            claims.take_outcome,
            what="refunded",
            amount_fen=one.claim.asked_fen,
            reference=one.claim.platform_ref,
            reason="平台仅退款",
        ),
        by=one.by(cast.QIAN),
        minutes=60 * 20,
    )
    return one


def demanded(case: Dispute, at: datetime) -> Claimed:
    """The platform's money is gone; the merchant asks it back."""
    one = gone(case, at)
    amount = one.claim.asked_fen
    one.step(partial(claims.demand, amount_fen=amount, reason="封存照片显示出库完好"), by=one.owner, minutes=300)
    return one


def repaid(case: Dispute, at: datetime) -> Claimed:
    """Promised, then paid back in two parts."""
    one = demanded(case, at)
    row, owner = one.claim.recoveries.get(), one.owner
    one.do(lambda: claims.go_on(recovery=row, step="promise", by=owner, now=one.now), minutes=60 * 30)
    half = row.demanded_fen // 2
    for amount in (half, row.demanded_fen - half):
        one.do(partial(_repay, one, row, amount), minutes=60 * 22)
    return one


def _repay(one: Claimed, row: Recovery, amount: int) -> None:
    claims.repay(recovery=row, amount_fen=amount, by=one.owner, now=one.now)


def court(case: Dispute, at: datetime) -> Claimed:
    """Not paid back: before the court."""
    one = demanded(case, at)
    row = one.claim.recoveries.get()
    one.do(lambda: claims.go_on(recovery=row, step="court", by=one.owner, now=one.now, why="已立案"), minutes=60 * 70)
    return one


def exchange(case: Dispute, at: datetime) -> Claimed:
    """Agreed to exchange; the replacement is to be sent."""
    one = case.filed(at).run()
    one.agree("同意换货，收到旧锁后寄新")
    return one.run()


def exchanged(case: Dispute, at: datetime) -> Claimed:
    """Exchanged, with both serials."""
    one = exchange(case, at)
    if one.claim.state == "waiting_return":
        one.step(partial(claims.ship_back, waybill="YD8800003301"), by=one.buyer, minutes=900)
        one.step(claims.receive_back, by=one.owner, minutes=60 * 40)
        one.step(claims.pass_inspection, by=one.owner, minutes=60)
    sent = partial(
        claims.send_replacement, waybill="YD8800003302", old_serial="HY3S25011111", new_serial="HY3S26020202"
    )
    one.step(sent, by=one.owner, minutes=120)
    return one
