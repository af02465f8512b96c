"""What can be asked about shops on platforms, for the merchant whose they are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from anxin.core import providers, timeline
from anxin.core.actors import Actor
from anxin.core.errors import Missing
from anxin.core.providers import ProviderHealth
from anxin.core.states import lock
from anxin.domain.claims.models import Answer, Claim
from anxin.domain.claims.queries.lookup import formerly
from anxin.domain.claims.states import CLAIM
from anxin.domain.claims.states import HEARD as ANSWERABLE
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.goods.models import Purchase
from anxin.domain.goods.queries import buyer_links, listings
from anxin.domain.people.models import Organisation
from anxin.domain.shops import rules
from anxin.domain.shops.models import Heard, Shop
from anxin.domain.shops.rules import OrderSituation, ShopSituation
from anxin.domain.shops.wording import PLATFORMS

SHOWN = 50
TOLD_SENT = ("shops.shipped", "shops.not_shipped", "shops.sent_again")
ANSWERED = ("shops.answered", "shops.answered_there", "shops.not_answered")


class NoSuchShop(Missing):
    """There is no such shop, or it is another house's."""

    code = "shops.no_such_shop"


def order_situation(row: Purchase, *, by: Actor, now: datetime, under_lock: bool = False) -> OrderSituation:
    """Return the situation of an order for the rules of its going out; `under_lock` locks it first (one query)."""
    if under_lock:
        lock(row)
    connected = Shop.objects.filter(organisation=row.seller_id, ended_at=None).exists()
    own = by.organisation == str(row.seller_id)
    shipped = row.shipped_at is not None
    refused = shipped and own and connected and was_not_taken(row)
    unreached = buyer_links.is_wanted(row)
    unnamed = row.unnamed_fen > 0
    return OrderSituation(
        own=own, shops=connected, shipped=shipped, refused=refused, unreached=unreached, unnamed=unnamed
    )


def titles(actor: Actor) -> list[tuple[str, str]]:
    """Return what the connected shops of the actor's house are called, by account."""
    rows = Shop.objects.filter(organisation_id=actor.organisation, ended_at=None).order_by("platform", "title")
    return [(one.account, f"{one.title} · {PLATFORMS[one.platform]}") for one in rows]


@dataclass(frozen=True, kw_only=True)
class ShopView:
    """A shop as its merchant reads it; `apart` are claims that are only there, with why."""

    row: Shop
    health: ProviderHealth | None
    claims: int
    apart: Sequence[Heard]

    @property
    def until(self) -> datetime:
        """Return until when all that changed has come in."""
        return min(self.row.orders_until, self.row.claims_until)


def situation(row: Organisation, *, by: Actor, now: datetime, under_lock: bool = False) -> ShopSituation:
    """Return the situation of a house for the rules of its shops; `under_lock` locks it first."""
    if under_lock:
        lock(row)
    return ShopSituation(sells=row.kind in ("brand", "merchant"), own=by.organisation == str(row.pk))


def shop(key: str, *, actor: Actor) -> Shop:
    """Return a connected shop of the actor's house."""
    rows = Shop.objects.select_related("organisation").filter(ended_at=None, organisation_id=actor.organisation)
    found = rows.filter(account=key).first() if actor.organisation else None
    if found is None:
        raise NoSuchShop({"shop": key[:24]})
    return found


def shop_by_key(key: str) -> Shop | None:
    """Return a shop for a task; None where it is asked no more."""
    return Shop.objects.select_related("organisation").filter(id=key, ended_at=None).first()


def named(accounts: Collection[str]) -> list[str]:
    """Return the shops that are asked under these accounts, each after its house (one query)."""
    rows = Shop.objects.filter(account__in=accounts, ended_at=None).order_by("organisation__name", "title")
    return [f"{house} {title}" for house, title in rows.values_list("organisation__name", "title")]


def unnamed_goods(*, now: datetime) -> int:
    """Count the goods of the merchants of connected shops that nobody has named (two queries)."""
    sellers = Shop.objects.filter(ended_at=None).values_list("organisation", flat=True).distinct()
    return listings.unnamed_goods(list(sellers), now=now)


def running() -> list[tuple[str, str]]:
    """Return the shops that are connected, each with its account."""
    return [(str(key), account) for key, account in Shop.objects.filter(ended_at=None).values_list("id", "account")]


def unknown_orders(row: Shop, keys: Sequence[str]) -> list[str]:
    """Return those of some orders' numbers that are not known here, each once."""
    known = Purchase.objects.filter(seller=row.organisation, order_key__in=keys).values_list("order_key", flat=True)
    return [one for one in dict.fromkeys(keys) if one not in set(known)]


