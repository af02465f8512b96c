"""The buyer of an order from a platform that masks phones proves his own, by a link that the shop sent him there."""

from datetime import datetime
from functools import partial

from django.db.models import F

from anxin.core import timeline, vault
from anxin.core.actors import STRANGER, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import lock
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.goods.models import BuyerLink, Purchase
from anxin.domain.goods.queries import buyer_links as queries
from anxin.domain.people import actions as people
from anxin.domain.people.actions import corrections, new_phones

NOBODY = "买家"
"""What a buyer is called of whom the order tells no name."""


class BuyerKnown(WrongState):
    """A phone of the buyer is known: he proves himself by it."""

    code = "goods.buyer_known"


class OtherOrder(Invalid):
    """It is not the number of the order that the link is about."""

    code = "goods.other_order"


class OwnPhone(Invalid):
    """It is the phone of somebody who works for the shop, or did in the last 90 days."""

    code = "goods.own_phone"


def make_link(*, purchase: Purchase, by: Actor, now: datetime) -> BuyerLink:
    """Make the link of an order, in place of one that was made before; raises `goods.buyer_known`."""
    lock(purchase)
    if not queries.is_wanted(purchase):
        raise BuyerKnown({"order": purchase.order_key})
    BuyerLink.objects.filter(purchase=purchase, ended_at=None).update(ended_at=now, end="replaced")
    row = BuyerLink.objects.create(purchase=purchase, made_by=by.key, made_at=now, expires_at=now + queries.LIVES)
    timeline.write(stream_of(purchase), "goods.link_made", by=by, now=now, facts={"row": str(row.pk)})
    return row


def ask_code(*, link: BuyerLink, order: str, phone: str, asked_from: str, now: datetime) -> None:
    """Send a code to the phone of who knows the order's number and holds its link.

    Raises `goods.link_over`, `goods.other_order` (five ends the link), `goods.own_phone` (which ends it, and is told),
    `people.no_mobile`, `people.too_many_codes`, `people.messages_spent`.
    """
    row = _held(link, now)
    purchase = row.purchase
    if order.strip() != purchase.order_key:
        raise OtherOrder("order", expected="the number of this order", got="", survives=(partial(_tried, row, now),))
    new_phones.refuse_unreachable(phone)
    if queries.is_of_the_shop(purchase, phone, now=now):
        raise OwnPhone("phone", expected="the buyer's own phone", got="", survives=(partial(_own, row, now),))
    if row.sent >= queries.SENT:
        raise queries.BuyerLinkOver
    told, before = {"phone": phone, "asked_from": asked_from}, row.asked_id
    asked = new_phones.send(person=purchase.buyer, instead=before, now=now, **told)
    BuyerLink.objects.filter(pk=row.pk).update(sent=F("sent") + 1, asked=asked)


def prove(*, link: BuyerLink, code: str, now: datetime) -> Purchase:
    """Keep the phone to which the code went as the buyer's, once; raises `goods.link_over`, `people.wrong_code`.

    An order that tells no buyer has one from here on.
    """
    row = _held(link, now)
    purchase = row.purchase
    phone = new_phones.proved_of(row.asked, code=code, now=now)
    if purchase.buyer is None:
        purchase.buyer = people.enrolled_anew(name=NOBODY, phone="", now=now)
        Purchase.objects.filter(pk=purchase.pk).update(buyer=purchase.buyer)
        people.join(stream=stream_of(purchase), role="customer", person=purchase.buyer, now=now)
    often = queries.bound_lately(purchase, phone, now=now) + 1
    index = vault.blind_index(phone)
    BuyerLink.objects.filter(pk=row.pk).update(ended_at=now, end="used", phone_index=index)
    corrections.write_phone(persons=[purchase.buyer], phone=phone, by=STRANGER, now=now)
    facts = {"row": str(row.pk), "phone": vault.mask_phone(phone)}
    timeline.write(stream_of(purchase), "goods.buyer_proved", by=STRANGER, now=now, facts=facts)
    if often >= queries.OFTEN:
        told = {"row": str(row.pk), "orders": often}
        timeline.write(stream_of(purchase), "goods.link_often", by=STRANGER, now=now, facts=told)
    purchase.buyer.refresh_from_db()
    return purchase


def _held(link: BuyerLink, now: datetime) -> BuyerLink:
    """Hold the order of a link, and return the link as it is now; raises `goods.link_over`."""
    lock(link.purchase)
    return queries.found(queries.token_of(link), now=now)


def _tried(row: BuyerLink, now: datetime) -> None:
    BuyerLink.objects.filter(pk=row.pk, tries__lt=queries.TRIES).update(tries=F("tries") + 1)
    BuyerLink.objects.filter(pk=row.pk, tries=queries.TRIES, ended_at=None).update(ended_at=now, end="wrong")


def _own(row: BuyerLink, now: datetime) -> None:
    """End a link by which somebody of the shop tried to be its buyer, and tell of it."""
    if BuyerLink.objects.filter(pk=row.pk, ended_at=None).update(ended_at=now, end="own"):
        facts = {"row": str(row.pk)}
        timeline.write(stream_of(row.purchase), "goods.link_own", by=STRANGER, now=now, facts=facts)


def forget(*, now: datetime) -> int:
    """Delete links that were over so long ago that no phone is counted by them any more; give how many."""
    return BuyerLink.objects.filter(expires_at__lt=now - queries.AGAIN_AFTER).delete()[0]
