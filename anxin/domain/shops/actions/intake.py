"""What a platform tells becomes orders and claims; what can't be taken stands apart and keeps nothing else waiting."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from anxin.core import timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import AnxinError, Unavailable
from anxin.core.ids import uuid7
from anxin.core.inserts import insert_new
from anxin.core.states import can
from anxin.core.timeline import StreamKey
from anxin.domain.claims import actions as claims
from anxin.domain.claims.actions import ClaimLineGiven, Filing
from anxin.domain.claims.models import Claim
from anxin.domain.claims.queries import is_said, order_options, paid_for
from anxin.domain.claims.rules import asks_money
from anxin.domain.claims.rules.filing import LONGEST
from anxin.domain.goods import actions as goods
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.models import Purchase, PurchaseLine
from anxin.domain.goods.queries.shop_book import most_proven
from anxin.domain.goods.rules import SUB_ORDER
from anxin.domain.goods.rules.shop_book import spelt
from anxin.domain.people import actions as people
from anxin.domain.people.models import Organisation
from anxin.domain.shops import queries, rules
from anxin.domain.shops.actions.answers import counting, entered_there, told_sent
from anxin.domain.shops.models import Heard, Shop
from anxin.domain.shops.providers import ENDED, ClaimTold, OrderTold
from anxin.domain.shops.rules import GIVEN_BACK, SETTLED, UNNAMED


def take_order(*, shop: Shop, told: OrderTold, now: datetime) -> None:
    """Write an order down, or what is new of one; what can't be taken stands apart, and nothing else waits for it."""
    try:
        with transaction.atomic():
            _take_order(shop, told, now)
    except Unavailable:
        raise  # nothing is wrong with the order: it is read again later
    except AnxinError:
        set_apart(shop=shop, ref=told.key, kind="order", now=now)


def _take_order(shop: Shop, told: OrderTold, now: datetime) -> None:
    """Write an order down, or what is new of it: sent out, signed for, or told otherwise than it is written."""
    rows = Purchase.objects.filter(seller=shop.organisation, order_key=told.key)
    row = rows.select_related("buyer").first()
    if row is None:
        row = _bought(shop, told, now)
    else:
        lines = _as_written(row, told)
        goods.correct(
            purchase=row, lines=lines, bought_at=told.bought_at, delivered_at=told.delivered_at, by=SYSTEM, now=now
        )
    shipped = told.shipped_at or (now if told.waybill else None)
    if shipped and row.shipped_at is None:
        goods.ship(purchase=row, waybill=counting(row, told.waybill), by=SYSTEM, now=max(shipped, row.bought_at))
    elif shipped and queries.was_not_taken(row):
        entered_there(purchase=row, waybill=told.waybill, now=now)
        told_sent(purchase=row, now=now)
    if told.delivered_at and row.delivered_at is None:
        goods.deliver(purchase=row, by=SYSTEM, now=max(told.delivered_at, row.bought_at))


def _lines(told: OrderTold) -> list[Bought]:
    return [
        Bought(
            title=one.title.strip()[:120] or told.key,
            amount_fen=max(one.amount_fen, 0),
            quantity=max(one.quantity, 1),
            sku=one.sku[:64],
            listing={"title": one.title, SUB_ORDER: one.key},
        )
        for one in told.lines
    ]


def _as_written(row: Purchase, told: OrderTold) -> dict[int, Bought]:
    """Return the lines of an order by their positions here: by the platform's own keys, else where all are there."""
    lines, rows = _lines(told), list(row.lines.order_by("position"))
    known = {one.listing.get(SUB_ORDER): one.position for one in rows if one.listing.get(SUB_ORDER)}
    if known:
        return {known[key]: one for one in lines if (key := one.listing[SUB_ORDER]) in known}
    return {one.position: line for one, line in zip(rows, lines, strict=True)} if len(rows) == len(lines) else {}


def _bought(shop: Shop, told: OrderTold, now: datetime) -> Purchase:
    Heard.objects.filter(shop=shop, kind="order", ref=told.key).exclude(why="").update(why="")
    return goods.purchase(
        seller=shop.organisation,
        order_key=told.key,
        lines=_lines(told),
        bought_at=told.bought_at,
        buyer=people.enrolled_anew(name=rules.buyer_of(told.buyer), phone="", now=now),
        freight_fen=max(told.freight_fen, 0),
        by=SYSTEM,
        now=now,
    )


def take_claim(*, shop: Shop, told: ClaimTold, now: datetime) -> Claim | None:
    """Open a claim that waits at a platform, or write down what the platform decided; twice changes nothing.

    One that somebody entered with the platform's number is that one. What was over before it was heard of opens none,
    but for money that went without the goods: it may be asked back. Other money that went back is written on the
    order's lines, and on the claim that is open about them here.
    """
    heard = queries.heard_before(shop, told.ref)
    if heard is not None and heard.shop_id != shop.pk:
        Heard.objects.filter(pk=heard.pk).update(shop=shop)
    if heard is not None and heard.claim is not None:
        _outcome(heard.claim, told, now)
        return heard.claim
    if heard is not None and told.state in ENDED and heard.why in SETTLED:
        return None
    if (entered := queries.entered_with(shop, told.ref, order=told.order)) is not None:
        Heard.objects.filter(pk=_heard(shop, told.ref, told.order, now).pk).update(claim=entered, why="")
        _outcome(entered, told, now)
        return entered
    if told.state == "refused":
        if heard is not None:
            heard.delete()  # it may be taken up again there
        return None
    purchase = Purchase.objects.filter(seller=shop.organisation, order_key=told.order).first()
    gone = told.state == "refunded" and purchase is not None and purchase.shipped_at is not None
    if purchase is None or not (told.type or told.state in ENDED):
        _apart(shop, told.ref, told.order, "kind" if purchase or not told.type else "no_order", now)
        return None
    if told.state in ENDED and not (gone and told.type):
        _gave_back(shop, told, purchase, now)
        return None
    return _opened(shop, told, purchase, now)


