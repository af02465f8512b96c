"""Shops: connected and asked no more; what a platform tells becomes orders and claims; answers are put on their way."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from anxin.core import later, providers, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import AnxinError, Invalid, WrongState
from anxin.core.ids import uuid7
from anxin.core.inserts import insert_new
from anxin.core.states import can, lock
from anxin.core.timeline import Entry, StreamKey
from anxin.domain.claims import actions as claims
from anxin.domain.claims.actions import Filing, LineGiven
from anxin.domain.claims.models import Claim
from anxin.domain.claims.queries import order_options, paid_for
from anxin.domain.goods import actions as goods
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.goods.models import Purchase
from anxin.domain.people import actions as people
from anxin.domain.people.models import Organisation
from anxin.domain.shops import providers as platforms
from anxin.domain.shops import queries, rules
from anxin.domain.shops.models import Heard, Shop
from anxin.domain.shops.providers import ENDED, SECRETS, ClaimTold, OrderTold

ANSWER = "anxin.domain.shops.tasks.hand_in_answer"
SHIP = "anxin.domain.shops.tasks.tell_sent"


class KnownAlready(WrongState):
    """A shop of this name on this platform is connected already."""

    code = "shops.known_already"


class SentAlready(WrongState):
    """The order went out already."""

    code = "shops.sent_already"


class KeysNeeded(Invalid):
    """The first time all keys are needed."""

    code = "shops.keys_needed"


def connect(
    *,
    organisation: Organisation,
    platform: str,
    title: str,
    values: Mapping[str, str],
    secrets: Mapping[str, str],
    by: Actor,
    now: datetime,
    known: Shop | None = None,
) -> Shop:
    """Connect a shop, or keep new keys of one; it is untried until tried, and read only after that."""
    if not rules.may_sell(queries.situation(organisation, by=by, now=now)):
        raise queries.NoSuchShop({"shop": title[:24]})
    row = known or Shop(id=uuid7(), organisation=organisation, platform=platform, title=title, connected_by=by.key)
    if known is None:
        row.account = f"shop-{row.id.hex[-12:]}"
        row.connected_at, row.orders_until, row.claims_until = now, now - rules.BACK, now - rules.BACK
    before = providers.account(row.account)
    for one in SECRETS[row.platform]:
        if not (secrets.get(one) or (before and before.values.get(one))):
            raise KeysNeeded(one, expected="a key", got="")
    if known is None and not insert_new(row):
        raise KnownAlready({"title": title})
    told = {one: secrets.get(one, "") for one in SECRETS[row.platform]}
    providers.keep(kind=platforms.KIND, name=row.account, rank=1, values=values, secrets=told, by=by, now=now)
    timeline.write(_house(row), "shops.connected", by=by, now=now, facts={"platform": row.platform, "shop": row.id})
    return row


def disconnect(*, shop: Shop, by: Actor, now: datetime) -> None:
    """Ask a shop no more; its keys are erased, what came in stays."""
    if Shop.objects.filter(pk=shop.pk, ended_at=None).update(ended_at=now):
        providers.end(shop.account, now=now)
        timeline.write(
            _house(shop), "shops.disconnected", by=by, now=now, facts={"platform": shop.platform, "shop": shop.id}
        )


def _house(row: Shop) -> StreamKey:
    return StreamKey("organisation", str(row.organisation_id))


def read_until(*, shop: Shop, what: str, until: datetime, end: datetime) -> bool:
    """Write down how far a shop was read; False where somebody else read on meanwhile."""
    name = f"{what}_until"
    return bool(Shop.objects.filter(pk=shop.pk, **{name: until}).update(**{name: end}))


def tell_failing(*, shop: Shop, now: datetime) -> None:
    """Tell a merchant, once a failing, that his shop can't be read; when it answers again that is forgotten."""
    health = providers.health().get(shop.account)
    since = health.failing_since if health else None
    told = Shop.objects.filter(pk=shop.pk)
    if since is None:
        told.exclude(failing_told_at=None).update(failing_told_at=None)
    elif now - since >= rules.FAILING and told.filter(failing_told_at=None).update(failing_told_at=now):
        facts = {"platform": shop.platform, "shop": shop.id}
        timeline.write(_house(shop), "shops.failing", by=SYSTEM, now=now, facts=facts)


def take_order(*, shop: Shop, told: OrderTold, now: datetime) -> Purchase:
    """Write an order down, or what is new of one: sent out, signed for. What was sold is never rewritten."""
    rows = Purchase.objects.filter(seller=shop.organisation, order_key=told.key[:64])
    row = rows.select_related("buyer").first() or _bought(shop, told, now)
    shipped = told.shipped_at or (now if told.waybill else None)
    if shipped and row.shipped_at is None:
        goods.ship(purchase=row, waybill=told.waybill[:64], by=SYSTEM, now=max(shipped, row.bought_at))
    if told.delivered_at and row.delivered_at is None:
        goods.deliver(purchase=row, by=SYSTEM, now=max(told.delivered_at, row.bought_at))
    return row


def _bought(shop: Shop, told: OrderTold, now: datetime) -> Purchase:
    lines = [
        Bought(
            title=one.title.strip()[:120] or told.key,
            amount_fen=max(one.amount_fen, 0),
            quantity=max(one.quantity, 1),
            sku=one.sku[:64],
            listing={"title": one.title, "sub_order": one.key},
        )
        for one in told.lines
    ]
    return goods.purchase(
        seller=shop.organisation,
        order_key=told.key[:64],
        lines=lines,
        bought_at=told.bought_at,
        buyer=people.enrolled_anew(name=rules.buyer_of(told.buyer), phone="", now=now),
        freight_fen=max(told.freight_fen, 0),
        by=SYSTEM,
        now=now,
    )


