"""Later: read every shop's orders and claims on, a little each time; hand a merchant's answers in."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from anxin.core import later, providers, vault
from anxin.core.acting import acting
from anxin.domain.claims.models import Answer
from anxin.domain.claims.rules import AGREED
from anxin.domain.shops import actions, queries, rules
from anxin.domain.shops import providers as platforms
from anxin.domain.shops.models import Shop
from anxin.domain.shops.providers import ClaimTold, OrderTold, ShopFault, Unread
from anxin.domain.shops.providers.client import Client, documented

READ = "anxin.domain.shops.tasks.read_shop"
EVERY_S = 300
AT_ONCE = 10
ALONE = ("refused", "unreadable")
"""Faults of one order or claim, not of its shop."""


@later.every(seconds=EVERY_S)
@later.task(queue="webhooks", retries=2)
def read_shops(*, now: datetime) -> None:
    """Have each connected shop that was tried read on."""
    shops = (one for one in providers.health().values() if one.kind == platforms.KIND)
    tried = {one.name for one in shops if one.tried_at and not one.trial_fault}
    slot = int(now.timestamp()) // EVERY_S
    for key, account in queries.running():
        if account in tried:
            acting(partial(later.put, READ, arguments={"shop": key}, key=f"shops.read:{key}:{slot}", now=now))


@later.task(queue="webhooks", retries=2, waits=later.nobody)
def read_shop(*, shop: str, now: datetime) -> None:
    """Read a shop's orders and claims on from where it was; what a fault cuts off comes the next time."""
    row = queries.shop_by_key(shop)
    kept = providers.account(row.account) if row else None
    if row is None or kept is None:
        return
    given, fault = dict[str, str](), ""
    client = platforms.opened(row.platform, kept.values, given.update)
    try:
        _read_on(row, client, "orders", now)
        _read_on(row, client, "claims", now)
        _check_open_claims(row, client, now)
    except ShopFault as error:
        fault = str(error)
    acting(lambda: actions.note_look(shop=row, secrets=given, fault=fault, now=now))


def _read_on(row: Shop, client: Client, what: str, now: datetime) -> None:
    until = row.orders_until if what == "orders" else row.claims_until
    for _turn in range(rules.WINDOWS):
        span = rules.window(until=until, span=client.SPAN, now=now)
        if span is None:
            return
        end, told = _listed(client, what, *span, now=now)
        for some in range(0, len(told), AT_ONCE):
            _take(row, client, what, told[some : some + AT_ONCE], now)
        if not acting(partial(actions.read_until, shop=row, what=what, until=until, end=end)):
            return
        until = end


def _listed(
    client: Client, what: str, start: datetime, end: datetime, *, now: datetime
) -> tuple[datetime, Sequence[OrderTold | ClaimTold | Unread]]:
    """List what changed in a while, the oldest first; where that is too much, in the first half of it, and so on."""
    while True:
        try:
            rows: Sequence[OrderTold | ClaimTold | Unread] = (
                documented(client.orders, start, end, now=now)
                if what == "orders"
                else documented(client.claims, start, end, now=now)
            )
        except ShopFault as error:
            if error.kind != "many" or client.most > client.MOST:
                raise
            if end - start < rules.NARROW:
                client.most = client.MOST * rules.CROWD
            else:
                end = start + (end - start) / 2
            continue
        client.most = client.MOST
        return end, rows[::-1]


def _take(row: Shop, client: Client, what: str, told: Sequence[OrderTold | ClaimTold | Unread], now: datetime) -> None:
    """Write down what came: orders that claims are about are fetched before, outside of the block."""
    about = [one for one in told if isinstance(one, ClaimTold)]
    unknown = queries.unknown_orders(row, [one.order for one in about])
    orders = [_order(client, key, now) for key in unknown]

    def write() -> None:
        for order in (*filter(None, orders), *(one for one in told if isinstance(one, OrderTold))):
            actions.take_order(shop=row, told=order, now=now)
        for claim in about:
            actions.take_claim(shop=row, told=claim, now=now)
        for one in told:
            if isinstance(one, Unread):
                actions.set_apart(shop=row, ref=one.ref, kind=what[:-1], now=now)

    acting(write)


def _order(client: Client, key: str, now: datetime) -> OrderTold | None:
    """Fetch the order a claim is about; one the platform doesn't give (any more) keeps nobody's other claim waiting."""
    try:
        return documented(client.order, key, now=now)
    except ShopFault as error:
        if error.kind not in ALONE:
            raise
        return None


def _check_open_claims(row: Shop, client: Client, now: datetime) -> None:
    """Ask for claims whose end no list tells, and for those that could not be opened here."""
    for heard in queries.to_look_at(row, every=client.LOOKS, now=now):
        try:
            told: ClaimTold | None = documented(client.claim, heard.ref, heard.order_key, now=now)
        except ShopFault as error:
            if error.kind not in ALONE:
                raise
            told = None
        if told is not None:
            _take(row, client, "claims", [told], now)
        acting(partial(actions.looked_at, heard=heard, now=now))


@later.task(queue="outside", retries=2, waits=queries.is_unheard)
def hand_in_answer(*, answer: str, now: datetime, tries: int = 0) -> None:
    """Hand an answer in at its platform, once: whether it still waits for one is looked at before each try."""
    row = queries.answer_by_key(answer)
    heard = queries.heard_of(row.claim)
    kept = providers.account(heard.shop.account) if heard else None
    if heard is None or kept is None:
        return
    given, fault, there = dict[str, str](), None, False
    client = platforms.opened(heard.shop.platform, kept.values, given.update)
    try:
        told = documented(client.claim, heard.ref, heard.order_key, now=now)
        before = acting(lambda: actions.begin_answer(heard=heard, answer=row.id))
        if told.state == "waits":
            documented(client.answer, told, row.kind, _reason(row), now=now)
        else:
            there = not (before and rules.is_answered_as(told.state, row.kind))
    except ShopFault as error:
        fault = error
    asked = actions.PlatformAnswer(shop=heard.shop, secrets=given, fault=fault, tries=tries)
    acting(lambda: actions.end_answer(answer=row, asked=asked, there=there, now=now))


def _reason(row: Answer) -> str:
    said = vault.open_("claims.answer", row.id, row.reason_sealed) if row.reason_sealed else ""
    return "" if said == AGREED else said


@later.task(queue="outside", retries=2, waits=queries.is_untold)
def tell_sent(*, purchase: str, shop: str, courier: str, now: datetime, tries: int = 0) -> None:
    """Tell a platform that an order went out; what it was asked before is looked at first."""
    row, house = queries.purchase_by_key(purchase), queries.shop_by_key(shop)
    kept = providers.account(house.account) if house else None
    if house is None or kept is None:
        return
    given, fault, there = dict[str, str](), None, ""
    client = platforms.opened(house.platform, kept.values, given.update)
    try:
        before = tries or queries.sent_out(row) is not None
        told = documented(client.order, row.order_key, now=now) if before else None
        if told is None or told.shipped_at is None:
            documented(client.ship, row.order_key, courier, row.waybill, now=now)
        else:
            there = told.waybill
    except ShopFault as error:
        fault = error

    asked = actions.PlatformAnswer(shop=house, secrets=given, fault=fault, tries=tries)
    acting(lambda: actions.end_shipping(purchase=row, asked=asked, courier=courier, there=there, now=now))