def standing(house: Organisation) -> dict[str, str]:
    """Return what is kept of each connected shop of a house, by its account; secrets stand nowhere (two queries)."""
    health = providers.health()
    rows = Shop.objects.filter(organisation=house, ended_at=None).values_list("account", "title")
    kept = {account: health[account].values if account in health else {} for account, _title in rows}
    return {
        f"account:{account}": " ".join((title, *(kept[account][name] for name in sorted(kept[account]))))
        for account, title in rows
    }


def shops(actor: Actor) -> list[ShopView]:
    """Return the connected shops of the actor's house, with how they go (three queries and one a shop)."""
    rows = Shop.objects.filter(organisation_id=actor.organisation, ended_at=None).order_by("platform", "title")
    health, found = providers.health(), []
    for one in rows:
        apart = list(one.heard.filter(why__gt="").order_by("-heard_at")[:SHOWN])
        claims = one.heard.filter(kind="claim").exclude(claim=None).count()
        found.append(ShopView(row=one, health=health.get(one.account), claims=claims, apart=apart))
    return found


def to_look_at(row: Shop, *, every: bool, now: datetime) -> QuerySet[Heard]:
    """Return the claims of a shop to be looked at by themselves, the longest not looked at first.

    Those that could not be opened here; and, where no list tells how a claim goes on, every open one.
    """
    open_ones = Q(claim__state__in=ANSWERABLE.split()) if every else Q(pk__in=())
    rows = row.heard.filter(Q(claim=None) & ~Q(why__in=("kind", *rules.SETTLED)) | open_ones, kind="claim")
    rows = rows.filter(heard_at__gte=now - rules.LOOK_FOR).select_related("claim")
    return rows.order_by(F("looked_at").asc(nulls_first=True), "heard_at")[: rules.LOOKED]


def heard_of(claim: Claim) -> Heard | None:
    """Return where a claim was heard of, where its shop is still asked."""
    return Heard.objects.select_related("shop").filter(claim=claim, shop__ended_at=None).first()


def heard_before(row: Shop, ref: str) -> Heard | None:
    """Return where a claim was heard of, by this shop or by one it was connected as before."""
    same = {"shop__organisation": row.organisation, "shop__platform": row.platform}
    return Heard.objects.select_related("claim__purchase").filter(**same, kind="claim", ref=ref).first()


def comes_from_shop(claim: str) -> bool:
    """Return whether a claim was heard of from a shop that is still asked."""
    return Heard.objects.filter(claim_id=claim, shop__ended_at=None).exists()


def sent_out(row: Purchase) -> timeline.EntryView | None:
    """Return the last fact of a waybill's way to the platform; None where nothing is known of it yet."""
    facts = [one for one in timeline.read(stream_of(row)) if one.code in TOLD_SENT]
    return facts[-1] if facts else None


def was_not_taken(row: Purchase) -> bool:
    """Return whether the platform did not take an order's waybill, and wasn't told another since."""
    last = sent_out(row)
    return last is not None and last.code == "shops.not_shipped"


def is_unheard(answer: str) -> bool:
    """Return whether nobody knows yet what became of an answer at its platform."""
    row = answer_by_key(answer)
    told = timeline.read(row.claim.stream())
    said = any(one.code in ANSWERED and one.at >= row.at for one in told)
    return not said and heard_of(row.claim) is not None


def is_untold(purchase: str) -> bool:
    """Return whether a platform is still to be told that an order went out."""
    last = sent_out(purchase_by_key(purchase))
    return last is None or last.code == "shops.sent_again"


def purchase_by_key(key: str) -> Purchase:
    """Return an order for a task."""
    return Purchase.objects.get(id=key)


def order_number(key: str) -> str:
    """Return the number of an order, for a notice; empty where it was taken back meanwhile."""
    return Purchase.objects.filter(id=key).values_list("order_key", flat=True).first() or ""


def answer_by_key(key: str) -> Answer:
    """Return a merchant's answer."""
    return Answer.objects.select_related("claim__purchase").get(id=key)


def entered_with(shop: Shop, ref: str, *, order: str) -> Claim | None:
    """Return the claim of an order that somebody entered with the number its platform has, before its shop told it.

    One that was taken over by that number, too, once nobody is heard in it here any more: what it gave is counted.
    """
    there = Q(platform_ref=ref) & (Q(forum=Claim.Forum.PLATFORM) | Q(platform_outcome__isnull=False))
    former = Q(pk__in=formerly(ref.upper())) & ~Q(state__in=CLAIM.capabilities["judge"])
    rows = Claim.objects.filter(there | former, seller=shop.organisation, purchase__order_key=order)
    return rows.select_related("purchase", "seller").order_by("created_at").first() if ref else None
