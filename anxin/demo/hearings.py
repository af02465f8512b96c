"""How claims went that a reviewer decides: the tellings of the docket, first half."""

from datetime import datetime, timedelta
from functools import partial

from anxin.demo import cast
from anxin.demo.claims import Claimed, refund, refuse
from anxin.demo.disputes import Dispute
from anxin.demo.walk import Walked, daytime
from anxin.domain.claims import actions as claims
from anxin.domain.claims.actions import Ruling
from anxin.domain.people import queries as people
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.models import Repair


def review(case: Dispute, at: datetime) -> Claimed:
    """The merchant disagrees; a reviewer has to decide."""
    one = case.filed(at).run()
    one.answer()
    return one.run()


def silent(case: Dispute, at: datetime) -> Claimed:
    """The merchant said nothing in his time: a person decides."""
    return case.filed(at).run().wait(hours=48, minutes=2)


def decided(case: Dispute, at: datetime) -> Claimed:
    """Decided on the evidence of both; the window for an appeal is open."""
    one = review(case, at)
    one.take()
    one.rule(refund(one.claim.asked_fen, "裂纹在两个角度位置一致，装箱照片里没有，支持退款"), second=cast.QIAO)
    return one


def paid(case: Dispute, at: datetime) -> Claimed:
    """Decided, nobody appealed, paid back."""
    return decided(case, at).wait(days=7, minutes=5)


def refused(case: Dispute, at: datetime) -> Claimed:
    """Not supported, with reasons; nobody appealed."""
    one = review(case, at)
    one.take(cast.CHENG)
    one.rule(
        refuse("照片与商品图为同一次拍摄，只有裂纹处不同；请求补拍未获回应，不支持"), by=cast.CHENG, second=cast.LIN
    )
    return one.wait(days=7, minutes=5)


def silence(case: Dispute, at: datetime) -> Claimed:
    """A second angle was asked for by paper code; the buyer said nothing for 72 hours."""
    one = review(case, at)
    one.take()
    lin = one.by(cast.LIN)
    one.step(partial(claims.ask_evidence, kind="paper", text="请把验证码写在纸上，换个角度再拍一张"), by=lin)
    return one.wait(hours=72, minutes=3)


def faked(case: Dispute, at: datetime) -> Claimed:
    """Silence, refusal on what is there, an appeal, the same by another reviewer; opened to an authority."""
    one = silence(case, at)
    one.rule(
        refuse("与四天前封存的装箱照片相比，裂纹只出现在这一张；补拍请求 72 小时未回应"),
        second=cast.QIAO,
    )
    one.step(partial(claims.appeal, why="杯子就是裂的，我没有时间补拍"), by=one.buyer, minutes=300)
    one.step(claims.waive_answer, by=one.owner, minutes=90)
    one.take(cast.CHENG)
    one.rule(
        refuse("换人复看：标识只说明文件；与封存照片不能同时为真，维持原裁定"),
        by=cast.CHENG,
        second=cast.YAN,
    )
    office, until = people.organisation(cast.AUTHORITY.slug), one.now + timedelta(days=90)
    opened = partial(claims.open_to, organisation=office, until=until, letter="市监调字（示例）17 号")
    one.step(opened, by=one.by(cast.SUN), minutes=600)
    return one.run()


def appealed(case: Dispute, at: datetime) -> Claimed:
    """The buyer appealed; somebody who judged nothing before has to look."""
    one = silence(case, at)
    one.rule(refuse("补拍请求 72 小时未回应，现有照片不足以支持"), second=cast.CHENG)
    one.step(partial(claims.appeal, why="快递到的时候就是这样"), by=one.buyer, minutes=200)
    return one


def asked(case: Dispute, at: datetime) -> Claimed:
    """A picture taken now was asked for; the buyer has his 72 hours."""
    one = review(case, at)
    one.take(cast.CHENG)
    cheng = one.by(cast.CHENG)
    one.step(partial(claims.ask_evidence, kind="link", text="请打开链接现拍破损处"), by=cheng)
    return one


def fraud(case: Dispute, at: datetime) -> Claimed:
    """Fraud is said: a second person has to agree before anybody reads it."""
    one = review(case, at)
    one.take()
    one.rule(refuse("两张照片出自同一文件，裂纹为后期添加，涉嫌虚构损坏", fraud_said=True))
    return one


def proposed(case: Dispute, at: datetime) -> Claimed:
    """A great sum: proposed by one reviewer, and another has to look."""
    one = review(case, at)
    one.take(cast.CHENG)
    one.rule(refund(one.claim.asked_fen, "划痕贯穿按键区，两次拍摄一致，支持全额退款"), by=cast.CHENG)
    return one


def confirmed(case: Dispute, at: datetime) -> Claimed:
    """A great sum: proposed by one, confirmed by another."""
    one = review(case, at)
    one.take(cast.QIAO)
    one.rule(refund(one.claim.asked_fen, "面板裂纹贯穿，两次拍摄一致，支持全额退款"), by=cast.QIAO, second=cast.YAN)
    return one


def late_packing(case: Dispute, at: datetime) -> Claimed:
    """The merchant's packing picture was made after the claim: shown as late, raises nothing; the buyer wins."""
    one = case.filed(at).run()
    one.hand_in("cup-packing-3", by=one.owner, role="packing")
    one.answer("装箱照片在此，出库完好")
    one.run()
    one.take(cast.YAN)
    one.rule(refund(one.claim.asked_fen, "装箱照片晚于申请，不能说明出库状态，支持"), by=cast.YAN, second=cast.LIN)
    return one.wait(days=7, minutes=5)


def unseen(case: Dispute, at: datetime) -> Claimed:
    """Decided without a picture, or with one that could not be examined."""
    one = silent(case, at)
    one.take(cast.CHENG)
    one.rule(refund(one.claim.asked_fen, "承运方无签收底单，支持退款", liable="carrier"), by=cast.CHENG)
    return one.wait(days=7, minutes=5)


def repair(case: Dispute, at: datetime) -> Claimed:
    """Decided: repair; it waits for a part, and both halves show on one page."""
    one = review(case, at)
    one.take()
    one.rule(Ruling(remedy="repair", reason="主板可换，先修；修不好再换", found=(("主板故障", ()),)))
    one.wait(days=7, minutes=5)
    row = Repair.objects.get(number=one.claim.repair_number)
    mended = Walked(repair=row, token=one.token, now=one.now, technician=cast.MASTER_LU).until("on_site")
    who = mended.by(mended.technician)
    mended.do(lambda: repairs.wait(repair=mended.repair, on="part", why="主板在途", by=who, now=mended.now), minutes=20)
    return one


def inspection(case: Dispute, at: datetime) -> Claimed:
    """A technician is to look at it."""
    one = review(case, at)
    one.take()
    from_at = daytime((one.now + timedelta(days=2)).replace(minute=0, second=0, microsecond=0))
    to_at = from_at + timedelta(hours=2)
    one.step(
        partial(claims.order_inspection, question="锁体有没有撬痕", from_at=from_at, to_at=to_at), by=one.by(cast.LIN)
    )
    return one


def referred(case: Dispute, at: datetime) -> Claimed:
    """Refused, and the buyer went to 12315."""
    one = refused(case, at)
    row = one.step(partial(claims.refer, door="hotline_12315"), by=one.buyer, minutes=300)
    one.do(
        lambda: claims.hear_back(
            referral=row, step="receive", number="示例-12315-0001", by=one.by(cast.XIAO_CHEN), now=one.now
        ),
        minutes=600,
    )
    return one
