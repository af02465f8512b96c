"""Answers and waybills are put on their way to a platform; what became of them is said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from anxin.core import later, providers, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import lock
from anxin.core.timeline import Entry
from anxin.domain.claims.models import Answer, Claim
from anxin.domain.goods import actions as goods
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.goods.models import Purchase
from anxin.domain.goods.queries.purchases import is_claimed
from anxin.domain.shops import providers as platforms
from anxin.domain.shops import queries, rules
from anxin.domain.shops.models import Heard, Shop
from anxin.domain.shops.providers import ShopFault

ANSWER = "anxin.domain.shops.tasks.hand_in_answer"
FINAL = ("refused", "by_hand")
"""The faults of an answer that another try would meet again."""
SHIP = "anxin.domain.shops.tasks.tell_sent"


class SentAlready(WrongState):
    """The order went out already."""

    code = "shops.sent_already"


def hand_in(*, fact: Entry, now: datetime) -> None:
    """Put a merchant's answer on its way to the platform its claim came from."""
    if fact.stream_key.kind == "claim" and queries.comes_from_shop(fact.stream_key.key):
        key = str(fact.facts["answer"])
        later.put(ANSWER, arguments={"answer": key}, key=f"shops.answer:{key}", now=now)


def send_out(*, purchase: Purchase, shop: Shop, courier: str, waybill: str, by: Actor, now: datetime) -> None:
    """Say as the merchant that an order of a shop goes out; its platform is told."""
    _could_be_told(purchase, shop, courier, by)
    lock(purchase)
    if purchase.shipped_at is not None:
        raise SentAlready({"order": purchase.order_key})
    goods.ship(purchase=purchase, waybill=waybill, by=by, now=now)
    told: dict[str, str | int] = {"purchase": str(purchase.id), "shop": str(shop.id), "courier": courier}
    later.put(SHIP, arguments=told, key=f"shops.ship:{purchase.id}", now=now)


def send_again(*, purchase: Purchase, shop: Shop, courier: str, waybill: str, by: Actor, now: datetime) -> None:
    """Have a platform told anew, by the same waybill or another, of an order whose waybill it did not take."""
    _could_be_told(purchase, shop, courier, by)
    lock(purchase)
    if not queries.was_not_taken(purchase):
        raise SentAlready({"order": purchase.order_key})
    goods.correct_waybill(purchase=purchase, waybill=waybill, by=by, now=now)
    fact = timeline.write(stream_of(purchase), "shops.sent_again", by=by, now=now)
    told: dict[str, str | int] = {"purchase": str(purchase.id), "shop": str(shop.id), "courier": courier}
    later.put(SHIP, arguments=told, key=f"shops.ship:{fact.id}", now=now)


def _could_be_told(purchase: Purchase, shop: Shop, courier: str, by: Actor) -> None:
    """Raise unless an order is of the house whose shop is to tell it, and the platform knows the courier."""
    if by.organisation != str(purchase.seller_id) or shop.organisation_id != purchase.seller_id:
        raise queries.NoSuchShop({"shop": shop.account})
    if courier not in platforms.REAL[shop.platform].COURIERS:
        raise Invalid("courier", expected=", ".join(platforms.REAL[shop.platform].COURIERS), got=courier)


def entered_there(*, purchase: Purchase, waybill: str, now: datetime) -> None:
    """Take over the waybill that stands at the platform, by whomever it was entered there."""
    if counts := counting(purchase, waybill):
        goods.correct_waybill(purchase=purchase, waybill=counts, by=SYSTEM, now=now)


def counting(purchase: Purchase, waybill: str) -> str:
    """Return a platform's waybill as an order takes it; empty where a claim stands on the one written down."""
    return "" if purchase.waybill and is_claimed(purchase) else waybill[:64]


def told_sent(*, purchase: Purchase, obstacle: str = "", said: str = "", now: datetime) -> None:
    """Say on an order whether its platform took the waybill; `said` are the platform's own words."""
    code, facts = ("shops.not_shipped", {"obstacle": obstacle}) if obstacle else ("shops.shipped", {})
    timeline.write(stream_of(purchase), code, by=SYSTEM, now=now, facts=facts, private={"text": said} if said else {})


def begin_answer(*, heard: Heard, answer: UUID) -> bool:
    """Write down, before it is asked, which answer a platform is asked to take; return whether it was before."""
    before = Heard.objects.filter(pk=heard.pk, asked=answer).exists()
    Heard.objects.filter(pk=heard.pk).update(asked=answer)
    return before


def answered(*, claim: Claim, obstacle: str = "", said: str = "", there: bool = False, now: datetime) -> None:
    """Say on a claim what became of its answer at the platform; `said` are the platform's own words."""
    code = "shops.not_answered" if obstacle else "shops.answered_there" if there else "shops.answered"
    facts = {"obstacle": obstacle} if obstacle else {}
    timeline.write(claim.stream(), code, by=SYSTEM, now=now, facts=facts, private={"text": said} if said else {})


@dataclass(frozen=True, kw_only=True)
class PlatformAnswer:
    """What came of asking a platform: the secrets it gave, what went wrong, after how many tries."""

    shop: Shop
    secrets: Mapping[str, str]
    fault: ShopFault | None
    tries: int


def end_answer(*, answer: Answer, asked: PlatformAnswer, there: bool, now: datetime) -> None:
    """Say what became of an answer at its platform, or put it off for another try."""
    fault, account = asked.fault, asked.shop.account
    _remember(account, asked.secrets)
    again = fault is not None and fault.kind not in FINAL
    providers.note_call(account, fault=str(fault) if again else "", now=now)
    if again and asked.tries < rules.TRIES:
        told: dict[str, str | int] = {"answer": str(answer.id), "tries": asked.tries + 1}
        _put_off(ANSWER, told, f"shops.answer:{answer.id}:{asked.tries}", asked.tries, now)
        return
    obstacle = {"obstacle": fault.kind, "said": fault.text} if fault else {}
    answered(claim=answer.claim, **obstacle, there=there, now=now)


def end_shipping(*, purchase: Purchase, asked: PlatformAnswer, courier: str, there: str = "", now: datetime) -> None:
    """Say on an order whether its platform took the waybill, or put it off for another try.

    `there` is the waybill that stood there already, and counts.
    """
    fault = asked.fault
    _remember(asked.shop.account, asked.secrets)
    if fault is not None and fault.kind != "refused" and asked.tries < rules.TRIES:
        told: dict[str, str | int] = {"purchase": str(purchase.id), "shop": str(asked.shop.id)}
        told |= {"courier": courier, "tries": asked.tries + 1}
        last = queries.sent_out(purchase)
        _put_off(SHIP, told, f"shops.ship:{last.id if last else purchase.id}:{asked.tries}", asked.tries, now)
        return
    entered_there(purchase=purchase, waybill=there, now=now)
    told_sent(purchase=purchase, obstacle=fault.kind if fault else "", said=fault.text if fault else "", now=now)


def _remember(account: str, secrets: Mapping[str, str]) -> None:
    """Keep the secrets that a platform gave instead of those it was asked with."""
    if secrets:
        providers.remember(account, dict(secrets))


def _put_off(task: str, told: dict[str, str | int], key: str, tries: int, now: datetime) -> None:
    later.put(task, arguments=told, key=key, now=now, run_at=now + timedelta(minutes=2**tries))
