"""A false number of the demo: reported, confirmed, taken down at one place and asked for at another."""

from datetime import datetime, timedelta
from functools import partial

from anxin.core.acting import acting
from anxin.core.actors import STRANGER
from anxin.demo import cast
from anxin.domain.network import actions as network
from anxin.domain.people import queries as people
from anxin.domain.people.queries import actors

FALSE = "400-000-0010"
NOTES = ("搜“禾砚门锁售后”排第一个，说要先付 300 元上门费。", "回电自称官方，让加微信转账。", "")
WHY = "回拨三次，均要求先转账；品牌确认不是自己的号码"
SENT = (
    (
        18,
        network.TakedownAsked(
            recipient="search", addressee="示例搜索", place="https://search.example/s?wd=禾砚门锁售后"
        ),
    ),
    (3, network.TakedownAsked(recipient="platform", addressee="示例生活平台", place="https://life.example/shop/1024")),
)
"""How many days ago who was asked about which place; the first has taken it down three days later."""


def tell(*, now: datetime) -> None:
    """Tell of the number, each step at its time."""
    account = people.account(cast.XIAO_CHEN.username)
    if account is None:
        raise people.NoSuchPerson({"username": cast.XIAO_CHEN.username})
    for n, note in enumerate(NOTES):
        told = network.NumberReport(kind="hotline", code=FALSE, note=note)
        row = acting(partial(network.report, told=told, by=STRANGER, now=now - timedelta(days=20, hours=-n)))
    agent = actors.actor_of_account(account, now=now)
    acting(partial(network.confirm, number=row, why=WHY, by=agent, now=now - timedelta(days=19)))
    for days, asked in SENT:
        at = now - timedelta(days=days)
        one = acting(partial(network.ask_takedown, number=row, asked=asked, by=agent, now=at))
        acting(partial(network.send_takedown, row=one, reference="", by=agent, now=at))
        if at < now - timedelta(days=7):
            over = at + timedelta(days=3)
            acting(partial(network.note_taken_down, row=one, why="结果页已撤下", by=agent, now=over))