def take_claim(*, shop: Shop, told: ClaimTold, now: datetime) -> Claim | None:
    """Open a claim that waits at a platform, or write down what the platform decided; twice changes nothing.

    What was over before it was heard of opens none, but for money that went without the goods: it may be asked back.
    """
    heard = queries.heard_before(shop, told.ref[:64])
    if heard is not None and heard.shop_id != shop.pk:
        Heard.objects.filter(pk=heard.pk).update(shop=shop)
    if heard is not None and heard.claim is not None:
        _outcome(heard.claim, told, now)
        return heard.claim
    purchase = Purchase.objects.filter(seller=shop.organisation, order_key=told.order[:64]).first()
    gone = told.state == "refunded" and purchase is not None and purchase.shipped_at is not None
    if told.state in ENDED and not gone:
        if heard is not None:
            Heard.objects.filter(pk=heard.pk).update(why="")
        return None
    if purchase is None or not told.type:
        _apart(shop, told.ref, told.order, "no_order" if told.type else "kind", now)
        return None
    try:
        with transaction.atomic():
            claim = claims.file(filing=_filing(purchase, told, now), by=SYSTEM, now=now).claim
    except AnxinError as error:
        _apart(shop, told.ref, told.order, error.code, now)
        return None
    row = _heard(shop, told.ref, told.order, now)
    Heard.objects.filter(pk=row.pk).update(claim=claim, why="", order_key=told.order[:64])
    _outcome(claim, told, now)
    return claim


def _filing(purchase: Purchase, told: ClaimTold, now: datetime) -> Filing:
    lines = list(purchase.lines.order_by("position"))
    named = [one for one in lines if told.line and one.listing.get("sub_order") == told.line] or lines
    given = tuple(
        LineGiven(position=one.position, quantity=min(told.quantity or one.quantity, one.quantity)) for one in named
    )
    most = order_options.most_for(purchase=purchase, pieces={one.position: one.quantity for one in given})
    if told.type in ("refund_only", "return") and most < told.asked_fen and len(named) == 1:
        given = tuple(replace(one, quantity=line.quantity) for one, line in zip(given, named, strict=True))
        most = order_options.most_for(purchase=purchase, pieces={one.position: one.quantity for one in given})
    return Filing(
        purchase=purchase,
        lines=given,
        type=told.type,
        reason=rules.reason_of(told.reason, type=told.type),
        told="：".join(filter(None, (told.reason.strip(), told.told.strip())))[:2000],
        asked_fen=min(told.asked_fen, most) if told.type in ("refund_only", "return") else 0,
        channel="shop",
        platform_ref=told.ref[:64],
        platform_due_at=told.due_at if told.due_at and told.due_at > now else None,
    )


def _outcome(claim: Claim, told: ClaimTold, now: datetime) -> None:
    """Write down what the platform decided, while nothing stands here yet."""
    if told.state not in ENDED or not can(claim, "judge"):
        return
    fen = 0 if told.state == "refused" else min(told.asked_fen, paid_for(claim.purchase))
    what = told.state if fen else "refused"
    claims.take_outcome(
        claim=claim, what=what, amount_fen=fen, reference=told.ref, reason=told.reason, by=SYSTEM, now=now
    )


def set_apart(*, shop: Shop, ref: str, kind: str, now: datetime) -> None:
    """Write down that an order or a claim couldn't be read, so that a person looks there."""
    _apart(shop, ref, "", "unreadable", now, kind=kind)


def _apart(shop: Shop, ref: str, order: str, why: str, now: datetime, *, kind: str = "claim") -> None:
    row = _heard(shop, ref, order, now, kind=kind)
    Heard.objects.filter(pk=row.pk).exclude(why=why[:40]).update(why=why[:40])


def _heard(shop: Shop, ref: str, order: str, now: datetime, *, kind: str = "claim") -> Heard:
    row = Heard(id=uuid7(), shop=shop, kind=kind, ref=ref[:64], order_key=order[:64], heard_at=now)
    return row if insert_new(row) else Heard.objects.get(shop=shop, kind=kind, ref=ref[:64])


def looked_at(*, heard: Heard, now: datetime) -> None:
    """Write down that a claim was looked at by itself."""
    Heard.objects.filter(pk=heard.pk).update(looked_at=now)


def hand_in(*, fact: Entry, now: datetime) -> None:
    """Put a merchant's answer on its way to the platform its claim came from."""
    if fact.stream_key.kind == "claim" and queries.comes_from_shop(fact.stream_key.key):
        key = str(fact.facts["answer"])
        later.put(ANSWER, arguments={"answer": key}, key=f"shops.answer:{key}", now=now)


def send_out(*, purchase: Purchase, shop: Shop, courier: str, waybill: str, by: Actor, now: datetime) -> None:
    """Say as the merchant that an order of a shop goes out; its platform is told."""
    if by.organisation != str(purchase.seller_id) or shop.organisation_id != purchase.seller_id:
        raise queries.NoSuchShop({"shop": shop.account})
    if courier not in platforms.REAL[shop.platform].COURIERS:
        raise Invalid("courier", expected=", ".join(platforms.REAL[shop.platform].COURIERS), got=courier)
    lock(purchase)
    if purchase.shipped_at is not None:
        raise SentAlready({"order": purchase.order_key})
    goods.ship(purchase=purchase, waybill=waybill, by=by, now=now)
    told: dict[str, str | int] = {"purchase": str(purchase.id), "shop": str(shop.id), "courier": courier}
    later.put(SHIP, arguments=told, key=f"shops.ship:{purchase.id}", now=now)


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