def _opened(shop: Shop, told: ClaimTold, purchase: Purchase, now: datetime) -> Claim | None:
    """Open a claim; where none can be opened it stands apart, and what it gave back counts all the same."""
    try:
        with transaction.atomic():
            claim = claims.file(filing=_filing(purchase, told, now), by=SYSTEM, now=now).claim
    except Unavailable:
        raise
    except AnxinError as error:
        if told.state in ENDED:
            _gave_back(shop, told, purchase, now)
        else:
            _apart(shop, told.ref, told.order, error.code, now)
        return None
    row = _heard(shop, told.ref, told.order, now)
    Heard.objects.filter(pk=row.pk).update(claim=claim, why="", order_key=told.order)
    _outcome(claim, told, now)
    return claim


def _gave_back(shop: Shop, told: ClaimTold, purchase: Purchase, now: datetime) -> None:
    """Write down, once, what a claim gave back that has none here; apart, while one is open here about its lines.

    Apart, too, where it isn't known for which line.
    """
    claims.hold_order(purchase)
    heard = queries.heard_before(shop, told.ref)
    if heard is not None and heard.why in SETTLED:
        return
    heard = heard or _heard(shop, told.ref, told.order, now)
    positions = [one.position for one in _given_back(purchase, told)]
    waits = claims.take_shop_refund(
        purchase=purchase, positions=positions, fen=told.asked_fen, reference=spelt(told.ref), by=SYSTEM, now=now
    )
    Heard.objects.filter(pk=heard.pk).update(why=UNNAMED if not positions else GIVEN_BACK if waits else "")


def _named(purchase: Purchase, told: ClaimTold) -> list[PurchaseLine]:
    """Return the line that a claim names by the platform's own key, else all of the order."""
    lines = list(purchase.lines.order_by("position"))
    return [one for one in lines if told.line and one.listing.get(SUB_ORDER) == told.line] or lines


def _given_back(purchase: Purchase, told: ClaimTold) -> list[PurchaseLine]:
    """Return the lines that a refund is of: the one it names, or that cost as much and isn't back; all, or none."""
    lines = _named(purchase, told)
    if len(lines) == 1 or told.asked_fen >= sum(one.amount_fen for one in lines):
        return lines
    most = most_proven(purchase)
    just = [one for one in lines if one.amount_fen == told.asked_fen <= most[one.position]]
    return just if len(just) == 1 else []


def _filing(purchase: Purchase, told: ClaimTold, now: datetime) -> Filing:
    named = (_given_back(purchase, told) if told.state in ENDED else []) or _named(purchase, told)
    given = tuple(
        ClaimLineGiven(position=one.position, quantity=min(told.quantity or one.quantity, one.quantity))
        for one in named
    )
    most = order_options.most_for(purchase=purchase, pieces={one.position: one.quantity for one in given})
    if asks_money(told.type) and most < told.asked_fen and len(named) == 1:
        given = tuple(replace(one, quantity=line.quantity) for one, line in zip(given, named, strict=True))
        most = order_options.most_for(purchase=purchase, pieces={one.position: one.quantity for one in given})
    return Filing(
        purchase=purchase,
        lines=given,
        type=told.type,
        reason=rules.reason_of(told.reason, type=told.type),
        told="：".join(filter(None, (told.reason.strip(), told.told.strip())))[: LONGEST["told"]],
        asked_fen=min(told.asked_fen, most) if asks_money(told.type) else 0,
        channel="shop",
        told_by="platform",
        platform_ref=told.ref,
        platform_due_at=told.due_at if told.due_at and told.due_at > now else None,
    )


def _outcome(claim: Claim, told: ClaimTold, now: datetime) -> None:
    """Write down what the platform decided, while nothing stands here yet but what somebody said of it."""
    if told.state not in ENDED or not (can(claim, "judge") or is_said(claim)):
        return
    fen = 0 if told.state == "refused" else min(told.asked_fen, paid_for(claim.purchase))
    what = told.state if fen else "refused"
    claims.take_outcome(
        claim=claim, what=what, amount_fen=fen, reference=spelt(told.ref), reason=told.reason, by=SYSTEM, now=now
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


def look(*, organisation: Organisation, shop: Shop, ref: str, by: Actor, now: datetime) -> None:
    """Write down that somebody of a house looked at what its shop gave back: it stands apart no more, and counts on."""
    if Heard.objects.filter(shop=shop, kind="claim", ref=ref, why__in=(GIVEN_BACK, UNNAMED)).update(why=""):
        stream, facts = StreamKey("organisation", str(organisation.pk)), {"shop": shop.id, "reference": ref}
        timeline.write(stream, "shops.looked_at", by=by, now=now, facts=facts)


def name_line(*, purchase: Purchase, refund: str, line: str, by: Actor, now: datetime) -> None:
    """Say for which line of an order a shop gave back what it named none for: it stands apart no more.

    But for the claims that are open about that line: they are to be looked at.
    """
    reference, waits = claims.name_shop_refund(purchase=purchase, refund=refund, position=int(line), by=by, now=now)
    heard = Heard.objects.filter(shop__organisation=purchase.seller, order_key=purchase.order_key, why=UNNAMED)
    heard = heard.filter(ref=reference) if reference else heard
    heard.update(why=GIVEN_BACK if waits else "")


def looked_at(*, heard: Heard, now: datetime) -> None:
    """Write down that a claim was looked at by itself."""
    Heard.objects.filter(pk=heard.pk).update(looked_at=now)
