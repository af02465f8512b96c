"""The page of money in a claim's dossier: what was paid where it was ordered, how each sum went back, and by whom."""

from collections.abc import Iterable
from typing import Any

from anxin.core.streams.hashing import instant
from anxin.core.timeline import Entry, EntryView
from anxin.domain.claims.models import Claim, Payout
from anxin.domain.claims.queries.gone_twice import TWICE
from anxin.domain.claims.queries.order_sums import sums_of
from anxin.domain.claims.queries.payers import every_charge
from anxin.domain.claims.rules.takeovers import way_of
from anxin.domain.goods.choices import FILE, LIST, MERCHANT
from anxin.domain.ledger import rules as ledger
from anxin.domain.ledger.models import Transfer
from anxin.domain.ledger.queries import refunds
from anxin.domain.ledger.queries.borne_costs import paid_at

OUT = "claims.money_out"
UNSENT = ("claims.money_unsent", "claims.money_failed")
SAID = ("refused_by", "said", "why_unsent", "owes")
IN_SHOP, ENDED_AS_SAID = "claims.refunded_in_shop", "claim.take_outcome"
"""The facts that tell what the shop says it gave back of its own accord; the second only where the shop said it."""


def paid_out(row: Claim) -> refunds.Paid:
    """Return the transfers by which money of a claim was paid out."""
    return refunds.paid_out(one.payment for one in row.payouts.select_related("payment"))


def money(row: Claim, facts: Iterable[Entry | EntryView], paid: refunds.Paid) -> list[dict[str, object]]:
    """Return what was paid for the order, each refund of this claim, and what of them others bear for its merchant."""
    every = list(facts)
    told = [one for one in every if one.code in (*UNSENT, OUT)]
    rows = row.payouts.select_related("payment").order_by("at", "id")
    refunds_ = [_refund(one, row, told, paid) for one in rows]
    said = [(one, _said(one)) for one in every if _tells_of_shop(one)]
    twice = any(one.code == TWICE for one in every)
    sums = [_of_order(row, refunds_)] if twice else _sums(_by_shop(row, said), refunds_)
    return [_bought(row), *(one for _fact, one in said), *refunds_, *sums, *map(_borne, every_charge(row))]


def _bought(row: Claim) -> dict[str, object]:
    """Return what is known of the payment: made in the shop, with the sum and the number the order came with."""
    order = row.purchase
    goods = sum(order.lines.values_list("amount_fen", flat=True))
    return {
        "what": "paid",
        "where": "shop",
        "way": "unknown",
        "goods_fen": goods,
        "freight_fen": order.freight_fen,
        "amount_fen": goods + order.freight_fen,
        "reference": order.paid_reference,
    }


def _tells_of_shop(fact: Entry | EntryView) -> bool:
    """Return whether a fact tells what the shop gave back beside what was decided here; that is a refund."""
    if fact.code == IN_SHOP:
        return not fact.facts.get("decided")
    return fact.code == ENDED_AS_SAID and bool(fact.facts.get("by_shop"))


def _said(fact: Entry | EntryView) -> dict[str, Any]:
    by = MERCHANT if fact.facts.get("by_merchant") or fact.actor_kind == "staff" else LIST
    by = FILE if fact.facts.get("by_file") or (by == LIST and fact.code == ENDED_AS_SAID) else by
    return {
        "what": "said",
        "told_by": by,
        "amount_fen": fact.facts.get("amount_fen", 0),
        "reference": "" if by == FILE else fact.facts.get("reference", ""),
        "at": instant(fact.at),
    }


def _by_shop(row: Claim, said: Iterable[tuple[Entry | EntryView, dict[str, Any]]]) -> int:
    """Return what the shop gave as it is told: as much of it as its book counts, and what a merchant ended it with."""
    told = {True: 0, False: 0}
    for fact, one in said:
        told[fact.code == ENDED_AS_SAID and one["told_by"] == MERCHANT] += one["amount_fen"]
    book = row.purchase.unnamed_fen + sum(row.lines.values_list("line__refunded_fen", flat=True))
    return told[True] + min(told[False], book)


def _sums(shop_fen: int, sent: list[dict[str, Any]]) -> list[dict[str, object]]:
    """Return what each gave back in all: the shop as it says, whoever runs the service, a former system."""
    ways = {ledger.IN_SHOP: "shop_fen", ledger.FORMER: "former_fen"}
    sums = {"shop_fen": shop_fen, "former_fen": 0, "house_fen": 0}
    for one in sent:
        if one["way"]:
            sums[ways.get(one["way"], "house_fen")] += one["amount_fen"]
    return [{"what": "sums", **sums, "amount_fen": sum(sums.values())}] if any(sums.values()) else []


def _of_order(row: Claim, sent: list[dict[str, Any]]) -> dict[str, object]:
    """Return what went back of the whole order, each by whom, and what of it was too much, as every page says."""
    whole = sums_of(row.purchase)
    former = sum(one["amount_fen"] for one in sent if one["way"] == ledger.FORMER)
    house = max(whole.sent_fen - former, 0)
    given = {"shop_fen": whole.shop_fen, "former_fen": former, "house_fen": house, "platform_fen": whole.platform_fen}
    return {"what": "sums", **given, "amount_fen": whole.gone_fen, "twice_fen": whole.twice_fen}


def _borne(one: Transfer) -> dict[str, object]:
    """Return what was charged to who pays for a merchant that is gone: to which account, reversed or paid when."""
    back = getattr(one, "reversed_by", None)
    paid = paid_at(one)
    return {
        "what": "borne",
        "account": one.debit,
        "amount_fen": one.amount_fen,
        "at": instant(one.created_at),
        "reversed_at": back and instant(back.created_at),
        "paid_at": paid and instant(paid),
    }


def _refund(one: Payout, row: Claim, told: Iterable[Entry | EntryView], paid: refunds.Paid) -> dict[str, Any]:
    own = [fact for fact in told if str(fact.facts.get("payment")) == str(one.payment_id)]
    known = paid.told(one.payment, payer=row.operator.name)
    if known["way"]:
        went = next((fact.facts["way"] for fact in own if fact.code == OUT and "way" in fact.facts), None)
        known["way"] = went or way_of(provider=one.payment.provider, key=one.payment.key)
    return {
        "what": "refund",
        "payment": str(one.payment.id),
        "amount_fen": one.amount_fen,
        "asked_at": instant(one.at),
        "state": one.payment.state,
        "payment_reference": row.purchase.paid_reference,
        "unsent": [_unsent(fact) for fact in own if fact.code in UNSENT],
        **known,
    }


def _unsent(fact: Entry | EntryView) -> dict[str, object]:
    said = {name: fact.facts[name] for name in SAID if name in fact.facts}
    return {"fact": fact.code, "at": instant(fact.at), **said}
